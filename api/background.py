"""A refresh in the background of a server: one at a time, watched, and stopped on demand."""

import threading
from typing import Any

from api.child import Stopped
from api.engine import Engine
from graph.errors import AlreadyRunning, EngineError

__all__ = ["BackgroundRefresh"]

_NONE = {"state": "none", "doing": None, "done": 0.0, "run": None, "problem": None}


class BackgroundRefresh:
    """The refresh that a server was asked for last: how it goes, or how it ended."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._state: dict[str, Any] = _NONE
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def begin(self) -> dict[str, Any]:
        """Begin a refresh; ``AlreadyRunning`` while one is under way."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                raise AlreadyRunning("a refresh is under way; see how it goes: GET /api/v1/refresh")
            self._stopping.clear()
            self._state = {**_NONE, "state": "running"}
            self._thread = threading.Thread(target=self._work, name="refresh", daemon=True)
            self._thread.start()
            return self._state

    def state(self) -> dict[str, Any]:
        """Say how it goes."""
        return self._state

    def stop(self, *, wait: float = 10.0) -> dict[str, Any]:
        """End the refresh that is under way, if any; what was published before is unchanged."""
        thread = self._thread
        self._stopping.set()
        if thread is not None:
            thread.join(timeout=wait)
        return self._state

    def _work(self) -> None:
        ended = {**_NONE, "state": "failed", "problem": "a defect; the log of the server says more"}
        try:
            ended = self._ended()
        finally:
            self._state = ended

    def _ended(self) -> dict[str, Any]:
        """Refresh, and say how it ended."""
        try:
            pointer = self._engine.refresh(report=self._report, is_stopped=self._stopping.is_set)
        except EngineError as error:
            was_stopped = isinstance(error, Stopped) and self._stopping.is_set()
            state = "stopped" if was_stopped else "failed"
            return {**self._state, "state": state, "doing": None, "problem": str(error)}
        return {**_NONE, "state": "done", "done": 1.0, "run": pointer.run}

    def _report(self, what: str, done: float) -> None:
        self._state = {**self._state, "doing": what, "done": done}
