"""Shortlist: what a list of so many names at each cut would have been worth.

At every cut the cases with the highest scores are listed; where equal scores compete for the last
places each of them has a share of a place. Over all lists together

    precision = listed cases where it happened / listed cases
    recall    = listed cases where it happened / cases where it happened
    lead      = median days from the first list that named a pair rightly until its silence had
                lasted as long as the protocol looks back (then everybody would have known)

None where nothing is listed, or nothing happened; the lead is about silence only.

Cost: O(n log n) for n cases.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY

__all__ = ["Shortlist", "lead_days", "listed", "shortlist"]

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Shortlist:
    """What the lists were worth; ``places`` says how many there were."""

    places: float
    precision: float
    recall: float


def listed(cut: Ints, score: Floats, length: int) -> Floats:
    """Give the share of a place that each case has in its cut's list.

    >>> listed(np.array([1, 1, 1, 2]), np.array([5.0, 3, 3, 1]), 2)
    array([1. , 0.5, 0.5, 1. ])
    """
    share = np.zeros(len(score))
    for moment in np.unique(cut):
        place = np.flatnonzero(cut == moment)
        own = score[place]
        if len(place) <= length:
            share[place] = 1.0
            continue
        limit = np.partition(own, len(own) - length)[len(own) - length]
        above, level = own > limit, own == limit
        share[place[above]] = 1.0
        share[place[level]] = (length - above.sum()) / level.sum()
    return share


def shortlist(share: Floats, answer: Bools) -> Shortlist:
    """Judge lists by what happened; *share* as `listed` gives it.

    >>> shortlist(np.array([1.0, 1, 0]), np.array([True, False, True]))
    Shortlist(places=2.0, precision=0.5, recall=0.5)
    """
    places, right, happened = float(share.sum()), float(share[answer].sum()), int(answer.sum())
    nothing = float("nan")
    return Shortlist(
        places=places,
        precision=right / places if places else nothing,
        recall=right / happened if happened else nothing,
    )


def lead_days(
    cut: Ints, pair: NDArray[np.integer], last_at: Ints, named: Bools, *, silent_days: float
) -> float:
    """Give the median days between a silence being named and having lasted *silent_days*.

    *named* marks the cases that were listed, and were silent then; *last_at* is the pair's last
    contact before its cut. A silence named twice counts from the first time.

    >>> lead_days(np.array([10, 20]) * DAY, np.array([3, 3]), np.array([5, 5]) * DAY,
    ...           np.array([True, True]), silent_days=45)
    40.0
    """
    silence = np.stack([pair[named].astype(np.int64), last_at[named]])
    if silence.shape[1] == 0:
        return float("nan")
    _, place = np.unique(silence, axis=1, return_inverse=True)
    first = np.full(int(place.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, place, cut[named])
    begun = np.zeros(len(first), np.int64)
    begun[place] = last_at[named]
    return float(np.median(begun + silent_days * DAY - first) / DAY)
