"""Writing to the embedded store: what one transaction does with a batch.

Number the identities that are new, drop the rows that are there already (an anti-join), settle
what is there in another version, insert the rest, and add to the digest.
"""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.batch import INTERACTED, OPTIONAL, Batch
from graph.duckdb_schema import one_row, table_of
from graph.model import KINDS, ROLES, STATUSES
from graph.moments import DAY
from graph.seen_again import settle

__all__ = ["Writing", "staged"]

Ints = NDArray[np.integer]
_NO_RECORDS: Ints = np.zeros(0, np.int64)

_COLUMNS = (
    "key_hi", "key_lo", "at", "kind", "channel", "sender", "receiver", "role", "status", "is_bulk",
    "revision", "content", "id", "duration", "thread", "in_reply_to", "sentiment", "topics",
    "sources",
)  # fmt: skip
_NAMED = ", ".join(f'"{name}"' for name in _COLUMNS)
_CODES = {"kind": KINDS, "role": ROLES, "status": STATUSES}

_LAST_SEQ = """
    SELECT greatest((SELECT coalesce(max(seq), 0) FROM interacted),
        (SELECT coalesce(max(seq), 0) FROM fact), (SELECT coalesce(max(seq), 0) FROM merged))"""
_NEW_IDENTITIES = """
    INSERT INTO identity
    SELECT (SELECT count(*) FROM identity) + row_number() OVER () - 1, key
    FROM (SELECT key FROM batch_identity ANTI JOIN identity USING (key))"""
_NUMBERS = "SELECT number FROM batch_identity JOIN identity USING (key) ORDER BY place"
# Rows without an id of the source are covered by their key; others must match in all that differs.
_FRESH = """
    SELECT s.* FROM staged s ANTI JOIN interacted i ON
        s.key_lo = i.key_lo AND s.key_hi = i.key_hi AND s.receiver = i.receiver
        AND s.content = i.content AND s.revision = i.revision AND s.role = i.role
        AND s.status = i.status
        AND (s.content = 0 OR list_contains(string_split(i.sources, '|'), s.sources))"""
_DUBIOUS = """
    CREATE OR REPLACE TEMP TABLE dubious AS
    SELECT key_hi, key_lo FROM versioned GROUP BY ALL
    HAVING min(revision) <> max(revision) OR min(content) <> max(content)
        OR count(*) <> count(DISTINCT receiver)
    UNION
    SELECT DISTINCT key_hi, key_lo FROM versioned SEMI JOIN interacted USING (key_lo, key_hi)"""
_CLEAN = "SELECT * FROM versioned ANTI JOIN dubious USING (key_lo, key_hi)"
_UNSETTLED = """
    SELECT * FROM versioned SEMI JOIN dubious USING (key_lo, key_hi)
    ORDER BY key_hi, key_lo, record, receiver, role, status"""
_KEPT = f"""
    SELECT {_NAMED}, -1::BIGINT AS record FROM interacted SEMI JOIN dubious USING (key_lo, key_hi)
    ORDER BY key_hi, key_lo, receiver"""
_INSERT_PLAIN = f"""
    INSERT INTO interacted ({_NAMED}, arrived_at, seq) SELECT {_NAMED}, ?, ? FROM inserted"""
_INSERT = f"""
    INSERT INTO {{table}} ({_NAMED}, row_hi, row_lo, arrived_at, seq)
    SELECT {_NAMED}, (hash >> 64)::UBIGINT, (hash & 18446744073709551615)::UBIGINT, ?, ?
    FROM (
        SELECT r.*, md5_number(concat_ws(chr(31), key_hi, key_lo, coalesce(key, ''), r.role,
            r.status, r.revision, r.content, r.sources)) AS hash
        FROM inserted r LEFT JOIN identity ON number = receiver)"""
_DIGEST_DAYS = f"""
    INSERT INTO digest_day
    SELECT "at" // {DAY}, sum(coalesce(row_hi, key_hi)) * $sign,
        sum(coalesce(row_lo, key_lo)) * $sign, count(*) * $sign
    FROM {{rows}} GROUP BY ALL"""
_PLACES = """
    CREATE OR REPLACE TEMP TABLE leaving AS
    SELECT i.rowid AS place FROM interacted i JOIN removed r
    ON i.key_lo = r.key_lo AND i.key_hi = r.key_hi AND i.receiver = r.receiver"""
_LEAVING = "(SELECT i.* FROM interacted i JOIN leaving ON i.rowid = place)"
_NEW_FACTS = """
    CREATE OR REPLACE TEMP TABLE new_fact AS
    SELECT f.* FROM batch_fact f ANTI JOIN fact k
    ON f.subject = k.subject AND f.name = k.name AND f.value = k.value
        AND (f.name = 'seen_name' OR (f.since IS NOT DISTINCT FROM k.since
             AND f.until IS NOT DISTINCT FROM k.until))"""
_ADD_FACTS = """
    INSERT INTO fact
    SELECT subject, name, value, CASE WHEN name = 'seen_name' THEN max(since) ELSE min(since) END,
        until, ?, ?, ?
    FROM new_fact
    GROUP BY subject, name, value, until, CASE WHEN name = 'seen_name' THEN NULL ELSE since END"""
_LATER_NAMES = """
    UPDATE fact SET since = later.since
    FROM (SELECT subject, value, max(since) AS since FROM batch_fact
          WHERE name = 'seen_name' GROUP BY ALL) later
    WHERE fact.name = 'seen_name' AND fact.subject = later.subject AND fact.value = later.value
        AND fact.since < later.since"""
_NEW_MERGES = """
    CREATE OR REPLACE TEMP TABLE new_merge AS
    SELECT m.* FROM batch_merge m ANTI JOIN merged k
    ON m.a = k.a AND m.b = k.b AND m."at" = k."at" AND m.is_active = k.is_active"""
_ADD_MERGES = """
    INSERT INTO merged
    SELECT a, b, min(reason), "at", is_active, ?, ?
    FROM new_merge GROUP BY a, b, "at", is_active"""


class Writing:
    """One transaction's work."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, arrived_at: int) -> None:
        self.connection = connection
        (last,) = one_row(connection, _LAST_SEQ)
        self.arrived = [arrived_at, last + 1]

    def numbers(self, identities: pa.Array) -> pa.Array:
        """Number the identities that are new; give the numbers of all, in their order."""
        table = pa.table({"key": identities, "place": np.arange(len(identities))})
        self.connection.register("batch_identity", table)
        self.connection.execute(_NEW_IDENTITIES)
        found = table_of(self.connection, _NUMBERS)
        return found.column("number").combine_chunks()

    def interactions(self, staged: pa.Table) -> tuple[Ints, Ints]:
        """Keep what is not there yet; give the new and the corrected records."""
        if len(staged) == 0:
            return _NO_RECORDS, _NO_RECORDS
        if not _is_empty(self.connection):
            self.connection.register("staged", staged)
            staged = table_of(self.connection, _FRESH)
        covered = pc.equal(staged.column("content"), pa.scalar(0, pa.uint64()))
        if pc.all(covered).as_py():  # the bulk of logs: do not copy the rows
            return self._insert_plain(staged), _NO_RECORDS
        new = [self._insert_plain(staged.filter(covered))]
        self.connection.register("versioned", staged.filter(pc.invert(covered)))
        self.connection.execute(_DUBIOUS)
        clean = table_of(self.connection, _CLEAN)
        self._insert(clean)
        new.append(_distinct(clean))
        incoming = table_of(self.connection, _UNSETTLED)
        corrected = _NO_RECORDS
        if len(incoming):
            kept = table_of(self.connection, _KEPT)
            settled = settle(_aligned(kept, incoming.schema), incoming)
            self._replace(kept.take(pa.array(settled.remove)), settled.insert, settled.aside)
            new.append(settled.new)
            corrected = settled.corrected
        return np.setdiff1d(np.unique(np.concatenate(new)), corrected), corrected

    def _insert_plain(self, rows: pa.Table) -> Ints:
        if len(rows):
            self.connection.register("inserted", rows)
            self.connection.execute(_INSERT_PLAIN, self.arrived)
            days = _DIGEST_DAYS.replace("row_hi, ", "").replace("row_lo, ", "")
            self.connection.execute(days.format(rows="inserted"), {"sign": 1})
        return _distinct(rows)

    def _insert(self, rows: pa.Table, *, table: str = "interacted") -> None:
        if not len(rows):
            return
        self.connection.register("inserted", rows)
        self.connection.execute(_INSERT.format(table=table), self.arrived)
        if table == "interacted":
            own = f"(SELECT * FROM interacted WHERE seq = {self.arrived[1]} AND row_hi IS NOT NULL)"
            keyed = f"{own} k SEMI JOIN inserted r ON k.key_lo = r.key_lo AND k.key_hi = r.key_hi"
            self.connection.execute(_DIGEST_DAYS.format(rows=keyed), {"sign": 1})

    def _replace(self, removed: pa.Table, inserted: pa.Table, aside: pa.Table) -> None:
        """Take rows out of the log and its digest, put others in, keep the former aside."""
        if len(removed):
            self.connection.register("removed", removed)
            self.connection.execute(_PLACES)
            self.connection.execute(_DIGEST_DAYS.format(rows=_LEAVING), {"sign": -1})
            self.connection.execute(
                "DELETE FROM interacted WHERE rowid IN (SELECT place FROM leaving)"
            )
        self._insert(inserted)
        if len(aside):
            self.connection.register("aside", aside)
            fresh = table_of(
                self.connection,
                "SELECT DISTINCT ON (key_hi, key_lo, receiver, revision, content) a.* FROM aside a "
                "ANTI JOIN superseded s USING (key_lo, key_hi, receiver, revision, content)",
            )
            self._insert(fresh, table="superseded")

    def facts(self, facts: pa.Table, source: str) -> list[int]:
        """Keep new facts; give the records that brought any."""
        if not len(facts):
            return []
        self.connection.register("batch_fact", facts)
        self.connection.execute(_NEW_FACTS)
        self.connection.execute(_ADD_FACTS, [source, *self.arrived])
        self.connection.execute(_LATER_NAMES)
        return self._records("new_fact WHERE name <> 'seen_name'")

    def merges(self, merges: pa.Table) -> list[int]:
        """Keep new merges; give the records that brought any."""
        if not len(merges):
            return []
        self.connection.register("batch_merge", merges)
        self.connection.execute(_NEW_MERGES)
        self.connection.execute(_ADD_MERGES, self.arrived)
        return self._records("new_merge")

    def _records(self, rows: str) -> list[int]:
        found = self.connection.execute(f"SELECT DISTINCT record FROM {rows}").fetchall()
        return [record for (record,) in found]


def staged(batch: Batch, numbers: pa.Array) -> pa.Table:
    """A batch's rows as the store keeps them: its own numbers, codes for words, every column."""
    table = batch.interacted
    rows = len(table)
    columns: dict[str, pa.Array] = {"record": table.column("record")}
    for name in _COLUMNS[:-1]:
        if name in _CODES:
            columns[name] = _coded(table.column(name), _CODES[name])
        elif name in ("sender", "receiver"):
            columns[name] = _numbered(table.column(name), numbers)
        elif name == "channel":
            columns[name] = table.column(name)
        elif name in OPTIONAL and name not in table.column_names:
            columns[name] = pa.nulls(rows, INTERACTED.field(name).type)
        else:
            columns[name] = table.column(name)
    source = pa.DictionaryArray.from_arrays(np.zeros(rows, np.int8), pa.array([batch.source]))
    columns["sources"] = source
    return pa.table(columns)


def _coded(column: pa.ChunkedArray, words: tuple[str, ...]) -> pa.Array:
    """A word column as positions in its list of words."""
    encoded = column.combine_chunks()
    code = pa.array([words.index(word) for word in encoded.dictionary.to_pylist()], pa.uint8())
    return code.take(encoded.indices)


def _numbered(column: pa.ChunkedArray, numbers: pa.Array) -> pa.Array:
    place = column.to_numpy()
    if not len(numbers):
        return pa.array(place.astype(np.int32))
    found = numbers.to_numpy()[np.maximum(place, 0)]
    return pa.array(np.where(place >= 0, found, -1).astype(np.int32))


def _aligned(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.select(schema.names).cast(schema)


def _distinct(rows: pa.Table) -> Ints:
    """The records of some rows, each once, in order."""
    record = np.sort(rows.column("record").to_numpy())  # quick where it is sorted already
    return record[np.flatnonzero(np.diff(record, prepend=record[:1] - 1))]


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    return one_row(connection, "SELECT count(*) FROM (FROM interacted LIMIT 1)") == (0,)
