"""Whom to write to next: by hand, and what holds of every list."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.engine import Engine
from graph.errors import Misuse, UnknownName
from graph.model import Fact, Interaction, Kind, Merge, Receiver
from tests.api.kept import engine_on, fill
from tests.api.next_told import OURS, of, said, short
from tests.worlds import START, email

Told = Interaction | Fact | Merge


def between(ours: str, theirs: str, day: float, *, back: bool = False) -> Interaction:
    """A mail between ours at x.example and ``cat@customer.example``, there or back."""
    a, b = f"email:{ours}@x.example", f"email:{theirs}.example"
    sender, receiver = (b, a) if back else (a, b)
    return replace(email(ours, days=day), sender=sender, receivers=(Receiver(receiver),))


def talk(ours: str, theirs: str, days: Iterable[float]) -> Iterator[Interaction]:
    for day in days:
        yield between(ours, theirs, day)
        yield between(ours, theirs, day + 0.4, back=True)


def firm() -> Iterator[Told]:
    """Ann keeps five customers; cat fades, dot does not answer, bob left, eve shares one with ann.

    The log is alive until day 200. Cat was written to every 5 days until day 150. Of dot's firm
    ann is in touch with dan as well, and dot used to be called. Bob wrote to gus until day 150
    and has left; fay was bob's until ann took over.
    """
    for name in ("kim", "lee"):
        yield from talk("ann", f"{name}@north", range(0, 200, 7))
    yield from talk("ann", "cat@south", range(0, 151, 5))
    yield from talk("ann", "dot@east", range(0, 150, 6))
    for day in range(156, 200, 5):
        yield between("ann", "dot@east", day)
    yield replace(between("ann", "dot@east", 120), kind=Kind.CALL)
    yield from talk("ann", "dan@east", range(3, 200, 7))
    yield from talk("bob", "gus@west", range(0, 151, 5))
    yield from talk("bob", "fay@west", range(0, 140, 5))
    yield from talk("ann", "fay@west", range(120, 200, 4))
    yield from talk("eve", "cat@south", range(2, 100, 30))
    yield from talk("eve", "hal@north", range(0, 200, 4))
    for k, name in enumerate(("ann", "bob", "eve", "ann")):
        yield email(name, "eve" if name != "eve" else "ann", days=140 + k)
    left = START + timedelta(days=155)
    yield Fact("email:bob@x.example", "organization", OURS, START, left)
    yield from talk("ann", "robot@south", range(0, 150, 5))
    yield Fact("email:robot@south.example", "kind", "bot")
    yield Fact("email:ann@x.example", "name", "Ann Archer")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("firm")
    return engine_on(fill(folder / "firm.duckdb", firm()), own_organizations=[OURS])


def people(answer: dict[str, Any]) -> list[str | None]:
    return [short(item["person"]) for item in answer["items"]]


def test_those_who_are_being_lost_are_listed_and_those_in_their_rhythm_are_not(
    engine: Engine,
) -> None:
    found = engine.next_contacts(limit=50)

    assert {"cat", "gus"} <= set(people(found))
    assert {"kim", "lee", "dan", "hal", "fay"}.isdisjoint(people(found))
    assert "robot" not in people(found)


def test_every_number_of_the_formula_is_there_and_fits(engine: Engine) -> None:
    for item in engine.next_contacts(limit=50)["items"]:
        assert item["score"] == pytest.approx(item["value"] * item["loss"] * item["gain"])
        if item["p_contact"] is not None and item["occasion"] is None:
            void = item["pressure"]["value"] if item["pressure"]["state"] == "void" else 0.0
            assert item["loss"] == pytest.approx(max(1 - item["p_contact"], void))
        told = {one["measure"]: one["value"] for one in item["reasons"]}
        assert told["value"] == pytest.approx(item["value"])
        if item["owner"]:
            assert "reach" in told
    cat = of(engine.next_contacts(limit=50), "cat")
    tie = engine.tie("ann@x.example", "cat@south.example")["tie"]
    cat_influence = engine.person("cat@south.example")["influence"]
    assert cat["value"] == pytest.approx(tie["strength_before"] * (1 + cat_influence))
    assert (cat["usual_gap_days"], cat["state"]) == (tie["usual_gap_days"], tie["state"])
    assert cat["due_at"] == tie["cools_at"]


def test_who_does_not_answer_is_to_be_reached_another_way(engine: Engine) -> None:
    found = engine.next_contacts(me="Ann Archer", limit=50)
    (void,) = found["void"]

    assert (short(void["owner"]), short(void["person"])) == ("ann", "dot")
    pressure = void["pressure"]
    assert (pressure["state"], pressure["unanswered"]) == ("void", 9)
    assert pressure["value"] > 0.95
    assert pressure["answered_share"] > 0.9
    assert pressure["text"].startswith("you have written 9 times since they were last heard from")
    assert pressure["text"].endswith("you are writing to the void")
    assert void["instead"]["kind"] == "call"
    assert short(void["instead"]["person"]) == "dan"
    dot = of(found, "dot")
    assert (dot["action"], dot["instead"]["text"]) == ("another channel", void["instead"]["text"])
    assert dot["gain"] == 1


def test_one_who_has_left_hands_over(engine: Engine) -> None:
    """Gus was bob's; ann knows fay at the same firm, so she is asked."""
    gus = of(engine.next_contacts(limit=50), "gus")

    assert (short(gus["owner"]), short(gus["held_by"]), gus["action"]) == (
        "ann",
        "bob",
        "hand over",
    )
    assert gus["reasons"][0]["text"].startswith("with bob@x.example, who has left: usually every ")


def test_who_was_handed_over_already_is_left_in_peace(engine: Engine) -> None:
    assert "fay" not in people(engine.next_contacts(limit=50))


def test_of_several_who_know_somebody_the_nearest_writes(engine: Engine) -> None:
    assert short(of(engine.next_contacts(limit=50), "cat")["owner"]) == "ann"
    assert people(engine.next_contacts(owner="eve@x.example", limit=50)) in (["cat"], [])


def test_a_list_of_one_names_only_them_as_owner(engine: Engine) -> None:
    found = engine.next_contacts(me="ann@x.example", limit=50)

    assert short(found["me"]) == "ann"
    assert {short(item["owner"]) for item in found["items"]} == {"ann"}
    assert {short(one["person"]) for one in found["owners"]} == {"ann"}
    assert found["is_outward"]
    assert found["items"] == engine.next_contacts(owner="ann@x.example", limit=50)["items"]


def test_colleagues_are_meant_only_where_they_are_asked_for(engine: Engine) -> None:
    for item in engine.next_contacts(me="ann@x.example", limit=50)["items"]:
        assert item["person"]["organization"] != OURS
    asked = engine.next_contacts(me="ann@x.example", of=OURS, limit=50)
    assert not asked["is_outward"]
    assert {item["person"]["organization"] for item in asked["items"]} <= {OURS, None}


def test_it_can_be_asked_about_some(engine: Engine) -> None:
    assert set(people(engine.next_contacts(of="org:south.example", limit=50))) == {"cat"}


def test_pages_of_the_list_are_the_list(engine: Engine) -> None:
    whole = engine.next_contacts(limit=50)
    first = engine.next_contacts(limit=1)

    rest = engine.next_contacts(limit=50, cursor=first["next"])
    assert first["items"] + rest["items"] == whole["items"]


def test_whose_list_is_said_once_and_of_somebody_known(engine: Engine) -> None:
    with pytest.raises(Misuse, match="give one of them"):
        engine.next_contacts(me="ann@x.example", owner="eve@x.example")
    with pytest.raises(UnknownName, match="zoe"):
        engine.next_contacts(me="zoe")


def test_without_an_organization_of_ours_it_must_be_said_whose(tmp_path: Path) -> None:
    def bare(name: str, other: str, day: float) -> Interaction:
        found = email(name, days=day)
        return replace(found, sender=f"account:{name}", receivers=(Receiver(f"account:{other}"),))

    told = [bare(a, b, 5 * k + 0.1 * (a == "2")) for k in range(20)
            for a, b in (("1", "2"), ("2", "1"))]  # fmt: skip
    told += [bare(a, b, day) for day in range(0, 160, 4) for a, b in (("1", "3"), ("3", "1"))]
    engine = engine_on(fill(tmp_path / "bare.duckdb", told))

    with pytest.raises(Misuse, match="--me"):
        engine.next_contacts()
    found = engine.next_contacts(me="account:1")
    assert [item["person"]["identity"] for item in found["items"]] == ["account:2"]
    assert not found["is_outward"]


# -- what holds of every list -------------------------------------------------------------------


def drawn(seed: int) -> list[Told]:
    rng = random.Random(seed)  # noqa: S311
    ours = [f"o{k}" for k in range(4)]
    theirs = [f"t{k}@f{k % 3}" for k in range(12)]
    told: list[Told] = []
    for us in ours:
        for them in rng.sample(theirs, 7):
            end, gap = rng.choice((60, 120, 170, 200)), rng.choice((3, 5, 9, 20))
            start, answers = rng.uniform(0, 30), rng.random()
            for k in range(int((end - start) / gap)):
                day = start + k * gap + rng.uniform(0, 1)
                told.append(between(us, them, day))
                if rng.random() < answers:
                    told.append(between(us, them, day + rng.uniform(0.1, 4), back=True))
    for k, kind in enumerate(("bot", "list", "shared mailbox")):
        told.append(Fact(f"email:t{k}@f{k}.example", "kind", kind))
    told.append(Fact("email:t5@f2.example", "birthday", "07-24"))
    told.append(Fact("email:t6@f0.example", "remind_every", "10"))
    told.append(Fact("org:f1.example", "renewal", "2026-07-30"))
    told.append(Fact("email:o0@x.example", "organization", OURS, START, START + timedelta(days=90)))
    return told


@pytest.mark.parametrize("seed", range(4))
def test_no_list_asks_too_much_or_for_the_wrong_people(tmp_path: Path, seed: int) -> None:
    told = drawn(seed)
    engine = engine_on(fill(tmp_path / "a.duckdb", told), own_organizations=[OURS])
    found = engine.next_contacts(limit=500)

    assert found["items"]
    assert len(set(people(found))) == len(found["items"])
    for one in found["owners"]:
        mine = [item for item in found["items"] if item["owner"] == one["person"]]
        assert len(mine) == one["suggested"] <= one["room"] <= max(one["reach"] + 0.5, 0)
    scores = [item["score"] for item in found["items"]]
    assert scores == sorted(scores, reverse=True)
    for item in found["items"]:
        assert short(item["person"]) not in ("t0", "t1", "t2")
        assert item["person"]["organization"] != OURS
        assert item["owner"] is None or item["owner"]["organization"] == OURS
        assert 0 <= item["loss"] <= 1
        assert 0 <= item["gain"] <= 1

    random.Random(seed + 99).shuffle(told)  # noqa: S311
    again = engine_on(fill(tmp_path / "b.duckdb", told), own_organizations=[OURS])
    assert again.next_contacts(limit=500) == found


def test_the_table_says_who_and_why(engine: Engine) -> None:
    shown = said(engine.url, "next", "--me", "Ann Archer")
    assert "Whom Ann Archer (x.example) should write to next" in shown
    assert "You are writing to the void" in shown
    assert "try a call" in shown
    assert "people a week" in shown
    assert "Whom to write to next" in said(engine.url, "next")
    stranger = said(engine.url, "next", "--me", "kim@north.example")
    assert "is none of ours" in stranger
    assert "you reach" not in stranger


@pytest.mark.parametrize("as_of", [None, "2020-01-01"])
def test_where_there_is_nobody_to_write_to_the_list_is_empty(
    tmp_path: Path, as_of: str | None
) -> None:
    mails = [email("ann", "bob"), email("bob", "ann", days=1)]
    told: list[Told] = [*mails, Fact(OURS, "renewal", "2026-01-20")]
    engine = engine_on(fill(tmp_path / "two.duckdb", told))

    assert engine.next_contacts(as_of=as_of)["items"] == []
    assert engine.next_contacts(me="ann@x.example", as_of=as_of)["items"] == []
    assert engine.occasions(as_of=as_of)["items"] == []
