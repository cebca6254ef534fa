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

A series of meetings stands in a calendar for a year ahead, whether anybody comes or not. So where
at least a tenth of a log's moments are of anything else, only that is counted; a meeting can be the
last interaction, but keeps no log alive.

Cost: O(m) for m sorted moments.
"""

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY

__all__ = ["count_ahead", "last_busy_moment"]

_WEEK = 7 * DAY
_SHARE = 0.05  # of a median week: what the last days must hold
_LEAST = 2  # moments: one alone may be misdated
_OTHERS = 0.1  # of a log's moments, from which on meetings are not counted


def last_busy_moment(
    at: NDArray[np.int64], clock: int, *, is_meeting: NDArray[np.bool_] | None = None
) -> int | None:
    """Find up to when a log is alive: *at* sorted, *clock* and the answer in microseconds.

    A note every day for a month, and one that claims to be a year later:

    >>> found = last_busy_moment(np.array([*range(30), 395]) * DAY, clock=400 * DAY)
    >>> found // DAY
    29
    """
    at = at[: np.searchsorted(at, clock, "right")]
    if len(at) == 0:
        return None
    moments = _distinct(at)
    if is_meeting is not None:
        others = _distinct(at[~is_meeting[: len(at)]])
        moments = others if len(others) >= _OTHERS * len(moments) else moments
    window, needed = _asked(moments)
    if len(moments) < needed:
        return int(at[-1])
    # the preceding window holds as many as needed where the one so many places back is inside it
    busy = np.flatnonzero(moments[needed - 1 :] - moments[: len(moments) - needed + 1] < window)
    if not len(busy):
        return int(at[-1])
    found = int(moments[busy[-1] + needed - 1])
    tail = at[np.searchsorted(at, found, "right") :]  # meetings may come soon after it
    until, since = (np.searchsorted(moments, end, "right") for end in (tail, tail - window))
    alive = np.flatnonzero(until - since >= needed)
    return int(tail[alive[-1]]) if len(alive) else found


def _distinct(ordered: NDArray[np.int64]) -> NDArray[np.int64]:
    return ordered[np.append(True, np.diff(ordered) != 0)] if len(ordered) else ordered


def _asked(moments: NDArray[np.int64]) -> tuple[int, int]:
    """Give a window in microseconds, and how many moments it has to hold."""
    window = _WEEK
    while True:
        bins = moments // window
        filled = np.diff(np.flatnonzero(np.diff(bins, prepend=bins[0] - 1, append=bins[-1] + 1)))
        typical = float(np.median(filled))
        if typical >= _LEAST or window > moments[-1] - moments[0]:
            break
        window *= 4
    return window, max(_LEAST, int(np.ceil(_SHARE * typical)))


def count_ahead(at: NDArray[np.int64], moment: int) -> int:
    """Count what lies after a moment in sorted *at*: planned, misdated or a thin end of the log.

    >>> count_ahead(np.array([1, 5, 9]), 5)
    1
    """
    return len(at) - int(np.searchsorted(at, moment, "right"))
