"""What must add up in a Neo4j store whatever happened to it, asked in plain Cypher."""

from pathlib import Path
from tempfile import TemporaryDirectory

from neo4j import GraphDatabase

from graph.digest import Sums, digest_of, row_hash
from graph.neo4j.store import Neo4jStore
from graph.store import Contents

__all__ = ["adds_up", "digest_of_rows"]

_LOG = "MATCH (l:Log {name: 'tieline'}) RETURN l {.*} AS log"
_COUNTS = """
    RETURN {
        rows: COUNT { ()-[:INTERACTED]->() } + COUNT { (:Post) },
        keys: COUNT { MATCH ()-[i:INTERACTED]->() RETURN DISTINCT i.key }
            + COUNT { MATCH (p:Post) RETURN DISTINCT p.key },
        interactions: COUNT { CALL () { MATCH ()-[i:INTERACTED]->() RETURN i.id AS id
                              UNION MATCH (p:Post) RETURN p.id AS id } RETURN id },
        posts: COUNT { (:Post) }, posted: COUNT { ()-[:POSTED]->(:Post) },
        identities: COUNT { (:Identity) },
        numbers: COUNT { MATCH (i:Identity) RETURN DISTINCT i.number },
        facts: COUNT { (:Fact) }, merges: COUNT { (:Merge) }} AS counts"""
_SEQS = """
    CALL () { MATCH (a:Arrival) RETURN a.seq AS seq UNION MATCH (f:Fact) RETURN f.seq AS seq
              UNION MATCH (m:Merge) RETURN m.seq AS seq }
    RETURN seq ORDER BY seq"""
_ARRIVALS = "MATCH (a:Arrival) WHERE a.rows > 0 RETURN a.seq, a.rows ORDER BY a.seq"
_ARRIVED = """
    CALL () { MATCH ()-[i:INTERACTED]->() RETURN i.seq AS seq UNION ALL
              MATCH (p:Post) RETURN p.seq AS seq UNION ALL
              MATCH (o:OlderVersion) WHERE o.seq IS NOT NULL RETURN o.seq AS seq }
    RETURN seq, count(*) ORDER BY seq"""


def adds_up(url: str) -> Contents:
    """Check a store's counts, sums and sequence numbers; give its contents, read anew."""
    with (
        GraphDatabase.driver(url, notifications_min_severity="OFF") as driver,
        driver.session() as session,
    ):
        log = session.run(_LOG).single(strict=True)["log"]
        counts = session.run(_COUNTS).single(strict=True)["counts"]
        seqs = session.run(_SEQS).value()
        arrivals, arrived = session.run(_ARRIVALS).values(), session.run(_ARRIVED).values()
    names = ("rows", "interactions", "identities", "facts", "merges")
    assert {name: log[name] for name in names} == {name: counts[name] for name in names}
    assert counts["keys"] == counts["rows"]  # none is doubled
    assert counts["posted"] == counts["posts"]
    assert counts["numbers"] == counts["identities"]
    assert seqs == list(range(1, log["next"]))  # without a gap
    assert arrivals == arrived  # no batch is torn
    with TemporaryDirectory() as cache:
        contents = Neo4jStore(url, Path(cache)).contents()
        assert digest_of_rows(contents) == contents.digest == log["digest"]
        # what is mapped outlives its folder
        return contents


def digest_of_rows(contents: Contents) -> str:
    """The digest of what was read, row by row, as `graph.digest` says."""
    rows = contents.interacted
    hashes = [
        list(zip(rows["row_hi"].to_pylist(), rows["row_lo"].to_pylist(), strict=True)),
        [row_hash(*row.values()) for row in contents.facts.to_pylist()],
        [
            row_hash(row["a"], row["b"], row["at"], row["is_active"])
            for row in contents.merges.to_pylist()
        ],
    ]
    return digest_of(
        *(Sums(sum(hi for hi, _ in part), sum(lo for _, lo in part), len(part)) for part in hashes)
    )
