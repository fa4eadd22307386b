"""The twelve topics a question can belong to: six core ones, five more, and the referral."""

from dataclasses import dataclass

from core.cells import WordCell


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic's name in the records, its words on a page, and whether it is one of the six core ones."""

    name: str
    label: str
    core: bool
    spellings: tuple[str, ...] = ()


TOPICS = (
    Topic("work_environment", "Work environment", True, ("environment", "typical day")),
    Topic("industry_trends", "Industry trends", True, ("trends", "outlook")),
    Topic("lifestyle", "Lifestyle", True, ("balance", "work-life balance", "travel")),
    Topic("skills_qualifications", "Skills and training", True, ("skills", "qualifications", "training")),
    Topic("challenges_rewards", "Challenges and rewards", True, ("challenges", "rewards", "drawbacks")),
    Topic("compensation", "Pay", True, ("pay", "salary")),
    Topic("organization_competition", "Organization", False, ("organization", "organisation", "competition")),
    Topic("advancement", "Advancement", False, ("career path", "promotion")),
    Topic("entry_advice", "Getting in", False, ("advice", "entry")),
    Topic("own_fit", "Own fit", False, ("fit", "self-assessment")),
    Topic("professional_community", "Professional community", False, ("community", "professional organizations")),
    Topic("referral", "Who else to ask", False, ("referrals", "who else")),
)
COVERED_TOPICS = tuple(topic for topic in TOPICS if topic.name != "referral")
TOPIC_LABEL = {topic.name: topic.label for topic in TOPICS}
TOPIC = WordCell(
    tuple(topic.name for topic in TOPICS),
    {spelling: topic.name for topic in TOPICS for spelling in (topic.label, *topic.spellings)},
)
