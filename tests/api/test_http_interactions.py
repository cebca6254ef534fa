"""Interactions handed over by HTTP: kept at once, accounted for, in the answers after a refresh."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import schemas
from api.app import create_app
from api.engine import Engine
from api.incoming.records import InteractionIn, records
from api.routes.interactions import MOST_BYTES
from graph.batch import Rejected
from graph.model import KINDS, Interaction, Kind, Role, Status
from tests.api.http_world import engine_of

MAIL = {
    "id": "<1@x.example>",
    "at": "2026-03-01T09:30:00+01:00",
    "kind": "email",
    "sender": "Ann@X.example",
    "receivers": ["bob@x.example"],
}


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return engine_of(tmp_path)


@pytest.fixture
def client(engine: Engine) -> Iterator[TestClient]:
    with TestClient(create_app(engine), base_url="http://127.0.0.1") as client:
        yield client


def post(client: TestClient, body: Any) -> dict[str, Any]:
    found = client.post("/api/v1/interactions", json=body)
    assert found.status_code == 200, found.text
    TypeAdapter(schemas.LoadReport).validate_json(found.content, strict=True)
    report: dict[str, Any] = found.json()
    counts = ("new", "known", "corrected", "rejected")
    assert report["read"] == sum(report[name] for name in counts)
    return report


def only(record: Any) -> Any:
    ((_, found),) = records(json.dumps([record]).encode(), is_ndjson=False)
    return found


def counted(report: dict[str, Any]) -> tuple[int, ...]:
    return tuple(report[name] for name in ("read", "new", "known", "corrected", "rejected"))


def test_what_is_handed_over_is_kept_once(client: TestClient) -> None:
    report = post(client, [MAIL])
    assert counted(report) == (1, 1, 0, 0, 0)
    assert (report["people"], report["first_at"]) == (2, "2026-03-01T08:30:00Z")

    assert counted(post(client, [MAIL])) == (1, 0, 1, 0, 0)


def test_a_higher_revision_corrects(client: TestClient) -> None:
    post(client, [MAIL])

    moved = {**MAIL, "at": "2026-03-02T09:30:00Z", "revision": 1}

    assert counted(post(client, [moved])) == (1, 0, 0, 1, 0)


def test_each_record_is_accounted_for_by_its_place_and_reason(client: TestClient) -> None:
    report = post(
        client,
        [
            MAIL,
            {**MAIL, "id": "2", "receivers": ["Ann@x.example"]},
            {**MAIL, "id": "3", "at": "2026-09-03T00:00:00Z"},
            {**MAIL, "id": "4", "at": "2026-09-03T00:00:00Z", "kind": "meeting"},
            {**MAIL, "id": "5", "at": "2026-03-01 09:30:00"},
            {**MAIL, "id": "6", "colour": "blue"},
            "not a record",
            MAIL,
        ],
    )

    assert counted(report) == (8, 3, 1, 0, 4)
    assert report["tieless"] == 1  # the second is self-mail; the last is known
    assert report["rejects"] == [
        {"place": "record 3",
         "reason": "dated more than a day ahead of the clock; only meetings may be"},
        {"place": "record 5",
         "reason": "at: no zone; end it with Z or with an offset such as +01:00"},
        {"place": "record 6", "reason": "colour: Extra inputs are not permitted"},
        {"place": "record 7",
         "reason": "Input should be a valid dictionary or instance of InteractionIn"},
    ]  # fmt: skip


def test_ndjson_is_one_record_a_line_and_a_bad_line_is_one_reject(client: TestClient) -> None:
    lines = [json.dumps(MAIL), "", '{"at": NaN}', json.dumps({**MAIL, "id": "2"}), "\u00ff"]

    found = client.post(
        "/api/v1/interactions",
        content="\r\n".join(lines).encode("latin-1"),
        headers={"content-type": "application/x-ndjson; charset=utf-8"},
    )

    report = found.json()
    assert counted(report) == (4, 2, 0, 0, 2)
    assert [one["place"] for one in report["rejects"]] == ["record 2", "record 4"]
    assert all(one["reason"].startswith("not JSON: ") for one in report["rejects"])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"null", b"[NaN]", b"[1,]", b'["\xff"]', b"[" * 5000, b'["\\ud800"]']
)
def test_a_body_that_cannot_be_read_at_all_is_a_problem(client: TestClient, body: bytes) -> None:
    headers = {"content-type": "application/json"}

    found = client.post("/api/v1/interactions", content=body, headers=headers)

    assert (found.status_code, found.json()["type"]) == (400, "/docs#misuse")


def test_nothing_handed_over_is_a_report_of_nothing(client: TestClient) -> None:
    assert counted(post(client, [])) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("media_type", ["text/plain", "text/csv", "", "application/jsonx"])
def test_another_media_type_is_a_problem(client: TestClient, media_type: str) -> None:
    found = client.post("/api/v1/interactions", content=b"[]", headers={"content-type": media_type})
    assert (found.status_code, found.json()["type"]) == (415, "/docs#media-type")


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_beyond_the_limit_is_a_problem(client: TestClient, *, is_chunked: bool) -> None:
    body = b" " * (MOST_BYTES + 1)
    content = iter([body[:1000], body[1000:]]) if is_chunked else body
    headers = {"content-type": "application/json"}

    found = client.post("/api/v1/interactions", content=content, headers=headers)

    assert (found.status_code, found.json()["type"]) == (413, "/docs#too-large")
    assert found.headers["content-type"] == "application/problem+json"


def test_a_record_says_all_that_an_interaction_can() -> None:
    found = only(
        {
            "id": "call 7",
            "at": "2026-03-01T09:30:00.25Z",
            "kind": "call",
            "channel": "phone",
            "sender": "+48 600 100 200",
            "receivers": [
                "bob@x.example",
                {"identity": "slack:T1/U7", "role": "cc", "status": "tentative"},
            ],
            "duration": 90,
            "thread": "t\u200b1",
            "in_reply_to": "call 6",
            "sentiment": -0.5,
            "topics": ["pricing"],
            "revision": 3,
        }
    )

    assert found.at == datetime(2026, 3, 1, 9, 30, 0, 250_000, tzinfo=UTC)
    assert (found.kind, found.channel, found.sender) == (Kind.CALL, "phone", "phone:+48600100200")
    assert [(one.identity, one.role, one.status) for one in found.receivers] == [
        ("email:bob@x.example", Role.TO, Status.NONE),
        ("slack:T1/U7", Role.CC, Status.TENTATIVE),
    ]
    assert (found.duration.total_seconds(), found.thread, found.in_reply_to) == (90, "t1", "call 6")
    assert (found.sentiment, found.topics, found.revision) == (-0.5, ("pricing",), 3)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_channel_and_roles_of_its_own(kind: Kind) -> None:
    found = only({**MAIL, "kind": kind})

    assert isinstance(found, Interaction)
    assert found.channel
    expected = {Kind.MEETING: Role.ATTENDEE, Kind.MENTION: Role.MENTIONED}.get(kind, Role.TO)
    assert found.receivers[0].role is expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"at": 1772357400}, "at: expected a text such as 2026-03-01T09:30:00Z"),
        ({"at": "2026-02-30T00:00:00Z"}, "at: not ISO 8601, such as 2026-03-01T09:30:00Z"),
        ({"at": "0200-01-01T00:00:00Z"}, "at: outside the years 1000 to 9999"),
        ({"at": "9999-12-31T23:00:00-14:00"}, "at: outside the years 1000 to 9999"),
        ({"kind": "smoke"}, "kind: Input should be 'email', "),
        ({"kind": None}, "kind: Input should be 'email', "),
        ({"sender": " "}, "sender: an identity is empty"),
        ({"sender": "email:nobody"}, "sender: 'nobody' is not an e-mail address"),
        ({"sender": 86}, "sender: Input should be a valid string"),
        ({"receivers": []}, "receivers: empty; expected whom the email reached"),
        ({"receivers": "bob"}, "receivers: Input should be a valid list"),
        ({"receivers": ["bob", ""]}, "receivers.1.identity: an identity is empty"),
        ({"receivers": [{"identity": "bob", "role": "friend"}]}, "receivers.0.role: Input should"),
        ({"receivers": [{}]}, "receivers.0.identity: Field required"),
        ({"duration": -1}, "duration: Input should be greater than or equal to 0"),
        ({"duration": "90"}, "duration: Input should be a valid number"),
        ({"duration": 1e300}, "duration: Input should be less than or equal to"),
        ({"sentiment": 2}, "sentiment: Input should be less than or equal to 1"),
        ({"sentiment": False}, "sentiment: Input should be a valid number"),
        ({"topics": "pricing"}, "topics: Input should be a valid list"),
        ({"topics": [""]}, "topics.0: empty; leave it out"),
        ({"revision": 1.5}, "revision: Input should be a valid integer"),
        ({"revision": 2**70}, "revision: Input should be"),
        ({"channel": "E\nmail"}, "channel: String should match pattern"),
        ({"id": "\u200b"}, "id: empty; leave it out"),
        ({"id": 7}, "id: Input should be a valid string"),
    ],
)
def test_a_record_that_is_wrong_is_rejected_with_its_reason(
    change: dict[str, Any], reason: str
) -> None:
    found = only({**MAIL, **change})

    assert isinstance(found, Rejected), found
    assert found.reason.startswith(reason)


def test_a_post_may_reach_nobody() -> None:
    assert isinstance(only({**MAIL, "kind": "post", "receivers": []}), Interaction)


def test_a_body_names_a_hundred_channels_at_most(client: TestClient) -> None:
    body = [{**MAIL, "id": str(k), "channel": f"c{k}"} for k in range(130)]

    report = post(client, body)

    assert counted(report) == (130, 100, 0, 0, 30)


def test_the_published_schema_of_a_record_is_the_one_it_is_read_by(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    body = schema["paths"]["/api/v1/interactions"]["post"]["requestBody"]["content"]
    assert body["application/x-ndjson"]["schema"]["$ref"].endswith("/InteractionIn")
    published = schema["components"]["schemas"]["InteractionIn"]
    assert set(published["properties"]) == set(InteractionIn.model_fields)
    assert published["required"] == ["at", "kind", "sender"]


def test_what_is_handed_over_is_in_the_answers_after_a_refresh(client: TestClient) -> None:
    post(client, [{**MAIL, "id": str(k), "at": f"2026-03-{k:02}T09:00:00Z"} for k in range(1, 20)])
    first = wait_for_refresh(client)
    assert client.get("/readyz").json()["run"] == first["run"]
    assert client.get("/api/v1/people").json()["items"][0]["identity"] == "email:ann@x.example"

    post(client, [{**MAIL, "id": "new", "receivers": ["zoe@x.example"]}])
    assert client.get("/api/v1/people/zoe@x.example").status_code == 404
    assert not client.get("/api/v1/status").json()["is_fresh"]

    second = wait_for_refresh(client)
    assert client.get("/api/v1/people/zoe@x.example").json()["run"] == second["run"]
    assert client.get("/api/v1/status").json()["is_fresh"]


def test_a_second_refresh_beside_the_first_is_refused(client: TestClient) -> None:
    post(client, [MAIL])
    begun = client.post("/api/v1/refresh")
    assert (begun.status_code, begun.json()["state"]) == (202, "running")

    again = client.post("/api/v1/refresh")

    assert (again.status_code, again.json()["type"]) == (409, "/docs#already-running")
    assert ended(client)["state"] == "done"


def test_a_refresh_is_stopped_on_demand(client: TestClient) -> None:
    post(client, [MAIL])
    client.post("/api/v1/refresh")

    stopped = client.delete("/api/v1/refresh").json()

    assert stopped["state"] == "stopped"
    assert client.get("/readyz").status_code == 503
    assert wait_for_refresh(client)["state"] == "done"


def test_a_refresh_that_fails_says_why(client: TestClient) -> None:
    post(client, [])

    client.post("/api/v1/refresh")

    assert ended(client)["state"] == "failed"
    assert "holds no interactions yet" in client.get("/api/v1/refresh").json()["problem"]


def wait_for_refresh(client: TestClient) -> dict[str, Any]:
    assert client.post("/api/v1/refresh").status_code == 202
    return ended(client)


def ended(client: TestClient) -> dict[str, Any]:
    for _ in range(600):
        state: dict[str, Any] = client.get("/api/v1/refresh").json()
        TypeAdapter(schemas.RefreshState).validate_python(state, strict=True)
        if state["state"] != "running":
            return state
        time.sleep(0.05)
    raise AssertionError("the refresh does not end")
