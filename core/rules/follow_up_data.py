"""Rules about the record of a follow-up: days that cannot be, or that its own fact denies."""

from datetime import date

from core.findings import Severity
from core.records import FollowUpRecord
from core.rules.register import record_rule
from core.words import short_day


@record_rule("DAT214", Severity.NUDGE, FollowUpRecord, "done_on", remedy="Correct one of the two days.")
def done_before_it_opened(row: FollowUpRecord, today: date) -> str | None:
    """What was done before it could be is either older than noted, or belongs to another talk."""
    if row.done_on and row.opens_on and row.done_on < row.opens_on:
        return (
            f"{_what(row)} was done on {short_day(row.done_on, today)}, before it opened on "
            f"{short_day(row.opens_on, today)}."
        )
    return None


@record_rule("DAT215", Severity.NUDGE, FollowUpRecord, "due_on", remedy="Correct one of the two days.")
def due_before_it_opens(row: FollowUpRecord, today: date) -> str | None:
    """Nobody can be in time for what is due before it opens."""
    if row.opens_on and row.due_on < row.opens_on:
        due, opens = short_day(row.due_on, today), short_day(row.opens_on, today)
        return f"{_what(row)} is due on {due}, before it opens on {opens}."
    return None


@record_rule(
    "DAT216", Severity.INFO, FollowUpRecord, "done_on", remedy="Make the two agree; until then the earlier day counts."
)
def row_and_fact_differ(row: FollowUpRecord, today: date) -> str | None:
    """A follow-up and the fact it follows from are one thing; where they differ, one of them was left behind."""
    if not row.fact_on or row.fact_on == row.done_on:
        return None
    here = f"done on {short_day(row.done_on, today)}" if row.done_on else "still open"
    return f"{_what(row)} is {here}, while its record says {short_day(row.fact_on, today)}."


@record_rule("DAT221", Severity.NUDGE, FollowUpRecord, "done_on", remedy="Correct the day.")
def done_in_the_future(row: FollowUpRecord, today: date) -> str | None:
    """A day that has not come counts for nothing until then; mostly a year or a month is mistyped."""
    if row.done_on and row.done_on > today:
        return f"{_what(row)} is noted as done on {short_day(row.done_on, today)}, which is still ahead."
    return None


def _what(row: FollowUpRecord) -> str:
    return f"“{row.what}” for {row.contact}" if row.contact else f"“{row.what}”"
