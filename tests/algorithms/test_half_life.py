"""The half-life that a log itself asks for."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from algorithms.backtesting.half_life import (
    GRID,
    Curve,
    Standing,
    half_life,
    recent_standings,
    standing_at,
)
from algorithms.rows.pair_rows import PairRows, pair_rows
from graph.moments import DAY
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, dnc_from_2016, manufacturing


def rows_of(log: Timeline) -> PairRows:
    return pair_rows(log, np.ones(len(log)), as_of=int(log.at[-1]) if len(log) else 0)


def at_share(log: Timeline, share: float, horizon_days: int) -> Standing:
    """Stand where this share of the log's time has passed."""
    first, last = int(log.at[0]), int(log.at[-1])
    return standing_at(
        log, rows_of(log), int(first + share * (last - first)), horizon_days=horizon_days
    )


def learned(
    log: Timeline, standings: list[Standing], among: np.ndarray | None = None
) -> Curve | None:
    return half_life(log, np.ones(len(log)), rows_of(log), standings, among=among)


KNOWN = {
    "collegemsg": (collegemsg, 2 / 3, 30, 7.0, 0.904, 0.733, 0.896),
    "manufacturing": (manufacturing, 2 / 3, 30, 60.0, 0.875, 0.860, 0.838),
    "dnc": (dnc_from_2016, 4 / 5, 14, 7.0, 0.787, 0.690, 0.761),
}
"""The single cuts of measures.md: share, horizon, best half-life, its AUC, count's, recency's."""


@pytest.mark.parametrize("name", KNOWN)
def test_known_curves_are_found_again(shared: Path, name: str) -> None:
    read, share, horizon, best, auc, count, recency = KNOWN[name]
    log = read(shared)

    found = learned(log, [at_share(log, share, horizon)])

    assert found is not None
    assert found.auc[found.half_lives.index(best)] == pytest.approx(auc, abs=5.1e-4)
    assert found.count_auc == pytest.approx(count, abs=5.1e-4)
    assert found.recency_auc == pytest.approx(recency, abs=5.1e-4)
    assert found.low <= best <= found.high


@pytest.mark.parametrize(
    "name", [pytest.param("collegemsg", marks=pytest.mark.proof), "manufacturing", "dnc"]
)
def test_what_is_learned_lies_in_the_flat_top_of_the_known_curve(shared: Path, name: str) -> None:
    read, share, horizon = KNOWN[name][:3]
    log = read(shared)
    known = learned(log, [at_share(log, share, horizon)])
    assert known is not None

    found = learned(log, recent_standings(log, rows_of(log), horizon_days=21))

    assert found is not None
    there = np.interp(np.log(found.best), np.log(known.half_lives), known.auc)
    assert there >= known.best_auc - 0.002


def world(memory_days: float, *, pairs: int = 400, days: int = 400, seed: int = 1) -> Timeline:
    """Pairs whose rate follows their own decayed past with a known half-life."""
    dice = np.random.default_rng(seed)
    strength = dice.exponential(1.0, pairs) * 2
    left = 2 ** (-1 / memory_days)
    source, at = [], []
    for day in range(days):
        came = np.flatnonzero(dice.random(pairs) < 0.3 * (1 - np.exp(-strength / memory_days)))
        strength = strength * left
        strength[came] += 1.0
        source += came.tolist()
        at += [day * DAY + k for k in range(len(came))]
    numbers = np.array(source, np.int64)
    return Timeline.of(2 * pairs, numbers * 2, numbers * 2 + 1, np.array(at))


def test_a_short_memory_is_told_from_a_long_one() -> None:
    found = []
    for memory in (5, 80):
        log = world(memory)
        curve = learned(log, recent_standings(log, rows_of(log), horizon_days=14))
        assert curve is not None
        found.append(curve)

    assert found[0].best < found[1].best
    assert found[0].low <= 14
    assert found[1].high >= 45


def test_segments_are_judged_by_their_own_pairs() -> None:
    log = world(20)
    standings = recent_standings(log, rows_of(log), horizon_days=14)
    among = rows_of(log).a < 400

    whole, part = learned(log, standings), learned(log, standings, among=among)

    assert whole is not None
    assert part is not None
    assert part.cases < whole.cases


def test_little_evidence_gives_no_half_life() -> None:
    few = Timeline.of(2, source=[0] * 60, target=[1] * 60, at=np.arange(60) * DAY)

    assert learned(few, recent_standings(few, rows_of(few), horizon_days=7)) is None
    none = Timeline.of(0, [], [], [])
    assert recent_standings(none, rows_of(none), horizon_days=7) == []
    assert learned(none, []) is None


def test_a_meeting_of_two_is_one_contact() -> None:
    """Two rows, one each way; so the pair has met once, and is no case yet."""
    log = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 0], interaction=[0, 0])

    assert len(standing_at(log, rows_of(log), DAY, horizon_days=1).pair) == 0


def test_an_answer_counts_up_to_the_last_moment_of_the_horizon_and_no_further() -> None:
    log = Timeline.of(2, source=[0, 0, 0], target=[1, 1, 1], at=[0, DAY, 5 * DAY])
    rows = rows_of(log)

    assert standing_at(log, rows, 2 * DAY, horizon_days=3).answer.tolist() == [True]
    assert standing_at(log, rows, 2 * DAY - 1, horizon_days=3).answer.tolist() == [False]


def test_a_curve_that_is_flat_throughout_prefers_no_half_life() -> None:
    whole = Curve((1.0, 730.0), (0.49, 0.5), 730.0, 0.5, GRID[0], GRID[-1], 0.5, 0.5, 10, 500, 0.4)

    assert whole.is_flat
    assert not replace(whole, low=GRID[1]).is_flat
    assert not replace(whole, high=GRID[-2]).is_flat
