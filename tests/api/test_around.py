"""Who matters seen from a person, a segment or an organization."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine import Engine
from graph.errors import Misuse, UnknownName
from tests.api.kept import engine_on, fill, office


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("around") / "office.duckdb", office()))


def expected(engine: Engine, *roots: str) -> dict[str, float]:
    """What networkx says on the same ties, by address."""
    run = engine.run()
    seen = run.projection
    graph = nx.DiGraph()
    graph.add_nodes_from(range(seen.people))
    for a, b, w in zip(seen.source, seen.target, seen.weight, strict=True):
        graph.add_edge(int(a), int(b), weight=float(w))
    address = [run.person(k)["identity"].removeprefix("email:") for k in range(seen.people)]
    start = {k: float(one in roots) for k, one in enumerate(address)}
    found = nx.pagerank(graph, 0.85, personalization=start, dangling=start, tol=1e-15, max_iter=999)
    return {one: found[k] for k, one in enumerate(address) if one not in roots}


def scores(answer: dict[str, list[dict[str, dict[str, str]]]]) -> dict[str, object]:
    return {
        item["person"]["identity"].removeprefix("email:"): item["score"] for item in answer["items"]
    }


@pytest.mark.parametrize(
    ("around", "roots"),
    [
        ("person:cat@customer.example", ["cat@customer.example"]),
        ("Ann Archer", ["ann@x.example"]),
        ("segment:customers", ["cat@customer.example", "uma@customer.example",
                               "vic@customer.example"]),
        ("org:customer.example", ["cat@customer.example", "uma@customer.example",
                                  "vic@customer.example"]),
    ],
)  # fmt: skip
def test_the_values_are_those_of_networkx_and_those_seen_from_are_left_out(
    engine: Engine, around: str, roots: list[str]
) -> None:
    found = engine.influencers(around=around, limit=100)

    assert scores(found) == pytest.approx(expected(engine, *roots), abs=1e-9)
    assert found["around"]["people"] == len(roots)


def test_whom_they_write_to_comes_first_and_why_is_said(engine: Engine) -> None:
    found = engine.influencers(around="person:cat@customer.example")
    first = found["items"][0]

    # cat writes to bob alone, bob mostly to ann, who passes everybody's attention on
    assert first["person"]["identity"] in ("email:bob@x.example", "email:ann@x.example")
    reason = first["reasons"][0]
    assert reason["text"].startswith("seen from cat@customer.example, ")
    assert "of the attention ends with them" in reason["text"]
    assert reason["value"] == first["score"] == first["measures"]["personalised_pagerank"]
    bob = next(one for one in found["items"] if one["person"]["identity"] == "email:bob@x.example")
    assert "times as much as seen from everybody" in bob["reasons"][0]["text"]


def test_ranks_are_shared_by_equals_and_go_from_first_to_last(engine: Engine) -> None:
    items = engine.influencers(around="Ann Archer", limit=100)["items"]

    values = np.array([item["score"] for item in items])
    assert (np.diff(values) <= 1e-12).all()
    for item in items:
        assert item["rank"] == 1 + np.sum(values > item["score"] * (1 + 1e-8))
        same = np.sum(np.abs(values - item["score"]) <= 1e-8 * item["score"])
        assert item["tied_with"] == same - 1


def test_whom_no_attention_reaches_has_no_rank(tmp_path: Path) -> None:
    engine = engine_on(fill(tmp_path / "office.duckdb", office()))
    early = engine.influencers(around="dan@x.example", as_of="2026-01-06T08:00:00Z", limit=100)

    # by then dan has written to ann, and ann to bob, eve and fay; nobody to a customer yet
    assert set(scores(early)) == {f"{one}@x.example" for one in ("ann", "bob", "eve", "fay")}


def test_it_may_be_asked_of_some_people_only_and_page_by_page(engine: Engine) -> None:
    whole = engine.influencers(around="Ann Archer", limit=100)
    some = engine.influencers(around="Ann Archer", of="segment:customers", limit=100)
    first = engine.influencers(around="Ann Archer", limit=2)
    second = engine.influencers(around="Ann Archer", limit=3, cursor=first["next"])

    assert set(scores(some)) == {one for one in scores(whole) if one.endswith("customer.example")}
    assert first["items"] + second["items"] == whole["items"][:5]


def test_what_it_is_seen_from_can_be_asked_for_again(engine: Engine) -> None:
    for around in ("Ann Archer", "customers", "org:x.example"):
        found = engine.influencers(around=around)
        assert engine.influencers(around=found["around"]["target"]) == found


def test_what_does_not_go_together_is_refused(engine: Engine) -> None:
    with pytest.raises(Misuse, match="cannot be 'degree'"):
        engine.influencers(around="Ann Archer", by="degree")
    with pytest.raises(Misuse, match="say whom with around"):
        engine.influencers(by="personalised_pagerank")
    with pytest.raises(Misuse, match="intervals are drawn of whole networks"):
        engine.influencers(around="Ann Archer", intervals=True)
    with pytest.raises(UnknownName):
        engine.influencers(around="person:nobody@x.example")


def test_it_is_listed_and_explained_with_the_other_measures(engine: Engine) -> None:
    told = engine.measure("personalised_pagerank")

    assert "Haveliwala" in told["explanation"]
    assert told in [
        {**item, "explanation": told["explanation"]} for item in engine.measures()["items"]
    ]


def test_over_http_it_is_the_same_answer(engine: Engine) -> None:
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        found = client.get("/api/v1/influencers", params={"around": "segment:customers"}).json()
        wrong = client.get("/api/v1/influencers", params={"by": "personalised_pagerank"})

    assert found == engine.influencers(around="segment:customers")
    assert wrong.status_code == 400
