"""The four figures a second time, in plain Python over the rows of a bundle, written from docs/records.md alone.

Rows are dictionaries named as in the bundle, ids as text, days as `date`, moments as `datetime` with an offset.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = Mapping[str, Any]
Bundle = Mapping[str, list[dict[str, Any]]]
TOPICS = 11  # the twelve without the referral
LADDER = ("identified", "researched", "requested", "replied", "scheduled", "confirmed", "held")


def by_day(day: date | None, as_of: date) -> bool:
    """Whether something had happened by the end of a day."""
    return day is not None and day <= as_of


def within(day: date | None, as_of: date, days: int) -> bool:
    """Whether a day is one of the last so many, the day itself included."""
    return day is not None and as_of - timedelta(days=days - 1) <= day <= as_of


def share(part: int, whole: int) -> float | None:
    """A ratio, or nothing where there is nothing to divide by."""
    return part / whole if whole else None


def client(bundle: Bundle, row: Row, as_of: date, zone: ZoneInfo, office_goal: int = 6) -> dict[str, Any]:
    """One client's figures, with the parts of the ratios and the two marks that groups count."""
    own = {table: [r for r in rows if r.get("client_id") == row["client_id"]] for table, rows in bundle.items()}
    talks, people = own.get("interviews", []), own.get("contacts", [])
    found: dict[str, Any] = {"client_id": row["client_id"]}
    held = [talk for talk in talks if by_day(talk.get("held_on"), as_of)]
    found["interviews_held"] = len(held)
    found["interviews_recent"] = sum(within(talk["held_on"], as_of, 28) for talk in held)
    requests = [talk for talk in talks if by_day(talk.get("requested_on"), as_of)]
    found["requests"] = len(requests)
    found["replies"] = sum(by_day(talk.get("replied_on"), as_of) for talk in requests)
    found |= coverage(bundle, own.get("fields", []), held)
    found |= owed(own.get("follow_ups", []), as_of)
    found |= parts_of_overdue(own.get("follow_ups", []), {talk["interview_id"]: talk for talk in talks}, as_of, zone)
    found |= network(people, talks, own.get("follow_ups", []), as_of)
    steps = forward_steps(bundle, own, as_of)
    found["stage"] = LADDER[max(steps)[1]] if steps else None
    goal = row.get("goal_interviews")
    goal = office_goal if goal is None else goal
    latest = max([day for day, _ in steps] + [row["started_on"]])
    below = len(held) < goal
    found["stuck_days"] = max((as_of - latest).days, 0) if below else None
    found["active"] = row.get("status") in {None, "active"}
    found["stuck"] = (
        found["active"]
        and below
        and found["stuck_days"] >= 14
        and not any(is_ahead(talk, as_of, zone) for talk in talks)
    )
    return found


def coverage(bundle: Bundle, fields: list[dict[str, Any]], held: list[dict[str, Any]]) -> dict[str, int]:
    """Answered and replicated (field, topic) pairs, and how many there could be."""
    active = {field["field_id"] for field in fields if field.get("status") != "ruled_out"}
    heard: dict[tuple[str, str], set[str]] = defaultdict(set)
    for talk in held:
        for question in bundle.get("questions", []):
            if question["interview_id"] != talk["interview_id"] or not question.get("answered"):
                continue
            if talk.get("field_id") in active and question.get("topic") not in {None, "referral"}:
                heard[talk["field_id"], question["topic"]].add(talk["contact_id"])
    return {
        "topics_answered": len(heard),
        "topics_total": TOPICS * len(active),
        "topics_replicated": sum(len(who) >= 2 for who in heard.values()),
    }


def is_open(row: Row, as_of: date) -> bool:
    """Not done by the day, and not opening after it."""
    return not by_day(row.get("done_on"), as_of) and not (row.get("opens_on") and row["opens_on"] > as_of)


def owed(rows: Iterable[Row], as_of: date) -> dict[str, Any]:
    """Open and overdue follow-ups."""
    waiting = [row for row in rows if is_open(row, as_of)]
    late = [(as_of - row["due_on"]).days for row in waiting if row["due_on"] < as_of]
    return {
        "follow_ups_open": len(waiting),
        "follow_ups_overdue": len(late),
        "oldest_overdue_days": max(late, default=None),
    }


def part_of_overdue(row: Row, talk: Row, as_of: date, zone: ZoneInfo, look_back: int = 28) -> str:
    """What a follow-up that is past its day is: a hello, over as its talk has it, too old, or a promise."""
    if row["kind"] == "keep_in_touch":
        return "hellos_late"
    if row["kind"] == "confirm":
        is_off = talk.get("stage") in {"declined", "no_reply", "cancelled"}
        closed = talk.get("closed_on")
        if any(by_day(talk.get(step), as_of) for step in ("held_on", "confirmed_on")):
            return "promises_over"
        if is_off and (closed is None or closed <= as_of):
            return "promises_over"
        appointment = talk.get("scheduled_for")
        if appointment is not None and appointment.astimezone(zone).date() >= as_of:
            return "promises_late"
    if row["kind"] == "write_notes" and by_day(talk.get("notes_on"), as_of):
        return "promises_over"
    return "promises_old" if (as_of - row["due_on"]).days > look_back else "promises_late"


def parts_of_overdue(rows: Iterable[Row], talks: Mapping[str, Row], as_of: date, zone: ZoneInfo) -> dict[str, Any]:
    """What the overdue follow-ups are the sum of, and for how many days the oldest promise is waiting."""
    late = [row for row in rows if is_open(row, as_of) and row["due_on"] < as_of]
    raw = {number: talk.get("as_it_was", talk) for number, talk in talks.items()}
    parts = [(part_of_overdue(row, raw.get(row.get("interview_id") or "", {}), as_of, zone), row) for row in late]
    promised = [(as_of - row["due_on"]).days for part, row in parts if part == "promises_late"]
    return {name: sum(part == name for part, _ in parts) for name in PARTS} | {
        "oldest_promise_days": max(promised, default=None)
    }


PARTS = ("promises_late", "promises_old", "promises_over", "hellos_late")


def fields_of(bundle: Bundle, contact: str) -> set[str]:
    """The fields that a person belongs to: their own, and those of their talks."""
    own = {row.get("field_id") for row in bundle.get("contacts", []) if row["contact_id"] == contact}
    talked = {row.get("field_id") for row in bundle.get("interviews", []) if row["contact_id"] == contact}
    return {field for field in own | talked if field is not None}


def fields_of_owed(bundle: Bundle, row: Row) -> set[str]:
    """The fields that a follow-up belongs to: that of its talk, else those of its person."""
    talk = next((t for t in bundle.get("interviews", []) if t["interview_id"] == row.get("interview_id")), {})
    if talk.get("field_id"):
        return {talk["field_id"]}
    person = row.get("contact_id") or talk.get("contact_id")
    return fields_of(bundle, person) if person else set()


def of_field(bundle: Bundle, name: str) -> Bundle:
    """The records of those who explore a field, less what does not belong to it.

    People and talks that do not belong to it stay without a day, for chains run over them.
    """
    meant = [row for row in bundle.get("fields", []) if row["name"].casefold() == name.casefold()]
    ids, clients = {row["field_id"] for row in meant}, {row["client_id"] for row in meant}
    found = {table: list(rows) for table, rows in bundle.items()}
    found["clients"] = [row for row in bundle.get("clients", []) if row["client_id"] in clients]
    found["fields"] = meant
    found["research"] = [row for row in bundle.get("research", []) if row["field_id"] in ids]
    found["contacts"] = [
        row if fields_of(bundle, row["contact_id"]) & ids else {**row, "added_on": None}
        for row in bundle.get("contacts", [])
    ]
    found["follow_ups"] = [row for row in bundle.get("follow_ups", []) if fields_of_owed(bundle, row) & ids]
    days = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on", "scheduled_for")
    found["interviews"] = [
        row if row.get("field_id") in ids else {**row, **dict.fromkeys(days), "as_it_was": row}
        for row in bundle.get("interviews", [])
    ]
    return found


def touched(contact: str, talks: list[dict[str, Any]], follow_ups: list[dict[str, Any]]) -> list[date]:
    """The days on which a contact was met, thanked or greeted."""
    of_talk = {talk["interview_id"]: talk["contact_id"] for talk in talks}
    days = [talk.get("held_on") for talk in talks if talk["contact_id"] == contact]
    for row in follow_ups:
        to = row.get("contact_id") or of_talk.get(row.get("interview_id"))
        if to == contact and row["kind"] in {"thank_you", "keep_in_touch"}:
            days.append(row.get("done_on"))
    return [day for day in days if day is not None]


def network(
    people: list[dict[str, Any]], talks: list[dict[str, Any]], follow_ups: list[dict[str, Any]], as_of: date
) -> dict[str, Any]:
    """The people known by the day."""
    known = [person for person in people if by_day(person.get("added_on"), as_of)]
    met = {talk["contact_id"] for talk in talks if by_day(talk.get("held_on"), as_of)}
    warm = [
        person
        for person in known
        if any(within(day, as_of, 180) for day in touched(person["contact_id"], talks, follow_ups))
    ]
    steps = [generation(person, {each["contact_id"]: each for each in people}) for person in known]
    return {
        "contacts": len(known),
        "contacts_new": sum(within(person["added_on"], as_of, 28) for person in known),
        "contacts_interviewed": sum(person["contact_id"] in met for person in known),
        "contacts_warm": len(warm),
        "referred": sum(person.get("referred_by") is not None for person in known),
        "generations": max((step for step in steps if step is not None), default=0),
    }


def generation(person: Row, people: Mapping[str, Row]) -> int | None:
    """How many referrals lead to a person; nothing where the chain enters a loop."""
    met = set()
    while (referrer := person.get("referred_by")) is not None:
        if person["contact_id"] in met:
            return None
        met.add(person["contact_id"])
        person = people[referrer]
    return len(met)


def forward_steps(bundle: Bundle, own: Bundle, as_of: date) -> list[tuple[date, int]]:
    """Every step forward by the day, with its place on the ladder."""
    fields = {field["field_id"] for field in own.get("fields", [])}
    days = [(person.get("added_on"), 0) for person in own.get("contacts", [])]
    days += [(row.get("read_on"), 1) for row in bundle.get("research", []) if row["field_id"] in fields]
    for talk in own.get("interviews", []):
        columns = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on")
        days += [(talk.get(column), place) for place, column in enumerate(columns, start=2)]
    return [(day, place) for day, place in days if day is not None and day <= as_of]


def came_with_a_file(person: Row) -> bool:
    """Whether the only day known of somebody is that on which a file brought them."""
    return bool(person.get("imported_on") and person["added_on"] and person["added_on"] >= person["imported_on"])


def is_ahead(talk: Row, as_of: date, zone: ZoneInfo) -> bool:
    """Whether an appointment lies ahead."""
    moment: datetime | None = talk.get("scheduled_for")
    if moment is None or by_day(talk.get("held_on"), as_of):
        return False
    return moment.astimezone(zone).date() > as_of and talk.get("stage") not in {"declined", "no_reply", "cancelled"}


SHARES = {
    "reply_rate": ("replies", "requests"),
    "coverage": ("topics_answered", "topics_total"),
    "referral_share": ("referred", "contacts"),
}
COUNTS = (
    "interviews_held", "interviews_recent", "topics_answered", "topics_total", "topics_replicated", "follow_ups_open",
    "follow_ups_overdue", "contacts", "contacts_new", "contacts_interviewed", "contacts_warm",
)  # fmt: skip


def client_rows(bundle: Bundle, as_of: date, zone: ZoneInfo, office_goal: int = 6) -> list[dict[str, Any]]:
    """Every client's figures, whatever the status, with `active` and `stuck` beside them."""
    rows = [client(bundle, row, as_of, zone, office_goal) for row in bundle.get("clients", [])]
    for row in rows:
        row |= {name: share(row[part], row[whole]) for name, (part, whole) in SHARES.items()}
    return sorted(rows, key=lambda row: row["client_id"])


def summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A group's figures: sums, sums over sums, maxima."""
    found: dict[str, Any] = {"clients": len(rows), "clients_stuck": sum(row["stuck"] for row in rows)}
    found |= {name: sum(row[name] for row in rows) for name in COUNTS}
    for name, (part, whole) in SHARES.items():
        found[name] = share(sum(row[part] for row in rows), sum(row[whole] for row in rows))
    oldest = [row["oldest_overdue_days"] for row in rows if row["oldest_overdue_days"] is not None]
    found["oldest_overdue_days"] = max(oldest, default=None)
    found["generations"] = max((row["generations"] for row in rows), default=0)
    return found
