"""A summary of where a client is, from their records: what the headline of the page is made of."""

from datetime import UTC
from typing import Any

from core.client_headline import Appointment, ClientSummary
from core.clock import Clock
from core.follow_up_state import HELLO
from core.labels import follow_up
from core.policy import Policy
from core.topics import COVERED_TOPICS
from core.words import counted
from data.client_story import Story

# Of a confirmation the date ahead tells, and notes are for oneself.
_TOLD_ELSEWHERE = frozenset({"confirm", "write_notes"})


def client_summary(story: Story, figures: dict[str, Any], policy: Policy) -> ClientSummary:
    """The summary of where a client is on the story's day."""
    card = story.card
    promised = [row for row in story.waiting if row["kind"] != HELLO and not row["over_on"]]
    past = [row for row in promised if row["state"] == "late" and row["kind"] not in _TOLD_ELSEWHERE]
    # The zone moves no day: only the bounds are asked for, those within which the flags speak.
    clock = Clock.at(story.as_of, None, policy, UTC)
    late = [row for row in past if clock.speaks_of(row["due_on"])]
    kinds = list(dict.fromkeys(row["kind"] for row in late))
    counts = {kind: sum(row["kind"] == kind for row in late) for kind in kinds}
    goal = policy.goal(card["goal_interviews"])
    leading = _leading(story)
    topics = heard(story, leading["field_id"]) if leading else 0
    return ClientSummary(
        name=first_name(card["name"]),
        as_of=story.as_of,
        status=card["status"],
        talks=len(story.held),
        met=len({talk["contact_id"] for talk in story.held}),
        known=len(story.people),
        requests=sum(1 for talk in story.talks if talk["requested_on"] and talk["requested_on"] <= story.as_of),
        waiting=tuple((counted(counts[k], follow_up(k), follow_up(k, 2)), counts[k]) for k in kinds),
        oldest=max((row["days_late"] for row in late), default=0),
        quiet_days=figures.get("stuck_days") or 0,
        untold=len(promised) - len(late),
        goal=goal,
        own_aim=card["goal_interviews"] is not None,
        reached_on=_reached(story, goal),
        ahead=_next(story),
        open_topics=len(COVERED_TOPICS) - topics if leading else 0,
        heard_topics=topics,
        fields=tuple(field["name"] for field in story.fields if field["status"] != "ruled_out")[:2],
        decide=_deciding(story),
        imported_on=card["imported_on"],
        easiest=_easiest(story),
        noted=sum(1 for talk in story.held for q in talk["questions"] if q["answered"])
        + sum(1 for row in story.owed if row["kind"] == "thank_you"),
    )


def first_name(name: str) -> str:
    """The part of a name that one says; the whole of a name of one word."""
    return name.split(maxsplit=1)[0] if name.split() else name


def _leading(story: Story) -> dict[str, Any] | None:
    order = {"chosen": 0, "leading": 1, "exploring": 2}
    open_ones = [field for field in story.fields if field["status"] in order]
    return min(open_ones, key=lambda field: order[field["status"]], default=None)


def heard(story: Story, field_id: int) -> int:
    """The number of the eleven topics that have been answered for one field."""
    covered = {topic.name for topic in COVERED_TOPICS}
    cells = story.topics(field_id)
    return len({topic for (topic, _), state in cells.items() if state in {"answered", "differs"} and topic in covered})


def _reached(story: Story, goal: int) -> Any:
    days = sorted(talk["held_on"] for talk in story.held)
    return days[goal - 1] if 0 < goal <= len(days) else None


def _next(story: Story) -> Appointment | None:
    for talk in story.ahead:
        chosen = sum(1 for question in talk["questions"] if not question["asked"])
        return Appointment(talk["person"], talk["scheduled_at"], bool(talk["confirmed_on"]), chosen)
    return None


def _deciding(story: Story) -> Any:
    for field in sorted((f for f in story.fields if f["decide_by"]), key=lambda f: f["decide_by"]):
        if field["status"] in {"exploring", "leading"} and field["decide_by"] >= story.as_of:
            heard = {talk["contact_id"] for talk in story.held if talk["field_id"] == field["field_id"]}
            return field["name"], field["decide_by"], len(heard)
    return None


def _easiest(story: Story) -> str:
    asked = {talk["contact_id"] for talk in story.talks if talk["requested_on"]}
    order = {"inner": 0, "acquaintance": 1}
    free = [person for person in story.people if person["contact_id"] not in asked]
    nearest = min(free, key=lambda person: order.get(person["closeness"] or "", 2), default=None)
    return nearest["name"] if nearest else ""
