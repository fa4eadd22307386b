"""The closed lists of words that records may hold, and the spellings of them that people use."""

from core.cells import WordCell, WordsCell

STAGES = (
    "identified", "researched", "requested", "replied", "scheduled", "confirmed", "held", "closed",
    "declined", "no_reply", "cancelled",
)  # fmt: skip
ENDS = ("declined", "no_reply", "cancelled")
FOLLOW_UP_KINDS = (
    "confirm", "thank_you", "thank_referrer", "write_notes", "lead", "resource", "send_resume",
    "keep_in_touch", "decision_update", "repair", "other",
)  # fmt: skip
CHANNELS = (
    "personal_network", "linkedin", "association", "faculty", "conference", "alumni", "forum", "news",
    "former_colleague", "community", "event", "referral", "counselor", "other",
)  # fmt: skip
LETTER_KINDS = (
    "request_email", "request_linkedin", "phone_script", "reminder", "confirmation", "thank_you", "thank_referrer",
    "keep_in_touch", "send_resume", "decision_update", "repair", "other",
)  # fmt: skip

SITUATION = WordCell(
    ("student", "graduate", "early_career", "mid_career", "executive", "returning", "other"),
    {"studying": "student", "undergraduate": "student", "alumni": "graduate", "alumnus": "graduate",
     "midcareer": "mid_career", "senior": "executive", "returner": "returning"},
)  # fmt: skip
MODE = WordCell(("choosing", "refining", "searching"), {"exploring": "choosing", "searching for a job": "searching"})
CLIENT_STATUS = WordCell(
    ("active", "paused", "closed"),
    {"open": "active", "on hold": "paused", "done": "closed", "left": "closed"},
)
BARRIER = WordCell(("who", "how", "afraid", "time", "other"), {"fear": "afraid", "no time": "time"})
FIELD_STATUS = WordCell(("exploring", "leading", "ruled_out", "chosen"), {"open": "exploring", "out": "ruled_out"})
SOURCE = WordCell(
    ("occupational_outlook", "association", "organization", "person", "other"),
    {"OOH": "occupational_outlook", "occupational outlook handbook": "occupational_outlook",
     "professional association": "association", "company": "organization", "organisation": "organization"},
)  # fmt: skip
SENIORITY = WordCell(
    ("entry", "mid", "senior", "lead", "executive"),
    {"junior": "entry", "middle": "mid", "manager": "lead", "director": "executive"},
)
CHANNEL = WordCell(
    CHANNELS,
    {"friends and family": "personal_network", "network": "personal_network", "friend": "personal_network",
     "family": "personal_network", "linked in": "linkedin", "professional association": "association",
     "teacher": "faculty", "professor": "faculty", "alumnus": "alumni", "alumna": "alumni", "referred": "referral",
     "ex colleague": "former_colleague"},
)  # fmt: skip
CLOSENESS = WordCell(("inner", "acquaintance", "new"), {"close": "inner", "known": "acquaintance"})
FORMAT = WordCell(
    ("in_person", "phone", "video", "email"),
    {"coffee": "in_person", "face to face": "in_person", "telephone": "phone", "call": "phone", "zoom": "video",
     "teams": "video", "online": "video", "virtual": "video", "e-mail": "email", "mail": "email"},
)  # fmt: skip
IN_FIELD = WordCell(("yes", "formerly", "no"), {"true": "yes", "1": "yes", "false": "no", "0": "no", "was": "formerly"})
CIRCLE = WordCell(
    ("family", "friends", "former_colleagues", "neighbours", "teachers", "community"),
    {
        "friend": "friends",
        "neighbors": "neighbours",
        "colleagues": "former_colleagues",
        "teacher": "teachers",
    },
)
PURPOSE = WordCell(
    ("field", "role", "organization", "institution", "network"),
    {
        "organisation": "organization",
        "company": "organization",
        "college": "institution",
        "university": "institution",
    },
)
STAGE = WordCell(
    STAGES,
    {"asked": "requested", "sent": "requested", "answered": "replied", "agreed": "scheduled", "booked": "scheduled",
     "done": "held", "completed": "held", "talked": "held", "no answer": "no_reply", "canceled": "cancelled",
     "said no": "declined"},
)  # fmt: skip
METHOD = WordCell(
    ("email", "linkedin", "phone", "letter", "in_person", "other"),
    {"e-mail": "email", "mail": "letter", "telephone": "phone", "call": "phone", "face to face": "in_person"},
)
SIDE = WordCell(("client", "contact"), {"me": "client", "they": "contact"})
INITIATOR = WordCell(("client", "contact", "counselor"), {"me": "client", "counsellor": "counselor"})
TALK_SHARE = WordCell(("little", "less_than_half", "half", "more"), {"less": "less_than_half", "most": "more"})
OUTCOME = WordCell(("good", "mixed", "weak"))
PREPARED = WordsCell(
    ("person", "organization", "industry", "role", "technology", "attire"), {"organisation": "organization"}
)
WHY_AGREED = WordCell(("enjoys_sharing", "encourages_newcomers", "looks_for_people", "other"))
ATMOSPHERE = WordCell(("relaxed", "mixed", "formal"))
OUTCOMES = WordsCell(
    ("information", "realities", "fit", "confidence", "hidden_market", "contacts", "goal_clarified", "option_added",
     "option_ruled_out", "opportunity_seen")
)  # fmt: skip
SCOPE = WordCell(("industry", "organization", "position"), {"organisation": "organization", "role": "position"})
FOLLOW_UP_KIND = WordCell(
    FOLLOW_UP_KINDS,
    {"thanks": "thank_you", "thank you note": "thank_you", "confirmation": "confirm", "notes": "write_notes",
     "resume": "send_resume", "cv": "send_resume", "hello": "keep_in_touch", "stay in touch": "keep_in_touch"},
)  # fmt: skip
TOUCH = WordCell(("article", "update", "congratulation", "outcome", "help_offered", "favour_asked", "reply"),
                 {"favor asked": "favour_asked"})  # fmt: skip
INSIGHT_KIND = WordCell(
    ("reality", "hidden_demand", "drawback", "limitation", "opportunity", "gap", "does", "values", "pain_point",
     "claim")
)  # fmt: skip
LEAD_KIND = WordCell(
    ("person", "organization", "book", "opportunity", "idea"),
    {"organisation": "organization", "name": "person"},
)
MEETING_KIND = WordCell(
    ("meeting", "call", "message", "kind_word"), {"e-mail": "message", "email": "message", "phone": "call"}
)
CHOICE = WordCell(("pursue", "rule_out", "keep_exploring"), {"yes": "pursue", "no": "rule_out"})
LETTER_KIND = WordCell(LETTER_KINDS, {"request": "request_email", "thanks": "thank_you"})
