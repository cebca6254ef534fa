"""Reciprocity of a pair: how balanced two people are."""

import numpy as np
import pytest

from algorithms.directions import both_ways
from algorithms.pairs.reciprocity import mutual, pair_reciprocity
from algorithms.people.reciprocity import reciprocity
from algorithms.projection import projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each, projection_of_rows
from tests.worlds import DAY


@on_each(CORNERS + RANDOM)
def test_both_are_the_definition_in_plain_python(graph: Awkward) -> None:
    seen = graph.projection
    strength = {(a, b): w for a, b, w in graph.rows}
    pairs = list(zip(seen.a.tolist(), seen.b.tolist(), strict=True))
    both = [(strength.get((a, b), 0.0), strength.get((b, a), 0.0)) for a, b in pairs]
    strongest = max(map(sum, both), default=1.0)

    expected = [min(two) / max(two) for two in both]
    assert pair_reciprocity(seen).values == pytest.approx(expected, rel=1e-9)
    expected = [(x / strongest) ** 0.5 * (y / strongest) ** 0.5 for x, y in both]
    assert mutual(seen).values == pytest.approx(expected, rel=1e-9, abs=1e-300)


def test_who_is_never_answered_has_no_reciprocity_and_no_mutual_strength() -> None:
    seen = projection_of_rows(3, [(0, 1, 1000.0), (2, 0, 1.0)])

    assert pair_reciprocity(seen).values.tolist() == [0.0, 0.0]
    assert mutual(seen).values.tolist() == [0.0, 0.0]


def test_an_even_exchange_is_one_and_half_of_the_strongest() -> None:
    seen = projection_of_rows(2, [(0, 1, 7.0), (1, 0, 7.0)])

    assert pair_reciprocity(seen).values.tolist() == [1.0]
    assert mutual(seen).values == pytest.approx([0.5])


def test_of_somebody_with_one_pair_it_is_the_persons_reciprocity() -> None:
    seen = projection_of_rows(2, [(0, 1, 4.0), (1, 0, 3.0)])

    assert pair_reciprocity(seen).values == pytest.approx([0.75])
    assert reciprocity(seen).values == pytest.approx([0.75, 0.75])


def test_a_pair_of_long_ago_is_as_balanced_as_it_was() -> None:
    # 4,000 half-lives later nothing is left that a float could hold
    timeline = Timeline.of(3, [0, 0, 1, 1, 2], [1, 1, 0, 2, 1], [0, 0, 0, 4000 * DAY, 4000 * DAY])
    seen = projection(ties(timeline, np.ones(5), as_of=4000 * DAY, half_life=DAY))

    assert seen.pair_weight[0] == 0
    assert pair_reciprocity(seen).values == pytest.approx([0.5, 1.0])
    assert mutual(seen).values == pytest.approx([0.0, 0.5])


@on_each(RANDOM[:20])
def test_both_directions_together_are_the_pair(graph: Awkward) -> None:
    seen = graph.projection
    forward, backward = both_ways(seen, seen.weight, 0.0)

    assert forward + backward == pytest.approx(seen.pair_weight, rel=1e-9)


def test_in_a_part_of_the_network_each_pair_keeps_both_its_directions() -> None:
    timeline = Timeline.of(4, source=[0, 1, 2, 3, 2], target=[1, 0, 1, 2, 3], at=[0] * 5)
    seen = projection(ties(timeline, np.array([1.0, 2, 3, 4, 5]), as_of=0, half_life=DAY))
    part = seen.part(np.array([False, True, True]))  # without Ann and Bob

    forward, backward = both_ways(part, part.weight, 0.0)  # in ninths: of the strongest pair
    assert 9 * forward == pytest.approx([0, 5])
    assert 9 * backward == pytest.approx([3, 4])
