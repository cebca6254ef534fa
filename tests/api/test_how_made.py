"""A ranking says how its values were made: how far off, whether settled, who has none."""

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from algorithms.measures import MEASURES
from api import cli
from api.engine import Engine
from tests.api.kept import engine_on, fill, office

SAMPLED = [measure.name for measure in MEASURES if measure.is_sampled]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("made") / "office.duckdb", office())


@pytest.fixture(scope="module")
def exact(store: Path) -> Engine:
    return engine_on(store)


@pytest.fixture(scope="module")
def estimating(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = fill(tmp_path_factory.mktemp("sampled") / "office.duckdb", office())
    return engine_on(path, exact_limit=1, pivots=3)


@pytest.mark.parametrize("name", SAMPLED)
def test_a_ranking_by_an_estimated_measure_says_how_far_off_it_can_be(
    exact: Engine, estimating: Engine, name: str
) -> None:
    true = {item["person"]["id"]: item["score"] for item in exact.influencers(by=name)["items"]}
    found = estimating.influencers(by=name)

    off = [abs(item["score"] - true[item["person"]["id"]]) for item in found["items"]]
    assert 0 < max(found["error"], *off) <= 1
    assert max(off) <= found["error"]
    assert found["parameters"]["pivots"] == 3
    assert exact.influencers(by=name)["error"] == 0


def test_influence_is_as_exact_as_the_measures_in_it(exact: Engine, estimating: Engine) -> None:
    assert exact.influencers()["error"] == 0
    assert estimating.influencers()["error"] is None


def test_an_explanation_says_how_far_off_an_estimated_value_can_be(estimating: Engine) -> None:
    ranked = estimating.influencers(by="betweenness")
    found = estimating.explain("ann@x.example", measure="betweenness")

    assert found["error"] == ranked["error"] > 0
    assert estimating.explain("ann@x.example", measure="degree")["error"] == 0


def test_people_without_a_value_are_counted(exact: Engine) -> None:
    found = exact.influencers(by="clustering", limit=50)

    run = exact.run()
    known = int(np.count_nonzero(run.projection.live_degree > 1))
    assert len(found["items"]) == known
    assert found["undefined"] == len(run.history.people) - known > 0


def test_attention_seen_from_somebody_says_how_it_was_made(exact: Engine) -> None:
    found = exact.influencers(around="person:ann@x.example")

    assert (found["by"], found["error"], found["has_converged"]) == (
        "personalised_pagerank",
        0,
        True,
    )
    assert found["parameters"]["damping"] == 0.85


def test_a_page_says_that_values_are_estimated_and_who_is_left_out(store: Path) -> None:
    sampled = {"TIELINE_EXACT_LIMIT": "1", "TIELINE_PIVOTS": "3"}
    asked = ["--store", str(store), "influencers", "--by"]

    by_hops = CliRunner().invoke(cli.app, [*asked, "classic_closeness"], env=sampled).stdout
    mixed = CliRunner().invoke(cli.app, [*asked, "influence"], env=sampled).stdout
    exact = CliRunner().invoke(cli.app, [*asked, "clustering"]).stdout

    assert "estimated; values are off by at most" in by_hops
    assert "closeness and betweenness in it are estimated" in mixed
    assert "left out for having no value: " in exact
    assert "estimated" not in exact
