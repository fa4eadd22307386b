"""Controls and blocks that pages share; the only place that remembers what somebody chose.

The address is the truth of what is chosen: a control is set from it before it is drawn, and writes to it when changed,
so that a link, a reload and the back button all lead to the same page. It holds numbers, never names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from core.cells import DayCell, Reading
from core.words import full_day
from dashboard.charts import CONFIG, Picture
from data.commands.entry import Done
from data.errors import OfficeError

CONTENT_WIDTH = 1100
_NAME = 170  # pixels of a row
Row = Mapping[str, Any]
T = TypeVar("T")
# What a counselor can say of a word with a client, and the record's word for it.
WORDS = {"I wrote": "message", "I called": "call", "We met": "meeting", "A kind word": "kind_word"}
_KEPT = ("counselor", "cohort", "field", "as_of")


@contextmanager
def page() -> Iterator[None]:
    """One centred column of content, 1100 px wide at most."""
    with (
        st.container(horizontal=True, horizontal_alignment="center", key="page"),
        st.container(width=CONTENT_WIDTH, key="content", gap="medium"),
    ):
        yield


def made_once(pages: Callable[[], list[st.Page]]) -> list[st.Page]:
    """The pages, made once for each visitor: to make one its file is looked for, as for a link that names its path."""
    if "pages" not in st.session_state:
        st.session_state["pages"] = pages()
    made: list[st.Page] = st.session_state["pages"]
    return made


def page_called(title: str) -> st.Page:
    """The page with a title, to link to."""
    pages: list[st.Page] = st.session_state["pages"]
    return next(page for page in pages if page.title == title)


# ── what is chosen ───────────────────────────────────────────────────────────────────────────────────────────────────


def keep_choices(page_name: str) -> None:
    """Carry the shared choices from page to page; following a link in the navigation empties the address."""
    arrived = st.session_state.get("page") != page_name
    st.session_state["page"] = page_name
    for name in _KEPT:
        kept = st.session_state.get(f"kept_{name}")
        if arrived and kept and name not in st.query_params:
            st.query_params[name] = kept
        st.session_state[f"kept_{name}"] = st.query_params.get(name)


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
        """The same as the parameters that questions take."""
        return {
            "client_id": None,
            "counselor_id": self.counselor,
            "cohort_id": self.cohort,
            "field": self.field,
            "status": "active",
        }

    @property
    def whose(self) -> dict[str, Any]:
        """The same as the arguments that the data room's functions take."""
        return {"counselor": self.counselor, "cohort": self.cohort, "field": self.field}


def choose_caseload(counselors: Sequence[Row], cohorts: Sequence[Row], fields: Sequence[Row]) -> None:
    """Whose clients to look at; with one counselor only, theirs without asking."""
    if len(counselors) > 1:
        _choose("Caseload", "counselor", _options(counselors, "counselor_id"), "Everyone")
    if cohorts:
        _choose("Cohort", "cohort", _options(cohorts, "cohort_id"), "All cohorts")
    if fields:
        _choose("Field", "field", {row["name"]: row["name"] for row in fields}, "All fields")


def _options(rows: Sequence[Row], number: str) -> dict[str, str]:
    return {str(row[number]): row["name"] for row in rows}


def caseload(counselors: Sequence[Row]) -> Caseload:
    """Whose clients the address asks for; one that is not there counts as everyone."""
    numbers = {str(row["counselor_id"]): row["counselor_id"] for row in counselors}
    counselor = numbers.get(chosen("counselor") or "")
    cohort = chosen("cohort") or ""
    return Caseload(counselor, int(cohort) if cohort.isdecimal() and len(cohort) < 17 else None, chosen("field"))


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
    st.date_input("As of", key="as_of", format="YYYY-MM-DD", on_change=_write_day, args=(today,))
    return day_in_address(today)


def day_in_address(today: date) -> date:
    """The day that the address names, else today."""
    try:
        return DayCell().read(chosen("as_of") or today, Reading(), "as_of")
    except ValueError:
        return today


def _write_day(today: date) -> None:
    value = st.session_state.get("as_of") or today
    if value == today:
        back_to_today()
    else:
        st.query_params["as_of"] = st.session_state["kept_as_of"] = value.isoformat()


def back_to_today() -> None:
    """Look at today again."""
    st.query_params.pop("as_of", None)
    st.session_state["kept_as_of"] = None


def client_number() -> int | None:
    """The client that the address names, or None."""
    value = chosen("client") or ""
    return int(value) if value.isdecimal() and len(value) < 17 else None


def is_with_me(client: int) -> bool:
    """Whether that client sits beside the reader, so that only what both may read is shown."""
    return st.session_state.get("with_me") == client


def choose_with_me(client: int, first_name: str) -> bool:
    """The switch that says a client is in the room; it stays on for that client until switched off."""
    st.session_state["with_me_switch"] = is_with_me(client)
    st.toggle(f"{first_name} is with me", key="with_me_switch", on_change=_write_with_me, args=(client,))
    return is_with_me(client)


def _write_with_me(client: int) -> None:
    st.session_state["with_me"] = client if st.session_state["with_me_switch"] else None


def entered(key: str) -> Any:
    """What somebody entered in the control of that name."""
    return st.session_state.get(key)


def find(label: str, name: str) -> str | None:
    """A box to find a name by a part of it, as one types; None where it is empty."""
    text = st.text_input(label, key=name, type="search", live="300ms", placeholder=label, persist_state="session")
    return (text or "").strip() or None


def client_link(client: int, name: str) -> None:
    """A real link to a client's page."""
    st.page_link(page_called("Client"), label=f"**{escape(name)}**", query_params={"client": str(client)})


@contextmanager
def person_row(
    key: str, client: int, name: str, words: str, beside: str = "", why: str | None = None
) -> Iterator[None]:
    """A row of somebody's: the name as a link, words with smaller ones below and the why beside, and inside it clicks.

    What is too wide for a line, as on a phone, stands below. Columns, which do the same, take twice as long to send.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        st.page_link(
            page_called("Client"), label=f"**{escape(name)}**", query_params={"client": str(client)}, width=170
        )
        small = f"  \n:small[:gray[{escape(beside)}]]" if beside else ""
        st.markdown(f"{escape(words)}{small}", width=440, help=why)
        with st.container(horizontal=True, vertical_alignment="center", gap="small", width="stretch"):
            yield


def find_among(label: str, name: str, kinds: Mapping[str, str], every: str) -> tuple[str | None, str | None]:
    """A box to find a name and a list of kinds, both in the address; what they hold, None for everything."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            label, key=f"{name}_search", type="search", live="300ms", bind="query-params", placeholder=label
        )
        kind = st.selectbox(
            "Kind",
            ["", *kinds],
            key=f"{name}_kind",
            format_func=lambda one: kinds.get(one, every),
            persist_state="session",
            width=240,
        )
    return (text or "").strip() or None, kind or None


def say_which_day(as_of: date, today: date) -> None:
    """Say so, where a page is not of today; nothing can be changed then."""
    if as_of != today:
        with st.container(horizontal=True, vertical_alignment="center", border=True, key="not_today"):
            st.markdown(f"As of {full_day(as_of, today)}, not today: nothing can be changed here.", width="stretch")
            st.button("Back to today", on_click=back_to_today, key="back_to_today")


# ── what was done ────────────────────────────────────────────────────────────────────────────────────────────────────


def act(command: Callable[..., Done], *arguments: Any, **more: Any) -> None:
    """Carry out one click: the command's sentence stands on the page, with its undo, until the next action."""
    try:
        done = command(*arguments, **more)
    except OfficeError as problem:
        st.session_state["told"] = ("problem", str(problem), None)
    else:
        st.session_state["told"] = ("done", done.sentence, done.audit_id)


def tell(undo: Callable[[int], None]) -> None:
    """What the last action did, with its undo; stays until the next action."""
    kind, sentence, audit_id = st.session_state.get("told", (None, "", None))
    if not kind:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="told", border=True):
        st.markdown(escape(sentence), width="stretch")
        if audit_id is not None:
            st.button("Undo", key="undo", on_click=undo, args=(audit_id,))


# ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]()#+-!|<>$~:"})


def escape(text: object) -> str:
    """Text of a record, so that nothing in it is taken for markup, an icon or an address."""
    return str(text).translate(_MARKDOWN)


def draw(picture: Picture, key: str) -> None:
    """A picture with its sentence for those who cannot see it."""
    st.plotly_chart(picture.figure, key=key, config=CONFIG, alt=picture.takeaway)


def question(title: str, words: str = "") -> None:
    """The heading of a block, in the words of the question that it answers, and a line below it."""
    st.header(title, anchor=False)
    if words:
        st.caption(words)


def nothing_yet(words: str, step: str = "") -> None:
    """What an empty block will show, and the one step that fills it."""
    st.caption(f"{words} {step}".strip())


def first_of(first: Sequence[T], everyone: Sequence[T], key: str) -> tuple[list[T], list[T]]:
    """What is shown first, and as many sevens more as were asked for; the rest."""
    more = 7 * st.session_state.get(key, 0)
    return [*first, *everyone[len(first) : len(first) + more]], list(everyone[len(first) + more :])


def show_more(left: int, key: str) -> None:
    """A button for the next seven, where there are more."""
    if left > 0:
        st.button(f"Show the next {min(left, 7)}", key=f"{key}_button", on_click=_show_seven_more, args=(key,))


def _show_seven_more(key: str) -> None:
    st.session_state[key] = st.session_state.get(key, 0) + 1
