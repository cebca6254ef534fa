"""Articulation: into how many more pieces the network falls if somebody leaves.

    articulation_i = (components that the others of i's component form without i)  -  1

Read on live pairs. 0 for whoever can be spared without anybody losing touch with anybody, also for
those without a live pair and for two who have only each other: what is left is one piece or none.
Above 0 exactly for the articulation points of the network. It counts pieces, not people: the hub of
a star of ten has 9, and so has somebody whom ten departments go through.

The pieces around i are as many as the blocks that i belongs to, a block being a largest group of
people, or a single pair, that holds together whoever of them leaves. So one walk through the
network answers for everybody: it enters each block by one of its people, who is the parent of
whoever of the block is met first after that.

Cost: O(n + m).

References
----------
Hopcroft, J., Tarjan, R. "Algorithm 447: efficient algorithms for graph manipulation."
Communications of the ACM 16 (1973).
Tarjan, R. E., Vishkin, U. "An efficient parallel biconnectivity algorithm." SIAM J. Computing 14
(1985).
"""

import numpy as np

from algorithms.network.spanning import blocks
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
    near, tree = projection.live_neighbours, projection.live_spanning
    block = blocks(near, tree)
    below = tree.child[::-1]
    member = np.full(len(near), -1)
    member[block.take(below)] = below  # of each block the place that comes first, and stays
    top = tree.parent.take(member.compress(member >= 0))
    pieces = np.bincount(top, minlength=len(near))
    pieces -= tree.parent < 0  # whoever nothing stands above is in one block less
    return Scores("articulation", near.of_people(pieces, projection.people))
