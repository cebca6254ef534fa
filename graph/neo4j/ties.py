"""Ties and pairs in Neo4j: written where they differ from what is there."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.derived import Derived
from graph.neo4j.batches import Writing, date, dates, told_by

__all__ = ["write_pairs", "write_ties"]

Ints = NDArray[np.int64]

_READ_TIES = """
    MATCH (a:Person)-[t:TIE]->(b:Person) WITH collect(t) AS rows
    RETURN [t IN rows | startNode(t).id] AS source, [t IN rows | endNode(t).id] AS target,
        [t IN rows | t.fades_at] AS fades_at, [t IN rows | t.fades_at_7] AS fades_at_7,
        [t IN rows | t.fades_at_90] AS fades_at_90, [t IN rows | t.count] AS count"""
_WRITE_TIES = f"""
    UNWIND range(0, size($source) - 1) AS k
    MATCH (a:Person {{id: $source[k]}}) MATCH (b:Person {{id: $target[k]}})
    MERGE (a)-[t:TIE]->(b)
    SET t.fades_at = $fades_at[k], t.fades_at_7 = $fades_at_7[k], t.fades_at_90 = $fades_at_90[k],
        t.count = $count[k], t.first_at = {date("first_at")}, t.last_at = {date("last_at")}"""
_DROP_TIES = """
    UNWIND range(0, size($source) - 1) AS k
    MATCH (:Person {id: $source[k]})-[t:TIE]->(:Person {id: $target[k]}) DELETE t"""
_READ_PAIRS = """
    MATCH (a:Person)-[t:PAIR]->(b:Person) WITH collect(t) AS rows
    RETURN [t IN rows | startNode(t).id] AS source, [t IN rows | endNode(t).id] AS target,
        [t IN rows | t.fades_at] AS fades_at, [t IN rows | t.usual_gap_days] AS usual_gap_days,
        [t IN rows | t.phase] AS phase, [t IN rows | t.p_contact] AS p_contact,
        [t IN rows | t.count] AS count,
        [t IN rows | t.dormant_at.epochSeconds] AS dormant_at_s,
        [t IN rows | t.p_at.epochSeconds] AS p_at_s"""
_WRITE_PAIRS = f"""
    UNWIND range(0, size($source) - 1) AS k
    MATCH (a:Person {{id: $source[k]}}) MATCH (b:Person {{id: $target[k]}})
    MERGE (a)-[t:PAIR]->(b)
    SET t.fades_at = $fades_at[k], t.count = $count[k], t.usual_gap_days = $usual_gap_days[k],
        t.phase = $phase[k], t.p_contact = $p_contact[k],
        t.first_at = {date("first_at")}, t.last_at = {date("last_at")},
        t.cools_at = {date("cools_at")}, t.at_risk_at = {date("at_risk_at")},
        t.dormant_at = {date("dormant_at")}, t.p_at = {date("p_at")}"""
_DROP_PAIRS = _DROP_TIES.replace(":TIE", ":PAIR")


def write_ties(write: Writing, found: Derived) -> None:
    """Write the directed ties that changed, and drop those that are no more."""
    _relations(
        write, found, found.ties, ("source", "target"), (_READ_TIES, _WRITE_TIES, _DROP_TIES)
    )


def write_pairs(write: Writing, found: Derived) -> None:
    """Write the pairs that changed, and drop those that are no more."""
    _relations(write, found, found.pairs, ("a", "b"), (_READ_PAIRS, _WRITE_PAIRS, _DROP_PAIRS))


def _relations(
    write: Writing,
    found: Derived,
    table: pa.Table,
    ends: tuple[str, str],
    queries: tuple[str, str, str],
) -> None:
    read, store, drop = queries
    ids = found.people.column("id").combine_chunks()
    there = told_by(write.server, read)
    was = _numbered(_places(there["source"], ids), _places(there["target"], ids))
    now = _numbered(_ints(table, ends[0]), _ints(table, ends[1]))
    changed = np.flatnonzero(~_unchanged(table, there, was, now))
    a, b = (_ints(table, side)[changed] for side in ends)
    # writers meet in one order
    changed = changed[np.lexsort((np.maximum(a, b), np.minimum(a, b)))]
    some = table.take(pa.array(changed))
    columns: dict[str, list[Any]] = {}
    for side, name in zip(("source", "target"), ends, strict=True):
        columns[side] = ids.take(some.column(name).combine_chunks()).to_pylist()
    for name in table.column_names:
        if name.endswith("_at") and name != "fades_at":
            columns |= dates(name, some.column(name))
        elif name not in ends:
            columns[name] = some.column(name).to_pylist()
    write.each(store, columns)
    gone = np.flatnonzero(~np.isin(was, now)).tolist()
    write.each(drop, {side: [there[side][k] for k in gone] for side in ("source", "target")})


def _unchanged(
    table: pa.Table, there: dict[str, list[Any]], was: Ints, now: Ints
) -> NDArray[np.bool_]:
    """Which rows of a table stand in the database as they are."""
    if not len(was):
        return np.zeros(len(now), bool)
    order = np.argsort(was)
    place = order[np.minimum(np.searchsorted(was, now, sorter=order), len(was) - 1)]
    same = was[place] == now
    for name, values in there.items():
        if name not in ("source", "target"):
            told = _as_read(table, name)
            same &= _equal(pa.array(values, told.type).take(pa.array(place)), told)
    return np.asarray(same, bool)


def _places(told: list[str], ids: pa.Array) -> Ints:
    found = pc.index_in(pa.array(told, pa.string()), ids)
    return np.asarray(pc.fill_null(found, -1).to_numpy(zero_copy_only=False), np.int64)


def _ints(table: pa.Table, name: str) -> Ints:
    return np.asarray(table.column(name).to_numpy(), np.int64)


def _numbered(source: Ints, target: Ints) -> Ints:
    """One number for both ends; people are fewer than 2**31."""
    return source * 2**31 + target


def _as_read(table: pa.Table, name: str) -> pa.Array:
    """A column as it is read back: dates by their seconds."""
    if not name.endswith("_s"):
        return table.column(name).combine_chunks()
    at = table.column(name.removesuffix("_s")).combine_chunks()
    whole = [None if one is None else one // 1_000_000 for one in at.to_pylist()]
    return pa.array(whole, pa.int64())


def _equal(kept: pa.Array, now: pa.Array) -> NDArray[np.bool_]:
    both_null = pc.and_(pc.is_null(kept), pc.is_null(now))
    same = pc.or_(pc.fill_null(pc.equal(kept, now), False), both_null)
    return np.asarray(same.to_numpy(zero_copy_only=False), bool)
