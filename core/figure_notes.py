"""Notes beside the figures in words, so that nobody is misled; one wording for every page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.figures import PARTS_OF_OVERDUE
from core.follow_up_state import HELLO
from core.labels import follow_up
from core.words import counted, days, joined, number, plural, short_day

Counts = Mapping[str, Any]
_ENOUGH_FOR_A_SHARE = 10  # requests; of fewer a share says nothing
_KINDS_NAMED = 2
_HEARD_IN_A_TALK = 5  # topics at most: one talk usually answers three to five

# The one span that “lately” means, on cards, in charts and tables.
LATELY = "in the last 28 days"
# What each figure counts, on a tap.
MEANS = {
    "Talks held": "A talk counts once it has the day on which it was held.",
    "Topics heard": "Of eleven topics in each field, those with an answer. One talk usually answers three to five.",
    "Waiting": "Promises past the day they were meant for that can still be kept. Hellos are owed to nobody, and stand "
    "apart; so does what is too old, or no longer needed.",
    "People": "Everybody whom clients know of for a talk; of these, who came through somebody else.",
}


def lately(found: Counts) -> str:
    """Talks of the last 28 days and of the 28 before, as counts; nothing where there are neither."""
    now, before = found["interviews_recent"], found["interviews_recent_before"]
    return f"{now:,} {LATELY}, {before:,} in the 28 before" if now or before else ""


def replies(found: Counts) -> str:
    """The note on requests: answers, and with a yes; no share of a few, and those just sent apart."""
    asked, answered, agreed = found["requests"], found["replies"], found["requests_agreed"]
    if not asked:
        return ""
    if agreed > answered:
        return f"{agreed:,} of {asked:,} {plural(asked, 'request')} led to a talk; days of answers are missing"
    share = f" ({_share(answered / asked)})" if asked >= _ENOUGH_FOR_A_SHARE else ""
    yes = f", {agreed:,} yes" if answered else ""
    new = found["requests_last_7_days"]
    sent = f"; {new:,} went out in the last week" if new else ""
    return f"{asked:,} {plural(asked, 'request')}: {answered:,} {plural(answered, 'answer')}{share}{yes}{sent}"


def _share(part: float) -> str:
    return f"{part:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def waiting(promised: Sequence[Counts], since: str = "") -> str:
    """Promises past their day that can still be kept, by kind, and how long ago the oldest of them was due.

    `promised` has a row for each `kind` with `follow_ups` and `oldest_overdue_days`; `since` stands for the days where
    all of them come from one talk.
    """
    if not promised:
        return ""
    most = sorted(promised, key=lambda row: -row["follow_ups"])
    named, others = most[:_KINDS_NAMED], most[_KINDS_NAMED:]
    kinds = [counted(row["follow_ups"], follow_up(row["kind"], 1), follow_up(row["kind"], 2)) for row in named]
    more = sum(row["follow_ups"] for row in others)
    kinds += [f"{number(more)} more"] if more else []
    all_of_them = sum(row["follow_ups"] for row in promised)
    oldest = max(row["oldest_overdue_days"] for row in promised)
    due = f"{'the oldest ' if all_of_them > 1 else ''}due {days(oldest)} ago"
    return f"{joined(kinds)}, {since or due}"


def past_their_day(found: Counts, look_back_days: int) -> str:
    """What the figure of overdue follow-ups is the sum of; nothing where nothing is overdue.

    "42 past the day meant for them: 17 promises, 4 older than four weeks, 21 hellos"; of promises alone without a sum.
    """
    total = found["follow_ups_overdue"]
    return f"{total:,} {past_the_day(found, look_back_days)}" if total else ""


def past_the_day(found: Counts, look_back_days: int) -> str:
    """The same behind the count of them: "past the day meant for them: 2 hellos"."""
    total = found["follow_ups_overdue"]
    promises, old, over, hellos = (found[name] for name in PARTS_OF_OVERDUE)
    parts = [f"{promises:,} {plural(promises, 'promise')}"] if promises else []
    parts += [f"{old:,} {older_than(look_back_days)}"] if old else []
    parts += [f"{over:,} no longer needed"] if over else []
    parts += [f"{hellos:,} {follow_up(HELLO, hellos)}"] if hellos else []
    past = f"past the day meant for {plural(total, 'it', 'them')}"
    return past if promises == total else f"{past}: {', '.join(parts)}"


def older_than(look_back_days: int) -> str:
    """What is too old to be mended, by the office's number: "older than four weeks"."""
    weeks, rest = divmod(look_back_days, 7)
    return f"older than {days(look_back_days) if rest or not weeks else counted(weeks, 'week')}"


def people(found: Counts, imported_on: date | None = None, written_to: int | None = None, *, as_of: date) -> str:
    """The note on new people, by hand and from a file apart, and on how many came through others, as a count.

    `imported_on` is the day of the file and `written_to` how many of its people were asked, where that is known.
    """
    new, imported = found["contacts_new"], found["contacts_new_imported"]
    through = found["contacts_referred"]
    others = f"; {number(through)} through others" if through else ""
    if not imported:
        return f"{_some(new)} new {LATELY}{others}"
    by_hand = f"{_some(new - imported)} added by hand"
    came = f" on {short_day(imported_on, as_of)}" if imported_on else ""
    asked = f"; wrote to {_some(written_to)} of them" if written_to is not None else f" {LATELY}"
    return f"{by_hand}, {number(imported)} came in with a file{came}{asked}{others}"


def _some(count: int) -> str:
    return number(count) if count else "none"


def reach(open_topics: int, talks_left: int) -> str:
    """The note on how much the talks to come can bring, where that is less than what is open; nothing otherwise."""
    if not 0 < talks_left * _HEARD_IN_A_TALK < open_topics:
        return ""
    return f"{counted(talks_left, 'more talk')} can bring about {number(talks_left * _HEARD_IN_A_TALK)}"


def not_counted(rows: Sequence[Counts]) -> str:
    """The clients left out of the figures, so that a caseload which shrank does not look like one that did less."""
    parts = [_left_out(row) for row in rows]
    return f"Not counted: {' and '.join(parts)}." if parts else ""


def _left_out(row: Counts) -> str:
    kind, talks, late = row["status"], row["interviews_held"], row["follow_ups_overdue"]
    said = (
        counted(talks, "talk")
        if kind == "closed"
        else f"{counted(late, 'follow-up')} past the day meant for {plural(late, 'it', 'them')}"
    )
    who = counted(row["clients"], f"{kind} person", f"{kind} people")
    return f"{who} ({said})" if (talks if kind == "closed" else late) else who


def without_field(talks: int = 0, people_known: int = 0, follow_ups: int = 0) -> str:
    """What a field that is chosen leaves out because it has none; nothing where everything has one."""
    parts = [counted(talks, "talk")] if talks else []
    parts += [counted(people_known, "person", "people")] if people_known else []
    parts += [counted(follow_ups, "follow-up")] if follow_ups else []
    return f"Without a field, and not counted here: {joined(parts)}." if parts else ""
