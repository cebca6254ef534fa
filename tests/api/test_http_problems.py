"""What cannot be answered is told as a problem: one shape, a lasting name, the right status."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine import Engine
from api.web.problems import KINDS, kind_of
from graph import errors
from graph.errors import EngineError
from tests.api.http_world import engine_of


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/api/v1/nothing", 404, "unknown-path"),
        ("/api/v1/people/", 404, "unknown-path"),
        ("/nothing", 404, "unknown-path"),
        ("/api/v1/people/nobody", 404, "unknown-name"),
        ("/api/v1/people/p_aaaaaaaaaaaaaaaa", 404, "unknown-name"),
        ("/api/v1/people/%FF%00", 404, "unknown-name"),
        ("/api/v1/people/Same%20Name", 409, "ambiguous-name"),
        ("/api/v1/ties/Ann%20Arden/ann@own.example", 400, "misuse"),
        ("/api/v1/stakeholders", 422, "invalid"),
        ("/api/v1/stakeholders?of=org:nowhere.example", 404, "unknown-name"),
        ("/api/v1/influencers?by=karma", 422, "invalid"),
        ("/api/v1/influencers?limit=0", 422, "invalid"),
        ("/api/v1/influencers?limit=501", 422, "invalid"),
        ("/api/v1/influencers?limit=ten", 422, "invalid"),
        ("/api/v1/influencers?halflife=3", 422, "invalid"),
        ("/api/v1/influencers?half_life=nan", 422, "invalid"),
        ("/api/v1/influencers?half_life=0", 422, "invalid"),
        ("/api/v1/influencers?half_life=1e-99", 400, "misuse"),
        ("/api/v1/influencers?as_of=yesterday", 400, "misuse"),
        ("/api/v1/influencers?as_of=9999-12-31T23:59:59-14:00", 400, "misuse"),
        ("/api/v1/influencers?cursor=AAAA", 400, "misuse"),
        ("/api/v1/measures?limit=3", 422, "invalid"),
        ("/api/v1/briefing?limit=3", 422, "invalid"),
    ],
)
def test_a_question_that_cannot_be_answered_is_a_problem(
    client: TestClient, path: str, status: int, name: str
) -> None:
    found = client.get(path)

    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"
    problem = found.json()
    assert (problem["type"], problem["status"]) == (f"/docs#{name}", status)
    assert problem["title"]
    assert problem["detail"]
    assert ("errors" in problem) == (name == "invalid")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (
            "/api/v1/influencers?by=usual_gap",
            422,
            "'usual_gap' is a measure of ties, not of people",
        ),
        (
            "/api/v1/rising?by=pair_strength",
            422,
            "'pair_strength' is a measure of ties, not of people",
        ),
        ("/api/v1/rising?by=personalised_pagerank", 404, "is seen from somebody"),
        ("/api/v1/changes?by=betwenness", 422, "did you mean 'betweenness'?"),
    ],
)
def test_a_measure_that_people_are_not_ranked_by_is_told_for_what_it_is(
    client: TestClient, path: str, status: int, said: str
) -> None:
    found = client.get(path)

    assert (found.status_code, said in found.json()["detail"]) == (status, True)


def test_each_thing_wrong_with_the_parameters_is_told(client: TestClient) -> None:
    problem = client.get("/api/v1/influencers?halflife=3&limit=0").json()

    assert [flaw["where"] for flaw in problem["errors"]] == ["query.limit", "query.halflife"]
    assert problem["errors"][1]["detail"] == "is not asked for here; /docs lists what is"


def test_another_method_is_a_problem_too(client: TestClient) -> None:
    found = client.delete("/api/v1/people")

    assert (found.status_code, found.json()["type"]) == (405, "/docs#method")
    assert found.json()["detail"] == "/api/v1/people answers GET, not DELETE"


def test_an_address_that_is_written_wrong_is_told_with_the_one_that_is_meant(
    client: TestClient,
) -> None:
    told = [client.get(path).json()["detail"] for path in ("/api/v1/influencer", "/0000000000")]

    assert told == [
        "nothing is at /api/v1/influencer; did you mean /api/v1/influencers? /docs lists what is",
        "nothing is at /0000000000; /docs lists what is",
    ]


def test_the_message_is_that_of_the_command_line(client: TestClient) -> None:
    detail = client.get("/api/v1/people/Same%20Name").json()["detail"]

    assert detail.startswith("2 people are called 'Same Name': p_")


def test_every_route_publishes_its_problems(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    for path, methods in schema["paths"].items():
        for method, route in methods.items():
            failures = {code: one for code, one in route["responses"].items() if code >= "400"}
            assert {"403", "500"} <= set(failures), (method, path)
            for one in failures.values():
                assert set(one["content"]) == {"application/problem+json"}
            if "{" in path:
                assert {"404", "409"} <= set(failures), path


def test_a_status_that_is_answered_is_published(client: TestClient) -> None:
    routes = client.get("/openapi.json").json()["paths"]
    for path, route, status in (
        ("/api/v1/people/nobody", "/api/v1/people/{person}", "404"),
        ("/api/v1/people/Same%20Name", "/api/v1/people/{person}", "409"),
        ("/api/v1/influencers?as_of=x", "/api/v1/influencers", "400"),
        ("/api/v1/influencers?limit=0", "/api/v1/influencers", "422"),
    ):
        assert str(client.get(path).status_code) == status
        assert status in routes[route]["get"]["responses"]


def _tree(error: type[EngineError]) -> Iterator[type[EngineError]]:
    yield error
    for kind in error.__subclasses__():
        yield from _tree(kind)


def test_every_error_of_the_tree_has_its_own_or_its_parents_status() -> None:
    listed = [getattr(errors, name) for name in errors.__all__]
    for error in {*_tree(EngineError), *listed} - {EngineError}:
        assert kind_of(error) is not KINDS[EngineError], error


def test_the_names_of_problems_are_distinct() -> None:
    names = [kind.name for kind in KINDS.values()]

    assert len(set(names)) == len(names)


def test_before_anything_is_loaded_the_server_lives_but_is_not_ready(tmp_path: Any) -> None:
    with TestClient(create_app(engine_of(tmp_path)), base_url="http://127.0.0.1") as client:
        assert client.get("/livez").json() == {"status": "live"}
        for path in ("/readyz", "/api/v1/influencers", "/api/v1/runs"):
            found = client.get(path)
            assert (found.status_code, found.json()["type"]) == (503, "/docs#nothing-yet"), path
    assert list(tmp_path.iterdir()) == []  # a question makes nothing


class Broken(Engine):
    """An engine with a defect whose message quotes what nobody else should read."""

    def measures(self) -> dict[str, Any]:
        raise KeyError("email:ann@own.example")


def test_a_defect_is_a_problem_that_quotes_nothing(tmp_path: Any) -> None:
    made = engine_of(tmp_path)
    broken = Broken(made.url, made.settings)
    with TestClient(create_app(broken), base_url="http://127.0.0.1") as client:
        found = client.get("/api/v1/measures")

    assert (found.status_code, found.json()["type"]) == (500, "/docs#defect")
    assert "ann" not in found.text
