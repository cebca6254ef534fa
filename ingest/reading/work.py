"""Pieces of work: what of a load is read on its own, and may be read by another process.

Small files of one source that lie beside each other are one piece, a long file is its parts, and
what is neither is left to whoever walks the files. Where one ends and the next begins is a function
of the files alone, never of how many processes read them: what is read is then the same to the
byte, in the same order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol, runtime_checkable

from graph.batch import Batch
from graph.collecting import not_collecting
from ingest.batches.gather import RowWise, gather_files
from ingest.json.chunks import LONG
from ingest.source import File, NotAlone, Reading, Source
from ingest.told import Survey

__all__ = ["Cut", "Work", "batches_of", "is_long", "read_here", "reading_for", "works"]

_MOST_FILES, _MOST_BYTES = 1_000, 2**20
_MOST_TOLD = 200_000  # sayings that are told to another process


@runtime_checkable
class Cut(Protocol):
    """A source whose long files may be read part by part, each on its own.

    ``introduces_once`` says that it tells each name and handle once a file, where it first stands.
    """

    name: str
    introduces_once: bool

    def cut(self, file: File, reading: Reading, /) -> Iterator[File]:
        """Cut a file into parts, in order; one without a count is the rest, read where it is."""

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read a file, or a part of one, into batches."""


@runtime_checkable
class Beginning(Protocol):
    """A source that may need no more of a file than its first bytes."""

    def is_enough(self, file: File) -> bool:
        """Say whether all that is read of a file stands in its first bytes."""


@dataclass(frozen=True, slots=True)
class Work:
    """Files, all there as a whole, or a part of one, that one source reads one after the other."""

    source: RowWise | Cut
    files: tuple[File, ...]


def works(
    found: Iterable[tuple[File, Source]],
) -> Iterator[Work | tuple[File, Source]]:
    """Put small files together, in order; what is not small comes as it is, in its turn."""
    kept: list[File] = []
    by: Source | None = None
    size = 0
    for file, source in found:
        whole = _whole(file, source)
        more = len(whole.head) if whole else 0
        is_full = size + more > _MOST_BYTES or len(kept) >= _MOST_FILES
        if kept and (whole is None or source is not by or is_full):
            yield _of(by, kept)
            kept, size = [], 0
        if whole is None:
            yield file, source
            continue
        kept.append(whole)
        by, size = source, size + more
    if kept:
        yield _of(by, kept)


def _of(source: Source | None, files: list[File]) -> Work:
    if not isinstance(source, RowWise | Cut):
        raise TypeError(f"{source} is not read by others")
    return Work(source, tuple(files))


def _whole(file: File, source: Source) -> File | None:
    """The file with all its bytes, where it is of a size to be held; else None."""
    if not isinstance(source, RowWise | Cut):
        return None
    if file.is_whole or (isinstance(source, Beginning) and source.is_enough(file)):
        return file
    if file.path.stat().st_size >= LONG:
        return None
    return replace(file, head=file.path.read_bytes(), is_whole=True)


def is_long(file: File) -> bool:
    """Say whether a file that may be is read part by part."""
    return file.path.stat().st_size >= LONG


def batches_of(work: Work, reading: Reading) -> list[Batch] | None:
    """Read a piece of work; None where it is a part that cannot be told on its own.

    That is one whose source says so, or that has records without ids, which are numbered through
    the whole file.
    """
    is_part = work.files[0].count > 0
    try:
        with not_collecting():
            found = list(read_here(work, reading))
    except NotAlone:
        return None
    if is_part and any(batch.interacted.column("id").null_count for batch in found):
        return None
    return found


def read_here(work: Work, reading: Reading) -> Iterator[Batch]:
    """Read a piece of work, lazily; raises ``NotAlone`` for a part that says too little."""
    source = work.source
    if isinstance(source, RowWise):
        records = (source.records(file, reading) for file in work.files)
        return gather_files(records, source.name, reading)
    return chain.from_iterable(source.read(file, reading) for file in work.files)


def reading_for(sources: Iterable[RowWise | Cut], reading: Reading) -> Reading | None:
    """Give what another process has to know to read files of some sources; None if too much."""
    topics = tuple(f"{getattr(source, 'told_as', source.name)}." for source in sources)
    told = {
        place: {topic: said for topic, said in sayings.items() if topic.startswith(topics)}
        for place, sayings in reading.survey.told.items()
    }
    if sum(len(said) for sayings in told.values() for said in sayings.values()) > _MOST_TOLD:
        return None
    return replace(reading, survey=Survey(told))
