"""Findings and refusals: anything wrong, missing or worth praise, with its place and the way out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """The weight of a finding: how much it asks of its reader, from "please check first" down to praise."""

    STOP = "stop"
    WARN = "warn"
    NUDGE = "nudge"
    INFO = "info"
    PRAISE = "praise"

    @property
    def rank(self) -> int:
        """Its place among all, the gravest first: 0 is *please check first*."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Location:
    """The place to look at: a table of the bundle, the record's id there, its column, and the line in a source file."""

    table: str = ""
    id: str = ""
    column: str = ""
    line: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed: its code, how much it asks, the fact with its values, the place, and the way out.

    `rule` is the name of the rule that says so, `dismissed` the reason it was put aside with, None where it was not.
    """

    code: str
    severity: Severity
    message: str
    where: Location = field(default_factory=Location)
    remedy: str = ""
    client_id: str = ""
    rule: str = ""
    dismissed: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One cell or row that could not be understood or stored; nothing of it is lost.

    `line` is the number a person sees: the physical line of a text on which the row starts, or the row of a
    sheet; 0 where a whole table is missing. `because_of` is the line of another refused row on which this one
    depends, in the table `because_of_table`, else None.
    """

    table: str
    line: int
    column: str
    value: str
    why: str
    remedy: str
    file: str = ""
    because_of: int | None = None
    because_of_table: str = ""

    def sentence(self) -> str:
        """The whole refusal in one line of human words."""
        place = f"{self.file or self.table}, line {self.line}" if self.line else self.file or self.table
        about = f", {self.column.replace('_', ' ')}" if self.column else ""
        return f"{place}{about}: {self.why} {self.remedy}".rstrip()


@dataclass(frozen=True, slots=True)
class Root:
    """A refusal in its own right, and for each table how many rows rest on its row and are kept out with it."""

    refusal: Refusal
    behind: Mapping[str, int] = field(default_factory=dict)


def roots(refused: Iterable[Refusal]) -> list[Root]:
    """The refusals that are to be mended, in their order; what rests on a row is counted at the last of its cells."""
    every = list(refused)
    behind: dict[tuple[str, int | None], Counter[str]] = {}
    for each in every:
        if each.because_of is not None:
            behind.setdefault((each.because_of_table, each.because_of), Counter())[each.table] += 1
    found = [Root(each, behind.pop((each.table, each.line), {})) for each in reversed(every) if each.because_of is None]
    return found[::-1]
