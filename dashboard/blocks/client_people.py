"""The people a client knows, and who led to whom: the curve, the map, and the same as a nested list."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.calendar import monday
from core.words import both_days, number
from core.words import people as persons
from dashboard import charts, load
from dashboard.widgets import draw, escape, nothing_yet
from data.client_story import Story, came_with_a_file
from data.client_summary import first_name

_MAP_AT_MOST = 40


def people(story: Story) -> None:
    """The curve of people known, the referral lines, and everybody in a list."""
    if not story.people:
        nothing_yet(
            "The people of this client will stand here, and who led to whom.", "The first one is a name nearby."
        )
        return
    client = story.card["client_id"]
    curve = load.picture("people_over_time", client, story.as_of, lambda: charts.people_over_time(_weeks(story)))
    figures = load.client_figures(client, story.as_of)
    st.caption(escape(" ".join([curve.takeaway, *from_one_root(story.people), *soon_out_of_touch(figures)])))
    draw(curve, "people_over_time")
    if any(person["referred_by"] for person in story.people) and len(story.people) <= _MAP_AT_MOST:
        lines = charts.who_led_to_whom(_map(story), first_name(story.card["name"]))
        st.subheader("Who led to whom?", anchor=False)
        st.caption(escape(lines.takeaway))
        draw(lines, "who_led_to_whom")
    st.markdown("\n".join(person_lines(story)))


def soon_out_of_touch(figures: Mapping[str, Any]) -> list[str]:
    """Who will not count as in touch any more, a fortnight before, so that nobody is lost from one day to the next."""
    count = figures["contacts_warm_ending"]
    whom = persons(count)
    return [f"Within two weeks it will be half a year since the last talk or hello with {whom}."] if count else []


def from_one_root(people: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where everybody who came through others goes back to one person: a long chain is no wide network."""
    known = {person["contact_id"]: person for person in people}
    chains = [_chain(person, known) for person in people if person["referred_by"]]
    roots = {chain[-1] for chain in chains if chain}
    if len(chains) < 2 or len(roots) != 1 or not all(chains):
        return []
    steps = max(len(chain) for chain in chains) - 1
    if steps == 1:
        return [f"Everybody who came through others came through {known[roots.pop()]['name']}."]
    every = "Both" if steps == 2 else f"All {number(steps)}"
    return [f"{every} steps through others start from {known[roots.pop()]['name']}."]


def _chain(person: Mapping[str, Any], known: Mapping[Any, Mapping[str, Any]]) -> list[Any]:
    """A person and those who led there, up to the first; nothing where the chain runs into a loop or off the page."""
    chain = [person["contact_id"]]
    while (referrer := known[chain[-1]]["referred_by"]) is not None:
        if referrer in chain or referrer not in known:
            return []
        chain.append(referrer)
    return chain


def _map(story: Story) -> list[dict[str, Any]]:
    return [
        {"number": p["contact_id"], "name": p["name"], "referrer": p["referred_by"], "talked": p["talked"]}
        for p in story.people
    ]


def _weeks(story: Story) -> list[dict[str, Any]]:
    begin = monday(min(person["added_on"] for person in story.people))
    weeks = [begin + timedelta(days=7 * n) for n in range((monday(story.as_of) - begin).days // 7 + 1)]
    return [_week(story.people, week) for week in weeks]


def _week(people: Sequence[Mapping[str, Any]], week: date) -> dict[str, Any]:
    new = [person for person in people if week <= person["added_on"] < week + timedelta(days=7)]
    imported = sum(1 for person in new if person["imported_on"])
    return {
        "week": week,
        "people": sum(1 for person in people if person["added_on"] < week + timedelta(days=7)),
        "added_by_hand": len(new) - imported,
        "imported": imported,
        "referred": sum(1 for person in new if person["referred_by"]),
    }


def _came(person: Mapping[str, Any]) -> str:
    """How somebody came onto the list: added, or brought by a file that said no day."""
    if came_with_a_file(person):
        return "imported"
    return "imported, added" if person["imported_on"] else "added"


def person_lines(story: Story) -> Iterator[str]:
    """Everybody whom the client knows, below who led there, each with the day and the way they came."""
    children: dict[Any, list[dict[str, Any]]] = {}
    numbers = {person["contact_id"] for person in story.people}
    for person in story.people:
        referrer = person["referred_by"] if person["referred_by"] in numbers else None
        children.setdefault(referrer, []).append(person)
    told: set[int] = set()

    def line(person: dict[str, Any], depth: int) -> Iterator[str]:
        if person["contact_id"] in told:
            return
        told.add(person["contact_id"])
        at = f", {person['organization']}" if person["organization"] else ""
        talked = "talked" if person["talked"] else "not yet"
        came = escape(f"{_came(person)} {both_days(person['added_on'], story.as_of)}")
        yield f"{'    ' * depth}- **{escape(person['name'])}**{escape(at)} · {talked} · {came}"
        for child in children.get(person["contact_id"], []):
            yield from line(child, depth + 1)

    for person in [*children.get(None, []), *story.people]:
        yield from line(person, 0)
