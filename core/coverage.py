"""Question coverage of one field of a client: topics by person, each in one of five states."""

from collections.abc import Iterable, Mapping
from typing import Any

# The stronger state of two questions of one topic in talks with one person is the one that shows.
STATES = ("open", "planned", "asked", "answered", "differs")


def state(question: Mapping[str, Any], *, held: bool) -> str:
    """The state of a topic by one question on it: planned, asked, answered or differs; open where it says nothing."""
    if held and question["answered"]:
        return "differs" if question["agrees"] is False else "answered"
    if held and question["asked"]:
        return "asked"
    return "open" if held else "planned"


def matrix(questions: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], str]:
    """(topic, person) → state, from (topic, person, state) of each question; the strongest stands."""
    cells: dict[tuple[str, str], str] = {}
    for topic, person, found in questions:
        place = (topic, person)
        if STATES.index(found) >= STATES.index(cells.get(place, "open")):
            cells[place] = found
    return cells
