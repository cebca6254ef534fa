"""In a database that people query, identities lead to the person whom evidence found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.engine import Engine
from api.render import as_json
from api.settings import settings
from graph.connect import open_store
from graph.cypher.queryable import Limits
from graph.moments import micros
from graph.neo4j.store import Neo4jStore
from ingest.batches.gather import gather
from ingest.source import Reading
from tests.api.cookbook_demo import caches_in
from tests.api.kept import CLOCK, engine_on, fill
from tests.api.test_identities import MAIL, SLACK, world

pytestmark = pytest.mark.neo4j

_OF = """
    MATCH (i:Identity)-[:OF]->(p:Person) WHERE i.key IN $keys
    RETURN i.key AS key, p.id AS id ORDER BY key"""


def _people(store: Neo4jStore) -> list[str]:
    found = store.cypher(_OF, {"keys": [MAIL, SLACK]}, Limits(seconds=60))
    return [str(row[1]) for row in found.rows]


def test_evidence_and_decisions_show_in_the_database_and_answers_are_those_of_a_file(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    file = engine_on(fill(tmp_path / "log.duckdb", world()))
    with caches_in(tmp_path / "user"):
        store = open_store(url)
        assert isinstance(store, Neo4jStore)
        placed = ((f"record {k}", one) for k, one in enumerate(world()))
        for batch in gather(placed, "hand", Reading(clock=CLOCK)):
            store.add(batch, arrived_at=micros(CLOCK))
        built = settings({"store": url}, environment={})
        engine = Engine(url, built, clock=lambda: micros(CLOCK))
        engine.refresh()
        assert len(set(_people(store))) == 1
        for is_merged in (False, True):
            for one in (engine, file):
                one.merge(SLACK, MAIL, reason="told", is_active=is_merged)
                one.refresh()
            assert len(set(_people(store))) == 2 - is_merged
            for ask in (Engine.identities, Engine.identities_review, Engine.influencers,
                        Engine.decisions):  # fmt: skip
                assert as_json(ask(engine)) == as_json(ask(file))
