"""Follow-ups of a made-up life: what is owed after a talk, a name or a decision, and when it was done."""

from data.demo import lists
from data.demo.life import Contact, Field, Life, Talk

# Three calendar months never have more than 92 days, six never more than 184: with these, a hello is never too soon
# and never counted late too early, and yet every date moves by whole days when the office does.
HELLO_OPENS, HELLO_IS_DUE = 92, 184
_TOUCHES = ("article", "article", "update", "update", "congratulation", "outcome", "help_offered")


def after_talk(life: Life, talk: Talk, thanked: int | None, noted: int | None) -> int:
    """Write the thank-you and the notes that a talk asks for, done on these days or open; the thank-you's number."""
    held = talk.held or 0
    talk.thanked = _past(thanked)
    number = _write(life, "thank_you", talk, held, 1, talk.thanked)
    talk.row["notes_on"] = _past(noted)
    # Notes are written to nobody, so they name no contact.
    _write(life, "write_notes", talk, held, 1, _past(noted), contact=None)
    return number


def _past(day: int | None) -> int | None:
    """A day on which something was done; what lies ahead has not been done yet."""
    return day if day is not None and day <= 0 else None


_ITS_OWN = -1


def _write(
    life: Life, kind: str, talk: Talk, day: int, within: int, done: int | None, contact: int | None = _ITS_OWN
) -> int:
    return life.write(
        "follow_ups",
        contact_id=talk.contact.number if contact == _ITS_OWN else contact,
        interview_id=talk.number,
        kind=kind,
        opens_on=day,
        due_on=day + within,
        done_on=done,
    )


def confirmation(life: Life, talk: Talk) -> None:
    """Write the line that confirms an agreed appointment; it is done when the appointment is confirmed."""
    _write(life, "confirm", talk, talk.row["scheduled_on"], 0, talk.row.get("confirmed_on"))


def resume(life: Life, talk: Talk, done: int | None) -> None:
    """Write the résumé that somebody asked for."""
    talk.row["resume_requested"] = True
    _write(life, "send_resume", talk, talk.held or 0, 1, _past(done))


def mend(life: Life, talk: Talk, done: int | None = None) -> None:
    """Write the two honest lines after a talk that the client turned to a job."""
    talk.row["asked_for_job"] = True
    _write(life, "repair", talk, talk.held or 0, 1, _past(done))


def thanks_to_referrer(
    life: Life, contact: Contact, day: int, done: int | None, talk: Talk | None = None
) -> int | None:
    """Write the word to whoever led to a contact: once for the name, once more when the talk was held."""
    if contact.referrer is None:
        return None
    return life.write(
        "follow_ups",
        contact_id=contact.referrer.number,
        interview_id=talk.number if talk else None,
        kind="thank_referrer",
        opens_on=day,
        due_on=day + 1,
        done_on=_past(done),
        because_of=contact.number,
    )


def hellos(life: Life, talk: Talk, thank_you: int, *, after: int | None) -> None:
    """Write the hellos after the latest talk with somebody: `after` days once they open (92 at most), None for never.

    One that is done opens the next; one that is not stays open.
    """
    start, because = (talk.thanked, thank_you) if talk.thanked is not None else (talk.held or 0, None)
    while True:
        done = _past(start + HELLO_OPENS + after) if after is not None else None
        hello = done is not None
        because = life.write(
            "follow_ups",
            contact_id=talk.contact.number,
            interview_id=talk.number,
            kind="keep_in_touch",
            opens_on=start + HELLO_OPENS,
            due_on=start + HELLO_IS_DUE,
            done_on=done,
            because_of=because,
            touch=life.pick(_TOUCHES) if hello else None,
            note=_hello_note(life, talk.contact) if hello and life.chance(0.4) else None,
        )
        if done is None:
            return
        start = done


def _hello_note(life: Life, contact: Contact) -> str:
    interest = contact.row.get("interests") or life.pick(lists.voices("interests"))
    note: str = life.pick(lists.voices("hello_notes"))
    return note.replace("{interest}", interest).replace("{first}", contact.first_name)


def news_of_decision(life: Life, field: Field, decision: int, day: int, done: int | None) -> None:
    """Write the news of a decision to everybody who was heard on that field before it."""
    heard: dict[int, Talk] = {}
    for talk in life.held:
        if talk.field is field and (talk.held or 0) <= day:
            heard[talk.contact.number] = talk
    for talk in heard.values():
        life.write(
            "follow_ups",
            contact_id=talk.contact.number,
            kind="decision_update",
            opens_on=day,
            due_on=day + 14,
            done_on=_past(done),
            because_of=decision,
        )


def gift(life: Life, talk: Talk, kind: str, name: str, done: int | None, *, given_on: int | None = None) -> None:
    """Write a name, book, idea or opportunity that somebody gave, in the talk unless said, and what it asks for."""
    given = talk.held or 0 if given_on is None else given_on
    done = _past(done)
    number = life.write(
        "leads",
        interview_id=talk.number,
        contact_id=talk.contact.number,
        kind=kind,
        name=name,
        volunteered=kind == "opportunity" or life.chance(0.5),
        given_on=given,
        done_on=done,
        told_giver_on=_past(done + life.between(1, 5)) if done is not None and life.chance(0.5) else None,
    )
    life.write(
        "follow_ups",
        contact_id=talk.contact.number,
        interview_id=talk.number,
        kind="resource" if kind in {"organization", "book"} else "lead",
        opens_on=given,
        due_on=given + 14,
        done_on=done,
        because_of=number,
    )
