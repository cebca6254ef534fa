"""Community ids: they stay when little changes, and are a function of the log alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.groups.communities import communities
from algorithms.groups.community_ids import cores, number_keys, person_keys
from algorithms.projection import Projection, projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import RANDOM, Awkward, on_each
from tests.algorithms.logs import manufacturing
from tests.algorithms.perturbed import perturbed
from tests.worlds import DAY

HALF_LIFE = 30 * DAY


def names(people: int) -> NDArray[np.bytes_]:
    return np.array([f"p_{k:05d}" for k in range(people)], "S7")


def seen_from(timeline: Timeline, as_of: int) -> Projection:
    found = ties(timeline, np.ones(len(timeline)), as_of=as_of, half_life=HALF_LIFE)
    return projection(found, keys=person_keys(names(timeline.people)))


def share_kept(timeline: Timeline, trials: int) -> float:
    """The share of ids of communities of three or more that are there after a perturbation."""
    as_of = int(timeline.at.max())
    found = communities(seen_from(timeline, as_of))
    ids = set(found.head[found.size >= 3].tolist())
    kept = []
    for seed in range(trials):
        again = communities(seen_from(perturbed(timeline, 0.01, seed), as_of))
        kept.append(len(ids & set(again.head.tolist())) / len(ids))
    return float(np.mean(kept))


def teams_of(people: int, size: int, rows: int, inside: float) -> Timeline:
    """Teams of one size who write among themselves for half a year, and now and then to anybody."""
    rng = np.random.default_rng(people)
    source = rng.integers(people, size=rows)
    mate = source // size * size + rng.integers(size, size=rows)
    target = np.where(rng.random(rows) < inside, mate, rng.integers(people, size=rows))
    told = np.flatnonzero(source != target)
    at = np.sort(rng.integers(180 * DAY, size=len(told)))
    return Timeline.of(people, source[told], target[told], at)


@pytest.mark.parametrize(
    ("people", "size", "rows", "inside"),
    [(60, 10, 4_000, 0.8), (200, 20, 10_000, 0.7), (300, 5, 12_000, 0.8)],
    ids=["six teams", "ten large teams", "sixty small teams"],
)
def test_a_hundredth_of_the_log_changes_few_ids_of_teams(
    people: int, size: int, rows: int, inside: float
) -> None:
    assert share_kept(teams_of(people, size, rows, inside), 5) >= 0.95


def test_a_hundredth_of_the_log_changes_few_ids_in_the_mail_of_a_factory(shared: Path) -> None:
    assert share_kept(manufacturing(shared), 5) >= 0.95


def relabelled(seen: Projection, place: NDArray[np.intp]) -> Projection:
    """The same people under other numbers: person k becomes place[k]."""
    keys = np.empty(seen.people, np.uint64)
    keys[place] = number_keys(seen.people)
    low, high = np.minimum(place[seen.a], place[seen.b]), np.maximum(place[seen.a], place[seen.b])
    order = np.lexsort((high, low))
    return replace(
        seen,
        a=low[order].astype(np.int32),
        b=high[order].astype(np.int32),
        pair_fades_at=seen.pair_fades_at[order],
        live=seen.live[order],
        keys=keys,
    )


@on_each(RANDOM[:20])
def test_how_people_are_numbered_changes_neither_communities_nor_ids(graph: Awkward) -> None:
    seen = replace(graph.projection, keys=number_keys(graph.people))
    place = np.random.default_rng(graph.people).permutation(graph.people)

    once, again = communities(seen), communities(relabelled(seen, place))

    head = np.where(once.membership >= 0, np.append(place, -1)[once.membership], -1)
    assert again.membership[place].tolist() == head.tolist()
    assert sorted(again.head.tolist()) == sorted(place[once.head].tolist())


def test_time_that_passes_changes_no_id() -> None:
    timeline = teams_of(60, 10, 4_000, 0.8)
    last = int(timeline.at.max())

    found = [communities(seen_from(timeline, last + days * DAY)) for days in (0, 400)]

    assert found[0].membership.tobytes() == found[1].membership.tobytes()


def test_no_two_communities_share_an_id() -> None:
    found = communities(seen_from(teams_of(300, 5, 12_000, 0.8), 180 * DAY))

    assert len(set(found.head.tolist())) == len(found)
    assert np.array_equal(found.membership[found.head], found.head)


@pytest.mark.parametrize(
    ("stronger", "weaker", "others", "expected"),
    [
        # by the formula, x = k / mean: 1.8 and 0.2, sqrt(x) + (x / 2)**4 is 1.998 against 0.447
        (9.0, 1.0, 0, 0.8170),
        # 3.429 and 0.381 beside two of 0.095 each: sqrt(x) + (x / 2)**4 is 10.49 against 0.619
        (9.0, 1.0, 2, 0.9443),
    ],
    ids=["where nobody is far stronger", "a hub among weak ones"],
)
def test_a_community_is_named_by_a_member_with_a_chance_that_grows_with_strength(
    stronger: float, weaker: float, others: int, expected: float
) -> None:
    pairs, alone = 4_000, 4_000 * others
    label = np.concatenate([np.repeat(np.arange(pairs), 2), pairs + np.arange(alone)])
    strength = np.concatenate([np.tile([stronger, weaker], pairs), np.full(alone, 0.25)])

    core = cores(label, strength, number_keys(len(label)))

    assert np.mean(core[: 2 * pairs : 2] % 2 == 0) == pytest.approx(expected, abs=0.02)


def test_where_communities_join_one_name_stays_and_where_one_falls_apart_a_part_keeps_it() -> None:
    rng = np.random.default_rng(3)
    label, strength, keys = np.arange(240) // 12, rng.lognormal(size=240), number_keys(240)

    apart, joined = cores(label, strength, keys), cores(label // 2, strength, keys)

    assert set(joined.tolist()) < set(apart.tolist())
    assert len(set(joined.tolist())) == 10


def test_strengths_that_all_double_change_no_name() -> None:
    rng = np.random.default_rng(2)
    label, strength = rng.integers(30, size=300), rng.lognormal(size=300)
    keys = number_keys(300)

    assert cores(label, strength, keys).tolist() == cores(label, strength * 2, keys).tolist()


@pytest.mark.parametrize(
    "leave", [lambda k: k % 10 == 0, lambda k: k < 6], ids=["a tenth", "six people"]
)
def test_who_leaves_renames_only_what_they_named(leave: Callable[[int], bool]) -> None:
    label, strength, keys = np.arange(60) // 12, np.ones(60), number_keys(60)
    before = cores(label, strength, keys)
    gone = np.array([leave(k) for k in range(60)])

    after = cores(np.where(gone, -1, label), strength, keys)

    stays = ~gone & ~gone[before]
    assert after[stays].tolist() == before[stays].tolist()


def test_keys_follow_the_id_of_a_person_not_their_place() -> None:
    keys = person_keys(names(50))

    assert person_keys(names(50)[::-1])[::-1].tolist() == keys.tolist()
    assert len(set(keys.tolist())) == 50
    assert len(person_keys(names(0))) == 0
