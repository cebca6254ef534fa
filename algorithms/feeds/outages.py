"""Outages: when a feed stopped bringing what happened, and what its silence is taken for.

A *feed* is what one source brings of one channel. Its *base* is its volume by weekday over the
up to 56 days before a moment in which it worked. Days at the bottom of it (at most 5 % of what the
weekday brings) in a row are a *gap*. A gap is improbable by

    surprise = sum over its days of  min(2.5, k log(1 + m / k)),    m the weekday's mean volume,

minus the log of the chance of such a gap under a negative binomial law of size k (the feed's own
unevenness), each day counted as at most 2.5, for days hang together. From 9 on, and from twice the
surprise of any earlier gap of the feed, it is an outage: four busy days at least, no weekend, no
single holiday. It is told apart by what the others did:

    outage    this feed stopped while others went on, and came back
    ended     it has not come back by the moment we look from
    pause     everything stopped: the data, or everybody at once
    holiday   everything stopped, as it did in an earlier year at that time

Where the others went on at a part of their usual volume, as in a summer, the surprise is that part
of itself. Where another feed of the channel took its volume over, nothing is missing. Nothing
after ``as_of`` is read: an outage is known from the day on which it has become improbable.

The confidence is 1 / (1 + exp(6 - surprise)), and of a pause or a holiday 0.6 of it: two things
explain it, and which of them it was the log does not tell.

Cost: O(days) for each feed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.feeds.gaps import IMPROBABLE, Gap, gaps_of
from graph.moments import DAY

__all__ = ["NEVER", "OUTAGES", "Outage", "outages", "quiet_a_year_before"]

NEVER = int(np.iinfo(np.int64).max)  # the moment of what does not come back

OUTAGES = ("outage", "ended", "pause", "holiday")
_TAKEN_OVER = 0.5  # of a feed's usual volume, gained by others of its channel
_SHIFTS = np.arange(-8, 9)  # days by which a holiday moves from year to year
_QUIET = 0.25  # of the usual volume: the others stopped too


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch in which a feed was not heard from; microseconds, whole days.

    ``until`` is the first moment after it, ``NEVER`` where it has not come back.
    ``missing`` is how many interactions were to be expected in it; ``kind`` one of ``OUTAGES``.
    """

    feed: int
    since: int
    until: int
    kind: str
    missing: float
    confidence: float


@dataclass(frozen=True)
class _Seen:
    volume: NDArray[np.int32]
    channels: Sequence[str]
    first_day: int
    as_of: int


def outages(
    volume: NDArray[np.int32], channels: Sequence[str], *, first_day: int, as_of: int
) -> tuple[Outage, ...]:
    """Judge the gaps of every feed by what the other feeds did in them, oldest first.

    *volume* has a row of days for each feed, the first of them ``first_day``.

    >>> volume = np.full((2, 100), 5, np.int32)
    >>> volume[0, 60:80] = 0
    >>> found = outages(volume, ("mail", "chat"), first_day=0, as_of=100 * DAY - 1)
    >>> [(one.feed, one.kind, one.since // DAY, one.until // DAY) for one in found]
    [(0, 'outage', 60, 80)]
    """
    seen = _Seen(volume, channels, first_day, as_of)
    gaps = [
        (feed, gap)
        for feed in range(len(volume))
        for gap in gaps_of(seen.volume[feed], seen.first_day, seen.as_of)
        if not _is_taken_over(seen, feed, gap)
    ]
    found = [_judged(seen, feed, gap) for feed, gap in gaps]
    known = (one for one in found if one is not None)
    return tuple(sorted(known, key=lambda one: (one.since, one.feed)))


def _judged(seen: _Seen, feed: int, gap: Gap) -> Outage | None:
    """Say what a gap is; none where the others went on, but so much less that it is no wonder."""
    others = np.delete(seen.volume, feed, axis=0)
    usual = _usual(others, gap) * (gap.end - gap.begin)
    went_on = others[:, gap.begin : gap.end].sum() / usual if usual > 0 else 0.0
    surprise = gap.surprise
    if went_on > _QUIET:
        kind = "ended" if gap.is_open else "outage"
        surprise *= min(went_on, 1.0)
        if surprise < IMPROBABLE:
            return None
    elif quiet_a_year_before(seen.volume.sum(axis=0), gap.begin, gap.end):
        kind = "holiday"
    else:
        kind = "ended" if gap.is_open else "pause"
    likely = 1 / (1 + np.exp(6 - surprise))
    return Outage(
        feed=feed,
        since=(seen.first_day + gap.begin) * DAY,
        until=NEVER if gap.is_open else (seen.first_day + gap.end) * DAY,
        kind=kind,
        missing=gap.missing,
        confidence=float(likely * (0.6 if kind in ("pause", "holiday") else 1.0)),
    )


def quiet_a_year_before(volume: NDArray[np.integer], begin: int, end: int) -> bool:
    """Whether days as these were quiet in an earlier year too, some days sooner or later.

    >>> volume = np.full(800, 5)
    >>> volume[[*range(335, 350), *range(700, 715)]] = 0
    >>> quiet_a_year_before(volume, 700, 715), quiet_a_year_before(volume, 500, 515)
    (True, False)
    """
    before = np.append(0, np.cumsum(volume))  # what all days before each brought
    for years in range(1, begin // 365 + 1):
        around = begin - round(365.25 * years)
        low, high = max(around - 63, 0), max(around - 7, 0)
        if high - low < 28 or before[high] == before[low]:
            continue
        usual = (before[high] - before[low]) / (high - low)
        since, until = around + _SHIFTS, np.minimum(around + _SHIFTS + end - begin, len(volume))
        if (before[until] - before[since] <= _QUIET * usual * (until - since)).any():
            return True
    return False


def _is_taken_over(seen: _Seen, feed: int, gap: Gap) -> bool:
    """Whether others of the feed's channel brought in the gap what it used to bring."""
    mates = [k for k, name in enumerate(seen.channels) if name == seen.channels[feed] and k != feed]
    if not mates:
        return False
    length = gap.end - gap.begin
    gained = seen.volume[mates, gap.begin : gap.end].sum() / length - _usual(
        seen.volume[mates], gap
    )
    return bool(gained >= _TAKEN_OVER * gap.missing / length)


def _usual(volume: NDArray[np.int32], gap: Gap) -> float:
    """Give what some feeds together brought a day in the eight weeks before a gap."""
    before = volume[:, max(gap.begin - 56, 0) : gap.begin]
    return float(before.sum() / max(before.shape[1], 1))
