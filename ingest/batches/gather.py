"""Rows to columns: gathers what a row-wise source yields into batches."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, runtime_checkable

import pyarrow as pa

from graph.batch import FACTS, MERGES, Batch, Rejected, told_once
from graph.model import Fact, Interaction, Kind, Merge
from graph.moments import micros
from graph.people.identity import clean
from ingest.batches.laid_down import LaidDown, Seen
from ingest.source import File, Reading

__all__ = ["Record", "RowWise", "Warned", "gather", "gather_files"]


@dataclass(frozen=True, slots=True)
class Warned:
    """What a user should know of a record, whatever became of it."""

    text: str


Part = Interaction | Fact | Merge | Rejected | Warned
Record = tuple[object, Interaction | Fact | Merge | Rejected | Sequence[Part]]
"""A place in the file, and what the one record there became; a list where it became several.

The place is anything whose text names it, and is only written out where a record is rejected.
"""

_RECORDS = 30_000  # each batch is looked up in all that is kept, so few large ones are quick
_ROWS = 250_000  # one record may give many rows: a meeting every week, a mail to hundreds


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
    files: Iterable[Iterable[Record]], source: str, reading: Reading
) -> Iterator[Batch]:
    """Gather the records of several files, as `gather` and `graph.batch.concat` would together."""
    return _gathered(files, source, reading, lambda: 1.0, [])


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
            if columns.read >= most or columns.interactions.rows >= _ROWS:
                yield columns.batch(done(), warnings)
                columns = _Columns(source, reading, columns.seen)
                columns.files = 1
    if columns.read or warnings:
        yield columns.batch(1.0, warnings)


class _Columns:
    """One batch in the making: rows as tuples, in the order of the schemas."""

    def __init__(self, source: str, reading: Reading, seen: Seen | None = None) -> None:
        self.source = source
        self.latest = reading.clock + timedelta(days=1)
        self.seen: Seen = defaultdict(int) if seen is None else seen
        self.files = 0
        self.read = 0
        self.interactions = LaidDown(source, reading)
        self.facts: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self.merges: list[tuple[Any, ...]] = []
        self.rejected: list[Rejected] = []
        self.warnings: list[str] = []

    def begin(self) -> None:
        """A file begins, of which identical records are numbered anew."""
        self.seen = defaultdict(int)
        self.files += 1

    def add(
        self, place: object, found: Interaction | Fact | Merge | Rejected | Sequence[Any]
    ) -> None:
        parts = found if found.__class__ is list else [found]
        for part in parts:
            if part.__class__ is Interaction:
                if part.at > self.latest and part.kind is not Kind.MEETING:
                    self.rejected.append(_ahead(str(place), part))
                    break
            elif part.__class__ is Warned:
                self.warnings.append(part.text)
            elif part.__class__ is Rejected:
                self.rejected.append(part)
                break
        else:
            for part in parts:
                if part.__class__ is Interaction:
                    self.interactions.add(self.read, part, self.seen)
                elif part.__class__ is Fact:
                    self._fact(part)
                elif part.__class__ is Merge:
                    self._merge(part)
        self.read += 1

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
        interacted = self.interactions.table()
        said = (*self.warnings, *warnings)
        warnings.clear()
        return Batch(
            source=self.source,
            read=self.read,
            identities=pa.array(list(self.interactions.identities), pa.string()),
            interacted=told_once(interacted) if self.files > 1 else interacted,
            facts=_table(FACTS, list(self.facts.values())),
            merges=_table(MERGES, self.merges),
            rejected=tuple(self.rejected),
            warnings=said,
            done=done,
        )


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
