"""Cypher of power users on a real server: nothing changes, limits hold, values and errors are told.

What a value looks like as JSON was taken from Neo4j's own Query API, asked of a server of 5.26.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from graph.connect import open_store
from graph.cypher.queryable import Answer, Limits, Queryable, queryable
from graph.errors import Misuse, Refused, StoreUnreachable, TooMuch
from graph.neo4j.cypher import guarded
from graph.neo4j.store import Neo4jStore
from tests.graph.records import batch_of, mail
from tests.graph.test_cypher_guard import ACCEPTED, REFUSED
from tests.neo4j_server import Neo4jServer, emptied
from tests.worlds import START

pytestmark = pytest.mark.neo4j

FEW = Limits(rows=5, seconds=20)
PARAMETERS: dict[str, Any] = {
    "id": "p_x",
    "a": "email:ann@x.example",
    "b": "email:bob@x.example",
    "create": 1,
    "set": 2,
    "param": None,
    "half_life_ms": 1000,
    "rows": [{"id": "p_x"}],
    "url": "file:///etc/passwd",
    "x": 1,
    "k": 2,
}
COUNTS = """
    CALL () { MATCH (n) RETURN count(n) AS n UNION ALL MATCH ()-[r]->() RETURN count(r) AS n
           UNION ALL MATCH (n) RETURN sum(size(keys(n)) + size(labels(n))) AS n
           UNION ALL MATCH ()-[r]->() RETURN sum(size(keys(r))) AS n }
    RETURN collect(n)"""
NAMES = ("SHOW INDEXES YIELD name", "SHOW CONSTRAINTS YIELD name", "CALL db.labels()")


@pytest.fixture(scope="module")
def store(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Neo4jStore:
    """Ann, bob and cat, who write to each other; no test here changes that."""
    with neo4j_server.driver() as driver:
        emptied(driver)
    found = Neo4jStore(neo4j_server.url, tmp_path_factory.mktemp("cache"))
    letters = [mail("ann", "bob", "cat", id="<1>"), mail("bob", "ann", id="<2>", days=1.5)]
    found.add(batch_of(*letters), arrived_at=0)
    return found


@pytest.fixture
def kept(store: Neo4jStore, neo4j_server: Neo4jServer) -> Iterator[None]:
    """Hold a test to leaving everything as it was: the digest, counts, indexes, users' settings."""
    with neo4j_server.driver() as driver:

        def all_there() -> list[Any]:
            counts = driver.execute_query(COUNTS).records[0][0]
            names = [sorted(one[0] for one in driver.execute_query(text).records) for text in NAMES]
            return [store.digest(), counts, names]

        before = all_there()
        yield
        assert all_there() == before


def ask(store: Queryable, text: str, limits: Limits = FEW, **parameters: Any) -> Answer:
    """Ask a store."""
    return store.cypher(text, parameters, limits)


def value(store: Queryable, text: str, **parameters: Any) -> Any:
    """The only value of an answer."""
    ((found,),) = ask(store, text, **parameters).rows
    return found


# -- what is refused and what is not ------------------------------------------------------------


@pytest.mark.usefixtures("kept")
def test_every_statement_that_does_more_than_read_is_refused(store: Neo4jStore) -> None:
    for text in REFUSED:
        with pytest.raises(Refused):
            store.cypher(text, PARAMETERS, FEW)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.proof)])
def test_every_honest_reading_is_answered(store: Neo4jStore, every: int) -> None:
    wrong = []
    for text in ACCEPTED[::every]:
        try:
            found = store.cypher(text, PARAMETERS, FEW)
        except (Refused, Misuse) as error:
            wrong.append(f"{text}\n{error}")
        else:
            assert all(len(row) == len(found.columns) for row in found.rows)

    assert not wrong, "\n\n".join(wrong)


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.proof)])
def test_without_the_first_layer_the_others_still_let_nothing_change(
    store: Neo4jStore, every: int
) -> None:
    """Much of the data file is for other servers or additions, and so no Cypher to this one."""
    refused = 0
    for text in REFUSED[::every]:
        try:
            guarded(store.server, text, PARAMETERS, FEW)
        except Refused:
            refused += 1
        except Misuse:
            pass

    assert refused >= 40 // every


@pytest.mark.usefixtures("kept")
def test_without_words_and_plan_the_server_refuses_to_write(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.neo4j.cypher.check_plan", lambda _kind, _plan: None)
    for text in ("CREATE (n)", "MATCH (n) SET n.x = 1", "MATCH (n) DETACH DELETE n",
                 "MERGE (n:Person {id: 'x'})", "CALL db.createLabel('Evil')",
                 "CREATE INDEX evil FOR (n:Person) ON (n.name)"):  # fmt: skip
        with pytest.raises(Refused, match="it writes"):
            guarded(store.server, text, {}, FEW)


@pytest.mark.usefixtures("kept")
def test_without_words_plan_and_read_access_nothing_is_kept_all_the_same(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = store.server.session
    monkeypatch.setattr("graph.neo4j.cypher.check_plan", lambda _kind, _plan: None)
    monkeypatch.setattr(store.server, "session", lambda **_: session())

    found = guarded(store.server, "CREATE (n:Evil) RETURN labels(n)", {}, FEW)

    assert found.rows == ((["Evil"],),), "it ran; then it was rolled back"


# -- limits -------------------------------------------------------------------------------------


def test_one_row_more_than_the_limit_is_truncated_and_said(store: Neo4jStore) -> None:
    exact = ask(store, "UNWIND range(1, 5) AS x RETURN x", Limits(rows=5))
    more = ask(store, "UNWIND range(1, 6) AS x RETURN x", Limits(rows=5))

    assert (len(exact.rows), exact.truncated, exact.is_truncated) == (5, None, False)
    assert (len(more.rows), more.truncated, more.is_truncated) == (5, "rows", True)


def test_an_endless_answer_ends_at_the_limit_of_rows(store: Neo4jStore) -> None:
    begun = time.perf_counter()
    found = ask(store, "UNWIND range(1, 1000000000000) AS x RETURN x", Limits(rows=3))

    assert found.rows == ((1,), (2,), (3,))
    assert time.perf_counter() - begun < 5


def test_rows_end_at_the_limit_of_bytes(store: Neo4jStore) -> None:
    """A row of a thousand letters is 1,004 bytes of JSON, ["..."]."""
    text = "UNWIND range(1, 9) AS x RETURN reduce(s = '', k IN range(1, 1000) | s + 'x')"
    found = ask(store, text, Limits(bytes=3 * 1_004))

    assert (len(found.rows), found.truncated) == (3, "bytes")


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)",
        "MATCH (a), (b), (c) UNWIND range(1, 1000000000) AS x RETURN count(*)",
        "MATCH p = (a)-[*..30]-(b) UNWIND range(1, 1000000000) AS x RETURN count(p)",
        "RETURN " + "NOT " * 20_000 + "true",  # more than any stack of its parser
    ],
)
def test_a_runaway_question_is_ended_and_told(store: Neo4jStore, text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(TooMuch, match=r"ended after 1 seconds, its limit.*--timeout"):
        ask(store, text, Limits(seconds=1))

    assert time.perf_counter() - begun < 20  # not for as long as it would take: days


def test_a_question_that_needs_too_much_memory_is_ended_and_told(store: Neo4jStore) -> None:
    with pytest.raises(TooMuch, match=r"more memory .*db\.memory\.transaction\.max"):
        ask(store, "UNWIND range(1, 100000000) AS x RETURN collect(x + 1)")


@pytest.mark.parametrize("wrong", [{"rows": 0}, {"seconds": 0}, {"bytes": -1}])
def test_limits_are_positive(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        Limits(**wrong)


# -- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("null", None),
        ("true", True),
        ("1", 1),
        ("1.5", 1.5),
        ("'é'", "é"),
        ("9007199254740992", 9007199254740992),
        ("9007199254740993", "9007199254740993"),
        ("-9007199254740993", "-9007199254740993"),
        ("0.0 / 0.0", "NaN"),
        ("1.0 / 0.0", "Infinity"),
        ("-1.0 / 0.0", "-Infinity"),
        ("[1, [null, 'a'], {b: 0.0 / 0.0}]", [1, [None, "a"], {"b": "NaN"}]),
        ("date('2020-01-01')", "2020-01-01"),
        ("datetime('2020-01-01T10:00:00.120[Europe/Warsaw]')", "2020-01-01T10:00:00.12+01:00"),
        ("datetime('2020-01-01T10:00:00Z')", "2020-01-01T10:00:00Z"),
        ("datetime('2020-01-01T10:00:00.000000001Z')", "2020-01-01T10:00:00.000000001Z"),
        ("datetime('2020-01-01T10:00:00+02:00')", "2020-01-01T10:00:00+02:00"),
        ("localdatetime('2020-01-01T10:00')", "2020-01-01T10:00:00"),
        ("time('10:00:00Z')", "10:00:00Z"),
        ("localtime('10:00')", "10:00:00"),
        ("duration('P1Y2M3DT4H5M6.789S')", "P1Y2M3DT4H5M6.789S"),
        ("duration({seconds: -1, nanoseconds: 5})", "PT-0.999999995S"),
        ("duration({days: 0})", "PT0S"),
        ("point({x: 2.3, y: 4.5})", "SRID=7203;POINT (2.3 4.5)"),
        (
            "point({longitude: 1, latitude: 2, height: 3})",
            "SRID=4979;POINT Z (1.0 2.0 3.0)",
        ),
    ],
)
def test_a_value_is_written_as_the_query_api_does(
    store: Neo4jStore, written: str, expected: object
) -> None:
    assert value(store, f"RETURN {written} AS x") == expected


def test_what_is_in_the_graph_is_written_as_the_query_api_does(store: Neo4jStore) -> None:
    ((ann, letter, path),) = ask(
        store,
        "MATCH p = (a:Identity {key: $ann})-[i:INTERACTED {id: '<1>'}]->(b {key: $bob}) "
        "RETURN a, i, p",
        ann="email:ann@x.example",
        bob="email:bob@x.example",
    ).rows

    assert set(ann) == {"elementId", "labels", "properties"}
    assert ann["labels"] == ["Identity"]
    assert ann["properties"]["key"] == "email:ann@x.example"
    assert set(letter) == {
        "elementId", "startNodeElementId", "endNodeElementId", "type", "properties",
    }  # fmt: skip
    assert letter["type"] == "INTERACTED"
    assert letter["startNodeElementId"] == ann["elementId"]
    assert letter["properties"]["at"] == START.isoformat().replace("+00:00", "Z")
    assert [path[0], path[1]] == [ann, letter]
    assert path[2]["elementId"] == letter["endNodeElementId"]


def test_parameters_are_values_and_never_text_of_the_statement(store: Neo4jStore) -> None:
    evil = "x' RETURN 1 UNION MATCH (n) DETACH DELETE n //"

    assert value(store, "RETURN $told", told=evil) == evil
    assert value(store, "RETURN $list", list=[1, {"a": [None]}]) == [1, {"a": [None]}]
    day = START + timedelta(days=1)
    assert value(store, "MATCH ()-[i:INTERACTED]->() WHERE i.at > datetime($day) RETURN i.id",
                 day=day.isoformat()) == "<2>"  # fmt: skip


# -- errors -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "MATCH (p:Person)\nRETURN q.name",
            "Variable `q` not defined\nline 2, column 8\n  RETURN q.name\n         ^",
        ),
        ("RETURN '😀', m", "Variable `m` not defined\nline 1, column 13\n  RETURN '😀', m\n"),
        ("RETURN foo(1)", "Unknown function 'foo'\nline 1, column 8\n"),
        ("MATCH (n) RETRUN n", "line 1, column 11\n  MATCH (n) RETRUN n\n            ^"),
        ("RETURN 1 +", "expected an expression\nline 1, column 11\n"),
        ("RETURN 1/0 AS x", "/ by zero"),
        ("RETURN $missing", "Expected parameter(s): missing"),
        ("RETURN date('x')", "Text cannot be parsed to a Date"),
    ],
)
def test_what_is_no_cypher_is_told_with_its_place(store: Neo4jStore, text: str, told: str) -> None:
    with pytest.raises(Misuse) as error:
        ask(store, text)

    assert told in str(error.value)
    assert "EXPLAIN\n" not in str(error.value)
    assert "offset" not in str(error.value)


@pytest.mark.parametrize("wrong", [2**70, {1: 2}, object(), "\ud800"])
def test_a_parameter_that_neo4j_has_no_form_for_is_misuse(store: Neo4jStore, wrong: object) -> None:
    with pytest.raises(Misuse, match="a parameter cannot be sent"):
        ask(store, "RETURN $x", x=wrong)


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match=r"bolt://127\.0\.0\.1:9"):
        ask(Neo4jStore("bolt://127.0.0.1:9", tmp_path), "RETURN 1")


def test_only_a_store_that_understands_cypher_can_be_asked(
    store: Neo4jStore, tmp_path: Path
) -> None:
    assert queryable(store) is store
    with pytest.raises(Misuse, match=r"embedded store.*--store neo4j://"):
        queryable(open_store(str(tmp_path / "log.duckdb")))
