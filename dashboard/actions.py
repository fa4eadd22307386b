"""Actions behind clicks: commands of the data room, carried out for whoever looks, today, and told with their undo."""

from collections.abc import Mapping
from datetime import date

from core.words import capital, counted
from dashboard import load, widgets
from dashboard.widgets import uninterrupted
from data import suggested_follow_ups
from data.bundle import importing
from data.bundle.importing import Plan
from data.commands import clients, dismissals, fields, follow_ups, interviews, meetings, notes
from data.commands.dismissals import FINE_BECAUSE, About
from data.commands.entry import Done, NotAccepted
from data.undo import undo

LATER = {"Tomorrow": dismissals.tomorrow, "Monday": dismissals.next_monday, "In two weeks": dismissals.in_two_weeks}
DONE = "Done for now"
ASKING = ANOTHER_DAY, NOTE, TALK = "On another day…", "Write a note…", "Log a talk…"
FINE = {f"Fine: {reason}": reason for reason in FINE_BECAUSE}


@uninterrupted
def take_back(audit_id: int) -> None:
    """Undo what was just done, or do again what was just taken back."""
    widgets.act_undo(_undo, audit_id)


def _undo(audit_id: int) -> Done:
    return Done(undo(load.store(), load.viewer(), audit_id), "")


@uninterrupted
def complete(follow_up: int) -> None:
    """A follow-up was done today."""
    widgets.act(follow_ups.complete, load.store(), load.viewer(), follow_up, on=load.today())


@uninterrupted
def set_aside(follow_up: int) -> None:
    """A follow-up is no longer needed."""
    widgets.act(follow_ups.set_aside, load.store(), load.viewer(), follow_up, on=load.today())


@uninterrupted
def record_word(client: int, kind: str, about: tuple[str, ...] = ()) -> None:
    """The counselor had a word with a client today."""
    widgets.act(
        meetings.record_word, load.store(), load.viewer(), client, kind, on=load.today(), about=about,
        counselor=load.counselor_of(client), form="word",
    )  # fmt: skip


@uninterrupted
def put_off(about: About, until: date, facts: str) -> None:
    """A reason comes back on another day."""
    widgets.act(dismissals.later, load.store(), load.viewer(), about, until, on=load.today(), facts=facts)


@uninterrupted
def put_off_until(about: About, facts: str, key: str) -> None:
    """A reason comes back on the day that stands in a form."""
    day = widgets.entered(f"{key}_day") or ""
    widgets.act(dismissals.later, load.store(), load.viewer(), about, day, on=load.today(), facts=facts, form=key)


@uninterrupted
def done_for_now(about: About, facts: str) -> None:
    """What a reason asks for is done for now."""
    widgets.act(dismissals.done_for_now, load.store(), load.viewer(), about, on=load.today(), facts=facts)


@uninterrupted
def fine_as_it_is(about: About, reason: str, facts: str) -> None:
    """A reason is fine as it is."""
    widgets.act(dismissals.fine_as_it_is, load.store(), load.viewer(), about, reason, on=load.today(), facts=facts)


@uninterrupted
def write_note(client: int, key: str) -> None:
    """Write down what stands in a form."""
    text, shared = widgets.entered(f"{key}_text"), bool(widgets.entered(f"{key}_shared"))
    widgets.act(
        notes.write_note, load.store(), load.viewer(), client, text or "", on=load.today(), shared=shared,
        counselor=load.counselor_of(client), form=key,
    )  # fmt: skip


@uninterrupted
def chosen_from_menu(
    key: str, row: str, about: About, facts: str, client: int, codes: tuple[str, ...], words: Mapping[str, str]
) -> None:
    """Carry out what was picked from a reason's menu, or ask below its row for what that needs.

    `words` are the menu's words with the client, each with the record's word for it.
    """
    choice = widgets.entered(key)
    if choice in ASKING:
        widgets.open_form_below(choice, row)
    elif choice == DONE:
        done_for_now(about, facts)
    elif choice in LATER:
        put_off(about, LATER[choice](load.today()), facts)
    elif choice in FINE:
        fine_as_it_is(about, FINE[choice], facts)
    elif choice in words:
        record_word(client, words[choice], codes)


@uninterrupted
def log_talk(client: int, key: str) -> None:
    """Log the talk that stands in a form."""
    who = widgets.entered(f"{key}_who") or widgets.entered(f"{key}_name") or ""
    day = widgets.entered(f"{key}_day") or ""
    widgets.act(
        interviews.log_talk, load.store(), load.viewer(), client, who, on=load.today(), held_on=day,
        field=widgets.entered(f"{key}_field"), thanked_on=day if widgets.entered(f"{key}_thanked") else None,
        form=key,
    )  # fmt: skip


@uninterrupted
def pause(numbers: tuple[int, ...]) -> None:
    """Pause several clients at once."""
    widgets.act(clients.pause, load.store(), load.viewer(), numbers)


@uninterrupted
def keep(numbers: tuple[int, ...], code: str) -> None:
    """Several clients who have been quiet are still with us."""
    widgets.act(dismissals.keep, load.store(), load.viewer(), code, numbers, on=load.today())


@uninterrupted
def close(numbers: tuple[int, ...]) -> None:
    """Close several clients at once."""
    widgets.act(clients.close, load.store(), load.viewer(), numbers)


@uninterrupted
def assign(numbers: tuple[int, ...], counselor: int) -> None:
    """Give several clients to a counselor."""
    widgets.act(clients.assign, load.store(), load.viewer(), numbers, counselor)


@uninterrupted
def add_suggestions() -> None:
    """Add what is owed for recent talks."""
    widgets.act(suggested_follow_ups.add_suggested, load.store(), load.viewer(), load.today())


@uninterrupted
def bring_in(plan: Plan, file_id: str) -> None:
    """Bring in what was read and decided on; the page of this very file tells then what came in."""
    widgets.act(_bring_in, plan, file_id)


def _bring_in(plan: Plan, file_id: str) -> Done:
    outcome = importing.apply(
        load.store(), load.viewer(), plan, keep_good=bool(plan.outcome.refused),
        overwrite=bool(widgets.entered("overwrite")),
    )  # fmt: skip
    if outcome.audit_id is None:
        why = "What differs waits for you." if outcome.waiting else "Everything in the file is here already."
        raise NotAccepted("Nothing came in.", why)
    widgets.keep_brought(file_id, outcome)
    return Done(outcome.audit_id, f"{capital(counted(outcome.coming, 'record'))} came in.")


@uninterrupted
def file_talks(talks: tuple[int, ...], key: str) -> None:
    """File talks under the field that was chosen or named."""
    name = widgets.entered(key) or ""
    widgets.act(fields.file_talks, load.store(), load.viewer(), talks, name, on=load.today(), form=key)
