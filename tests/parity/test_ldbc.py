"""LDBC Graphalytics: its published answers come from what our measures are made of."""

from collections import defaultdict
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from algorithms.people.eigenvector import largest_component
from algorithms.people.pagerank import pagerank
from tests.parity.ldbc import CASES, NOT_OURS, ROWS, case


def named(algorithm: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", CASES[algorithm])


@named("PR")
def test_pagerank_has_the_published_values_after_the_published_rounds(
    shared: Path, name: str
) -> None:
    given = case(shared, name, "PR")

    # the larger file is exact to 6e-8 of a value: a round more or less is 1e-5 away
    assert given.pagerank() == pytest.approx([float(one) for one in given.expected], abs=1e-9)


@named("PR")
def test_run_until_it_settles_it_is_that_of_networkx(shared: Path, name: str) -> None:
    given = case(shared, name, "PR")
    seen = given.projection
    graph = nx.DiGraph()
    graph.add_nodes_from(range(seen.people))
    graph.add_edges_from(zip(seen.source.tolist(), seen.target.tolist(), strict=True))

    expected = nx.pagerank(graph, tol=1e-15, max_iter=1000)

    assert pagerank(seen).values == pytest.approx(list(expected.values()), abs=1e-9)


@named("LCC")
def test_clustering_by_direction_is_the_published_one(shared: Path, name: str) -> None:
    given = case(shared, name, "LCC")

    expected = [float(one) for one in given.expected]
    assert given.clustering() == pytest.approx(expected, rel=1e-12)


@named("WCC")
def test_components_are_the_published_ones(shared: Path, name: str) -> None:
    given = case(shared, name, "WCC")
    ours, theirs = defaultdict(set), defaultdict(set)
    for person, (one, other) in enumerate(zip(given.component(), given.expected, strict=True)):
        ours[one].add(person)
        theirs[other].add(person)

    assert sorted(map(sorted, ours.values())) == sorted(map(sorted, theirs.values()))
    largest = set(np.flatnonzero(largest_component(given.projection)).tolist())
    assert largest == max(theirs.values(), key=len)


@named("BFS")
def test_hops_are_the_published_ones(shared: Path, name: str) -> None:
    given = case(shared, name, "BFS")

    assert given.hops() == [int(one) for one in given.expected]


@named("SSSP")
def test_costs_of_paths_are_the_published_ones(shared: Path, name: str) -> None:
    given = case(shared, name, "SSSP")

    expected = [float(one) for one in given.expected]
    assert given.costs() == pytest.approx(expected, rel=1e-9)


def test_every_case_of_the_data_is_told_of(shared: Path) -> None:
    files = (shared / "ldbc-graphalytics").glob("*-*-[A-Z]*")
    published = {tuple(path.name.rsplit("-", 1)) for path in files}

    assert published == {(name, kind) for kind, names in CASES.items() for name in names}
    assert len(published) == 12
    told = " ".join(row[0] for row in (*ROWS, *NOT_OURS))
    assert all(f"`{kind}`" in told for kind in CASES)
