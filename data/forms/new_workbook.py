"""Workbooks of our own: ids as text, days as days, nothing a formula or a link; the same rows are the same bytes.

The few parts are written by hand, because the usual writers change some texts: docs/workbooks.md says which, and
tests/test_workbook_libraries.py shows it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from core.models import TABLES
from data.forms.archive import new_archive, new_member
from data.forms.column_letters import column_letter
from data.forms.csv_writer import text_of
from data.forms.serials import serial_of_day
from data.forms.sheets import Cell, Table, Unwritable

MOST_ROWS = 1_000_000
# More is not read back from one workbook.
_MOST_BYTES = 1_000_000_000
# What other programs take in a cell. Ours have at most 32,000; only a row refused for its length has more.
_LONGEST_CELL = 32_767
_EXACT = 10**15
_PLAIN, _HEADING, _DAY, _TEXT, _MOMENT = range(5)
_STYLE_OF = {"day": _DAY, "number": _PLAIN}
_WIDTH_OF = {"id": 14, "ref": 14, "day": 12, "number": 12, "yes_no": 10, "word": 16, "words": 24, "instant": 26}
_WIDE = 30

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FONT = '<sz val="11"/><name val="Calibri"/>'
_NO_FILLS = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
_XF = 'fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"'
# In the order of _PLAIN, _HEADING, _DAY, _TEXT, _MOMENT; format 49 is text, so that 007 typed in stays 007.
_STYLES = f"""<styleSheet xmlns="{_SPACE}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts><fills count="2">{_NO_FILLS}</fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">\
<xf numFmtId="0" fontId="0" {_XF}/><xf numFmtId="49" fontId="1" {_XF}/><xf numFmtId="164" fontId="0" {_XF}/>\
<xf numFmtId="49" fontId="0" {_XF}/><xf numFmtId="165" fontId="0" {_XF}/></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NEEDS_CARE = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")


def write_workbook(stream: BinaryIO, tables: Iterable[Table]) -> None:
    """The tables as one workbook, a sheet each; raises Unwritable where a table does not go into a sheet."""
    sheets, room = list(tables), _MOST_BYTES
    for table in sheets:
        if table.length > MOST_ROWS:
            raise _too_much(table, f"more than {MOST_ROWS:,} rows")
    with new_archive(stream) as archive:
        for name, part in _parts([table.name for table in sheets]).items():
            with new_member(archive, name) as member:
                member.write((_BEGIN + part).encode())
        for number, table in enumerate(sheets, start=1):
            with new_member(archive, f"xl/worksheets/sheet{number}.xml") as member:
                room -= _write_sheet(member, table, room, first=number == 1)


def _write_sheet(member: BinaryIO, table: Table, room: int, *, first: bool) -> int:
    """Writes one sheet of at most `room` bytes, and says how many it took."""
    selected = ' tabSelected="1"' if first else ""
    member.write(
        f'{_BEGIN}<worksheet xmlns="{_SPACE}"><sheetViews><sheetView{selected} workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{_columns(table)}</cols><sheetData>".encode()
    )
    letters = [column_letter(place) for place in range(len(table.columns))]
    heading = "".join(_text(letter + "1", name, _HEADING) for letter, name in zip(letters, table.columns, strict=True))
    member.write(f'<row r="1">{heading}</row>'.encode())
    size = 0
    for line, row in enumerate(table.rows, start=2):
        cells = [_cell(f"{letter}{line}", cell) for letter, cell in zip(letters, row, strict=True) if cell is not None]
        written = f'<row r="{line}">{"".join(cells)}</row>'.encode()
        size += len(written)
        if line > MOST_ROWS + 1 or size > room:
            too_long = line > MOST_ROWS + 1
            raise _too_much(table, f"more than {MOST_ROWS:,} rows" if too_long else "more text than a workbook takes")
        member.write(written)
    member.write(b"</sheetData></worksheet>")
    return size


def _too_much(table: Table, what: str) -> Unwritable:
    problem = f"The table {table.name} has {what}."
    return Unwritable("workbook", problem, "Export to a folder instead: give a name without .xlsx.")


def _columns(table: Table) -> str:
    record = TABLES.get(table.name)
    kinds = {column.name: column.kind for column in record.columns()} if record else {}
    marks = []
    for number, name in enumerate(table.columns, start=1):
        kind = kinds.get(name, "text")
        style, width = _STYLE_OF.get(kind, _TEXT), _WIDTH_OF.get(kind, _WIDE)
        marks.append(f'<col min="{number}" max="{number}" width="{width}" style="{style}" customWidth="1"/>')
    return "".join(marks)


def _cell(reference: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(reference, cell, _TEXT)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < _EXACT:
        return f'<c r="{reference}"><v>{cell!r}</v></c>'
    if isinstance(cell, date) and (serial := _serial(cell)) is not None:
        style = _MOMENT if isinstance(cell, datetime) else _DAY
        return f'<c r="{reference}" s="{style}"><v>{serial!r}</v></c>'
    return _text(reference, text_of(cell), _TEXT)


def _serial(moment: date) -> float | None:
    """The number of a day, or of a moment that no zone and no split second goes with."""
    if not isinstance(moment, datetime):
        return serial_of_day(moment)
    day = serial_of_day(moment.date())
    if day is None or moment.tzinfo or moment.microsecond or moment.time() == time():
        return None
    return day + (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400


def _text(reference: str, text: str, style: int) -> str:
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - 1] + "…"
    if _NEEDS_CARE.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _NO_XML.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", text))
        text = escape(text)
    kept = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{kept}>{text}</t></is></c>'


def _parts(names: Sequence[str]) -> dict[str, str]:
    """The parts beside the sheets, under their names in the archive."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in zip(numbers, names, strict=True)
    )
    related = [(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    related.append((f"rId{len(names) + 1}", "styles", "styles.xml"))
    kinds = [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
    return {
        "[Content_Types].xml": _content_types(
            [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles"), *kinds]
        ),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_SPACE}" xmlns:r="{_RELATIONS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(related),
        "xl/styles.xml": _STYLES,
    }


def _relations(related: Iterable[tuple[str, str, str]]) -> str:
    marks = "".join(
        f'<Relationship Id="{number}" Type="{_RELATIONS}/{kind}" Target="{part}"/>' for number, kind, part in related
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{marks}</Relationships>'


def _content_types(kinds: Iterable[tuple[str, str]]) -> str:
    marks = "".join(f'<Override PartName="{part}" ContentType="{_KINDS}.{kind}+xml"/>' for part, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{marks}</Types>'
    )
