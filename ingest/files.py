"""Files: what a user named, unpacked: folders walked in order, .gz, .zip and .tar opened.

Names that climb out of an archive, links, and archives that unpack to far more than they weigh
are refused; hidden files and the marks of operating systems are passed over.
"""

import gzip
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import Misuse
from ingest.source import File

__all__ = ["Unreadable", "files", "plain_file"]

_HEAD = 65_536
_RATIO = 400  # a mail archive packs 1:10, zeros 1:1000
_FREE = 100 * 2**20  # below this an archive may have any ratio
_DEPTH = 3
_GZIP, _ZIP, _TAR = b"\x1f\x8b", b"PK\x03\x04", b"ustar"
_PASSED_OVER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


class Unreadable(Exception):
    """A file or archive that cannot be opened; the message says which and why."""


def files(paths: Iterable[Path], folder: Path) -> Iterator[File | Unreadable]:
    """Give every file below the paths, unpacked into *folder*, in the order of their names."""
    for path in paths:
        yield from _walk(path, path.name or str(path), folder)


def plain_file(path: Path) -> File | None:
    """Give a file that is neither a folder nor an archive, with its first bytes."""
    if path.is_dir():
        return None
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise Misuse(f"{path} cannot be read: {error.strerror or error}") from error
    return None if _is_archive(head) else File(path, path.name, head)


def _is_archive(head: bytes) -> bool:
    return head[:2] == _GZIP or head[:4] == _ZIP or head[257:262] == _TAR


def _walk(path: Path, shown: str, folder: Path) -> Iterator[File | Unreadable]:
    if path.is_dir():
        try:
            inside = sorted(path.iterdir())
        except OSError as error:
            yield Unreadable(f"{shown}: {error.strerror or error}")
            return
        for entry in inside:
            if not entry.name.startswith(".") and entry.name not in _PASSED_OVER:
                yield from _walk(entry, f"{shown}/{entry.name}", folder)
    else:
        yield from _opened(path, shown, folder, 0)


def _opened(path: Path, shown: str, folder: Path, depth: int) -> Iterator[File | Unreadable]:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if depth > _DEPTH:
            yield Unreadable(f"{shown}: archives inside archives, more than {_DEPTH} deep")
        elif head[:2] == _GZIP:
            with _temporary(folder) as inner:
                with gzip.open(path) as packed:
                    _copy(packed, inner, path.stat().st_size, shown)
                yield from _opened(inner, shown.removesuffix(".gz"), folder, depth + 1)
        elif head[:4] == _ZIP:
            yield from _zip(path, shown, folder, depth)
        elif head[257:262] == _TAR:
            yield from _tar(path, shown, folder, depth)
        else:
            yield File(path, shown, head)
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, RuntimeError, ValueError,
            NotImplementedError, Unreadable) as error:  # fmt: skip
        yield error if isinstance(error, Unreadable) else Unreadable(f"{shown}: {error}")


def _zip(path: Path, shown: str, folder: Path, depth: int) -> Iterator[File | Unreadable]:
    with zipfile.ZipFile(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda found: found.filename):
            if entry.is_dir() or _is_passed_over(entry.filename):
                continue
            name = f"{shown}/{_inside(entry.filename, shown)}"
            with _temporary(folder) as inner:
                with archive.open(entry) as packed:
                    _copy(packed, inner, entry.compress_size, name)
                yield from _opened(inner, name, folder, depth + 1)


def _tar(path: Path, shown: str, folder: Path, depth: int) -> Iterator[File | Unreadable]:
    with tarfile.open(path) as archive:
        for entry in archive:
            packed = archive.extractfile(entry) if entry.isfile() else None
            if packed is None or _is_passed_over(entry.name):
                continue
            name = f"{shown}/{_inside(entry.name, shown)}"
            with _temporary(folder) as inner:
                _copy(packed, inner, entry.size, name)
                yield from _opened(inner, name, folder, depth + 1)


def _is_passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _PASSED_OVER or part.startswith("._") for part in parts)


def _inside(name: str, shown: str) -> str:
    inside = PurePosixPath(name.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts:
        raise Unreadable(f"{shown}: holds a name that climbs out of it ({name!r}); refused")
    return str(inside)


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A file of our own for what is unpacked, gone when the next one is asked for."""
    number = sum(1 for _ in folder.iterdir())
    path = folder / f"unpacked-{number}"
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _copy(packed: IO[bytes] | gzip.GzipFile, path: Path, weight: int, shown: str) -> None:
    limit = max(_FREE, weight * _RATIO)
    written = 0
    with path.open("wb") as file:
        while block := packed.read(1 << 20):
            written += len(block)
            if written > limit:
                raise Unreadable(f"{shown}: unpacks to over {_RATIO} times its weight; refused")
            file.write(block)
