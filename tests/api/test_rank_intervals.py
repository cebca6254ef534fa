"""Intervals of ranks, as the product gives them: on demand, remembered, the same every time."""

import shutil
from pathlib import Path

import numpy as np
import orjson
import pytest
from typer.testing import CliRunner

from algorithms.measures import MEASURES
from algorithms.uncertainty.rank_intervals import Spread
from api import cli
from api.engine import Engine
from api.processes.child import Stopped
from api.questions import uncertainty
from graph.errors import Misuse, UnknownName
from graph.model import Interaction
from tests.api.kept import engine_on, fill, office
from tests.worlds import email

NAMES = "abcdefghijkl"


def club() -> list[Interaction]:
    """Twelve people: a writes to all every week and is answered by the first half of them."""
    told = []
    for week in range(12):
        for k, name in enumerate(NAMES[1:], 1):
            told.append(email("a", name, days=7 * week + k / 100))
            if k <= 6 and week % k == 0:
                told.append(email(name, "a", days=7 * week + 1 + k / 100))
            if k % 3 == week % 3:
                told.append(email(name, NAMES[1 + k % 11], days=7 * week + 2 + k / 100))
    return told


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("club") / "club.duckdb", club()))


def test_intervals_are_there_where_they_are_asked_for(engine: Engine) -> None:
    plain, asked = engine.influencers(), engine.influencers(intervals=True)

    assert "rank_low" not in plain["items"][0]
    for item in asked["items"]:
        assert 1 <= item["rank_low"] <= item["rank"]
        assert item["rank"] + item["tied_with"] <= item["rank_high"] <= len(NAMES)
        assert item["level"] == 0.9
    assert [one["person"] for one in plain["items"]] == [one["person"] for one in asked["items"]]


def test_the_one_whom_everybody_turns_to_is_surely_the_first(engine: Engine) -> None:
    first = engine.influencers(by="degree", intervals=True)["items"][0]

    assert first["person"]["identity"] == "email:a@x.example"
    assert (first["rank_low"], first["rank_high"]) == (1, 1)


def test_a_level_asks_for_intervals_and_a_higher_one_for_wider_ones(engine: Engine) -> None:
    def widths(level: float) -> list[int]:
        items = engine.influencers(level=level, limit=20)["items"]
        return [item["rank_high"] - item["rank_low"] for item in items]

    assert sum(widths(0.5)) < sum(widths(0.99))


def test_among_some_only_those_are_counted(engine: Engine) -> None:
    items = engine.influencers(of="person:b@x.example", intervals=True)["items"]

    assert [(one["rank_low"], one["rank_high"]) for one in items] == [(1, 1)]


def test_where_the_smallest_value_comes_first_so_does_its_interval(engine: Engine) -> None:
    items = engine.influencers(by="constraint", intervals=True, limit=20)["items"]

    lows = [item["rank_low"] for item in items]
    assert items[0]["rank_low"] == 1
    assert lows[-1] > 1


def test_who_shares_a_rank_is_counted(engine: Engine) -> None:
    items = engine.influencers(by="out_degree", limit=20)["items"]

    for item in items:
        assert item["tied_with"] == sum(one["rank"] == item["rank"] for one in items) - 1
    assert any(item["tied_with"] for item in items)


def test_the_table_shows_ties_and_intervals(engine: Engine) -> None:
    asked = ["--store", engine.url, "influencers", "--by", "degree", "--intervals", "--quiet"]
    said = CliRunner().invoke(cli.app, asked, env={"COLUMNS": "200"}).stdout

    assert "90 % intervals" in said
    assert "1 (1-1)" in said
    assert "\n=" in said


def test_intervals_do_not_depend_on_the_order_of_arrival(tmp_path: Path, engine: Engine) -> None:
    told = club()
    shuffled = [told[k] for k in np.random.default_rng(7).permutation(len(told))]
    other = engine_on(fill(tmp_path / "shuffled.duckdb", shuffled))

    for by in ("influence", "pagerank"):
        given = engine.influencers(by=by, intervals=True, limit=20)["items"]
        assert other.influencers(by=by, intervals=True, limit=20)["items"] == given


def test_the_second_question_is_answered_from_memory(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = engine.run()
    first = engine.spread(run, "katz")
    monkeypatch.delattr(uncertainty, "drawn_spread")

    assert engine.spread(run, "katz") is first
    assert engine.influencers(by="katz", level=0.5)["items"][0]["level"] == 0.5


def test_the_second_question_is_answered_from_the_disk_with_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_on(fill(tmp_path / "club.duckdb", club()))
    first = orjson.dumps(engine.influencers(intervals=True))
    monkeypatch.delattr(uncertainty, "drawn_spread")

    again = engine_on(tmp_path / "club.duckdb").influencers(intervals=True)

    assert orjson.dumps(again) == first
    with pytest.raises(NameError):  # of another measure nothing is kept
        engine.influencers(by="katz", intervals=True)


def test_a_damaged_file_of_what_was_drawn_is_drawn_again_to_the_same_bytes(tmp_path: Path) -> None:
    url = fill(tmp_path / "club.duckdb", club())
    first = engine_on(url).influencers(by="degree", intervals=True)
    (kept,) = tmp_path.glob("*.snapshots/s_*/runs/u_*/spread.arrow")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:40])

    assert engine_on(url).influencers(by="degree", intervals=True) == first
    assert kept.read_bytes() == whole


def test_a_large_log_is_drawn_from_in_a_process_of_its_own_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_on(fill(tmp_path / "office.duckdb", office()))
    here = engine.influencers(intervals=True)["items"]
    told: list[float] = []
    monkeypatch.setattr(uncertainty, "_IN_THIS_PROCESS", 10)
    for kept in tmp_path.glob("*.snapshots/s_*/runs/u_*"):
        shutil.rmtree(kept)
    apart = engine_on(tmp_path / "office.duckdb")

    there = apart.influencers(intervals=True, report=lambda _what, done: told.append(done))

    assert there["items"] == here
    assert len(told) == 200
    assert told == sorted(told)


def test_drawing_can_be_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_on(fill(tmp_path / "office.duckdb", office()))
    run = engine.run()
    monkeypatch.setattr(uncertainty, "_IN_THIS_PROCESS", 10)

    with pytest.raises(Stopped):
        engine.spread(run, "influence", lambda _what, _done: engine.stop())


def test_whoever_is_no_person_has_no_interval(engine: Engine) -> None:
    run = engine.run()
    found = engine.spread(run, "influence")

    assert isinstance(found, Spread)
    assert np.array_equal(np.isnan(found.x), np.isnan(run.influence.values))


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5, float("nan")])
def test_a_level_that_is_none_is_refused(engine: Engine, level: float) -> None:
    with pytest.raises(Misuse, match="between 0 and 1"):
        engine.influencers(level=level)


def test_every_measure_has_intervals(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncertainty, "repetitions", lambda *_sizes, **_options: 3)
    for measure in MEASURES:
        for item in engine.influencers(by=measure.name, intervals=True)["items"]:
            assert item["rank_low"] <= item["rank"] <= item["rank_high"], measure.name


def test_of_next_to_no_interactions_nobody_is_said_to_be_the_first(tmp_path: Path) -> None:
    """One mail says that Bob was written to once; seven say little more, eight begin to."""
    for count, widths in ((1, [2, 2]), (7, [2, 2]), (8, [1, 1])):
        told = [email("a", "b", days=k) for k in range(count)]
        engine = engine_on(fill(tmp_path / f"{count}.duckdb", told))
        items = engine.influencers(by="in_degree", intervals=True)["items"]
        assert [item["rank_high"] - item["rank_low"] + 1 for item in items] == widths, count


def test_the_table_says_where_nothing_tells_people_apart(tmp_path: Path) -> None:
    engine_on(fill(tmp_path / "one.duckdb", [email("a", "b", days=0)]))

    shown = CliRunner().invoke(
        cli.app, ["--store", str(tmp_path / "one.duckdb"), "influencers", "--intervals"]
    )

    assert "1 (1-2)" in shown.output
    assert "any of them may have any of these ranks" in shown.output


def test_an_unknown_measure_is_told_before_anything_is_drawn(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="no measure is called 'fame'"):
        engine.influencers(by="fame", intervals=True)
