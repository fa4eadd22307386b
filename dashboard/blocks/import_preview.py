"""Bringing a file in: what would come in and what would not, then the decision."""

from functools import partial

import streamlit as st

from core.words import capital, counted, plural
from dashboard import actions, load, widgets
from dashboard.blocks.import_words import take_the_files_word
from dashboard.widgets import escape
from data.bundle.outcome import Outcome
from data.forms.sheets import Unreadable, Upload

_ORDERS = {"Day first: 31/12": True, "Month first: 12/31": False}


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


def brought_or_planned(found: load.Dropped) -> Outcome:
    """What came in from this very file a moment ago, as long as nothing of it was taken back; else what would."""
    left, brought = found.outcome, widgets.brought(found.file_id)
    return brought if brought and not left.coming and left.waiting == brought.waiting else left


def decide(found: load.Dropped, told: Outcome) -> None:
    """The decision: bring it in, bring the good rows in, or leave it; once it came in, the way to who needs a word."""
    outcome = found.outcome
    if outcome.asks_day_order:
        st.segmented_control("Which comes first in days like 03/04/2026?", list(_ORDERS), key="day_order")
    with st.container(horizontal=True, vertical_alignment="center"):
        if outcome.whole or not (outcome.coming or outcome.waiting):
            if told.stored:
                st.page_link(widgets.page_called("Today"), label="See who needs a word", icon=":material/wb_twilight:")
            else:
                st.caption("Nothing to bring in.")
            return
        takes = escape(take_the_files_word(outcome, load.today(), load.zone()))
        overwrites = outcome.waiting and st.toggle(takes, key="overwrite")
        if outcome.coming or overwrites:
            label = "Bring in the good rows, keep the rest aside" if outcome.refused else "Bring it in"
            bring = (found.plan, found.file_id)
            st.button(label, key="bring_in", on_click=actions.bring_in, args=bring, icon=":material/check:")


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
