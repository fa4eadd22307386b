"""Everything a page may read: answers kept by question, parameters, viewer and the version of what they read.

A version moves only with commits that touch what the question reads, so that a write is visible at the next run and
nothing is asked twice until then. Who may see what is decided in the store, for every question.
"""

from collections.abc import Callable, Hashable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import streamlit as st

from core.case import Case
from core.clock import Clock
from core.findings import Finding
from core.policy import Policy
from core.rows import Row as PersonsRow
from core.rows import stand
from core.today import Person, Today
from core.viewer import LOCAL, Viewer
from dashboard import widgets
from dashboard.charts import Picture
from dashboard.kept import Kept
from dashboard.tables import People, people
from dashboard.widgets import Caseload
from data import clients, mending
from data import everyone as table_of
from data import figures as figures_of
from data import offers as offers_of
from data import today as today_of
from data.bundle import exporting, importing
from data.bundle import refused_rows as refused_of
from data.bundle.importing import Plan
from data.forms import allowance
from data.forms import template as template_of
from data.forms.sheets import Upload
from data.known.known import Known, known, mark_of
from data.office import held, shelf
from data.store import Store

Row = dict[str, Any]
Answer = TypeVar("Answer")
_AT_MOST = 1_000  # answers; those about an office of 40,000 clients take megabytes, and there are few of these


def store() -> Store:
    """The office that is open."""
    return held()


def viewer() -> Viewer:
    """Who is looking; only the owner of this machine can sign in so far."""
    return LOCAL


_of_store: WeakKeyDictionary[Store, Kept] = WeakKeyDictionary()


def kept(answer: Callable[[], Answer], name: str, version: tuple[Hashable, ...], *parameters: Hashable) -> Answer:
    """An answer, asked once per name, office, viewer and parameters until the version moves."""
    office = store()
    if office not in _of_store:
        _of_store.setdefault(office, Kept(_AT_MOST))
    return _of_store[office].answer((name, viewer(), *parameters), version, answer)


def _version(counselor: int | None) -> tuple[int, ...]:
    versions = store().versions
    return versions.office if counselor is None else versions.counselor(counselor)


# ── the office ───────────────────────────────────────────────────────────────────────────────────────────────────────


def zone() -> ZoneInfo:
    """The office's time zone."""
    return store().zone


def now() -> datetime:
    """This moment in the office's zone."""
    return datetime.now(zone())


def today() -> date:
    """The day it is in the office's zone."""
    return now().date()


def day() -> date:
    """The day that everything is looked at from: the one in the address, else today."""
    return widgets.day_in_address(today())


def can_change() -> bool:
    """Whether anything can be changed on this page: only on a page of today."""
    return day() == today()


def counselor_of(client: int) -> int | None:
    """Who looks after a client."""
    found: int | None = rows("client_card", client_id=client)[0]["counselor_id"]
    return found


def counselors() -> list[Row]:
    """Who looks after clients here."""
    return rows("counselors")


def cohorts() -> list[Row]:
    """The cohorts there are."""
    return rows("cohorts")


def field_names() -> list[Row]:
    """The fields that are explored here."""
    return rows("field_names")


def rows(question: str, counselor: int | None = None, **parameters: Any) -> list[Row]:
    """A named question; with a counselor, kept for as long as nothing of that counselor's clients changes."""
    version = _version(counselor)
    given = tuple(sorted(parameters.items(), key=lambda item: item[0]))
    return kept(lambda: store().ask(question, viewer(), **parameters), question, version, given)


def policy() -> Policy:
    """The office's numbers."""
    settings = rows("settings")
    return kept(
        lambda: Policy.from_settings({row["name"]: row["value"] for row in settings})[0],
        "policy",
        store().versions.office,
    )


def story(client: int, as_of: date) -> clients.Story:
    """One client's records as of a day; raises NotVisible where there is no such client."""
    return kept(
        lambda: clients.story(store(), viewer(), client, as_of, zone()),
        "story",
        store().versions.client(client),
        client,
        as_of,
    )


# ── a caseload ───────────────────────────────────────────────────────────────────────────────────────────────────────


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
            for client, person in _known(as_of, **whose.whose):
                steps[client] = person.steps
                wrong.extend(person.contradictions)
                yield person.case

        def mend() -> Iterator[Person]:
            yield from mending.people_in(wrong)

        asked = store(), viewer(), as_of, moment, policy()
        return today_of.today(*asked, found=cases(), mend=mend(), **whose.whose), steps

    return kept(looked, "today", (*_version(whose.counselor), moment), as_of, whose)


def _known(as_of: date, **whose: Any) -> Iterator[tuple[int, Known]]:
    """What is known of each client as of a day, one by one; what was worked out today already is not asked again."""
    mark = mark_of(rows("settings"), counselors())
    return known(store(), viewer(), _clock(as_of), today(), shelf(store()), mark, **whose)


def _clock(as_of: date) -> Clock:
    return Clock.at(as_of, now(), policy(), zone())


def caseload_figures(as_of: date, whose: Caseload) -> figures_of.CaseloadFigures:
    """The figures of each client of a caseload, of all of them together, and week by week: one answer for the page."""
    return kept(
        lambda: figures_of.caseload_figures(store(), viewer(), as_of, policy=policy(), **whose.whose),
        "caseload_figures",
        _version(whose.counselor),
        as_of,
        whose,
    )


def of_caseload(question: str, as_of: date, whose: Caseload, **more: Any) -> list[Row]:
    """A question about a caseload as of a day."""
    return rows(question, whose.counselor, as_of=as_of, **whose.filters, **more)


def client_figures(client: int, as_of: date) -> Row:
    """The figures of one client."""
    return _known_client(client, as_of).figures


def _known_client(client: int, as_of: date) -> Known:
    return kept(
        lambda: dict(_known(as_of, client=client))[client],
        "known",
        (*store().versions.client(client), today()),
        client,
        as_of,
    )


def everyone(as_of: date, whose: Caseload, search: str | None) -> People:
    """At most 200 people of a caseload, those who need a word first, and how many there are."""

    def found() -> People:
        listed, steps = _looked_at(as_of, whose)
        reasons = {row.client_id: row.reason for row in listed.listed if row.client_id is not None}
        figures = caseload_figures(as_of, whose).clients
        asked = table_of.everyone(store(), viewer(), policy(), figures, reasons, steps, search, whose.filters)
        return people(*asked)

    return kept(found, "everyone", (*_version(whose.counselor), _moment()), as_of, whose, search)


def is_empty() -> bool:
    """Whether nobody is in the office yet."""
    return not rows("anybody")[0]["anybody"]


def reasons_of(client: int, as_of: date) -> PersonsRow | None:
    """Why one client needs a word, with everything that stands and what is good to mention; None where nothing is."""
    return stand(_known_client(client, as_of).case, _clock(as_of)).row


def noticed(client: int, as_of: date) -> list[Finding]:
    """Everything noticed about one client, as `digwell check` prints it."""
    found = _known_client(client, as_of)
    return mending.findings_of(found.case, _clock(as_of), found.contradictions)


def drawn(name: str, about: Caseload | int, as_of: date, draw: Callable[[], Picture]) -> Picture:
    """A picture of a caseload or of a client as of a day, drawn once for what it shows."""
    version = store().versions.client(about) if isinstance(about, int) else _version(about.counselor)
    return kept(draw, name, version, about, as_of)


def to_mend(whose: Caseload) -> list[mending.Contradiction]:
    """What the records of a caseload say that does not fit together as they stand today, the gravest first."""
    return kept(
        lambda: mending.in_order(
            each for _, person in _known(today(), **whose.whose) for each in person.contradictions
        ),
        "to_mend",
        _version(whose.counselor),
        today(),
        whose,
    )


# ── in and out ───────────────────────────────────────────────────────────────────────────────────────────────────────


@st.cache_resource(max_entries=2, scope="session", show_spinner=False)
def _plan(_upload: Upload, file_id: str, day_first: bool | None, version: tuple[int, ...]) -> Plan:  # noqa: ARG001 - they are the key
    limits = allowance.on_the_page(policy())
    return importing.read(_upload, store(), today=today(), day_first=day_first, limits=limits)


def plan(upload: Upload, file_id: str, day_first: bool | None) -> Plan:
    """What bringing in a dropped file would do; kept while the office stays as it is. Raises Unreadable."""
    return _plan(upload, file_id, day_first, store().versions.office)


def refused_name(plan: Plan) -> str:
    """What the download of a plan's refused rows is called."""
    return refused_of.download_name(plan)


def refused_rows(plan: Plan) -> bytes:
    """A plan's refused rows, each with its problem, in the form it came in."""
    return refused_of.packed(plan, plan.outcome)[1]


def offers() -> list[offers_of.Offer]:
    """What is owed for recent talks and no row answers."""
    return kept(lambda: offers_of.offered(store(), viewer(), today()), "offers", store().versions.office, today())


def packed(form: str) -> bytes:
    """Everything as one file, "zip" or "xlsx"."""
    return exporting.packed(store(), form, viewer=viewer())


def template() -> bytes:
    """The empty workbook to hand out."""
    return template_of.template()
