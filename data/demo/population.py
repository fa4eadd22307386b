"""Everybody in a made-up office: its counselors, cohorts and prompts, then client after client, each from its own seed.

A client's life is drawn from the seed and the client's place alone, so that the same seed gives the same people in an
office of any size; only who looks after them depends on how many there are.
"""

from random import Random

from data.demo import course, lists, parts, persons, stories
from data.demo.diary import Diary
from data.demo.life import Life

COUNSELORS, CLIENTS_EACH = 3, 700
_IN_A_COHORT = 0.7
_COHORT_BEGINS, _COHORT_LASTS = (-330, -190, -60), 240


def counselors(clients: int) -> int:
    """The number of counselors of an office of that size: three, and from 2,100 clients on one for every 700."""
    return max(COUNSELORS, -(-clients // CLIENTS_EACH))


def write_office(diary: Diary, clients: int, seed: int) -> None:
    """Write what belongs to the office itself: as many cohorts as counselors, and four prompts of its own."""
    rng = Random(f"{seed}/office")
    named = lists.voices("counselors")
    for place in range(counselors(clients)):
        name = named[place] if place < len(named) else _somebody(rng)
        diary.write("counselors", name=name, email=persons.address(name, "example.net"))
    for place in range(counselors(clients)):
        names = lists.voices("cohorts")
        begins = _COHORT_BEGINS[place % len(names)]
        round_number = place // len(names)
        name = names[place % len(names)] + (f" {round_number + 1}" if round_number else "")
        diary.write("cohorts", name=name, starts_on=begins, ends_on=begins + _COHORT_LASTS)
    for entry in lists.voices("prompts"):
        marks = {mark: entry.get(mark, False) for mark in ("findable_online", "sensitive", "drawback")}
        known = {key: entry[key] for key in ("text", "topic", "scope", "priority")}
        diary.write("prompts", **known, **marks, active=entry.get("active", True))


def _somebody(rng: Random) -> str:
    nation = rng.choice(lists.nations())
    return f"{rng.choice(nation.given)} {rng.choice(nation.family)}"


def write_client(diary: Diary, place: int, clients: int, seed: int) -> None:
    """Write the whole life of the client at a place, counted from 0: first the stories, then those who play a part."""
    staff = counselors(clients)
    life = Life(place, Random(f"{seed}/{place}"), diary, place % staff + 1)
    told = stories.stories()
    if place < len(told):
        stories.tell(life, told[place])
    else:
        course.live(life, parts.part_of(place - len(told), life.rng))
    # Each counselor's clients are spread over the cohorts.
    life.row["cohort_id"] = (place // staff) % staff + 1 if life.chance(_IN_A_COHORT) else None
