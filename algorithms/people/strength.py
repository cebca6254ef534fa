"""Strength: how much contact somebody has in all, old contact counting less.

    strength_i     = in_strength_i + out_strength_i
    in_strength_i  = sum over j of  2 ** ((f_ji - ref) / half-life)
    out_strength_i = sum over j of  2 ** ((f_ij - ref) / half-life)

f_ij is when the tie from i to j fades to one fresh interaction, ref when the strongest of all does:
that is the unit, so that time alone changes nothing. In fresh interactions, at a moment from the
last interaction on, the same is

    value * 2 ** ((ref - moment) / half-life)

All ties count, live or not; what faded adds next to nothing. Someone without a tie has 0.

Cost: O(n + m).

References
----------
Barrat, A. et al. "The architecture of complex weighted networks." PNAS 101 (2004).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["in_fresh_interactions", "in_strength", "out_strength", "strength"]


def strength(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Add up the ties of each person, both directions, in units of the strongest pair.

    Ann wrote twice to Bob, Bob once to Cleo, all at one moment.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 1], target=[1, 1, 2], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> strength(seen).values, in_strength(seen).values, out_strength(seen).values
    (array([1. , 1.5, 0.5]), array([0. , 1. , 0.5]), array([1. , 0.5, 0. ]))
    """
    return Scores("strength", _sum(projection, projection.source, projection.target))


def in_strength(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Add up what reaches each person, in units of the strongest pair."""
    return Scores("in_strength", _sum(projection, projection.target))


def out_strength(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Add up what each person sends, in units of the strongest pair."""
    return Scores("out_strength", _sum(projection, projection.source))


def in_fresh_interactions(
    values: NDArray[np.float64], projection: Projection, *, moment: float
) -> NDArray[np.float64]:
    """Turn strengths in units of the strongest pair into fresh interactions at a moment.

    ``moment`` is in milliseconds since the epoch, at or after the last interaction.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=1000))
    >>> in_fresh_interactions(strength(seen).values, seen, moment=1.0)  # one half-life later
    array([1., 1.])
    """
    if moment < projection.last_at:
        raise ValueError(
            f"moment must be at or after the last interaction, {projection.last_at!r} ms,"
            f" not {moment!r}"
        )
    unit = np.exp2((projection.ref - moment) / projection.half_life)
    return np.asarray(values * unit)


def _sum(projection: Projection, *ends: NDArray[np.int32]) -> NDArray[np.float64]:
    found = np.zeros(projection.people)
    for end in ends:
        found += np.bincount(end, projection.weight, projection.people)
    return found
