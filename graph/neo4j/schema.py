"""What a Neo4j database must hold to be a store of ours: version, schema, and whose it is.

A database that is empty becomes a store by the first write. One that holds anything else, be it
only a constraint or an index of others, is left alone. Questions create nothing.
"""

import re
from collections.abc import Sequence
from typing import Any

from graph.errors import NewerStore, NotAStore, StoreError, StoreUnreachable
from graph.neo4j.server import Server, Transaction

__all__ = ["SCHEMA", "VERSION", "create", "is_created", "kept_by"]

VERSION = 3
_MORE_LOOKS = 2
_OLDEST = (5, 26)

SCHEMA = (
    "CREATE CONSTRAINT log_name IF NOT EXISTS FOR (n:Log) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT identity_key IF NOT EXISTS FOR (n:Identity) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT person_id IF NOT EXISTS FOR (n:Person) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT organization_id IF NOT EXISTS FOR (n:Organization) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT segment_name IF NOT EXISTS FOR (n:Segment) REQUIRE n.name IS UNIQUE",
    "CREATE CONSTRAINT run_id IF NOT EXISTS FOR (n:Run) REQUIRE n.id IS UNIQUE",
    "CREATE CONSTRAINT community_key IF NOT EXISTS FOR (n:Community) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT fact_key IF NOT EXISTS FOR (n:Fact) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT merge_key IF NOT EXISTS FOR (n:Merge) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT older_key IF NOT EXISTS FOR (n:OlderVersion) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT arrival_seq IF NOT EXISTS FOR (n:Arrival) REQUIRE n.seq IS UNIQUE",
    "CREATE CONSTRAINT post_key IF NOT EXISTS FOR (n:Post) REQUIRE n.key IS UNIQUE",
    """CREATE CONSTRAINT interacted_key IF NOT EXISTS
       FOR ()-[r:INTERACTED]-() REQUIRE r.key IS UNIQUE""",
    "CREATE INDEX interacted_id IF NOT EXISTS FOR ()-[r:INTERACTED]-() ON (r.id)",
    "CREATE INDEX interacted_seq IF NOT EXISTS FOR ()-[r:INTERACTED]-() ON (r.seq)",
    "CREATE INDEX interacted_at IF NOT EXISTS FOR ()-[r:INTERACTED]-() ON (r.at)",
    "CREATE INDEX post_id IF NOT EXISTS FOR (n:Post) ON (n.id)",
    "CREATE INDEX post_seq IF NOT EXISTS FOR (n:Post) ON (n.seq)",
    "CREATE INDEX post_at IF NOT EXISTS FOR (n:Post) ON (n.at)",
    "CREATE INDEX identity_number IF NOT EXISTS FOR (n:Identity) ON (n.number)",
    "CREATE INDEX older_replaced IF NOT EXISTS FOR (n:OlderVersion) ON (n.replaced)",
    "CREATE INDEX older_fact_replaced IF NOT EXISTS FOR (n:OlderFact) ON (n.replaced)",
    "CREATE INDEX older_merge_replaced IF NOT EXISTS FOR (n:OlderMerge) ON (n.replaced)",
    "CREATE INDEX merge_a IF NOT EXISTS FOR (n:Merge) ON (n.a)",
    "CREATE INDEX fact_subject IF NOT EXISTS FOR (n:Fact) ON (n.subject)",
    "CREATE INDEX tie_fades_at IF NOT EXISTS FOR ()-[r:TIE]-() ON (r.fades_at)",
    "CREATE INDEX pair_fades_at IF NOT EXISTS FOR ()-[r:PAIR]-() ON (r.fades_at)",
)
_MAKES = re.compile(
    r"CREATE (CONSTRAINT|INDEX) (\w+) IF NOT EXISTS\s+"
    r"FOR (?:\(|\(\)-\[)\w:(\w+)[)\]].*?\(?\w\.(\w+)\)?(?: IS UNIQUE)?"
)
_RULES = """
    SHOW INDEXES YIELD name, state, type, labelsOrTypes, properties, owningConstraint
    WHERE type <> 'LOOKUP'
    RETURN name, state, labelsOrTypes, properties, owningConstraint IS NOT NULL"""
_AWAIT = "CALL db.awaitIndexes(300)"
_KERNEL = """
    CALL dbms.components() YIELD name, versions, edition
    WHERE name = 'Neo4j Kernel' RETURN versions[0], edition"""
_LOG_VERSIONS = "MATCH (l:Log {name: 'tieline'}) RETURN collect(coalesce(l.version, 'none'))"
_ANYTHING = "MATCH (n) RETURN count(n) > 0"
_CONSTRAINTS = "SHOW CONSTRAINTS YIELD name RETURN name"
_CREATE_LOG = """
    MERGE (l:Log {name: 'tieline'})
    ON CREATE SET l.version = $version, l.next = 1, l.identities = 0, l.interactions = 0,
        l.rows = 0, l.log_hi = 0, l.log_lo = 0, l.facts = 0, l.fact_hi = 0, l.fact_lo = 0,
        l.merges = 0, l.merge_hi = 0, l.merge_lo = 0, l.voids = 0, l.void_hi = 0, l.void_lo = 0,
        l.epoch = 0, l.store_id = randomUUID(), l.digest = $digest
    ON MATCH SET l.version = CASE WHEN l.version < $version THEN $version ELSE l.version END"""


def is_created(server: Server) -> bool:
    """Say whether a database is a store already; refuse one that holds anything else."""
    kernel, versions, is_foreign = server.read(_looked_at)
    for _ in range(_MORE_LOOKS):  # who looks while another makes the store may see half of it
        if is_foreign:
            kernel, versions, is_foreign = server.read(_looked_at)
    _check_kernel(server.url, kernel)
    version = versions[0] if len(versions) == 1 else None
    if is_foreign or (versions and not isinstance(version, int)):
        raise NotAStore(
            f"{server.url} holds something that is not tieline's and is left alone; name an "
            "empty database at the end of the address (.../sales), or another server"
        )
    if isinstance(version, int) and version > VERSION:
        raise NewerStore(
            f"{server.url} has store version {version}; this tieline reads up to {VERSION}. "
            "Install a newer tieline to use it"
        )
    return version is not None


def kept_by(tx: Transaction) -> str:
    """Name the server's version and edition, and what that edition cannot do."""
    version, edition = tx.run(_KERNEL).single(strict=True)
    cannot = "" if edition == "enterprise" else "; it has no roles: whoever can log in may write"
    return f"Neo4j {version} {edition}{cannot}"


def create(server: Server, digest: str) -> None:
    """Make constraints, indexes and the one ``Log``; what is there already stays as it is."""
    if missing := _missing(server):
        server.write(lambda tx: _run_each(tx, missing))
        server.read(lambda tx: tx.run(_AWAIT).consume())
        if still := _missing(server):
            names = ", ".join(_rule(statement)[0] for statement in still)
            raise StoreError(
                f"{server.url}: {names} could not be made; drop the constraint or index of others "
                "that has its name or its place"
            )
    server.write(lambda tx: tx.run(_CREATE_LOG, version=VERSION, digest=digest).consume())


_Rule = tuple[str, str, str, bool]  # name, label or type, property, whether it is a constraint


def _rule(statement: str) -> _Rule:
    found = _MAKES.fullmatch(statement)
    if found is None:
        raise ValueError(f"{statement!r} makes no constraint or index of one property")
    kind, name, label, key = found.groups()
    return name, label, key, kind == "CONSTRAINT"


def _rules(tx: Transaction) -> dict[_Rule, bool]:
    """Every constraint and index of one or more properties, and whether it is in use."""
    return {
        (name, "|".join(labels), "|".join(keys), is_constraint): state == "ONLINE"
        for name, state, labels, keys, is_constraint in tx.run(_RULES).values()
    }


def _run_each(tx: Transaction, statements: Sequence[Any]) -> None:
    """Run statements that are literals above, of which the driver can tell one at a time."""
    for statement in statements:
        tx.run(statement).consume()


def _missing(server: Server) -> list[str]:
    there = server.read(_rules)
    return [statement for statement in SCHEMA if not there.get(_rule(statement))]


def _looked_at(tx: Transaction) -> tuple[tuple[str, str], list[object], bool]:
    """Give what runs, the versions of our ``Log``, and whether all that is there is others'."""
    kernel = tx.run(_KERNEL).single(strict=True)
    rules, names = set(_rules(tx)), set(tx.run(_CONSTRAINTS).value())
    has_anything = bool(tx.run(_ANYTHING).single(strict=True)[0])
    versions = tx.run(_LOG_VERSIONS).single(strict=True)[0]  # last: what was seen has a ``Log``
    ours = {_rule(statement) for statement in SCHEMA}
    is_clean = rules <= ours and names <= {name for name, *_ in ours}
    is_foreign = not versions and (has_anything or not is_clean)
    return (str(kernel[0]), str(kernel[1])), versions, is_foreign


def _check_kernel(url: str, kernel: tuple[str, str]) -> None:
    version, _ = kernel
    found = tuple(int(part) for part in version.split("-")[0].split(".")[:2])
    if found < _OLDEST:
        raise StoreUnreachable(f"{url} is Neo4j {version}; expected 5.26 or later")
