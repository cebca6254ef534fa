"""Figures of how good a list was: against counting by hand, brute force, and scipy."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import mannwhitneyu

from algorithms.liveness.judging import BINS, Judge, bins_of, drawn_weights, interval

Case = tuple[float, bool]
CASES = st.lists(st.tuples(st.integers(0, 6).map(float), st.booleans()), min_size=2, max_size=40)


def apart(cases: list[Case]) -> tuple[np.ndarray, np.ndarray]:
    score, answer = zip(*cases, strict=True)
    return np.array(score), np.array(answer)


def auc_by_pairs(cases: list[Case]) -> float:
    """Every case where it happened against every one where not."""
    yes = [score for score, happened in cases if happened]
    no = [score for score, happened in cases if not happened]
    if not yes or not no:
        return float("nan")
    won = sum((a > b) + (a == b) / 2 for a in yes for b in no)
    return won / len(yes) / len(no)


def precision_by_steps(cases: list[Case]) -> float:
    """Walk down the distinct scores; each adds the recall it wins times the precision there."""
    score, answer = apart(cases)
    if answer.all() or not answer.any():
        return float("nan")
    total = 0.0
    steps = [np.inf, *sorted(set(score), reverse=True)]
    for before, now in pairwise(steps):
        won = answer[score >= now].sum() - answer[score >= before].sum()
        total += won / answer.sum() * answer[score >= now].mean()
    return float(total)


@given(CASES)
def test_auc_is_the_share_of_pairs_that_stand_the_right_way_round(cases: list[Case]) -> None:
    score, answer = apart(cases)

    assert_allclose(Judge(answer).auc(score), auc_by_pairs(cases), atol=1e-12)


@given(CASES)
def test_average_precision_walks_down_the_distinct_scores(cases: list[Case]) -> None:
    score, answer = apart(cases)

    assert_allclose(Judge(answer).average_precision(score), precision_by_steps(cases), atol=1e-12)


def test_auc_is_that_of_scipys_rank_test() -> None:
    dice = np.random.default_rng(5)
    answer = dice.random(500) < 0.3
    score = dice.integers(0, 40, 500) + answer * 5.0

    expected = mannwhitneyu(score[answer], score[~answer]).statistic
    expected /= answer.sum() * (~answer).sum()

    assert_allclose(Judge(answer).auc(score), expected)


def test_average_precision_of_a_worked_example() -> None:
    """By hand: hits at places 1 and 3 of 4, so half of 1 and half of 2/3."""
    judge = Judge(np.array([True, False, True, False]))

    assert judge.average_precision(np.array([4.0, 3.0, 2.0, 1.0])) == pytest.approx(5 / 6)


@given(CASES, st.lists(st.integers(0, 3), min_size=40, max_size=40))
def test_a_weight_is_as_many_cases(cases: list[Case], times: list[int]) -> None:
    score, answer = apart(cases)
    weights = np.array(times[: len(cases)])
    copied = Judge(np.repeat(answer, weights))
    judge = Judge(answer)
    kept = np.repeat(score, weights)

    assert_allclose(judge.ranked(score, weights.astype(float)), copied.ranked(kept), atol=1e-12)
    if weights.sum():
        assert_allclose(judge.brier(score / 9, weights.astype(float)), copied.brier(kept / 9))


def test_in_draws_is_one_by_one() -> None:
    dice = np.random.default_rng(3)
    answer = dice.random(60) < 0.4
    score = dice.integers(0, 9, 60).astype(float)
    draws = [dice.integers(0, 3, 60).astype(float) for _ in range(4)]
    judge = Judge(answer)

    found = judge.ranked_in_draws(score, draws)

    assert_array_equal(found, np.array([judge.ranked(score, one) for one in draws]).T)


def test_answers_that_are_all_alike_have_no_order_to_judge() -> None:
    for answer in (np.zeros(3, bool), np.ones(3, bool), np.zeros(0, bool)):
        judge = Judge(answer)
        assert np.isnan(judge.ranked(np.arange(float(len(answer))))).all()
    assert np.isnan(Judge(np.zeros(0, bool)).brier(np.zeros(0)))
    assert np.isnan(Judge(np.zeros(0, bool)).calibration_error(np.zeros(0)))
    assert Judge(np.zeros(0, bool)).reliability(np.zeros(0)) == []


def test_brier_of_a_worked_example() -> None:
    """(0.1^2 + 0.4^2 + 0.2^2) / 3"""
    found = Judge(np.array([True, False, False])).brier(np.array([0.9, 0.4, 0.2]))

    assert found == pytest.approx(0.07)


def test_calibration_error_compares_what_was_said_with_what_happened() -> None:
    """Two values, said 0.2 and 0.8 of 50 each, happened 10 of 50 and 30 of 50: 0.2 / 2."""
    probability = np.repeat([0.2, 0.8], 50)
    answer = np.concatenate([np.arange(50) < 10, np.arange(50) < 30])
    judge = Judge(answer)

    assert judge.calibration_error(probability) == pytest.approx(0.1)
    assert judge.even_error(probability) == pytest.approx(0.1)
    table = judge.reliability(probability)
    assert [(one.cases, round(one.said, 9), one.happened) for one in table] == [
        (50, 0.2, 0.2),
        (50, 0.8, 0.6),
    ]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=80))
def test_bins_keep_equal_ones_together_and_are_in_order(values: list[float]) -> None:
    probability = np.array(values)
    place = bins_of(probability)
    order = np.argsort(probability)

    assert (np.diff(place[order]) >= 0).all()
    assert place.min() >= 0
    assert place.max() < BINS
    assert len(set(zip(probability, place, strict=True))) == len(set(values))


def test_bins_of_distinct_values_hold_equally_many() -> None:
    assert np.bincount(bins_of(np.random.default_rng(1).random(1000))).tolist() == [100] * 10


def test_figures_do_not_depend_on_the_order_of_cases() -> None:
    dice = np.random.default_rng(2)
    answer, score = dice.random(300) < 0.3, dice.integers(0, 20, 300) / 20
    mixed = dice.permutation(300)

    one, other = Judge(answer), Judge(answer[mixed])

    assert one.ranked(score) == other.ranked(score[mixed])
    assert one.calibration_error(score) == pytest.approx(other.calibration_error(score[mixed]))


def test_people_are_drawn_not_cases() -> None:
    """A case weighs how often its one person was drawn times how often the other was."""
    a, b = np.array([3, 3, 9]), np.array([9, 5, 5])
    for weights in drawn_weights(a, b, draws=20, seed=4):
        # with times t of the three people the products are tu, tv, uv, and t + u + v = 3
        assert weights.sum() <= 3
        assert weights.sum() in {0, 2, 3}

    again = list(drawn_weights(a, b, draws=20, seed=4))
    assert_array_equal(again, list(drawn_weights(a, b, draws=20, seed=4)))


def test_more_people_give_narrower_intervals() -> None:
    dice = np.random.default_rng(8)
    widths = []
    for people in (30, 300):
        a = dice.integers(0, people, people * 5)
        b = (a + dice.integers(1, people, people * 5)) % people
        answer = dice.random(len(a)) < 0.4
        score = dice.random(len(a)) + answer * 0.3
        draws = list(drawn_weights(a, b, draws=100, seed=1))
        low, high = interval(Judge(answer).ranked_in_draws(score, draws)[0])
        assert low < Judge(answer).auc(score) < high
        widths.append(high - low)

    assert widths[1] < widths[0] / 2


def test_an_interval_of_draws_that_say_little_is_none() -> None:
    assert np.isnan(interval(np.full(10, np.nan))).all()
    assert np.isnan(interval(np.array([0.5, *[np.nan] * 9]))).all()
