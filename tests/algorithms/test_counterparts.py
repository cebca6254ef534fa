"""Counterparts: people with a strong enough tie in both directions."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from algorithms.people.counterparts import counterparts
from algorithms.projection import projection
from algorithms.ties import ties
from tests.worlds import DAY, projection_of, timeline_of


def counted(people: int, *rows: tuple[int, int, float], threshold: float = 1 / 16) -> list[float]:
    timeline = timeline_of(people, *rows)
    seen = projection(ties(timeline, np.ones(len(timeline)), as_of=1000 * DAY, half_life=30 * DAY))
    return list(counterparts(seen, threshold=threshold).values)


def test_only_ties_in_both_directions_count() -> None:
    assert counted(4, (0, 1, 0), (1, 0, 0), (2, 1, 0), (1, 3, 0)) == [1, 1, 0, 0]


def test_volume_does_not_count() -> None:
    many = [(0, 1, float(day)) for day in range(50)]

    assert counted(2, *many, (1, 0, 49)) == [1, 1]


def test_a_single_note_counts_for_four_half_lives() -> None:
    # strength at day 120 is 2 ** -4 = 1/16, and a day later just below
    assert counted(4, (0, 1, 0), (1, 0, 0), (2, 3, 120)) == [1, 1, 0, 0]
    assert counted(4, (0, 1, 0), (1, 0, 0), (2, 3, 121)) == [0, 0, 0, 0]
    assert counted(4, (0, 1, 0), (1, 0, 0), (2, 3, 121), threshold=1 / 64) == [1, 1, 0, 0]


def test_the_weaker_direction_decides() -> None:
    assert counted(4, (1, 0, 0), (0, 1, 200), (2, 3, 200)) == [0, 0, 0, 0]


def test_among_friends_of_karate_counterparts_are_the_degree() -> None:
    club = nx.karate_club_graph()

    found = counterparts(projection_of(34, *club.edges())).values

    assert found.tolist() == [club.degree(person) for person in range(34)]


def test_an_empty_log_has_nobody_with_counterparts() -> None:
    assert counted(0) == []
    assert counted(3) == [0, 0, 0]


def test_a_threshold_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold must lie in"):
        counted(2, (0, 1, 0), threshold=0)


rows = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 300)).filter(
        lambda row: row[0] != row[1]
    ),
    max_size=25,
)


@given(rows)
def test_counterparts_equal_counting_by_hand(rows: list[tuple[int, int, int]]) -> None:
    strength = np.zeros((6, 6))
    last = max((day for *_, day in rows), default=0)
    for source, target, day in rows:
        strength[source, target] += 2 ** -((last - day) / 30)
    strong = strength >= 1 / 16 - 1e-12
    borderline = np.abs(strength - 1 / 16) < 1e-9  # left to rounding

    if not borderline.any():
        assert counted(6, *rows) == (strong & strong.T).sum(axis=1).tolist()
