"""Memory of a visitor in a real browser: what was done, refused or chosen outlives the page it happened on."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from data import demo
from tests.bundles import AMARA, contact, write_bundle
from tests.conftest import Serve, Served, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.journey]
TODAY = date.today()


@pytest.fixture(scope="module")
def made_up(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Served:
    office = tmp_path_factory.mktemp("made_up") / "office.duckdb"
    demo.office(office, today=TODAY)
    return serve("run", office)


def first_client(made_up: Served, visit: Visit, **more: Any) -> Visitor:
    """The page of the first client of Today."""
    visitor = visit(made_up.link, **more)
    visitor.page.locator(".st-key-listed a[href*='client=']").first.click()
    visitor.page.locator(".st-key-client_about").wait_for()
    visitor.settle()
    return visitor


def told(page: Page) -> Any:
    return page.locator(".st-key-told")


def log_a_talk(page: Page, name: str, day: str) -> None:
    if not page.get_by_label("Held on").is_visible():
        page.get_by_role("button", name="Log a talk").click()
    page.get_by_label("Name, if somebody new").fill(name)
    page.get_by_label("Held on").fill(day)
    page.get_by_role("button", name="Save").last.click()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_day_that_cannot_be_is_told_beside_its_field_and_what_was_typed_stays(
    made_up: Served, visit: Visit, width: int
) -> None:
    page = first_client(made_up, visit, width=width).page
    for day, words in (
        ((TODAY + timedelta(days=400)).isoformat(), "is still ahead"),
        ("31 Feb 2026", "is not a day"),
        ("", "The day is empty"),
    ):
        log_a_talk(page, "Zoe Lang", day)
        refusal = page.locator("[data-testid=stForm]").get_by_text(words)
        expect(refusal).to_be_in_viewport()
        assert page.get_by_label("Name, if somebody new").input_value() == "Zoe Lang"
        assert page.get_by_label("Held on").input_value() == day
    log_a_talk(page, "Zoe Lang", TODAY.isoformat())
    expect(told(page)).to_contain_text("A talk with Zoe Lang today.")
    expect(page.get_by_label("Held on")).to_have_count(0)  # closed, so that the next click is not swallowed
    page.get_by_role("button", name="Undo").click()
    expect(told(page)).to_contain_text("Taken back: A talk with Zoe Lang today.")


def test_an_undo_outlives_a_refused_save_a_reload_and_another_page_and_can_be_done_again(
    made_up: Served, visit: Visit
) -> None:
    visitor = first_client(made_up, visit)
    page = visitor.page
    log_a_talk(page, "Ida Berg", TODAY.isoformat())
    expect(told(page)).to_contain_text("A talk with Ida Berg today.")
    visitor.settle()
    log_a_talk(page, "", TODAY.isoformat())
    expect(told(page)).to_contain_text("Fill it in.")
    expect(told(page).get_by_role("button")).to_contain_text("Undo: A talk with Ida Berg today.")
    page.keyboard.press("Escape")
    page.reload()
    expect(told(page).get_by_role("button")).to_contain_text("Undo")
    page.get_by_role("link", name="Follow-ups").first.click()
    expect(page.locator("h1")).to_contain_text("promise")
    expect(told(page)).to_contain_text("A talk with Ida Berg today.")
    told(page).get_by_role("button").click()
    expect(told(page)).to_contain_text("Taken back: A talk with Ida Berg today.")
    page.get_by_role("button", name="Do it again").click()
    expect(told(page)).to_contain_text("Done again: A talk with Ida Berg today.")
    page.get_by_role("button", name="Undo").click()
    expect(told(page)).to_contain_text("Taken back: A talk with Ida Berg today.")


@pytest.mark.parametrize("wait", [20, 300])
def test_what_a_click_did_is_told_on_the_page_that_one_had_already_gone_on_to(
    made_up: Served, visit: Visit, wait: int
) -> None:
    visitor = visit(made_up.link)
    visitor.settle()
    page = visitor.page
    word = page.get_by_role("button", name=re.compile("^I (wrote to|called|met) ")).first
    sentence = re.compile("You (wrote to|called|met) ")
    word.click()
    page.wait_for_timeout(wait)
    page.get_by_role("link", name="Follow-ups").first.click()
    expect(page.locator("h1")).to_contain_text("promise")
    expect(told(page)).to_contain_text(sentence)
    visitor.settle()
    page.locator("[data-testid=stMain]").get_by_role("button", name=re.compile("^Done: ")).first.click()
    page.wait_for_timeout(wait)
    page.get_by_role("link", name="To mend").first.click()
    expect(page.locator("h1")).not_to_contain_text("promise")
    expect(told(page)).not_to_contain_text(sentence)
    page.get_by_role("button", name="Undo").click()
    page.wait_for_timeout(wait)
    page.get_by_role("link", name="Today", exact=True).first.click()
    expect(told(page)).to_contain_text("Taken back: ")
    assert not visitor.complaints


@pytest.mark.parametrize("wait", [20, 300])
def test_what_was_brought_in_is_told_on_the_next_page_which_shows_it(
    serve: Serve, visit: Visit, tmp_path: Path, wait: int
) -> None:
    people = [contact(f"p{n}", name=f"Person {n}") for n in range(3_000)]
    source = write_bundle(tmp_path / "people.xlsx", {"clients": [AMARA], "contacts": people})
    served = serve("run", tmp_path / "office.duckdb")
    visitor = visit(f"{served.link}")
    visitor.settle()
    page = visitor.page
    page.get_by_role("link", name="Import and export").first.click()
    page.locator("input[type=file]").set_input_files(source)
    page.get_by_role("button", name="Bring it in").click(timeout=60_000)
    page.wait_for_timeout(wait)
    page.get_by_role("link", name="Today", exact=True).first.click()
    expect(told(page)).to_contain_text("3,001 records came in.", timeout=60_000)
    expect(page.locator("[data-testid=stMetricValue]").last).to_have_text("3,000")
    assert not visitor.complaints


def test_while_a_client_sits_here_no_page_shows_others_without_asking(made_up: Served, visit: Visit) -> None:
    visitor = first_client(made_up, visit)
    page = visitor.page
    address = page.url
    page.get_by_text(re.compile(" is with me$")).click()
    expect(page.get_by_text(re.compile("reads along: your private notes"))).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("reads along: your private notes"))).to_be_visible()
    other = visitor.context.new_page()
    for tab in (page, other):
        for path in ("/", "/follow_ups", "/to_mend", "/client", "/bring_in"):
            tab.goto(made_up.address + path)
            expect(tab.locator("h1")).to_contain_text("is with you")
            expect(tab.locator("[data-testid=stMain] a[href*='client=']")).to_have_count(1)
    other.locator("[data-testid=stMain] a[href*='client=']").click()
    expect(other.get_by_text(re.compile("reads along: your private notes"))).to_be_visible()
    page.goto(made_up.address + "/")
    page.get_by_role("button", name=re.compile("has gone")).click()
    expect(page.locator("h1")).not_to_contain_text("is with you")
    page.goto(address)
    expect(page.get_by_text(re.compile("reads along"))).to_have_count(0)
