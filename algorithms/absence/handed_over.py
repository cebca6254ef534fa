"""Handed over: contacts of somebody who has left whom a colleague keeps in touch with instead.

A contact c of a departed person d is handed over if d's colleagues, from two weeks before the
departure on, are in touch with c on more days than they were in as long a time before: by at least
a quarter of the days that c and d would have been, for whoever takes over begins slowly, and by
more than chance brings in nine cases of ten,

    gained = after - before >= max(expected / 4, 1.28 sqrt(after + before))

The successor is the colleague who gained most. Nothing is lost then but a name, and the pair need
not stand in the list of what weakens.

Cost: O(pairs log pairs) once where somebody has left, then O(ties of c) for each contact.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["successors"]

_AHEAD = 14 * DAY
_QUARTER = 0.25
_CHANCE = 1.28  # standard deviations, of two counts that are drawn alike


def successors(
    timeline: Timeline,
    rows: PairRows,
    pair: NDArray[np.int64],
    departed: NDArray[np.integer],
    since: NDArray[np.int64],
    usual_gap: NDArray[np.float64],
    organization: NDArray[np.int32],
    *,
    as_of: int,
) -> NDArray[np.int32]:
    """Give for each of some pairs who took the departed one's place; -1 for nobody.

    *departed* is which of the two has left, *since* when; *organization* says who are colleagues.

    Ann wrote to Cid weekly and left after day 70; Bob writes to him since:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> day = np.arange(20) * 7
    >>> timeline = Timeline.of(3, source=day >= 70, target=np.full(20, 2), at=day * DAY)
    >>> rows = pair_rows(timeline, np.ones(20), as_of=140 * DAY)
    >>> successors(timeline, rows, np.array([0]), np.array([0]), np.array([64 * DAY]),
    ...            np.array([7.0]), np.array([0, 0, 1], np.int32), as_of=140 * DAY)
    array([1], dtype=int32)
    """
    found = np.full(len(pair), -1, np.int32)
    if not len(pair):
        return found
    ends = np.concatenate([rows.a, rows.b])
    order = np.argsort(ends, kind="stable")
    ends = ends[order]
    contacts = rows.a[pair] + rows.b[pair] - departed
    low, high = (np.searchsorted(ends, contacts, side) for side in ("left", "right"))
    last_day = timeline.at[rows.row[rows.last]] // DAY * DAY
    for k, contact in enumerate(contacts.tolist()):
        gone = int(departed[k])
        begin = int(since[k]) - _AHEAD
        others = order[low[k] : high[k]] % len(rows)
        others = others[last_day[others] >= begin]  # the rest have gained nothing since
        mates = rows.a[others] + rows.b[others] - contact
        is_mate = (mates != gone) & (organization[mates] == organization[gone])
        if organization[gone] < 0 or not is_mate.any():
            continue
        after, before = _days(timeline, rows, others[is_mate], begin, as_of)
        gained = np.where(after - before >= _CHANCE * np.sqrt(after + before), after - before, 0)
        best = int(np.argmax(gained))
        if gained[best] >= max(_QUARTER * (as_of - begin) / DAY / usual_gap[k], 1.0):
            found[k] = mates[is_mate][best]
    return found


def _days(
    timeline: Timeline, rows: PairRows, pair: NDArray[np.integer], begin: int, as_of: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the days on which pairs were in touch from a moment on, and as long a time before."""
    length = rows.start[pair + 1] - rows.start[pair]
    number = np.repeat(np.arange(len(pair)), length)
    place = np.arange(length.sum()) + np.repeat(
        rows.start[pair] - np.cumsum(length) + length, length
    )
    day = timeline.at[rows.row[place]] // DAY * DAY
    is_new = (np.diff(day, prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    is_after = is_new & (day >= begin) & (day <= as_of)
    is_before = is_new & (day >= 2 * begin - as_of) & (day < begin)
    after = np.bincount(number[is_after], minlength=len(pair))
    return after, np.bincount(number[is_before], minlength=len(pair))
