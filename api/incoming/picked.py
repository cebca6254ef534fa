"""Picked: what of a changed file is to be read, all of it, its beginning, or what was appended."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from api.incoming.followed import WasRead
from api.incoming.looking import Seen
from graph.errors import EngineError
from ingest.files.appended import (
    WORTH,
    Opening,
    appended,
    complete_to,
    first_part,
    has_ends,
    opening,
)
from ingest.files.unpacked import Unreadable, files_within, plain_file, shown_within
from ingest.source import File, Reading, Source
from ingest.sources import CLOCKED, SOURCES, source_for
from ingest.told import Sayings, Survey

__all__ = ["Pick", "Picked", "ToldTo", "pick"]

_NEAR = 4_096  # bytes at the beginning and before a cut by which a file is known again
_GROWS = 60 * 10**9  # nanoseconds since the last change within which a file may be written to
_OF_ONE = ("mail.author", "mail.gmail-thread", "vcard.on.")  # told by single messages and cards


@dataclass(frozen=True, slots=True)
class Pick:
    """One file to be read: ``until`` so many bytes, those before ``since`` were read before.

    ``read`` is what is to be noted once it was read.
    """

    root: Path
    path: Path
    since: int
    until: int
    read: WasRead
    start: Opening | None = None
    source: Source | None = None
    file: File | None = None  # None for an archive, or one that cannot be opened
    has_ends: bool = False  # of its records, so that it can be read while it grows

    @property
    def shown(self) -> str:
        """The name it is shown by."""
        return shown_within(self.root, self.path)

    @property
    def is_alone(self) -> bool:
        """Whether it is loaded by itself, so that its own last moment is known."""
        return self.start is not None

    def whole(self) -> "Pick":
        """The same file from its beginning."""
        return replace(self, since=0)


def pick(
    root: Path,
    path: Path,
    seen: Seen,
    before: WasRead | None,
    reading: Reading,
    *,
    chosen: Source | None,
    is_quiet: bool,
) -> Pick | None:
    """Say what of a file is to be read now; None where nothing of it is complete.

    A *quiet* one has not changed for so long that what looks incomplete is taken as it is.
    """
    stamp = seen.stamp
    read = WasRead(stamp.size, stamp.changed, stamp.place, until=stamp.size)
    whole = Pick(root, path, 0, stamp.size, read)
    try:
        file = plain_file(path)
    except EngineError:
        file = None
    if not path.is_file():  # it has gone since it was looked at
        return None
    if file is None:
        if not is_quiet and not _is_complete(root, path, stamp.size):
            return None
        return whole
    file = replace(file, shown=shown_within(root, path))
    source = chosen or source_for(file)
    cut = complete_to(file, source, stamp.size)
    until = stamp.size if is_quiet else cut
    if until == 0 and stamp.size:
        return None
    start = opening(file, source, reading) if stamp.size >= WORTH else None
    read = replace(read, until=until, cut=cut, head=_digest(path, 0), near=_digest(path, cut))
    since = before.cut if start and before and _is_continued(path, before, cut) else 0
    ends = has_ends(file, source)
    return Pick(root, path, since, until, read, start, source, file, has_ends=ends)


def _is_complete(root: Path, path: Path, size: int) -> bool:
    try:
        with path.open("rb") as stream:
            file = File(path, shown_within(root, path), stream.read(4))
        return bool(complete_to(file, None, size))
    except OSError:
        return True  # it will say so itself


def _digest(path: Path, cut: int) -> str:
    """A digest of the bytes before a cut; of the first ones for 0."""
    with path.open("rb") as stream:
        stream.seek(max(cut - _NEAR, 0))
        return hashlib.sha256(stream.read(_NEAR)).hexdigest()[:32]


def _is_continued(path: Path, before: WasRead, cut: int) -> bool:
    """Whether the file holds what was read of it, and more after that."""
    if not WORTH <= before.cut <= cut:
        return False
    return _digest(path, 0) == before.head and _digest(path, before.cut) == before.near


class Picked:
    """The files of one load, with what all files told."""

    def __init__(self, picks: Iterable[Pick], survey: Survey) -> None:
        self.survey = survey
        self.picks = tuple(picks)
        self.clocked: set[Path] = set()
        self.unreadable: set[Path] = set()
        self.dependent: set[Path] = set()

    def files(self, path: Path, folder: Path) -> Iterator[File | Unreadable]:
        """Give what is to be read below one root."""
        for one in self.picks:
            if one.root == path:
                yield from self._noted(one, folder)

    def _noted(self, one: Pick, folder: Path) -> Iterator[File | Unreadable]:
        for found in self._files(one, folder):
            if isinstance(found, Unreadable):
                self.unreadable.add(one.path)
            elif any(source.name in CLOCKED and source.recognises(found) for source in SOURCES):
                self.clocked.add(one.path)
            yield found
        if not one.path.is_file():
            self.unreadable.add(one.path)

    def _files(self, one: Pick, folder: Path) -> Iterator[File | Unreadable]:
        if one.file is None or (one.since == 0 and not _may_grow(one)):
            yield from files_within(one.root, [one.path], folder)
            return
        try:
            part = self._part(one, replace(one.file, place=str(one.path)), folder)
        except OSError as error:
            yield Unreadable(f"{one.shown}: {error.strerror or error}")
            return
        if part is None:
            self.dependent.add(one.path)
            return
        yield part
        part.path.unlink(missing_ok=True)

    @staticmethod
    def _part(one: Pick, file: File, folder: Path) -> File | None:
        """A copy of what is to be read; it ends where the file ended when it was looked at."""
        if one.since and one.start is not None:
            return appended(file, one.source, one.start, (one.since, one.until), folder)
        return first_part(file, one.until, folder)


def _may_grow(one: Pick) -> bool:
    """Whether more may be written while it is read, or the last record is half written."""
    is_new = time.time_ns() - one.read.changed < _GROWS
    return one.until < one.read.size or (one.has_ends and is_new)


class ToldTo:
    """Gives a digest of what was told to the files of a folder, but for what single mails tell."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._known: dict[Path, str] = {}

    def digest(self, path: Path) -> str:
        """Give it for a file by its path."""
        folder = path.parent
        if folder not in self._known:
            told = [_without_authors(one) for one in self.survey.near(str(path)).sayings]
            text = repr([one for one in told if one])
            self._known[folder] = hashlib.sha256(text.encode()).hexdigest()[:32]
        return self._known[folder]


def _without_authors(said: Sayings) -> list[tuple[str, list[tuple[str, str]]]]:
    topics = (topic for topic in sorted(said) if not topic.startswith(_OF_ONE))
    return [(topic, sorted(said[topic].items())) for topic in topics]
