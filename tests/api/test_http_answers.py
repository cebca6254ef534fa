"""Over HTTP the same numbers are given, in the same bytes, in the published shape."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from typer.testing import CliRunner

from api import cli, schemas
from api.app import create_app
from api.engine import Engine
from tests.api.http_world import OURS, THEIRS, address

FAY = "fay@customer.example"

# every GET route but the pages, with questions that have something to answer
ASKED = {
    "/api/v1/coverage": ["", "?as_of=2026-05-01"],
    "/api/v1/departures": ["", "?limit=1&as_of=2026-05-01"],
    "/api/v1/weights": ["", "?as_of=2026-05-01&half_life=9"],
    "/api/v1/weights/tried": ["?try=reaction%3D1", "?try=email%3D2&by=pagerank&as_of=2026-05-01"],
    "/api/v1/people": ["", "?query=own.example&limit=3", "?query=fay&as_of=2026-05-01"],
    "/api/v1/people/{person}": ["Ann Arden", "p_kie5rvj4psctniga?limit=1", "gus@customer.example"],
    "/api/v1/people/{person}/ties": ["Ann Arden/ties", "gus@customer.example/ties?limit=1"],
    "/api/v1/people/{person}/influence": ["Ann Arden/influence"],
    "/api/v1/people/{person}/explain": [
        "Ann Arden/explain", f"{FAY}/explain?measure=constraint&as_of=2026-05-01",
        "gus@customer.example/explain?measure=pagerank&limit=1", "x:ann/explain?measure=initiation",
    ],
    "/api/v1/people/{person}/identities": ["Ann Arden/identities", "x:ann/identities?limit=1"],
    "/api/v1/identities": ["", "?limit=1&as_of=2026-05-01"],
    "/api/v1/identities/review": ["", "?with_effect=false&limit=2"],
    "/api/v1/identities/look-alikes": ["", "?limit=1"],
    "/api/v1/merges": ["", "?limit=1"],
    "/api/v1/changes": ["", "?from=2026-03-01&to=2026-05-01&limit=2", "?by=pagerank&half_life=9"],
    "/api/v1/people/{person}/changes": [
        "Ann Arden/changes", f"{FAY}/changes?from=2026-03-01&from_half_life=7&by=strength",
        "gus@customer.example/changes?from=2026-03-01&known_now=true&by=constraint",
    ],
    "/api/v1/ties/{a}/{b}/changes": [
        f"Ann Arden/{FAY}/changes?from=2026-03-01", f"eve@own.example/{FAY}/changes",
    ],
    "/api/v1/ties": ["", "?by=usual_gap&limit=3", "?by=overlap&of=org:customer.example",
                     "?by=pair_betweenness&as_of=2026-05-01"],
    "/api/v1/ties/{a}/{b}": [
        f"Ann Arden/{FAY}", f"x:ann/{FAY}?limit=1000", f"eve@own.example/{FAY}",
        f"Ann Arden/{FAY}?without=<ann0.5@own.example>&without=<fay14.6@own.example>",
    ],
    "/api/v1/influencers": ["", "?around=person:Ann Arden", "?by=constraint",
                            "?by=communities_bridged",
                            "?of=org:customer.example&as_of=2026-05-01", "?intervals=true",
                            "?by=in_degree&level=0.5&of=org:own.example"],
    "/api/v1/rising": ["", "?falling=true&since=2026-05-01", "?by=constraint&of=customers"],
    "/api/v1/next": ["", "?me=Ann Arden&limit=2", "?owner=bob@own.example&of=customers"],
    "/api/v1/next/occasions": ["", "?me=Ann Arden&limit=2"],
    "/api/v1/stakeholders": ["?of=org:customer.example", "?of=topic:pricing", "?of=customers",
                             "?of=person:Ann Arden"],
    "/api/v1/weakening": ["", "?of=segment:customers", "?of=org:own.example&as_of=2026-05-01"],
    "/api/v1/backtest": ["", "?label=silent&list_length=20"],  # which the client below has made
    "/api/v1/backtest/state": [""],
    "/api/v1/communities": ["", "?limit=1", "?kind=organizations", "?kind=segments&limit=1",
                            "?objective=cpm&resolution=0.2"],
    "/api/v1/communities/levels": ["", "?limit=1&as_of=2026-05-01"],
    "/api/v1/communities/lineage": ["?from=2026-05-01", "?from=2026-03-01&to=2026-05-01&limit=1"],
    "/api/v1/communities/{group}": ["org:own.example", "segment:customers?limit=1",
                                    "person:Ann Arden?resolution=2",
                                    "person:Ann Arden?as_of=2026-05-01"],
    "/api/v1/topics": ["", "?kind=tag&by=rising&limit=1", "?of=customers&since=2026-02-01",
                       "?by=tone&until=2026-05-01"],
    "/api/v1/topics/{name}": ["tag:pricing", "pricing?per=week&limit=1&as_of=2026-05-01",
                              "thread:u0", "Pricing?since=2026-02-01"],
    "/api/v1/briefing": ["", "?as_of=2026-05-01&half_life=7"],
    "/api/v1/measures": [""],
    "/api/v1/measures/{name}": ["betweenness", "constraint", "usual_gap"],
    "/api/v1/cypher/queries": [""],
    "/api/v1/runs": [""],
    "/api/v1/status": [""],
    "/api/v1/refresh": [""],
    "/livez": [""],
    "/readyz": [""],
}  # fmt: skip


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    engine.backtest()
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        yield client


def url(path: str, asked: str) -> str:
    """The address of a question: path parameters are encoded, as a client does it."""
    if "{" not in path:
        return path + asked
    words, mark, query = asked.partition("?")
    return path.partition("{")[0] + quote(words) + mark + query


QUESTIONS = [(path, asked) for path, several in ASKED.items() for asked in several]


@pytest.mark.parametrize(("path", "asked"), QUESTIONS)
def test_an_answer_is_of_the_published_shape(client: TestClient, path: str, asked: str) -> None:
    found = client.get(url(path, asked))

    assert (found.status_code, found.headers["content-type"]) == (200, "application/json")
    published = client.get("/openapi.json").json()["paths"][path]["get"]["responses"]["200"]
    name = published["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    TypeAdapter(getattr(schemas, name)).validate_json(found.content, strict=True)


def test_every_route_is_among_the_questions(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path for path, methods in paths.items() if "get" in methods} == set(ASKED)


def test_the_questions_have_something_to_answer(client: TestClient) -> None:
    for path in ("people", "influencers", "weakening", "communities", "stakeholders?of=customers"):
        assert client.get(f"/api/v1/{path}").json()["items"], path
    page = client.get("/api/v1/briefing").json()
    assert page["weakening"][0]["b"]["identity"] == address("fay")
    assert page["next"]


COMMANDS = [
    ("/api/v1/people/Ann%20Arden/identities", ["identities", "Ann Arden"]),
    ("/api/v1/identities?limit=2", ["identities", "--limit", "2"]),
    ("/api/v1/identities/review", ["identities", "review"]),
    ("/api/v1/identities/review?with_effect=false", ["identities", "review", "--no-effect"]),
    ("/api/v1/identities/look-alikes", ["identities", "look-alikes"]),
    ("/api/v1/merges", ["identities", "decisions"]),
    ("/api/v1/people?query=own.example&limit=3", ["people", "own.example", "--limit", "3"]),
    ("/api/v1/people/Ann%20Arden", ["person", "Ann Arden"]),
    ("/api/v1/people/ann@own.example/influence", ["explain", "ann@own.example"]),
    (f"/api/v1/ties/ann@own.example/{FAY}", ["tie", "ann@own.example", FAY]),
    (
        f"/api/v1/ties/ann@own.example/{FAY}?limit=500",
        ["explain", "ann@own.example", FAY, "--limit", "500"],
    ),
    ("/api/v1/people/Ann%20Arden/explain?measure=betweenness",
     ["explain", "Ann Arden", "--measure", "betweenness"]),
    (f"/api/v1/ties/Ann%20Arden/{FAY}?without=%3Cann0.5%40own.example%3E",
     ["explain", "Ann Arden", FAY, "--without", "<ann0.5@own.example>"]),
    ("/api/v1/changes?from=2026-05-01&limit=3",
     ["changes", "--from", "2026-05-01", "--limit", "3"]),
    ("/api/v1/people/Ann%20Arden/changes?to=2026-06-01&from_half_life=7&by=pagerank",
     ["changes", "Ann Arden", "--to", "2026-06-01", "--from-half-life", "7", "--by", "pagerank"]),
    (f"/api/v1/ties/Ann%20Arden/{FAY}/changes?known_now=true",
     ["changes", "Ann Arden", FAY, "--known-now"]),
    ("/api/v1/influencers", ["influencers"]),
    (
        "/api/v1/influencers?by=pagerank&of=customers&limit=2&as_of=2026-05-01&half_life=7",
        ["influencers", "--by", "pagerank", "--of", "customers", "--limit", "2",
         "--as-of", "2026-05-01", "--half-life", "7"],
    ),
    ("/api/v1/influencers?intervals=true&level=0.8",
     ["influencers", "--intervals", "--level", "0.8"]),
    ("/api/v1/rising?falling=true&since=2026-05-01&by=strength&of=org:own.example",
     ["rising", "--falling", "--since", "2026-05-01", "--by", "strength",
      "--of", "org:own.example"]),
    ("/api/v1/influencers?by=clustering", ["influencers", "--by", "clustering"]),
    ("/api/v1/stakeholders?of=topic:pricing", ["stakeholders", "--of", "topic:pricing"]),
    ("/api/v1/weakening?of=customers", ["weakening", "--of", "customers"]),
    ("/api/v1/next?me=ann@own.example", ["next", "--me", "ann@own.example"]),
    ("/api/v1/next/occasions?limit=3", ["next", "--occasions", "--limit", "3"]),
    ("/api/v1/communities", ["communities"]),
    ("/api/v1/communities?kind=organizations", ["communities", "--kind", "organizations"]),
    ("/api/v1/communities?stability=true", ["communities", "--stability"]),
    ("/api/v1/communities/levels?limit=2", ["communities", "--levels", "--limit", "2"]),
    (
        "/api/v1/communities/lineage?from=2026-05-01&to=2026-06-01",
        ["communities", "--from", "2026-05-01", "--to", "2026-06-01"],
    ),
    ("/api/v1/communities/org:own.example?limit=2",
     ["communities", "org:own.example", "--limit", "2"]),
    ("/api/v1/topics?kind=tag&by=people", ["topics", "--kind", "tag", "--by", "people"]),
    ("/api/v1/topics/pricing?per=month&since=2026-02-01",
     ["topic", "pricing", "--per", "month", "--since", "2026-02-01"]),
    ("/api/v1/briefing", ["briefing"]),
    ("/api/v1/measures", ["measures"]),
    ("/api/v1/measures/pagerank", ["measures", "pagerank"]),
    ("/api/v1/runs", ["runs"]),
    ("/api/v1/status", ["status"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "command"), COMMANDS)
def test_the_bytes_are_those_of_the_command_line(
    engine: Engine, client: TestClient, path: str, command: list[str]
) -> None:
    over_http = client.get(path).content

    said = CliRunner().invoke(cli.app, ["--store", engine.url, *command, "--json"])

    assert said.exit_code == 0
    assert said.stdout_bytes == over_http + b"\n"


def test_the_parts_of_a_tie_add_up_to_its_strength(client: TestClient) -> None:
    found = client.get(f"/api/v1/ties/ann@own.example/{FAY}?limit=1000").json()

    parts = sum(item["part"] for item in found["items"])

    assert len(found["items"]) == found["interactions_total"]
    assert parts == pytest.approx(found["tie"]["strength"], abs=1e-9)


def test_the_pages_of_a_list_are_the_list(client: TestClient) -> None:
    whole = client.get("/api/v1/people?limit=500").json()
    assert whole["next"] is None

    paged, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/people?limit=4{cursor and f'&cursor={cursor}'}").json()
        paged += page["items"]
        cursor = page["next"]

    assert paged == whole["items"]
    assert len(paged) == len(OURS) + len(THEIRS) + 1  # and slack:T1/U7


def test_an_identity_with_a_slash_is_one_segment_when_encoded(client: TestClient) -> None:
    found = client.get("/api/v1/people/slack%3AT1%2FU7").json()
    assert found["person"]["identity"] == "slack:T1/U7"

    tie = client.get("/api/v1/ties/slack%3AT1%2FU7/email%3Aann%40own.example").json()
    assert tie["tie"]["count"] == 1


def test_what_is_published_refers_to_nothing_that_is_missing(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    schemas_ = json.loads(text)["components"]["schemas"]
    names = {part.partition('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert names <= set(schemas_)
    assert set(schemas_) - names == set()
