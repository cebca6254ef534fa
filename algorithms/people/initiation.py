"""Initiation: how many of somebody's conversations are begun by them rather than by the others.

    initiation_i = sum over j of (exchanges with j that i began)
                 / sum over j of (exchanges with j that i or j began)

An exchange begins after a silence of more than a week, or of the pair's usual gap if that is
longer. 1 is somebody who always makes the first move, 0 somebody who only ever answers, or does
not; one half is balanced. Who writes most does not matter, only who begins.

All exchanges up to the moment count alike, of pairs live or not. Exchanges that began with a
meeting, or with both writing at one moment, were begun by nobody and are left out; whoever has no
others is undefined, and so is everybody where the projection was made without exchanges.

Cost: O(m) for m pairs, after the exchanges are counted.

References
----------
Eckmann, J.-P., Moses, E., Sergi, D. "Entropy of dialogues creates coherent structures in e-mail
traffic." PNAS 101 (2004).
Kossinets, G., Watts, D. J. "Empirical analysis of an evolving social network." Science 311 (2006).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["exchanges_of", "initiation"]


def initiation(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Give the share of each person's exchanges that they began.

    Ann began three exchanges with Bob and he one; Cleo began the only one with Ann.

    >>> from dataclasses import replace
    >>> from algorithms.rhythm.exchanges import Begun
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 2], target=[1, 0], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> counted = Begun(by_a=np.array([3, 0]), by_b=np.array([1, 1]))
    >>> initiation(replace(seen, exchanges=counted)).values
    array([0.6 , 0.25, 1.  ])
    """
    found = np.full(projection.people, np.nan)
    counted, n = projection.exchanges, projection.people
    if counted is None:
        return Scores("initiation", found)
    begun = np.bincount(projection.a, counted.by_a, n) + np.bincount(projection.b, counted.by_b, n)
    all_of_them = exchanges_of(projection)
    np.divide(begun, all_of_them, out=found, where=all_of_them > 0)
    return Scores("initiation", found)


def exchanges_of(projection: Projection) -> NDArray[np.float64]:
    """Give how many exchanges of each person one of the two began."""
    counted, n = projection.exchanges, projection.people
    if counted is None:
        return np.zeros(n)
    either = counted.by_a + counted.by_b
    found = np.bincount(projection.a, either, n) + np.bincount(projection.b, either, n)
    return found.astype(np.float64)
