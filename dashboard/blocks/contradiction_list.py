"""The list of what the records say twice or cannot mean, each with its place and the way out."""

from collections.abc import Sequence

import streamlit as st

from core.findings import Location
from core.labels import TABLES
from core.words import capital, counted, number, plural
from dashboard import actions, load, widgets
from data.commands.dismissals import About
from data.contradictions import Contradiction

_SHOWN = 50


def headline(found: Sequence[Contradiction]) -> str:
    """How much there is to mend."""
    if not found:
        return "Nothing to mend."
    many = counted(len(found), "thing")
    return f"{capital(many)} in the records {'does' if len(found) == 1 else 'do'} not fit together."


def left_out(without_field: Sequence[Contradiction], field: str | None) -> str:
    """How much stands in records that have no field, where one is chosen."""
    count = len(without_field)
    stands = plural(count, "stands", "stand")
    return f"{capital(number(count))} more {stands} in records without a field, and not among those of {field}."


def mend(found: Sequence[Contradiction]) -> None:
    """What does not fit together, each a row that leads to its client and can be said to be right as it is."""
    if not found:
        widgets.nothing_yet(
            "Records that contradict each other will stand here, each with its place.",
            "Rows of a file that cannot come in at all are told when you bring it in.",
        )
    with st.container(gap="small"):
        for each in widgets.one_page(found, "mend_page", _SHOWN):
            _one(each)
    widgets.choose_page("mend_page", len(found), _SHOWN)


def place(where: Location) -> str:
    """Where to look: what the table holds, the column, the record's id."""
    parts = " · ".join(part for part in (TABLES.get(where.table, ""), where.column.replace("_", " ")) if part)
    return f"{parts}, record {where.id}" if where.id else parts


def _one(each: Contradiction) -> None:
    finding, key = each.finding, f"{each.finding.code}_{each.table}_{each.number}_{each.position}"
    beside = f"{finding.remedy} {place(finding.where)}"
    with widgets.person_row(f"mend_{key}", each.client_id, each.client, finding.message, beside):
        if load.can_change():
            right = (About(finding.code, each.table, each.number, each.position), "record is right", each.facts)
            st.button("It is right", key=f"right_{key}", on_click=actions.fine_as_it_is, args=right)
