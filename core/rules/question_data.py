"""Rules about the record of an answered question: never asked, or of a talk that is not noted as held."""

from datetime import date

from core.findings import Severity
from core.records import QuestionRecord
from core.rules.register import record_rule


@record_rule("DAT211", Severity.INFO, QuestionRecord, "asked", remedy="Mark it as asked.")
def answered_without_being_asked(question: QuestionRecord, today: date) -> str | None:
    """People answer what was never asked; it counts as answered all the same, and is worth a glance."""
    return None if question.asked else f"“{_short(question.text)}” has an answer but is not marked as asked."


@record_rule(
    "DAT212", Severity.INFO, QuestionRecord, "answered", remedy="Add the day they talked, or take the answer out."
)
def answered_before_the_talk(question: QuestionRecord, today: date) -> str | None:
    """An answer counts once its talk has a day."""
    if question.held_on is None or question.held_on > today:
        return f"“{_short(question.text)}” is answered, but the talk with {question.contact} is not noted as held."
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
