"""Writing to the embedded store: what one transaction does with a batch.

Identities and words that are new are numbered, those of people who are only told of in facts and
merges too; the log (`graph.duckdb.log`), facts and merges take what is not there yet. A
transaction that finds nothing new writes nothing.
"""

from functools import cached_property

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.arrays import distinct
from graph.duckdb.file import one_row, table_of

__all__ = ["Writing"]

_NO_RECORDS: NDArray[np.int64] = np.zeros(0, np.int64)

_NEW_IDENTITIES = """
    INSERT INTO identity
    SELECT (SELECT count(*) FROM identity) + row_number() OVER () - 1, key
    FROM (SELECT DISTINCT key FROM ({told}) ANTI JOIN identity USING (key))"""
_IN_ROWS = "SELECT key FROM batch_identity"
_IN_FACTS = "SELECT subject AS key FROM stated WHERE NOT starts_with(subject, 'org:')"
_IN_MERGES = "SELECT a AS key FROM stated UNION ALL SELECT b FROM stated"
_NUMBERS = "SELECT number FROM batch_identity JOIN identity USING (key) ORDER BY place"

# When a name was seen says nothing new about anybody: its dates move, and nothing is counted.
# Of a name seen ``since`` is the first time, ``until`` the last, or null where that is the same.
_NEW_FACTS = """
    CREATE OR REPLACE TEMP TABLE new_fact AS
    SELECT f.* FROM stated f ANTI JOIN fact k
    ON f.subject = k.subject AND f.name = k.name AND f.value = k.value
        AND (f.name = 'seen_name' OR (f.since IS NOT DISTINCT FROM k.since
             AND f.until IS NOT DISTINCT FROM k.until))"""
_ADD_FACTS = """
    INSERT INTO fact
    SELECT subject, name, value, since, until, ?, ? FROM new_fact WHERE name <> 'seen_name'
    GROUP BY subject, name, value, since, until
    UNION ALL
    SELECT subject, name, value, min(since),
        nullif(max(coalesce(until, since)), min(since)), ?, ? FROM new_fact
    WHERE name = 'seen_name' GROUP BY subject, name, value"""
_FACT_RECORDS = """
    SELECT min(record) FROM new_fact WHERE name <> 'seen_name'
    GROUP BY subject, name, value, since, until"""
_OTHER_TIMES = """
    FROM (SELECT subject, value, min(since) AS first, max(coalesce(until, since)) AS last
          FROM stated WHERE name = 'seen_name' AND since IS NOT NULL GROUP BY ALL) told
    {joined} fact.name = 'seen_name' AND fact.subject = told.subject AND fact.value = told.value
        AND (fact.since IS NULL OR told.first < fact.since
             OR told.last > coalesce(fact.until, fact.since))"""
_KEEP_NAMES = """
    INSERT INTO superseded_fact
    SELECT fact.subject, name, fact.value, fact.since, until, source, seq, $seq""" + (
    _OTHER_TIMES.format(joined="JOIN fact ON") + " AND seq < $shown"
)
_MOVE_NAMES = """
    UPDATE fact SET since = least(since, told.first),
        until = nullif(greatest(coalesce(until, since), told.last), least(since, told.first)),
        seq = CASE WHEN seq < $shown THEN $seq ELSE seq END""" + (
    _OTHER_TIMES.format(joined="WHERE")
)
_NEW_MERGES = """
    CREATE OR REPLACE TEMP TABLE new_merge AS
    SELECT m.* FROM stated m ANTI JOIN merged k
    ON m.a = k.a AND m.b = k.b AND m."at" = k."at" AND m.is_active = k.is_active"""
_ADD_MERGES = """
    INSERT INTO merged
    SELECT a, b, min(reason), "at", is_active, ? FROM new_merge GROUP BY a, b, "at", is_active"""
_MERGE_RECORDS = 'SELECT min(record) FROM new_merge GROUP BY a, b, "at", is_active'
_FIRST_REASONS = """
    FROM (SELECT a, b, "at", is_active, min(reason) AS reason FROM stated
          GROUP BY a, b, "at", is_active) other
    {joined} merged.a = other.a AND merged.b = other.b AND merged."at" = other."at"
        AND merged.is_active = other.is_active AND other.reason < merged.reason"""
_KEEP_REASONS = """
    INSERT INTO superseded_merge
    SELECT merged.a, merged.b, merged.reason, merged."at", merged.is_active, seq, $seq""" + (
    _FIRST_REASONS.format(joined="JOIN merged ON") + " AND seq < $shown"
)
_MOVE_REASONS = """
    UPDATE merged
    SET reason = other.reason, seq = CASE WHEN seq < $shown THEN $seq ELSE seq END""" + (
    _FIRST_REASONS.format(joined="WHERE")
)
_SEQS = """
    SELECT coalesce(max(seq), 0), max(arrived_at),
        (SELECT min(seq) FROM arrival
         WHERE arrived_at = (SELECT max(arrived_at) FROM arrival)) FROM arrival"""


class Writing:
    """One transaction's work; ``seq`` is its number among all that wrote something.

    What is replaced is kept aside if anybody can ask for it: no moment lies between two
    transactions of one moment, so what came under number ``shown`` or later was never shown.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, arrived_at: int) -> None:
        connection.execute("BEGIN")
        last, moment, first = one_row(connection, _SEQS)
        self.connection = connection
        self.arrived_at = arrived_at
        self.seq: int = last + 1
        self.shown: int = first if moment is not None and arrived_at <= moment else self.seq
        self.rows = 0
        self._numbered = pa.array([], pa.string())

    def insert(self, query: str, values: object) -> int:
        """Run an insertion, or another change; give how many rows it concerned, and remember."""
        rows: int
        ((rows,),) = self.connection.execute(query, values).fetchall()
        self.rows += rows
        return rows

    def commit(self) -> None:
        """End the transaction; its number is only used up if it changed anything."""
        if self.rows:
            told = [self.seq, self.arrived_at]
            self.connection.execute("INSERT INTO arrival VALUES (?, ?)", told)
        self.connection.execute("COMMIT")

    def identities(self, identities: pa.Array) -> NDArray[np.int32]:
        """Number the identities that are new; give the numbers of all, in their order."""
        self._numbered = identities
        table = pa.table({"key": identities, "place": np.arange(len(identities))})
        self.connection.register("batch_identity", table)
        self.connection.execute(_NEW_IDENTITIES.format(told=_IN_ROWS))
        numbers = table_of(self.connection, _NUMBERS).column("number").to_numpy()
        return np.asarray(numbers, np.int32)

    @cached_property
    def words(self) -> dict[str, int]:
        """The number of every word there is."""
        return dict(self.connection.execute("SELECT text, number FROM word").fetchall())

    def numbers(self, texts: list[str]) -> NDArray[np.int32]:
        """Number the words that are new; give the numbers of all, in their order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self.words]
        for text in fresh:
            self.words[text] = len(self.words)
            self.connection.execute("INSERT INTO word VALUES (?, ?)", [self.words[text], text])
        return np.array([self.words[text] for text in texts], np.int32)

    def facts(self, facts: pa.Table, source: str) -> NDArray[np.int64]:
        """Keep new facts; give the records that brought any."""
        if not len(facts):
            return _NO_RECORDS
        self.connection.register("stated", facts)
        if not self._are_numbered(facts.column("subject")):
            self.connection.execute(_NEW_IDENTITIES.format(told=_IN_FACTS))
        self.connection.execute(_NEW_FACTS)
        added = self.insert(_ADD_FACTS, [source, self.seq] * 2)
        if pc.any(pc.equal(facts.column("name"), "seen_name")).as_py():
            self._replace(_KEEP_NAMES, _MOVE_NAMES)
        return self._first_records(_FACT_RECORDS) if added else _NO_RECORDS

    def merges(self, merges: pa.Table) -> NDArray[np.int64]:
        """Keep new merges, each with the first by letter of its reasons; give their records."""
        if not len(merges):
            return _NO_RECORDS
        self.connection.register("stated", merges)
        self.connection.execute(_NEW_IDENTITIES.format(told=_IN_MERGES))
        self.connection.execute(_NEW_MERGES)
        self.insert(_ADD_MERGES, [self.seq])
        self._replace(_KEEP_REASONS, _MOVE_REASONS)
        return self._first_records(_MERGE_RECORDS)

    def _are_numbered(self, subjects: pa.ChunkedArray) -> bool:
        """Whether all people among some subjects are in the rows of this batch."""
        others = pc.filter(subjects, pc.invert(pc.is_in(subjects, self._numbered)))
        return bool(pc.all(pc.starts_with(others, "org:"), min_count=0).as_py())

    def _replace(self, keep: str, move: str) -> None:
        """Put aside what is about to be replaced, and replace it."""
        for query in (keep, move):
            self.insert(query, {"seq": self.seq, "shown": self.shown})

    def _first_records(self, query: str) -> NDArray[np.int64]:
        """The records that were the first to say something, in order."""
        found = table_of(self.connection, query).column(0).to_numpy()
        return distinct(np.asarray(found, np.int64))
