"""Journeys in a real browser: bring a workbook in, mend it, see who needs somebody, and go there."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from data import demo
from data.forms.sheets import Table
from data.forms.target import write_sheets
from tests.conftest import BIN, Serve, Served, Visit, Visitor

pytestmark = pytest.mark.browser
TODAY = date.today()
Row = dict[str, Any]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def filled_in() -> dict[str, list[Row]]:
    """A counselor's workbook: three people, with talks, and none of the paperwork."""
    clients = [
        {"client_id": "c1", "name": "Amara Okonkwo", "started_on": ago(60)},
        {"client_id": "c2", "name": "Tomasz Kowalski", "started_on": ago(60)},
        {"client_id": "c3", "name": "Lin Mei", "started_on": ago(60)},
    ]
    contacts = [
        {
            "contact_id": f"p{n}",
            "client_id": f"c{1 + n % 3}",
            "name": name,
            "channel": "alumni",
            "added_on": ago(40 - n),
        }
        for n, name in enumerate(["Priya Raman", "Jonas Weber", "Sam Ortiz", "Ana Ruiz"])
    ]
    columns = ("interview_id", "client_id", "contact_id", "stage", "requested_on", "held_on")
    interviews = [
        dict(zip(columns, row, strict=True))
        for row in (("i1", "c1", "p0", "held", ago(20), ago(9)), ("i2", "c2", "p1", "requested", ago(30), None))
    ]
    return {"clients": clients, "contacts": contacts, "interviews": interviews}


def workbook(path: Path, tables: dict[str, list[Row]]) -> Path:
    write_sheets(
        path,
        [Table(name, tuple(rows[0]), (tuple(row.values()) for row in rows)) for name, rows in tables.items()],
        replace=True,
    )
    return path


def told(page: Page) -> str:
    return page.locator(".st-key-told").inner_text()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def click(visitor: Visitor, role: Any, name: str | re.Pattern[str]) -> None:
    visitor.page.get_by_role(role, name=name).first.click()
    settle(visitor)


def settle(visitor: Visitor) -> None:
    """A click reaches the server a moment later; the page is settled when its script has run after that."""
    visitor.page.wait_for_timeout(400)
    visitor.settle()
    visitor.page.wait_for_timeout(200)


@pytest.fixture(scope="module")
def made_up(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Served:
    office = tmp_path_factory.mktemp("made_up") / "office.duckdb"
    demo.office(office, today=TODAY)
    served = serve("run", office)
    served.office = office  # type: ignore[attr-defined]
    return served


@pytest.mark.journey
def test_a_workbook_with_three_bad_rows_is_mended_brought_in_and_tells_who_needs_help(
    serve: Serve, visit: Visit, tmp_path: Path
) -> None:
    office = tmp_path / "office.duckdb"
    served = serve("run", office)
    visitor = visit(served.link)
    settle(visitor)
    assert heading(visitor.page) == "This page will show who needs you, and why."
    click(visitor, "link", "Bring in a workbook")

    bad = filled_in()
    bad["clients"][2]["started_on"] = "31.02.2026"
    bad["contacts"][3]["channel"] = "carrier pigeon"
    bad["interviews"][1]["contact_id"] = "nobody"
    visitor.page.locator("input[type=file]").set_input_files(workbook(tmp_path / "first.xlsx", bad))
    settle(visitor)
    text = visitor.page.locator("[data-testid=stMain]").inner_text()
    assert "“31.02.2026” is not a day" in text
    assert "carrier pigeon" in text
    assert "line 3" in text
    assert "need mending" in heading(visitor.page)

    visitor.page.locator("input[type=file]").set_input_files(workbook(tmp_path / "mended.xlsx", filled_in()))
    settle(visitor)
    click(visitor, "button", "Bring it in")
    assert "came in" in told(visitor.page)
    assert heading(visitor.page) == "Nine records came in, three new clients among them."
    click(visitor, "link", "Today")
    click(visitor, "link", "Import and export")
    click(visitor, "button", re.compile("Add (it|them)"))
    assert "added for" in told(visitor.page)

    click(visitor, "link", "Today")
    assert "would be glad of a word" in heading(visitor.page) or "cannot wait" in heading(visitor.page)
    first = visitor.page.locator("[data-testid=stMain] [data-testid=stPageLink] a").first
    name = first.inner_text().splitlines()[-1]  # an icon stands before it
    first.click()
    settle(visitor)
    assert name.split()[0] in heading(visitor.page)
    assert same_as_the_command_line(served, office, visitor, name)


def same_as_the_command_line(served: Served, office: Path, visitor: Visitor, name: str) -> bool:
    """Whether the page says what `digwell` prints while the page is open."""
    listed = printed("today", office)
    mine = next((row for row in listed if row["name"] == name), None)
    assert mine, (name, listed)
    [figures] = printed("figures", office, "--client", mine["client_id"])
    metrics = [metric.inner_text() for metric in visitor.page.locator("[data-testid=stMetricValue]").all()]
    assert metrics[0] == str(figures["interviews_held"])
    assert metrics[2] == str(figures["follow_ups_overdue"])
    assert metrics[3] == str(figures["contacts"])
    assert mine["reason"] in visitor.page.locator("[data-testid=stMain]").inner_text()
    return True


def printed(command: str, office: Path, *more: str) -> list[Row]:
    done = subprocess.run(
        [str(BIN / "digwell"), command, str(office), *more, "--format", "json"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    found: list[Row] = json.loads(done.stdout)
    return found


@pytest.mark.journey
def test_every_click_on_today_is_told_and_taken_back(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    before = heading(visitor.page)
    for menu, choice in (
        (None, re.compile("^I wrote to ")),
        ("Later", "In two weeks"),
        ("More", "Fine: on holiday"),
        ("More", re.compile("^A kind word to ")),
    ):
        if menu:
            visitor.page.get_by_role("button", name=f"{menu}: ").first.click()
            visitor.page.get_by_text(choice, exact=True).first.click()
            settle(visitor)
        else:
            click(visitor, "button", choice)
        assert "Undo" in told(visitor.page), choice
        assert heading(visitor.page) != before, choice
        click(visitor, "button", "Undo")
        assert "Taken back: " in told(visitor.page)
        assert "Do it again" in told(visitor.page)
        assert heading(visitor.page) == before, choice
    assert not visitor.complaints


def where(page: Page) -> tuple[str, str]:
    """Which row the keyboard is in, and on which control."""
    found: list[str] = page.evaluate(
        "(e => [e.closest('[class*=st-key-row_]')?.className.match(/st-key-row_(\\S+)/)[1] ?? '',"
        " e.closest('[class*=st-key-]')?.className.match(/st-key-([a-zA-Z]+)/)[1] ?? ''])(document.activeElement)"
    )
    return found[0], found[1]


def soon(found: Callable[[], object], wanted: object) -> bool:
    """Whether something becomes so within seconds; what is looked at comes from a page that is being drawn."""
    until = time.monotonic() + 8
    while found() != wanted and time.monotonic() < until:
        time.sleep(0.1)
    assert found() == wanted
    return True


def listed(page: Page) -> list[str]:
    """The rows of the list, by the client each is about."""
    rows: list[str] = page.evaluate(
        "[...document.querySelectorAll('.st-key-listed [class*=st-key-row_]')].map("
        "e => e.className.match(/st-key-row_(\\S+)/)[1])"
    )
    return rows


def open_first(visitor: Visitor) -> None:
    """Follow the name of the first row; of a page that is being drawn, another link may be there before it."""
    visitor.page.locator(".st-key-listed [class*=st-key-row_]").first.locator("a").click()
    settle(visitor)


def said_aloud(page: Page) -> str:
    return page.locator("[role=status]").last.text_content() or ""


@pytest.mark.journey
def test_by_keyboard_the_place_goes_to_the_next_row_and_what_was_done_is_said(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    page, before = visitor.page, listed(visitor.page)
    page.locator("[class*=st-key-word_] button").nth(1).focus()
    page.keyboard.press("Enter")
    assert soon(lambda: where(page), (before[2], "word")), "the next row, the same button"
    assert soon(lambda: said_aloud(page) == f"{told(page).splitlines()[0]} Undo: Ctrl Z.", True)
    page.evaluate("document.activeElement.blur(); document.querySelector('#root').append(new Comment('drawn later'))")
    assert soon(lambda: where(page), (before[2], "word")), "also where the row goes after the words about it have come"
    page.keyboard.press("Control+z")
    assert soon(lambda: listed(page), before)
    taken_back = re.compile(r"Taken back: .*\. Do it again\.")
    assert soon(lambda: bool(taken_back.fullmatch(said_aloud(page))), True)
    page.get_by_role("searchbox", name="Find a name").fill("abc")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(800)
    assert taken_back.fullmatch(said_aloud(page)), "in a field it takes back what was typed"
    assert listed(page) == before
    page.get_by_role("searchbox", name="Find a name").fill("")
    settle(visitor)
    page.locator("[class*=st-key-Later_] button").nth(1).focus()
    page.keyboard.press("Enter")
    page.get_by_text("On another day…", exact=True).click()
    assert soon(lambda: where(page)[1], "until"), "the question below the row has the keyboard"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Never mind").press("Enter")
    assert soon(lambda: where(page), (before[1], "Later"))
    assert not visitor.complaints


@pytest.mark.journey
@pytest.mark.parametrize("width", [1440, 390])
def test_why_opens_on_a_tap_and_by_keyboard(made_up: Served, visit: Visit, width: int) -> None:
    visitor = visit(made_up.link, width=width, has_touch=width < 600)
    settle(visitor)
    page = visitor.page
    client = str(page.locator(".st-key-listed [data-testid=stPageLink] a").first.get_attribute("href"))
    for path in ("/", f"/{client.removeprefix('/')}"):
        page.goto(made_up.address + path)
        settle(visitor)
        why = page.get_by_role("button", name="Why?").first
        if width < 600:
            why.tap()
        else:
            why.focus()
            page.keyboard.press("Enter")
        cleared = page.get_by_text("What clears it:").first
        cleared.wait_for()
        page.keyboard.press("Escape")
        assert soon(cleared.is_visible, False)


@pytest.mark.journey
@pytest.mark.parametrize("width", [1440, 390])
def test_the_clients_place_stays_in_sight_and_leads_to_the_next(made_up: Served, visit: Visit, width: int) -> None:
    visitor = visit(made_up.link, width=width)
    settle(visitor)
    page = visitor.page
    open_first(visitor)
    line = page.locator(".st-key-client_place")
    assert "1 of 7" in line.inner_text()
    page.locator("[data-testid=stMain]").evaluate("main => main.scrollTo(0, 900)")
    page.wait_for_timeout(300)
    box = line.bounding_box()
    size = page.viewport_size
    assert box
    assert size
    assert 0 < box["y"] <= size["height"] - box["height"]
    assert box["height"] <= 56
    before = heading(page)
    page.get_by_role("link", name="Next", exact=False).last.click()
    assert soon(lambda: "2 of 7" in line.inner_text(), True)
    settle(visitor)
    assert heading(page) != before
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0


@pytest.mark.journey
def test_the_meeting_sheet_is_one_page_of_paper(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    open_first(visitor)
    click(visitor, "link", "Meeting sheet")
    assert visitor.page.get_by_role("button", name="Print").is_visible()
    paper = visitor.page.pdf(format="A4")
    assert len(re.findall(rb"/Type /Page\b(?!s)", paper)) == 1
    visitor.page.emulate_media(media="print")
    assert not visitor.page.get_by_role("button", name="Print").is_visible()
    assert not visitor.page.locator("[data-testid=stSidebar]").is_visible()
    assert visitor.page.locator("h1").is_visible()


@pytest.mark.journey
def test_a_follow_up_is_done_with_one_click_and_taken_back(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    click(visitor, "link", "Follow-ups")
    before = heading(visitor.page)
    visitor.page.locator("[data-testid=stMain]").get_by_role("button", name="Done: ").first.click()
    settle(visitor)
    assert heading(visitor.page) != before
    click(visitor, "button", "Undo")
    assert heading(visitor.page) == before


@pytest.mark.journey
def test_a_note_and_a_talk_are_written_on_the_clients_page(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    visitor.page.locator("[data-testid=stMain] [data-testid=stPageLink] a").first.click()
    settle(visitor)
    held = visitor.page.locator("[data-testid=stMetricValue]").first.inner_text()
    click(visitor, "button", re.compile("Note"))
    visitor.page.get_by_label("Note").last.fill("Asked about night shifts.")
    click(visitor, "button", "Save")
    assert "Noted" in told(visitor.page)
    click(visitor, "button", re.compile("Log a talk"))
    visitor.page.get_by_label("Name, if somebody new").fill("Zoe Lang")
    visitor.page.get_by_role("button", name="Save").last.click()
    settle(visitor)
    assert visitor.page.locator("[data-testid=stMetricValue]").first.inner_text() == str(int(held) + 1)
    click(visitor, "button", "Undo")
    assert visitor.page.locator("[data-testid=stMetricValue]").first.inner_text() == held


@pytest.mark.journey
def test_filters_and_the_day_live_in_the_address_and_survive_a_reload(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    everybody = heading(visitor.page)
    visitor.page.get_by_role("combobox", name="Caseload").click()
    visitor.page.get_by_role("option").nth(1).click()
    settle(visitor)
    theirs, address = heading(visitor.page), visitor.page.url
    assert "counselor=" in address
    assert theirs != everybody
    visitor.page.reload()
    settle(visitor)
    assert heading(visitor.page) == theirs
    click(visitor, "link", "Follow-ups")
    click(visitor, "link", "Today")
    assert (heading(visitor.page), visitor.page.url) == (theirs, address)
    visitor.page.goto(f"{made_up.address}/?as_of={ago(30).isoformat()}")
    settle(visitor)
    assert "not today: nothing can be changed here" in visitor.page.locator("[data-testid=stMain]").inner_text()
    assert not visitor.page.get_by_role("button", name=re.compile("^I wrote to ")).count()
    click(visitor, "button", "Back to today")
    assert "as_of" not in visitor.page.url


@pytest.mark.journey
def test_a_name_that_is_clicked_in_the_table_opens_the_client_that_it_names(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    settle(visitor)
    for part in ("", "an", "or"):
        visitor.page.goto(f"{made_up.address}/")
        settle(visitor)
        if part:
            visitor.page.get_by_role("searchbox", name="Find a name").fill(part)
            visitor.page.wait_for_timeout(600)
            settle(visitor)
        table = visitor.page.locator("[data-testid=stDataFrame]").first
        table.scroll_into_view_if_needed()
        name = table.locator("table td[role=gridcell]").first.inner_text()
        click_name(visitor, 0)
        assert "client=" in visitor.page.url
        assert name.split()[0] in heading(visitor.page), (part, name)


def click_name(visitor: Visitor, row: int) -> None:
    """Click a name that the table of everybody shows, by its row from the top."""
    box = visitor.page.locator("[data-testid=stDataFrame]").first.bounding_box()
    assert box
    visitor.page.mouse.click(box["x"] + 30, box["y"] + 36 + 18 + 36 * row)
    settle(visitor)


@pytest.mark.journey
def test_everybody_of_a_large_office_is_sorted_and_scrolled_through_and_back_leads_to_where_one_was(
    serve: Serve, visit: Visit
) -> None:
    visitor = visit(serve("demo", "--clients", "1300").link)
    settle(visitor)
    page = visitor.page
    table = page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    page.get_by_role("combobox", name="Sort by").click()
    page.get_by_role("option", name="Fewest people").click()
    settle(visitor)
    scroller = page.locator(".dvn-scroller")
    first, *_ = people_in_sight(page)
    scroller.evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
    settle(visitor)
    last = people_in_sight(page)
    assert first < min(last), "the last of more than a thousand, whom nobody had sent yet"
    assert last == sorted(last)
    scroller.evaluate("grid => { grid.scrollTop = 36 * 1100; }")
    settle(visitor)
    place = [page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop"), 36 * 1100]
    click_name(visitor, 3)
    assert "/client?client=" in page.url
    assert page.locator("[data-testid=stMain]").evaluate("main => main.scrollTop") == 0
    page.go_back()
    settle(visitor)
    assert page.url.endswith("/")
    now = (
        "[document.querySelector('[data-testid=stMain]').scrollTop, document.querySelector('.dvn-scroller')?.scrollTop]"
    )
    assert soon(lambda: page.evaluate(now), place)
    assert not visitor.complaints


def people_in_sight(page: Page) -> list[int]:
    """The column People of the rows that a table has drawn."""
    rows = page.locator("[data-testid=stDataFrame]").first.locator("table tbody tr").all()
    return [int(row.locator("td").nth(6).inner_text()) for row in rows]


PAGES = ["/", "/client", "/follow_ups", "/to_mend", "/bring_in"]
# What Streamlit itself brings: the sparkline of a metric, and the inner parts of its own controls.
STREAMLITS_OWN = {"svg-img-alt", "target-size", "presentation-role-conflict", "empty-table-header", "aria-hidden-focus"}


@pytest.mark.journey
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_serious_barrier_of_ours(made_up: Served, visit: Visit, dark: bool) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visitor = visit(made_up.link, dark=dark)
    settle(visitor)
    links = visitor.page.locator("[data-testid=stMain] [data-testid=stPageLink] a")
    client = str(links.first.get_attribute("href"))
    found: Callable[[], list[Row]] = lambda: Axe().run(visitor.page).response["violations"]  # noqa: E731 - used once
    for path in [*PAGES, client]:
        visitor.page.goto(f"{made_up.address}/{path.removeprefix('/')}")
        settle(visitor)
        visitor.page.wait_for_timeout(800)
        ours = [
            (each["id"], [node["html"][:120] for node in each["nodes"][:3]])
            for each in found()
            if each["impact"] in {"serious", "critical"} and each["id"] not in STREAMLITS_OWN
        ]
        assert not ours, (path, ours)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_off_on_a_phone(made_up: Served, visit: Visit, path: str) -> None:
    visitor = visit(made_up.link, width=390)
    settle(visitor)
    visitor.page.goto(made_up.address + path)
    settle(visitor)
    too_wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0
    assert not visitor.complaints
    assert not visitor.elsewhere(made_up.address)
