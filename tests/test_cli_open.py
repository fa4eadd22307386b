"""The commands beside a running Digwell that has the office open: the same answers, and no way round the gate."""

import http.client
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from data import demo
from data.store import Store
from tests.bundles import write_bundle
from tests.commands_run import AS_OF, OFFICE, Ended, digwell, digwell_process, make_office
from tests.conftest import BIN, ROOT, Serve, Served, free_port
from tests.test_gate import let_in

pytestmark = pytest.mark.slow

QUESTIONS = [
    ["today"], ["today", "--counselor", "dana"], ["figures"], ["figures", "--status", "all"],
    ["figures", "--client", "c2"], ["figures", "--by", "counselor"],
    ["figures", "--by", "office", "--cohort", "spring"], ["check"], ["check", "--client", "c1"],
]  # fmt: skip
WRONG = [["figures", "--client", "nobody"], ["today", "--counselor", "c1"], ["check", "--client", "nobody"]]
ROUTE = "/digwell/ask"


def asked(office: Path, words: list[str], form: str = "text") -> Ended:
    """A reading command as of a fixed day."""
    return digwell(words[0], office, *words[1:], "--as-of", AS_OF, "--format", form)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Ended]]:
    """An office, and what each question prints of it while nobody has it open."""
    office = make_office(tmp_path_factory.mktemp("office"))
    every = {
        f"{' '.join(words)} {form}": asked(office, words, form)
        for words in [*QUESTIONS, *WRONG]
        for form in ("text", "json", "csv")
    }
    return office, every


@pytest.fixture(scope="module")
def office(closed: tuple[Path, Mapping[str, Ended]], served: Served) -> Path:
    """The same office while it is open."""
    assert served.process.poll() is None
    return closed[0]


@pytest.fixture(scope="module")
def served(closed: tuple[Path, Mapping[str, Ended]], serve: Serve) -> Served:
    return serve("run", closed[0])


@pytest.fixture
def notice(office: Path) -> dict[str, Any]:
    """What stands beside the office."""
    found: dict[str, Any] = json.loads(office.with_name("office.duckdb.open").read_text())
    return found


def without_progress(said: str) -> list[str]:
    """What is said whatever the time it takes."""
    return [line for line in said.splitlines() if "…" not in line]


# ── the same ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", ["text", "json", "csv"])
@pytest.mark.parametrize("words", [*QUESTIONS, *WRONG], ids=" ".join)
def test_an_open_office_answers_as_a_closed_one(
    office: Path, closed: tuple[Path, Mapping[str, Ended]], words: list[str], form: str
) -> None:
    before, now = closed[1][f"{' '.join(words)} {form}"], asked(office, words, form)
    assert (now.code, now.out) == (before.code, before.out)
    assert without_progress(now.err) == without_progress(before.err)


def test_a_command_of_its_own_process_prints_the_same(office: Path) -> None:
    ended = digwell_process("figures", office, "--format", "json", "--as-of", AS_OF)
    assert ended.out == asked(office, ["figures"], "json").out


def test_what_goes_out_of_an_open_office_is_the_same(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = digwell("export", office, "out")
    assert (ended.code, ended.out) == (0, ""), ended
    assert str(tmp_path / "out") in ended.err
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "out").iterdir())
    digwell("export", write_bundle(tmp_path / "b.zip", OFFICE), "beside")
    for table in ("clients", "contacts", "interviews", "questions", "follow_ups", "settings"):
        assert (tmp_path / "out" / f"{table}.csv").read_bytes() == (tmp_path / "beside" / f"{table}.csv").read_bytes()
    assert digwell("export", office, "out").code == 2
    assert digwell("export", office, "out.pdf").code == 2
    assert digwell("export", office, "nowhere/out.zip").code == 2


def test_a_backup_of_an_open_office_is_whole_and_leaves_it_shut_to_others(office: Path, tmp_path: Path) -> None:
    ended = digwell("backup", office, tmp_path / "kept.duckdb")
    assert (ended.code, ended.out) == (0, ""), ended
    assert digwell("figures", tmp_path / "kept.duckdb", "--as-of", AS_OF).out == asked(office, ["figures"]).out
    opens = "import sys, duckdb; duckdb.connect(sys.argv[1])"
    other = subprocess.run([sys.executable, "-c", opens, str(office)], capture_output=True, text=True, check=False)
    assert "Conflicting lock" in other.stderr


# ── what it does not do ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        ["import", "SOURCE", "OFFICE"],
        ["import", "SOURCE", "OFFICE", "--dry-run"],
        ["restore", "KEPT", "OFFICE"],
        ["restore", "KEPT", "OFFICE", "--replace"],
    ],
    ids=" ".join,
)
def test_what_changes_an_open_office_names_its_process_and_the_page(
    office: Path, served: Served, tmp_path: Path, words: list[str]
) -> None:
    places = {"OFFICE": office, "SOURCE": write_bundle(tmp_path / "b.zip", OFFICE), "KEPT": tmp_path / "kept.duckdb"}
    Store.open(places["KEPT"], create=True).close()
    ended = digwell(*(places.get(word, word) for word in words))
    assert (ended.code, ended.out) == (3, "")
    for named in (str(office), f"process {served.process.pid}", served.address, "Import and export"):
        assert named in ended.err


def test_an_office_that_is_open_already_is_told_with_its_address(office: Path, served: Served) -> None:
    for words in (["run"], ["demo", "--keep"]):
        ended = digwell_process(*words, office, "--port", str(free_port()))
        assert ended.code == 3
        assert served.address in ended.err


# ── the file and the gate ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_notice_is_its_owners_alone_and_its_key_another_than_the_token(
    office: Path, served: Served, notice: dict[str, Any]
) -> None:
    assert office.with_name("office.duckdb.open").stat().st_mode & 0o777 == 0o600
    assert (notice["process"], notice["port"]) == (served.process.pid, served.port)
    assert notice["key"] != served.token
    assert len(notice["key"]) >= 43


def knock(served: Served, path: str = ROUTE, method: str = "POST", body: object = None, **said: str) -> tuple[int, str]:
    """What the gate answers, and its body."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    connection.request(method, path, json.dumps(body), {name.replace("_", "-"): text for name, text in said.items()})
    response = connection.getresponse()
    return response.status, response.read().decode()


def question(office: Path, **more: Any) -> dict[str, Any]:
    return {"office": str(office.resolve()), "request": {"command": "figures", "form": "json", **more}}


def test_nothing_but_the_key_opens_the_route(office: Path, served: Served, notice: dict[str, Any]) -> None:
    right = f"Bearer {notice['key']}"
    assert knock(served, body=question(office), authorization=right)[0] == 200
    refused: list[dict[str, str]] = [
        {},
        {"authorization": "Bearer x"},
        {"authorization": f"Bearer {served.token}"},
        {"cookie": let_in(served)},
        {"authorization": right, "host": "evil.example"},
        {"authorization": right, "origin": "http://evil.example"},
        {"authorization": right, "sec_fetch_site": "cross-site"},
    ]
    for said in refused:
        assert knock(served, body=question(office), **said) == (403, "Not open.\n"), said
    assert knock(served, f"{ROUTE}?token={served.token}", body=question(office))[0] == 403
    assert knock(served, method="GET", authorization=right)[0] == 404


@pytest.mark.parametrize("path", ["/", "/today", "/_stcore/health", "/media/00.png", f"{ROUTE}/"])
def test_the_key_opens_nothing_else(served: Served, notice: dict[str, Any], path: str) -> None:
    assert knock(served, path, "GET", authorization=f"Bearer {notice['key']}")[0] == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (None, 400),
        ([], 400),
        ({"office": "/elsewhere.duckdb", "request": {"command": "figures"}}, 409),
        ({"office": "OFFICE", "request": {"command": "erase"}}, 400),
        ({"office": "OFFICE", "request": {"command": "figures", "as_of": "soon"}}, 400),
        ({"office": "OFFICE" + "x" * 200_000, "request": {"command": "figures"}}, 400),
    ],
)
def test_what_is_no_question_is_not_answered(
    office: Path, served: Served, notice: dict[str, Any], body: Any, status: int
) -> None:
    if isinstance(body, dict) and body["office"] == "OFFICE":
        body = {**body, "office": str(office.resolve())}
    assert knock(served, body=body, authorization=f"Bearer {notice['key']}")[0] == status


def test_what_the_answer_says_stays_in_no_cache(office: Path, served: Served, notice: dict[str, Any]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    body = json.dumps(question(office))
    connection.request("POST", ROUTE, body, {"authorization": f"Bearer {notice['key']}"})
    headers = connection.getresponse().headers
    assert headers["cache-control"] == "no-store"
    assert headers["access-control-allow-origin"] is None


# ── coming and going ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return make_office(tmp_path)


def test_the_notice_goes_with_the_process_and_has_another_key_each_time(own: Path, serve: Serve) -> None:
    beside = own.with_name("office.duckdb.open")
    keys = []
    for _ in range(2):
        served = serve("run", own)
        keys.append(json.loads(beside.read_text())["key"])
        assert served.stop() == 0
        assert not beside.exists()
    assert keys[0] != keys[1]


def test_what_a_killed_process_left_behind_is_in_nobodys_way(own: Path, serve: Serve) -> None:
    before = asked(own, ["figures"]).out
    served = serve("run", own)
    served.stop(signal.SIGKILL)
    assert own.with_name("office.duckdb.open").exists()
    assert asked(own, ["figures"]).out == before
    with holder_of(own) as holder:
        ended = asked(own, ["figures"])
    assert (ended.code, ended.out) == (3, "")
    assert f"is open in process {holder.pid}" in ended.err
    again = serve("run", own)
    assert asked(own, ["figures"]).out == before
    again.stop()


HOLDS = "import sys, duckdb; held = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


@contextmanager
def holder_of(office: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program that has an office open and answers nothing; it ends when its standard input does."""
    line = [sys.executable, "-c", HOLDS, str(office)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline()
        yield holder
        holder.stdin.close()


@pytest.fixture
def holding(own: Path) -> Iterator[subprocess.Popen[bytes]]:
    with holder_of(own) as holder:
        yield holder


@pytest.mark.parametrize(
    "words",
    [
        ["figures", "OFFICE"],
        ["export", "OFFICE", "out.zip"],
        ["backup", "OFFICE", "kept.duckdb"],
        ["import", "b.zip", "OFFICE"],
        ["run", "OFFICE", "--port", "0"],
    ],
    ids=" ".join,
)
def test_an_office_that_another_program_has_open_is_told_in_words(
    own: Path, holding: subprocess.Popen[bytes], words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)
    write_bundle(Path("b.zip"), OFFICE)
    ended = digwell_process(*(str(own) if word == "OFFICE" else word for word in words))
    assert (ended.code, ended.out) == (3, "")
    assert f"process {holding.pid}" in ended.err
    assert "Close it there first" in ended.err
    assert not {path.name for path in own.parent.iterdir()} & {"out.zip", "kept.duckdb"}


def test_a_notice_that_others_may_read_or_that_holds_no_such_thing_is_not_believed(
    own: Path, holding: subprocess.Popen[bytes]
) -> None:
    beside = own.with_name("office.duckdb.open")
    beside.write_text(json.dumps({"process": holding.pid, "port": free_port(), "key": "x"}))
    beside.chmod(0o644)
    ended = digwell("import", write_bundle(own.with_name("b.zip"), OFFICE), own)
    assert "is open in process" in ended.err
    for text in ("", "[]", "{}", '{"process": "x", "port": 1, "key": 2}'):
        beside.write_text(text)
        beside.chmod(0o600)
        assert "is open in process" in digwell("import", own.with_name("b.zip"), own).err


def test_a_command_waits_for_another_one_that_is_about_to_end(own: Path) -> None:
    with holder_of(own):
        waiting = subprocess.Popen([str(BIN / "digwell"), "figures", str(own)], stdout=subprocess.PIPE)
        time.sleep(2)
        assert waiting.poll() is None
    out, _ = waiting.communicate(timeout=20)
    assert (waiting.returncode, b"Amara Diallo" in out) == (0, True)


def test_a_command_waits_for_a_digwell_that_is_about_to_open(own: Path) -> None:
    line = [str(BIN / "digwell"), "run", str(own), "--port", str(free_port())]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        until = time.monotonic() + 20
        while not own.with_name("office.duckdb.last").exists() and time.monotonic() < until:
            time.sleep(0.01)
        ended = digwell_process("figures", own, "--as-of", AS_OF)
        running.terminate()
        running.wait(20)
    assert ended.code == 0, ended.err
    assert "Amara Diallo" in ended.out


def test_a_file_that_is_moved_under_a_running_digwell_answers_for_itself_only(own: Path, serve: Serve) -> None:
    served = serve("run", own)
    elsewhere = own.parent / "elsewhere"
    elsewhere.mkdir()
    Store.open(elsewhere / "office.duckdb", create=True).close()
    beside = elsewhere / "office.duckdb.open"
    beside.write_text(own.with_name("office.duckdb.open").read_text())
    beside.chmod(0o600)
    assert asked(elsewhere / "office.duckdb", ["figures"], "json").document == []
    served.stop()


def test_a_kept_made_up_office_is_of_today_and_says_when_it_was_made(tmp_path: Path, serve: Serve) -> None:
    kept = tmp_path / "kept.duckdb"
    demo.office(kept, today=date.today() - timedelta(days=1), clients=3)
    for said in ("was made anew, as of today", ""):
        served = serve("demo", "--clients", "3", "--keep", kept)
        assert served.log.read_text().partition(":")[0].endswith(said)
        assert served.stop() == 0
    assert "was made" not in served.log.read_text()


def test_nothing_of_anybody_is_written_to_the_log(office: Path, served: Served) -> None:
    asked(office, ["figures", "--client", "Amara"])
    assert not re.search(r"Amara|figures|key", served.log.read_text())
