"""The store in Neo4j: interactions, facts and merges under the schema of `docs/cypher.md`.

Each batch is one transaction. It begins with a lock on the one ``(:Log)``, so writers queue there,
sequence numbers come without gaps in the order of commits, and "what is new since" misses nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from graph import neo4j_past as past
from graph.answers import answers_of
from graph.arrays import distinct
from graph.batch import MERGES, Added, Batch
from graph.decisions import named
from graph.derived import Derived
from graph.digest import Sums, digest_of
from graph.errors import StoreError
from graph.login import Login
from graph.model import KINDS, ROLES, STATUSES, Merge
from graph.moments import micros
from graph.neo4j_answers import answered
from graph.neo4j_cache import cached, forget_cached, keep_cached
from graph.neo4j_cypher import cypher
from graph.neo4j_derived import Report, write_back, written_run
from graph.neo4j_known import Known
from graph.neo4j_log import arrived, keep, key_halves, number_identities
from graph.neo4j_reading import Head, Log, all_there, head, in_one_order, log, no_log, stated
from graph.neo4j_ready import Ready, ready
from graph.neo4j_schema import VERSION, create, is_created, kept_by
from graph.neo4j_server import Server, Transaction
from graph.neo4j_told import keep_facts, keep_merges
from graph.queryable import Answer, Limits
from graph.reading import named_only
from graph.store import Contents, StoreStatus

__all__ = ["Neo4jStore"]

_TRIES = 3  # to read while others write, before they are kept waiting
_WRAP, _HALF = 1 << 64, 1 << 63

# A write, so that whoever comes second waits; what it changes is nothing.
_LOCK = "MATCH (l:Log {name: 'tieline'}) SET l.epoch = l.epoch"
_MOVE = """
    MATCH (l:Log {name: 'tieline'})
    SET l.next = $next, l.identities = $identities, l.interactions = $interactions,
        l.rows = $rows, l.log_hi = $log_hi, l.log_lo = $log_lo,
        l.facts = $facts, l.fact_hi = $fact_hi, l.fact_lo = $fact_lo,
        l.merges = $merges, l.merge_hi = $merge_hi, l.merge_lo = $merge_lo, l.voids = $voids,
        l.void_hi = $void_hi, l.void_lo = $void_lo, l.digest = $digest,
        l.latest_us = $latest_us, l.latest_seq = $latest_seq"""
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
_NOBODY = Head("", 0, 1, 0, 0, Sums(), Sums(), Sums())


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
        _check_words(batch)
        self._prepared = [*self._prepared[-1:], (batch, ready(batch))]

    def add(self, batch: Batch, *, arrived_at: int) -> Added:
        """Keep a batch in one transaction and say what became of its records."""
        prepared = self._taken(batch)
        self._create()
        done = self.server.write(lambda tx: _added(tx, batch, prepared, arrived_at, self._known))
        if done is None:  # somebody emptied the database since this store was opened
            self._is_checked = self._is_complete = False
            return self.add(batch, arrived_at=arrived_at)
        added, before, after = done
        self._known.learn(before, after, _named(batch), key_halves(batch))
        return added

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
            return _contents(_digests(_NOBODY), no_log(), *stated(None))
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
                self.url, VERSION, 0, 0, 0, 0, None, None, digest=_digest(_NOBODY), kept_by=by,
                state=_digest(_NOBODY),
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
            digest=_digest(known),
            kept_by=by,
            arrived=arrived,
            state=_digests(known)[1],
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
            return _digests(_NOBODY)
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
        for known, prepared in self._prepared:
            if known is batch:
                self._prepared = [one for one in self._prepared if one[0] is not batch]
                return prepared
        _check_words(batch)
        return ready(batch)

    def _is_created(self) -> bool:
        self._is_checked = self._is_checked or is_created(self.server)
        return self._is_checked

    def _create(self) -> None:
        if self._is_complete:
            return
        self._is_checked = is_created(self.server)  # which refuses what is not ours
        create(self.server, _digest(_NOBODY))
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


def _added(
    tx: Transaction, batch: Batch, prepared: Ready, arrived_at: int, known: Known
) -> tuple[Added, Head, Head] | None:
    """Keep a batch and say how the ``Log`` stood before and after; None where there is none."""
    tx.run(_LOCK).consume()
    before = head(tx)
    if before is None:
        return None
    identities = number_identities(tx, _named(batch), before.identities, known.names(before))
    may_be_there = known.may_hold(before, key_halves(batch))
    change = keep(tx, prepared, before.next, arrived_at, may_be_there)
    is_later = before.latest is None or arrived_at > before.latest
    latest = (arrived_at, before.next) if is_later else (before.latest, before.latest_seq)
    facts = keep_facts(tx, batch.facts, batch.source, before.next, latest[1])
    merges = keep_merges(tx, batch.merges, before.next, latest[1])
    says_more = bool(facts.changes or merges.changes)
    if says_more and not change.seqs:
        arrived(tx, before.next, arrived_at)
    is_more = bool(change.seqs or says_more)
    after = Head(
        before.store_id,
        before.epoch,
        before.next + (change.seqs or says_more),
        identities,
        before.interactions + change.interactions,
        _moved(before.log, change.sums),
        _moved(before.facts, facts.sums),
        _moved(before.merges, merges.sums),
        *(latest if is_more else (before.latest, before.latest_seq)),
        _moved(before.void, merges.void),
    )
    if after != before:
        tx.run(_MOVE, _as_parameters(after)).consume()
    told = distinct(np.concatenate([facts.records, merges.records]))
    told = np.setdiff1d(told, np.concatenate([change.new, change.corrected]))
    new, corrected = len(change.new) + len(told), len(change.corrected)
    added = Added(new, batch.read - len(batch.rejected) - new - corrected, corrected)
    return added, before, after


def _named(batch: Batch) -> list[str]:
    """The identities of a batch, those of people that are only told of too."""
    names = batch.identities.to_pylist()
    names += [s for s in batch.facts.column("subject").to_pylist() if not s.startswith("org:")]
    return [*names, *batch.merges.column("a").to_pylist(), *batch.merges.column("b").to_pylist()]


def _check_words(batch: Batch) -> None:
    for name, words in (("kind", KINDS), ("role", ROLES), ("status", STATUSES)):
        column = batch.interacted.column(name)
        for chunk in column.chunks:
            unknown = set(chunk.dictionary.to_pylist()) - {str(word) for word in words}
            if unknown:
                raise ValueError(f"{min(unknown)!r} is not one of {', '.join(words)}")


def _head(tx: Transaction) -> Head:
    return head(tx) or _NOBODY


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
    tx.run(_LOCK).consume()
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


def _digest(known: Head) -> str:
    return _digests(known)[0]


def _digests(known: Head) -> tuple[str, str]:
    """The digest, and that with every decision, those taken back too."""
    return (
        digest_of(known.log, known.facts, known.counted),
        digest_of(known.log, known.facts, known.merges),
    )


def _moved(before: Sums, by: Sums) -> Sums:
    return Sums((before.hi + by.hi) % _WRAP, (before.lo + by.lo) % _WRAP, before.rows + by.rows)


def _as_parameters(after: Head) -> dict[str, Any]:
    return {
        "next": after.next,
        "identities": after.identities,
        "interactions": after.interactions,
        "rows": after.log.rows,
        "log_hi": _signed(after.log.hi),
        "log_lo": _signed(after.log.lo),
        "facts": after.facts.rows,
        "fact_hi": _signed(after.facts.hi),
        "fact_lo": _signed(after.facts.lo),
        "merges": after.merges.rows,
        "merge_hi": _signed(after.merges.hi),
        "merge_lo": _signed(after.merges.lo),
        "voids": after.void.rows,
        "void_hi": _signed(after.void.hi),
        "void_lo": _signed(after.void.lo),
        "latest_us": after.latest,
        "latest_seq": after.latest_seq,
        "digest": _digest(after),
    }


def _signed(value: int) -> int:
    return value - _WRAP if value >= _HALF else value
