"""Absences are those that a walk over every single day finds, and take no longer for long ones."""

from itertools import pairwise
from math import log

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from algorithms.absence.absences import Absences, absences

Floats = NDArray[np.float64]
WEEKDAYS = np.array([1.3, 1.2, 0.1, 0.07, 1.4, 1.5, 1.43])
MORE = 1 + 1e-9  # of two stretches that are alike the first counts


class Walked:
    """One row of counts, day by day, by the formulas of the module's own page."""

    def __init__(self, count: Floats, share: Floats) -> None:
        self.count, self.days = count, len(count)
        self.first = int(np.flatnonzero(count)[0])
        self.share = np.where(np.arange(self.days) >= self.first, share, 0.0)
        rough = count.sum() / max(self.share.sum(), 1e-9)
        start = self.walk(rough, self.unevenness(rough, self.days))[0]
        since = max(start - 180, 0)
        exposed = self.share[since:start].sum()
        self.rate = rough
        if start - self.first >= 28:
            self.rate = count[since:start].sum() / max(exposed, 1e-9)
        found = self.walk(self.rate, self.unevenness(self.rate, start))
        self.open_since, self.open_gain, self.since, self.until, self.gain = found
        self.open_since, self.since = self.working(self.open_since), self.working(self.since)

    def unevenness(self, rate: float, end: int) -> float:
        surprise = seen = 0.0
        for begin in range(self.days % 7, self.days - 6, 7):
            usual = rate * self.share[begin : begin + 7].sum()
            if begin < self.first or begin + 7 > end or usual <= 0:
                continue
            seen += 1
            surprise += (self.count[begin : begin + 7].sum() - usual) ** 2 / usual
        return max((surprise + 4) / (seen + 4), 1.0)

    def walk(self, rate: float, uneven: float) -> tuple[int, float, int, int, float]:
        total, begin, stretches = 0.0, self.first, []
        top, top_day = 0.0, self.days
        for day in range(self.first, self.days):
            gain = 0.9 * rate * self.share[day] + self.count[day] * log(0.1)
            total += min(max(gain / uneven, -20.0), 1.5)
            if total > top * MORE:
                top, top_day = total, day
            if total <= 0:
                stretches.append((begin, top_day + 1, top))
                total, begin, top, top_day = 0.0, day + 1, 0.0, self.days
        lasts = total > 0 and total >= 0.7 * top
        if not lasts:
            stretches.append((begin, top_day + 1, top))
        best = (self.days, self.days, 0.0)
        for stretch in stretches:
            best = stretch if stretch[2] > best[2] * MORE else best
        return (begin, total, *best) if lasts else (self.days, 0.0, *best)

    def working(self, start: int) -> int:
        for _ in range(3):
            if start < self.days - 1 and self.share[start] < 0.2:
                start += 1
        return start


def drawn(seed: int, days: int, feeds: int) -> tuple[csr_array, Floats, Floats, Floats]:
    """People of all sorts: busy and rare, late to come, gone, on leave; feeds that are out."""
    rng = np.random.default_rng(seed)
    rows, first_day = 60, 11
    rate = rng.exponential(rng.choice([0.05, 0.5, 3.0], (rows, 1)), (rows, 1)) * np.ones(days)
    for row in rate:
        come, gone, back, left = np.sort(rng.integers(0, days + 1, 4))
        row[:come] *= rng.choice([0.0, 1.0])
        row[gone:back] *= rng.choice([0.0, 0.05, 1.0])
        row[left:] *= rng.choice([0.0, 1.0])
    out = np.zeros((feeds, days))
    for row in out:
        for since, until in pairwise(np.sort(rng.integers(0, days + 1, 4))):
            row[since:until] = rng.choice([0.0, 1.0])
    used = rng.dirichlet(np.ones(feeds + 1), rows)[:, :feeds]
    used[:10] = 0.0
    used[10:20] = np.eye(feeds)[rng.integers(0, feeds, 10)] if feeds else 0.0  # by one feed alone
    share = WEEKDAYS[(first_day + np.arange(days)) % 7] * np.maximum(1 - used @ out, 0.0)
    share[share < 1e-9] = 0.0
    counts = rng.poisson(rate * share)
    return csr_array(counts.astype(np.int32)), share, used, out


@pytest.mark.parametrize("feeds", [0, 1, 3])
@pytest.mark.parametrize("days", [400, 100, 30, 7, 5])
@pytest.mark.parametrize("seed", range(4))
def test_absences_are_those_that_a_walk_over_every_day_finds(
    seed: int, days: int, feeds: int
) -> None:
    counts, share, used, out = drawn(seed, days, feeds)
    found = absences(counts, WEEKDAYS, 11, used, out)
    for row, count in enumerate(counts.toarray().astype(np.float64)):
        if np.count_nonzero(count) < 4:
            assert (found.open_since[row], found.since[row], found.gain[row]) == (days, days, 0.0)
            continue
        walked = Walked(count, share[row])
        for name in ("open_since", "since", "until", "rate", "open_gain", "gain"):
            expected = pytest.approx(getattr(walked, name), rel=1e-9, abs=1e-9)
            assert getattr(found, name)[row] == expected, (row, name)


def test_somebody_is_judged_alike_whoever_else_is_asked_about() -> None:
    counts, _, used, out = drawn(5, 400, 2)
    together = absences(counts, WEEKDAYS, 11, used, out)
    for row in range(counts.shape[0]):
        alone = absences(counts[[row]], WEEKDAYS, 11, used[[row]], out)
        assert told(alone, 0) == told(together, row)


def test_a_leave_that_began_while_nothing_was_heard_begins_when_it_is_heard_again() -> None:
    """Daily until day 99; the only feed is out on days 100 to 129; nothing from day 130 on."""
    count = np.zeros((1, 200), np.int32)
    count[0, :100] = 1
    out = np.zeros((1, 200))
    out[0, 100:130] = 1.0
    found = absences(csr_array(count), np.ones(7), 0, np.ones((1, 1)), out)
    assert found.open_since.tolist() == [130]
    # 70 days at a rate of one: each is worth 0.9
    assert found.open_gain == pytest.approx(63.0)


def told(found: Absences, row: int) -> list[float]:
    return [values[row].item() for values in vars(found).values()]
