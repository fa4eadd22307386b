"""The rules, of the practice and of records: one file a subject, one small pure function a rule."""

from core.rules import follow_up_data, pace, people_data, praise, scheduling, talk_data, waiting
from core.rules.register import RULES, Rule, Said, rule

__all__ = [
    "RULES", "Rule", "Said", "follow_up_data", "pace", "people_data", "praise", "rule", "scheduling", "talk_data",
    "waiting",
]  # fmt: skip
