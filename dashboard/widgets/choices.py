"""Choices that pages share: whose clients, of which day, who sits beside the reader.

The address is the truth of what is chosen: a control is set from it before it is drawn, and writes to it when changed,
so that a link, a reload and the back button all lead to the same page. It holds numbers, never names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from core.cells import Reading
from core.days import FIRST_DAY, LAST_DAY, DayCell
from core.words import full_day
from dashboard.widgets.row_form import close_form_below
from dashboard.widgets.uninterrupted import uninterrupted
from data.query import Row
from data.selection import counted_of, selection

_KEPT = ("counselor", "cohort", "field", "as_of")
# The pages that are about one client, whose number the address holds there and nowhere else.
_ABOUT_ONE = ("Client", "Meeting sheet")


def keep_choices(page_name: str) -> bool:
    """Carry the shared choices from page to page, and from client to client; following a link empties the address.

    True where somebody has just arrived on a page.
    """
    here = page_name, st.query_params.get("client")
    arrived = st.session_state.get("here") != here
    st.session_state["here"] = here
    if arrived:
        close_form_below()
    kept = {name: st.session_state.get(f"kept_{name}") for name in _KEPT if name not in st.query_params}
    carried = {name: value for name, value in kept.items() if arrived and value}
    if here[1] and page_name not in _ABOUT_ONE:
        del st.query_params["client"]
    elif arrived and here[1]:
        # A link to the page that is open already leaves the browser's address as it was, and the next click would lead
        # back; to one that says the same nothing happens.
        carried["client"] = here[1]
    if carried:
        # All at once, so that the browser goes back in one step.
        st.query_params.update(carried)
    for name in _KEPT:
        st.session_state[f"kept_{name}"] = st.query_params.get(name)
    return arrived


def chosen(name: str) -> str | None:
    """What the address says for a control, or None."""
    return st.query_params.get(name) or None


@dataclass(frozen=True, slots=True)
class Caseload:
    """Whose clients are looked at: a counselor's and a cohort's numbers and a field's name, None for everyone."""

    counselor: int | None = None
    cohort: int | None = None
    field: str | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """The same as the parameters that queries take: of these clients what belongs to the field, and no more."""
        return dict(selection(**self.counted))

    @property
    def whose(self) -> dict[str, Any]:
        """The same as the arguments that the data room's functions take: these clients, with all that is theirs."""
        return {"counselor": self.counselor, "cohort": self.cohort, "field": self.field}

    @property
    def counted(self) -> dict[str, Any]:
        """The same for what is counted: of these clients what belongs to the field, and no more."""
        return counted_of(self.whose)


def choose_caseload(counselors: Sequence[Row], cohorts: Sequence[Row], fields: Sequence[Row]) -> None:
    """Whose clients to look at; with one counselor only, theirs without asking."""
    if len(counselors) > 1:
        _choose("Caseload", "counselor", _options(counselors, "counselor_id"), "Everyone")
    if cohorts:
        _choose("Cohort", "cohort", _options(cohorts, "cohort_id"), "All cohorts")
    if fields:
        _choose("Field", "field", _fields(fields), "All fields")


def _options(rows: Sequence[Row], number: str) -> dict[str, str]:
    return {str(row[number]): row["name"] for row in rows}


def _fields(rows: Sequence[Row]) -> dict[str, str]:
    """The fields to choose from; one that is asked for and not among them stands first, under the name it came by."""
    options = {row["name"]: row["name"] for row in rows}
    asked = chosen("field")
    return options if asked is None or asked in options else {asked: asked, **options}


def chosen_caseload(counselors: Sequence[Row], cohorts: Sequence[Row]) -> Caseload:
    """Whose clients the address asks for; a counselor or cohort that is not there counts as everyone."""
    numbers = [
        {str(row[name]): row[name] for row in rows}
        for name, rows in (("counselor_id", counselors), ("cohort_id", cohorts))
    ]
    counselor, cohort = (
        each.get(chosen(name) or "") for name, each in zip(("counselor", "cohort"), numbers, strict=True)
    )
    return Caseload(counselor, cohort, chosen("field"))


def _choose(label: str, name: str, options: Mapping[str, str], everyone: str) -> None:
    current = chosen(name)
    st.session_state[name] = current if current in options else ""
    st.selectbox(
        label,
        ["", *options],
        key=name,
        format_func=lambda one: options.get(one, everyone),
        on_change=_write_address,
        args=(name,),
    )


@uninterrupted
def _write_address(name: str) -> None:
    value = st.session_state.get(name) or ""
    st.session_state[f"kept_{name}"] = str(value)
    if value:
        st.query_params[name] = str(value)
    else:
        st.query_params.pop(name, None)


def choose_day(today: date) -> date:
    """The day that everything is looked at from: today, or any other."""
    st.session_state["as_of"] = day_in_address(today)
    st.date_input(
        "As of", key="as_of", min_value=FIRST_DAY, max_value=LAST_DAY, format="YYYY-MM-DD", on_change=_write_day,
        args=(today,),
    )  # fmt: skip
    return day_in_address(today)


def day_in_address(today: date) -> date:
    """The day that the address names, else today."""
    try:
        return DayCell().read(chosen("as_of") or today, Reading(), "as_of")
    except ValueError:
        return today


@uninterrupted
def _write_day(today: date) -> None:
    value = st.session_state.get("as_of") or today
    if value == today:
        back_to_today()
    else:
        st.query_params["as_of"] = st.session_state["kept_as_of"] = value.isoformat()


@uninterrupted
def back_to_today() -> None:
    """Look at today again."""
    st.query_params.pop("as_of", None)
    st.session_state["kept_as_of"] = None


def client_number() -> int | None:
    """The client that the address names, or None."""
    value = chosen("client") or ""
    return int(value) if value.isdecimal() and len(value) < 17 else None


def say_which_day(as_of: date, today: date) -> None:
    """Say so, where a page is not of today; nothing can be changed then."""
    if as_of != today:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key="not_today"):
            st.markdown(f"As of {full_day(as_of, today)}, not today: nothing can be changed here.", width="stretch")
            st.button("Back to today", on_click=back_to_today, key="back_to_today")
