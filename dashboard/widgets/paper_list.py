"""A table of people as a plain list: the grid of the screen is one picture, which paper shows cut off."""

import pyarrow as pa

from core.words import counted, days, people
from dashboard.widgets.texts import escape

_COLUMNS = ("Name", "Why", "Talks", "Topics", "Waiting", "Oldest", "People", "12 weeks")
_AT_MOST = 200  # people; nobody prints more


def on_paper(table: pa.Table) -> str:
    """The first people of a table as lines of text, one for each of them, and how many more there are."""
    rows = table.slice(0, _AT_MOST)
    shown = [_line(*row) for row in zip(*(rows[name].to_pylist() for name in _COLUMNS), strict=True)]
    more = table.num_rows - rows.num_rows
    return "\n".join([*shown, f"- and {more:,} more"] if more else shown)


def _line(name: str, why: str, talks: str, topics: str, late: int, oldest: int | None, known: int, steps: str) -> str:
    waiting = f"{counted(late, 'promise')} waiting, the oldest {days(oldest)}" if late and oldest else "nothing late"
    parts = [
        why,
        f"talks {talks.strip()}",
        f"topics {topics.strip()}",
        waiting,
        people(known),
        f"{steps.strip()} in twelve weeks",
    ]
    return f"- **{escape(name)}** · {escape(' · '.join(part for part in parts if part))}"
