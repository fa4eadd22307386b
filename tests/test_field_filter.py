"""A field that is chosen narrows what pages count and list; what has none is said, and nothing stands for the whole."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.viewer import LOCAL
from data import office
from tests.offices import make_office
from tests.opening import new_app, opened

TODAY = date.today()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def talk(number: str, who: str, days: int, field: str | None) -> dict[str, Any]:
    held = {"stage": "held", "held_on": ago(days), "requested_on": ago(days + 20), "scheduled_on": ago(days + 10)}
    return {"interview_id": number, "client_id": "maya", "contact_id": who, "field_id": field, **held}


def person(name: str, field: str | None = None) -> dict[str, Any]:
    return {
        "contact_id": name, "client_id": "maya", "name": name.title(), "added_on": ago(60), "field_id": field,
    }  # fmt: skip


def owed(name: str, kind: str, days: int, **about: str) -> dict[str, Any]:
    return {"follow_up_id": name, "client_id": "maya", "kind": kind, "opens_on": ago(70), "due_on": ago(days), **about}


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """Maya has talked about nursing, law and nothing in particular; Tom explores nothing but law."""
    where = tmp_path / "office.duckdb"
    answers = [("t1", "lifestyle"), ("t2", "lifestyle"), ("t3", "compensation")]
    made = make_office(
        where,
        {
            "clients": [
                {"client_id": name, "name": name.title(), "started_on": ago(90)} for name in ("maya", "tom")
            ],
            "fields": [
                {"field_id": "nursing", "client_id": "maya", "name": "Nursing"},
                {"field_id": "law", "client_id": "maya", "name": "Law"},
                {"field_id": "toms", "client_id": "tom", "name": "Law"},
            ],
            "contacts": [person("ines"), person("cole"), person("amara", "nursing"), person("daniel"), person("lou")],
            "interviews": [
                talk("t1", "ines", 20, "nursing"), talk("t2", "cole", 10, "law"), talk("t3", "daniel", 5, None),
                # Asked for before it was found: something to mend.
                {**talk("t4", "cole", 4, "law"), "requested_on": ago(1)},
            ],
            "questions": [
                {"interview_id": number, "topic": topic, "text": "?", "asked": True, "answered": True}
                for number, topic in answers
            ],
            "follow_ups": [
                owed("by-talk", "thank_you", 9, interview_id="t1"),
                owed("by-person", "other", 8, contact_id="amara"),
                owed("hello", "keep_in_touch", 30, contact_id="ines"),
                owed("of-law", "thank_you", 7, interview_id="t2"),
                owed("of-none", "other", 6, contact_id="lou"),
                owed("of-none-either", "thank_you", 40, interview_id="t3"),
            ],
        },
    )  # fmt: skip
    made.store.close()
    yield where
    office.release()


def cards(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def captions(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption).replace("\\", "")


WHOLE = {"Talks held": "4", "Topics heard": "2", "Waiting": "4", "People": "5"}
OF_NURSING = {"Talks held": "1", "Topics heard": "1", "Waiting": "2", "People": "2"}


def test_the_cards_and_the_table_count_the_field_alone_and_say_what_has_none(path: Path) -> None:
    app = opened(new_app(), path, field="Nursing")
    assert cards(app) == OF_NURSING
    said = captions(app)
    assert "of 11 (9" in said
    assert "Of Nursing alone; the list above is of everybody who explores it, with all that is theirs." in said
    assert "3 past the day meant for them: 2 promises, 1 hello" in said
    assert "Without a field, and not counted here: one talk, two people and two follow-ups." in said
    table = app.dataframe[0].value.set_index("Name")
    assert list(table.index) == ["Maya"]
    assert (table.loc["Maya", "Waiting"], table.loc["Maya", "People"]) == (2, 2)


def test_what_was_counted_of_a_field_is_never_taken_for_the_whole(path: Path) -> None:
    for _ in range(2):
        assert cards(opened(new_app(), path, field="Nursing")) == OF_NURSING
        assert cards(opened(new_app(), path)) == WHOLE
        assert cards(opened(new_app(), path, field="nursing")) == OF_NURSING


def test_one_server_keeps_the_two_apart(path: Path) -> None:
    app = opened(new_app(), path)
    for field, right in (("Nursing", OF_NURSING), ("", WHOLE), ("Nursing", OF_NURSING)):
        app.selectbox(key="field").set_value(field).run()
        assert cards(app) == right


def test_follow_ups_lists_what_belongs_to_the_field(path: Path) -> None:
    app = opened(new_app(), path, "follow_ups", field="Nursing")
    assert app.title[0].value == "Two promises past the day meant for them, the oldest due 9 days ago."
    rows = [row.value for row in app.markdown if "Ines" in row.value or "Amara" in row.value or "Cole" in row.value]
    assert not any("Cole" in row for row in rows)
    said = captions(app)
    assert "3 past the day meant for them: 2 promises, 1 hello" in said
    assert "Without a field, and not counted here: two follow-ups." in said


def test_to_mend_lists_what_belongs_to_the_field(path: Path) -> None:
    whole = opened(new_app(), path, "to_mend")
    assert whole.title[0].value.startswith("Two things") or whole.title[0].value.startswith("Three things")
    app = opened(new_app(), path, "to_mend", field="Nursing")
    assert app.title[0].value == "Nothing to mend."
    assert "in records without a field" in captions(app)
    of_law = opened(new_app(), path, "to_mend", field="Law")
    assert not of_law.title[0].value.startswith("Nothing")


def test_filing_talks_under_nothing_is_refused_beside_the_choice(path: Path) -> None:
    app = opened(new_app(), path)
    [maya] = [row["client_id"] for row in office.held().rows("clients_named", LOCAL, search="Maya", most=1, skip=0)]
    app.switch_page("views/counselor/client.py")
    app.query_params["client"] = str(maya)
    app.run()
    next(button for button in app.button if button.label == "File them").click().run()
    assert [text.value for text in app.markdown if text.value.startswith(":red[")]
