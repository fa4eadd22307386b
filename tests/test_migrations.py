"""Bringing a file up to date: copied first, all or nothing, never a newer one, never with other tables than shipped."""

import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from core.viewer import LOCAL
from data.errors import DamagedOffice, NewerOffice, NoRoom
from data.file import migrations
from data.file.migrations import Migration, OldOffice
from data.query import scoped
from data.store import Store
from data.tables import STORED, create_statement
from tests.planted import AS_OF

SHIPPED = migrations.all_migrations()
SECOND = Migration(
    2,
    "add_a_colour",
    "ALTER TABLE cohorts ADD COLUMN colour VARCHAR; UPDATE cohorts SET colour = 'teal';"
    "CREATE TABLE palette (colour VARCHAR PRIMARY KEY);",
)
THIRD = Migration(3, "fill_the_palette", "INSERT INTO palette SELECT DISTINCT colour FROM cohorts;")
BROKEN = Migration(3, "break", "INSERT INTO palette VALUES ('teal'); INSERT INTO palette VALUES ('teal');")
COLOURS = scoped("colours", "SELECT colour, (SELECT count(*) FROM visible_clients) AS clients FROM palette")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office of today's version, which the tests bring to versions that do not exist yet."""
    path = tmp_path / "office.duckdb"
    store = Store.open(path, create=True)
    with store.change(LOCAL, "add") as change:
        change.add("cohorts", {"name": "Spring"})
        change.add("clients", {"name": "Tom", "started_on": AS_OF})
    store.close()
    return path


def shipping(monkeypatch: pytest.MonkeyPatch, *more: Migration) -> None:
    monkeypatch.setattr(migrations, "all_migrations", lambda: [*SHIPPED, *more])


def recorded(path: Path) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute("SELECT version, name, sha256 FROM schema_version ORDER BY version").fetchall()


def kept(path: Path) -> list[Path]:
    return sorted(path.parent.glob("office.version-1.*.duckdb"))


# ── what is shipped ──────────────────────────────────────────────────────────────────────────────────────────────────


def catalog(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Every table of ours with its columns, types, keys and checks, as the engine has them.

    In no order: a column that is added later stands behind all others, and everything names the columns it means.
    """
    columns = connection.execute(
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM duckdb_columns() "
        "WHERE schema_name = 'main' ORDER BY ALL"
    ).fetchall()
    constraints = connection.execute(
        "SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints() ORDER BY ALL"
    ).fetchall()
    return {
        table: ([c for c in columns if c[0] == table], [c for c in constraints if c[0] == table]) for table in STORED
    }


def test_the_numbered_changes_add_up_to_the_tables_of_today() -> None:
    shipped, today = duckdb.connect(), duckdb.connect()
    for migration in SHIPPED:
        shipped.execute(migration.sql)
    for table in STORED.values():
        today.execute(create_statement(table))
    assert catalog(shipped) == catalog(today)
    assert all(columns and constraints for columns, constraints in catalog(today).values())


def test_the_numbered_changes_are_numbered_without_a_gap_and_use_nothing_that_binds_us() -> None:
    assert [migration.version for migration in SHIPPED] == list(range(1, len(SHIPPED) + 1))
    for migration in SHIPPED:
        statements = "\n".join(line for line in migration.sql.upper().splitlines() if not line.startswith("--"))
        for word in ("INDEX", "FOREIGN KEY", "REFERENCES", "SEQUENCE", "ENUM", "TRIGGER", "GENERATED", "MACRO", "[]"):
            assert word not in statements


# ── a new office ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_office_has_every_version_recorded_with_its_digest(office: Path) -> None:
    assert recorded(office) == [(each.version, each.name, each.sha256) for each in SHIPPED]


# ── an older one ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_older_office_is_copied_and_brought_up(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = office.read_bytes()
    shipping(monkeypatch, SECOND, THIRD)
    store = Store.open(office)
    assert store.rows(COLOURS, LOCAL) == [{"colour": "teal", "clients": 1}]
    store.close()
    assert [version for version, *_ in recorded(office)] == [1, 2, 3]
    (copy,) = kept(office)
    day = datetime.now(UTC).date().isoformat()
    assert copy.name == f"office.version-1.{day}.duckdb"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.read_bytes() == before
    Store.open(office).close()
    assert kept(office) == [copy]


def test_a_second_copy_of_the_same_day_has_a_number(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(office, office.with_name("again.duckdb"))
    shipping(monkeypatch, SECOND)
    Store.open(office).close()
    office.with_name("again.duckdb").replace(office)
    Store.open(office).close()
    assert len(kept(office)) == 2


def test_an_office_from_a_later_version_is_refused_and_untouched(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipping(monkeypatch, SECOND)
    Store.open(office).close()
    before = office.read_bytes()
    monkeypatch.undo()
    with pytest.raises(NewerOffice, match="later Digwell") as told:
        Store.open(office)
    assert "Install" in told.value.remedy
    assert office.read_bytes() == before


def test_an_office_made_with_other_tables_than_shipped_is_refused(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Migration(1, SHIPPED[0].name, SHIPPED[0].sql + "-- changed")
    monkeypatch.setattr(migrations, "all_migrations", lambda: [other])
    with pytest.raises(DamagedOffice, match="another set of tables"):
        Store.open(office)


@pytest.mark.parametrize("steps", [(BROKEN,), (SECOND, BROKEN)])
def test_a_step_that_cannot_be_done_leaves_the_file_as_it_was(
    office: Path, monkeypatch: pytest.MonkeyPatch, steps: tuple[Migration, ...]
) -> None:
    before = office.read_bytes()
    shipping(monkeypatch, *steps)
    with pytest.raises(OldOffice, match=r"step 3, break\. It is as it was"):
        Store.open(office)
    assert office.read_bytes() == before
    assert [path.name for path in office.parent.iterdir()] == ["office.duckdb"]
    monkeypatch.undo()
    Store.open(office).close()


def test_without_room_for_the_copy_nothing_is_begun(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NoRoom("There is no room left.", "Make room.")

    before = office.read_bytes()
    shipping(monkeypatch, SECOND)
    monkeypatch.setattr("data.file.copying.copy", full)
    with pytest.raises(NoRoom):
        Store.open(office)
    assert office.read_bytes() == before


def test_a_copy_that_cannot_be_read_stops_it(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(path: Path) -> dict[str, int]:
        raise DamagedOffice(f"{path} is damaged.", "Try again.")

    before = office.read_bytes()
    shipping(monkeypatch, SECOND)
    monkeypatch.setattr("data.office_file._verified", damaged)
    with pytest.raises(DamagedOffice):
        Store.open(office)
    assert office.read_bytes() == before
    assert kept(office) == []


_KILLED_BETWEEN = """
import os, sys
from pathlib import Path
from data.file import migrations
from data.file.migrations import Migration
from tests.test_migrations import SECOND, SHIPPED, THIRD
migrations.all_migrations = lambda: [*SHIPPED, SECOND, THIRD]
do = migrations._apply
def apply(cursor, migration, now):
    if migration.version == int(sys.argv[2]) and sys.argv[3] == "before":
        os.kill(os.getpid(), 9)
    do(cursor, migration, now)
    if migration.version == int(sys.argv[2]):
        os.kill(os.getpid(), 9)
migrations._apply = apply
from data.store import Store
Store.open(Path(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("step", "moment"), [(2, "before"), (2, "after"), (3, "before"), (3, "after")])
def test_killed_in_between_it_goes_on_where_it_was(
    office: Path, monkeypatch: pytest.MonkeyPatch, step: int, moment: str
) -> None:
    done = subprocess.run([sys.executable, "-c", _KILLED_BETWEEN, str(office), str(step), moment], check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(kept(office)) == 1
    shipping(monkeypatch, SECOND, THIRD)
    store = Store.open(office)
    assert store.rows(COLOURS, LOCAL) == [{"colour": "teal", "clients": 1}]
    store.close()
    copy = kept(office)[0]
    assert [version for version, *_ in recorded(copy)] == [1]
