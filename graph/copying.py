"""Copying a store into another, of whatever kind, until their digests are equal.

Rows go over as they stand now, in the order in which they came to be; what was replaced before
stays behind. A copy that was interrupted is resumed by starting it again: rows that are there
already are left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.batch import FACTS, INTERACTED, MERGES, Batch
from graph.model import KINDS, ROLES, STATUSES
from graph.store import Contents, Store

__all__ = ["Copied", "copied"]

Told = Callable[[int, int], None]

_ROWS = 100_000  # that one transaction takes at most, so that a kill costs little
_CODED = {"kind": KINDS, "role": ROLES, "status": STATUSES}


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy came to: rows in all, rows that were missing, and both digests at the end."""

    rows: int
    written: int
    digest: str
    target_digest: str

    @property
    def is_equal(self) -> bool:
        """Whether both stores hold the same now."""
        return self.digest == self.target_digest


def copied(source: Store, target: Store, *, progress: Told = lambda _done, _all: None) -> Copied:
    """Bring everything that *source* holds into *target*; *progress* is told rows done, of all."""
    contents = source.contents()
    rows = contents.interacted
    missing = _missing(contents, target)
    if missing is not None:
        rows = rows.filter(missing)
    done = len(contents.interacted) - len(rows)
    for batch, arrived_at in _batches(contents, rows, min(target.batch_rows, _ROWS)):
        target.add(batch, arrived_at=arrived_at)
        done += batch.read
        progress(min(done, len(contents.interacted)), len(contents.interacted))
    told, at = _stated(contents), int(pc.max(_column(rows, "arrived_at")).as_py() or 0)
    if told.read:
        target.add(told, arrived_at=at)
    return Copied(len(contents.interacted), len(rows), contents.digest, target.digest())


def _column(rows: pa.Table, name: str) -> pa.ChunkedArray:
    return rows.column(name) if name in rows.column_names else pa.chunked_array([], pa.int64())


def _missing(contents: Contents, target: Store) -> pa.Array | None:
    """Which rows the target does not have yet; None where it has none at all."""
    if target.status().rows == 0:
        return None
    there = target.contents().interacted
    halves = ("row_hi", "row_lo")
    known = np.rec.fromarrays([there.column(name).to_numpy() for name in halves])
    asked = np.rec.fromarrays([contents.interacted.column(name).to_numpy() for name in halves])
    return pa.array(~np.isin(asked, known))


def _batches(contents: Contents, rows: pa.Table, size: int) -> Iterator[tuple[Batch, int]]:
    """Rows as batches: those of one arrival and one set of sources, once for each source."""
    sources = rows.column("sources").combine_chunks()
    arrived = rows.column("arrived_at").to_numpy()
    code = np.asarray(sources.indices.to_numpy())
    order = np.lexsort((code, arrived))
    ends = np.flatnonzero(np.diff(arrived[order]) | np.diff(code[order])) + 1
    bounds = [0, *ends.tolist(), len(order)]
    for start, end in pairwise(bounds):
        for first in range(start, end, size):
            part = order[first : min(first + size, end)]
            if not len(part):
                continue
            some = rows.take(pa.array(part))
            for source in sources.dictionary[int(code[part[0]])].as_py().split("|"):
                yield _batch(contents, some, source), int(arrived[part[0]])


def _batch(contents: Contents, rows: pa.Table, source: str) -> Batch:
    sides = {side: rows.column(side).to_numpy() for side in ("sender", "receiver")}
    used = np.unique(np.concatenate(list(sides.values())))
    used = used[used >= 0]
    columns = {"record": pa.array(np.arange(len(rows)))}
    for name in INTERACTED.names[1:]:
        if name in sides:
            place = np.where(sides[name] < 0, -1, np.searchsorted(used, sides[name]))
            columns[name] = pa.array(place.astype(np.int32))
        elif name in _CODED:
            words = pa.array([str(word) for word in _CODED[name]])
            codes = rows.column(name).combine_chunks().cast(pa.int8())
            columns[name] = pa.DictionaryArray.from_arrays(codes, words)
        elif name in rows.column_names:
            columns[name] = rows.column(name)
        elif name == "content":
            columns[name] = pa.array(np.zeros(len(rows), np.uint64))
    schema = pa.schema([field for field in INTERACTED if field.name in columns])
    table = pa.table({name: columns[name] for name in schema.names}).cast(schema)
    return Batch(source, len(rows), contents.identities.take(pa.array(used)), table)


def _stated(contents: Contents) -> Batch:
    """All facts and merges as one batch."""
    facts, merges = contents.facts, contents.merges
    numbered = [
        table.add_column(0, "record", pa.array(np.arange(len(table)) + first))
        for table, first in ((facts, 0), (merges, len(facts)))
    ]
    return Batch(
        "copy",
        len(facts) + len(merges),
        facts=numbered[0].select(FACTS.names).cast(FACTS),
        merges=numbered[1].select(MERGES.names).cast(MERGES),
    )
