"""Every command is one transaction that can be undone, and stays within what its viewer may see."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import data.commands
from core.viewer import LOCAL, Viewer
from data.errors import NotVisible
from data.undo import undo
from tests import commanded
from tests.commanded import COMMANDS, FOR_ALL, Command, copy_of, office, tables
from tests.offices import Office


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    found = office(tmp_path_factory.mktemp("made") / "office.duckdb")
    found.store.close()
    return found


@pytest.fixture
def here(made: Office, tmp_path: Path) -> Iterator[Office]:
    found = copy_of(made, tmp_path / "office.duckdb")
    yield found
    found.store.close()


def test_every_command_there_is_is_tried_here() -> None:
    tried = Path(commanded.__file__).read_text(encoding="utf-8")
    missing = [
        f"{module.name}.{name}"
        for module in pkgutil.iter_modules(data.commands.__path__)
        for name, found in vars(importlib.import_module(f"data.commands.{module.name}")).items()
        if inspect.isfunction(found) and not name.startswith("_") and found.__module__.endswith(f".{module.name}")
        if list(inspect.signature(found).parameters)[:2] == ["store", "viewer"]
        if f"{module.name}.{name}(" not in tried
    ]
    assert missing == []


@pytest.mark.parametrize("command", [*COMMANDS.values(), *FOR_ALL.values()], ids=[*COMMANDS, *FOR_ALL])
def test_a_command_leaves_one_line_and_is_undone_whole(here: Office, command: Command) -> None:
    before = tables(here.store)

    done = command(here.store, LOCAL, here.number)

    after = tables(here.store)
    assert after != before
    assert done.sentence[-1] in ".?"
    undone = undo(here.store, LOCAL, done.audit_id)
    assert tables(here.store) == before
    undo(here.store, LOCAL, undone)
    assert tables(here.store) == after


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nobody_changes_another_counselors_client(here: Office, command: Command) -> None:
    before = tables(here.store)

    for viewer in (Viewer("counselor", here.number("counselors", "tom")), Viewer("presenter"), Viewer("client", 1)):
        with pytest.raises(NotVisible):
            command(here.store, viewer, here.number)

    assert tables(here.store) == before


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_their_own_counselor_may(here: Office, command: Command) -> None:
    assert command(here.store, Viewer("counselor", here.number("counselors", "dana")), here.number).audit_id
