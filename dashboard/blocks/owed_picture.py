"""The picture of what is owed, by kind and age, which says in words what the figure beside it says."""

from collections.abc import Mapping, Sequence

from core.figure_notes import past_their_day
from core.labels import short_follow_up
from core.words import capital
from dashboard import charts, load
from dashboard.charts import Picture
from data.query import Row


def owed_by_age(ages: Sequence[Row], parts: Mapping[str, int]) -> Picture:
    """What is past its day, from rows with `kind`, `days` and `items`; `parts` is what all of it is the sum of."""
    rows = [{"label": short_follow_up(row["kind"]), "days": row["days"], "count": row["items"]} for row in ages]
    old = load.policy().look_back_days
    told = past_their_day(parts, old)
    return Picture(charts.owed_by_age(rows, old).figure, f"{capital(told or 'nothing is past its day')}.")
