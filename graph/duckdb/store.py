"""The embedded store: one DuckDB file, nothing to install or start."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.arrays import distinct
from graph.batch import MERGES, Added, Batch
from graph.duckdb import reading
from graph.duckdb.file import opened, table_of
from graph.duckdb.known import look_back
from graph.duckdb.log import keep
from graph.duckdb.schema import VERSION
from graph.duckdb.writing import Writing
from graph.keeping.answers import LONGEST_ID, MAIL, answers_of
from graph.keeping.reading import named_only
from graph.model import Merge
from graph.moments import micros
from graph.people.decisions import named
from graph.store import Contents, Newer, StoreStatus

__all__ = ["DuckDBStore"]

_MERGES = 'SELECT a, b, "at", is_active, reason FROM merged ORDER BY ALL'

# What reached nobody, and all who wrote what it answers: a Message-ID may have been used twice.
_ANSWERS = f"""
    SELECT a.* EXCLUDE (sender, receiver, channel, sources), of_sender.key AS sender,
        of_author.key AS receiver, of_channel.text AS channel, of_sources.text AS sources
    FROM interacted a
    JOIN (SELECT DISTINCT id, sender FROM interacted WHERE starts_with(id, '{MAIL}')) parent
        ON parent.id = a.in_reply_to
    JOIN identity of_sender ON of_sender.number = a.sender
    JOIN identity of_author ON of_author.number = parent.sender
    JOIN word of_channel ON of_channel.number = a.channel
    JOIN word of_sources ON of_sources.number = a.sources
    WHERE a.receiver < 0 AND starts_with(a.id, '{MAIL}') AND starts_with(a.in_reply_to, '{MAIL}')
        AND strlen(a.in_reply_to) <= {LONGEST_ID} AND a.sender <> parent.sender
    ORDER BY a.key_hi, a.key_lo"""


class DuckDBStore:
    """Keeps interactions in one DuckDB file; see ``graph.store`` for the promises."""

    def __init__(self, path: Path, *, wait: float = 30.0) -> None:
        self.path = path
        self.wait = wait

    @property
    def url(self) -> str:
        """The path this store was opened by."""
        return str(self.path)

    @property
    def batch_rows(self) -> int:
        """Records that one transaction takes well: what fits in memory."""
        return 10_000_000

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        """Keep a batch in one transaction and say what became of its records."""
        with opened(self.path, wait=self.wait, writing=True) as connection:
            writing = Writing(connection, arrived_at)
            new, corrected = keep(writing, batch)
            facts = writing.facts(batch.facts, batch.source)
            stated = distinct(np.concatenate([facts, writing.merges(batch.merges)]))
            writing.commit()
        stated = stated[~_among(stated, new) & ~_among(stated, corrected)]
        added = len(new) + len(stated)
        accepted = batch.read - len(batch.rejected)
        return Added(added, accepted - added - len(corrected), len(corrected))

    def answers(self) -> Iterator[Batch]:
        """Give mail that reached nobody, with the author whom it answers, ready to be added."""
        with opened(self.path, wait=self.wait) as connection:
            rows = table_of(connection, _ANSWERS)
        yield from answers_of(rows)

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
        with opened(self.path, wait=self.wait, writing=True) as connection:
            writing = Writing(connection, arrived_at)
            new = writing.merges(pa.table(columns, schema=MERGES))
            writing.commit()
        return len(new)

    def contents(self, *, known_by: int | None = None) -> Contents:
        """Read everything at one moment, interactions by time, then key, then receiver."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            look_back(connection, known_by)
            identities, rank = reading.sorted_identities(connection)
            rows = reading.log(connection, rank)
            facts, merges = reading.facts(connection), table_of(connection, _MERGES)
            found, mark = reading.digest(connection), reading.mark(connection)
            state = reading.digest(connection, every_decision=True)
        told = pa.chunked_array(
            [
                *facts.column("subject").chunks,
                *named(merges),
            ],
            pa.string(),
        )
        identities, rows = named_only(identities, rows, told)
        return Contents(identities, rows, facts, merges, found, mark, state)

    def newer(self, mark: int) -> Newer:
        """Read the rows that came after a mark, and all facts and merges."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            names, rank = reading.new_names(connection, mark)
            return Newer(
                names=names,
                interacted=reading.log(connection, rank, since=mark),
                facts=reading.facts(connection),
                merges=table_of(connection, _MERGES),
                digest=reading.digest(connection),
                log=reading.log_sums(connection),
                mark=reading.mark(connection),
                state=reading.digest(connection, every_decision=True),
            )

    def status(self) -> StoreStatus:
        """Count what is kept."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            found = reading.digest(connection)
            return StoreStatus(
                self.url,
                VERSION,
                *reading.counts(connection),
                digest=found,
                kept_by=f"DuckDB {duckdb.__version__}",
                arrived=reading.arrived(connection),
                state=reading.digest(connection, every_decision=True),
            )

    def digest(self, *, known_by: int | None = None) -> str:
        """Give the digest of the log, merges and facts, now or as it was known at a moment."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            look_back(connection, known_by)
            return reading.digest(connection)

    def state(self, *, known_by: int | None = None) -> str:
        """Give the digest with every decision, those taken back too."""
        with opened(self.path, wait=self.wait) as connection:
            connection.execute("BEGIN")
            look_back(connection, known_by)
            return reading.digest(connection, every_decision=True)

    def decisions(self) -> pa.Table:
        """Read every decision about who is one person, those taken back too."""
        with opened(self.path, wait=self.wait) as connection:
            return table_of(connection, _MERGES)


def _among(few: NDArray[np.int64], many: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of a few records are among many sorted ones."""
    place = np.minimum(np.searchsorted(many, few), max(len(many) - 1, 0))
    return many[place] == few if len(many) else np.zeros(len(few), bool)
