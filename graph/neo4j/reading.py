"""Reading the log out of Neo4j: all of it once, and from then on only what is new.

What was read is kept in a folder of the user's cache, with the sequence number up to which it goes.
A later reading takes what has a higher number, drops what was replaced since, and checks the sum of
all hashes against the one that the database keeps: a cache that is stale, of another database, or
damaged is noticed, and the log is read anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.batch import OPTIONAL
from graph.digest import Sums, row_hash
from graph.keeping.reading import worded
from graph.neo4j.head import Head
from graph.neo4j.rows import READ, ROWS, rows_of, told_keys
from graph.neo4j.server import Transaction

__all__ = [
    "HASHES",
    "KEPT",
    "Log",
    "all_there",
    "as_tables",
    "hashes",
    "in_one_order",
    "kept",
    "log",
    "no_log",
    "spans",
    "stated",
    "sums_of",
    "sums_stated",
]

Ints = NDArray[np.int64]
_PAGE_ROWS = 40_000
_PAGE_IDENTITIES = 100_000
_WRAP = 1 << 64

KEPT = pa.schema(
    [
        *(field for field in ROWS if field.name != "record"),
        ("row_hi", pa.uint64()),
        ("row_lo", pa.uint64()),
        ("arrived_at", pa.int64()),
        ("seq", pa.int64()),
    ]
)
"""The rows of a cached log: senders and receivers by the store's numbers."""

_ARRIVALS = """
    MATCH (a:Arrival) WHERE a.seq >= $first AND a.seq < $end AND a.rows > 0
    RETURN a.seq, a.rows ORDER BY a.seq"""
HASHES = "[i IN rows | i.hash_hi] AS hash_hi, [i IN rows | i.hash_lo] AS hash_lo"
_MORE = f"""{READ}, {HASHES},
    [i IN rows | i.arrived_at.epochSeconds] AS arrived_s,
    [i IN rows | i.arrived_at.nanosecond] AS arrived_n, [i IN rows | i.seq] AS seq"""
_ROWS = f"""
    MATCH ()-[i:INTERACTED]->() USING INDEX i:INTERACTED(seq)
    WHERE i.seq >= $first AND i.seq <= $last
    WITH collect(i) AS rows
    RETURN {_MORE}, [i IN rows | startNode(i).number] AS sender,
        [i IN rows | endNode(i).number] AS receiver"""
_POSTS = f"""
    MATCH (i:Post) USING INDEX i:Post(seq) WHERE i.seq >= $first AND i.seq <= $last
    MATCH (a:Identity)-[:POSTED]->(i)
    WITH collect(i) AS rows, collect(a.number) AS senders
    RETURN {_MORE}, senders AS sender, [i IN rows | -1] AS receiver"""
_REPLACED = """
    MATCH (o:OlderVersion) WHERE o.replaced >= $first AND o.seq < $first
    OPTIONAL MATCH (r:Identity {key: o.receiver})
    WITH collect(o) AS rows, collect(coalesce(r.number, -1)) AS receiver
    RETURN [o IN rows | o.key_hi] AS key_hi, [o IN rows | o.key_lo] AS key_lo,
        [o IN rows | o.id] AS id, [o IN rows | o.long_id] AS long_id, [o IN rows | o.seq] AS seq,
        receiver"""
_IDENTITIES = """
    MATCH (i:Identity) WHERE i.number >= $first AND i.number < $end
    RETURN collect(i.number) AS number, collect(i.key) AS key"""
_FACTS = """
    MATCH (f:Fact) WITH collect(f) AS rows
    RETURN [f IN rows | f.subject] AS subject, [f IN rows | f.name] AS name,
        [f IN rows | f.value] AS value, [f IN rows | f.since_us] AS since,
        [f IN rows | f.until_us] AS until"""
_MERGES = """
    MATCH (m:Merge) WITH collect(m) AS rows
    RETURN [m IN rows | m.a] AS a, [m IN rows | m.b] AS b, [m IN rows | m.at_us] AS `at`,
        [m IN rows | m.is_active] AS is_active, [m IN rows | m.reason] AS reason"""
_FACT_TYPES = {
    "subject": pa.string(),
    "name": pa.string(),
    "value": pa.string(),
    "since": pa.int64(),
    "until": pa.int64(),
}
_MERGE_TYPES = {
    "a": pa.string(),
    "b": pa.string(),
    "at": pa.int64(),
    "is_active": pa.bool_(),
    "reason": pa.string(),
}


@dataclass(frozen=True)
class Log:
    """The log as it was read up to a sequence number: identities by number, rows in no order."""

    store_id: str
    epoch: int
    next: int
    identities: pa.Array
    rows: pa.Table

    def is_part_of(self, head: Head) -> bool:
        """Whether what is in the database may have grown out of this."""
        same = (self.store_id, self.epoch) == (head.store_id, head.epoch)
        return same and self.next <= head.next and len(self.identities) <= head.identities

    def agrees(self, head: Head) -> bool:
        """Whether the rows add up to what the database says that they do."""
        return sums_of(self.rows) == head.log and len(self.identities) == head.identities


def no_log() -> Log:
    """The log of a database that is no store yet."""
    return Log("", 0, 1, pa.array([], pa.string()), KEPT.empty_table())


def log(tx: Transaction, known: Head, before: Log | None) -> Log:
    """Read the log, or what is new since *before*."""
    first = before.next if before else 1
    rows = [before.rows] if before else []
    if before and before.next < known.next:
        rows = [_without(before.rows, dict(tx.run(_REPLACED, first=first).single(strict=True)))]
    for span in spans(tx.run(_ARRIVALS, first=first, end=known.next).values()):
        for query in (_ROWS, _POSTS):
            found = dict(tx.run(query, first=span[0], last=span[1]).single(strict=True))
            if found["at_s"]:
                rows.append(kept(found))
    return Log(
        known.store_id,
        known.epoch,
        known.next,
        _identities(tx, known.identities, before.identities if before else None),
        pa.concat_tables(rows or [KEPT.empty_table()]).combine_chunks(),
    )


def spans(counts: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Stretches of sequence numbers that bear about a page of rows each; *counts* are in order."""
    begun, count, last = None, 0, 0
    for seq, rows in counts:
        if begun is not None and count + rows > _PAGE_ROWS:
            yield begun, last
            begun, count = None, 0
        begun, last, count = seq if begun is None else begun, seq, count + rows
    if begun is not None:
        yield begun, last


def kept(found: dict[str, Any]) -> pa.Table:
    """Read rows with their hashes, when they arrived, and their numbers."""
    rows = rows_of(found).drop_columns(["record"])
    arrived = np.array(found["arrived_s"], np.int64) * 1_000_000
    arrived += np.array(found["arrived_n"], np.int64) // 1000
    hi, lo = hashes(found, rows.column("key_hi").to_numpy(), rows.column("key_lo").to_numpy())
    more = {"row_hi": hi, "row_lo": lo, "arrived_at": arrived,
            "seq": np.array(found["seq"], np.int64)}  # fmt: skip
    for name, column in more.items():
        rows = rows.append_column(name, pa.array(column))
    return rows.cast(KEPT)


def hashes(
    found: dict[str, Any], hi: NDArray[np.uint64], lo: NDArray[np.uint64]
) -> list[NDArray[np.uint64]]:
    """Both halves of each row's hash: those of its key, where that covers all of it."""
    return [
        np.array(
            [
                by_key if own is None else own % _WRAP
                for own, by_key in zip(found[f"hash_{half}"], keys.tolist(), strict=True)
            ],
            np.uint64,
        )
        for half, keys in (("hi", hi), ("lo", lo))
    ]


def _without(rows: pa.Table, replaced: dict[str, Sequence[Any]]) -> pa.Table:
    """Drop the rows that were replaced: of this key and receiver, kept under this number."""
    if not replaced["seq"]:
        return rows
    hi, lo = (half.tolist() for half in told_keys(replaced))
    gone = set(zip(hi, lo, replaced["receiver"], replaced["seq"], strict=True))
    near = np.isin(rows.column("seq").to_numpy(), list(replaced["seq"]))
    stays = np.ones(len(rows), bool)
    names = ("key_hi", "key_lo", "receiver", "seq")
    some = rows.filter(pa.array(near)).select(names).to_pydict()
    told = zip(*(some[name] for name in names), strict=True)
    stays[near] = [one not in gone for one in told]
    return rows.filter(pa.array(stays))


def _identities(tx: Transaction, count: int, before: pa.Array | None) -> pa.Array:
    known = before if before is not None else pa.array([], pa.string())
    parts = [known]
    for first in range(len(known), count, _PAGE_IDENTITIES):
        end = min(first + _PAGE_IDENTITIES, count)
        found = tx.run(_IDENTITIES, first=first, end=end).single(strict=True)
        order = np.argsort(np.array(found["number"], np.int64))
        parts.append(pa.array(found["key"], pa.string()).take(pa.array(order)))
    return pa.concat_arrays(parts)


def stated(tx: Transaction | None) -> tuple[pa.Table, pa.Table]:
    """Read facts and merges, sorted by all their columns; without a database there are none."""
    types = (_FACT_TYPES, _MERGE_TYPES)
    if tx is None:
        return as_tables(*(dict.fromkeys(one, ()) for one in types))
    return as_tables(*(dict(tx.run(query).single(strict=True)) for query in (_FACTS, _MERGES)))


def as_tables(*told: Mapping[str, Sequence[Any]]) -> tuple[pa.Table, pa.Table]:
    """Write the columns of facts, and those of merges, as tables that are sorted by all of them."""
    tables = []
    for found, types in zip(told, (_FACT_TYPES, _MERGE_TYPES), strict=True):
        columns = {name: pa.array(found[name], kind) for name, kind in types.items()}
        table = pa.table(columns)
        tables.append(table.sort_by([(name, "ascending") for name in types]))
    return tables[0], tables[1]


def all_there(facts: pa.Table, merges: pa.Table, head: Head) -> bool:
    """Whether facts and merges add up to what the database says that they do."""
    return sums_stated(facts, merges) == (head.facts, head.merges)


def sums_stated(facts: pa.Table, merges: pa.Table) -> tuple[Sums, Sums]:
    """Add up the hashes of facts, and those of merges."""
    return _summed(facts, list(_FACT_TYPES)), _summed(merges, ["a", "b", "at", "is_active"])


def sums_of(rows: pa.Table) -> Sums:
    """Add up the hashes of rows of the log."""
    return Sums(_total(rows, "row_hi"), _total(rows, "row_lo"), len(rows))


def _summed(table: pa.Table, names: list[str]) -> Sums:
    columns = (table.column(name).to_pylist() for name in names)
    hashes = [row_hash(*row) for row in zip(*columns, strict=True)]
    hi, lo = sum(hash_[0] for hash_ in hashes), sum(hash_[1] for hash_ in hashes)
    return Sums(hi, lo, len(hashes))


def in_one_order(log: Log) -> tuple[pa.Array, pa.Table]:
    """Give the identities sorted, and the rows by time, then key, then receiver."""
    number = pc.sort_indices(log.identities).to_numpy()
    rank = np.empty(len(number) + 1, np.int32)
    rank[number] = np.arange(len(number), dtype=np.int32)
    rank[-1] = -1  # where receiver -1, nobody, looks
    rows = log.rows
    receiver = rank[rows.column("receiver").to_numpy()]
    order = np.lexsort(
        (receiver, *(rows.column(name).to_numpy() for name in ("key_lo", "key_hi", "at")))
    )
    rows = rows.take(pa.array(order))
    columns: dict[str, Any] = {}
    for name in KEPT.names:
        column = rows.column(name)
        if name in ("sender", "receiver"):
            column = pa.array(rank[column.to_numpy()])
        elif name in ("channel", "sources"):
            coded = column.combine_chunks().dictionary_encode()
            column = worded(coded.indices.to_numpy(), coded.dictionary.to_pylist())
        if name == "seq" or (name == "content" and not np.any(column.to_numpy())):
            continue
        if name in OPTIONAL and column.null_count == len(rows):
            continue
        columns[name] = column
    return log.identities.take(pa.array(number)), pa.table(columns)


def _total(rows: pa.Table, name: str) -> int:
    return int(np.sum(rows.column(name).to_numpy(), dtype=np.uint64))
