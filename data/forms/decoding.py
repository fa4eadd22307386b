"""The encoding of a text: told by its mark, by what is valid, and as the last resort by a guess that is said."""

import codecs
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from core.codes import Notice
from core.findings import Finding
from data.forms.sheets import Unreadable, told

_STEP = 1 << 20
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_ACCENTED_WORD = re.compile(r"\w*[^\x00-\x7f]+\w*")
_NUL = "holds a NUL, which no text has: the file is damaged, or it is not a text."
_NO_TEXT = "holds signs that are no text in the file's encoding."


def encoding_of(opened: Callable[[], BinaryIO], file: str) -> tuple[str, tuple[Finding, ...]]:
    """The name of the encoding and, where it was guessed, the finding that shows a few words to judge it by.

    Reads the text once from end to end, twice where it has to guess; raises Unreadable where it is no text.
    """
    with opened() as stream:
        sample = stream.read(4096)
    marked = next((name for mark, name in _MARKS.items() if sample.startswith(mark)), None)
    encoding = marked or _unmarked_utf16(sample) or "utf-8"
    fault = _first_fault(opened, encoding)
    if fault is None:
        return encoding, ()
    if encoding == "utf-8" and fault[1] == _NO_TEXT:
        fault = _first_fault(opened, "cp1252")
        if fault is None:
            return "cp1252", (_guess(opened, file),)
    remedy = "Save it again as CSV UTF-8 from the program it comes from, and import that file."
    raise Unreadable(file, f"Line {fault[0]} {fault[1]}", remedy)


def _unmarked_utf16(sample: bytes) -> str | None:
    pairs = len(sample) // 2
    early, late = sample[: 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if pairs and late > 0.6 * pairs and early < 0.05 * pairs:
        return "utf-16-le"
    return "utf-16-be" if pairs and early > 0.6 * pairs and late < 0.05 * pairs else None


def _chunks(opened: Callable[[], BinaryIO], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with opened() as stream:
        while chunk := stream.read(_STEP):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _first_fault(opened: Callable[[], BinaryIO], encoding: str) -> tuple[int, str] | None:
    """The line of the first thing that is no text in this encoding, and what it is; None where all of it is text."""
    line = 1
    try:
        for text in _chunks(opened, encoding):
            if (place := text.find("\0")) >= 0:
                return line + text.count("\n", 0, place), _NUL
            line += text.count("\n")
    except UnicodeDecodeError as fault:
        return line + bytes(fault.object[: fault.start]).count(b"\n"), _NO_TEXT
    return None


def _guess(opened: Callable[[], BinaryIO], file: str) -> Finding:
    words: list[str] = []
    for text in _chunks(opened, "cp1252"):
        words += dict.fromkeys(word[:30] for word in _ACCENTED_WORD.findall(text) if word[:30] not in words)
        if len(words) >= 5:
            break
    seen = ", ".join(f"“{word}”" for word in words[:5])
    message = f"{file} is not in UTF-8; it was read as Windows-1252, which gives words such as {seen}."
    remedy = "If they look wrong, save the file as CSV UTF-8 and import it again."
    return told(Notice.ENCODING_GUESSED, message, remedy, file=file)
