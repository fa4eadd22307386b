"""A caseload as a page reads it: who needs a word, the figures, everybody, what does not fit together."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from core.case import Case
from core.today import Person, Today
from dashboard.load.office import Row, kept, known_of, now, policy, rows, store, today, version, viewer
from dashboard.tables import People, people
from dashboard.widgets import Caseload
from data import everyone as table_of
from data import figures as figures_of
from data import mending
from data import today as today_of


def _moment() -> datetime:
    moment = now().replace(second=0, microsecond=0)
    return moment - timedelta(minutes=moment.minute % 5)


def who_needs_me(as_of: date, whose: Caseload) -> Today:
    """Who needs a word, and why, in order."""
    return _looked_at(as_of, whose)[0]


def _looked_at(as_of: date, whose: Caseload) -> tuple[Today, dict[int, tuple[int, ...]]]:
    """The list, and everybody's steps; of a moment rounded to five minutes, so that it is worked out once."""
    moment = _moment()

    def looked() -> tuple[Today, dict[int, tuple[int, ...]]]:
        steps: dict[int, tuple[int, ...]] = {}
        wrong: list[mending.Contradiction] = []

        def cases() -> Iterator[Case]:
            for client, person in known_of(as_of, **whose.whose):
                steps[client] = person.steps
                wrong.extend(person.contradictions)
                yield person.case

        def mend() -> Iterator[Person]:
            yield from mending.people_in(wrong)

        asked = store(), viewer(), as_of, moment, policy()
        return today_of.today(*asked, found=cases(), mend=mend(), **whose.whose), steps

    return kept(looked, "today", (*version(whose.counselor), moment), as_of, whose)


def caseload_figures(as_of: date, whose: Caseload) -> figures_of.CaseloadFigures:
    """The figures of each client of a caseload, of all of them together, and week by week: one answer for the page."""
    return kept(
        lambda: figures_of.caseload_figures(store(), viewer(), as_of, policy=policy(), **whose.whose),
        "caseload_figures",
        version(whose.counselor),
        as_of,
        whose,
    )


def of_caseload(question: str, as_of: date, whose: Caseload, **more: Any) -> list[Row]:
    """A question about a caseload as of a day."""
    return rows(question, whose.counselor, as_of=as_of, **whose.filters, **more)


def everyone(as_of: date, whose: Caseload, search: str | None) -> People:
    """At most 200 people of a caseload, those who need a word first, and how many there are."""

    def found() -> People:
        listed, steps = _looked_at(as_of, whose)
        reasons = {row.client_id: row.reason for row in listed.listed if row.client_id is not None}
        figures = caseload_figures(as_of, whose).clients
        asked = table_of.everyone(store(), viewer(), policy(), figures, reasons, steps, search, whose.filters)
        return people(*asked)

    return kept(found, "everyone", (*version(whose.counselor), _moment()), as_of, whose, search)


def to_mend(whose: Caseload) -> list[mending.Contradiction]:
    """What the records of a caseload say that does not fit together as they stand today, the gravest first."""
    return kept(
        lambda: mending.in_order(
            each for _, person in known_of(today(), **whose.whose) for each in person.contradictions
        ),
        "to_mend",
        version(whose.counselor),
        today(),
        whose,
    )
