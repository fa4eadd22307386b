"""Any valid bundle, drawn for property-based tests: every table and column, texts of all kinds, referrals in loops."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from core.cells import NumberCell, WordCell, WordsCell
from core.models import BECAUSE_OF, MUST_BE_PRESENT, TABLES, Column, own_id
from core.questions import BANK

# What a spreadsheet takes for a formula, what a CSV must quote, what looks like a number, a day, a word of ours.
_HARD = ["=1+1", "'=1", "''", "+49 30 123", "-", "@home", "|x", "%", '"', ",;\t", "a\nb", "007", "7.0", "2026-01-05",
         "13/04/2026", "yes", "NULL", "_x0041_", "<r>&amp;</r>", "example.", "’s", "\u00a0a\u00a0b", "𝄞 ñ"]  # fmt: skip
_signs = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_texts = st.one_of(st.sampled_from(_HARD), st.text(_signs, min_size=1, max_size=30)).map(str.strip).filter(bool)
_id_texts = st.one_of(
    st.integers(1, 10**17).map(str),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=8),
    st.sampled_from(["007", "7", "a/b", "=7", "'7", "é", "x y"]),
)
_ids = _id_texts.map(str.strip).filter(lambda text: bool(text) and text != "example" and not text.startswith("bank-"))
_days = st.dates(date(1950, 1, 1), date(2100, 12, 31))
_moments = st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
)
_ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Africa/Monrovia", "Pacific/Auckland", "UTC"]

Row = dict[str, Any]


@st.composite
def bundles(draw: DrawFn) -> dict[str, list[Row]]:
    """Tables of rows with typed cells; a column that no row names is absent."""
    tables: dict[str, list[Row]] = {}
    for table in TABLES:
        if table != "dismissals":
            tables[table] = _rows(draw, table, tables)
    for row in tables["contacts"]:
        if draw(st.booleans()):
            row["referred_by"] = draw(st.sampled_from(_of(tables, "contacts", row["client_id"])))["contact_id"]
    _because(draw, tables)
    tables["dismissals"] = _dismissals(draw, tables)
    return {table: rows for table, rows in tables.items() if rows}


def _rows(draw: DrawFn, table: str, tables: Mapping[str, list[Row]]) -> list[Row]:
    record = TABLES[table]
    shown = [column for column in record.columns() if column.need != "optional" or draw(st.booleans())]
    fewest = 1 if table in MUST_BE_PRESENT or table == "questions" else 0
    ids = draw(st.lists(_ids, min_size=fewest, max_size=4, unique=True)) if own_id(table) else range(fewest, 5)
    rows = []
    for text_id in ids:
        row: Row = {own_id(table): text_id} if own_id(table) else {}
        if _lean(draw, table, row, shown, tables):
            for column in shown:
                if column.name not in row and column.kind != "ref":
                    row[column.name] = _cell(draw, column)
            rows.append(row)
    return _keyed(draw, table, rows)


def _lean(draw: DrawFn, table: str, row: Row, shown: list[Column], tables: Mapping[str, list[Row]]) -> bool:
    """Fill the references, all within one client; False where there is nobody yet to lean on."""
    client: str | None = None
    for column in sorted(shown, key=lambda column: column.name != "client_id"):
        if column.kind != "ref" or (table, column.name) == ("contacts", "referred_by"):
            continue
        office_wide = column.refers in ("counselors", "cohorts", "clients")
        among = tables[column.refers] if office_wide or client is None else _of(tables, column.refers, client)
        if table == "prompts" and client is None and column.name != "client_id":
            among = []
        if not among and column.need == "filled":
            return False
        if not among or (column.need != "filled" and draw(st.booleans())):
            row[column.name] = None
            continue
        chosen = draw(st.sampled_from(among))
        row[column.name] = chosen[own_id(column.refers)]
        if column.refers not in ("counselors", "cohorts"):
            client = client or _client(tables, column.refers, chosen)
    return True


def _client(tables: Mapping[str, list[Row]], table: str, row: Row) -> str:
    if table == "research":
        return next(str(f["client_id"]) for f in tables["fields"] if f["field_id"] == row["field_id"])
    return str(row["client_id"])


def _of(tables: Mapping[str, list[Row]], table: str, client: str) -> list[Row]:
    return [row for row in tables.get(table, ()) if _client(tables, table, row) == client]


def _cell(draw: DrawFn, column: Column) -> Any:
    if column.name == "because_of" or (column.need != "filled" and draw(st.integers(0, 2)) == 0):
        return None
    if column.name == "bank_id":
        return draw(st.sampled_from(BANK)).prompt_id
    if isinstance(column.cell, WordsCell):
        return " ".join(word for word in column.cell.words if draw(st.booleans())) or None
    if isinstance(column.cell, WordCell):
        return draw(st.sampled_from(column.cell.words))
    bounds = (column.cell.least, column.cell.most) if isinstance(column.cell, NumberCell) else (0, 0)
    kinds = {"day": _days, "instant": _moments, "yes_no": st.booleans(), "id": _ids, "number": st.integers(*bounds)}
    return draw(kinds.get(column.kind, _texts))


def _keyed(draw: DrawFn, table: str, rows: list[Row]) -> list[Row]:
    """Each key once; the office's zone is one that there is."""
    if table == "settings":
        zone = [{"name": "time_zone", "value": draw(st.sampled_from(_ZONES))}]
        return [*zone, *{row["name"]: row for row in rows if row["name"] != "time_zone"}.values()]
    if table == "questions":
        written = [row for row in rows if row["position"] is not None]
        return list({(row["interview_id"], row["position"]): row for row in written}.values())
    return rows


def _because(draw: DrawFn, tables: Mapping[str, list[Row]]) -> None:
    for row in tables["follow_ups"]:
        target = BECAUSE_OF.get(row["kind"])
        among = _of(tables, target, row["client_id"]) if target else []
        if target and among and draw(st.booleans()):
            row["because_of"] = draw(st.sampled_from(among))[own_id(target)]


def _dismissals(draw: DrawFn, tables: Mapping[str, list[Row]]) -> list[Row]:
    records = [f"{table}/{row[own_id(table)]}" for table, rows in tables.items() if own_id(table) for row in rows]
    records += [f"questions/{row['interview_id']}/{row['position']}" for row in tables["questions"]]
    if not records:
        return []
    about = draw(st.lists(st.tuples(st.sampled_from(["PAC201", "CON054"]), st.sampled_from(records)), max_size=3))
    shown = [column for column in TABLES["dismissals"].columns() if column.name not in ("code", "record")]
    return [
        {"code": code, "record": record, **{column.name: _cell(draw, column) for column in shown}}
        for code, record in dict.fromkeys(about)
    ]
