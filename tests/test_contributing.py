"""The steps of CONTRIBUTING.md walked in a copy of the house: they are enough, and what is forgotten fails."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow

ROOMS = ("core", "data", "dashboard", "tests")
# What says that a step is done, by name.
WATCHED = ("test_rules", "test_codes", "test_policy", "test_migrations", "test_scope", "test_pages")
STEPS = "test_rules or test_codes or test_policy or add_up or talks_in_all or navigation or (garden and empty)"

CASE_RULE = '''

@case_rule(
    "PAC290",
    Severity.NUDGE,
    source="common practice",
    group=4,
    action="Review",
    remedy="Ask what the next talk would have to answer.",
    clears="A talk.",
    numbers=("many_sources",),
)
def reads_and_asks_nobody(case: Case, clock: Clock) -> Iterator[Said]:
    """Reading is part of it, and at some point people know more than pages do."""
    if case.sources >= clock.policy.many_sources and not case.held and case.last_step:
        yield Said(case.last_step, f"Has read {counted(case.sources, 'source')}, talked with nobody", (case.sources,))
'''
CASE_EXAMPLE = """    "PAC290": Example(
        {"Has read nine sources, talked with nobody": case(sources=9, held=0)},
        [case(sources=8, held=0), case(sources=9)],
    ),
"""
RECORD_RULE = '''

@record_rule("DAT290", Severity.WARN, TalkRecord, "closed_on", remedy="Correct one of the two days.")
def closed_before_request(talk: TalkRecord, today: date) -> str | None:
    """What was not asked for yet cannot have ended; one of the two days is mistyped."""
    if talk.requested_on and talk.closed_on and talk.closed_on < talk.requested_on:
        return f"The talk with {talk.contact} ended on {short_day(talk.closed_on, today)}, before it was asked for."
    return None
'''
RECORD_EXAMPLE = """    "DAT290": Example(
        {"The talk with Ines ended on 15 Nov, before it was asked for.": talked(requested_on=ago(5), closed_on=ago(7))},
        [talked(requested_on=ago(5), closed_on=ago(5))],
    ),
"""
QUERY = """-- How many talks do the clients of this viewer have in all?
SELECT count(*) AS talks
FROM interviews AS i
JOIN visible_clients AS v ON v.client_id = i.client_id
"""
SETTING = '    many_sources: int = _number(9, "sources", COMMON, "After so many and no talk, a word helps")\n'
COLUMN = '\n    walked: YesNo | None = optional("Whether they went for a walk")'
PAGE = '"""A page that says its name."""\n\nimport streamlit as st\n\nst.title("Garden")\n'
ENTRY = '        st.Page(f"{COUNSELOR}/garden.py", title="Garden"),\n'

# What a person sees of it: an office brought in, looked through, and brought out again.
LOOKED_THROUGH = """
import csv, json
from pathlib import Path

from click.testing import CliRunner

from core.viewer import LOCAL, Viewer
from dashboard.cli.main import main
from data.store import Store
from tests.bundles import AMARA, contact, interview, write_bundle

def digwell(*words):
    ended = CliRunner().invoke(main, [str(word) for word in words])
    assert ended.exit_code == 0, (words, ended.output)
    return ended.stdout

given = {
    "clients": [AMARA],
    "contacts": [contact("p1")],
    "fields": [{"field_id": "f1", "client_id": AMARA["client_id"], "name": "Nursing"}],
    "research": [
        {"research_id": key, "field_id": "f1", "source": "person", "read_on": "2026-11-20"} for key in ("s1", "s2")
    ],
    "interviews": [interview("i1", "p1", requested_on="2026-11-05", closed_on="2026-11-03", walked="yes")],
    "settings": [{"name": "many_sources", "value": "2"}],
}
office = Path("office.duckdb")
digwell("import", write_bundle(Path("bundle"), given), office)
digwell("export", office, "out")
read = ("--as-of", "2026-11-22", "--format", "json")
told = {command: [row["code"] for row in json.loads(digwell(command, office, *read))] for command in ("check", "today")}
store = Store.open(office)
talks = [store.rows("talks_in_all", viewer)[0]["talks"] for viewer in (LOCAL, Viewer("client", 1))]
store.close()
walked = [row["walked"] for row in csv.DictReader(Path("out/interviews.csv").open(encoding="utf-8-sig"))]
print(json.dumps({**told, "talks": talks, "walked": walked}))
"""


class House:
    """A copy of the house in which one may build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for room in ROOMS:
            shutil.copytree(ROOT / room, folder / room)
        shutil.copy(ROOT / "pyproject.toml", folder)

    def add(self, name: str, text: str) -> None:
        """A new file, or more at the end of one."""
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def put(self, name: str, before: str, text: str) -> None:
        """A text before another one in a file."""
        path = self.folder / name
        there = path.read_text(encoding="utf-8")
        assert there.count(before) == 1, f"“{before}” of {name}"
        path.write_text(there.replace(before, text + before), encoding="utf-8")

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        ran = [sys.executable, *words]
        return subprocess.run(ran, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def failing(self, watched: tuple[str, ...] = WATCHED) -> set[str]:
        """The names of the tests that fail of those that watch over the steps; each is run."""
        files = [f"tests/{name}.py" for name in watched]
        ran = self.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", STEPS, *files)
        assert ran.returncode in {0, 1}, ran.stdout + ran.stderr
        return set(re.findall(r"^FAILED tests/\w+\.py::(\S+)", ran.stdout, re.MULTILINE))

    def add_a_column(self) -> None:
        self.put("core/models.py", "\n\n\nclass Question(Record):", COLUMN)

    def add_its_schema_file(self) -> None:
        number = len(list((self.folder / "data" / "schema").glob("*.sql"))) + 1
        self.add(f"data/schema/{number:03}_walked.sql", "ALTER TABLE interviews ADD COLUMN walked BOOLEAN;\n")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house")


def test_the_steps_are_enough(house: House) -> None:
    house.add("core/rules/pace.py", CASE_RULE)
    house.put("core/policy.py", "    rest_working_days: int", SETTING)
    house.add("core/rules/talk_data.py", RECORD_RULE)
    house.put(
        "data/queries/mend_talks.sql",
        "        OR i.held_on < i.requested_on",
        "        OR i.closed_on < i.requested_on\n",
    )
    house.put("tests/rule_examples.py", '    "SCH043": Example(', CASE_EXAMPLE + RECORD_EXAMPLE)
    house.add("data/queries/talks_in_all.sql", QUERY)
    house.add_a_column()
    house.add_its_schema_file()
    house.add("dashboard/views/counselor/garden.py", PAGE)
    house.put("dashboard/front.py", '        st.Page(f"{COUNSELOR}/bring_in.py"', ENTRY)
    assert house.failing() == set()
    ran = house.python("-c", LOOKED_THROUGH)
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    assert {"PAC290", "DAT290"} <= set(seen["check"])
    assert "PAC290" in seen["today"]
    assert (seen["talks"], seen["walked"]) == ([1, 0], ["yes"])


def test_what_is_forgotten_fails(house: House) -> None:
    """Each mistake by itself would do; together they are looked at once."""
    example = "test_every_rule_is_told_where_its_examples_say_and_nowhere_near"
    forgotten = set()

    house.add("core/rules/thanks.py", CASE_RULE.replace("many_sources", "lead_days"))
    forgotten |= {f"{example}[PAC290]"}  # no example

    house.add("core/rules/talk_data.py", RECORD_RULE)
    house.put("tests/rule_examples.py", '    "SCH043": Example(', RECORD_EXAMPLE)
    forgotten |= {f"{example}[DAT290]"}  # the query does not choose what the rule speaks of

    house.add("core/rules/gardens.py", (ROOT / "core" / "rules" / "question_data.py").read_text())
    forgotten |= {"test_every_file_of_rules_is_imported"}

    house.add("core/rules/scheduling.py", "\n\ndef talk_in_the_rain(case: Case, clock: Clock) -> None:\n    pass\n")
    forgotten |= {"test_every_public_function_of_a_file_of_rules_is_a_rule[scheduling]"}

    house.put("core/codes.py", '    SETTING_NOT_KNOWN = "DAT231"', '    NEVER_TOLD = "DAT299"\n')
    forgotten |= {"test_every_notice_is_told_by_something_and_only_by_its_name"}

    house.add("data/time_zone.py", '\n\ndef _told() -> object:\n    return Finding("DAT298")  # type: ignore\n')
    forgotten |= {"test_every_code_that_anything_speaks_of_is_given_out"}
    forgotten |= {"test_nothing_is_told_under_a_code_that_was_made_up_on_the_spot"}

    house.put("core/policy.py", "    rest_working_days: int", SETTING)
    forgotten |= {"test_a_number_that_an_office_may_change_changes_something"}

    house.add("dashboard/views/counselor/garden.py", PAGE)
    forgotten |= {"test_every_page_stands_in_the_navigation_and_every_entry_has_its_page"}

    house.add(
        "data/queries/talks_in_all.sql", QUERY.replace("JOIN visible_clients AS v ON v.client_id = i.client_id\n", "")
    )
    found = house.failing()
    unscoped = {name for name in found if name.endswith("[talks_in_all]")}
    assert unscoped
    assert found - unscoped == forgotten


def test_a_column_without_its_file_in_the_schema_fails(house: House) -> None:
    house.add_a_column()
    assert house.failing(("test_migrations",)) == {"test_the_numbered_changes_add_up_to_the_tables_of_today"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CASE_RULE.replace("PAC290", "PAC203"), "PAC203 is not_spoken_lately already"),
        (CASE_RULE.replace("PAC290", "DAT255"), "DAT255 is empty_cells_filled already"),
        (CASE_RULE.replace("PAC290", "PAC29"), "PAC29 is not three letters and three digits"),
        (re.sub(r'    """.*"""\n', "", CASE_RULE), "reads_and_asks_nobody does not say why"),
        (CASE_RULE.replace("    group=4,\n", ""), "missing 1 required keyword-only argument: 'group'"),
    ],
)
def test_a_rule_that_is_not_whole_stops_everything(tmp_path: Path, text: str, told: str) -> None:
    shutil.copytree(ROOT / "core", tmp_path / "core")
    with (tmp_path / "core" / "rules" / "pace.py").open("a", encoding="utf-8") as file:
        file.write(text)
    ran = subprocess.run(
        [sys.executable, "-c", "import core.rules"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert told in ran.stderr
