"""Channels, lengths and missed calls in Neo4j: the same weights, and the same sum in Cypher."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import neo4j
import numpy as np
import pytest

from algorithms.ties import ties
from api.engine import Engine
from api.named import named
from api.settings import settings
from docs.cookbook import answer
from graph.model import Kind, Receiver, Status
from graph.moments import iso, micros
from tests.api.both import Both
from tests.api.cookbook_demo import caches_in
from tests.api.kept import CLOCK, fill
from tests.api.test_weights import WORLD, said

pytestmark = pytest.mark.neo4j

MORE = [
    said(Kind.CALL, "phone", "dan", "cat", minutes=0.2),  # too short to say anything
    said(Kind.CALL, "phone", "eve", "cat", minutes=95),
    said(Kind.CALL, "zoom", "eve", "bob"),
    replace(
        said(Kind.CALL, "zoho", "eve", "ann", minutes=3),
        receivers=(Receiver("email:ann@x.example", status=Status.UNANSWERED),),
    ),
    said(Kind.MEETING, "calendar", "eve", "dan", minutes=24 * 60),
    said(Kind.MEETING, "calendar", "ann", "dan", minutes=0),
    said(Kind.MEETING, "meetup", "cat", "dan", minutes=90),
    said(Kind.MENTION, "x", "bob", "cat"),
    said(Kind.COMMENT, "discourse", "bob", "eve", "dan"),
]


@pytest.fixture
def both(empty_neo4j: Callable[[], str], tmp_path: Path) -> Iterator[Both]:
    with caches_in(tmp_path):
        engines = []
        for url in (str(tmp_path / "log.duckdb"), empty_neo4j()):
            fill(url, WORLD + MORE)  # type: ignore[arg-type]
            built = settings({"store": url}, environment={})
            engines.append(Engine(built.url, built, clock=lambda: micros(CLOCK)))
            engines[-1].refresh()
        yield Both(*engines)


def test_weights_and_ties_are_the_same_bytes_and_the_query_adds_up_to_them(both: Both) -> None:
    both.same(lambda engine: engine.weights())
    for a, b in (("ann", "bob"), ("eve", "cat"), ("eve", "ann"), ("eve", "dan")):
        both.same(lambda engine, a=a, b=b: engine.tie(f"{a}@x.example", f"{b}@x.example"))  # type: ignore[misc]

    run = both.server.run()
    found = ties(run.history.timeline, run.weight, as_of=run.as_of, half_life=run.half_life)
    strength = np.exp2((found.fades_at * 1000 - run.as_of) / run.half_life)
    ids = run.history.people.id.to_pylist()
    expected = sorted(zip([ids[k] for k in found.source], [ids[k] for k in found.target],
                          strength, strict=True))  # fmt: skip
    with neo4j.GraphDatabase.driver(both.server.url) as driver, driver.session() as session:
        query, moment = named("strength_then"), [iso(run.as_of)]
        rows = answer(session, query, moments=moment, limit=1000).records
    told = sorted((row["from_id"], row["to_id"], row["strength"]) for row in rows)
    assert [one[:2] for one in told] == [one[:2] for one in expected]
    assert [one[2] for one in told] == pytest.approx([one[2] for one in expected], rel=1e-9)
    assert len(told) > 15
