"""The table of measures of pairs: what every one of them promises."""

import re
import sys
from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.options import Options
from algorithms.pairs.measured import measure_pairs
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.pairs.scores import PairScores
from algorithms.projection import Projection, projection
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each
from tests.worlds import DAY

every_measure = pytest.mark.parametrize("measure", PAIR_MEASURES, ids=lambda measure: measure.name)
AWKWARD = CORNERS + RANDOM[:10]
SAMPLED = Options(exact_limit=0, pivots=2)
HALF_LIFE = 30 * DAY

World = tuple[Projection, Timeline, PairRows]


def world(timeline: Timeline, weight: NDArray[np.float64], *, as_of: int) -> World:
    found = ties(timeline, weight, as_of=as_of, half_life=HALF_LIFE)
    return projection(found), timeline, pair_rows(timeline, weight, as_of=as_of)


@cache
def awkward(name: str, shift: int = 0) -> World:
    """Every tie of an awkward graph some one to six times over 200 days, weights as they are."""
    graph = next(graph for graph in AWKWARD if graph.name == name)
    rng = np.random.default_rng(len(graph.rows))
    times = rng.integers(1, 7, len(graph.rows))
    source, target, weight = np.array(graph.rows).reshape(-1, 3).repeat(times, axis=0).T
    at = rng.integers(0, 800, len(source)) * (DAY // 4) + shift
    timeline = Timeline.of(graph.people, source, target, at)
    return world(timeline, weight[np.argsort(at, kind="stable")], as_of=200 * DAY + shift)


def scores(seen: World, options: Options | None = None) -> dict[str, PairScores]:
    return measure_pairs(*seen, options=options or Options())


def can_be_undefined(measure: PairMeasure, seen: World) -> NDArray[np.bool_]:
    """Which pairs may have no value, by what the table says."""
    some, timeline, rows = seen
    count = np.diff(rows.start)
    days = [len(set((timeline.at[rows.row[b:e]] // DAY).tolist())) for b, e in
            zip(rows.start[:-1], rows.start[1:], strict=True)]  # fmt: skip
    return {
        "overlap": np.ones(len(some.a), np.bool_),
        "burstiness": count < 3,
        "usual_gap": np.array(days, np.int64) < 5,
    }.get(measure.name, ~some.live if "not live" in measure.undefined else count > 0)


@every_measure
@pytest.mark.parametrize("options", [Options(), SAMPLED], ids=["exact", "sampled"])
@on_each(AWKWARD)
def test_values_are_there_in_range_and_missing_only_where_the_table_says(
    measure: PairMeasure, graph: Awkward, options: Options
) -> None:
    seen = awkward(graph.name)
    found = measure_pairs(*seen, options=options, measures=[measure])[measure.name]

    assert found.measure == measure.name
    assert found.values.shape == (len(seen[0].a),)
    assert found.values.dtype == np.float64
    known = found.values[~np.isnan(found.values)]
    assert ((known >= measure.low) & (known <= measure.high + 1e-12)).all()
    missing = np.isnan(found.values)
    assert not (missing & ~can_be_undefined(measure, seen)).any()
    assert measure.undefined or not missing.any()
    assert found.error >= 0
    assert measure.is_sampled or found.error == 0


@pytest.mark.parametrize("options", [Options(), SAMPLED], ids=["exact", "sampled"])
def test_two_calls_give_the_same_bytes(options: Options) -> None:
    for graph in AWKWARD:
        awkward.cache_clear()
        once = scores(awkward(graph.name), options)
        awkward.cache_clear()
        again = scores(awkward(graph.name), options)

        assert {k: s.values.tobytes() for k, s in once.items()} == {
            k: s.values.tobytes() for k, s in again.items()
        }


@on_each(AWKWARD)
def test_moving_the_whole_log_in_time_changes_nothing(graph: Awkward) -> None:
    found, moved = scores(awkward(graph.name)), scores(awkward(graph.name, 18_000 * DAY))

    for name, one in found.items():
        assert moved[name].values == pytest.approx(one.values, rel=1e-9, abs=1e-12, nan_ok=True)


SWAPPED = {"_a": "_b", "_b": "_a"}


@on_each(RANDOM[:10])
def test_numbering_people_the_other_way_round_swaps_a_and_b_and_nothing_else(
    graph: Awkward,
) -> None:
    seen, timeline, rows = awkward(graph.name)
    last = graph.people - 1
    turned = replace(timeline, source=last - timeline.source, target=last - timeline.target)
    weight = np.ones(len(timeline))
    found = scores(world(timeline, weight, as_of=200 * DAY))
    other = world(turned, weight, as_of=200 * DAY)
    moved = scores(other)
    place = {pair: k for k, pair in enumerate(zip(other[0].a, other[0].b, strict=True))}
    order = [place[last - b, last - a] for a, b in zip(seen.a, seen.b, strict=True)]

    for name, one in found.items():
        twin = name[:-2] + SWAPPED[name[-2:]] if name.startswith(("response", "answ")) else name
        whole = {"started_by_a": 1, "direction_balance": 0}.get(name)
        expected = one.values if whole is None else whole - one.values
        assert moved[twin].values[order] == pytest.approx(expected, rel=1e-9, nan_ok=True), name
    assert len(rows) == len(order)


def test_time_that_only_passes_changes_not_a_byte() -> None:
    timeline = Timeline.of(5, [0, 1, 2, 3, 0], [1, 2, 0, 0, 4], [0, DAY, 2 * DAY, 9 * DAY, 9 * DAY])

    def at(day: int) -> dict[str, bytes]:
        found = scores(world(timeline, np.ones(5), as_of=day * DAY))
        return {name: one.values.tobytes() for name, one in found.items()}

    assert at(9) == at(10) == at(6000)


def test_rows_of_another_moment_are_refused() -> None:
    timeline = Timeline.of(3, [0, 1], [1, 2], [0, DAY])
    seen, _, _ = world(timeline, np.ones(2), as_of=DAY)

    with pytest.raises(ValueError, match="same weights and as_of"):
        measure_pairs(seen, timeline, pair_rows(timeline, np.ones(2), as_of=0))


def test_a_measure_is_taken_alone_or_with_the_others_alike() -> None:
    seen = awkward("random 3")
    together = scores(seen)

    for measure in PAIR_MEASURES:
        alone = measure_pairs(*seen, measures=[measure])
        assert list(alone) == [measure.name]
        assert alone[measure.name].values.tobytes() == together[measure.name].values.tobytes()


def test_only_betweenness_is_sampled() -> None:
    graph = nx.powerlaw_cluster_graph(300, 3, 0.4, seed=2)
    source, target = np.array(graph.edges()).T
    timeline = Timeline.of(300, source, target, np.zeros(len(source)))
    seen = world(timeline, np.ones(len(timeline)), as_of=0)

    found = scores(seen, Options(exact_limit=0, pivots=10))

    assert [name for name, one in found.items() if one.error > 0] == ["pair_betweenness"]
    assert [measure.name for measure in PAIR_MEASURES if measure.is_sampled] == ["pair_betweenness"]


def test_names_are_distinct_and_texts_are_there() -> None:
    names = [measure.name for measure in PAIR_MEASURES]

    assert len(set(names)) == len(names)
    for measure in PAIR_MEASURES:
        row = measure.row()
        assert measure.low < measure.high
        assert row["name"] and row["meaning"] and row["formula"]  # noqa: PT018
        assert not measure.meaning.endswith(".")
        assert row["high"] is None or row["high"] == measure.high


@every_measure
def test_a_measure_is_explained_where_it_stands(measure: PairMeasure) -> None:
    told = sys.modules[measure.function.__module__].__doc__ or ""

    if measure.function.__name__ == "rhythm":  # the formulas stand with the cadence
        told = sys.modules["algorithms.rhythm.cadence"].__doc__ or ""
    assert re.search(r"^    \S.*=", told, re.MULTILINE), "no formula"
    assert re.search(r"^Cost: \S", told, re.MULTILINE), "no cost"
    assert re.search(r"^References$", told, re.MULTILINE), "no reference"
    assert ">>>" in (measure.function.__doc__ or ""), "no example"
