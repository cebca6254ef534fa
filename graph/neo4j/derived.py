"""Writing a run into Neo4j: people, ties and pairs where they changed, and the scores of the run.

    (:Log).writing names the run that is being written; an unfinished one can be seen there
    people, ties, pairs      compared with what is there, and changed where they differ
    (:Person)-[:SCORED]->(:Run)      written beside those of the run before
    (:Run).current           moved in one transaction at the end

Everything is written by ``MERGE`` in batches that may be repeated. A batch is only written while
``writing`` still names its run: of two refreshes the later one goes on, the other is told.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from graph.derived import Derived
from graph.neo4j.batches import Writing
from graph.neo4j.people import write_people
from graph.neo4j.rows import seconds
from graph.neo4j.server import Server, Transaction
from graph.neo4j.ties import write_pairs, write_ties

__all__ = ["Report", "write_back", "written_run"]

Report = Callable[[str, float], None]

_BEGIN = "MATCH (l:Log {name: 'tieline'}) SET l.writing = $run"
_WRITTEN = "MATCH (l:Log {name: 'tieline'}) RETURN l.run"


_WRITE_RUN = """
    MERGE (r:Run {id: $id})
    SET r += $told, r.as_of = datetime({epochSeconds: $as_of_s, nanosecond: $as_of_n}),
        r.current = coalesce(r.current, false)"""
_WRITE_COMMUNITIES = """
    MATCH (r:Run {id: $run})
    UNWIND range(0, size($id) - 1) AS k
    MERGE (c:Community {key: $run + ' ' + $id[k]})
    SET c.id = $id[k], c.name = $name[k], c.size = $size[k], c.cohesion = $cohesion[k]
    MERGE (c)-[:FOUND_IN]->(r)"""
_FLIP = """
    MATCH (l:Log {name: 'tieline', writing: $run})
    MATCH (r:Run {id: $run})
    OPTIONAL MATCH (other:Run) WHERE other.current AND other.id <> $run
    WITH l, r, collect(other) AS others
    FOREACH (other IN others | SET other.current = false)
    SET r.current = true, r.written = l.runs, l.runs = coalesce(l.runs, 0) + 1,
        l.previous_run = CASE WHEN l.run = $run THEN l.previous_run ELSE l.run END,
        l.run = $run, l.writing = null
    RETURN count(r)"""
_OLD_RUNS = """
    MATCH (l:Log {name: 'tieline'}) MATCH (r:Run)
    WHERE r.id <> l.run AND r.id <> coalesce(l.previous_run, '') AND NOT coalesce(r.pinned, false)
    RETURN collect(r.id)"""
_FORGET_SCORES = """
    MATCH (:Person)-[s:SCORED]->(:Run {id: $id}) WITH s LIMIT 20000 DELETE s RETURN count(s)"""
_FORGET_RUN = """
    MATCH (r:Run {id: $id}) OPTIONAL MATCH (c:Community)-[:FOUND_IN]->(r)
    WITH r, collect(c) AS found FOREACH (c IN found | DETACH DELETE c) DETACH DELETE r"""

_WRITE_SCORES = """
    MATCH (r:Run {{id: $run}})
    UNWIND range(0, size($person) - 1) AS k
    MATCH (p:Person {{id: $person[k]}})
    MERGE (p)-[s:SCORED]->(r) SET {set}"""


def written_run(server: Server) -> str | None:
    """Give the id of the run that the database shows as the current one."""

    def read(tx: Transaction) -> str | None:
        found = tx.run(_WRITTEN).single()
        return None if found is None else found[0]

    return server.read(read)


def write_back(server: Server, found: Derived, *, scores: bool, report: Report) -> None:
    """Write what was derived; *scores* says whether those of the run as well."""
    run = found.run["id"]
    server.write(lambda tx: tx.run(_BEGIN, run=run).consume())
    write = Writing(server, run)
    report("writing people", 0.0)
    write_people(write, found)
    report("writing ties", 0.2)
    write_ties(write, found)
    report("writing pairs", 0.45)
    write_pairs(write, found)
    as_of_s, as_of_n = seconds(np.array([found.run["as_of"]]))
    told = {name: value for name, value in found.run.items() if name not in ("id", "as_of")}
    write.once(_WRITE_RUN, id=run, told=told, as_of_s=int(as_of_s[0]), as_of_n=int(as_of_n[0]))
    if scores:
        report("writing scores", 0.7)
        _scores(write, found)
    write.once(_FLIP)
    _forget_old_runs(server)
    report("written", 1.0)


def _scores(write: Writing, found: Derived) -> None:
    communities = found.communities
    write.each(_WRITE_COMMUNITIES, communities.to_pydict())
    columns = {"person": found.people.column("id").to_pylist()}
    columns |= {name: found.scores.column(name).to_pylist() for name in found.scores.column_names}
    write.each(_scores_query(found.scores.column_names), columns)


def _scores_query(names: list[str]) -> str:
    """The names of measures are this program's own."""
    return _WRITE_SCORES.format(set=", ".join(f"s.{name} = ${name}[k]" for name in names))


def _forget_old_runs(server: Server) -> None:
    """Keep the current run, the one before, and those that somebody pinned."""
    for run in server.read(_old_runs):
        while server.write(partial(_forgotten, run=run)):
            pass
        server.write(partial(_forget, run=run))


def _old_runs(tx: Transaction) -> list[str]:
    return list(tx.run(_OLD_RUNS).single(strict=True)[0])


def _forgotten(tx: Transaction, run: str) -> int:
    return int(tx.run(_FORGET_SCORES, id=run).single(strict=True)[0])


def _forget(tx: Transaction, run: str) -> None:
    tx.run(_FORGET_RUN, id=run).consume()
