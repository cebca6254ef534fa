"""The embedded store: one DuckDB file, nothing to install or start."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.batch import MERGES, OPTIONAL, Added, Batch
from graph.duckdb_schema import VERSION, one_row, opened, table_of
from graph.duckdb_writing import Writing, staged
from graph.model import Merge
from graph.moments import micros
from graph.store import Contents, StoreStatus

__all__ = ["DuckDBStore"]

Ints = NDArray[np.integer]

_READ = """
    SELECT key_hi, key_lo, coalesce(row_hi, key_hi) AS row_hi, coalesce(row_lo, key_lo) AS row_lo,
        "at", kind, list_position($channels, channel) - 1 AS channel, sender, receiver, role,
        status, is_bulk, list_position($sources, sources) - 1 AS sources, revision, arrived_at
        {optional}
    FROM interacted {joined} ORDER BY "at", key_hi, key_lo {receiver}"""
_BY_RECEIVER = "LEFT JOIN identity_rank ON number = receiver"
_FACTS = "SELECT DISTINCT subject, name, value, since, until FROM fact ORDER BY ALL"
_MERGES = """
    SELECT a, b, "at", is_active, min(reason) AS reason FROM merged GROUP BY ALL ORDER BY ALL"""
_COUNTS = """
    SELECT (SELECT count(*) FROM (SELECT DISTINCT key_hi, key_lo FROM interacted)), count(*),
        (SELECT count(*) FROM identity), (SELECT count(*) FROM fact), min("at"), max("at")
    FROM interacted"""
_LOG_DIGEST = """
    SELECT coalesce(sum(hi), 0), coalesce(sum(lo), 0), coalesce(sum(rows), 0) FROM digest_day"""
_FACT_DIGEST = """
    SELECT coalesce(sum((md5_number(concat_ws(chr(31), subject, name, value,
        coalesce(since, -1), coalesce(until, -1))) & 9223372036854775807)::HUGEINT), 0) FROM fact"""
_MERGE_DIGEST = """
    SELECT coalesce(sum((md5_number(concat_ws(chr(31), a, b, "at", is_active))
        & 9223372036854775807)::HUGEINT), 0) FROM merged"""
_WRAP = 1 << 64


class DuckDBStore:
    """Keeps interactions in one DuckDB file; see ``graph.store`` for the promises."""

    def __init__(self, path: Path, *, wait: float = 30.0) -> None:
        self.path = path
        self.wait = wait

    @property
    def url(self) -> str:
        """The path this store was opened by."""
        return str(self.path)

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        """Keep a batch in one transaction and say what became of its records."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            writing = Writing(connection, arrived_at)
            new, corrected = writing.interactions(staged(batch, writing.numbers(batch.identities)))
            stated = writing.facts(batch.facts, batch.source) + writing.merges(batch.merges)
            connection.execute("COMMIT")
        added = len(new) + len(
            set(stated) - set(_among(stated, new)) - set(_among(stated, corrected))
        )
        accepted = batch.read - len(batch.rejected)
        return Added(added, accepted - added - len(corrected), len(corrected))

    def merge(self, merges: Sequence[Merge], *, arrived_at: int) -> int:
        """Keep decisions about who is one person; give how many are new."""
        columns = {
            "record": np.arange(len(merges)),
            "a": [min(merge.a, merge.b) for merge in merges],
            "b": [max(merge.a, merge.b) for merge in merges],
            "reason": [merge.reason for merge in merges],
            "at": [micros(merge.at) for merge in merges],
            "is_active": [merge.is_active for merge in merges],
        }
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            new = Writing(connection, arrived_at).merges(pa.table(columns, schema=MERGES))
            connection.execute("COMMIT")
        return len(new)

    def contents(self) -> Contents:
        """Read everything at one moment, interactions by time, then key, then receiver."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            identities, rank = _sorted_identities(connection)
            return Contents(
                identities=identities,
                interacted=_rows(connection, rank),
                facts=table_of(connection, _FACTS),
                merges=table_of(connection, _MERGES),
                digest=_digest(connection),
            )

    def status(self) -> StoreStatus:
        """Count what is kept."""
        with opened(self.path, wait=self.wait) as connection:
            counts: tuple[Any, ...] = one_row(connection, _COUNTS)
            return StoreStatus(self.url, VERSION, *counts, digest=_digest(connection))  # type: ignore[misc]

    def digest(self) -> str:
        """Give the digest of the log, merges and facts."""
        with opened(self.path, wait=self.wait) as connection:
            return _digest(connection)


def _among(few: list[int], many: Ints) -> list[int]:
    """Those of a few records that are among many sorted ones."""
    place = np.searchsorted(many, few)
    return [
        record
        for record, k in zip(few, place.tolist(), strict=True)
        if k < len(many) and many[k] == record
    ]


def _sorted_identities(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Array, Ints]:
    """Identities in sorted order, and each stored number's place in it."""
    table = table_of(connection, "SELECT key, number FROM identity ORDER BY key")
    number = table.column("number").to_numpy()
    rank = np.empty(len(number) + 1, np.int32)
    rank[number] = np.arange(len(number), dtype=np.int32)
    rank[-1] = -1  # where receiver -1, nobody, looks
    return table.column("key").combine_chunks(), rank


def _rows(connection: duckdb.DuckDBPyConnection, rank: Ints) -> pa.Table:
    """All rows in the one order, with places in the sorted identities for numbers."""
    counts = ", ".join(f"count({name})" for name in OPTIONAL)
    given = one_row(connection, f"SELECT {counts}, count(*) FILTER (content <> 0) FROM interacted")
    optional = [f", {name}" for name, count in zip(OPTIONAL, given[:-1], strict=True) if count]
    channels = _words(connection, "channel")
    sources = _words(connection, "sources")
    # only interactions of several rows need the receiver to decide their order
    number = np.arange(len(rank) - 1)
    connection.register("identity_rank", pa.table({"place": rank[:-1], "number": number}))
    query = _READ.format(
        optional="".join(optional),
        joined=_BY_RECEIVER if given[-1] else "",
        receiver=", place" if given[-1] else "",
    )
    table = table_of(connection, query, {"channels": channels, "sources": sources})
    for name in ("sender", "receiver"):
        place = pa.array(rank[table.column(name).to_numpy()])
        table = table.set_column(table.schema.get_field_index(name), name, place)
    for name, words in (("channel", channels), ("sources", sources)):
        code = table.column(name).combine_chunks().cast(pa.int32())
        encoded = pa.DictionaryArray.from_arrays(code, pa.array(words, pa.string()))
        table = table.set_column(table.schema.get_field_index(name), name, encoded)
    return table


def _words(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    found = connection.execute(f"SELECT DISTINCT {column} FROM interacted").fetchall()
    return sorted(word for (word,) in found)


def _digest(connection: duckdb.DuckDBPyConnection) -> str:
    hi, lo, rows = one_row(connection, _LOG_DIGEST)
    (facts,) = one_row(connection, _FACT_DIGEST)
    (merges,) = one_row(connection, _MERGE_DIGEST)
    parts = (int(hi) % _WRAP, int(lo) % _WRAP, int(rows), int(facts), int(merges))
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:32]
