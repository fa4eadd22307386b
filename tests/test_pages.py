"""Every page opens: on an empty office, on the made-up one, on any day, for any address."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.calendar import is_first_monday
from core.figure_notes import not_counted
from core.policy import Policy
from core.reasons import SEVERAL
from core.viewer import LOCAL
from dashboard.widgets import rows
from data import demo, office
from data.commands import clients
from data.forms.sheets import Table
from data.forms.target import write_sheets
from data.selection import selection
from data.store import Store
from data.today import today as who_needs_me
from tests.bundles import AMARA, contact, interview, write_bundle
from tests.conftest import ROOT
from tests.navigation import registered
from tests.offices import make_office
from tests.opening import new_app, opened

PAGES = tuple(Path(page).stem for page in registered())


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made_up") / "office.duckdb"
    demo.office(path, today=date.today())
    return path


@pytest.fixture
def app() -> Iterator[AppTest]:
    yield new_app()
    office.release()


def test_every_page_stands_in_the_navigation_and_every_entry_has_its_page() -> None:
    views = ROOT / "dashboard" / "views"
    pages = {str(path.relative_to(views.parent)) for path in views.rglob("*.py") if path.name != "__init__.py"}
    assert sorted(registered()) == sorted(pages)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_office(app: AppTest, tmp_path: Path, page: str) -> None:
    Store.open(tmp_path / "office.duckdb", create=True).close()
    assert opened(app, tmp_path / "office.duckdb", page).title


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_the_made_up_office(app: AppTest, made_up: Path, page: str) -> None:
    assert opened(app, made_up, page).title


@pytest.mark.parametrize("days", [-400, -30, 1, 200])
def test_every_page_opens_on_another_day_and_says_so(app: AppTest, made_up: Path, days: int) -> None:
    day = date.today() + timedelta(days=days)
    opened(app, made_up, as_of=day.isoformat())
    assert any("not today: nothing can be changed here" in text.value for text in app.markdown)


def test_an_empty_office_teaches_the_first_step(app: AppTest, tmp_path: Path) -> None:
    Store.open(tmp_path / "office.duckdb", create=True).close()
    opened(app, tmp_path / "office.duckdb")
    assert app.title[0].value == "This page will show who needs you, and why."
    assert {header.value for header in app.header} == {"Bring in your own", "Look round first"}


@pytest.mark.parametrize("page", ["client", "follow_ups"])
def test_an_empty_page_leads_to_where_a_workbook_comes_in(app: AppTest, tmp_path: Path, page: str) -> None:
    Store.open(tmp_path / "office.duckdb", create=True).close()
    links: list[Any] = list(opened(app, tmp_path / "office.duckdb", page).get("page_link"))
    assert [link.proto.label for link in links] == ["Bring in a workbook"]


@pytest.mark.parametrize("address", ["999", "abc", "-1", "1' or '1'='1", "9" * 40, ""])
def test_an_address_of_nobody_leads_to_the_list_of_names(app: AppTest, made_up: Path, address: str) -> None:
    opened(app, made_up, "client", client=address)
    assert app.title[0].value == "Whose story?"


@pytest.mark.parametrize("value", ["nonsense", "999"])
@pytest.mark.parametrize("name", ["counselor", "cohort", "as_of"])
def test_an_address_that_means_nothing_shows_everybody_today(
    app: AppTest, made_up: Path, name: str, value: str
) -> None:
    everybody = rows_of(opened(app, made_up))
    assert everybody
    opened(app, made_up, **{name: value})
    assert rows_of(app) == everybody


def test_a_field_that_nobody_explores_is_the_one_that_stands_chosen(app: AppTest, made_up: Path) -> None:
    opened(app, made_up, field="Beekeeping")
    assert app.title[0].value == "Nobody to look after here."
    chosen = next(box for box in app.selectbox if box.label == "Field")
    assert chosen.value == "Beekeeping"
    chosen.set_value("").run()
    assert rows_of(app)


def test_on_a_first_monday_those_quiet_for_long_stand_in_the_list_and_nobody_is_left_out(
    app: AppTest, made_up: Path
) -> None:
    today = date.today()
    first = next(day for day in (today - timedelta(days=n) for n in range(40)) if is_first_monday(day))
    store = Store.open(made_up)
    midnight = datetime.combine(first, time(), store.zone)
    right = who_needs_me(store, LOCAL, first, midnight, Policy())
    store.close()
    assert [row.code for row in right.first if row.group == SEVERAL] == ["PAC204"]
    opened(app, made_up, as_of=first.isoformat())
    quiet = [box.label for box in app.expander if "quiet for over" in box.label]
    assert len(quiet) == 1
    for _ in range(len(right.listed) // 7):
        next(button for button in app.button if button.key == "more_people_button").click().run()
    listed = [str(row.client_id) for row in right.listed]
    assert [client for client in rows_of(app) if client in listed] == listed
    assert not app.exception


def test_who_is_paused_or_closed_is_told_below_the_figures_of_a_caseload(app: AppTest, made_up: Path) -> None:
    store = Store.open(made_up)
    said = {
        row["counselor_id"]: not_counted(
            store.rows(
                "not_counted",
                LOCAL,
                as_of=date.today(),
                **selection(counselor=row["counselor_id"], status="others"),
            )
        )
        for row in store.rows("counselors", LOCAL)
    }
    store.close()
    assert len(set(said.values())) == len(said) > 1
    for counselor, words in said.items():
        opened(app, made_up, counselor=str(counselor))
        assert words in [text.value for text in app.caption]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "office.duckdb"
    demo.office(path, clients=1_500, today=date.today())
    return path


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_a_large_office(app: AppTest, large: Path, page: str) -> None:
    assert opened(app, large, page).title


@pytest.mark.slow
def test_of_a_large_office_a_readable_part_of_those_who_cannot_wait_is_shown(
    app: AppTest, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_FIRST", 3)
    opened(app, large)
    assert len([button for button in app.button if (button.key or "").startswith("word_")]) == 3
    assert [caption.value for caption in app.caption if "more cannot wait" in caption.value]


@pytest.mark.slow
def test_the_first_seven_have_their_clicks_and_all_who_cannot_wait_are_named(app: AppTest, large: Path) -> None:
    def clicks() -> int:
        return len([button for button in app.button if (button.key or "").startswith("word_")])

    opened(app, large)
    named = set(rows_of(app))
    assert clicks() == 7
    assert len(named) > 7
    assert any("each moves up when one above is done" in caption.value for caption in app.caption)
    next(button for button in app.button if button.key == "more_people_button").click().run()
    assert clicks() == 14
    assert named <= set(rows_of(app))


@pytest.mark.slow
def test_the_table_holds_everybody_of_a_large_office_too_and_says_how_many_they_are(app: AppTest, large: Path) -> None:
    opened(app, large)
    many = len(app.dataframe[0].value)
    assert many > 1_000
    assert f"{many:,} people. A click on a name opens their page." in [caption.value for caption in app.caption]


@pytest.mark.slow
def test_every_client_of_the_made_up_office_has_a_page(app: AppTest, made_up: Path) -> None:
    opened(app, made_up)
    store = office.hold(made_up)
    clients = [row["client_id"] for row in store.rows("clients_named", LOCAL, search=None, most=200, skip=0)]
    assert len(clients) >= 60
    app.switch_page("views/counselor/client.py")
    for client in clients:
        app.query_params["client"] = str(client)
        app.run()
        assert not app.exception, (client, [error.value for error in app.exception])


# ── the clicks of a reason ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def halted(tmp_path: Path) -> Path:
    """An office with one client, Maya, who listed Ines forty days ago, and has had three words since."""
    path, today = tmp_path / "office.duckdb", date.today()
    store = Store.open(path, create=True)
    with store.change(LOCAL, "enter") as change:
        maya = change.add("clients", {"name": "Maya Ito", "started_on": today - timedelta(days=60)})
        change.add("contacts", {"client_id": maya, "name": "Ines Duarte", "added_on": today - timedelta(days=40)})
        for days in (25, 17, 10):
            word = {"client_id": maya, "kind": "message", "happened_on": today - timedelta(days=days)}
            change.add("meetings", word)
    store.close()
    return path


def picked(app: AppTest, menu: str, choice: str) -> AppTest:
    """A page after somebody has picked from the first menu of that name."""
    found: Any = next(each for each in app.get("menu_button") if str(each.key).startswith(menu))
    return found.click(choice).run()  # type: ignore[no-any-return]


def told(app: AppTest) -> list[str]:
    return [text.value for text in app.markdown]


def test_the_why_of_every_reason_opens_on_the_page(app: AppTest, made_up: Path) -> None:
    opened(app, made_up)
    boxes: list[Any] = list(app.get("popover"))
    *whys, order = ([text.value for text in box.markdown] for box in boxes)
    assert order[0].startswith("First what cannot wait")
    assert len(whys) >= 7
    assert all("**What clears it:**" in why and "Source" in why for [why] in whys)
    assert not any("frozenset" in why or "None" in why for [why] in whys)


def test_after_three_words_without_a_step_another_way_is_offered(app: AppTest, halted: Path) -> None:
    opened(app, halted)
    assert any("Try another way?" in text for text in told(app))
    assert {"I called Maya", "Pause together"} <= {button.label for button in app.button}
    menus: list[Any] = list(app.get("menu_button"))
    assert [menu.proto.label for menu in menus] == ["Keep quiet until…", "More"]
    next(button for button in app.button if button.label == "Pause together").click().run()
    assert not app.exception
    assert not app.get("menu_button")


def test_a_reason_comes_back_on_a_day_of_ones_own(app: AppTest, halted: Path) -> None:
    picked(opened(app, halted), "Later", "On another day…")
    day = date.today() + timedelta(days=40)
    box = next(each for each in app.text_input if each.label == "Back on")
    box.set_value(day.isoformat()).run()
    next(button for button in app.button if button.label == "Keep it until then").click().run()
    assert not app.exception
    assert not any(each.label == "Back on" for each in app.text_input), "it is answered"
    assert not app.get("menu_button")
    assert stored(halted) == [("later", day)]


def stored(path: Path) -> list[tuple[str, date]]:
    """What was put aside in an office that is open."""
    with office.hold(path).cursor() as cursor:
        return cursor.execute("SELECT reason, until FROM dismissals").fetchall()


def test_a_question_below_a_row_can_be_left_alone(app: AppTest, halted: Path) -> None:
    picked(opened(app, halted), "More", "Write a note…")
    assert app.text_area
    next(button for button in app.button if button.label == "Never mind").click().run()
    assert not app.text_area
    assert stored(halted) == []


def test_what_is_done_for_now_rests(app: AppTest, halted: Path) -> None:
    picked(opened(app, halted), "More", "Done for now")
    assert any(text.startswith("Done. It rests until") for text in told(app))
    assert not app.get("menu_button")


# ── one client ───────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(app: AppTest) -> list[str]:
    """The clients of a page's list, in order, as its links name them; whom one meets today has the hour beside."""
    links: list[Any] = [link for link in app.get("page_link") if not re.search(r"\*\*\d", link.proto.label)]
    named = [link.proto.query_string for link in links if link.proto.page == "client"]
    return list(dict.fromkeys(name.removeprefix("client=") for name in named))


def client_page(app: AppTest, client: str) -> AppTest:
    app.switch_page("views/counselor/client.py")
    app.query_params["client"] = client
    app.run()
    assert not app.exception
    return app


def test_the_bar_says_where_in_the_list_one_is_and_leads_on(app: AppTest, made_up: Path) -> None:
    first, second, third, *_ = rows_of(opened(app, made_up))[:7]
    client_page(app, second)
    assert "2 of 7" in [caption.value for caption in app.caption]
    links: list[Any] = list(app.get("page_link"))
    ways = {link.proto.label: link.proto.query_string for link in links}
    assert (ways["Before"], ways["Next"]) == (f"client={first}", f"client={third}")
    assert "Today" in {link.proto.label for link in links}


def test_the_bar_names_no_place_for_somebody_who_is_not_on_the_list(app: AppTest, made_up: Path) -> None:
    opened(app, made_up)
    store = office.hold(made_up)
    found = who_needs_me(store, LOCAL, date.today(), datetime.now(store.zone), Policy())
    listed = {row.client_id for row in found.listed}
    everybody = [row["client_id"] for row in store.rows("clients_named", LOCAL, search=None, most=200, skip=0)]
    client_page(app, next(str(each) for each in everybody if each not in listed))
    links: list[Any] = list(app.get("page_link"))
    assert not {"Before", "Next"} & {link.proto.label for link in links}
    assert "Today" in {link.proto.label for link in links}


def test_the_meeting_sheet_holds_what_both_may_read(app: AppTest, halted: Path) -> None:
    store = Store.open(halted)
    maya = store.rows("clients_named", LOCAL, search=None, most=1, skip=0)[0]["client_id"]
    with store.change(LOCAL, "enter") as change:
        for text, shared in (("Between us two.", True), ("Only for me.", False)):
            note = {
                "client_id": maya,
                "text": text,
                "shared": shared,
                "created_on": date.today(),
                "author": "counselor",
            }
            change.add("notes", note)
    store.close()
    opened(app, halted, "meeting_sheet", client=str(maya))
    said = "\n".join(told(app))
    assert "Between us two" in said
    assert "Only for me" not in said
    assert {"What would help now?", "In four figures", "Waiting and promised", "Still open"} <= {
        header.value for header in app.header
    }


def test_a_talk_is_logged_from_the_list(app: AppTest, halted: Path) -> None:
    picked(opened(app, halted), "More", "Log a talk…")
    next(each for each in app.checkbox if each.label == "The thank-you has gone out").check()
    next(each for each in app.text_input if each.label.startswith("Name")).input("Zoe Lang")
    next(each for each in app.button if each.label == "Save").click().run()
    assert not app.exception
    with office.hold(halted).cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM interviews WHERE held_on IS NOT NULL").fetchall() == [(1,)]
    assert not any(each.label == "Save" for each in app.button)


def test_whom_one_meets_today_stands_on_top_until_they_met(app: AppTest, halted: Path) -> None:
    store = Store.open(halted)
    maya = store.rows("clients_named", LOCAL, search=None, most=1, skip=0)[0]["client_id"]
    nine = datetime.combine(store.today(), time(9, 5), store.zone)
    with store.change(LOCAL, "enter") as change:
        meeting = change.add("meetings", {"client_id": maya, "planned_for": nine, "planned_day": nine.date()})
    store.close()

    def met() -> list[str]:
        links: list[Any] = list(opened(app, halted).get("page_link"))
        return [link.proto.label for link in links if "09\\:05 Maya" in link.proto.label]

    assert len(met()) == 1
    with office.hold(halted).change(LOCAL, "meet") as change:
        change.edit("meetings", meeting, {"happened_on": date.today()})
    assert met() == []


def test_whoever_has_more_meetings_than_stand_on_top_has_a_link_to_each(app: AppTest, made_up: Path) -> None:
    clients = [int(client) for client in rows_of(opened(app, made_up))[:6]]
    store = office.hold(made_up)
    nine = datetime.combine(store.today(), time(9, 1), store.zone)
    with store.change(LOCAL, "enter") as change:
        for place, client in enumerate(clients):
            moment = nine + timedelta(minutes=10 * place)
            change.add("meetings", {"client_id": client, "planned_for": moment, "planned_day": nine.date()})
    links: list[Any] = list(opened(app, made_up).get("page_link"))
    hours = [found[0] for link in links if (found := re.findall(r"09\\:\d1", link.proto.label))]
    assert hours == [f"09\\:{place}1" for place in range(6)]
    boxes: list[Any] = list(app.get("popover"))
    assert any(re.fullmatch(r"and \w+ more", box.proto.popover.label) for box in boxes)


def test_who_was_opened_lately_is_one_click_away(app: AppTest, made_up: Path) -> None:
    first, second, *_ = rows_of(opened(app, made_up))
    client_page(app, second)
    client_page(app, first)
    app.query_params.clear()
    app.switch_page("views/counselor/today.py").run()
    assert "Recently opened" in [caption.value for caption in app.caption]
    links: list[Any] = list(app.get("page_link"))
    ways = [link.proto.query_string for link in links]
    assert ways[-2:] == [f"client={first}", f"client={second}"]


def test_what_is_not_needed_any_more_stands_nowhere(app: AppTest, made_up: Path) -> None:
    opened(app, made_up, "follow_ups")
    button = next(each for each in app.button if each.label == "Not needed")
    gone = str(button.key).removeprefix("aside_")
    links: list[Any] = list(app.get("page_link"))
    client = next(link.proto.query_string for link in links if link.proto.page == "client").removeprefix("client=")
    button.click().run()
    client_page(app, client)
    assert f"aside_{gone}" not in {str(each.key) for each in app.button}
    assert not any("9999" in text for text in [*told(app), *(caption.value for caption in app.caption)])


def test_a_note_that_a_client_wrote_for_themselves_is_counted_and_never_quoted(app: AppTest, made_up: Path) -> None:
    client, *_ = rows_of(opened(app, made_up))
    note = {"client_id": int(client), "author": "client", "text": "Mine 4711", "created_on": date.today()}
    with office.hold(made_up).change(LOCAL, "write") as change:
        change.add("notes", {**note, "shared": False})
    client_page(app, client)
    said = [caption.value for caption in app.caption]
    assert any(words.endswith("own, not shared.") for words in said)
    assert not any("4711" in words for words in [*said, *told(app)])
    found = office.hold(made_up).rows("client_notes", LOCAL, client_id=int(client), as_of=date.today())
    assert "Mine 4711" not in {row["text"] for row in found}


@pytest.mark.parametrize("page", ["client", "meeting_sheet"])
def test_what_was_done_is_told_also_where_a_client_is_chosen_and_on_their_sheet(
    app: AppTest, made_up: Path, page: str
) -> None:
    first, *_ = rows_of(opened(app, made_up))
    client_page(app, first)
    next(button for button in app.button if str(button.key).startswith(f"word_{first}")).click().run()
    sentence = told(app)[-1]
    if page == "client":
        app.query_params.clear()
    app.switch_page(f"views/counselor/{page}.py").run()
    assert sentence in told(app)


def test_what_was_done_for_somebody_else_is_not_told_to_a_client_who_reads_along(app: AppTest, made_up: Path) -> None:
    first, second, *_ = rows_of(opened(app, made_up))
    next(button for button in app.button if str(button.key).startswith(f"word_{second}")).click().run()
    sentence = told(app)[-1]
    client_page(app, first)
    assert sentence in told(app)
    app.toggle[0].set_value(True).run()
    assert sentence not in told(app)
    assert any("reads along" in caption.value for caption in app.caption)


def test_a_page_waits_for_the_action_that_was_just_set_going_and_shows_what_it_left(app: AppTest, halted: Path) -> None:
    maya = int(rows_of(opened(app, halted))[0])
    memory, has_begun = app.session_state["memory"], threading.Event()

    def pause_slowly() -> None:
        with memory.acting():
            has_begun.set()
            sleep(4)
            clients.pause(office.hold(halted), LOCAL, [maya])

    with ThreadPoolExecutor() as others:
        pausing = others.submit(pause_slowly)
        assert has_begun.wait(10)
        app.run()
        pausing.result()
    assert app.title[0].value == "Nobody to look after here."


def test_style_names_no_colour_of_one_mode_only() -> None:
    """How a page looks on a screen is said in config.toml, which knows both modes; one tone stands out on both."""
    style = (ROOT / "dashboard" / "static" / "page.css").read_text()
    screen, paper = style.split("@media print {")
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", screen)) == {"#378a93"}
    assert "color-scheme: light" in paper


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def dropped(app: AppTest, source: Path) -> AppTest:
    """The page *Import and export* of a new office after a workbook was dropped there."""
    path = source.with_name("office.duckdb")
    Store.open(path, create=True).close()
    opened(app, path, "bring_in")
    app.file_uploader[0].set_value((source.name, source.read_bytes(), WORKBOOK)).run()
    assert not app.exception
    return app


def test_a_dropped_file_tells_what_its_records_contradict_before_it_comes_in(app: AppTest, tmp_path: Path) -> None:
    talk = interview("i1", "p1", requested_on="2026-11-05", replied_on="2026-11-03")
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": [talk]}
    dropped(app, write_bundle(tmp_path / "people.xlsx", given))
    assert app.title[0].value == "Three records can come in, one new client among them."
    assert any("is before the request of" in text.value for text in app.markdown)
    assert office.held().rows("clients_named", LOCAL, search=None, most=9, skip=0) == []


def test_a_dropped_file_that_lacks_a_column_is_not_called_one_with_rows_to_mend(app: AppTest, tmp_path: Path) -> None:
    write_sheets(tmp_path / "people.xlsx", [Table("contacts", ("contact_id", "client_id"), [("p1", "c1")])])
    dropped(app, tmp_path / "people.xlsx")
    assert app.title[0].value == "This file lacks something that it must have."
    assert any("There is no column name" in text.value for text in app.markdown)


def test_an_office_without_anybody_active_is_not_called_empty(app: AppTest, tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    make_office(path, {"clients": [{"client_id": "kim", "name": "Kim", "status": "closed"}]}).store.close()
    opened(app, path)
    assert app.title[0].value == "Nobody to look after here."
    assert "Not counted: one closed person." in [text.value for text in app.caption]


HOSTILE = "[Kim](http://evil) $40k *to* $60k &lt;b&gt; <b>x</b> :red[y]"


def test_names_and_fields_are_text_wherever_they_stand(app: AppTest, tmp_path: Path) -> None:
    ends = date.today() - timedelta(days=9)
    made = make_office(
        tmp_path / "office.duckdb",
        {
            "clients": [{"client_id": "kim", "name": HOSTILE, "started_on": ends}],
            "fields": [{"field_id": "f", "client_id": "kim", "name": HOSTILE, "added_on": ends}],
            "contacts": [{"contact_id": "p", "client_id": "kim", "name": HOSTILE, "added_on": ends}],
            "interviews": [{"client_id": "kim", "contact_id": "p", "field_id": "f", "held_on": ends}],
            "follow_ups": [{"client_id": "kim", "contact_id": "p", "kind": "thank_you", "due_on": ends}],
        },
    )
    number = str(made.number("clients", "kim"))
    made.store.close()
    for page in ("today", "client", "meeting_sheet", "follow_ups"):
        opened(app, made.store.path, page, **({} if page == "today" else {"client": number}))
        said = [text.value for kind in (app.title, app.header, app.markdown, app.caption) for text in kind]
        said += [link.proto.label for link in app.get("page_link")]
        assert not [text for text in said if "[Kim](" in text or " *to* " in text or " <b>" in text], page
        assert any("Kim" in text for text in said), page
