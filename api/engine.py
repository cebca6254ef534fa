"""The engine: answers every question; the command line, HTTP and the demo only parse and render.

Every answer is read from a published run, carries its id, and is the same object for every face.
"""

import inspect
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray

from algorithms.measures import MEASURES
from api.answers import acquaintance, evidence, fading, grouping, ranking, stakeholding
from api.answers.briefing import briefing
from api.answers.concern import concerned, topics
from api.child import Report, in_child
from api.cursor import page
from api.history import FORMAT, History
from api.lookup import person_number, target
from api.refresh import publish_run, refresh
from api.run import Run, configuration, versions
from api.settings import Settings
from api.turn import Turn
from graph.connect import open_store, snapshot_folder
from graph.errors import DamagedSnapshot, Misuse, NothingYet
from graph.identity import canonical
from graph.model import Merge
from graph.moments import DAY, iso, micros, moment
from graph.snapshot import Columns, Pointer, Snapshots
from graph.store import Store

__all__ = ["Engine"]

Answer = dict[str, Any]

_FIRST, _LAST = micros(datetime(1, 1, 1, tzinfo=UTC)), micros(datetime(9999, 12, 31, tzinfo=UTC))
_SERVER_WAIT = 5.0  # seconds a server waits for another process's lock before it says so


class When(TypedDict, total=False):
    """From which moment, and with which half-life, a question is asked."""

    as_of: str | None
    half_life_days: float | None


def _now() -> int:
    return time.time_ns() // 1000


class Engine:
    """Every question that tieline answers, on one store.

    *clock* gives the present moment in microseconds; *note* is told what a user should know beside
    the answer; *is_server* computes in a child process of low priority. Any number of threads may
    ask at once.
    """

    def __init__(
        self,
        url: str,
        settings: Settings,
        *,
        clock: Callable[[], int] = _now,
        note: Callable[[str], None] | None = None,
        is_server: bool = False,
    ) -> None:
        self.url = url
        self.settings = settings
        self.clock = clock
        self.note = note or (lambda _text: None)
        self.is_server = is_server
        self.snapshots = Snapshots(snapshot_folder(url))
        self.storing = Turn("writing to the store", waiting=16)
        self._computing = Turn("computing a run", waiting=8)
        self._stopping = threading.Event()
        self._opening = threading.Lock()  # guards the two below
        self._histories: dict[str, History] = {}
        self._runs: dict[tuple[str, str], Run] = {}

    def stop(self) -> None:
        """End what is being computed, and begin nothing any more."""
        self._stopping.set()
        self._computing.close()
        self.storing.close()

    @property
    def store_wait(self) -> float:
        """Seconds to wait for another process's lock on the store."""
        wait = self.settings.lock_wait_seconds
        return min(wait, _SERVER_WAIT) if self.is_server else wait

    def store(self) -> Store:
        """Open the store for one unit of work."""
        return open_store(self.url, wait=self.store_wait, login=self.settings.login())

    # -- runs ---------------------------------------------------------------------------------

    def refresh(
        self,
        *,
        report: Report = lambda _what, _done: None,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Pointer:
        """Bring the snapshot up to date in a child process; readers see the last one until then."""
        found = in_child(
            refresh,
            self.url,
            self.settings,
            self.clock(),
            report=report,
            niceness=10 if self.is_server else 0,
            memory_limit_gb=self.settings.memory_limit_gb,
            is_stopped=lambda: is_stopped() or self._stopping.is_set(),
        )
        if not isinstance(found, Pointer):
            raise TypeError(f"refresh gave {found!r}")
        return found

    def run(self, as_of: str | None = None, half_life_days: float | None = None) -> Run:
        """Give the run of a moment and half-life: the current one, one kept, or computed now."""
        pointer, columns = self._current()
        current = self._opened(columns, pointer.run)
        at = current.as_of if as_of is None else self._moment(as_of)
        half_life = self.settings.half_life
        if half_life_days is not None:
            if not 1 / DAY <= half_life_days <= 36_500:  # a microsecond; not NaN either
                raise Misuse(
                    f"half-life must be more than 0 days, at most 36500, not {half_life_days}"
                )
            half_life = round(half_life_days * DAY)
        wanted = (at, half_life, configuration(self.settings), versions())
        manifest = current.manifest
        if wanted == (
            current.as_of,
            current.half_life,
            manifest["settings"],
            manifest["versions"],
        ):
            return current
        made = self._made(columns, at, half_life)
        return self._opened(columns, made)

    def ready(self) -> Answer:
        """Name the run that answers are read from; computes nothing, ``NothingYet`` without one."""
        found = self._published()
        if found is None:
            raise NothingYet("there is no run to read yet; load something, then refresh")
        pointer, columns = found
        return head(self._opened(columns, pointer.run))

    def _current(self) -> tuple[Pointer, Columns]:
        """The current snapshot, made anew if there is none that fits."""
        found = self._published()
        if found is not None:
            return found
        with self._computing.taken():
            found = self._published(tell=True)  # who waited may find it made
            if found is not None:
                return found
            if not Path(self.url).exists():
                raise NothingYet(
                    f"there is no store at {self.url} yet; begin with: tieline load FILE, "
                    "or look at a made-up company: tieline demo"
                )
            self.refresh()
        found = self._published()
        if found is None:
            raise DamagedSnapshot(
                f"the snapshots of {self.url} cannot be rebuilt; is the disk full?"
            )
        return found

    def _published(self, *, tell: bool = False) -> tuple[Pointer, Columns] | None:
        """The current snapshot, if it is whole and made as these settings want it."""
        try:
            pointer = self.snapshots.pointer()
            if pointer is None:
                return None
            columns = self.snapshots.open(pointer.snapshot)
            self.snapshots.open(pointer.snapshot, pointer.run)
        except DamagedSnapshot as error:
            if tell:
                self.note(f"{error}; rebuilding it")
            return None
        made_by = (columns.manifest["format"], columns.manifest["max_receivers"])
        return (pointer, columns) if made_by == (FORMAT, self.settings.max_receivers) else None

    def _made(self, columns: Columns, as_of: int, half_life: int) -> str:
        work = (self.url, columns.name, self.settings, as_of, half_life)
        with self._computing.taken():
            if not self.is_server:
                return _publish(*work)
            made = in_child(_publish, *work, niceness=10, is_stopped=self._stopping.is_set)
            return str(made)

    def _opened(self, columns: Columns, run: str) -> Run:
        key = (columns.name, run)
        with self._opening:
            if columns.name not in self._histories:  # of one snapshot only, so that old ones go
                self._histories = {columns.name: History.mapped(columns)}
                self._runs.clear()
            if key not in self._runs:
                if len(self._runs) > 8:
                    self._runs.clear()
                opened = self.snapshots.open(columns.name, run)
                self._runs[key] = Run(self._histories[columns.name], opened)
            return self._runs[key]

    def _moment(self, text: str) -> int:
        """Read a moment: now, a day, or a date with or without a zone."""
        if text == "now":
            return self.clock()
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise Misuse(
                f"{text!r} is no moment; write 2026-03-01, 2026-03-01T09:30:00Z, or now"
            ) from None
        found = micros(at if at.tzinfo else at.replace(tzinfo=self.settings.tz() or UTC))
        if not _FIRST <= found <= _LAST:
            raise Misuse(f"{text!r} lies outside the years 1 to 9999")
        return found

    # -- ranked answers -----------------------------------------------------------------------

    def influencers(
        self,
        *,
        by: str = ranking.INFLUENCE,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        as_of: str | None = None,
        half_life_days: float | None = None,
    ) -> Answer:
        """Who carries weight, and why."""
        run = self.run(as_of, half_life_days)
        offset, close = page(run, cursor, limit)
        return close(
            ranking.influencers(run, by=by, among=self._among(run, of), offset=offset, limit=limit)
        )

    def stakeholders(
        self,
        *,
        of: str,
        limit: int = 10,
        cursor: str | None = None,
        as_of: str | None = None,
        half_life_days: float | None = None,
    ) -> Answer:
        """Who has a stake in an organization, a segment, a person or a topic, and why."""
        run = self.run(as_of, half_life_days)
        offset, close = page(run, cursor, limit)
        about = target(run.history, run.belonging, topics(run), of)
        return close(stakeholding.stakeholders_of(run, about, offset=offset, limit=limit))

    def weakening(
        self,
        *,
        of: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        as_of: str | None = None,
        half_life_days: float | None = None,
    ) -> Answer:
        """Which ties are fading, against their own rhythm, and why."""
        run = self.run(as_of, half_life_days)
        offset, close = page(run, cursor, limit)
        return close(fading.weakening(run, among=self._among(run, of), offset=offset, limit=limit))

    def communities(
        self,
        *,
        limit: int = 10,
        cursor: str | None = None,
        as_of: str | None = None,
        half_life_days: float | None = None,
    ) -> Answer:
        """Who belongs together."""
        run = self.run(as_of, half_life_days)
        offset, close = page(run, cursor, limit)
        return close(grouping.communities(run, offset=offset, limit=limit))

    def briefing(self, *, as_of: str | None = None, half_life_days: float | None = None) -> Answer:
        """One page: who matters, who rises and falls, what is weakening, what to do next."""
        run = self.run(as_of, half_life_days)
        return {**head(run), **briefing(run)}

    def _among(self, run: Run, of: str | None) -> NDArray[np.bool_] | None:
        if of is None:
            return None
        return concerned(run, target(run.history, run.belonging, topics(run), of))

    # -- look-ups -----------------------------------------------------------------------------

    def people(
        self,
        *,
        query: str | None = None,
        limit: int = 10,
        cursor: str | None = None,
        **when: Unpack[When],
    ) -> Answer:
        """List people, those whose name or identity holds the query."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        return close(acquaintance.people(run, query=query, offset=offset, limit=limit))

    def person(self, who: str, *, limit: int = 10, **when: Unpack[When]) -> Answer:
        """Say all that is known of one person."""
        run = self.run(**when)
        return {**head(run), **acquaintance.person(run, self._person(run, who), limit=limit)}

    def ties(
        self, who: str, *, limit: int = 10, cursor: str | None = None, **when: Unpack[When]
    ) -> Answer:
        """List a person's ties, strongest first."""
        run = self.run(**when)
        offset, close = page(run, cursor, limit)
        ego = self._person(run, who)
        return close(acquaintance.ties_of(run, ego, offset=offset, limit=limit))

    def explain(
        self, who: str, other: str | None = None, *, limit: int = 10, **when: Unpack[When]
    ) -> Answer:
        """Open a person's influence, or the tie of two people, down to what it comes from."""
        run = self.run(**when)
        ego = self._person(run, who)
        if other is None:
            return {**head(run), **evidence.explain_person(run, ego, limit=limit)}
        alter = self._person(run, other)
        if ego == alter:
            raise Misuse(f"{who!r} and {other!r} are the same person; a tie needs two")
        return {**head(run), **evidence.explain_tie(run, ego, alter, limit=limit)}

    def tie(self, who: str, other: str, **when: Unpack[When]) -> Answer:
        """Say how two people stand to each other, with every interaction behind it."""
        return self.explain(who, other, limit=100_000, **when)

    def _person(self, run: Run, text: str) -> int:
        return person_number(run.history, text)

    # -- about itself -------------------------------------------------------------------------

    def measures(self) -> Answer:
        """List every measure with its range and meaning."""
        return {"items": [measure.row() for measure in MEASURES]}

    def measure(self, name: str) -> Answer:
        """Explain one measure: formula, reading, edge cases, cost, references."""
        found = ranking.measure_named(name)
        told = inspect.getdoc(sys.modules[found.function.__module__]) or ""
        return {**found.row(), "explanation": told}

    def merge(self, a: str, b: str, *, reason: str, is_active: bool) -> Answer:
        """Keep the decision that two identities are, or are no longer, one person."""
        try:
            left, right = canonical(a), canonical(b)
        except ValueError as error:
            raise Misuse(f"{error}; write identities, such as email:ann@x.example") from None
        if left == right:
            raise Misuse(f"{left} is one identity; a merge needs two")
        now = self.clock()
        decided = Merge(left, right, reason, moment(now), is_active)
        with self.storing.taken():
            new = self.store().merge([decided], arrived_at=now)
        return {"a": left, "b": right, "is_active": is_active, "reason": reason, "new": new}

    def runs(self) -> Answer:
        """List the runs of the current snapshot, the current one first."""
        pointer, columns = self._current()
        folder = columns.folder / "runs"
        names = sorted(path.name for path in folder.iterdir() if path.name.startswith("r_"))
        names.sort(key=lambda name: name != pointer.run)
        items = []
        for name in names:
            run = self._opened(columns, name)
            items.append({**head(run), "is_current": name == pointer.run, "made": run.manifest})
        return {"items": items, "next": None}

    def status(self) -> Answer:
        """Say what the store holds, and what the answers are read from."""
        with self.storing.taken():
            store = self.store().status()
        pointer = self.snapshots.pointer()
        found: Answer = {
            "store": store.url,
            "version": store.version,
            "interactions": store.interactions,
            "rows": store.rows,
            "identities": store.identities,
            "facts": store.facts,
            "first_at": None if store.first_at is None else iso(store.first_at),
            "last_at": None if store.last_at is None else iso(store.last_at),
            "digest": store.digest,
            "kept_by": store.kept_by,
            "run": None,
            "as_of": None,
            "is_fresh": False,
        }
        if pointer is not None:
            columns = self.snapshots.open(pointer.snapshot)
            run = self._opened(columns, pointer.run)
            found |= {
                "run": run.name,
                "as_of": iso(run.as_of),
                "is_fresh": columns.manifest["digest"] == store.digest,
            }
        return found


def head(run: Run) -> Answer:
    """What every answer begins with: the run it was read from."""
    return {
        "run": run.name,
        "as_of": iso(run.as_of),
        "half_life_days": run.half_life / DAY,
    }


def _publish(
    url: str,
    snapshot: str,
    settings: Settings,
    as_of: int,
    half_life: int,
    *,
    report: Report = lambda _what, _done: None,
) -> str:
    """Compute one run of a snapshot where it is not there yet, and give its name."""
    snapshots = Snapshots(snapshot_folder(url))
    columns = snapshots.open(snapshot)
    return publish_run(snapshots, columns, settings, as_of, half_life, report=report).name
