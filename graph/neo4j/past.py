"""What a Neo4j store held at a past moment: what is there, without what came since.

Known at a moment is what was committed before the first batch to arrive later. Rows that came since
are left out, rows that were replaced since (``OlderVersion``) come back, and so do the dates of
names and the reasons of merges that moved on (``OlderFact``, ``OlderMerge``). A batch of facts that
a store of version 1 did not date counts as arrived with the one before it.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.digest import Sums, digest_of
from graph.neo4j.head import Head
from graph.neo4j.reading import (
    HASHES,
    Log,
    as_tables,
    hashes,
    kept,
    spans,
    sums_of,
    sums_stated,
)
from graph.neo4j.rows import READ, seconds, told_keys
from graph.neo4j.server import Transaction
from graph.people.decisions import counting

__all__ = ["arrived", "digest_of_all", "digest_then", "last_known", "log_then", "stated_then"]

_LATER = """
    MATCH (a:Arrival) WHERE a.at > datetime({epochSeconds: $at_s, nanosecond: $at_n})
    RETURN min(a.seq)"""
_ARRIVED = """
    MATCH (a:Arrival) WITH min(a.at) AS first, max(a.at) AS last WHERE first IS NOT NULL
    RETURN first.epochSeconds * 1000000 + first.nanosecond / 1000,
        last.epochSeconds * 1000000 + last.nanosecond / 1000"""
_COUNTS_SINCE = """
    MATCH (a:Arrival) WHERE a.seq > $last AND a.rows > 0
    RETURN a.seq, a.rows ORDER BY a.seq"""
_COUNTS_REPLACED = """
    MATCH (o:OlderVersion) WHERE o.replaced > $last AND o.seq <= $last
    RETURN o.replaced, count(*) ORDER BY o.replaced"""
_REPLACED = f"""
    MATCH (i:OlderVersion) WHERE i.replaced >= $first AND i.replaced <= $end AND i.seq <= $last
    MATCH (s:Identity {{key: i.sender}}) MATCH (a:Arrival {{seq: i.seq}})
    OPTIONAL MATCH (r:Identity {{key: i.receiver}})
    WITH collect(i) AS rows, collect(s.number) AS sender,
        collect(coalesce(r.number, -1)) AS receiver, collect(a.at.epochSeconds) AS arrived_s,
        collect(a.at.nanosecond) AS arrived_n
    RETURN {READ}, {HASHES}, [i IN rows | i.seq] AS seq, sender, receiver, arrived_s, arrived_n"""
_KEYS = f"""
    WITH collect(i) AS rows
    RETURN [i IN rows | i.key_hi] AS key_hi, [i IN rows | i.key_lo] AS key_lo,
        [i IN rows | i.id] AS id, [i IN rows | i.long_id] AS long_id, {HASHES}"""
_KEYS_SINCE = (
    f"""
    MATCH ()-[i:INTERACTED]->() USING INDEX i:INTERACTED(seq)
    WHERE i.seq >= $first AND i.seq <= $end {_KEYS}""",
    f"""
    MATCH (i:Post) USING INDEX i:Post(seq) WHERE i.seq >= $first AND i.seq <= $end {_KEYS}""",
)
_KEYS_REPLACED = f"""
    MATCH (i:OlderVersion)
    WHERE i.replaced >= $first AND i.replaced <= $end AND i.seq <= $last {_KEYS}"""
_FACTS = """
    CALL () { MATCH (f:Fact) WHERE f.seq <= $last RETURN f
              UNION ALL MATCH (f:OlderFact) WHERE f.replaced > $last AND f.seq <= $last RETURN f }
    WITH collect(f) AS rows
    RETURN [f IN rows | f.subject] AS subject, [f IN rows | f.name] AS name,
        [f IN rows | f.value] AS value, [f IN rows | f.since_us] AS since,
        [f IN rows | f.until_us] AS until"""
_MERGES = """
    CALL () { MATCH (m:Merge) WHERE m.seq <= $last RETURN m
              UNION ALL MATCH (m:OlderMerge) WHERE m.replaced > $last AND m.seq <= $last RETURN m }
    WITH m WHERE m.at_us <= $known_by
    WITH collect(m) AS rows
    RETURN [m IN rows | m.a] AS a, [m IN rows | m.b] AS b, [m IN rows | m.at_us] AS `at`,
        [m IN rows | m.is_active] AS is_active, [m IN rows | m.reason] AS reason"""


def last_known(tx: Transaction, head: Head, known_by: int) -> int:
    """Give the number of the last batch that was known at a moment."""
    at_s, at_n = seconds(np.array([known_by]))
    later = tx.run(_LATER, at_s=int(at_s[0]), at_n=int(at_n[0])).single(strict=True)[0]
    return (head.next if later is None else int(later)) - 1


def log_then(tx: Transaction, found: Log, last: int) -> Log:
    """Give a log, as it was read, as it was when the batch *last* had been kept."""
    rows = [found.rows.filter(pc.less_equal(found.rows.column("seq"), last))]
    for first, end in spans(tx.run(_COUNTS_REPLACED, last=last).values()):
        older = tx.run(_REPLACED, first=first, end=end, last=last).single(strict=True)
        rows.append(kept(dict(older)))
    return replace(found, rows=pa.concat_tables(rows).combine_chunks())


def stated_then(tx: Transaction, last: int, known_by: int) -> tuple[pa.Table, pa.Table]:
    """Read the facts and merges that were known."""
    asked = {"last": last, "known_by": known_by}
    return as_tables(
        *(dict(tx.run(query, asked).single(strict=True)) for query in (_FACTS, _MERGES))
    )


def digest_then(tx: Transaction, head: Head, known_by: int) -> tuple[str, str]:
    """Give the digest of what was known, from that of now and of all that came since.

    Also gives that with every decision, those taken back too.
    """
    last = last_known(tx, head, known_by)
    log = head.log
    for first, end in spans(tx.run(_COUNTS_SINCE, last=last).values()):
        for query in _KEYS_SINCE:
            log -= _sums(tx, query, first=first, end=end)
    for first, end in spans(tx.run(_COUNTS_REPLACED, last=last).values()):
        log += _sums(tx, _KEYS_REPLACED, first=first, end=end, last=last)
    return _digests(log, *stated_then(tx, last, known_by))


def digest_of_all(log: Log, facts: pa.Table, merges: pa.Table) -> tuple[str, str]:
    """Give the digest of what was read, and that with every decision, those taken back too."""
    return _digests(sums_of(log.rows), facts, merges)


def _digests(log: Sums, facts: pa.Table, merges: pa.Table) -> tuple[str, str]:
    counted, every = sums_stated(facts, counting(merges)), sums_stated(facts, merges)
    return digest_of(log, *counted), digest_of(log, *every)


def arrived(tx: Transaction) -> tuple[int, int] | None:
    """Give the first and the last moment at which anything arrived, if anything did."""
    found = tx.run(_ARRIVED).single()
    return None if found is None else (int(found[0]), int(found[1]))


def _sums(tx: Transaction, query: Any, **asked: int) -> Sums:  # noqa: ANN401 - one of the above
    found = dict(tx.run(query, asked).single(strict=True))
    hi, lo = hashes(found, *told_keys(found))
    return Sums(int(np.sum(hi, dtype=np.uint64)), int(np.sum(lo, dtype=np.uint64)), len(hi))
