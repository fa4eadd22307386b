"""The refusals of one import so far: every cell in words, every row once, and what leans on a refused row."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from core.findings import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a row: its table, the file or sheet to show to a person, and the line there."""

    table: str
    file: str
    line: int


@dataclass
class Refusals:
    """The refusals of one import, in the order they were found.

    `whole` is set where something refuses the source as such, so that not even its good rows may come in.
    """

    told: list[Refusal] = field(default_factory=list)
    whole: bool = False
    _roots: dict[str, dict[int, Place]] = field(default_factory=dict)
    _ids: dict[str, dict[str, int]] = field(default_factory=dict)
    _owners: dict[str, dict[str, str]] = field(default_factory=dict)

    def copy(self) -> "Refusals":
        """The same, to go on from."""
        roots = {table: dict(lines) for table, lines in self._roots.items()}
        ids = {table: dict(found) for table, found in self._ids.items()}
        owners = {table: dict(found) for table, found in self._owners.items()}
        return Refusals(list(self.told), self.whole, roots, ids, owners)

    def lines(self, table: str) -> Collection[int]:
        """The lines of a table that are refused."""
        return self._roots.get(table, {}).keys()

    def ids(self, table: str) -> Mapping[str, int]:
        """The ids that refused rows of a table carry, each with its line."""
        return self._ids.get(table, {})

    def root(self, table: str, text_id: str) -> Place | None:
        """The place of the row because of which the one with this id is kept out; None where it is not kept out."""
        line = self._ids.get(table, {}).get(text_id)
        return None if line is None else self._roots[table][line]

    def owner(self, table: str, text_id: str) -> str | None:
        """The id of what a refused row says it is part of: its client, or what leads there; None where it says none."""
        return self._owners.get(table, {}).get(text_id)

    def row(self, cell: Refusal, text_id: str | None, root: Place | None = None, *, owner: str | None = None) -> None:
        """Refuse a row for one of its cells; `root` is the refused row it leans on, `owner` what it is part of."""
        self.told.append(cell)
        self._roots.setdefault(cell.table, {}).setdefault(cell.line, root or Place(cell.table, cell.file, cell.line))
        if text_id is not None:
            line = self._ids.setdefault(cell.table, {}).setdefault(text_id, cell.line)
            if owner is not None and line == cell.line:
                self._owners.setdefault(cell.table, {})[text_id] = owner

    def all(self, refusal: Refusal) -> None:
        """Refuse the source as a whole."""
        self.told.append(refusal)
        self.whole = True
