"""BG/NBD: whether two people who fell silent are still in touch, from how often and how lately.

While two people are in touch, contacts come at a rate of their own; after each of them the tie may
end, with a probability of its own. Rates are spread over pairs as Gamma(r, alpha), endings as
Beta(a, b). A pair is known by x (repeated contacts), t_x (when the last came) and T (its age):

    P(alive) = 1 / (1 + [x > 0] a / (b + x - 1) ((alpha + T) / (alpha + t_x)) ** (r + x))
    P(contact in H) = P(alive) (1 - ((alpha + T) / (alpha + T + H)) ** (r + x))

The four numbers are those of greatest likelihood, found by damped Newton steps on their logarithms,
kept within 1e-4 and 1e6; None where nobody repeats, or where the steps do not settle. Of pairs with
equal x, t_x and T the likelihood is taken once, and what hangs on x alone once for each x: millions
of pairs have few thousand different rows, and those have few dozen different x.

Cost: O(k) a step for k different rows, a sort of the pairs before; O(1) for a probability. 15
milliseconds for 5,000 rows where people differ, 15 to 50 where all write equally often: then r and
alpha grow together up to the bound, and a and b climb along it.

References
----------
Fader, P., Hardie, B., Lee, K. "Counting your customers the easy way: an alternative to the
Pareto/NBD model." Marketing Science 24 (2005).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import digamma, expit, gammaln, hyp2f1, polygamma

__all__ = ["BgNbd", "bg_nbd"]

_LOWEST, _HIGHEST = np.log(1e-4), np.log(1e6)
_STEPS = 200
_TOLERANCE = 1e-9  # of a step, in logarithms
_LEAST_GAIN = 1e-11  # of the likelihood; the step that gained so little was nearly the last

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
    climb = _Climb(rows, count)
    value, slope, bend = climb.at(at)
    for _ in range(_STEPS):
        while True:
            step = _step(at, slope, bend, damping)
            there = np.clip(at + step, _LOWEST, _HIGHEST)
            found = climb.at(there)
            moved = float(np.abs(there - at).max())
            if found[0] >= value or moved < _TOLERANCE:
                break
            damping *= 10
        damping = max(damping / 10, 1e-9)
        gain = found[0] - value
        if gain >= 0:
            at, (value, slope, bend) = there, found
        if moved < _TOLERANCE or gain <= _LEAST_GAIN * max(1.0, abs(value)):
            return at, value
    flat = np.abs(slope).max() <= 1e-6 * max(1.0, abs(value))
    return (at, value) if flat else None


def _step(at: Floats, slope: Floats, bend: Floats, damping: float) -> Floats:
    """Give a step uphill, at most one in logarithms, and no further than to the first bound.

    A number at a bound stays there where the slope or the step would lead it out: the others then
    climb along the bound.
    """
    step = np.zeros(len(at))
    is_free = ~_leads_out(at, slope)
    while is_free.any():
        bends, axes = np.linalg.eigh(bend[np.ix_(is_free, is_free)])
        size = np.abs(bends) + damping * max(1.0, float(np.abs(bends).max()))
        step[:] = 0
        step[is_free] = axes @ ((axes.T @ slope[is_free]) / size)
        out = _leads_out(at, step)
        if not out.any():
            break
        is_free &= ~out
    else:
        return np.zeros(len(at))
    step /= max(1.0, float(np.abs(step).max()))
    moves = step != 0
    room = np.where(step > 0, _HIGHEST - at, _LOWEST - at)[moves] / step[moves]
    return np.asarray(step * min((1.0, *room)))


def _leads_out(at: Floats, step: Floats) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = ((at <= _LOWEST) & (step < 0)) | ((at >= _HIGHEST) & (step > 0))
    return found


class _Climb:
    """The log likelihood of rows, its slope and its bend, in the logarithms of the four numbers."""

    def __init__(self, rows: Floats, count: Floats) -> None:
        self._x, self._t_x, self._age = rows
        self._count = count
        self._each, which = np.unique(self._x, return_inverse=True)
        self._of_each = np.bincount(which, weights=count)

    def at(self, place: Floats) -> tuple[float, Floats, Floats]:
        """Give value, slope and bend (the second derivatives) at four logarithms."""
        numbers = np.exp(place)
        value, slope, bend = self._of_spread(*numbers)
        more, steeper, bent = self._of_rows(*numbers)
        slope = (slope + steeper) * numbers
        bend = (bend + bent) * np.outer(numbers, numbers) + np.diag(slope)
        return value + more, slope, bend

    def _of_spread(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, Floats, Floats]:
        """What the spread of rates and of endings adds, which hangs on x alone."""
        x, count = self._each, self._of_each
        many = count.sum()
        gammas = gammaln(r + x) - gammaln(r) + gammaln(a + b) + gammaln(b + x) - gammaln(b)
        value = count @ (gammas - gammaln(a + b + x)) + many * r * np.log(alpha)
        by_r = count @ (digamma(r + x) - digamma(r)) + many * np.log(alpha)
        by_a = count @ (digamma(a + b) - digamma(a + b + x))
        by_b = by_a + count @ (digamma(b + x) - digamma(b))
        bend = np.zeros((4, 4))
        bend[0, 0] = count @ (polygamma(1, r + x) - polygamma(1, r))
        bend[0, 1] = bend[1, 0] = many / alpha
        bend[1, 1] = -many * r / alpha**2
        bend[2:, 2:] = count @ (polygamma(1, a + b) - polygamma(1, a + b + x))
        bend[3, 3] += count @ (polygamma(1, b + x) - polygamma(1, b))
        return float(value), np.array([by_r, many * r / alpha, by_a, by_b]), bend

    def _of_rows(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats, Floats]:
        """What the rows add: each is alive still, or ended after its last contact."""
        x, count = self._x, self._count
        times, last, age = r + x, alpha + self._t_x, alpha + self._age
        rest = np.where(x > 0, b + x - 1, 1.0)  # who never repeats cannot have ended
        log_last, log_age = np.log(last), np.log(age)
        alive = -times * log_age
        ended = np.where(x > 0, np.log(a) - np.log(rest) - times * log_last, -np.inf)
        share = expit(ended - alive)  # that it has ended
        is_alive = 1 - share
        value = count @ np.logaddexp(alive, ended)
        # of either logarithm by r, alpha, a and b
        of_alive = np.stack([-log_age, -times / age, np.zeros(len(x)), np.zeros(len(x))])
        of_ended = np.stack([-log_last, -times / last, np.full(len(x), 1 / a), -1 / rest])
        apart = of_ended - of_alive
        slope = of_alive @ (count * is_alive) + of_ended @ (count * share)
        bend = (apart * (count * share * is_alive)) @ apart.T
        bend[0, 1] -= count @ (is_alive / age + share / last)
        bend[1, 0] = bend[0, 1]
        bend[1, 1] += count @ (times * (is_alive / age**2 + share / last**2))
        bend[2, 2] -= count @ share / a**2
        bend[3, 3] += count @ (share / rest**2)
        return float(value), slope, bend
