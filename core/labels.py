"""Labels of pages and commands for the words that records hold: never a code, never a judgement."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from core import reasons as why
from core.findings import Finding, Severity
from core.rules import RULES
from core.words import capital, counted, plural


class FollowUpWords(NamedTuple):
    """A kind of follow-up in words: every word that a page or a command has for it stands here.

    `one` and `many` of it; `short` where a heading or an axis wants one; `towards`, which stands between one of it and
    the person in a list; and `promised`, with the person's place, as the end of a sentence that a command says.
    """

    one: str
    many: str
    short: str
    towards: str
    promised: str


FOLLOW_UPS: Mapping[str, FollowUpWords] = MappingProxyType(
    {
        "confirm": FollowUpWords("confirmation", "confirmations", "Confirm", " with ", "confirmation to {}"),
        "thank_you": FollowUpWords("thank-you note", "thank-you notes", "Thank-you", " to ", "thank-you to {}"),
        "thank_referrer": FollowUpWords(
            "thank-you for an introduction", "thank-yous for introductions", "Thank the introducer",
            " to ", "thank-you to {} for the introduction",
        ),
        "write_notes": FollowUpWords(
            "set of notes", "sets of notes", "Notes", " on the talk with ", "notes on the talk with {}"
        ),
        "lead": FollowUpWords("name to follow up", "names to follow up", "A name given", ", from ", "a name from {}"),
        "resource": FollowUpWords(
            "book or organization to look at", "books or organizations to look at", "Look at",
            ", from ", "something {} recommended",
        ),
        "send_resume": FollowUpWords(
            "résumé that was asked for", "résumés that were asked for", "Résumé asked for", ", for ", "résumé to {}"
        ),
        "keep_in_touch": FollowUpWords("hello", "hellos", "Say hello", " to ", "hello to {}"),
        "decision_update": FollowUpWords(
            "word on the decision", "words on the decision", "Tell the decision", " for ", "word on the decision to {}"
        ),
        "repair": FollowUpWords(
            "note that puts it right", "notes that put it right", "Put it right",
            " to ", "a note to {} that puts it right",
        ),
        "other": FollowUpWords("promise", "promises", "Promised", " to ", "promise to {}"),
    }
)  # fmt: skip
# What a table holds; its own name is for files and programs.
TABLES: Mapping[str, str] = MappingProxyType(
    {
        "counselors": "Counselors",
        "cohorts": "Cohorts",
        "clients": "Clients",
        "fields": "Fields",
        "research": "Sources",
        "contacts": "Contacts",
        "interviews": "Interviews",
        "questions": "Questions",
        "follow_ups": "Follow-ups",
        "notes": "Notes",
        "insights": "Insights",
        "targets": "Organizations",
        "leads": "Names and tips",
        "meetings": "Words and meetings",
        "check_ins": "Check-ins",
        "decisions": "Decisions",
        "prompts": "Questions of your own",
        "letters": "Letters",
        "dismissals": "Reasons put aside",
        "settings": "Settings",
    }
)
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "identified": "on the list",
        "researched": "read about",
        "requested": "asked",
        "replied": "answered",
        "scheduled": "agreed",
        "confirmed": "confirmed",
        "held": "talked",
        "closed": "closed",
        "declined": "said no",
        "no_reply": "no answer",
        "cancelled": "called off",
    }
)
MODES: Mapping[str, str] = MappingProxyType(
    {"choosing": "choosing a path", "refining": "refining a path", "searching": "searching for work"}
)
SITUATIONS: Mapping[str, str] = MappingProxyType(
    {
        "student": "student",
        "graduate": "graduate",
        "early_career": "early career",
        "mid_career": "mid-career",
        "executive": "executive",
        "returning": "returning to work",
        "other": "",
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {"meeting": "met", "call": "called", "message": "wrote", "kind_word": "sent a kind word"}
)
FORMATS: Mapping[str, str] = MappingProxyType(
    {"in_person": "in person", "phone": "by phone", "video": "by video", "email": "by e-mail"}
)
# How the groups of *Today*, and the weight of findings, are headed.
GROUPS: Mapping[int, str] = MappingProxyType(
    {
        why.CANNOT_WAIT: "Cannot wait",
        why.WAITING: "Somebody is waiting",
        why.HALTED: "Come to a halt",
        why.LOOK: "Worth a look",
        why.GOOD: "Good to mention",
        why.SEVERAL: "About several people",
    }
)
SEVERITIES: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.STOP: "Please check first",
        Severity.WARN: "To look into",
        Severity.NUDGE: "A small step",
        Severity.INFO: "Good to know",
        Severity.PRAISE: "Good to mention",
    }
)


def noticed_under(finding: Finding) -> str:
    """The heading of a finding: that of its group of *Today* where it has one, so that one thing has one place."""
    rule = RULES.get(finding.code)
    is_grave = finding.severity is Severity.STOP
    return GROUPS[rule.group] if rule and rule.group and not is_grave else SEVERITIES[finding.severity]


# The headings under which everything noticed is told, in order.
NOTICED = (
    SEVERITIES[Severity.STOP],
    *(GROUPS[group] for group in (why.CANNOT_WAIT, why.WAITING, why.HALTED, why.LOOK, why.SEVERAL)),
    SEVERITIES[Severity.WARN],
    SEVERITIES[Severity.NUDGE],
    SEVERITIES[Severity.INFO],
    GROUPS[why.GOOD],
)


def table(name: str) -> str:
    """The name of a table within a sentence, for what it holds: "names and tips"."""
    return TABLES[name].lower()


def resting(behind: Mapping[str, int]) -> str:
    """How many rows rest on a refused one, table by table: "Five rows rest on it: interviews 3, questions 2."."""
    rows = sum(behind.values())
    if not rows:
        return ""
    each = ", ".join(f"{table(name)} {behind[name]:,}" for name in TABLES if name in behind)
    return f"{capital(counted(rows, 'row'))} {plural(rows, 'rests', 'rest')} on it: {each}."


def follow_up(kind: str, count: int = 1) -> str:
    """A kind of follow-up in words, one or several of it."""
    words = FOLLOW_UPS[kind]
    return words.one if count == 1 else words.many


def short_follow_up(kind: str) -> str:
    """The short name of a kind of follow-up."""
    return FOLLOW_UPS[kind].short


def follow_up_towards(kind: str, person: str) -> str:
    """What is owed to whom, as a list has it: "thank-you note to Amara"; without a person what is owed."""
    words = FOLLOW_UPS[kind]
    return f"{words.one}{words.towards}{person}" if person else words.one


def follow_up_promised(kind: str, person: str) -> str:
    """The same as the end of a sentence: "thank-you to Amara"."""
    words = FOLLOW_UPS[kind]
    return words.promised.format(person) if person else words.one
