"""The picture of what is owed, by kind and age, which says in words what the figure beside it says."""

from collections.abc import Mapping, Sequence

from core.figure_notes import past_their_day
from core.labels import short_follow_up
from core.words import capital
from dashboard import charts, load
from dashboard.charts import Picture
from data.query import Row


def owed_by_age(ages: Sequence[Row], parts: Mapping[str, int]) -> Picture:
    """What is past the day meant for it, by kind and age; `parts` is what all of it is the sum of.

    The rows have `kind`, `days`, `items` and `next_time`.
    """
    rows = [
        {
            "label": short_follow_up(age["kind"]),
            "days": age["days"],
            "count": age["items"],
            "next_time": age["next_time"],
        }
        for age in ages
    ]
    old = load.policy().look_back_days
    told = past_their_day(parts, old)
    return Picture(charts.owed_by_age(rows, old).figure, f"{capital(told or 'nothing is late')}.")
