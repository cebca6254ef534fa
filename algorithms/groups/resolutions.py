"""Resolutions: the same network in few large groups, in many small ones, and between, nested.

At resolution 1 the communities are those of `communities`. Finer levels part each community of the
level before by itself, coarser ones join whole communities of the level after, so that whoever is
together at a level is together at all coarser ones:

    resolution  1/8, 1/4, 1/2  <-  1  ->  2, 4, 8      (each as modularity weighs it: Q at g)

A level may be the same as the next where nothing improves by parting. Each has its number of
communities, its own quality, and its modularity at resolution 1, by which levels can be compared;
the one at 1 need not have the highest. Communities are named at each level by the same rule, so a
community that is the same at two levels has one name at both, and one that was parted mostly leaves
its name to one of its parts.

Cost: one search for each level other than 1; 0.1 s each at 10,000 live pairs, 10 s at 1.7 million.

References
----------
Reichardt, J., Bornholdt, S. "Statistical mechanics of community detection." Physical Review E 74
(2006).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.communities import Communities, communities, described, is_alone, rounds_for
from algorithms.groups.partition_search import LivePairs, Searched, live_pairs, searched
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection

__all__ = ["RESOLUTIONS", "resolutions"]

Labels = NDArray[np.intp]

RESOLUTIONS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def resolutions(
    projection: Projection,
    *,
    levels: Sequence[float] = RESOLUTIONS,
    options: Options = DEFAULT,
) -> tuple[Communities, ...]:
    """Part people at several resolutions, the coarsest first, each level nested in the one before.

    Four threesomes, two and two joined by three pairs, the two halves by one.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> rows = [(k, j) for g in (0, 3, 6, 9) for k, j in ((g, g + 1), (g, g + 2), (g + 1, g + 2))]
    >>> rows += [(0, 3), (1, 4), (2, 5), (6, 9), (7, 10), (8, 11), (0, 6)]
    >>> timeline = Timeline.of(12, *zip(*rows), at=[0] * len(rows))
    >>> seen = projection(ties(timeline, np.ones(len(rows)), as_of=0, half_life=10))
    >>> [len(level) for level in resolutions(seen, levels=(0.1, 1.0, 2.0))]
    [1, 2, 4]
    """
    wanted = sorted(set(levels))
    if not wanted or not (wanted[0] > 0 and wanted[-1] < np.inf):
        raise ValueError(f"levels must be positive numbers, at least one, not {tuple(levels)!r}")
    pairs = live_pairs(projection)
    middle = communities(projection, options=options)
    label = np.unique(middle.membership[pairs.person], return_inverse=True)[1]
    found = {1.0: middle}
    for names, step in (
        ([g for g in reversed(wanted) if g < 1], _coarser),
        ([g for g in wanted if g > 1], _finer),
    ):
        last = label
        for resolution in names:
            last = step(pairs, last, resolution, options.seed)
            parameters = {**middle.parameters, "resolution": resolution, "best_of": 1}
            found[resolution] = described(projection, pairs, last, parameters)
    return tuple(found[resolution] for resolution in wanted)


def _coarser(pairs: LivePairs, label: Labels, resolution: float, seed: int) -> Labels:
    among = _set_up(pairs, resolution).joined(label)
    return among.search(seed, _rounds(pairs))[label]


def _finer(pairs: LivePairs, label: Labels, resolution: float, seed: int) -> Labels:
    return _set_up(pairs, resolution).parted(label).search(seed, _rounds(pairs))


def _set_up(pairs: LivePairs, resolution: float) -> Searched:
    alone = is_alone(len(pairs.a))
    return searched(
        pairs, objective="modularity", resolution=resolution, alone=alone, joins_tips=False
    )


def _rounds(pairs: LivePairs) -> int:
    return rounds_for(len(pairs.a), alone=is_alone(len(pairs.a)))
