"""The same answers by hand with polars and igraph, as an analyst would write them for one log.

No store, no evidence, one half-life, one moment: this is the floor of what the measures cost.
"""

import argparse
import random
from pathlib import Path

import igraph
import numpy as np
import polars as pl
from numpy.typing import NDArray
from stopwatch import facts, step
from ties_by_hand import Network, network

__all__ = ["measured"]

PIVOTS = 64


def measured(found: Network, seed: int) -> tuple[pl.DataFrame, float]:
    """Measure everyone, and give the modularity of the communities too."""
    people = len(found.names)
    live = found.live
    with step("graphs"):
        ties = _graph(people, found.ties.select("source", "target"), directed=True)
        pairs = _graph(people, found.pairs.select("a", "b"))
        near = _graph(people, live.select("a", "b"))
        weight = [frame["strength"].to_list() for frame in (found.ties, found.pairs, live)]
    scores = {}
    with step("degree"):
        scores["degree"] = near.degree()
    with step("strength"):
        for mode in ("in", "out", "all"):
            scores[f"strength_{mode}"] = ties.strength(mode=mode, weights=weight[0])
    with step("PageRank"):
        scores["pagerank"] = ties.pagerank(damping=0.85, weights=weight[0])
    pivots = found.pivots(PIVOTS, seed)
    with step("betweenness, 64 pivots"):
        scores["betweenness"] = near.betweenness(directed=False, sources=pivots)
    with step("closeness, 64 pivots"):
        scores["closeness"] = _harmonic(near, pivots)
    with step("constraint"):
        scores["constraint"] = pairs.constraint(weights=weight[1])
    with step("core number"):
        scores["core"] = near.coreness()
    with step("communities"):
        parts = near.community_leiden("modularity", weights=weight[2], n_iterations=2)
        scores["community"] = parts.membership
        modularity = near.modularity(parts, weights=weight[2])
    return pl.DataFrame({"name": found.names, **scores}), modularity


def _graph(people: int, ends: pl.DataFrame, *, directed: bool = False) -> igraph.Graph:
    return igraph.Graph(n=people, edges=ends.to_numpy(), directed=directed)


def _harmonic(graph: igraph.Graph, pivots: list[int]) -> NDArray[np.float64]:
    """Estimate harmonic closeness from the pivots: the mean of one over the hops to them."""
    total = np.zeros(graph.vcount())
    for pivot in pivots:
        hops = np.array(graph.distances(source=pivot)[0])
        hops[pivot] = np.inf
        total += 1 / hops
    return total / len(pivots)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a log with polars and igraph.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, help="folder to write ties and scores to")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    random.seed(given.seed)  # igraph draws from here
    found = network(given.log)
    scores, modularity = measured(found, given.seed)
    if given.out:
        with step("write"):
            found.write(given.out, scores)
    facts(
        people=len(found.names),
        pairs=len(found.pairs),
        live_pairs=len(found.live),
        modularity=round(modularity, 4),
        top=scores.sort("pagerank", descending=True)["name"].head(10).to_list(),
    )


if __name__ == "__main__":
    main()
