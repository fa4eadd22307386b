"""Parts of a workbook as XML, read in bounded memory: no document types, no endless names, nests, marks or texts."""

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, NamedTuple, NoReturn
from xml.parsers import expat

from data.forms.archive import damage_told
from data.forms.sheets import Unreadable, shown_name

_STEP = 1 << 16
# The parser keeps an unfinished mark, every name it has met and every open element; people's workbooks stay far below.
_LONGEST_MARK = 1 << 20
_MOST_NAMES = 10_000
_LONGEST_WAY = 4_000_000
DEEPEST = 100
# The two that ECMA-376 allows, and the two others that the parser knows by itself.
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}
_SPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
}
# The relation of a sheet to its part has its own name space, which has two spellings as well.
RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


def names(*local: str) -> dict[str, str]:
    """The full names of some elements, each with its short one."""
    return {f"{space} {name}": name for space in _SPACES for name in local}


def new_parser(
    file: str, start: Callable[[str, dict[str, str]], object], end: Callable[[str], object]
) -> expat.XMLParserType:
    """A parser that calls `start` and `end` for each element.

    It refuses document types, which carry the entities, and encodings that no workbook has: for these the parser would
    ask Python, which raises faults of many kinds about them.
    """

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.casefold() not in _ENCODINGS:
            problem = f"It is written in the encoding “{shown_name(encoding)}”, which no workbook has."
            raise Unreadable(file, problem, "Save it anew as an Excel workbook (.xlsx).")

    parser = expat.ParserCreate(namespace_separator=" ", intern={})
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = lambda *_: refuse(file)
    return parser


def steps(
    parser: expat.XMLParserType,
    stream: BinaryIO,
    file: str,
    progress: Callable[[], int] = lambda: 0,
    enough: Callable[[], bool] = lambda: False,
) -> Iterator[None]:
    """Reads a part, pausing after each step so that what was found so far can be taken.

    `progress` must change within 4 MB. From where it is enough, the rest is only unpacked, so that its sum is
    checked. Raises Unreadable where the part is damaged, or is made to fill the memory.
    """
    read, reached, reached_at = 0, -1, 0
    with stream, damage_told(file):
        while step := stream.read(_STEP):
            read += len(step)
            parser.Parse(step, False)
            if progress() != reached:
                reached, reached_at = progress(), read
            unfinished = read - parser.CurrentByteIndex
            if unfinished > _LONGEST_MARK or len(parser.intern) > _MOST_NAMES or read - reached_at > _LONGEST_WAY:
                refuse(file)
            yield
            if enough():
                break
        else:
            parser.Parse(b"", True)
            yield
        while stream.read(_STEP):
            pass


def refuse(file: str) -> NoReturn:
    """Raises Unreadable for a part that no program for workbooks would write."""
    raise Unreadable(
        file, "It is built as no honest workbook is.", "Do not trust it; ask whoever sent it for a plain one."
    )


class Element(NamedTuple):
    """The beginning of an element: the name of the one it is in, its own, and its attributes."""

    parent: str
    name: str
    attributes: Mapping[str, str]


def elements(stream: BinaryIO, file: str, *wanted: str) -> list[Element]:
    """The elements of a small part that have one of the names, in order."""
    short, found, path = names(*wanted), list[Element](), [""]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) > DEEPEST:
            refuse(file)
        if name in short:
            found.append(Element(path[-1], short[name], attributes))
        path.append(name.rpartition(" ")[2])

    for _ in steps(new_parser(file, start, lambda _: path.pop()), stream, file, lambda: len(found)):
        pass
    return found
