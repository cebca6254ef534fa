"""Rows to columns: gathers what a row-wise source yields into batches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa

from graph.batch import FACTS, INTERACTED, MERGES, Batch, Rejected
from graph.identity import clean
from graph.keys import SEPARATOR, content_hash, key_of
from graph.model import Fact, Interaction, Kind, Merge, Role, Status
from graph.moments import micros
from ingest.source import Reading

__all__ = ["Record", "gather"]

Record = tuple[str, Interaction | Fact | Merge | Rejected | list[Interaction | Fact | Merge]]
"""A place in the file, and what the one record there became; a list where it became several."""

_RECORDS = 10_000
_ROWS = 250_000  # one record may give many rows: a meeting every week, a mail to hundreds
_NEVER = -(2**63)
_WORDS = ("kind", "channel", "role", "status")


def gather(
    records: Iterable[Record],
    source: str,
    reading: Reading,
    *,
    done: Callable[[], float] = lambda: 1.0,
    warnings: list[str] | None = None,
) -> Iterator[Batch]:
    """Gather records into batches of at most 10,000 (or ``reading.batch_rows``), in file order.

    What is dated more than a day after the clock is rejected here, for every source alike;
    meetings may lie ahead. A record of which any part is rejected is rejected whole. Records
    without an id are numbered among identical ones of the file. *warnings* is a list that the
    source adds to while it reads; each batch takes what stands there.
    """
    said = [] if warnings is None else warnings
    columns = _Columns(source, reading)
    for place, record in records:
        columns.add(place, record)
        if columns.read >= min(_RECORDS, reading.batch_rows) or len(columns.interacted) >= _ROWS:
            yield columns.batch(done(), said)
            columns = _Columns(source, reading, columns.seen)
    if columns.read or said:
        yield columns.batch(1.0, said)


class _Columns:
    """One batch in the making: rows as tuples, in the order of the schemas."""

    def __init__(
        self, source: str, reading: Reading, seen: dict[tuple[int, int], int] | None = None
    ) -> None:
        self.source = source
        self.latest = reading.clock + timedelta(days=1)
        self.seen: dict[tuple[int, int], int] = defaultdict(int) if seen is None else seen
        self.read = 0
        self.identities: dict[str, int] = {}
        self.words: dict[str, dict[str, int]] = {name: {} for name in _WORDS}
        self.interacted: list[tuple[Any, ...]] = []
        self.facts: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.merges: list[tuple[Any, ...]] = []
        self.rejected: list[Rejected] = []

    def add(self, place: str, found: Interaction | Fact | Merge | Rejected | list[Any]) -> None:
        parts = found if isinstance(found, list) else [found]
        refused: Any = next((part for part in parts if self._is_refused(part)), None)
        if refused is not None:
            self.rejected.append(
                refused if isinstance(refused, Rejected) else _ahead(place, refused)
            )
        else:
            for part in parts:
                match part:
                    case Interaction():
                        self._interaction(part)
                    case Fact():
                        self._fact(part)
                    case Merge():
                        self._merge(part)
        self.read += 1

    def _is_refused(self, part: Interaction | Fact | Merge | Rejected) -> bool:
        if isinstance(part, Interaction):
            return part.at > self.latest and part.kind is not Kind.MEETING
        return isinstance(part, Rejected)

    def _interaction(self, found: Interaction) -> None:
        at = micros(found.at)
        fixed = _fixed(found, at)
        if found.id is None:
            reached = sorted(f"{r.identity}|{r.role}|{r.status}" for r in found.receivers)
            base = key_of(self.source, *fixed, *reached)
            self.seen[base] += 1
            key = key_of(self.source, *fixed, *reached, self.seen[base])
            content = content_hash(*fixed) if len(found.receivers) > 1 else 0
        else:
            key, content = key_of(found.id), content_hash(SEPARATOR.join(map(str, fixed)))
        who = self.identities
        kind, channel = self._word("kind", found.kind), self._word("channel", found.channel)
        head = (self.read, *key, at, kind, channel, who.setdefault(found.sender, len(who)))
        tail = (
            found.is_bulk, found.revision, content, found.id, _length(found.duration),
            found.thread, found.in_reply_to, found.sentiment, list(found.topics) or None,
        )  # fmt: skip
        reached_by = [
            (
                who.setdefault(receiver.identity, len(who)),
                self._word("role", receiver.role),
                self._word("status", receiver.status),
            )
            for receiver in found.receivers
        ] or [(-1, self._word("role", Role.TO), self._word("status", Status.NONE))]
        self.interacted += [head + receiver + tail for receiver in reached_by]

    def _word(self, column: str, word: str) -> int:
        words = self.words[column]
        return words.setdefault(word, len(words))

    def _fact(self, fact: Fact) -> None:
        value = clean(fact.value)
        if not value:
            return
        since = None if fact.since is None else micros(fact.since)
        until = None if fact.until is None else micros(fact.until)
        key: tuple[Any, ...] = (fact.subject, fact.name, value, since, until)
        if fact.name == "seen_name":  # of which only the last date is kept
            key = (fact.subject, fact.name, value)
            former = self.facts.get(key)
            if former and since is not None and since > (former[4] or _NEVER):
                self.facts[key] = (*former[:4], since, until)
        self.facts.setdefault(key, (self.read, fact.subject, fact.name, value, since, until))

    def _merge(self, merge: Merge) -> None:
        a, b = sorted((merge.a, merge.b))
        self.merges.append((self.read, a, b, merge.reason, micros(merge.at), merge.is_active))

    def batch(self, done: float, warnings: list[str]) -> Batch:
        said = tuple(warnings)
        warnings.clear()
        return Batch(
            source=self.source,
            read=self.read,
            identities=pa.array(list(self.identities), pa.string()),
            interacted=self._table(INTERACTED, self.interacted),
            facts=self._table(FACTS, list(self.facts.values())),
            merges=self._table(MERGES, self.merges),
            rejected=tuple(self.rejected),
            warnings=said,
            done=done,
        )

    def _table(self, schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
        if not rows:
            return schema.empty_table()
        columns = [
            pa.DictionaryArray.from_arrays(
                pa.array(values, column.type.index_type),
                pa.array(list(self.words[column.name]), pa.string()),
            )
            if pa.types.is_dictionary(column.type)
            else pa.array(values, column.type)
            for column, values in zip(schema, zip(*rows, strict=True), strict=True)
        ]
        return pa.table(columns, schema=schema)


def _ahead(place: str, found: Interaction) -> Rejected:
    reason = "dated more than a day ahead of the clock; only meetings may be"
    return Rejected(place, reason, found.at.isoformat())


def _fixed(found: Interaction, at: int) -> tuple[object, ...]:
    """The fields of an interaction beside its receivers, as they are hashed."""
    return (
        found.sender, at, found.kind, found.channel, _length(found.duration), found.thread,
        found.in_reply_to, found.sentiment, ",".join(found.topics), found.is_bulk,
    )  # fmt: skip


def _length(duration: timedelta | None) -> int | None:
    return None if duration is None else duration // timedelta(microseconds=1)
