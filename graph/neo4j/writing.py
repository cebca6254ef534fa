"""Writing to Neo4j: what one transaction does with a batch.

It begins with a lock on the one ``Log`` (`graph.neo4j.head`). New identities are numbered; the log
(`graph.neo4j.log`), facts and merges (`graph.neo4j.told`) take what is not there yet, and the
``Log`` moves by as much. A transaction that finds nothing new changes nothing.
"""

from dataclasses import replace

import numpy as np

from graph.arrays import distinct
from graph.batch import Added, Batch
from graph.model import KINDS, ROLES, STATUSES
from graph.neo4j.head import Head, head, lock, move
from graph.neo4j.known import Known
from graph.neo4j.log import arrived, keep, key_halves, number_identities
from graph.neo4j.ready import Ready, ready
from graph.neo4j.server import Transaction
from graph.neo4j.told import keep_facts, keep_merges

__all__ = ["added", "named_in", "prepared"]


def prepared(batch: Batch) -> Ready:
    """Work out what a batch will write; refuse words that no store knows."""
    for name, words in (("kind", KINDS), ("role", ROLES), ("status", STATUSES)):
        column = batch.interacted.column(name)
        for chunk in column.chunks:
            unknown = set(chunk.dictionary.to_pylist()) - {str(word) for word in words}
            if unknown:
                raise ValueError(f"{min(unknown)!r} is not one of {', '.join(words)}")
    return ready(batch)


def named_in(batch: Batch) -> list[str]:
    """Give the identities of a batch, those of people that are only told of too."""
    names = batch.identities.to_pylist()
    names += [s for s in batch.facts.column("subject").to_pylist() if not s.startswith("org:")]
    return [*names, *batch.merges.column("a").to_pylist(), *batch.merges.column("b").to_pylist()]


def added(
    tx: Transaction, batch: Batch, rows: Ready, arrived_at: int, known: Known
) -> tuple[Added, Head, Head] | None:
    """Keep a batch and say how the ``Log`` stood before and after; None where there is none."""
    lock(tx)
    before = head(tx)
    if before is None:
        return None
    identities = number_identities(tx, named_in(batch), before.identities, known.names(before))
    may_be_there = known.may_hold(before, key_halves(batch))
    change = keep(tx, rows, before.next, arrived_at, may_be_there)
    is_later = before.latest is None or arrived_at > before.latest
    latest = (arrived_at, before.next) if is_later else (before.latest, before.latest_seq)
    facts = keep_facts(tx, batch.facts, batch.source, before.next, latest[1])
    merges = keep_merges(tx, batch.merges, before.next, latest[1])
    says_more = bool(facts.changes or merges.changes)
    if says_more and not change.seqs:
        arrived(tx, before.next, arrived_at)
    is_more = bool(change.seqs or says_more)
    after = replace(
        before,
        next=before.next + (change.seqs or says_more),
        identities=identities,
        interactions=before.interactions + change.interactions,
        log=before.log + change.sums,
        facts=before.facts + facts.sums,
        merges=before.merges + merges.sums,
        latest=latest[0] if is_more else before.latest,
        latest_seq=latest[1] if is_more else before.latest_seq,
        void=before.void + merges.void,
    )
    if after != before:
        move(tx, after)
    told = distinct(np.concatenate([facts.records, merges.records]))
    told = np.setdiff1d(told, np.concatenate([change.new, change.corrected]))
    new, corrected = len(change.new) + len(told), len(change.corrected)
    repeated = batch.read - len(batch.rejected) - new - corrected
    return Added(new, repeated, corrected), before, after
