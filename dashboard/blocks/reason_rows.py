"""People who need a word: the reason, what would help, and the clicks that go with it."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.labels import GROUPS
from core.reasons import CANNOT_WAIT, SEVERAL, Reason
from core.rules import RULES
from core.today_row import LISTED, TodayRow
from core.words import capital, distance, people, plural
from core.words import number as in_words
from dashboard import actions, load, widgets
from dashboard.blocks.reason_actions import buttons, form_below, why
from dashboard.widgets import escape
from data.client_story import Story
from data.client_summary import first_name

_AT_MOST = 3  # flags on a client's page, one per action


def people_in_order(rows: Sequence[TodayRow], as_of: date, at_once: int) -> None:
    """People in order, under the name of their group: so many at once with their clicks, those after them by name.

    What a page costs is how many things it draws, and whoever has more that cannot wait begins with the first. A row
    about several, as on the first Monday of a month, stands below them.
    """
    group, can_change = None, load.can_change()
    persons = [row for row in rows if row.group in LISTED]
    with st.container(gap="small", key="listed"):
        for place, row in enumerate(persons):
            if row.group != group:
                group = row.group
                widgets.group_heading(GROUPS[group])
            if place < at_once:
                _person(row, as_of, can_change)
                continue
            if place == at_once:
                st.caption(_by_name(len(persons) - at_once, can_change))
            widgets.client_link(row.client_id or 0, row.name or "", beside=row.reason)
        for row in rows:
            if row.group not in LISTED:
                _about_several(row)


def _by_name(count: int, can_change: bool) -> str:
    more = f"{capital(in_words(count))} more"
    return f"{more}; each moves up when one above is done." if can_change else f"{more}."


def _person(row: TodayRow, as_of: date, can_change: bool) -> None:
    client = row.client_id or 0
    beside = ". ".join(part for part in (row.reasons[0].rule.remedy.rstrip("."), row.also) if part)
    with widgets.person_row(f"{client}", client, row.name or "", row.reason, beside):
        if can_change:
            codes = tuple(reason.code for reason in row.reasons)
            buttons(row.reasons[0], client, row.name or "", codes, another_way=is_told_another_way(row))
        why(row.reasons[0], as_of)
    if can_change:
        form_below(row.reasons[0], client)


def below_the_list(rest: Sequence[TodayRow], on_their_way: int) -> None:
    """What stands below the list: those who come after, how many need nothing now, and why it has this order."""
    if waiting := sum(row.group == CANNOT_WAIT for row in rest):
        st.caption(
            f"{capital(people(waiting))} more cannot wait. Choose a caseload to see them counselor by counselor."
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="below_the_list"):
        widgets.show_more(len(rest), "more_people")
        st.caption(f"On their way: {people(on_their_way)}.", width="content")
        with st.popover("Why this order?", type="tertiary"):
            st.markdown(_ORDER)


_ORDER = (
    "First what cannot wait, then where somebody is waiting, then who has come to a halt, then what deserves a look."
    "\n\nInside each: new this week first, then who has waited longest since your last word."
)


def is_told_another_way(row: TodayRow) -> bool:
    """Whether the row says that so many words brought no step, and asks for another way."""
    return row.group != CANNOT_WAIT and row.tried >= load.policy().words_before_another_way


def rows_about_several(rows: Sequence[TodayRow]) -> None:
    """Rows about several people at once, each with its names behind it."""
    if not rows:
        return
    with st.container(gap="small", key="several"):
        for row in rows:
            _about_several(row)


def _about_several(row: TodayRow) -> None:
    with st.expander(escape(row.reason), key=f"several_{row.code}", on_change="rerun") as box:
        if box.open:
            _several(row)


def _several(row: TodayRow) -> None:
    if row.code == "DAT200":
        st.page_link(widgets.page_called("To mend"), label="See what to mend", icon=":material/rule:")
    numbers = tuple(number for number, _, _ in row.clients)
    if row.code == "PAC204" and load.can_change():
        with st.container(horizontal=True):
            st.button("Keep them", key="keep_quiet", on_click=actions.keep, args=(numbers, row.code))
            st.button("Pause them", key="pause_quiet", on_click=actions.pause, args=(numbers,))
            st.button("Close them", key="close_quiet", on_click=actions.close, args=(numbers,))
    if row.code == "PAC205" and load.can_change():
        names = {each["counselor_id"]: each["name"] for each in load.counselors()}
        with st.container(horizontal=True):
            for counselor, name in names.items():
                st.button(
                    f"Give to {escape(name)}",
                    key=f"assign_{counselor}",
                    on_click=actions.assign,
                    args=(numbers, counselor),
                )
    for number, _, name in row.clients[:50]:
        widgets.client_link(number, name)
    if len(row.clients) > 50:
        st.caption(f"and {len(row.clients) - 50:,} more")


def good_news(rows: Sequence[TodayRow], as_of: date) -> None:
    """Three things good to mention, first-ever steps first."""
    with st.container(gap="small", key="good_news"):
        for row in rows[:3]:
            reason, client = row.reasons[0], row.client_id or 0
            when = distance(reason.since, as_of)
            words = row.reason if row.reason.endswith(when) else f"{row.reason} · {when}"
            with widgets.person_row(f"good_{client}", client, row.name or "", words):
                if load.can_change():
                    said = (client, "kind_word", (reason.code,))
                    st.button("Said so", key=f"said_{client}", on_click=actions.record_word, args=said)


def client_reasons(story: Story, together: bool) -> None:
    """What would help one client now: three reasons at most, one per action, then what is good to mention."""
    client = story.card["client_id"]
    row = load.reasons_of(client, story.as_of)
    shown = flags(row, together)
    among_others = "" if together else load.told_among_others(client, story.as_of)
    if among_others:
        widgets.group_heading(GROUPS[SEVERAL])
        st.markdown(f"**{escape(among_others)}**")
        st.caption(RULES["PAC204"].remedy)
    elif not shown:
        widgets.nothing_yet(f"Nothing on the list for {escape(first_name(story.card['name']))} today.")
    codes = tuple(reason.code for reason in row.reasons) if row else ()
    for reason in shown:
        with st.container(key=f"reason_{reason.code}_{reason.number}", gap="xxsmall"):
            if not together:
                widgets.group_heading(GROUPS[reason.group])
            st.markdown(f"**{escape(reason.words)}**")
            st.caption(escape(reason.rule.remedy))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                if load.can_change():
                    another_way = row is not None and reason is row.reasons[0] and is_told_another_way(row)
                    buttons(reason, client, story.card["name"], codes, another_way=another_way)
                why(reason, story.as_of)
            if load.can_change():
                form_below(reason, client)
    if more := not_shown(row, together):
        st.caption(f"and {more}" if together else f"and {more}, under Everything noticed")
    if row and row.praise:
        st.caption(escape(f"Good to mention: {row.praise.words}."))


def flags(row: TodayRow | None, together: bool) -> list[Reason]:
    """The reasons that a client's page shows: three at most, one per action; with the client there not all of them."""
    shown: dict[str, Reason] = {}
    for reason in _for_the_page(row, together):
        shown.setdefault(reason.rule.action, reason)
    return list(shown.values())[:_AT_MOST]


def not_shown(row: TodayRow | None, together: bool) -> str:
    """How many more reasons there are than those shown, in words: "two more reasons"; empty where there is none."""
    more = len(_for_the_page(row, together)) - len(flags(row, together))
    return f"{in_words(more)} more {plural(more, 'reason')}" if more else ""


def _for_the_page(row: TodayRow | None, together: bool) -> list[Reason]:
    reasons = row.reasons if row else ()
    return [each for each in reasons if each.group in LISTED and not (together and each.code in _ONLY_COUNSELORS)]


# What a counselor thinks of their own work is nothing to read with the client in the room.
_ONLY_COUNSELORS = frozenset({"PAC203", "PAC204", "PAC205"})
