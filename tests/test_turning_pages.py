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


def test_back_leads_step_by_step_to_where_one_was_and_the_address_names_a_client_only_on_their_page(
    made_up: Served, visit: Visit
) -> None:
    visitor = visit(made_up.link)
    page = visitor.page
    shown(visitor)
    page.get_by_role("combobox", name="Caseload").click()
    page.get_by_role("option").nth(1).click()
    shown(visitor)
    stations = [page.url]
    page.locator(".st-key-listed a[href*='client=']").first.click()
    assert shown(visitor)
    stations.append(page.url)
    page.get_by_role("link", name="Next").last.click()
    assert shown(visitor)
    stations.append(page.url)
    page.get_by_role("link", name="To mend", exact=True).click()
    assert shown(visitor) == ""
    for station in reversed(stations):
        page.go_back()
        shown(visitor)
        assert page.url == station
    page.goto(f"{made_up.address}/?client=3")
    assert shown(visitor) == ""
    assert not visitor.complaints


def test_the_navigations_client_leads_from_a_clients_page_to_the_list_of_names_and_back(
    made_up: Served, visit: Visit
) -> None:
    visitor = visit(made_up.link)
    page = visitor.page
    shown(visitor)
    page.locator(".st-key-listed a[href*='client=']").first.click()
    client = shown(visitor)
    assert client
    page.get_by_role("link", name="Client", exact=True).click()
    assert shown(visitor) == ""
    assert title(visitor) == "Whose story?"
    page.reload()
    assert shown(visitor) == ""
    assert title(visitor) == "Whose story?"
    page.go_back()
    assert shown(visitor) == client


def test_a_new_page_opens_at_its_top_on_a_phone_and_back_where_one_was(made_up: Served, visit: Visit) -> None:
    visitor = visit(made_up.link, width=390, has_touch=True)
    main = visitor.page.locator("[data-testid=stMain]")
    shown(visitor)
    link = visitor.page.locator(".st-key-listed a[href*='client=']").nth(4)
    link.scroll_into_view_if_needed()
    main.evaluate("main => main.scrollBy(0, 200)")
    visitor.page.wait_for_timeout(300)
    place = main.evaluate("main => main.scrollTop")
    assert place > 0
    link.evaluate("link => link.click()")
    assert shown(visitor)
    assert main.evaluate("main => main.scrollTop") == 0
    visitor.page.go_back()
    shown(visitor)
    visitor.page.wait_for_timeout(1000)
    assert abs(main.evaluate("main => main.scrollTop") - place) < 2
