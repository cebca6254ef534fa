"""Facts and merges in Neo4j: what a batch states beside interactions.

A fact is kept once, with when it held; a name that was only seen is kept with the first and the
last time it was seen. A merge is kept once, with the first by letter of its reasons. Dates and
reasons that move on leave an ``OlderFact`` and an ``OlderMerge`` behind, where somebody can have
been shown them: no moment lies between batches of one moment. The sums behind the digest are moved
along.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.arrays import distinct
from graph.digest import Sums, row_hash
from graph.keys import key_of, key_text
from graph.neo4j.server import Transaction
from graph.people.decisions import counting

__all__ = ["Stated", "keep_facts", "keep_merges"]

Ints = NDArray[np.int64]

_FACTS_FOUND = """
    UNWIND $keys AS key MATCH (f:Fact {key: key})
    WITH collect(f) AS rows
    RETURN [f IN rows | f.key] AS key, [f IN rows | f.since_us] AS since,
        [f IN rows | f.until_us] AS until"""
_CREATE_FACTS = """
    UNWIND range(0, size($key) - 1) AS k
    CREATE (f:Fact {key: $key[k], subject: $subject[k], name: $name[k], value: $value[k],
        since_us: $since[k], until_us: $until[k], source: $source, seq: $seq})
    SET f.since = CASE WHEN $since[k] IS NOT NULL
            THEN datetime({epochSeconds: $since_s[k]}) END,
        f.until = CASE WHEN $until[k] IS NOT NULL
            THEN datetime({epochSeconds: $until_s[k]}) END"""
_OTHER_TIMES = """
    UNWIND range(0, size($key) - 1) AS k
    MATCH (f:Fact {key: $key[k]})
    CALL (f) { WITH f WHERE f.seq < $shown
               CREATE (o:OlderFact) SET o = f, o.replaced = $seq SET f.seq = $seq }
    SET f.since_us = $since[k], f.since = datetime({epochSeconds: $since_s[k]}),
        f.until_us = $until[k], f.until = CASE WHEN $until[k] IS NOT NULL
            THEN datetime({epochSeconds: $until_s[k]}) END"""
_MERGES_FOUND = """
    UNWIND $keys AS key MATCH (m:Merge {key: key})
    RETURN collect(m.key) AS key, collect(m.reason) AS reason"""
_DECIDED = """
    UNWIND range(0, size($a) - 1) AS k MATCH (m:Merge {a: $a[k], b: $b[k]})
    WITH collect(DISTINCT m) AS rows
    RETURN [m IN rows | m.a] AS a, [m IN rows | m.b] AS b, [m IN rows | m.at_us] AS `at`,
        [m IN rows | m.is_active] AS is_active"""
_CREATE_MERGES = """
    UNWIND range(0, size($key) - 1) AS k
    CREATE (:Merge {key: $key[k], a: $a[k], b: $b[k], reason: $reason[k], at_us: $at[k],
        at: datetime({epochSeconds: $at_s[k]}), is_active: $is_active[k], seq: $seq})"""
_FIRST_REASONS = """
    UNWIND range(0, size($key) - 1) AS k
    MATCH (m:Merge {key: $key[k]})
    CALL (m) { WITH m WHERE m.seq < $shown
               CREATE (o:OlderMerge) SET o = m, o.replaced = $seq SET m.seq = $seq }
    SET m.reason = $reason[k]"""
_DECISIONS = pa.schema(
    [("a", pa.string()), ("b", pa.string()), ("at", pa.int64()), ("is_active", pa.bool_())]
)

_Fact = tuple[str, str, str, int | None, int | None]
_Span = tuple[int | None, int | None]


def _nothing() -> Ints:
    return np.zeros(0, np.int64)


@dataclass(frozen=True)
class Stated:
    """The records that brought something, how much changed, and by how much the sums moved.

    ``void`` is by how much those moved of the decisions that count for nothing in a digest.
    """

    records: Ints = field(default_factory=_nothing)
    changes: int = 0
    sums: Sums = field(default_factory=Sums)
    void: Sums = field(default_factory=Sums)


def keep_facts(tx: Transaction, facts: pa.Table, source: str, seq: int, shown: int) -> Stated:
    """Keep the facts that are new, and the first and last time each name was seen.

    What came under a number from *shown* on was never shown to anybody.
    """
    if not len(facts):
        return Stated()
    told: dict[str, tuple[int, _Fact]] = {}
    for row in facts.to_pylist():
        fact = (row["subject"], row["name"], row["value"], row["since"], row["until"])
        key = _fact_key(fact)
        record, former = told.get(key, (row["record"], fact))
        told[key] = (min(record, row["record"]), _joined(former, fact[3:]))
    found = tx.run(_FACTS_FOUND, keys=list(told)).single(strict=True)
    before = dict(zip(found["key"], zip(found["since"], found["until"], strict=True), strict=True))

    new = {key: told[key][1] for key in told if key not in before}
    _create_facts(tx, new, source, seq)
    sums = [_sum(fact) for fact in new.values()]
    moved: dict[str, _Fact] = {}
    for key, span in before.items():
        was = (*told[key][1][:3], *span)
        now = _joined(was, told[key][1][3:])
        if now != was:
            moved[key] = now
            sums += [_sum(now), Sums() - _sum(was)]
    if moved:
        since, until = ([fact[k] for fact in moved.values()] for k in (3, 4))
        dates = {"since": since, "since_s": _seconds(since)}
        dates |= {"until": until, "until_s": _seconds(until)}
        tx.run(_OTHER_TIMES, {"key": list(moved), **dates, "seq": seq, "shown": shown}).consume()
    records = [told[key][0] for key, fact in new.items() if fact[1] != "seen_name"]
    return Stated(distinct(np.array(records, np.int64)), len(sums), _total(sums))


def keep_merges(tx: Transaction, merges: pa.Table, seq: int, shown: int) -> Stated:
    """Keep the merges that are new, each with the first by letter of its reasons."""
    if not len(merges):
        return Stated()
    told: dict[str, dict[str, Any]] = {}
    for row in merges.to_pylist():
        key = _key("merge", row["a"], row["b"], row["at"], row["is_active"])
        first = told.setdefault(key, row)
        first["reason"] = min(first["reason"], row["reason"])
        first["record"] = min(first["record"], row["record"])
    found = tx.run(_MERGES_FOUND, keys=list(told)).single(strict=True)
    before = dict(zip(found["key"], found["reason"], strict=True))
    new = {key: row for key, row in told.items() if key not in before}
    void = Sums()
    if new:
        void = _void_moved(tx, list(new.values()))
        columns = {name: [row[name] for row in new.values()] for name in merges.column_names}
        columns |= {"key": list(new), "at_s": _seconds(columns["at"])}
        tx.run(_CREATE_MERGES, {**columns, "seq": seq}).consume()
    better = {key: told[key]["reason"] for key in before if told[key]["reason"] < before[key]}
    if better:
        columns = {"key": list(better), "reason": list(better.values())}
        tx.run(_FIRST_REASONS, {**columns, "seq": seq, "shown": shown}).consume()
    sums = [_sum((row["a"], row["b"], row["at"], row["is_active"])) for row in new.values()]
    records = np.array([row["record"] for row in new.values()], np.int64)
    return Stated(distinct(records), len(sums) + len(better), _total(sums), void)


def _void_moved(tx: Transaction, new: list[dict[str, Any]]) -> Sums:
    """By how much the sums of the decisions that count for nothing move with new ones."""
    pairs = sorted({(row["a"], row["b"]) for row in new})
    asked = {"a": [a for a, _ in pairs], "b": [b for _, b in pairs]}
    before = pa.table(dict(tx.run(_DECIDED, asked).single(strict=True)), schema=_DECISIONS)
    after = pa.concat_tables([before, pa.Table.from_pylist(new, schema=_DECISIONS)])
    return _total(map(_sum, _void(after))) - _total(map(_sum, _void(before)))


def _void(decisions: pa.Table) -> list[tuple[Any, ...]]:
    rows, counted = (
        Counter(zip(*table.to_pydict().values(), strict=True))
        for table in (decisions, counting(decisions))
    )
    return list((rows - counted).elements())


def _create_facts(tx: Transaction, facts: dict[str, _Fact], source: str, seq: int) -> None:
    if not facts:
        return
    subject, name, value, since, until = map(list, zip(*facts.values(), strict=True))
    columns: dict[str, Any] = {
        "key": list(facts),
        "subject": subject,
        "name": name,
        "value": value,
        "since": since,
        "until": until,
        "since_s": _seconds(since),
        "until_s": _seconds(until),
    }
    tx.run(_CREATE_FACTS, {**columns, "source": source, "seq": seq}).consume()


def _fact_key(fact: _Fact) -> str:
    """Two facts of one key are one: of a name seen, whenever that was."""
    subject, name, value, since, until = fact
    if name == "seen_name":
        return _key("fact", subject, name, value)
    return _key("fact", subject, name, value, since, until)


def _joined(fact: _Fact, span: _Span) -> _Fact:
    """A fact; of a name seen with the first and the last of two spans, if that is another."""
    moments = [moment for moment in (*fact[3:], *span) if moment is not None]
    if fact[1] != "seen_name" or not moments:
        return fact
    last = max(moments)
    return (*fact[:3], min(moments), last if last > min(moments) else None)


def _key(*parts: object) -> str:
    return key_text(*key_of(*parts))


def _seconds(moments: list[Any]) -> list[int | None]:
    return [None if moment is None else int(moment) // 1_000_000 for moment in moments]


def _sum(row: Iterable[object]) -> Sums:
    return Sums(*row_hash(*row), 1)


def _total(sums: Iterable[Sums]) -> Sums:
    return sum(sums, start=Sums())
