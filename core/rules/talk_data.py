"""Rules about the record of a talk: days in an order that cannot be, a stage they deny, something left open."""

from datetime import date

from core.findings import Severity
from core.records import TalkRecord
from core.rules.register import record_rule
from core.vocabulary import ENDS
from core.words import counted, joined, plural, short_day

_NOT_YET_HELD = frozenset({"identified", "researched", "requested", "replied", "scheduled", "confirmed"})


@record_rule("DAT201", Severity.WARN, TalkRecord, "replied_on", remedy="Correct one of the two days.")
def reply_before_request(talk: TalkRecord, today: date) -> str | None:
    """An answer cannot come before the question; one of the two days is mistyped, and the reply rate leans on both."""
    if talk.requested_on and talk.replied_on and talk.replied_on < talk.requested_on:
        return (
            f"{talk.contact}'s reply of {short_day(talk.replied_on, today)} is before "
            f"the request of {short_day(talk.requested_on, today)}."
        )
    return None


@record_rule("DAT202", Severity.WARN, TalkRecord, "scheduled_on", remedy="Correct one of the two days.")
def agreed_before_request(talk: TalkRecord, today: date) -> str | None:
    """A talk is agreed after it is asked for; one of the two days is mistyped."""
    if talk.requested_on and talk.scheduled_on and talk.scheduled_on < talk.requested_on:
        return (
            f"The talk with {talk.contact} was agreed on {short_day(talk.scheduled_on, today)}, before "
            f"the request of {short_day(talk.requested_on, today)}."
        )
    return None


@record_rule("DAT203", Severity.WARN, TalkRecord, "held_on", remedy="Correct one of the two days.")
def held_before_agreed(talk: TalkRecord, today: date) -> str | None:
    """A talk is held after it is agreed; one of the two days is mistyped."""
    if talk.scheduled_on and talk.held_on and talk.held_on < talk.scheduled_on:
        return (
            f"The talk with {talk.contact} was held on {short_day(talk.held_on, today)}, before "
            f"it was agreed on {short_day(talk.scheduled_on, today)}."
        )
    return None


@record_rule("DAT204", Severity.WARN, TalkRecord, "held_on", remedy="Correct one of the two days.")
def held_before_request(talk: TalkRecord, today: date) -> str | None:
    """A talk is held after it is asked for; one of the two days is mistyped."""
    if talk.requested_on and talk.held_on and talk.held_on < talk.requested_on:
        return (
            f"The talk with {talk.contact} was held on {short_day(talk.held_on, today)}, before "
            f"the request of {short_day(talk.requested_on, today)}."
        )
    return None


@record_rule("DAT205", Severity.NUDGE, TalkRecord, "confirmed_on", remedy="Correct one of the two days.")
def confirmed_before_agreed(talk: TalkRecord, today: date) -> str | None:
    """A talk is confirmed after it is agreed; one of the two days is mistyped."""
    if talk.scheduled_on and talk.confirmed_on and talk.confirmed_on < talk.scheduled_on:
        return (
            f"The talk with {talk.contact} was confirmed on {short_day(talk.confirmed_on, today)}, before "
            f"it was agreed on {short_day(talk.scheduled_on, today)}."
        )
    return None


@record_rule(
    "DAT206", Severity.WARN, TalkRecord, "held_on", remedy="Correct the day, or leave it empty until they have talked."
)
def held_in_the_future(talk: TalkRecord, today: date) -> str | None:
    """A day that has not come is a plan; as a day of a talk it will count once it is here, whatever happens."""
    if talk.held_on and talk.held_on > today:
        return (
            f"The talk with {talk.contact} is noted as held on {short_day(talk.held_on, today)}, which is still ahead."
        )
    return None


@record_rule("DAT207", Severity.WARN, TalkRecord, "stage", remedy="Correct the stage, or take the day out.")
def held_yet_ended(talk: TalkRecord, today: date) -> str | None:
    """A talk with a day counts as held, whatever its stage says; where that says it never was, one of them is wrong."""
    if talk.held_on and talk.stage in ENDS:
        end = {"declined": "declined", "no_reply": "without a reply", "cancelled": "cancelled"}[talk.stage]
        return f"The talk with {talk.contact} was held on {short_day(talk.held_on, today)}, yet it is noted as {end}."
    return None


@record_rule("DAT208", Severity.NUDGE, TalkRecord, "stage", remedy="Set the stage to held.")
def held_not_marked_held(talk: TalkRecord, today: date) -> str | None:
    """It counts as held by its day; the stage was left behind."""
    if talk.held_on and talk.held_on <= today and talk.stage in _NOT_YET_HELD:
        held = short_day(talk.held_on, today)
        return f"The talk with {talk.contact} was held on {held}, its stage still says {talk.stage}."
    return None


@record_rule("DAT209", Severity.WARN, TalkRecord, "held_on", remedy="Add the day they talked.")
def held_without_a_day(talk: TalkRecord, today: date) -> str | None:
    """A talk counts once it has its day; this one is missing from every figure."""
    if talk.stage == "held" and not talk.held_on:
        return f"The talk with {talk.contact} is marked as held but has no day, so it is not counted."
    return None


@record_rule(
    "DAT210",
    Severity.NUDGE,
    TalkRecord,
    "held_on",
    remedy="Add the day they talked, or that it was moved or called off.",
)
def appointment_left_open(talk: TalkRecord, today: date) -> str | None:
    """The day of the appointment is over and nothing says how it went."""
    over = talk.held_on or talk.closed_on or talk.stage in {*ENDS, "held", "closed"}
    if talk.scheduled_day and talk.scheduled_day < today and not over:
        return (
            f"The talk with {talk.contact} was set for {short_day(talk.scheduled_day, today)}; nothing is noted since."
        )
    return None


@record_rule("DAT213", Severity.NUDGE, TalkRecord, "field_id", remedy="Choose the field the talk was about.")
def talk_without_a_field(talk: TalkRecord, today: date) -> str | None:
    """What was heard counts for the field of its talk; without one it counts for none."""
    if talk.has_field or not talk.held_on or not (talk.answers or talk.fields > 1):
        return None
    verb = plural(talk.answers, "counts", "count")
    answers = f"its {counted(talk.answers, 'answer')} {verb} for none" if talk.answers else f"there are {talk.fields}"
    return f"The talk with {talk.contact} on {short_day(talk.held_on, today)} names no field; {answers}."


@record_rule("DAT220", Severity.NUDGE, TalkRecord, "requested_on", remedy="Correct the day.")
def step_in_the_future(talk: TalkRecord, today: date) -> str | None:
    """A step whose day has not come counts for nothing until then; mostly a year or a month is mistyped."""
    steps = {"asked": talk.requested_on, "answered": talk.replied_on, "agreed": talk.scheduled_on,
             "confirmed": talk.confirmed_on}  # fmt: skip
    ahead = [f"{step} on {short_day(day, today)}" for step, day in steps.items() if day and day > today]
    return f"The talk with {talk.contact} is noted as {joined(ahead)}, which is still ahead." if ahead else None


@record_rule("DAT222", Severity.INFO, TalkRecord, "requested_on", remedy="Add the day of the request, if it is known.")
def reply_without_a_request(talk: TalkRecord, today: date) -> str | None:
    """The reply rate counts replies to requests; without the day of the request this reply is left out."""
    if talk.replied_on and not talk.requested_on:
        return f"{talk.contact} replied on {short_day(talk.replied_on, today)}; when the request went out is not noted."
    return None
