"""Charts, tables in and pictures out: each function is one thought, drawn the same way everywhere."""

from dashboard.charts.activity import STRIP_KINDS, activity_strip
from dashboard.charts.overdue import owed_by_age
from dashboard.charts.people import people_over_time, who_led_to_whom
from dashboard.charts.picture import CONFIG, KIND, Picture
from dashboard.charts.topic_coverage import MATRIX_STATES, SHOWN_AT_MOST, short_names, topics_by_person, topics_heard
from dashboard.charts.weekly_talks import talks_by_week

__all__ = [
    "CONFIG", "KIND", "MATRIX_STATES", "SHOWN_AT_MOST", "STRIP_KINDS", "Picture", "activity_strip", "owed_by_age",
    "people_over_time", "short_names", "talks_by_week", "topics_by_person", "topics_heard", "who_led_to_whom",
]  # fmt: skip
