"""A past moment is told as by a store that never heard of what came later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from algorithms.measures import MEASURES
from api.engine import Engine
from api.render import as_json
from graph.model import Fact, Interaction, Receiver
from tests.api.kept import engine_on, fill
from tests.worlds import START, email

DAY_150 = "2026-06-04T09:00:00Z"
NAMES = ("ann", "bob", "cat", "dan", "eve", "fay")
LATER = ("zoe", "yan", "xen")
CUSTOMERS = ("eve", "fay", "zoe")


def told(until: float) -> list[Interaction]:
    """Six people who write each other every three days; three more come after day 150."""
    mails = [
        _mail(NAMES[k % 6], NAMES[(k + 1 + k * k % 5) % 6], 3.0 * k, f"m{k}") for k in range(64)
    ]
    mails += [
        _mail(who, NAMES[(k + place) % 6], 151.0 + 4 * k + place, f"{who}{k}")
        for place, who in enumerate(LATER)
        for k in range(8)
    ]
    return [mail for mail in mails if mail.at <= START + timedelta(days=until)]


def _mail(sender: str, receiver: str, days: float, name: str) -> Interaction:
    one = email(sender, receiver, days=days, id=name)
    return replace(one, sender=_address(sender), receivers=(Receiver(_address(receiver)),))


def _address(name: str) -> str:
    return f"email:{name}@{'customer' if name in CUSTOMERS else 'x'}.example"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Engine]:
    """A store that knows all 190 days, and one that ends with day 150."""
    folder = tmp_path_factory.mktemp("past")
    whole, ended = (engine_on(fill(folder / f"{day}.duckdb", told(day))) for day in (190, 150))
    whole.refresh()
    ended.refresh()
    return whole, ended


def _ranked(by: str) -> Callable[[Engine], Any]:
    return lambda engine: engine.influencers(by=by, as_of=DAY_150, limit=100)


def _seen_from(whom: str) -> Callable[[Engine], Any]:
    return lambda engine: engine.influencers(around=whom, as_of=DAY_150, limit=100)


ASKED: dict[str, Callable[[Engine], Any]] = {
    **{one.name: _ranked(one.name) for one in MEASURES},
    "influence": _ranked("influence"),
    "seen from ann": _seen_from("person:ann@x.example"),
    "seen from customers": _seen_from("org:customer.example"),
    "how sure": lambda engine: engine.influencers(by="pagerank", intervals=True, as_of=DAY_150),
    "what carries it": lambda engine: engine.explain(
        "ann@x.example", measure="pagerank", as_of=DAY_150
    ),
    "organizations": lambda engine: engine.communities(kind="organizations", as_of=DAY_150),
    "communities": lambda engine: engine.communities(as_of=DAY_150),
    "people": lambda engine: engine.people(as_of=DAY_150, limit=100),
    "a person": lambda engine: engine.person("ann@x.example", as_of=DAY_150),
    "the briefing's counts": lambda engine: {
        **engine.briefing(as_of=DAY_150)["summary"],
        "ahead": None,
    },
}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_whoever_came_later_changes_no_byte_of_a_past_moment(
    both: tuple[Engine, Engine], asked: Callable[[Engine], Any]
) -> None:
    whole, ended = both

    assert as_json(asked(whole)) == as_json(asked(ended))


def test_pagerank_counts_those_alone_who_had_been_heard_of(tmp_path: Path) -> None:
    """Of two people, one of whom writes to the other: 20/57 and 37/57, whoever writes later."""
    mails = [email("ann", "bob"), email("cat", "dan", days=10)]
    engine = engine_on(fill(tmp_path / "one.duckdb", mails))
    engine.refresh()

    found = engine.influencers(by="pagerank", as_of="2026-01-06")

    assert [(one["person"]["identity"], one["score"]) for one in found["items"]] == [
        ("email:bob@x.example", pytest.approx(37 / 57)),
        ("email:ann@x.example", pytest.approx(20 / 57)),
    ]
    assert found["undefined"] == 0


def test_a_change_over_a_time_in_which_people_came_adds_up(both: tuple[Engine, Engine]) -> None:
    whole, _ = both

    standing = whole.changes("ann@x.example", since=DAY_150, by="pagerank")["standing"]

    then = whole.influencers(by="pagerank", as_of=DAY_150, limit=100)["items"]
    (before,) = (one["score"] for one in then if one["person"]["identity"] == "email:ann@x.example")
    assert standing["before"] == before
    parts = sum(part["change"] for part in standing["parts"])
    assert standing["after"] - before == pytest.approx(parts)


def test_who_is_told_of_by_a_file_is_there_before_their_first_mail(tmp_path: Path) -> None:
    mails = [email("ann", "bob"), email("cat", "ann", days=10)]
    listed = Fact("email:cat@x.example", "title", "buyer")
    engine = engine_on(fill(tmp_path / "one.duckdb", [*mails, listed]))
    engine.refresh()

    found = engine.influencers(by="degree", as_of="2026-01-06")

    assert [one["score"] for one in found["items"]] == [1, 1, 0]
