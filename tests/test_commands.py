"""Every command is one transaction that can be undone, and stays within what its viewer may see."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.viewer import LOCAL, Viewer
from data.errors import NotVisible
from data.undo import undo
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
