"""What an invented log looks like as a network, so that timings on it can be judged."""

import argparse
from pathlib import Path

import igraph
import numpy as np
import polars as pl
from stopwatch import facts
from ties_by_hand import network

__all__ = ["structure"]

SHARES = (0.5, 0.9, 0.99, 0.999, 1.0)
TAIL_FROM = 20  # partners from which on the degrees are fitted to a power law


def structure(folder: Path) -> dict[str, object]:
    """Describe the pairs of a log: how many, how uneven, how they hang together."""
    found = network(folder / "log.parquet")
    people = len(found.names)
    planted = pl.DataFrame({"identity": found.names}).join(
        pl.read_parquet(folder / "people.parquet"), on="identity", maintain_order="left"
    )
    return {
        "people": people,
        "pairs": len(found.pairs),
        "live_pairs": round(len(found.live) / len(found.pairs), 3),
        "one_way": round((found.pairs["lesser"] == 0).sum() / len(found.pairs), 3),
        "all": _shape(people, found.pairs, planted),
        "live": _shape(people, found.live, planted),
    }


def _shape(people: int, pairs: pl.DataFrame, planted: pl.DataFrame) -> dict[str, object]:
    """Describe one graph: degrees, the giant component, triangles, and the planted groups."""
    graph = igraph.Graph(n=people, edges=pairs.select("a", "b").to_numpy())
    weight = pairs["strength"].to_list()
    degree = np.array(graph.degree())
    tail = degree[degree >= TAIL_FROM]
    groups = {name: planted[name].to_list() for name in ("team", "firm")}
    return {
        "degree_quantiles": dict(zip(SHARES, np.quantile(degree, SHARES).tolist(), strict=True)),
        "degree_exponent": round(1 + len(tail) / np.log(tail / (TAIL_FROM - 0.5)).sum(), 2),
        "giant_component": round(max(graph.connected_components().sizes()) / people, 3),
        "clustering": round(graph.transitivity_avglocal_undirected(mode="nan"), 3),
        "largest_core": max(graph.coreness()),
        "modularity": {name: round(graph.modularity(of), 3) for name, of in groups.items()},
        "weighted_modularity": {
            name: round(graph.modularity(of, weights=weight), 3) for name, of in groups.items()
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Describe an invented log as a network.")
    parser.add_argument("folder", type=Path)
    facts(**structure(parser.parse_args().folder))


if __name__ == "__main__":
    main()
