"""Running strength: how strong a pair was just after each of its interactions."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from algorithms.rhythm.running import highest_since, running_strength
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from tests.algorithms.logs import collegemsg
from tests.worlds import DAY, timeline_of

MONTH = 30 * DAY


def test_a_pair_builds_up_and_fades_between_its_interactions() -> None:
    # by hand: 1, 1/2 + 1 and 3/4 + 1 for the first pair, 1 for the second
    timeline = timeline_of(3, (0, 1, 0), (1, 0, 30), (0, 2, 31), (1, 0, 60))
    rows = pair_rows(timeline, np.ones(4), as_of=90 * DAY)

    found = running_strength(timeline, np.ones(4), rows, half_life=MONTH)

    assert_allclose(found, [1.0, 1.5, 1.75, 1.0], rtol=1e-15)


def test_interactions_of_one_moment_build_up_one_after_the_other() -> None:
    timeline = timeline_of(2, (0, 1, 5), (1, 0, 5), (0, 1, 5))
    rows = pair_rows(timeline, np.ones(3), as_of=5 * DAY)

    assert running_strength(timeline, np.ones(3), rows, half_life=MONTH).tolist() == [1, 2, 3]


def test_every_running_strength_is_the_sum_over_what_came_before(shared: Path) -> None:
    timeline = collegemsg(shared)
    weight = np.random.default_rng(1).uniform(0.1, 3.0, len(timeline))
    rows = pair_rows(timeline, weight, as_of=int(timeline.at[-1]))

    found = running_strength(timeline, weight, rows, half_life=MONTH)

    longest = np.argsort(-np.diff(rows.start))[:40]
    for k in [*longest, *range(0, len(rows), 200)]:
        own = slice(rows.start[k], rows.start[k + 1])
        at, added = timeline.at[rows.row[own]], weight[rows.row[own]]
        ages = np.maximum(np.subtract.outer(at, at), 0) / MONTH
        expected = np.tril(2.0**-ages) @ added
        assert_allclose(found[own], expected, rtol=1e-12)


def test_the_last_running_strength_is_what_the_tie_fades_from(shared: Path) -> None:
    timeline = collegemsg(shared)
    weight = np.ones(len(timeline))
    as_of = int(timeline.at[-1])
    rows = pair_rows(timeline, weight, as_of=as_of)
    found = ties(timeline, weight, as_of=as_of, half_life=7 * DAY)

    last = running_strength(timeline, weight, rows, half_life=7 * DAY)[rows.last]

    left = last * np.exp2((found.pair_last_at - as_of) / (7 * DAY))
    assert_allclose(left, found.pair_strength(as_of), rtol=1e-9)


def test_where_a_long_log_is_cut_into_pieces_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    timeline = timeline_of(4, *[(k % 3, 3, k / 7) for k in range(50)])
    weight = np.linspace(0.1, 2.0, 50)
    rows = pair_rows(timeline, weight, as_of=10 * DAY)
    whole = running_strength(timeline, weight, rows, half_life=DAY)

    monkeypatch.setattr("algorithms.rhythm.running._CHUNK", 7)

    assert_allclose(running_strength(timeline, weight, rows, half_life=DAY), whole, rtol=1e-15)


def test_the_highest_of_a_year_or_what_the_last_one_left() -> None:
    timeline = timeline_of(3, (0, 1, 0), (0, 1, 0), (0, 1, 300), (0, 2, 0), (0, 2, 0))
    rows = pair_rows(timeline, np.ones(5), as_of=400 * DAY)
    strength = running_strength(timeline, np.ones(5), rows, half_life=MONTH)

    # since day 35 the first pair had one interaction, the second none: it was 2 after its last
    found = highest_since(strength, timeline, rows, since=35 * DAY)
    one_each = highest_since(strength, timeline, rows, since=np.array([0, 35]) * DAY)

    assert_allclose(found, [1 + 2 * 2**-10, 2.0])
    assert_allclose(one_each, [2.0, 2.0])


def test_nobody_has_no_running_strength() -> None:
    timeline = timeline_of(2)
    rows = pair_rows(timeline, np.zeros(0), as_of=0)

    strength = running_strength(timeline, np.zeros(0), rows, half_life=DAY)

    assert len(strength) == len(highest_since(strength, timeline, rows, since=0)) == 0
    with pytest.raises(ValueError, match="half_life must be positive, not 0"):
        running_strength(timeline, np.zeros(0), rows, half_life=0)
