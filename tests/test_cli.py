"""The commands on an office that nobody has open, and on a bundle in its place: what they print and how they end."""

import csv
import io
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import reasons
from core.figures import CLIENT_FIGURES, GROUP_FIGURES
from core.findings import Severity
from dashboard.cli import progress
from dashboard.cli.main import main
from dashboard.cli.output import WIDTH, Column, table, width
from data import check
from tests.bundles import AMARA, write_bundle
from tests.commands_run import AS_OF, OFFICE, digwell, digwell_process, make_office, whole
from tests.conftest import BIN

TODAY = ["group", "client_id", "name", "reason", "code", "since", "person", "action", "also"]
FINDING = ["code", "severity", "message", "where", "remedy", "client_id", "rule", "dismissed"]
COUNTED = ["added", "changed", "same", "differs", "refused"]
COMMANDS = ["demo", "run", "import", "restore", "template", "today", "figures", "check", "export", "backup"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def own(office: Path, tmp_path: Path) -> Path:
    """The office as a file of the test's own."""
    return Path(shutil.copy(office, tmp_path / "own.duckdb"))


# ── help ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_names_every_command_in_the_order_in_which_one_needs_them() -> None:
    ended = digwell("--help")
    assert re.findall(r"^  (\w+)  ", ended.out.partition("Commands:")[2], re.MULTILINE) == COMMANDS
    assert list(main.commands) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does(command: str) -> None:
    ended = digwell(command, "--help")
    assert ended.code == 0
    assert all(len(line) <= 80 for line in ended.out.splitlines())
    assert not re.search(r"\b(stuck|lead|target|failed|overdue|score)\b", ended.out)


def test_help_waits_neither_for_the_engine_nor_for_the_pages() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", str(BIN / "digwell"), "import", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert not re.search(r"\b(duckdb|pyarrow|streamlit|pydantic)\b", ended.stderr)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0, "0.1 on a quiet machine"


# ── how they end ─────────────────────────────────────────────────────────────────────────────────────────────────────

WRONG: dict[str, tuple[list[str], str]] = {
    "a word that is none": (["dance"], "No such command"),
    "no office there": (["today", "nowhere.duckdb"], "There is no office at nowhere.duckdb"),
    "no office to export": (["export", "nowhere.duckdb", "x.zip"], "There is no office"),
    "no office to back up": (["backup", "nowhere.duckdb", "x.duckdb"], "There is no office"),
    "no such client": (["figures", "OFFICE", "--client", "nobody"], "No client here has the id “nobody”"),
    "no such client to check": (["check", "OFFICE", "--client", ""], "No client here has the id “”"),
    "no such counselor": (["today", "OFFICE", "--counselor", "c1"], "digwell figures OFFICE --by counselor"),
    "no such cohort": (["figures", "OFFICE", "--cohort", "autumn"], "No cohort here has the id “autumn”"),
    "no such grouping": (["figures", "OFFICE", "--by", "team"], "'team' is not one of"),
    "one and all": (["figures", "OFFICE", "--by", "office", "--client", "c1"], "Say either --client or --by"),
    "no such form": (["check", "OFFICE", "--format", "xml"], "'xml' is not one of"),
    "a day that is none": (["today", "OFFICE", "--as-of", "22.11.2026"], "Write it as 2026-11-22"),
    "a day too far off": (["today", "OFFICE", "--as-of", "9026-11-22"], "too far off"),
    "a place that is taken": (["export", "OFFICE", "taken.zip"], "taken.zip is there already"),
    "a folder that is taken": (["export", "OFFICE", "folder"], "folder is there already"),
    "a form that is none": (["export", "OFFICE", "office.pdf"], "not a form of the bundle"),
    "a folder that is not there": (["export", "OFFICE", "nowhere/office.zip"], "There is no folder"),
    "a backup over something": (["backup", "OFFICE", "taken.zip"], "is there already"),
    "a template of another form": (["template", "people.csv"], "a name that ends in .xlsx"),
    "a template over something": (["template", "taken.xlsx"], "is there already"),
    "no backup there": (["restore", "nowhere.duckdb", "new.duckdb"], "There is no backup at nowhere.duckdb"),
    "an office there already": (["restore", "OFFICE", "other.duckdb"], "Say --replace"),
    "itself": (["restore", "OFFICE", "OFFICE", "--replace"], "both the backup and the office"),
    "nothing to import": (["import", "nowhere.zip", "OFFICE"], "There is nothing at nowhere.zip"),
    "an import into nowhere": (["import", "taken.zip", "nowhere/new.duckdb"], "There is no folder"),
    "an import into a folder": (["import", "taken.zip", "folder"], "is a folder"),
    "an import of itself": (["import", "OFFICE", "OFFICE"], "both what should come in and where it should go"),
    "both orders": (["import", "taken.zip", "OFFICE", "--day-first", "--month-first"], "Say either"),
}
UNREADABLE: dict[str, tuple[list[str], str]] = {
    "no office, but something": (["today", "notes.duckdb"], "is not an office"),
    "an empty file": (["today", "empty.duckdb"], "is empty"),
    "a pipe": (["figures", "pipe"], "pipe"),
    "a pipe to import": (["import", "pipe", "new.duckdb"], "no ordinary file"),
    "a web page": (["import", "page.csv", "OFFICE"], "page.csv"),
    "a web page in place of an office": (["figures", "page.csv"], "page.csv"),
    "a zip that is none": (["check", "broken.zip"], "broken.zip"),
    "an office in place of a bundle": (["import", "other.duckdb", "new.duckdb"], "other.duckdb"),
    "a backup that is none": (["restore", "notes.duckdb", "new.duckdb"], "is not an office"),
}


@pytest.fixture(scope="module")
def folder(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that a call may stumble over."""
    here = tmp_path_factory.mktemp("folder")
    (here / "notes.duckdb").write_text("not an office")
    (here / "empty.duckdb").touch()
    (here / "taken.xlsx").touch()
    (here / "page.csv").write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
    (here / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    (here / "taken.zip").write_bytes(write_bundle(here / "good.zip", OFFICE).read_bytes())
    os.mkfifo(here / "pipe")
    (here / "folder").mkdir()
    (here / "folder" / "notes.txt").touch()
    shutil.copy(office, here / "other.duckdb")
    return here


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        pytest.param(*case, code, id=name)
        for code, cases in ((2, WRONG), (3, UNREADABLE))
        for name, case in cases.items()
    ],
)
def test_what_cannot_be_done_is_told_in_words_and_changes_nothing(
    words: list[str], said: str, code: int, office: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    ended = digwell(*(str(office) if word == "OFFICE" else word for word in words))
    assert (ended.code, ended.out) == (code, ""), ended
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


@pytest.mark.slow
def test_a_disk_that_is_full_is_told_in_words(own: Path, tmp_path: Path) -> None:
    for command in (f"export own.duckdb {name}" for name in ("out.zip", "out.xlsx", "out")):
        shell = ["bash", "-c", f"ulimit -f 1; exec {BIN / 'digwell'} {command}"]
        ended = subprocess.run(shell, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert ended.returncode == 3, ended.stderr
        assert "Traceback" not in ended.stderr
        assert [path.name for path in tmp_path.iterdir()] == ["own.duckdb"]


def test_what_breaks_of_ours_is_told_by_its_reference_and_without_anybodys_data(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: Any) -> Any:
        raise ValueError("Amara Diallo")

    monkeypatch.setattr(check, "findings", broken)
    ended = digwell("check", office)
    assert (ended.code, ended.out) == (70, "")
    assert re.search(r"ours to mend.*reference: [A-Z0-9]{6}\n", ended.err)
    assert "Amara" not in ended.err


def test_a_pipe_that_is_closed_early_is_no_trouble(office: Path) -> None:
    line = f"{BIN / 'digwell'} figures {office} --format csv --status all | head -1"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    assert ended.stdout.startswith("client_id,")


# ── what they print ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_today_prints_every_row_in_order(office: Path) -> None:
    found = whole(digwell("today", office, "--as-of", AS_OF, "--format", "json"))
    assert [list(row) for row in found if row["group"] < 6] == [TODAY] * sum(row["group"] < 6 for row in found)
    assert [row["group"] for row in found] == sorted(row["group"] for row in found)
    (amara,) = [row for row in found if row["client_id"] == "c1"]
    assert (amara["name"], amara["code"], amara["group"], amara["person"]) == (
        "Amara Diallo",
        "FUP102",
        2,
        "Contact p2",
    )
    (ben,) = [row for row in found if row["client_id"] == "c2"]
    assert (ben["group"], ben["code"]) == (3, "PAC201")


def test_today_of_one_counselor_leaves_the_others_out(office: Path) -> None:
    every = whole(digwell("today", office, "--as-of", AS_OF, "--format", "json"))
    danas = whole(digwell("today", office, "--as-of", AS_OF, "--format", "json", "--counselor", "dana"))
    assert {row["client_id"] for row in danas} >= {"c1", "c2"}
    assert len(danas) <= len(every)
    ended = digwell("today", office, "--as-of", AS_OF, "--counselor", "dana")
    assert "the clients of Dana Whitlow" in ended.out


def test_figures_have_the_names_and_the_order_of_the_design(office: Path) -> None:
    found = whole(digwell("figures", office, "--as-of", AS_OF, "--format", "json"))
    assert [list(row) for row in found] == [list(CLIENT_FIGURES)] * 2
    assert [row["client_id"] for row in found] == ["c1", "c2"]
    amara, ben = found
    assert (amara["interviews_held"], amara["interviews_recent"], amara["reply_rate"]) == (2, 1, 2 / 3)
    assert (amara["follow_ups_overdue"], amara["oldest_overdue_days"], amara["coverage"]) == (1, 11, 1 / 11)
    assert (ben["reply_rate"], ben["coverage"], ben["stuck_days"]) == (None, None, 25)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--status", "all"], ["c1", "c2", "c3"]),
        (["--client", "c3"], ["c3"]),
        (["--cohort", "spring"], ["c1"]),
        (["--counselor", "dana"], ["c1", "c2"]),
        (["--counselor", "dana", "--cohort", "spring"], ["c1"]),
    ],
)
def test_figures_are_of_those_who_are_asked_for(office: Path, words: list[str], ids: list[str]) -> None:
    found = whole(digwell("figures", office, "--as-of", AS_OF, "--format", "json", *words))
    assert [row["client_id"] for row in found] == ids


def test_figures_by_group_have_the_names_of_the_design(office: Path) -> None:
    for by, names in {
        "counselor": ["Dana Whitlow"],
        "cohort": ["Spring 2026", "No cohort yet"],
        "office": ["The whole office"],
    }.items():
        found = whole(digwell("figures", office, "--as-of", AS_OF, "--format", "json", "--by", by))
        assert [list(row) for row in found] == [list(GROUP_FIGURES)] * len(names)
        assert [row["group_name"] for row in found] == names


def test_figures_are_as_of_the_day_that_is_asked_for(office: Path) -> None:
    (then,) = whole(digwell("figures", office, "--as-of", "2026-09-20", "--format", "json", "--client", "c1"))
    assert (then["interviews_held"], then["follow_ups_open"], then["contacts"]) == (1, 1, 1)


def test_an_id_is_that_of_the_bundle_else_the_number(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "b.zip", {"clients": [{**AMARA, "client_id": "007"}]})
    assert digwell("figures", bundle, "--client", " 007 ").code == 0
    assert digwell("figures", bundle, "--client", "7").code == 2


def test_check_prints_findings_with_their_place(office: Path) -> None:
    found = whole(digwell("check", office, "--as-of", AS_OF, "--format", "json"))
    assert [list(finding) for finding in found] == [FINDING] * len(found)
    assert [list(finding["where"]) for finding in found] == [["table", "id", "column", "line"]] * len(found)
    assert {"c1", "c2"} <= {finding["client_id"] for finding in found}
    bens = whole(digwell("check", office, "--as-of", AS_OF, "--format", "json", "--client", "c2"))
    assert {finding["client_id"] for finding in bens} == {"c2"}


def test_check_ends_with_1_for_as_long_as_a_stop_is_open(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # No rule of today's is as grave as that, so one is made so.
    graver = [replace(rule, severity=Severity.STOP) if rule.code == "PAC201" else rule for rule in reasons._OF_A_CASE]
    monkeypatch.setattr(reasons, "_OF_A_CASE", tuple(graver))
    ended = digwell("check", own, "--as-of", AS_OF)
    assert ended.code == 1
    assert "Please check first" in ended.out
    row = {"code": "PAC201", "record": "clients/c2", "reason": "on holiday", "by": "dana", "on": "2026-11-20"}
    put_aside = write_bundle(own.with_name("aside.zip"), {"dismissals": [row]} | {t: OFFICE[t] for t in OFFICE})
    assert digwell("import", put_aside, own).code == 0
    ended = digwell("check", own, "--as-of", AS_OF)
    assert ended.code == 0
    assert "Put aside: on holiday." in ended.out


@pytest.mark.parametrize("command", ["today", "figures", "check"])
def test_csv_has_the_same_rows_as_json(office: Path, command: str) -> None:
    document = whole(digwell(command, office, "--as-of", AS_OF, "--format", "json"))
    ended = digwell(command, office, "--as-of", AS_OF, "--format", "csv")
    assert (ended.code, ended.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert len(rows) == len(document)
    for row, shown in zip(document, rows, strict=True):
        flat = {**row, **row.pop("where", {})}
        flat.pop("where", None)
        for name, value in flat.items():
            text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
            assert shown[name] in {text, text.removesuffix(".0")}


def test_csv_holds_nothing_that_a_spreadsheet_takes_for_a_formula(own: Path) -> None:
    clients = write_bundle(own.with_name("c.zip"), {"clients": [{**AMARA, "client_id": "=1+1"}]})
    assert digwell("import", clients, own).code == 0
    assert "\n'=1+1," in digwell("figures", own, "--format", "csv").out


@pytest.mark.parametrize(
    "words",
    [["today"], ["figures"], ["figures", "--by", "counselor"], ["figures", "--client", "c2"], ["check"]],
    ids=" ".join,
)
def test_text_fits_a_hundred_columns_and_says_it_in_our_words(office: Path, words: list[str]) -> None:
    ended = digwell(*words[:1], office, *words[1:], "--as-of", AS_OF)
    assert (ended.code, ended.err) == (0, "")
    assert all(width(line) <= WIDTH for line in ended.out.splitlines())
    assert ended.out.endswith("\n")
    assert not re.search(r"\b(stuck|lead|target|failed|no-show|score|None|null|follow_ups?|c1_)\b", ended.out)


def test_an_empty_office_says_the_first_step(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "empty.zip", {})
    assert "Bring your records in with digwell import" in digwell("today", bundle).out
    assert "No clients to show" in digwell("figures", bundle).out
    closed = write_bundle(tmp_path / "closed.zip", {"clients": [AMARA | {"status": "closed"}]})
    assert digwell("today", closed).out.startswith("Nobody to look after here."), "somebody is there"
    for command in ("today", "figures", "check"):
        assert whole(digwell(command, bundle, "--format", "json")) == []


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(st.lists(st.tuples(names, names, st.integers().map(str)), max_size=5))
def test_a_table_never_leaves_the_screen(rows: list[tuple[str, str, str]]) -> None:
    columns = [Column("Id", least=16), Column("Name", least=14), Column("Talks", number=True, spare=True)]
    assert all(width(line) <= WIDTH for line in table(columns, rows).split("\n"))


# ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_standard_output_holds_the_document_and_nothing_else_whatever_the_locale(office: Path) -> None:
    ended = digwell_process(
        "figures", office, "--format", "json", "--as-of", AS_OF, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert (ended.code, ended.err) == (0, "")
    assert [row["client_id"] for row in json.loads(ended.out)] == ["c1", "c2"]
    assert digwell_process("today", office, PYTHONIOENCODING="ascii", PYTHONUTF8="0").code == 0


# ── how far it is ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    monkeypatch.setattr(progress, "_PATIENCE", 0.2)
    monkeypatch.setattr(progress, "_TICK", 0.02)
    return time.sleep


def test_nothing_is_told_of_what_is_quick(capsys: pytest.CaptureFixture[str], impatient: Any) -> None:
    with progress.progress_line("Reading") as teller:
        teller("Reading clients", 5)
    assert capsys.readouterr() == ("", "")


def test_what_takes_long_is_told_once_for_each_thing(capsys: pytest.CaptureFixture[str], impatient: Any) -> None:
    with progress.progress_line("Reading") as teller:
        impatient(0.4)
        teller("Reading clients", 5_000)
        impatient(0.2)
        teller("Copying", 30, 40)
        impatient(0.2)
    assert capsys.readouterr() == ("", "Reading …\nReading clients … 5,000\nCopying … 75 %\n")


def test_the_screen_is_clear_at_the_end(monkeypatch: pytest.MonkeyPatch, impatient: Any) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress.progress_line("Reading the clients of the office"):
        impatient(0.4)
    *_, last, after = screen.getvalue().split("\r")
    assert (last.strip(), after) == ("", "")
