"""Pair facts: worked out by hand on a tiny log, and blind to what comes later."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from algorithms.liveness.facts import FACTS, Known, PairFacts, facts_at, fitted_bg_nbd
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg
from tests.worlds import DAY, timeline_of

NAMES = [fact.name for fact in FACTS]


def known(timeline: Timeline, as_of: int) -> Known:
    weight = np.ones(len(timeline))
    rows = pair_rows(timeline, weight, as_of=as_of)
    return Known.of(timeline, rows, timeline.at <= as_of)


# Ann (0) wrote to Bob (1) on days 0, 10 and 12; Bob to Ann on day 10, later; Ann to Cid on day 20
LOG = timeline_of(4, (0, 1, 0.5), (0, 1, 10.25), (1, 0, 10.5), (0, 1, 12.5), (0, 2, 20.5))


def seen(day: float, horizon: int = 12) -> PairFacts:
    at = round(day * DAY)
    log = known(LOG, at)
    return facts_at(log, np.arange(len(log.a)), at=at, horizon_days=horizon, model=None)


def test_every_fact_of_a_tiny_log_by_hand() -> None:
    found = seen(24.5)
    value = dict(zip(NAMES, found.values[:, 0].tolist(), strict=True))

    assert found.count[0] == 4
    assert found.active_days[0] == 3
    assert found.elapsed_days[0] == 12
    assert found.mean_gap[0] == 6  # days 0, 10, 12
    assert np.isnan(found.usual_gap[0])  # below five active days
    assert value["elapsed"] == pytest.approx(np.log(13))
    assert value["elapsed_short"] == pytest.approx(np.log(3))
    assert value["elapsed_long"] == 0
    assert value["silence"] == 0  # the mean gap has passed
    assert value["overdue"] == pytest.approx(np.log(12.5 / 6.5))
    assert value["usual_gap"] == pytest.approx(np.log(6))
    assert value["active_days"] == pytest.approx(np.log(3))
    assert value["count"] == pytest.approx(np.log(4))
    assert value["age"] == pytest.approx(np.log(25))
    assert value["recent"] == 0  # after day 12.5, up to 24.5
    assert value["before"] == pytest.approx(np.log(1 + 3))  # after day 0.5, up to 12.5
    # half-lives of 4 and 36 days, of active days 24, 14 and 12 days ago
    third = sum(2 ** (-ago / 4) for ago in (24, 14, 12))
    triple = sum(2 ** (-ago / 36) for ago in (24, 14, 12))
    assert value["decayed_third"] == pytest.approx(np.log1p(third))
    assert value["decayed_triple"] == pytest.approx(np.log1p(triple))
    assert value["balance"] == pytest.approx(1 / 3)
    assert value["unanswered"] == pytest.approx(np.log(2))
    # gaps 10 and 2: mean 6, deviation 4; Kim and Jo with n = 2
    r = 4 / 6
    assert value["burstiness"] == pytest.approx((np.sqrt(3) * r - 1) / ((np.sqrt(3) - 2) * r + 1))
    # Ann had one contact with others in the last twelve days, four before; Bob none and four
    assert value["busier"] == pytest.approx(np.log(2))
    assert value["quieter"] == 0
    assert value["trend_busier"] == pytest.approx(np.log(2) - np.log(4))
    assert value["trend_quieter"] == pytest.approx(-np.log(4))


def test_a_pair_that_met_once_has_all_facts() -> None:
    found = seen(24.5)

    assert np.isfinite(found.values).all()
    assert found.count[1] == 1
    assert found.mean_gap[1] == 4  # nothing but its age to go by


def test_which_of_the_two_is_called_a_changes_nothing() -> None:
    flip = np.array([1, 0, 2, 3])
    other = Timeline.of(4, flip[LOG.source], flip[LOG.target], LOG.at)
    log = known(other, 25 * DAY)
    found = facts_at(log, np.arange(2), at=25 * DAY, horizon_days=12, model=None)

    assert_allclose(found.values[:, [0, 1]], seen(25.0).values, atol=1e-12)


def test_a_silence_that_was_not_heard_does_not_count() -> None:
    at = round(24.5 * DAY)
    log = known(LOG, at)
    until = np.array([round(14.5 * DAY), at])

    found = facts_at(log, np.arange(2), at=at, horizon_days=12, model=None, until=until)

    assert found.elapsed_days.tolist() == [2, 4]


def test_nothing_after_the_moment_is_read(shared: Path) -> None:
    timeline = collegemsg(shared)
    at = int(timeline.at[30_000])
    until = int(np.searchsorted(timeline.at, at, "right"))
    draw = np.random.default_rng(8)
    later = np.arange(len(timeline)) >= until
    moved = Timeline.of(
        timeline.people,
        np.where(later, draw.permutation(timeline.source), timeline.source),
        np.where(later, (draw.permutation(timeline.target) + 1) % 1900, timeline.target),
        np.where(later, timeline.at + DAY, timeline.at),
    )
    whole, other = (known(log, int(log.at[-1])) for log in (timeline, moved))
    pairs = [
        {(int(a), int(b)): k for k, (a, b) in enumerate(zip(log.a, log.b, strict=True))}
        for log in (whole, other)
    ]
    then = known(timeline, at)
    ask = [(int(a), int(b)) for a, b in zip(then.a, then.b, strict=True)]
    facts = [
        facts_at(log, np.array([number[pair] for pair in ask]), at=at, horizon_days=21,
                 model=fitted_bg_nbd(log, at=at))
        for log, number in zip((whole, other), pairs, strict=True)
    ]  # fmt: skip

    assert_array_equal(facts[0].values, facts[1].values)
    assert_array_equal(facts[0].bg_nbd, facts[1].bg_nbd)


@pytest.mark.parametrize("spread", [lambda n: 0 * n, lambda n: n * 1, lambda n: n * 3650 * DAY])
def test_all_at_once_and_ages_apart_are_finite(spread: Callable[[np.ndarray], np.ndarray]) -> None:
    at = spread(np.arange(6, dtype=np.int64))
    timeline = Timeline.of(3, [0, 1, 0, 1, 0, 2], [1, 0, 1, 0, 1, 0], at)
    log = known(timeline, int(at.max()))

    found = facts_at(log, np.arange(2), at=int(at.max()), horizon_days=21, model=None)

    assert np.isfinite(found.values).all()
