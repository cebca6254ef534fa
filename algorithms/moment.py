"""The last busy moment: up to when a log is alive, so that old logs are not read as dead ones.

It is the last interaction, not after the clock, whose preceding 7 days (its own moment included)
hold at least 5 % of the median non-empty week of the log up to the clock, and at least two moments.
Weeks are aligned 7-day bins counted from the epoch (1970-01-01T00:00Z, so they begin on
Thursdays); median of the bins that hold anything. What is counted is distinct moments, so that a
mail to forty or a meeting's rows weigh no more than a note, and one misdated record, however many
it reached, moves nothing.

At the edges: where the median week holds fewer than two moments, weeks are too short to tell a
misdated record from a quiet one, and the same is asked with windows and bins of 28, 112, 448, ...
days; a log so thin that no window tells takes its last interaction. An empty log has none.

Cost: O(m) for m sorted moments.
"""

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY

__all__ = ["count_ahead", "last_busy_moment"]

_WEEK = 7 * DAY
_SHARE = 0.05  # of a median week: what the last days must hold
_LEAST = 2  # moments: one alone may be misdated


def last_busy_moment(at: NDArray[np.int64], clock: int) -> int | None:
    """Find up to when a log is alive: *at* sorted, *clock* and the answer in microseconds.

    A note every day for a month, and one that claims to be a year later:

    >>> found = last_busy_moment(np.array([*range(30), 395]) * DAY, clock=400 * DAY)
    >>> found // DAY
    29
    """
    at = at[: np.searchsorted(at, clock, "right")]
    if len(at) == 0:
        return None
    moments = at[np.flatnonzero(np.diff(at, prepend=at[0] - 1))]
    window = _WEEK
    while True:
        bins = moments // window
        filled = np.diff(np.flatnonzero(np.diff(bins, prepend=bins[0] - 1, append=bins[-1] + 1)))
        typical = float(np.median(filled))
        if typical >= _LEAST or window > moments[-1] - moments[0]:
            break
        window *= 4
    needed = max(_LEAST, int(np.ceil(_SHARE * typical)))
    if len(moments) < needed:
        return int(moments[-1])
    # the preceding window holds as many as needed where the one so many places back is inside it
    busy = np.flatnonzero(moments[needed - 1 :] - moments[: len(moments) - needed + 1] < window)
    return int(moments[busy[-1] + needed - 1]) if len(busy) else int(moments[-1])


def count_ahead(at: NDArray[np.int64], moment: int) -> int:
    """Count what lies after a moment in sorted *at*: planned, misdated or a thin end of the log.

    >>> count_ahead(np.array([1, 5, 9]), 5)
    1
    """
    return len(at) - int(np.searchsorted(at, moment, "right"))
