"""Times the store in Neo4j beside two loads written by hand and Graph Data Science.

    python -m benchmarks.in_neo4j LOG.parquet            a log of `benchmarks/logs.py`
    python -m benchmarks.in_neo4j LOG.parquet --no-gds

Everything happens on one server with the constraints and indexes of the store, emptied between the
loads. Prints one table in Markdown.
"""

import argparse
import hashlib
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import neo4j
import pyarrow as pa
import pyarrow.parquet as pq

from api.incoming.loading import load_paths
from api.refresh import refresh
from api.settings import Settings, settings
from graph.moments import micros
from graph.neo4j.schema import SCHEMA
from tests.neo4j_server import Neo4jServer, emptied

__all__: list[str] = []

_BATCH = 20_000
_WARM = 60_000  # rows that a server is to have seen before it is timed: it compiles as it goes

# What somebody would write who knows how: columns, both ends looked up by index, a batch at a time.
_PEOPLE = "UNWIND $keys AS key MERGE (:Identity {key: key})"
_COLUMNS = """
    UNWIND range(0, size($a) - 1) AS k
    MATCH (a:Identity {key: $a[k]}) MATCH (b:Identity {key: $b[k]})
    CREATE (a)-[:INTERACTED {key: $id[k] + ' # ' + $b[k], id: $id[k], seq: $seq,
        at: datetime({epochSeconds: $at[k]}), arrived_at: $now, kind: 'email', channel: 'email',
        role: 'to', status: 'none', size: 1, sources: ['table'], is_bulk: false}]->(b)"""
_MAPS = """
    UNWIND $rows AS row
    MATCH (a:Identity {key: row.a}) MATCH (b:Identity {key: row.b})
    CREATE (a)-[:INTERACTED {key: row.id + ' # ' + row.b, id: row.id, seq: $seq,
        at: datetime({epochSeconds: row.at}), arrived_at: $now, kind: 'email', channel: 'email',
        role: 'to', status: 'none', size: 1, sources: ['table'], is_bulk: false}]->(b)"""
_WHOLE_MAPS = """
    UNWIND $rows AS row
    MATCH (a:Identity {key: row.a}) MATCH (b:Identity {key: row.b})
    CREATE (a)-[i:INTERACTED]->(b)
    SET i = row.told, i.seq = $seq, i.arrived_at = $now, i.at = datetime({epochSeconds: row.at})"""

_GDS = {
    "projection": """
        MATCH (a:Person)-[t:TIE]->(b:Person)
        RETURN gds.graph.project('ties', a, b, {relationshipProperties:
            {weight: 2 ^ ((t.fades_at - $ref) / $half_life_ms)}})""",
    "PageRank, written": """
        CALL gds.pageRank.write('ties', {relationshipWeightProperty: 'weight', maxIterations: 100,
            tolerance: 1e-10, writeProperty: 'gds_pagerank'}) YIELD ranIterations RETURN *""",
    "betweenness, 64 pivots, written": """
        CALL gds.betweenness.write('ties', {samplingSize: 64, samplingSeed: 7,
            writeProperty: 'gds_betweenness'}) YIELD nodePropertiesWritten RETURN *""",
    "projection, undirected": """
        MATCH (a:Person)-[t:PAIR]->(b:Person)
        RETURN gds.graph.project('pairs', a, b, {relationshipProperties:
            {weight: 2 ^ ((t.fades_at - $ref) / $half_life_ms)}},
            {undirectedRelationshipTypes: ['*']})""",
    "Leiden, written": """
        CALL gds.leiden.write('pairs', {relationshipWeightProperty: 'weight', randomSeed: 7,
            writeProperty: 'gds_community'}) YIELD modularity RETURN *""",
    "core number, written": """
        CALL gds.kcore.write('pairs', {writeProperty: 'gds_core'}) YIELD degeneracy RETURN *""",
}


@dataclass
class Table:
    """The lines so far."""

    rows: list[tuple[str, int, float, str]] = field(default_factory=list)

    def time(self, what: str, interactions: int, work: Callable[[], Any], note: str = "") -> float:
        """Do some work and note how long it took."""
        start = time.perf_counter()
        work()
        return self.add(what, interactions, time.perf_counter() - start, note)

    def add(self, what: str, interactions: int, seconds: float, note: str = "") -> float:
        """Note a line, and say it at once."""
        self.rows.append((what, interactions, seconds, note))
        rate = f"{interactions / seconds:,.0f}" if interactions else ""
        many = f"{interactions:,}" if interactions else ""
        sys.stdout.write(f"| {what} | {many} | {seconds:.1f} | {rate} | {note} |\n")
        sys.stdout.flush()
        return seconds


def main() -> None:
    """Run every line."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("log", type=Path)
    asked.add_argument("--gds", action=argparse.BooleanOptionalAction, default=True)
    asked.add_argument("--heap", default="3g")
    asked.add_argument("--loads-only", action="store_true", help="no refresh, nothing of GDS")
    given = asked.parse_args()
    sys.stdout.write("| what | rows | seconds | rows a second | |\n|:--|--:|--:|--:|:--|\n")
    table, rows = Table(), pq.read_metadata(given.log).num_rows
    by_hand = {}
    for name, query, shape in (
        ("maps, all they say in the text", _MAPS, _as_maps),
        ("maps of every property", _WHOLE_MAPS, _as_whole_maps),
        ("columns", _COLUMNS, _as_columns),
    ):
        with _warm_server(given.log, given.heap, gds=False) as (_, driver):
            work = partial(_by_hand, driver, given.log, query, shape)
            by_hand[name] = table.time(f"by hand, {name}", rows, work)
    with (
        tempfile.TemporaryDirectory(prefix="tieline-bench-") as folder,
        _warm_server(given.log, given.heap, gds=given.gds) as (server, driver),
    ):
        built = _loaded(table, given.log, server, by_hand)
        if given.loads_only:
            return
        _refreshes(table, given.log, built, Path(folder))
        if given.gds:
            _gds(table, driver)


@contextmanager
def _warm_server(log: Path, heap: str, *, gds: bool) -> Iterator[tuple[Neo4jServer, neo4j.Driver]]:
    """A new server that has seen some rows before: it compiles as it goes."""
    with (
        tempfile.TemporaryDirectory(prefix="tieline-warm-") as folder,
        Neo4jServer(gds=gds, heap=heap, page_cache="1g", is_brief=False) as server,
        server.driver() as driver,
    ):
        warm = Path(folder) / "warm.parquet"
        pq.write_table(pq.read_table(log).slice(0, _WARM), warm)
        for query, shape in ((_MAPS, _as_maps), (_COLUMNS, _as_columns)):
            _by_hand(driver, warm, query, shape)
            emptied(driver)
        yield server, driver


def _loaded(table: Table, log: Path, server: Neo4jServer, by_hand: Mapping[str, float]) -> Settings:
    """Time tieline's load, beside those by hand, and a second one that finds nothing new."""
    rows = pq.read_metadata(log).num_rows
    built = settings({"store": server.url}, environment={})
    clock = micros(datetime.now(UTC))
    ours = table.time("tieline load", rows, lambda: load_paths([log], built, clock))
    for name, seconds in by_hand.items():
        sys.stdout.write(f"| · against {name} | | | {seconds / ours:.2f} times | |\n")
    table.time(
        "tieline load, every row again", rows, lambda: load_paths([log], built, clock, again=True)
    )
    return built


def _refreshes(table: Table, log: Path, built: Settings, folder: Path) -> None:
    """Time a first refresh, and one after a hundredth more."""
    rows, clock = pq.read_metadata(log).num_rows, micros(datetime.now(UTC))
    _refreshed(table, "first refresh", rows, built, clock)
    more = folder / "more.parquet"
    new = _one_percent(log, more)
    table.time("tieline load, 1 % more", new, lambda: load_paths([more], built, clock))
    _refreshed(table, "refresh after it", rows + new, built, clock)


def _by_hand(
    driver: neo4j.Driver, log: Path, query: str, shape: Callable[[pa.Table, int], dict[str, Any]]
) -> None:
    with driver.session() as session:
        for statement in SCHEMA:
            session.run(statement).consume()
        table = pq.read_table(log)
        people = pa.chunked_array([*table.column(0).chunks, *table.column(1).chunks]).unique()
        keys = people.to_pylist()
        for part in _cut(keys):
            session.run(_PEOPLE, keys=part).consume()
        for seq, start in enumerate(range(0, len(table), _BATCH)):
            parameters = shape(table.slice(start, _BATCH), start)
            now = datetime.now(UTC)
            session.run(query, {**parameters, "seq": seq, "now": now}).consume()


def _cut(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _as_columns(table: pa.Table, start: int) -> dict[str, Any]:
    at = table.column(2).cast(pa.timestamp("s", "UTC"), safe=False).cast(pa.int64())
    return {
        "a": table.column(0).to_pylist(),
        "b": table.column(1).to_pylist(),
        "at": at.to_pylist(),
        "id": [_id(start + k) for k in range(len(table))],
    }


def _id(number: int) -> str:
    """An id as ids of mails and of content are: not in the order in which they come."""
    return "h:" + hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


def _as_maps(table: pa.Table, start: int) -> dict[str, Any]:
    columns = _as_columns(table, start)
    rows = zip(*columns.values(), strict=True)
    return {"rows": [dict(zip(columns, row, strict=True)) for row in rows]}


def _refreshed(table: Table, what: str, rows: int, built: Settings, clock: int) -> None:
    """Time a refresh by its steps: reading and sorting, computing, writing back."""
    begun = time.perf_counter()
    steps: list[tuple[float, str]] = [(begun, "reading the log")]
    refresh(
        built.url, built, clock, report=lambda now, _done: steps.append((time.perf_counter(), now))
    )
    steps.append((time.perf_counter(), "end"))
    table.add(what, rows, steps[-1][0] - begun)
    spent: dict[str, float] = {}
    for (at, name), (until, _) in itertools.pairwise(steps):
        part = name if name.startswith(("reading", "sorting", "writing")) else "computing"
        spent[part] = spent.get(part, 0.0) + until - at
    for part, seconds in spent.items():
        table.add(f"· {part}", 0, seconds)


def _as_whole_maps(table: pa.Table, start: int) -> dict[str, Any]:
    """Rows as a loader sends them that does not know its log: what is the same for all, too."""
    same = {
        "kind": "email", "channel": "email", "role": "to", "status": "none", "size": 1,
        "sources": ["table"], "is_bulk": False,
    }  # fmt: skip
    return {
        "rows": [
            {**row, "told": {"id": row["id"], "key": f"{row['id']} # {row['b']}", **same}}
            for row in _as_maps(table, start)["rows"]
        ]
    }


def _one_percent(log: Path, more: Path) -> int:
    """A hundredth of a log again, a minute later: new interactions of known people."""
    table = pq.read_table(log)
    some = table.slice(len(table) - len(table) // 100)
    at = some.column(2).to_pylist()
    later = pa.array([one + timedelta(minutes=1) for one in at], some.schema.field(2).type)
    pq.write_table(some.set_column(2, some.schema.field(2), later), more)
    return len(some)


def _gds(table: Table, driver: neo4j.Driver) -> None:
    found, _, _ = driver.execute_query(
        "MATCH (r:Run {current: true}) MATCH ()-[t:TIE]->() "
        "RETURN max(t.fades_at) AS ref, r.half_life_ms AS half_life_ms, count(t) AS ties"
    )
    given = dict(found[0])
    for what, query in _GDS.items():
        table.time(
            f"GDS: {what}",
            0,
            lambda query=query: driver.execute_query(query, given),  # type: ignore[misc]
            f"{given['ties']:,} ties",
        )


if __name__ == "__main__":
    main()
