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

_Numbers = dict[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Alike:
    """New keys for the second, third, ... of rows that are alike, by their sorted lines."""

    line: NDArray[np.int64]
    hi: NDArray[np.uint64]
    lo: NDArray[np.uint64]


def interacted(
    rows: pa.Table, lines: range, words: Mapping[str, str], identities: pa.Array, alike: Alike
) -> tuple[pa.Array, pa.Table]:
    """Give a batch's identities and its rows, of the *lines* given; *words* hold for every row.

    *rows* have ``line``, ``key_hi``, ``key_lo``, ``moment``, ``sender`` and ``receiver`` as
    positions in *identities*, and any other column of a batch.
    """
    beside = rows.select([name for name in rows.column_names if name not in _NUMBERS])
    if not beside.num_columns and len(rows) == len(lines):
        numbers = _placed(rows, lines)
    else:
        numbers, beside = _sorted(rows, beside)
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


def _placed(rows: pa.Table, lines: range) -> _Numbers:
    """Put each row where its line says; if two have one line, they are sorted after all."""
    names = [name for name in _NUMBERS if name in rows.column_names]
    types = {name: rows.schema.field(name).type.to_pandas_dtype() for name in names}
    numbers: _Numbers = {name: np.full(len(lines), 0, types[name]) for name in names}
    numbers["line"] -= 1
    for chunk in rows.to_batches():
        place = chunk.column("line").to_numpy() - lines.start
        for name in names:
            numbers[name][place] = chunk.column(name).to_numpy()
    return numbers if (numbers["line"] >= 0).all() else _sorted(rows, rows.select([]))[0]


def _sorted(rows: pa.Table, beside: pa.Table) -> tuple[_Numbers, pa.Table]:
    numbers = {name: rows.column(name).to_numpy() for name in _NUMBERS if name in rows.column_names}
    order = np.argsort(numbers["line"], kind="stable")
    numbers = {name: np.take(column, order) for name, column in numbers.items()}
    return numbers, beside.take(pa.array(order)) if beside.num_columns else beside


def _records(line: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the lines that are there from 0."""
    if len(line) and line[-1] - line[0] + 1 == len(line):
        return np.arange(len(line))
    return np.cumsum(np.diff(line, prepend=line[:1]) != 0)


def _number_again(numbers: _Numbers, alike: Alike) -> None:
    """Give rows that are alike the keys of their numbers."""
    first = np.searchsorted(numbers["line"], alike.line, "left")
    count = np.searchsorted(numbers["line"], alike.line, "right") - first
    chosen = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    numbers["key_hi"][chosen] = np.repeat(alike.hi, count)
    numbers["key_lo"][chosen] = np.repeat(alike.lo, count)


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
