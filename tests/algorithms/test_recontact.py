"""Re-contact: how likely two people are in touch again, learned from the log's own past."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import minimize

from algorithms.cadence import ActiveDays, active_days, cadence
from algorithms.pair_rows import pair_rows
from algorithms.recontact import FACTS, Recontact, recontact
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, manufacturing
from tests.algorithms.test_cadence import packed
from tests.worlds import DAY


def known(timeline: Timeline, as_of: int) -> ActiveDays:
    return active_days(timeline, pair_rows(timeline, np.ones(len(timeline)), as_of=as_of))


def usual_gap(days: ActiveDays) -> np.ndarray:
    return cadence(days.day, days.start[:-1], days.start[1:]).usual_gap


def area_under_curve(chance: np.ndarray, is_contacted: np.ndarray) -> float:
    """How often a pair that was contacted had the higher chance than one that was not."""
    yes, no = np.sort(chance[is_contacted]), chance[~is_contacted]
    below = np.searchsorted(yes, no, "left") + np.searchsorted(yes, no, "right")
    return float(1 - below.mean() / 2 / len(yes))


def cuts(timeline: Timeline, *, first: int, step: int, horizon: int) -> list[int]:
    """The later 40 % of the days at which the protocol of measures.md stands."""
    begin, end = (int(at // DAY) for at in (timeline.at[0], timeline.at[-1]))
    days = range(begin + first, end - horizon, step)
    return list(days[int(np.ceil(0.6 * len(days))) :])


def judged(
    timeline: Timeline, *, horizon: int, recent: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Chance, days since the last contact, and what came, pooled over the held-back cuts."""
    chance, elapsed, came = [], [], []
    whole = known(timeline, int(timeline.at[-1]))
    pairs_of = timeline.pairs
    pair = pairs_of.a.astype(np.int64) * timeline.people + pairs_of.b
    for today in cuts(timeline, first=30, step=15, horizon=horizon):
        as_of = (today + 1) * DAY - 1
        rows = pair_rows(timeline, np.ones(len(timeline)), as_of=as_of)
        days = active_days(timeline, rows)
        model = recontact(days, today=today, horizon_days=horizon)
        assert model is not None
        found = model.probability(days, usual_gap(days), today=today)
        is_judged = ~np.isnan(found) & (today - days.last < recent)
        place = np.searchsorted(pair, rows.a.astype(np.int64) * timeline.people + rows.b)
        count = np.add.reduceat(
            (whole.day > today) & (whole.day <= today + horizon), whole.start[:-1], dtype=np.int64
        )[place]
        chance.append(found[is_judged])
        elapsed.append((today - days.last)[is_judged])
        came.append(count[is_judged] > 0)
    return np.concatenate(chance), np.concatenate(elapsed), np.concatenate(came)


def test_on_collegemsg_it_tells_more_than_the_days_since_the_last_message(shared: Path) -> None:
    """The protocol of measures.md on pairs with a usual gap; figures of this very code."""
    chance, elapsed, came = judged(collegemsg(shared), horizon=21, recent=45)

    assert area_under_curve(chance, came) == pytest.approx(0.77, abs=0.01)
    assert area_under_curve(chance, came) > area_under_curve(-elapsed, came) + 0.01


def test_on_a_factorys_mail_it_tells_more_than_the_days_since_the_last_mail(shared: Path) -> None:
    chance, elapsed, came = judged(manufacturing(shared), horizon=21, recent=45)

    assert area_under_curve(chance, came) == pytest.approx(0.76, abs=0.01)
    assert area_under_curve(chance, came) > area_under_curve(-elapsed, came) + 0.05
    assert chance.mean() == pytest.approx(came.mean(), abs=0.05)


def test_a_shuffled_future_cannot_be_told(shared: Path) -> None:
    chance, _, came = judged(collegemsg(shared), horizon=21, recent=45)
    draw = np.random.default_rng(0)

    shuffled = [area_under_curve(chance, draw.permutation(came)) for _ in range(20)]

    assert np.mean(shuffled) == pytest.approx(0.5, abs=0.02)


def test_what_comes_after_the_moment_changes_nothing(shared: Path) -> None:
    timeline = collegemsg(shared)
    today = int(timeline.at[50_000] // DAY)
    as_of = (today + 1) * DAY - 1
    until = int(np.searchsorted(timeline.at, as_of, "right"))
    past = Timeline.of(
        timeline.people, timeline.source[:until], timeline.target[:until], timeline.at[:until]
    )

    whole = recontact(known(timeline, as_of), today=today)

    assert whole == recontact(known(past, as_of), today=today)
    assert whole is not None


def test_the_longer_the_silence_the_smaller_the_chance(shared: Path) -> None:
    timeline = collegemsg(shared)
    today = int(timeline.at[-1] // DAY)
    model = recontact(known(timeline, int(timeline.at[-1])), today=today)
    assert model is not None

    # of the same gap, days and age: the last contact 1, 10 and 100 days ago
    pairs = [[0, 10, 20, 30, 200 - silent] for silent in (1, 10, 100)]
    days = packed(*pairs)
    found = model.probability(days, np.full(3, 10.0), today=200)

    assert found[0] > found[1] > found[2]
    assert model.coefficients[FACTS.index("elapsed")] <= 0


def test_a_pair_without_a_usual_gap_has_no_probability() -> None:
    model = Recontact(21, 1000, 0.5, 0.0, (-1.0, 0.0, 0.0, 0.0))

    found = model.probability(packed([0, 5], [0]), np.array([5.0, np.nan]), today=5)

    assert found[0] == 0.5
    assert np.isnan(found[1])


def test_too_short_a_past_gives_no_model() -> None:
    few = packed(*[[k, k + 5, k + 10, k + 15, k + 20, k + 90] for k in range(20)])

    assert recontact(few, today=100) is None
    assert recontact(ActiveDays(np.zeros(0, np.int32), np.zeros(1, np.int64)), today=0) is None
    with pytest.raises(ValueError, match="horizon_days must be at least 1, not 0"):
        recontact(few, today=100, horizon_days=0)


def test_a_log_that_never_goes_silent_gives_no_model() -> None:
    daily = packed(*[list(range(300)) for _ in range(50)])

    assert recontact(daily, today=299) is None


def test_the_fit_is_the_maximum_of_its_likelihood() -> None:
    # pairs that stop at random: the same model fitted by scipy's minimiser on the last cut alone
    draw = np.random.default_rng(5)
    pairs = [
        np.unique(np.cumsum(draw.integers(1, 12, draw.integers(6, 40)))).tolist()
        for _ in range(400)
    ]
    days = packed(*pairs)
    today = int(np.median(days.last)) + 21
    model = recontact(days, today=today, horizon_days=today // 2)
    assert model is not None

    cut = today - today // 2
    facts, answers = [], []
    for own in pairs:
        before = [day for day in own if day <= cut]
        if len(before) >= 5:
            gap = np.median(np.diff(before)[-12:])
            age = cut - before[0]
            facts.append(
                [np.log1p(cut - before[-1]), np.log(gap), np.log(len(before)), np.log1p(age)]
            )
            answers.append(any(cut < day <= today for day in own))
    x, y = np.array(facts), np.array(answers)

    def loss(c: np.ndarray) -> float:
        odds = c[0] + x @ c[1:]
        return float(np.sum(np.logaddexp(0, odds) - y * odds) + (c[1:] ** 2).sum() / 2)

    expected = minimize(loss, np.zeros(5), method="BFGS", options={"gtol": 1e-8}).x
    assert model.cases == len(y)
    assert model.share == pytest.approx(y.mean())
    assert_allclose([model.intercept, *model.coefficients], expected, atol=1e-4)


def test_the_same_log_gives_the_same_model_and_half_the_odds_are_half_a_chance() -> None:
    draw = np.random.default_rng(9)
    days = packed(*[np.unique(draw.integers(0, 400, 12)).tolist() for _ in range(300)])
    one, other = (recontact(days, today=400) for _ in range(2))

    assert one == other
    assert one is not None
    even = replace(one, intercept=0.0, coefficients=(0.0, 0.0, 0.0, 0.0))
    assert_array_equal(even.probability(days, usual_gap(days), today=400), 0.5)
