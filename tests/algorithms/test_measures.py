"""The table of measures: what every one of them promises."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.measures import MEASURES, Measure, Options
from algorithms.people.eigenvector import largest_component
from algorithms.projection import Projection, projection
from algorithms.scores import ranks
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.algorithms.graphs import CORNERS, RANDOM, Awkward, on_each, projection_of_graph
from tests.worlds import DAY

every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
AWKWARD = CORNERS + RANDOM[:10]
SAMPLED = Options(exact_limit=0, pivots=2)


def is_undefined(measure: Measure, seen: Projection) -> NDArray[np.bool_]:
    """Who has no value, by what the table says about the measure."""
    ends, live_ends = (
        np.concatenate([seen.a[chosen], seen.b[chosen]]) for chosen in (slice(None), seen.live)
    )
    pairs, live_pairs = (np.bincount(one, minlength=seen.people) for one in (ends, live_ends))
    has_pair, has_live_pair = pairs > 0, live_pairs > 0
    nobody = np.ones(seen.people, np.bool_)
    return {
        "": np.zeros(seen.people, np.bool_),
        "people without a pair": ~has_pair,
        "people without a live pair": ~has_live_pair,
        "people with fewer than two live pairs": live_pairs < 2,
        "people with fewer than two pairs": pairs < 2,
        "people outside the largest component": ~largest_component(seen),
        # these graphs have no groups
        "people without a live pair to somebody in a community": nobody,
        "people in no community, or in one whose members are equals": nobody,
        "people in no community, or without a live pair to somebody in one": nobody,
        "everybody, while there are no communities": nobody,
        "everybody, while there are no organizations": nobody,
        # nor has anybody counted who began what
        "people without an exchange that one of the two began": nobody,
        "everybody, while fewer than three people have a pair": np.full(
            seen.people, has_pair.sum() < 3
        ),
        "everybody, while fewer than three people have a live pair": np.full(
            seen.people, has_live_pair.sum() < 3
        ),
    }[measure.undefined]


def dated(people: int, rows: list[tuple[int, int, float]], *, shift: int = 0) -> Projection:
    """Weights as days: interactions of weight 1 to 3 over 100 days, with a half-life of 30."""
    source, target, weight = (np.array(column) for column in zip(*rows, strict=True))
    at = (np.arange(len(rows)) * 37 % 100) * DAY + shift
    timeline = Timeline.of(people, source, target, at)
    by_row = 1 + np.abs(np.log10(weight)).clip(0, 2)[np.argsort(at, kind="stable")]
    return projection(ties(timeline, by_row, as_of=100 * DAY + shift, half_life=30 * DAY))


@every_measure
@pytest.mark.parametrize("options", [Options(), SAMPLED], ids=["exact", "sampled"])
@on_each(AWKWARD)
def test_values_are_there_in_range_and_missing_only_where_the_table_says(
    measure: Measure, graph: Awkward, options: Options
) -> None:
    seen = graph.projection

    found = measure.function(seen, options=options)

    assert found.measure == measure.name
    assert found.values.shape == (graph.people,)
    assert found.values.dtype == np.float64
    assert found.has_converged
    assert np.array_equal(np.isnan(found.values), is_undefined(measure, seen))
    known = found.values[~np.isnan(found.values)]
    assert (known >= measure.low - 1e-12).all()
    assert (known <= measure.high + 1e-12).all()
    assert found.error >= 0
    assert measure.is_sampled or found.error == 0


@every_measure
@pytest.mark.parametrize("options", [Options(), SAMPLED], ids=["exact", "sampled"])
def test_two_calls_give_the_same_bytes(measure: Measure, options: Options) -> None:
    for graph in RANDOM[:10]:
        once = measure.function(graph.projection, options=options)
        again = measure.function(graph.projection, options=options)

        assert once.values.tobytes() == again.values.tobytes()
        assert (once.parameters, once.error) == (again.parameters, again.error)


DIGEST = """
import hashlib, networkx as nx
from algorithms.groups.communities import communities
from algorithms.measures import MEASURES, Options
from tests.algorithms.graphs import projection_of_graph
seen = projection_of_graph(nx.powerlaw_cluster_graph(400, 3, 0.4, seed=2))
found = hashlib.sha256()
for options in (Options(), Options(exact_limit=0, pivots=20)):
    for measure in MEASURES:
        found.update(measure.function(seen, options=options).values.tobytes())
    found.update(communities(seen, options=options).membership.tobytes())
print(found.hexdigest())
"""


def test_another_process_with_other_hashing_and_threads_gives_the_same_bytes() -> None:
    def digest(hashing: str, threads: str) -> str:
        given = {"PYTHONHASHSEED": hashing, "OMP_NUM_THREADS": threads}
        root = Path(__file__).parents[2]
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env=os.environ | given,
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert digest("1", "1") == digest("2", "2")


@every_measure
@on_each(RANDOM[:20])
def test_the_order_of_people_decides_nothing(measure: Measure, graph: Awkward) -> None:
    place = np.random.default_rng(5).permutation(graph.people)
    rows = [(int(place[a]), int(place[b]), w) for a, b, w in graph.rows]

    found = measure.function(dated(graph.people, graph.rows)).values
    moved = measure.function(dated(graph.people, rows)).values

    assert moved[place] == pytest.approx(found, rel=1e-9, abs=1e-12, nan_ok=True)


@every_measure
@on_each(RANDOM[:10])
def test_moving_the_whole_log_in_time_changes_nothing(measure: Measure, graph: Awkward) -> None:
    found = measure.function(dated(graph.people, graph.rows)).values
    moved = measure.function(dated(graph.people, graph.rows, shift=20_000 * DAY)).values

    assert moved == pytest.approx(found, rel=1e-9, abs=1e-12, nan_ok=True)


@every_measure
def test_time_that_only_passes_changes_not_a_byte(measure: Measure) -> None:
    timeline = Timeline.of(5, [0, 1, 2, 3, 0], [1, 2, 0, 0, 4], [0, DAY, 2 * DAY, 9 * DAY, 9 * DAY])

    def at(day: int) -> bytes:
        found = ties(timeline, np.ones(5), as_of=day * DAY, half_life=30 * DAY)
        return measure.function(projection(found)).values.tobytes()

    assert at(9) == at(10) == at(6000)


@every_measure
@on_each(RANDOM[:20])
def test_somebody_who_knows_nobody_changes_no_rank(measure: Measure, graph: Awkward) -> None:
    place = np.arange(graph.people) + (np.arange(graph.people) >= graph.people // 2)
    rows = [(int(place[a]), int(place[b]), w) for a, b, w in graph.rows]

    found = measure.function(dated(graph.people, graph.rows)).values
    moved = measure.function(dated(graph.people + 1, rows)).values[place]

    assert ranks(moved).tolist() == ranks(found).tolist()


def test_names_are_distinct_and_texts_are_there() -> None:
    names = [measure.name for measure in MEASURES]
    assert len(set(names)) == len(names)
    for measure in MEASURES:
        row = measure.row()
        assert row["name"] == measure.name == measure.function.__name__  # type: ignore[attr-defined]
        for text in ("meaning", "formula", "more"):
            assert row[text]
        assert measure.low < measure.high
        assert row["high"] is None or row["high"] == measure.high


@every_measure
def test_a_measure_that_reads_groups_says_so(measure: Measure) -> None:
    """Else what moved it between two days would be told without the moves between groups."""
    bare = projection_of_graph(nx.powerlaw_cluster_graph(60, 3, 0.4, seed=2))
    groups = np.arange(60, dtype=np.int32) % 4
    grouped = replace(bare, community=groups, organization=groups)

    found, known = (measure.function(seen).values for seen in (bare, grouped))

    assert measure.needs_groups == (not np.array_equal(found, known, equal_nan=True))


def test_only_of_constraint_less_is_more() -> None:
    assert [m.name for m in MEASURES if not m.largest_first] == ["constraint"]


def test_only_path_measures_are_sampled() -> None:
    seen = projection_of_graph(nx.powerlaw_cluster_graph(300, 3, 0.4, seed=2))
    options = Options(exact_limit=0, pivots=10)

    sampled = [m.name for m in MEASURES if m.function(seen, options=options).error > 0]

    assert sampled == [m.name for m in MEASURES if m.is_sampled]
    assert sampled == [
        "betweenness", "closeness",
        "classic_closeness", "betweenness_by_strength", "closeness_by_strength",
    ]  # fmt: skip
