"""Relations that hold between two logs, whatever they hold, each over every measure it is true of.

`LEFT_OUT` says of which measures a relation is not true, and why; over all others it is tried.
"""

import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import assume, given, settings

from algorithms.people.strength import in_fresh_interactions
from tests.algorithms.worlds_of_logs import (
    NAMES,
    PAIR_NAMES,
    Log,
    Row,
    has_equal_parts,
    logs,
    of_pairs,
    of_people,
    one_outcome,
    projected,
    same,
    same_pairs,
)
from tests.worlds import DAY

EVERY = {*NAMES, *PAIR_NAMES}
BY_WHO = {f"{name}_{who}" for name in ("response_median", "response_p90", "answered_share")
          for who in "ab"} | {"started_by_a", "direction_balance"}  # fmt: skip
ONE_NAME = {"started_by_a": 1, "direction_balance": 0}  # turned round: this, less the value

LIVE = {
    "betweenness", "closeness", "classic_closeness", "counterparts", "degree", "in_degree",
    "out_degree", "reciprocity", "core_number", "effective_size", "clustering", "efficiency",
    "two_step_reach", "articulation", "participation", "within_community", "community_role",
    "communities_bridged", "organizations_bridged", "overlap", "embeddedness", "bridge",
    "local_bridge", "pair_betweenness",
}  # fmt: skip
COUNTING_ROWS = {"burstiness", "initiation", "pressure"} | BY_WHO
COSTS = {"betweenness_by_strength", "closeness_by_strength"}

# relation: {measures: why it is not true of them}
LEFT_OUT: Mapping[str, Mapping[frozenset[str], str]] = {
    "relabel": {frozenset({"eigenvector"}): "of equal components the first counts"},
    "scale": {frozenset(LIVE): "whether a pair is live is a matter of absolute strength"},
    "stretch": {
        frozenset({"active_days", "usual_gap", "initiation", "pressure"} | BY_WHO): (
            "days are not stretched"
        )
    },
    "split": {frozenset(COUNTING_ROWS): "they count interactions, and two are not one"},
    "isolate": {frozenset({"pagerank"}): "everybody has a part; the rest keep their ratios"},
    "twice": {frozenset({"eigenvector"}): "only one of two equal components counts"},
    "reverse": {
        frozenset({"pagerank", "katz", "initiation"}): "attention does not flow back as it came"
    },
    "mirror": {},
    "more": {},
}  # fmt: skip


def but(relation: str) -> set[str]:
    """The measures that a relation is true of."""
    left_out: set[str] = set().union(*LEFT_OUT[relation])
    assert left_out <= EVERY
    return EVERY - left_out


Drawn = settings(max_examples=40)


@Drawn
@given(logs())
def test_numbering_people_otherwise_moves_every_value_with_its_person(log: Log) -> None:
    one_outcome(log)
    place = np.random.default_rng(7).permutation(log.people)
    rows = tuple((int(place[a]), int(place[b]), at, w) for a, b, at, w in log.rows)
    group = tuple(np.array(log.group)[np.argsort(place)].tolist())
    moved = log.but(rows=rows, group=group)

    found, before = of_people(moved), of_people(log)
    same({k: v[place] for k, v in found.items()}, before, but("relabel"))
    twin = {"_a": "_b", "_b": "_a"}
    pairs, earlier = of_pairs(moved), of_pairs(log)
    for name in PAIR_NAMES:
        for (a, b), value in earlier[name].items():
            p, q = int(place[a]), int(place[b])
            turned = name in BY_WHO and p > q
            other = name[:-2] + twin[name[-2:]] if turned and name not in ONE_NAME else name
            now = pairs[other][min(p, q), max(p, q)]
            now = ONE_NAME[name] - now if turned and name in ONE_NAME else now
            assert now == pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True), name


@Drawn
@given(logs())
def test_multiplying_all_weights_changes_nothing_but_what_is_live(log: Log) -> None:
    one_outcome(log)
    scaled = log.but(rows=tuple((a, b, at, 4 * w) for a, b, at, w in log.rows))

    same(of_people(scaled), of_people(log), but("scale"))
    same_pairs(of_pairs(scaled), of_pairs(log), but("scale"))


@Drawn
@given(logs())
def test_moving_a_log_and_the_observer_by_weeks_changes_nothing(log: Log) -> None:
    one_outcome(log)
    later = 700 * 7 * DAY
    moved = log.but(
        rows=tuple((a, b, at + later, w) for a, b, at, w in log.rows), as_of=log.as_of + later
    )

    same(of_people(moved), of_people(log), EVERY)
    same_pairs(of_pairs(moved), of_pairs(log), EVERY)


@Drawn
@given(logs())
def test_time_that_only_passes_changes_not_a_byte(log: Log) -> None:
    much_later = log.but(as_of=log.as_of + 5000 * DAY)

    before, after = of_people(log), of_people(much_later)
    assert {k: v.tobytes() for k, v in before.items()} == {k: v.tobytes() for k, v in after.items()}
    assert repr(of_pairs(log)) == repr(of_pairs(much_later))


@Drawn
@given(logs())
def test_stretching_time_and_the_half_life_together_changes_no_strength(log: Log) -> None:
    one_outcome(log)
    slow = log.but(
        rows=tuple((a, b, 3 * at, w) for a, b, at, w in log.rows),
        as_of=3 * log.as_of,
        half_life=3 * log.half_life,
    )

    same(of_people(slow), of_people(log), but("stretch"))
    same_pairs(of_pairs(slow), of_pairs(log), but("stretch"))


@Drawn
@given(logs())
def test_one_interaction_is_as_much_as_two_halves_of_it_at_its_moment(log: Log) -> None:
    one_outcome(log)
    halves = tuple(row for a, b, at, w in log.rows for row in [(a, b, at, w / 2)] * 2)

    same(of_people(log.but(rows=halves)), of_people(log), but("split"))
    same_pairs(of_pairs(log.but(rows=halves)), of_pairs(log), but("split"))


@Drawn
@given(logs())
def test_somebody_who_knows_nobody_changes_nothing_for_others(log: Log) -> None:
    one_outcome(log)
    lonely = log.but(people=log.people + 1, group=(*log.group, -1))

    found, before = of_people(lonely), of_people(log)
    same({k: v[:-1] for k, v in found.items()}, before, but("isolate"))
    same_pairs(of_pairs(lonely), of_pairs(log), EVERY)
    others = found["pagerank"][:-1]
    assert others / others.sum() == pytest.approx(before["pagerank"], abs=1e-8)


SHARED = {"pagerank", "hubs", "authorities"}  # of everybody's: half each
AMONG_ALL = {"betweenness", "closeness", "classic_closeness", *COSTS}  # people of both count


@Drawn
@given(logs())
def test_of_two_equal_worlds_side_by_side_each_is_what_it_was_alone(log: Log) -> None:
    one_outcome(log)
    n = log.people
    twice = log.but(
        people=2 * n,
        rows=log.rows + tuple((a + n, b + n, at, w) for a, b, at, w in log.rows),
        group=log.group + tuple(g + 3 if g >= 0 else -1 for g in log.group),
    )

    found, alone = of_people(twice), of_people(log)
    same({k: v[:n] for k, v in found.items()}, {k: v[n:] for k, v in found.items()}, but("twice"))
    same({k: v[:n] for k, v in found.items()}, alone, but("twice") - SHARED - AMONG_ALL)
    halved = {k: v / 2 for k, v in alone.items()}
    same({k: v[:n] for k, v in found.items()}, halved, SHARED)
    pairs, before = of_pairs(twice), of_pairs(log)
    for name in PAIR_NAMES:
        for (a, b), value in before[name].items():
            here, there = pairs[name][a, b], pairs[name][a + n, b + n]
            assert here == pytest.approx(there, rel=1e-9, nan_ok=True)
            if name != "pair_betweenness":
                assert here == pytest.approx(value, rel=1e-9, nan_ok=True), name


SWAPPED = {
    "in_degree": "out_degree", "out_degree": "in_degree", "in_strength": "out_strength",
    "out_strength": "in_strength", "hubs": "authorities", "authorities": "hubs",
}  # fmt: skip


@Drawn
@given(logs())
def test_turning_every_direction_round_swaps_giving_and_getting_and_nothing_else(log: Log) -> None:
    one_outcome(log)
    turned = log.but(rows=tuple((b, a, at, w) for a, b, at, w in log.rows))

    found = of_people(turned)
    swapped = {name: found[SWAPPED.get(name, name)] for name in NAMES}
    parts = {"hubs", "authorities"} if has_equal_parts(log) else set()
    same(swapped, of_people(log), but("reverse") - parts)
    pairs, before = of_pairs(turned), of_pairs(log)
    same_pairs(pairs, before, but("reverse") - BY_WHO)
    for name in BY_WHO - set(ONE_NAME):
        other = name[:-2] + ("_b" if name.endswith("_a") else "_a")
        assert pairs[other] == pytest.approx(before[name], nan_ok=True), name
    for name, whole in ONE_NAME.items():
        back = {pair: whole - value for pair, value in pairs[name].items()}
        assert back == pytest.approx(before[name], nan_ok=True), name


@Drawn
@given(logs())
def test_a_row_that_ties_nobody_changes_not_a_byte(log: Log) -> None:
    more = log.but(rows=(*log.rows, (0, 1, 50 * DAY + 1, 0.0), (1, 0, 3 * DAY + 1, 0.0)))

    before, after = of_people(log), of_people(more)
    if log.rows:
        assert {k: v.tobytes() for k, v in before.items()} == {
            k: v.tobytes() for k, v in after.items()
        }
    assert repr(of_pairs(log)) == repr(of_pairs(more))


@Drawn
@given(logs())
def test_the_order_in_which_interactions_arrive_changes_not_a_byte(log: Log) -> None:
    order = np.random.default_rng(3).permutation(len(log.rows))
    shuffled = log.but(rows=tuple(log.rows[k] for k in order))

    before, after = of_people(log), of_people(shuffled)
    assert {k: v.tobytes() for k, v in before.items()} == {k: v.tobytes() for k, v in after.items()}
    assert repr(of_pairs(log)) == repr(of_pairs(shuffled))


@Drawn
@given(logs())
def test_where_every_interaction_is_answered_in_kind_giving_is_getting(log: Log) -> None:
    mirrored = log.but(rows=log.rows + tuple((b, a, at, w) for a, b, at, w in log.rows))

    found, pairs = of_people(mirrored), of_pairs(mirrored)
    assert found["in_degree"].tolist() == found["out_degree"].tolist() == found["degree"].tolist()
    assert found["in_strength"] == pytest.approx(found["out_strength"], rel=1e-9)
    assert found["strength"] == pytest.approx(2 * found["in_strength"], rel=1e-9)
    if not has_equal_parts(mirrored):  # else one half of the people may be hubs of the other
        assert found["hubs"] == pytest.approx(found["authorities"], abs=1e-8)
    known = ~np.isnan(found["reciprocity"])
    assert found["reciprocity"][known] == pytest.approx(1.0, rel=1e-9)
    assert list(pairs["pair_reciprocity"].values()) == pytest.approx([1.0] * len(pairs["mutual"]))
    half = {pair: value / 2 for pair, value in pairs["pair_strength"].items()}
    assert pairs["mutual"] == pytest.approx(half, rel=1e-9)


NEVER_LESS = ("counterparts", "degree", "in_degree", "out_degree", "core_number", "two_step_reach")
NEVER_LESS_OF_PAIRS = ("active_days", "embeddedness")


@Drawn
@given(logs())
def test_one_more_interaction_takes_no_contact_and_no_strength_from_anybody(log: Log) -> None:
    assume(log.rows)
    last = max(at for *_, at, _ in log.rows)
    more: Row = (0, 1, last, 1.0)
    grown = log.but(rows=(*log.rows, more))

    found, before = of_people(grown), of_people(log)
    for name in NEVER_LESS:
        assert (found[name] >= before[name]).all(), name
    now, then = projected(grown), projected(log)
    moment = last / 1000
    for name in ("strength", "in_strength", "out_strength"):
        after = in_fresh_interactions(found[name], now, moment=moment)
        assert (after >= in_fresh_interactions(before[name], then, moment=moment) - 1e-9).all()
    pairs, earlier = of_pairs(grown), of_pairs(log)
    for name in NEVER_LESS_OF_PAIRS:
        for pair, value in earlier[name].items():
            assert not pairs[name][pair] < value, name


def test_what_is_left_out_is_named_with_its_reason() -> None:
    for relation, left_out in LEFT_OUT.items():
        for names, reason in left_out.items():
            assert names <= EVERY, relation
            assert re.match(r"\w.* \w", reason)


def test_every_measure_is_in_half_of_the_relations_or_more() -> None:
    count = dict.fromkeys(EVERY, 12)
    for left_out in LEFT_OUT.values():
        for names in left_out:
            for name in names:
                count[name] -= 1

    assert min(count.values()) >= 6
