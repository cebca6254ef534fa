"""Articulation: into how many more pieces the network falls if somebody leaves.

    articulation_i = (components that the others of i's component form without i)  -  1

Read on live pairs. 0 for whoever can be spared without anybody losing touch with anybody, also for
those without a live pair and for two who have only each other: what is left is one piece or none.
Above 0 exactly for the articulation points of the network. It counts pieces, not people: the hub of
a star of ten has 9, and so has somebody whom ten departments go through.

The pieces around i are as many as the blocks that i belongs to, a block being a largest group of
people, or a single pair, that holds together whoever of them leaves. So one walk through the
network answers for everybody.

Cost: O(n + m), and one sort of the people by block.

References
----------
Hopcroft, J., Tarjan, R. "Algorithm 447: efficient algorithms for graph manipulation."
Communications of the ACM 16 (1973).
"""

from itertools import chain

import igraph
import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["articulation"]


def articulation(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the pieces that would lose touch with each other without each person.

    Ann knows Bob, Cleo and Dan; Bob and Cleo know each other. Without Ann, Dan is on his own.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 0, 0, 1], target=[1, 2, 3, 2], at=[0] * 4)
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> articulation(seen).values
    array([1., 0., 0., 0., 0.])
    """
    people, live = projection.people, projection.live
    # the base class gives, for every block, the pairs of a tree that joins its members; the method
    # of the class above it makes an object of each block, and takes twice as long
    trees = igraph.GraphBase.biconnected_components(projection.live_graph, False)
    pair = np.fromiter(chain.from_iterable(trees), np.int64)
    block = np.repeat(np.arange(len(trees)), np.fromiter(map(len, trees), np.int64, len(trees)))
    ends = np.concatenate([projection.a[live][pair], projection.b[live][pair]])
    member = np.unique(np.tile(block * people, 2) + ends) % max(people, 1)
    blocks = np.bincount(member, minlength=people)
    return Scores("articulation", np.maximum(blocks - 1.0, 0.0))
