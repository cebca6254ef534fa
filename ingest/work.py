"""Pieces of work: what of a load is read on its own, and may be read by another process.

Small files of one source that lie beside each other are one piece, a long file is its chunks, and
what is neither is left to whoever walks the files. Where one ends and the next begins is a function
of the files alone, never of how many processes read them: what is read is then the same to the
byte, in the same order.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.batch import Batch
from graph.collecting import not_collecting
from ingest.gather import RowWise, gather_files
from ingest.json_chunks import LONG
from ingest.json_records import NotPlain
from ingest.source import File, Reading, Source
from ingest.told import Survey

__all__ = ["Work", "batches_of", "is_long", "reading_for", "works"]

_MOST_FILES, _MOST_BYTES = 1_000, 2**21
_MOST_TOLD = 200_000  # sayings that are told to another process


@dataclass(frozen=True, slots=True)
class Work:
    """Files, all there as a whole, that one source reads one after the other."""

    source: RowWise
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
    if not isinstance(source, RowWise):
        raise TypeError(f"{source} reads no rows")
    return Work(source, tuple(files))


def _whole(file: File, source: Source) -> File | None:
    """The file with all its bytes, where it is of a size to be held; else None."""
    if not isinstance(source, RowWise):
        return None
    if file.is_whole:
        return file
    if file.path.stat().st_size >= LONG:
        return None
    return replace(file, head=file.path.read_bytes(), is_whole=True)


def is_long(file: File, source: Source) -> bool:
    """Say whether a file is read chunk by chunk."""
    return getattr(source, "is_cut", False) and file.path.stat().st_size >= LONG


def batches_of(work: Work, reading: Reading) -> list[Batch] | None:
    """Read a piece of work; None where it is a chunk that cannot be told on its own.

    That is one that is no plain JSON, or has records without ids, which are numbered through the
    whole file.
    """
    source = work.source
    records = (source.records(file, reading) for file in work.files)
    is_chunk = work.files[0].count > 0
    try:
        with not_collecting():
            found = list(gather_files(records, source.name, reading, []))
    except NotPlain:
        return None
    if is_chunk and any(batch.interacted.column("id").null_count for batch in found):
        return None
    return found


def reading_for(sources: Iterable[RowWise], reading: Reading) -> Reading | None:
    """Give what another process has to know to read files of some sources; None if too much."""
    topics = tuple(f"{source.name}." for source in sources)
    told = {
        place: {topic: said for topic, said in sayings.items() if topic.startswith(topics)}
        for place, sayings in reading.survey.told.items()
    }
    if sum(len(said) for sayings in told.values() for said in sayings.values()) > _MOST_TOLD:
        return None
    return replace(reading, survey=Survey(told))
