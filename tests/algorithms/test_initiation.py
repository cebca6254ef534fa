"""Initiation: who makes the first move, over all of somebody's conversations."""

from dataclasses import replace

import numpy as np
import pytest

from algorithms.pairs.responses import responses
from algorithms.people.initiation import initiation
from algorithms.projection import projection
from algorithms.rhythm.exchanges import begun
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.worlds import DAY, timeline_of


def of(timeline: Timeline, *, as_of: int = 10**16) -> list[float]:
    weight = np.ones(len(timeline))
    seen = projection(ties(timeline, weight, as_of=as_of, half_life=30 * DAY))
    counted = begun(timeline, pair_rows(timeline, weight, as_of=as_of))
    return list(initiation(replace(seen, exchanges=counted)).values)


def test_it_is_the_share_of_the_conversations_that_somebody_began() -> None:
    timeline = timeline_of(
        4,
        (0, 1, 0), (1, 0, 1),  # ann began, bob answered
        (1, 0, 20),            # bob began
        (0, 1, 60),            # ann began
        (2, 0, 5), (0, 2, 5.5), (2, 0, 6),  # cleo began, however much was written
    )  # fmt: skip

    # ann began 2 of 4, bob 1 of 3, cleo 1 of 1; dan has nobody
    assert of(timeline) == pytest.approx([2 / 4, 1 / 3, 1, np.nan], nan_ok=True)


def test_what_has_not_happened_yet_is_not_counted() -> None:
    timeline = timeline_of(2, (0, 1, 0), (1, 0, 20))

    assert of(timeline, as_of=19 * DAY) == [1, 0]
    assert of(timeline, as_of=20 * DAY) == [0.5, 0.5]


def test_meetings_are_begun_by_nobody() -> None:
    timeline = Timeline.of(2, [0, 1], [1, 0], [0, 0], interaction=[0, 0])

    assert np.isnan(of(timeline)).all()


def test_of_two_who_write_at_one_moment_nobody_began() -> None:
    """As in a log of days: the order in which rows of one moment stand says nothing."""
    for first, second in [(0, 1), (1, 0)]:
        timeline = timeline_of(2, (first, second, 0), (second, first, 0), (1, 0, 20))

        assert of(timeline) == [0, 1]


def test_the_conversations_of_two_are_shared_out_between_them() -> None:
    rng = np.random.default_rng(8)
    source = rng.integers(0, 12, 900)
    target = (source + rng.integers(1, 12, 900)) % 12
    timeline = Timeline.of(12, source, target, rng.integers(0, 500, 900) * DAY)
    rows = pair_rows(timeline, np.ones(900), as_of=10**16)
    whole = responses(timeline, rows)

    share, count = np.zeros(12), np.zeros(12)
    for k, (a, b) in enumerate(zip(rows.a.tolist(), rows.b.tolist(), strict=True)):
        n = whole.exchanges[k]
        share[a] += whole.started_by_a[k] * n
        share[b] += (1 - whole.started_by_a[k]) * n
        count[[a, b]] += n

    assert of(timeline) == pytest.approx((share / count).tolist())


def test_without_anybody_who_counted_nobody_has_a_value() -> None:
    timeline = timeline_of(2, (0, 1, 0))
    seen = projection(ties(timeline, np.ones(1), as_of=0, half_life=DAY))

    assert np.isnan(initiation(seen).values).all()
