"""Refresh: from the store to a published snapshot and run, whole or not at all.

store ─► contents ─► history ─► snapshot s_...          one for each state of the log
                        └─► analysis ─► run r_...       one for each moment and configuration
"""

from functools import partial

from algorithms.moment import count_ahead, last_busy_moment
from api.computing.analysis import analyse, standing
from api.computing.former import Former, former, kept_fits, kept_seals, remembered
from api.computing.log_snapshot import (
    Made,
    history_of,
    is_made_as,
    snapshot_manifest,
    snapshot_name,
)
from api.computing.run import Run
from api.computing.run_tables import (
    manifest_of,
    run_name,
    run_tables,
    standing_manifest,
    standing_tables,
)
from api.log.growing import grown
from api.log.history import History
from api.processes.child import Report
from api.settings import Settings
from api.write_back import derived
from graph.connect import open_store, snapshot_folder
from graph.errors import DamagedSnapshot, NothingYet
from graph.model import KINDS, Kind
from graph.snapshot import Columns, Pointer, Shared, Snapshots
from graph.store import Growing, Showing, Store

__all__ = ["default_moment", "publish_run", "publish_standing", "refresh"]

_MEETING = KINDS.index(Kind.MEETING)
_FEW = 0.25  # as a share of all rows, what is new is few: more is read with all the rest
_STANDING = "o_"  # how the folder of a part of a run begins, where that of a run begins with r_


def refresh(
    url: str, settings: Settings, clock: int, *, report: Report = lambda _what, _done: None
) -> Pointer:
    """Bring the snapshot of a store up to date, compute the default run, and make both current.

    *clock* is the present moment in microseconds: what lies after it has not happened yet. What is
    there already is not computed again. Raises ``NothingYet`` for an empty store.
    """
    snapshots = Snapshots(snapshot_folder(url))
    before = former(snapshots, settings, settings.half_life)
    columns = _snapshot(url, settings, snapshots, report)
    history = History.mapped(columns)
    as_of = default_moment(history, clock)
    run = publish_run(
        snapshots, columns, settings, as_of, settings.half_life, before=before, report=report
    )
    pointer = Pointer(columns.name, run.name)
    if not _is_current(snapshots, pointer):
        snapshots.point(pointer)
    _write_back(url, settings, snapshots, pointer, report)
    report("done", 1.0)
    return pointer


def _write_back(
    url: str, settings: Settings, snapshots: Snapshots, pointer: Pointer, report: Report
) -> None:
    """Show the run in the store itself, where that is one that people query."""
    store = open_store(url, wait=settings.lock_wait_seconds, login=settings.login())
    if not isinstance(store, Showing) or settings.write_back == "none":
        return
    columns = snapshots.open(pointer.snapshot)
    run = Run(History.mapped(columns), snapshots.open(pointer.snapshot, pointer.run))
    if store.written_run() != run.name:
        store.write_back(
            derived(run),
            scores=settings.write_back == "all",
            report=lambda what, done: report(what, 0.9 + 0.1 * done),
        )


def _is_current(snapshots: Snapshots, pointer: Pointer) -> bool:
    try:
        return snapshots.pointer() == pointer
    except DamagedSnapshot:  # a pointer that cannot be read is replaced
        return False


def _snapshot(url: str, settings: Settings, snapshots: Snapshots, report: Report) -> Columns:
    """The snapshot of what the store holds now, written if it is not there."""
    store = open_store(url, wait=settings.lock_wait_seconds, login=settings.login())
    name = snapshot_name(store.state(), settings)
    if snapshots.has(name):
        return snapshots.open(name)
    report("reading the log", 0.0)
    history, made, shared = _read(store, settings, snapshots, report)
    manifest = snapshot_manifest(history, settings, made)
    name = snapshot_name(made.state, settings)
    return snapshots.write(history.made_tables(), manifest, name, shared=shared)


def _read(
    store: Store, settings: Settings, snapshots: Snapshots, report: Report
) -> tuple[History, Made, Shared | None]:
    """Read what is new since the current snapshot, or else everything.

    Also says what state of the store that is, and what is shared with the snapshot before.
    """
    before = _before(snapshots, settings)
    if before is not None and isinstance(store, Growing):
        newer = store.newer(before.manifest["mark"])
        if len(newer.interacted) <= _FEW * before.manifest["rows"]:
            report("adding what is new to the timeline", 0.05)
            found = grown(
                History.mapped(before),
                newer,
                max_receivers=settings.max_receivers,
                identifying=settings.identifying(),
            )
            if found is not None:
                made = Made(newer.digest, newer.state, newer.mark)
                return found.history, made, Shared(before, found.shared)
    contents = store.contents()
    if not len(contents.interacted):
        raise NothingYet(f"{store.url} holds no interactions yet; begin with: tieline load FILE")
    report("sorting it into a timeline", 0.05)
    history = history_of(contents, settings)
    return history, Made(contents.digest, contents.state, contents.mark), None


def _before(snapshots: Snapshots, settings: Settings) -> Columns | None:
    """The current snapshot, if it is one that what is new can be added to."""
    try:
        pointer = snapshots.pointer()
        if pointer is None or not snapshots.has(pointer.snapshot):
            return None
        found = snapshots.open(pointer.snapshot).manifest
    except DamagedSnapshot:
        return None
    is_alike = is_made_as(found, settings)
    return snapshots.open(pointer.snapshot) if is_alike and found.get("mark") else None


def default_moment(history: History, clock: int) -> int:
    """The log's last busy moment, not after the clock; its last moment if it never was busy."""
    timeline = history.timeline
    moment = last_busy_moment(timeline.at, clock, is_meeting=timeline.kind == _MEETING)
    if moment is not None:
        return moment
    rows = history.at[history.at <= clock]
    if not len(rows):
        raise NothingYet("everything in the log lies ahead of the clock; nothing has happened yet")
    return int(rows[-1])


def publish_run(
    snapshots: Snapshots,
    columns: Columns,
    settings: Settings,
    as_of: int,
    half_life: int,
    *,
    before: Former | None = None,
    report: Report = lambda _what, _done: None,
) -> Columns:
    """Compute a run of a snapshot, unless it is there, and write it beside the others.

    The run *before*, made in the same way, saves what would be computed as it was.
    """
    history = History.mapped(columns)
    digest = history.digest(as_of)
    name = run_name(digest, settings, as_of=as_of, half_life=half_life)
    if snapshots.has(columns.name, name):
        return snapshots.open(columns.name, name)
    found = analyse(
        history,
        settings,
        as_of=as_of,
        half_life=half_life,
        remembered=partial(remembered, before, history),
        report=lambda what, done: report(what, 0.1 + 0.85 * done),
    )
    report("publishing", 0.95)
    manifest = manifest_of(found, settings, digest, name)
    manifest["weakening"]["fits"] = kept_fits(found.memory)
    manifest["ahead"] = count_ahead(history.at[history.starts[:-1]], as_of)
    tables = {**run_tables(found), "seals": kept_seals(found.memory)}
    return snapshots.write(tables, manifest, columns.name, run=name)


def publish_standing(
    snapshots: Snapshots,
    columns: Columns,
    settings: Settings,
    as_of: int,
    half_life: int,
    *,
    report: Report = lambda _what, _done: None,
) -> Columns:
    """Compute how people stand, and write it beside the runs; the run itself if that is there.

    It has the name of the run that it is a part of, and the very same numbers.
    """
    history = History.mapped(columns)
    digest = history.digest(as_of)
    name = run_name(digest, settings, as_of=as_of, half_life=half_life)
    folder = _STANDING + name.removeprefix("r_")
    for kept in (name, folder):
        if snapshots.has(columns.name, kept):
            return snapshots.open(columns.name, kept)
    found = standing(history, settings, as_of=as_of, half_life=half_life, report=report)
    manifest = standing_manifest(found, settings, digest, name)
    manifest["ahead"] = count_ahead(history.at[history.starts[:-1]], as_of)
    return snapshots.write(standing_tables(found), manifest, columns.name, run=folder)
