"""Any number can be opened down to what it comes from, and the parts add up to it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from algorithms.influence import SHARES
from algorithms.measures import MEASURES
from api.answers.explained_removal import _told
from api.engine import Engine
from graph.errors import Misuse, UnknownName
from graph.model import Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import email

ANN, BOB = "ann@x.example", "bob@x.example"
ADDITIVE = (
    "strength", "in_strength", "out_strength", "degree", "in_degree", "out_degree", "constraint",
    "pagerank",
)  # fmt: skip


def story(*, leave_out: tuple[str, ...] = ()) -> Iterator[Interaction]:
    """A crowd that keeps and loses rhythms; ann and bob write every week, and three long mails."""
    draw = np.random.default_rng(5)
    for k in range(60):
        a, b = draw.choice(16, 2, replace=False)
        every, count = int(draw.integers(2, 15)), int(draw.integers(5, 40))
        begin = int(draw.integers(0, 100))
        for n in range(count):
            sender, receiver = (a, b) if n % 3 else (b, a)
            yield email(f"q{sender}", f"q{receiver}", days=begin + n * every, id=f"{k}.{n}")
    for week in range(28):
        named = f"week {week}"
        if named not in leave_out:
            yield email("ann", "bob", days=7 * week, id=named)
        if week % 2:
            yield email("bob", "ann", days=7 * week + 1, id=f"answer {week}")
    for name in ("q1", "q2", "q3"):
        yield email("ann", name, days=190, id=f"to {name}")
        yield email(name, "ann", days=191, id=f"from {name}")
    yield email("zoe", "yan", days=1, id="long ago")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine_on(fill(tmp_path_factory.mktemp("story") / "story.duckdb", story()))


def test_parts_and_what_is_not_shown_add_up_to_the_strength_both_ways(engine: Engine) -> None:
    for limit in (1, 7, 1000):
        found = engine.explain(ANN, BOB, limit=limit)
        shown = sum(item["part"] for item in found["items"])

        assert shown + found["rest"]["part"] == pytest.approx(found["tie"]["strength"], abs=1e-9)
        assert found["rest"]["interactions"] == found["interactions_total"] - len(found["items"])
        assert found["parts_out"] == pytest.approx(found["tie"]["strength_out"], abs=1e-9)
        assert found["parts_in"] == pytest.approx(found["tie"]["strength_in"], abs=1e-9)


def test_points_lead_from_an_average_pair_to_the_chance_of_the_two(engine: Engine) -> None:
    checked = 0
    for tie in engine.ranked_ties(limit=100)["items"]:
        found = engine.explain(tie["a"]["id"], tie["b"]["id"])
        chance = found["chance"]
        assert chance["p_contact"] == found["tie"]["p_contact"]
        if chance["from"] == "model":
            checked += 1
            points = sum(part["points"] for part in chance["parts"])
            assert chance["average"] + points == pytest.approx(chance["p_contact"], abs=1e-9)
            assert all("points" in part["text"] for part in chance["parts"])

    assert checked > 10


def test_without_some_mails_it_is_what_a_log_without_them_says(
    engine: Engine, tmp_path: Path
) -> None:
    left_out = ("week 27", "week 26", "week 25")
    now = engine.run().as_of
    when = {"as_of": engine.explain(ANN, BOB)["as_of"]}

    (found,) = engine.explain(ANN, BOB, without=left_out)["without"]

    less = engine_on(fill(tmp_path / "less.duckdb", story(leave_out=left_out)))
    tie = less.tie(ANN, BOB, **when)["tie"]
    assert less.run(**when).as_of == now
    assert found["strength"] == pytest.approx(tie["strength"], abs=1e-9)
    assert found["state"] == tie["state"]
    assert set(found["left_out"]) == set(left_out)
    assert found["text"].startswith("without these 3 mails: strength ")
    ties = less.ranked_ties(limit=500, **when)["items"]
    assert found["rank"] == 1 + sum(one["value"] > tie["strength"] + 1e-9 for one in ties)


def test_the_largest_and_the_three_largest_are_left_out_unless_one_says_which(
    engine: Engine,
) -> None:
    found = engine.explain(ANN, BOB, limit=3)

    one, three = found["without"]
    assert one["left_out"] == [found["items"][0]["id"]]
    assert three["left_out"] == [item["id"] for item in found["items"]]
    assert three["change"] == pytest.approx(-sum(item["part"] for item in found["items"]))


def test_without_its_only_mail_there_is_no_tie(engine: Engine) -> None:
    (found,) = engine.explain("zoe@x.example", "yan@x.example")["without"]

    assert (found["strength"], found["state"], found["rank"]) == (0.0, None, None)
    assert found["text"] == "without this mail there would be no tie"


def test_strangers_have_nothing_to_explain(engine: Engine) -> None:
    found = engine.explain(ANN, "zoe@x.example")

    assert (found["tie"], found["chance"], found["without"], found["items"]) == (None, None, [], [])
    assert found["rest"] == {"interactions": 0, "part": 0.0}


@pytest.mark.parametrize("name", ["influence", *(measure.name for measure in MEASURES)])
def test_every_measure_of_everybody_is_explained(engine: Engine, name: str) -> None:
    for who in (ANN, "q1@x.example", "zoe@x.example"):
        found = engine.explain(who, measure=name, limit=2)

        assert found["measure"] == name
        assert found["formula"]
        assert (found["value"] is None) == (found["undefined"] is not None)
        if name in ADDITIVE and found["value"] is not None:
            shown = sum(part["part"] for part in found["parts"])
            assert shown + found["rest"]["part"] == pytest.approx(found["value"], abs=1e-9)
        for kind in ("ties", "people"):
            for one in found["carried_by"][kind]:
                if one["change"] is not None:
                    assert one["without"] - one["change"] == pytest.approx(found["value"])


@pytest.mark.parametrize("name", ADDITIVE[:-1])
def test_all_parts_of_a_sum_over_ties_are_the_whole_value(engine: Engine, name: str) -> None:
    for item in engine.influencers(limit=20)["items"]:
        found = engine.explain(item["person"]["id"], measure=name, limit=500)

        assert found["rest"]["part"] == pytest.approx(0, abs=1e-9)
        assert found["rest"]["ties"] == 0


def test_the_parts_of_influence_add_up_to_it(engine: Engine) -> None:
    found = engine.explain("q1@x.example")

    assert [item["measure"] for item in found["items"]] == list(SHARES)
    assert sum(item["part"] for item in found["items"]) == pytest.approx(found["value"], abs=1e-9)
    assert found["carried_by"]["by"] == "removal"


def test_a_rank_that_others_share_is_the_same_tie_as_in_the_list(engine: Engine) -> None:
    listed = engine.influencers(by="degree", limit=100)["items"]
    shared = [one["tied_with"] for one in listed]

    explained = [engine.explain(one["person"]["identity"], measure="degree") for one in listed]

    assert any(shared)
    assert [(one["rank"], one["tied_with"]) for one in explained] == [
        (one["rank"], one["tied_with"]) for one in listed
    ]


def test_noise_of_a_computation_is_carried_by_nobody(engine: Engine) -> None:
    run = engine.run()
    for after, change in (
        (0.2 - 2.8e-17, 0.0),
        (0.2 * (1 - 1e-11), pytest.approx(-2e-12, rel=0.1)),
    ):
        one = _told(run, 0, (0.2, 3), (after, 3), is_tie=True)
        assert one["change"] == change
        assert one["text"].endswith("0.2, as it is")


def test_a_removal_of_somebody_takes_their_ties_away(engine: Engine) -> None:
    found = engine.explain(ANN, measure="degree")
    one = next(one for one in found["carried_by"]["people"] if one["person"]["identity"][6:] == BOB)

    assert one["without"] == found["value"] - 1
    assert (
        one["text"] == f"without bob@x.example and all their ties: 3 instead of {found['value']:g}"
    )


def test_who_has_no_value_is_told_why(engine: Engine) -> None:
    zoe = engine.explain("zoe@x.example", as_of="2027-06-01")
    alone = engine.explain("zoe@x.example", measure="clustering")

    assert zoe["undefined"] == (
        "they have no live tie at this moment: what they had has faded, or they had none"
    )
    assert zoe["carried_by"]["ties"] == []
    assert alone["undefined"].startswith("clustering is undefined for people with fewer than two")


def test_what_cannot_be_explained_is_said(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="no measure is called 'charm'"):
        engine.explain(ANN, measure="charm")
    with pytest.raises(Misuse, match="of one person"):
        engine.explain(ANN, BOB, measure="degree")
    with pytest.raises(Misuse, match="the same person"):
        engine.explain(ANN, "email:ann@x.example")
    with pytest.raises(Misuse, match="name the other"):
        engine.explain(ANN, without=["week 1"])
    with pytest.raises(UnknownName, match="no interaction of these two is called 'week 99'"):
        engine.explain(ANN, BOB, without=["week 99"])
