"""The bundle's tables as questions to the office: ids as they came in, else numbers of ours, in order of id."""

from collections.abc import Callable, Iterable
from functools import cache

from core.meanings import EMPTY_MEANS
from core.models import BECAUSE_OF, TABLES, Column, own_id
from data.questions import Question, scoped
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


def outgoing(table: str, dismissed: Iterable[str] = ()) -> Question:
    """The question for a table with the bundle's columns; `dismissed` are the tables that dismissals are about."""
    return _question(table, tuple(sorted(dismissed)))


@cache
def _question(table: str, dismissed: tuple[str, ...]) -> Question:
    joins: list[str] = []
    columns = [_column(table, column, joins, dismissed) for column in TABLES[table].columns()]
    names = [column.name for column in TABLES[table].columns()]
    order = ", ".join(str(names.index(name) + 1) for name in TABLES[table].key)
    where = f"({_SCOPE.get(table, _OF_CLIENTS)})" + (" AND record IS NOT NULL" if table == "dismissals" else "")
    text = f"SELECT {', '.join(columns)} FROM {table} t {' '.join(joins)} WHERE {where} ORDER BY {order}"
    return scoped(f"outgoing {table}", text)


def _column(table: str, column: Column, joins: list[str], dismissed: tuple[str, ...]) -> str:
    special: dict[tuple[str, str], Callable[[], str]] = {
        ("questions", "bank_id"): lambda: f"coalesce(t.bank_id, {_joined('prompts', 't.prompt_id', joins)})",
        ("follow_ups", "because_of"): lambda: _because(joins),
        ("dismissals", "record"): lambda: _record(joins, dismissed),
        ("dismissals", "by"): lambda: "t.dismissed_by",
        ("dismissals", "on"): lambda: "t.dismissed_on",
    }
    if (table, column.name) in special:
        value = special[table, column.name]()
    elif column.name == own_id(table):
        value = _out_id("t", table)
    elif column.refers:
        value = _joined(column.refers, f"t.{column.name}", joins)
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


def _joined(target: str, reference: str, joins: list[str], condition: str = "") -> str:
    """The outside id of the record that a number means; none where that record is gone."""
    alias = f"r{len(joins)}"
    also = f" AND {condition}" if condition else ""
    joins.append(f"LEFT JOIN {target} {alias} ON {alias}.{STORED[target].number} = {reference}{also}")
    return _out_id(alias, target)


def _because(joins: list[str]) -> str:
    found = []
    for target in sorted(set(BECAUSE_OF.values())):
        kinds = ", ".join(f"'{kind}'" for kind, leads_to in BECAUSE_OF.items() if leads_to == target)
        found.append(_joined(target, "t.because_of", joins, f"t.kind IN ({kinds})"))
    return f"coalesce({', '.join(found)})"


def _record(joins: list[str], dismissed: tuple[str, ...]) -> str:
    """What a dismissal is about; none where that record is gone, and such a dismissal stays here."""
    found = []
    for table in dismissed:
        if table == "questions":
            interview = _joined("interviews", "t.record_id", joins, "t.record_table = 'questions'")
            alias = f"r{len(joins)}"
            joins.append(
                f"LEFT JOIN questions {alias} ON {alias}.interview_id = t.record_id "
                f"AND {alias}.position = t.record_position AND t.record_table = 'questions'"
            )
            found.append(f"'questions/' || {interview} || '/' || CAST({alias}.position AS VARCHAR)")
        else:
            found.append(f"'{table}/' || {_joined(table, 't.record_id', joins, f't.record_table = {table!r}')}")
    return f"coalesce({', '.join(found)})" if len(found) > 1 else (found[0] if found else "CAST(NULL AS VARCHAR)")
