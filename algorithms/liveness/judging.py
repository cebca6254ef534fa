"""Judging: how good a list of probabilities was, now that one knows what happened.

With y the answers (1 where it happened), s the scores, p the probabilities, w the weights:

    auc                = P(s where it happened > s where it did not), ties count one half
    average precision  = sum over distinct scores, falling, of (recall - recall before) * precision
    brier              = mean of (p - y)**2
    calibration error  = sum over 10 bins of share of bin * |mean p - mean y|

The bins hold equally many cases each, ordered by p; equal probabilities stay in one bin, that of
their middle rank. ``even_error`` is the same with bins of equal width. Scores say nothing where all
answers are alike: NaN. Every figure is the same in whatever order the cases stand.

Intervals come from drawing *people* again, not cases: a case belongs to two people, and the cases
of one person rise and fall together. In each draw as many people as there are, are drawn with
replacement; a case weighs the product of how often its two people were drawn (Owen's pigeonhole
bootstrap, which errs on the wide side).

Cost: O(n log n) for n cases, and O(n) for each draw.

References
----------
Hanley, J., McNeil, B. "The meaning and use of the area under a receiver operating characteristic
(ROC) curve." Radiology 143 (1982).
Brier, G. "Verification of forecasts expressed in terms of probability." Monthly Weather Review 78
(1950).
Naeini, M., Cooper, G., Hauskrecht, M. "Obtaining well calibrated probabilities using Bayesian
binning." AAAI 2015: the expected calibration error.
Owen, A. "The pigeonhole bootstrap." Annals of Applied Statistics 1 (2007).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["BINS", "Judge", "Reliability", "bins_of", "drawn_weights", "interval"]

BINS = 10

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Reliability:
    """One line of a reliability table: what was said, and what happened."""

    cases: int
    low: float
    high: float
    said: float
    happened: float


class Judge:
    """The answers of some cases, against which any number of scores is held.

    Every figure takes weights, one for each case; without them each case counts once.

    >>> judge = Judge(np.array([True, False, True, False]))
    >>> judge.auc(np.array([0.9, 0.8, 0.7, 0.1])), judge.brier(np.array([1.0, 0.5, 0.5, 0.0]))
    (0.75, 0.125)
    """

    def __init__(self, answer: Bools) -> None:
        self.answer = np.asarray(answer, np.bool_)

    def auc(self, score: Floats, weights: Floats | None = None) -> float:
        """Give the area under the curve; NaN where all answers are alike."""
        return float(self.ranked(score, weights)[0])

    def average_precision(self, score: Floats, weights: Floats | None = None) -> float:
        """Give the average precision; NaN where it never happened, or always did."""
        return float(self.ranked(score, weights)[1])

    def ranked(self, score: Floats, weights: Floats | None = None) -> tuple[float, float]:
        """Give both figures of the order: AUC and average precision."""
        return _Order(score).figures(self.answer, weights)

    def ranked_in_draws(self, score: Floats, draws: list[Floats]) -> Floats:
        """Give both for every draw of weights: a column for each, sorting only once."""
        order = _Order(score)
        found = [order.figures(self.answer, weights) for weights in draws]
        return np.array(found, np.float64).reshape(len(draws), 2).T

    def brier(self, probability: Floats, weights: Floats | None = None) -> float:
        """Give the mean square of what the probabilities were wrong by."""
        return _mean((probability - self.answer) ** 2, weights)

    def calibration_error(self, probability: Floats, weights: Floats | None = None) -> float:
        """Give by how much the probabilities of a bin miss what happened, on average."""
        return self._error(probability, bins_of(probability), weights)

    def even_error(self, probability: Floats) -> float:
        """Give the same with bins of equal width."""
        even = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
        return self._error(probability, even, None)

    def reliability(self, probability: Floats) -> list[Reliability]:
        """Give what was said and what happened, bin by bin, the lowest first."""
        place = bins_of(probability)
        return [
            Reliability(
                cases=int(inside.sum()),
                low=float(probability[inside].min()),
                high=float(probability[inside].max()),
                said=float(probability[inside].mean()),
                happened=float(self.answer[inside].mean()),
            )
            for inside in (place == number for number in range(BINS))
            if inside.any()
        ]

    def _error(
        self, probability: Floats, place: NDArray[np.int64], weights: Floats | None
    ) -> float:
        missed = probability - self.answer
        if weights is not None:
            missed = missed * weights
        whole = float(len(missed) if weights is None else weights.sum())
        by_bin = np.bincount(place, missed, BINS)
        return float(np.abs(by_bin).sum() / whole) if whole else float("nan")


class _Order:
    """Scores from the highest to the lowest, equal ones together."""

    def __init__(self, score: Floats) -> None:
        self._order = np.argsort(-score, kind="stable")
        ordered = score[self._order]
        last = ordered[1:] != ordered[:-1]
        self._ends = np.flatnonzero(np.append(last, True)) if len(score) else np.zeros(0, np.intp)

    def figures(self, answer: Bools, weights: Floats | None) -> tuple[float, float]:
        happened = answer[self._order].astype(np.float64)
        weight = np.ones(len(happened)) if weights is None else weights[self._order]
        yes = np.cumsum(happened * weight)[self._ends]
        every = np.cumsum(weight)[self._ends]
        whole = yes[-1] if len(yes) else 0.0
        rest = every[-1] - whole if len(yes) else 0.0
        if not (whole > 0 and rest > 0):
            return float("nan"), float("nan")
        no = every - yes
        new_yes, new_no = np.diff(yes, prepend=0.0), np.diff(no, prepend=0.0)
        auc = float((new_no * (yes - new_yes / 2)).sum() / (whole * rest))
        precision = np.divide(yes, every, out=np.zeros(len(yes)), where=every > 0)
        return auc, float((new_yes * precision).sum() / whole)


def bins_of(probability: Floats) -> NDArray[np.int64]:
    """Give each probability one of ten bins that hold equally many; equal ones share a bin.

    >>> bins_of(np.array([0.1, 0.3, 0.3, 0.9]))
    array([1, 5, 5, 8])
    """
    ordered = np.sort(probability)
    middle = np.searchsorted(ordered, probability, "left") + np.searchsorted(
        ordered, probability, "right"
    )
    found: NDArray[np.int64] = middle * BINS // (2 * max(len(probability), 1))
    return np.minimum(found, BINS - 1)


def drawn_weights(
    a: NDArray[np.integer], b: NDArray[np.integer], *, draws: int, seed: int
) -> Iterator[Floats]:
    """Draw the people of cases anew, so many times: what each case weighs in each draw.

    *a* and *b* are the two people of each case, as numbers in the order of their identities.

    >>> a, b = np.array([0, 1]), np.array([1, 2])
    >>> [weights.tolist() for weights in drawn_weights(a, b, draws=2, seed=1)]
    [[0.0, 2.0], [2.0, 0.0]]
    """
    people, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    first, second = place[: len(a)], place[len(a) :]
    for number in range(draws):
        dice = np.random.default_rng([seed, number])
        times = np.bincount(
            dice.integers(0, max(len(people), 1), len(people)), minlength=len(people)
        ).astype(np.float64)
        yield times[first] * times[second]


def interval(values: Floats, *, level: float = 0.9) -> tuple[float, float]:
    """Give between which values the middle of the draws lies; NaN where few of them say anything.

    >>> [round(one, 9) for one in interval(np.arange(101.0))]
    [5.0, 95.0]
    """
    known = values[~np.isnan(values)]
    if len(known) < max(len(values) // 2, 1):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _mean(values: Floats, weights: Floats | None) -> float:
    if len(values) == 0:
        return float("nan")
    if weights is None:
        return float(values.mean())
    whole = float(weights.sum())
    return float((values * weights).sum() / whole) if whole > 0 else float("nan")
