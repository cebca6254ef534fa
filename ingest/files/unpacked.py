"""Files: what a user named, unpacked: folders walked in order, .gz, .zip, .tar, workbooks opened.

Refused, each with its reason, are names that climb out of an archive, archives that unpack to far
more than they weigh, and what is no regular file. What is damaged inside an archive spoils nothing
else in it. Hidden files (but a Maildir's folders), links inside archives and the marks of operating
systems are passed over.
"""

import gzip
import lzma
import operator
import os
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import Misuse
from ingest.files.workbooks import WORKBOOKS, Book, Damaged, is_workbook, open_book
from ingest.mail.folders import is_maildir, without_maildir
from ingest.named import named
from ingest.source import HEAD, File

__all__ = ["DOCUMENTS", "Unreadable", "files", "files_within", "plain_file", "shown_within"]

_RATIO = 400  # a mail archive packs 1:10, zeros 1:1000
_FREE = 100 * 2**20  # up to this an archive may unpack at any ratio
_DEPTH = 4
_GZIP, _TAR = b"\x1f\x8b", b"ustar"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ARCHIVES = frozenset({".zip", ".tar", ".tgz", ".gz"}) | WORKBOOKS
_PASSED_OVER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})

DOCUMENTS = frozenset({".docx", ".pptx", ".odt", ".odp", ".numbers", ".pages"})
"""Texts, and workbooks that are not opened, of programs that pack them as archives."""

Packed = IO[bytes] | gzip.GzipFile


class Unreadable(Exception):
    """A file or archive that cannot be opened; the message says which and why."""


# All that the standard library says of archives that are damaged, encrypted or of unknown make.
_DAMAGED = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, LookupError, MemoryError,
    ArithmeticError, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error,
    Damaged, Unreadable,
)  # fmt: skip
_CUT = (
    EOFError, gzip.BadGzipFile, zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError,
)  # fmt: skip


def files(
    paths: Iterable[Path], folder: Path, is_wanted: Callable[[str], bool] = lambda _shown: True
) -> Iterator[File | Unreadable]:
    """Give every file below the paths, unpacked into *folder*, in the order of their names.

    Only those whose shown name *is_wanted*, where that is given: others are not even unpacked.
    """
    for path in paths:
        shown = path.name or str(path)
        yield from _placed(path, _walk(path, shown, folder, frozenset(), is_wanted))


def files_within(
    root: Path,
    inside: Iterable[Path],
    folder: Path,
    is_wanted: Callable[[str], bool] = lambda _shown: True,
) -> Iterator[File | Unreadable]:
    """Give some files below *root* as ``files([root], ...)`` gives them, the others not looked at.

    What is no longer there is passed over.
    """
    for path in inside:
        if not path.is_file():
            continue
        shown = shown_within(root, path)
        yield from _placed(root, _walk(path, shown, folder, frozenset(), is_wanted))


def shown_within(root: Path, path: Path) -> str:
    """Give the name that a file below *root* is shown by.

    >>> shown_within(Path("/home/ann/export"), Path("/home/ann/export/general/1.json"))
    'export/general/1.json'
    """
    name = root.name or str(root)
    return name if path == root else f"{name}/{path.relative_to(root).as_posix()}"


def _placed(path: Path, found: Iterator[File | Unreadable]) -> Iterator[File | Unreadable]:
    """Say of files below *path* where they lie, if archives were folders."""
    base = path.absolute()
    above = os.path.normpath(base.parent if path.name else base)
    for one in found:
        if isinstance(one, File):
            place = os.path.normpath(f"{above}/{one.shown}")
            yield File(one.path, one.shown, one.head, place, 0 < len(one.head) < HEAD)
        else:
            yield one


def plain_file(path: Path) -> File | None:
    """Give a file that is neither a folder nor an archive, with its first bytes."""
    if path.is_dir():
        return None
    if not path.is_file():  # reading a pipe would wait, and would use up what it holds
        raise Misuse(f"{path} is not a regular file; save it as one first")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {error.strerror or error}") from error
    return (
        None if _is_archive(head, path.name) else File(path, path.name, head, str(path.absolute()))
    )


def _is_archive(head: bytes, shown: str) -> bool:
    """Whether it is opened, which documents are not, though they are packed as archives are."""
    suffix = named(shown).suffix.lower()
    if suffix in DOCUMENTS:
        return False
    return (
        is_workbook(head, suffix) or head[:2] == _GZIP or head[:4] in _ZIP or head[257:262] == _TAR
    )


def _walk(
    path: Path, shown: str, folder: Path, above: frozenset[str], is_wanted: Callable[[str], bool]
) -> Iterator[File | Unreadable]:
    if path.is_dir():
        place = os.path.realpath(path)
        if place in above:  # a link to a folder that it is in
            return
        try:
            with os.scandir(path) as entries:
                inside = sorted(entries, key=_name_of)
        except OSError as error:
            yield Unreadable(f"{shown}: {error.strerror or error}")
            return
        for entry in inside:
            is_out = _is_passed_over(entry.name) and not is_maildir(entry.path)
            if not is_out and _may_hold(entry, shown, is_wanted):
                name, found = f"{shown}/{entry.name}", Path(entry.path)
                if entry.is_file(follow_symlinks=False):
                    yield from _plain(found, name, folder, is_wanted)
                else:
                    yield from _walk(found, name, folder, above | {place}, is_wanted)
    elif path.is_file():
        yield from _plain(path, shown, folder, is_wanted)
    else:
        yield Unreadable(f"{shown}: is not a regular file")


_name_of = operator.attrgetter("name")


def _plain(
    path: Path, shown: str, folder: Path, is_wanted: Callable[[str], bool]
) -> Iterator[File | Unreadable]:
    """A file that the user has: itself, or what is in it."""
    try:
        with path.open("rb") as file:
            head, size = file.read(HEAD), os.fstat(file.fileno()).st_size
    except OSError as error:
        yield _told(error, shown)
        return
    if _is_archive(head, shown):
        unpacking = _Unpacking(folder, shown, max(_FREE, size * _RATIO), is_wanted)
        yield from _opened(path, shown, head, unpacking, 0)
    elif is_wanted(shown):
        yield File(path, shown, head)


@dataclass
class _Unpacking:
    """What is unpacked of one file that the user has: where to, and how much more it may be."""

    folder: Path
    shown: str
    left: int
    is_wanted: Callable[[str], bool]

    @contextmanager
    def unpacked(self, packed: Packed, shown: str) -> Iterator[Path]:
        """Unpack into a file of our own, gone when the next one is asked for."""
        with self.own_file() as path:
            with path.open("wb") as file:
                while block := packed.read(1 << 20):
                    self.left -= len(block)
                    self.check(0, shown)
                    file.write(block)
            yield path

    @contextmanager
    def own_file(self) -> Iterator[Path]:
        """Give an empty file of our own, gone when the next one is asked for."""
        handle, name = tempfile.mkstemp(prefix="unpacked-", dir=self.folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)

    def weigh(self, archive: zipfile.ZipFile, shown: str) -> None:
        """Refuse, before anything is unpacked, what says itself that it is far more."""
        self.check(sum(entry.file_size for entry in archive.infolist()), shown)

    def check(self, more: int, shown: str) -> None:
        """Refuse what would unpack to far more than it weighs."""
        if more > self.left:
            self.left = -1
            raise Unreadable(f"{shown}: unpacks to over {_RATIO} times its weight; refused")


def _opened(
    path: Path, shown: str, head: bytes, unpacking: _Unpacking, depth: int
) -> Iterator[File | Unreadable]:
    try:
        if not _is_archive(head, shown):
            if unpacking.is_wanted(shown):
                yield File(path, shown, head)
        elif depth >= _DEPTH:
            yield Unreadable(f"{shown}: archives inside archives, more than {_DEPTH} deep")
        elif is_workbook(head, named(shown).suffix):
            yield from _workbook(path, shown, unpacking)
        elif head[:2] == _GZIP:
            inside = shown.removesuffix(".gz")
            opened = partial(gzip.GzipFile, path)
            yield from _entry(opened, inside, unpacking, depth, outside=shown)
        elif head[:4] in _ZIP:
            yield from _zip(path, shown, unpacking, depth)
        else:
            yield from _tar(path, shown, unpacking, depth)
    except _DAMAGED as error:
        yield _told(error, shown)


def _zip(path: Path, shown: str, unpacking: _Unpacking, depth: int) -> Iterator[File | Unreadable]:
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        unpacking.weigh(archive, shown)
        for entry in sorted(entries, key=lambda found: found.filename):
            open_entry = partial(archive.open, entry)
            yield from _named(entry.filename, open_entry, shown, unpacking, depth)


def _workbook(path: Path, shown: str, unpacking: _Unpacking) -> Iterator[File | Unreadable]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacking.weigh(archive, shown)
    left: list[str] | None = None
    while left is None or left:  # a table that ends its reader leaves the others to another one
        with open_book(path, named(shown).stem) as book:
            left = [*book.tables] if left is None else left
            while left and not book.has_ended:
                inside = f"{shown}/{(name := left.pop(0))}.csv"
                if unpacking.is_wanted(inside):
                    yield from _sheet(book, name, inside, unpacking)


def _sheet(
    book: Book, name: str, inside: str, unpacking: _Unpacking
) -> Iterator[File | Unreadable]:
    try:
        with unpacking.own_file() as inner:
            book.write(name, inner)
            with inner.open("rb") as file:
                head = file.read(HEAD)
            yield File(inner, inside, head)
    except Damaged as error:
        yield _told(error, inside)


def _tar(path: Path, shown: str, unpacking: _Unpacking, depth: int) -> Iterator[File | Unreadable]:
    with tarfile.open(path, "r:") as archive:
        for entry in archive:
            if entry.isfile():
                open_entry = partial(_extracted, archive, entry)
                yield from _named(entry.name, open_entry, shown, unpacking, depth)


def _extracted(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(entry)
    if found is None:
        raise Unreadable("is no regular file")
    return found


def _named(
    name: str, open_entry: Callable[[], Packed], shown: str, unpacking: _Unpacking, depth: int
) -> Iterator[File | Unreadable]:
    """One entry of an archive by its name, unless that climbs out of it or is passed over."""
    inside = PurePosixPath(name.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts:
        yield Unreadable(f"{shown}: holds a name that climbs out of it ({name!r}); refused")
    elif unpacking.left >= 0 and not any(map(_is_passed_over, without_maildir(inside.parts))):
        yield from _entry(open_entry, f"{shown}/{inside}", unpacking, depth)


def _entry(
    open_entry: Callable[[], Packed],
    shown: str,
    unpacking: _Unpacking,
    depth: int,
    *,
    outside: str = "",
) -> Iterator[File | Unreadable]:
    """What is inside one entry; if it is damaged the others of its archive are read.

    What fails is told by its own name, or by the one *outside* that it has on the disk.
    """
    if not (_may_be_archive(shown) or unpacking.is_wanted(shown.removesuffix(".gz"))):
        return
    try:
        with open_entry() as packed, unpacking.unpacked(packed, shown) as inner:
            with inner.open("rb") as file:
                head = file.read(HEAD)
            yield from _opened(inner, shown, head, unpacking, depth + 1)
    except _DAMAGED as error:
        yield _told(error, outside or shown)


def _may_hold(entry: os.DirEntry[str], shown: str, is_wanted: Callable[[str], bool]) -> bool:
    name = f"{shown}/{entry.name}".removesuffix(".gz")
    if is_wanted(name) or _may_be_archive(name) or entry.is_dir(follow_symlinks=False):
        return True
    return entry.is_symlink() and Path(entry.path).is_dir()


def _may_be_archive(shown: str) -> bool:
    """Say by its name whether there may be files inside, as in one without a suffix there may."""
    suffix = named(shown.removesuffix(".gz")).suffix.lower()
    return suffix in _ARCHIVES or not suffix


def _is_passed_over(name: str) -> bool:
    return name in _PASSED_OVER or name.startswith((".", "~$"))  # the mark of an open document


def _told(error: Exception, shown: str) -> Unreadable:
    if isinstance(error, Unreadable):
        return error
    what = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    advice = "; it is cut short or damaged, so fetch it again" if isinstance(error, _CUT) else ""
    return Unreadable(f"{shown}: {what or type(error).__name__}{advice}")
