"""Mattermost: whom a post reaches, by API and by bulk export, and that nothing is lost."""

from pathlib import Path

import pytest

from ingest.mattermost import Mattermost
from ingest.sources import SOURCES
from ingest.survey import surveyed
from tests.ingest.gathered import file_at, gathered
from tests.ingest.platform_samples import (
    SAMPLES,
    counts,
    files,
    loaded_twice,
)

FILES = files("mattermost")
NAMES = [name for name, _ in FILES]
OTHERS = [
    '[{"id": "U1ABCDEF", "create_at": 1, "username": "ann"}]',
    '{"posts": [{"id": 1, "user_id": 2, "message": "x", "create_at": 1}]}',
    '{"posts": {"data": [{"created_time": "2020-01-01", "message": "x"}]}}',
    '{"type": "post", "post": {"title": "x"}}',
    '{"type": "user", "user": "ann"}',
    '{"id": "e1", "type": "PushEvent", "actor": {"login": "ann"}}',
    '{"messages": [{"_id": "1", "rid": "2", "msg": "", "ts": "", "u": {}}]}',
    "[1, 2]",
    "{}",
    "[]",
    "",
]


@pytest.mark.parametrize("text", OTHERS)
def test_other_json_is_left_to_others(text: str, tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(text)

    assert not Mattermost().recognises(file_at(path))


def test_the_real_samples_load_whole_and_once(tmp_path: Path, shared: Path) -> None:
    first, again = loaded_twice(tmp_path / "log.duckdb", shared / "platform-mattermost")

    assert counts(first) == [7, 7, 0, 0]
    assert first.interactions == 5
    assert again == (0, 0)
    assert first.not_recognised == ("platform-mattermost/README.md",)


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
