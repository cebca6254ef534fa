"""Three hundred awkward graphs: every measure is that of networkx, igraph and NetworKit."""

from collections import Counter

import pytest

from algorithms.measures import MEASURES
from algorithms.pairs.measures import PAIR_MEASURES
from api.parity.comparison import Comparison
from api.parity.table import ALONE
from docs.generate import DOCS, filled
from docs.parity import BLOCKS
from tests.conftest import ROOT
from tests.parity.graphs import AWKWARD, KINDS, PER_KIND
from tests.parity.measured import COMPARISONS, found

EVERY = {one.name for one in MEASURES} | {one.name for one in PAIR_MEASURES}


def test_there_are_three_hundred_graphs_besides_the_corners() -> None:
    assert len(KINDS) * PER_KIND == 300
    assert len({graph.name for graph in AWKWARD}) == len(AWKWARD) == 315


@pytest.mark.parametrize("one", COMPARISONS, ids=lambda one: one.name)
def test_a_measure_is_that_of_the_library_within_the_stated_tolerance(one: Comparison) -> None:
    both = found(one.name)

    assert both.differing == ()
    assert both.graphs >= 250  # of 315: others have no single answer, by what `limits` says
    assert (both.graphs == 315) == (one.limits == "")
    assert both.compared >= 2000


def test_every_measure_is_compared_or_has_a_reason_not_to_be() -> None:
    compared = {one.measure for one in COMPARISONS if not one.form}
    alone = {one.measure for one in ALONE}

    assert EVERY - compared - alone == set()
    assert compared & alone == set()
    assert (compared | alone) - EVERY == set()


def test_what_is_ours_alone_is_held_by_a_test_that_names_it() -> None:
    for one in ALONE:
        text = (ROOT / one.held_by).read_text("utf-8")
        assert one.measure.removesuffix("_a").removesuffix("_b") in text or "responses" in text


def test_nothing_is_compared_twice_and_wide_tolerances_have_their_reason() -> None:
    assert max(Counter(one.name for one in COMPARISONS).values()) == 1
    for one in COMPARISONS:
        assert one.relative <= 1e-9
        assert (one.absolute > 1e-12) == bool(one.why), one.name
        for text in (one.conversion, one.why, one.limits):
            assert not text.endswith(".")


def test_of_the_measures_that_one_library_has_most_are_held_by_two() -> None:
    libraries = Counter(one.measure for one in COMPARISONS if not one.form)

    assert sum(count >= 2 for count in libraries.values()) >= 20


def test_the_page_says_what_was_compared_and_found() -> None:
    page = DOCS / "parity.md"

    assert filled(page.read_text("utf-8"), BLOCKS) == page.read_text("utf-8"), (
        "docs/parity.md is stale; run: make docs"
    )
