"""For everybody: by keyboard, by ear, by finger, on paper, in forced colours, on short screens; nothing moves."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from streamlit import file_util

from core.labels import GROUPS
from dashboard.gate.shell import CONTROLS, fetched_ahead
from tests.conftest import Served, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = {
    "/": "Today", "/client": "Client", "client": "Client", "/follow_ups": "Follow-ups", "/to_mend": "To mend",
    "/bring_in": "Import and export",
}  # fmt: skip
WITH_CHARTS = ("/", "/follow_ups", "client")
SHIFTS = """new Promise(told => new PerformanceObserver(list => told(list.getEntries()
  .filter(each => !each.hadRecentInput).reduce((sum, each) => sum + each.value, 0)))
  .observe({ type: 'layout-shift', buffered: true }) || setTimeout(() => told(0), 500))"""
# Where one comes in: by the link, or from somewhere that names a client. The others are gone to from there.
FIRST = {"/", "client"}


@dataclass
class Known:
    """A made-up office that is served, what a browser keeps that was let in, and the first client of its list."""

    served: Served
    kept: Any
    client: str


@pytest.fixture(scope="module")
def made_up(serve: Callable[..., Served], chromium: Browser) -> Known:
    served = serve("demo")
    context = chromium.new_context()
    visitor = Visitor(context.new_page(), context)
    visitor.page.goto(served.link)
    visitor.settle()
    client = visitor.page.locator(".st-key-listed a[href*=client]").first.get_attribute("href")
    kept = context.storage_state()
    context.close()
    return Known(served, kept, f"/{client}")


def opened(visit: Visit, made_up: Known, path: str = "/", *, is_new: bool = False, **more: Any) -> Visitor:
    """A window on a page, settled; a path of "client" is that of the first of the list."""
    with_pass = {"storage_state": made_up.kept} if is_new else {"cookies": made_up.kept["cookies"]}
    visitor = visit(**with_pass, **more)
    visitor.page.goto(made_up.served.address + (made_up.client if path == "client" else path))
    visitor.settle()
    visitor.page.wait_for_timeout(300)
    return visitor


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_its_name_and_names_its_buttons_and_pictures_and_stays_still(
    made_up: Known, visit: Visit, path: str
) -> None:
    page = opened(visit, made_up, path, is_new=path in FIRST).page
    assert page.title() == f"{PAGES[path]} · Digwell"  # on a client's page too: others may read it
    assert unnamed(page) == []
    page.wait_for_timeout(1000)
    assert page.evaluate(SHIFTS) < 0.1
    if path in WITH_CHARTS:
        pictures_have_a_sentence(page)
        words_on_charts_can_be_read(page)


def unnamed(page: Page) -> list[str]:
    """Buttons of rows whose name does not say for whom they are: more than one has that name, or it is its label."""
    found: list[str] = page.evaluate(
        '[...document.querySelectorAll(\'[class*="st-key-row_"] button, [class*="st-key-owed_"] button,'
        " [class*=\"st-key-reason_\"] button')].map(b => [b.getAttribute('aria-label') ?? '', b.querySelector('p')"
        ".textContent]).filter(([name, label]) => !name.startsWith(label) || name.length < label.length + 4)"
        ".map(([name, label]) => label)"
    )
    return found


def test_a_button_of_today_names_its_person_and_one_of_follow_ups_also_what_it_is_about(
    made_up: Known, visit: Visit
) -> None:
    page = opened(visit, made_up).page
    name = page.locator(".st-key-listed [class*=st-key-row_] a").first.inner_text()
    assert page.get_by_role("button", name=f"Later: {name}", exact=True).count() == 1
    assert page.get_by_role("button", name=f"Why? {name}", exact=True).count() == 1
    page = opened(visit, made_up, "/follow_ups").page
    done = page.locator("[class*=st-key-done_] button").first.get_attribute("aria-label") or ""
    assert re.fullmatch(r"Done: [^,]+, .+ .+", done)


def pictures_have_a_sentence(page: Page) -> None:
    page.locator("[data-testid=stPlotlyChart]").first.scroll_into_view_if_needed()
    page.locator("[data-testid=stPlotlyChart] .main-svg").first.wait_for()
    named: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart], [data-testid=stMain] img')].map(e =>"
        " e.getAttribute('alt') ?? e.getAttribute('aria-label') ?? e.querySelector('[aria-label]')"
        "?.getAttribute('aria-label') ?? '')"
    )
    assert named
    assert all(words.endswith(".") and " " in words for words in named), named


BROKEN = """[...document.querySelectorAll('.st-key-listed [class*=st-key-row_]')].filter(row => {
  const [word, why] = ['[class*=st-key-word_] button', 'button[aria-label^="Why?"]'].map(e => row.querySelector(e));
  return word && why && Math.abs(word.getBoundingClientRect().top - why.getBoundingClientRect().top) > 20;
}).map(row => row.textContent)"""


def test_the_clicks_of_a_row_stand_in_one_line_where_there_is_room(made_up: Known, visit: Visit) -> None:
    page = opened(visit, made_up).page
    assert page.locator(".st-key-listed button[aria-label^='Why?']").count() >= 7
    assert page.evaluate(BROKEN) == []


def test_the_groups_of_today_are_headings(made_up: Known, visit: Visit) -> None:
    page = opened(visit, made_up).page
    groups = page.locator(".st-key-listed").get_by_role("heading", level=2).all_inner_texts()
    assert groups[0] == "Cannot wait"
    assert len(groups) >= 2


def test_the_reasons_of_a_client_stand_below_headings_and_name_their_buttons(made_up: Known, visit: Visit) -> None:
    reason = opened(visit, made_up, "client").page.locator("[class*=st-key-reason_]").first
    assert reason.get_by_role("heading", level=2).inner_text() in GROUPS.values()
    words = reason.locator("strong").first.inner_text()
    assert reason.get_by_role("button", name=f"Later: {words}", exact=True).count() == 1


OUTLINE = """(e => { const seen = getComputedStyle(e.matches('input') ? e.closest('label') : e);
  return [seen.outlineStyle, seen.outlineWidth]; })"""


@pytest.mark.journey
@pytest.mark.parametrize(("path", "forced"), [("/", "active"), ("client", "none")])
def test_where_the_keyboard_is_can_be_seen(made_up: Known, visit: Visit, path: str, forced: Any) -> None:
    visitor = opened(visit, made_up, path, forced_colors=forced)
    page, seen = visitor.page, set()
    for _ in range(30):
        page.keyboard.press("Tab")
        kind, outline = page.evaluate(
            "(e => [e.getAttribute('role') ?? e.tagName, e.matches('input:not([type=checkbox])') ? ['solid', '2px'] :"
            f" {OUTLINE}(e)])(document.activeElement)"
        )
        seen.add(kind)
        assert outline == ["solid", "2px"], (kind, outline)
    assert {"A", "BUTTON"} <= seen
    assert path == "/" or "switch" in seen


def test_switches_and_tabs_show_their_state_in_forced_colours(made_up: Known, visit: Visit) -> None:
    visitor = opened(visit, made_up, forced_colors="active")
    page = visitor.page
    chosen = page.locator("[role=tab][aria-selected=true]").first
    other = page.locator("[role=tab][aria-selected=false]").first
    width = "e => getComputedStyle(e).borderBottomWidth"
    assert (chosen.evaluate(width), other.evaluate(width)) == ("3px", "0px")
    visitor.context.clear_cookies()  # whom one has beside oneself is kept by the pass, which other tests have too
    page.goto(made_up.served.link)
    page.goto(made_up.served.address + made_up.client)
    track = page.locator("[data-testid=stCheckbox] label > div").first
    colour = "e => getComputedStyle(e).backgroundColor"
    off = track.evaluate(colour)
    page.locator("[data-testid=stCheckbox] label").first.click()
    page.wait_for_timeout(800)
    assert track.evaluate(colour) != off


SMALL = """[...document.querySelectorAll('.stApp :is(button, a[href], summary, [role=tab], label:has(input))')]
  .filter(e => !e.matches('[data-testid=stSkipToContent], p a, [data-testid=stSidebar] *, [data-testid=stDataFrame] *'))
  .map(e => [e.getBoundingClientRect(), e]).filter(([r, e]) => r.width && (r.height < 44 || r.width < 44))
  .map(([r, e]) => [Math.round(r.width), Math.round(r.height), e.textContent.slice(0, 30), e.className])"""


@pytest.mark.parametrize("path", PAGES)
def test_a_finger_finds_every_control_of_a_phone_and_nothing_moves_there(
    made_up: Known, visit: Visit, path: str
) -> None:
    page = opened(visit, made_up, path, is_new=path in FIRST, width=390, has_touch=True).page
    assert page.evaluate(SMALL) == []
    page.wait_for_timeout(1000)
    assert page.evaluate(SHIFTS) < 0.1


@pytest.mark.journey
@pytest.mark.parametrize("width", [1440, 390])
def test_the_bar_at_the_bottom_is_low_and_lets_go_on_short_screens(made_up: Known, visit: Visit, width: int) -> None:
    page = visit(made_up.served.link, width=width).page  # with a pass of its own: what was done is kept by it
    page.locator("[class*=st-key-word_] button").first.click()
    page.locator(".st-key-told").wait_for()
    page.locator(".st-key-listed a[href*=client]").first.click()
    page.locator(".st-key-client_place").wait_for(state="attached")
    page.wait_for_timeout(800)
    bar = page.locator("[data-testid=stBottom]")
    box, size = bar.bounding_box(), page.viewport_size
    assert box
    assert size
    assert box["height"] <= 56
    assert box["y"] + box["height"] <= size["height"] + 1
    assert page.locator(".st-key-told button").is_visible()
    page.set_viewport_size({"width": width, "height": 400})
    page.wait_for_timeout(300)
    assert bar.evaluate("e => getComputedStyle(e).position") == "static"


def test_a_long_name_ends_in_an_ellipsis(made_up: Known, visit: Visit) -> None:
    page = opened(visit, made_up).page
    name = page.locator(".st-key-listed [class*=st-key-row_] a p").first
    name.evaluate("e => { e.querySelector('strong').textContent = 'Wolfeschlegelsteinhausenbergerdorff Okonkwo'; }")
    style = name.evaluate("e => [getComputedStyle(e).textOverflow, e.scrollWidth > e.clientWidth]")
    assert style == ["ellipsis", True]
    box = name.bounding_box()
    assert box
    assert box["width"] <= 170


def test_the_code_of_each_control_is_fetched_ahead() -> None:
    there = {file.name for file in (Path(file_util.get_static_dir()) / "static" / "js").iterdir()}
    fetched = re.findall(r'import\("\./([^"]+)"\)', fetched_ahead())
    assert len(fetched) == len(CONTROLS)
    assert set(fetched) <= there


def luminance(colour: str) -> float:
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("path", ["/", "client"])
def test_words_on_charts_can_be_read_on_dark(made_up: Known, visit: Visit, path: str) -> None:
    words_on_charts_can_be_read(opened(visit, made_up, path, dark=True).page)


def words_on_charts_can_be_read(page: Page) -> None:
    page.locator("[data-testid=stPlotlyChart]").first.scroll_into_view_if_needed()
    page.locator("[data-testid=stPlotlyChart] text").first.wait_for()
    paper = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    words: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart] text:not(.bartext)')].map(e =>"
        " [e.textContent, getComputedStyle(e).fill])"
    )
    inside: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stPlotlyChart] .point:has(.bartext)')].map(e => [getComputedStyle("
        "e.querySelector('path')).fill, getComputedStyle(e.querySelector('.bartext')).fill])"
    )
    assert words
    assert [each for each in words if contrast(each[1], paper) < 4.5] == []
    assert [each for each in inside if contrast(*each) < 4.5] == []


def test_paper_is_light_whatever_the_screen_and_has_a_plain_list_for_the_grid(made_up: Known, visit: Visit) -> None:
    page = opened(visit, made_up, dark=True).page
    assert not page.locator(".st-key-people_on_paper").is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator("[data-testid=stDataFrame]").first.is_visible()
    assert page.locator(".st-key-people_on_paper li").count() >= 50
    assert page.locator(".st-key-people_on_paper li").first.is_visible()
    pale: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1, h2, p, li, span, a, strong)')].filter(e =>"
        " e.textContent.trim()).map(e => getComputedStyle(e).color)"
    )
    assert {colour for colour in pale if contrast(colour, "rgb(255, 255, 255)") < 7} == set()
    grounds: list[str] = page.evaluate(
        "[...document.querySelectorAll('html, body, .stApp, .stApp :not(.stPlotlyChart *):not(canvas)')]"
        ".map(e => getComputedStyle(e).backgroundColor)"
    )
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    charts = page.locator(".stPlotlyChart").first
    assert charts.evaluate("e => getComputedStyle(e).filter") == "invert(1) hue-rotate(180deg)"
    page.emulate_media(media="screen", color_scheme="light")


def test_a_chart_of_a_light_screen_is_not_turned_round_on_paper(made_up: Known, visit: Visit) -> None:
    page = opened(visit, made_up).page
    page.emulate_media(media="print")
    assert page.locator(".stPlotlyChart").first.evaluate("e => getComputedStyle(e).filter") == "none"
