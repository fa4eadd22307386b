"""The texts of a workbook: freed of their escapes, and those that cells share kept in order while they fit."""

import re
import sys
from typing import BinaryIO

from data.forms.markup import DEEPEST, names, new_parser, refuse, steps
from data.forms.sheets import Unreadable

# Programs allow 32,767; this is what the reader of CSV allows too.
LONGEST_CELL = 131_072
# What the different texts of a workbook may take up here: an office of 500,000 rows has about a third of that.
TEXTS_MEMORY = 250_000_000
# Its place in the list, and what the allocator rounds up.
_BESIDE_A_TEXT = 32
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """A text of a workbook with the signs that XML cannot hold: `_x0007_` is the sign numbered 7."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return found[0] if "\ud800" <= sign <= "\udfff" else sign


def clean(text: str) -> str | None:
    """A text as cells have it: line ends LF, trimmed, None when nothing is left."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() or None


def shared_texts(stream: BinaryIO, file: str) -> list[str]:
    """The texts that the cells of a workbook share, in order; raises Unreadable where they are damaged or too many."""
    reader = _Texts(file)
    for _ in steps(reader.parser, stream, file, lambda: len(reader.texts)):
        pass
    return reader.texts


class _Texts:
    """The texts that cells share, kept in order, while they fit."""

    def __init__(self, file: str) -> None:
        self.parser = new_parser(file, self.start, self.end)
        self.texts: list[str] = []
        self._file = file
        self._memory = self._depth = 0
        self._phonetic = False
        self._pieces: list[str] = []
        self._signs: list[str] = []
        self.parser.CharacterDataHandler = self._signs.append

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the parser gives them
        self._depth += 1
        if self._depth > DEEPEST:
            refuse(self._file)
        element = _TEXT_ELEMENTS.get(name)
        if element == "t":
            self._signs.clear()
        elif element == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self._depth -= 1
        element = _TEXT_ELEMENTS.get(name)
        if element == "t":
            if not self._phonetic:
                self._pieces.append(unescaped("".join(self._signs)))
        elif element == "rPh":
            self._phonetic = False
        elif element == "si":
            self._keep("".join(self._pieces))
            self._signs.clear()
            self._pieces = []

    def _keep(self, text: str) -> None:
        if len(text) > LONGEST_CELL:
            problem = f"One of its texts has more than {LONGEST_CELL:,} characters."
            raise Unreadable(self._file, problem, "Shorten it; a cell takes 32,000.")
        text = clean(text) or ""
        self._memory += sys.getsizeof(text) + _BESIDE_A_TEXT
        if self._memory > TEXTS_MEMORY:
            problem = "It holds more different texts than are read from a workbook at once."
            raise Unreadable(self._file, problem, "Bring it in as a folder of CSV instead.")
        self.texts.append(text)


_TEXT_ELEMENTS = names("si", "t", "rPh")
