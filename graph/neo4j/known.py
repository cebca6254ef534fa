"""What a process knows of a database without asking: what it wrote or found there itself.

Before a batch is kept, the database is asked which of its identities and interactions are there.
A loader that has watched a database since it was empty knows the answer: what it has not written
is not there, for as long as the one ``Log`` stands where the loader's last batch left it.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from graph.neo4j.head import Head

__all__ = ["Known"]

Halves = NDArray[np.uint64]

_NAMES = 1_000_000  # identities remembered at most, about 100 MB
_KEYS = 50_000_000  # interactions remembered at most, 400 MB
_RUNS = 32  # sorted runs that are searched one by one before they are made one


class Known:
    """Identities that are certainly there, and interactions that may be."""

    def __init__(self) -> None:
        self._place = ("", 0)
        self._next = 0
        self._names: set[str] = set()
        self._keys: list[Halves] | None = None  # None: others may have written any

    def names(self, head: Head) -> set[str]:
        """Give identities that are there for certain; there may be more."""
        return self._names if self._place == (head.store_id, head.epoch) else set()

    def may_hold(self, head: Head, keys: Halves) -> NDArray[np.bool_]:
        """Mark the interactions that may be there, by one half of their keys."""
        if head.interactions == 0:
            return np.zeros(len(keys), np.bool_)
        if self._keys is None or not self._is_as_left(head):
            return np.ones(len(keys), np.bool_)
        found = np.zeros(len(keys), np.bool_)
        for run in self._keys:
            place = np.minimum(np.searchsorted(run, keys), len(run) - 1)
            found |= run[place] == keys
        return found

    def learn(self, before: Head, after: Head, names: Iterable[str], keys: Halves) -> None:
        """Take in a batch that was kept: it moved the ``Log`` from one state to the other."""
        if self._place != (after.store_id, after.epoch):
            self._place, self._names = (after.store_id, after.epoch), set()
            self._keys = [] if before.interactions == 0 else None
        elif not self._is_as_left(before):
            self._keys = [] if before.interactions == 0 else None
        self._next = after.next
        if len(self._names) < _NAMES:
            self._names.update(names)
        if self._keys is not None and len(keys):
            self._keys.append(np.unique(keys))
            if len(self._keys) > _RUNS:
                self._keys = [np.sort(np.concatenate(self._keys), kind="stable")]
            if sum(map(len, self._keys)) > _KEYS:
                self._keys = None

    def _is_as_left(self, head: Head) -> bool:
        return (self._place, self._next) == ((head.store_id, head.epoch), head.next)
