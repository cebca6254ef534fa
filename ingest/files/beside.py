"""What lies beside files that are named by themselves: loaded alone they mean what they mean there.

Slack's users.json explains the days in the folders below it, a list of Mattermost's channels the
posts that lie beside it. Whoever loads such an export file by file names one at a time; so the
others are heard for what they tell (`ingest.files.survey`), though they are not read: those in the
folder of a named file and in the two above it, or in the whole of its export where its source knows
where that begins, by names that may tell the source of the named file something. Mail tells its
store (`graph.keeping.answers`), and archives hold what explains them.
"""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, runtime_checkable

from graph.errors import EngineError
from ingest.files.survey import Telling
from ingest.files.unpacked import files, plain_file
from ingest.source import HEAD, File, Source
from ingest.sources import SOURCES, source_for

__all__ = ["MOST_BESIDE", "beside", "opened"]

MOST_BESIDE = 1_000
"""How many files beside those named are looked into."""

_ABOVE = 2  # folders above that of a file
_LISTED = 50_000  # entries of folders that are looked at
_PICTURES = frozenset({"photos", "videos", "audio", "files", "gifs", "stickers_used"})
_MAIL = frozenset({"mbox", "eml"})


@runtime_checkable
class Rooted(Protocol):
    """A source that knows by its place where the export begins that a file is part of."""

    def root(self, file: File) -> Path | None:
        """Give the folder of the whole export; None where the place does not say."""


def beside(paths: Sequence[Path], chosen: Source | None = None) -> list[tuple[Path, str]]:
    """Give the files beside those named, each with the name of the source that hears it.

    Of folders and archives among *paths* nothing is given, for they hold what explains them.
    """
    given = {os.path.realpath(path) for path in paths}
    telling = {one.name: one for one in SOURCES if isinstance(one, Telling)}
    looked: set[tuple[str, Path]] = set()
    found: dict[tuple[Path, str], None] = {}
    for path in paths:
        file = _plain(path)
        source = chosen or (source_for(file) if file else None)
        if file is None or not isinstance(source, Telling) or source.name in _MAIL:
            continue
        for folder, is_whole in _folders(path, file, source):
            for name in getattr(source, "explained_by", (source.name,)):
                if (name, folder) in looked:
                    continue
                looked.add((name, folder))
                for one in _names(folder, is_whole=is_whole):
                    if len(found) == MOST_BESIDE:
                        return list(found)
                    is_told = telling[name].may_tell(one.name.removesuffix(".gz"))
                    if is_told and os.path.realpath(one) not in given:
                        found[one, name] = None
    return list(found)


def opened(found: Iterable[tuple[Path, str]], folder: Path) -> Iterator[tuple[File, str]]:
    """Open what lies beside, unpacked into *folder*, one by one; what cannot be is passed over."""
    for path, name in found:
        shown = path.name.removesuffix(".gz")
        for file in files([path], folder, shown.__eq__):
            if isinstance(file, File):
                yield file, name


def _plain(path: Path) -> File | None:
    """A file with its first bytes, unpacked; None for folders, archives and what is damaged."""
    with suppress(EngineError, OSError, EOFError, zlib.error):
        file = plain_file(path) if path.is_file() else None
        if file is not None or path.suffix != ".gz":
            return file
        with gzip.open(path) as packed:
            return File(path, path.stem, packed.read(HEAD), str(path.absolute().with_suffix("")))
    return None


def _folders(path: Path, file: File, source: Source) -> Iterator[tuple[Path, bool]]:
    """The folders to look at, and whether all below them is looked at."""
    root = source.root(file) if isinstance(source, Rooted) else None
    if root is not None:
        yield root, True
        return
    for folder in list(path.absolute().parents)[: 1 + _ABOVE]:
        yield folder, False


def _names(folder: Path, *, is_whole: bool) -> Iterable[Path]:
    """The files of a folder, in the order of their names, those nearer to it first."""
    left, found = _LISTED, []
    for at, inside, names in os.walk(folder):
        inside[:] = sorted(one for one in inside if is_whole and _is_seen(one))
        found += [Path(at) / one for one in sorted(filter(_is_seen, names))]
        left -= len(names) + len(inside)
        if left <= 0:
            break
    return sorted(found, key=lambda one: (len(one.parts), one))[:_LISTED]


def _is_seen(name: str) -> bool:
    return not name.startswith(".") and name not in _PICTURES
