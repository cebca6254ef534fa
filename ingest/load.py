"""Loading: files become batches, batches become transactions, and every record is accounted for.

    read = new + known + corrected + rejected          in records, as the files count them

Each batch is committed on its own. Ids are a function of the content, so a load that was killed is
resumed by loading again: what was acknowledged is known, nothing is doubled.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.arrays import distinct
from graph.batch import Added, Batch, Rejected
from graph.collecting import collecting_seldom
from graph.errors import EngineError, Misuse, NotRecognised
from graph.keeping.answers import answer, names_mail
from graph.moments import micros
from graph.store import Preparing, Store
from ingest.batches.gather import RowWise
from ingest.batches.tieless import tieless_records
from ingest.files.beside import beside, opened
from ingest.files.left_out import LeftOut, left_out
from ingest.files.picking import Picking
from ingest.files.survey import surveyed
from ingest.files.unpacked import Unreadable, files, plain_file
from ingest.reading.other_readers import Other, others_begun
from ingest.reading.readers import Readers
from ingest.reading.side_by_side import pooled, side_by_side
from ingest.reading.work import Cut
from ingest.source import File, Reading, Source
from ingest.sources import SOURCES, source_for, source_named

__all__ = ["KeepRejected", "LoadReport", "Part", "Progress", "Totals", "load"]

_POOL = 30_000  # records of small files that share one transaction
_LARGE = 100_000  # records of a batch beside which no other one is held
_FEW = 100_000  # identities that are put aside until they are laid beside the others


@dataclass(frozen=True, slots=True)
class Part:
    """What one path gave through one source; the counts are records."""

    path: str
    source: str
    read: int = 0
    new: int = 0
    known: int = 0
    corrected: int = 0
    rejected: int = 0
    tieless: int = 0


@dataclass(frozen=True)
class LoadReport:
    """What became of every record of a load, and what the files that were not read were.

    ``interactions`` and ``people`` count the distinct interactions and identities among the records
    accepted; ``first_at`` and ``last_at`` are their first and last moments, in microseconds.
    ``bare`` are the places of files that name people by bare names, ``bare_ids`` of those whose
    interactions have bare numbers as ids.
    """

    sources: tuple[Part, ...] = ()
    interactions: int = 0
    people: int = 0
    first_at: int | None = None
    last_at: int | None = None
    warnings: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    failed: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    bare_ids: tuple[str, ...] = ()

    @property
    def not_recognised(self) -> tuple[str, ...]:
        """The names of the files that no source reads, in the order they were met."""
        return tuple(one.path for one in self.left_out)

    def total(self, count: str) -> int:
        """Add one count up over the parts: read, new, known, corrected, rejected or tieless."""
        return sum(getattr(part, count) for part in self.sources)


class Progress(Protocol):
    """Told now and then how far a load is."""

    def __call__(self, path: str, records: int, done: float) -> None:
        """*records* read so far in all, and how far into *path*, from 0 to 1."""


KeepRejected = Callable[[Path, str, Sequence[Rejected]], None]
"""Told the path named by the user, the source, and what a batch of it rejected."""


@dataclass
class Totals:
    """What became of the records so far: added up batch by batch, told by ``report``."""

    parts: dict[tuple[str, str], Part] = field(default_factory=dict)
    keys: list[NDArray[np.uint64]] = field(default_factory=list)
    people: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    met: list[pa.Array] = field(default_factory=list)  # identities not yet among the people
    first_at: list[int] = field(default_factory=list)
    last_at: list[int] = field(default_factory=list)
    warnings: dict[str, None] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[EngineError] = field(default_factory=list)  # of what a user named, no folder
    bare: dict[str, None] = field(default_factory=dict)
    bare_ids: dict[str, None] = field(default_factory=dict)
    read: int = 0
    files: int = 0  # that a source has read
    has_mail: bool = False  # which others may answer, or which answers others

    def count(self, path: str, batch: Batch, added: Added, tieless: int) -> None:
        """Add what a store made of a batch that came from *path*."""
        before = self.parts.get((path, batch.source), Part(path, batch.source))
        self.parts[(path, batch.source)] = replace(
            before,
            read=before.read + batch.read,
            new=before.new + added.new,
            known=before.known + added.known,
            corrected=before.corrected + added.corrected,
            rejected=before.rejected + len(batch.rejected),
            tieless=before.tieless + tieless,
        )
        self.read += batch.read
        self.has_mail = self.has_mail or names_mail(batch)
        self.met.append(batch.identities)
        if sum(map(len, self.met)) > max(_FEW, len(self.people)):
            self._meet()
        self.warnings |= dict.fromkeys(batch.warnings)
        self.bare |= dict.fromkeys(batch.bare)
        self.bare_ids |= dict.fromkeys(batch.bare_ids)
        if len(batch.interacted):
            at = pc.min_max(batch.interacted.column("at")).as_py()
            self.first_at.append(at["min"])
            self.last_at.append(at["max"])
            self.keys.append(batch.keys)

    def _meet(self) -> None:
        """Lay the identities met beside those known: seldom, for it looks at all of them."""
        self.people = pc.unique(pa.chunked_array([self.people, *self.met]))
        self.met.clear()

    def report(self) -> LoadReport:
        """Give the account of all that was counted."""
        self._meet()
        keys = distinct(np.concatenate([*self.keys, np.zeros(0, np.uint64)]))
        return LoadReport(
            sources=tuple(self.parts.values()),
            interactions=len(keys),
            people=len(self.people),
            first_at=min(self.first_at, default=None),
            last_at=max(self.last_at, default=None),
            warnings=tuple(self.warnings),
            left_out=tuple(self.left_out),
            failed=tuple(self.failed),
            bare=tuple(self.bare),
            bare_ids=tuple(self.bare_ids),
        )


def load(  # noqa: PLR0913 - what is loaded, where to, and who hears of it
    paths: Sequence[Path],
    store: Store,
    reading: Reading,
    *,
    source_name: str | None = None,
    max_receivers: int = 50,
    keep_rejected: KeepRejected = lambda _path, _source, _rejected: None,
    progress: Progress = lambda _path, _records, _done: None,
    picking: Picking | None = None,
    others: Sequence[Other] | None = None,
) -> LoadReport:
    """Load files and folders into a store, or those *picking* gives, and account for every record.

    A file named by the user that no source reads is a ``NotRecognised`` before anything is loaded;
    inside a folder such files are listed in the report. A file that fails on the way is listed in
    ``failed`` and loses nothing else; if nothing at all could be read its error is raised. How many
    processes read is in *reading*, unless *others* are there already, which end with the load; the
    result is the same to the byte.
    """
    chosen = source_named(source_name) if source_name else None
    if picking is None:
        _check_named(paths, chosen)
    totals = Totals()
    with (
        tempfile.TemporaryDirectory(prefix="tieline-load-") as folder,
        Readers(others_begun(paths, reading.processes) if others is None else others) as readers,
        collecting_seldom(),
    ):
        if picking is not None:
            survey = picking.survey
        else:
            asked = (chosen,) if chosen else SOURCES
            explaining = opened(beside(paths, chosen), Path(folder))
            survey, said = surveyed(paths, asked, Path(folder), explaining)
            totals.warnings |= dict.fromkeys(said)
        reading = replace(reading, folder=Path(folder), survey=survey, introduced={})
        readers.begin(reading, [one for one in SOURCES if isinstance(one, RowWise | Cut)])
        for path in paths:
            batches = pooled(
                _batches(path, chosen, reading, totals, picking, readers),
                min(_POOL, reading.batch_rows),
            )
            for batch, added in _added(batches, store, micros(reading.clock)):
                keep_rejected(path, batch.source, batch.rejected)
                totals.count(str(path), batch, added, tieless_records(batch, max_receivers))
                progress(str(path), totals.read, batch.done)
    if totals.has_mail:
        answer(store, arrived_at=micros(reading.clock))
    if picking is not None:
        return totals.report()
    if totals.errors and totals.read == 0:
        raise totals.errors[0]
    if totals.files == 0 and not totals.failed:
        raise NotRecognised(_nothing_known(paths, totals.left_out))
    return totals.report()


def _added(
    batches: Iterable[Batch], store: Store, arrived_at: int
) -> Iterator[tuple[Batch, Added]]:
    """Add batches one after the other; while the store works on one the next is read.

    Of batches that are large, only one is held at a time, unless the store waits for a server.
    """
    before: tuple[Batch, Future[Added]] | None = None
    with ThreadPoolExecutor(1) as beside:
        for batch in batches:
            if isinstance(store, Preparing):
                store.prepare(batch)
            if before is not None:
                yield before[0], before[1].result()
            before = batch, beside.submit(store.add, batch, arrived_at=arrived_at)
            if batch.read > _LARGE and not isinstance(store, Preparing):
                added, before = before[1].result(), None
                yield batch, added
        if before is not None:
            yield before[0], before[1].result()


def _check_named(paths: Sequence[Path], chosen: Source | None) -> None:
    """Refuse a plain file that no source reads before anything is loaded."""
    for path in paths:
        if not path.exists():
            raise Misuse(f"{path} does not exist; name a file or a folder")
        file = plain_file(path)
        if chosen is None and file is not None and source_for(file) is None:
            raise NotRecognised(_nothing_known([path], [left_out(file, SOURCES)]))


def _batches(
    path: Path,
    chosen: Source | None,
    reading: Reading,
    totals: Totals,
    picking: Picking | None,
    readers: Readers,
) -> Iterator[Batch]:
    def failed(error: EngineError) -> None:
        totals.failed.append(str(error))
        if path.is_file():
            totals.errors.append(error)

    found = picking.files(path, reading.folder) if picking else files([path], reading.folder)
    return side_by_side(_recognised(found, chosen, totals), reading, readers, failed)


def _recognised(
    found: Iterable[File | Unreadable], chosen: Source | None, totals: Totals
) -> Iterator[tuple[File, Source]]:
    """Give the files that a source reads, with it; the others are accounted for."""
    for file in found:
        if isinstance(file, Unreadable):
            totals.failed.append(str(file))
            continue
        source = chosen or source_for(file)
        if source is None:
            totals.left_out.append(left_out(file, SOURCES))
            continue
        totals.files += 1
        yield file, source


def _nothing_known(paths: Sequence[Path], out: Sequence[LeftOut]) -> str:
    names = ", ".join(source.name for source in SOURCES)
    more = f" and {len(out) - 3} more" if len(out) > 3 else ""
    what = ", ".join(f"{one.path}: {one.reason}" for one in out[:3]) + more or "no file in it"
    where = ", ".join(str(path) for path in paths)
    return (
        f"{where}: nothing in it is recognised ({what}); nothing was loaded. Sources are {names}. "
        f"For a table with unusual columns: tieline load --explain {where}"
    )
