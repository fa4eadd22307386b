"""Charts, tables in and pictures out: each function is one thought, drawn the same way everywhere."""

from dashboard.charts.activity import STRIP_KINDS, activity_strip, strip_begins
from dashboard.charts.growth import people_over_time
from dashboard.charts.overdue import owed_by_age
from dashboard.charts.people import who_led_to_whom
from dashboard.charts.picture import CONFIG, KIND, Picture
from dashboard.charts.topic_coverage import MATRIX_STATES, SHOWN_AT_MOST, short_names, topics_by_person, topics_heard
from dashboard.charts.topic_gaps import topics_by_client
from dashboard.charts.trend import trend_from_zero
from dashboard.charts.weekly_talks import talks_by_week

__all__ = [
    "CONFIG", "KIND", "MATRIX_STATES", "SHOWN_AT_MOST", "STRIP_KINDS", "Picture", "activity_strip", "owed_by_age",
    "people_over_time", "short_names", "strip_begins", "talks_by_week", "topics_by_client", "topics_by_person",
    "topics_heard", "trend_from_zero", "who_led_to_whom",
]  # fmt: skip
