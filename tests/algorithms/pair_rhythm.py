"""Pair rhythm: cadence, momentum, phase and dates of one pair, kept up to date day by day.

The scalar form of `algorithms.rhythm.cadence`, `algorithms.rhythm.momentum`,
`algorithms.rhythm.appearance` and `algorithms.rhythm.folding`, for contacts that come in order.
Kept are the active days, the last 18 gaps, the contacts of a year whose strength none after them
exceeded, and what a phase carries from day to day: the state, since when, and for how long at
least.

    state(moment) = phase, or what silence has made of it by then

Cost: O(1) for a contact, which enters and leaves the year once, and O(log days) for each new day.

References
----------
`algorithms.rhythm.folding`, where the definitions come from.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import dataclass
from math import exp2, isnan, nan
from statistics import median

from algorithms.rhythm.phase import NEVER, Thresholds
from graph.moments import DAY

__all__ = ["PairRhythm"]

_GAPS, _RECENT, _KEPT, _LEAST_FOR_PACE, _BACK = 12, 6, 18, 10, 3
_YEAR = 365 * DAY


@dataclass(frozen=True)
class _Phase:
    """What a pair carries from one active day to the next."""

    state: str = "new"
    since: int = 0
    hold: int = 0


class PairRhythm:
    """The rhythm of one pair; gaps and patience in days, NaN where they are not known.

    >>> rhythm = PairRhythm(30 * DAY, Thresholds())
    >>> for week in range(9):
    ...     rhythm.add(week * 7 * DAY, 1.0)
    >>> rhythm.phase, rhythm.patience, rhythm.state(70 * DAY)
    ('steady', 14.0, 'cooling')
    """

    def __init__(self, half_life: int, thresholds: Thresholds) -> None:
        """Begin without contacts; the half-life in microseconds."""
        self._half_life, self._limit = half_life, thresholds
        self.days: list[int] = []  # since the epoch
        self._gaps: deque[int] = deque(maxlen=_KEPT)
        self._comebacks: deque[bool] = deque(maxlen=_BACK)
        self._highest: deque[tuple[int, float]] = deque()  # strengths of a year, falling
        self._strength = 0.0
        self._last = self._day_at = 0
        self._before = self._held = _Phase()
        self._usual = self._usual_before = nan

    @property
    def active_days(self) -> int:
        """On how many UTC days the two were in touch."""
        return len(self.days)

    @property
    def usual_gap(self) -> float:
        """The median of the last 12 gaps between active days."""
        return float(median(list(self._gaps)[-_GAPS:])) if self.active_days >= 5 else nan

    @property
    def long_gap(self) -> float:
        """The second longest of them."""
        return float(sorted(list(self._gaps)[-_GAPS:])[-2]) if self.active_days >= 5 else nan

    @property
    def pace(self) -> float:
        """The median of the last 6 gaps over that of the up to 12 before."""
        if self.active_days <= _LEAST_FOR_PACE:
            return nan
        gaps = list(self._gaps)
        return median(gaps[-_RECENT:]) / median(gaps[:-_RECENT])

    @property
    def patience(self) -> float:
        """The silence that the rhythm allows."""
        limit, usual = self._limit, self.usual_gap
        if isnan(usual):
            return nan
        return max(limit.usual_gaps * usual, limit.long_gaps * self.long_gap, limit.least_days)

    @property
    def phase(self) -> str:
        """The state at the last contact."""
        return self._held.state

    def add(self, at: int, weight: float) -> None:
        """Take a contact in that is not before the last."""
        day = at // DAY
        left = exp2((self._last - at) / self._half_life) if self.active_days else 0.0
        if not self.active_days or day != self._last // DAY:
            self._new_day(day, at)
        self._strength = weight + self._strength * left
        while self._highest and self._highest[-1][1] <= self._strength:
            self._highest.pop()
        self._highest.append((at, self._strength))
        self._last = at
        if at == self._day_at:  # of one moment all contacts count
            self._decide(at)

    def _new_day(self, day: int, at: int) -> None:
        if self.active_days:
            self._before = self._fallen(at)
            self._comebacks.append(self._before.state == "dormant")
            self._gaps.append(day - self.days[-1])
        else:
            self._before = _Phase(since=at)
            self._comebacks.append(False)
        self._usual_before, self._day_at = self._usual, at
        self.days.append(day)
        self._usual = self.usual_gap

    def _decide(self, at: int) -> None:
        """Settle the phase of the day that began at this moment."""
        while self._highest[0][0] < at - _YEAR:
            self._highest.popleft()
        before, usual = self._before, _micros(self._usual, 0)
        hold = max(before.hold, _micros(self._usual_before, 0))
        wanted = "revived" if any(self._comebacks) else self._looks(at)
        comes_back = before.state == "dormant"
        lasted = at - before.since >= max(hold, usual)
        if comes_back or (lasted and wanted != before.state):
            self._held = _Phase(wanted, at, usual)
        else:
            self._held = before

    def _looks(self, at: int) -> str:
        limit, patience = self._limit, self.patience
        day = self.days[-1]
        if isnan(patience) or day - self.days[0] <= limit.new_days:
            return "new"
        if self.pace >= limit.slower:
            lately = self._highest_since(at - round(patience * DAY))
            if lately / self._highest_since(at - _YEAR) <= limit.faded:
                return "cooling"
        window = self._window()
        now, before = self._windows(window, day)
        has_lived = day - self.days[0] + self._usual >= 2 * window
        more = now - before
        if has_lived and more >= limit.days_more and more >= limit.momentum * (now + before):
            return "growing"
        return "steady"

    def _window(self) -> float:
        """The window that growth is seen in."""
        usual = self._usual
        return 14.0 if isnan(usual) else max(3 * usual, 2 * self.long_gap, 14)

    def _windows(self, window: float, today: int) -> tuple[int, int]:
        """Count the active days in the last window and in the one before it."""
        earlier, later = (bisect_right(self.days, today - k * window) for k in (2, 1))
        return len(self.days) - later, later - earlier

    def _highest_since(self, moment: int) -> float:
        place = bisect_left(self._highest, moment, key=lambda one: one[0])
        return self._highest[min(place, len(self._highest) - 1)][1]

    def strength_before(self, as_of: int) -> float:
        """Give the highest strength of the year before a moment, or that just after the last."""
        return self._highest_since(as_of - _YEAR)

    def momentum(self, as_of: int) -> float:
        """Compare the last window with the one before it, as of a moment."""
        if isnan(self._usual):
            return nan
        now, before = self._windows(max(3 * self._usual, 14), as_of // DAY)
        return (now - before) / (now + before) if now + before else nan

    def dates(self) -> tuple[int, int, int]:
        """Give when silence makes it cooling, at risk, dormant; ``NEVER`` for what will not be."""
        patience, held, last = self.patience, self._held, self._last
        limit = self._limit
        if isnan(patience):
            return NEVER, NEVER, last + round(limit.quiet_days * DAY)
        usual = _micros(self._usual, 0)
        hold = held.since + max(held.hold, usual)
        dormant = last + round(limit.dormant * patience * DAY)
        rests = held.state in ("cooling", "at risk")
        cools = last if rests else max(last + round(patience * DAY), hold)
        at_risk = max(
            last + round(limit.at_risk * patience * DAY),
            hold if held.state == "cooling" else cools + usual,
        )
        at_risk = last if held.state == "at risk" else at_risk
        return min(cools, dormant), min(at_risk, dormant), dormant

    def state(self, as_of: int) -> str:
        """Give the state at a moment from the last contact on."""
        found = self._held.state
        for word, date in zip(("cooling", "at risk", "dormant"), self.dates(), strict=True):
            found = word if date <= as_of else found
        return found

    def _fallen(self, at: int) -> _Phase:
        """Give what silence has made of the pair before a moment."""
        held, usual = self._held, _micros(self._usual, 0)
        cools, at_risk, dormant = self.dates()
        if dormant < at:
            return _Phase("dormant", dormant, usual)
        if at_risk < at and held.state != "at risk":
            return _Phase("at risk", at_risk, usual)
        if cools < at and held.state not in ("cooling", "at risk"):
            return _Phase("cooling", cools, usual)
        return held


def _micros(days: float, unknown: int) -> int:
    return unknown if isnan(days) else round(days * DAY)
