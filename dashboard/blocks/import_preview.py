"""Bringing a file in: what would come in and what would not, then the decision."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.findings import Finding, Severity
from core.labels import TABLES
from core.words import capital, counted, number, plural
from dashboard import actions, load, widgets
from dashboard.widgets import escape
from data.bundle.importing import Plan
from data.bundle.outcome import Outcome
from data.forms.sheets import Unreadable, Upload

_ORDERS = {"Day first: 31/12": True, "Month first: 12/31": False}
_SHOWN = 20


def choose_file() -> load.Dropped | None:
    """A file dropped on the page, read; None without one, or with words about what is wrong with it."""
    most = load.policy().page_upload_mb
    dropped = st.file_uploader(
        f"A workbook or a zip in Digwell's form, up to {most} MB",
        type=["xlsx", "zip", "csv", "tsv", "txt"],
        key="upload",
        max_upload_size=most,
    )
    if dropped is None:
        return None
    order = _ORDERS.get(widgets.entered("day_order") or "")
    try:
        with st.skeleton(height=160):
            return load.dropped_file(Upload(dropped.name, dropped.getvalue()), dropped.file_id, order)
    except Unreadable as problem:
        st.error(escape(str(problem)), title="This file cannot be read", icon=":material/block:")
        return None


def headline(outcome: Outcome) -> str:
    """What the file holds, in one line."""
    coming = sum(c.added + c.changed for c in outcome.tables.values())
    clients = outcome.tables["clients"].added if "clients" in outcome.tables else 0
    if outcome.whole:
        return "This file lacks something that it must have."
    if outcome.refused:
        cells, rest = counted(len(outcome.refused), "cell"), "; the rest can come in" if coming else ""
        return f"{capital(cells)} {plural(len(outcome.refused), 'needs', 'need')} mending{rest}."
    if not coming:
        return "Everything in this file is here already."
    people = f", {counted(clients, 'new client')} among them" if clients else ""
    return f"{capital(counted(coming, 'record'))} can come in{people}."


def table_counts(outcome: Outcome) -> None:
    """Per table: what is new, changes, stays, waits, is refused."""
    rows = [
        {
            "Table": TABLES[table],
            "New": count.added,
            "Changed": count.changed,
            "As before": count.same,
            "Waiting": count.differs,
            "To mend": count.refused,
        }
        for table, count in outcome.tables.items()
        if any((count.added, count.changed, count.same, count.differs, count.refused))
    ]
    if rows:
        st.dataframe(rows, hide_index=True, alt="Rows by table: new, changed, as before, waiting, to mend")


def refused_cells(plan: Plan) -> None:
    """Every cell that cannot come in: its place, its value, why, and the way out."""
    outcome = plan.outcome
    if not outcome.refused:
        return
    with st.container(border=True):
        widgets.heading("What needs mending?", "These rows are kept aside for you; nothing of them is lost.")
        for refusal in outcome.refused[:_SHOWN]:
            st.markdown(escape(refusal.sentence()))
        if len(outcome.refused) > _SHOWN:
            st.caption(f"and {len(outcome.refused) - _SHOWN:,} more, all of them in the download.")
        st.download_button(
            "Download these rows",
            data=partial(load.refused_rows, plan),
            file_name=load.refused_name(plan),
            key="refused_rows",
            on_click="ignore",
            icon=":material/download:",
        )


def findings_and_changes(outcome: Outcome) -> None:
    """What else was found, and what changes."""
    if outcome.changes:
        with st.container(border=True):
            widgets.heading("What changes?")
            for change in outcome.changes[:_SHOWN]:
                waits = " · waits for you" if change.waits else ""
                st.markdown(
                    escape(f"{change.record} · {change.column}: {_was(change.ours)} → {_was(change.theirs)}{waits}")
                )
    _contradictions([finding for finding in outcome.findings if finding.rule])
    if remarks := [finding for finding in outcome.findings if not finding.rule]:
        with st.expander(
            f"{capital(counted(len(remarks), 'remark'))} about the file", key="remarks", on_change="rerun"
        ) as more:
            if more.open:
                for finding in remarks[:200]:
                    mark = ":material/info:" if finding.severity is Severity.INFO else ":material/flag:"
                    st.markdown(f"{mark} {escape(finding.message)} {escape(finding.remedy)}")


def _contradictions(found: Sequence[Finding]) -> None:
    if not found:
        return
    with st.container(border=True):
        widgets.heading("What does not fit together?", "It comes in as it is; afterwards it stands on To mend.")
        for finding in found[:_SHOWN]:
            st.markdown(escape(f"{finding.message} {finding.remedy}"))
        if len(found) > _SHOWN:
            st.caption(f"and {len(found) - _SHOWN:,} more like these.")


def _was(value: Any) -> str:
    return "empty" if value is None else f"“{value}”"


def decide(plan: Plan) -> None:
    """The decision: bring it in, bring the good rows in, or leave it."""
    outcome = plan.outcome
    if outcome.asks_day_order:
        st.segmented_control("Which comes first in days like 03/04/2026?", list(_ORDERS), key="day_order")
    coming = sum(count.added + count.changed for count in outcome.tables.values())
    waiting = sum(count.differs for count in outcome.tables.values())
    with st.container(horizontal=True, vertical_alignment="center"):
        if outcome.whole or not (coming or waiting):
            st.caption("Nothing to bring in.")
            return
        if waiting:
            st.toggle(
                f"Take the file's word where {number(waiting)} {plural(waiting, 'row was', 'rows were')} changed here",
                key="overwrite",
            )
        label = "Bring in the good rows, keep the rest aside" if outcome.refused else "Bring it in"
        st.button(label, key="bring_in", on_click=actions.bring_in, args=(plan,), icon=":material/check:")


def suggestions() -> None:
    """What is owed for recent talks and no row answers: offered, never invented."""
    found = load.suggestions()
    if not found:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="offers"):
        many = counted(len(found), "follow-up")
        st.markdown(
            f"{capital(many)} {plural(len(found), 'is', 'are')} owed for recent talks and not on record.",
            width="stretch",
        )
        st.button(f"Add {plural(len(found), 'it', 'them')}", key="take_offers", on_click=actions.add_suggestions)


def export_everything() -> None:
    """Everything out again, unchanged."""
    with st.container(border=True):
        widgets.heading("Take everything out", "The same form that comes in: it comes back unchanged.")
        with st.container(horizontal=True):
            for label, form in (("Workbook", "xlsx"), ("Zip of CSV files", "zip")):
                st.download_button(
                    label,
                    data=partial(load.export_file, form),
                    file_name=f"digwell-{load.today().isoformat()}.{form}",
                    key=f"export_{form}",
                    on_click="ignore",
                    icon=":material/download:",
                )
            st.download_button(
                "Empty template",
                data=load.template,
                file_name="digwell-template.xlsx",
                key="template",
                on_click="ignore",
                icon=":material/description:",
            )
