"""Direction balance: which of two people does the reaching out.

    direction_balance = (contacts from a - contacts from b) / contacts of the two

It is 1 where only a writes and b never does, -1 the other way round, and 0 where both do alike. A
contact both took part in at once, a meeting or a call, comes from neither and counts below the
line: whoever meets is not out of balance. Interactions are counted, whatever they weigh, over all
time, live or not; every pair has a value.

Cost: O(m) for m rows in (pair, time) order.

References
----------
Raeder, T., Lizardo, O., Hachen, D., Chawla, N. "Predictors of short-term decay of cell phone
contacts in a large scale communication network." Social Networks 33 (2011): one-sided ties decay.
"""

import numpy as np

from algorithms.pairs.scores import PairScores
from algorithms.rows.contacts import contacts
from algorithms.rows.pair_rows import PairRows
from graph.timeline import Timeline

__all__ = ["direction_balance"]


def direction_balance(timeline: Timeline, rows: PairRows) -> PairScores:
    """Tell for every pair who reaches out to whom.

    Ann wrote to Bob three times, and he to her once.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0, 1, 0], target=[1, 1, 0, 1], at=[0, 1, 2, 3])
    >>> direction_balance(timeline, pair_rows(timeline, np.ones(4), as_of=3)).values
    array([0.5])
    """
    found = contacts(timeline, rows)
    if len(found) == 0:
        return PairScores("direction_balance", np.zeros(0))
    ways = np.add.reduceat(found.way, found.start[:-1], dtype=np.int64)
    return PairScores("direction_balance", ways / np.diff(found.start))
