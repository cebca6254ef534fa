"""User names in a store: the platform's word makes one person, decisions come first, all undone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from api.engine import Engine
from api.refresh import refresh
from graph.model import Fact, Interaction, Merge, Receiver
from tests.api.kept import engine_on, fill, office
from tests.graph.records import mail

Told = Interaction | Fact | Merge
LATE = datetime(2026, 2, 1, tzinfo=UTC)


def mention(day: int) -> Interaction:
    """Somebody mentions @ann_x, on a day of January 2026."""
    said = mail("bob", "ann", id=f"mention {day}", days=day)
    return replace(said, channel="x", sender="x:7", receivers=(Receiver("x:@ann_x"),))


def asked(path: Path, told: Sequence[Told], **flags: object) -> Engine:
    made = engine_on(fill(path / "log.duckdb", [*office(), *told]), **flags)
    refresh(made.url, made.settings, made.clock())
    return made


def together(engine: Engine, one: str, other: str) -> bool:
    return bool(engine.person(one)["person"]["id"] == engine.person(other)["person"]["id"])


def test_an_account_and_the_mention_of_its_name_are_one_person_by_its_platform(
    tmp_path: Path,
) -> None:
    engine = asked(tmp_path, [mention(3), Fact("x:12", "handle", "@Ann_X")], automatic_merges=False)

    (item,) = engine.identities("x:12")["items"]
    assert [one["identity"] for one in item["identities"]] == ["x:12", "x:@ann_x"]
    (why,) = item["joined_by"]
    assert (why["by"], why["score"], why["at"], why["holds"]) == ("source", None, None, True)
    assert why["reasons"] == ["The account x:12 is called @ann_x, as its platform says."]
    assert engine.decisions()["items"] == []  # found, and nowhere kept


def test_two_that_claim_a_name_wait_for_review_and_are_two_people(tmp_path: Path) -> None:
    claims = [Fact("x:12", "handle", "@ann_x"), Fact("x:99", "handle", "@ann_x")]
    engine = asked(tmp_path, [mention(3), *claims])

    assert not together(engine, "x:12", "x:@ann_x")
    assert not together(engine, "x:12", "x:99")
    listed = engine.identities_review(with_effect=False)["items"]
    pairs = {(one["a"]["identity"], one["b"]["identity"]) for one in listed}
    assert {("x:12", "x:@ann_x"), ("x:99", "x:@ann_x")} <= pairs
    assert all("Several accounts have been called @ann_x" in one["reasons"][0] for one in listed)
    assert {one["score"] for one in listed} == {1 / 3}, "either of them, or somebody else"


def test_of_two_claimants_no_bulk_decision_makes_one_person_and_one_decision_settles_both(
    tmp_path: Path,
) -> None:
    claims = [Fact("x:12", "handle", "@ann_x"), Fact("x:99", "handle", "@ann_x")]
    engine = asked(tmp_path, [mention(3), *claims])
    before = engine.run().name
    assert engine.accept(above=0.5)["items"] == []

    engine.merge("x:99", "x:@ann_x", reason="she says so", is_active=True)
    refresh(engine.url, engine.settings, engine.clock())
    assert together(engine, "x:99", "x:@ann_x")
    assert not together(engine, "x:12", "x:@ann_x")
    assert engine.identities_review(with_effect=False)["total"] == 0

    engine.merge("x:99", "x:@ann_x", reason="an error", is_active=False)
    refresh(engine.url, engine.settings, engine.clock())
    assert engine.run().name == before
    listed = engine.identities_review(with_effect=False)["items"]
    assert [(one["a"]["identity"], one["b"]["identity"]) for one in listed] == [
        ("x:12", "x:@ann_x"),  # what was taken back is not suggested again
    ]


def test_what_somebody_took_apart_stays_apart_until_merged_again(tmp_path: Path) -> None:
    engine = asked(tmp_path, [mention(3), Fact("x:12", "handle", "@ann_x")])
    before = engine.run().name
    for is_active in (False, True):
        engine.merge("x:12", "x:@ann_x", reason="told", is_active=is_active)
        refresh(engine.url, engine.settings, engine.clock())
        assert together(engine, "x:12", "x:@ann_x") is is_active
        assert engine.identities_review(with_effect=False)["total"] == 0
    assert engine.run().name == before


def test_a_name_told_by_a_bot_is_a_bot(tmp_path: Path) -> None:
    account = [Fact("x:12", "handle", "@ann_x"), Fact("x:12", "kind", "bot")]
    engine = asked(tmp_path, [mention(3), *account])

    assert together(engine, "x:12", "x:@ann_x")


def test_an_account_seen_with_a_name_after_the_mentions_alone_is_that_name(tmp_path: Path) -> None:
    claims = [Fact("x:12", "handle", "@ann_x", LATE), Fact("x:99", "handle", "@ann_x")]
    engine = asked(tmp_path, [mention(3), *claims])

    assert together(engine, "x:12", "x:@ann_x")
    assert not together(engine, "x:99", "x:@ann_x")
