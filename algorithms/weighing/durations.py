"""Length: a call of an hour is not sixty calls of a minute.

    factor(m) = 2 m / (m + typical)        m minutes, typical: those of a usual one

The table's weight is that of a usual one, so a usual length counts 1, and so does a length that is
not known. Every minute adds less than the one before, and no length counts twice: the curve by
which BM25 keeps the hundredth mention of a word from counting like the first.

At the edges: no time at all counts 0 (what a missed call counts is a row of the table, and no call
counts less than that); a day or more is a date rather than a length (an all-day entry, a trip, a
call that nobody hung up) and counts as not known; a typical length of 0 leaves lengths out of it.

Cost: O(n) for n lengths.

References
----------
Robertson, S., Zaragoza, H. "The Probabilistic Relevance Framework: BM25 and Beyond." Foundations
and Trends in Information Retrieval, 2009 (saturation, section 3.4).
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.model import Kind

__all__ = ["TYPICAL_MINUTES", "length_factor"]

TYPICAL_MINUTES: Mapping[str, float] = MappingProxyType({Kind.CALL: 5.0, Kind.MEETING: 30.0})
"""How long a usual one takes, by kind; the length of other kinds does not count."""

_DAY = 24 * 60.0


def length_factor(
    minutes: NDArray[np.floating], typical: NDArray[np.floating] | float
) -> NDArray[np.float64]:
    """Give what each length counts, against the usual one.

    >>> length_factor(np.array([0, 1, 5, 60, np.nan, 1440]), 5.0).round(3)
    array([0.   , 0.333, 1.   , 1.846, 1.   , 1.   ])
    """
    took = np.asarray(minutes, np.float64)
    usual = np.broadcast_to(np.asarray(typical, np.float64), took.shape)
    told = (took >= 0) & (took < _DAY) & ((usual > 0) | (took == 0))
    found = np.ones(took.shape)
    np.divide(2 * took, took + usual, out=found, where=told & (took > 0))
    found[told & (took == 0)] = 0.0
    return found
