"""A tie that is asked for says who reaches out, how the tone goes, and by which channels."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.engine import Engine
from graph.model import Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import email


def said(sender: str, other: str, day: float, channel: str, tone: float) -> Interaction:
    return replace(
        email(sender, other, days=day, id=f"{sender}-{day}"), channel=channel, sentiment=tone
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    log = [
        said("ann", "bob", 0, "email", 0.5),
        said("ann", "bob", 10, "email", 0.4),
        said("bob", "ann", 20, "slack", 0.3),
        said("ann", "bob", 30, "email", 0.2),
        said("ann", "bob", 40, "x", 0.1),
    ]
    path: Path = tmp_path_factory.mktemp("together") / "two.duckdb"
    return engine_on(fill(path, log))


def test_who_reaches_out_is_told_as_the_two_were_asked_for(engine: Engine) -> None:
    one = engine.tie("ann@x.example", "bob@x.example")["measures"]
    other = engine.tie("bob@x.example", "ann@x.example")["measures"]

    assert one["direction_balance"] == pytest.approx((4 - 1) / 5)
    assert other["direction_balance"] == pytest.approx(-(4 - 1) / 5)


def test_the_tone_falls_by_nine_tenths_in_ninety_days_seen_from_either(engine: Engine) -> None:
    for two in (("ann@x.example", "bob@x.example"), ("bob@x.example", "ann@x.example")):
        assert engine.tie(*two)["measures"]["sentiment_trend"] == pytest.approx(-0.9, rel=1e-5)


def test_channels_are_shares_of_the_interactions_the_largest_first(engine: Engine) -> None:
    found = engine.tie("ann@x.example", "bob@x.example")["channel_mix"]

    assert list(found.items()) == [("email", 0.6), ("slack", 0.2), ("x", 0.2)]
