"""Personalised PageRank: who has the attention of some people, and of those whom they listen to.

    r_i = d * sum over j of  r_j * s_ji / s_j  +  ( 1 - d + d * D ) * q_i
    q_i = 1 / number of roots for a root, 0 for others

The letter of PageRank begins at one of the roots: a person, or the members of a
segment or an organization, each as likely. It is handed on along the ties, in proportion to their
strength, and with probability 1 - d, or when its holder writes to nobody (D is the rank of those),
it begins again at a root. What comes out is the share of time it spends with each: high for people
near to the roots in the direction in which they write, and for the roots themselves.

Directed from sender to receiver, over all ties. The values sum to 1; whom no walk from a root
reaches has exactly 0, and a root that is not written to, or without a tie, has what restarts give
it. With everybody for a root it is PageRank. A root given twice counts once.

networkx and igraph mean the same by a personalised PageRank, the holders who write to nobody
included; but igraph counts a root given twice double, and networkx can send those away.
Bounds of rounds and tolerance are those of PageRank.

Cost: O(n + m) a round, 146 rounds at the defaults.

References
----------
Haveliwala, T. "Topic-sensitive PageRank." WWW 2002.
Jeh, G., Widom, J. "Scaling personalized web search." WWW 2003.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from algorithms.options import DEFAULT, Options
from algorithms.people.pagerank import shared_attention
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["personalised_pagerank"]


def personalised_pagerank(
    projection: Projection, roots: NDArray[np.integer], *, options: Options = DEFAULT
) -> Scores:
    """Share out the attention of the roots along the ties until it settles.

    Ann writes to Bob, Bob to Cleo, Dan to Cleo. From Ann's side nobody comes to Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 3], target=[1, 2, 2], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> personalised_pagerank(seen, np.array([0])).values.round(4)
    array([0.3887, 0.3304, 0.2809, 0.    ])
    """
    people = projection.people
    chosen = np.asarray(roots)
    if chosen.ndim != 1 or len(chosen) == 0:
        raise ValueError(f"roots must be at least one person's number, in a row, not {roots!r}")
    if not np.issubdtype(chosen.dtype, np.integer):
        raise ValueError(f"roots must be whole numbers of people, not {chosen.dtype}")
    outside = chosen[(chosen < 0) | (chosen >= people)]
    if len(outside):
        raise ValueError(f"roots must lie in 0 .. {people - 1}, not {outside[0]}")
    restart = np.zeros(people)
    restart[chosen] = 1.0
    found = shared_attention("personalised_pagerank", projection, restart, options)
    return replace(found, parameters={**found.parameters, "roots": int(restart.sum())})
