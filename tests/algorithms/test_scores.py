"""Scores: ranks and percentiles of values, some of them undefined."""

import numpy as np
import pytest

from algorithms.scores import Scores, first, nine_digits, percentiles, ranks, ranks_of


def test_the_top_leaves_out_whoever_has_no_value_and_keeps_the_order_of_equals() -> None:
    found = Scores("degree", np.array([1.0, np.nan, 3.0, 3.0, 2.0]))

    assert found.top(3).tolist() == [2, 3, 4]
    assert found.top(9).tolist() == [2, 3, 4, 0]


def test_values_a_rounding_apart_share_their_rank() -> None:
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.3 + 1e-8, -np.inf])).tolist() == [2, 2, 1, 4]


@pytest.mark.parametrize("count", [0, 1, 7, 200, 1000])
def test_the_first_few_stand_where_a_ranking_of_all_has_them(count: int) -> None:
    random = np.random.default_rng(count)
    values = random.integers(0, 40, 300) / 7.0  # equals, at every rank
    values[random.random(300) < 0.2] = np.nan
    every = np.argsort(-values, kind="stable")[: np.count_nonzero(~np.isnan(values))]
    rank = ranks(values)

    found = first(values, count)

    assert found.tolist() == every[:count].tolist()
    stands, with_others = ranks_of(values, found)
    assert stands.tolist() == rank[found].tolist()
    assert with_others.tolist() == np.bincount(rank)[rank[found]].tolist()


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
