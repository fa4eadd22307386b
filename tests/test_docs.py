"""The documents in the repository say what the code does: every table, command, figure and term, and nothing else."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from core.cells import NumberCell, WordCell
from core.codes import Notice
from core.figures import CLIENT_FIGURES, GROUP_FIGURES
from core.findings import Severity
from core.models import BECAUSE_OF, MUST_BE_PRESENT, TABLES, Column
from core.policy import Policy
from core.viewer import LOCAL
from core.vocabulary import FOLLOW_UP_KINDS
from dashboard.cli import exits
from dashboard.cli.main import main
from data.bundle import importing
from data.figures import client_figures
from data.store import Store
from tests.bundles import TODAY, write_bundle
from tests.commands_run import AS_OF, OFFICE, digwell

ROOT = Path(__file__).parent.parent
RECORDS, GLOSSARY = ROOT / "docs" / "records.md", ROOT / "docs" / "glossary.md"
NEEDED = {"filled": "**filled**", "column": "there", "optional": "–"}
WRITTEN = {"id": "id", "text": "text", "day": "day", "instant": "moment", "yes_no": "yes or no"}


@cache
def sections(path: Path) -> dict[str, str]:
    """The text under each heading of a document, down to the next heading of any depth."""
    parts = re.split(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    headings = parts[1::2]
    assert len(headings) == len(set(headings)), "two sections have the same name"
    return dict(zip(headings, parts[2::2], strict=True))


def table(text: str) -> list[list[str]]:
    """The cells of the rows of all tables in a text, their headings left out."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    rules = [number for number, line in enumerate(lines) if re.fullmatch(r"[|\-]+", line)]
    kept = [line for number, line in enumerate(lines) if number not in rules and number + 1 not in rules]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in kept]


def quoted(text: str) -> list[str]:
    """What stands between backticks, in order; not what stands between fences."""
    return re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))


# ── the bundle ───────────────────────────────────────────────────────────────────────────────────────────────────────


def written_as(column: Column) -> str:
    if column.refers:
        return f"id of `{column.refers}`"
    if isinstance(column.cell, NumberCell):
        return f"number, {column.cell.least:,} to {column.cell.most:,}"
    return WRITTEN[column.kind]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_stands_in_the_document_as_it_is_in_the_records(name: str) -> None:
    rows = table(sections(RECORDS)[name])
    columns = TABLES[name].columns()
    assert [row[0] for row in rows] == [f"`{column.name}`" for column in columns]
    for (_, needed, written, holds, empty), column in zip(rows, columns, strict=True):
        assert needed == NEEDED[column.need], column.name
        assert holds, column.name
        assert (empty == "refused") == (column.need == "filled"), column.name
        if column.empty in {"yes", "no"}:
            assert empty == column.empty
        if isinstance(column.cell, WordCell):
            assert words_of(written) == list(column.cell.words), column.name
            assert written.startswith("any of" if column.kind == "words" else "one of"), column.name
        else:
            assert written == written_as(column), column.name


def words_of(written: str) -> list[str]:
    """The words of a closed list: those that stand in the cell, or in the section that it leads to."""
    led = re.search(r"\[([^]]+)\]\(#[\w-]+\)", written)
    if led is None:
        return quoted(written)
    # A list is a paragraph, or a part of one, that is nothing but words.
    listed = re.split(r"\n\n|: |; ", sections(RECORDS)[led[1].replace("-kind", " kind")].strip())
    return [word for part in listed if is_a_list(part) for word in quoted(part)]


def is_a_list(part: str) -> bool:
    return bool(re.fullmatch(r"[\w ]*(?:`\w+`[,.:\s]*)+", part))


def test_the_document_has_every_table_and_no_other() -> None:
    assert set(TABLES) <= set(sections(RECORDS))
    headings = re.findall(r"^### (\w+)$", RECORDS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lists = {"stage", "channel", "topic"}
    assert [name for name in headings if name not in lists] == list(TABLES)
    must = [name for name in TABLES if "This table must be there" in sections(RECORDS)[name]]
    assert must == list(MUST_BE_PRESENT)


def test_every_follow_up_kind_names_what_it_is_because_of() -> None:
    rows = {quoted(row[0])[0]: row for row in table(sections(RECORDS)["What follow-ups follow from"])}
    assert set(rows) == set(FOLLOW_UP_KINDS)
    for kind, row in rows.items():
        leads_to = BECAUSE_OF.get(kind)
        assert quoted(row[-1]) == ([leads_to] if leads_to else []), kind


def test_every_setting_stands_with_its_usual_value_and_bounds() -> None:
    rows = {quoted(row[0])[0]: row for row in table(sections(RECORDS)["Names of settings"])}
    numbers = {number.name: number for number in Policy.numbers()}
    assert list(rows) == ["time_zone", *numbers]
    for name, number in numbers.items():
        if isinstance(number.default, int):
            assert rows[name][1] == f"{number.default:,}", name
            assert rows[name][2] == f"{number.least:,} to {number.most:,} {number.unit}", name
    assert rows["acceptance_rate"][1] == str(Policy().acceptance_rate)
    assert rows["quiet_weeks"][1] == "none"


def test_the_bundle_in_the_document_comes_in(tmp_path: Path) -> None:
    found = re.findall(r"^`(\w+\.csv)`\n\n```csv\n(.+?)```", sections(RECORDS)["In short"], re.DOTALL | re.MULTILINE)
    assert {name for name, _ in found} == {f"{name}.csv" for name in MUST_BE_PRESENT}
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    for name, text in found:
        (bundle / name).write_text(text, encoding="utf-8")
    store = Store.open(tmp_path / "office.duckdb", create=True)
    outcome = importing.apply(store, LOCAL, importing.read(bundle, store, today=TODAY))
    [row] = client_figures(store, LOCAL, TODAY)
    store.close()
    assert outcome.stored
    assert (row["client_id"], row["interviews_held"], row["contacts"], row["stage"]) == ("c1", 1, 1, "held")


def test_every_code_an_import_tells_stands_with_its_severity() -> None:
    rows = table(sections(RECORDS)["What an import tells"])
    said = {quoted(row[0])[0]: row[1] for row in rows}
    assert set(said) == set(Notice)
    assert set(said.values()) <= set(Severity)


# ── the figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_figure_is_defined_and_no_other() -> None:
    defined = [quoted(row[0])[0] for row in table(sections(RECORDS)["Figures"])]
    of_groups = [name for name in GROUP_FIGURES if name not in CLIENT_FIGURES]
    assert defined == [*CLIENT_FIGURES, *of_groups]


# ── the command line ─────────────────────────────────────────────────────────────────────────────────────────────────


def commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    return dict(main.commands)


def documented() -> dict[str, str]:
    """The headings and the text of the sections about a command, by its name."""
    found = {heading: text for heading, text in sections(RECORDS).items() if heading.startswith("digwell ")}
    return {heading.split()[1]: f"{heading}\n{text}" for heading, text in found.items()}


def test_every_command_has_a_section_with_its_arguments_and_options() -> None:
    assert set(documented()) == set(commands())
    for name, command in commands().items():
        heading, _, text = documented()[name].partition("\n")
        arguments = [
            part.make_metavar(click.Context(command)) for part in command.params if part.param_type_name == "argument"
        ]
        assert heading.split()[2:] == arguments, name
        options = {option for part in command.params if isinstance(part, click.Option) for option in part.opts}
        rows = table(text)
        assert {quoted(row[0])[0].split()[0] for row in rows} == options, name
        choices = {part.opts[0]: part.type.choices for part in command.params if isinstance(part.type, click.Choice)}
        said = {words[0]: words[1].split("|") for row in rows if len(words := quoted(row[0])[0].split()) == 2}
        assert {option: tuple(words) for option, words in said.items() if option in choices} == choices, name


def test_no_command_or_option_is_named_that_does_not_exist() -> None:
    text = RECORDS.read_text(encoding="utf-8")
    named = set(re.findall(r"`digwell (\w[\w-]*)", text)) | set(re.findall(r"^digwell (\w[\w-]*)", text, re.MULTILINE))
    assert named <= set(commands())
    options = {option for command in commands().values() for part in command.params for option in part.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)) <= options | {"--help", "--version"}


def test_every_exit_code_stands_in_the_document() -> None:
    codes = {value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)}
    assert [int(row[0]) for row in table(sections(RECORDS)["Exit codes"])] == sorted(codes)


def test_no_name_stands_in_the_document_that_means_nothing() -> None:
    """Every quoted name with an underscore is a table, a column, a word, a figure, a setting or a rule."""
    columns = [column for record in TABLES.values() for column in record.columns()]
    words = {word for column in columns if isinstance(column.cell, WordCell) for word in column.cell.words}
    known = {
        *TABLES,
        *(column.name for column in columns),
        *words,
        *CLIENT_FIGURES,
        *GROUP_FIGURES,
        *Policy.model_fields,
    }
    named = {word for word in quoted(RECORDS.read_text(encoding="utf-8")) if re.fullmatch(r"[a-z]+(_[a-z]+)+", word)}
    assert named <= known


def test_the_json_in_the_document_has_the_shape_that_is_printed(tmp_path: Path) -> None:
    examples = re.findall(r"```json\n(.+?)```", sections(RECORDS)["JSON"], re.DOTALL)
    row, finding, imported = (json.loads(example) for example in examples)
    bundle = write_bundle(tmp_path / "bundle.zip", OFFICE)
    rows = digwell("today", bundle, "--as-of", AS_OF, "--format", "json").document
    assert [list(each) for each in rows if each["group"] < 6] == [list(row)] * len(rows)
    found = digwell("check", bundle, "--as-of", AS_OF, "--format", "json").document
    assert [[list(each), list(each["where"])] for each in found] == [[list(finding), list(finding["where"])]] * len(
        found
    )
    assert rows
    assert found
    wrong = write_bundle(tmp_path / "wrong.zip", {**OFFICE, "clients": [{"client_id": "c1"}]})
    said = digwell("import", wrong, tmp_path / "office.duckdb", "--format", "json").document
    assert list(said) == list(imported)
    assert list(said["tables"]["clients"]) == list(imported["tables"]["clients"])
    assert list(said["refused"][0]) == list(imported["refused"][0])


# ── the glossary ─────────────────────────────────────────────────────────────────────────────────────────────────────

MODULE = re.compile(r"`((?:core|data|dashboard|tests|bench|docs)/[\w/.-]+)`")


def entries() -> list[tuple[str, str]]:
    """The words of the glossary, each with what it says of them; a lead is also a kind of follow-up."""
    text = GLOSSARY.read_text(encoding="utf-8")
    return list(re.findall(r"^\* \*\*([^*]+)\*\*(.+?)(?=\n\*|\n\n|\Z)", text, re.DOTALL | re.MULTILINE))


def test_every_module_named_in_the_glossary_exists() -> None:
    named = MODULE.findall(GLOSSARY.read_text(encoding="utf-8"))
    assert len(named) > 50
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_word_of_the_glossary_says_where_it_lives() -> None:
    # The articles lie outside, and the kinds of follow-up have one place for all.
    homeless = [word for word, said in entries() if not MODULE.search(said)]
    assert homeless == [*FOLLOW_UP_KINDS, "practice"]


# ── papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────

KINDS = {".py", ".sql", ".toml", ".md", ".js", ".css"}
ELSEWHERE = re.compile("\\bDESIG[N]\\b|(?<!ECMA-376 )(?<!, )\N{SECTION SIGN}|\\bshare[d]/")


def texts() -> Iterator[Path]:
    """Every file that somebody writes by hand here."""
    yield from (ROOT / name for name in ("Makefile", ".ci/run", ".streamlit/config.toml"))
    yield from (path for path in ROOT.iterdir() if path.suffix in KINDS)
    for room in ("core", "data", "dashboard", "tests", "bench", "docs"):
        yield from (path for path in (ROOT / room).rglob("*") if path.suffix in KINDS)


def test_no_file_refers_to_a_document_that_is_not_in_the_repository() -> None:
    documents = [path.relative_to(ROOT) for path in texts() if path.suffix == ".md"]
    # The first schema may never change again, and names the records without their folder.
    known = {str(path) for path in documents} | {path.name for path in documents}
    lost = []
    for path in texts():
        text = path.read_text(encoding="utf-8")
        named = {name.removeprefix("../") for name in re.findall(r"[\w./-]*\w\.md\b", text)}
        lost += [f"{path.relative_to(ROOT)}: {what}" for what in [*sorted(named - known), *ELSEWHERE.findall(text)]]
    assert lost == []


# ── paths ────────────────────────────────────────────────────────────────────────────────────────────────────────────

GUIDES = [ROOT / name for name in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs/workbooks.md")]
PATH = re.compile(r"(?:core|data|dashboard|tests|bench|docs)/[\w./<>*-]*|[\w./<>*-]+\.(?:py|sql|toml|css|js|md)")


def named_paths(path: Path) -> set[str]:
    return {name for name in quoted(path.read_text(encoding="utf-8")) if PATH.fullmatch(name)}


def exists(name: str) -> bool:
    """Whether a path is there; of one with a part left open (`<subject>`, `*`), whether anything fits."""
    pattern = re.sub(r"<[^>]+>", "*", name).rstrip("/")
    here = ROOT.glob(pattern)
    anywhere = (
        found for room in ("core", "data", "dashboard", "tests", "bench") for found in (ROOT / room).rglob(pattern)
    )
    return any(here) or ("/" not in name and any(anywhere))


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_path_named_in_a_guide_exists(path: Path) -> None:
    assert {name for name in named_paths(path) if not exists(name)} == set()


def test_the_guides_name_what_an_engineer_looks_for() -> None:
    assert len(named_paths(ROOT / "ARCHITECTURE.md")) > 50


def test_the_picture_of_the_rooms_names_what_is_there_and_fits_a_terminal() -> None:
    picture = re.findall(r"^```\n(.+?)```", GUIDES[0].read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)[0]
    assert max(map(len, picture.splitlines())) <= 80
    parts = re.split(r"^\+-.*\+$", picture, flags=re.MULTILINE)
    boxes = dict(zip(("dashboard", "data", "core"), parts[1::2], strict=True))
    for room, box in boxes.items():
        assert f"{room}: what is" in box
        names = {path.stem if path.suffix == ".py" else path.name for path in (ROOT / room).iterdir()}
        # A name is a word before the gap that its explanation follows, and no word of a sentence.
        drawn = {word for word in re.findall(r"\b[a-z_]+\b", box) if word in names}
        assert len(drawn) >= 8, room
        assert {word for word in re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", box) if word not in names} == set()


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_every_command_named_in_a_guide_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    code = "\n".join([*quoted(text), *re.findall(r"^```\n(.+?)```", text, re.DOTALL | re.MULTILINE)])
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) <= targets
    assert set(re.findall(r"\bdigwell ([a-z][a-z-]*)", code)) <= set(commands())


# ── links ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def anchors(path: Path) -> set[str]:
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in sections(path)}


def links(path: Path) -> Iterator[str]:
    yield from re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [RECORDS, GLOSSARY, *ROOT.glob("*.md")], ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in links(path):
        file, _, anchor = link.partition("#")
        leads_to = path.parent / file if file else path
        assert leads_to.exists(), link
        if anchor:
            assert anchor in anchors(leads_to), link
