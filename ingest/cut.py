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

_WORDS = ("kind", "channel", "role", "status")


@dataclass(frozen=True)
class Alike:
    """New keys for the second, third, ... of rows that are alike, by their sorted lines."""

    line: NDArray[np.int64]
    hi: NDArray[np.uint64]
    lo: NDArray[np.uint64]


def interacted(
    rows: pa.Table, words: Mapping[str, str], identities: pa.Array, alike: Alike
) -> tuple[pa.Array, pa.Table]:
    """Give a batch's identities and its rows; *words* hold for every row.

    *rows* have ``line``, ``key_hi``, ``key_lo``, ``moment``, ``sender`` and ``receiver`` as
    positions in *identities*, and any other column of a batch.
    """
    line = rows.column("line").to_numpy()
    if np.any(np.diff(line) < 0):
        rows = rows.take(pa.array(np.argsort(line, kind="stable")))
        line = rows.column("line").to_numpy()
    columns: dict[str, pa.Array] = {
        "record": pa.array(np.cumsum(np.diff(line, prepend=line[:1]) != 0)),
        "at": rows.column("moment"),
    }
    columns |= dict(zip(("key_hi", "key_lo"), _keys(rows, line, alike), strict=True))
    used, numbers = _own(rows, len(identities))
    columns |= numbers
    for name in _WORDS:
        if name in words:
            index = pa.array(np.zeros(len(rows), np.int8))
            columns[name] = pa.DictionaryArray.from_arrays(index, pa.array([words[name]]))
        else:
            columns[name] = rows.column(name).combine_chunks().dictionary_encode()
    columns["is_bulk"] = pa.array(np.zeros(len(rows), bool))
    columns["revision"] = pa.array(np.zeros(len(rows), np.int64))
    columns["content"] = (
        rows.column("content")
        if "content" in rows.column_names
        else pa.array(np.zeros(len(rows), np.uint64))
    )
    columns |= {name: rows.column(name) for name in OPTIONAL if name in rows.column_names}
    schema = pa.schema([field for field in INTERACTED if field.name in columns])
    table = pa.table({field.name: columns[field.name] for field in schema})
    return identities.take(pa.array(used)), table.cast(schema)


def _keys(rows: pa.Table, line: NDArray[np.int64], alike: Alike) -> list[pa.Array]:
    place = np.searchsorted(alike.line, line)
    place[place == len(alike.line)] = 0
    again = alike.line[place] == line if len(alike.line) else np.zeros(len(line), bool)
    keys = []
    for name, numbered in (("key_hi", alike.hi), ("key_lo", alike.lo)):
        key = rows.column(name).to_numpy()
        if again.any():
            key = key.copy()
            key[again] = numbered[place[again]]
        keys.append(pa.array(key))
    return keys


def _own(rows: pa.Table, identities: int) -> tuple[NDArray[np.int64], dict[str, pa.Array]]:
    """The identities that stand in some rows, and sender and receiver as positions in those."""
    sides = {name: rows.column(name).to_numpy() for name in ("sender", "receiver")}
    is_used = np.zeros(identities + 1, bool)
    for side in sides.values():
        is_used[side] = True  # nobody is -1, the place after the last
    is_used[-1] = False
    position = (np.cumsum(is_used) - 1).astype(np.int32)
    position[-1] = -1
    numbers = {name: pa.array(position[side]) for name, side in sides.items()}
    return np.flatnonzero(is_used), numbers
