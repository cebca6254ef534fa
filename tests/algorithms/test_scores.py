"""Scores: ranks and percentiles of values, some of them undefined."""

import numpy as np
import pytest

from algorithms.scores import Scores, nine_digits, percentiles, ranks


def test_the_top_leaves_out_whoever_has_no_value_and_keeps_the_order_of_equals() -> None:
    found = Scores("degree", np.array([1.0, np.nan, 3.0, 3.0, 2.0]))

    assert found.top(3).tolist() == [2, 3, 4]
    assert found.top(9).tolist() == [2, 3, 4, 0]


def test_values_a_rounding_apart_share_their_rank() -> None:
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.3 + 1e-8, -np.inf])).tolist() == [2, 2, 1, 4]


def test_nine_digits_stay() -> None:
    values = np.random.default_rng(1).lognormal(0, 30, 1000) * np.array([1, -1] * 500)

    assert nine_digits(values) == pytest.approx(values, rel=5e-10)
    assert nine_digits(np.array([0.0, 1.0, 2.0**-300, 12345.0])).tolist() == [
        0.0,
        1.0,
        2.0**-300,
        12345.0,
    ]


def test_percentiles_of_one_person_and_of_nobody() -> None:
    assert percentiles(np.array([7.0])).tolist() == [0.5]
    assert percentiles(np.zeros(0)).tolist() == []
    assert np.isnan(percentiles(np.array([np.nan, np.nan]))).all()
    assert ranks(np.zeros(0)).tolist() == []
