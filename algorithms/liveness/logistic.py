"""Logistic: the chance of an answer from a few facts, as a sum of parts in log odds.

    log odds = intercept + sum over facts of  coefficient * (fact - centre)

Fitted by Newton's method, each step halved until the likelihood rises. A ridge draws each
coefficient to an expected value, 0 where none is given, and so keeps it finite where a fact
separates the answers; it is measured in cases, and in coefficients of facts divided by their usual
spread. Sums run in the order of the cases, outside of any library that would split them between
threads.

Cost: O(n k**2) a step for n cases of k facts, about eight steps.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

__all__ = ["Logistic", "logistic"]

_STEPS = 50
_TOLERANCE = 1e-10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Logistic:
    """A fitted model; one coefficient and one centre for each fact."""

    intercept: float
    coefficients: tuple[float, ...]
    centre: tuple[float, ...]

    def log_odds(self, facts: Floats) -> Floats:
        """Add up the parts, fact by fact: facts in rows, cases in columns."""
        found = np.full(facts.shape[1], self.intercept)
        for coefficient, centre, fact in zip(self.coefficients, self.centre, facts, strict=True):
            found += coefficient * (fact - centre)
        return found


def logistic(
    facts: Floats,
    answer: NDArray[np.bool_],
    *,
    ridge: float = 1.0,
    spread: Floats | None = None,
    expected: Floats | None = None,
) -> Logistic:
    """Fit a model to cases: facts in rows, cases in columns, at least one of either answer.

    *spread* and *expected* have one number for each fact; the latter is a coefficient of the fact
    divided by its spread.

    >>> found = logistic(np.array([[0.0, 1, 2, 3]]), np.array([False, True, False, True]))
    >>> found.log_odds(np.array([[0.0, 1.5, 3]])).round(3) + 0
    array([-0.679,  0.   ,  0.679])
    """
    scale = np.ones(len(facts)) if spread is None else spread
    centre = facts.mean(axis=1)
    columns = np.ones((len(facts) + 1, len(answer)))
    columns[1:] = (facts - centre[:, None]) / scale[:, None]
    drawn = np.zeros(len(columns))
    if expected is not None:
        drawn[1:] = expected
    held = np.full(len(columns), float(ridge))
    held[0] = 0.0
    found = _fitted(columns, answer.astype(np.float64), held, drawn)
    coefficients = found[1:] / scale
    return Logistic(
        float(found[0]),
        tuple(float(value) for value in coefficients),
        tuple(float(value) for value in centre),
    )


def _fitted(columns: Floats, answer: Floats, held: Floats, drawn: Floats) -> Floats:
    share = float(answer.mean())
    found = drawn.copy()
    found[0] = np.log(share / (1 - share))
    odds, loss = _loss(found, columns, answer, held, drawn)
    for _ in range(_STEPS):
        expected = expit(odds)
        slope = (columns * (answer - expected)).sum(axis=1) - held * (found - drawn)
        weighted = columns * (expected * (1 - expected))
        curvature = np.einsum("in,jn->ij", weighted, columns) + np.diag(held + 1e-12)
        step = np.linalg.solve(curvature, slope)
        while True:
            there = found + step
            odds, low = _loss(there, columns, answer, held, drawn)
            if low <= loss + 1e-12 * abs(loss) or np.abs(step).max() < _TOLERANCE:
                break
            step = step / 2
        found, loss = there, low
        if np.abs(step).max() < _TOLERANCE:
            break
    return found


def _loss(
    at: Floats, columns: Floats, answer: Floats, held: Floats, drawn: Floats
) -> tuple[Floats, float]:
    odds = np.zeros(columns.shape[1])
    for coefficient, column in zip(at, columns, strict=True):
        odds += coefficient * column
    lost = np.logaddexp(0, odds) - answer * odds
    return odds, float(lost.sum() + (held * (at - drawn) ** 2).sum() / 2)
