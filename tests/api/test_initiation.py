"""Who makes the first move, as the engine answers it."""

from pathlib import Path

import pytest

from api.engine import Engine
from tests.api.kept import engine_on, fill
from tests.worlds import email


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    told = []
    for month in range(6):
        day = 30.0 * month
        told += [email("ann", "bob", days=day), email("bob", "ann", days=day + 1)]
        asks, answers = ("cat", "bob") if month < 4 else ("bob", "cat")
        told += [email(asks, answers, days=day + 3), email(answers, asks, days=day + 4)]
    path: Path = tmp_path_factory.mktemp("first") / "moves.duckdb"
    return engine_on(fill(path, told))


def test_people_are_ranked_by_how_many_of_their_conversations_they_began(engine: Engine) -> None:
    # six exchanges with ann, all hers; six with cat, of which cat began four and bob two
    items = engine.influencers(by="initiation")["items"]

    found = {item["person"]["identity"]: item["score"] for item in items}
    assert found == {
        "email:ann@x.example": 1.0,
        "email:cat@x.example": pytest.approx(4 / 6),
        "email:bob@x.example": pytest.approx(2 / 12),
    }
    assert [item["rank"] for item in items] == [1, 2, 3]


def test_the_classic_form_and_those_by_strength_can_be_asked_for(engine: Engine) -> None:
    for name in ("classic_closeness", "betweenness_by_strength", "closeness_by_strength"):
        first = engine.influencers(by=name)["items"][0]
        assert first["person"]["identity"] == "email:bob@x.example"
        assert first["measures"][name] == 1.0 or name == "closeness_by_strength"
