"""The same answers by hand with networkx, each measure given up after a while.

Ties are added up in polars as in the other script; from the graphs on it is plain networkx, with
Louvain in the place of Leiden, which networkx does not have.
"""

import argparse
from pathlib import Path

import networkx as nx
import polars as pl
from stopwatch import facts, step
from ties_by_hand import Network, network

__all__ = ["measured"]

PIVOTS = 64


def measured(found: Network, seed: int, limit: float) -> dict[str, dict[int, float]]:
    """Measure everyone, and say in passing what was given up."""
    people = range(len(found.names))
    scores: dict[str, dict[int, float]] = {}
    with step("graphs"):
        ties, pairs, near = nx.DiGraph(), nx.Graph(), nx.Graph()
        ties.add_nodes_from(people)
        for graph, rows in (
            (ties, found.ties.select("source", "target", "strength")),
            (pairs, found.pairs.select("a", "b", "strength")),
            (near, found.live.select("a", "b", "strength")),
        ):
            graph.add_weighted_edges_from(rows.iter_rows())
    pivots = found.pivots(PIVOTS, seed)
    with step("degree", limit=limit):
        scores["degree"] = dict(near.degree())
    with step("strength", limit=limit):
        for name, degree in (
            ("in", ties.in_degree),
            ("out", ties.out_degree),
            ("all", ties.degree),
        ):
            scores[f"strength_{name}"] = dict(degree(weight="weight"))
    with step("PageRank", limit=limit):
        scores["pagerank"] = nx.pagerank(ties, alpha=0.85, tol=1e-10 / len(people), max_iter=500)
    with step("betweenness, 64 pivots", limit=limit):
        scores["betweenness"] = nx.betweenness_centrality(
            near, k=len(pivots), normalized=False, seed=seed
        )
    with step("closeness, 64 pivots", limit=limit):
        scores["closeness"] = nx.harmonic_centrality(near, sources=pivots)
    with step("constraint", limit=limit):
        scores["constraint"] = nx.constraint(pairs, weight="weight")
    with step("core number", limit=limit):
        scores["core"] = nx.core_number(near)
    with step("communities", limit=limit):
        parts = nx.community.louvain_communities(near, weight="weight", seed=seed)
        scores["community"] = {who: number for number, part in enumerate(parts) for who in part}
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a log with networkx.")
    parser.add_argument("log", type=Path)
    parser.add_argument("--out", type=Path, help="folder to write ties and scores to")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for each measure")
    given = parser.parse_args()
    found = network(given.log)
    scores = measured(found, given.seed, given.limit)
    if given.out:
        with step("write"):
            people = range(len(found.names))
            columns = {name: [of.get(who) for who in people] for name, of in scores.items()}
            found.write(given.out, pl.DataFrame({"name": found.names, **columns}, strict=False))
    pagerank = scores.get("pagerank", {})
    top = sorted(pagerank, key=lambda who: -pagerank[who])[:10]
    facts(
        people=len(found.names),
        pairs=len(found.pairs),
        live_pairs=len(found.live),
        top=[found.names[who] for who in top],
    )


if __name__ == "__main__":
    main()
