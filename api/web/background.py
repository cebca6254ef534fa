"""Work in the background of a server: one of a kind at a time, watched, and stopped on demand."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from api.engine import Engine
from api.processes.child import Report, Stopped
from graph.errors import AlreadyRunning, EngineError

__all__ = ["BackgroundBacktest", "BackgroundRefresh"]

_NONE = {"state": "none", "doing": None, "done": 0.0, "run": None, "problem": None}

Work = Callable[[Report, Callable[[], bool]], str]
"""Does it, told where to report and whom to ask whether to stop; gives the run it is about."""


class _Background:
    """The work that a server was asked for last: how it goes, or how it ended."""

    name = ""
    where = ""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._state: dict[str, Any] = _NONE
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()

    def state(self) -> dict[str, Any]:
        """Say how it goes."""
        return self._state

    def stop(self, *, wait: float = 10.0) -> dict[str, Any]:
        """End what is under way, if anything; what was published before is unchanged."""
        thread = self._thread
        self._stopping.set()
        if thread is not None:
            thread.join(timeout=wait)
        return self._state

    def _begin(self, work: Work) -> dict[str, Any]:
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                raise AlreadyRunning(
                    f"a {self.name} is under way; see how it goes: GET {self.where}"
                )
            self._stopping.clear()
            self._state = {**_NONE, "state": "running"}
            self._thread = threading.Thread(
                target=self._work, args=(work,), name=self.name, daemon=True
            )
            self._thread.start()
            return self._state

    def _work(self, work: Work) -> None:
        ended = {**_NONE, "state": "failed", "problem": "a defect; the log of the server says more"}
        try:
            ended = self._ended(work)
        finally:
            self._state = ended

    def _ended(self, work: Work) -> dict[str, Any]:
        """Do the work, and say how it ended."""
        try:
            run = work(self._report, self._stopping.is_set)
        except EngineError as error:
            was_stopped = isinstance(error, Stopped) and self._stopping.is_set()
            state = "stopped" if was_stopped else "failed"
            return {**self._state, "state": state, "doing": None, "problem": str(error)}
        return {**_NONE, "state": "done", "done": 1.0, "run": run}

    def _report(self, what: str, done: float) -> None:
        self._state = {**self._state, "doing": what, "done": done}


class BackgroundRefresh(_Background):
    """The refresh that a server was asked for last."""

    name = "refresh"
    where = "/api/v1/refresh"

    def begin(self) -> dict[str, Any]:
        """Begin a refresh; ``AlreadyRunning`` while one is under way."""
        return self._begin(self._refreshed)

    def _refreshed(self, report: Report, is_stopped: Callable[[], bool]) -> str:
        return self._engine.refresh(report=report, is_stopped=is_stopped).run


class BackgroundBacktest(_Background):
    """The back-test that a server was asked for last; its answer is kept where it is read from."""

    name = "back-test"
    where = "/api/v1/backtest/state"

    def begin(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin a back-test; ``AlreadyRunning`` while one is under way."""
        return self._begin(partial(self._tested, asked))

    def _tested(self, asked: dict[str, Any], report: Report, is_stopped: Callable[[], bool]) -> str:
        answer = self._engine.backtest(**asked, report=report, is_stopped=is_stopped)
        return str(answer["run"])
