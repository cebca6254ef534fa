"""Rows to columns: gathers what a row-wise source yields into batches.

What is heard in the text of a record (`ingest.listening`) is no part of its key, so that a record
without an id stays the same one whoever listens; of its content it is, with ``heard`` saying
how well it was heard: 512 where the source gave a tone, 256 where one was heard, none for neither,
and the listener's rank in any case.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import chain, count, repeat
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pyarrow as pa

from graph.batch import FACTS, INTERACTED, MERGES, Batch, Rejected, told_once
from graph.identity import clean
from graph.keys import SEPARATOR, digest_of
from graph.model import Fact, Interaction, Kind, Merge, Role, Status
from graph.moments import micros
from ingest.hashed import NO_CONTENT, content_of, hashed_text, length_of, own_text
from ingest.listening import Listener
from ingest.source import File, Reading
from ingest.topic_words import kept_topics

__all__ = ["Record", "RowWise", "gather", "gather_files"]

Record = tuple[object, Interaction | Fact | Merge | Rejected | list[Interaction | Fact | Merge]]
"""A place in the file, and what the one record there became; a list where it became several.

The place is anything whose text names it, and is only written out where a record is rejected.
"""

_Heard = tuple[float | None, str | None, float | None, tuple[str, ...], int] | None
_Waiting = tuple[int, int, bytes, bool, Interaction]  # record, moment, key, whether it covers all

_RECORDS = 30_000  # each batch is looked up in all that is kept, so few large ones are quick
_ROWS = 250_000  # one record may give many rows: a meeting every week, a mail to hundreds
_AT_ONCE, _CHARACTERS = 500, 2**21  # what is listened to at once, and their texts
_WORDS = ("kind", "channel", "role", "status")
_SAID = (
    "record", "at", "kind", "channel", "sender", "is_bulk", "revision", "id", "duration", "thread",
    "in_reply_to", "sentiment", "topics", "sentiment_by", "confidence", "heard",
)  # fmt: skip
_TYPES = {one.name: one.type for one in INTERACTED}
_BY_SOURCE, _BY_EAR = 512, 256


@runtime_checkable
class RowWise(Protocol):
    """A source whose small files are gathered together, for a batch of each would cost too much."""

    name: str

    def records(self, file: File, reading: Reading) -> Iterator[Record]:
        """Read every record of a file."""


def gather(
    records: Iterable[Record],
    source: str,
    reading: Reading,
    *,
    done: Callable[[], float] = lambda: 1.0,
    warnings: list[str] | None = None,
) -> Iterator[Batch]:
    """Gather records into batches of at most 30,000 (or ``reading.batch_rows``), in file order.

    What is dated more than a day after the clock is rejected here, for every source alike;
    meetings may lie ahead. A record of which any part is rejected is rejected whole. Records
    without an id are numbered among identical ones of the file. *warnings* is a list that the
    source adds to while it reads; each batch takes what stands there.
    """
    return _gathered([records], source, reading, done, [] if warnings is None else warnings)


def gather_files(
    files: Iterable[Iterable[Record]], source: str, reading: Reading, warnings: list[str]
) -> Iterator[Batch]:
    """Gather the records of several files, as `gather` and `graph.batch.concat` would together."""
    return _gathered(files, source, reading, lambda: 1.0, warnings)


def _gathered(
    files: Iterable[Iterable[Record]],
    source: str,
    reading: Reading,
    done: Callable[[], float],
    warnings: list[str],
) -> Iterator[Batch]:
    most = min(_RECORDS, reading.batch_rows)
    columns = _Columns(source, reading)
    for records in files:
        columns.begin()
        for place, record in records:
            columns.add(place, record)
            if columns.read >= most or columns.rows >= _ROWS:
                yield columns.batch(done(), warnings)
                columns = _Columns(source, reading, columns.seen)
                columns.files = 1
    if columns.read or warnings:
        yield columns.batch(1.0, warnings)


class _Columns:
    """One batch in the making: rows as tuples, in the order of the schemas."""

    def __init__(self, source: str, reading: Reading, seen: dict[bytes, int] | None = None) -> None:
        self.source = source
        self.listen = reading.listen
        self.topics_from = reading.topics_from
        self.latest = reading.clock + timedelta(days=1)
        self.seen: dict[bytes, int] = defaultdict(int) if seen is None else seen
        self.files = 0
        self.read = 0
        self.identities = _numbers()
        self.words = {name: _numbers() for name in _WORDS}
        self.said: list[tuple[Any, ...]] = []  # a row for each interaction, as in _SAID
        self.keys: list[bytes] = []
        self.contents: list[bytes] = []
        self.reached: list[int] = []  # how many receivers each has
        self.receivers: list[int] = []
        self.roles: list[int] = []
        self.statuses: list[int] = []
        self.rows = 0
        self.waiting: list[_Waiting] = []
        self.characters = 0  # of the texts of what is waiting
        self.facts: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.merges: list[tuple[Any, ...]] = []
        self.rejected: list[Rejected] = []

    def begin(self) -> None:
        """A file begins, of which identical records are numbered anew."""
        if self.seen:
            self.seen = defaultdict(int)
        self.files += 1

    def add(self, place: object, found: Interaction | Fact | Merge | Rejected | list[Any]) -> None:
        parts = found if found.__class__ is list else [found]
        for part in parts:
            if part.__class__ is Interaction:
                if part.at > self.latest and part.kind is not Kind.MEETING:
                    self.rejected.append(_ahead(str(place), part))
                    break
            elif part.__class__ is Rejected:
                self.rejected.append(part)
                break
        else:
            for part in parts:
                if part.__class__ is Interaction:
                    self._interaction(part)
                elif part.__class__ is Fact:
                    self._fact(part)
                elif part.__class__ is Merge:
                    self._merge(part)
        self.read += 1

    def _interaction(self, found: Interaction) -> None:
        """Lay an interaction down; where anybody listens it waits, for many are heard at once."""
        at = micros(found.at)
        key = self._numbered(found, at) if found.id is None else (digest_of(found.id), False)
        self.rows += len(found.receivers) or 1
        if self.listen is None:
            self._said(self.read, at, *key, found, None)
            return
        self.waiting.append((self.read, at, *key, found))
        self.characters += len(found.text) if found.text else 0
        if len(self.waiting) >= _AT_ONCE or self.characters >= _CHARACTERS:
            self._hear(self.listen)

    def _hear(self, listen: Listener) -> None:
        """Listen to what is waiting, and lay it down."""
        waiting, has_text = self.waiting, self.characters > 0
        self.waiting, self.characters = [], 0
        said = listen.hear([one[-1] for one in waiting]) if has_text else [None] * len(waiting)
        for one, heard in zip(waiting, said, strict=True):
            if heard is None:
                self._said(*one, None)
            else:
                more = _BY_EAR if heard.by_ear else 0 if heard.sentiment is None else _BY_SOURCE
                self._said(*one, (*heard[:4], listen.rank + more))

    def _said(
        self, record: int, at: int, key: bytes, is_covered: bool, found: Interaction, heard: _Heard
    ) -> None:
        """Lay down an interaction with what was heard, and how well; ``heard`` is None for not."""
        if heard is None:
            told = own_text(found, at)
            sentiment, by, confidence = found.sentiment, found.sentiment_by, found.confidence
            topics, well = found.topics, None
        else:
            sentiment, by, confidence, topics, well = heard
            told = hashed_text(found, at, sentiment, by, confidence, topics)
            told = f"{told}{SEPARATOR}{well}"
        self.keys.append(key)
        self.contents.append(NO_CONTENT if is_covered and well is None else content_of(told))
        who, words = self.identities, self.words
        kinds, channels = words["kind"], words["channel"]
        self.said.append((
            record, at, kinds[found.kind], channels[found.channel], who[found.sender],
            found.is_bulk, found.revision, found.id,
            None if found.duration is None else length_of(found.duration), found.thread,
            found.in_reply_to, sentiment, list(self._kept(topics)) or None if topics else None,
            by, confidence, well,
        ))  # fmt: skip
        roles, statuses = words["role"], words["status"]
        for one in found.receivers:
            self.receivers.append(who[one.identity])
            self.roles.append(roles[one.role])
            self.statuses.append(statuses[one.status])
        if not found.receivers:
            self.receivers.append(-1)
            self.roles.append(roles[Role.TO])
            self.statuses.append(statuses[Status.NONE])
        self.reached.append(len(found.receivers) or 1)

    def _numbered(self, found: Interaction, at: int) -> tuple[bytes, bool]:
        """The key of an interaction without an id, and whether it covers the whole of it."""
        reached = sorted(f"{r.identity}|{r.role}|{r.status}" for r in found.receivers)
        base = SEPARATOR.join((self.source, own_text(found, at), *reached))
        former = digest_of(base)
        self.seen[former] += 1
        return digest_of(f"{base}{SEPARATOR}{self.seen[former]}"), len(reached) <= 1

    def _kept(self, topics: tuple[str, ...]) -> tuple[str, ...]:
        """Of an interaction's topics those that are wanted; its key is made of all of them."""
        if not topics or self.topics_from is None:
            return topics
        return kept_topics(topics, self.topics_from)

    def _fact(self, fact: Fact) -> None:
        value = clean(fact.value)
        if not value:
            return
        since = None if fact.since is None else micros(fact.since)
        until = None if fact.until is None else micros(fact.until)
        key: tuple[Any, ...] = (fact.subject, fact.name, value, since, until)
        if fact.name == "seen_name":  # of which the first and the last date are kept
            key, until = (fact.subject, fact.name, value), None
            former = self.facts.get(key)
            if former and since is not None:
                self.facts[key] = (*former[:4], *_spanned(former[4], former[5], since))
        self.facts.setdefault(key, (self.read, fact.subject, fact.name, value, since, until))

    def _merge(self, merge: Merge) -> None:
        a, b = sorted((merge.a, merge.b))
        self.merges.append((self.read, a, b, merge.reason, micros(merge.at), merge.is_active))

    def batch(self, done: float, warnings: list[str]) -> Batch:
        if self.listen is not None:
            self._hear(self.listen)
        said = tuple(warnings)
        warnings.clear()
        return Batch(
            source=self.source,
            read=self.read,
            identities=pa.array(list(self.identities), pa.string()),
            interacted=self._interacted(),
            facts=_table(FACTS, list(self.facts.values())),
            merges=_table(MERGES, self.merges),
            rejected=tuple(self.rejected),
            warnings=said,
            done=done,
        )

    def _interacted(self) -> pa.Table:
        """A row for each receiver; what all of an interaction share is repeated for them."""
        if not self.said:
            return INTERACTED.empty_table()
        said = self._repeated(self.said)
        keys, contents = self._repeated(self.keys), self._repeated(self.contents)
        found = dict(zip(_SAID, map(self._column, _SAID, zip(*said, strict=True)), strict=True))
        halves = np.frombuffer(b"".join(keys), "<u8").reshape(-1, 2)
        found["key_hi"], found["key_lo"] = halves[:, 1], halves[:, 0]
        found["content"] = np.frombuffer(b"".join(contents), "<u8")
        found["receiver"] = pa.array(self.receivers, pa.int32())
        found["role"] = self._column("role", self.roles)
        found["status"] = self._column("status", self.statuses)
        table = pa.table([found[name] for name in INTERACTED.names], schema=INTERACTED)
        return told_once(table) if self.files > 1 else table

    def _repeated(self, values: list[Any]) -> list[Any]:
        if len(self.receivers) == len(self.reached):
            return values
        return list(chain.from_iterable(map(repeat, values, self.reached)))

    def _column(self, name: str, values: Sequence[Any]) -> pa.Array:
        words = self.words.get(name)
        if words is None:
            return pa.array(values, _TYPES[name])
        number = pa.array(values, _TYPES[name].index_type)
        return pa.DictionaryArray.from_arrays(number, pa.array(list(words), pa.string()))


def _numbers() -> defaultdict[str, int]:
    """Texts numbered as they are first met."""
    return defaultdict(count().__next__)


def _spanned(first: int | None, last: int | None, since: int) -> tuple[int, int | None]:
    """The first and the last of three moments; no last one where they are the same."""
    if first is None:
        return since, None
    low, high = min(first, since), max(first if last is None else last, since)
    return low, high if high > low else None


def _table(schema: pa.Schema, rows: list[tuple[Any, ...]]) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(schema, zip(*rows, strict=True), strict=True)
    return pa.table([pa.array(values, one.type) for one, values in columns], schema=schema)


def _ahead(place: str, found: Interaction) -> Rejected:
    reason = "dated more than a day ahead of the clock; only meetings may be"
    return Rejected(place, reason, found.at.isoformat())
