"""Cuts: keyed rows of a stretch of a table become the columns of a batch.

Each batch has the identities of its own rows only, in sorted order, and its records count from 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.batch import INTERACTED, OPTIONAL

__all__ = ["Alike", "interacted"]

_NUMBERS = ("line", "key_hi", "key_lo", "moment", "sender", "receiver", "content")
_WORDS = ("kind", "channel", "role", "status")

_STRETCHES = 10_000  # more than that are sorted row by row

_Numbers = dict[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Alike:
    """New keys for the second, third, ... of rows that are alike, by their sorted lines.

    ``keys`` are the low halves of all keys of the table, these included, in order, where they were
    sorted to find them.
    """

    line: NDArray[np.int64]
    hi: NDArray[np.uint64]
    lo: NDArray[np.uint64]
    keys: NDArray[np.uint64] | None = None


def interacted(
    rows: pa.Table, words: Mapping[str, str], identities: pa.Array, alike: Alike
) -> tuple[pa.Array, pa.Table]:
    """Give a batch's identities and its rows, by line; *words* hold for every row.

    *rows* have ``line``, ``key_hi``, ``key_lo``, ``moment``, ``sender`` and ``receiver`` as
    positions in *identities*, and any other column of a batch.
    """
    rows = _by_line(rows)
    beside = rows.select([name for name in rows.column_names if name not in _NUMBERS])
    numbers = {name: rows.column(name).to_numpy() for name in _NUMBERS if name in rows.column_names}
    count = len(numbers["line"])
    _number_again(numbers, alike)
    used = _use_own(numbers, len(identities))
    columns: dict[str, pa.Array] = {
        "record": pa.array(_records(numbers["line"])),
        "at": pa.array(numbers["moment"]),
        "content": pa.array(numbers.get("content", np.zeros(count, np.uint64))),
        "is_bulk": pa.array(np.zeros(count, bool)),
        "revision": pa.array(np.zeros(count, np.int64)),
    }
    columns |= {
        name: pa.array(numbers[name]) for name in ("key_hi", "key_lo", "sender", "receiver")
    }
    for name in _WORDS:
        if name in words:
            index = pa.array(np.zeros(count, np.int8))
            columns[name] = pa.DictionaryArray.from_arrays(index, pa.array([words[name]]))
        else:
            columns[name] = beside.column(name).combine_chunks().dictionary_encode()
    columns |= {name: beside.column(name) for name in OPTIONAL if name in beside.column_names}
    schema = pa.schema([field for field in INTERACTED if field.name in columns])
    table = pa.table({field.name: columns[field.name] for field in schema}).cast(schema)
    return identities if used is None else identities.take(pa.array(used)), table


def _by_line(rows: pa.Table) -> pa.Table:
    """Order rows by line.

    Several threads made them, each in order: whole stretches of them change places, which copies
    nothing.
    """
    if not len(rows):
        return rows
    line = rows.column("line").to_numpy()
    step = (line[1:] - line[:-1]).view(np.uint64)  # a step back is a very large one
    starts = np.append(0, np.flatnonzero(step > 1) + 1)
    order = np.argsort(line[starts], kind="stable")
    is_led = np.diff(order, prepend=-2) != 1  # the others follow the stretch before them as it is
    ends = np.append(starts[1:], len(line))[order[np.append(is_led[1:], True)]]
    starts = starts[order[is_led]]
    if len(starts) > _STRETCHES:
        return rows.combine_chunks().take(pa.array(np.argsort(line, kind="stable")))
    pieces = [rows.slice(start, end - start) for start, end in zip(starts, ends, strict=True)]
    return pa.concat_tables(pieces)


def _records(line: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the lines that are there from 0."""
    is_another = line[1:] != line[:-1]
    if is_another.all():
        return np.arange(len(line))
    return np.append(0, np.cumsum(is_another))


def _number_again(numbers: _Numbers, alike: Alike) -> None:
    """Give rows that are alike the keys of their numbers."""
    if not len(alike.line):
        return
    first = np.searchsorted(numbers["line"], alike.line, "left")
    count = np.searchsorted(numbers["line"], alike.line, "right") - first
    chosen = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    for name, again in (("key_hi", alike.hi), ("key_lo", alike.lo)):
        numbers[name] = numbers[name].copy()
        numbers[name][chosen] = np.repeat(again, count)


def _use_own(numbers: _Numbers, identities: int) -> NDArray[np.int64] | None:
    """Number senders and receivers by the identities in these rows; None where all are."""
    is_used = np.zeros(identities + 1, bool)
    for side in ("sender", "receiver"):
        is_used[numbers[side]] = True  # nobody is -1, the place after the last
    is_used[-1] = False
    used = np.flatnonzero(is_used)
    if len(used) == identities:
        return None
    position = (np.cumsum(is_used) - 1).astype(np.int32)
    position[-1] = -1
    for side in ("sender", "receiver"):
        numbers[side] = np.take(position, numbers[side])
    return used
