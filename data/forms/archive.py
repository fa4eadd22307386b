"""Zip archives from anybody's hands: what is in them, checked before anything comes out; and archives of our own."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from data.forms.sheets import Limits, Unreadable, Upload, shown_name

# The list of contents is read as a whole: 2,000 members need about 300 kB of it.
LARGEST_CONTENTS = 1_000_000
MOST_MEMBERS = 2_000
_NOTHING_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, expat.ExpatError)


class _GuardedFile(io.FileIO):
    """A file of which no single read brings in more than an archive's list of contents may weigh."""

    def read(self, size: int | None = -1, /) -> bytes:
        _refuse_large_read(size)
        return super().read(-1 if size is None else size) or b""


class _GuardedBytes(io.BytesIO):
    """The same for bytes that are here already."""

    def read(self, size: int | None = -1, /) -> bytes:
        _refuse_large_read(size)
        return super().read(size)


def _guarded(source: Path | Upload) -> BinaryIO:
    return _GuardedBytes(source.data) if isinstance(source, Upload) else _GuardedFile(source)


def _refuse_large_read(size: int | None) -> None:
    if (size or 0) > LARGEST_CONTENTS:
        raise zipfile.BadZipFile("the list of contents is too long")


class Archive:
    """A zip archive that was looked through: members may be opened, and no more comes out than was declared.

    Raises Unreadable where it is damaged, locked, too large unpacked, or holds a way out of its own folder.
    """

    def __init__(self, source: Path | Upload, file: str, limits: Limits) -> None:
        self._source, self.file = source, file
        with damage_told(file), _guarded(source) as stream, _opened(stream) as archive:
            members = archive.infolist()
        packed = len(source.data) if isinstance(source, Upload) else source.stat().st_size
        self.unpacked = sum(member.file_size for member in members)
        _refuse_bomb(file, len(members), packed, self.unpacked, limits)
        with damage_told(file):
            for member in members:
                _refuse_member(file, member)
        self.names = tuple(member.filename for member in members if not member.is_dir())

    def open(self, name: str) -> BinaryIO:
        """A member as a stream; the standard library gives at most its declared size, and checks its sum at the end."""
        packed = io.BytesIO(self._source.data) if isinstance(self._source, Upload) else self._source
        # The stream keeps the archive's file open for as long as it is read, and closes it then.
        with damage_told(self.file), _opened(packed) as archive:
            return archive.open(name)  # type: ignore[return-value]


def _opened(packed: Path | BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(packed)
    except ValueError as fault:
        # The standard library seeks to wherever a broken list of contents says.
        raise zipfile.BadZipFile(str(fault)) from None


@contextmanager
def damage_told(file: str) -> Iterator[None]:
    """Says in words what a damaged archive or text does to its readers."""
    try:
        yield
    except _DAMAGE as fault:
        problem = "The file is damaged or incomplete."
        raise Unreadable(file, problem, "Get it again from where it came, or save it anew.") from fault
    except FileNotFoundError:
        raise Unreadable(file, "There is no such file or folder.", "Check its name.") from None
    except PermissionError:
        raise Unreadable(file, "You may not read it.", "Copy it to a place of your own, or ask for leave.") from None
    except OSError as fault:
        raise Unreadable(file, f"It cannot be read ({fault.strerror or fault}).", "Look at its disk.") from None


def _refuse_bomb(file: str, members: int, packed: int, unpacked: int, limits: Limits) -> None:
    if members > MOST_MEMBERS:
        problem = f"It holds {members:,} files, more than the {MOST_MEMBERS:,} that are read."
        raise Unreadable(file, problem, "Pack only the tables.")
    if unpacked > limits.unpacked:
        problem = (
            f"Unpacked it would be {unpacked / 1e6:,.0f} MB, more than the {limits.unpacked / 1e6:,.0f} MB allowed."
        )
        raise Unreadable(file, problem, "Bring it in as smaller parts, or as a folder of CSV.")
    if unpacked > max(limits.ratio_from, limits.ratio * packed):
        problem = f"Unpacked it would be more than {limits.ratio} times its size, as no honest file is."
        raise Unreadable(file, problem, "Bring it in as a folder of CSV instead.")


def _refuse_member(file: str, member: zipfile.ZipInfo) -> None:
    name = member.filename
    if member.header_offset < 0:
        # The standard library would seek there, and fall over.
        raise zipfile.BadZipFile("a member begins before its archive")
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        problem = f"It holds a file that would land outside of its folder (“{shown_name(name)}”)."
        raise Unreadable(file, problem, "Do not trust it; ask whoever sent it for a plain one.")
    if stat.S_ISLNK(member.external_attr >> 16):
        problem = f"“{shown_name(name)}” in it is a link to another file."
        raise Unreadable(file, problem, "Pack the file itself instead of a link to it.")
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(file, "It is locked with a password.", "Unpack it, and bring in the folder.")
    if member.compress_type not in _NOTHING_PACKED:
        problem = f"“{shown_name(name)}” in it is packed in a way that is not read here."
        raise Unreadable(file, problem, "Pack it again as an ordinary zip, or bring in the folder.")


def new_archive(stream: BinaryIO) -> zipfile.ZipFile:
    """An archive to write; with `new_member` the same contents are the same bytes."""
    return zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)


def new_member(archive: zipfile.ZipFile, name: str) -> BinaryIO:
    """A member to write, dated the first day that a zip can name and readable by its owner only."""
    member = zipfile.ZipInfo(name, _FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3
    member.external_attr = (stat.S_IFREG | 0o600) << 16
    return archive.open(member, "w")  # type: ignore[return-value]
