"""An example of each rule, as data: what it tells, in which words, and what comes near and is left alone.

Of a rule about a case, cases; of a rule about a client's records, the rows of a bundle with one client, so that the
query which looks for them is tried with it; of a rule about a caseload, that record itself.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from core.case import Case
from core.clock import Clock
from core.models import TABLES, own_id
from core.records import CaseloadRecord
from tests.casework import D, case, clock, talk, waiting
from tests.random_offices import Bundle

_IDS = {*(own_id(table) for table in TABLES), "referred_by", "because_of"}
WITH = "The talk with R. Cole"


Subject = Case | CaseloadRecord | Bundle


class Example(NamedTuple):
    """By its words what a rule tells, and what it does not, as of a clock."""

    told: Mapping[str, Subject]
    silent: Sequence[Subject]
    at: Clock = clock()


def ago(days: int) -> date:
    return D - timedelta(days)


def maya(client: Mapping[str, Any] | None = None, **tables: list[dict[str, Any]]) -> Bundle:
    """Maya, her contact Ines and a field, all in order, and whatever rows an example adds of hers."""
    bundle: Bundle = {
        "clients": [{"client_id": "maya", "name": "Maya", "started_on": ago(100), **(client or {})}],
        "fields": [{"field_id": "f1", "client_id": "maya", "name": "Nursing"}],
        "contacts": [{"contact_id": "ines", "client_id": "maya", "name": "Ines", "added_on": ago(90)}],
    }
    for table, rows in tables.items():
        own = rows if table == "questions" else [{"client_id": "maya", **row} for row in rows]
        bundle[table] = [*bundle.get(table, []), *own]
    return bundle


def interview(**facts: Any) -> dict[str, Any]:
    """Maya's talk with Ines, of her field."""
    return {"interview_id": "i1", "contact_id": "ines", "field_id": "f1", **facts}


def talked(**facts: Any) -> Bundle:
    """Maya, with one talk."""
    return maya(interviews=[interview(**facts)])


def answered(question: Mapping[str, Any], **facts: Any) -> Bundle:
    """Maya, with one talk and one answer in it."""
    row = {"interview_id": "i1", "text": "Your day?", "asked": True, "answered": True, **question}
    return maya(interviews=[interview(**facts)], questions=[row])


def owed(follow_up: Mapping[str, Any], **facts: Any) -> Bundle:
    """Maya, with one talk and one follow-up of it."""
    return maya(interviews=[interview(**facts)], follow_ups=[{"interview_id": "i1", **follow_up}])


def met(**introduced_by: str | None) -> Bundle:
    """Maya, with more contacts, each by whom it was introduced."""
    names = introduced_by.items()
    return maya(
        contacts=[{"contact_id": n, "name": n.title(), "added_on": ago(9), "referred_by": by} for n, by in names]
    )


SIX_DAYS = ago(6)


def late(kind: str, due: date = SIX_DAYS, count: int = 1, **facts: Any) -> Case:
    """A case with something late."""
    return case(waiting=[waiting(kind, due, count, **facts)])


def apart(bundle: Bundle, mark: str) -> Bundle:
    """The same rows with a mark before every id, so that they can stand in an office beside others."""
    return {
        table: [
            {name: f"{mark}{cell}" if name in _IDS and cell else cell for name, cell in row.items()} for row in rows
        ]
        for table, rows in bundle.items()
    }


def halted(**facts: Any) -> Case:
    """A case whose last step was nineteen days ago."""
    return case(**{"last_step": ago(19), **facts})


EARLY = late("thank_you", ago(4))  # a Wednesday: two working days
LONG_GONE = late("thank_you", ago(29))
TOMORROW = D + timedelta(1)
AT_THE_AIM: dict[str, Any] = {"held": 6, "reached_on": ago(18), "last_step": ago(18)}

EXAMPLES: Mapping[str, Example] = {
    # ── talks that are close ─────────────────────────────────────────────────────────────────────────────────────────
    "SCH043": Example(
        {"Talks with R. Cole tomorrow at 14:00, no questions chosen": case(talks=[talk(TOMORROW, confirmed=True)])},
        [
            case(talks=[talk(TOMORROW, chosen=4)]),
            case(talks=[talk(TOMORROW, plans=False)]),
            case(talks=[talk(D + timedelta(3))]),
        ],
    ),
    "SCH078": Example(
        {
            "Talk with R. Cole tomorrow at 14:00, not confirmed": case(talks=[talk(TOMORROW, chosen=4)]),
            "Talk with R. Cole today, not confirmed": case(talks=[talk(D, None, chosen=4)]),
        },
        [
            case(talks=[talk(TOMORROW, confirmed=True)]),
            case(talks=[talk(TOMORROW, confirms=False)]),
            case(talks=[talk(D + timedelta(3))]),
        ],
    ),
    # ── what somebody waits for ──────────────────────────────────────────────────────────────────────────────────────
    "FUP102": Example(
        {
            "A thank-you to R. Cole, due 6 days ago": late("thank_you"),
            "Three thank-yous, the oldest to R. Cole, due 6 days ago": late("thank_you", count=3),
            "A thank-you to R. Cole, due 28 days ago": late("thank_you", ago(28)),
        },
        [EARLY, LONG_GONE, late("keep_in_touch", ago(20))],
    ),
    "FUP103": Example(
        {
            "A thank-you to R. Cole for an introduction, due 6 days ago": late("thank_referrer"),
            "Two thank-yous for introductions, the oldest to R. Cole, due 6 days ago": late("thank_referrer", count=2),
        },
        [late("thank_referrer", ago(4)), late("thank_you")],
    ),
    "FUP104": Example(
        {
            "R. Cole asked for the résumé on 12 Nov": late("send_resume", ago(9)),
            "Two people asked for the résumé, R. Cole on 12 Nov": late("send_resume", ago(9), 2),
        },
        [late("send_resume", ago(4))],
    ),
    "FUP108": Example(
        {
            "A name from R. Cole, given 20 days ago, unused": late("lead", opened_on=ago(20), gift="person"),
            "A book from R. Cole, given 20 days ago, unused": late("resource", opened_on=None, gift="book"),
            "Two ideas, the oldest from R. Cole, given 7 days ago, unused": late("lead", count=2, gift="idea"),
            "Three suggestions, the oldest from Ines, given 22 days ago, unused": case(
                waiting=[
                    waiting("lead", ago(6), 2, opened_on=ago(20), gift="person"),
                    waiting("resource", ago(8), opened_on=ago(22), gift="book", contact="Ines"),
                ]
            ),
        },
        [late("lead", ago(4), gift="person"), late("resource", ago(29), gift="book")],
    ),
    "FUP090": Example(
        {
            "Has not told R. Cole how it went, decided on 2 Nov": late("decision_update", opened_on=ago(20)),
            "Has not told R. Cole and two others how it went, decided on 2 Nov": late(
                "decision_update", count=3, opened_on=ago(20)
            ),
        },
        [late("decision_update", ago(4))],
    ),
    "FUP077": Example({f"{WITH} on 15 Nov turned to a job, nothing said since": late("repair")}, [late("repair", D)]),
    "FUP201": Example({"A promise, due 6 days ago": late("other", contact="")}, [late("other", ago(4))]),
    "DEB098": Example(
        {
            "Talk with R. Cole of 15 Nov without notes": late("write_notes"),
            "Two talks without notes, the first with R. Cole on 15 Nov": late("write_notes", count=2),
        },
        [late("write_notes", ago(4))],
    ),
    # ── come to a halt, arrived, and the last word ───────────────────────────────────────────────────────────────────
    "PAC201": Example(
        {
            "Nothing noted since the start, no step for 19 days": case(stage=None, last_step=None, started_on=ago(19)),
            "Has read two sources, listed nobody, no step for 19 days": halted(
                stage="researched", requests=0, contacts=0
            ),
            "Has listed four people, written to none, no step for 19 days": halted(stage="identified", requests=0),
            "Somebody new on the list and asked nobody since, no step for 19 days": halted(stage="identified"),
            "Read on and asked nobody since, no step for 19 days": halted(stage="researched"),
            "No answer from R. Cole, no step for 19 days": halted(stage="requested", unanswered=1),
            "No answer from the last two, no step for 19 days": halted(stage="requested", unanswered=2),
            "An answer from R. Cole, no day agreed, no step for 19 days": halted(stage="replied"),
            "A no from R. Cole, nobody asked since, no step for 19 days": halted(stage="replied", step_end="declined"),
            f"{WITH} was set for 10 Nov, nothing noted since, no step for 19 days": halted(
                stage="scheduled", set_for=ago(12)
            ),
            f"{WITH} was agreed without a day, no step for 19 days": halted(stage="confirmed"),
            f"{WITH} was called off, nothing since, no step for 19 days": halted(
                stage="scheduled", step_end="cancelled"
            ),
            "Talked with R. Cole, no next step, no step for 19 days": halted(stage="held"),
            "Talked with R. Cole, no next step, no step for 14 days": halted(last_step=ago(14)),
        },
        [
            halted(last_step=ago(13)),
            halted(ahead=True),
            halted(held=6),
            case(last_step=None, started_on=D + timedelta(3)),
        ],
    ),
    "PAC202": Example(
        {"Reached the aim on 4 Nov, nothing agreed after": case(**AT_THE_AIM, agreed_on=ago(23))},
        [
            case(**AT_THE_AIM, agreed_on=ago(18)),
            case(**AT_THE_AIM, agreed_on=ago(1)),
            case(**AT_THE_AIM, ahead=True),
            case(**{**AT_THE_AIM, "reached_on": ago(13)}),
        ],
    ),
    "PAC203": Example(
        {"You last spoke 34 days ago": case(last_word=ago(34))},
        [case(last_word=ago(30)), case(last_word=None), case(last_word=ago(34), meets_on=D)],
    ),
    "PAC204": Example(
        {"Quiet for 90 days": case(last_step=ago(90), held=6)},
        [case(last_step=ago(89), held=6), case(last_step=ago(90), held=6, ahead=True)],
    ),
    "PAC205": Example({"Has no counselor yet": case(unassigned=True)}, [case()]),
    # ── good to mention ──────────────────────────────────────────────────────────────────────────────────────────────
    "PAC211": Example(
        {
            "Sent a first request on Tuesday": case(requested_on=ago(5)),
            "Sent a first request on 9 Nov": case(requested_on=ago(13)),
        },
        [case(requested_on=ago(14)), case(requested_on=None)],
    ),
    "PAC212": Example({"Had a first talk yesterday": case(talked_on=ago(1))}, [case(talked_on=ago(14))]),
    "NET211": Example(
        {"Was introduced to somebody for the first time today": case(introduced_on=D)}, [case(introduced_on=ago(14))]
    ),
    "PAC213": Example(
        {"Reached the aim of six talks on 9 Nov": case(reached_on=ago(13), held=6)}, [case(reached_on=None, held=6)]
    ),
    "FUP211": Example(
        {"Thanked Ines within a day on Friday": case(thanked_on=ago(2), thanked="Ines")}, [case(thanked_on=ago(14))]
    ),
    # ── the days of a talk ───────────────────────────────────────────────────────────────────────────────────────────
    "DAT201": Example(
        {"Ines's reply of 15 Nov is before the request of 17 Nov.": talked(requested_on=ago(5), replied_on=ago(7))},
        [talked(requested_on=ago(5), replied_on=ago(5))],
    ),
    "DAT202": Example(
        {
            "The talk with Ines was agreed on 15 Nov, before the request of 17 Nov.": talked(
                requested_on=ago(5), scheduled_on=ago(7)
            )
        },
        [talked(requested_on=ago(5), scheduled_on=ago(5))],
    ),
    "DAT203": Example(
        {
            "The talk with Ines was held on 15 Nov, before it was agreed on 17 Nov.": talked(
                scheduled_on=ago(5), held_on=ago(7), stage="held"
            )
        },
        [talked(scheduled_on=ago(5), held_on=ago(5), stage="held")],
    ),
    "DAT204": Example(
        {
            "The talk with Ines was held on 15 Nov, before the request of 17 Nov.": talked(
                requested_on=ago(5), held_on=ago(7), stage="held"
            )
        },
        [talked(requested_on=ago(5), held_on=ago(5), stage="held")],
    ),
    "DAT205": Example(
        {
            "The talk with Ines was confirmed on 15 Nov, before it was agreed on 17 Nov.": talked(
                scheduled_on=ago(5), confirmed_on=ago(7)
            )
        },
        [talked(scheduled_on=ago(5), confirmed_on=ago(5))],
    ),
    "DAT206": Example(
        {
            "The talk with Ines is noted as held on 23 Nov, which is still ahead.": talked(
                held_on=TOMORROW, stage="held"
            )
        },
        [talked(held_on=D, stage="held")],
    ),
    "DAT220": Example(
        {
            "The talk with Ines is noted as asked on 2 Nov 2027, which is still ahead.": talked(
                requested_on=date(2027, 11, 2)
            ),
            "The talk with Ines is noted as answered on 23 Nov, which is still ahead.": talked(
                requested_on=D, replied_on=TOMORROW
            ),
            "The talk with Ines is noted as agreed on 23 Nov, which is still ahead.": talked(scheduled_on=TOMORROW),
            "The talk with Ines is noted as confirmed on 23 Nov, which is still ahead.": talked(confirmed_on=TOMORROW),
        },
        [talked(requested_on=D, replied_on=D, scheduled_on=D, confirmed_on=D)],
    ),
    # ── the stage of a talk, and what it leaves open ─────────────────────────────────────────────────────────────────
    "DAT207": Example(
        {
            "The talk with Ines was held on 15 Nov, yet it is noted as without a reply.": talked(
                held_on=ago(7), stage="no_reply"
            )
        },
        [talked(stage="no_reply"), talked(held_on=ago(7), stage="closed")],
    ),
    "DAT208": Example(
        {
            "The talk with Ines was held on 15 Nov, its stage still says scheduled.": talked(
                held_on=ago(7), stage="scheduled"
            )
        },
        [talked(held_on=ago(7), stage="held"), talked(held_on=ago(7)), talked(stage="scheduled")],
    ),
    "DAT209": Example(
        {"The talk with Ines is marked as held but has no day, so it is not counted.": talked(stage="held")},
        [talked(stage="held", held_on=ago(7)), talked(stage="closed")],
    ),
    "DAT210": Example(
        {
            "The talk with Ines was set for 21 Nov; nothing is noted since.": talked(
                scheduled_for="2026-11-21T14:00+00:00", stage="scheduled"
            )
        },
        [
            talked(scheduled_for="2026-11-22T06:00+00:00", stage="scheduled"),
            talked(scheduled_for="2026-11-21T14:00+00:00", stage="cancelled"),
            talked(scheduled_for="2026-11-21T14:00+00:00", closed_on=ago(1)),
        ],
    ),
    "DAT213": Example(
        {
            "The talk with Ines on 19 Nov names no field; there are 2.": maya(
                interviews=[interview(field_id=None, held_on=ago(3), stage="held")],
                fields=[{"field_id": "f2", "name": "Law"}],
            ),
            "The talk with Ines on 19 Nov names no field; its one answer counts for none.": answered(
                {}, field_id=None, held_on=ago(3), stage="held"
            ),
        },
        [talked(field_id=None, held_on=ago(3), stage="held"), answered({}, held_on=ago(3), stage="held")],
    ),
    "DAT222": Example(
        {"Ines replied on 15 Nov; when the request went out is not noted.": talked(replied_on=ago(7))},
        [talked(requested_on=ago(8), replied_on=ago(7))],
    ),
    # ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────
    "DAT211": Example(
        {"“Your day?” has an answer but is not marked as asked.": answered({"asked": False}, held_on=ago(3))},
        [answered({}, held_on=ago(3)), answered({"asked": False, "answered": False}, held_on=ago(3))],
    ),
    "DAT212": Example(
        {
            "“Your day?” is answered, but the talk with Ines is not noted as held.": answered({}),
            f"“{'Why? ' * 11}Why?…” is answered, but the talk with Ines is not noted as held.": answered(
                {"text": "Why? " * 20}
            ),
        },
        [answered({}, held_on=D, stage="held"), answered({"answered": False})],
    ),
    # ── follow-ups ───────────────────────────────────────────────────────────────────────────────────────────────────
    "DAT214": Example(
        {
            "“Thank-you” for Ines was done on 15 Nov, before it opened on 17 Nov.": owed(
                {"kind": "thank_you", "opens_on": ago(5), "due_on": ago(4), "done_on": ago(7)}
            )
        },
        [owed({"kind": "thank_you", "opens_on": ago(5), "due_on": ago(4), "done_on": ago(5)})],
    ),
    "DAT215": Example(
        {
            "“Thank-you” for Ines is due on 15 Nov, before it opens on 17 Nov.": owed(
                {"kind": "thank_you", "opens_on": ago(5), "due_on": ago(7)}
            )
        },
        [owed({"kind": "thank_you", "opens_on": ago(5), "due_on": ago(5)})],
    ),
    "DAT216": Example(
        {
            "“Confirm” for Ines is done on 16 Nov, while its record says 17 Nov.": owed(
                {"kind": "confirm", "due_on": ago(7), "done_on": ago(6)}, confirmed_on=ago(5)
            ),
            "“Notes” for Ines is still open, while its record says 17 Nov.": owed(
                {"kind": "write_notes", "due_on": ago(7)}, notes_on=ago(5)
            ),
            "“A name given” for Ines is still open, while its record says 19 Nov.": maya(
                interviews=[interview()],
                leads=[{"lead_id": "l1", "kind": "person", "name": "Tom", "interview_id": "i1", "done_on": ago(3)}],
                follow_ups=[{"kind": "lead", "because_of": "l1", "interview_id": "i1", "due_on": ago(1)}],
            ),
        },
        [
            owed({"kind": "confirm", "due_on": ago(7), "done_on": ago(5)}, confirmed_on=ago(5)),
            owed({"kind": "write_notes", "due_on": ago(7)}),
        ],
    ),
    "DAT221": Example(
        {
            "“Thank-you” for Ines is noted as done on 23 Nov, which is still ahead.": owed(
                {"kind": "thank_you", "due_on": ago(7), "done_on": TOMORROW}
            )
        },
        [owed({"kind": "thank_you", "due_on": ago(7), "done_on": D})],
    ),
    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────
    "DAT217": Example(
        {
            "A, B and C are each noted as introduced by the next, in a circle.": met(a="b", b="c", c="a", d="a"),
            "E is noted as introduced by E.": met(e="e"),
        },
        [met(a="b", b="c", c=None, d="a")],
    ),
    "DAT218": Example(
        {"Amara has no day of being added, so is not counted.": maya(contacts=[{"contact_id": "a", "name": "Amara"}])},
        [maya(contacts=[{"contact_id": "a", "name": "Amara", "added_on": D}])],
    ),
    "DAT223": Example(
        {
            "Ben is noted as added on 23 Nov, which is still ahead.": maya(
                contacts=[{"contact_id": "b", "name": "Ben", "added_on": TOMORROW}]
            )
        },
        [maya(contacts=[{"contact_id": "b", "name": "Ben", "added_on": D}])],
    ),
    "DAT219": Example({"Maya has no day of beginning.": maya({"started_on": None})}, [maya()]),
    "DAT240": Example(
        {"Not recorded here for Maya: your words with them.": maya()},
        [maya(meetings=[{"kind": "call", "happened_on": ago(1)}])],
    ),
    "DAT200": Example(
        {
            "One person has something in their records to mend": CaseloadRecord(1),
            "Three people have something in their records to mend": CaseloadRecord(3),
        },
        [CaseloadRecord(0)],
    ),
}
