"""The reasons on a client's page: three at most, one per action, and how many more there are."""

from datetime import date, timedelta
from pathlib import Path

from core.reasons import Reason
from core.rules import RULES
from core.today_row import TodayRow
from dashboard.blocks.reason_rows import flags, not_shown
from data import office
from tests.casework import D
from tests.offices import make_office
from tests.opening import new_app, opened


def row(*codes: str) -> TodayRow:
    """Somebody with these reasons."""
    reasons = tuple(Reason(RULES[code], code, D, D, None, "", code, "clients", 1, "c1") for code in codes)
    return TodayRow(reasons[0].group, codes[0], codes[0], "", 1, "c1", "Maya Ito", reasons=reasons)


MANY = row("SCH043", "SCH078", "FUP102", "FUP103", "PAC201", "PAC203")


def test_three_reasons_are_shown_one_for_each_action_and_the_others_are_counted() -> None:
    assert [reason.code for reason in flags(MANY, together=False)] == ["SCH043", "SCH078", "FUP102"]
    assert not_shown(MANY, together=False) == "three more reasons"


def test_another_reason_for_the_same_action_is_counted_too() -> None:
    assert [reason.code for reason in flags(row("FUP102", "FUP103"), together=False)] == ["FUP102"]
    assert not_shown(row("FUP102", "FUP103"), together=False) == "one more reason"


def test_with_the_client_there_reasons_meant_for_the_counselor_are_neither_shown_nor_counted() -> None:
    assert not_shown(MANY, together=True) == "two more reasons"
    assert flags(row("PAC203"), together=True) == []
    assert not_shown(row("PAC203"), together=True) == ""


def test_where_all_reasons_are_shown_there_are_no_more() -> None:
    assert not_shown(row("SCH043", "SCH078", "FUP102"), together=False) == ""
    assert not_shown(None, together=False) == ""


def test_the_page_says_how_many_more_there_are_and_where(tmp_path: Path) -> None:
    today = date.today()
    late = {"client_id": "c1", "contact_id": "p1", "opens_on": today - timedelta(days=15)}
    made = make_office(
        tmp_path / "office.duckdb",
        {
            "clients": [{"client_id": "c1", "name": "Maya Ito", "started_on": today - timedelta(days=30)}],
            "contacts": [
                {"contact_id": "p1", "client_id": "c1", "name": "Ines", "added_on": today - timedelta(days=20)}
            ],
            "follow_ups": [
                {"follow_up_id": kind, "kind": kind, "due_on": today - timedelta(days=14), **late}
                for kind in ("thank_you", "send_resume")
            ],
        },
    )
    client = made.number("clients", "c1")
    made.store.close()
    app = opened(new_app(), tmp_path / "office.duckdb", "client", client=str(client))
    office.release()
    assert "and one more reason, under Everything noticed" in [caption.value for caption in app.caption]
