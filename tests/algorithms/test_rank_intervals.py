"""Rank intervals: what they hold, how they grow, and why ranks of drawn logs would not do."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import norm

from algorithms.influence import SHARES, influence
from algorithms.scores import Scores, ranks
from algorithms.uncertainty.drawn_influence import drawn_influence, to_the_same_sum
from algorithms.uncertainty.rank_intervals import Spread, rank_intervals, repetitions, spread


def made(x: list[float], moves: list[float]) -> Spread:
    return Spread(np.array(x), np.array(moves), 200)


def by_hand(found: Spread, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Compare everybody with everybody."""
    factor = 1.1 * norm.ppf((1 + level) / 2)
    apart = found.x[None] - found.x[:, None]
    clear = factor * np.hypot(found.moves[None], found.moves[:, None])
    return 1 + (apart > clear).sum(1), len(found.x) - (apart < -clear).sum(1)


def test_up_to_64_people_everybody_is_compared_with_everybody() -> None:
    dice = np.random.default_rng(1)
    for n in (1, 2, 7, 64):
        found = Spread(dice.normal(size=n), dice.gamma(1, 0.3, n), 200)
        low, high = by_hand(found, 0.9)
        intervals = rank_intervals(found, level=0.9)

        assert intervals.low.tolist() == low.tolist()
        assert intervals.high.tolist() == high.tolist()


def test_more_people_are_compared_in_groups_which_makes_intervals_a_little_wider() -> None:
    dice = np.random.default_rng(2)
    found = Spread(dice.normal(size=2000), dice.gamma(1, 0.2, 2000), 200)
    low, high = by_hand(found, 0.9)
    intervals = rank_intervals(found, level=0.9)

    assert np.all(intervals.low <= low)
    assert np.all(intervals.high >= high)
    assert np.mean(intervals.high - intervals.low) < 1.05 * np.mean(high - low)


def test_an_interval_holds_the_rank_itself_and_all_who_share_it() -> None:
    dice = np.random.default_rng(3)
    found = Spread(dice.integers(0, 9, 300).astype(float), dice.gamma(0.5, 0.2, 300), 200)
    rank = ranks(found.x)
    intervals = rank_intervals(found, level=0.5)

    sharing = np.bincount(rank)[rank]
    assert np.all(intervals.low <= rank)
    assert np.all(intervals.high >= rank + sharing - 1)


def test_people_who_never_move_stand_where_they_stand() -> None:
    intervals = rank_intervals(made([5, 3, 3, 1], [0, 0, 0, 0]))

    assert intervals.low.tolist() == [1, 2, 2, 4]
    assert intervals.high.tolist() == [1, 3, 3, 4]


def test_whoever_has_no_value_has_no_interval_and_is_in_nobody_elses() -> None:
    intervals = rank_intervals(made([5, np.nan, 4.9], [1, np.nan, 1]))

    assert intervals.low.tolist() == [1, 0, 1]
    assert intervals.high.tolist() == [2, 0, 2]


def test_whoever_was_hardly_ever_drawn_may_stand_anywhere() -> None:
    intervals = rank_intervals(made([9, 5, 1], [0, np.inf, 0]))

    assert (intervals.low[1], intervals.high[1]) == (1, 3)
    assert (intervals.low[0], intervals.high[0]) == (1, 2)


def test_more_certainty_needs_wider_intervals() -> None:
    dice = np.random.default_rng(4)
    found = Spread(dice.normal(size=100), np.full(100, 0.3), 200)
    wide = [rank_intervals(found, level=level) for level in (0.5, 0.8, 0.9, 0.99)]

    for narrow, wider in pairwise(wide):
        assert np.all(wider.low <= narrow.low)
        assert np.all(wider.high >= narrow.high)
    assert np.mean(wide[-1].high - wide[-1].low) > np.mean(wide[0].high - wide[0].low)


def test_where_the_smallest_come_first_intervals_are_mirrored() -> None:
    found = made([1, 2, 9], [0.5, 0.5, 0.5])
    up, down = rank_intervals(found), rank_intervals(found, largest_first=False)

    assert (4 - up.high).tolist() == down.low.tolist()
    assert (4 - up.low).tolist() == down.high.tolist()


def test_among_some_people_only_those_count() -> None:
    found = made([9, 8, 1, 1.1], [0.1] * 4)
    intervals = rank_intervals(found, among=np.array([False, True, True, True]))

    assert intervals.low.tolist() == [0, 1, 2, 2]
    assert intervals.high.tolist() == [0, 1, 3, 3]


def test_a_page_of_people_has_the_intervals_of_the_whole_list() -> None:
    dice = np.random.default_rng(8)
    found = Spread(dice.normal(size=500), dice.gamma(1, 0.3, 500), 200)
    found.x[[3, 7]] = np.nan
    whole, page = rank_intervals(found), rank_intervals(found, of=np.array([7, 9, 400]))

    assert page.low[[7, 9, 400]].tolist() == whole.low[[7, 9, 400]].tolist()
    assert page.high[[7, 9, 400]].tolist() == whole.high[[7, 9, 400]].tolist()
    assert np.count_nonzero(page.low) == 2


def test_nobody_has_no_intervals() -> None:
    assert len(rank_intervals(made([], [])).low) == 0


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, np.nan])
def test_a_level_lies_between_0_and_1(level: float) -> None:
    with pytest.raises(ValueError, match="level must lie between 0 and 1"):
        rank_intervals(made([1], [1]), level=level)


def covered(differing: float, rule: str) -> float:
    """How often 90 % intervals of people with normal values and noise 1 hold the true rank."""
    dice, held = np.random.default_rng(5), []
    for _ in range(40):
        true = dice.normal(size=150) * differing + dice.normal(size=150) * 1e-6
        x = true + dice.normal(size=150)
        rank = ranks(true)
        if rule == "differences":
            found = rank_intervals(Spread(x, np.ones(150), 200))
            low, high = found.low, found.high
        else:
            drawn = [ranks(x + dice.normal(size=150)) for _ in range(200)]
            low, high = np.percentile(drawn, [5, 95], axis=0)
        held.append(np.mean((low <= rank) & (rank <= high)))
    return float(np.mean(held))


def test_differences_cover_whether_people_are_alike_or_not() -> None:
    for differing in (0.0, 0.5, 1.0, 3.0, 10.0):
        assert covered(differing, "differences") > 0.9


def test_ranks_of_drawn_logs_would_cover_two_times_out_of_three_where_people_are_alike() -> None:
    # Phi: P(|N(0, 3)| < 1.645) = 0.66
    assert covered(0.0, "ranks of draws") == pytest.approx(0.66, abs=0.03)


def test_spread_is_measured_from_the_value_observed() -> None:
    values = np.array([4.0, 9.0, np.nan])
    logs = [np.array([1.0, 9.0, 1.0]), np.array([9.0, 9.0, np.nan]), np.array([4.0, np.nan, 1.0])]

    found = spread(values, logs.__getitem__, repetitions=3, has_root=False)

    assert found.moves[:2] == pytest.approx([((9 + 25 + 0) / 3) ** 0.5, 0.0])
    assert np.isnan(found.moves[2])


def test_somebody_known_in_less_than_two_draws_moves_without_limit() -> None:
    logs = [np.array([1.0, np.nan]), np.array([1.0, 2.0])]

    assert np.isinf(spread(np.array([1.0, 2.0]), logs.__getitem__, repetitions=2,
                           has_root=True).moves[1])  # fmt: skip


def test_what_scales_everybody_alike_moves_nobody() -> None:
    values = np.array([4.0, 9.0, 1.0])

    found = spread(values, lambda k: values * (k + 0.5), repetitions=5, has_root=True)

    assert found.moves == pytest.approx([0, 0, 0], abs=1e-9)
    assert to_the_same_sum(np.zeros(3), values).tolist() == [0, 0, 0]


def test_the_influence_of_the_same_log_is_the_same() -> None:
    dice = np.random.default_rng(6)
    among = np.arange(50) % 7 > 0
    scores = {name: Scores(name, dice.integers(1, 21, 50).astype(np.float64)) for name in SHARES}
    seen = influence(scores, among=among)

    found = drawn_influence(seen, scores, among=among)

    assert found[among] == pytest.approx(seen.values[among], abs=1e-9)
    assert np.isnan(found[~among]).all()


def test_one_person_alone_moves_as_far_as_the_observed_values_say() -> None:
    """Who goes from the lowest to the highest of four values gains three of four places."""
    scores = {"in_degree": Scores("in_degree", np.array([1.0, 2.0, 3.0, 4.0]))}
    seen = influence(scores, among=np.ones(4, bool), shares={"in_degree": 1})
    drawn = {"in_degree": Scores("in_degree", np.array([4.0, 2.0, 3.0, 1.0]))}

    found = drawn_influence(seen, drawn, among=np.ones(4, bool))

    assert found.tolist() == [0.875, 0.375, 0.625, 0.125]


def test_small_logs_are_drawn_200_times_and_large_ones_40() -> None:
    assert repetitions(0, 0, 0, exact_limit=1e8) == 200
    assert repetitions(10**8, 10**6, 10**7, exact_limit=1e8) == 40
    assert 40 < repetitions(2_000_000, 5_000, 8_000, exact_limit=1e8) < 200
