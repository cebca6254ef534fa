"""Movement: who rose and who fell between two moments, among those who were there at both.

    places_i = place_i then - place_i now
    rise_i   = log2((place_i then + 1) / (place_i now + 1))

A place is the rank among the people who have one at both moments, so that nobody falls because
newcomers arrived, or rises because somebody left. Rise counts doublings: from 160th to 140th are
twenty places and 0.2, from 5th to 1st are four places and 1.6. The first places are the hardest to
win, and few ever look further down; percentiles would call 160th to 140th five times as much. One
more in both counts keeps a swap of the first two (0.6) from outdoing everything below. Losing the
same is the same with a minus: the order of falling is that of rising, the other way round.

Places equal at a moment are the same; somebody without a rank at one of the moments has no
movement (NaN) and is new or gone.

Cost: O(n log n).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.scores import nine_digits, ranks

__all__ = ["Movement", "movement"]


@dataclass(frozen=True)
class Movement:
    """For each person: the rise in doublings, and in places; NaN and 0 without both ranks."""

    rise: NDArray[np.float64]
    places: NDArray[np.int64]

    def order(self, *, upwards: bool) -> NDArray[np.intp]:
        """Give those who rose (or fell), most first, equals by number."""
        gain = self.rise if upwards else -self.rise
        who = np.flatnonzero(gain > 0)
        return who[np.argsort(-gain[who], kind="stable")]


def movement(then: NDArray[np.integer], now: NDArray[np.integer]) -> Movement:
    """Compare two rankings of the same people; the rank 0 stands for none.

    The second person left; the third, once behind them, is where they were.

    >>> found = movement(np.array([1, 2, 3, 4]), np.array([1, 0, 3, 2]))
    >>> found.places, found.rise.round(3)
    (array([ 0,  0, -1,  1]), array([ 0.   ,    nan, -0.415,  0.415]))
    """
    both = (then > 0) & (now > 0)
    before, after = (
        ranks(np.where(both, -rank.astype(np.float64), np.nan)) for rank in (then, now)
    )
    rise = np.full(len(then), np.nan)
    rise[both] = nine_digits(np.log2(before[both] + 1) - np.log2(after[both] + 1))
    return Movement(rise, np.where(both, before - after, 0))
