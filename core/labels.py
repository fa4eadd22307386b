"""Labels of pages and commands for the words that records hold: never a code, never a judgement."""

from collections.abc import Mapping
from types import MappingProxyType

from core import reasons as why
from core.findings import Severity

# Kind of follow-up: one of it, several of it, and the short name where a heading or an axis wants one.
FOLLOW_UPS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "confirm": ("confirmation", "confirmations", "Confirm"),
        "thank_you": ("thank-you note", "thank-you notes", "Thank-you"),
        "thank_referrer": ("thank-you for an introduction", "thank-yous for introductions", "Thank the introducer"),
        "write_notes": ("set of notes", "sets of notes", "Notes"),
        "lead": ("name to follow up", "names to follow up", "A name given"),
        "resource": ("book or organization to look at", "books or organizations to look at", "Look at"),
        "send_resume": ("résumé that was asked for", "résumés that were asked for", "Résumé asked for"),
        "keep_in_touch": ("hello", "hellos", "Say hello"),
        "decision_update": ("word on the decision", "words on the decision", "Tell the decision"),
        "repair": ("pair of honest lines", "pairs of honest lines", "Put it right"),
        "other": ("promise", "promises", "Promised"),
    }
)
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
        Severity.WARN: "Worth a look",
        Severity.NUDGE: "A small step",
        Severity.INFO: "Good to know",
        Severity.PRAISE: "Good to mention",
    }
)


def table(name: str) -> str:
    """The name of a table within a sentence, for what it holds: "names and tips"."""
    return TABLES[name].lower()


def follow_up(kind: str, count: int = 1) -> str:
    """A kind of follow-up in words, one or several of it."""
    one, many, _ = FOLLOW_UPS[kind]
    return one if count == 1 else many


def short_follow_up(kind: str) -> str:
    """The short name of a kind of follow-up."""
    return FOLLOW_UPS[kind][2]
