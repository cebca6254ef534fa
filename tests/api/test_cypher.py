"""Free questions in Cypher by the command line and over HTTP, and the questions that have names."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from neo4j import Driver

from api.app import create_app
from api.engine import Engine
from api.named import named, named_queries, read_named
from api.queried import described
from api.schemas import CypherAnswer, CypherQueries
from api.settings import settings
from graph.connect import open_store
from graph.cypher.guard import check_words
from graph.errors import Misuse, UnknownName
from graph.moments import micros
from graph.neo4j.described import DESCRIBED
from ingest.batches.gather import Record, gather
from ingest.source import Reading
from tests.api.kept import CLOCK, engine_on, fill, office
from tests.forked import tieline
from tests.neo4j_server import Neo4jServer, emptied


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A user's folder, with caches of its own."""
    found = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(found / "cache"))
        patch.setenv("XDG_STATE_HOME", str(found / "state"))
        yield found


@pytest.fixture(scope="module")
def on_server(neo4j_server: Neo4jServer, folder: Path) -> Engine:  # noqa: ARG001 - caches there
    """The engine on an office in Neo4j, with a run written back."""
    with neo4j_server.driver() as driver:
        emptied(driver)
    built = settings({"store": neo4j_server.url}, environment={})
    store = open_store(built.url)
    records: Iterator[Record] = ((f"record {k}", one) for k, one in enumerate(office()))
    for batch in gather(records, "hand", Reading(clock=CLOCK)):
        store.add(batch, arrived_at=micros(CLOCK))
    engine = Engine(built.url, built, clock=lambda: micros(CLOCK))
    engine.refresh()
    return engine


@pytest.fixture(scope="module")
def on_file(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("file") / "tieline.duckdb", office()))


@pytest.fixture(scope="module")
def client(on_server: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(on_server), base_url="http://localhost") as client:
        yield client


def run(
    *words: str, store: str, cwd: Path, told: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run tieline cypher as a user would."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("TIELINE_")}
    return subprocess.run(
        [tieline(), "cypher", *words, "--store", store], cwd=cwd,
        env={**clean, "HOME": str(cwd), "XDG_CONFIG_HOME": str(cwd)},
        input=told, capture_output=True, text=True, check=False,
    )  # fmt: skip


ANN = "MATCH (p:Person {name: $name}) RETURN p.name AS name, p.identity AS identity, p.none AS none"


# -- the command line ---------------------------------------------------------------------------


@pytest.mark.neo4j
def test_every_form_of_output_holds_the_same_row(on_server: Engine, folder: Path) -> None:
    forms = {
        form: run(ANN, "--param", "name=Ann Archer", f"--{form}", store=on_server.url, cwd=folder)
        for form in ("json", "ndjson", "csv", "table")
    }

    assert {done.returncode for done in forms.values()} == {0}
    assert {done.stderr for done in forms.values()} == {""}
    answer = json.loads(forms["json"].stdout)
    assert answer["columns"] == ["name", "identity", "none"]
    assert answer["rows"] == [["Ann Archer", "email:ann@x.example", None]]
    assert (answer["truncated"], answer["truncated_by"]) == (False, None)
    assert json.loads(forms["ndjson"].stdout) == {
        "name": "Ann Archer", "identity": "email:ann@x.example", "none": None,
    }  # fmt: skip
    assert forms["csv"].stdout == "name,identity,none\nAnn Archer,email:ann@x.example,\n"
    assert "Ann Archer  email:ann@x.example  \N{EN DASH}" in forms["table"].stdout
    assert "1 row in " in forms["table"].stdout


@pytest.mark.neo4j
def test_parameters_are_json_or_text_from_flags_or_a_file(on_server: Engine, folder: Path) -> None:
    (folder / "p.json").write_text('{"a": 1, "b": [true, null]}')
    words = ("RETURN $a, $b, $c, $d", "--params", "p.json", "-p", "a=2", "-p", "c=x=1", "-p",
             'd={"e": 1.5}', "--json")  # fmt: skip
    done = run(*words, store=on_server.url, cwd=folder)

    assert json.loads(done.stdout)["rows"] == [[2, [True, None], "x=1", {"e": 1.5}]]


@pytest.mark.neo4j
@pytest.mark.parametrize("words", [(), ("-",)])
def test_a_question_is_read_from_stdin(
    on_server: Engine, folder: Path, words: tuple[str, ...]
) -> None:
    done = run(*words, "--csv", store=on_server.url, cwd=folder, told="RETURN 1 AS x\n")

    assert done.stdout == "x\n1\n"


@pytest.mark.neo4j
def test_what_is_left_out_is_said_beside_the_data(on_server: Engine, folder: Path) -> None:
    done = run("UNWIND range(1, 9) AS x RETURN x", "--limit", "2", "--csv", store=on_server.url,
               cwd=folder)  # fmt: skip
    quiet = run("UNWIND range(1, 9) AS x RETURN x", "--limit", "2", "--json", "-q",
                store=on_server.url, cwd=folder)  # fmt: skip

    assert (done.stdout, done.stderr) == (
        "x\n1\n2\n",
        "truncated: there is more than 2 rows (--limit)\n",
    )
    assert json.loads(quiet.stdout)["truncated_by"] == "rows"
    assert quiet.stderr == ""


@pytest.mark.neo4j
def test_nothing_that_a_value_holds_steers_a_terminal_or_a_spreadsheet(
    on_server: Engine, folder: Path
) -> None:
    text = "RETURN '[red]x[/red]\u001b[31m' AS a, '=1+1' AS `[b]`, [x IN [1] | x]"
    shown = run(text, store=on_server.url, cwd=folder).stdout
    csv = run(text, "--csv", store=on_server.url, cwd=folder).stdout

    assert "[red]x[/red]�[31m" in shown
    assert "[x IN [1] | x]" in shown
    assert "\x1b" not in shown
    assert "'=1+1" in csv


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("MATCH (n) DETACH DELETE n",), 5, "DETACH is refused: it writes"),
        (("CALL apoc.load.json('x')",), 5, "apoc.load.json is refused"),
        (("MATCH (n) RETRUN n",), 2, "line 1, column 11\n  MATCH (n) RETRUN n\n            ^"),
        (("RETURN $x",), 2, "Expected parameter(s): x"),
        (("RETURN 1", "--param", "x"), 2, "'x' is not name=value"),
        (("RETURN 1", "--params", "none.json"), 2, "none.json cannot be read"),
        (("RETURN 1", "--name", "top_ties"), 2, "either a query or the name of one"),
        (("--name", "top-tie"), 2, "did you mean 'top_ties'?"),
        (("--name", "top-ties", "-p", "x=1"), 2, "has no parameter 'x'"),
        (("UNWIND range(1, 1000000000000) AS x RETURN count(*)", "--timeout", "0.5"), 2,
         "ended after 0.5 seconds"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_with_its_exit_code(
    on_server: Engine, folder: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    done = run(*words, store=on_server.url, cwd=folder)

    assert told in done.stderr
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr


def test_an_embedded_store_says_which_kind_can_be_asked(on_file: Engine, folder: Path) -> None:
    done = run("RETURN 1", store=on_file.url, cwd=folder)

    assert done.returncode == 2
    assert "is an embedded store" in done.stderr
    assert "--store neo4j://" in done.stderr


def test_schema_and_names_are_told_without_any_store(folder: Path) -> None:
    schema = run("--schema", store="none.duckdb", cwd=folder)
    names = run("--named", "--json", store="none.duckdb", cwd=folder)

    assert "(:Person)-[:TIE]->(:Person)" in schema.stdout
    assert "fades_at_7" in schema.stdout
    assert [one["name"] for one in json.loads(names.stdout)["items"]] == [
        one.name for one in named_queries()
    ]
    assert not (folder / "none.duckdb").exists()


# -- HTTP ---------------------------------------------------------------------------------------


def post(client: TestClient, **asked: Any) -> Any:
    """Ask over HTTP."""
    return client.post("/api/v1/cypher", json=asked)


@pytest.mark.neo4j
def test_http_gives_the_same_rows(client: TestClient) -> None:
    found = post(client, query=ANN, parameters={"name": "Ann Archer"})

    assert found.status_code == 200
    answer = CypherAnswer.model_validate(found.json())
    assert answer.rows == [["Ann Archer", "email:ann@x.example", None]]
    assert found.json().keys() == {"columns", "rows", "truncated", "truncated_by", "seconds"}


@pytest.mark.neo4j
def test_http_says_what_is_truncated(client: TestClient) -> None:
    found = post(client, query="UNWIND range(1, 9) AS x RETURN x", limit=2).json()

    assert (found["rows"], found["truncated"], found["truncated_by"]) == ([[1], [2]], True, "rows")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("asked", "status", "name"),
    [
        ({"query": "CREATE (n)"}, 403, "refused"),
        ({"query": "LOAD CSV FROM 'file:///x' AS r RETURN r"}, 403, "refused"),
        ({"query": "RETRUN 1"}, 400, "misuse"),
        ({"query": ""}, 400, "misuse"),
        ({}, 400, "misuse"),
        ({"query": "RETURN 1", "name": "top_ties"}, 400, "misuse"),
        ({"name": "no_such_thing_at_all"}, 404, "unknown-name"),
        ({"query": "RETURN $x", "parameters": {"x": 2**70}}, 400, "misuse"),
        ({"query": "RETURN 1", "limit": 0}, 422, "invalid"),
        ({"query": "RETURN 1", "timeout_seconds": 601}, 422, "invalid"),
        ({"query": "RETURN 1", "timeout": 1}, 422, "invalid"),
        ({"query": "RETURN 1", "parameters": [1]}, 422, "invalid"),
        ({"query": "UNWIND range(1, 1000000000000) AS x RETURN count(*)", "timeout_seconds": 0.5},
         422, "too-much"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_problem(
    client: TestClient, asked: dict[str, Any], status: int, name: str
) -> None:
    found = post(client, **asked)

    assert (found.status_code, found.json()["type"]) == (status, f"/docs#{name}")
    assert found.headers["content-type"] == "application/problem+json"
    published = client.get("/openapi.json").json()["paths"]["/api/v1/cypher"]["post"]
    assert name in published["responses"][str(status)]["description"]


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"RETURN 1", "text/plain", 415),
        (b'{"query": "' + b" " * 2**20 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_question_is_a_problem(
    client: TestClient, body: bytes, kind: str, status: int
) -> None:
    found = client.post("/api/v1/cypher", content=body, headers={"Content-Type": kind})

    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


def test_http_on_an_embedded_store_is_a_problem_that_says_so(on_file: Engine) -> None:
    with TestClient(create_app(on_file), base_url="http://localhost") as client:
        found = post(client, query="RETURN 1")

    assert (found.status_code, found.json()["type"]) == (400, "/docs#misuse")
    assert "is an embedded store" in found.json()["detail"]


# -- queries that have names --------------------------------------------------------------------


@pytest.mark.neo4j
@pytest.mark.parametrize("name", [one.name for one in named_queries()])
def test_a_named_query_is_answered_as_it_comes(client: TestClient, name: str) -> None:
    found = post(client, name=name)

    assert found.status_code == 200, found.json()


@pytest.mark.neo4j
def test_a_named_query_takes_parameters(client: TestClient) -> None:
    assert len(post(client, name="top-ties", parameters={"limit": 2}).json()["rows"]) == 2


def test_the_list_of_named_queries_has_the_published_shape(on_file: Engine) -> None:
    with TestClient(create_app(on_file), base_url="http://localhost") as client:
        found = client.get("/api/v1/cypher/queries").json()

    queries = CypherQueries.model_validate(found).items
    assert len(queries) == len(named_queries()) > 0
    assert all(one.question.endswith("?") for one in queries)


def test_named_queries_only_read_and_use_the_parameters_they_tell_of() -> None:
    for one in named_queries():
        check_words(one.text)
        for parameter in one.parameters:
            assert f"${parameter.name}" in one.text, f"{one.name}: {parameter.name} is not used"


def test_a_header_is_read_to_its_last_word() -> None:
    found = read_named("x", "// question: Who?\n// param a: b: c, default [1, 2]\n// param d: e\n"
                            "// read it: Well.\nRETURN $a, $d // question: not this\n")  # fmt: skip

    assert (found.question, found.read_it) == ("Who?", "Well.")
    assert [(one.name, one.meaning, one.default, one.is_needed) for one in found.parameters] == [
        ("a", "b: c", [1, 2], False),
        ("d", "e", None, True),
    ]
    assert found.filled({"d": 1}) == {"a": [1, 2], "d": 1}
    with pytest.raises(Misuse, match="x needs the parameter d: e"):
        found.filled({})
    with pytest.raises(UnknownName):
        named("nothing of the kind")


# -- the published schema -----------------------------------------------------------------------

LABELS = """
    MATCH (n) UNWIND labels(n) AS of
    UNWIND CASE keys(n) WHEN [] THEN [''] ELSE keys(n) END AS name RETURN DISTINCT of, name"""
TYPES = """
    MATCH (a)-[r]->(b)
    UNWIND CASE keys(r) WHEN [] THEN [''] ELSE keys(r) END AS name
    RETURN DISTINCT '(:' + labels(a)[0] + ')-[:' + type(r) + ']->(:' + labels(b)[0] + ')', name"""
RARE = {
    # only where the log holds such a thing, and the office does not
    "(:Post)", "(:Merge)", "(:OlderVersion)", "(:OlderFact)", "(:OlderMerge)",
    "(:Identity)-[:POSTED]->(:Post)",
}  # fmt: skip


@pytest.mark.neo4j
def test_every_property_in_a_store_is_described(
    on_server: Engine, neo4j_server: Neo4jServer
) -> None:
    told = {(one.pattern, one.name) for one in DESCRIBED if one.name}
    measures = {
        f"(:Person)-[:SCORED]->(:Run) {item['name']}" for item in on_server.measures()["items"]
    }
    with neo4j_server.driver() as driver:
        there = found_in(driver)

    missing = {
        (pattern, name)
        for pattern, name in there - told
        if name and f"{pattern} {name}" not in measures
    }
    assert not missing


@pytest.mark.neo4j
def test_every_label_and_relationship_described_is_in_a_store(neo4j_server: Neo4jServer) -> None:
    with neo4j_server.driver() as driver:
        there = {pattern for pattern, _ in found_in(driver)}

    assert {one.pattern for one in DESCRIBED} - there == RARE


def found_in(driver: Driver) -> set[tuple[str, str]]:
    """Every label and relationship of a database with each of its properties."""
    labels = driver.execute_query(LABELS).records
    types = driver.execute_query(TYPES).records
    return {(f"(:{of})", name) for of, name in labels} | {(of, name) for of, name in types}


def test_each_line_of_the_schema_is_said_once() -> None:
    items = described()["items"]

    assert len({(one["pattern"], one["property"]) for one in items}) == len(items)
    assert all(one["meaning"] for one in items)
