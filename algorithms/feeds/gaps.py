"""Gaps: stretches in which a feed brought improbably little, against its own weeks before.

The formula stands in `algorithms.feeds.coverage`. A feed of less than 28 days, or of fewer than 10
days with anything, has no base and no gap. The day of ``as_of`` counts by the part of it that is
over.

The silence of a feed that works by fits and starts is no news. Of the silences within eight times
the length of a gap before it, two as long (a gap a fifth longer counts as such), or one half as
long that came too early to be judged, make it what the feed does. Where a feed speaks on fewer
than half of its days, and in clusters (at most half as many stretches of silence as days thrown
at random would leave), a gap needs three silences before it, and twice the longest of them.

Cost: O(days), and O(56) for each stretch of four silent days or more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY

__all__ = ["IMPROBABLE", "Gap", "gaps_of"]

_BASE = 56  # days that a base is read from
_LEAST_DAYS = 28  # below, there is no base
_LEAST_ACTIVE = 10
_BOTTOM = 0.05  # of what the weekday brings: a day at the bottom
_MOST = 2.5  # a day's surprise, at most
IMPROBABLE = 9.0
_LEAST_LENGTH = 4
_WORSE = 2.0  # than any earlier gap
_REMEMBERED = 8  # times a silence: those before it that it is held against
_SHOWN = 2  # silences as long, after which one more is what the feed does
_LONGER = 1.2  # than those silences
_SELDOM = 0.5  # of the days; below, and in clusters, a feed first shows so many silences
_SILENCES = 3
_YEAR = 365

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Gap:
    """Days ``begin`` to ``end`` (first after it) of a feed; ``is_open`` if it has not come back."""

    begin: int
    end: int
    is_open: bool
    surprise: float
    missing: float


@dataclass(frozen=True, slots=True)
class _Silence:
    end: int
    length: int
    is_judged: bool


def gaps_of(volume: NDArray[np.integer], first_day: int, as_of: int) -> list[Gap]:
    """Find the improbable gaps of one feed, oldest first.

    Five a day, but for twelve days:

    >>> volume = np.full(100, 5)
    >>> volume[60:72] = 0
    >>> [(gap.begin, gap.end, gap.missing) for gap in gaps_of(volume, 0, 100 * DAY - 1)]
    [(60, 72, 60.0)]
    """
    days = len(volume)
    if not days:
        return []
    weekday = (first_day + np.arange(days)) % 7
    part = np.ones(days)
    part[-1] = max((as_of % DAY + 1) / DAY, 1e-9) if as_of // DAY == first_day + days - 1 else 1.0
    works = np.ones(days, bool)
    works[: int(np.argmax(volume > 0))] = False  # before its first word it was not there
    found: list[Gap] = []
    ordinary = 0.0
    shown: list[_Silence] = []
    for since, until in _silent(volume):
        base = _base(volume, weekday, works, since)
        is_usual = _is_usual(shown, since, until, is_seldom=_is_seldom(volume, works, since))
        shown.append(_Silence(until, until - since, base is not None))
        if base is None or is_usual:
            continue
        mean, size = base
        begin, end = _widened(volume, mean[weekday], since, until)
        if end - begin < _LEAST_LENGTH:
            continue
        while begin < end - 1 and mean[weekday[begin]] == 0:  # it stopped on a Monday
            begin += 1
        expected = mean[weekday[begin:end]] * part[begin:end]
        surprise = float(
            np.minimum(_MOST * part[begin:end], size * np.log1p(expected / size)).sum()
        )
        if surprise >= max(IMPROBABLE, _WORSE * ordinary):
            works[begin:end] = False
            if found and begin <= found[-1].end:
                continue
            found.append(Gap(begin, end, end == days, surprise, float(expected.sum())))
        else:
            ordinary = max(ordinary, surprise)
    return found


def _silent(volume: NDArray[np.integer]) -> list[tuple[int, int]]:
    """Stretches of at least three days without a word, after the first word."""
    is_silent = np.concatenate([[False], volume == 0, [False]])
    change = np.flatnonzero(np.diff(is_silent.astype(np.int8)))
    return [
        (int(a), int(b))
        for a, b in zip(change[::2], change[1::2], strict=True)
        if a > 0 and b - a >= 3
    ]


def _is_usual(shown: list[_Silence], since: int, until: int, *, is_seldom: bool) -> bool:
    """Whether a silence is no longer than what its feed has shown before."""
    length = until - since
    near = [one for one in shown if since - one.end <= _REMEMBERED * length]
    if sum(_LONGER * one.length >= length for one in near) >= _SHOWN:
        return True
    if any(_WORSE * one.length >= length for one in near if not one.is_judged):
        return True
    if not is_seldom:
        return False
    longest = max((one.length for one in near), default=0)
    return len(near) < _SILENCES or length < _WORSE * longest


def _is_seldom(volume: NDArray[np.integer], works: NDArray[np.bool_], begin: int) -> bool:
    """Whether a feed spoke on few days of the year before a day, and those in clusters."""
    first = max(begin - _YEAR, 0)
    is_active = volume[first:begin][works[first:begin]] > 0
    share = is_active.mean() if len(is_active) else 0.0
    stretches = np.count_nonzero(is_active[:-1] & ~is_active[1:])
    return bool(share < _SELDOM and stretches <= 0.5 * share * (1 - share) * len(is_active))


def _widened(
    volume: NDArray[np.integer], mean: NDArray[np.float64], begin: int, end: int
) -> tuple[int, int]:
    """Take days at the bottom beside a silent stretch into it."""
    low = volume <= _BOTTOM * mean
    while begin > 0 and low[begin - 1] and mean[begin - 1] > 0:
        begin -= 1
    while end < len(volume) and low[end]:
        end += 1
    return begin, end


def _base(
    volume: NDArray[np.integer], weekday: Ints, works: NDArray[np.bool_], begin: int
) -> tuple[NDArray[np.float64], float] | None:
    """Give the mean of each weekday before a day, and the size of the negative binomial law."""
    day = np.flatnonzero(works[max(begin - 3 * _BASE, 0) : begin])[-_BASE:]
    day = day + max(begin - 3 * _BASE, 0)
    seen = volume[day].astype(np.float64)
    if len(day) < _LEAST_DAYS or np.count_nonzero(seen) < _LEAST_ACTIVE:
        return None
    count = np.bincount(weekday[day], minlength=7)
    total = np.bincount(weekday[day], weights=seen, minlength=7)
    mean = (total + seen.mean()) / (count + 1)  # a weekday seldom seen leans on the others
    mean = np.where(total == 0, 0.0, np.where(count >= 4, total / np.maximum(count, 1), mean))
    left = seen - mean[weekday[day]]
    spread = float((left**2).sum() / max(len(day) - 7, 1))
    level = float(seen.mean())
    size = level**2 / max(spread - level, level**2 / 50)
    return mean, float(np.clip(size, 0.2, 50.0))
