"""Known pairs: what a run before said of pairs of whom nothing is new is not told again.

Rhythm, phase, the dates at which silence changes it, and the highest strength of the year follow
from a pair's own interactions. Where these are the same (`seals`), and the year that is looked back
on holds the same of them, so are the numbers, to the bit. What is told of the others is put among
them.

They are the same where the log continues that of before and nothing came of the pair (`continued`),
and else where its seal is.

Where a feed had an outage nothing is taken: then days are heard or not by what all pairs do.

Cost: O(n) for n pairs, and what the others cost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.known.seals import Seals
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import of_pairs
from graph.timeline import Timeline

__all__ = ["OWN_COLUMNS", "FormerPairs", "told_of_pairs"]

OWN_COLUMNS = (
    "active_days", "usual_gap", "long_gap", "recent_gap", "pace", "patience", "strength_before",
    "phase", "cools_at", "at_risk_at", "dormant_at",
)  # fmt: skip
"""What is taken: columns of pairs that follow from a pair's own interactions."""

Columns = dict[str, NDArray[Any]]
Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class FormerPairs:
    """What a run said of its pairs, as of a moment: their two people as numbered now, their seals.

    A person who is not there any more is -1. Where the log is known to begin with all rows that
    counted then (`continued`), ``rows`` says how many of its rows these are.
    """

    as_of: int
    a: NDArray[np.integer]
    b: NDArray[np.integer]
    seal: NDArray[np.uint64]
    columns: Mapping[str, NDArray[Any]]
    rows: int | None = None

    def same(
        self,
        timeline: Timeline,
        rows: PairRows,
        unchanged: Places,
        *,
        as_of: int,
        year: int,
    ) -> Places:
        """Give the place here of each pair of *rows* of which nothing is new; -1 for the others.

        *unchanged* have the interactions they had, *year* is how far one looks back, in
        microseconds.
        """
        if as_of < self.as_of:
            return np.full(len(rows), -1)
        found = unchanged.copy()
        begin, end = np.searchsorted(timeline.at, [self.as_of - year, as_of - year], "left")
        is_left_behind = np.zeros(len(timeline), bool)
        is_left_behind[begin:end] = True
        if end > begin:
            found[np.logical_or.reduceat(is_left_behind[rows.row], rows.first)] = -1
        return found

    def unchanged(self, rows: PairRows, seals: Seals) -> tuple[Places, Hashes]:
        """Give the place here of each pair of *rows* that has the interactions it had; else -1.

        Also gives the seals of all of them now, by those of the rows.
        """
        found = self._continued(rows, seals)
        if found is not None:
            return found
        seal = seals.of_pairs(rows)
        return self._of_equal_seal(seals.timeline, rows, seal), seal

    def _continued(self, rows: PairRows, seals: Seals) -> tuple[Places, Hashes] | None:
        """Look at the rows that came alone, if the log continues that of before."""
        if self.rows is None:
            return None
        was = np.flatnonzero(rows.row[rows.first] < self.rows)
        if not (np.array_equal(rows.a[was], self.a) and np.array_equal(rows.b[was], self.b)):
            return None
        found, seal = np.full(len(rows), -1), np.zeros(len(rows), np.uint64)
        found[was], seal[was] = np.arange(len(was)), self.seal
        came = np.flatnonzero(rows.row >= self.rows)
        pair = np.searchsorted(rows.start, came, "right") - 1
        found[pair] = -1
        np.add.at(seal, pair, seals.of_rows(rows.row[came]))
        return found, seal

    def _of_equal_seal(self, timeline: Timeline, rows: PairRows, seal: Hashes) -> Places:
        found = np.full(len(rows), -1, np.int64)
        people = np.int64(max(timeline.people, 1))
        low, high = np.minimum(self.a, self.b), np.maximum(self.a, self.b)
        codes = np.concatenate([rows.a.astype(np.int64) * people + rows.b, low * people + high])
        order = np.argsort(codes, kind="stable")  # two runs in order: a merge; who is gone is first
        codes, is_old = codes[order], order >= len(rows)
        met = np.flatnonzero((codes[1:] == codes[:-1]) & ~is_old[:-1])
        here, there = order[met], order[met + 1] - len(rows)
        is_same = self.seal[there] == seal[here]
        found[here[is_same]] = there[is_same]
        return found


def told_of_pairs(
    rows: PairRows,
    same: NDArray[np.int64],
    columns: Mapping[str, NDArray[Any]],
    tell: Callable[[PairRows], Columns],
) -> Columns:
    """Give what is told of all pairs: of those that are the *same* from former *columns*.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(3, source=[0, 1], target=[1, 2], at=[0, 5])
    >>> rows = pair_rows(timeline, np.ones(2), as_of=9)
    >>> told_of_pairs(rows, np.array([7, -1]), {"age": np.arange(8) * 10},
    ...               lambda these: {"age": these.a + 1})
    {'age': array([70,  2], dtype=int32)}
    """
    rest = np.flatnonzero(same < 0)
    if len(rest) == len(rows):
        return tell(rows)
    found = {name: column.take(same, mode="wrap") for name, column in columns.items()}
    for name, values in tell(of_pairs(rows, rest)).items() if len(rest) else ():
        found[name] = found[name].astype(values.dtype, copy=False)
        found[name][rest] = values  # in place of the last, where -1 led
    return found
