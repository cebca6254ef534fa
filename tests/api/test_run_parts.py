"""A ranking at another moment computes no more than rankings need, with the numbers of the run."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from api.engine import Engine
from api.render import as_json
from graph.connect import snapshot_folder
from graph.moments import iso, moment
from tests.api.kept import engine_on, fill, office


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = engine_on(fill(tmp_path / "one.duckdb", office()))
    engine.refresh()
    return engine


@pytest.fixture
def before(engine: Engine) -> str:
    return iso(engine.run().as_of - timedelta(days=20) // timedelta(microseconds=1))


def _kept(engine: Engine) -> list[str]:
    return sorted(path.name[:2] for path in snapshot_folder(engine.url).glob("s_*/runs/?_*"))


def test_a_ranking_is_the_same_before_and_after_the_rest_is_computed(
    engine: Engine, before: str
) -> None:
    alone = as_json(engine.influencers(as_of=before, limit=100))
    assert _kept(engine) == ["o_", "r_"]
    engine.weakening(as_of=before)
    assert _kept(engine) == ["o_", "r_", "r_"]
    for one in (engine, engine_on(Path(engine.url))):
        assert as_json(one.influencers(as_of=before, limit=100)) == alone


def test_a_ranking_that_was_asked_for_is_read_again(engine: Engine, before: str) -> None:
    first = engine.run(before, only_people=True)
    assert engine.run(before, only_people=True) is first
    other = engine_on(Path(engine.url)).run(before, only_people=True)
    assert other.columns.folder == first.columns.folder
    assert _kept(engine) == ["o_", "r_"]


def test_a_run_that_is_whole_serves_rankings_too(engine: Engine, before: str) -> None:
    whole = engine.run(before)
    assert engine.run(before, only_people=True) is whole
    assert _kept(engine) == ["r_", "r_"]


def test_measures_of_groups_are_read_from_a_whole_run(engine: Engine, before: str) -> None:
    engine.influencers(by="pagerank", as_of=before)
    assert engine.influencers(by="participation", as_of=before)["items"]
    assert _kept(engine) == ["o_", "r_", "r_"]


def test_a_part_that_is_gone_or_damaged_is_made_anew(engine: Engine, before: str) -> None:
    found = as_json(engine.influencers(as_of=before))
    (folder,) = snapshot_folder(engine.url).glob("s_*/runs/o_*")
    (folder / "people.arrow").write_bytes(b"")
    assert as_json(engine_on(Path(engine.url)).influencers(as_of=before)) == found
    shutil.rmtree(folder)
    assert as_json(engine_on(Path(engine.url)).influencers(as_of=before)) == found


def test_only_whole_runs_are_listed(engine: Engine, before: str) -> None:
    engine.influencers(as_of=before)
    assert len(engine.runs()["items"]) == 1
    assert moment(engine.run(before, only_people=True).as_of).isoformat()[:10] == before[:10]
