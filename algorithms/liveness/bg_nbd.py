"""BG/NBD: whether two people who fell silent are still in touch, from how often and how lately.

While two people are in touch, contacts come at a rate of their own; after each of them the tie may
end, with a probability of its own. Rates are spread over pairs as Gamma(r, alpha), endings as
Beta(a, b). A pair is known by x (repeated contacts), t_x (when the last came) and T (its age):

    P(alive) = 1 / (1 + [x > 0] a / (b + x - 1) ((alpha + T) / (alpha + t_x)) ** (r + x))
    P(contact in H) = P(alive) (1 - ((alpha + T) / (alpha + T + H)) ** (r + x))

The four numbers are those of greatest likelihood, found by damped Newton steps on their logarithms,
kept within 1e-4 and 1e6; None where nobody repeats, or where the steps do not settle. Of pairs with
equal x, t_x and T the likelihood is taken once: millions of pairs have few thousand different ones.

Cost: O(k) a step for k different rows, a sort of the pairs before; O(1) for a probability.

References
----------
Fader, P., Hardie, B., Lee, K. "Counting your customers the easy way: an alternative to the
Pareto/NBD model." Marketing Science 24 (2005).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, expit, gammaln, hyp2f1

__all__ = ["BgNbd", "bg_nbd"]

_LOWEST, _HIGHEST = np.log(1e-4), np.log(1e6)
_STEPS = 200
_TOLERANCE = 1e-9  # of a step, in logarithms
_LEAST_GAIN = 1e-11  # of the likelihood; the step that gained so little was nearly the last
_NUDGE = 1e-5  # for second derivatives, in logarithms

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BgNbd:
    """A fitted model; times in the unit it was fitted in."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = np.nan

    def alive(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> Floats:
        """Give P(alive).

        >>> BgNbd(0.243, 4.414, 0.793, 2.426).alive(2, 30.43, 38.86).round(4)
        np.float64(0.7266)
        """
        x, t_x, age = (np.asarray(one, np.float64) for one in (x, t_x, age))
        odds = np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1)
        odds = odds + (self.r + x) * (np.log(self.alpha + age) - np.log(self.alpha + t_x))
        return np.asarray(np.where(x > 0, expit(-odds), 1.0))[()]

    def contact(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike, ahead: ArrayLike) -> Floats:
        """Give P(at least one contact within a time ahead), for one spell of being in touch.

        >>> BgNbd(0.243, 4.414, 0.793, 2.426).contact(0, 0, 0, [0, 1e9]).round(3)
        array([0.   , 0.991])
        """
        x, age, ahead = (np.asarray(one, np.float64) for one in (x, age, ahead))
        some = np.log(self.alpha + age + ahead) - np.log(self.alpha + age)
        found: Floats = self.alive(x, t_x, age) * (1 - np.exp(-(self.r + x) * some))
        return found

    def expected(self, x: ArrayLike, t_x: ArrayLike, age: ArrayLike, ahead: ArrayLike) -> Floats:
        """Give how many contacts to expect within a time ahead.

        >>> BgNbd(0.243, 4.414, 0.793, 2.426).expected(2, 30.43, 38.86, 39).round(2)
        np.float64(1.23)
        """
        x, age, ahead = (np.asarray(one, np.float64) for one in (x, age, ahead))
        a = self.a if self.a != 1 else 1 + 1e-9  # the formula has a gap there, the limit has none
        rest = (self.alpha + age) / (self.alpha + age + ahead)
        spent = hyp2f1(self.r + x, self.b + x, a + self.b + x - 1, 1 - rest)
        most = (a + self.b + x - 1) / (a - 1) * (1 - rest ** (self.r + x) * spent)
        return np.asarray(most * self.alive(x, t_x, age))[()]


def bg_nbd(x: ArrayLike, t_x: ArrayLike, age: ArrayLike) -> BgNbd | None:
    """Fit the model to pairs: repeated contacts, when the last of them came, and the age.

    >>> found = bg_nbd([0, 0, 1, 3, 5, 9], [0, 0, 10, 30, 20, 50], [40, 60, 60, 40, 60, 55])
    >>> bool(found.alive(5, 20, 60) < found.alive(5, 59, 60))
    True
    >>> bg_nbd([0, 0], [0, 0], [40, 60]) is None
    True
    """
    table = np.stack([np.asarray(one, np.float64).ravel() for one in (x, t_x, age)])
    if table.shape[1] == 0 or not (table[0] > 0).any():
        return None
    order = np.lexsort(table)
    table = table[:, order]
    is_new = np.ones(table.shape[1], np.bool_)
    is_new[1:] = (table[:, 1:] != table[:, :-1]).any(axis=0)
    count = np.diff(np.flatnonzero(is_new), append=table.shape[1]).astype(np.float64)
    rows = table[:, is_new]
    rate = max(float(table[0].mean()), 1e-3) / max(float(table[2].mean()), 1e-3)
    start = np.log([1.0, 1 / rate, 1.0, 2.0])
    found = _highest(np.clip(start, _LOWEST, _HIGHEST), rows, count)
    if found is None:
        return None
    at, value = found
    r, alpha, a, b = (float(one) for one in np.exp(at))
    return BgNbd(r, alpha, a, b, value)


def _highest(start: Floats, rows: Floats, count: Floats) -> tuple[Floats, float] | None:
    """Climb to the highest likelihood; None where the steps do not settle."""
    at, damping = start, 1e-3
    value, slope = _likelihood(at, rows, count)
    for _ in range(_STEPS):
        bend = _bend(at, rows, count)
        is_free = ~(((at <= _LOWEST) & (slope < 0)) | ((at >= _HIGHEST) & (slope > 0)))
        if not is_free.any():
            return at, value
        bends, axes = np.linalg.eigh(bend[np.ix_(is_free, is_free)])
        while True:
            step = _step(bends, axes, slope, is_free, damping)
            there = np.clip(at + step, _LOWEST, _HIGHEST)
            high, steep = _likelihood(there, rows, count)
            moved = float(np.abs(there - at).max())
            if high >= value or moved < _TOLERANCE:
                break
            damping *= 10
        damping = max(damping / 10, 1e-9)
        gain = high - value
        if gain >= 0:
            at, value, slope = there, high, steep
        if moved < _TOLERANCE or gain <= _LEAST_GAIN * max(1.0, abs(value)):
            return at, value
    flat = np.abs(slope).max() <= 1e-6 * max(1.0, abs(value))
    return (at, value) if flat else None


def _step(
    bends: Floats, axes: Floats, slope: Floats, is_free: NDArray[np.bool_], damping: float
) -> Floats:
    """Give a step uphill among the free numbers, at most one in logarithms."""
    step = np.zeros(len(slope))
    size = np.abs(bends) + damping * max(1.0, float(np.abs(bends).max()))
    step[is_free] = axes @ ((axes.T @ slope[is_free]) / size)
    return np.asarray(step / max(1.0, float(np.abs(step).max())))


def _bend(at: Floats, rows: Floats, count: Floats) -> Floats:
    """Give the second derivatives, from slopes on both sides, all eight of them at once."""
    nudge = _NUDGE * np.eye(4)
    slopes = _Climb(np.concatenate([at + nudge, at - nudge]), rows).slope(count)
    bend = (slopes[:4] - slopes[4:]) / (2 * _NUDGE)
    return np.asarray((bend + bend.T) / 2)


def _likelihood(at: Floats, rows: Floats, count: Floats) -> tuple[float, Floats]:
    """Give the log likelihood and its slope, both in the logarithms of the four numbers."""
    found = _Climb(at[None], rows)
    return float(found.value(count)[0]), found.slope(count)[0]


class _Climb:
    """The likelihood of rows, at one or several places: fours of logarithms."""

    def __init__(self, at: Floats, rows: Floats) -> None:
        self.numbers = r, alpha, a, b = np.exp(at).T[:, :, None]
        self.rows = x, t_x, age = rows
        self.log_age, self.log_last = np.log(alpha + age), np.log(alpha + t_x)
        self.alive = -(r + x) * self.log_age
        self.rest = np.maximum(b + x - 1, 1e-300)
        ended = np.log(a) - np.log(self.rest) - (r + x) * self.log_last
        self.ended = np.where(x > 0, ended, -np.inf)

    def value(self, count: Floats) -> Floats:
        """Give the log likelihood at each place."""
        r, alpha, a, b = self.numbers
        x = self.rows[0]
        value = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        value = value + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        value = value + np.logaddexp(self.alive, self.ended)
        return np.asarray((value * count).sum(axis=1))

    def slope(self, count: Floats) -> Floats:
        """Give the slopes at each place."""
        r, alpha, a, b = self.numbers
        x, t_x, age = self.rows
        share = expit(self.ended - self.alive)  # that it has ended
        slope_r = digamma(r + x) - digamma(r) + np.log(alpha)
        slope_r = slope_r - (1 - share) * self.log_age - share * self.log_last
        slope_alpha = r / alpha - (r + x) * ((1 - share) / (alpha + age) + share / (alpha + t_x))
        common = digamma(a + b) - digamma(a + b + x)
        slope_a = common + share / a
        slope_b = common + digamma(b + x) - digamma(b) - np.where(x > 0, share / self.rest, 0.0)
        slopes = np.stack([slope_r * r, slope_alpha * alpha, slope_a * a, slope_b * b], axis=1)
        return np.asarray((slopes * count).sum(axis=2))
