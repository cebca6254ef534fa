"""The runs of one store: the current one, those kept, and those computed when asked for."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypedDict

from api.computing.log_snapshot import is_made_as
from api.computing.run import Run
from api.computing.run_tables import configuration, versions
from api.dates import moment_told
from api.log.history import History
from api.processes.child import Report, in_child
from api.processes.turn import Turn
from api.refresh import refresh
from api.runs.known import Past, publish_known
from api.runs.work import of_run, publish
from api.settings import Settings
from graph.connect import open_store, snapshot_folder
from graph.errors import DamagedSnapshot, Misuse, NothingYet
from graph.moments import DAY, iso
from graph.snapshot import Columns, Pointer, Snapshots
from graph.store import Store

__all__ = ["Runs", "When", "head"]

Answer = dict[str, Any]

_NAMES = 1_000  # runs whose folders are remembered
_HISTORIES = 3  # snapshots that are held open beside each other, the current one among them
_MANY_PAIRS = 100_000  # of a run, or rows: from here on a server computes in a child
_SERVER_WAIT = 5.0  # seconds a server waits for another process's lock before it says so


def _now() -> int:
    return time.time_ns() // 1000


class When(TypedDict, total=False):
    """From which moment, by what was known when, and with which half-life a question is asked."""

    as_of: str | None
    known_by: str | None
    half_life_days: float | None


class Runs:
    """Opens runs for answers, and computes what is not there.

    *clock* gives the present moment in microseconds; *note* is told what a user should know beside
    the answer; *is_server* computes in a child process of low priority. Any number of threads may
    ask at once.
    """

    def __init__(
        self,
        url: str | Path,
        settings: Settings,
        *,
        clock: Callable[[], int] = _now,
        note: Callable[[str], None] | None = None,
        is_server: bool = False,
    ) -> None:
        self.url = str(url)
        self.settings = settings
        self.clock = clock
        self.note = note or (lambda _text: None)
        self.is_server = is_server
        self.snapshots = Snapshots(snapshot_folder(self.url))
        self.storing = Turn("writing to the store", waiting=16)
        self._computing = Turn("computing a run", waiting=8)
        self._drawing = Turn("drawing logs", waiting=8)  # long; runs need not wait for it
        self._stopping = threading.Event()
        self._opening = threading.Lock()  # guards what is below
        self._histories: dict[str, History] = {}
        self._runs: dict[tuple[str, str], Run] = {}
        self._names: dict[tuple[object, ...], str] = {}  # of runs that were asked for before
        self._shown = ""  # the current snapshot, when that was last looked at
        self._past = Past(self.snapshots, self._make_past)

    def stop(self) -> None:
        """End what is being computed, and begin nothing any more."""
        self._stopping.set()
        self._computing.close()
        self._drawing.close()
        self.storing.close()

    @property
    def store_wait(self) -> float:
        """Seconds to wait for another process's lock on the store."""
        wait = self.settings.lock_wait_seconds
        return min(wait, _SERVER_WAIT) if self.is_server else wait

    def store(self) -> Store:
        """Open the store for one unit of work."""
        return open_store(self.url, wait=self.store_wait, login=self.settings.login())

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
            is_at_hand=self.is_server,
            is_stopped=lambda: is_stopped() or self._stopping.is_set(),
        )
        if not isinstance(found, Pointer):
            raise TypeError(f"refresh gave {found!r}")
        return found

    def run(
        self,
        as_of: str | None = None,
        half_life_days: float | None = None,
        *,
        known_by: str | None = None,
        only_people: bool = False,
    ) -> Run:
        """Give the run of a moment and half-life: the current one, one kept, or computed now.

        *known_by* asks for what was known at a moment, instead of all that came since. With
        *only_people* no more is computed than rankings of people are read from.
        """
        pointer, columns = self._current()
        half_life = self._half_life(half_life_days)
        if known_by is not None:
            moment = self._moment(known_by)
            at = None if as_of is None else self._moment(as_of)
            return self._run_then(columns, moment, at, half_life, only_people=only_people)
        current = self._opened(columns, pointer.run)
        at = current.as_of if as_of is None else self._moment(as_of)
        self._tell_if_before(current, at)
        manifest = current.manifest
        made_by = (configuration(self.settings), versions())
        if (at, half_life) == (current.as_of, current.half_life) and made_by == (
            manifest["settings"],
            manifest["versions"],
        ):
            return current
        return self._found(columns, at, half_life, only_people=only_people)

    def _tell_if_before(self, current: Run, at: int) -> None:
        """Tell who asks, where nothing had happened yet; the log of a server is for others."""
        log = current.history.at
        if len(log) and at < log[0] and not self.is_server:
            self.note(f"{iso(at)} lies before the log, which begins {iso(int(log[0]))}")

    def _run_then(
        self, current: Columns, known_by: int, as_of: int | None, half_life: int, *,
        only_people: bool,
    ) -> Run:  # fmt: skip
        """Give the run of what was known at a moment."""
        if known_by > self.clock():
            raise Misuse(f"what will be known by {iso(known_by)} nobody knows yet; ask by now")
        for is_last in (False, True):
            try:
                columns, default = self._past.snapshot(current, known_by)
                at = default if as_of is None else as_of
                return self._found(columns, at, half_life, only_people=only_people)
            except DamagedSnapshot:  # others made room meanwhile
                self._past.forget()
                if is_last:
                    raise
        raise AssertionError("unreachable")

    def _make_past(self, current: Columns, known_by: int) -> tuple[str, int]:
        """Make the snapshot of what was known at a moment, where it is not there yet."""
        work = (self.url, self.settings, known_by, self.store_wait)
        is_apart = self.is_server and current.manifest["rows"] >= _MANY_PAIRS
        with self._computing.taken():
            return self._in_child(publish_known, *work) if is_apart else publish_known(*work)

    def _found(self, columns: Columns, at: int, half_life: int, *, only_people: bool) -> Run:
        """Give a run of a snapshot: one that was asked for before, one kept, or computed now."""
        asked = (columns.name, at, half_life)
        for name in (asked, (*asked, "people"))[: 1 + only_people]:
            if name in self._names:
                with suppress(DamagedSnapshot):  # which is made anew below
                    return self._opened(columns, self._names[name])
        made = self._made(columns, at, half_life, only_people=only_people)
        if len(self._names) > _NAMES:
            self._names.clear()
        self._names[(*asked, "people") if only_people else asked] = made
        return self._opened(columns, made)

    def _half_life(self, days: float | None) -> int:
        if days is None:
            return self.settings.half_life
        if not 1 / DAY <= days <= 36_500:  # a microsecond; not NaN either
            raise Misuse(f"half-life must be more than 0 days, at most 36500, not {days}")
        return round(days * DAY)

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
        if not is_made_as(columns.manifest, self.settings):
            return None
        with self._opening:
            if self._shown != pointer.snapshot:  # so that what is no longer current goes
                self._shown = pointer.snapshot
                self._histories.clear()
                self._runs.clear()
                self._names.clear()
        return pointer, columns

    def _made(self, columns: Columns, as_of: int, half_life: int, *, only_people: bool) -> str:
        work = (self.url, columns.name, self.settings, as_of, half_life, only_people)
        with self._computing.taken():
            return str(self._in_child(publish, *work) if self.is_server else publish(*work))

    def _in_child(self, work: Callable[..., Any], *arguments: object) -> Any:  # noqa: ANN401
        """Work for a server in a child process, of low priority and with a memory limit."""
        return in_child(
            work,
            *arguments,
            niceness=10,
            memory_limit_gb=self.settings.memory_limit_gb,
            is_at_hand=True,
            is_stopped=self._stopping.is_set,
        )

    def _opened(self, columns: Columns, run: str) -> Run:
        key = (columns.name, run)
        with self._opening:
            history = self._histories.pop(columns.name, None) or History.mapped(columns)
            self._histories[columns.name] = history  # the last is the one asked for last
            for name in list(self._histories)[:-_HISTORIES]:
                if name != self._shown:
                    del self._histories[name]
                    self._runs = {k: run for k, run in self._runs.items() if k[0] != name}
            if key not in self._runs:
                if len(self._runs) > 8:
                    self._runs.clear()
                opened = self.snapshots.open(columns.name, run)
                self._runs[key] = Run(self._histories[columns.name], opened, self._apart)
            return self._runs[key]

    def _apart(self, run: Run, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401 - whatever the function gives
        """Compute what an answer needs; in a server, where much is to be done, in a child."""
        if not self.is_server or run.manifest["pairs"] < _MANY_PAIRS:
            return function(run, *arguments)
        folder = run.columns.folder  # snapshot/runs/run
        work = (self.url, folder.parent.parent.name, folder.name, function, arguments)
        with self._computing.taken():
            return self._in_child(of_run, *work)

    def _moment(self, text: str) -> int:
        """Read a moment: now, a day, or a date with or without a zone."""
        return self.clock() if text == "now" else moment_told(text, self.settings.tz())


def head(run: Run) -> Answer:
    """What every answer begins with: the run it was read from."""
    return {
        "run": run.name,
        "as_of": iso(run.as_of),
        "half_life_days": run.half_life / DAY,
    }
