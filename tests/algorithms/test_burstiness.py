"""Burstiness: an even pace, chance, or bursts."""

from itertools import pairwise
from math import sqrt
from statistics import fmean, pstdev

import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.pairs.burstiness import burstiness
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.worlds import DAY


def of(timeline: Timeline) -> NDArray[np.float64]:
    rows = pair_rows(timeline, np.ones(len(timeline)), as_of=10**18)
    return burstiness(timeline, rows).values


def of_moments(at: list[int]) -> float:
    [found] = of(
        Timeline.of(2, [k % 2 for k in range(len(at))], [1 - k % 2 for k in range(len(at))], at)
    )
    return float(found)


def plain(at: list[int]) -> float:
    """The formula of Kim and Jo, one pair at a time."""
    at = sorted(at)
    gaps = [later - earlier for earlier, later in pairwise(at)]
    n = len(gaps)
    if n < 2 or fmean(gaps) == 0:
        return float("nan")
    r = pstdev(gaps) / fmean(gaps)
    wide, narrow = sqrt(n + 1), sqrt(n - 1)
    return (wide * r - narrow) / ((wide - 2) * r + narrow)


def test_equal_gaps_are_as_even_as_can_be() -> None:
    for count in (3, 4, 10, 1000):
        assert of_moments([k * 3 * DAY for k in range(count)]) == -1


def test_one_burst_and_one_silence_is_as_bursty_as_can_be_however_short_the_log() -> None:
    for count in (3, 4, 10, 1000):
        assert of_moments([0] * (count - 1) + [DAY]) == pytest.approx(1)


def test_moments_drawn_at_random_are_near_neither_however_few() -> None:
    # ends fixed, the rest uniform between; without the correction six gaps give -0.13 on average
    rng = np.random.default_rng(1)
    for inner, within in ((2, 0.06), (5, 0.06), (20, 0.03), (200, 0.01)):
        logs = [[0, *rng.integers(1, 10**9, inner).tolist(), 10**9] for _ in range(1000)]
        assert abs(fmean(of_moments(log) for log in logs)) < within


def test_zero_is_the_spread_that_chance_gives_on_average() -> None:
    # n gaps between n - 1 uniform moments are Dirichlet(1, ..., 1): r ** 2 is (n - 1) / (n + 1) on
    # average. With gaps 1 - x, 1, 1 + x and n = 3 that is r ** 2 = 2 * x ** 2 / 3 = 1 / 2
    x = round(sqrt(3 / 4) * 10**12)

    assert of_moments([0, 10**12 - x, 2 * 10**12 - x, 3 * 10**12]) == pytest.approx(0, abs=1e-9)


def test_three_gaps_by_hand() -> None:
    # gaps 1, 1, 4: mean 2, deviation sqrt(2), r = 0.7071; n = 3
    # (2 * 0.7071 - 1.4142) / (0 * r + 1.4142) = 0
    assert of_moments([0, 1, 2, 6]) == pytest.approx(0, abs=1e-12)


def test_two_interactions_or_one_moment_say_nothing() -> None:
    assert np.isnan(of_moments([5]))
    assert np.isnan(of_moments([5, 9]))
    assert np.isnan(of_moments([7, 7, 7]))
    assert of(Timeline.of(3, [], [], [])).shape == (0,)


def test_a_meeting_is_no_burst() -> None:
    once = Timeline.of(2, [0, 0, 0], [1, 1, 1], [0, 10, 30])
    both_ways = Timeline.of(
        2, [0, 1] * 3, [1, 0] * 3, [0, 0, 10, 10, 30, 30], interaction=[0, 0, 1, 1, 2, 2]
    )

    assert of(both_ways).tolist() == of(once).tolist()


def test_shifting_and_stretching_a_log_changes_nothing() -> None:
    at = [0, 3, 4, 50, 51, 90]

    assert of_moments([19_000 * DAY + k * DAY for k in at]) == pytest.approx(of_moments(at))


@pytest.mark.parametrize("seed", range(30))
def test_random_logs_give_what_plain_python_does(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 60))
    people = 2 + seed % 4
    source = rng.integers(0, people, rows)
    target = (source + rng.integers(1, people, rows)) % people
    at = np.sort(rng.integers(0, [5, 100, 10**16][seed % 3], rows))
    timeline = Timeline.of(people, source, target, at)
    found = of(timeline)

    for k in range(len(timeline.pairs.a)):
        expected = plain(timeline.at[timeline.pairs.rows(k)].tolist())
        assert found[k] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)
