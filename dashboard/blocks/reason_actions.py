"""The buttons of a reason, which record a word, put it off, or say more and why; and the forms that they open."""

from datetime import date
from functools import lru_cache

import streamlit as st

from core.policy import Number, Policy
from core.practice import in_words
from core.reasons import Reason
from core.rules.register import Rule
from core.words import both_days
from dashboard import actions, load, widgets
from dashboard.blocks.record_forms import note_form, talk_form
from dashboard.widgets import escape
from data.client_summary import first_name
from data.commands.dismissals import About, in_two_weeks

# What the click next to a reason records, by the action that the reason asks for.
_WORD = {"Call": "call", "Plan together": "meeting", "Say so": "kind_word"}


def row_key(reason: Reason, client: int) -> str:
    """What tells a client's row for a reason from every other row."""
    return f"{client}_{reason.code}_{reason.number}"


def buttons(reason: Reason, client: int, name: str, codes: tuple[str, ...], *, another_way: bool = False) -> None:
    """The word that the reason asks for, Later, More; after several words without a step, another way.

    `name` is the client's; `codes` are those of all the reasons that stand, which a word is taken to be about.
    """
    row, words = row_key(reason, client), widgets.word_buttons(first_name(name))
    kind = "call" if another_way else _WORD.get(reason.rule.action, "message")
    label = next(label for label, told in words.items() if told == kind)
    st.button(escape(label), key=f"word_{row}", on_click=actions.record_word, args=(client, kind, codes))
    if another_way:
        st.button("Pause together", key=f"pause_{row}", on_click=actions.pause, args=((client,),))
    later = "Keep quiet until…" if another_way else "Later"
    more = [actions.DONE, *words, *actions.FINE, actions.NOTE, actions.TALK]
    about = About(reason.code, reason.table, reason.number)
    for menu, label, choices in (("Later", later, [*actions.LATER, actions.ANOTHER_DAY]), ("More", "More", more)):
        st.menu_button(
            label,
            choices,
            key=f"{menu}_{row}",
            format_func=escape,
            on_click=actions.chosen_from_menu,
            args=(f"{menu}_{row}", row, about, reason.facts, client, codes, words),
        )


def form_below(reason: Reason, client: int) -> None:
    """What a click on this row asks in return: on which day it shall come back, or what was said or held."""
    row = row_key(reason, client)
    asked = widgets.form_below(row)
    if not asked:
        return
    with st.container(border=True, key="asked"):
        if asked == actions.NOTE:
            note_form(client, f"note_{row}")
            _never_mind_button()
        elif asked == actions.TALK:
            talk_form(load.story(client, load.today()), f"talk_{row}")
            _never_mind_button()
        else:
            _another_day(row, About(reason.code, reason.table, reason.number), reason.facts)


def _another_day(row: str, about: About, facts: str) -> None:
    key = f"until_{row}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        widgets.ask_day("Back on", f"{key}_day", in_two_weeks(load.today()), width=200)
        st.button("Keep it until then", key=key, on_click=actions.put_off_until, args=(about, facts, key))
        _never_mind_button()
    widgets.say_refused(key, "until")


def _never_mind_button() -> None:
    st.button("Never mind", key="never_mind", type="tertiary", on_click=widgets.close_form_below)


def why(reason: Reason, as_of: date) -> None:
    """What opens the rule behind a reason, what would clear it and where it comes from: on a tap and by keyboard."""
    with st.popover("Why?", type="tertiary", key=f"why_{reason.code}_{reason.table}_{reason.number}"):
        st.markdown(_told(reason.rule, reason.since, as_of, load.policy()))


@lru_cache(maxsize=500)
def _told(rule: Rule, since: date, as_of: date, policy: Policy) -> str:
    numbers = [
        _number(number, getattr(policy, number.name)) for number in policy.numbers() if number.name in rule.numbers
    ]
    day = f"{'The talk is on' if since > as_of else 'Counted from'} {both_days(since, as_of)}."
    counted = f"{day} Source: {in_words(rule.source)}."
    clears = f"**What clears it:** {escape(rule.clears)}"
    return "\n\n".join([escape(rule.why), clears, *map(escape, (counted, *filter(None, numbers)))])


def _number(number: Number, value: object) -> str:
    """One of the office's numbers in a sentence; of weeks in which nothing is expected, those that were named."""
    if isinstance(value, frozenset):
        return f"{number.about}: {', '.join(sorted(map(str, value)))}." if value else ""
    return f"{number.about}: {value} {number.unit.removesuffix('s') if value == 1 else number.unit}."
