"""Reciprocity: how balanced giving and getting are."""

import numpy as np
import pytest

from algorithms.people.reciprocity import reciprocity
from tests.algorithms.graphs import RANDOM, Awkward, on_each, pairs_graph, projection_of_rows


def test_of_one_pair_it_is_the_lesser_direction_over_the_greater() -> None:
    found = reciprocity(projection_of_rows(3, [(0, 1, 4.0), (1, 0, 3.0)])).values

    assert found == pytest.approx([0.75, 0.75, np.nan], nan_ok=True)


def test_a_thousand_unanswered_letters_outweigh_one_answer() -> None:
    rows = [(0, 1, 1000.0), (0, 2, 1.0), (2, 0, 1.0)]

    assert reciprocity(projection_of_rows(3, rows)).values == pytest.approx([1 / 1001, 0, 1])


def test_giving_and_getting_from_different_people_is_no_balance() -> None:
    assert reciprocity(projection_of_rows(3, [(0, 1, 1.0), (2, 0, 1.0)])).values[0] == 0


@on_each(RANDOM)
def test_reciprocity_is_the_definition_in_plain_python(graph: Awkward) -> None:
    seen = graph.projection
    live = pairs_graph(seen, live=True)
    strength = {(a, b): w for a, b, w in graph.rows}

    def plain(i: int) -> float:
        both = [(strength.get((i, j), 0.0), strength.get((j, i), 0.0)) for j in live[i]]
        return sum(map(min, both)) / sum(map(max, both)) if both else np.nan

    expected = [plain(person) for person in range(graph.people)]
    assert reciprocity(seen).values == pytest.approx(expected, rel=1e-9, nan_ok=True)
