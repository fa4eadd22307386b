"""Imports and exports as a page reads them: the plan, what was refused, suggestions, downloads."""

from typing import NamedTuple

import streamlit as st

from dashboard.load.open_office import cached, policy, store, today, viewer
from data import suggested_follow_ups as suggestions_of
from data.bundle import exporting, importing
from data.bundle import refused_rows as refused_of
from data.bundle.importing import Plan
from data.bundle.outcome import Outcome
from data.forms import allowance
from data.forms import template as template_of
from data.forms.sheets import Upload


class Dropped(NamedTuple):
    """A file dropped on the page: what bringing it in would do, all there is to tell of it beforehand, which it is."""

    plan: Plan
    outcome: Outcome
    file_id: str


@st.cache_resource(max_entries=2, scope="session", show_spinner=False)
def _read_and_tried(_upload: Upload, file_id: str, day_first: bool | None, version: tuple[int, ...]) -> Dropped:  # noqa: ARG001 - it is of the key
    limits = allowance.on_the_page(policy())
    plan = importing.read(_upload, store(), today=today(), day_first=day_first, limits=limits)
    return Dropped(plan, importing.tried(store(), viewer(), plan), file_id)


def dropped_file(upload: Upload, file_id: str, day_first: bool | None) -> Dropped:
    """A dropped file, read and tried; kept while the office stays as it is. Raises Unreadable."""
    return _read_and_tried(upload, file_id, day_first, store().versions.office)


def refused_name(plan: Plan) -> str:
    """What the download of a plan's refused rows is called."""
    return refused_of.download_name(plan)


def refused_rows(plan: Plan) -> bytes:
    """A plan's refused rows, each with its problem, in the form it came in."""
    return refused_of.packed(plan, plan.outcome)[1]


def suggestions() -> list[suggestions_of.Suggestion]:
    """What is owed for recent talks and no row answers."""
    return cached(
        lambda: suggestions_of.suggested(store(), viewer(), today()), "suggestions", store().versions.office, today()
    )


def export_file(form: str) -> bytes:
    """Everything as one file, "zip" or "xlsx"."""
    return exporting.packed(store(), form, viewer=viewer())


def template() -> bytes:
    """The empty workbook to hand out."""
    return template_of.template()
