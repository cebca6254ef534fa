"""Damaged and hostile forms of sample files, and what holds for every source that reads them.

Whatever bytes a file holds: a source says whether it is its own without raising, reads it to the
end without raising, within a time and a memory that its size explains, and accounts for every
record. ``mutations`` is the Hypothesis strategy of such files; ``guided`` searches for them by
itself, keeping those that reach lines of code no other has reached, with `sys.settrace`.
"""

# ruff: noqa: S311

import json
import random
import re
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

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ingest.source import File, Reading, Source
from ingest.survey import Telling
from ingest.told import Survey
from tests.ingest.gathered import CLOCK

__all__ = ["Sample", "Searched", "few", "guided", "hold", "many", "mutations"]

Sample = tuple[str, bytes]
"""A file's name and content."""

few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
many = settings(few, max_examples=2_000, derandomize=False)

SECONDS = 10  # of this process's own time, for files of some kilobytes
FREE = 96 * 2**20
FACTOR = 60  # times its size is what a file may take in memory, beyond that
WORDS = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"-Infinity", b"1e999", b"-1",
    b"0", b"true", b"[" * 3000, b'{"a":' * 1500, b"9" * 5000, b'"' + b"x" * 70_000 + b'"',
    b'"\\ud800"',
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\r\n", b"\n\n", b"99999999999999999999",
    b"@a", b"2026-13-45T99:99:99Z", b"\xe2\x80\xae", b"= ", b";", b'"id":', b'""', b",,", b"\x1a",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**18, -(10**25), 1e308, "", "x", "0", "-1", "x" * 500, [], {},
    [[]], [None], {"a": {}}, [{}], "2026-01-01", "9" * 400, "\ud800", "\x00", "a\u202eb", "U1",
    1454884927, 1454884927000, "1454884927.000002", "<@U1>", "@", ["U1", 3], "\u00c3\u00a9",
]  # fmt: skip
_SCRIPT = re.compile(rb"\s*[\w.$]+\s*=\s*(?=[\[{])")


def mutations(samples: Sequence[Sample]) -> st.SearchStrategy[Sample]:
    """Files made of the samples by one to six changes each."""
    return st.builds(
        lambda chosen, seed, count: _mutated(samples, chosen, random.Random(seed), count),
        st.integers(0, len(samples) - 1),
        st.integers(0, 2**32),
        st.integers(1, 6),
    )


def hold(
    source: Source, folder: Path, sample: Sample, *, survey: Survey | None = None, **way: Any
) -> int:
    """Assert all that holds for a source and a file, whatever is in it; give the records read."""
    name, data = sample
    path = folder / "hostile"
    path.write_bytes(data)
    file = File(path, name, data[: 2**16], f"/export/{name}")
    reading = Reading(CLOCK, survey=survey or Survey(), **way)
    read = 0
    with _limited(len(data)):
        source.recognises(file)
        if isinstance(source, Telling) and source.may_tell(name):
            for told in source.tells(file):
                assert isinstance(told.key, str)
                assert isinstance(told.value, str)
        for batch in source.read(file, reading):
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
            read += batch.read
    return read


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


def _mutated(samples: Sequence[Sample], chosen: int, draw: random.Random, count: int) -> Sample:
    name, data = samples[chosen]
    data = data[:30_000] if draw.random() < 0.9 else data
    if draw.random() < 0.5:
        data = _changed_values(data, draw, count)
    else:
        other = samples[draw.randrange(len(samples))][1]
        for _ in range(count):
            data = _changed_bytes(data, other, draw)
    if draw.random() < 0.03:
        data = data.decode("utf-8", "replace").encode(
            draw.choice(["utf-16", "utf-32", "utf-8-sig"])
        )
    return name, data


def _changed_bytes(data: bytes, other: bytes, draw: random.Random) -> bytes:
    start, stop = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    stop = min(stop, start + 400)
    near = draw.randrange(len(other) + 1)
    middle, after = draw.choice(
        [
            (b"", len(data)),
            (bytes([draw.randrange(256)]), start + 1),
            (b"", stop),
            (data[start:stop], start),
            (other[near : near + 300], start),
            (draw.choice(WORDS), stop),
            (draw.choice(WORDS), start),
        ]
    )
    return data[:start] + middle + data[after:]


def _changed_values(data: bytes, draw: random.Random, count: int) -> bytes:
    """Swap, drop and double values inside JSON; what is no JSON has its lines changed instead."""
    found = _SCRIPT.match(data)
    before = found[0] if found else b""
    try:
        value = json.loads(data[len(before) :].rstrip(b"; \n"))
    except (ValueError, RecursionError):
        lines = data.split(b"\n")
        k = draw.randrange(len(lines))
        lines[k] = _changed_values(lines[k], draw, count) if len(lines) > 1 else lines[k][:-1]
        return b"\n".join(lines)
    places = list(_places(value))
    for _ in range(count if places else 0):
        holder, key = draw.choice(places)
        try:
            if draw.random() < 0.15:
                del holder[key]
            elif draw.random() < 0.2:
                other, inner = draw.choice(places)
                holder[key] = json.loads(json.dumps(other[inner]))
            else:
                holder[key] = draw.choice(VALUES)
        except (KeyError, IndexError, RecursionError):
            continue
    try:
        text = json.dumps(value, ensure_ascii=draw.random() < 0.5)
    except RecursionError:
        return data
    return before + text.encode("utf-8", "surrogatepass")


def _places(value: Any, depth: int = 60) -> Iterator[tuple[Any, Any]]:
    inside: Any = ()
    if depth == 0:
        return
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, inner in inside:
        yield value, key
        yield from _places(inner, depth - 1)


@dataclass
class Searched:
    """What a guided search did: files tried, files kept, lines of code reached."""

    tried: int = 0
    kept: int = 0
    lines: int = 0


def guided(
    source: Source, folder: Path, samples: Sequence[Sample], *, seconds: float, seed: int = 0
) -> Searched:
    """Search for a file that breaks a source, led by the lines of `ingest` that files reach."""
    draw = random.Random(seed)
    corpus, reached = list(samples), set[tuple[str, int]]()
    searched = Searched()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        k = draw.randrange(len(corpus))
        sample = _mutated(corpus, k, draw, draw.randrange(1, 5))
        with _traced() as lines:
            try:
                hold(source, folder, sample)
            except BaseException:
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
