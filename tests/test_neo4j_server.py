"""The Neo4j server of the tests is the real one: it answers, is emptied, and is never left."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from tests.conftest import ROOT
from tests.neo4j_java import FETCH, VERSION
from tests.neo4j_server import Neo4jServer

THIS = Path(__file__).relative_to(ROOT)


def _run(cache: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-k", "community", "-p", "no:cacheprovider", THIS],
        cwd=ROOT,
        env=os.environ | {"CI": "", "XDG_CACHE_HOME": str(cache)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.neo4j
def test_it_is_the_community_server_of_the_version_we_name(neo4j_server: Neo4jServer) -> None:
    with neo4j_server.driver() as driver:
        found = driver.execute_query("CALL dbms.components() YIELD versions, edition").records

    assert [record.data() for record in found] == [{"versions": [VERSION], "edition": "community"}]
    assert f"<neo4j.version>{VERSION}</neo4j.version>" in (FETCH / "pom.xml").read_text("utf-8")


@pytest.mark.neo4j
def test_every_call_gives_an_empty_database(empty_neo4j: Callable[[], str]) -> None:
    with GraphDatabase.driver(empty_neo4j()) as driver:
        driver.execute_query("CREATE CONSTRAINT one FOR (p:Person) REQUIRE p.id IS UNIQUE")
        driver.execute_query("CREATE INDEX two FOR ()-[t:TIE]-() ON (t.fades_at)")
        driver.execute_query("CREATE (:Person {id: 1})-[:TIE {fades_at: 2}]->(:Person {id: 3})")
        empty_neo4j()
        left = driver.execute_query("MATCH (n) RETURN count(n)").records[0].value()
        rules = driver.execute_query("SHOW CONSTRAINTS").records
        indexes = driver.execute_query("SHOW INDEXES YIELD type").records

    assert left == 0
    assert rules == []
    # those that a new Neo4j database comes with
    assert [record["type"] for record in indexes] == ["LOOKUP", "LOOKUP"]


@pytest.mark.neo4j
@pytest.mark.proof
def test_graph_data_science_is_there_when_asked_for() -> None:
    with Neo4jServer(gds=True) as server, server.driver() as driver:
        found = driver.execute_query("RETURN gds.version()").records[0].value()

    assert found == "2.13.9"


@pytest.mark.neo4j
@pytest.mark.proof
def test_no_server_outlives_the_one_who_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.neo4j_server"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as starter:
        assert starter.stdout is not None
        port = int(starter.stdout.readline().split()[0].rpartition(":")[2])
        assert _listens(port)
        starter.kill()

    until = time.monotonic() + 10
    while (_listens(port) or any(tmp_path.iterdir())) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _listens(port)
    assert not any(tmp_path.iterdir())


def test_without_a_server_its_tests_are_counted_as_not_run(tmp_path: Path) -> None:
    run = _run(tmp_path)

    assert run.returncode == 0
    assert run.stdout.splitlines()[-2:-1] == [
        "1 Neo4j test was NOT RUN: no Neo4j jars in the cache: run `make neo4j`"
    ]


def test_without_a_server_its_tests_fail_in_ci(tmp_path: Path) -> None:
    run = _run(tmp_path, CI="true")

    assert run.returncode == 1
    assert "no Neo4j jars in the cache: run `make neo4j`" in run.stdout
