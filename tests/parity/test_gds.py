"""Graph Data Science on a real Neo4j: what it has of our measures says the same.

The suite holds the same measures against three other libraries (`tests.parity.test_random`); a
server with this one takes long to start.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from neo4j import Driver
from numpy.typing import NDArray

from algorithms.groups.communities import communities, modularity
from algorithms.options import Options
from algorithms.pairs.bridges import bridge
from algorithms.people.articulation import articulation
from algorithms.people.betweenness import betweenness
from algorithms.people.closeness import closeness
from algorithms.people.clustering import clustering
from algorithms.people.core_number import core_number
from algorithms.people.degree import degree
from algorithms.people.hits import authorities, hubs
from algorithms.people.pagerank import pagerank
from algorithms.projection import Projection, projection
from algorithms.ties import ties
from api.parity.part import part
from tests.algorithms.graphs import projection_of_graph, projection_of_rows
from tests.algorithms.logs import manufacturing
from tests.conftest import need_neo4j
from tests.neo4j_server import Neo4jServer, emptied
from tests.worlds import DAY

pytestmark = [pytest.mark.neo4j, pytest.mark.proof]
Floats = NDArray[np.float64]

PEOPLE = "UNWIND range(0, $people - 1) AS k CREATE (:P {n: k})"
TIES = """
    UNWIND range(0, size($a) - 1) AS k
    MATCH (a:P {n: $a[k]}) MATCH (b:P {n: $b[k]})
    CREATE (a)-[:T {weight: $weight[k]}]->(b)"""
LIVE = TIES.replace(":T", ":L")
PROJECT = "CALL gds.graph.project($name, 'P', {%s: {orientation: $way, properties: 'weight'}})"


class Gds:
    """One projection in the server: its ties as T, directed, and its live pairs as L."""

    def __init__(self, driver: Driver, seen: Projection) -> None:
        self.driver, self.seen = driver, seen
        emptied(driver)
        self.run("CREATE INDEX people FOR (p:P) ON (p.n)")
        self.run("CALL db.awaitIndexes()")
        self.run(PEOPLE, people=seen.people)
        self.run(TIES, a=seen.source, b=seen.target, weight=seen.transition.data)
        live = seen.live
        self.run(LIVE, a=seen.a[live], b=seen.b[live], weight=seen.pair_weight[live])
        for name, kind, way in (("ties", "T", "NATURAL"), ("pairs", "L", "UNDIRECTED")):
            self.run("CALL gds.graph.drop($name, false)", name=name)
            self.run(PROJECT % kind, name=name, way=way)

    def run(self, query: str, **given: Any) -> list[Any]:
        plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in given.items()}
        return self.driver.execute_query(query, plain).records

    def people(self, call: str, value: str, part: str = "") -> Floats:
        """Ask for one number for everybody, in their order."""
        found = self.run(
            f"CALL gds.{call} YIELD nodeId, {value}"
            f" RETURN gds.util.asNode(nodeId).n AS n, {value}{part} AS value ORDER BY n"
        )
        assert [one["n"] for one in found] == list(range(self.seen.people))
        return np.array([one["value"] for one in found], np.float64)


def log(shared: Path) -> Projection:
    """The factory's mail, of everybody with a live pair."""
    timeline = manufacturing(shared)
    at = int(timeline.at.max())
    seen = projection(ties(timeline, np.ones(len(timeline)), as_of=at, half_life=30 * DAY))
    return part(seen, np.unique(np.concatenate([seen.a[seen.live], seen.b[seen.live]])))


def drawn() -> Projection:
    """A random directed graph with strengths over four decades, some people knowing nobody."""
    rng = np.random.default_rng(11)
    graph = nx.gnm_random_graph(120, 300, seed=11, directed=True)
    rows = [(a, b, float(10 ** rng.uniform(-1, 3))) for a, b in graph.edges()]
    return projection_of_rows(123, rows)


@pytest.fixture(scope="module")
def server() -> Iterator[Driver]:
    need_neo4j()
    with Neo4jServer(gds=True) as started, started.driver() as driver:
        yield driver


@pytest.fixture(scope="module", params=["karate", "drawn", "log"])
def gds(server: Driver, request: pytest.FixtureRequest) -> Gds:
    if request.param == "log":
        return Gds(server, log(request.getfixturevalue("shared")))
    club = projection_of_graph(nx.karate_club_graph(), "weight")
    return Gds(server, club if request.param == "karate" else drawn())


def test_pagerank_run_to_tolerance_is_that_of_gds_divided_by_its_sum(gds: Gds) -> None:
    # its ranks are not shares, and what reaches people who write to nobody is lost on the way
    call = (
        "pageRank.stream('ties', {relationshipWeightProperty: 'weight', maxIterations: 1000,"
        " tolerance: 1e-14, concurrency: 1})"
    )
    found = gds.people(call, "score")

    assert found / found.sum() == pytest.approx(pagerank(gds.seen).values, abs=1e-9)


def test_twenty_rounds_as_gds_runs_by_default_are_not_enough(gds: Gds) -> None:
    call = "pageRank.stream('ties', {relationshipWeightProperty: 'weight', concurrency: 1})"
    found = gds.people(call, "score")

    assert np.abs(found / found.sum() - pagerank(gds.seen).values).max() > 1e-6


def test_betweenness_is_that_of_gds_over_the_pairs(gds: Gds) -> None:
    ours = betweenness(gds.seen, options=Options(exact_limit=1e12))

    found = gds.people("betweenness.stream('pairs', {concurrency: 1})", "score")

    assert ours.values * float(ours.parameters["pairs"]) == pytest.approx(found, rel=1e-9, abs=1e-9)


def test_harmonic_closeness_is_that_of_gds_without_those_who_have_no_pair(gds: Gds) -> None:
    known = int((degree(gds.seen).values > 0).sum())

    found = gds.people("closeness.harmonic.stream('pairs', {concurrency: 1})", "score")

    expected = found * (gds.seen.people - 1) / (known - 1)
    ours = closeness(gds.seen, options=Options(exact_limit=1e12)).values
    assert ours == pytest.approx(expected, abs=1e-10)


def test_core_numbers_are_equal(gds: Gds) -> None:
    found = gds.people("kcore.stream('pairs', {concurrency: 1})", "coreValue")

    assert core_number(gds.seen).values.tolist() == found.tolist()


def test_hubs_and_authorities_are_those_of_gds_divided_by_their_sum(gds: Gds) -> None:
    # it reads no strengths
    even = replace(gds.seen, fades_at=np.full(len(gds.seen.fades_at), gds.seen.ref))
    call = "hits.stream('ties', {hitsIterations: 500, concurrency: 1})"

    for of, which in ((hubs, ".hub"), (authorities, ".auth")):
        found = gds.people(call, "values", which)
        assert of(even).values == pytest.approx(found / found.sum(), abs=1e-8)


def test_articulation_points_are_those_of_gds(gds: Gds) -> None:
    found = gds.run(
        "CALL gds.articulationPoints.stream('pairs', {}) YIELD nodeId"
        " RETURN gds.util.asNode(nodeId).n AS n ORDER BY n"
    )

    assert np.flatnonzero(articulation(gds.seen).values).tolist() == [one["n"] for one in found]


def test_bridges_are_those_of_gds(gds: Gds) -> None:
    found = gds.run(
        "CALL gds.bridges.stream('pairs', {}) YIELD from, to"
        " RETURN gds.util.asNode(from).n AS a, gds.util.asNode(to).n AS b"
    )
    at = np.flatnonzero(bridge(gds.seen).values == 1)

    ours = zip(gds.seen.a[at].tolist(), gds.seen.b[at].tolist(), strict=True)
    assert set(ours) == {(min(one["a"], one["b"]), max(one["a"], one["b"])) for one in found}


def test_clustering_is_that_of_gds_where_it_is_defined(gds: Gds) -> None:
    call = "localClusteringCoefficient.stream('pairs', {concurrency: 1})"
    found = gds.people(call, "localClusteringCoefficient")

    ours = clustering(gds.seen).values
    assert np.nan_to_num(ours) == pytest.approx(found, rel=1e-9)


def test_degree_and_components_are_those_of_gds(gds: Gds) -> None:
    found = gds.people("degree.stream('pairs', {concurrency: 1})", "score")
    joined = gds.people("wcc.stream('pairs', {concurrency: 1})", "componentId")

    assert degree(gds.seen).values.tolist() == found.tolist()
    member = np.array(gds.seen.live_graph.components().membership)
    assert len(set(zip(member.tolist(), joined.tolist(), strict=True))) == len(set(joined.tolist()))
    assert len(set(member.tolist())) == len(set(joined.tolist()))


def test_our_communities_have_at_least_the_modularity_of_those_of_gds(gds: Gds) -> None:
    call = (
        "leiden.stream('pairs', {relationshipWeightProperty: 'weight', randomSeed: 7,"
        " concurrency: 1, maxLevels: 50})"
    )
    label = gds.people(call, "communityId").astype(np.int64)
    live = gds.seen.live
    pairs = (gds.seen.a[live], gds.seen.b[live], gds.seen.pair_weight[live])

    theirs = modularity(label, *pairs)

    assert communities(gds.seen).modularity >= theirs - 1e-12
    assert theirs > 0.3
