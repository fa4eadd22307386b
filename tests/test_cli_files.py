"""Files of commands: bundles in place of an office, import, export, backup, restore, template."""

import re
import shutil
import signal
import subprocess
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.viewer import LOCAL
from data.store import Store
from tests.bundles import AMARA, contact, write_bundle
from tests.commands_run import AS_OF, OFFICE, digwell, make_office, whole
from tests.conftest import BIN


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("office"))


@pytest.fixture
def own(office: Path, tmp_path: Path) -> Path:
    """The office as a file of the test's own."""
    return Path(shutil.copy(office, tmp_path / "own.duckdb"))


# ── a bundle in place of an office ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["bundle.zip", "bundle.xlsx", "bundle"])
def test_a_bundle_in_place_of_an_office_has_the_same_figures(office: Path, tmp_path: Path, name: str) -> None:
    bundle = write_bundle(tmp_path / name, OFFICE)
    for form in ("json", "csv", "text"):
        words = ["--as-of", AS_OF, "--format", form, "--status", "all"]
        asked, beside = digwell("figures", bundle, *words), digwell("figures", office, *words)
        assert (asked.code, asked.out) == (beside.code, beside.out)
    for command in ("today", "check"):
        assert digwell(command, bundle, "--as-of", AS_OF).code == 0


def test_a_bundle_can_be_written_in_another_form_and_backed_up(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bundle", OFFICE)
    assert digwell("export", bundle, tmp_path / "again.xlsx").code == 0
    assert digwell("export", tmp_path / "again.xlsx", tmp_path / "again").code == 0
    assert (tmp_path / "again" / "clients.csv").read_text().count("\n") == 4
    assert digwell("backup", bundle, tmp_path / "kept.duckdb").code == 0
    assert digwell("figures", tmp_path / "kept.duckdb", "--client", "c1").code == 0


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_bundle_with_a_refused_row_is_not_read(tmp_path: Path, form: str) -> None:
    bundle = write_bundle(tmp_path / "b.zip", {**OFFICE, "contacts": [contact("p1", added_on="soon")]})
    ended = digwell("figures", bundle, "--format", form)
    assert (ended.code, ended.out) == (1, "")
    assert "“soon” is not a day" in ended.err


def test_what_was_read_of_a_bundle_is_gone_afterwards_even_when_it_is_stopped(tmp_path: Path) -> None:
    many = [contact(f"p{number}", added_on="2026-11-01") for number in range(150_000)]
    bundle = write_bundle(tmp_path / "b.zip", {"clients": [AMARA], "contacts": many})
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    line = [str(BIN / "digwell"), "figures", str(bundle)]
    with subprocess.Popen(
        line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={"TMPDIR": str(temporary)}
    ) as running:
        until = time.monotonic() + 30
        while not list(temporary.glob("digwell-*/office.duckdb")) and time.monotonic() < until:
            time.sleep(0.01)
        assert [path.stat().st_mode & 0o077 for path in temporary.iterdir()] == [0]
        running.send_signal(signal.SIGTERM)
        _, said = running.communicate(timeout=30)
    assert (running.returncode, said.splitlines()[-1]) == (130, "Stopped; nothing is half done.")
    assert not list(temporary.iterdir())


# ── bringing in ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_import_makes_the_office_and_says_so(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "b.zip", OFFICE)
    ended = digwell("import", bundle, tmp_path / "new.duckdb", "--format", "json")
    assert (ended.code, ended.err) == (0, f"A new office was made: {tmp_path / 'new.duckdb'}\n")
    assert list(ended.document) == ["stored", "tables", "refused", "findings"]
    assert ended.document["tables"]["clients"] == {"added": 3, "changed": 0, "same": 0, "differs": 0, "refused": 0}
    again = digwell("import", bundle, tmp_path / "new.duckdb")
    assert (again.code, again.err) == (0, "")
    assert "is here already" in " ".join(again.out.split())
    assert (tmp_path / "new.duckdb").stat().st_mode & 0o077 == 0


@pytest.fixture
def with_bad_rows(tmp_path: Path) -> Path:
    bad = [contact("p1"), contact("p2", added_on="soon"), contact("p3", seniority="boss")]
    return write_bundle(tmp_path / "bad.xlsx", {"clients": [AMARA], "contacts": bad})


@pytest.mark.parametrize("words", [[], ["--dry-run"], ["--dry-run", "--keep-good"]], ids=" ".join)
def test_what_does_not_come_in_leaves_no_office_behind(with_bad_rows: Path, words: list[str]) -> None:
    office = with_bad_rows.with_name("new.duckdb")
    ended = digwell("import", with_bad_rows, office, "--format", "json", *words)
    assert ended.code == 1
    assert not ended.complaints
    assert ended.document["stored"] is False
    assert [list(refusal) for refusal in ended.document["refused"]] == [
        ["table", "line", "column", "value", "why", "remedy", "because_of"]
    ] * 2
    assert [(refusal["line"], refusal["column"]) for refusal in ended.document["refused"]] == [
        (3, "added_on"),
        (4, "seniority"),
    ]
    assert [path.name for path in with_bad_rows.parent.iterdir()] == [with_bad_rows.name]


def test_keep_good_writes_the_refused_rows_beside_the_source(with_bad_rows: Path) -> None:
    office = with_bad_rows.with_name("new.duckdb")
    ended = digwell("import", with_bad_rows, office, "--keep-good")
    kept = with_bad_rows.with_name("bad.refused.xlsx")
    assert ended.code == 1
    assert str(kept) in ended.err
    assert "A new office was made" in ended.err
    assert "line 3, added on: “soon” is not a day" in ended.out
    (amara,) = whole(digwell("figures", office, "--format", "json"))
    assert amara["contacts"] == 1
    ended = digwell("import", kept, office, "--dry-run", "--format", "json")
    assert ended.document["tables"]["contacts"]["refused"] == 2


@pytest.mark.parametrize("there", [True, False], ids=["an office", "none yet"])
def test_a_dry_run_tells_what_the_import_then_tells(own: Path, there: bool) -> None:
    days = {"requested_on": "2026-11-05", "replied_on": "2026-11-03"}
    talk = {"interview_id": "new", "client_id": "c1", "contact_id": "new", **days}
    bundle = write_bundle(
        own.with_name("b.zip"), {"clients": [AMARA], "contacts": [contact("new")], "interviews": [talk]}
    )
    office = own if there else own.with_name("none-yet.duckdb")
    tried, stored = (
        digwell("import", bundle, office, "--format", "json", *dry).document for dry in (["--dry-run"], [])
    )
    assert "DAT201" in [finding["code"] for finding in tried["findings"]]
    assert tried == {**stored, "stored": False}


def test_what_differs_waits_until_it_is_told_to_overwrite(own: Path) -> None:
    store = Store.open(own)
    with store.change(LOCAL, "test") as change:
        number = change.rows("clients_named", search="Amara", most=1, skip=0)[0]["client_id"]
        change.edit("clients", number, {"goal_interviews": 9})
    store.close()
    clients = [{**row, "goal_interviews": 4} if row["client_id"] == "c1" else row for row in OFFICE["clients"]]
    bundle = write_bundle(own.with_name("b.zip"), {**OFFICE, "clients": clients})
    ended = digwell("import", bundle, own, "--dry-run")
    assert (ended.code, "--overwrite" in ended.out) == (1, True)
    assert digwell("import", bundle, own, "--dry-run", "--overwrite").code == 0
    ended = digwell("import", bundle, own, "--format", "json")
    assert (ended.code, ended.document["tables"]["clients"]["differs"]) == (1, 1)
    ended = digwell("import", bundle, own, "--overwrite", "--format", "json")
    assert (ended.code, ended.document["tables"]["clients"]["changed"]) == (0, 1)


def test_days_that_can_be_read_two_ways_are_asked_and_answered(tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "b.zip", {"clients": [{**AMARA, "started_on": "03/04/2026"}]})
    ended = digwell("import", bundle, tmp_path / "new.duckdb")
    assert ended.code == 1
    assert "--day-first or --month-first" in ended.out
    for word, day in (("--day-first", "2026-04-03"), ("--month-first", "2026-03-04")):
        office = tmp_path / f"{word}.duckdb"
        assert digwell("import", bundle, office, word).code == 0
        assert digwell("export", office, tmp_path / word.strip("-")).code == 0
        assert day in (tmp_path / word.strip("-") / "clients.csv").read_text()


def test_follow_ups_are_added_when_asked_for_and_counted(tmp_path: Path) -> None:
    lately = (date.today() - timedelta(days=3)).isoformat()
    talk = {**OFFICE["interviews"][0], "held_on": lately, "field_id": None}
    bundle = write_bundle(tmp_path / "b.zip", {"clients": [AMARA], "contacts": [contact("p1")], "interviews": [talk]})
    office = tmp_path / "new.duckdb"
    assert digwell("import", bundle, office).code == 0
    assert whole(digwell("figures", office, "--format", "json"))[0]["follow_ups_open"] == 0
    ended = digwell("import", bundle, office, "--with-follow-ups")
    assert (ended.code, "follow-ups added for one person" in ended.err) == (0, True)
    assert whole(digwell("figures", office, "--format", "json"))[0]["follow_ups_open"] > 0
    ended = digwell("import", bundle, office, "--with-follow-ups")
    assert (ended.code, "Nothing is owed" in ended.err) == (0, True)


def test_the_offices_own_limits_hold(own: Path) -> None:
    settings = write_bundle(own.with_name("s.zip"), {"settings": [{"name": "text_mb", "value": "1"}]})
    assert digwell("import", settings, own).code == 0
    notes = [{"note_id": str(n), "client_id": "c1", "author": "dana", "created_on": AS_OF, "text": "a" * 30_000}
             for n in range(40)]  # fmt: skip
    large = write_bundle(own.with_name("large"), {**OFFICE, "notes": notes})
    ended = digwell("import", large, own)
    assert (ended.code, "more than the 1 MB" in ended.err) == (3, True)


# ── handing out ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["out.zip", "out.xlsx", "out"])
def test_what_goes_out_comes_back_in_unchanged(office: Path, tmp_path: Path, name: str) -> None:
    ended = digwell("export", office, tmp_path / name)
    assert (ended.code, ended.out) == (0, "")
    assert str(tmp_path / name) in ended.err
    again = digwell("import", tmp_path / name, tmp_path / "new.duckdb")
    assert again.code == 0, again
    for form in ("first", "second"):
        source = office if form == "first" else tmp_path / "new.duckdb"
        assert digwell("export", source, tmp_path / form).code == 0
    for table_file in (tmp_path / "first").iterdir():
        assert table_file.read_bytes() == (tmp_path / "second" / table_file.name).read_bytes()


def test_a_backup_takes_the_place_of_an_office_when_it_is_told_to(own: Path) -> None:
    kept = own.with_name("kept.duckdb")
    ended = digwell("backup", own, kept)
    assert (ended.code, ended.out, "3 clients" in ended.err) == (0, "", True)
    more = write_bundle(own.with_name("more.zip"), {"clients": [{**AMARA, "client_id": "c9"}]})
    assert digwell("import", more, own).code == 0
    assert digwell("restore", kept, own).code == 2
    assert digwell("figures", own, "--client", "c9").code == 0
    ended = digwell("restore", kept, own, "--replace")
    assert (ended.code, ended.out) == (0, "")
    assert digwell("figures", own, "--client", "c9").code == 2
    before = re.search(r"kept at (\S+?)\.?\n", ended.err)
    assert before
    assert digwell("figures", Path(before[1]), "--client", "c9").code == 0
    assert digwell("restore", kept, own.with_name("elsewhere.duckdb")).code == 0


def test_the_template_comes_back_in_as_nothing(tmp_path: Path) -> None:
    ended = digwell("template", tmp_path / "people.xlsx")
    assert (ended.code, ended.out) == (0, "")
    assert zipfile.is_zipfile(tmp_path / "people.xlsx")
    ended = digwell("import", tmp_path / "people.xlsx", tmp_path / "new.duckdb")
    assert ended.code == 0
    assert "There are no records in" in ended.out
