"""Turns: one at a time, a few waiting, and the rest are told to come back.

A server answers from a limited number of threads. Work that has to be done one after the other
(writing to the store, computing a run) must not let those who wait for it take all of them.
"""

import contextlib
import threading
from collections.abc import Iterator

from graph.errors import Busy

__all__ = ["Turn"]


class Turn:
    """Lets one thread in; at most *waiting* more wait, in no particular order."""

    def __init__(self, what: str, *, waiting: int) -> None:
        self._what = what
        self._room = threading.BoundedSemaphore(waiting + 1)
        self._turn = threading.Lock()
        self._is_closed = False

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for the turn and keep it for the block; ``Busy`` if too many wait already."""
        if not self._room.acquire(blocking=False):
            raise Busy(f"too many are {self._what} at once; ask again in a moment")
        try:
            with self._turn:
                if self._is_closed:
                    raise Busy(f"the server is stopping, so no {self._what} begins any more")
                yield
        finally:
            self._room.release()

    def close(self) -> None:
        """Let nobody in any more: those who wait are told so when their turn comes."""
        self._is_closed = True
