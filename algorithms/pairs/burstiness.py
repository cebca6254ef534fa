"""Burstiness: whether two people are in touch at an even pace, or in bursts with silence between.

With r = (standard deviation) / (mean) of the n gaps between a pair's interactions,

    burstiness = (sqrt(n + 1) * r - sqrt(n - 1)) / ((sqrt(n + 1) - 2) * r + sqrt(n - 1))

It is -1 where all gaps are equal, 1 where all but one are zero, and 0 where r ** 2 is what moments
drawn at random between the first and the last give on average, (n - 1) / (n + 1). For many gaps it
nears Goh and Barabasi's (r - 1) / (r + 1), which for few of them stays far below 1 however bursty a
pair is; this form keeps its ends and its middle for three interactions as for three thousand. The
deviation is that of the gaps themselves (divided by n).

All interactions that count are read, both directions together, live or not; a meeting is one. Equal
moments leave a gap of zero. Undefined are pairs with fewer than three interactions, and those that
had all of them at one moment. Time that passes after the last one changes nothing.

Cost: O(m) for m rows in (pair, time) order.

References
----------
Goh, K.-I., Barabasi, A.-L. "Burstiness and memory in complex systems." EPL 81 (2008) 48002.
Kim, E.-K., Jo, H.-H. "Measuring burstiness for finite event sequences." Physical Review E 94 (2016)
032311: the form above.
Navarro, H. et al. "Temporal patterns behind the strength of persistent ties." EPJ Data Science 6:31
(2017): bursty ties decay sooner.
"""

import numpy as np

from algorithms.pairs.scores import PairScores
from algorithms.rows.contacts import contacts
from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["burstiness"]

_LEAST_GAPS = 2


def burstiness(timeline: Timeline, rows: PairRows) -> PairScores:
    """Tell bursts from an even pace, for every pair with at least three interactions.

    Ann and Bob are in touch every ten; Ann and Cleo twice in a row and once much later.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(3, source=[0] * 6, target=[1, 2, 2, 1, 1, 2],
    ...                        at=[0, 0, 0, 10, 20, 99])
    >>> burstiness(timeline, pair_rows(timeline, np.ones(6), as_of=99)).values
    array([-1.,  1.])
    """
    found = contacts(timeline, rows)
    values = np.full(len(found), np.nan)
    if len(found) == 0:
        return PairScores("burstiness", values)
    first, last = found.start[:-1], found.start[1:] - 1
    n = (last - first).astype(np.float64)
    mean = (found.at[last] - found.at[first]) / np.maximum(n, 1)

    apart = np.diff(found.at, append=0).astype(np.float64)
    apart -= mean[found.pair]
    apart[last] = 0.0  # what lies between two pairs is no gap
    apart *= apart
    deviation = np.sqrt(np.add.reduceat(apart, first) / np.maximum(n, 1))

    known = np.flatnonzero((n >= _LEAST_GAPS) & (mean > 0))
    n, r = n[known], deviation[known] / mean[known]
    wide, narrow = np.sqrt(n + 1), np.sqrt(n - 1)
    bursts = (wide * r - narrow) / ((wide - 2) * r + narrow)
    values[known] = np.clip(bursts, -1.0, 1.0)  # roundings apart it lies there by itself
    return PairScores("burstiness", values)
