"""Pair state: everything that is said of one pair, kept up to date one contact at a time.

What `algorithms` finds for all pairs at once from the log is kept here for a single pair, by the
definitions alone: the two have to agree after every contact.

    strengths           when the pair fades, for each half-life (`algorithms.ties`)
    count, first, last  of its contacts; active days, the last gaps between them (`cadence`)
    gaps                mean and standard deviation of all gaps, burstiness (`burstiness`)
    momentum, silence   at a moment (`momentum`; elapsed / usual gap)
    tone, direction     `sentiment_trend`, `direction_balance`, and the mix of channels
    phase and dates     folded over its own active days (`folding`)

A contact in order costs O(1): sums, and the window of a year in which a strength can be the highest
(each contact enters and leaves it once). A late one is put in its place and the pair is built anew
from its contacts, so the order of arrival changes nothing: dates, counts and states are equal to
the last bit, sums of floating point numbers to 1e-9.

Cost: O(1) for a contact in order, O(n log n) for a late one of n; memory O(n).

References
----------
Welford, B. P. "Note on a method for calculating corrected sums of squares and products."
Technometrics 4 (1962): the running mean and deviation.
`measures.md` M3, M7, M19.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import exp2, inf, isnan, log2, nan, sqrt

from algorithms.pairs.channel_mix import channel_mix
from algorithms.pairs.sentiment_trend import HALF_LIFE_DAYS, LEAST_SPAN_DAYS, LEAST_TONES, MOST
from algorithms.rhythm.phase import Thresholds
from graph.moments import DAY
from tests.algorithms.pair_rhythm import PairRhythm

__all__ = ["Met", "PairState"]


@dataclass(frozen=True, order=True)
class Met:
    """One contact of a pair: ``from_a`` and ``from_b`` weigh what came from either, 0 for nothing.

    ``at`` in microseconds; ``key`` tells contacts of one moment apart; ``sentiment`` NaN for none.
    """

    at: int
    key: int
    from_a: float = field(compare=False)
    from_b: float = field(compare=False)
    channel: str = field(default="email", compare=False)
    sentiment: float = field(default=nan, compare=False)


class PairState:
    """The state of one pair.

    Ann wrote to Bob every week for two months.

    >>> state = PairState(half_life=30 * DAY)
    >>> for k in range(9):
    ...     state.add(Met(at=k * 7 * DAY, key=k, from_a=1.0, from_b=0.0))
    >>> state.count, state.rhythm.usual_gap, state.burstiness, state.direction_balance
    (9, 7.0, -1.0, 1.0)
    >>> state.at(86 * DAY)
    'at risk'
    """

    def __init__(
        self,
        *,
        half_life: int,
        other_half_lives: Sequence[int] = (),
        thresholds: Thresholds | None = None,
    ) -> None:
        """Begin without contacts; half-lives in microseconds, the first is the one of states."""
        self._half_lives = (half_life, *other_half_lives)
        self._thresholds = thresholds or Thresholds()
        self._log: list[Met] = []
        self._start()

    def _start(self) -> None:
        self.rhythm = PairRhythm(self._half_lives[0], self._thresholds)
        self._fades = dict.fromkeys(self._half_lives, -inf)  # in half-lives since the epoch
        self._mean = self._squares = 0.0
        self._from_a = self._from_b = 0
        self._channels: Counter[str] = Counter()
        self._tone = _Tone()
        self._built = 0

    def add(self, met: Met) -> None:
        """Take a contact in; O(1) if none so far is later. What weighs nothing ties nobody."""
        if met.from_a + met.from_b <= 0:
            return
        if self._log and met < self._log[-1]:
            insort(self._log, met)
            self._start()
        else:
            self._log.append(met)
        for one in self._log[self._built :]:
            self._take(one)

    def add_all(self, contacts: Iterable[Met]) -> None:
        """Take several in, in any order."""
        for met in contacts:
            self.add(met)

    def _take(self, met: Met) -> None:
        if self._built:
            gap = float(met.at - self._log[self._built - 1].at)
            apart = gap - self._mean
            self._mean += apart / self._built
            self._squares += apart * (gap - self._mean)
        self._built += 1
        weight = met.from_a + met.from_b
        for half_life, fades in self._fades.items():
            self._fades[half_life] = _added(fades, met.at / half_life + log2(weight))
        self._from_a += met.from_a > 0 and met.from_b == 0
        self._from_b += met.from_b > 0 and met.from_a == 0
        self._channels[met.channel] += 1
        self._tone.add(met)
        self.rhythm.add(met.at, weight)

    @property
    def count(self) -> int:
        """How many contacts there were."""
        return len(self._log)

    @property
    def first_at(self) -> int:
        """The moment of the first contact."""
        return self._log[0].at

    @property
    def last_at(self) -> int:
        """The moment of the last contact."""
        return self._log[-1].at

    @property
    def fades_at(self) -> dict[int, float]:
        """For each half-life the moment (milliseconds) at which one fresh interaction is left."""
        return {half_life: date * half_life / 1000 for half_life, date in self._fades.items()}

    def strength(self, at: int, half_life: int | None = None) -> float:
        """Give what is left at a moment from the last contact on."""
        chosen = half_life or self._half_lives[0]
        return exp2(self._fades[chosen] - at / chosen)

    @property
    def gap_mean(self) -> float:
        """The mean of all gaps between contacts, in days."""
        return self._mean / DAY if self.count > 1 else nan

    @property
    def gap_deviation(self) -> float:
        """Their standard deviation, in days."""
        return sqrt(self._squares / (self.count - 1)) / DAY if self.count > 1 else nan

    @property
    def burstiness(self) -> float:
        """From -1 (evenly) to 1 (in bursts); NaN below 3 contacts, or all at one moment."""
        n = self.count - 1
        if n < 2 or self.last_at == self.first_at:
            return nan
        r = self.gap_deviation / self.gap_mean
        wide, narrow = sqrt(n + 1), sqrt(n - 1)
        return min(max((wide * r - narrow) / ((wide - 2) * r + narrow), -1.0), 1.0)

    @property
    def direction_balance(self) -> float:
        """1 where only a writes, -1 where only b does."""
        return (self._from_a - self._from_b) / self.count

    @property
    def sentiment_trend(self) -> float:
        """By how much the tone rises within 90 days; NaN where too few contacts have one."""
        return self._tone.trend

    @property
    def channel_mix(self) -> dict[str, float]:
        """The share of each channel, the largest first."""
        return channel_mix(self._channels.elements())

    def silence(self, as_of: int) -> float:
        """Give elapsed time over the usual gap; NaN where that is not known."""
        return (as_of - self.last_at) / DAY / self.rhythm.usual_gap

    def at(self, as_of: int) -> str:
        """Give the state at a moment from the last contact on."""
        return self.rhythm.state(as_of)


class _Tone:
    """A weighted line of least squares that is kept as its five centred sums."""

    def __init__(self) -> None:
        self.count = 0
        self.first = self.last = 0
        self.weight = self.day = self.tone = self.spread = self.together = 0.0

    def add(self, met: Met) -> None:
        if isnan(met.sentiment):
            return
        if not self.count:
            self.first = self.last = met.at
        left = exp2((self.last - met.at) / DAY / HALF_LIFE_DAYS)
        self.weight, self.spread = self.weight * left + 1, self.spread * left
        self.together *= left
        day = (met.at - self.first) / DAY
        apart, off = day - self.day, met.sentiment - self.tone
        self.day += apart / self.weight
        self.tone += off / self.weight
        self.spread += apart * (day - self.day)
        self.together += apart * (met.sentiment - self.tone)
        self.count, self.last = self.count + 1, met.at

    @property
    def trend(self) -> float:
        if self.count < LEAST_TONES or (self.last - self.first) / DAY < LEAST_SPAN_DAYS:
            return nan
        return min(max(HALF_LIFE_DAYS * self.together / self.spread, -MOST), MOST)


def _added(one: float, other: float) -> float:
    """Give log2(2 ** one + 2 ** other)."""
    high, low = max(one, other), min(one, other)
    return high if low == -inf else high + log2(1 + exp2(low - high))
