"""--known-by and ?known_by=: on every reading command, over HTTP, in a server."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.engine import Engine
from tests.api.cookbook_demo import caches_in
from tests.api.kept import engine_on
from tests.graph.records import START

HEADER = "date,sender,recipient\n"
WEEKLY = HEADER + "".join(
    f"{(START + timedelta(days=day)):%Y-%m-%d %H:%M:%S},{a}@x.example,{b}@{where}.example\n"
    for day in range(0, 120, 6)
    for a, b, where in (("ann", "bob", "x"), ("bob", "ann", "x"), ("ann", "eve", "y"))
)
LATE = HEADER + "".join(
    f"{(START + timedelta(days=day)):%Y-%m-%d %H:%M:%S},eve@y.example,{who}@x.example\n"
    for day in range(2, 112, 3)
    for who in ("ann", "bob", "joe")
)
PEOPLE = "email,name,segment,also\nbob@x.example,Bob Brown,customers,robert@x.example\n"
COMMANDS = {
    "influencers": (), "weakening": (), "briefing": (), "communities": (), "people": (),
    "ties": (), "rising": ("--since", "2026-03-01"), "person": ("ann@x.example",),
    "explain": ("ann@x.example",), "tie": ("ann@x.example", "bob@x.example"),
    "stakeholders": ("--of", "org:y.example"),
}  # fmt: skip
MORE = {
    "communities --levels": ("communities", "--levels"),
    "communities --from": ("communities", "--from", "2026-03-01"),
    "another moment": ("influencers", "--as-of", "2026-03-15"),
}
ASKED = {**{name: (name, *words) for name, words in COMMANDS.items()}, **MORE}
PATHS = {
    "influencers": "/influencers",
    "weakening": "/weakening",
    "briefing": "/briefing",
    "communities": "/communities",
    "communities --levels": "/communities/levels",
    "communities --from": "/communities/lineage?from=2026-03-01",
    "people": "/people",
    "person": "/people/ann@x.example",
    "explain": "/people/ann@x.example/influence",
    "rising": "/rising?since=2026-03-01",
    "stakeholders": "/stakeholders?of=org:y.example",
}


def tieline(*words: str, store: Path, code: int = 0) -> bytes:
    """Run a command as a user would; gives its standard output."""
    done = CliRunner().invoke(app, [*words, "--store", str(store)])
    assert done.exit_code == code, done.output
    return done.stderr_bytes if code else done.stdout_bytes


def ics(status: str, sequence: int) -> str:
    """A meeting of ann's with bob and eve, in one of its versions."""
    return "\r\n".join(
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1@x.example",
            "DTSTAMP:20260301T100000Z", "DTSTART:20260310T100000Z", "DTEND:20260310T110000Z",
            f"SEQUENCE:{sequence}", "SUMMARY:Plan", "ORGANIZER:mailto:ann@x.example",
            f"ATTENDEE;PARTSTAT={status}:mailto:bob@x.example",
            f"ATTENDEE;PARTSTAT={status}:mailto:eve@y.example", "END:VEVENT", "END:VCALENDAR", "",
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, dict[str, bytes]]]:
    """A store that was loaded twice: where, a moment between, and what was said then."""
    folder = tmp_path_factory.mktemp("known")
    store = folder / "tieline.duckdb"
    with caches_in(folder / "user"):
        (folder / "log.csv").write_text(WEEKLY)
        (folder / "plan.ics").write_text(ics("ACCEPTED", 0))
        tieline("load", str(folder / "log.csv"), "-q", store=store)
        tieline("load", str(folder / "plan.ics"), "-q", store=store)
        then = {name: tieline(*words, "--json", store=store) for name, words in ASKED.items()}
        moment = datetime.now(UTC).isoformat()

        (folder / "late.csv").write_text(LATE)
        (folder / "people.csv").write_text(PEOPLE)
        (folder / "plan.ics").write_text(ics("DECLINED", 1))
        tieline("load", str(folder / "late.csv"), "-q", store=store)
        tieline("load", str(folder / "plan.ics"), str(folder / "people.csv"), "-q", store=store)
        tieline("merge", "bob@x.example", "joe@x.example", "--reason", "told", store=store)
        tieline("refresh", "-q", store=store)
        yield store, moment, then


@pytest.mark.parametrize("name", ASKED)
def test_a_command_says_what_it_said_then(
    name: str, told: tuple[Path, str, dict[str, bytes]]
) -> None:
    store, moment, then = told

    assert tieline(*ASKED[name], "--json", store=store) != then[name]
    assert tieline(*ASKED[name], "--json", "--known-by", moment, store=store) == then[name]


def test_a_moment_too_early_is_told_with_the_first_that_is_not(
    told: tuple[Path, str, dict[str, bytes]],
) -> None:
    store, _, _ = told
    message = tieline("weakening", "--known-by", "2020-01-01", store=store, code=2).decode()
    assert "no interaction was known by 2020-01-01T00:00:00Z: loading began 2" in message


@pytest.fixture(scope="module")
def server(
    told: tuple[Path, str, dict[str, bytes]], tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    """The same store without what was made of its past, as a server has it."""
    store = tmp_path_factory.mktemp("served") / "tieline.duckdb"
    for suffix in ("", ".wal"):
        shutil.copyfile(f"{told[0]}{suffix}", f"{store}{suffix}")
    engine = engine_on(store)
    engine.clock = lambda: int(datetime.now(UTC).timestamp() * 1_000_000)
    engine.refresh()
    engine.is_server = True
    return engine


@pytest.mark.parametrize("name", PATHS)
def test_a_server_says_what_was_said_then(
    name: str, told: tuple[Path, str, dict[str, bytes]], server: Engine
) -> None:
    _, moment, then = told
    asked = {"known_by": moment} | ({"limit": "10"} if name != "briefing" else {})
    path, _, query = PATHS[name].partition("?")
    words = dict(part.split("=") for part in query.split("&") if part)
    client = TestClient(create_app(server), base_url="http://localhost")
    answer = client.get(f"/api/v1{path}", params=asked | words)
    current = client.get(f"/api/v1{path}", params=words)
    assert answer.content == then[name].removesuffix(b"\n")
    assert current.content != answer.content


def test_a_server_tells_what_it_cannot_know(server: Engine) -> None:
    client = TestClient(create_app(server), base_url="http://localhost")
    early = client.get("/api/v1/weakening?known_by=2020-01-01")
    late = client.get("/api/v1/weakening?known_by=2990-01-01")
    status = client.get("/api/v1/status").json()
    assert early.status_code == late.status_code == 400
    assert "loading began" in early.json()["detail"]
    assert "nobody knows yet" in late.json()["detail"]
    assert status["first_arrived_at"] < status["last_arrived_at"]
