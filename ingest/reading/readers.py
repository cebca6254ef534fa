"""Reading in several processes: work goes out, batches come back, in the order of the work.

What nobody has begun waits here, for whoever is free first: another process that has answered
(`ingest.reading.other_readers`), or this one where it would have to wait for an answer. So none is
idle while there is work.
"""

import contextlib
import gc
import os
import pickle
import signal
import socket
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Self

from graph.batch import Batch
from ingest.batches.gather import RowWise
from ingest.reading.other_readers import Answer, Other, hand_over, handed
from ingest.reading.work import Cut, Work, batches_of, reading_for
from ingest.source import Reading

__all__ = ["Readers", "serve"]

Read = list[Batch] | None
"""What became of a piece of work; None where it cannot be read on its own."""

_AHEAD = 2  # pieces of work that a process is given before it has answered


class Readers:
    """Processes that read, which end with it; with none of them, all is read here."""

    def __init__(self, others: Sequence[Other]) -> None:
        self._others = list(others)
        self._unbegun: deque[tuple[Work, Future[Answer]]] = deque()
        self._lock = threading.Lock()

    def begin(self, reading: Reading, sources: Iterable[RowWise | Cut]) -> None:
        """Say what is known besides the files; where others cannot be told it, all is read here."""
        self._reading = reading
        if not self._others:
            return
        known = reading_for(sources, reading)
        if known is None:
            self.close()
            return
        try:
            for other in self._others:
                other.tell(known)
                other.is_free = self._hand_out
        except (pickle.PicklingError, AttributeError, TypeError):
            self.close()

    def read(self, work: Work) -> Future[Answer]:
        """Have a piece of work read by whoever is free first; `taken` gives what became of it."""
        answer: Future[Answer] = Future()
        self._unbegun.append((work, answer))
        self._hand_out()
        return answer

    def taken(self, answer: Future[Answer]) -> Read:
        """Give what was read; until it is there, this process reads what nobody has begun."""
        while not answer.done():
            with self._lock:
                work, own = self._unbegun.popleft() if self._unbegun else (None, answer)
            if work is None:
                break
            try:
                own.set_result(Answer(batches_of(work, self._reading)))
            except Exception as error:  # noqa: BLE001  # told where the answer is asked for
                own.set_exception(error)
        return answer.result().batches()

    def _hand_out(self) -> None:
        """Give others what nobody has begun, so that each has something beside what it reads."""
        with self._lock:
            for other in sorted(self._others, key=lambda other: other.busy):
                while self._unbegun and other.busy < _AHEAD:
                    other.read(*self._unbegun.popleft())

    def close(self) -> None:
        """End the other processes at once, whatever they are doing."""
        with self._lock:
            others, self._others = self._others, []
        for other in others:
            other.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def serve(number: int) -> None:
    """Read what comes by a socket until nothing more can come: the other process's whole life."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupt ends it at once, and silently
    gc.freeze()  # what has been imported stays until the end
    with contextlib.suppress(EOFError, OSError), socket.socket(fileno=number) as line:
        reading = pickle.loads(handed(line))  # noqa: S301  # written by our own process
        while True:
            work = pickle.loads(handed(line))  # noqa: S301
            try:
                found: object = batches_of(work, reading)
            except Exception as error:  # noqa: BLE001  # told where the answer is asked for
                found = error
            hand_over(line, found)
    os._exit(0)
