"""Stores of version 1, which did not keep all that was replaced: what they still give back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from graph.batch import Added, Batch
from graph.duckdb.store import DuckDBStore
from graph.model import Fact
from graph.moments import micros
from graph.neo4j.store import Neo4jStore
from graph.store import Store
from tests.graph.records import START, batch_of, mail
from tests.neo4j_server import Neo4jServer

FIRST, SECOND, THIRD, FOURTH = (micros(START + timedelta(days=days)) for days in (10, 20, 30, 40))


def seen(day: float) -> Batch:
    return batch_of(Fact("email:ann@x.example", "seen_name", "Ann", START + timedelta(days=day)))


def filled(store: Store) -> Store:
    """A mail that is corrected, a fact by itself, a name that is seen again."""
    store.add(batch_of(mail("ann", "bob", id="1")), arrived_at=FIRST)
    store.add(batch_of(Fact("email:bob@x.example", "name", "Bob")), arrived_at=SECOND)
    store.add(seen(1), arrived_at=SECOND)
    store.add(batch_of(mail("ann", "eve", id="1", revision=1)), arrived_at=THIRD)
    return store


def dates(store: Store, known_by: int) -> list[int | None]:
    """When the name was seen last: an older store has that day alone, and keeps it as the first."""
    return [
        row["since"] if row["until"] is None else row["until"]
        for row in store.contents(known_by=known_by).facts.to_pylist()
        if row["name"] == "seen_name"
    ]


def goes_on(store: Store) -> None:
    """From the upgrade on, all is kept."""
    before = store.contents()
    store.add(seen(5), arrived_at=FOURTH)
    assert dates(store, THIRD) == [micros(START + timedelta(days=3))]
    assert dates(store, FOURTH) == [micros(START + timedelta(days=5))]
    assert store.contents(known_by=THIRD).facts.equals(before.facts)
    assert store.digest(known_by=THIRD) == before.digest
    assert store.status().version == 3


def test_an_older_file_gives_back_the_log_and_the_dates_of_names_as_they_were_at_the_upgrade(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.duckdb"
    filled(DuckDBStore(path))
    with duckdb.connect(str(path)) as connection:  # as version 1 would have left it
        connection.execute("DROP TABLE superseded_fact")
        connection.execute("DROP TABLE superseded_merge")
        for table in ("interacted", "superseded"):
            for column in ("sentiment_by", "confidence", "heard"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE meta SET version = 1")
        three = micros(START + timedelta(days=3))
        connection.execute("UPDATE fact SET since = ? WHERE name = 'seen_name'", [three])

    store = DuckDBStore(path)
    names = store.contents(known_by=FIRST).identities.to_pylist()
    assert names == ["email:ann@x.example", "email:bob@x.example"]
    assert dates(store, SECOND) == [micros(START + timedelta(days=3))], "then it was the first day"
    assert path.with_name("log.duckdb.before-v3").exists()
    goes_on(store)


def before_tones(store: Store) -> Store:
    """What version 2 kept: with an id and without, a tone of the source, a correction."""
    told = [
        mail("ann", "bob"),
        mail("ann", "bob", "eve"),
        mail("eve", "ann", id="1", sentiment=0.5),
        mail("bob", "ann", id="2"),
    ]
    store.add(batch_of(*told), arrived_at=FIRST)
    store.add(batch_of(mail("bob", "ann", id="2", revision=1)), arrived_at=SECOND)
    return store


def takes_tones(store: Store, digests: list[str]) -> None:
    """All is as it was, also at past moments; and what is there can be given a tone."""
    assert [store.digest(known_by=known_by) for known_by in (FIRST, SECOND)] == digests
    plain = [
        mail("ann", "bob"),
        mail("ann", "bob", "eve"),
        mail("eve", "ann", id="1", sentiment=0.5),
    ]
    assert store.add(batch_of(*plain), arrived_at=THIRD) == Added(known=3)
    toned = mail("bob", "ann", id="2", revision=1, sentiment=1, sentiment_by="csat", confidence=0.5)
    assert store.add(batch_of(toned), arrived_at=FOURTH) == Added(corrected=1)
    rows = store.contents().interacted.to_pylist()
    told = {(row["sentiment"], row["sentiment_by"], row["confidence"]) for row in rows}
    assert told == {(None, None, None), (0.5, None, None), (1.0, "csat", 0.5)}
    assert [store.digest(known_by=known_by) for known_by in (FIRST, SECOND)] == digests
    assert store.status().version == 3


def test_a_file_of_version_2_is_the_same_afterwards_and_takes_what_gave_a_tone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.duckdb"
    store = before_tones(DuckDBStore(path))
    digests = [store.digest(known_by=known_by) for known_by in (FIRST, SECOND)]
    with duckdb.connect(str(path)) as connection:  # as version 2 would have left it
        for table in ("interacted", "superseded"):
            for column in ("sentiment_by", "confidence", "heard"):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("UPDATE meta SET version = 2")

    takes_tones(DuckDBStore(path), digests)
    with duckdb.connect(str(path.with_name("log.duckdb.before-v3"))) as connection:
        assert connection.execute("SELECT version FROM meta").fetchall() == [(2,)]


@pytest.mark.neo4j
def test_a_database_of_version_2_is_the_same_afterwards_and_takes_what_gave_a_tone(
    neo4j_server: Neo4jServer, neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    url = neo4j_without_data()
    store = before_tones(Neo4jStore(url, tmp_path / "first"))
    digests = [store.digest(known_by=known_by) for known_by in (FIRST, SECOND)]
    with neo4j_server.driver() as driver:
        driver.execute_query("MATCH (l:Log) SET l.version = 2")

    takes_tones(Neo4jStore(url, tmp_path / "second"), digests)


@pytest.mark.neo4j
def test_an_older_database_counts_facts_by_themselves_as_arrived_with_the_load_before(
    neo4j_server: Neo4jServer, neo4j_without_data: Callable[[], str], tmp_path: Path
) -> None:
    url = neo4j_without_data()
    filled(Neo4jStore(url, tmp_path / "first"))
    with neo4j_server.driver() as driver:
        for statement in (
            "MATCH (l:Log) SET l.version = 1 REMOVE l.latest_us, l.latest_seq",
            "MATCH (a:Arrival) WHERE a.rows = 0 DELETE a",
        ):
            driver.execute_query(statement)
    store = Neo4jStore(url, tmp_path / "second")
    assert len(store.contents(known_by=FIRST).facts) == 2, "which is sooner than they came"
    assert len(store.contents(known_by=FIRST - 1).facts) == 0
    assert len(store.contents(known_by=FIRST).interacted) == 1
    store.add(seen(3), arrived_at=THIRD)
    assert dates(store, SECOND) == [micros(START + timedelta(days=1))]
    goes_on(store)
