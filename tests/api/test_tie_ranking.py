"""All ties ranked by one measure: which come first, what is said of each, what is left out."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from algorithms.influence import SHARES
from algorithms.pairs.measured import measure_pairs
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.rows.pair_rows import pair_rows
from api import cli
from api.answers.pair_values import pair_values
from api.app import create_app
from api.engine import Engine
from graph.errors import Misuse, UnknownName
from tests.api.kept import engine_on, fill, office

every_measure = pytest.mark.parametrize("measure", PAIR_MEASURES, ids=lambda measure: measure.name)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("ties") / "office.duckdb", office()))


def ends(item: dict[str, dict[str, str]]) -> set[str]:
    return {item[end]["identity"].partition(":")[2].partition("@")[0] for end in ("a", "b")}


@every_measure
def test_every_measure_ranks_all_ties_that_have_a_value(
    engine: Engine, measure: PairMeasure
) -> None:
    found = engine.ranked_ties(by=measure.name, limit=100)

    values = [item["value"] for item in found["items"]]
    ordered = sorted(values, reverse=measure.largest_first)
    assert values == pytest.approx(ordered, rel=1e-9)
    assert [item["rank"] for item in found["items"]] == [
        1 + sum(abs(one - value) > 1e-9 * abs(one) for one in ordered[:place])
        for place, value in enumerate(values)
    ]
    assert len(values) + found["undefined"] == 7  # ann with six others, and bob with cat
    assert (found["by"], found["error"]) == (measure.name, 0)
    assert found["next"] is None


@every_measure
def test_values_are_those_measured_over_the_whole_network_in_hours_or_fresh_interactions(
    engine: Engine, measure: PairMeasure
) -> None:
    run = engine.run()
    rows = pair_rows(run.history.timeline, run.weight, as_of=run.as_of)
    whole = measure_pairs(run.projection, run.history.timeline, rows, measures=[measure])
    strongest = float(run.pair_strength().max())
    factor = {"microseconds": 1 / 3.6e9, "strongest pair": strongest}.get(measure.unit, 1.0)
    expected = whole[measure.name].values * factor

    found = [item["value"] for item in engine.ranked_ties(by=measure.name, limit=100)["items"]]

    known = np.sort(expected[~np.isnan(expected)])
    assert sorted(found) == pytest.approx(known.tolist(), rel=1e-9)


def test_strength_comes_first_unless_something_else_is_asked_for(engine: Engine) -> None:
    found = engine.ranked_ties()

    assert found["by"] == "pair_strength"
    assert found["unit"] == "fresh interactions"
    for item in found["items"]:
        assert item["value"] == pytest.approx(item["strength"], rel=1e-9)
        both_ways = item["strength_out"] + item["strength_in"]
        assert both_ways == pytest.approx(item["strength"], rel=1e-9)


def test_mutual_strength_is_that_of_the_tie(engine: Engine) -> None:
    for item in engine.ranked_ties(by="mutual")["items"]:
        assert item["value"] == pytest.approx(item["mutual"], rel=1e-9)
        assert item["mutual"] ** 2 == pytest.approx(item["strength_out"] * item["strength_in"])


def test_equal_ties_share_a_rank_and_the_next_counts_them_all(engine: Engine) -> None:
    items = engine.ranked_ties(by="betweenness")["items"]

    # over ann and bob run 2 * 6 of 28 pairs of people, over the six others 7 of 28 each
    assert ends(items[0]) == {"ann", "bob"}
    assert items[0]["value"] == pytest.approx(12 / 28)
    assert [item["rank"] for item in items] == [1, 2, 2, 2, 2, 2, 2]
    assert [item["tied_with"] for item in items] == [0, 5, 5, 5, 5, 5, 5]
    assert [item["value"] for item in items[1:]] == pytest.approx([7 / 28] * 6)


def test_a_tie_says_how_it_stands_as_everywhere_else(engine: Engine) -> None:
    for item in engine.ranked_ties(limit=3)["items"]:
        whole = engine.tie(item["a"]["id"], item["b"]["id"])
        assert whole["tie"] == {name: item[name] for name in whole["tie"]}


def test_a_tie_says_why_it_stands_there(engine: Engine) -> None:
    first = engine.ranked_ties(by="usual_gap")["items"][0]
    (why,) = first["reasons"]

    # uma, vic and cat twice a week, the four others once: three equals count half, 5.5 of 7 more
    assert why["text"] == "usual gap 3.5 days, below 79 % of the pairs that have one"
    assert why["percentile"] == pytest.approx(1.5 / 7)


def test_only_ties_with_the_people_asked_for_are_ranked_and_counted(engine: Engine) -> None:
    found = engine.ranked_ties(by="overlap", of="segment:customers")

    assert all(ends(item) & {"cat", "uma", "vic"} for item in found["items"])
    assert len(found["items"]) + found["undefined"] == 3


def test_pages_follow_each_other(engine: Engine) -> None:
    whole = engine.ranked_ties(by="overlap", limit=100)["items"]
    first = engine.ranked_ties(by="overlap", limit=2)
    second = engine.ranked_ties(by="overlap", limit=4, cursor=first["next"])

    assert first["items"] + second["items"] == whole[:6]
    with pytest.raises(Misuse, match="another run"):
        engine.ranked_ties(cursor=first["next"], half_life_days=3)


def test_what_is_no_measure_of_ties_is_refused_with_those_there_are(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="strength, overlap, embeddedness, bridge"):
        engine.ranked_ties(by="fame")


def test_a_measure_of_the_other_kind_is_told_with_the_command_that_ranks_by_it(
    engine: Engine,
) -> None:
    with pytest.raises(UnknownName, match="of people, not of ties: tieline influencers --by page"):
        engine.ranked_ties(by="pagerank")
    with pytest.raises(UnknownName, match="--by personalised_pagerank --around person:ann"):
        engine.ranked_ties(by="personalised_pagerank")
    with pytest.raises(UnknownName, match="of ties, not of people: tieline ties --by overlap"):
        engine.influencers(by="overlap")


def test_above_the_exact_limit_the_answer_says_how_far_off_it_can_be(tmp_path: Path) -> None:
    path = fill(tmp_path / "office.duckdb", office())
    found = engine_on(path, exact_limit=1, pivots=3).ranked_ties(by="betweenness")

    assert 0 < found["error"] <= 1
    assert found["parameters"]["sample"] == "pivots"
    assert found["parameters"]["pivots"] == 3


def test_a_measure_is_made_once_for_a_run(engine: Engine) -> None:
    run = engine.run()
    (median,) = (one for one in PAIR_MEASURES if one.name == "response_median_a")

    assert pair_values(run, median) is pair_values(run, median)


def test_measures_of_pairs_are_listed_and_explained_beside_those_of_people(engine: Engine) -> None:
    items = engine.measures()["items"]
    of = {item["name"]: item["of"] for item in items}

    assert len(of) == len(items)  # a name is either of people or of pairs
    assert of["pagerank"] == "people"
    assert {name for name, what in of.items() if what == "pairs"} == {
        one.name for one in PAIR_MEASURES
    }
    told = engine.measure("burstiness")
    assert "Goh" in told["explanation"]
    assert told["of"] == "pairs"
    assert engine.measure("usual_gap")["explanation"].startswith("Cadence:")
    assert engine.measure("response_p90_a")["unit"] == "hours"


def test_a_measure_of_pairs_is_explained_in_the_unit_of_its_answers(engine: Engine) -> None:
    units = {"hours", "fresh interactions"}
    for item in engine.measures()["items"]:
        if item["unit"] in units:
            told = engine.measure(item["name"])["explanation"]
            assert item["unit"] in " ".join(told.split()), item["name"]
            assert "microseconds" not in told, item["name"]


def test_a_measure_is_explained_without_names_of_code(engine: Engine) -> None:
    """Who asks what betweenness means has never heard of our modules, parameters and NaN."""
    ours = re.compile(r"`|\b(NaN|algorithms\.|Projection\.|half_life|as_of|fades_at)")
    for item in engine.measures()["items"]:
        told = engine.measure(item["name"])
        words = " ".join(str(told[name]) for name in ("meaning", "formula", "explanation", "more"))
        assert not ours.search(words), item["name"]


def test_over_http_a_name_that_is_none_is_an_error_with_those_there_are(engine: Engine) -> None:
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        told = client.get("/api/v1/ties?by=fame")

    assert told.status_code == 422
    assert "embeddedness" in told.text


def test_the_command_prints_the_same_answer_or_a_table_of_it(engine: Engine) -> None:
    def printed(*words: str) -> str:
        asked = ["ties", "--by", "betweenness", "--limit", "3", "--store", engine.url, *words]
        done = CliRunner().invoke(cli.app, asked, catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    assert json.loads(printed("--json")) == engine.ranked_ties(by="betweenness", limit=3)
    assert printed("--csv").splitlines()[0].startswith("rank,tied_with,a.id,a.name")
    table = printed()
    assert table.startswith("Ties by betweenness")
    assert "=2 " in table


def test_influence_is_explained_as_the_measures_that_it_mixes_are(engine: Engine) -> None:
    told = engine.measure("influence")

    assert {"counterparts", "in_degree", "pagerank", "closeness", "betweenness"} == set(SHARES)
    assert all(name in told["formula"] and name in told["explanation"] for name in SHARES)
    assert (told["low"], told["high"]) == (0, 1)


@pytest.mark.parametrize(
    ("written", "meant"), [("betwenness", "betweenness"), ("recipocity", "reciprocity")]
)
def test_of_a_misspelt_measure_the_one_that_was_meant_is_told(
    engine: Engine, written: str, meant: str
) -> None:
    for asked in (engine.measure, lambda by: engine.influencers(by=by)):
        with pytest.raises(UnknownName, match=f"did you mean '{meant}'"):
            asked(written)
