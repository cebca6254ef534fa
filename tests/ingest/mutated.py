"""Damaged and hostile forms of sample files.

``mutations`` is the Hypothesis strategy of such files, ``mutated`` one of them; `tests.ingest.held`
says what holds for every source that reads them.
"""

# ruff: noqa: S311

import json
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

__all__ = ["Sample", "few", "many", "mutated", "mutations", "spoiled"]

Sample = tuple[str, bytes]
"""A file's name and content."""

few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
many = settings(few, max_examples=2_000, derandomize=False)

WORDS = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"-Infinity", b"1e999", b"-1",
    b"0", b"true", b"[" * 3000, b'{"a":' * 1500, b"9" * 5000, b'"' + b"x" * 70_000 + b'"',
    b'"\\ud800"',
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\r\n", b"\n\n", b"99999999999999999999",
    b"@a", b"2026-13-45T99:99:99Z", b"\xe2\x80\xae", b"= ", b";", b'"id":', b'""', b",,", b"\x1a",
    b"\nFrom ", b"\n ", b"=?utf-8?B?//8=?=", b"=?x?Q?=", b"(((", b"<a@b>", b"\nRRULE:FREQ=DAILY",
    b"\nBEGIN:VEVENT\n", b"\nEND:VEVENT\n", b";TZID=", b'"\n"', b"\r", b"00010101T000000",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**18, -(10**25), 1e308, "", "x", "0", "-1", "x" * 500, [], {},
    [[]], [None], {"a": {}}, [{}], "2026-01-01", "9" * 400, "\ud800", "\x00", "a\u202eb", "U1",
    1454884927, 1454884927000, "1454884927.000002", "<@U1>", "@", ["U1", 3], "\u00c3\u00a9",
]  # fmt: skip
_CELL = re.compile(rb"[^,;:\t<>\"=]+")
_SCRIPT = re.compile(rb"\s*[\w.$]+\s*=\s*(?=[\[{])")


def mutations(samples: Sequence[Sample]) -> st.SearchStrategy[Sample]:
    """Files made of the samples by one to six changes each."""
    return st.builds(
        lambda chosen, seed, count: mutated(samples, chosen, random.Random(seed), count),
        st.integers(0, len(samples) - 1),
        st.integers(0, 2**32),
        st.integers(1, 6),
    )


def mutated(samples: Sequence[Sample], chosen: int, draw: random.Random, count: int) -> Sample:
    """Give a sample with so many changes."""
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


def spoiled(data: bytes, every: int = 1) -> Iterator[bytes]:
    """Give JSON, or lines of it, with half a character or a null for each text in it in turn."""
    found = _SCRIPT.match(data)
    before = found[0] if found else b""
    try:
        values = [json.loads(data[len(before) :].rstrip(b"; \n"))]
    except ValueError:
        try:
            values = [json.loads(line) for line in data.splitlines() if line.strip()]
        except ValueError:
            return
    places = [(holder, key) for value in values for holder, key in _places(value)]
    texts = [(holder, key) for holder, key in places if isinstance(holder[key], str)]
    for k, (holder, key) in enumerate(texts[::every]):
        former, holder[key] = holder[key], (f"{holder[key]}\ud83d", "\ud800", "\x00")[k % 3]
        yield before + "\n".join(map(json.dumps, values)).encode()
        holder[key] = former


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
        for _ in range(count):
            _change_lines(lines, draw)
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


def _change_lines(lines: list[bytes], draw: random.Random) -> None:
    """Drop, double and move lines; change the values of one that is JSON, or one of its cells."""
    k, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    chosen = draw.random()
    if chosen < 0.1 and len(lines) > 1:
        del lines[k]
    elif chosen < 0.2:
        lines.insert(other, lines[k])
    elif chosen < 0.3:
        lines[k], lines[other] = lines[other], lines[k]
    elif lines[k][:1] in (b"{", b"[") and len(lines) > 1:
        lines[k] = _changed_values(lines[k], draw, 1)
    else:
        lines[k] = _changed_cell(lines[k], lines[other], draw)


def _changed_cell(line: bytes, other: bytes, draw: random.Random) -> bytes:
    """Put something else between two delimiters of a line."""
    cells, others = list(_CELL.finditer(line)), _CELL.findall(other)
    if not cells:
        return line[:-1]
    start, stop = draw.choice(cells).span()
    value = draw.choice(VALUES)
    text = value if isinstance(value, str) else json.dumps(value)
    cell: bytes = draw.choice([text.encode("utf-8", "surrogatepass"), draw.choice([b"", *others])])
    return line[:start] + cell + line[stop:]


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
