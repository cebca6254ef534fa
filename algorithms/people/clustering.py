"""Clustering: how many of the people somebody knows also know each other.

    clustering_i = t_i / ( k_i * (k_i - 1) / 2 )

k_i is the number of people i shares a live pair with, t_i the live pairs among those people: the
share of all that could be. 1 where everybody knows everybody, 0 for the hub of a star. What passed
between two people makes no difference as long as their pair is live.

Someone with fewer than two live pairs has nobody to introduce to anybody, and is undefined;
libraries that answer 0 there say the same of them as of the hub of a star.

Cost: that of finding the triangles, O(m sqrt(m)) at worst and near O(m) in sparse networks; they
are found once for a projection, whichever of its measures asks first.

References
----------
Watts, D. J., Strogatz, S. H. "Collective dynamics of small-world networks." Nature 393 (1998).
Latapy, M. "Main-memory triangle computations for very large (sparse (power-law)) graphs."
Theoretical Computer Science 407 (2008).
"""

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["clustering"]


def clustering(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Give the share of each person's contacts who, two by two, share a live pair.

    Ann knows Bob, Cleo and Dan; of these only Bob and Cleo know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0, 0, 1], target=[1, 2, 3, 2], at=[0] * 4)
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> clustering(seen).values.round(3)
    array([0.333, 1.   , 1.   ,   nan])
    """
    known = projection.live_degree
    values = np.full(projection.people, np.nan)
    could_be = known * (known - 1) / 2
    np.divide(projection.joined_contacts, could_be, out=values, where=known > 1)
    return Scores("clustering", values)
