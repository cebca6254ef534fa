"""Levels of communities, what became of them, and how sure their members are."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from api import cli
from api.engine import Engine
from graph.errors import Misuse
from graph.model import Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import START, email

RED, BLUE, NEW = ("ann", "bob", "cid", "dan"), ("eve", "fay", "gus", "hal"), ("ida", "jan", "kim")
APART, TOGETHER = "2026-02-20", "2026-06-25"


def told() -> Iterator[Interaction]:
    """Two teams apart for seven weeks; after a long silence they are one, and a third is there."""
    for week in range(7):
        for team in (RED, BLUE):
            yield from week_of(team, week)
    for week in range(18, 25):
        yield from week_of(RED + BLUE, week)
        yield from week_of(NEW, week)


def week_of(team: tuple[str, ...], week: int) -> Iterator[Interaction]:
    for k, (a, b) in enumerate(combinations(team, 2)):
        yield email(a, b, days=7.0 * week + 0.01 * k)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = fill(tmp_path_factory.mktemp("changes") / "changes.duckdb", told())
    return engine_on(path, half_life_days=7)


def names(engine: Engine, community: str, as_of: str | None = None) -> set[str]:
    members = engine.community(community, as_of=as_of, limit=100)["items"]
    return {one["person"]["identity"].partition(":")[2].partition("@")[0] for one in members}


def test_two_that_became_one_merged_and_what_came_from_nowhere_was_born(engine: Engine) -> None:
    found = engine.community_lineage(start=APART, end=TOGETHER)

    merged, born = found["items"]
    assert (merged["change"], born["change"]) == ("merged", "born")
    assert [names(engine, one["id"], APART) for one in merged["before"]] in (
        [set(RED), set(BLUE)], [set(BLUE), set(RED)],
    )  # fmt: skip
    assert names(engine, merged["after"][0]["id"], TOGETHER) == {*RED, *BLUE}
    assert (merged["stayed"], merged["left"], merged["came"]) == (8, 0, 0)
    assert (born["before"], born["after"][0]["size"], born["came"]) == ([], 3, 3)
    assert found["moved"] == 0


def test_the_moments_that_are_compared_are_told(engine: Engine) -> None:
    found = engine.community_lineage(start=APART, end=TOGETHER)

    assert found["run"] == engine.communities(as_of=TOGETHER)["run"]
    assert found["from"]["run"] == engine.communities(as_of=APART)["run"]
    assert found["from"]["as_of"].startswith(APART)


def test_between_a_moment_and_itself_everything_continues(engine: Engine) -> None:
    items = engine.community_lineage(start=APART, end=APART)["items"]

    assert {item["change"] for item in items} == {"continued"}
    assert all(item["before"] == item["after"] for item in items)


def test_pages_of_changes_are_the_list(engine: Engine) -> None:
    first = engine.community_lineage(start=APART, end=TOGETHER, limit=1)
    second = engine.community_lineage(start=APART, end=TOGETHER, limit=1, cursor=first["next"])

    whole = engine.community_lineage(start=APART, end=TOGETHER)["items"]
    assert first["items"] + second["items"] == whole
    assert second["next"] is None


def test_time_does_not_run_backwards(engine: Engine) -> None:
    with pytest.raises(Misuse, match="the earlier moment comes first"):
        engine.community_lineage(start=TOGETHER, end=APART)


def test_levels_are_nested_from_the_coarsest_on(engine: Engine) -> None:
    levels = engine.community_levels(limit=100, as_of=APART)["items"]

    resolutions = [level["resolution"] for level in levels]
    assert resolutions == sorted(resolutions)
    counts = [level["count"] for level in levels]
    assert counts == sorted(counts)
    assert [one["within"] for one in levels[0]["communities"]] == [None] * counts[0]
    for above, level in pairwise(levels):
        sizes: dict[str, int] = {}
        for one in level["communities"]:
            sizes[one["within"]] = sizes.get(one["within"], 0) + one["size"]
        assert sizes == {one["id"]: one["size"] for one in above["communities"]}


def test_the_level_of_resolution_1_is_what_communities_are(engine: Engine) -> None:
    levels = engine.community_levels(limit=100, as_of=APART)["items"]
    usual = next(level for level in levels if level["resolution"] == 1)

    items = engine.communities(as_of=APART)["items"]
    assert [one["id"] for one in usual["communities"]] == [item["id"] for item in items]
    assert usual["modularity"] == pytest.approx(0.5)  # two equal halves, nothing between


def test_who_has_nowhere_else_to_go_stays_whenever_a_tenth_is_left_out(engine: Engine) -> None:
    """A clique of four parts only where a trial happens to cut somebody off it."""
    found = engine.communities(as_of=APART, stability=True)["items"]
    plain = engine.communities(as_of=APART)["items"]

    assert all(item["stability"] > 0.9 for item in found)
    assert [item["stability"] for item in plain] == [None, None]
    members = engine.community(found[0]["id"], as_of=APART, stability=True)["items"]
    assert all(0.8 < one["stability"] <= 1 for one in members)


def test_declared_groups_have_no_stability(engine: Engine) -> None:
    with pytest.raises(Misuse, match="organizations are declared, not found"):
        engine.communities(kind="organizations", stability=True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--from", APART, "--to", TOGETHER], 0, "merged"),
        (["--levels"], 0, "Each level is nested in the one above"),
        (["--stability"], 0, "stable"),
        (["--levels", "--from", APART], 2, "at once"),
        (["--levels", "--resolution", "2"], 2, "resolutions of its own"),
        (["--to", APART], 2, "say --from"),
    ],
)
def test_the_command_line_says_the_same(
    engine: Engine, words: list[str], code: int, said: str
) -> None:
    environment: dict[str, Any] = {"COLUMNS": "120", "TIELINE_HALF_LIFE_DAYS": "7"}
    done = CliRunner(env=environment).invoke(
        cli.app, ["--store", engine.url, "communities", *words]
    )

    assert done.exit_code == code, done.output
    assert said in done.output


def test_a_community_that_falls_apart_without_a_few_ties_is_called_weak(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    people = [f"p{k}" for k in range(60)]
    by_chance = [rng.choice(60, 2, replace=False) for _ in range(260)]
    told = [email(people[a], people[b], days=k / 20) for k, (a, b) in enumerate(by_chance)]
    engine = engine_on(fill(tmp_path / "chance.duckdb", told))

    found = engine.communities(stability=True)["items"]

    assert any(item["is_weak"] for item in found)
    assert all(item["is_weak"] == (item["stability"] < 0.75) for item in found)
    assert {item["is_weak"] for item in engine.communities()["items"]} == {None}
    asked = ["--store", engine.url, "communities", "--stability", "--quiet"]
    assert "weak" in CliRunner().invoke(cli.app, asked, env={"COLUMNS": "200"}).stdout


def test_communities_and_declared_groups_say_since_when_they_have_held_together(
    engine: Engine,
) -> None:
    # apart since the first week; together since the nineteenth, after the silence
    days = {APART: 0, TOGETHER: 7 * 18}
    for as_of, day in days.items():
        expected = (START + timedelta(days=day)).date().isoformat()
        found = engine.communities(as_of=as_of)["items"]
        assert {item["since"][:10] for item in found} == {expected}
        assert engine.community(found[0]["id"], as_of=as_of)["since"] == found[0]["since"]
        (whole,) = engine.communities(as_of=as_of, kind="organizations")["items"]
        assert whole["since"] == (found[0]["since"] if as_of == TOGETHER else None)  # two halves
    asked = ["--store", engine.url, "communities", "--as-of", TOGETHER, "--quiet"]
    said = CliRunner().invoke(cli.app, [*asked, "--half-life", "7"], env={"COLUMNS": "200"}).stdout
    assert f"since {expected}" in said


def test_roles_in_communities_are_shown_by_name(engine: Engine) -> None:
    asked = ["--store", engine.url, "influencers", "--by", "community_role", "--quiet"]

    said = CliRunner().invoke(cli.app, asked, env={"COLUMNS": "200"}).stdout

    assert "1 ultra-peripheral" in said


def test_what_is_measured_of_two_people_names_them(engine: Engine) -> None:
    asked = ["--store", engine.url, "tie", "ann@x.example", "bob@x.example", "--quiet"]

    said = CliRunner().invoke(cli.app, asked, env={"COLUMNS": "200"}).stdout

    assert "who reaches out: 1 only ann@x.example, -1 only bob@x.example" in said
    assert "(a is" not in said
    assert "None" not in said
