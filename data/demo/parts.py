"""The parts that made-up clients play: on their way, at their goal, come to a halt, quiet, paused and so on."""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from data.demo import lists


@dataclass(frozen=True, slots=True)
class Part:
    """A part as parts.toml describes it; days count back from today, `talks` are hundredths of the goal."""

    name: str
    share: int
    started: tuple[int, int]
    talks: tuple[int, int]
    last_step: tuple[int, int]
    last_word: tuple[int, int]
    ahead: float
    otherwise: tuple[int, int]
    status: str = "active"
    late: str = ""


@cache
def parts() -> dict[str, Part]:
    """All parts by name."""
    return {name: _part(name, entry) for name, entry in lists.read("parts")["parts"].items()}


def _part(name: str, entry: dict[str, object]) -> Part:
    frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Part(name=name, **frozen)  # type: ignore[arg-type]  # the file's own types, checked by a test


@cache
def _weights() -> tuple[int, ...]:
    return tuple(accumulate(part.share for part in parts().values()))


def part_of(place: int, rng: Random) -> Part:
    """The part of the client at that place after the stories: given for the first ones, drawn for the others."""
    first = lists.read("parts")["first"]
    if place < len(first):
        return parts()[first[place]]
    drawn = rng.random() * _weights()[-1]
    return list(parts().values())[bisect(_weights(), drawn)]
