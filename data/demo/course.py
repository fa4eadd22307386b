"""The course of a made-up client who plays a part: fields, requests, talks, people, in the order of their days."""

from data.demo import aftermath, counseling, explorations, lists, persons
from data.demo.life import Life
from data.demo.parts import Part
from data.demo.request_outcomes import carry_out
from data.demo.request_plan import planned_requests

USUAL_GOAL = 6


def live(life: Life, part: Part) -> None:
    """Write everything about a client who plays that part."""
    started = -life.between(*part.started)
    latest = max(started, -life.between(*part.last_step))
    persons.client(life, started, status=part.status)
    goal = int(life.row["goal_interviews"] or USUAL_GOAL)
    _explore(life, started, latest)
    step = _latest_step(life, part)
    requests = planned_requests(life, part, started, latest, step, goal)
    for request in sorted(requests, key=lambda one: (one.day, one.held)):
        carry_out(life, request)
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


# ── people beyond the talks ──────────────────────────────────────────────────────────────────────────────────────────


def _know_more(life: Life, started: int, latest: int, goal: int, step: str) -> None:
    """People not asked yet: enough of them for what is still to come, for one who is on the way."""
    coming = sum(talk.row["stage"] in {"scheduled", "confirmed"} for talk in life.talks)
    needed = max(0, goal - len(life.held) - coming)
    count = min(6, (needed * 14 + 9) // 10) + life.between(0, 1)
    for place in range(count):
        earliest = max(started, latest - life.between(5, 160))
        day = latest if step == "added" and place == 0 else life.between(earliest, latest)
        field = explorations.field_at(life, day, day)
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
