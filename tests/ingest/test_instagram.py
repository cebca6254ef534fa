"""Instagram: whom a like and a comment are for, in every form and language an export has had."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from graph.connect import open_store
from graph.model import Kind
from ingest.facebook import Facebook
from ingest.instagram import Instagram
from ingest.load import LoadReport, load
from ingest.source import Reading
from ingest.sources import SOURCES, source_for
from ingest.survey import surveyed
from ingest.told import Survey
from tests.ingest.gathered import CLOCK, file_at, gathered, written
from tests.ingest.mutated import Sample, few, guided, hold, many, mutations

FOLDER = Path(__file__).resolve().parent.parent / "samples" / "instagram"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.json"))
SAMPLES: list[Sample] = [(f"instagram/{name}", (FOLDER / name).read_bytes()) for name in FILES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("instagram")


@pytest.fixture(scope="module")
def survey(folder: Path) -> Survey:
    return surveyed([FOLDER], SOURCES, folder)[0]


def loaded(tmp_path: Path, *paths: Path) -> LoadReport:
    return load(paths, open_store(str(tmp_path / "log.duckdb")), Reading(CLOCK))


@pytest.mark.parametrize("name", FILES)
def test_a_sample_becomes_what_is_written_beside_it(name: str, survey: Survey) -> None:
    found = gathered(Instagram(), FOLDER / name, survey=survey)

    assert written(found) == (FOLDER / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_it_is_recognised_as_instagram(name: str) -> None:
    found = source_for(file_at(FOLDER / name, name))

    assert found is not None
    assert found.name == "instagram"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("followers.json", '[{"id": 1, "name": "ann"}]'),
        ("followers.json", '{"followers": [{"name": "Ann", "timestamp": 1600000000}]}'),
        ("connections.json", '{"followers": {"count": 3}, "following": {}}'),
        ("connections.json", '{"followers": []}'),
        ("messages.json", '[{"participants": ["a", "b"], "messages": []}]'),
        ("posts_1.json", '[{"id": 1, "title": "x", "created_at": "2020-01-01"}]'),
        ("posts.json", '{"posts": [{"media": [], "title": "x"}]}'),
        ("media.json", '{"photos": [{"id": 1, "path": "x"}]}'),
        ("likes.json", '{"media_likes": 3}'),
        ("other.json", '[{"string_list_data": [{"value": "ann", "timestamp": 1}]}]'),
        ("stories.json", '{"stories": [{"id": 1, "subject": "x"}]}'),
        ("x.json", "[]"),
        ("x.json", ""),
    ],
)
def test_other_json_is_left_to_others(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)

    assert not Instagram().recognises(file_at(path))


def test_a_follow_is_a_dated_fact_and_no_contact(survey: Survey) -> None:
    path = FOLDER / "new/connections/followers_and_following/followers_1.json"
    found = gathered(Instagram(), path, survey=survey)

    assert found.interactions == []
    assert found.facts[0].since == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)


def test_the_old_and_the_new_form_of_followers_say_the_same(tmp_path: Path) -> None:
    entry = {
        "title": "",
        "media_list_data": [],
        "string_list_data": [
            {"href": "https://www.instagram.com/ann", "value": "ann", "timestamp": 1_600_000_000}
        ],
    }
    forms = {
        "followers.json": {"relationships_followers": [entry]},
        "followers_1.json": [entry],
        "connections.json": {"followers": {"ann": "2020-09-13T12:26:40+00:00"}},
    }
    said = []
    for name, form in forms.items():
        path = tmp_path / name
        path.write_text(json.dumps(form))
        assert Instagram().recognises(file_at(path))
        said.append(gathered(Instagram(), path, log="me").facts)

    assert said[0] == said[1] == said[2]
    assert (said[0][0].subject, said[0][0].value) == ("instagram:@ann", "account:me")


def test_an_export_without_its_owner_says_what_is_missing() -> None:
    found = gathered(Instagram(), FOLDER / "new/your_instagram_activity/media/stories.json")

    assert "personal_information.json is missing" in found.rejected[0].reason


def test_conversations_are_told_apart_from_those_of_facebook(tmp_path: Path) -> None:
    text = '{"participants": [{"name": "A"}, {"name": "B"}], "messages": [%s]}'
    text %= '{"sender_name": "A", "timestamp_ms": 1600000000000}'
    own = {}
    for place in ("instagram-a-2024-01-01", "facebook-a", "plain", "plain2"):
        path = tmp_path / place / "messages/inbox/instagramfan_1/message_1.json"
        path.parent.mkdir(parents=True)
        path.write_text(text)
        source = source_for(file_at(path))
        own[place] = source.name if source else ""
    assert own == {
        "instagram-a-2024-01-01": "instagram",
        "facebook-a": "facebook",
        "plain": "facebook",
        "plain2": "facebook",
    }
    # where the place does not say it, the files beside do
    followers = tmp_path / "plain2/followers_and_following/followers.json"
    followers.parent.mkdir()
    followers.write_text('{"relationships_followers": []}')
    told, _ = surveyed([tmp_path / "plain2"], SOURCES, tmp_path)
    path = tmp_path / "plain2/messages/inbox/instagramfan_1/message_1.json"
    (one,) = gathered(Facebook(), path, survey=told).interactions
    assert (one.channel, one.sender) == ("instagram", "account:instagram/A")


def test_the_real_samples_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    """96 followers, 389 followed, 103 likes, 459 messages, say its makers."""
    first = loaded(tmp_path, shared / "platform-instagram")
    second = loaded(tmp_path, shared / "platform-instagram")

    assert (first.total("read"), first.total("new"), first.total("rejected")) == (1_047, 1_047, 0)
    assert (second.total("new"), second.total("known")) == (0, 1_047)
    assert first.interactions == 103 + 459
    assert first.not_recognised == ("platform-instagram/README.md",)


def test_whose_the_real_sample_is_follows_from_its_conversations(
    tmp_path: Path, shared: Path
) -> None:
    told, _ = surveyed([shared / "platform-instagram"], SOURCES, tmp_path)
    path = shared / "platform-instagram/likes/liked_posts.json"
    found = gathered(Instagram(), path, survey=told)

    assert {one.sender for one in found.interactions} == {"account:instagram/John Lennon"}
    assert {one.kind for one in found.interactions} == {Kind.REACTION}


@few
@given(sample=mutations(SAMPLES))
def test_no_damage_breaks_it(folder: Path, sample: Sample) -> None:
    hold(Instagram(), folder, sample, log="me")


@pytest.mark.proof
@many
@given(sample=mutations(SAMPLES))
def test_thousands_of_damages_break_nothing(folder: Path, sample: Sample) -> None:
    hold(Instagram(), folder, sample, log="me")


@pytest.mark.proof
def test_a_guided_search_finds_nothing_that_breaks_it(folder: Path) -> None:
    assert guided(Instagram(), folder, SAMPLES, seconds=30).tried > 100
