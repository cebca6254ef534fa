"""Kept measures: several measures of one projection, one after the other.

Those of the table (`measures`) that runs hold, in its order; what one of them has laid out to be
walked on serves the next.

Cost: that of the measures.
"""

from collections.abc import Collection

from algorithms.measures import KEPT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["kept_measures"]


def kept_measures(
    projection: Projection, names: Collection[str], *, options: Options
) -> dict[str, Scores]:
    """Give the scores of the measures named, among those that runs hold.

    >>> import numpy as np
    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(2, source=[0], target=[1], at=[0])
    >>> seen = projection(ties(timeline, np.ones(1), as_of=0, half_life=10))
    >>> found = kept_measures(seen, {"in_degree", "degree"}, options=Options())
    >>> {name: scores.values.tolist() for name, scores in found.items()}
    {'degree': [1.0, 1.0], 'in_degree': [0.0, 1.0]}
    """
    chosen = (measure for measure in KEPT if measure.name in names)
    return {one.name: one.scores(projection, options=options) for one in chosen}
