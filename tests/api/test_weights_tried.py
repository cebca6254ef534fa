"""Trying a weight: who would rise and who would fall, and that nothing is kept of it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import schemas
from api.app import create_app
from api.cli import app
from api.engine import Engine
from graph.errors import Misuse
from graph.model import Interaction, Kind
from tests.api.kept import engine_on, fill
from tests.worlds import email


def two_stars() -> Iterator[Interaction]:
    """Ann has five who write to her, zoe five who like what she posts; the two write each other."""
    for day in range(20):
        for k in range(5):
            at = day + k / 100
            yield email(f"writer{k}", "ann", days=at)
            like = email(f"fan{k}", "zoe", days=at)
            yield replace(like, kind=Kind.REACTION, channel="slack", id=f"like {k} {day}")
        yield email("ann", "zoe", days=day + 0.5)
        yield email("zoe", "ann", days=day + 0.6)
    yield replace(email("writer1", "jim", days=19.9), kind=Kind.CALL, channel="phone", id="call")
    for k in range(
        4
    ):  # so long ago that only a heavier like is still alive: 0.2 * 2 ** -(130 / 30)
        like = email("zoe", f"idol{k}", days=-110)
        yield replace(like, kind=Kind.REACTION, channel="slack", id=f"old like {k}")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("tried") / "tried.duckdb", two_stars())


@pytest.fixture(scope="module")
def engine(store: Path) -> Engine:
    return engine_on(store)


def ranked(engine: Engine, by: str) -> dict[str, int]:
    items = engine.influencers(by=by, limit=100)["items"]
    return {one["person"]["identity"]: one["rank"] for one in items}


def files(store: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in store.parent.rglob("*")
        if path.is_file()
    }  # fmt: skip


@pytest.mark.parametrize("by", ["influence", "pagerank", "in_strength"])
@pytest.mark.parametrize(
    "changes", [{"reaction": 5.0}, {"reaction/slack": 3.0, "email": 0.2}, {"email": 0.0}]
)
def test_whom_it_moves_stands_where_a_run_with_that_setting_has_them(
    engine: Engine, store: Path, changes: dict[str, float], by: str
) -> None:
    tries = [f"{key}={weight}" for key, weight in changes.items()]
    found = engine.weights_tried(tries, by=by, limit=100)
    now, then = ranked(engine, by), ranked(engine_on(store, weights=changes), by)

    for item in found["items"]:
        who = item["person"]["identity"]
        assert (item["rank_now"], item["rank_then"]) == (now[who], then[who])
    both = now.keys() & then.keys()
    assert found["ranked"] == len(both)
    assert {one["person"]["identity"] for one in found["gone"]} == now.keys() - then.keys()
    assert {one["person"]["identity"] for one in found["new"]} == then.keys() - now.keys()
    if now.keys() == then.keys():
        moved = {who for who in both if now[who] != then[who]}
        assert {one["person"]["identity"] for one in found["items"]} == moved


def test_who_is_liked_rises_where_likes_count_more(engine: Engine) -> None:
    found = engine.weights_tried(["reaction=5"], by="in_strength")
    items = {one["person"]["identity"]: one for one in found["items"]}

    # a day brings ann five mails and one of zoe's, zoe five likes and one of ann's
    zoe, ann = items["email:zoe@x.example"], items["email:ann@x.example"]
    assert (zoe["rank_now"], zoe["rank_then"], zoe["change"]) == (2, 1, 1)
    assert (ann["rank_now"], ann["rank_then"], ann["change"]) == (1, 2, -1)
    assert found["risen"] + found["fallen"] == len(items)
    (row,) = found["tried"]
    assert [row[name] for name in ("row", "weight_now", "weight_then", "interactions")] == [
        "reaction", 0.2, 5.0, 104,
    ]  # fmt: skip
    # 100 mails to ann, 100 likes, 40 mails between the two, nearly all of one age; and a call
    assert row["share_now"] == pytest.approx(20 / 162, abs=0.01)
    assert row["share_then"] == pytest.approx(500 / 642, abs=0.01)


def test_who_was_liked_long_ago_has_a_place_where_likes_last_longer(engine: Engine) -> None:
    found = engine.weights_tried(["reaction=5"])

    assert {one["person"]["identity"] for one in found["new"]} == {
        f"email:idol{k}@x.example" for k in range(4)
    }
    assert found["by"] == "influence"


def test_a_rank_that_others_share_says_with_how_many(engine: Engine, store: Path) -> None:
    found = engine.weights_tried(["email=0"], by="in_strength", limit=100)

    told = {
        one["person"]["identity"][6:9]: [
            one[name] for name in ("rank_now", "tied_now", "rank_then", "tied_then")
        ]
        for one in found["items"]
    }
    # without mails, nothing reaches ann, as it reaches none of the five writers and five fans
    assert told["ann"] == [1, 0, 7, 10]
    # and zoe is first by her likes, jim second by his call, the four who are liked third
    assert (told["zoe"], told["jim"], told["ido"]) == ([2, 0, 1, 0], [3, 0, 2, 0], [4, 3, 3, 3])
    tried = ["--try", "email=0", "--by", "in_strength"]
    shown = CliRunner().invoke(
        app, ["weights", "--store", str(store), *tried], env={"COLUMNS": "200"}
    )
    (ann,) = (line.split() for line in shown.stdout.splitlines() if line.startswith("ann"))
    assert ann[-4:] == ["1", "=7", "▼", "6"]


def test_the_weights_that_there_are_move_nobody(engine: Engine) -> None:
    found = engine.weights_tried(["reaction=0.2", "email=1", "call/phone=2"])

    assert (found["items"], found["risen"], found["fallen"]) == ([], 0, 0)
    assert (found["new_total"], found["gone_total"]) == (0, 0)


def test_who_is_known_by_calls_alone_is_gone_where_calls_count_nothing(engine: Engine) -> None:
    found = engine.weights_tried(["call=0"])

    assert [one["person"]["identity"] for one in found["gone"]] == ["email:jim@x.example"]


def test_nothing_is_kept_of_what_was_tried(engine: Engine, store: Path) -> None:
    before = (engine.influencers(limit=100), files(store))
    engine.weights_tried(["reaction=5", "email=0.1"])

    assert (engine.influencers(limit=100), files(store)) == before


def test_the_pages_of_a_long_list_follow_each_other(engine: Engine) -> None:
    whole, first = (
        engine.weights_tried(["reaction=5"], by="pagerank", limit=limit) for limit in (100, 2)
    )
    second = engine.weights_tried(["reaction=5"], by="pagerank", limit=100, cursor=first["next"])

    assert first["items"] + second["items"] == whole["items"]


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (["reactoin=1"], "no kind is called 'reactoin'; did you mean 'reaction'?"),
        (["reaction"], "such as reaction=1, not 'reaction'"),
        (["reaction=much"], "such as reaction=1, not 'reaction=much'"),
        (["reaction=nan"], "such as reaction=1"),
        (["reaction=-1"], "must be 0 or more"),
        (["reaction=inf"], "must be 0 or more"),
        (["reaction/=1"], "names no channel"),
        (["=1"], "such as reaction=1"),
        (["reaction=1", "reaction=2"], "is given twice"),
        ([], "no weight to try is given"),
    ],
)
def test_what_is_no_weight_is_refused_with_what_to_write(
    engine: Engine, told: list[str], reason: str
) -> None:
    with pytest.raises(Misuse, match=reason.replace("?", r"\?")):
        engine.weights_tried(told)


def test_it_is_one_answer_in_a_terminal_and_over_http(engine: Engine, store: Path) -> None:
    told: dict[str, Any] = engine.weights_tried(["reaction=5", "email=0.5"], by="pagerank", limit=3)
    schemas.WeightsTried.model_validate(told, strict=True)
    http = TestClient(create_app(engine), base_url="http://127.0.0.1").get(
        "/api/v1/weights/tried",
        params={"try": ["reaction=5", "email=0.5"], "by": "pagerank", "limit": 3},
    )
    tries = ["--try", "reaction=5", "--try", "email=0.5", "--by", "pagerank", "--limit", "3"]
    line = CliRunner().invoke(app, ["weights", "--store", str(store), "--json", *tries])

    assert http.status_code == 200
    assert http.json() == json.loads(line.stdout) == json.loads(json.dumps(told))


def test_over_http_too_it_says_what_is_wrong(engine: Engine) -> None:
    client = TestClient(create_app(engine), base_url="http://127.0.0.1")

    unknown = client.get("/api/v1/weights/tried", params={"try": "reactoin=1"})
    assert (unknown.status_code, "did you mean" in unknown.json()["detail"]) == (400, True)
    for wrong in (
        {},
        {"try": "reaction=1", "of": "org:x"},
        {"try": "email=1", "by": "participation"},
    ):
        assert client.get("/api/v1/weights/tried", params=wrong).status_code == 422
    with pytest.raises(Misuse, match="reads groups or conversations"):
        engine.weights_tried(["email=1"], by="participation")


def test_a_terminal_shows_whom_it_moves(store: Path) -> None:
    shown = CliRunner().invoke(
        app,
        ["weights", "--store", str(store), "--try", "reaction=5", "--by", "in_strength"],
        env={"COLUMNS": "200"},
    )

    assert shown.exit_code == 0, shown.output
    assert "What is tried" in shown.stdout
    assert "▲" in shown.stdout
    assert "would rise" in shown.stdout
