"""Since when a group has held together: by ties that have not ended, whoever came or went."""

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.groups.held_since import NEVER, held_since, live_since
from algorithms.groups.membership import Groups
from algorithms.projection import projection
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from graph.timeline import Timeline

HALF_LIFE, THRESHOLD = 10, 1 / 64

Row = tuple[int, int, int]  # one, other, when


def since(people: int, told: list[Row], groups: Groups, *, weight: float = 1.0) -> list[int]:
    """Since when each group has held together, at the end of a log."""
    rows = sorted(told, key=lambda row: row[2])
    source, target, at = (list(column) for column in zip(*rows, strict=True))
    timeline, weights = Timeline.of(people, source, target, at), np.full(len(rows), weight)
    as_of = max(at)
    seen = projection(ties(timeline, weights, as_of=as_of, half_life=HALF_LIFE))
    found = held_since(
        seen, groups, timeline, pair_rows(timeline, weights, as_of=as_of),
        of=np.arange(len(groups)), half_life=HALF_LIFE, live_threshold=THRESHOLD,
    )  # fmt: skip
    return [int(moment) for moment in found]


def weekly(one: int, other: int, begin: int, end: int = 200) -> list[Row]:
    return [(one, other, at) for at in range(begin, end + 1, 5)]


def everybody(people: int) -> Groups:
    return Groups.of_labels(np.zeros(people, np.int64))


def test_a_group_is_as_old_as_the_ties_among_those_who_hold_most_of_it() -> None:
    triangle = weekly(0, 1, 20) + weekly(1, 2, 30) + weekly(0, 2, 40)

    # the first two pairs link all three; the first alone links 4 of 6 ends: more than half
    assert since(3, triangle, everybody(3)) == [20]


def test_who_came_last_week_makes_no_group_young() -> None:
    old = weekly(0, 1, 0) + weekly(1, 2, 0) + weekly(0, 2, 0)

    assert since(4, [*old, (0, 3, 199), (3, 0, 200)], everybody(4)) == [0]


def test_two_old_friends_among_newcomers_make_no_group_old() -> None:
    clique = [row for a in range(2, 7) for b in range(a) for row in weekly(a, b, 150)]

    assert since(7, weekly(0, 1, 0) + clique, everybody(7)) == [150]


def test_ties_that_ended_and_were_taken_up_again_count_from_then_on() -> None:
    # weekly notes add up to less than four: such a tie has ended eight half-lives later
    told = weekly(0, 1, 0, 40) + weekly(0, 1, 120)

    assert since(2, told, everybody(2)) == [120]


def test_a_pause_that_the_strength_outlasts_ends_nothing() -> None:
    told = [(0, 1, 0), (0, 1, 59), (0, 1, 118)]

    assert since(2, told, everybody(2)) == [0]


def test_a_group_without_live_ties_inside_holds_since_never() -> None:
    groups = Groups.of_labels(np.array([0, 1, 0, 1, 2]))

    assert since(5, weekly(0, 1, 0) + weekly(2, 3, 0), groups) == [NEVER] * 3


@pytest.mark.parametrize("few", [0, 5_000], ids=["searched for", "one by one"])
def test_a_group_that_falls_apart_into_halves_holds_since_never(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("algorithms.groups.held_since._FEW", few)
    halves = weekly(0, 1, 0) + weekly(2, 3, 0)

    assert since(4, halves, everybody(4)) == [NEVER]


def test_somebody_in_two_groups_counts_in_either() -> None:
    marks = [np.array([True, True, False]), np.array([False, True, True])]

    assert since(3, weekly(0, 1, 5) + weekly(1, 2, 60), Groups.of_masks(3, marks)) == [5, 60]


def test_a_day_as_half_life_over_ten_years_overflows_nothing() -> None:
    at = np.arange(3_650)
    timeline = Timeline.of(2, np.zeros(3_650, np.int64), np.ones(3_650, np.int64), at)
    rows = pair_rows(timeline, np.ones(3_650), as_of=3_650)

    with np.errstate(all="raise", under="ignore"):
        assert live_since(timeline, rows, 1, THRESHOLD).tolist() == [0]


def one_by_one(at: NDArray[np.int64], weight: NDArray[np.float64]) -> int:
    """When a pair's last unbroken time began, its strength added up interaction by interaction."""
    strength, began, before = 0.0, 0, 0
    for moment, more in zip(at.tolist(), weight.tolist(), strict=True):
        strength *= 2 ** -((moment - before) / HALF_LIFE)
        if strength < THRESHOLD:
            began = moment
        strength, before = strength + more, moment
    return began


@pytest.mark.parametrize("seed", range(20))
def test_unbroken_times_are_those_found_interaction_by_interaction(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    at = np.cumsum(rng.integers(0, 90, size=count)).astype(np.int64)
    weight = rng.lognormal(-1, 1, size=count)
    timeline = Timeline.of(2, np.zeros(count, np.int64), np.ones(count, np.int64), at)

    found = live_since(
        timeline, pair_rows(timeline, weight, as_of=int(at[-1])), HALF_LIFE, THRESHOLD
    )

    assert found.tolist() == [one_by_one(at, weight)]


@pytest.mark.parametrize("few", [0, 5_000], ids=["searched for", "one by one"])
@pytest.mark.parametrize("seed", range(10))
def test_the_moment_is_the_first_at_which_one_connected_part_holds_more_than_half(
    seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("algorithms.groups.held_since._FEW", few)
    rng = np.random.default_rng(seed)
    graph = nx.gnm_random_graph(9, 14, seed=seed)
    told = [row for a, b in graph.edges for row in weekly(a, b, 5 * int(rng.integers(0, 39)))]
    began = {(a, b): min(at for c, d, at in told if (c, d) == (a, b)) for a, b, _ in told}
    strength = {
        pair: sum(2 ** ((at - 200) / HALF_LIFE) for a, b, at in told if (a, b) == pair)
        for pair in began
    }
    held = {k: sum(w for pair, w in strength.items() if k in pair) for k in graph}

    def holds(moment: int) -> bool:
        then = nx.Graph([pair for pair, at in began.items() if at <= moment])
        parts = (sum(held[k] for k in part) for part in nx.connected_components(then))
        return max(parts) > sum(held.values()) / 2

    expected = min(filter(holds, began.values()))
    assert since(9, told, everybody(9)) == [expected]
