"""Reddit: who answers whom, that deleted authors are never one, and what a tree is missing."""

import gzip
from pathlib import Path

from graph.model import Kind
from ingest.reddit.source import Reddit
from tests.ingest.gathered import file_at, gathered
from tests.ingest.sample_folder import loaded

REAL = "platform-reddit/TestCommentForest.test_replace__all_large"


def test_more_comments_as_the_api_brings_them_are_read(tmp_path: Path) -> None:
    path = tmp_path / "more.json"
    path.write_text(
        '{"json": {"errors": [], "data": {"things": ['
        '{"kind": "t1", "data": {"id": "b", "author": "bob", "parent_id": "t1_a",'
        '"link_id": "t3_z", "body": "", "created_utc": 1600000060.5}},'
        '{"kind": "t1", "data": {"id": "a", "author": "ann", "parent_id": "t3_z",'
        '"link_id": "t3_z", "body": "", "created_utc": 1600000000.0}}]}}}'
    )
    assert Reddit().recognises(file_at(path))
    first, second = gathered(Reddit(), path).interactions

    assert (first.sender, first.receivers[0].identity) == ("reddit:bob", "reddit:ann")
    assert first.at.microsecond == 500_000
    assert (second.kind, second.receivers) == (Kind.COMMENT, ())


def test_an_edit_corrects_a_comment_and_does_not_double_it(tmp_path: Path) -> None:
    line = (
        '{"id": "a", "author": "ann", "link_id": "t3_z", "parent_id": "t3_z", "subreddit": "x",'
        '"body": "%s", "created_utc": 1600000000, "edited": %s}\n'
    )
    path = tmp_path / "dump.ndjson"
    path.write_text(line % ("hi", "false"))
    first = loaded(tmp_path, path)
    path.write_text(line % ("hi u/bob_b", "1600000099.0"))
    second = loaded(tmp_path, path)

    assert (first.total("new"), second.total("corrected"), second.interactions) == (1, 1, 1)


def test_a_real_tree_is_whole_and_its_two_forms_are_one(tmp_path: Path, shared: Path) -> None:
    """One post and 1,428 comments by 934 people, 172 by nobody any more, say its makers."""
    pages = loaded(tmp_path, shared / f"{REAL}.responses.ndjson.gz")
    flat = loaded(tmp_path, shared / f"{REAL}.things.ndjson.gz")
    again = loaded(tmp_path, shared / "platform-reddit")

    assert (pages.total("read"), pages.total("new"), pages.total("known")) == (1_435, 1_429, 6)
    assert (flat.total("read"), flat.total("known"), flat.total("corrected")) == (1_429, 1_429, 0)
    assert (again.total("read"), again.total("known")) == (2_864, 2_864)
    assert pages.total("rejected") == flat.total("rejected") == 0
    assert again.interactions == 1_429
    assert again.not_recognised == ("platform-reddit/README.md",)
    assert "108 comments are not in the file" in pages.warnings[0]


def test_deleted_authors_are_as_many_as_their_comments(tmp_path: Path, shared: Path) -> None:
    path = tmp_path / "things.ndjson"
    path.write_bytes(gzip.decompress((shared / f"{REAL}.things.ndjson.gz").read_bytes()))
    found = gathered(Reddit(), path)

    senders = [one.sender for one in found.interactions]
    gone = [one for one in senders if one.startswith("reddit:[deleted]/")]
    assert len(gone) == len(set(gone)) == 172
    assert found.said("kind") >= {(one, "deleted") for one in gone}
    assert len({*senders} - {*gone}) == 934
    ids = {one.id for one in found.interactions}
    assert all(one.in_reply_to in ids for one in found.interactions if one.kind is not Kind.POST)
