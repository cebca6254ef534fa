"""Names and affiliations in time: a person of a mail of 2010 and a CRM record of 2026 is both.

Ann wrote as Ann Smith from old.example until 2010; the CRM knows her as Ann Brown of new.example
since 2026. They are one person, and each of the two keeps its date.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import cli
from api.app import create_app
from api.engine import Engine
from api.refresh import refresh
from api.settings import settings
from graph.connect import open_store
from graph.model import Fact, Interaction, Merge, Receiver
from graph.moments import micros
from ingest.batches.gather import gather
from ingest.source import Reading
from tests.graph.records import mail

OLD, NEW, CRM = "email:ann@old.example", "email:ann@new.example", "hubspot:7"
CREATED = datetime(2026, 1, 2, tzinfo=UTC)
CLOCK = datetime(2026, 6, 1, tzinfo=UTC)


def wrote(sender: str, to: str, first: datetime, count: int) -> Iterator[Interaction]:
    for k in range(count):
        one = mail("ann", "bob", id=f"{sender} {first.year} {k}")
        at = first + timedelta(days=3 * k)
        yield replace(one, at=at, sender=sender, receivers=(Receiver(to),))


def world() -> Iterator[Interaction | Fact | Merge]:
    bob = "email:bob@else.example"
    yield from wrote(OLD, bob, datetime(2010, 1, 4, tzinfo=UTC), 30)
    yield from wrote(bob, "email:dan@else.example", datetime(2010, 6, 1, tzinfo=UTC), 200)
    yield from wrote(NEW, bob, datetime(2026, 2, 1, tzinfo=UTC), 30)
    yield Fact(OLD, "seen_name", "Ann Smith", datetime(2010, 1, 4, tzinfo=UTC))
    yield Fact(OLD, "seen_name", "Ann Smith", datetime(2010, 4, 1, tzinfo=UTC))
    yield Fact(CRM, "name", "Ann Brown", CREATED)
    yield Merge(CRM, OLD, "same HubSpot contact: an address in its record", CREATED)
    yield Merge(CRM, NEW, "same HubSpot contact: an address in its record", CREATED)


def asked_on(path: Path, told: Iterator[Interaction | Fact | Merge]) -> Engine:
    store = open_store(str(path))
    placed = ((f"{k}", one) for k, one in enumerate(told))
    for batch in gather(placed, "hand", Reading(clock=CLOCK)):
        store.add(batch, arrived_at=micros(CLOCK))
    made = Engine(
        str(path), settings({"store": str(path)}, environment={}), clock=lambda: micros(CLOCK)
    )
    refresh(made.url, made.settings, made.clock())
    return made


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return asked_on(tmp_path_factory.mktemp("time") / "log.duckdb", world())


def known_as(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["person"]["name"], answer["person"]["organization"]


def test_as_of_2011_she_is_who_she_was_and_as_of_2026_who_the_crm_knows(engine: Engine) -> None:
    then, now = (engine.person(OLD, as_of=day) for day in ("2011-06-01", "2026-05-01"))

    assert then["person"]["id"] == now["person"]["id"]
    assert known_as(then) == ("Ann Smith", "org:old.example")
    assert known_as(now) == ("Ann Brown", "org:new.example")


def test_each_name_keeps_its_date_whenever_one_looks(engine: Engine) -> None:
    for day in ("2011-06-01", "2026-05-01"):
        names = engine.person(NEW, as_of=day)["names"]
        dates = [(one["value"], one["since"] or one["first_seen"], one["last_seen"])
                 for one in names]  # fmt: skip
        assert dates == [
            ("Ann Brown", "2026-01-02T00:00:00Z", None),
            ("Ann Smith", "2010-01-04T00:00:00Z", "2010-04-01T00:00:00Z"),
        ]


def test_rankings_and_ties_call_her_so_too(engine: Engine) -> None:
    (tie,) = engine.ties("bob@else.example", as_of="2010-03-01")["items"]
    assert tie["person"]["name"] == "Ann Smith"
    (found,) = engine.people(query="smith", as_of="2010-03-01")["items"]
    assert found["name"] == "Ann Smith"


def test_of_two_names_seen_the_one_that_was_in_use_then_is_shown(tmp_path: Path) -> None:
    """Smith from 2008 to 2010, A. Brown from 2009 to 2011."""
    told: list[Interaction | Fact | Merge] = [
        *wrote(OLD, "email:bob@else.example", datetime(2008, 1, 4, tzinfo=UTC), 400),
        *(
            Fact(OLD, "seen_name", name, datetime(year, 3, 1, tzinfo=UTC))
            for name, years in (("Ann Smith", (2008, 2010)), ("A. Brown", (2009, 2010, 2011)))
            for year in years
        ),
    ]
    engine = asked_on(tmp_path / "log.duckdb", iter(told))

    shown = [engine.person(OLD, as_of=f"{year}-02-01")["person"]["name"]
             for year in (2009, 2011)]  # fmt: skip
    assert shown == ["Ann Smith", "A. Brown"]


def test_it_is_so_in_the_terminal_and_over_http(engine: Engine) -> None:
    client = TestClient(create_app(engine), base_url="http://localhost")
    for day, name, organization in (
        ("2011-06-01", "Ann Smith", "org:old.example"),
        ("2026-05-01", "Ann Brown", "org:new.example"),
    ):
        flags = ["--store", engine.url, "person", OLD, "--as-of", day]
        shown = CliRunner().invoke(cli.app, flags).stdout
        assert shown.startswith(name)
        assert (
            "called: Ann Brown (since 2026-01-02), Ann Smith (seen 2010-01-04 to 2010-04-01)"
            in shown
        )
        told = client.get(f"/api/v1/people/{OLD}", params={"as_of": day}).json()
        assert known_as(told) == (name, organization)


def test_what_crm_declares_of_an_organization_begins_with_its_date(tmp_path: Path) -> None:
    told = [one for one in world() if not (isinstance(one, Merge) and NEW in (one.a, one.b))]
    told.append(Fact(CRM, "organization", "org:third.example", CREATED))
    engine = asked_on(tmp_path / "log.duckdb", iter(told))

    assert known_as(engine.person(OLD, as_of="2011-06-01")) == ("Ann Smith", "org:old.example")
    assert known_as(engine.person(OLD, as_of="2026-05-01")) == ("Ann Brown", "org:third.example")


def test_the_review_says_when_one_address_gave_way_to_another(tmp_path: Path) -> None:
    first, second = "email:p.wasik@old.example", "email:p.wasik@new.example"
    bob = "email:bob@else.example"
    told: list[Interaction | Fact | Merge] = [
        *wrote(first, bob, datetime(2015, 1, 5, tzinfo=UTC), 20),
        *wrote(second, bob, datetime(2015, 4, 1, tzinfo=UTC), 20),
        Fact(first, "seen_name", "Przemysław Wąsik", datetime(2015, 3, 1, tzinfo=UTC)),
        Fact(second, "seen_name", "Przemysław Wąsik", datetime(2015, 5, 1, tzinfo=UTC)),
    ]
    (found,) = asked_on(tmp_path / "log.duckdb", iter(told)).identities_review()["items"]

    assert (
        "The address at old.example was in use until 2015-03-03, "
        "the one at new.example from 2015-04-01 on."
    ) in found["reasons"]
