"""The demo in a file and in Neo4j: equal digests, equal runs, equal bytes of every answer."""

from functools import partial
from pathlib import Path

import pytest

from api.engine import Engine
from api.refresh import refresh
from graph.connect import open_store
from graph.copying import copied
from graph.errors import DamagedSnapshot
from tests.api.both import QUESTIONS
from tests.api.cookbook_demo import Demo

pytestmark = [pytest.mark.neo4j, pytest.mark.usefixtures("demo_caches")]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_list_of_the_demo_is_the_same_bytes_from_both_stores(
    demo: Demo, question: str
) -> None:
    assert demo.both.same(QUESTIONS[question])


def same_evidence(demo: Demo, step: int) -> None:
    """Of every so manyth of the first forty people and ties."""
    first = [row["person"]["id"] for row in demo.both.file.influencers(limit=40)["items"]]
    for who in first[::step]:
        demo.both.same(partial(Engine.person, who=who))
        demo.both.same(partial(Engine.explain, who=who))
    fading = demo.both.file.weakening(limit=40)["items"]
    for row in fading[::step]:
        demo.both.same(partial(Engine.tie, who=row["a"]["id"], other=row["b"]["id"]))


def test_people_and_ties_of_the_demo_are_the_same_bytes_with_all_their_evidence(demo: Demo) -> None:
    same_evidence(demo, 8)


@pytest.mark.proof
def test_forty_people_and_ties_are_the_same_bytes_with_all_their_evidence(demo: Demo) -> None:
    same_evidence(demo, 1)


def test_a_past_moment_and_another_half_life_are_the_same_bytes(demo: Demo) -> None:
    demo.both.same(
        lambda engine: engine.influencers(limit=50, as_of="2025-08-15", half_life_days=90)
    )


def test_what_a_store_says_of_itself_is_the_same_but_for_where_it_is(demo: Demo) -> None:
    told = [engine.status() for engine in (demo.both.file, demo.both.server)]
    kept_by = [one.pop("kept_by") for one in told]
    assert kept_by[0].startswith("DuckDB ")
    assert kept_by[1].startswith("Neo4j 5.26")
    assert "community; it has no roles" in kept_by[1]
    assert {**told[0], "store": ""} == {**told[1], "store": ""}


def test_a_second_refresh_reads_only_what_is_new_and_writes_nothing(demo: Demo) -> None:
    server = demo.both.server
    before = server.status()
    refresh(server.url, server.settings, server.clock())
    assert server.status() == before


def test_a_lost_cache_is_made_again_from_the_server(demo: Demo) -> None:
    for path in sorted((demo.folder / "cache").rglob("current")):
        path.write_text("nonsense")
    server = demo.both.server
    with pytest.raises(DamagedSnapshot):
        Engine(server.url, server.settings, clock=server.clock).snapshots.pointer()
    refresh(server.url, server.settings, server.clock())
    demo.both.same(lambda engine: engine.influencers(limit=300))


def test_a_copy_into_either_kind_of_store_has_the_same_digest(demo: Demo, tmp_path: Path) -> None:
    source = open_store(demo.both.server.url)
    target = open_store(str(tmp_path / "copy.duckdb"))
    first = copied(source, target)
    assert first.is_equal
    assert first.written == first.rows > (80_000 if demo.is_whole else 10_000)
    again = copied(source, target)
    assert (again.written, again.is_equal) == (0, True)
    assert (
        target.contents()
        .interacted.select(["at", "arrived_at"])
        .equals(source.contents().interacted.select(["at", "arrived_at"]))
    )
