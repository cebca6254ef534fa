"""Discourse: whom a post answers, by its number in the topic."""

import json
from pathlib import Path

from graph.connect import open_store
from graph.model import Kind, Role
from ingest.discourse.source import Discourse
from tests.ingest.gathered import gathered
from tests.ingest.sample_folder import SAMPLES, loaded


def test_a_real_topic_has_the_answers_its_posts_name(shared: Path) -> None:
    path = shared / "platform-discourse" / "discourse_topic_1148.json"
    found = gathered(Discourse(), path)
    site = "discourse:discourse.mozilla-community.org"
    by_number = {str(one.id).rpartition("/")[2]: one for one in found.interactions}

    assert by_number["1"].sender == f"{site}/2544"
    assert by_number["1"].kind is Kind.POST
    assert [one.identity for one in by_number["4"].receivers] == [f"{site}/3428"]
    assert [one.identity for one in by_number["20"].receivers] == [f"{site}/3437"]
    assert by_number["3"].kind is Kind.COMMENT
    assert sum(one.kind is Kind.REPLY for one in found.interactions) == 9
    assert not [one for one in found.interactions if one.kind is Kind.REACTION]


def test_a_forum_whose_host_no_avatar_tells_is_kept_apart_by_the_name_of_the_log() -> None:
    found = gathered(Discourse(), SAMPLES / "discourse" / "posts.json", log="acme")

    assert found.interactions[0].id == "discourse:acme/topic/7/9"


def test_a_post_itself_tells_more_than_that_it_was_written(tmp_path: Path) -> None:
    """Somebody's actions name whom a post answered, the post also whom it names."""
    samples = SAMPLES / "discourse"
    both = (samples / "webhook_post.json", samples / "user_actions.json")
    (post,) = gathered(Discourse(), both[0]).interactions
    action = gathered(Discourse(), both[1]).interactions[1]
    for store, order in (("one", both), ("other", both[::-1])):
        loaded(tmp_path, *order, store=store)
    digests = {open_store(str(tmp_path / f"{name}.duckdb")).digest() for name in ("one", "other")}

    assert post.id == action.id
    assert post.revision > action.revision
    assert len(digests) == 1


def test_who_is_quoted_is_named_and_who_is_named_in_a_quote_is_not(tmp_path: Path) -> None:
    quote = (
        '<aside class="quote no-group" data-username="Bob" data-post="1"><blockquote>'
        '<a class="mention" href="/u/cat">@cat</a></blockquote></aside><p>yes</p>'
    )
    post = {
        "id": 1, "post_number": 3, "post_type": 1, "topic_id": 5, "username": "ann", "user_id": 1,
        "created_at": "2026-03-02T09:00:00Z", "cooked": quote, "reply_to_post_number": None,
    }  # fmt: skip
    path = tmp_path / "post.json"
    path.write_text(json.dumps(post))

    (read,) = gathered(Discourse(), path).interactions

    assert [(one.identity, one.role) for one in read.receivers] == [
        ("discourse:@bob", Role.MENTIONED)
    ]


_ROW = (
    "topic_title,categories,is_pm,post_raw,post_cooked,like_count,reply_count,url,created_at\n"
    'How?,Setup,Non,"{}","",0,0,https://forum.x.example/t/how/7/2,2026-03-05 09:00:00 UTC\n'
)


def test_an_archive_is_whose_its_name_says_where_its_preferences_are_missing(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "user_archive-Ann-260310-101112-3"
    folder.mkdir()
    for path in (folder / "user_archive.csv", tmp_path / "user_archive.csv"):
        path.write_text(_ROW.format("@bob yes"))

    (named,) = gathered(Discourse(), folder / "user_archive.csv").interactions
    (refused,) = gathered(Discourse(), tmp_path / "user_archive.csv").rejected

    assert named.sender == "discourse:forum.x.example/@ann"
    assert [who.identity for who in named.receivers] == ["discourse:forum.x.example/@bob"]
    assert "load preferences.json of the same archive" in refused.reason


def test_a_post_of_hundreds_of_lines_is_one_row_of_its_archive(tmp_path: Path) -> None:
    folder = tmp_path / "user_archive-ann-260310-101112-3"
    folder.mkdir()
    (folder / "user_archive.csv").write_text(_ROW.format("line\n" * 900))

    found = gathered(Discourse(), folder / "user_archive.csv")

    assert (found.read, found.rejected) == (1, [])
