"""`tieline parity`: every measure taken by other libraries too, on one's own graph."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from algorithms.measures import MEASURES
from algorithms.pairs.measures import PAIR_MEASURES
from api.cli import app
from api.engine import Engine
from api.parity import answer
from api.parity.answer import parity
from api.parity.comparison import difference
from api.parity.part import part, some_people
from api.parity.table import COMPARISONS
from api.runs.of_store import head
from tests.algorithms.graphs import RANDOM, projection_of_rows
from tests.api.kept import engine_on, fill
from tests.worlds import email


def test_a_company_agrees_in_every_measure(engine: Engine) -> None:
    run = engine.run()
    found = parity(run, limit_people=500)

    assert {k: found[k] for k in head(run)} == head(run)
    assert found["agree"]
    assert found["part"] == "everybody"
    assert (found["people"], found["pairs"]) == (run.projection.people, len(run.projection.a))
    assert {one["verdict"] for one in found["items"]} <= {"same", "not compared"}
    named = {one["measure"] for one in found["items"]} | {one["measure"] for one in found["alone"]}
    assert named == {one.name for one in MEASURES} | {one.name for one in PAIR_MEASURES}


def test_every_line_says_how_many_how_far_in_which_order_and_how_fast(engine: Engine) -> None:
    for one in parity(engine.run(), limit_people=500)["items"]:
        assert one["library"] in {"networkx", "igraph"}
        if one["verdict"] == "not compared":
            assert one["reason"]
            continue
        assert one["reason"] is None
        assert one["compared"] > 0
        assert one["absolute"] <= 1e-7
        assert one["rank_correlation"] is None or one["rank_correlation"] > 1 - 1e-6
        assert one["same_top"] == min(10, one["compared"])
        assert one["our_ms"] >= 0
        assert one["their_ms"] >= 0


def test_of_a_larger_graph_a_part_is_compared_and_named(engine: Engine) -> None:
    found = parity(engine.run(), limit_people=5)

    assert found["people"] == 5
    assert found["people_of"] > 5
    assert found["part"].startswith("the 3 people with most strength and 2 others drawn with seed")
    assert found["agree"]


def test_an_answer_that_differs_is_told_and_ends_with_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def off(ours: np.ndarray, theirs: np.ndarray, **allowed: float) -> object:
        return difference(ours, theirs + 0.5, **allowed)

    monkeypatch.setattr(answer, "difference", off)
    found = parity(engine.run(), limit_people=500)
    assert not found["agree"]

    done = CliRunner().invoke(app, ["parity", "--store", engine.url, "--quiet"])
    assert done.exit_code == 1
    assert "differs" in done.output
    assert "0 of" in done.output


def test_the_command_prints_a_table_or_the_object(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(app, ["parity", "--store", engine.url, "--quiet"])
    assert shown.exit_code == 0, shown.output
    assert "Parity on" in shown.output
    assert "\npagerank " in shown.output
    assert "\n  by strength " in shown.output
    assert "agree within their tolerances" in shown.output

    told = CliRunner().invoke(app, ["parity", "--store", engine.url, "--quiet", "--json"])
    assert json.loads(told.stdout)["agree"]


def test_what_nobody_has_on_either_side_is_not_called_the_same(tmp_path: Path) -> None:
    """Of two people nobody is on a path between others."""
    url = engine_on(fill(tmp_path / "one.duckdb", [email("a", "b", days=0)])).url
    shown = CliRunner().invoke(app, ["parity", "--store", url, "--quiet"])

    assert "of them neither side has a value for anybody" in shown.output
    rows = [line.split() for line in shown.output.splitlines() if line.startswith("betweenness")]
    assert [row[-1] for row in rows] == ["undefined"] * 4


WITHOUT = """
import sys
sys.modules["networkx"] = None
from api.cli import main
main()
"""


def test_without_networkx_it_says_what_to_install(engine: Engine) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "parity", "--store", engine.url],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "pip install 'tieline[parity]'" in done.stderr


def test_a_library_that_fails_is_named_with_its_error(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_drawn: object) -> np.ndarray:
        raise RuntimeError("no convergence")

    one = next(one for one in COMPARISONS if one.measure == "pagerank")
    monkeypatch.setattr(answer, "COMPARISONS", (replace(one, theirs=fails),))
    (item,) = parity(engine.run(), limit_people=500)["items"]

    assert item["verdict"] == "not compared"
    assert "RuntimeError: no convergence" in item["reason"]


def test_a_part_keeps_the_ties_among_its_people_and_nothing_else() -> None:
    for graph in RANDOM[:20]:
        seen = graph.projection
        people = some_people(seen, 12, seed=3)
        kept = part(seen, people)
        inside = set(people.tolist())
        among = [(a, b, w) for a, b, w in graph.rows if {a, b} <= inside]

        assert len(people) == min(12, graph.people)
        assert [
            (int(people[a]), int(people[b])) for a, b in zip(kept.source, kept.target, strict=True)
        ] == [(a, b) for a, b, _ in sorted(among)]
        assert len(kept.a) == len({frozenset(row[:2]) for row in among})
        assert kept.tie_is_live.sum() >= kept.live.sum()


def test_the_people_of_a_part_are_the_same_each_time_and_the_strongest_among_them() -> None:
    seen = projection_of_rows(50, [(k, k + 1, float(k + 1)) for k in range(49)])

    once, again = (some_people(seen, 10, seed=7) for _ in range(2))

    assert once.tolist() == again.tolist()
    assert {45, 46, 47, 48} <= set(once.tolist())
    assert some_people(seen, 10, seed=8).tolist() != once.tolist()


def test_less_than_one_person_is_refused() -> None:
    with pytest.raises(ValueError, match="most must be at least 1, not 0"):
        some_people(projection_of_rows(2, []), 0, seed=1)
