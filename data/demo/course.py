"""The course of a made-up client who plays a part: fields, requests, talks, people, in the order of their days."""

from dataclasses import dataclass

from data.demo import aftermath, counseling, explorations, lists, persons, question_round, talks
from data.demo.life import Contact, Field, Life, Talk
from data.demo.parts import Part

USUAL_GOAL = 6
# Two stretches in which few people are asked or met: a summer and the turn of a year, as seen from today.
_LULLS = ((-176, -142), (-333, -319))
_ENDS = ("no_reply",) * 5 + ("declined",) * 3 + ("cancelled",)
_PLANNED = (5, 6, 6, 6, 6)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to be written: the day it went out, how it ended or stands, the day of the talk."""

    day: int
    end: str
    held: int = 0


def live(life: Life, part: Part) -> None:
    """Write everything about a client who plays that part."""
    started = -life.between(*part.started)
    latest = max(started, -life.between(*part.last_step))
    persons.client(life, started, status=part.status)
    goal = int(life.row["goal_interviews"] or USUAL_GOAL)
    _explore(life, started, latest)
    step = _latest_step(life, part)
    for request in sorted(_requests(life, part, started, latest, step, goal), key=lambda one: (one.day, one.held)):
        _carry_out(life, request)
    _know_more(life, started, latest, goal, step)
    aftermath.follow(life, part)
    _be_counseled(life, part, started)


def _latest_step(life: Life, part: Part) -> str:
    """What the latest forward step was."""
    if part.late:
        return "held"
    if part.talks[1] == 0:
        return life.pick(("added", "asked"))
    return life.pick(("held", "asked", "asked", "added", "added"))


# ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _explore(life: Life, started: int, latest: int) -> None:
    """One to three fields; where there are several and time enough, the second may have been ruled out."""
    first = life.pick(lists.occupations())
    _explored(life, first, started, latest, status="leading" if life.chance(0.6) else "exploring")
    for _ in range(life.pick((0, 0, 0, 0, 1, 1, 1, 1, 2, 2))):
        since = started + life.between(3, 40)
        if since < latest - 6:
            choices = lists.related(first.field) if life.chance(0.6) else lists.occupations()
            new = life.pick(choices)
            if all(new is not field.occupation for field in life.fields):
                _explored(life, new, since, latest)
    if len(life.fields) > 1 and latest - life.fields[1].since > 60 and life.chance(0.45):
        life.fields[1].until = life.between(life.fields[1].since + 40, latest - 5)


def _explored(life: Life, occupation: lists.Occupation, since: int, latest: int, **known: object) -> None:
    field = explorations.explore(life, occupation, since, **known)
    first = min(latest, since + life.between(0, 2))
    explorations.read_up(life, field, first, min(latest, first + life.between(0, 1)))


def _field_at(life: Life, day: int, until: int) -> Field:
    """A field that could be asked about on a day and talked about until another; the first one more often."""
    open_then = [one for one in life.fields if one.since + 4 <= day and until <= one.until]
    if not open_then or (life.chance(0.6) and life.fields[0] in open_then):
        return life.fields[0]
    return life.pick(open_then)


# ── requests and talks ───────────────────────────────────────────────────────────────────────────────────────────────


def _requests(life: Life, part: Part, started: int, latest: int, step: str, goal: int) -> list[Request]:
    last_talk = latest if step == "held" else latest - life.between(2, 26)
    found = [_held_request(life, started, day) for day in _talk_days(life, part, started, last_talk, goal)]
    if latest - 7 > started + 5:
        found += [_ended_request(life, started, latest) for _ in range(life.between(*part.otherwise))]
    if step == "asked" and latest >= started + 5:
        found.append(Request(latest, "pending"))
    if part.name == "soon":
        found.append(Request(-life.between(5, 8), "soon"))
    elif life.chance(part.ahead):
        found.append(Request(latest - life.between(3, 5), "agreed"))
    return found


def _held_request(life: Life, started: int, day: int) -> Request:
    return Request(day - min(life.between(6, 15), day - started - 5), "held", day)


def _ended_request(life: Life, started: int, latest: int) -> Request:
    return Request(_seasonal(life, life.between(started + 5, latest - 7)), life.pick(_ENDS))


def _talk_days(life: Life, part: Part, started: int, last: int, goal: int) -> list[int]:
    """The days of the talks held: spread from a fortnight after the start to the last one, fewer in a lull."""
    first = started + life.between(11, 20)
    count = goal * life.between(*part.talks) // 100
    count = min(count, (last - first) // 5 + 1)
    if count <= 0:
        return []
    gap = (last - first) / max(1, count - 1)
    days = [first + round(gap * (place + (life.rng.random() - 0.5) * 0.6)) for place in range(count - 1)]
    return [*sorted(min(last, max(first, _seasonal(life, day))) for day in days), last]


def _seasonal(life: Life, day: int) -> int:
    """The same day, or one before or after the lull in which it falls."""
    for begins, ends in _LULLS:
        if begins <= day <= ends and life.chance(0.75):
            return begins - life.between(1, 30) if life.chance(0.5) else ends + life.between(1, 30)
    return day


def _carry_out(life: Life, request: Request) -> None:
    field = _field_at(life, request.day, request.held or request.day)
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


# ── people beyond the talks ──────────────────────────────────────────────────────────────────────────────────────────


def _know_more(life: Life, started: int, latest: int, goal: int, step: str) -> None:
    """People not asked yet: enough of them for what is still to come, for one who is on the way."""
    coming = sum(talk.row["stage"] in {"scheduled", "confirmed"} for talk in life.talks)
    needed = max(0, goal - len(life.held) - coming)
    count = min(6, (needed * 14 + 9) // 10) + life.between(0, 1)
    for place in range(count):
        earliest = max(started, latest - life.between(5, 160))
        day = latest if step == "added" and place == 0 else life.between(earliest, latest)
        field = _field_at(life, day, day)
        day = max(day, field.since)
        persons.contact(life, field, day, referrer=persons.referrer_for(life, day, field))
    if step == "added" and not count:
        persons.contact(life, life.fields[0], latest)


# ── the counselor's side ─────────────────────────────────────────────────────────────────────────────────────────────


def _be_counseled(life: Life, part: Part, started: int) -> None:
    last = max(started, -life.between(*part.last_word))
    counseling.words(life, min(0, started + life.between(0, 2)), last)
    counseling.notes(life, started)
    counseling.check_ins(life, started, last)
    if part.status == "active" and part.name != "quiet":
        _meet_again(life, part)


def _meet_again(life: Life, part: Part) -> None:
    if life.counselor is not None and part.name != "unspoken" and (part.name == "reached" or life.chance(0.35)):
        counseling.appointment(life, 0 if life.chance(0.15) else life.between(1, 13))
