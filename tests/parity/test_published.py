"""The numbers that the literature gives for small known graphs, all in one table."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from algorithms.groups.communities import communities, modularity
from algorithms.measures import MEASURES
from algorithms.pairs.overlap import overlap
from algorithms.people.closeness import closeness
from algorithms.people.core_number import core_number
from algorithms.projection import Projection
from tests.algorithms.graphs import fixture, projection_of_graph, projection_of_rows

GRAPHS: Mapping[str, Callable[[], tuple[list[str], Projection]]] = {
    "karate": lambda: _of(nx.karate_club_graph()),
    "Les Miserables": lambda: _of(nx.les_miserables_graph()),
    "Les Miserables, weighted": lambda: _of(nx.les_miserables_graph(), "value"),
    "Florentine": lambda: _of(nx.florentine_families_graph()),
    "one tie": lambda: (["a", "b"], projection_of_rows(2, [(0, 1, 1.0)])),
}


def _of(graph: nx.Graph, weight: str | None = None) -> tuple[list[str], Projection]:
    if weight:  # as networkx ships it, the strengths of this graph are called weight
        graph = nx.Graph([(a, b, {"value": d["weight"]}) for a, b, d in graph.edges(data=True)])
    seen = projection_of_graph(graph, weight)
    return [str(one) for one in graph], replace(seen, community=communities(seen).membership)


# (graph, measure, its divisor): {person: value}, all to the last digit that is given
PUBLISHED = {
    ("karate", "betweenness"): {"0": "0.437635", "33": "0.304075", "32": "0.145247"},
    ("karate", "pagerank"): {"33": "0.100919", "0": "0.096997", "32": "0.071693"},
    ("karate", "eigenvector of length 1"): {"33": "0.373363", "0": "0.355491"},
    ("karate", "constraint"): {
        "0": "0.155423", "33": "0.156419", "32": "0.249223", "2": "0.185177", "11": "1.0",
    },
    ("karate", "effective_size"): {"0": "13.75", "33": "15.235294", "2": "7.8", "11": "1.0"},
    ("karate", "participation"): {"33": "0.5121", "0": "0.5391", "2": "0.6200"},
    ("karate", "within_community"): {"33": "2.5117", "0": "2.1357", "2": "0.3003"},
    ("karate", "community_role"): {"33": "6", "0": "2", "2": "2"},
    ("karate", "articulation"): {"0": "2", "33": "0", "32": "0"},
    ("Les Miserables", "constraint"): {"Valjean": "0.070601"},
    ("Les Miserables, weighted", "constraint"): {"Valjean": "0.163448"},
    ("Florentine", "constraint"): {"Medici": "0.209877"},
    ("Florentine", "effective_size"): {"Medici": "5.666667"},
    ("one tie", "pagerank"): {"a": "0.350877", "b": "0.649123"},
}  # fmt: skip
OF_PAIRS = {("0", "1"): "0.4375", ("0", "31"): "0", ("32", "33"): "0.588235"}


@cache
def graph(name: str) -> tuple[list[str], Projection]:
    return GRAPHS[name]()


def values(name: str, measure: str) -> dict[str, float]:
    people, seen = graph(name)
    word, _, by_length = measure.partition(" of length ")
    (function,) = (one.function for one in MEASURES if one.name == word)
    found = function(seen).values
    return dict(zip(people, found / np.linalg.norm(found) if by_length else found, strict=True))


@pytest.mark.parametrize(("which", "measure"), PUBLISHED, ids=" ".join)
def test_people_have_their_published_values(which: str, measure: str) -> None:
    found = values(which, measure)

    for person, text in PUBLISHED[which, measure].items():
        digits = len(text.partition(".")[2])
        assert found[person] == pytest.approx(float(text), abs=0.51 * 10**-digits), person


def test_pairs_of_the_karate_club_have_their_published_overlap() -> None:
    people, seen = graph("karate")
    found = overlap(seen).values

    for (a, b), text in OF_PAIRS.items():
        (at,) = np.flatnonzero((seen.a == people.index(a)) & (seen.b == people.index(b)))
        assert found[at] == pytest.approx(float(text), abs=5.1e-7)


FILES = ("krackhardt_kite", "florentine_families", "structural_holes_unweighted")
WORDS = {
    "betweenness_normalised": ("betweenness", 1.0),
    "betweenness_unnormalised": ("betweenness", 36.0),  # pairs among the nine others of the kite
    "closeness_normalised": ("classic_closeness", 1.0),
    "constraint": ("constraint", 1.0),
    "effective_size": ("effective_size", 1.0),
}


@pytest.mark.parametrize("name", FILES)
def test_reference_files_have_their_values(shared: Path, name: str) -> None:
    path = shared / "reference-centralities" / f"{name}.json"
    tolerance = json.loads(path.read_text())["tolerance"]
    drawn, expected = fixture(shared, name)
    seen = projection_of_graph(drawn)

    assert set(expected) <= set(WORDS)
    for word, given in expected.items():
        measure, times = WORDS[word]
        (function,) = (one.function for one in MEASURES if one.name == measure)
        found = dict(zip(drawn, times * function(seen).values, strict=True))
        apart = tolerance[word] if isinstance(tolerance, dict) else tolerance
        assert {k: found[k] for k in given} == pytest.approx(given, abs=apart)


@pytest.mark.parametrize(
    ("which", "weight", "quality", "sizes"),
    [
        (nx.karate_club_graph, None, 0.41979, [12, 11, 6, 5]),
        (nx.karate_club_graph, "weight", 0.444904, None),
        (nx.les_miserables_graph, None, 0.560008, None),
        (nx.les_miserables_graph, "weight", 0.566688, None),
    ],
)
def test_communities_reach_the_published_modularity(
    which: Callable[[], nx.Graph], weight: str | None, quality: float, sizes: list[int] | None
) -> None:
    found = communities(projection_of_graph(which(), weight))

    assert found.modularity == pytest.approx(quality, abs=5.1e-6)
    assert sizes is None or sorted(found.size.tolist(), reverse=True) == sizes
    assert len(found) == 6 or which is nx.karate_club_graph or weight is None


def test_the_two_factions_have_their_published_modularity() -> None:
    club = nx.karate_club_graph()
    faction = np.array([club.nodes[one]["club"] == "Officer" for one in club], np.int64)
    seen = projection_of_graph(club)

    found = modularity(faction, seen.a, seen.b, seen.pair_weight)

    assert found == pytest.approx(0.358235, abs=5.1e-7)


def test_ten_people_of_the_karate_club_are_its_fourth_core() -> None:
    found = core_number(graph("karate")[1]).values

    assert found.max() == 4
    assert (found == 4).sum() == 10


def efficiency(drawn: nx.Graph) -> float:
    """Global efficiency: closeness, undone from those who have a pair, as a mean over all."""
    found = closeness(projection_of_graph(drawn)).values
    known = sum(degree > 0 for _, degree in drawn.degree())
    return float(found.sum() * (known - 1) / (len(drawn) * (len(drawn) - 1)))


def test_efficiency_without_the_instructor_and_without_the_administrator_is_the_published() -> None:
    club = nx.karate_club_graph()
    without = {one: nx.Graph(club.subgraph(set(club) - {one})) for one in (0, 33)}

    found = (efficiency(club), efficiency(without[0]), efficiency(without[33]))

    assert found == pytest.approx((0.492008, 0.358460, 0.458239), abs=5.1e-7)
    assert sorted(map(len, nx.connected_components(without[0]))) == [1, 5, 27]
