"""Sampled pairs: some of very many pairs, always the same ones, whoever is numbered how.

    order of pairs = hash of (moment of the pair's first row - moment of the log's first row)

The first so many in this order are taken, or, where they shall stay the same ones while the log
grows, one half, quarter, eighth ... of all. Numbering people otherwise, or moving all by whole
days, takes the same pairs; only where two began at the very same moment their numbers decide.

Cost: O(n log n) for n pairs, O(n) where all are taken.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["of_pairs", "sampled_pairs", "sampling_order", "steady_pairs"]

_MIX = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_FEW = 4  # of what may be taken, at least one in so many is


def sampled_pairs(
    timeline: Timeline, rows: PairRows, pair: NDArray[np.integer], most: int
) -> NDArray[np.int64]:
    """Take at most so many of some pairs, in the order of their numbers.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(4, source=[0, 1, 2], target=[1, 2, 3], at=[0, 5, 9])
    >>> rows = pair_rows(timeline, np.ones(3), as_of=9)
    >>> sampled_pairs(timeline, rows, np.arange(3), 3), len(
    ...     sampled_pairs(timeline, rows, np.arange(3), 2))
    (array([0, 1, 2]), 2)
    """
    found = np.asarray(pair, np.int64)
    if len(found) <= most:
        return found
    began = timeline.at[rows.row[rows.first]]
    return np.sort(found[sampling_order(began[found], int(began.min()))[:most]])


def steady_pairs(
    timeline: Timeline, rows: PairRows, pair: NDArray[np.integer], most: int
) -> tuple[NDArray[np.int64], int]:
    """Take at most so many of some pairs by halving them: those whose hash begins with k zero bits.

    Gives them, in the order of their numbers, and k. While k stays, who was taken stays taken,
    however many pairs come. Where so many began at one moment that halving leaves few of them, they
    are taken as by `sampled_pairs`, and k is -1.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(4, source=[0, 1, 2], target=[1, 2, 3], at=[0, 5, 9])
    >>> steady_pairs(timeline, pair_rows(timeline, np.ones(3), as_of=9), np.arange(3), 3)
    (array([0, 1, 2]), 0)
    """
    found = np.asarray(pair, np.int64)
    if len(found) <= most:
        return found, 0
    began = timeline.at[rows.row[rows.first]]
    value = _hashes(began[found], int(began.min()))
    for bits in range(1, 64):
        kept = value < np.uint64(1 << (64 - bits))
        if np.count_nonzero(kept) <= most:
            break
    if np.count_nonzero(kept) < most // _FEW:
        return sampled_pairs(timeline, rows, pair, most), -1
    return found[kept], bits


def sampling_order(began: NDArray[np.int64], since: int) -> NDArray[np.intp]:
    """Put pairs in the order they are sampled in, by the moments they began and the log began.

    >>> sampling_order(np.array([9, 5, 0]), 0)
    array([1, 0, 2])
    """
    return np.argsort(_hashes(began, since), kind="stable")


def _hashes(began: NDArray[np.int64], since: int) -> NDArray[np.uint64]:
    value = (began - since).astype(np.uint64) + np.uint64(_MIX[0])
    for shift, factor in ((30, _MIX[1]), (27, _MIX[2])):
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(value ^ (value >> np.uint64(31)), np.uint64)


def of_pairs(rows: PairRows, pair: NDArray[np.integer]) -> PairRows:
    """Give the rows of some pairs alone, in their order.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(4, source=[0, 1, 2], target=[1, 2, 3], at=[0, 5, 9])
    >>> of_pairs(pair_rows(timeline, np.ones(3), as_of=9), np.array([0, 2])).row
    array([0, 2], dtype=int32)
    """
    if len(pair) == len(rows):
        return rows
    count = np.diff(rows.start)[pair]
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
    place = np.arange(start[-1]) + np.repeat(rows.start[:-1][pair] - start[:-1], count)
    return PairRows(rows.row[place], start, rows.a[pair], rows.b[pair], rows.until)
