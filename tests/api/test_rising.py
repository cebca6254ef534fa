"""Who rises and who falls, by hand: a small office in which one takes over from another."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api import cli
from api.answers.moving import lately_moved
from api.engine import Engine
from graph.errors import Misuse, UnknownName
from graph.model import Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import email

OTHERS = ("bob", "cid", "dan", "eve", "fay", "gus")


def handover() -> Iterator[Interaction]:
    """Ann is everybody's contact until day 100, zoe from then on; hal comes, ian leaves."""
    for day in range(0, 150, 3):
        head = "ann" if day < 100 else "zoe"
        for k, name in enumerate(OTHERS):
            yield email(name, head, days=day + k / 10)
            yield email(head, name, days=day + 1 + k / 10)
        yield email("zoe", "ann", days=day + 0.8)
        yield email("ann", "zoe", days=day + 0.9)
        yield email("bob", "cid", days=day + 0.95)
    for day in range(120, 150, 5):
        yield email("hal", "bob", days=day + 0.7)
        yield email("bob", "hal", days=day + 0.75)
    yield email("ian", "bob", days=1.3)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("handover")
    return engine_on(fill(folder / "handover.duckdb", list(handover())))


SINCE = "2026-04-10"  # day 95
HALF_LIFE = 5.0  # days, so that ann's old contacts are over in a month


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["person"]["identity"].split(":")[1].split("@")[0] for item in items]


def test_who_took_over_rises_and_who_handed_over_falls(engine: Engine) -> None:
    up = engine.rising(since=SINCE, half_life_days=HALF_LIFE)
    down = engine.rising(since=SINCE, half_life_days=HALF_LIFE, falling=True)

    assert names(up["items"])[0] == "zoe"
    assert names(down["items"])[0] == "ann"
    assert (up["is_falling"], down["is_falling"]) == (False, True)
    assert up["since"] == "2026-04-10T00:00:00Z"
    assert set(names(up["items"])).isdisjoint(names(down["items"]))


def test_ranks_and_values_are_those_of_both_moments(engine: Engine) -> None:
    found = engine.rising(since=SINCE, half_life_days=HALF_LIFE, limit=50)
    now, then = (
        {item["person"]["id"]: item for item in engine.influencers(
            as_of=as_of, half_life_days=HALF_LIFE, limit=50)["items"]}
        for as_of in (None, SINCE)
    )  # fmt: skip

    for item in found["items"]:
        who = item["person"]["id"]
        assert item["rank_now"] == now[who]["rank"]
        assert item["rank_then"] == then[who]["rank"]
        assert item["tied_then"] == then[who]["tied_with"]
        assert (item["value_now"], item["value_then"]) == (now[who]["score"], then[who]["score"])
        assert item["change"] > 0 < item["rise"]


def test_the_reasons_say_in_people_what_changed(engine: Engine) -> None:
    zoe = engine.rising(since=SINCE, half_life_days=HALF_LIFE)["items"][0]
    ann = engine.rising(since=SINCE, half_life_days=HALF_LIFE, falling=True)["items"][0]

    texts = [one["text"] for one in zoe["reasons"]]
    # of old only ann wrote to her; now the six others do as well
    assert any(text.startswith("6 more people turn to them") for text in texts), texts
    assert any("6 fewer people" in one["text"] for one in ann["reasons"]), ann["reasons"]


def test_newcomers_and_leavers_are_told_apart_and_have_not_moved(engine: Engine) -> None:
    found = engine.rising(since="2026-01-20", half_life_days=HALF_LIFE, limit=50)

    assert (names(found["new"]), found["new_total"]) == (["hal"], 1)
    assert (names(found["gone"]), found["gone_total"]) == (["ian"], 1)
    for falling in (False, True):
        items = engine.rising(
            since="2026-01-20", half_life_days=HALF_LIFE, limit=50, falling=falling
        )["items"]
        assert {"hal", "ian"}.isdisjoint(names(items))


def test_equal_changes_share_a_rank(engine: Engine) -> None:
    items = engine.rising(since=SINCE, by="degree", half_life_days=HALF_LIFE, limit=50)["items"]

    for item in items:
        sharing = [one for one in items if one["rank"] == item["rank"]]
        assert item["tied_with"] == len(sharing) - 1
        assert len({one["rise"] for one in sharing}) == 1


def test_one_measure_can_be_followed_as_well(engine: Engine) -> None:
    first = engine.rising(since=SINCE, by="in_degree", half_life_days=HALF_LIFE)["items"][0]

    assert (first["value_then"], first["value_now"]) == (1, 7)  # ann; then the six others too
    assert first["reasons"][0]["measure"] == "in_degree"
    assert first["reasons"][0]["text"].startswith("6 more people turn to them (7, before 1)")


def test_only_those_asked_for_are_compared(engine: Engine) -> None:
    found = engine.rising(since=SINCE, half_life_days=HALF_LIFE, of="person:zoe@x.example")

    assert found["items"] == []  # alone among themselves, nobody passes anybody


def test_the_briefing_names_the_same_people(engine: Engine) -> None:
    page = engine.briefing()
    for name, falling in (("rising", False), ("falling", True)):
        items = engine.rising(falling=falling, limit=5)["items"]
        assert [one["person"] for one in page[name]] == [one["person"] for one in items]
        told = [(one["rank"], one["rank_before"], one["change"]) for one in page[name]]
        assert told == [(one["rank_now"], one["rank_then"], one["change"]) for one in items]
    assert lately_moved(engine.run())[1].max() > 0


def test_the_other_moment_lies_four_weeks_back_unless_said(engine: Engine) -> None:
    found = engine.rising()
    run = engine.run()

    assert engine.run(as_of=found["since"]).as_of == run.as_of - 28 * 86_400_000_000


def test_before_the_log_began_everybody_is_new(engine: Engine) -> None:
    found = engine.rising(since="2020-01-01")

    assert found["items"] == []
    assert found["new_total"] == len(engine.influencers(limit=100)["items"])


def test_pages_of_the_list_are_the_list(engine: Engine) -> None:
    def asked(limit: int, cursor: str | None = None) -> dict[str, Any]:
        return engine.rising(since=SINCE, half_life_days=HALF_LIFE, limit=limit, cursor=cursor)

    first = asked(1)
    second = asked(50, first["next"])

    assert first["items"] + second["items"] == asked(50)["items"]


def test_the_table_says_who_and_why(engine: Engine) -> None:
    asked = ["--store", engine.url, "rising", "--since", SINCE, "--half-life", "5"]
    said = CliRunner().invoke(cli.app, asked, env={"COLUMNS": "200"}).stdout

    assert "Who has risen in influence since 2026-04-10" in said
    assert "log2 of (place then + 1) / (place now + 1)" in " ".join(said.split())
    assert "▲" in said
    assert "1 new: hal" in said


@pytest.mark.parametrize("since", ["2026-12-01", "now", "yesterday"])
def test_the_other_moment_must_lie_before(engine: Engine, since: str) -> None:
    with pytest.raises(Misuse):
        engine.rising(since=since)


def test_an_unknown_measure_is_told(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="no measure is called 'fame'"):
        engine.rising(by="fame")


def test_the_demo_of_a_handover_needs_no_more_than_its_store(tmp_path: Path) -> None:
    engine = engine_on(fill(tmp_path / "two.duckdb", [email("ann", "bob")]))

    assert engine.rising()["items"] == []
    assert engine.rising()["new_total"] == 2
