"""The plan of a made-up client's requests: the day each goes out, how it ends, the day of the talk."""

from dataclasses import dataclass

from data.demo.life import Life
from data.demo.parts import Part

# Two stretches in which few people are asked or met: a summer and the turn of a year, as seen from today.
_LULLS = ((-176, -142), (-333, -319))
_ENDS = ("no_reply",) * 5 + ("declined",) * 3 + ("cancelled",)


@dataclass(frozen=True, slots=True)
class Request:
    """A request to be written: the day it went out, how it ended or stands, the day of the talk."""

    day: int
    end: str
    held: int = 0


def planned_requests(life: Life, part: Part, started: int, latest: int, step: str, goal: int) -> list[Request]:
    """The requests of a client who plays that part, unordered; `step` is what the latest step was."""
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
