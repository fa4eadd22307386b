"""The queries of an export, one for each table: ids as they came in, else numbers of ours, in order of id.

References stay numbers here; `ExportedIds` spells them, batch by batch. So no query joins two large tables whole, and
an export works in the little memory that an office has while it is open.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from core.cell_defaults import EMPTY_MEANS
from core.models import TABLES, Column, own_id
from data.query import Query, scoped
from data.tables import STORED

# Who may see the records that belong to no client.
_WHOLE_OFFICE = "$viewer_role IN ('local', 'lead')"
_SCOPE = {
    "counselors": f"{_WHOLE_OFFICE} OR t.counselor_id IN "
    "(SELECT c.counselor_id FROM clients c JOIN visible_clients v ON v.client_id = c.client_id)",
    "cohorts": f"{_WHOLE_OFFICE} OR t.cohort_id IN "
    "(SELECT c.cohort_id FROM clients c JOIN visible_clients v ON v.client_id = c.client_id)",
    "prompts": "t.client_id IS NULL OR t.client_id IN (SELECT client_id FROM visible_clients)",
    "dismissals": f"(t.client_id IS NULL AND {_WHOLE_OFFICE}) OR "
    "t.client_id IN (SELECT client_id FROM visible_clients)",
    "settings": "TRUE",
}
_OF_CLIENTS = "t.client_id IN (SELECT client_id FROM visible_clients)"

_OF_QUESTIONS = (
    "JOIN some_interviews s ON s.interview_id = t.interview_id LEFT JOIN prompts p ON p.prompt_id = t.prompt_id"
)


class _About(NamedTuple):
    """How a dismissal names the record it is about, and the JOIN that finds it."""

    record: str
    join: str


def export_query(table: str, dismissed: Iterable[str] = ()) -> Query:
    """The query for a table with the bundle's columns; `dismissed` are the tables that dismissals are about.

    That for `questions` covers the interviews whose numbers are laid out as `some_interviews`, in their order.
    """
    return _query(table, tuple(sorted(dismissed)))


@cache
def count_query(table: str) -> Query:
    """The query that counts the rows of a table which a viewer may see."""
    return scoped(f"counted {table}", f'SELECT count(*) AS "rows" FROM {table} t WHERE {_where(table)}')


def _where(table: str) -> str:
    return f"({_SCOPE.get(table, _OF_CLIENTS)})"


@cache
def _query(table: str, dismissed: tuple[str, ...]) -> Query:
    names = [column.name for column in TABLES[table].columns()]
    order = ", ".join(str(names.index(name) + 1) for name in TABLES[table].key)
    if table == "questions":
        order = "s.place, t.position"
    if table == "dismissals":
        # Each in a part of its own, so that no two large tables are joined at once.
        parts = [_text(table, _about(target)) for target in dismissed or ("clients",)]
    else:
        parts = [_text(table)]
    return scoped(f"outgoing {table}", f"{' UNION ALL '.join(parts)} ORDER BY {order}")


def _text(table: str, about: _About | None = None) -> str:
    """The rows of a table; of dismissals, those about one other table."""
    columns = ", ".join(_column(table, column, about) for column in TABLES[table].columns())
    joined = about.join if about else _OF_QUESTIONS if table == "questions" else ""
    return f"SELECT {columns} FROM {table} t {joined} WHERE {_where(table)}"


def _column(table: str, column: Column, about: _About | None) -> str:
    special = {
        ("questions", "bank_id"): f"coalesce(t.bank_id, {_out_id('p', 'prompts')})",
        ("dismissals", "record"): about.record if about else "",
        ("dismissals", "by"): "t.dismissed_by",
        ("dismissals", "on"): "t.dismissed_on",
    }
    if (table, column.name) in special:
        value = special[table, column.name]
    elif column.name == own_id(table):
        value = _out_id("t", table)
    else:
        value = _meant(table, column.name)
    return f'{value} AS "{column.name}"'


def _meant(table: str, column: str) -> str:
    """A column whose empty value stands for something goes out as that."""
    meant = EMPTY_MEANS.get(table, {}).get(column)
    if meant is None:
        return f"t.{column}"
    return f"coalesce(t.{column}, {f'{meant!r}' if isinstance(meant, str) else meant})"


def _out_id(alias: str, table: str) -> str:
    return f"coalesce({alias}.source_id, CAST({alias}.{STORED[table].number} AS VARCHAR))"


def _about(target: str) -> _About:
    """What dismissals about a table are about; where that record is gone, the dismissal stays here."""
    of = "interviews" if target == "questions" else target
    join = f"JOIN {of} r ON r.{STORED[of].number} = t.record_id AND t.record_table = '{target}'"
    record = f"'{target}/' || {_out_id('r', of)}"
    if target == "questions":
        join += " JOIN questions q ON q.interview_id = t.record_id AND q.position = t.record_position"
        record += " || '/' || CAST(q.position AS VARCHAR)"
    return _About(record, join)
