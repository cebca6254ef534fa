"""Who is one person: what evidence joins, what is left to people, and what nobody may join."""

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import cli
from api.app import create_app
from api.engine import Engine
from api.refresh import refresh
from api.render import as_json
from graph.errors import Misuse
from graph.model import Fact, Interaction, Merge, Receiver
from tests.api.kept import engine_on, fill, office
from tests.graph.records import mail

Told = Interaction | Fact | Merge
SLACK, MAIL = "slack:T1/U7", "email:katarzyna.nowicka@x.example"


def _with(address: str, *colleagues: str, days: int) -> list[Interaction]:
    """Somebody in touch with some of the office, every third day."""
    reached = tuple(Receiver(f"email:{name}@x.example") for name in colleagues)
    return [
        replace(mail("ann", "bob", days=day, id=f"{address} {day}"), sender=address,
                receivers=reached)
        for day in range(0, days, 3)
    ]  # fmt: skip


def world() -> list[Told]:
    """An office in which one person has a Slack account and an address, with all the evidence."""
    name = "Katarzyna Nowicka"
    return [
        *office(),
        *_with(SLACK, "ann", "bob", "dan", days=120),
        *_with(MAIL, "ann", "bob", "dan", days=120),
        Fact(SLACK, "name", name),
        Fact(SLACK, "handle", "katarzyna.nowicka"),
        Fact(SLACK, "organization", "org:x.example"),
        Fact(MAIL, "seen_name", name),
    ]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine that is only asked."""
    made = engine_on(fill(tmp_path_factory.mktemp("asked") / "log.duckdb", world()))
    renew(made)
    return made


@pytest.fixture
def engine(asked: Engine, tmp_path: Path) -> Engine:
    """An engine on a copy, to decide on."""
    shutil.copytree(Path(asked.url).parent, tmp_path / "copy")
    return engine_on(tmp_path / "copy" / "log.duckdb")


def renew(engine: Engine) -> None:
    """Refresh without a child process, which takes longer to start than this to do."""
    refresh(engine.url, engine.settings, engine.clock())


def _kept(path: Path, **flags: object) -> Engine:
    made = engine_on(path, **flags)
    renew(made)
    return made


def _together(engine: Engine, one: str, other: str) -> bool:
    return bool(engine.person(one)["person"]["id"] == engine.person(other)["person"]["id"])


def test_a_slack_account_and_an_address_with_all_the_evidence_are_one_person(
    asked: Engine,
) -> None:
    assert _together(asked, SLACK, MAIL)
    (item,) = asked.identities(SLACK)["items"]
    assert [one["identity"] for one in item["identities"]] == [MAIL, SLACK]
    (link,) = item["joined_by"]
    assert (link["a"], link["b"], link["by"], link["at"]) == (MAIL, SLACK, "automatic", None)
    assert link["holds"]
    assert link["score"] >= 0.99
    assert link["reasons"]


def test_nothing_is_stored_of_it(asked: Engine) -> None:
    assert asked.decisions()["items"] == []
    assert len(asked.store().decisions()) == 0


def test_it_can_be_switched_off_and_waits_for_review_then(tmp_path: Path) -> None:
    path = fill(tmp_path / "log.duckdb", world())
    engine = _kept(path, automatic_merges=False)
    assert not _together(engine, SLACK, MAIL)
    found = engine.identities_review()
    assert (found["items"][0]["a"]["identity"], found["items"][0]["b"]["identity"]) == (MAIL, SLACK)
    assert engine.run().name != _kept(path).run().name
    assert _together(_kept(path), SLACK, MAIL)


def test_who_is_told_apart_stays_apart_until_somebody_merges_them(engine: Engine) -> None:
    first = engine.store().digest()
    told = engine.merge(SLACK, MAIL, reason="her sister", is_active=False)
    assert (told["was"], told["new"]) == ("undecided", 1)
    renew(engine)
    assert not _together(engine, SLACK, MAIL)
    assert engine.store().digest() != first
    assert all(
        {one["a"]["identity"], one["b"]["identity"]} != {SLACK, MAIL}
        for one in engine.identities_review(with_effect=False)["items"]
    )
    again = engine.merge(MAIL, SLACK, reason="no, herself", is_active=True)
    assert (again["was"], again["new"]) == ("apart", 1)
    renew(engine)
    assert _together(engine, SLACK, MAIL)


def test_said_again_a_decision_changes_nothing(engine: Engine) -> None:
    first = engine.merge("ann@x.example", "x:ann", reason="told", is_active=True)
    state = engine.store().state()
    second = engine.merge("x:ann", "ann@x.example", reason="told once more", is_active=True)
    assert (first["new"], second["new"], second["was"]) == (1, 0, "merged")
    assert engine.store().state() == state


def test_decisions_of_one_moment_stand_in_the_order_in_which_they_were_taken(
    engine: Engine,
) -> None:
    for is_active in (True, False, True):
        engine.merge("bob@x.example", "dan@x.example", reason="told", is_active=is_active)
    renew(engine)
    assert _together(engine, "bob@x.example", "dan@x.example")
    listed = engine.decisions()["items"]
    assert [(one["is_active"], one["holds"]) for one in listed] == [
        (True, True), (False, False), (True, True),
    ]  # fmt: skip
    assert {one["by"] for one in listed} == {"person"}
    assert {one["reason"] for one in listed} == {"told"}


def test_a_team_mailbox_is_never_one_with_a_person_and_it_is_told_why(engine: Engine) -> None:
    told = engine.merge("ann@x.example", "info@x.example", reason="hers", is_active=True)
    assert not told["holds"]
    assert "email:info@x.example is no person's" in told["why_not"]
    renew(engine)
    assert not _together(engine, "ann@x.example", "info@x.example")
    (one,) = engine.decisions()["items"]
    assert (one["holds"], one["why_not"]) == (
        False, "email:info@x.example is a shared mailbox, which is never one with a person",
    )  # fmt: skip
    (item,) = engine.identities("ann@x.example")["items"]
    assert item["joined_by"][0]["why_not"] == one["why_not"]


def test_a_source_and_a_person_are_told_from_each_other(tmp_path: Path) -> None:
    told: list[Told] = [
        *world(),
        Merge("email:ann@x.example", "crm:5", "same row of a people file"),
    ]
    engine = _kept(fill(tmp_path / "log.duckdb", told))
    renew(engine)
    engine.merge("bob@x.example", "x:bob", reason="told", is_active=True)
    renew(engine)
    by = {one["a"]: (one["by"], one["at"] is None) for one in engine.decisions()["items"]}
    assert by == {"email:bob@x.example": ("person", False), "crm:5": ("source", True)}


def test_names_keep_their_dates(tmp_path: Path) -> None:
    old, new = datetime(2010, 5, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    told: list[Told] = [
        *office(),
        Fact("email:ann@x.example", "seen_name", "Ann Młoda", old),
        Fact("crm:5", "name", "Ann Kowalska"),
        Fact("crm:5", "title", "CEO", new),
        Merge("crm:5", "email:ann@x.example", "CRM contact"),
    ]
    engine = _kept(fill(tmp_path / "log.duckdb", told))
    (item,) = engine.identities("ann@x.example")["items"]
    names = {one["identity"]: one["names"] for one in item["identities"]}
    assert names["crm:5"] == [
        {"value": "Ann Kowalska", "how": "declared", "since": "2026-02-01T00:00:00Z",
         "until": None, "first_seen": None, "last_seen": None},
    ]  # fmt: skip
    assert names["email:ann@x.example"][1:] == [
        {"value": "Ann Młoda", "how": "seen", "since": None, "until": None,
         "first_seen": "2010-05-01T00:00:00Z", "last_seen": "2010-05-01T00:00:00Z"},
    ]  # fmt: skip
    assert item["person"]["name"] in ("Ann Kowalska", "Ann Archer"), "both are declared, undated"


def test_accepting_all_that_is_likely_decides_by_hand(tmp_path: Path) -> None:
    path = fill(tmp_path / "log.duckdb", world())
    engine = _kept(path, automatic_merges=False)
    dry = engine.accept(above=0.9, is_dry_run=True)
    assert (len(dry["items"]) > 0, dry["new"], len(engine.store().decisions())) == (True, 0, 0)
    done = engine.accept(above=0.9)
    assert done["new"] == len(done["items"]) == len(dry["items"])
    renew(engine)
    assert _together(engine, SLACK, MAIL)
    (link,) = engine.identities(SLACK)["items"][0]["joined_by"]
    assert link["by"] == "person"
    assert link["reasons"][0].startswith("accepted: ")
    with pytest.raises(Misuse, match="probability"):
        engine.accept(above=2)


def test_the_effect_is_that_of_really_merging_them(tmp_path: Path) -> None:
    path = fill(tmp_path / "log.duckdb", world())
    engine = _kept(path, automatic_merges=False)
    item = engine.identities_review()["items"][0]
    before = {one["person"]["id"]: one["rank"] for one in engine.influencers(limit=100)["items"]}
    assert item["effect"]["rank_a"] == before[item["a"]["person"]["id"]]
    assert item["effect"]["rank_b"] == before[item["b"]["person"]["id"]]

    engine.merge(SLACK, MAIL, reason="told", is_active=True)
    renew(engine)
    one = engine.person(SLACK)
    assert item["effect"]["rank_after"] == one["rank"]
    assert item["effect"]["influence_after"] == pytest.approx(one["influence"], abs=1e-12)
    ties = engine.ties(SLACK, limit=100)["items"]
    assert item["effect"]["contacts_after"] == len(ties)
    assert item["together"]["contacts"] == item["effect"]["contacts_after"]


def test_over_http_decisions_are_taken_and_taken_back(engine: Engine) -> None:
    body = {"a": "bob@x.example", "b": "x:bob", "reason": "told"}
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        first, again = (client.post("/api/v1/merges", json=body) for _ in range(2))
        back = client.post("/api/v1/merges/undo", json=body)
        wrong = client.post("/api/v1/merges", json={"a": "bob@x.example", "b": "bob@x.example"})
        unknown = client.post("/api/v1/merges", json={**body, "who": "me"})
        listed = client.get("/api/v1/merges").json()
        assert as_json(engine.decisions()) == as_json(listed)
    assert [one.status_code for one in (first, again, back, wrong, unknown)] == [
        200, 200, 200, 400, 422,
    ]  # fmt: skip
    assert (first.json()["new"], again.json()["new"], back.json()["was"]) == (1, 0, "merged")
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "a merge needs two" in wrong.json()["detail"]


def test_people_are_named_by_their_ids_too(engine: Engine) -> None:
    ann, bob = (engine.person(f"{name}@x.example")["person"]["id"] for name in ("ann", "bob"))
    told = engine.merge(ann, bob, reason="told", is_active=True)
    assert (told["a"], told["b"]) == ("email:ann@x.example", "email:bob@x.example")


def test_a_name_that_only_one_person_has_will_do(engine: Engine) -> None:
    told = engine.merge("Katarzyna Nowicka", "bob@x.example", reason="told", is_active=True)

    assert told["a"] == engine.person(MAIL)["person"]["identity"]
    assert told["unknown"] == []


def test_an_identity_that_nobody_has_borne_is_kept_and_told(engine: Engine) -> None:
    said = _run(engine, "merge", "anne@x.example", "ann@x.example", "--reason", "x").stderr

    assert "are merged; shown after" in said
    unknown = "email:anne@x.example is in nothing loaded before the last refresh"
    assert said.count("is in nothing loaded") == said.count(unknown) == 1
    told = engine.merge("Ane", "ann@x.example", reason="told", is_active=False)
    assert told["unknown"] == ["account:Ane"]


def test_whoever_merges_a_look_alike_by_hand_is_told_what_deceives(tmp_path: Path) -> None:
    deceiver = "email:k\u0430tarzyna.nowicka@x.example"  # with a Cyrillic letter
    engine = _kept(fill(tmp_path / "log.duckdb", [*world(), *_with(deceiver, "ann", days=9)]))

    said = _run(engine, "merge", deceiver, MAIL, "--reason", "told").stderr
    answer = engine.merge(deceiver, MAIL, reason="told", is_active=True)

    (why,) = answer["look_alike"]
    assert "(CYRILLIC SMALL LETTER A) is not the one of katarzyna.nowicka@x.example." in why
    assert f"careful: {why} tieline unmerge takes the merge back" in said
    assert (
        engine.merge("ann@x.example", "bob@x.example", reason="", is_active=True)["look_alike"]
        == []
    )


def test_a_misspelt_list_is_no_person_and_the_list_is_named(asked: Engine) -> None:
    done = _run(asked, "identities", "reveiw")

    assert done.exit_code == 2
    assert "did you mean: tieline identities review" in done.stderr


def _run(engine: Engine, *words: str) -> Any:
    asked = [*words, "--store", engine.url]
    return CliRunner().invoke(cli.app, asked, catch_exceptions=False)


@pytest.mark.parametrize("form", ["--json", "--ndjson", "--csv", "--table"])
@pytest.mark.parametrize("what", [[], ["review"], ["look-alikes"], ["decisions"], [SLACK]])
def test_every_list_prints_in_every_form(asked: Engine, what: list[str], form: str) -> None:
    done = _run(asked, "identities", *what, form)
    assert done.exit_code == 0, done.output


def test_the_command_prints_the_very_object(asked: Engine) -> None:
    assert json.loads(_run(asked, "identities", SLACK, "--json").stdout) == asked.identities(SLACK)
    review = json.loads(_run(asked, "identities", "review", "--no-effect", "--json").stdout)
    assert review == asked.identities_review(with_effect=False)


def test_options_that_do_not_belong_are_refused(asked: Engine) -> None:
    for words in (["--no-effect"], ["--above", "0.9"], ["review", "--dry-run"], ["accept"],
                  ["accept", "--above", "7"], ["nobody at all"]):  # fmt: skip
        assert _run(asked, "identities", *words).exit_code == 2, words


def test_a_refusal_says_what_it_did(engine: Engine) -> None:
    said = _run(engine, "unmerge", SLACK, MAIL).stderr
    assert "are kept apart from now on" in said
    assert "kept apart already" in _run(engine, "unmerge", SLACK, MAIL).stderr
    assert "does not hold, because" in _run(
        engine, "merge", "ann@x.example", "noreply@x.example", "--reason", "x"
    ).stderr  # fmt: skip
    assert "are merged; shown after" in _run(
        engine, "merge", SLACK, MAIL, "--reason", "x"
    ).stderr  # fmt: skip


def test_accepting_can_be_tried_first(asked: Engine) -> None:
    done = _run(asked, "identities", "accept", "--above", "0.9", "--dry-run", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["is_dry_run"] is True
