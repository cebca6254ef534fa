"""Known ties: ties of pairs of whom nothing is new are taken from a run before, not added up again.

When a tie fades, when it began, and how many interactions it has, follow from its pair's own
interactions, at every moment. Where these are the same (`known_pairs`), so are the numbers, to the
bit; the ties of the others are found, and put in their places among them.

Cost: O(n) copies for n ties, and what the others cost.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.known.pairs import FormerPairs
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.rows.sampled_pairs import of_pairs
from algorithms.ties import Ties, ties_by_half_life, ties_of_pairs
from graph.timeline import Timeline

__all__ = ["PAIR_COLUMNS", "TIE_COLUMNS", "FormerTies", "known_ties"]

TIE_COLUMNS = ("first_at", "last_at", "count")
PAIR_COLUMNS = ("pair_fades_at", "pair_first_at", "pair_last_at", "pair_count")

_FEWEST = 0.5  # of all pairs, have to be the same

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class FormerTies:
    """The ties of a run before, in its order, their people as numbered now (-1 for who is gone).

    ``pair`` is the place of each tie's pair in ``pairs``, whose columns are `PAIR_COLUMNS` for the
    first half-life; ``fades_at`` is by half-life (microseconds).
    """

    pairs: FormerPairs
    source: NDArray[np.integer]
    target: NDArray[np.integer]
    pair: NDArray[np.integer]
    columns: Mapping[str, NDArray[Any]]
    fades_at: Mapping[int, Floats]


def known_ties(
    timeline: Timeline,
    weight: Floats,
    *,
    as_of: int,
    half_lives: Sequence[int],
    former: FormerTies | None,
    unchanged: Callable[[PairRows], NDArray[np.int64]],
) -> tuple[Ties, dict[int, Floats]]:
    """Find the ties for the first half-life (microseconds), and when they fade for each.

    *former* are those of a run before, *unchanged* gives the place there of pairs that have the
    interactions they had, -1 for the others.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10])
    >>> ties, fades_at = known_ties(timeline, np.ones(2), as_of=10, half_lives=[10, 5],
    ...                             former=None, unchanged=lambda rows: np.full(1, -1))
    >>> ties.strength(10), (fades_at[5] * 1000).round(2)
    (array([1.5]), array([11.61]))
    """
    if former is not None:
        rows = pair_rows(timeline, weight, as_of=as_of)
        found = _grown(timeline, weight, rows, unchanged(rows), former, half_lives)
        if found is not None:
            return found
    anew = ties_by_half_life(timeline, weight, as_of=as_of, half_lives=half_lives)
    return anew[half_lives[0]], {half_life: one.fades_at for half_life, one in anew.items()}


def _grown(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    same: NDArray[np.int64],
    former: FormerTies,
    half_lives: Sequence[int],
) -> tuple[Ties, dict[int, Floats]] | None:
    """Put new ties among those that are known; None where few are, or in another order."""
    if set(half_lives) != set(former.fades_at):
        return None
    taken, rest = np.flatnonzero(same >= 0), np.flatnonzero(same < 0)
    place = np.full(len(former.pairs.a), -1, np.int32)  # here, of each former pair
    place[same[taken]] = taken
    kept = np.flatnonzero(place[former.pair] >= 0)
    code = former.source[kept].astype(np.int64) * timeline.people + former.target[kept]
    if len(taken) < _FEWEST * len(rows) or (np.diff(code) <= 0).any():
        return None
    told = ties_of_pairs(timeline, weight, of_pairs(rows, rest), half_lives=half_lives)
    first = told[half_lives[0]]
    new = first.source.astype(np.int64) * timeline.people + first.target
    among = _Among.of(kept, np.searchsorted(code, new))
    fades_at = {
        half_life: among.merged(former.fades_at[half_life], told[half_life].fades_at)
        for half_life in half_lives
    }
    ties = {
        name: among.merged(column, getattr(first, name)) for name, column in former.columns.items()
    }
    pairs = {}
    for name, column in former.pairs.columns.items():
        pairs[name] = column.take(same, mode="wrap")  # -1 is put right below
        pairs[name][rest] = getattr(first, name)
    found = Ties(
        people=timeline.people,
        half_life=half_lives[0],
        source=among.merged(former.source, first.source).astype(np.int32),
        target=among.merged(former.target, first.target).astype(np.int32),
        pair=among.merged(place[former.pair], rest.astype(np.int32)[first.pair]),
        a=rows.a,
        b=rows.b,
        fades_at=fades_at[half_lives[0]],
        **ties,
        **pairs,
    )
    return found, fades_at


@dataclass(frozen=True)
class _Among:
    """Where new values stand among kept old ones: the old place of each value, any of a new one."""

    old: NDArray[np.intp]
    new: NDArray[np.intp]

    @classmethod
    def of(cls, kept: NDArray[np.intp], before: NDArray[np.intp]) -> "_Among":
        """Put as many as *before* has, each after so many of those *kept*."""
        new = before + np.arange(len(before))
        is_old = np.ones(len(kept) + len(new), bool)
        is_old[new] = False
        old = np.zeros(len(is_old), np.intp)
        old[is_old] = kept
        return cls(old, new)

    def merged(self, old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        found = old.take(self.old)
        found[self.new] = new
        return found
