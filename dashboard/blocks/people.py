"""Whom a client knows, and who led to whom: the curve, the map, and the same as a nested list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.calendar import monday
from core.words import both_days
from dashboard import charts, load
from dashboard.widgets import draw, escape, nothing_yet
from data.clients import Story
from data.standing import first_name

_MAP_AT_MOST = 40


def people(story: Story) -> None:
    """The curve of people known, the referral lines, and everybody in a list."""
    if not story.people:
        nothing_yet(
            "The people of this client will stand here, and who led to whom.", "The first one is a name nearby."
        )
        return
    client = story.card["client_id"]
    curve = load.drawn("people_over_time", client, story.as_of, lambda: charts.people_over_time(_weeks(story)))
    draw(curve, "people_over_time")
    if any(person["referred_by"] for person in story.people) and len(story.people) <= _MAP_AT_MOST:
        st.subheader("Who led to whom?", anchor=False)
        rows = [
            {"number": p["contact_id"], "name": p["name"], "referrer": p["referred_by"], "talked": p["talked"]}
            for p in story.people
        ]
        draw(charts.who_led_to_whom(rows, first_name(story.card["name"])), "who_led_to_whom")
    st.markdown("\n".join(_lines(story)))


def _weeks(story: Story) -> list[dict[str, Any]]:
    begin = monday(min(person["added_on"] for person in story.people))
    weeks = [begin + timedelta(days=7 * n) for n in range((monday(story.as_of) - begin).days // 7 + 1)]
    return [{"week": week, **_known_by(story, week + timedelta(days=6))} for week in weeks]


def _known_by(story: Story, day: date) -> dict[str, int]:
    known = [person for person in story.people if person["added_on"] <= day]
    return {"people": len(known), "referred": sum(1 for person in known if person["referred_by"])}


def _lines(story: Story) -> Iterator[str]:
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
        when = both_days(person["added_on"], story.as_of)
        yield f"{'    ' * depth}- **{escape(person['name'])}**{escape(at)} · {talked} · added {escape(when)}"
        for child in children.get(person["contact_id"], []):
            yield from line(child, depth + 1)

    for person in [*children.get(None, []), *story.people]:
        yield from line(person, 0)
