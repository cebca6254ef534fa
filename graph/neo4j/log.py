"""The log in Neo4j: which rows of a batch are kept, and which they replace.

Everything a batch says is settled (`graph.keeping.seen_again`) against the rows that are there of
the same interactions. What is new is created, what was replaced becomes an ``OlderVersion``, and
the sums behind the digest move along, all in the transaction of the batch.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.arrays import ranks
from graph.batch import Batch
from graph.digest import Sums
from graph.keeping.seen_again import settle
from graph.keys import key_of, key_text
from graph.neo4j.ready import Ready, parts_of
from graph.neo4j.rows import (
    PROPERTIES,
    READ,
    ROWS,
    columns_of,
    row_hashes,
    rows_of,
    seconds,
    size_of,
    texts_of,
)
from graph.neo4j.server import Transaction

__all__ = ["Change", "arrived", "keep", "key_halves", "number_identities"]

Ints = NDArray[np.int64]

_IDENTITIES = """
    UNWIND $keys AS key MATCH (i:Identity {key: key})
    RETURN collect(i.key) AS key"""
_NEW_IDENTITIES = """
    UNWIND range(0, size($keys) - 1) AS k
    CREATE (:Identity {key: $keys[k], number: $first + k})"""
# A server plans for the data it has: while that is little it would rather look at all of it each
# time, and go on doing so when it is much. Hence the hints.
_FOUND = f"""
    UNWIND $ids AS id
    MATCH (:Identity)-[i:INTERACTED {{id: id}}]->(:Identity) USING INDEX SEEK i:INTERACTED(id)
    WITH collect(i) AS rows
    RETURN {READ}, [i IN rows | startNode(i).key] AS sender,
        [i IN rows | endNode(i).key] AS receiver, [i IN rows | i.key] AS key,
        [i IN rows | i.seq] AS seq"""
_FOUND_POSTS = f"""
    UNWIND $ids AS id MATCH (a:Identity)-[:POSTED]->(i:Post {{id: id}}) USING INDEX SEEK i:Post(id)
    WITH collect(i) AS rows, collect(a.key) AS senders
    RETURN {READ}, senders AS sender, [i IN rows | null] AS receiver, [i IN rows | i.key] AS key,
        [i IN rows | i.seq] AS seq"""
_REMOVE = """
    UNWIND $keys AS key MATCH ()-[i:INTERACTED {key: key}]->() USING INDEX SEEK i:INTERACTED(key)
    DELETE i"""
_REMOVE_POSTS = "UNWIND $keys AS key MATCH (i:Post {key: key}) DETACH DELETE i"
_RESIZE = """
    UNWIND range(0, size($keys) - 1) AS k
    MATCH ()-[i:INTERACTED {key: $keys[k]}]->() USING INDEX SEEK i:INTERACTED(key)
    SET i.size = $size[k]"""
_PUT_ASIDE = f"""
    UNWIND range(0, size($key) - 1) AS k
    MERGE (o:OlderVersion {{key: $older[k]}})
    ON CREATE SET o += {PROPERTIES},
        o.key = $older[k], o.replaced = $seq, o.seq = $was_seq[k], o.arrived_at = null,
        o.sender = $sender[k], o.receiver = $receiver[k]"""
_ARRIVED = """
    CREATE (:Arrival {seq: $seq, rows: $rows,
        at: datetime({epochSeconds: $arrived_s, nanosecond: $arrived_n})})"""


def _nothing() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Change:
    """What became of a batch's interactions, and by how much the log's counts and sums moved."""

    new: Ints = field(default_factory=_nothing)
    corrected: Ints = field(default_factory=_nothing)
    sums: Sums = field(default_factory=Sums)
    interactions: int = 0
    seqs: int = 0  # sequence numbers that were used up


@dataclass
class _Kept:
    """What the store has of a batch's interactions, and every identity that both sides name."""

    rows: pa.Table
    key: list[str]
    seq: NDArray[np.float64]  # NaN where a row was never in the log
    size: Ints
    names: pa.Array


def key_halves(batch: Batch) -> NDArray[np.uint64]:
    """Give one half of the key of each row's interaction."""
    return np.asarray(batch.interacted.column("key_lo").to_numpy(), np.uint64)


def number_identities(tx: Transaction, keys: list[str], identities: int, known: set[str]) -> int:
    """Number the identities that are new; give how many there are then.

    *known* are some that are there for certain.
    """
    unsure = [key for key in dict.fromkeys(keys) if key not in known]
    found = set(tx.run(_IDENTITIES, keys=unsure).single(strict=True)["key"]) if unsure else set()
    new = [key for key in unsure if key not in found]
    if new:
        tx.run(_NEW_IDENTITIES, keys=new, first=identities).consume()
    return identities + len(new)


def keep(
    tx: Transaction, batch: Ready, seq: int, arrived_at: int, may_be_there: NDArray[np.bool_]
) -> Change:
    """Keep what is not there yet of a batch; *seq* is the first number its rows may bear.

    *may_be_there* marks the rows whose interactions the database has to be asked for.
    """
    if not len(batch.rows):
        return Change()
    kept = _kept(tx, batch.rows.filter(pa.array(may_be_there)), batch.names.to_pylist())
    settled, size, parts = batch.settled, batch.size, batch.parts
    if len(kept.rows):
        settled = settle(kept.rows, batch.rows)
        size = size_of(pa.concat_tables([_without(kept.rows, settled.remove), settled.insert]))
        stay = len(size) - len(settled.insert)
        parts = parts_of(settled.insert, kept.names, size[stay:])
    at_s, at_n = seconds(np.array([arrived_at]))
    arrived = {"arrived_s": int(at_s[0]), "arrived_n": int(at_n[0])}

    _take_out(tx, kept, settled.remove)
    seqs = 0
    for part in parts:
        for query, columns in part.statements:
            tx.run(query, {**columns, **arrived, "seq": seq + seqs}).consume()
        tx.run(_ARRIVED, {**arrived, "seq": seq + seqs, "rows": part.rows}).consume()
        seqs += 1
    _put_aside(tx, kept, settled.remove, settled.lost, arrived | {"seq": seq})
    if len(settled.lost) and not seqs:
        tx.run(_ARRIVED, {**arrived, "seq": seq, "rows": 0}).consume()
        seqs = 1
    _resize(tx, kept, settled.remove, size)
    removed = kept.rows.take(pa.array(settled.remove))
    return Change(
        settled.new,
        settled.corrected,
        _sums(settled.insert, removed, kept.names),
        _new_interactions(kept.rows, settled.insert),
        seqs,
    )


def arrived(tx: Transaction, seq: int, arrived_at: int) -> None:
    """Date a batch that brings no rows."""
    at_s, at_n = seconds(np.array([arrived_at]))
    told = {"arrived_s": int(at_s[0]), "arrived_n": int(at_n[0])}
    tx.run(_ARRIVED, {**told, "seq": seq, "rows": 0}).consume()


def _kept(tx: Transaction, asked: pa.Table, names: list[str]) -> _Kept:
    """Find what is there of the interactions of some rows."""
    if not len(asked):
        nothing = np.zeros(0)
        return _Kept(ROWS.empty_table(), [], nothing, _nothing(), pa.array(names, pa.string()))
    texts, _ = texts_of(asked)
    ids = list(dict.fromkeys(texts))
    place = {name: k for k, name in enumerate(names)}
    tables, keys, seqs, sizes = [ROWS.empty_table()], [], [], []
    for query in (_FOUND, _FOUND_POSTS):
        found = dict(tx.run(query, ids=ids).single(strict=True))
        for side in ("sender", "receiver"):
            found[side] = [
                -1 if name is None else place.setdefault(name, len(place)) for name in found[side]
            ]
        tables.append(rows_of(found))
        keys += found["key"]
        seqs += found["seq"]
        sizes += found["size"]
    rows = pa.concat_tables(tables).combine_chunks()
    every = pa.array(list(place), pa.string())
    return _Kept(rows, keys, np.array(seqs, np.float64), np.array(sizes, np.int64), every)


def _without(rows: pa.Table, remove: Ints) -> pa.Table:
    stays = np.ones(len(rows), bool)
    stays[remove] = False
    return rows.filter(pa.array(stays))


def _take_out(tx: Transaction, kept: _Kept, remove: Ints) -> None:
    reached = kept.rows.column("receiver").to_numpy()[remove] >= 0
    for query, chosen in ((_REMOVE, remove[reached]), (_REMOVE_POSTS, remove[~reached])):
        if len(chosen):
            tx.run(query, keys=[kept.key[k] for k in chosen]).consume()


def _put_aside(
    tx: Transaction, kept: _Kept, remove: Ints, lost: pa.Table, beside: dict[str, Any]
) -> None:
    """Keep what was replaced, and what came too late to be in the log at all."""
    for rows, seq in (
        (kept.rows.take(pa.array(remove)), kept.seq[remove]),
        (lost, np.full(len(lost), np.nan)),
    ):
        if not len(rows):
            continue
        columns = columns_of(rows, kept.names, np.zeros(len(rows), np.int64), in_order=True)
        names = [*kept.names.to_pylist(), None]  # nobody is -1, the last
        sender = [names[k] for k in rows.column("sender").to_pylist()]
        receiver = [names[k] for k in rows.column("receiver").to_pylist()]
        parts = ("key", "role", "status", "revision", "content", "sources")
        told = zip(*(columns[name] for name in parts), strict=True)
        columns |= {
            "older": [key_text(*key_of(*one)) for one in told],
            "sender": sender,
            "receiver": receiver,
            "was_seq": [None if np.isnan(one) else int(one) for one in seq],
        }
        tx.run(_PUT_ASIDE, {**columns, **beside}).consume()


def _resize(tx: Transaction, kept: _Kept, remove: Ints, size: Ints) -> None:
    """Rows that stay tell the size that their interaction has now."""
    stays = np.setdiff1d(np.arange(len(kept.key)), remove)
    moved = np.flatnonzero(size[: len(stays)] != kept.size[stays])
    if len(moved):
        keys = [kept.key[k] for k in stays[moved]]
        tx.run(_RESIZE, keys=keys, size=size[moved].tolist()).consume()


def _sums(insert: pa.Table, removed: pa.Table, names: pa.Array) -> Sums:
    (hi, lo), (less_hi, less_lo) = [
        [int(np.sum(half, dtype=np.uint64)) for half in row_hashes(rows, names)]
        for rows in (insert, removed)
    ]
    return Sums(hi, lo, len(insert)) - Sums(less_hi, less_lo, len(removed))


def _new_interactions(kept: pa.Table, insert: pa.Table) -> int:
    """How many interactions are told of for the first time."""
    rows = pa.concat_tables(
        [kept.select(["key_hi", "key_lo"]), insert.select(["key_hi", "key_lo"])]
    )
    if not len(rows):
        return 0
    number = ranks(rows.column("key_hi").to_numpy(), rows.column("key_lo").to_numpy())
    return int(number.max()) + 1 - len(np.unique(number[: len(kept)]))
