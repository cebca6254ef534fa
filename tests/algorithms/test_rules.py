"""The plain rules that a model is held against, and the curve that makes chances of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from algorithms.backtesting.rules import _never_falling

CASES = st.lists(
    st.tuples(st.floats(0, 1), st.floats(1, 1_000)), min_size=1, max_size=30, unique=True
)


def test_neighbours_that_fall_are_pooled_by_their_weights() -> None:
    found = _never_falling(np.array([0.1, 0.6, 0.3, 0.9]), np.array([1.0, 1.0, 2.0, 1.0]))

    assert np.allclose(found, [0.1, 0.4, 0.4, 0.9])  # (0.6 + 2 * 0.3) / 3


@given(CASES)
def test_the_curve_is_the_one_that_scipy_finds(cases: list[tuple[float, float]]) -> None:
    values, weights = (np.array(column) for column in zip(*cases, strict=True))

    assert np.allclose(
        _never_falling(values, weights), isotonic_regression(values, weights=weights).x, atol=1e-12
    )
