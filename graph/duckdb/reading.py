"""Reading the embedded store: everything in one order, the counts, and the digest."""

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.batch import OPTIONAL
from graph.digest import Sums, digest_of
from graph.duckdb.file import one_row, table_of
from graph.keeping.reading import worded

__all__ = [
    "arrived",
    "counts",
    "digest",
    "facts",
    "log",
    "log_sums",
    "mark",
    "new_names",
    "sorted_identities",
]

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
    WHERE seq > $since
    ORDER BY "at", key_hi, key_lo {receiver}"""
_BY_RECEIVER = "LEFT JOIN identity_rank ON number = receiver"
_FACTS = "SELECT subject, name, value, since, until FROM fact ORDER BY ALL"
_NEW_NAMES = """
    SELECT key, number FROM identity WHERE number IN (
        SELECT unnest([sender, receiver]) FROM plain WHERE seq > $since
        UNION SELECT unnest([sender, receiver]) FROM interacted WHERE seq > $since)
    ORDER BY key"""
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
_EVERY_MERGE_SUMS = _SUMS.format(table="merged", parts='a, b, "at", is_active')
# the decisions that count: graph.people.decisions
_MERGE_SUMS = _SUMS.format(
    parts='a, b, "at", is_active',
    table="""(
        SELECT a, b, "at", is_active FROM merged LEFT JOIN (
            SELECT a, b, max("at") FILTER (NOT is_active) AS undone,
                min("at") FILTER (NOT is_active) AS refused,
                min("at") FILTER (is_active) AS told, max("at") FILTER (is_active) AS latest
            FROM merged GROUP BY a, b HAVING bool_or(NOT is_active)) USING (a, b)
        WHERE undone IS NULL OR (is_active AND "at" > undone)
            OR (NOT is_active AND "at" = refused
                AND (told IS NULL OR (refused < told AND latest <= undone))))""",
)


def log(connection: Connection, rank: Ints, *, since: int = 0) -> pa.Table:
    """All rows in the one order, with places in the sorted identities for numbers.

    Those of transactions after *since*, if that is given.
    """
    named = ", ".join(f"count({name})" for name in OPTIONAL)
    *given, contents, others = one_row(
        connection,
        f"SELECT {named}, count(*) FILTER (content <> 0), count(*) FROM interacted WHERE seq > ?",
        [since],
    )
    present = [name for name, count in zip(OPTIONAL, given, strict=True) if count]
    present = ["content", *present] if contents else present
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
    table = table_of(connection, query, {"since": since})
    if contents:  # a key covers the rows that are plain
        place = table.schema.get_field_index("content")
        table = table.set_column(place, "content", table.column(place).fill_null(0))
    for name in ("sender", "receiver"):
        place = pa.array(rank[table.column(name).to_numpy()])
        table = table.set_column(table.schema.get_field_index(name), name, place)
    words = connection.execute("SELECT text FROM word ORDER BY number").fetchall()
    for name in ("channel", "sources"):
        coded = worded(table.column(name).to_numpy(), [text for (text,) in words])
        table = table.set_column(table.schema.get_field_index(name), name, coded)
    return table


def sorted_identities(connection: Connection) -> tuple[pa.Array, Ints]:
    """Identities in sorted order, and each stored number's place in it."""
    table = table_of(connection, "SELECT key, number FROM identity ORDER BY key")
    number = table.column("number").to_numpy()
    rank = np.empty(len(number) + 1, np.int32)
    rank[number] = np.arange(len(number), dtype=np.int32)
    rank[-1] = -1  # where receiver -1, nobody, looks
    return table.column("key").combine_chunks(), rank


def mark(connection: Connection) -> int:
    """Give the number of the last transaction."""
    (last,) = one_row(connection, "SELECT coalesce(max(seq), 0) FROM arrival")
    return int(last)


def new_names(connection: Connection, since: int) -> tuple[pa.Array, Ints]:
    """Sorted identities that rows after *since* name, and each stored number's place in them."""
    table = table_of(connection, _NEW_NAMES, {"since": since})
    (count,) = one_row(connection, "SELECT count(*) FROM identity")
    rank = np.full(count + 1, -1, np.int32)
    rank[table.column("number").to_numpy()] = np.arange(len(table), dtype=np.int32)
    return table.column("key").combine_chunks(), rank


def facts(connection: Connection) -> pa.Table:
    """Read every fact, by subject, name, value and dates, with 0 below a date that is missing.

    What DuckDB leaves there is what the memory held before: a file of it would never be the same.
    """
    table = table_of(connection, _FACTS).combine_chunks()
    for name in ("since", "until"):
        dates = table.column(name)
        place = table.schema.get_field_index(name)
        is_missing = dates.is_null().to_numpy()
        told = pa.array(dates.fill_null(0).to_numpy(), mask=is_missing)
        table = table.set_column(place, name, told)
    return table


def log_sums(connection: Connection) -> Sums:
    """Add up the hashes of all rows, each half modulo 2 ** 64."""
    hi, lo, rows = (int(part or 0) for part in one_row(connection, _LOG_SUMS))
    return Sums(hi, lo, rows)


def counts(connection: Connection) -> tuple[int, int, int, int, int | None, int | None]:
    """Count interactions, rows, identities and facts; give the first and the last moment."""
    interactions, rows, identities, facts, first, last = one_row(connection, _COUNTS)
    return interactions, rows, identities, facts, first, last


def arrived(connection: Connection) -> tuple[int, int] | None:
    """Give the first and the last moment at which anything arrived, if anything did."""
    first, last = one_row(connection, "SELECT min(arrived_at), max(arrived_at) FROM arrival")
    return None if first is None else (first, last)


def digest(connection: Connection, *, every_decision: bool = False) -> str:
    """Give the digest of the log, facts and the merges that count, or of every decision."""
    told = [
        Sums(*(int(part or 0) for part in one_row(connection, query)))
        for query in (_FACT_SUMS, _EVERY_MERGE_SUMS if every_decision else _MERGE_SUMS)
    ]
    return digest_of(log_sums(connection), *told)
