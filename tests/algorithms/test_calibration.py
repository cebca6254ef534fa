"""Calibration: bins and intervals worked out by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from algorithms.liveness.calibration import calibration_bins, platt, wilson


def test_the_order_of_cases_changes_nothing() -> None:
    draw = np.random.default_rng(2)
    chance = draw.integers(0, 5, 500) / 5
    came = draw.random(500) < chance
    other = draw.permutation(500)

    assert calibration_bins(chance, came) == calibration_bins(chance[other], came[other])


def test_bins_hold_all_cases_and_as_many_each() -> None:
    draw = np.random.default_rng(4)
    chance = draw.random(1003)

    bins = calibration_bins(chance, draw.random(1003) < chance)

    assert len(bins) == 10
    assert {one.cases for one in bins} == {100, 101}
    assert bins[-1].until == 1
    assert all(one.low <= one.share <= one.high for one in bins)
    assert len(calibration_bins(chance[:45], chance[:45] < 0.5)) == 2
    assert calibration_bins(np.zeros(0), np.zeros(0, bool)) == ()


def test_wilson_s_interval() -> None:
    """Values of the formula by hand: nobody of ten, all of ten, one half of a hundred."""
    low, high = wilson([0, 10, 50], [10, 10, 100])

    assert_allclose(low, [0, 0.722467, 0.403832], atol=1e-6)
    assert_allclose(high, [0.277533, 1, 0.596168], atol=1e-6)
    assert [float(end) for end in wilson(0, 0)] == [0, 1]


def test_chances_that_are_too_sure_are_stretched_less() -> None:
    draw = np.random.default_rng(6)
    odds = draw.normal(size=20_000)
    came = draw.random(20_000) < 1 / (1 + np.exp(-(odds / 2 - 0.5)))

    shift, stretch = platt(odds, came, moments=1_000_000)

    assert shift == pytest.approx(-0.5, abs=0.05)
    assert stretch == pytest.approx(0.5, abs=0.05)
    assert platt(odds[:5], came[:5] | True, moments=9) == (0, 1)


def test_few_moments_are_trusted_little() -> None:
    odds = np.zeros(500)
    came = np.arange(500) < 400

    # by hand: log(4) is right; 10 of 20 moments, 500 of 1,000 cases
    assert platt(odds, came, moments=10)[0] == pytest.approx(np.log(4) / 4, abs=1e-6)
