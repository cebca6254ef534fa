"""Reading files side by side: their batches in the order of the files, whoever reads them.

A long file is read part by part, where its source can cut it. What is told of somebody by the way,
a name or a handle, is told once a file by some sources, and warnings by all: then it is dropped
from the parts after the one that told it first. A part that cannot be told on its own ends that:
from there on the file is read in one.

Cost: as many pieces of work in memory as are under way, some megabytes each.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import replace

import pyarrow as pa

from graph.batch import Batch, concat
from graph.errors import EngineError
from ingest.reading.other_readers import Answer
from ingest.reading.readers import Readers
from ingest.reading.work import Cut, Work, is_long, read_here, works
from ingest.source import File, Reading, Source

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
                if isinstance(source, Cut) and is_long(file):
                    yield from _in_parts(file, source, reading, readers)
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


def _in_parts(file: File, source: Cut, reading: Reading, readers: Readers) -> Iterator[Batch]:
    told = _Told(file, source)
    under_way: deque[tuple[File, Awaited]] = deque()
    parts = source.cut(file, reading)
    while (part := next(parts, None)) is not None or under_way:
        is_rest = part is not None and not part.count
        if part is not None and not is_rest:
            under_way.append((part, readers.read(Work(source, (part,)))))
        is_last = part is None or is_rest
        while under_way and (is_last or len(under_way) > _UNDER_WAY or under_way[0][1].done()):
            first, answer = under_way.popleft()
            batches = readers.taken(answer)
            if batches is None:
                yield from told.once(_rest(file, first, source, reading))
                return
            yield from told.once(_so_far(batches, first))
        if part is not None and is_rest:
            yield from told.once(_rest(file, part, source, reading))


def _so_far(batches: list[Batch], part: File) -> Iterator[Batch]:
    """Batches that say how far into its file a part reaches."""
    done = min(part.ends / max(part.path.stat().st_size, 1), 1.0)
    return (replace(batch, done=done) for batch in batches)


def _rest(file: File, part: File, source: Cut, reading: Reading) -> Iterator[Batch]:
    """Read a file in one, from where a part of it begins."""
    rest = replace(file, begins=part.begins, lines=part.lines, follows=part.follows)
    return read_here(Work(source, (rest,)), reading)


class _Told:
    """What the parts of a file told by the way so far: names, handles and warnings."""

    def __init__(self, file: File, source: Cut) -> None:
        self._shown, self._introduces_once = file.shown, source.introduces_once
        self._sayings: set[Saying] = set()
        self._warnings: set[str] = set()

    def once(self, batches: Iterable[Batch]) -> Iterator[Batch]:
        """Batches without what was told before, in this part or another."""
        for batch in batches:
            found = self._introducing(batch) if self._introduces_once else batch
            yield replace(found, warnings=self._warning(found)) if found.warnings else found

    def _introducing(self, batch: Batch) -> Batch:
        columns = [batch.facts.column(name).to_pylist() for name in ("subject", "name", "value")]
        kept = []
        for saying in zip(*columns, strict=True):
            is_again = saying[1] in _BY_THE_WAY and saying in self._sayings
            kept.append(not is_again)
            self._sayings.add(saying)
        return batch if all(kept) else replace(batch, facts=batch.facts.filter(pa.array(kept)))

    def _warning(self, batch: Batch) -> tuple[str, ...]:
        """The warnings that are new, wherever in the file they were given."""
        found = {one.removeprefix(self._shown).partition(": ")[2]: one for one in batch.warnings}
        new = {reason: one for reason, one in found.items() if reason not in self._warnings}
        self._warnings |= new.keys()
        return tuple(new.values())


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
