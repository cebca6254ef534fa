"""Exchanges: where the conversations of two people begin, and with whom."""

import numpy as np
import pytest

from algorithms.pairs.responses import responses
from algorithms.rhythm import exchanges as module
from algorithms.rhythm.exchanges import begun
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline
from tests.worlds import DAY, timeline_of


def of(timeline: Timeline) -> tuple[list[int], list[int]]:
    found = begun(timeline, pair_rows(timeline, np.ones(len(timeline)), as_of=10**18))
    return found.by_a.tolist(), found.by_b.tolist()


def test_whoever_writes_first_after_more_than_a_week_begins() -> None:
    # day 8.1 is 7 days after day 1, so it goes on; day 16 is 8 days later, and Bob begins
    assert of(timeline_of(2, (0, 1, 0), (1, 0, 1), (0, 1, 8.1), (1, 0, 16))) == ([1], [1])


def test_a_meeting_is_begun_by_nobody() -> None:
    timeline = Timeline.of(2, [0, 1, 1], [1, 0, 0], [0, 0, 30 * DAY], interaction=[0, 0, 1])

    assert of(timeline) == ([0], [1])


def test_without_a_pair_nothing_is_begun() -> None:
    assert of(timeline_of(3)) == ([], [])


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
def test_it_is_what_the_responses_are_counted_in(
    chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    source = rng.integers(0, 9, 600)
    target = (source + rng.integers(1, 9, 600)) % 9
    timeline = Timeline.of(9, source, target, rng.integers(0, 400, 600) * DAY)
    rows = pair_rows(timeline, np.ones(600), as_of=10**18)
    whole = responses(timeline, rows)
    monkeypatch.setattr(module, "_CHUNK", chunk)

    found = begun(timeline, rows)

    assert np.array_equal(found.by_a + found.by_b, whole.exchanges)
    assert found.by_a / whole.exchanges == pytest.approx(whole.started_by_a)
