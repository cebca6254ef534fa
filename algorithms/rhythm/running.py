"""Running strength: how strong a pair was just after each of its own interactions.

    x_k = w_k + x_(k-1) * 2 ** -((t_k - t_(k-1)) / half_life)    within each pair, oldest first

The last of them decays into the pair's strength now; the highest of a year says what it has been.
Both directions count together. Interactions of one moment build up one after the other, so the last
of them is the strength just after all.

Cost: O(m) for m rows, in compiled code: the recurrence is a lower bidiagonal system with a
diagonal of ones and -decay below it (none where a pair begins), solved by forward substitution. All
terms are positive, so nothing cancels: relative errors stay near 1e-16 times the interactions.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous
time and eigenvector-based centralities." arXiv:1805.00193.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.blas import dtbsv

from algorithms.rows.pair_rows import PairRows
from algorithms.rows.pieces import pieces
from graph.timeline import Timeline

__all__ = ["highest_since", "running_strength"]

_CHUNK = 1 << 22  # rows solved at a time, of whole pairs: bounds the memory

Floats = NDArray[np.float64]


def running_strength(
    timeline: Timeline, weight: Floats, rows: PairRows, *, half_life: int
) -> Floats:
    """Give the strength of its pair just after each of the rows, for a half-life in microseconds.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 1, 0], target=[1, 0, 1], at=[0, 10, 20])
    >>> rows = pair_rows(timeline, np.ones(3), as_of=20)
    >>> running_strength(timeline, np.ones(3), rows, half_life=10)
    array([1.  , 1.5 , 1.75])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    strength: Floats = weight[rows.row]
    at = timeline.at[rows.row]
    for first, last in pieces(rows.start, _CHUNK):
        begin, end = int(rows.start[first]), int(rows.start[last])
        left = _left_of_previous(at, rows, begin, end, half_life)
        # column j of the band holds the diagonal (ones, not read) and what stands below it
        band = np.zeros((2, end - begin), order="F")
        band[1, :-1] = -left[1:]
        strength[begin:end] = dtbsv(1, band, strength[begin:end], lower=1, diag=1)
    return strength


def highest_since(
    strength: Floats, timeline: Timeline, rows: PairRows, *, since: int | NDArray[np.int64]
) -> Floats:
    """Give each pair's highest running strength from a moment on, or just after its last one.

    *since* is one moment for all, or one for each pair (microseconds).

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 50])
    >>> rows = pair_rows(timeline, np.ones(2), as_of=50)
    >>> strength = np.array([4.0, 1.2])
    >>> highest_since(strength, timeline, rows, since=0), highest_since(
    ...     strength, timeline, rows, since=60)
    (array([4.]), array([1.2]))
    """
    if len(rows) == 0:
        return np.zeros(0)
    begin = np.repeat(np.broadcast_to(since, len(rows)), np.diff(rows.start))
    recent = np.where(timeline.at[rows.row] >= begin, strength, 0.0)
    return np.maximum(np.maximum.reduceat(recent, rows.first), strength[rows.last])


def _left_of_previous(
    at: NDArray[np.int64], rows: PairRows, begin: int, end: int, half_life: int
) -> Floats:
    """Give the share that is left, at each row, of what its pair had at the row before."""
    left = np.zeros(end - begin)
    skipped = 1 if begin == 0 else 0
    gap = at[begin + skipped : end] - at[begin + skipped - 1 : end - 1]
    # from one pair to the next a gap may be negative: it must not overflow, and is set below
    left[skipped:] = np.exp2(np.maximum(gap, 0) / -half_life)
    starts = rows.first[np.searchsorted(rows.first, begin) : np.searchsorted(rows.first, end)]
    left[starts - begin] = 0.0
    return left
