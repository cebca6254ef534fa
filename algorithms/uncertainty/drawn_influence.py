"""Drawn influence: what influence somebody would have in a drawn log, measured by the observed one.

Influence mixes percentiles, and a percentile depends on everybody else. In a drawn log all others
are scattered by the draw too, so the same step of one person passes fewer of them: among people
who are all alike percentiles move by 0.7 of what they truly move from log to log. Each measure of
a drawn log is therefore placed among the values observed:

    part_m(i) = percentile that m*_i would have had there, in between two values by a straight line

after the drawn values were brought to the sum of those observed. Influence is the mean of the
parts by share, as always. Only who has influence in the drawn log has a value.

Cost: O(n log n) for each measure.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import SHARES, Influence
from algorithms.scores import Scores, nine_digits

__all__ = ["drawn_influence", "to_the_same_sum"]

Floats = NDArray[np.float64]


def drawn_influence(
    observed: Influence, drawn: Mapping[str, Scores], *, among: NDArray[np.bool_]
) -> Floats:
    """Give the influence that a drawn log stands for, on the scale of the observed one.

    The drawn log holds the same counts for three people, so each stands where they stood.

    >>> from algorithms.influence import influence
    >>> count = {"in_degree": Scores("in_degree", np.array([9.0, 2.0, 4.0]))}
    >>> everybody = np.ones(3, bool)
    >>> seen = influence(count, among=everybody, shares={"in_degree": 1})
    >>> drawn_influence(seen, count, among=everybody).round(3)
    array([0.833, 0.167, 0.5  ])
    """
    mixed, shares = np.zeros(len(among)), np.zeros(len(among))
    for name, standing in observed.parts.items():
        share = float(observed.parameters.get(f"share_{name}", SHARES.get(name, 0.0)))
        values = np.where(among, drawn[name].values, np.nan)
        part = _placed(to_the_same_sum(values, observed.measures[name].values), standing,
                       observed.measures[name].values)  # fmt: skip
        is_known = ~np.isnan(part)
        mixed[is_known] += share * part[is_known]
        shares[is_known] += share
    found = np.full(len(among), np.nan)
    np.divide(mixed, shares, out=found, where=shares > 0)
    return found


def to_the_same_sum(found: Floats, observed: Floats) -> Floats:
    """Scale values so that those known in both have the sum observed; as they are where that is 0.

    >>> to_the_same_sum(np.array([1.0, 2.0, np.nan]), np.array([3.0, 3.0, 9.0]))
    array([ 2.,  4., nan])
    """
    both = ~np.isnan(found) & ~np.isnan(observed)
    now, before = float(found[both].sum()), float(observed[both].sum())
    return found * (before / now) if now > 0 and before > 0 else found


def _placed(values: Floats, standing: Floats, observed: Floats) -> Floats:
    """The percentiles that values would have among those observed."""
    known = ~np.isnan(standing)
    if not known.any():
        return np.full(len(values), np.nan)
    at, first = np.unique(nine_digits(observed[known]), return_index=True)
    found: Floats = np.interp(nine_digits(values), at, standing[known][first])
    return np.where(np.isnan(values), np.nan, found)
