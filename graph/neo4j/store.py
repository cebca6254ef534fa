"""The store in Neo4j: interactions, facts and merges under the schema of `docs/cypher.md`.

Each batch is one transaction. It begins with a lock on the one ``(:Log)``, so writers queue there,
sequence numbers come without gaps in the order of commits, and "what is new since" misses nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.batch import MERGES, Added, Batch
from graph.cypher.queryable import Answer, Limits
from graph.derived import Derived
from graph.errors import StoreError
from graph.keeping.answers import answers_of
from graph.keeping.reading import named_only
from graph.login import Login
from graph.model import Merge
from graph.moments import micros
from graph.neo4j import past
from graph.neo4j.answers import answered
from graph.neo4j.cache import cached, forget_cached, keep_cached
from graph.neo4j.cypher import cypher
from graph.neo4j.derived import Report, write_back, written_run
from graph.neo4j.head import NO_HEAD, Head, head, lock
from graph.neo4j.known import Known
from graph.neo4j.log import key_halves
from graph.neo4j.reading import Log, all_there, in_one_order, log, no_log, stated
from graph.neo4j.ready import Ready
from graph.neo4j.schema import VERSION, create, is_created, kept_by
from graph.neo4j.server import Server, Transaction
from graph.neo4j.writing import added, named_in, prepared
from graph.people.decisions import named
from graph.store import Contents, StoreStatus

__all__ = ["Neo4jStore"]

_TRIES = 3  # to read while others write, before they are kept waiting

_SPAN = """
    CALL () { MATCH ()-[i:INTERACTED]->() WHERE i.at IS NOT NULL
              RETURN i.at AS at ORDER BY i.at ASC LIMIT 1
              UNION ALL MATCH (p:Post) WHERE p.at IS NOT NULL
              RETURN p.at AS at ORDER BY p.at ASC LIMIT 1
              UNION ALL MATCH ()-[i:INTERACTED]->() WHERE i.at IS NOT NULL
              RETURN i.at AS at ORDER BY i.at DESC LIMIT 1
              UNION ALL MATCH (p:Post) WHERE p.at IS NOT NULL
              RETURN p.at AS at ORDER BY p.at DESC LIMIT 1 }
    RETURN at.epochSeconds * 1000000 + at.nanosecond / 1000"""


class Neo4jStore:
    """Keeps interactions in a Neo4j database; see ``graph.store`` for the promises.

    *cache* is a folder for what was read last, so that the next reading is only of what is new.
    """

    def __init__(
        self, url: str, cache: Path, *, login: Login | None = None, wait: float = 30.0
    ) -> None:
        self.server = Server(url, login or Login(), wait=wait)
        self.cache = cache
        self._is_checked = False
        self._is_complete = False
        self._known = Known()
        self._prepared: list[tuple[Batch, Ready]] = []

    @property
    def url(self) -> str:
        """The address this store was opened by."""
        return self.server.url

    @property
    def batch_rows(self) -> int:
        """Records that one transaction takes well: the server holds each in memory."""
        return 20_000

    def prepare(self, batch: Batch) -> None:
        """Work out what a batch will write; another may be added meanwhile, by another thread."""
        self._prepared = [*self._prepared[-1:], (batch, prepared(batch))]

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        """Keep a batch in one transaction and say what became of its records."""
        rows = self._taken(batch)
        self._create()
        done = self.server.write(lambda tx: added(tx, batch, rows, arrived_at, self._known))
        if done is None:  # somebody emptied the database since this store was opened
            self._is_checked = self._is_complete = False
            return self.add(batch, arrived_at=arrived_at)
        count, before, after = done
        self._known.learn(before, after, named_in(batch), key_halves(batch))
        return count

    def answers(self) -> Iterator[Batch]:
        """Give mail that reached nobody, with the author whom it answers, ready to be added."""
        if self._is_created():
            yield from answers_of(self.server.read(answered))

    def merge(self, merges: Sequence[Merge], *, arrived_at: int) -> int:
        """Keep decisions about who is one person; give how many are new."""
        rows = [
            {
                "record": k,
                "a": min(merge.a, merge.b),
                "b": max(merge.a, merge.b),
                "reason": merge.reason,
                "at": micros(merge.at),
                "is_active": merge.is_active,
            }
            for k, merge in enumerate(merges)
        ]
        table = pa.Table.from_pylist(rows, schema=MERGES)
        return self.add(Batch("merge", len(rows), merges=table), arrived_at=arrived_at).new

    def contents(self, *, known_by: int | None = None) -> Contents:
        """Read everything at one moment, interactions by time, then key, then receiver."""
        if not self._is_created():
            return _contents(_digests(NO_HEAD), no_log(), *stated(None))
        before = cached(self.cache)
        for _ in range(_TRIES):
            read = self.server.read(partial(_read, before=before, known_by=known_by))
            known, found = read.head, read.log
            is_still = self.server.read(_head) == known
            if is_still and read.agrees():
                return self._kept(read, before)
            # others wrote meanwhile, or what was kept of the last reading is not this log's
            if found.agrees(known):
                before = found
            elif is_still:
                before = None
        read = self.server.write(partial(_read_locked, known_by=known_by))
        if not read.agrees():
            forget_cached(self.cache)
            raise StoreError(
                f"{self.url}: the interactions do not add up to the digest of the log; something "
                "else than tieline has changed them. Put a backup in place, or load the exports "
                "into an empty database"
            )
        return self._kept(read, before)

    def status(self) -> StoreStatus:
        """Count what is kept."""
        if not self._is_created():
            by = self.server.read(kept_by)
            return StoreStatus(
                self.url, VERSION, 0, 0, 0, 0, None, None, digest=NO_HEAD.digest, kept_by=by,
                state=NO_HEAD.state,
            )  # fmt: skip
        known, moments, by, arrived = self.server.read(
            lambda tx: (_head(tx), _span(tx), kept_by(tx), past.arrived(tx))
        )
        return StoreStatus(
            self.url,
            VERSION,
            known.interactions,
            known.log.rows,
            known.identities,
            known.facts.rows,
            min(moments, default=None),
            max(moments, default=None),
            digest=known.digest,
            kept_by=by,
            arrived=arrived,
            state=known.state,
        )

    def digest(self, *, known_by: int | None = None) -> str:
        """Give the digest of the log, merges and facts, now or as it was known at a moment."""
        return self._both_digests(known_by)[0]

    def state(self, *, known_by: int | None = None) -> str:
        """Give the digest with every decision, those taken back too."""
        return self._both_digests(known_by)[1]

    def decisions(self) -> pa.Table:
        """Read every decision about who is one person, those taken back too."""
        return self.server.read(stated)[1] if self._is_created() else stated(None)[1]

    def _both_digests(self, known_by: int | None) -> tuple[str, str]:
        if not self._is_created():
            return _digests(NO_HEAD)
        if known_by is None:
            return _digests(self.server.read(_head))
        for _ in range(_TRIES):
            known, found = self.server.read(partial(_digest_then, known_by=known_by))
            if self.server.read(_head) == known:
                return found
        contents = self.contents(known_by=known_by)  # others write all the time
        return contents.digest, contents.state

    def cypher(self, text: str, parameters: Mapping[str, Any], limits: Limits) -> Answer:
        """Answer one statement of a power user that only reads; nothing it does is kept."""
        return cypher(self.server, text, parameters, limits)

    def written_run(self) -> str | None:
        """Give the id of the run that the database shows as the current one."""
        return written_run(self.server) if self._is_created() else None

    def write_back(
        self, found: Derived, *, scores: bool = True, report: Report = lambda _what, _done: None
    ) -> None:
        """Show what was derived to those who ask in Cypher; *scores* says whether runs as well."""
        write_back(self.server, found, scores=scores, report=report)

    def _taken(self, batch: Batch) -> Ready:
        """What was prepared of a batch, or is now."""
        for known, rows in self._prepared:
            if known is batch:
                self._prepared = [one for one in self._prepared if one[0] is not batch]
                return rows
        return prepared(batch)

    def _is_created(self) -> bool:
        self._is_checked = self._is_checked or is_created(self.server)
        return self._is_checked

    def _create(self) -> None:
        if self._is_complete:
            return
        self._is_checked = is_created(self.server)  # which refuses what is not ours
        create(self.server, NO_HEAD.digest)
        self._is_checked = self._is_complete = True

    def _kept(self, read: "_Read", before: Log | None) -> Contents:
        if before is None or before.next < read.log.next:
            keep_cached(self.cache, read.log)
        return read.then if read.then is not None else _contents(_digests(read.head), *read.all)


@dataclass(frozen=True)
class _Read:
    """What was read in one transaction: all that is there and, if asked for, what was known."""

    head: Head
    log: Log
    facts: pa.Table
    merges: pa.Table
    then: Contents | None

    @property
    def all(self) -> tuple[Log, pa.Table, pa.Table]:
        """The log, facts and merges of now."""
        return self.log, self.facts, self.merges

    def agrees(self) -> bool:
        """Whether all that is there adds up to what the ``Log`` says."""
        return self.log.agrees(self.head) and all_there(self.facts, self.merges, self.head)


def _head(tx: Transaction) -> Head:
    return head(tx) or NO_HEAD


def _read(tx: Transaction, before: Log | None, known_by: int | None) -> _Read:
    known = _head(tx)
    usable = before if before is not None and before.is_part_of(known) else None
    found, (facts, merges) = log(tx, known, usable), stated(tx)
    then = None
    if known_by is not None:
        last = past.last_known(tx, known, known_by)
        told = past.log_then(tx, found, last), *past.stated_then(tx, last, known_by)
        then = _contents(past.digest_of_all(*told), *told)
    return _Read(known, found, facts, merges, then)


def _read_locked(tx: Transaction, known_by: int | None) -> _Read:
    """Read while whoever would write waits."""
    lock(tx)
    return _read(tx, None, known_by)


def _digest_then(tx: Transaction, known_by: int) -> tuple[Head, tuple[str, str]]:
    known = _head(tx)
    return known, past.digest_then(tx, known, known_by)


def _contents(digests: tuple[str, str], found: Log, facts: pa.Table, merges: pa.Table) -> Contents:
    identities, rows = in_one_order(found)
    chunks = [*facts.column("subject").chunks, *named(merges)]
    identities, rows = named_only(identities, rows, pa.chunked_array(chunks, pa.string()))
    return Contents(identities, rows, facts, merges, digests[0], state=digests[1])


def _span(tx: Transaction) -> list[int]:
    return [int(moment) for (moment,) in tx.run(_SPAN).values()]


def _digests(known: Head) -> tuple[str, str]:
    return known.digest, known.state
