"""Reading files side by side: their batches in the order of the files, whoever reads them.

A long file is read chunk by chunk (`ingest.json_chunks`). What is told of somebody by the way, a
name or a handle, is told once a file, so it is dropped from the chunks after the one that told it
first. A chunk that cannot be told on its own ends that: from there on the file is read in one.

Cost: as many pieces of work in memory as are under way, some megabytes each.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace

import pyarrow as pa

from graph.batch import Batch, concat
from graph.errors import EngineError
from ingest.gather import RowWise, gather
from ingest.json_chunks import chunks
from ingest.other_readers import Answer
from ingest.readers import Readers
from ingest.source import File, Reading, Source
from ingest.work import Work, is_long, works

__all__ = ["pooled", "side_by_side"]

_UNDER_WAY = 8  # pieces of work read ahead of the one whose turn it is
_BY_THE_WAY = ("seen_name", "handle")

Saying = tuple[str, str, str]
Awaited = Future[Answer]


def side_by_side(
    found: Iterable[tuple[File, Source]],
    reading: Reading,
    readers: Readers,
    failed: Callable[[EngineError], None],
) -> Iterator[Batch]:
    """Read files into batches, in order; a file that fails on the way is told, and passed over."""
    under_way: deque[Awaited] = deque()
    for one in works(found):
        if isinstance(one, Work):
            under_way.append(readers.read(one))
        else:
            file, source = one
            yield from _taken(readers, under_way, 0)
            try:
                if isinstance(source, RowWise) and is_long(file, source):
                    yield from _in_chunks(file, source, reading, readers)
                else:
                    yield from source.read(file, reading)
            except EngineError as error:
                failed(error)
        yield from _taken(readers, under_way, _UNDER_WAY)
    yield from _taken(readers, under_way, 0)


def _taken(readers: Readers, under_way: deque[Awaited], most: int) -> Iterator[Batch]:
    """What is read already, and all but so many pieces of what is not."""
    while under_way and (len(under_way) > most or under_way[0].done()):
        yield from readers.taken(under_way.popleft()) or ()


def _in_chunks(file: File, source: RowWise, reading: Reading, readers: Readers) -> Iterator[Batch]:
    told: set[Saying] = set()
    under_way: deque[tuple[File, Awaited]] = deque()
    parts = chunks(file)
    while (part := next(parts, None)) is not None or under_way:
        if part is not None and part.is_whole:
            under_way.append((part, readers.read(Work(source, (part,)))))
        is_last = part is None or not part.is_whole
        while under_way and (is_last or len(under_way) > _UNDER_WAY or under_way[0][1].done()):
            first, answer = under_way.popleft()
            batches = readers.taken(answer)
            if batches is None:
                yield from _rest(first, source, reading, told)
                return
            yield from (_once(batch, told) for batch in _so_far(batches, first))
        if part is not None and not part.is_whole:
            yield from _rest(part, source, reading, told)


def _so_far(batches: list[Batch], part: File) -> Iterator[Batch]:
    """Batches that say how far into its file a part reaches."""
    size = max(part.path.stat().st_size, 1)
    done = min((part.begins + len(part.head)) / size, 1.0)
    return (replace(batch, done=done) for batch in batches)


def _rest(part: File, source: RowWise, reading: Reading, told: set[Saying]) -> Iterator[Batch]:
    """Read a file in one, from where a part begins."""
    whole = replace(part, head=b"", is_whole=False, count=0)
    for batch in gather(source.records(whole, reading), source.name, reading):
        yield _once(batch, told)


def _once(batch: Batch, told: set[Saying]) -> Batch:
    """A batch without what was told by the way before."""
    columns = [batch.facts.column(name).to_pylist() for name in ("subject", "name", "value")]
    kept = []
    for saying in zip(*columns, strict=True):
        is_again = saying[1] in _BY_THE_WAY and saying in told
        kept.append(not is_again)
        told.add(saying)
    return batch if all(kept) else replace(batch, facts=batch.facts.filter(pa.array(kept)))


def pooled(batches: Iterable[Batch], most: int) -> Iterator[Batch]:
    """Join the small batches of one source, so that ten thousand mails are not as many commits."""
    pool: list[Batch] = []
    read = 0
    for batch in batches:
        if pool and (batch.source != pool[0].source or read + batch.read > most):
            yield concat(pool)
            pool, read = [], 0
        pool.append(batch)
        read += batch.read
    if pool:
        yield concat(pool)
