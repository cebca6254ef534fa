"""People in Neo4j: who they are, which identities are theirs, and where they belong."""

from typing import Any

import pyarrow as pa

from graph.derived import Derived
from graph.neo4j.batches import Writing, date, dates, told_by

__all__ = ["write_people"]

_READ_PEOPLE = """
    MATCH (p:Person) WITH collect(p) AS rows
    RETURN [p IN rows | p.id] AS id, [p IN rows | p.name] AS name, [p IN rows | p.kind] AS kind,
        [p IN rows | p.identity] AS identity"""
_WRITE_PEOPLE = """
    UNWIND range(0, size($id) - 1) AS k
    MERGE (p:Person {id: $id[k]})
    SET p.name = $name[k], p.kind = $kind[k], p.identity = $identity[k]"""
_DROP_PEOPLE = "UNWIND $id AS id MATCH (p:Person {id: id}) DETACH DELETE p"
_READ_OF = """
    MATCH (i:Identity)-[:OF]->(p:Person)
    RETURN collect(i.key) AS key, collect(p.id) AS id"""
_WRITE_OF = """
    UNWIND range(0, size($key) - 1) AS k
    MATCH (i:Identity {key: $key[k]}) MATCH (p:Person {id: $id[k]})
    OPTIONAL MATCH (i)-[old:OF]->() DELETE old
    MERGE (i)-[:OF]->(p)"""
_DROP_OF = "UNWIND $key AS key MATCH (:Identity {key: key})-[old:OF]->() DELETE old"
_WRITE_ORGANIZATIONS = """
    UNWIND range(0, size($id) - 1) AS k
    MERGE (o:Organization {id: $id[k]}) SET o.name = $name[k]"""
_WRITE_SEGMENTS = "UNWIND $name AS name MERGE (:Segment {name: name})"
_CLEAR_BELONGING = """
    UNWIND $id AS id MATCH (:Person {id: id})-[old:WORKS_AT|IN_SEGMENT]->() DELETE old"""
_READ_BELONGING = """
    MATCH (p:Person)-[w:WORKS_AT|IN_SEGMENT]->(o)
    WITH p.id AS id, type(w) + ' ' + coalesce(o.id, o.name) + ' ' +
        coalesce(toString(w.since.epochSeconds), '') + ' ' +
        coalesce(toString(w.until.epochSeconds), '') AS told
    RETURN collect(id) AS id, collect(told) AS told"""
_WRITE_WORKS_AT = f"""
    UNWIND range(0, size($id) - 1) AS k
    MATCH (p:Person {{id: $id[k]}}) MATCH (o:Organization {{id: $key[k]}})
    MERGE (p)-[w:WORKS_AT]->(o) SET w.since = {date("since")}, w.until = {date("until")}"""
_WRITE_IN_SEGMENT = f"""
    UNWIND range(0, size($id) - 1) AS k
    MATCH (p:Person {{id: $id[k]}}) MATCH (s:Segment {{name: $key[k]}})
    MERGE (p)-[w:IN_SEGMENT]->(s) SET w.since = {date("since")}, w.until = {date("until")}"""


def write_people(write: Writing, found: Derived) -> None:
    """Write the people, organizations and segments that differ from what is there."""
    names = ("id", "name", "kind", "identity")
    there = told_by(write.server, _READ_PEOPLE)
    before = dict(zip(there["id"], zip(*(there[n] for n in names[1:]), strict=True), strict=True))
    people = found.people.to_pydict()
    now = dict(zip(people["id"], zip(*(people[n] for n in names[1:]), strict=True), strict=True))
    moved = [key for key, told in now.items() if before.get(key) != told]
    columns = {"id": moved} | {
        name: [now[key][k] for key in moved] for k, name in enumerate(names[1:])
    }
    write.each(_WRITE_PEOPLE, columns)

    of = told_by(write.server, _READ_OF)
    was = dict(zip(of["key"], of["id"], strict=True))
    ids = found.people.column("id").combine_chunks().take(pa.array(found.person_of)).to_pylist()
    keys = found.identities.to_pylist()
    changed = [(key, id_) for key, id_ in zip(keys, ids, strict=True) if was.get(key) != id_]
    write.each(_WRITE_OF, {"key": [k for k, _ in changed], "id": [i for _, i in changed]})
    nobody = sorted(set(was) - set(keys))
    write.each(_DROP_OF, {"key": nobody})
    write.each(_DROP_PEOPLE, {"id": sorted(set(before) - set(now))})
    _belonging(write, found)


def _belonging(write: Writing, found: Derived) -> None:
    """Organizations, segments, and who is in which, of those for whom anything changed."""
    write.each(_WRITE_ORGANIZATIONS, found.organizations.to_pydict())
    write.each(_WRITE_SEGMENTS, {"name": sorted(set(found.in_segment.column("key").to_pylist()))})
    there = told_by(write.server, _READ_BELONGING)
    before: dict[str, set[str]] = {}
    for id_, told in zip(there["id"], there["told"], strict=True):
        before.setdefault(id_, set()).add(told)
    now: dict[str, set[str]] = {}
    tables = {"WORKS_AT": found.works_at, "IN_SEGMENT": found.in_segment}
    ids = found.people.column("id").combine_chunks()
    columns = {kind: _belongs(ids, table) for kind, table in tables.items()}
    for kind, one in columns.items():
        for id_, key, since, until in zip(
            one["id"], one["key"], one["since_s"], one["until_s"], strict=True
        ):
            told = f"{kind} {key} {'' if since is None else since} {'' if until is None else until}"
            now.setdefault(id_, set()).add(told)
    changed = {id_ for id_ in before.keys() | now.keys() if before.get(id_) != now.get(id_)}
    write.each(_CLEAR_BELONGING, {"id": sorted(changed & before.keys())})
    for query, kind in ((_WRITE_WORKS_AT, "WORKS_AT"), (_WRITE_IN_SEGMENT, "IN_SEGMENT")):
        chosen = [k for k, id_ in enumerate(columns[kind]["id"]) if id_ in changed]
        write.each(query, {n: [c[k] for k in chosen] for n, c in columns[kind].items()})


def _belongs(ids: pa.Array, table: pa.Table) -> dict[str, list[Any]]:
    columns = {"id": ids.take(table.column("person").combine_chunks()).to_pylist(),
               "key": table.column("key").to_pylist()}  # fmt: skip
    for name in ("since", "until"):
        columns |= dates(name, table.column(name))
    return columns
