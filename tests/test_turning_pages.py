"""From one client's page to the next: the address says who is shown, and no click leads back."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import Served, Visit, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture(scope="module")
def made_up(serve: Callable[..., Served]) -> Served:
    return serve("demo")


def shown(visitor: Visitor) -> str:
    """The client whom the address names, once the page is still."""
    visitor.page.wait_for_timeout(300)
    visitor.settle()
    found = re.search(r"client=(\d+)", visitor.page.url)
    return found[1] if found else ""


def title(visitor: Visitor) -> str:
    return visitor.page.locator("h1").inner_text()


def open_a_section(visitor: Visitor) -> None:
    visitor.page.locator("summary", has_text=re.compile("People ·")).first.click()
    shown(visitor)


def test_whoever_is_next_stays_when_one_goes_on_and_so_do_the_choices(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    page = visitor.page
    page.locator(".st-key-listed a[href*='client=']").first.click()
    first, before = shown(visitor), title(visitor)
    assert first
    page.get_by_role("link", name="Next").last.click()
    second, after = shown(visitor), title(visitor)
    assert second not in {first, ""}
    assert after != before
    open_a_section(visitor)
    assert (shown(visitor), title(visitor)) == (second, after)
    page.go_back()
    assert (shown(visitor), title(visitor)) == (first, before)


def test_the_day_that_was_chosen_goes_along_to_the_next_client(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    shown(visitor)
    visitor.page.goto(f"{made_up.address}/?as_of=2026-11-20")
    shown(visitor)
    visitor.page.locator(".st-key-listed a[href*='client=']").first.click()
    shown(visitor)
    visitor.page.get_by_role("link", name="Next").last.click()
    shown(visitor)
    assert "as_of=2026-11-20" in visitor.page.url
    assert "not today" in visitor.page.locator("[data-testid=stMain]").inner_text()


def test_who_was_found_by_name_stays_when_one_goes_on(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link)
    visitor.page.get_by_role("link", name="Client", exact=True).click()
    shown(visitor)
    visitor.page.locator("[data-testid=stMain] a[href*='client=']").nth(3).click()
    client, found = shown(visitor), title(visitor)
    assert client
    assert found != "Whose story?"
    open_a_section(visitor)
    assert (shown(visitor), title(visitor)) == (client, found)
