"""Hostile and broken sources: each gets one clear sentence, within ten seconds and 500 MB, and nothing else happens."""

import json
import os
import resource
import stat
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.forms.sheets import Limits, Table, Unreadable, Upload
from data.forms.source import read_sheets
from data.forms.target import packed_sheets
from tests.profiles import examples
from tests.sources import KNOWN, RELATIONS, SPACE, problem, upload, xlsx, zipped

SECONDS, MEGABYTES = 10, 500
ONE = "client_id,name,started_on\n7,Ada,2026-01-02\n"


def answer(source: Path | Upload) -> str:
    """What is said to a source by a process of its own that may take so much time and memory, and no more."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "w") as said:
            json.dump(_read_all(source), said)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as heard:
        text = heard.read()
    os.waitpid(child, 0)
    assert text, "the process died without an answer"
    told, spent, peak = json.loads(text)
    assert spent < SECONDS
    assert peak < MEGABYTES * 1024
    return str(told)


def _read_all(source: Path | Upload) -> tuple[str, float, int]:
    # Counted is the processor's time, so that a busy machine does not make a quick answer look slow.
    begun = time.process_time()
    used, resident = (int(pages) * resource.getpagesize() for pages in Path("/proc/self/statm").read_text().split()[:2])
    resource.setrlimit(resource.RLIMIT_AS, (used + MEGABYTES * 1_000_000, resource.RLIM_INFINITY))
    try:
        count = sum(1 for sheet in read_sheets(source, KNOWN) for _ in sheet.rows)
        told = f"{count} rows"
    except Unreadable as unreadable:
        told = str(unreadable)
    except BaseException as ours:  # noqa: BLE001 - anything else is what these tests are about
        told = f"OURS: {ours!r}"
    # What the tests' own process had in memory when this one split off from it is not the source's doing.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident // 1024
    return told, time.process_time() - begun, peak


def packed(*members: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def test_a_bomb_of_a_zip_is_refused_for_what_would_come_out() -> None:
    assert "100 times its size" in answer(Upload("a.zip", packed(("clients.csv", bytes(100_000_000)))))


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_said() -> None:
    data = bytearray(packed(("clients.csv", ONE.encode() + b" " * 100_000_000)))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.rindex(mark) + place, 1_000)
    assert "damaged or incomplete" in answer(Upload("a.zip", bytes(data)))


def test_a_bomb_of_a_workbook_is_refused() -> None:
    bomb = xlsx('<row><c t="inlineStr"><is><t>' + " " * 100_000_000 + "</t></is></c></row>")
    assert "100 times its size" in answer(bomb)


def test_members_that_overlap_are_refused() -> None:
    data = packed(("clients.csv", bytes(20_000_000)))
    listing, end = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry, tail = data[listing:end], bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 200, 200, len(entry) * 200, listing)
    assert "Unpacked it would be" in answer(Upload("a.zip", data[:listing] + entry * 200 + bytes(tail)))


def test_a_zip_of_very_many_members_is_refused() -> None:
    assert "more than the 2,000" in answer(
        Upload("a.zip", packed(*((f"{number}.csv", b"") for number in range(5_000))))
    )
    many = packed(*((f"{number:050}.csv", b"") for number in range(20_000)))
    assert "damaged or incomplete" in answer(Upload("a.zip", many))


@pytest.mark.parametrize(
    "name", ["../clients.csv", "a/../../clients.csv", "/clients.csv", "..\\clients.csv", "C:\\x.csv"]
)
def test_a_zip_with_a_way_out_is_refused(name: str) -> None:
    assert "would land outside of its folder" in answer(Upload("a.zip", packed((name, ONE.encode()))))


def test_a_zip_that_holds_a_link_or_a_locked_member_is_refused() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        member = zipfile.ZipInfo("clients.csv")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    assert "is a link" in answer(Upload("a.zip", stream.getvalue()))
    data = bytearray(packed(("clients.csv", ONE.encode())))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in answer(Upload("a.zip", bytes(data)))


def test_a_zip_packed_in_another_way_is_refused() -> None:
    assert "packed in a way" in answer(Upload("a.zip", packed(("clients.csv", ONE.encode()), kind=zipfile.ZIP_LZMA)))


def test_a_zip_in_a_zip_is_named_and_not_opened() -> None:
    inner = packed(("clients.csv", ONE.encode()))
    assert "It holds “bundle.zip”" in answer(Upload("a.zip", packed(("bundle.zip", inner))))
    assert "zip or a workbook in a file of another name" in answer(Upload("a.zip", packed(("clients.csv", inner))))


def test_half_a_zip_and_half_a_workbook_are_damaged() -> None:
    whole = packed(("clients.csv", ONE.encode()))
    assert "damaged or incomplete" in answer(Upload("a.zip", whole[: len(whole) // 2]))
    assert "damaged or incomplete" in answer(Upload("a.xlsx", xlsx("").data[:-50]))


def test_a_flipped_bit_is_damage_not_data() -> None:
    data = bytearray(packed(("clients.csv", ONE.encode()), kind=zipfile.ZIP_STORED))
    data[data.index(b"Ada")] ^= 1
    assert "damaged or incomplete" in answer(Upload("a.zip", bytes(data)))


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"<!DOCTYPE html><html><body><table>", "web page"),
        (b"\xef\xbb\xbf\n <html>", "web page"),
        ("<table><tr>".encode("utf-16"), "web page"),
        (b"<?xml version='1.0'?>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\x00" * 8 + b"DUCK" + b"\x00" * 100, "Digwell office"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"SQLite format 3\x00", "database"),
        (ONE.encode() + b"8,\x00,x\n", "Line 3 holds a NUL"),
        (b"\x00" * 100, "NUL"),
        (bytes(range(1, 256)) * 4, "Line 2 holds signs that are no text"),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is_whatever_its_name(head: bytes, words: str) -> None:
    told = answer(upload(head))
    assert words in told
    assert told.startswith("clients.csv: ")


def compound_file(name: str) -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 48, 20)
    return bytes(head) + bytes(20 * 512) + name.encode("utf-16-le").ljust(512, b"\0")


def test_an_old_workbook_and_a_locked_one_are_told_apart() -> None:
    assert "old Excel workbook" in answer(Upload("office.xls", compound_file("Workbook")))
    assert "locked with a password" in answer(Upload("office.xlsx", compound_file("EncryptedPackage")))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("content.xml", "OpenDocument"),
        ("word/document.xml", "text document"),
        ("xl/workbook.bin", "list of sheets"),
    ],
)
def test_other_documents_are_told(name: str, words: str) -> None:
    assert words in answer(Upload("office.xlsx", packed((name, b"<x/>"))))


def test_a_quotation_mark_that_is_never_closed_names_its_line() -> None:
    assert "line 3, a quotation mark is opened and never closed" in answer(upload(ONE + '8,"Kim,x\n9,Lee,y\n'))
    long = ONE + '8,"Kim,x\n' + "9,Lee,2026-01-01\n" * 100_000
    assert "line 3, a cell has more than" in answer(upload(long))
    assert "line 3, text follows after" in answer(upload(ONE + '8,"Kim" Lee,x\n'))


def test_a_field_of_three_megabytes_names_its_line() -> None:
    assert "line 3, a cell has more than" in answer(upload(ONE + "8," + "x" * 3_000_000 + ",y\n"))
    assert "A cell in row 2 has more than" in answer(
        xlsx(f"<row><c t='inlineStr'><is><t>{'ab' * 200_000}</t></is></c></row>")
    )
    shared = f"<si><t>{'ab' * 200_000}</t></si>"
    assert "more than 131,072" in answer(xlsx("<row><c t='s'><v>0</v></c></row>", shared=shared))


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        lambda: "x" * 60_000_000,
        lambda: ONE + "," * 60_000_000,
        lambda: ONE + '8,"' + '\n","' * 12_000_000,
        lambda: ("," * 3_900_000 + "\n") * 15,
    ],
    ids=["one line", "one row of commas", "one row of many lines", "wide rows"],
)
def test_no_row_of_a_text_fills_the_memory(made: Callable[[], str]) -> None:
    told = answer(upload(made()))
    assert "row" in told
    assert "OURS" not in told


DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
A_ROW = "<row><c t='inlineStr'><is><t>x</t></is></c></row>"
HONEST = "built as no honest workbook is"


def test_document_types_and_their_entities_are_refused() -> None:
    assert HONEST in answer(xlsx("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>", before=DTD))
    outside = "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"
    assert HONEST in answer(xlsx(A_ROW, before=outside))


@pytest.mark.slow
@pytest.mark.parametrize(
    "made",
    [
        lambda: "<a>" * 4_000_000,
        lambda: "".join(f"<a{number}/>" for number in range(600_000)),
        lambda: "<row>" + "".join(f'<c b{number}="1"/>' for number in range(16_000)) + "</row>",
        lambda: f"<row r='{'1' * 5_000_000}'/>",
        lambda: "<!--" + "x" * 5_000_000 + "-->",
        lambda: "<row>" + "<c><v></v></c>" * 1_000_000 + "</row>",
        lambda: "<row><c>" + "<v></v>" * 2_000_000 + "</c></row>",
        lambda: "<row>" + "<x/>" * 3_000_000 + "</row>",
        lambda: "<row r='1048577'/>",
        lambda: "<row r='-5'/>",
        lambda: "<row r='5'/><row r='4'/>",
        lambda: "<row><c r='XFE2'/></row>",
        lambda: "<row><c r='B2'/><c r='A2'/></row>",
        lambda: "<row><c t='s'><v>7</v></c></row>",
        lambda: "<row><c t='s'><v>-1</v></c></row>",
    ],
    ids=[
        "nest", "names", "attributes", "mark", "comment", "cells", "values", "elements", "row", "minus", "order",
        "column", "cells order", "text", "text minus",
    ],
)  # fmt: skip
def test_sheets_made_to_fill_the_memory_or_out_of_order_are_refused(made: Callable[[], str]) -> None:
    assert HONEST in answer(stored(xlsx(made() + A_ROW)))


def stored(source: Upload) -> Upload:
    """The same, not packed: so it is not refused for what comes out."""
    with zipfile.ZipFile(BytesIO(source.data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    return Upload(source.name, packed(*members, kind=zipfile.ZIP_STORED))


def test_broken_markup_is_damage() -> None:
    assert "damaged or incomplete" in answer(xlsx("<row></c>"))


def test_a_cell_in_the_last_row_and_column_costs_nothing() -> None:
    far = "<row r='1048576'><c r='A1048576'><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>"
    assert answer(xlsx(far)) == "1 rows"


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    bomb = xlsx("<row><c t='s'><v>0</v></c></row>" * 200_000, shared=f"<si><t>{'x' * 30_000}</t></si>")
    assert HONEST in answer(stored(bomb))


@pytest.mark.slow
def test_very_many_different_texts_are_refused_while_they_still_fit() -> None:
    assert "more different texts" in answer(stored(xlsx(A_ROW, shared="<si/>" * 7_000_000)))


def test_a_workbook_without_a_sheet_it_names_is_damaged() -> None:
    sheets = '<sheets><sheet name="clients" r:id="gone"/></sheets>'
    book = f'<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}">{sheets}</workbook>'
    assert "the sheet “clients” is missing" in answer(Upload("a.xlsx", packed(("xl/workbook.xml", book.encode()))))


def linked(folder: Path) -> None:
    (folder / "clients.csv").symlink_to("/etc/passwd")


def piped(folder: Path) -> None:
    os.mkfifo(folder / "clients.csv")


def device(folder: Path) -> None:
    (folder / "clients.csv").symlink_to("/dev/zero")


def in_a_circle(folder: Path) -> None:
    (folder / "clients.csv").symlink_to(folder / "clients.csv")


@pytest.mark.parametrize("made", [linked, piped, device, in_a_circle])
def test_a_folder_with_a_link_a_pipe_or_a_device_is_refused(tmp_path: Path, made: Callable[[Path], None]) -> None:
    made(tmp_path)
    assert "no ordinary file" in answer(tmp_path)


def test_a_pipe_or_a_device_as_the_source_is_refused(tmp_path: Path) -> None:
    piped(tmp_path)
    assert "no ordinary file" in answer(tmp_path / "clients.csv")
    assert "no ordinary file" in answer(Path("/dev/zero"))


def test_a_file_without_the_right_to_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text(ONE)
    (tmp_path / "clients.csv").chmod(0)
    if os.access(tmp_path / "clients.csv", os.R_OK):
        pytest.skip("whoever runs this may read everything")
    assert "You may not read it" in answer(tmp_path)


def test_an_upload_is_never_a_path() -> None:
    told = problem(Upload("../../etc/cli\nents.csv", b"%PDF"))
    assert told.startswith("cli?ents.csv: ")


def test_the_ratio_leaves_a_small_export_of_the_same_text_alone() -> None:
    rows = "".join(f"{number},{'x' * 32_000},2026-01-02\n" for number in range(100))
    data = packed(("clients.csv", ("client_id,name,started_on\n" + rows).encode()))
    assert len(data) * 100 < len(rows)
    assert answer(Upload("a.zip", data)) == "100 rows"
    with pytest.raises(Unreadable):
        read_sheets(Upload("a.zip", data), KNOWN, Limits(ratio_from=0))


def test_a_zip_is_read_whatever_its_name() -> None:
    assert answer(upload(zipped({"clients.csv": ONE}), "clients.csv")) == "1 rows"


@pytest.mark.parametrize("encoding", ["TF-8", "utf-7", "rot13", "undefined", "idna", "shift_jis", "a" * 5_000])
def test_a_workbook_in_an_encoding_that_none_has_is_told_so(encoding: str) -> None:
    told = answer(xlsx(A_ROW, before=f'<?xml version="1.0" encoding="{encoding}"?>'))
    assert f"It is written in the encoding “{encoding[:70]}" in told
    assert len(told) < 300


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-8", "ISO-8859-1"])
def test_a_workbook_in_an_encoding_that_programs_write_is_read(encoding: str) -> None:
    assert answer(xlsx(A_ROW, before=f'<?xml version="1.0" encoding="{encoding}"?>')) == "1 rows"


WHOLE = [Table("clients", ("client_id", "name"), [("7", 'Zoë "Kim"\nLee'), ("8", None)])]
SOUND = {form: packed_sheets(form, WHOLE) for form in ("csv", "zip", "xlsx")}


@examples(500)
@given(st.sampled_from(["csv", "zip", "xlsx"]), st.data(), st.booleans())
def test_any_damage_ends_as_rows_or_as_one_sentence(form: str, data: st.DataObject, inside: bool) -> None:
    whole = SOUND[form]
    if form == "xlsx" and inside:
        with zipfile.ZipFile(BytesIO(whole)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = data.draw(st.sampled_from(sorted(members)))
        members[name] = damaged(members[name], data)
        whole = packed(*members.items())
    else:
        whole = damaged(whole, data)
    with suppress(Unreadable):
        for sheet in read_sheets(Upload(f"clients.{form}", whole), KNOWN):
            assert all(len(row.cells) >= len(sheet.columns) for row in sheet.rows)


def damaged(whole: bytes, data: st.DataObject) -> bytes:
    place, length = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 20))
    return whole[:place] + data.draw(st.binary(max_size=8)) + whole[place + length :]
