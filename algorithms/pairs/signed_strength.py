"""Signed strength: how much of the recent contact of two people sounded good, and how much bad.

    S+ = sum over k of  w_k * max(s_k, 0)  * 2 ** -((t - t_k) / half-life)
    S- = sum over k of  w_k * max(-s_k, 0) * 2 ** -((t - t_k) / half-life),   t_k <= t

over the interactions k of the two, s_k being their tone (-1 to 1); of each direction and, added up,
of the pair. Answers count them in fresh interactions, as strength; kept are shares of the strongest
pair's strength, which time alone does not change. No tone is stronger than 1, so S+ and S- together
are at most the strength.

Interactions without a tone add nothing. A pair in which none has one is undefined, for silence is
not neutrality; where some do, what is missing of either is 0. How sure a scorer was of a tone is
shown beside it and weighs nothing here: scorers mean different things by it, and a doubtful tone is
a faint one already. What ties nobody, such as ratings, is in no pair.

Cost: O(m) for m rows in (pair, time) order, and next to nothing where no interaction has a tone.

References
----------
Leskovec, J., Huttenlocher, D., Kleinberg, J. "Signed networks in social media." CHI 2010: ties of
both signs in one network, each kept apart.
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["SignedStrength", "Tones", "signed_strength", "tones"]

_MS = 1000.0  # microseconds in a millisecond

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SignedStrength:
    """One column for each pair (a, b), NaN where nothing has a tone.

    ``positive_ways`` and ``negative_ways`` have two rows: what a said to b, and b to a.
    """

    positive_ways: Floats
    negative_ways: Floats

    @property
    def positive_strength(self) -> Floats:
        """S+ of each pair, both directions together."""
        found: Floats = self.positive_ways[0] + self.positive_ways[1]
        return found

    @property
    def negative_strength(self) -> Floats:
        """S- of each pair, both directions together."""
        found: Floats = self.negative_ways[0] + self.negative_ways[1]
        return found


def signed_strength(projection: Projection, timeline: Timeline, rows: PairRows) -> SignedStrength:
    """Give S+ and S- of every pair, in units of the strongest pair.

    Ann thanked Bob one half-life ago and he complained just now, a quarter as loudly; Cleo wrote to
    Bob without a tone:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1, 2], target=[1, 0, 1], at=[0, 10, 10],
    ...                        sentiment=[1, -0.25, np.nan])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=10, half_life=10))
    >>> found = signed_strength(seen, timeline, pair_rows(timeline, np.ones(3), as_of=10))
    >>> found.positive_ways * 1.5, found.negative_strength * 1.5
    (array([[0.5, nan],
           [0. , nan]]), array([0.25,  nan]))
    """
    found = np.full((2, 2, len(rows)), np.nan)
    toned = np.flatnonzero(~np.isnan(timeline.sentiment[rows.row]))
    if len(toned):
        row, pair = rows.row[toned], rows.pair[toned]
        found[:, :, pair] = 0.0
        left = np.exp2((timeline.at[row] / _MS - projection.ref) / projection.half_life)
        left *= rows.weights[toned]
        way = (timeline.source[row] > timeline.target[row]).astype(np.intp)
        for sign, tone in enumerate(_signs(timeline.sentiment[row])):
            for side in (0, 1):
                share = np.bincount(pair, left * tone * (way == side), len(rows))
                found[sign, side] += share
    return SignedStrength(found[0], found[1])


@dataclass(frozen=True)
class Tones:
    """S+ and S- of some rows, and what all of them that have a tone weigh together.

    ``positive`` and ``negative`` are those that one of the two sent, then those of the other.
    """

    positive: tuple[float, float]
    negative: tuple[float, float]
    weight: float


def tones(sentiment: NDArray[np.floating], strength: Floats, is_out: NDArray[np.bool_]) -> Tones:
    """Split what single interactions have left of a strength by their tone.

    >>> found = tones(np.array([1, -0.5, np.nan]), np.ones(3), np.array([True, False, True]))
    >>> found.positive, found.negative, found.weight
    ((1.0, 0.0), (0.0, 0.5), 2.0)
    """
    toned = ~np.isnan(sentiment)
    left, out = strength[toned], is_out[toned]
    plus, minus = (
        (float(np.sum((left * tone)[out])), float(np.sum((left * tone)[~out])))
        for tone in _signs(sentiment[toned])
    )
    return Tones(plus, minus, float(np.sum(left)))


def _signs(sentiment: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """The positive part of tones, and the negative one."""
    tone = sentiment.astype(np.float64)
    return np.maximum(tone, 0.0), np.maximum(-tone, 0.0)
