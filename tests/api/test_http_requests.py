"""Around requests: nothing personal is logged, other sites are refused, our pages load nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from api.app import create_app
from api.engine import Engine
from tests.api.http_world import engine_of
from tests.api.test_http_problems import Broken


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        yield client


def test_a_request_is_one_line_that_names_the_route_and_not_the_person(client: TestClient) -> None:
    with capture_logs() as lines:
        client.get("/api/v1/people/ann@own.example/ties?limit=1")
        client.get("/api/v1/people?query=arden")
        client.get("/api/v1/people/arden-unknown")
        client.get("/arden")
        client.post("/api/v1/interactions", json=[{"sender": "arden"}])

    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/api/v1/people/{person}/ties", 200),
        ("GET", "/api/v1/people", 200),
        ("GET", "/api/v1/people/{person}", 404),
        ("GET", "none", 404),
        ("POST", "/api/v1/interactions", 200),
    ]
    assert all(line["ms"] >= 0 for line in lines)
    assert not re.search("ann@|arden", str(lines))


def test_a_defect_is_logged_by_its_place_and_not_by_its_message(tmp_path: Path) -> None:
    made = engine_of(tmp_path)
    with (
        TestClient(create_app(Broken(made.url, made.settings)), base_url="http://[::1]") as client,
        capture_logs() as lines,
    ):
        client.get("/api/v1/measures")

    (line,) = lines
    assert (line["log_level"], line["status"]) == ("error", 500)
    assert line["fault"].startswith("KeyError in Broken.measures, ")
    assert "ann" not in line["fault"].partition(",")[0]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8765", "10.0.0.7", "", "[::"])
def test_a_name_that_only_leads_here_is_refused(client: TestClient, host: str) -> None:
    found = client.get("/api/v1/people", headers={"host": host})

    assert (found.status_code, found.json()["type"]) == (403, "/docs#refused")


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1:1", "127.8.8.8", "[::1]:8765"])
def test_any_name_of_this_machine_is_served(client: TestClient, host: str) -> None:
    assert client.get("/livez", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
def test_a_page_of_another_site_starts_nothing_here(client: TestClient, origin: str) -> None:
    found = client.post("/api/v1/refresh", headers={"origin": origin})

    assert (found.status_code, found.json()["type"]) == (403, "/docs#refused")
    assert client.get("/api/v1/refresh").json()["state"] == "none"


def test_a_page_of_this_server_is_served(client: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1:8765"}

    assert client.get("/livez", headers=headers).status_code == 200


@pytest.mark.parametrize("page", ["/", "/docs"])
def test_pages_load_nothing_from_anywhere(client: TestClient, page: str) -> None:
    found = client.get(page)

    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in found.text
    assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?(https?:)?//", found.text)
    assert found.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_front_page_leads_to_the_documentation(client: TestClient) -> None:
    links = re.findall('href="([^"]+)"', client.get("/").text)

    assert "/docs" in links
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_documentation_shows_every_route_object_and_problem(client: TestClient) -> None:
    page, schema = client.get("/docs").text, client.get("/openapi.json").json()

    for path in schema["paths"]:
        assert f"</span> {path}</h3>" in page
    anchors = re.findall('id="([^"]+)"', page)
    assert len(set(anchors)) == len(anchors)
    assert set(schema["components"]["schemas"]) <= set(anchors)
    problem = client.get("/api/v1/people/nobody").json()["type"]
    assert problem.removeprefix("/docs#") in anchors
    assert set(re.findall('href="#([^"]+)"', page)) <= set(anchors)


def test_every_object_has_a_name_of_its_own_in_the_schema(client: TestClient) -> None:
    """Two models of one name are published under the paths of their modules."""
    names = client.get("/openapi.json").json()["components"]["schemas"]

    assert [name for name in names if "__" in name] == []


def test_the_documentation_begins_with_a_line_for_every_route(client: TestClient) -> None:
    page, schema = client.get("/docs").text, client.get("/openapi.json").json()
    contents = page.partition("<nav>")[2].partition("</nav>")[0]

    routes = [(method, path) for path, one in schema["paths"].items() for method in one]
    assert contents.count("#route-") == len(routes) > 40
    assert re.findall("<code>([^<]+)</code></a>", contents) == [path for _, path in routes]
