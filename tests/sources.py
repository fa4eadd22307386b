"""Sources put together for tests, among them workbooks as no program would write them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from core.models import TABLES
from data.forms.sheets import Limits, Unreadable, Upload
from data.forms.source import read_sheets

KNOWN: dict[str, list[str]] = {table: [column.name for column in record.columns()] for table, record in TABLES.items()}
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def upload(text: str | bytes, name: str = "clients.csv") -> Upload:
    return Upload(name, text if isinstance(text, bytes) else text.encode())


def problem(source: Path | Upload, limits: Limits = Limits()) -> str:  # noqa: B008 - it is frozen
    with pytest.raises(Unreadable) as told:
        assert not [row for sheet in read_sheets(source, KNOWN, limits) for row in sheet.rows]
    return str(told.value)


def zipped(files: dict[str, str]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def xlsx(rows_below: str, *, shared: str = "", space: str = SPACE, before: str = "", name: str = "clients") -> Upload:
    """A workbook put together by hand, as no program would: one sheet with a row of column names and these rows."""
    names = "".join(f'<c t="inlineStr"><is><t>{column}</t></is></c>' for column in KNOWN["clients"])
    sheet = (
        f'{before}<worksheet xmlns="{space}"><sheetData><row r="1">{names}</row>{rows_below}</sheetData></worksheet>'
    )
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{space}" xmlns:r="{RELATIONS}"><sheets><sheet name="{name}" r:id="a"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="x/worksheet" Target="/xl/sheet.xml"/>'
            '<Relationship Id="b" Type="x/sharedStrings" Target="texts.xml"/></Relationships>',
        )
        archive.writestr("xl/sheet.xml", sheet)
        archive.writestr("xl/texts.xml", f'{before}<sst xmlns="{space}">{shared}</sst>')
    return Upload("office.xlsx", stream.getvalue())
