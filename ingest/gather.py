"""Rows to columns: gathers what a row-wise source yields into batches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa

from graph.batch import FACTS, INTERACTED, MERGES, Batch, Rejected
from graph.identity import clean
from graph.keys import content_hash, key_of
from graph.model import Fact, Interaction, Kind, Merge
from graph.moments import micros
from ingest.source import Reading

__all__ = ["Record", "gather"]

Record = tuple[str, Interaction | Fact | Merge | Rejected | list[Interaction | Fact | Merge]]
"""A place in the file, and what the one record there became; a list where it became several."""

_ROWS = 10_000


def gather(
    records: Iterable[Record],
    source: str,
    reading: Reading,
    *,
    done: Callable[[], float] = lambda: 1.0,
) -> Iterator[Batch]:
    """Gather records into batches of at most 10,000 (or ``reading.batch_rows``), in file order.

    What is dated more than a day after the clock is rejected here, for every source alike;
    meetings may lie ahead. Records without an id are numbered among identical ones of the file.
    """
    columns = _Columns(source, reading)
    for place, record in records:
        columns.add(place, record)
        if columns.read >= min(_ROWS, reading.batch_rows):
            yield columns.batch(done())
            columns = _Columns(source, reading, columns.seen)
    if columns.read:
        yield columns.batch(1.0)


class _Columns:
    """One batch in the making."""

    def __init__(
        self, source: str, reading: Reading, seen: dict[tuple[int, int], int] | None = None
    ) -> None:
        self.source = source
        self.latest = reading.clock + timedelta(days=1)
        self.seen: dict[tuple[int, int], int] = defaultdict(int) if seen is None else seen
        self.read = 0
        self.identities: dict[str, int] = {}
        self.interacted: dict[str, list[Any]] = {name: [] for name in INTERACTED.names}
        self.facts: dict[str, list[Any]] = {name: [] for name in FACTS.names}
        self.merges: dict[str, list[Any]] = {name: [] for name in MERGES.names}
        self.rejected: list[Rejected] = []

    def add(self, place: str, found: Interaction | Fact | Merge | Rejected | list[Any]) -> None:
        parts = found if isinstance(found, list) else [found]
        for part in parts:
            match part:
                case Rejected():
                    self.rejected.append(part)
                case Interaction() if part.at > self.latest and part.kind is not Kind.MEETING:
                    reason = "dated more than a day ahead of the clock; only meetings may be"
                    self.rejected.append(Rejected(place, reason, part.at.isoformat()))
                case Interaction():
                    self._interaction(part)
                case Fact():
                    self._fact(part)
                case Merge():
                    self._merge(part)
        self.read += 1

    def _interaction(self, found: Interaction) -> None:
        at = micros(found.at)
        receivers = found.receivers or (None,)
        fixed = _fixed(found, at)
        if found.id is None:
            reached = sorted(f"{r.identity}|{r.role}|{r.status}" for r in found.receivers)
            base = key_of(self.source, *fixed, *reached)
            self.seen[base] += 1
            key = key_of(self.source, *fixed, *reached, self.seen[base])
            content = content_hash(*fixed) if len(receivers) > 1 else 0
        else:
            key, content = key_of(found.id), content_hash(*fixed)
        columns = self.interacted
        for receiver in receivers:
            columns["record"].append(self.read)
            columns["key_hi"].append(key[0])
            columns["key_lo"].append(key[1])
            columns["at"].append(at)
            columns["kind"].append(str(found.kind))
            columns["channel"].append(found.channel)
            columns["sender"].append(self._number(found.sender))
            columns["receiver"].append(self._number(receiver.identity) if receiver else -1)
            columns["role"].append(str(receiver.role) if receiver else "to")
            columns["status"].append(str(receiver.status) if receiver else "none")
            columns["is_bulk"].append(found.is_bulk)
            columns["revision"].append(found.revision)
            columns["content"].append(content)
            columns["id"].append(found.id)
            columns["duration"].append(_length(found.duration))
            columns["thread"].append(found.thread)
            columns["in_reply_to"].append(found.in_reply_to)
            columns["sentiment"].append(found.sentiment)
            columns["topics"].append(list(found.topics) or None)

    def _number(self, identity: str) -> int:
        return self.identities.setdefault(identity, len(self.identities))

    def _fact(self, fact: Fact) -> None:
        value = clean(fact.value)
        if not value:
            return
        self.facts["record"].append(self.read)
        self.facts["subject"].append(fact.subject)
        self.facts["name"].append(fact.name)
        self.facts["value"].append(value)
        self.facts["since"].append(None if fact.since is None else micros(fact.since))
        self.facts["until"].append(None if fact.until is None else micros(fact.until))

    def _merge(self, merge: Merge) -> None:
        self.merges["record"].append(self.read)
        self.merges["a"].append(min(merge.a, merge.b))
        self.merges["b"].append(max(merge.a, merge.b))
        self.merges["reason"].append(merge.reason)
        self.merges["at"].append(micros(merge.at))
        self.merges["is_active"].append(merge.is_active)

    def batch(self, done: float) -> Batch:
        columns: dict[str, pa.Array] = {}
        for column in INTERACTED:
            values = self.interacted[column.name]
            if pa.types.is_dictionary(column.type):
                columns[column.name] = (
                    pa.array(values, pa.string()).dictionary_encode().cast(column.type)
                )
            else:
                columns[column.name] = pa.array(values, column.type)
        return Batch(
            source=self.source,
            read=self.read,
            identities=pa.array(list(self.identities), pa.string()),
            interacted=pa.table(columns, schema=INTERACTED),
            facts=pa.table(self.facts, schema=FACTS),
            merges=pa.table(self.merges, schema=MERGES),
            rejected=tuple(self.rejected),
            done=done,
        )


def _fixed(found: Interaction, at: int) -> tuple[object, ...]:
    """The fields of an interaction beside its receivers, as they are hashed."""
    return (
        found.sender, at, found.kind, found.channel, _length(found.duration), found.thread,
        found.in_reply_to, found.sentiment, ",".join(found.topics), found.is_bulk,
    )  # fmt: skip


def _length(duration: timedelta | None) -> int | None:
    return None if duration is None else duration // timedelta(microseconds=1)
