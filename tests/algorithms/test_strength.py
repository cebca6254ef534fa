"""Strength: how much contact somebody has in all."""

import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.people.strength import in_fresh_interactions, in_strength, out_strength, strength
from algorithms.projection import projection
from algorithms.ties import ties
from tests.algorithms.graphs import RANDOM, Awkward, on_each, projection_of_rows
from tests.worlds import DAY, timeline_of


def test_the_strongest_pair_is_the_unit() -> None:
    # Ann and Bob: 3 + 1 = 4 fresh interactions; Bob and Cleo: 1
    seen = projection_of_rows(3, [(0, 1, 3.0), (1, 0, 1.0), (2, 1, 1.0)])

    assert strength(seen).values == pytest.approx([1, 1.25, 0.25])
    assert in_strength(seen).values == pytest.approx([0.25, 1, 0])
    assert out_strength(seen).values == pytest.approx([0.75, 0.25, 0.25])


def test_fresh_interactions_at_a_moment_are_the_sum_of_decayed_interactions() -> None:
    # from day 0, 30 and 60, seen on day 90 with a half-life of 30 days: 1/8 + 1/4 + 1/2
    timeline = timeline_of(2, (0, 1, 0), (0, 1, 30), (0, 1, 60))
    seen = projection(ties(timeline, np.ones(3), as_of=60 * DAY, half_life=30 * DAY))

    found = in_fresh_interactions(out_strength(seen).values, seen, moment=90 * DAY / 1000)

    assert found == pytest.approx([0.875, 0])


def test_strength_before_the_last_interaction_is_refused() -> None:
    seen = projection_of_rows(2, [(0, 1, 1.0)], at=5000)

    with pytest.raises(ValueError, match="at or after the last interaction"):
        in_fresh_interactions(strength(seen).values, seen, moment=4.9)


@on_each(RANDOM)
def test_strengths_are_plain_sums(graph: Awkward) -> None:
    seen, directed = graph.projection, graph.digraph
    everybody = range(graph.people)

    def absolute(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return in_fresh_interactions(values, seen, moment=0.0)

    given = [directed.in_degree(k, weight="weight") for k in everybody]
    assert absolute(in_strength(seen).values) == pytest.approx(given, rel=1e-9)
    given = [directed.out_degree(k, weight="weight") for k in everybody]
    assert absolute(out_strength(seen).values) == pytest.approx(given, rel=1e-9)
    given = [directed.degree(k, weight="weight") for k in everybody]
    assert absolute(strength(seen).values) == pytest.approx(given, rel=1e-9)
