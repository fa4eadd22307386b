"""Files that are something else than a table: what they are, and how to come by a table instead."""

from collections.abc import Sequence
from typing import BinaryIO

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "Open it in the program it comes from, and save it as .xlsx or as CSV UTF-8."
_BEGINNINGS = {
    b"%PDF": ("It is a PDF, not a table.", "Ask for the table itself, as .xlsx or as CSV."),
    b"{\\rtf": ("It is a text document, not a table.", _SAVE),
    b"\x1f\x8b": ("It is a packed file (gzip).", "Unpack it, and bring in what is in it."),
    b"7z\xbc\xaf": ("It is a packed file (7z).", "Unpack it, and bring in the folder."),
    b"Rar!": ("It is a packed file (RAR).", "Unpack it, and bring in the folder."),
    b"BZh": ("It is a packed file (bzip2).", "Unpack it, and bring in what is in it."),
    b"\xfd7zXZ": ("It is a packed file (xz).", "Unpack it, and bring in what is in it."),
    b"PK\x03\x04": ("It is a zip or a workbook in a file of another name.", "Bring it in by itself."),
    b"SQLite format 3": ("It is a database (SQLite), not a table.", _SAVE),
    b"PAR1": ("It is a Parquet file.", "Save it as CSV UTF-8."),
    b"\x89PNG": ("It is a picture, not a table.", "Ask for the table itself, as .xlsx or as CSV."),
    b"\xff\xd8\xff": ("It is a picture, not a table.", "Ask for the table itself, as .xlsx or as CSV."),
    b"GIF8": ("It is a picture, not a table.", "Ask for the table itself, as .xlsx or as CSV."),
}
_OFFICE = ("It is a Digwell office, not a bundle.", "Open it with digwell run, or export it first.")
_OLD = ("It is an old Excel workbook (.xls).", "Open it in Excel, and save it as an Excel workbook (.xlsx).")
_LOCKED = ("It is locked with a password.", "Open it in Excel, take the password off, and save it.")
_MEMBERS = {
    "word/": ("It is a text document, not a table.", _SAVE),
    "ppt/": ("It is a presentation, not a table.", _SAVE),
    "content.xml": ("It is an OpenDocument file.", "Save it as an Excel workbook (.xlsx)."),
    "index/document.iwa": ("It is a Numbers document.", "Export it to Excel (.xlsx)."),
    "index.zip": ("It is a Numbers document.", "Export it to Excel (.xlsx)."),
}
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def foreign_file(stream: BinaryIO) -> tuple[str, str] | None:
    """What a file is that begins like this, and the remedy; None where it may well be a text."""
    head = stream.read(4096)
    if head.startswith(_OLE):
        return _LOCKED if _ENCRYPTED in _contents(stream, head) else _OLD
    if head[8:12] == b"DUCK":
        return _OFFICE
    for beginning, words in _BEGINNINGS.items():
        if head.startswith(beginning):
            return words
    return ("It is a web page or XML, whatever its name says.", _SAVE) if _is_markup(head) else None


def _contents(stream: BinaryIO, head: bytes) -> bytes:
    """The names in a compound file (MS-CFB 2.2: sector size at 30, first sector of names at 48)."""
    shift, first = int.from_bytes(head[30:32], "little"), int.from_bytes(head[48:52], "little")
    if shift in (9, 12):
        stream.seek((first + 1) << shift)
    return stream.read(4096)


def _is_markup(head: bytes) -> bool:
    for mark in _MARKS:
        head = head.removeprefix(mark)
    letters = head.replace(b"\0", b"").lstrip()
    return letters[:1] == b"<" and (letters[1:2].isalpha() or letters[1:2] in {b"!", b"?"})


def foreign_archive(names: Sequence[str]) -> tuple[str, str] | None:
    """What an archive with these members is, and the remedy; None where it may be a bundle."""
    for name in names:
        for beginning, words in _MEMBERS.items():
            if name.casefold().startswith(beginning):
                return words
    return None
