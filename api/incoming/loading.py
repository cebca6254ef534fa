"""Loading, as every face does it: sources, the store, and the state file put together."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import tzinfo
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.incoming.bare_names import told_of_bare_names
from api.incoming.unchanged import as_known, listed, receipt_of, report_of
from api.settings import Settings
from api.state import State
from graph.batch import Rejected
from graph.connect import is_server, open_store, state_file
from graph.copying import copied
from graph.errors import Misuse
from graph.moments import iso, moment
from graph.store import Store
from ingest.files.beside import beside
from ingest.files.picking import Picking
from ingest.heard.hearing import hearing
from ingest.heard.tone import scorer_named
from ingest.load import KeepRejected, LoadReport, Progress, load
from ingest.ratings.mapping import is_rating_mapping
from ingest.reading.other_readers import Other
from ingest.rows.slashed import is_dates_mapping
from ingest.source import Reading
from ingest.sources import source_named

__all__ = ["Way", "how_read", "load_answer", "load_paths", "load_picked", "retry", "source_of"]


@dataclass(frozen=True, slots=True)
class Way:
    """How to read: as which source, by which mapping, with which log name and zone.

    ``unread`` are channels whose texts are not read, beside those of the settings.
    """

    source: str | None = None
    mapping: Path | None = None
    log: str | None = None
    zone: str | None = None
    unread: tuple[str, ...] = ()


def load_paths(
    paths: Sequence[Path],
    settings: Settings,
    clock: int,
    way: Way | None = None,
    *,
    dry_run: bool = False,
    again: bool = False,
    progress: Progress = lambda _path, _records, _done: None,
    others: Sequence[Other] | None = None,
) -> LoadReport:
    """Load paths into the store of the settings; *clock* is the present in microseconds.

    A dry run loads into a copy that is thrown away, so that its figures are the true ones. What was
    loaded whole and has not changed is only read *again* if that is asked for. Processes that read
    may have been started before, as *others*.
    """
    way = way or Way()
    if dry_run:
        with _copy(settings) as store:
            return _load(paths, store, settings, clock, way, progress=progress, others=others)
    state = State(state_file(settings.url))
    store = open_store(settings.url, wait=settings.lock_wait_seconds, login=settings.login())
    name = _named(way)
    explaining = [path for path, _ in beside(paths, source_named(name) if name else None)]
    listing = listed([*paths, *explaining], how_read(paths, settings, way))
    before = store.digest()
    receipt = None if again else state.receipt(listing.key, before)
    if receipt is not None:
        return as_known(report_of(receipt))
    for path in paths:
        state.forget_rejects(path)
    keep = _keeping(state, settings, way)
    report = _load(paths, store, settings, clock, way, keep=keep, progress=progress, others=others)
    own = receipt_of(report, listing, clock)
    state.keep_receipt(listing.key, own, before=before, after=store.digest())
    return told_of_bare_names(report, state)


def load_picked(
    paths: Sequence[Path],
    picking: Picking,
    store: Store,
    state: State,
    settings: Settings,
    *,
    clock: int,
    way: Way,
    progress: Progress = lambda _path, _records, _done: None,
) -> LoadReport:
    """Load some files below paths, with what all of them tell; rejected records are kept."""
    keep = _keeping(state, settings, way)
    report = _load(
        paths, store, settings, clock, way, keep=keep, progress=progress, picking=picking
    )
    return told_of_bare_names(report, state)


def _keeping(state: State, settings: Settings, way: Way) -> KeepRejected:
    """Give what keeps rejected records, with how to read them again."""
    mapping = "" if way.mapping is None else str(way.mapping.resolve())
    told = {
        "mapping": mapping,
        "log": way.log or "",
        "zone": way.zone or settings.zone,
        "unread": ",".join(sorted(set(way.unread))),
    }

    def keep(path: Path, kind: str, rejected: Sequence[Rejected]) -> None:
        state.keep_rejects(path, kind, rejected, **told)

    return keep


def _load(  # noqa: PLR0913 - as `load` of ingest
    paths: Sequence[Path],
    store: Store,
    settings: Settings,
    clock: int,
    way: Way,
    *,
    keep: KeepRejected = lambda _path, _kind, _rejected: None,
    progress: Progress,
    picking: Picking | None = None,
    others: Sequence[Other] | None = None,
) -> LoadReport:
    reading = Reading(
        clock=moment(clock),
        zone=_zone(way.zone or settings.zone),
        log=way.log,
        mapping=way.mapping,
        batch_rows=min(settings.batch_rows, store.batch_rows),
        max_message_bytes=settings.max_message_mb * 2**20,
        listen=hearing(
            scorer_named(settings.tone),
            with_phrases="phrases" in settings.topics_from,
            under_subjects="subjects" not in settings.topics_from,
            unread=(*settings.unread, *way.unread),
        ),
        topics_from=frozenset(settings.topics_from),
    )
    return load(
        paths,
        store,
        reading,
        source_name=_named(way),
        max_receivers=settings.max_receivers,
        keep_rejected=keep,
        progress=progress,
        picking=picking,
        others=others,
    )


def _named(way: Way) -> str | None:
    """The name of the source that reads all files, whatever they look like."""
    return way.source or source_of(way.mapping)


def source_of(mapping: Path | None) -> str | None:
    """The source that a mapping is for; None where it is for any, or there is none."""
    if mapping is None or is_dates_mapping(mapping):
        return None
    return "ratings" if is_rating_mapping(mapping) else "table"


def how_read(paths: Sequence[Path], settings: Settings, way: Way) -> list[object]:
    """All that decides what a load makes of its files, beside the files."""
    is_there = way.mapping is not None and way.mapping.is_file()
    mapping = way.mapping.read_bytes() if is_there and way.mapping else way.mapping
    return [
        *paths, mapping, way.source, way.log, way.zone or settings.zone, settings.max_receivers,
        settings.max_message_mb, *sorted(settings.topics_from), settings.tone,
        *sorted({*settings.unread, *way.unread}), version("tieline"),
    ]  # fmt: skip


def retry(settings: Settings, clock: int, *, mapping: Path | None = None) -> list[LoadReport]:
    """Load again every path that had records rejected, with a mended mapping if one is given."""
    ways = {
        (kept.path, kept.source, kept.mapping, kept.log, kept.zone, kept.unread)
        for kept in State(state_file(settings.url)).rejects()
    }
    reports = []
    for path, source, mapped, log, zone, unread in sorted(ways):
        again = mapping or (Path(mapped) if mapped else None)
        by = source if again is None and Path(path).is_file() else None
        closed = tuple(filter(None, unread.split(",")))
        how = Way(by, again, log or None, zone or None, closed)
        reports.append(load_paths([Path(path)], settings, clock, how, again=True))
    return reports


def load_answer(report: LoadReport) -> dict[str, Any]:
    """Give a load report as the object every face shows."""
    counts = ("read", "new", "known", "corrected", "rejected", "tieless")
    return {
        **{name: report.total(name) for name in counts},
        "interactions": report.interactions,
        "people": report.people,
        "first_at": None if report.first_at is None else iso(report.first_at),
        "last_at": None if report.last_at is None else iso(report.last_at),
        "sources": [asdict(part) for part in report.sources],
        "warnings": list(report.warnings),
        "not_recognised": list(report.not_recognised),
        "left_out": [asdict(one) for one in report.left_out],
        "failed": list(report.failed),
    }


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        raise Misuse(f"no time zone is called {name!r}; such as Europe/Warsaw") from None


@contextmanager
def _copy(settings: Settings) -> Iterator[Store]:
    """A copy of the store, which is thrown away."""
    with tempfile.TemporaryDirectory(prefix="tieline-dry-") as folder:
        copy = Path(folder) / "copy.duckdb"
        if is_server(settings.url):
            source = open_store(
                settings.url, wait=settings.lock_wait_seconds, login=settings.login()
            )
            into = open_store(str(copy))
            copied(source, into)
            yield into
            return
        for suffix in ("", ".wal"):
            kept = Path(settings.url + suffix)
            if kept.exists():
                shutil.copyfile(kept, Path(str(copy) + suffix))
        yield open_store(str(copy), wait=settings.lock_wait_seconds)
