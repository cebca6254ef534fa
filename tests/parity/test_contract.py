"""What every measure promises on awkward graphs: a third of the three hundred, in the proof all."""

from collections.abc import Iterator

import numpy as np
import pytest

from algorithms.measures import MEASURES, Measure
from algorithms.options import Options
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.projection import Projection
from tests.algorithms.graphs import CORNERS, Awkward
from tests.parity.graphs import AWKWARD, KINDS, PER_KIND, seen

OF_PROJECTIONS = [one for one in PAIR_MEASURES if one.reads == "projection"]
OPTIONS = {"exact": Options(), "sampled": Options(exact_limit=0, pivots=2)}

exact_and_sampled = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
a_third_or_all = pytest.mark.parametrize(
    "step", [3, pytest.param(1, marks=pytest.mark.proof)], ids=["a third", "all"]
)


def graphs(step: int) -> Iterator[tuple[Awkward, Projection]]:
    """Every corner, and of what was drawn one in so many: some of each kind, and of all weights."""
    corners = len(CORNERS)
    both = [*zip(AWKWARD, seen(), strict=True)]
    yield from (*both[:corners], *both[corners::step])


def test_a_third_are_some_of_each_kind() -> None:
    drawn = [graph.name.rsplit(" ", 1) for graph, _ in graphs(3)][len(CORNERS) :]

    assert {kind for kind, _ in drawn} == {*KINDS}
    assert {int(seed) for _, seed in drawn} == {*range(PER_KIND)}


def held(one: Measure | PairMeasure, projection: Projection, options: Options, count: int) -> str:
    """Take a measure twice; name the first promise that it breaks."""
    found, again = (one.function(projection, options=options) for _ in range(2))
    known = found.values[~np.isnan(found.values)]
    promises = {
        "one number for each": found.values.shape == (count,),
        "numbers": found.values.dtype == np.float64,
        "finite": bool(np.isfinite(known).all()),
        "in range": bool(((known >= one.low - 1e-12) & (known <= one.high + 1e-12)).all()),
        "missing only where the table says": bool(one.undefined) or len(known) == count,
        "an error only where it is sampled": one.is_sampled or found.error == 0,
        "no negative error": found.error >= 0,
        "its name": found.measure == one.name,
        "the same bytes again": found.values.tobytes() == again.values.tobytes(),
    }
    return next((name for name, is_kept in promises.items() if not is_kept), "")


@a_third_or_all
@exact_and_sampled
@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.name)
def test_a_measure_of_people_keeps_its_promises_on_every_graph(
    one: Measure, options: Options, step: int
) -> None:
    broken = {
        graph.name: broken
        for graph, given in graphs(step)
        if (broken := held(one, given, options, given.people))
    }

    assert broken == {}


@a_third_or_all
@exact_and_sampled
@pytest.mark.parametrize("one", OF_PROJECTIONS, ids=lambda one: one.name)
def test_a_measure_of_pairs_keeps_its_promises_on_every_graph(
    one: PairMeasure, options: Options, step: int
) -> None:
    broken = {
        graph.name: broken
        for graph, given in graphs(step)
        if (broken := held(one, given, options, len(given.a)))
    }

    assert broken == {}


@a_third_or_all
@pytest.mark.parametrize("one", MEASURES, ids=lambda one: one.name)
def test_every_iteration_has_settled_on_every_graph(one: Measure, step: int) -> None:
    unsettled = [
        graph.name for graph, given in graphs(step) if not one.function(given).has_converged
    ]

    assert unsettled == []
