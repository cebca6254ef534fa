"""A refresh that is owed: not after every load, and never most of the time.

It waits for twice as long as the last one took, so that a log that always grows takes a third of
one processor at most. Whoever was killed may have loaded without one, so one is owed from the
beginning; where the snapshot is of what the store holds there is nothing to do.
"""

from collections.abc import Callable

from api.computing.log_snapshot import snapshot_name
from api.engine import Engine
from graph.errors import NothingYet

__all__ = ["Owed"]

_SHARE = 2


class Owed:
    """Whether a refresh is owed, and when it may be paid."""

    def __init__(self, engine: Engine, tick: Callable[[], float]) -> None:
        self.is_owed = True
        self._engine = engine
        self._tick = tick
        self._at: float | None = None  # when the last one ended
        self._took = 0.0

    def paid(self, pause: float) -> str | None:
        """Refresh, at least *pause* seconds after the last one; give the run, or None."""
        pause = max(pause, _SHARE * self._took)
        if not self.is_owed or (self._at is not None and self._tick() - self._at < pause):
            return None
        begun = self._tick()
        run = None if self._is_current() else self._refreshed()
        self.is_owed = False
        if run is not None:
            self._at = self._tick()
            self._took = self._at - begun
        return run

    def _is_current(self) -> bool:
        pointer = self._engine.snapshots.pointer()
        name = snapshot_name(self._engine.store().state(), self._engine.settings)
        return pointer is not None and pointer.snapshot == name

    def _refreshed(self) -> str | None:
        try:
            return self._engine.refresh().run
        except NothingYet:
            return None
