"""Workbooks (.xlsx) from anybody's hands: their sheets, found and read as tables."""

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from core.codes import Notice
from core.findings import Finding
from data.forms.archive import Archive
from data.forms.heading import LONGEST_HEADING, SEARCHED_ROWS, Heading, best_table, find_heading
from data.forms.markup import RELATION, Element, elements
from data.forms.serials import BUILT_IN_DAYS, is_day_format
from data.forms.sheets import Cell, Sheet, SheetRow, Unreadable, shown_name, told
from data.forms.workbook_texts import shared_texts
from data.forms.worksheet import Cells, Context, read_rows

# Text that one sheet may come to beyond what the whole file holds unpacked.
_SHARED_TEXT = 20_000_000


class _Relation(NamedTuple):
    id: str
    kind: str
    part: str


class Workbook:
    """A workbook that was looked through: the names of its sheets, and each as a table."""

    def __init__(self, archive: Archive) -> None:
        self._archive, self.file = archive, archive.file
        self._parts = {name.casefold(): name for name in archive.names}
        main = self._main_part()
        book = self._elements(main, "workbookPr", "sheet")
        self._from_1904 = any(mark.attributes.get("date1904") in ("1", "true") for mark in book)
        self._relations = list(self._related(main))
        self._sheets = [self._sheet(mark) for mark in book if mark.name == "sheet"]
        self._hidden = [mark.attributes.get("state", "visible") != "visible" for mark in book if mark.name == "sheet"]

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The names on the sheets' tabs, in order."""
        return tuple(name for name, _ in self._sheets)

    def read_table(self, number: int, table: str | None, known: Mapping[str, Collection[str]]) -> Sheet | None:
        """A sheet, counted from 0, as the table named, else as the one that its columns name; None for an empty one."""
        name, part = self._sheets[number]
        file = f"{self.file}, sheet “{shown_name(name)}”"
        first = takewhile(lambda row: row[0] <= SEARCHED_ROWS, self._rows(part, file))
        rows = [(line, _in_places(cells)) for line, cells in first]
        if not rows and next(self._rows(part, file), None) is None:
            return None
        table = table or best_table((cells for _, cells in rows), known, file)
        heading = find_heading(rows, table, known[table], file)

        def below() -> Iterator[SheetRow]:
            return _below(self._rows(part, file), heading)

        findings = (*heading.findings(file), *self._told_hidden(number, table, file))
        return Sheet(table, file, heading.line, heading.columns, below, findings)

    def _told_hidden(self, number: int, table: str, file: str) -> Iterator[Finding]:
        if self._hidden[number]:
            remedy = "Nothing to do, unless it should stay out: then take the sheet out of the workbook."
            yield told(
                Notice.SHEET_HIDDEN, f"{file} is hidden, and was read like the others.", remedy, table=table, file=file
            )

    def _rows(self, part: str, file: str) -> Iterator[tuple[int, Cells]]:
        return read_rows(self._archive.open(part), self._context, file)

    @cached_property
    def _context(self) -> Context:
        most_text = self._archive.unpacked + _SHARED_TEXT
        return Context(self._texts(), frozenset(self._day_styles()), self._from_1904, most_text)

    def _texts(self) -> list[str]:
        part = self._part_of_kind("sharedStrings")
        return shared_texts(self._archive.open(part), self.file) if part else []

    def _day_styles(self) -> Iterator[str]:
        part = self._part_of_kind("styles")
        marks = self._elements(part, "numFmt", "xf") if part else []
        codes = {
            mark.attributes.get("numFmtId"): mark.attributes.get("formatCode", "")
            for mark in marks
            if mark.name == "numFmt"
        }
        formats = [
            mark.attributes.get("numFmtId", "0") for mark in marks if (mark.parent, mark.name) == ("cellXfs", "xf")
        ]
        for style, number in enumerate(formats):
            built_in = number.isdecimal() and int(number) in BUILT_IN_DAYS
            if is_day_format(codes[number]) if number in codes else built_in:
                yield str(style)

    def _main_part(self) -> str:
        main = next((part for _, kind, part in self._related("") if kind == "officeDocument"), "xl/workbook.xml")
        if main.casefold() not in self._parts:
            raise self._incomplete("its list of sheets")
        if main.endswith(".bin"):
            raise Unreadable(self.file, "It is a binary workbook (.xlsb).", "Save it as an Excel workbook (.xlsx).")
        return main

    def _sheet(self, mark: Element) -> tuple[str, str]:
        name = mark.attributes.get("name", "")
        wanted = next((mark.attributes[key] for key in RELATION if key in mark.attributes), "")
        part = next((relation.part for relation in self._relations if relation.id == wanted), None)
        if part is None:
            raise self._incomplete(f"the sheet “{name}”")
        return name, part

    def _part_of_kind(self, kind: str) -> str | None:
        return next((relation.part for relation in self._relations if relation.kind == kind), None)

    def _related(self, part: str) -> Iterator[_Relation]:
        folder, name = posixpath.split(part)
        listing = self._parts.get(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
        for mark in self._elements(listing, "Relationship") if listing else []:
            target = posixpath.normpath(posixpath.join("/", folder, mark.attributes.get("Target", ""))).lstrip("/")
            if found := self._parts.get(target.casefold()):
                kind = mark.attributes.get("Type", "").rpartition("/")[2]
                yield _Relation(mark.attributes.get("Id", ""), kind, found)

    def _elements(self, part: str, *wanted: str) -> list[Element]:
        return elements(self._archive.open(self._parts[part.casefold()]), self.file, *wanted)

    def _incomplete(self, what: str) -> Unreadable:
        return Unreadable(self.file, f"The workbook is damaged: {what} is missing.", "Open it and save it anew.")


def _in_places(cells: Cells) -> list[Cell]:
    row: list[Cell] = []
    for place, cell in cells:
        if place < LONGEST_HEADING:
            row += [None] * (place - len(row))
            row.append(cell)
    return row


def _below(rows: Iterable[tuple[int, Cells]], heading: Heading) -> Iterator[SheetRow]:
    """The rows under the heading: its columns in order, and after them what stands under no heading."""
    width, position = len(heading.known), {place: number for number, place in enumerate(heading.known)}
    for line, found in rows:
        if line <= heading.line:
            continue
        cells: list[Cell] = [None] * width
        for place, cell in found:
            number = position.get(place)
            if number is not None:
                cells[number] = cell
            elif place not in heading.others:
                cells.append(cell)
        if any(cell is not None for cell in cells):
            yield SheetRow(line, tuple(cells))
