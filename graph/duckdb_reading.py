"""Reading the embedded store: everything in one order, the counts, and the digest."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.batch import OPTIONAL
from graph.digest import Sums, digest_of
from graph.duckdb_file import one_row, table_of

__all__ = ["counts", "digest", "log", "named_only", "sorted_identities"]

Connection = duckdb.DuckDBPyConnection
Ints = NDArray[np.integer]

_PLAIN = """
    SELECT key_hi, key_lo, key_hi AS row_hi, key_lo AS row_lo, "at", kind, channel, sender,
        receiver, role, status, is_bulk, sources, 0::BIGINT AS revision, seq FROM plain"""
_OTHERS = """
    SELECT key_hi, key_lo, row_hi, row_lo, "at", kind, channel, sender,
        receiver, role, status, is_bulk, sources, revision, seq{optional} FROM interacted"""
# Only interactions of several rows need the receiver to decide their order.
_IN_ORDER = """
    SELECT rows.* EXCLUDE (seq), arrived_at FROM ({rows}) rows JOIN arrival USING (seq) {joined}
    ORDER BY "at", key_hi, key_lo {receiver}"""
_BY_RECEIVER = "LEFT JOIN identity_rank ON number = receiver"
_COUNTS = """
    SELECT (SELECT count(*) FROM plain)
            + (SELECT count(*) FROM (SELECT DISTINCT key_hi, key_lo FROM interacted)),
        (SELECT count(*) FROM plain) + (SELECT count(*) FROM interacted),
        (SELECT count(*) FROM identity), (SELECT count(*) FROM fact),
        (SELECT min(least(p, i)) FROM (SELECT (SELECT min("at") FROM plain) AS p,
                                              (SELECT min("at") FROM interacted) AS i)),
        (SELECT max(greatest(p, i)) FROM (SELECT (SELECT max("at") FROM plain) AS p,
                                                 (SELECT max("at") FROM interacted) AS i))"""
_LOG_SUMS = "SELECT sum(hi), sum(lo), sum(rows) FROM digest_day"
_SUMS = """
    SELECT sum((hash >> 64)::UBIGINT), sum((hash & 18446744073709551615)::UBIGINT), count(*)
    FROM (SELECT md5_number(concat_ws(chr(31), {parts})) AS hash FROM {table})"""
_FACT_SUMS = _SUMS.format(
    table="fact",
    parts="subject, name, value, coalesce(since::VARCHAR, ''), coalesce(until::VARCHAR, '')",
)
_MERGE_SUMS = _SUMS.format(table="merged", parts='a, b, "at", is_active')


def log(connection: Connection, rank: Ints) -> pa.Table:
    """All rows in the one order, with places in the sorted identities for numbers."""
    named = ", ".join(f"count({name})" for name in OPTIONAL)
    *given, others = one_row(connection, f"SELECT {named}, count(*) FROM interacted")
    present = [name for name, count in zip(OPTIONAL, given, strict=True) if count]
    optional = "".join(f", {name}" for name in present)
    rows = _PLAIN
    if others:
        rows = f"{_OTHERS.format(optional=optional)} UNION ALL BY NAME {_PLAIN}"
        number = np.arange(len(rank) - 1)
        connection.register("identity_rank", pa.table({"place": rank[:-1], "number": number}))
    query = _IN_ORDER.format(
        rows=rows,
        joined=_BY_RECEIVER if others else "",
        receiver=", place" if others else "",
    )
    table = table_of(connection, query)
    for name in ("sender", "receiver"):
        place = pa.array(rank[table.column(name).to_numpy()])
        table = table.set_column(table.schema.get_field_index(name), name, place)
    words = connection.execute("SELECT text FROM word ORDER BY number").fetchall()
    for name in ("channel", "sources"):
        coded = _worded(table.column(name).to_numpy(), [text for (text,) in words])
        table = table.set_column(table.schema.get_field_index(name), name, coded)
    return table


def _worded(number: Ints, words: list[str]) -> pa.DictionaryArray:
    """Words for their numbers; those that occur, in order of the letter."""
    used = np.flatnonzero(np.bincount(number, minlength=len(words)))
    order = sorted(used.tolist(), key=words.__getitem__)
    code = np.zeros(len(words), np.int32)
    code[order] = np.arange(len(order), dtype=np.int32)
    texts = pa.array([words[k] for k in order], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(code[number]), texts)


def sorted_identities(connection: Connection) -> tuple[pa.Array, Ints]:
    """Identities in sorted order, and each stored number's place in it."""
    table = table_of(connection, "SELECT key, number FROM identity ORDER BY key")
    number = table.column("number").to_numpy()
    rank = np.empty(len(number) + 1, np.int32)
    rank[number] = np.arange(len(number), dtype=np.int32)
    rank[-1] = -1  # where receiver -1, nobody, looks
    return table.column("key").combine_chunks(), rank


def named_only(
    identities: pa.Array, rows: pa.Table, told: pa.ChunkedArray
) -> tuple[pa.Array, pa.Table]:
    """Leave out identities that neither rows nor *told* name: only what was replaced did."""
    is_named = np.append(pc.is_in(identities, told).to_numpy(zero_copy_only=False), True)
    sides = {name: rows.column(name).to_numpy() for name in ("sender", "receiver")}
    for place in sides.values():
        is_named[place] = True  # -1, nobody, is last
    if is_named.all():
        return identities, rows
    moved = np.cumsum(is_named, dtype=np.int32) - 1
    moved[-1] = -1
    for name, place in sides.items():
        column = pa.array(moved[place])
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return identities.filter(pa.array(is_named[:-1])), rows


def counts(connection: Connection) -> tuple[int, int, int, int, int | None, int | None]:
    """Count interactions, rows, identities and facts; give the first and the last moment."""
    interactions, rows, identities, facts, first, last = one_row(connection, _COUNTS)
    return interactions, rows, identities, facts, first, last


def digest(connection: Connection) -> str:
    """Give the digest of the log, facts and merges."""
    sums = [
        Sums(*(int(part or 0) for part in one_row(connection, query)))
        for query in (_LOG_SUMS, _FACT_SUMS, _MERGE_SUMS)
    ]
    return digest_of(*sums)
