"""Initiation spread: how far the share of conversations that somebody began could be off.

Logs drawn again cannot tell: drawing interactions tears conversations apart, and makes silences
where there were none. So conversations are drawn, each counting as much as an exponential number of
mean 1 says, and everybody is given one more that they began and one that they did not (Laplace's
rule), so that whoever began their only one is not sure to begin all. Over infinitely many such
draws the share is distributed as

    x*_i ~ Beta(b_i + 1, o_i + 1)            b_i begun by i, o_i by the others

and how far it moves needs no dice:

    s_i = sqrt(v_i + (m_i - x_i) ** 2)       m_i and v_i the mean and variance of x*_i

Intervals at 90 % then hold the true rank for 90 to 98 % of people in logs of one conversation a
person up to forty, also among people who are all alike; with halves in place of ones (Jeffreys)
for 81 to 97 %. Undefined where initiation is.

Cost: O(m) for m pairs.

References
----------
Rubin, D. "The Bayesian bootstrap." Annals of Statistics 9 (1981).
Agresti, A., Caffo, B. "Simple and effective confidence intervals for proportions and differences of
proportions result from adding two successes and two failures." American Statistician 54 (2000).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.people.initiation import exchanges_of, initiation
from algorithms.projection import Projection
from algorithms.scores import nine_digits
from algorithms.uncertainty.rank_intervals import Spread

__all__ = ["initiation_spread"]


def initiation_spread(projection: Projection, *, among: NDArray[np.bool_] | None = None) -> Spread:
    """Give how far initiation moves among all, or those marked; the projection has exchanges.

    Ann began all of four conversations with Bob, Cleo her only one with Dan: of her less is known.

    >>> from dataclasses import replace
    >>> from algorithms.rhythm.exchanges import Begun
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 2], target=[1, 3], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> seen = replace(seen, exchanges=Begun(by_a=np.array([4, 1]), by_b=np.array([0, 0])))
    >>> initiation_spread(seen).moves.round(2)
    array([0.22, 0.22, 0.41, 0.41])
    """
    x = initiation(projection).values
    if among is not None:
        x = np.where(among, x, np.nan)
    either = exchanges_of(projection)
    mean = (x * either + 1) / (either + 2)
    variance = mean * (1 - mean) / (either + 3)
    return Spread(nine_digits(x), np.sqrt(variance + (mean - x) ** 2), repetitions=0)
