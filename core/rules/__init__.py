"""The rules, of the practice and of records: one file a subject, one small pure function a rule."""

from core.rules import (
    after_talks,
    follow_up_data,
    pace,
    people_data,
    praise,
    promises,
    question_data,
    scheduling,
    talk_data,
    thanks,
)
from core.rules.register import RULES, Rule, Said, judged, rules_of

__all__ = [
    "RULES", "Rule", "Said", "after_talks", "follow_up_data", "judged", "pace", "people_data", "praise", "promises",
    "question_data", "rules_of", "scheduling", "talk_data", "thanks",
]  # fmt: skip
