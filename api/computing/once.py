"""Once: what an answer needs beside the tables of a run is found once and remembered with it."""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

__all__ = ["Once"]

Found = TypeVar("Found")


class Once:
    """Remembers what was found under a key; who asks meanwhile waits, others do not.

    >>> once = Once()
    >>> once("answer", lambda: 6 * 7), once("answer", lambda: 0)
    (42, 42)
    """

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}
        self._finding: dict[Hashable, threading.Lock] = {}
        self._opening = threading.Lock()  # guards the locks

    def __call__(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """Give what *find* finds; it may ask for what stands under another key."""
        with self._opening:
            mine = self._finding.setdefault(key, threading.Lock())
        with mine:
            if key not in self._found:
                self._found[key] = find()
            found: Found = self._found[key]
            return found

    def latest(self, slot: Hashable, key: Hashable, find: Callable[[], Found]) -> Found:
        """The same for what there is no end of: a slot remembers the last key asked for only.

        >>> once = Once()
        >>> [once.latest("square", n, lambda n=n: n * n) for n in (2, 3)]
        [4, 9]
        """
        with self._opening:
            mine = self._finding.setdefault(slot, threading.Lock())
        with mine:
            if slot not in self._found or self._found[slot][0] != key:
                self._found[slot] = (key, find())
            found: Found = self._found[slot][1]
            return found
