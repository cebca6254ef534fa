"""What a batch writes where nothing of it is there yet: worked out before its turn comes.

A first load finds nothing known in most batches, so that this is all there is to send. While the
server commits one batch the client makes the next one ready.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.batch import OPTIONAL, Batch
from graph.keeping.codes import coded, places
from graph.keeping.seen_again import Settled, settle
from graph.model import KINDS, ROLES, STATUSES
from graph.neo4j.rows import CREATE_POSTS, CREATE_ROWS, ROWS, columns_of, size_of

__all__ = ["Part", "Ready", "parts_of", "ready"]

Ints = NDArray[np.int64]
_CODES = {"kind": KINDS, "role": ROLES, "status": STATUSES}
_SEQ_ROWS = 20_000  # that bear one sequence number at most: what is read at once later


@dataclass(frozen=True)
class Part:
    """Rows that bear one sequence number: how many, and the statements that create them."""

    rows: int
    statements: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True)
class Ready:
    """A batch as rows, what it comes to where none of them is known, and what it then writes."""

    rows: pa.Table
    names: pa.Array
    settled: Settled
    size: Ints
    parts: tuple[Part, ...]


def ready(batch: Batch) -> Ready:
    """Work out what a batch writes where none of its interactions is known."""
    rows = _as_rows(batch)
    if not len(rows):  # facts and merges alone
        nothing = np.zeros(0, np.int64)
        settled = Settled(rows, nothing, rows, nothing, nothing)
        return Ready(rows, batch.identities, settled, nothing, ())
    settled = settle(ROWS.empty_table(), rows)
    size = size_of(settled.insert)
    parts = parts_of(settled.insert, batch.identities, size)
    return Ready(rows, batch.identities, settled, size, parts)


def parts_of(insert: pa.Table, names: pa.Array, size: Ints) -> tuple[Part, ...]:
    """Cut rows that are to be created into parts, and write each down as parameters."""
    parts = []
    for start in range(0, len(insert), _SEQ_ROWS):
        rows = insert.slice(start, _SEQ_ROWS)
        sizes = size[start : start + len(rows)]
        reached = rows.column("receiver").to_numpy() >= 0
        statements = tuple(
            (query, columns_of(rows.filter(pa.array(chosen)), names, sizes[chosen]))
            for query, chosen in ((CREATE_ROWS, reached), (CREATE_POSTS, ~reached))
            if chosen.any()
        )
        parts.append(Part(len(rows), statements))
    return tuple(parts)


def _as_rows(batch: Batch) -> pa.Table:
    table = batch.interacted
    columns: dict[str, Any] = {}
    for name, kind in zip(ROWS.names, ROWS.types, strict=True):
        if name in _CODES:
            columns[name] = coded(table.column(name), partial(places, _CODES[name]))
        elif name == "sources":
            columns[name] = pa.array([batch.source] * len(table), pa.string())
        elif name in OPTIONAL and name not in table.column_names:
            columns[name] = pa.nulls(len(table), kind)
        else:
            columns[name] = table.column(name).cast(kind)
    return pa.table(columns, schema=ROWS)
