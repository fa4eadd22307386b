"""The follow-ups of a caseload in lists: promises, what is for next time, hellos; and how long each kind has waited."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.figure_notes import past_their_day, without_field
from core.labels import FOLLOW_UPS, short_follow_up
from dashboard import load, widgets
from dashboard.actions import complete
from dashboard.blocks.first_step import way_in
from dashboard.blocks.follow_up_rows import (
    hellos_in_words,
    next_time_in_words,
    owed_of_many,
    promised_in_words,
    still_from,
    why_next_time,
)
from dashboard.blocks.import_preview import suggestions
from dashboard.blocks.owed_picture import owed_by_age
from dashboard.widgets import Caseload
from data.query import Row
from data.waiting_follow_ups import Counts, OpenFollowUps, counts_apart, overdue_parts

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class FollowUpSearch:
    """The follow-ups of a caseload as of a day; of one kind, of names that hold a text, None for all."""

    as_of: date
    whose: Caseload
    kind: str | None = None
    text: str | None = None

    def counts(self) -> OpenFollowUps[Counts]:
        """How many there are in each list."""
        rows = load.of_caseload(
            "follow_ups_counted", self.as_of, self.whose, kind=self.kind, search=self.text,
            missed_from=still_from(self.as_of),
        )  # fmt: skip
        return counts_apart(rows)

    def page_of(self, name: str, in_all: int) -> list[Row]:
        """A page of one list, of "promised", "hellos" or "next_time", the oldest first."""
        return load.of_caseload(
            "follow_ups_waiting", self.as_of, self.whose, kind=self.kind, search=self.text,
            missed_from=still_from(self.as_of), hellos=name == "hellos", next_time=name == "next_time",
            most=_SHOWN, skip=widgets.first_shown(self.key(name), in_all, _SHOWN),
        )  # fmt: skip

    def key(self, name: str) -> str:
        """The key of the pages of a list; what is looked for has pages of its own."""
        return f"{name}_page_{self.kind or ''}_{self.text or ''}"


def headline(as_of: date, whose: Caseload) -> str:
    """How many promises are waiting, whatever is looked for."""
    found = FollowUpSearch(as_of, whose).counts()
    return promised_in_words(found.promised, found.next_time)


def beside_the_headline(as_of: date, whose: Caseload) -> None:
    """What the figure of overdue follow-ups is the sum of, and what a field that is chosen leaves out."""
    left_out = load.without_field(as_of, whose)
    notes = [
        past_their_day(overdue_parts(FollowUpSearch(as_of, whose).counts()), load.policy().look_back_days),
        without_field(follow_ups=left_out["follow_ups_open"]) if left_out else "",
    ]
    if any(notes):
        st.caption(widgets.lines(notes))


def search_follow_ups(as_of: date, whose: Caseload) -> FollowUpSearch:
    """The controls to look for a name and a kind."""
    kinds = {kind: short_follow_up(kind) for kind in FOLLOW_UPS}
    text, kind = widgets.find_by_name_and_kind("Find a name", "follow_up", kinds, "Every kind")
    return FollowUpSearch(as_of, whose, kind, text)


def nothing_waiting() -> None:
    """Where follow-ups come from, for whoever has none."""
    widgets.nothing_yet(
        "Thank-yous, names to follow up and other promises will stand here.",
        "They come with a talk: log one on a client's page, or bring in a tracker.",
    )
    if load.is_empty():
        way_in()
    suggestions()


def promises(found: FollowUpSearch, count: int) -> None:
    """What can still be kept in time, the oldest first."""
    rows = found.page_of("promised", count)
    widgets.remember_list("Follow-ups", [row["client_id"] for row in rows])
    _owed(rows, found, "promised", count)


def next_time(found: FollowUpSearch, counts: Counts) -> None:
    """What is too old to be mended, or over, closed."""
    with st.expander(next_time_in_words(counts), key="next_time", on_change="rerun") as more:
        if more.open:
            st.caption(why_next_time())
            _owed(found.page_of("next_time", counts.open), found, "next_time", counts.open)


def hellos(found: FollowUpSearch, counts: Counts) -> None:
    """What is owed to nobody and does good, closed."""
    with st.expander(hellos_in_words(counts), key="hellos", on_change="rerun") as more:
        if more.open:
            _owed(found.page_of("hellos", counts.open), found, "hellos", counts.open)


def _owed(rows: list[Row], found: FollowUpSearch, name: str, in_all: int) -> None:
    owed_of_many(rows, found.as_of, complete, can_change=load.can_change())
    widgets.choose_page(found.key(name), in_all, _SHOWN)


def by_age(as_of: date, whose: Caseload) -> None:
    """The picture of what is owed, kind by kind, and for how long."""
    if ages := load.of_caseload("follow_ups_by_kind", as_of, whose, missed_from=still_from(as_of)):
        with st.container(border=True):
            picture = owed_by_age(ages, overdue_parts(FollowUpSearch(as_of, whose).counts()))
            widgets.heading("What is owed, and for how long?", picture.takeaway)
            widgets.draw(picture, "owed_by_age")
