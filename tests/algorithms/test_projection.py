"""The projection: what every measure reads."""

import numpy as np
import pytest

from algorithms.projection import projection
from algorithms.ties import ties
from tests.algorithms.graphs import RANDOM, Awkward, on_each, projection_of_rows
from tests.worlds import DAY, timeline_of


def test_strengths_are_relative_to_the_strongest_pair() -> None:
    # Ann and Bob 3 + 1 = 4, Bob and Cleo 1
    seen = projection_of_rows(3, [(0, 1, 3.0), (1, 0, 1.0), (2, 1, 1.0)])

    assert seen.weight == pytest.approx([0.75, 0.25, 0.25])
    assert seen.pair_weight == pytest.approx([1, 0.25])


def test_a_single_note_keeps_a_pair_alive_for_six_half_lives() -> None:
    def is_live(day: int) -> bool:
        timeline = timeline_of(4, (0, 1, 0), (2, 3, day))
        found = ties(timeline, np.ones(2), as_of=1000 * DAY, half_life=30 * DAY)
        return bool(projection(found).live[0])

    assert is_live(180)
    assert not is_live(181)


def test_the_threshold_can_be_set_and_is_checked() -> None:
    timeline = timeline_of(4, (0, 1, 0), (2, 3, 31))
    found = ties(timeline, np.ones(2), as_of=31 * DAY, half_life=30 * DAY)

    assert projection(found, live_threshold=0.5).live.tolist() == [False, True]
    with pytest.raises(ValueError, match=r"live_threshold must lie in \(0, 1\], not 0"):
        projection(found, live_threshold=0)


def test_a_path_costs_one_over_the_root_of_strength_in_sixteenths() -> None:
    # relative strengths 1, 1/4, 1/100, 2 ** -40 and below the floor
    rows = [(0, 1, 1.0), (1, 2, 0.25), (2, 3, 0.01), (3, 4, 2.0**-40), (4, 5, 2.0**-50)]
    seen = projection_of_rows(6, rows)

    assert seen.cost.tolist() == [16, 32, 160, 2**24, 2**24]
    assert seen.capped == pytest.approx(0.4)


@on_each(RANDOM)
def test_everybodys_ties_are_shares_of_their_own_total(graph: Awkward) -> None:
    directed = graph.digraph

    found = graph.projection.transition.toarray()

    for a, b, weight in graph.rows:
        assert found[a, b] == pytest.approx(weight / directed.out_degree(a, weight="weight"))
    sends = [float(directed.out_degree(k) > 0) for k in range(graph.people)]
    assert found.sum(axis=1) == pytest.approx(sends)
