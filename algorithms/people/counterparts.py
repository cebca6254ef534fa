"""Counterparts: how many people someone is in touch with, both ways, right now.

    counterparts_i = number of j with  strength_ij >= threshold  and  strength_ji >= threshold

Both strengths are those at the log's last interaction up to the moment asked for, in fresh ones.
The default of 1/16 is what is left of a single note after four half-lives: whoever wrote once long
ago no longer counts, and neither does a crowd that is written to and never answers. Volume does not
count at all: a hundred notes from one person are one counterpart.

Someone without a tie both ways has 0; so has everybody where all contact runs one way.

Cost: O(m log m) for the m ties above the threshold, nearly all of it one sort of integers.

References
----------
Kossinets, G., Watts, D. J. "Empirical analysis of an evolving social network." Science 311
(2006): only ties that run both ways are ties.
"""

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["counterparts"]


def counterparts(
    projection: Projection,
    *,
    options: Options = DEFAULT,  # noqa: ARG001
    threshold: float = 1 / 16,
) -> Scores:
    """Count the people each person has a live tie with in both directions.

    Ann and Bob write to each other; Cleo only writes to Bob.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1, 2], target=[1, 0, 1], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> counterparts(seen).values
    array([1., 1., 0.])
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold must lie in (0, 1], not {threshold!r}")
    alive_until = projection.fades_at - np.log2(threshold) * projection.half_life
    strong = alive_until >= projection.last_at
    source, target = projection.source[strong], projection.target[strong]
    low, high = np.minimum(source, target), np.maximum(source, target)
    pair = np.sort(low.astype(np.int64) * projection.people + high)
    both = pair[1:][pair[1:] == pair[:-1]]  # a pair stands twice where both directions are strong
    low, high = both // max(projection.people, 1), both % max(projection.people, 1)
    found = np.bincount(low, minlength=projection.people)
    found += np.bincount(high, minlength=projection.people)
    return Scores("counterparts", found.astype(np.float64), {"threshold": threshold})
