"""Whose a Neo4j database is: others' are left alone to the last index, ours is made once."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver, GraphDatabase

from graph.errors import NewerStore, NotAStore, StoreError
from graph.login import Login
from graph.model import Merge
from graph.neo4j.schema import SCHEMA, create
from graph.neo4j.server import Server
from graph.neo4j.store import Neo4jStore
from tests.conftest import ROOT
from tests.graph.records import batch_of, mail

pytestmark = pytest.mark.neo4j

MERGE = Merge(
    "email:ann@x.example", "email:bob@x.example", "told", datetime(2026, 1, 5, tzinfo=UTC)
)
MAIL = batch_of(mail("ann", "bob", id="1"))
ACTS: dict[str, Callable[[Neo4jStore], object]] = {
    "add": lambda store: store.add(MAIL, arrived_at=1),
    "merge": lambda store: store.merge([MERGE], arrived_at=1),
    "contents": lambda store: store.contents(),
    "status": lambda store: store.status(),
    "digest": lambda store: store.digest(),
}
QUESTIONS = ("contents", "status", "digest")

# Databases of others. Some of their words, and of the names of their constraints, are ours too.
OTHERS = {
    "people": (
        "CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.email IS UNIQUE",
        "CREATE INDEX interacted_at FOR ()-[r:KNOWS]-() ON (r.since)",
        """CREATE (:Person {email: 'ann@x.example', born: date('1980-02-29')})
           -[:KNOWS {since: 1999}]->(:Person:Admin {at: point({x: 1.5, y: 2})})""",
    ),
    "logs": (
        "CREATE CONSTRAINT log_name FOR (n:Log) REQUIRE n.name IS UNIQUE",
        "CREATE (:Log {name: 'access', lines: [1, 2, 3]}), (:Log {name: 'error'})",
    ),
    "a log of our name": ("CREATE (:Log {name: 'tieline', lines: 7})",),
    "a log of our name and an odd version": ("CREATE (:Log {name: 'tieline', version: 'v1'})",),
    "two logs of our name": (
        "CREATE (:Log {name: 'tieline', version: 1}), (:Log {name: 'tieline', version: 1})",
    ),
    "identities": ("CREATE (:Identity {key: 'email:ann@x.example'})-[:INTERACTED]->(:Identity)",),
    "something without a label": ("CREATE ({a: 1})",),
    "no data, one constraint": ("CREATE CONSTRAINT FOR (s:Sale) REQUIRE s.number IS UNIQUE",),
    "no data, one constraint of our name": (
        "CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.email IS UNIQUE",
    ),
    "no data, one index": ("CREATE FULLTEXT INDEX texts FOR (d:Document) ON EACH [d.text]",),
    "no data, one index in the place of ours": ("CREATE INDEX mine FOR (f:Fact) ON (f.subject)",),
}
HARDEST = (
    "people",
    "a log of our name and an odd version",
    "something without a label",
    "no data, one constraint of our name",
    "no data, one index in the place of ours",
)
"""Those that the suite tries: one of each way to be taken for ours, or for an empty one."""

_THINGS = (
    "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS of ORDER BY id",
    """MATCH (a)-[r]->(b)
       RETURN elementId(r) AS id, elementId(a), type(r), properties(r), elementId(b) ORDER BY id""",
    """SHOW CONSTRAINTS YIELD *
       RETURN id, name, type, entityType, labelsOrTypes, properties, ownedIndex ORDER BY id""",
    """SHOW INDEXES YIELD *
       RETURN id, name, state, type, entityType, labelsOrTypes, properties, indexProvider,
           owningConstraint, options, createStatement ORDER BY id""",
    "CALL db.labels()",
    "CALL db.relationshipTypes()",
    "CALL db.propertyKeys()",
)


def everything(driver: Driver) -> list[list[Any]]:
    """All that a database holds: data, constraints, indexes, and every word it ever used."""
    return [[one.values() for one in driver.execute_query(query).records] for query in _THINGS]


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.proof] * (name not in HARDEST)) for name in OTHERS],
)
def test_a_database_of_others_is_left_as_it_is(
    name: str, empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    with GraphDatabase.driver(url) as driver:
        for statement in OTHERS[name]:
            driver.execute_query(statement)
        driver.execute_query("CALL db.awaitIndexes(60)")
        before = everything(driver)
        for act in ACTS.values():
            with pytest.raises(NotAStore, match="left alone") as caught:
                act(Neo4jStore(url, tmp_path))
            assert caught.value.exit_code == 1
        assert everything(driver) == before
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_a_newer_tieline_is_left_as_it_is(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    Neo4jStore(url, tmp_path / "cache").add(MAIL, arrived_at=1)
    with GraphDatabase.driver(url) as driver:
        driver.execute_query("MATCH (l:Log {name: 'tieline'}) SET l.version = 99")
        before = everything(driver)
        for act in ACTS.values():
            with pytest.raises(NewerStore, match=r"has store version 99; .* newer tieline"):
                act(Neo4jStore(url, tmp_path / "cache"))
        assert everything(driver) == before


def test_questions_to_an_empty_database_create_nothing(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    store = Neo4jStore(url, tmp_path / "cache")
    with GraphDatabase.driver(url) as driver:
        before = everything(driver)
        for question in QUESTIONS:
            ACTS[question](store)
        assert everything(driver) == before
    assert store.status().rows == 0
    assert not (tmp_path / "cache").exists()


def test_a_store_is_made_once_and_made_again_changes_nothing(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    store = Neo4jStore(url, tmp_path)
    store.add(MAIL, arrived_at=1)
    with GraphDatabase.driver(url) as driver:
        before = everything(driver)
        create(Server(url, Login()), "another digest")
        Neo4jStore(url, tmp_path).add(MAIL, arrived_at=1)
        assert everything(driver) == before


def test_constraints_that_somebody_dropped_are_made_again_by_the_next_write(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    Neo4jStore(url, tmp_path).add(MAIL, arrived_at=1)
    with GraphDatabase.driver(url) as driver:
        before = sorted(driver.execute_query("SHOW INDEXES YIELD name").records)
        driver.execute_query("DROP CONSTRAINT identity_key")
        driver.execute_query("DROP INDEX interacted_seq")
        Neo4jStore(url, tmp_path).digest()
        assert len(driver.execute_query("SHOW INDEXES").records) == len(before) - 2
        Neo4jStore(url, tmp_path).add(MAIL, arrived_at=1)
        assert sorted(driver.execute_query("SHOW INDEXES YIELD name").records) == before

        driver.execute_query("DROP INDEX interacted_seq")
        driver.execute_query("CREATE INDEX interacted_seq FOR (p:Person) ON (p.name)")
        with pytest.raises(StoreError, match="interacted_seq could not be made; drop the"):
            Neo4jStore(url, tmp_path).add(MAIL, arrived_at=1)


@pytest.mark.parametrize("made", [13, len(SCHEMA)])
def test_making_a_store_may_be_cut_off_and_goes_on(
    made: int, empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    """Constraints of ours are no data: the database still counts as an empty one."""
    url = empty_neo4j()
    with GraphDatabase.driver(url) as driver:
        for statement in SCHEMA[:made]:
            driver.execute_query(statement)
    store = Neo4jStore(url, tmp_path)
    assert store.status().rows == 0
    assert store.add(MAIL, arrived_at=1).new == 1
    assert store.contents().interacted.num_rows == 1


_MAKER = """
import sys
from pathlib import Path
from graph.neo4j.store import Neo4jStore
from tests.graph.bulk import bulk
store = Neo4jStore(sys.argv[1], Path(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
print(store.add(bulk(int(sys.argv[3]), 50), arrived_at=1).new, flush=True)
"""


def test_two_processes_may_make_one_store_at_once(
    empty_neo4j: Callable[[], str], tmp_path: Path
) -> None:
    url = empty_neo4j()
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKER, url, str(tmp_path / str(number)), str(number)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(2)
    ]  # fmt: skip
    for maker in makers:
        assert maker.stdout is not None
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        assert maker.stdin is not None
        maker.stdin.write("go\n")
        maker.stdin.flush()
    assert [maker.communicate(timeout=60)[0] for maker in makers] == ["50\n", "50\n"]

    with GraphDatabase.driver(url) as driver:
        logs = driver.execute_query("MATCH (l:Log) RETURN l.name, l.next, l.rows").records
        rules = driver.execute_query("SHOW INDEXES YIELD type WHERE type <> 'LOOKUP'").records
    assert [log.values() for log in logs] == [["tieline", 3, 100]]
    assert len(rules) == len(SCHEMA)
    assert len(Neo4jStore(url, tmp_path / "cache").contents().interacted) == 100


def test_a_database_emptied_under_an_open_store_becomes_a_new_one(
    neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    store = Neo4jStore(neo4j_without_data(), tmp_path)
    store.add(batch_of(mail("ann", "bob", id="1"), mail("eve", "joe", id="2")), arrived_at=1)
    store.contents()
    neo4j_without_data()

    assert store.status().rows == 0
    assert len(store.contents().interacted) == 0
    assert store.add(MAIL, arrived_at=1).new == 1
    assert len(store.contents().interacted) == 1
