"""Topics of a world drawn on paper: lists, one of them, names in any case, threads, moments.

Ann and bob write weekly about pricing, in good and in bad tone; a newsletter that nobody answers
goes out daily; three talk in a thread without a subject; one phrase is of two people, one of one.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api import cli
from api.app import create_app
from api.engine import Engine
from graph.errors import AmbiguousName, Misuse, UnknownName
from graph.model import Fact, Interaction
from tests.api.kept import engine_on, fill
from tests.worlds import email

OFFER = "subject:offer 50% off / roof"


def told() -> Iterator[Interaction | Fact]:
    for week in range(10):
        tone = 0.5 if week < 8 else -0.5
        mail = email("ann", "bob", days=7.0 * week, id=f"out{week}")
        yield replace(
            mail, topics=("pricing", "subject:Pricing".lower()), sentiment=tone, thread="p"
        )
        mail = email("bob", "ann", "cid", days=7.0 * week + 1, id=f"back{week}")
        yield replace(mail, topics=("pricing",), thread="p")
    for day in range(60):
        letter = email("news", "ann", "bob", "cid", days=day + 0.5, id=f"news{day}")
        yield replace(letter, topics=("subject:daily news",), is_bulk=True)
    for k, sender in enumerate(("ann", "bob", "cid", "ann")):
        others = sorted({"ann", "bob", "cid"} - {sender})
        said = email(sender, *others, days=60 + 0.1 * k, id=f"chat{k}")
        phrases = ("phrase:vendor review", "phrase:mine alone")[: 2 if sender == "ann" else 1]
        yield replace(said, thread="chat 1", topics=())
        yield replace(said, at=said.at.replace(minute=5), id=f"said{k}", topics=phrases)
    yield replace(email("dan", "eve", days=3, id="deal"), topics=("deal:Acme renewal", OFFER))
    yield replace(email("eve", "dan", days=4, id="deal2"), topics=("deal:Acme renewal", OFFER))
    yield Fact("email:ann@x.example", "segment", "sales")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    made = engine_on(fill(tmp_path_factory.mktemp("topics") / "world.duckdb", told()))
    made.refresh()
    return made


def listed(engine: Engine, **asked: Any) -> list[str]:
    return [one["topic"] for one in engine.topics(**{"limit": 50} | asked)["items"]]


def test_a_topic_has_people_volume_and_tone(engine: Engine) -> None:
    answer = engine.topics(kind="tag")
    (found,) = answer["items"]

    assert (found["topic"], found["kind"], found["name"]) == ("tag:pricing", "tag", "pricing")
    assert (found["interactions"], found["people"], found["voices"]) == (20, 3, 2)
    assert (found["first_at"][:10], found["last_at"][:10]) == ("2026-01-05", "2026-03-10")
    assert found["toned"] == 10
    weights = [2 ** (-7 * (9 - week) / 30) for week in range(10)]
    tones = [0.5] * 8 + [-0.5] * 2
    mean = sum(map(float.__mul__, weights, tones)) / sum(weights)
    assert found["tone"] == pytest.approx(mean)
    assert found["change"] == found["recent"] - found["before"] == 0


def test_what_only_machines_say_and_what_one_says_is_left_out(engine: Engine) -> None:
    every = listed(engine)

    assert "subject:daily news" not in every
    assert engine.topics()["left_out"] == 1
    assert "phrase:vendor review" in every
    assert "phrase:mine alone" not in every


def test_a_thread_of_three_without_a_subject_is_a_topic(engine: Engine) -> None:
    assert "thread:chat 1" in listed(engine)
    assert "thread:p" not in listed(engine)  # its subject tells of it
    threads = {one["topic"]: one for one in engine.topics(kind="thread")["items"]}
    assert threads["thread:p"]["name"] == "pricing"
    assert threads["thread:chat 1"]["name"].startswith("begun 2026-03-06")
    assert threads["thread:chat 1"]["people"] == 3
    assert engine.topic("thread:chat 1")["interactions"] == 4


def test_orders(engine: Engine) -> None:
    assert listed(engine)[0] == "tag:pricing"
    assert listed(engine, by="people")[0] == "tag:pricing"
    assert listed(engine, by="rising")[0] in ("thread:chat 1", "phrase:vendor review")
    toned = engine.topics(by="tone", limit=50)["items"]
    assert {one["topic"] for one in toned} == {"tag:pricing", "subject:pricing"}
    with pytest.raises(Misuse, match="volume, people, rising, tone"):
        engine.topics(by="age")
    with pytest.raises(Misuse, match="tag, subject, deal, phrase, thread"):
        engine.topics(kind="hashtag")


def test_a_span_counts_what_lies_in_it_and_compares_with_as_long_before(engine: Engine) -> None:
    answer = engine.topics(kind="tag", since="2026-02-16", until="2026-03-02")
    (found,) = answer["items"]

    assert (found["interactions"], found["recent"], found["before"]) == (4, 4, 4)
    assert answer["recent_days"] == pytest.approx(14)
    with pytest.raises(Misuse, match="must lie before"):
        engine.topics(since="2026-03-02", until="2026-02-16")


def test_only_what_some_people_took_part_in(engine: Engine) -> None:
    assert listed(engine, of="person:eve@x.example") == ["deal:Acme renewal", OFFER]
    assert "deal:Acme renewal" not in listed(engine, of="segment:sales")


def test_pages_follow_each_other(engine: Engine) -> None:
    first = engine.topics(limit=2)
    second = engine.topics(limit=50, cursor=first["next"])

    names = [one["topic"] for one in (*first["items"], *second["items"])]
    assert names == listed(engine)
    assert second["items"][0]["rank"] == 3


def test_as_of_an_earlier_day_later_ones_have_not_happened(engine: Engine) -> None:
    then = engine.topics(kind="tag", as_of="2026-01-20")["items"][0]

    assert (then["interactions"], then["last_at"][:10]) == (5, "2026-01-19")
    assert "phrase:vendor review" not in listed(engine, as_of="2026-01-20")
    with pytest.raises(UnknownName, match="nothing was said"):
        engine.topic("phrase:vendor review", as_of="2026-01-20")


def test_one_topic_says_who_carries_it_and_adds_up(engine: Engine) -> None:
    found = engine.topic("tag:pricing")

    carriers = {one["person"]["identity"]: one for one in found["items"]}
    assert sum(one["part"] for one in found["items"]) == pytest.approx(1)
    assert found["items"][0]["person"]["identity"] == "email:bob@x.example"  # told one to one
    assert carriers["email:ann@x.example"]["said"] == 10
    assert carriers["email:cid@x.example"]["reached"] == 10
    assert found["begun"]["id"] == "out0"
    assert sum(one["interactions"] for one in found["periods"]) == found["interactions"] == 20
    assert found["per"] == "week"
    assert all(one["people"] == 3 for one in found["periods"])
    assert [one["tone"] for one in found["periods"]] == pytest.approx([0.5] * 8 + [-0.5] * 2)
    assert [one["id"] for one in found["newest"][:2]] == ["back9", "out9"]
    assert found["threads"] == [
        {"topic": "thread:p", "interactions": 20, "people": 3,
         "first_at": found["first_at"], "last_at": found["last_at"]},
    ]  # fmt: skip
    assert [one["name"] for one in found["segments"]] == ["sales"]
    assert [one["id"] for one in found["organizations"]] == ["org:x.example"]


def test_strength_within_a_topic_is_that_of_its_interactions_alone(engine: Engine) -> None:
    found = engine.topic("deal:Acme renewal")
    tie = engine.tie("dan@x.example", "eve@x.example")

    assert [one["strength"] for one in found["items"]] == pytest.approx([tie["parts_total"]] * 2)


def test_related_topics_are_those_of_the_same_conversations(engine: Engine) -> None:
    (found,) = engine.topic("deal:Acme renewal")["related"]

    assert (found["topic"], found["conversations"]) == (OFFER, 2)
    conversations = 60 + 2 + 2 + 4  # letters, these mails, two threads, what was said beside them
    assert found["lift"] == pytest.approx(conversations * 2 / (2 * 2))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("tag:pricing", "tag:pricing"),
        ("subject:Re: PRICING", "subject:pricing"),
        ("acme RENEWAL", "deal:Acme renewal"),
        ("topic:deal:acme renewal", "deal:Acme renewal"),
        ("Fwd: Offer 50% off / roof", OFFER),
        ("vendor review", "phrase:vendor review"),
    ],
)
def test_a_topic_is_found_by_the_words_that_only_one_kind_has(
    engine: Engine, asked: str, found: str
) -> None:
    assert engine.topic(asked)["topic"] == found


def test_words_of_several_kinds_and_misspelt_ones_are_answered_with_choices(
    engine: Engine,
) -> None:
    with pytest.raises(AmbiguousName, match=r"topic:tag:pricing, topic:subject:pricing"):
        engine.topic("pricing")
    with pytest.raises(UnknownName, match=r"closest: .*deal:Acme renewal"):
        engine.topic("deal:Acme renewel")
    with pytest.raises(UnknownName, match="no thread is called 'nope'"):
        engine.topic("thread:nope")


def test_other_questions_take_topics_of_every_kind(engine: Engine) -> None:
    def people(of: str) -> set[str]:
        items = engine.influencers(of=of, limit=50)["items"]
        return {one["person"]["identity"].partition(":")[2][:3] for one in items}

    assert people("topic:deal:Acme renewal") == people("acme renewal") == {"dan", "eve"}
    assert people("topic:tag:pricing") == people("topic:thread:p") == {"ann", "bob", "cid"}
    assert engine.stakeholders(of="topic:subject:pricing")["items"]
    assert people("pricing") == {"ann", "bob", "cid"}  # a bare word is a tag first


def test_a_name_with_a_slash_and_a_percent_sign_is_asked_for_over_http(engine: Engine) -> None:
    with TestClient(create_app(engine), base_url="http://127.0.0.1:8765") as client:
        found = client.get("/api/v1/topics/subject%3Aoffer%2050%25%20off%20%2F%20roof")
        missing = client.get("/api/v1/topics/nothing%20so")
        wrong = client.get("/api/v1/topics?kind=hashtag")

    assert found.json() == engine.topic(OFFER)
    assert (missing.status_code, wrong.status_code) == (404, 422)


@pytest.mark.parametrize("form", ["--table", "--json", "--ndjson", "--csv"])
@pytest.mark.parametrize("command", [["topics"], ["topic", "tag:pricing"]])
def test_four_forms(engine: Engine, command: list[str], form: str) -> None:
    said = CliRunner().invoke(cli.app, ["--store", engine.url, *command, form])

    assert said.exit_code == 0
    assert "pricing" in said.stdout or "part" in said.stdout or "bob" in said.stdout


def test_a_store_without_topics_has_none_to_list(tmp_path: Path) -> None:
    bare = engine_on(fill(tmp_path / "bare.duckdb", [email("ann", "bob", days=0, id="1")]))

    assert bare.topics()["items"] == []
    with pytest.raises(UnknownName, match="no topic is called"):
        bare.topic("pricing")
