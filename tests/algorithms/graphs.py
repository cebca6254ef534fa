"""Graphs with known answers, and awkward ones, as projections and as networkx graphs."""

import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection, projection
from algorithms.ties import ties
from graph.timeline import Timeline

Row = tuple[int, int, float]

HALF_LIFE = 1_000_000  # one second; everything happens at one moment


def projection_of_rows(people: int, rows: list[Row], *, at: int = 0) -> Projection:
    """Directed ties (source, target, strength in fresh interactions), all of one moment."""
    source, target, weight = zip(*rows, strict=True) if rows else ((), (), ())
    timeline = Timeline.of(people, source, target, [at] * len(rows))
    found = ties(timeline, np.array(weight, np.float64), as_of=at, half_life=HALF_LIFE)
    return projection(found)


def projection_of_graph(graph: nx.Graph, weight: str | None = None) -> Projection:
    """An undirected graph: half of each strength in either direction; people in node order."""
    number = {node: k for k, node in enumerate(graph)}
    rows = []
    for a, b, data in graph.edges(data=True):
        half = (data[weight] if weight else 2.0) / 2
        rows += [(number[a], number[b], half), (number[b], number[a], half)]
    return projection_of_rows(len(number), rows)


def fixture(shared: Path, name: str) -> tuple[nx.Graph, dict[str, dict[str, float]]]:
    """A published graph and the values published for it."""
    found = json.loads((shared / "reference-centralities" / f"{name}.json").read_text())
    graph = nx.Graph()
    graph.add_nodes_from(found.get("nodes", []))
    graph.add_edges_from(found["edges"])
    return graph, found["expected"]


def pairs_graph(seen: Projection, *, live: bool) -> nx.Graph:
    """The pairs of a projection: strength relative to the strongest, and integer cost."""
    graph = nx.Graph()
    graph.add_nodes_from(range(seen.people))
    for k in np.flatnonzero(seen.live) if live else range(len(seen.a)):
        a, b = int(seen.a[k]), int(seen.b[k])
        graph.add_edge(a, b, weight=float(seen.pair_weight[k]), cost=int(seen.cost[k]))
    return graph


@dataclass(frozen=True)
class Awkward:
    """A directed graph that is unpleasant in some way."""

    name: str
    people: int
    rows: list[Row]

    @property
    def projection(self) -> Projection:
        return projection_of_rows(self.people, self.rows)

    @property
    def digraph(self) -> nx.DiGraph:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(self.people))
        graph.add_weighted_edges_from(self.rows)
        return graph


def _both_ways(graph: nx.Graph) -> list[Row]:
    return [row for a, b in graph.edges() for row in ((a, b, 1.0), (b, a, 1.0))]


_SQUARE = nx.grid_2d_graph(3, 3)

CORNERS = (
    Awkward("empty", 0, []),
    Awkward("one person", 1, []),
    Awkward("isolates", 4, []),
    Awkward("two people", 2, [(0, 1, 1.0)]),
    Awkward("one pair among isolates", 5, [(3, 1, 2.0)]),
    Awkward("faint only", 3, [(0, 1, 1e-3), (1, 2, 1e-4)]),
    Awkward("two components", 7, [(0, 1, 1.0), (1, 2, 1.0), (4, 5, 3.0), (5, 6, 1.0)]),
    Awkward("one way", 6, [(k, k + 1, 1.0) for k in range(5)]),
    Awkward("equal strengths", 9, _both_ways(nx.convert_node_labels_to_integers(_SQUARE))),
    Awkward("huge", 5, [(0, 1, 1e30), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1e300)]),
    Awkward("tiny", 5, [(0, 1, 1e-30), (1, 2, 1.0), (2, 3, 2.0), (3, 4, 1e-300), (4, 0, 1e-9)]),
    Awkward("huge and tiny", 4, [(0, 1, 1e30), (1, 2, 1e-30), (2, 3, 1e300), (3, 0, 1e-300)]),
    Awkward("star", 40, [(0, k, float(k)) for k in range(1, 40)]),
    Awkward("clique", 12, _both_ways(nx.complete_graph(12))),
    Awkward("chain", 200, [(k, k + 1, 1.0) for k in range(199)]),
)  # fmt: skip


def _weights(rng: np.random.Generator, count: int, kind: int) -> NDArray[np.float64]:
    if kind == 0:
        return np.ones(count)
    if kind == 1:
        return np.exp2(rng.integers(-5, 6, count).astype(np.float64))
    if kind == 2:
        return rng.lognormal(0, 2, count)
    return np.asarray(10.0 ** rng.uniform(-12, 12, count), np.float64)


_SHAPES: tuple[Callable[[int], nx.Graph], ...] = (
    lambda seed: nx.gnm_random_graph(30, 25, seed=seed),
    lambda seed: nx.gnm_random_graph(25, 120, seed=seed, directed=True),
    lambda seed: nx.barabasi_albert_graph(40, 2, seed=seed),
    lambda seed: nx.random_labeled_tree(35, seed=seed),
    lambda _: nx.convert_node_labels_to_integers(nx.grid_2d_graph(5, 6)),
    lambda seed: nx.caveman_graph(4 + seed % 3, 5),
    lambda seed: nx.gn_graph(30, seed=seed),
    lambda _: nx.lollipop_graph(8, 12),
    lambda _: nx.complete_bipartite_graph(6, 9),
    lambda seed: nx.watts_strogatz_graph(30, 4, 0.2, seed=seed),
)


def random_graph(seed: int) -> Awkward:
    """One of ten shapes, with one of four kinds of strengths, some ties running one way only."""
    rng = np.random.default_rng(seed)
    shape = _SHAPES[seed % len(_SHAPES)](seed)
    edges = [(a, b) for a, b in shape.edges() if a != b]
    if not shape.is_directed():
        edges += [(b, a) for a, b in edges if rng.random() < 0.6]
    edges = sorted(set(edges))
    weight = _weights(rng, len(edges), seed % 4)
    people = shape.number_of_nodes() + seed % 3  # the last ones know nobody
    place = rng.permutation(people)
    rows = [
        (int(place[a]), int(place[b]), float(w)) for (a, b), w in zip(edges, weight, strict=True)
    ]
    return Awkward(f"random {seed}", people, rows)


RANDOM = tuple(random_graph(seed) for seed in range(60))


def on_each(graphs: Sequence[Awkward]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Try a test's ``graph`` on each of these, in one test; a failure says which graph it was.

    As a test of its own each would cost several times what is tried on it.
    """

    def on_all(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def tried(**given: object) -> None:
            for graph in graphs:
                try:
                    test(graph=graph, **given)
                except BaseException as error:  # whatever fails or skips it, on this graph
                    error.add_note(f"on the graph {graph.name!r}")
                    raise

        seen = inspect.signature(test)
        others = [one for name, one in seen.parameters.items() if name != "graph"]
        tried.__signature__ = seen.replace(parameters=others)  # type: ignore[attr-defined]
        return tried

    return on_all
