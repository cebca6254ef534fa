"""Coverage: on which days every feed was heard from, so that a stop of data is no silence.

A *feed* is what one source brings of one channel; its outages are found from its own volume and
that of the others (`outages`). *Heard days* of a pair are those in
which its own feeds worked:

    heard(since, until) = sum over days of  max(0, 1 - 4 * share of the feeds that were out)

so a pair's time stands still while the feeds of a quarter of its contacts are out, and slows down
while lesser ones are. After 90 days the log is known to go on without a feed, and time passes at
the share of the others: 1 instead of 4. A pair that met in it alone has no more time at all.

Cost: O(interactions) once, then O(outages) for each pair.

References
----------
`measures.md` M19: elapsed time of a pair stops where the sources it met in stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from algorithms.feeds.outages import NEVER, Outage, outages
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["Coverage", "coverage"]

_YEAR = 365 * DAY
_WEIGHT = 4.0  # of a share: time stands still while a quarter of the contacts is not heard of
_USED_TO_IT = 90 * DAY  # after so long it is plain that the log goes on without a feed

Floats = NDArray[np.float64]
Shares = NDArray[np.float32]
Moments = NDArray[np.int64]


@dataclass(frozen=True)
class Coverage:
    """What was heard from every feed, day by day, up to ``as_of`` (microseconds).

    ``volume[f, d]`` counts the interactions of feed f on the day ``first_day + d``; ``carries``
    says which feeds a *way* brings, ``way`` which one each row of the timeline came.
    """

    as_of: int
    feeds: tuple[str, ...]
    channels: tuple[str, ...]
    first_day: int
    volume: NDArray[np.int32]
    carries: NDArray[np.bool_]
    way: NDArray[np.integer]
    outages: tuple[Outage, ...]

    @cached_property
    def stopped(self) -> tuple[int, ...]:
        """The feeds that ever had an outage: those whose shares matter."""
        return tuple(sorted({outage.feed for outage in self.outages}))

    def shares(self, timeline: Timeline, rows: PairRows) -> Shares:
        """Give the share of every pair's contacts that came by each of the `stopped` feeds.

        Read from the 365 days up to the pair's last row. One row for each pair.
        """
        found = np.zeros((len(rows), len(self.stopped)), np.float32)
        if not self.stopped or not len(rows):
            return found
        at = timeline.at[rows.row]
        recent = at > np.repeat(at[rows.last] - _YEAR, np.diff(rows.start))
        total = np.add.reduceat(recent, rows.first, dtype=np.float64)
        part = self.carries[:, list(self.stopped)] / self.carries.sum(axis=1, keepdims=True)
        way = self.way[rows.row]
        for k in range(len(self.stopped)):
            carried = np.where(recent, part[:, k][way], 0.0)
            found[:, k] = np.add.reduceat(carried, rows.first) / total
        return found

    def heard(self, shares: Shares, since: Moments | int, until: Moments | int) -> Floats:
        """Give the heard days between two moments, for pairs of these `shares`.

        >>> from algorithms.feeds.coverage import coverage
        >>> days = np.repeat(np.arange(100), 5)
        >>> days = days[(days < 60) | (days >= 80)] * DAY       # 20 days without a word
        >>> found = coverage(days, as_of=100 * DAY)
        >>> found.heard(np.ones((1, 1), np.float32), 50 * DAY, 100 * DAY)
        array([30.])
        """
        begin = np.broadcast_to(np.asarray(since, np.int64), len(shares))
        last = np.broadcast_to(np.asarray(until, np.int64), len(shares))
        if not self.outages:
            return np.maximum((last - begin) / DAY, 0.0)
        days, start = np.zeros(len(shares)), int(np.iinfo(np.int64).min)
        for end, out in self._stretches():
            low, high = np.maximum(begin, start), np.minimum(last, end)
            days += np.maximum(high - low, 0) / DAY * _pace(shares, out)
            start = end
        return days

    def after(self, shares: Shares, since: Moments | int, days: Floats | float) -> Moments:
        """Give the moments at which so many heard days have passed; ``NEVER`` for those that won't.

        The inverse of `heard`; days that are NaN never pass.

        >>> from algorithms.feeds.coverage import coverage
        >>> days = np.repeat(np.arange(60), 5) * DAY
        >>> ended = coverage(np.append(days, 99 * DAY), way=[0] * 300 + [1], feeds=("a", "b"))
        >>> [one.kind for one in ended.outages]
        ['ended']
        >>> met = np.ones((2, 1), np.float32)
        >>> (ended.after(met, 50 * DAY, np.array([5.0, 12.0])) == [55 * DAY, NEVER]).tolist()
        [True, True]
        """
        begin = np.broadcast_to(np.asarray(since, np.int64), len(shares)).copy()
        left = np.broadcast_to(np.asarray(days, np.float64), len(shares)).copy()
        if not self.outages:
            return _moved(begin, left, np.ones(len(left)))
        found = np.full(len(left), NEVER)
        for end, out in self._stretches():
            pace = _pace(shares, out)
            reached = _moved(begin, left, pace)
            here = (found == NEVER) & (begin < end) & (reached <= end) & (reached != NEVER)
            found[here] = reached[here]
            step = np.maximum(end - begin, 0) / DAY * pace
            left = np.where(begin < end, left - step, left)
            begin = np.maximum(begin, end)
        return found

    def at(self, moment: int) -> "Coverage":
        """Give the coverage as it was known at an earlier moment."""
        days = min(self.volume.shape[1], max(moment // DAY - self.first_day + 1, 0))
        seen = replace(self, as_of=moment, volume=self.volume[:, :days], outages=())
        return replace(seen, outages=_found(seen))

    def _stretches(self) -> list[tuple[int, list[tuple[int, float]]]]:
        """The time between borders of outages: where each ends, and the shares that are out in it.

        With the weight that each of them has then.
        """
        borders = {NEVER}
        for one in self.outages:
            borders |= {one.since, min(one.since + _USED_TO_IT, one.until), one.until}
        found, begin = [], int(np.iinfo(np.int64).min)
        for end in sorted(borders):
            out: dict[int, float] = {}
            for one in self.outages:
                if one.since <= begin and end <= one.until:
                    is_new = begin < one.since + _USED_TO_IT
                    out[self.stopped.index(one.feed)] = _WEIGHT if is_new else 1.0
            found.append((end, sorted(out.items())))
            begin = end
        return found


def coverage(
    at: NDArray[np.int64],
    *,
    way: NDArray[np.integer] | Sequence[int] | None = None,
    feeds: Sequence[str] = ("log",),
    channels: Sequence[str] | None = None,
    carries: NDArray[np.bool_] | None = None,
    way_of_row: NDArray[np.integer] | None = None,
    as_of: int | None = None,
) -> Coverage:
    """Find when every feed was heard from.

    Parameters
    ----------
    at, way
        The moment of every interaction, those that tie nobody too, and the way it came: a row of
        *carries*, which says what feeds that way brings. Without *carries* ways are feeds.
    feeds, channels
        The names of the feeds, and the channel each belongs to: by itself unless said.
    carries
        One row for each way, one column for each feed.
    way_of_row
        The way of each row of the timeline; as *way* where interactions are rows.
    as_of
        Nothing after this moment has happened; the last interaction unless said.

    Examples
    --------
    >>> busy = np.repeat(np.arange(100), 5)
    >>> found = coverage(busy[(busy < 60) | (busy >= 80)] * DAY)
    >>> [(one.kind, one.since // DAY, one.until // DAY) for one in found.outages]
    [('pause', 60, 80)]
    """
    moments = np.asarray(at, np.int64)
    ways = np.zeros(len(moments), np.int64) if way is None else np.asarray(way)
    brings = np.eye(len(feeds), dtype=bool) if carries is None else carries
    end = as_of if as_of is not None else int(moments.max(initial=0))
    happened = moments <= end
    day, kept = moments[happened] // DAY, ways[happened]
    first = int(day.min()) if len(day) else end // DAY
    days = end // DAY - first + 1
    by_way = np.bincount(kept * days + (day - first), minlength=len(brings) * days)
    volume = brings.T.astype(np.int64) @ by_way.reshape(len(brings), days)
    found = Coverage(
        as_of=end,
        feeds=tuple(feeds),
        channels=tuple(feeds if channels is None else channels),
        first_day=first,
        volume=volume.astype(np.int32),
        carries=brings,
        way=ways if way_of_row is None else way_of_row,
        outages=(),
    )
    return replace(found, outages=_found(found))


def _found(seen: Coverage) -> tuple[Outage, ...]:
    return outages(seen.volume, seen.channels, first_day=seen.first_day, as_of=seen.as_of)


def _pace(shares: Shares, out: list[tuple[int, float]]) -> Floats:
    """Give how fast a pair's time passes while some feeds are out."""
    pace = np.ones(len(shares))
    for k, weight in out:
        pace -= weight * shares[:, k]
    return np.where(pace < 1e-6, 0.0, pace)


def _moved(begin: Moments, days: Floats, pace: Floats) -> Moments:
    """Give the moments so many days later at a pace; ``NEVER`` where they do not come."""
    comes = ~np.isnan(days) & (pace > 0)
    wait = np.where(comes, np.nan_to_num(days), 0.0) / np.where(comes, pace, 1.0)
    comes &= wait < 1e6
    return np.where(
        comes, begin + np.round(np.where(comes, wait, 0.0) * DAY).astype(np.int64), NEVER
    )
