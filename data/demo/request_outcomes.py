"""The outcomes of a made-up client's requests, written down: talks held, declined, unanswered, cancelled or ahead."""

from data.demo import persons, question_round, talks
from data.demo.explorations import field_at
from data.demo.life import Contact, Field, Life, Talk
from data.demo.request_plan import Request

_PLANNED = (5, 6, 6, 6, 6)


def carry_out(life: Life, request: Request) -> None:
    """Write a request, the person who was asked and what came of it."""
    field = field_at(life, request.day, request.held or request.day)
    contact = _whom(life, request, field)
    talk = talks.ask(life, contact, field, request.day)
    if request.end == "pending":
        _outline(life, talk)
    else:
        _CARRIED_OUT[request.end](life, talk, request)


def _whom(life: Life, request: Request, field: Field) -> Contact:
    """Now and then somebody met long ago on the same field, mostly somebody new."""
    if request.end == "held" and life.chance(0.07):
        known = [
            talk.contact for talk in life.talks if talk.field is field and (talk.held or 0) < request.day - 40
            and len(talk.contact.talks) == 1 and talk.held is not None
        ]  # fmt: skip
        if known:
            return life.pick(known)
    added = max(field.since, request.day - life.between(1, 8))
    return persons.contact(life, field, added, referrer=persons.referrer_for(life, added, field))


def _held(life: Life, talk: Talk, request: Request) -> None:
    replied = request.day + life.between(1, 3)
    agreed = replied + life.between(0, 1)
    talks.reply(talk, replied)
    talks.agree(life, talk, agreed, request.held)
    talks.confirm(talk, max(agreed, request.held - life.between(1, 3)))
    talks.hold(life, talk, request.held)
    question_round.ask(life, talk, life.pick(_PLANNED))


def _declined(life: Life, talk: Talk, request: Request) -> None:
    talks.decline(talk, request.day + life.between(1, 5))
    _outline(life, talk)


def _unanswered(life: Life, talk: Talk, request: Request) -> None:
    given_up = request.day + life.between(12, 20)
    if given_up <= 0:
        talks.leave_unanswered(talk, given_up)
    _outline(life, talk)


def _cancelled(life: Life, talk: Talk, request: Request) -> None:
    talks.reply(talk, request.day + life.between(1, 2))
    talks.agree(life, talk, request.day + life.between(2, 3), request.day + life.between(8, 12))
    talks.cancel(talk, request.day + life.between(4, 6))
    _outline(life, talk)


def _outline(life: Life, talk: Talk) -> None:
    """Most think of their questions before they ask for time (R39)."""
    if life.chance(0.9):
        question_round.plan(life, talk, life.pick(_PLANNED))


def _agreed(life: Life, talk: Talk, request: Request) -> None:
    """An appointment some days ahead, confirmed and with its questions where it is near."""
    replied = min(0, request.day + life.between(1, 2))
    agreed = min(0, replied + life.between(0, 1))
    away = life.between(1, 12)
    talks.reply(talk, replied)
    talks.agree(life, talk, agreed, away)
    if agreed <= -2 or away < 6 or life.chance(0.6):
        talks.confirm(talk, min(0, agreed + life.between(0, 1)))
    if away < 6 or life.chance(0.7):
        question_round.plan(life, talk, life.pick(_PLANNED))


def _soon(life: Life, talk: Talk, request: Request) -> None:
    """A talk tomorrow, either not confirmed or without questions."""
    talks.reply(talk, request.day + 1)
    talks.agree(life, talk, -2, 1)
    if life.chance(0.5):
        talks.confirm(talk, -1)
    else:
        question_round.plan(life, talk, life.pick(_PLANNED))


_CARRIED_OUT = {
    "held": _held, "declined": _declined, "no_reply": _unanswered, "cancelled": _cancelled, "agreed": _agreed,
    "soon": _soon,
}  # fmt: skip
