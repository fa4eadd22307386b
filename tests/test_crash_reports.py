"""Crash reports: the person gets a reference, and the log holds nothing of anybody's data."""

import logging
import re
import threading
from collections.abc import Callable

import pytest

from dashboard import crash_reports
from tests.conftest import Served
from tests.test_gate import let_in, run_script, talk

MARKER = "Amara-Okonkwo-planted"

BROKEN = f"""
import logging, threading
import streamlit as st

def fail(name):
    secret = name
    raise ValueError("no " + secret)

how = st.query_params.get("how")
if how == "plain":
    fail("{MARKER}")
if how == "chained":
    try:
        {{}}["{MARKER}"]
    except KeyError as problem:
        raise RuntimeError("{MARKER}") from problem
if how == "fragment":
    @st.fragment
    def part():
        fail("{MARKER}")
    part()
if how == "thread":
    thread = threading.Thread(target=fail, args=("{MARKER}",))
    thread.start()
    thread.join()
if how == "logged":
    logging.getLogger("streamlit.anything").error("%s", "{MARKER}")
    logging.getLogger("asyncio").error("{MARKER}", exc_info=ValueError("{MARKER}"))
    logging.getLogger("uvicorn.error").error("Traceback {MARKER}")
if how == "twice":
    st.button("{MARKER}", key="{MARKER}")
    st.button("{MARKER}", key="{MARKER}")
if how == "group":
    raise ExceptionGroup("{MARKER}", [ValueError("{MARKER}")])
st.write("the end")
"""


@pytest.fixture(scope="module")
def broken(serve_script: Callable[[str], Served]) -> Served:
    return serve_script(BROKEN)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("plain", r"ValueError at front\.py:7 .*\(reference (\w{6})\)"),
        ("chained", r"RuntimeError at front\.py:\d+.*, from KeyError at front\.py:\d+ \(reference (\w{6})\)"),
        ("fragment", r"ValueError at front\.py:7 .*\(reference (\w{6})\)"),
        ("twice", r"StreamlitDuplicateElementKey at .* \(reference (\w{6})\)"),
        ("group", r"ExceptionGroup at front\.py:\d+ .*\(reference (\w{6})\)"),
    ],
)
def test_a_broken_page_shows_a_reference_that_the_log_knows(broken: Served, how: str, told: str) -> None:
    with talk(broken, let_in(broken)) as socket:
        shown = run_script(socket, f"how={how}")
    found = re.search(rb"reference: \*\*(\w{6})\*\*", shown)
    assert found is not None
    lines = [line for line in broken.log.read_text().splitlines() if found[1].decode() in line]
    assert len(lines) == 1
    assert re.search(told, lines[0])
    assert how == "twice" or MARKER.encode() not in shown
    assert b"Traceback" not in shown
    assert MARKER not in broken.log.read_text()


@pytest.mark.parametrize(
    ("how", "told"), [("thread", r"Not caught: ValueError at front\.py:7"), ("logged", r"said at front\.py:\d+")]
)
def test_what_breaks_or_speaks_elsewhere_is_told_without_its_words(broken: Served, how: str, told: str) -> None:
    with talk(broken, let_in(broken)) as socket:
        assert b"the end" in run_script(socket, f"how={how}")
    assert re.search(told, broken.log.read_text())
    assert MARKER not in broken.log.read_text()


def test_the_same_mishap_keeps_its_reference_and_another_gets_its_own() -> None:
    first, second = ValueError(MARKER), ValueError(MARKER)
    assert crash_reports.reference(first) == crash_reports.reference(first)
    assert crash_reports.reference(first) != crash_reports.reference(second)


def test_an_account_names_kind_and_place_and_nothing_else() -> None:
    try:
        dict[str, str]()[MARKER]
    except KeyError as problem:
        said = crash_reports.description(problem)
    assert re.fullmatch(r"KeyError at tests/test_crash_reports\.py:\d+ \(reference \w{6}\)", said)


def test_our_own_lines_keep_their_words_and_everything_is_as_before_afterwards(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = logging.getLogRecordFactory(), threading.excepthook
    with crash_reports.discreet_logging(), caplog.at_level(logging.ERROR):
        logging.getLogger("digwell").error("%s doors", 2)
        logging.getLogger("other").error(MARKER)
    assert (logging.getLogRecordFactory(), threading.excepthook) == before
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "2 doors",
        "said at test_crash_reports.py",
    ]
