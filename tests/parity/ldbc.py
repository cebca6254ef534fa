"""The LDBC Graphalytics cases as projections, and their answers from what our measures are made of.

Directed searches are unrolled: level after level of the same people, every tie a pair from its
sender in one level to its receiver in the next. A way of as many steps as levels goes forward only,
so that our searches, which walk pairs either way, find exactly the directed walks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from algorithms.network.dependency import dependency
from algorithms.network.triangles import triangles
from algorithms.options import Options
from algorithms.people.pagerank import pagerank
from algorithms.projection import Projection
from tests.algorithms.graphs import Row, projection_of_rows

__all__ = ["CASES", "NOT_OURS", "ROWS", "Case", "case"]

CASES = {
    "PR": ("example-directed", "test-pr-undirected"),
    "LCC": ("example-directed", "test-lcc-directed"),
    "WCC": ("example-directed", "test-wcc-undirected"),
    "BFS": ("example-directed", "test-bfs-directed"),
    "SSSP": ("example-directed", "test-sssp-directed"),
    "CDLP": ("example-directed", "test-cdlp-undirected"),
}
UNREACHED = 9223372036854775807

ROWS = (
    ("`PR`, 2 graphs", "PageRank, a fixed number of rounds from 1/n",
     "`pagerank`, with the tolerance that its last round first stays below", "to 1e-9"),
    ("`LCC`, 2 graphs", "ties among contacts, counted by direction",
     "the triangles of `clustering`, one for every tie on the far side; 0 where it is undefined",
     "to 1e-12"),
    ("`WCC`, 2 graphs", "who is joined at all",
     "the components that `core_number`, `bridge` and `articulation` walk; compared as partitions",
     "exactly"),
    ("`BFS`, 2 graphs", "directed steps from one person",
     "the search of `betweenness`, on levels that unroll the directions", "exactly"),
    ("`SSSP`, 2 graphs", "directed weights added up from one person",
     "the costs and paths of `betweenness` by strength, on levels, each pair costing its weight",
     "to 1e-9"),
)  # fmt: skip
NOT_OURS = (
    ("`CDLP`, 2 graphs", "labels handed on for a fixed number of rounds",
     "no counterpart: Leiden maximises modularity, this nothing; its answer hangs on the rounds",
     "not compared"),
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One graph: people in the order of the file, ties with weights, and what is published."""

    label: NDArray[np.int64]
    ties: list[Row]
    is_directed: bool
    said: dict[str, str]
    expected: list[str]

    @property
    def projection(self) -> Projection:
        rows = [(a, b, 1.0) for a, b, _ in self.ties]
        return projection_of_rows(len(self.label), rows + self._back())

    def _back(self) -> list[Row]:
        return [] if self.is_directed else [(b, a, 1.0) for a, b, _ in self.ties]

    def told(self, word: str) -> int:
        """Give a whole number of the properties."""
        (found,) = (value for key, value in self.said.items() if key.endswith(word))
        return int(found)

    def start(self, algorithm: str) -> int:
        """Give the person that a search begins with."""
        return int(np.flatnonzero(self.label == self.told(f"{algorithm}.source-vertex"))[0])

    def pagerank(self) -> NDArray[np.float64]:
        """Take ours, told a tolerance that the published last round is the first to stay below."""
        seen = self.projection
        changes = _changes(seen, self.told("pr.num-iterations"))
        assert min(changes[:-1]) > changes[-1]
        return pagerank(seen, options=Options(tolerance=changes[-1] * (1 + 1e-9))).values

    def clustering(self) -> NDArray[np.float64]:
        seen, people = self.projection, len(self.label)
        directions = np.bincount(_pair_of_ties(seen), minlength=len(seen.a))
        among, known = np.zeros(people), np.bincount(np.concatenate([seen.a, seen.b]), None, people)
        for found in triangles(seen.neighbours):
            for corner, far in ((found.u, found.vw), (found.v, found.uw), (found.w, found.uv)):
                np.add.at(among, corner, directions[far])
        return np.asarray(among / np.maximum(known * (known - 1), 1))

    def component(self) -> list[int]:
        return list(self.projection.live_graph.components().membership)

    def hops(self) -> list[int]:
        people = len(self.label)
        near = self._unrolled(lambda _: 1.0).live_neighbours
        (start,) = near.place_of(np.array([self.start("bfs")]))
        found = np.full(people * people, -1)
        found[near.person] = dependency(near, int(start)).hops
        level = np.arange(people)[:, None]
        steps = np.where(found.reshape(people, people) == level, level, UNREACHED)
        return [int(one) for one in steps.min(axis=0)]

    def costs(self) -> NDArray[np.float64]:
        """Each step costs a hundred times the weight, and a toll that no detour is worth."""
        toll, people = 20_000, len(self.label)
        # a pair far from all of them, of strength 1, has the smallest cost, 16
        seen = self._unrolled(lambda weight: (16 / (toll + 100 * weight)) ** 2, beside=1.0)
        found = seen.graph.distances(self.start("sssp"), weights=seen.cost.tolist())[0]
        by_level = np.array(found)[: people * people].reshape(people, people)
        rest = by_level - toll * np.arange(people)[:, None]
        return np.asarray(np.where(rest < toll, rest, np.inf).min(axis=0) / 100)

    def _unrolled(self, strength: Callable[[float], float], *, beside: float = 0.0) -> Projection:
        people = len(self.label)
        rows: list[Row] = [
            (level * people + a, (level + 1) * people + b, strength(w))
            for level in range(people - 1)
            for a, b, w in self.ties
        ]
        last = people * people
        return projection_of_rows(last + 2, [*rows, (last, last + 1, beside)] if beside else rows)


def _changes(seen: Projection, rounds: int) -> list[float]:
    """How much each of so many rounds of PageRank changes, by the definition."""
    rank = np.full(seen.people, 1 / seen.people)
    table = seen.transition.toarray()
    silent = table.sum(axis=1) == 0
    changes = []
    for _ in range(rounds):
        after = 0.15 / seen.people + 0.85 * (rank @ table + rank[silent].sum() / seen.people)
        changes.append(float(np.abs(after - rank).sum()))
        rank = after
    return changes


def _pair_of_ties(seen: Projection) -> NDArray[np.int64]:
    low, high = np.minimum(seen.source, seen.target), np.maximum(seen.source, seen.target)
    key = seen.a.astype(np.int64) * seen.people + seen.b
    return np.searchsorted(key, low.astype(np.int64) * seen.people + high)


def case(shared: Path, name: str, algorithm: str) -> Case:
    """Read one case."""
    folder = shared / "ldbc-graphalytics"

    def lines(kind: str) -> list[list[str]]:
        return [line.split() for line in (folder / f"{name}{kind}").read_text().splitlines()]

    label = np.array([int(line[0]) for line in lines(".v")])
    place = {int(one): k for k, one in enumerate(label)}
    ties = [
        (place[int(a)], place[int(b)], float(rest[0]) if rest else 1.0)
        for a, b, *rest in lines(".e")
    ]
    said = {}
    for line in (folder / f"{name}.properties").read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            said[key.strip()] = value.strip()
    expected = {int(one): value for one, value in lines(f"-{algorithm}")}
    is_directed = said[f"graph.{name}.directed"] == "true"
    return Case(label, ties, is_directed, said, [expected[int(one)] for one in label])
