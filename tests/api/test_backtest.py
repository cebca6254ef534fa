"""A back-test on every face: asked, kept, drawn, applied and taken back."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from typer.testing import CliRunner, Result

from algorithms.liveness.cuts import LABELS
from api import cli, schemas
from api.app import create_app
from api.engine import Engine
from api.learned import Learned, apply, learned, learned_file
from api.questions.backtested import backtest_folder
from api.settings import origins, settings
from graph.errors import EngineError, Misuse, NothingYet
from graph.model import Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import email

FIGURES = ("auc", "average_precision", "brier", "calibration_error")


def lives() -> Iterator[Interaction]:
    """Pairs of thirty people with five or so contacts each, which end one after another."""
    dice = np.random.default_rng(5)
    for k in range(140):
        end = min(dice.exponential(200), 190)
        for day in np.sort(dice.random(dice.poisson(dice.uniform(0.08, 0.4) * end)) * end):
            yield email(f"hub{k % 30}", f"one{k}", days=float(day))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A store, and the back-test that the first to ask has made there."""
    path = fill(tmp_path_factory.mktemp("lives") / "lives.duckdb", lives())
    return path, engine_on(path).backtest()


def asked(path: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.app, ["backtest", "--store", str(path), *words])


def copied(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """The store with what is kept of it, for a test that changes something."""
    folder = tmp_path / "copy"
    shutil.copytree(made[0].parent, folder)
    return folder / made[0].name


def test_model_and_rules_are_told_with_their_figures(made: tuple[Path, dict[str, Any]]) -> None:
    answer = made[1]

    assert (answer["label"], answer["horizon_days"]) == ("silent", 21)
    for one in (answer["model"], *answer["rules"]):
        assert all(0 <= one[name] <= 1 for name in FIGURES), one["name"]
        assert all(one[f"{name}_low"] <= one[f"{name}_high"] for name in FIGURES)
    assert answer["model"]["name"] == "model"
    assert {"days since last", "fixed 30 days", "fixed 90 days", "count", "decay"} <= {
        one["name"] for one in answer["rules"]
    }
    assert sum(one["cases"] for one in answer["reliability"]) == answer["cases"]
    assert abs(answer["leak_check"]["auc"] - 0.5) < 0.04
    assert len(answer["leak_check"]["by_shuffle"]) == 20
    TypeAdapter(schemas.BacktestAnswer).validate_json(json.dumps(answer), strict=True)


def test_what_is_kept_is_not_made_again(
    made: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_made(*_args: object, **_more: object) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr("api.questions.backtested.in_child", none_made)

    assert engine_on(made[0]).backtest() == made[1]
    with pytest.raises(AssertionError, match="made again"):
        engine_on(made[0]).backtest(label="weakened")


def test_an_interrupted_one_goes_on_and_ends_the_same(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path = copied(made, tmp_path)
    (folder,) = backtest_folder(str(path)).iterdir()
    kept = sorted(folder.glob("*.npz"))
    for lost in (*folder.glob("answer*"), *kept[::2]):
        lost.unlink()
    kept[1].write_bytes(b"half of")  # as a machine leaves it that was switched off
    stays = kept[3].stat().st_mtime_ns

    answer = engine_on(path).backtest()

    assert answer == made[1]
    assert kept[3].stat().st_mtime_ns == stays


def test_the_command_prints_what_the_engine_says(made: tuple[Path, dict[str, Any]]) -> None:
    found = asked(made[0], "--json", "--quiet")

    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == made[1]


def test_the_table_says_at_a_glance_what_the_model_adds(
    made: tuple[Path, dict[str, Any]],
) -> None:
    found = asked(made[0])

    assert found.exit_code == 0, found.output
    assert "The model adds" in found.stdout
    assert "days since" in found.stdout  # in a narrow window the name takes two lines
    assert "Half-life" in found.stdout
    assert "Shuffled future: AUC 0." in found.stdout
    lines = asked(made[0], "--csv", "--quiet").stdout.splitlines()
    assert len(lines) == 11  # the head, the model, nine rules
    assert lines[0].startswith("name,meaning,auc,auc_low")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--label", "loud"), "there are silent, weakened, recontact"),
        (("--horizon", "0"), "1 to 3650"),
        (("--precision", "2"), "between 0 and 1"),
        (("--list-length", "0"), "at least 1"),
        (("--plot", "figures.pdf"), ".html or .png"),
        (("--plot", "/nowhere/at/all.png"), "no folder"),
    ],
)
def test_misuse_is_told_before_any_work(
    made: tuple[Path, dict[str, Any]], words: tuple[str, ...], told: str
) -> None:
    found = asked(made[0], *words)

    assert found.exit_code == 2
    assert told in found.stderr


def test_plots_stand_for_themselves(made: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    page, picture = tmp_path / "curves.html", tmp_path / "curves.png"
    for path in (page, picture):
        assert asked(made[0], "--plot", str(path), "--quiet").exit_code == 0

    text = page.read_text("utf-8")
    assert "<svg" in text
    assert "Reliability" in text
    assert not re.search(r"https?://|<script|<link|@import", text)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert len(picture.read_bytes()) > 10_000


def test_what_was_learned_is_applied_and_taken_back(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path = copied(made, tmp_path)
    days = made[1]["half_life"]["learned"]
    assert days not in {None, 30.0}

    applied = asked(path, "--apply", "--json", "--quiet")

    assert applied.exit_code == 0, applied.output
    told = json.loads(applied.stdout)["in_use"]
    assert (told["half_life_days_learned"], told["half_life_days_default"]) == (days, 30.0)
    assert told["half_life_days"] == days
    flags = {"store": str(path)}
    assert settings(flags, environment={}).half_life_days == days
    assert origins(flags, environment={})["half_life_days"] == "learned"
    status = engine_on(path).status()
    assert status["in_use"]["half_life_days"] == days
    assert engine_on(path).weakening()["half_life_days"] == days

    assert "taken back; the half-life is 30 days now" in asked(path, "--undo").stdout
    assert settings(flags, environment={}).half_life_days == 30.0
    assert engine_on(path).weakening()["half_life_days"] == 30.0
    assert "nothing was kept" in asked(path, "--undo").stdout


def test_a_file_and_the_environment_win_over_what_was_learned(tmp_path: Path) -> None:
    url = str(tmp_path / "some.duckdb")
    apply(url, Learned(12.0, {"at_risk": 3.0, "dormant": 6.0}, "2026-01-01T00:00:00Z", {}))
    file = tmp_path / "tieline.toml"
    file.write_text("half_life_days = 50\n")

    found = settings({"store": url}, environment={}, file=file)
    assert (found.half_life_days, found.limits().at_risk) == (50.0, 3.0)
    named = origins({"store": url}, environment={}, file=file)
    assert (named["half_life_days"], named["thresholds"]) == (str(file), "learned")
    other = settings({"store": url}, environment={"TIELINE_HALF_LIFE_DAYS": "9"})
    assert other.half_life_days == 9.0
    assert settings({"store": str(tmp_path / "other.duckdb")}, environment={}).thresholds == {}


def test_what_was_learned_and_is_damaged_is_told(tmp_path: Path) -> None:
    url = str(tmp_path / "some.duckdb")
    learned_file(url).write_text("{")

    with pytest.raises(Misuse, match="damaged"):
        learned(url)


@pytest.mark.parametrize(
    ("given", "told"),
    [({"at_rsk": 2.0}, "did you mean 'at_risk'"), ({"at_risk": 9.0}, "dormant"),
     ({"strong": 0.0}, "above 0")],
)  # fmt: skip
def test_thresholds_are_checked(given: dict[str, float], told: str) -> None:
    with pytest.raises(Misuse, match=told):
        settings({"thresholds": given}, environment={})


def test_thresholds_move_the_dates(made: tuple[Path, dict[str, Any]]) -> None:
    usual = engine_on(made[0]).run()
    later = engine_on(made[0], thresholds={"at_risk": 3.0, "dormant": 6.0}).run()

    assert later.name != usual.name
    assert later.pairs.thresholds.at_risk == 3.0
    both = usual.pairs.at_risk_at < np.iinfo(np.int64).max
    assert both.any()
    assert (later.pairs.at_risk_at[both] >= usual.pairs.at_risk_at[both]).all()


@pytest.mark.parametrize("label", LABELS)
def test_a_short_history_says_what_is_missing(tmp_path: Path, label: str) -> None:
    few = [email("ann", "bob", days=float(day)) for day in range(12)]
    path = fill(tmp_path / "few.duckdb", few)

    answer = engine_on(path).backtest(label=label)

    assert answer["model"] is None
    assert answer["rules"] == []
    assert answer["shortfall"]["days_missing"] > 0
    assert answer["leak_check"] is None
    with pytest.raises(EngineError, match="nothing was learned"):
        engine_on(path).apply_backtest(answer)
    found = asked(path, "--label", label)
    assert found.exit_code == 0
    said = " ".join(found.stdout.split())
    assert "too little history" in said
    assert "Warn at 2 times a pair's patience: fewer than 20 pairs became at risk" in said
    assert "When to warn" not in said  # no table of dashes


def test_over_http_it_is_begun_watched_and_read(
    made: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path = copied(made, tmp_path)
    local = Engine(str(path), engine_on(path).settings, is_server=True)
    with TestClient(create_app(local), base_url="http://127.0.0.1:8765") as client:
        where = "/api/v1/backtest"
        first = client.get(where, params={"label": "recontact"})
        assert (first.status_code, first.json()["type"]) == (503, "/docs#nothing-yet")
        assert client.post(where, params={"label": "loud"}).status_code == 422

        begun = client.post(where, params={"label": "silent", "list_length": 10})
        assert begun.status_code == 202
        while (state := client.get(f"{where}/state").json())["state"] == "running":
            time.sleep(0.1)
        assert state["state"] == "done", state
        found = client.get(where, params={"label": "silent", "list_length": 10})
        assert found.status_code == 200
        assert found.json()["model"]["auc"] == made[1]["model"]["auc"]
        assert client.delete(where).status_code == 200


def test_only_kept_computes_nothing(made: tuple[Path, dict[str, Any]]) -> None:
    with pytest.raises(NothingYet, match="POST /api/v1/backtest"):
        engine_on(made[0]).backtest(label="weakened", only_kept=True)
