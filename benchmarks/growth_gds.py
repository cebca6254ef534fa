"""Graph Data Science on a real Neo4j: the same graph, drawn from columns, and its measures."""

import time
from typing import Any, LiteralString

import neo4j
from neo4j.exceptions import Neo4jError

from benchmarks.growth_calls import Given
from benchmarks.growth_cost import Cost, Costs
from tests.neo4j_server import Neo4jServer

__all__ = ["gds_costs"]

_TIMES, _AGAIN_WITHIN = 7, 3.0  # seconds: as of the other libraries
_DRAW: LiteralString = """
    UNWIND range(0, size($a) - 1) AS k
    RETURN gds.graph.project('ties', $a[k], $b[k], {relationshipProperties: {weight: $weight[k]}})
        """
_DRAW_PAIRS: LiteralString = """
    UNWIND range(0, size($a) - 1) AS k
    RETURN gds.graph.project($name, $a[k], $b[k], {relationshipProperties: {weight: $weight[k]}},
        {undirectedRelationshipTypes: ['*']})"""
_CALLS: dict[str, LiteralString] = {
    "pagerank": """CALL gds.pageRank.stats('ties', {relationshipWeightProperty: 'weight',
        maxIterations: 1000, tolerance: 1e-10}) YIELD ranIterations RETURN *""",
    "betweenness": """CALL gds.betweenness.stats('live', {samplingSize: $pivots, samplingSeed: 7})
        YIELD computeMillis RETURN *""",
    "closeness": """CALL gds.closeness.harmonic.stats('live') YIELD computeMillis RETURN *""",
    "classic_closeness": """CALL gds.closeness.stats('live', {useWassermanFaust: true})
        YIELD computeMillis RETURN *""",
    "degree": "CALL gds.degree.stats('live') YIELD computeMillis RETURN *",
    "strength": """CALL gds.degree.stats('pairs', {relationshipWeightProperty: 'weight'})
        YIELD computeMillis RETURN *""",
    "core_number": "CALL gds.kcore.stats('live') YIELD degeneracy RETURN *",
    "clustering": "CALL gds.localClusteringCoefficient.stats('live') YIELD nodeCount RETURN *",
    "articulation": "CALL gds.articulationPoints.stats('live') YIELD computeMillis RETURN *",
    "hubs": "CALL gds.hits.stats('ties', {hitsIterations: 100}) YIELD ranIterations RETURN *",
    "eigenvector": """CALL gds.eigenvector.stats('pairs', {relationshipWeightProperty: 'weight',
        maxIterations: 1000, tolerance: 1e-10}) YIELD ranIterations RETURN *""",
    "bridge": "CALL gds.bridges.stream('live') YIELD from RETURN count(from)",
    "communities": """CALL gds.leiden.stats('live', {relationshipWeightProperty: 'weight',
        randomSeed: 7}) YIELD modularity RETURN *""",
}


def gds_costs(given: Given, limit: float) -> Costs:
    """Draw the graph on a server of its own and take each measure; memory is the server's."""
    seen = given.projection
    weight = seen.pair_weight
    with (
        Neo4jServer(gds=True, heap="6g", page_cache="256m", is_brief=False) as server,
        server.driver() as driver,
        driver.session() as session,
    ):
        begun = time.perf_counter()
        session.run(_DRAW, _columns(seen.source, seen.target, seen.weight)).consume()
        live = _columns(seen.a[seen.live], seen.b[seen.live], weight[seen.live])
        session.run(_DRAW_PAIRS, {**live, "name": "live"}).consume()
        every = _columns(seen.a, seen.b, weight)
        session.run(_DRAW_PAIRS, {**every, "name": "pairs"}).consume()
        found = Costs(time.perf_counter() - begun)
        pivots = len(given.pivots or range(seen.people))
        for measure, call in _CALLS.items():
            found.measures[measure] = _cost(session, call, pivots, limit)
    return found


def _columns(a: Any, b: Any, weight: Any) -> dict[str, Any]:  # noqa: ANN401 - arrays
    return {"a": a.tolist(), "b": b.tolist(), "weight": weight.tolist()}


def _cost(session: neo4j.Session, call: LiteralString, pivots: int, limit: float) -> Cost:
    try:
        seconds = _seconds(session, call, pivots, limit)
        for _ in range(_TIMES - 1):
            if seconds < _AGAIN_WITHIN / _TIMES:
                seconds = min(seconds, _seconds(session, call, pivots, limit))
    except Neo4jError as error:
        is_late = "Timed" in str(error.code) or "Terminated" in str(error.code)
        return Cost(why=f"over {limit:.0f}" if is_late else str(error.code).rpartition(".")[2])
    return Cost(seconds)


def _seconds(session: neo4j.Session, call: LiteralString, pivots: int, limit: float) -> float:
    begun = time.perf_counter()
    session.run(neo4j.Query(call, timeout=limit), pivots=pivots).consume()
    return time.perf_counter() - begun
