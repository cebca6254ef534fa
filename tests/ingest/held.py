"""What holds for every source, whatever bytes a file holds, and a search for files that break it.

A source says whether a file is its own without raising, reads it to the end without raising, within
a time and a memory that its size explains, and accounts for every record; only a table that has
none of the columns it needs may be refused whole. ``guided`` searches for files that break this by
itself, keeping those that reach lines of code no other has reached, with `sys.settrace`.
"""

# ruff: noqa: S311

import random
import signal
import sys
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from graph.batch import Batch
from graph.errors import EngineError
from ingest.files.survey import Telling
from ingest.people.source import Organizations, People
from ingest.source import File, Reading, Source
from ingest.table.source import Table
from tests.ingest.gathered import CLOCK
from tests.ingest.mutated import Sample, mutated

__all__ = ["Searched", "Way", "guided", "hold"]

Way = dict[str, Any]
"""How a file is read: the ``root`` it lies below, and what else a `Reading` may know."""

SECONDS = 10  # of this process's own time, for files of some kilobytes
FREE = 96 * 2**20
FACTOR = 60  # times its size is what a file may take in memory, beyond that
_WHOLE = (People, Organizations, Table)  # refuse a file without the columns they need


def hold(source: Source, folder: Path, sample: Sample, *, root: str = "/export", **way: Any) -> int:
    """Assert all that holds for a source and a file, whatever is in it; give the records read."""
    name, data = sample
    path = folder / "hostile"
    path.write_bytes(data)
    file = File(path, name, data[: 2**16], f"{root}/{name}")
    reading = Reading(CLOCK, folder=folder, **way)
    with _limited(len(data)):
        source.recognises(file)
        if isinstance(source, Telling) and source.may_tell(name):
            for told in source.tells(file):
                assert isinstance(told.key, str)
                assert isinstance(told.value, str)
        try:
            return sum(_accounted(batch) for batch in source.read(file, reading))
        except EngineError:
            if not isinstance(source, _WHOLE):
                raise
            return 0


def _accounted(batch: Batch) -> int:
    """Assert what holds for a batch of any file; give the records read."""
    tables = (batch.interacted, batch.facts, batch.merges)
    said = {record for table in tables for record in table.column("record").to_pylist()}
    assert max(said, default=-1) < batch.read
    assert len(said) + len(batch.rejected) <= batch.read
    for text in batch.identities.to_pylist():  # every export must be able to carry it
        text.encode()
        assert "\x00" not in text
        assert text.partition(":")[2]
    for one in batch.rejected:
        one.reason.encode()
        assert one.place
    return batch.read


@contextmanager
def _limited(size: int) -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"took more than {SECONDS} s")

    is_large = size > 2**17 and not tracemalloc.is_tracing()
    former = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    if is_large:
        tracemalloc.start()
    try:
        yield
        assert not is_large or tracemalloc.get_traced_memory()[1] < FREE + FACTOR * size
    finally:
        if is_large:
            tracemalloc.stop()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


@dataclass
class Searched:
    """What a guided search did: files tried, files kept, lines of code reached."""

    tried: int = 0
    kept: int = 0
    lines: int = 0


def guided(
    source: Source,
    folder: Path,
    samples: Sequence[Sample],
    *,
    ways: Sequence[Way] = ({},),
    seconds: float,
    seed: int = 0,
) -> Searched:
    """Search for a file that breaks a source, led by the lines of `ingest` that files reach."""
    draw = random.Random(seed)
    corpus, reached = list(samples), set[tuple[str, int]]()
    searched = Searched()
    until = time.process_time() + seconds  # of its own, whatever else the machine does
    while time.process_time() < until:
        k = draw.randrange(len(corpus))
        sample = mutated(corpus, k, draw, draw.randrange(1, 5))
        with _traced() as lines:
            try:
                hold(source, folder, sample, **draw.choice(ways))
            except BaseException:  # whatever breaks it, an end of the process too, is found
                (folder / "found").write_bytes(sample[1])
                sys.stderr.write(f"seed {seed}, case {searched.tried}: {folder / 'found'}\n")
                raise
        searched.tried += 1
        if not lines <= reached:
            reached |= lines
            corpus.append(sample)
            searched.kept += 1
    searched.lines = len(reached)
    return searched


@contextmanager
def _traced() -> Iterator[set[tuple[str, int]]]:
    lines: set[tuple[str, int]] = set()

    def inside(frame: FrameType, what: str, _argument: Any) -> Any:
        if what == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return inside

    def called(frame: FrameType, _what: str, _argument: Any) -> Any:
        return inside if "/ingest/" in frame.f_code.co_filename else None

    former = sys.gettrace()
    sys.settrace(called)
    try:
        yield lines
    finally:
        sys.settrace(former)
