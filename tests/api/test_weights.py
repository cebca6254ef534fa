"""The table of weights: what each row applies to, where it comes from, what it makes of a tie."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from algorithms.weighing import table as weight_table
from api import schemas
from api.app import create_app
from api.cli import app
from api.computing.run_tables import versions
from api.engine import Engine
from graph.errors import Misuse
from graph.model import Interaction, Kind, Receiver, Status
from tests.api.kept import engine_on, fill
from tests.worlds import email

DAY = 29.0  # all of it at one moment: shares are those of weights


def said(
    kind: Kind, channel: str, sender: str, *receivers: str, minutes: float | None = None
) -> Interaction:
    """Something between people of x.example on that day."""
    first = email(sender, *receivers, days=DAY)
    length = None if minutes is None else timedelta(minutes=minutes)
    return replace(
        first, kind=kind, channel=channel, duration=length, id=f"{kind}{channel}{sender}{minutes}"
    )


WORLD = [
    said(Kind.EMAIL, "email", "ann", "bob"),
    said(Kind.CALL, "phone", "ann", "bob", minutes=45),  # 2 x 1.8
    said(Kind.CALL, "phone", "bob", "ann", minutes=0),
    said(Kind.MEETING, "calendar", "ann", "bob", "cat", minutes=60),  # 3 x 4/3 / 2, both ways
    said(Kind.REPLY, "reddit", "cat", "bob"),
    said(Kind.REACTION, "slack", "dan", "ann"),
    said(Kind.POST, "slack", "dan"),
]
BY_ROW = {"email": 1, "call": 3.6, "missed call": 0.2, "meeting": 6 * 2, "reply/reddit": 0.5,
          "reaction": 0.2}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("weights") / "w.duckdb", WORLD)


@pytest.fixture(scope="module")
def engine(store: Path) -> Engine:
    return engine_on(store)


def test_each_row_says_how_much_of_the_log_it_applies_to(engine: Engine) -> None:
    items = {one["row"]: one for one in engine.weights()["items"]}

    total = sum(BY_ROW.values())
    for row, strength in BY_ROW.items():
        assert items[row]["interactions"] == items[row]["tying"] == 1, row
        assert items[row]["share"] == pytest.approx(strength / total), row
    assert (items["post"]["interactions"], items["post"]["tying"]) == (1, 0)
    assert sum(one["share"] for one in items.values()) == pytest.approx(1)
    assert sum(one["interactions"] for one in items.values()) == len(WORLD)


def test_what_the_log_holds_is_told_by_kind_and_channel_with_its_row(engine: Engine) -> None:
    seen = {(one["kind"], one["channel"]): one["row"] for one in engine.weights()["seen"]}

    assert seen == {
        ("email", "email"): "email", ("call", "phone"): "call", ("reply", "reddit"): "reply/reddit",
        ("missed call", "phone"): "missed call", ("meeting", "calendar"): "meeting",
        ("reaction", "slack"): "reaction", ("post", "slack"): "post",
    }  # fmt: skip


def test_a_release_that_holds_another_weight_for_usual_makes_another_run(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = engine_on(store).weights()
    later = dict(weight_table._BY_KEY)
    later["email"] = replace(later["email"], weight=5.0)
    with monkeypatch.context() as changed:
        changed.setattr(weight_table, "_BY_KEY", later)
        versions.cache_clear()
        after = engine_on(store).weights()
    versions.cache_clear()
    again = engine_on(store).weights()

    assert after["run"] != before["run"] == again["run"]
    told = {one["row"]: one["share"] for one in after["items"]}
    total = sum(BY_ROW.values()) + 4
    assert told["email"] == pytest.approx(5 / total)  # and not what was computed before


def test_what_is_usual_has_a_name_of_its_numbers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    before = weight_table.usual_digest({"call": 5.0})
    for change, is_same in (({"why": "said better"}, True), ({"weight": 0.11}, False)):
        later = dict(weight_table._BY_KEY)
        later["reaction/github"] = replace(later["reaction/github"], **change)
        with monkeypatch.context() as changed:
            changed.setattr(weight_table, "_BY_KEY", later)
            assert (weight_table.usual_digest({"call": 5.0}) == before) == is_same


def test_what_is_set_is_told_as_such_and_what_it_overrules(store: Path) -> None:
    items = engine_on(store, weights={"reply": 2.0, "post/slack": 0.1}).weights()["items"]
    rows = {one["row"]: one for one in items}

    assert [rows["reply"][name] for name in ("weight", "default", "origin")] == [2, 1, "setting"]
    assert rows["reply"]["interactions"] == 1
    assert rows["reply/reddit"]["overruled_by"] == "reply"
    assert [rows["post/slack"][name] for name in ("weight", "default")] == [0.1, None]
    assert rows["email"]["overruled_by"] is None


def test_a_channel_that_the_log_does_not_have_is_warned_of(store: Path) -> None:
    (warning,) = engine_on(store, weights={"reaction/slak": 0.1}).weights()["warnings"]

    assert warning.startswith("reaction/slak: nothing in this log came over 'slak'")
    assert "did you mean 'slack'?" in warning


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"emial": 1}, "no kind is called 'emial'; did you mean 'email'?"),
        ({"emial/x": 1}, "no kind is called 'emial'; did you mean 'email'?"),
        ({"reply/": 1}, "'reply/' names no channel; such as reply/slack"),
        ({"reply/x": -1}, "the weight of reply/x must be 0 or more, not -1"),
        ({"missed calls": 1}, "did you mean 'missed call'?"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(
    store: Path, weights: dict[str, float], told: str
) -> None:
    with pytest.raises(Misuse) as refused:
        engine_on(store, weights=weights)
    assert told in str(refused.value)


def test_lengths_that_cannot_be_meant_are_refused(store: Path) -> None:
    for minutes in ({"call": -1}, {"lunch": 40}):
        with pytest.raises(Misuse):
            engine_on(store, typical_minutes=minutes)


def test_a_tie_says_of_every_interaction_what_it_counts_and_why(engine: Engine) -> None:
    told = engine.tie("ann@x.example", "bob@x.example")
    reasons = sorted(one["because"] for one in told["items"])

    assert reasons == [
        "call of 45 minutes: 2 x 1.8",
        "email: 1",
        "meeting of 60 minutes with 2 others: 3 x 1.33 / 2",
        "meeting of 60 minutes with 2 others: 3 x 1.33 / 2",
        "missed call: 0.2",
    ]
    for one in told["items"]:
        factors = one["factors"]
        product = factors["base"] * factors["length"] * factors["size"] * factors["answer"]
        assert product == pytest.approx(one["weight"], rel=1e-12)
    assert told["kind_mix"] == pytest.approx(
        {"meeting": 4 / 8.8, "call": 3.8 / 8.8, "email": 1 / 8.8}
    )


def test_a_missed_call_counts_for_who_called(engine: Engine) -> None:
    items = engine.tie("ann@x.example", "bob@x.example")["items"]
    (missed,) = (one for one in items if one["because"].startswith("missed call"))

    assert (missed["direction"], missed["minutes"], missed["weight"]) == ("in", 0.0, 0.2)


def test_a_call_nobody_took_is_missed_whatever_length_a_system_wrote_down(tmp_path: Path) -> None:
    rung = said(Kind.CALL, "zoho", "ann", "bob", minutes=0.5)
    one = (Receiver("email:bob@x.example", status=Status.UNANSWERED),)
    kept = fill(tmp_path / "z.duckdb", [replace(rung, receivers=one), email("ann", "bob")])

    items = engine_on(kept).tie("ann@x.example", "bob@x.example")["items"]
    assert sorted(one["because"] for one in items) == ["email: 1", "missed call: 0.2"]


def test_an_answer_over_http_is_that_of_the_command_line_and_of_its_schema(
    store: Path, engine: Engine
) -> None:
    client = TestClient(create_app(engine), base_url="http://127.0.0.1")
    asked = client.get("/api/v1/weights")
    shown = CliRunner().invoke(app, ["weights", "--store", str(store), "--json"])

    assert asked.status_code == 200
    schemas.Weights.model_validate(asked.json(), strict=True)
    told = json.loads(shown.stdout)
    assert {**told, "run": 0, "as_of": 0} == {**asked.json(), "run": 0, "as_of": 0}


def test_a_terminal_shows_every_row_with_its_reason(store: Path) -> None:
    shown = CliRunner().invoke(app, ["weights", "--store", str(store)], env={"COLUMNS": "200"})

    assert shown.exit_code == 0
    for text in ("missed call", "one was wanted and not reached", "What this log holds", "phone"):
        assert text in shown.stdout
