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

FANS = ("eve", "fay", "gus", "hal", "ida")


def loved() -> Iterator[Interaction]:
    """Ann writes with everybody she works with; zoe, who writes with few, is liked by many."""
    for day in range(20):
        for k, name in enumerate(("bob", "cat", "dan", "zoe")):
            yield email("ann", name, days=day + k / 10)
            yield email(name, "ann", days=day + k / 10 + 0.05)
        for k, name in enumerate(FANS):
            like = email(name, "zoe", days=day + 0.5 + k / 100)
            yield replace(like, kind=Kind.REACTION, channel="slack", id=f"like {name} {day}")
    yield replace(email("bob", "jim", days=19.9), kind=Kind.CALL, channel="phone", id="call")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("tried") / "tried.duckdb", loved())


@pytest.fixture(scope="module")
def engine(store: Path) -> Engine:
    return engine_on(store)


def ranked(engine: Engine) -> dict[str, int]:
    return {
        one["person"]["identity"]: one["rank"] for one in engine.influencers(limit=100)["items"]
    }


def files(store: Path) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in store.parent.rglob("*")
        if path.is_file()
    }  # fmt: skip


@pytest.mark.parametrize(
    "changes", [{"reaction": 5.0}, {"reaction/slack": 3.0, "email": 0.2}, {"email": 0.0}]
)
def test_whom_it_moves_stands_where_a_run_with_that_setting_has_them(
    engine: Engine, store: Path, changes: dict[str, float]
) -> None:
    found = engine.weights_tried([f"{key}={weight}" for key, weight in changes.items()], limit=100)
    now, then = ranked(engine), ranked(engine_on(store, weights=changes))

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
    found = engine.weights_tried(["reaction=5"])
    change = {one["person"]["identity"]: one["change"] for one in found["items"]}

    assert change["email:zoe@x.example"] > 0
    assert found["risen"] + found["fallen"] == len(change)
    (row,) = found["tried"]
    assert [row[name] for name in ("row", "weight_now", "weight_then", "interactions")] == [
        "reaction", 0.2, 5.0, 100,
    ]  # fmt: skip
    assert row["share_now"] < 0.5 < row["share_then"]


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
    whole = engine.weights_tried(["reaction=5"], limit=100)["items"]
    first = engine.weights_tried(["reaction=5"], limit=2)
    second = engine.weights_tried(["reaction=5"], limit=100, cursor=first["next"])

    assert first["items"] + second["items"] == whole


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
    told: dict[str, Any] = engine.weights_tried(["reaction=5", "email=0.5"], limit=3)
    schemas.WeightsTried.model_validate(told, strict=True)
    http = TestClient(create_app(engine)).get(
        "/api/v1/weights/tried", params={"try": ["reaction=5", "email=0.5"], "limit": 3}
    )
    tries = ["--try", "reaction=5", "--try", "email=0.5", "--limit", "3"]
    line = CliRunner().invoke(app, ["weights", "--store", str(store), "--json", *tries])

    assert http.status_code == 200
    assert http.json() == json.loads(line.stdout) == json.loads(json.dumps(told))


def test_over_http_too_it_says_what_is_wrong(engine: Engine) -> None:
    client = TestClient(create_app(engine))

    unknown = client.get("/api/v1/weights/tried", params={"try": "reactoin=1"})
    assert (unknown.status_code, "did you mean" in unknown.json()["detail"]) == (422, True)
    assert client.get("/api/v1/weights/tried").status_code == 422


def test_a_terminal_shows_whom_it_moves(store: Path) -> None:
    shown = CliRunner().invoke(app, ["weights", "--store", str(store), "--try", "reaction=5"])

    assert shown.exit_code == 0, shown.output
    assert "What is tried" in shown.stdout
    assert "▲" in shown.stdout
    assert "would rise" in shown.stdout
