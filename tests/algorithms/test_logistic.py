"""Logistic: the maximum of its own likelihood, whatever the facts."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from algorithms.liveness.logistic import logistic


def drawn(cases: int = 400, facts: int = 4) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(11)
    x = draw.normal(size=(facts, cases)) * np.array([[1.0, 20, 0.1, 3]])[:, :facts].T + 5
    odds = 0.8 * (x[0] - 5) - 0.03 * (x[1] - 5) - 0.5
    return x, draw.random(cases) < 1 / (1 + np.exp(-odds))


@pytest.mark.parametrize("ridge", [0.5, 20.0])
def test_the_fit_is_the_maximum_of_its_likelihood(ridge: float) -> None:
    x, answer = drawn()
    spread, expected = np.array([1.0, 20, 0.1, 3]), np.array([0.5, 0, -0.25, 0])
    z = (x - x.mean(axis=1)[:, None]) / spread[:, None]

    def loss(c: np.ndarray) -> float:
        odds = c[0] + c[1:] @ z
        held = ridge * ((c[1:] - expected) ** 2).sum() / 2
        return float(np.sum(np.logaddexp(0, odds) - answer * odds) + held)

    best = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-9}).x
    found = logistic(x, answer, ridge=ridge, spread=spread, expected=expected)

    assert found.intercept == pytest.approx(best[0], abs=1e-5)
    assert_allclose(found.coefficients, best[1:] / spread, atol=1e-4)
    assert_allclose(found.log_odds(x), best[0] + best[1:] @ z, atol=1e-4)


def test_without_evidence_it_is_what_was_expected() -> None:
    x, _ = drawn(40)
    answer = np.arange(40) % 2 == 0

    found = logistic(x, answer, ridge=1e9, expected=np.array([0.7, 0, 0, -0.3]))

    assert_allclose(found.coefficients, [0.7, 0, 0, -0.3], atol=1e-6)


def test_a_fact_that_separates_the_answers_keeps_a_finite_coefficient() -> None:
    x = np.array([[0.0, 1, 2, 3, 4, 5], np.zeros(6)])

    found = logistic(x, x[0] > 2.5)

    assert 0 < found.coefficients[0] < 10
    assert found.coefficients[1] == 0


def test_the_same_cases_give_the_same_bytes() -> None:
    x, answer = drawn()

    assert logistic(x, answer) == logistic(x.copy(), answer.copy())


def test_huge_facts_do_not_overflow() -> None:
    x, answer = drawn()

    found = logistic(x * 1e6, answer, ridge=1e-3)

    assert np.isfinite(found.log_odds(x * 1e6)).all()
