"""Mattermost: whom a post reaches, by API and by bulk export, and that nothing is lost."""

from pathlib import Path

from ingest.mattermost import Mattermost
from ingest.sources import SOURCES
from ingest.survey import surveyed
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES


def test_a_page_by_itself_knows_who_is_answered_and_keeps_names_that_nobody_explains() -> None:
    found = gathered(Mattermost(), SAMPLES / "mattermost" / "posts.json")
    reply = next(one for one in found.interactions if one.id == "mattermost:post00000004")

    assert [one.identity for one in reply.receivers] == [
        "mattermost:userannann",
        "mattermost:@bob",
        "mattermost:@dan",
    ]


def test_posts_of_several_pages_are_one_conversation(tmp_path: Path) -> None:
    post = '"create_at": %d, "delete_at": 0, "channel_id": "c", "message": "", "root_id"'
    (tmp_path / "posts-2.json").write_text(
        f'[{{"id": "second", "user_id": "userbob", {post % 1772442060000}: "first"}}]'
    )
    (tmp_path / "posts-1.json").write_text(
        f'[{{"id": "first", "user_id": "userann", {post % 1772442000000}: ""}}]'
    )
    survey, _ = surveyed([tmp_path], SOURCES, tmp_path)

    (reply,) = gathered(Mattermost(), tmp_path / "posts-2.json", survey=survey).interactions

    assert [one.identity for one in reply.receivers] == ["mattermost:userann"]


def test_a_bulk_export_of_a_named_server_keeps_its_usernames_apart() -> None:
    found = gathered(Mattermost(), SAMPLES / "mattermost" / "bulk.jsonl", log="acme")

    assert found.interactions[0].sender == "mattermost:acme/@ann"
    assert found.interactions[0].id == "mattermost:acme/acme/town/1772442000000/@ann"
