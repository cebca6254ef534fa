"""What moved between two days is told in parts, and the parts add up to the difference."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from algorithms.measures import MEASURES
from algorithms.scores import ranks
from api.answers import moving
from api.cli import app
from api.commands.changes import _signed
from api.computing.run import Run
from api.engine import Engine
from graph.connect import open_store
from graph.errors import Misuse, UnknownName
from graph.model import Interaction, Merge
from graph.moments import micros
from ingest.batches.gather import gather
from ingest.source import Reading
from tests.api.kept import CLOCK, engine_on
from tests.worlds import START, email

ANN, BOB, OTHER_BOB, CID = (f"{name}@x.example" for name in ("ann", "bob", "bob2", "cid"))


def day(number: float) -> str:
    return (START + timedelta(days=number)).isoformat()


def load(path: Path, told: Iterable[Interaction], arrived: float) -> None:
    """Keep interactions that arrive on a day."""
    moment = micros(START + timedelta(days=arrived))
    for batch in gather(((str(k), one) for k, one in enumerate(told)), "hand",
                        Reading(clock=CLOCK)):  # fmt: skip
        open_store(str(path)).add(batch, arrived_at=moment)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Bob writes under two addresses, merged on day 40; one mail of day 7 came in on day 45."""
    path = tmp_path_factory.mktemp("changes") / "changes.duckdb"
    early = [email("ann", "bob", days=n) for n in range(0, 30, 3)]
    early += [email("bob2", "ann", days=n) for n in range(0, 30, 5)]
    early += [email("ann", "cid", days=3), email("dan", "eve", days=4)]
    load(path, early, arrived=31)
    decided = START + timedelta(days=40)
    merge = Merge("email:bob@x.example", "email:bob2@x.example", "he said so", decided)
    open_store(str(path)).merge([merge], arrived_at=micros(decided))
    load(path, [email("ann", "bob", days=7, id="late")], arrived=45)
    load(path, [email("ann", "bob", days=n, id=f"new {n}") for n in (50, 53, 56, 59)], arrived=61)
    load(path, [email("fay", "ann", days=55)], arrived=62)
    return engine_on(path)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Twenty people who write to each other at random for half a year, some of them not always."""
    draw = np.random.default_rng(11)
    told = []
    for k in range(900):
        at = float(draw.uniform(0, 190))
        among = 20 if 60 < at < 120 else 14 if at < 60 else 17
        a, b = draw.choice(among, 2, replace=False)
        told.append(email(f"q{a}", f"q{b}", days=at, id=str(k)))
    path = tmp_path_factory.mktemp("crowd") / "crowd.duckdb"
    load(path, told, arrived=199)
    return engine_on(path)


def summed(change: dict[str, Any]) -> float:
    return float(sum(part["change"] for part in change["parts"]))


def adds_up(change: dict[str, Any]) -> None:
    assert summed(change) == pytest.approx(change["change"], abs=1e-9)
    before, after = change["before"] or 0.0, change["after"] or 0.0
    assert change["change"] == pytest.approx(after - before, abs=1e-9)


def by_name(change: dict[str, Any]) -> dict[str, float]:
    return {part["part"]: part["change"] for part in change["parts"]}


def test_two_hundred_random_changes_add_up(crowd: Engine) -> None:
    draw = np.random.default_rng(3)
    checked = 0
    for k in range(3):
        first, second = np.sort(draw.uniform(20, 190, 2)).tolist()
        asked: dict[str, Any] = {"since": day(first), "as_of": day(second), "limit": 100}
        if k % 2:
            asked["since_half_life_days"] = float(draw.uniform(3, 90))
        everybody = crowd.changes(**asked)
        for change in (everybody["strength"], *everybody["items"]):
            adds_up(change)
            checked += 1
        shown = sum(item["change"] for item in everybody["items"])
        total = everybody["strength"]["change"]
        assert shown + everybody["rest"]["change"] == pytest.approx(total, abs=1e-9)
        for person in draw.choice(14, 2, replace=False):
            found = crowd.changes(f"q{person}@x.example", **asked)
            adds_up(found["strength"])
            adds_up(found["standing"])
            assert (
                sum(part["places"] for part in found["standing"]["parts"])
                == (found["standing"]["places"])
            )
            checked += 2

    assert checked >= 200


def test_both_days_are_what_the_same_questions_say_of_them(crowd: Engine) -> None:
    found = crowd.changes("q1@x.example", since=day(70), as_of=day(130))

    for name, at in (("before", day(70)), ("after", day(130))):
        person = crowd.person("q1@x.example", as_of=at, limit=100)
        assert found["standing"][name] == person["influence"]
        assert found["standing"][f"rank_{name}"] == person["rank"]
        ties = sum(tie["strength"] for tie in person["ties"])
        assert found["strength"][name] == pytest.approx(ties, abs=1e-9)


def test_a_rank_that_others_share_is_shown_as_such_on_both_days(crowd: Engine) -> None:
    days = {"before": day(70), "after": day(130)}
    listed = {
        name: {one["person"]["identity"]: one for one in page["items"]}
        for name, at in days.items()
        for page in [crowd.influencers(by="degree", as_of=at, limit=100)]
    }
    shared = 0
    for who in listed["before"].keys() & listed["after"].keys():
        found = crowd.changes(who, since=days["before"], as_of=days["after"], by="degree")
        for name in days:
            standing, item = found["standing"], listed[name][who]
            assert (standing[f"rank_{name}"], standing[f"tied_{name}"]) == (
                item["rank"],
                item["tied_with"],
            )
            shared += item["tied_with"] > 0
    assert shared


def test_a_terminal_shows_shared_ranks_of_those_who_moved(crowd: Engine) -> None:
    since, until = day(70), day(130)
    found = crowd.changes(since=since, as_of=until, by="degree", limit=5)
    told = ["--from", since, "--to", until, "--by", "degree", "--limit", "5"]
    shown = CliRunner().invoke(app, ["changes", "--store", crowd.url, *told]).stdout

    rows = shown[shown.index("Risen in degree") : shown.index("new ties:")].splitlines()
    moved = [*found["risen"], *found["fallen"]]
    assert any(one["tied_now"] for one in moved)
    for one in moved:
        (row,) = (
            line.split() for line in rows if line.startswith(f"{one['person']['identity'][6:]} ")
        )
        ranks = [
            f"={one[f'rank_{at}']}" if one[f"tied_{at}"] else str(one[f"rank_{at}"])
            for at in ("now", "then")
        ]
        assert row[2:4] == ranks  # after name and organization


def test_fading_is_what_is_left_of_a_strength_and_new_is_what_was_written(engine: Engine) -> None:
    found = engine.changes(ANN, BOB, since=day(35), as_of=day(65), known_now=True)

    parts = by_name(found["strength"])
    assert parts["corrections"] == parts["configuration"] == 0.0
    assert parts["fading"] == pytest.approx(-found["strength"]["before"] / 2)  # one half-life
    assert parts["new"] == pytest.approx(sum(2 ** -((65 - n) / 30) for n in (50, 53, 56, 59)))
    assert [item["id"] for item in found["items"]] == [f"new {n}" for n in (59, 56, 53, 50)]
    assert sum(item["part"] for item in found["items"]) == pytest.approx(parts["new"], abs=1e-9)


def test_a_merge_and_late_mail_are_corrections_of_what_was_known(engine: Engine) -> None:
    then, now = (
        engine.changes(ANN, BOB, since=day(35), as_of=day(65), known_now=is_now)
        for is_now in (False, True)
    )

    assert then["as_known_then"]
    assert then["late_interactions"] == 1
    assert [merge["reason"] for merge in then["merges"]] == ["he said so"]
    known = sum(2 ** -((35 - n) / 30) for n in range(0, 30, 3))
    came = sum(2 ** -((35 - n) / 30) for n in (*range(0, 30, 5), 7))
    assert then["strength"]["before"] == pytest.approx(known, abs=1e-9)
    assert by_name(then["strength"])["corrections"] == pytest.approx(came, abs=1e-9)
    adds_up(then["strength"])
    assert then["strength"]["after"] == now["strength"]["after"]
    assert (now["merges"], now["late_interactions"], now["as_known_then"]) == ([], 0, False)


def test_the_merged_person_had_been_two_people(engine: Engine) -> None:
    found = engine.changes(BOB, since=day(35), as_of=day(65))

    adds_up(found["strength"])
    adds_up(found["standing"])
    assert by_name(found["standing"])["corrections"] > 0
    everybody = engine.changes(since=day(35), as_of=day(65))
    adds_up(everybody["strength"])
    assert by_name(everybody["strength"])["corrections"] == pytest.approx(2 ** -((35 - 7) / 30))


def test_of_a_log_that_was_loaded_later_only_merges_between_the_days_are_corrections(
    engine: Engine,
) -> None:
    found = engine.changes(ANN, BOB, since=day(20), as_of=day(65))
    outside = engine.changes(ANN, BOB, since=day(20), as_of=day(39))

    assert found["late_interactions"] == 0
    assert len(found["merges"]) == 1
    corrections = sum(2 ** -((20 - n) / 30) for n in range(0, 21, 5))
    assert by_name(found["strength"])["corrections"] == pytest.approx(corrections, abs=1e-9)
    assert outside["merges"] == []
    assert by_name(outside["strength"])["corrections"] == 0.0


def test_another_half_life_is_a_part_of_its_own(engine: Engine) -> None:
    found = engine.changes(
        ANN, CID, since=day(33), as_of=day(63), since_half_life_days=60, known_now=True
    )

    parts = by_name(found["strength"])
    assert found["strength"]["before"] == pytest.approx(2**-0.5)
    assert parts["configuration"] == pytest.approx(0.5 - 2**-0.5)
    assert parts["fading"] == pytest.approx(-0.25)
    assert parts["new"] == pytest.approx(0, abs=1e-12)


def test_a_kept_run_can_be_the_first_day(engine: Engine) -> None:
    kept = engine.influencers(as_of=day(35), half_life_days=10)["run"]

    found = engine.changes(ANN, since=kept, as_of=day(65), known_now=True)

    assert (found["from_run"], found["from_half_life_days"]) == (kept, 10)
    assert by_name(found["strength"])["configuration"] > 0
    adds_up(found["standing"])


def test_who_comes_and_who_goes_are_parts_and_lists(engine: Engine) -> None:
    found = engine.changes(since=day(35), as_of=day(65), half_life_days=5)

    assert [one["person"]["identity"][6:9] for one in found["coming"]] == ["fay"]
    assert found["coming_total"] == 1
    assert {one["person"]["identity"][6:9] for one in found["going"]} >= {"dan", "eve"} or (
        found["going_total"] == 0
    )
    parts = by_name(found["strength"])
    assert parts["people coming"] == pytest.approx(2 ** -(10 / 5))
    mine = by_name(engine.changes(ANN, since=day(35), as_of=day(65), half_life_days=5)["strength"])
    assert mine["people coming"] == parts["people coming"]
    assert [one["a"]["identity"][6:9] for one in found["new_ties"]] == ["ann"]


def test_strangers_and_days_without_anything_new_have_nothing_to_tell(engine: Engine) -> None:
    found = engine.changes("dan@x.example", CID, since=day(35), as_of=day(65))
    quiet = engine.changes("dan@x.example", since=day(35), as_of=day(65), known_now=True)

    assert found["strength"]["change"] == 0.0
    assert (found["state_before"], found["items"]) == (None, [])
    assert by_name(quiet["strength"])["new"] == pytest.approx(0, abs=1e-12)
    adds_up(quiet["strength"])


@pytest.mark.parametrize(
    "by", ["pagerank", "constraint", "closeness", "core_number", "katz", "eigenvector"]
)
def test_any_measure_of_ties_can_be_followed(crowd: Engine, by: str) -> None:
    for who in ("q1@x.example", "q19@x.example"):
        found = crowd.changes(who, since=day(70), as_of=day(150), by=by)["standing"]
        adds_up(found)
        assert sum(part["places"] for part in found["parts"]) == found["places"]


def test_measures_of_groups_are_refused_with_the_reason(crowd: Engine) -> None:
    refused = 0
    for measure in MEASURES:
        if measure.name in ("participation", "community_role", "initiation"):
            with pytest.raises(Misuse, match="have no parts"):
                crowd.changes("q1@x.example", by=measure.name)
            refused += 1
    assert refused == 3


def test_days_in_the_wrong_order_are_refused_before_anything_is_computed(
    crowd: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*_args: object, **_options: object) -> None:
        raise AssertionError("a run was computed")

    monkeypatch.setattr(crowd, "run", nothing)
    with pytest.raises(Misuse, match="must lie before the second") as told:
        crowd.changes(since=day(133.7), as_of=day(121.3))
    assert "--" not in str(told.value)  # the same words are said over HTTP


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert [_signed(one) for one in (-0.004, 0.0, 0.004, -0.005001, 1.5)] == [
        "0", "0", "0", "\N{MINUS SIGN}0.01", "+1.50",
    ]  # fmt: skip


def test_noise_of_a_computation_lets_nobody_rise_or_fall(
    crowd: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = 0.197
    then, now = (crowd.run(as_of=day(at)) for at in (70, 75))
    noise = {then.name: 4e-10, now.name: -4e-10}

    def values(run: Run, _by: str) -> Any:
        people = np.full(len(run.history.people), level)
        people[::2] *= 1 + noise[run.name] * np.sign(np.arange(len(people[::2])) - 3.5)
        return people

    monkeypatch.setattr(moving, "ranked_values", values)
    monkeypatch.setattr(moving, "ranking_of", lambda run, by, _: ranks(values(run, by)))

    def moved() -> list[int]:
        return [
            len(moving.moving(now, then, by="pagerank", upwards=upwards, among=None, offset=0,
                              limit=50)[1][0])
            for upwards in (True, False)
        ]  # fmt: skip

    assert moved() == [0, 0]
    monkeypatch.setattr(moving, "SAME", 0.0)
    assert sum(moved()) > 0


def test_a_question_that_cannot_be_answered_says_why(engine: Engine) -> None:
    with pytest.raises(Misuse, match="must lie before the second"):
        engine.changes(since=day(70), as_of=day(60))
    with pytest.raises(Misuse, match="lies before the log, which begins"):
        engine.changes(since="2001-01-01")
    with pytest.raises(Misuse, match="the same person"):
        engine.changes(BOB, OTHER_BOB, since=day(35), as_of=day(65))
    with pytest.raises(UnknownName, match="no person is known as 'nobody'"):
        engine.changes("nobody", since=day(35))
    with pytest.raises(UnknownName, match="tieline runs lists them"):
        engine.changes(since="r_0123456789abcdef")
    with pytest.raises(UnknownName, match="no measure is called 'charm'"):
        engine.changes(by="charm")
