"""The bench runs whole on a small office in seconds, so that it does not rot; what it finds there means nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import clicks, large
from bench.lines import Line
from bench.scale import Scale
from bench.serving import digwell
from bench.visitor import PageBroke, Visitor

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    scale = Scale(
        office=tmp_path_factory.mktemp("bench") / "office.duckdb",
        clients=60,
        bundle_rows=600,
        workbook_rows=300,
        often=0.02,
    )
    large.made(scale)
    return scale


@pytest.mark.parametrize(
    ("part", "count"), [("office", 1), ("queries", 2), ("recording", 2), ("clicks", 8), ("import", 5)]
)
def test_each_part_runs_whole_on_a_small_office(small, part, count, capsys):
    found = bench.measure([part], small)
    assert len(found) == count
    assert all(line.seen > 0 for line in found)
    printed = capsys.readouterr().out
    assert printed.count("wanted") == count
    assert "load" in printed


def test_the_office_is_made_once_a_day(small):
    before = small.office.stat().st_mtime_ns
    large.made(small)
    assert small.office.stat().st_mtime_ns == before


def test_the_exit_code_says_whether_everything_is_as_wanted(monkeypatch, capsys):
    seen = {"fast": Line("fast", 2, 1.9, "×", ""), "slow": Line("slow", 20, 19, "×", "", at_least=True)}
    monkeypatch.setattr(bench, "PARTS", {name: lambda _scale, line=line: [line] for name, line in seen.items()})
    monkeypatch.setattr(large, "made", lambda _scale: None)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert bench.main(["fast"]) == 0
        assert bench.main([]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "1 of 2 as wanted." in capsys.readouterr().out


def test_a_part_that_is_not_there_is_refused_with_the_names_of_those_that_are(capsys):
    with pytest.raises(SystemExit):
        bench.main(["click"])
    assert "the parts are office, queries, recording, clicks, import" in capsys.readouterr().err


def test_a_page_that_breaks_stops_the_bench_and_leaves_no_server(small, tmp_path, monkeypatch):
    broken = tmp_path / "front.py"
    broken.write_text("import streamlit as st\nst.write('here')\n1 / 0\n")
    monkeypatch.setattr("bench.serving.FRONT", broken)
    with (
        pytest.raises(PageBroke, match="could not be shown"),
        large.copied(small) as office,
        digwell(office) as server,
        Visitor(server.link) as visitor,
    ):
        visitor.open("")
    with pytest.raises(ProcessLookupError):
        os.kill(server.pid, 0)
    assert not office.exists()


STOPPED = """
import sys, time
from pathlib import Path
from bench import __main__ as bench, large
from bench.scale import Scale
from bench.serving import digwell

def held(scale):
    with large.copied(scale) as office, digwell(office) as server:
        print(server.pid, flush=True)
        time.sleep(60)

bench.PARTS["clicks"] = held
bench.Scale = lambda: Scale(office=Path(sys.argv[1]), clients=60)
sys.exit(bench.main(["clicks"]))
"""


def test_a_bench_that_is_told_to_stop_takes_its_servers_and_folders_away(small, tmp_path):
    command = [sys.executable, "-c", STOPPED, str(small.office)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert process.stdout
    server = int(process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 130
    process.stdout.close()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    assert not list(tmp_path.glob("digwell-bench-*"))


def test_the_frame_is_measured_beside_a_script_that_draws_nothing():
    spent = dict.fromkeys(("today", "client", "search", "tab", "field", "usual search", "usual field"), 10.0)
    lines = {line.what: line for line in clicks._compared(spent | {"blank": 5.0, "nothing": 1.0})}
    frame = lines["an empty page : a script that draws nothing"]
    assert frame.seen == pytest.approx(5)
    assert not frame.is_met
    assert "10.0 × a script that draws nothing" in lines["Today runs again : an empty page"].made_of
