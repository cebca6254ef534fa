"""Tone in the answers: of a tie, a person, a stakeholder and a single interaction."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter
from typer.testing import CliRunner

from api import cli, schemas
from api.app import create_app
from api.engine import Engine
from api.incoming.records import records
from graph.batch import Rejected
from graph.model import Fact, Interaction, Kind, Receiver
from tests.api.kept import engine_on, fill, office
from tests.worlds import email

CAT, BOB = "email:cat@customer.example", "email:bob@x.example"
VIC = "email:vic@customer.example"


def said(sender: str, receiver: str | None, day: float, **fields: Any) -> Interaction:
    one = email("ann", days=day)
    return Interaction(
        at=one.at,
        kind=fields.pop("kind", Kind.EMAIL),
        channel=fields.pop("channel", "email"),
        sender=sender,
        receivers=() if receiver is None else (Receiver(receiver),),
        **fields,
    )


def rating(
    sender: str, day: float, sentiment: float, by: str = "nps", **fields: Any
) -> Interaction:
    return said(sender, None, day, kind=Kind.RATING, channel="survey", sentiment=sentiment,
                sentiment_by=by, **fields)  # fmt: skip


def world() -> list[Any]:
    """The office, where cat first praises bob and then complains, and answers surveys.

    Her last two mails to bob are on the days 111 and 121; vic is warm in a mail and then rates.
    """
    return [
        *office(),
        said(CAT, BOB, 111, sentiment=0.5, sentiment_by="vader 3.3.2", confidence=0.75),
        said(BOB, CAT, 116, sentiment=0.25, sentiment_by="vader 3.3.2", confidence=0.25),
        said(CAT, BOB, 121, sentiment=-1.0, id="angry"),
        rating(CAT, 122, -0.6, topics=("support",)),
        rating(CAT, 123, 0.2, "csat", topics=("support",)),
        said(VIC, "email:ann@x.example", 150, sentiment=0.9, sentiment_by="vader 3.3.2"),
        rating(VIC, 151, -0.75, topics=("product",)),
        said(VIC, None, 152, kind=Kind.POST, channel="x", sentiment=0.9, sentiment_by="source"),
        said(VIC, None, 153, sentiment=1.0, is_bulk=True),
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("tone") / "office.duckdb", world())


@pytest.fixture(scope="module")
def engine(store: Path) -> Engine:
    return engine_on(store)


def test_a_tie_says_how_much_of_it_sounds_good_and_how_much_bad(engine: Engine) -> None:
    found = engine.explain("bob@x.example", "cat@customer.example", limit=1000)
    tone, parts = found["tone"], {item["at"]: item["part"] for item in found["items"]}
    good, fair, bad = (
        next(item["part"] for item in found["items"] if item["sentiment"] == tone_)
        for tone_ in (0.5, 0.25, -1.0)
    )
    assert len(parts) == found["interactions_total"]
    assert tone["positive_strength"] == pytest.approx(0.5 * good + 0.25 * fair)
    assert tone["positive_out"] == pytest.approx(0.25 * fair)  # what bob said
    assert tone["positive_in"] == pytest.approx(0.5 * good)
    assert (tone["negative_out"], tone["negative_in"]) == (0, pytest.approx(bad))
    assert tone["mean"] == pytest.approx((0.5 * good + 0.25 * fair - bad) / (good + fair + bad))


def test_a_tie_says_what_gave_its_tones_and_how_many_of_its_interactions_have_one(
    engine: Engine,
) -> None:
    found = engine.tie("bob@x.example", "cat@customer.example")
    tone = found["tone"]

    assert tone["interactions"] == 3
    assert tone["share"] == pytest.approx(3 / found["interactions_total"])
    assert [(one["sentiment_by"], one["interactions"]) for one in tone["by"]] == [
        ("vader 3.3.2", 2),
        ("source", 1),
    ]
    assert tone["confidence"] == pytest.approx(0.5)
    assert tone["by"][0]["mean"] == pytest.approx(0.375)


def test_seen_from_the_other_side_directions_change_places(engine: Engine) -> None:
    one = engine.tie("bob@x.example", "cat@customer.example")["tone"]
    other = engine.tie("cat@customer.example", "bob@x.example")["tone"]

    assert (one["positive_out"], one["negative_in"]) == (
        other["positive_in"],
        other["negative_out"],
    )
    assert one["positive_strength"] == pytest.approx(other["positive_strength"])


def test_a_tie_without_a_tone_has_none(engine: Engine) -> None:
    assert engine.tie("ann@x.example", "bob@x.example")["tone"] is None


def test_evidence_shows_the_tone_of_each_interaction_and_what_gave_it(engine: Engine) -> None:
    items = engine.explain("bob@x.example", "cat@customer.example", limit=1000)["items"]
    told = {
        (item["sentiment"], item["sentiment_by"], item["confidence"])
        for item in items
        if item["sentiment"] is not None
    }
    assert told == {
        (0.5, "vader 3.3.2", 0.75),
        (0.25, "vader 3.3.2", 0.25),
        (-1.0, "source", None),
    }
    assert {(i["sentiment_by"], i["confidence"]) for i in items if i["sentiment"] is None} == {
        (None, None)
    }


def test_ties_can_be_ranked_by_what_sounds_bad(engine: Engine) -> None:
    found = engine.ranked_ties(by="negative_strength")

    assert {found["items"][0][end]["identity"] for end in "ab"} == {BOB, CAT}
    tone = engine.tie("bob@x.example", "cat@customer.example")["tone"]
    assert found["items"][0]["value"] == pytest.approx(tone["negative_strength"])
    assert found["unit"] == "fresh interactions"
    assert len(found["items"]) == 2  # bob and cat, ann and vic; all others have no tone
    assert found["undefined"] == 5


def test_what_a_person_said_in_ratings_is_part_of_their_tone(engine: Engine) -> None:
    tone = engine.person("cat@customer.example")["tone"]

    assert (tone["interactions"], tone["ratings"]) == (4, 2)
    assert tone["mean"] == pytest.approx((0.5 - 1.0 - 0.6 + 0.2) / 4)
    assert tone["last"] == pytest.approx(0.2)
    assert {one["sentiment_by"]: round(one["mean"], 6) for one in tone["by"]} == {
        "vader 3.3.2": 0.5,
        "source": -1.0,
        "nps": -0.6,
        "csat": 0.2,
    }


def test_a_person_of_whom_no_tone_is_known_has_none(engine: Engine) -> None:
    assert engine.person("ann@x.example")["tone"] is None


def test_tones_that_lie_ahead_of_the_moment_are_not_known(engine: Engine) -> None:
    then = engine.person("cat@customer.example", as_of="2026-04-30")  # day 115 or so
    assert then["tone"] is None or then["tone"]["ratings"] == 0


def stances(engine: Engine, of: str) -> dict[str, dict[str, Any]]:
    items = engine.stakeholders(of=of, limit=100)["items"]
    return {item["person"]["identity"].partition(":")[2].partition("@")[0]: item for item in items}


def test_a_customer_who_rates_badly_is_no_supporter_however_warm_the_mails(engine: Engine) -> None:
    vic = stances(engine, "org:customer.example")["vic"]

    assert vic["stance"] == pytest.approx(-0.75)
    texts = [one["text"] for one in vic["reasons"]]
    assert "gave bad ratings: -0.8 over 1 rating" in texts


def test_several_ratings_are_weighed_by_their_age(engine: Engine) -> None:
    cat = stances(engine, "org:customer.example")["cat"]
    day = 2 ** (-1 / engine.run().half_life * 86_400_000_000)

    assert cat["stance"] == pytest.approx((-0.6 * day + 0.2) / (day + 1))


def test_ratings_count_for_those_who_are_concerned_our_own_organization_included(
    engine: Engine,
) -> None:
    ours = stances(engine, "org:x.example")
    assert ours["vic"]["stance"] == pytest.approx(-0.75)
    about_cat = stances(engine, f"person:{CAT}")
    assert "vic" not in about_cat or about_cat["vic"]["stance"] is None


def test_a_post_that_reaches_no_one_says_something_and_bulk_mail_does_not(tmp_path: Path) -> None:
    told = [
        *office(),
        said(VIC, None, 152, kind=Kind.POST, channel="x", sentiment=0.5, id="post"),
        said(VIC, None, 153, sentiment=-1.0, is_bulk=True),
    ]
    engine = engine_on(fill(tmp_path / "office.duckdb", told))

    assert stances(engine, "org:customer.example")["vic"]["stance"] == pytest.approx(0.5)


def test_ratings_tie_nobody_and_change_no_strength(engine: Engine, tmp_path: Path) -> None:
    plain = [
        one
        for one in world()
        if isinstance(one, Fact) or getattr(one, "kind", None) is not Kind.RATING
    ]
    other = engine_on(fill(tmp_path / "office.duckdb", plain))
    a, b = (e.tie("bob@x.example", "cat@customer.example") for e in (engine, other))

    assert a["tie"]["strength"] == pytest.approx(b["tie"]["strength"])
    assert a["interactions_total"] == b["interactions_total"]


def test_answers_with_tones_are_what_the_published_schemas_say(engine: Engine) -> None:
    with TestClient(create_app(engine), base_url="http://127.0.0.1") as client:
        for path, schema in (
            ("/api/v1/people/cat@customer.example", schemas.OnePerson),
            ("/api/v1/ties/bob@x.example/cat@customer.example", schemas.TieWithEvidence),
        ):
            found = client.get(path)
            assert found.status_code == 200, found.text
            TypeAdapter(schema).validate_json(found.content, strict=True)
            assert found.json()["tone"]["interactions"] >= 3


def test_commands_show_tones(store: Path) -> None:
    runner = CliRunner(env={"NO_COLOR": "1", "COLUMNS": "200"})
    tie = runner.invoke(cli.app, ["tie", CAT, BOB, "--store", str(store), "--limit", "3"])
    person = runner.invoke(cli.app, ["person", VIC, "--store", str(store)])

    assert tie.exit_code == person.exit_code == 0, tie.output + person.output
    assert "tone: sounds good " in tie.stdout
    assert "by vader 3.3.2 (2), source (1), confidence 0.50" in tie.stdout
    assert "-1.00 by source" in tie.stdout
    assert "nps -0.75 (1)" in person.stdout


def test_a_tie_as_json_is_the_answer_of_the_engine(store: Path, engine: Engine) -> None:
    runner = CliRunner()
    shown = runner.invoke(cli.app, ["tie", CAT, BOB, "--store", str(store), "--json"])
    asked = engine.explain(CAT, BOB)["tone"]
    assert json.loads(shown.stdout)["tone"] == asked


MAIL: dict[str, Any] = {
    "at": "2026-03-01T09:30:00Z", "kind": "email", "sender": "ann@x.example",
    "receivers": ["bob@x.example"],
}  # fmt: skip


def read(**fields: Any) -> Any:
    ((_, found),) = records(json.dumps([MAIL | fields]).encode(), is_ndjson=False)
    return found


def test_what_gave_a_tone_is_taken_over_http() -> None:
    found = read(sentiment=-0.5, sentiment_by="gong 2", confidence=0.9)
    assert (found.sentiment, found.sentiment_by, found.confidence) == (-0.5, "gong 2", 0.9)


def test_a_rating_may_reach_nobody_over_http() -> None:
    found = read(kind="rating", receivers=[], sentiment=1, sentiment_by="csat")
    assert (found.kind, found.receivers) == (Kind.RATING, ())


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"confidence": 0.5}, "confidence is said of a sentiment, and there is none; give both"),
        ({"sentiment_by": "nps"}, "sentiment_by is said of a sentiment, and there is none"),
        ({"sentiment": 0.5, "confidence": 1.5}, "confidence: Input should be less than"),
        ({"sentiment": 0.5, "confidence": -0.1}, "confidence: Input should be greater than"),
        ({"sentiment": 0.5, "sentiment_by": " "}, "sentiment_by: empty; leave it out"),
        ({"text": "so good"}, "text: Extra inputs are not permitted"),
    ],
    ids=str,
)
def test_what_is_said_of_no_tone_or_is_no_share_is_refused(
    fields: dict[str, Any], reason: str
) -> None:
    found = read(**fields)
    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)
