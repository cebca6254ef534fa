"""Three hundred random graphs of thirty awkward kinds, with groups of people drawn at random."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from tests.algorithms.graphs import CORNERS, Awkward, Row, projection_of_rows

__all__ = ["AWKWARD", "KINDS", "PER_KIND", "drawn", "seen"]

PER_KIND = 10
Shape = Callable[[int], nx.Graph]


def _many(*parts: nx.Graph) -> nx.Graph:
    return nx.disjoint_union_all(parts)


def _heavy(seed: int) -> nx.Graph:
    """A few people with very many contacts, most with one or two."""
    rng = np.random.default_rng(seed)
    graph = nx.empty_graph(36)
    for person in range(1, 36):
        graph.add_edge(person, int(min(rng.zipf(1.8) - 1, person - 1)))
    return graph


def _ring_of_cliques(seed: int) -> nx.Graph:
    return nx.ring_of_cliques(3 + seed % 4, 4)


KINDS: dict[str, Shape] = {
    "nobody": lambda _: nx.empty_graph(0),
    "only isolates": lambda seed: nx.empty_graph(1 + seed),
    "pairs that know nobody else": lambda seed: _many(*[nx.path_graph(2)] * (1 + seed)),
    "one pair among isolates": lambda seed: _many(nx.path_graph(2), nx.empty_graph(seed)),
    "sparse and disconnected": lambda seed: nx.gnm_random_graph(30, 16, seed=seed),
    "about to join up": lambda seed: nx.gnm_random_graph(30, 30, seed=seed),
    "one component": lambda seed: nx.gnm_random_graph(24, 60, seed=seed),
    "dense and small": lambda seed: nx.gnm_random_graph(10, 38, seed=seed),
    "clique": lambda seed: nx.complete_graph(3 + seed),
    "star": lambda seed: nx.star_graph(2 + 3 * seed),
    "double star": lambda seed: nx.Graph([(0, 1), *((k % 2, k) for k in range(2, 6 + 2 * seed))]),
    "path": lambda seed: nx.path_graph(3 + 3 * seed),
    "ring": lambda seed: nx.cycle_graph(3 + 2 * seed),
    "tree": lambda seed: nx.random_labeled_tree(30, seed=seed),
    "binary tree": lambda seed: nx.balanced_tree(2, 2 + seed % 3),
    "bipartite, complete": lambda seed: nx.complete_bipartite_graph(2 + seed, 5),
    "bipartite, random": lambda seed: nx.bipartite.random_graph(9, 14, 0.2, seed=seed),
    "grid": lambda seed: nx.grid_2d_graph(3, 3 + seed),
    "ladder": lambda seed: nx.ladder_graph(3 + seed),
    "wheel": lambda seed: nx.wheel_graph(5 + seed),
    "lollipop": lambda seed: nx.lollipop_graph(4 + seed % 4, 3 + seed),
    "barbell": lambda seed: nx.barbell_graph(4, seed),
    "caves": lambda seed: nx.caveman_graph(2 + seed % 4, 4),
    "ring of cliques": _ring_of_cliques,
    "small world": lambda seed: nx.watts_strogatz_graph(26, 4, 0.2, seed=seed),
    "preferential": lambda seed: nx.barabasi_albert_graph(30, 2, seed=seed),
    "heavy-tailed": _heavy,
    "clustered": lambda seed: nx.powerlaw_cluster_graph(28, 3, 0.6, seed=seed),
    "one way": lambda seed: nx.gnm_random_graph(20, 60, seed=seed, directed=True),
    "several components": lambda seed: _many(
        nx.complete_graph(4), nx.path_graph(5), nx.star_graph(4),
        nx.gnm_random_graph(8, 9, seed=seed),
    ),
}  # fmt: skip
"""Each gives ten graphs, one for each seed."""


def _weights(rng: np.random.Generator, count: int, seed: int) -> NDArray[np.float64]:
    """Ten ways to spread strengths: equal, even, tiny, huge, over few or many decades."""
    even = np.ones(count)
    few = rng.lognormal(0, 1, count)
    drawn = (
        lambda: even,
        lambda: even * 1e-300,
        lambda: even * 1e300,
        lambda: np.exp2(rng.integers(-5, 6, count).astype(np.float64)),
        lambda: few,
        lambda: few * 1e-250,
        lambda: few * 1e250,
        lambda: rng.lognormal(0, 3, count),
        lambda: rng.integers(1, 4, count).astype(np.float64),
        lambda: np.asarray(10.0 ** rng.uniform(-6, 6, count), np.float64),
    )
    return drawn[seed % 10]()


def drawn(kind: str, seed: int) -> Awkward:
    """One graph of a kind: strengths by the seed, some ties one way only, people in any order."""
    rng = np.random.default_rng([seed, len(kind), *kind.encode()])
    shape = nx.convert_node_labels_to_integers(KINDS[kind](seed))
    ties = [(a, b) for a, b in shape.edges() if a != b]
    if not shape.is_directed():
        ties = [pair if rng.random() < 0.5 else pair[::-1] for pair in ties]
        ties += [(b, a) for a, b in ties if rng.random() < 0.6]
    ties = sorted(set(ties))
    people = shape.number_of_nodes() + (seed % 3 if kind != "nobody" else 0)
    place = rng.permutation(people)
    weight = _weights(rng, len(ties), seed)
    rows: list[Row] = [
        (int(place[a]), int(place[b]), float(w)) for (a, b), w in zip(ties, weight, strict=True)
    ]
    return Awkward(f"{kind} {seed}", people, rows)


AWKWARD = (
    *CORNERS,
    *(drawn(kind, seed) for kind in KINDS for seed in range(PER_KIND)),
)
"""The corners with known answers, and the three hundred."""


@cache
def seen() -> tuple[Projection, ...]:
    """All of them as projections, in whose groups people are at random and some in none."""
    return tuple(_grouped(graph, k) for k, graph in enumerate(AWKWARD))


def _grouped(graph: Awkward, seed: int) -> Projection:
    rng = np.random.default_rng(seed)
    group = rng.integers(-1, 2 + seed % 4, graph.people).astype(np.int32)
    own = rng.integers(-1, 3, graph.people).astype(np.int32)
    return replace(projection_of_rows(graph.people, graph.rows), community=group, organization=own)
