"""The details of an import: rows by table, what needs mending, what changes, what was noticed."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from core import labels
from core.findings import Finding, Severity
from core.labels import TABLES, resting
from core.words import capital, counted, joined, plural
from dashboard import load, widgets
from dashboard.blocks.import_words import both_values, place
from dashboard.widgets import escape
from data.bundle.differences import SHOWN
from data.bundle.importing import Plan
from data.bundle.outcome import Outcome

_SHOWN = 20


def table_counts(outcome: Outcome) -> None:
    """Per table: what is new, changes, stays, waits, is refused, rests on what is refused."""
    rows = []
    for table, count in outcome.tables.items():
        behind = outcome.behind.get(table, 0)
        numbers = (count.added, count.changed, count.same, count.differs, count.refused - behind, behind)
        names = ("New", "Changed", "As before", "Waiting", "To mend", "Behind those")
        if any(numbers):
            rows.append({"Table": TABLES[table], **dict(zip(names, numbers, strict=True))})
    if rows:
        alt = "Rows by table: new, changed, as before, waiting, to mend, behind those"
        st.dataframe(rows, hide_index=True, alt=alt)


def refused_cells(plan: Plan) -> None:
    """Every cell that cannot come in: its place, its value, why, the way out, and how many rows rest on its row."""
    outcome = plan.outcome
    if not outcome.refused:
        return
    behind = sum(outcome.behind.values())
    rests = f" {capital(counted(behind, 'row'))} {plural(behind, 'rests', 'rest')} on them." if behind else ""
    with st.container(border=True):
        widgets.heading("What needs mending?", f"These rows are kept aside for you; nothing of them is lost.{rests}")
        for root in widgets.one_page(outcome.roots, "to_mend_page", _SHOWN):
            st.markdown(widgets.lines([root.refusal.sentence(), resting(root.behind)]))
        widgets.choose_page("to_mend_page", len(outcome.roots), _SHOWN)
        rows = len({(refusal.table, refusal.line) for refusal in outcome.refused})
        st.download_button(
            f"Download {plural(rows, 'this row', f'all {rows:,} rows')}",
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
            widgets.heading("What changed?" if outcome.stored else "What changes?", _first_of_many(outcome))
            for change in widgets.one_page(outcome.changes, "changes_page", _SHOWN):
                waits = " It waits for you." if change.waits else ""
                st.markdown(escape(f"{place(change)}: {both_values(change, load.today(), load.zone())}.{waits}"))
            widgets.choose_page("changes_page", len(outcome.changes), _SHOWN)
    _contradictions([finding for finding in outcome.findings if finding.rule], stored=outcome.stored)
    if remarks := [finding for finding in outcome.findings if not finding.rule]:
        title = f"{capital(counted(len(remarks), 'remark'))} about the file"
        with st.expander(title, key="remarks", on_change="rerun") as more:
            if more.open:
                for finding in widgets.one_page(remarks, "remarks_page", _SHOWN):
                    mark = ":material/info:" if finding.severity is Severity.INFO else ":material/flag:"
                    st.markdown(f"{mark} {escape(finding.message)} {escape(finding.remedy)}")
                widgets.choose_page("remarks_page", len(remarks), _SHOWN)


def _first_of_many(outcome: Outcome) -> str:
    """That not every value is told, where a table has more of them than are kept to be shown."""
    tables = Counter(change.table for change in outcome.changes)
    many = [labels.table(table) for table, count in tables.items() if count >= SHOWN]
    return f"Of {joined(many)} the first {SHOWN:,} values are told." if many else ""


def _contradictions(found: Sequence[Finding], *, stored: bool) -> None:
    if not found:
        return
    with st.container(border=True):
        came = "It came in as it is, and stands" if stored else "It comes in as it is; afterwards it stands"
        widgets.heading("What does not fit together?", f"{came} on To mend.")
        for finding in widgets.one_page(found, "contradictions_page", _SHOWN):
            st.markdown(escape(f"{finding.message} {finding.remedy}"))
        widgets.choose_page("contradictions_page", len(found), _SHOWN)
