"""Interviews, step by step: asked for, answered, agreed, confirmed, held, or ended before."""

from data.demo import lists
from data.demo.life import Contact, Field, Life, Talk
from data.query import Row

_METHODS = ("email", "email", "email", "linkedin", "phone", "in_person")
_FORMATS = ("in_person", "phone", "phone", "video", "video")
_PURPOSES = ("field", "field", "field", "role", "role", "organization", "network")
_QUARTER = 15
_FIRST_HOUR, _LAST_HOUR = 9, 17


def ask(life: Life, contact: Contact, field: Field, day: int | None, **known: object) -> Talk:
    """Write a request that went out on a day; without one, a talk that is only thought of."""
    method = life.pick(_METHODS)
    if method == "linkedin" and contact.row["channel"] in {"personal_network", "former_colleague"}:
        method = "email"
    row: dict[str, object] = {
        "contact_id": contact.number,
        "field_id": field.number,
        "purpose": life.pick(_PURPOSES),
        "stage": "requested" if day is not None else "researched",
        "requested_on": day,
        "request_method": method if day is not None else None,
        "minutes_requested": life.pick((15, 15, 20, 20, 10)) if day is not None else None,
        "initiated_by": "client" if life.chance(0.94) else "counselor",
    }
    number = life.write("interviews", **(row | known))
    talk = Talk(number, life.diary.rows["interviews"][-1], contact, field)
    contact.talks.append(talk)
    life.talks.append(talk)
    return talk


def reply(talk: Talk, day: int) -> None:
    """An answer came."""
    talk.row |= {"stage": "replied", "replied_on": day}


def agree(life: Life, talk: Talk, day: int, appointment: int, minute: int | None = None) -> None:
    """An appointment was agreed on a day, for another; the minute is drawn from office hours unless known."""
    if minute is None:
        minute = life.between(_FIRST_HOUR * 4, _LAST_HOUR * 4) * _QUARTER
    how = talk.contact.row.get("preferred_format") or life.pick(_FORMATS)
    talk.row |= {
        "stage": "scheduled",
        "scheduled_on": day,
        "scheduled_for": (appointment, minute),
        "format": how,
        "platform": life.pick(lists.voices("platforms")) if how == "video" else None,
    }


def confirm(talk: Talk, day: int) -> None:
    """Day and hour were confirmed."""
    talk.row |= {"stage": "confirmed", "confirmed_on": day}


def decline(talk: Talk, day: int) -> None:
    """A no came."""
    talk.row |= {"stage": "declined", "replied_on": day}


def leave_unanswered(talk: Talk, day: int) -> None:
    """No answer came, and on that day nobody waited any longer."""
    talk.row |= {"stage": "no_reply", "closed_on": day}


def cancel(talk: Talk, day: int) -> None:
    """The end of a talk that was agreed and did not come about."""
    talk.row |= {"stage": "cancelled", "closed_on": day, "reschedules": 1}


def hold(life: Life, talk: Talk, day: int) -> None:
    """They talked; what a client writes down of it stands in the talk's row, the answers beside it."""
    talk.held = day
    talk.row |= {"stage": "held", "held_on": day, "prepared": _prepared(life, talk.row)}
    talk.row |= _manners(life, talk.row) | _feelings(life, talk) | _thoughts(life, talk)


def _prepared(life: Life, row: Row) -> str:
    order = ["person", "organization", "industry", "role"]
    if row.get("format") == "video":
        order.append("technology")
    if row.get("format") in {"video", "in_person"}:
        order.append("attire")
    return " ".join(part for part in order if life.chance(0.85)) or "role"


def _manners(life: Life, row: Row) -> Row:
    """How it was held: as R118 asks for, mostly."""
    asked_for = row.get("minutes_requested") or 15
    took = max(8, asked_for + life.between(-3, 6))
    return {
        "minutes_actual": took,
        "extended_by": "contact" if took > asked_for + 3 else None,
        "reschedules": 1 if life.chance(0.08) else 0,
        "resume_presented": False,
        "asked_for_job": False,
        "talk_share": life.pick(("little", "less_than_half", "less_than_half", "less_than_half")),
        "resume_requested": life.chance(0.03),
        "on_time": life.chance(0.98),
        "cut_short": life.chance(0.04),
        "atmosphere": life.pick(("relaxed", "relaxed", "relaxed", "mixed")),
        "asked_most": "client",
        "thanked_in_person": life.chance(0.97),
        "said_keep_in_touch": life.chance(0.8),
        "notes_permitted": life.chance(0.9),
        "interest_signal": life.chance(0.1),
        "why_agreed": life.pick(("enjoys_sharing", "enjoys_sharing", "encourages_newcomers", "other")),
    }


def _feelings(life: Life, talk: Talk) -> Row:
    """Ratings from 1 to 5, around how well the field suits this client."""
    fit, before = talk.field.fit, life.between(2, 4)
    around = {
        name: min(5, max(1, fit + life.between(-1, 1)))
        for name in (
            "fit_skills", "fit_values", "fit_abilities", "fit_knowledge", "fit_experience", "fit_interests",
            "fit_lifestyle", "belonging", "clarity_after",
        )
    }  # fmt: skip
    return around | {
        "energy": life.between(3, 5),
        "impression": life.between(3, 5),
        "confidence_before": before,
        "confidence_after": min(5, before + life.between(0, 1)),
        "outcome": life.pick(("good", "good", "good", "mixed")),
        "outcomes": "information realities" + life.pick(("", " fit", " confidence", " contacts", " goal_clarified")),
    }


def _thoughts(life: Life, talk: Talk) -> Row:
    """What the client wrote down."""
    first = talk.contact.first_name
    expected = life.chance(0.5)
    return {
        "highlights": life.pick(lists.voices("highlights")).replace("{first}", first),
        "difficulties": life.pick(lists.voices("difficulties")) if life.chance(0.3) else None,
        "improvements": life.pick(lists.voices("improvements")) if life.chance(0.4) else None,
        "expected": life.pick(lists.voices("expected")) if expected else None,
        "heard": life.pick(lists.voices("heard")) if expected else None,
        "memorable_line": life.pick(lists.voices("memorable")) if life.chance(0.3) else None,
    }
