"""Discourse: topics with their posts, lists of posts and of topics, as a forum's addresses give.

``/t/ID.json`` is one topic and its posts, ``/posts.json`` the latest posts of all, ``/latest.json``
a list of topics. Each post and each topic of a list is a record.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.discourse_posts import Posts, host_in, is_page, is_post, is_topic, topic_tells
from ingest.json_fields import list_in, object_in, objects_in, record
from ingest.json_head import json_head, mentions
from ingest.json_pieces import Piece, pieces
from ingest.json_records import Said, Several, read_json
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Discourse"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_MARKS = ("post_number", "posters", "archetype")  # of a post, a list of topics, a topic
_TELLING = re.compile(r"discourse|topic|post|forum|latest|\d+", re.IGNORECASE)


class Discourse:
    """Reads topics, posts and lists of topics of a Discourse forum."""

    name = "discourse"
    meaning = "Discourse: topics with posts, lists of posts and topics (the forum's .json pages)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds topics or posts."""
        if file.suffix not in _SUFFIXES or not mentions(file, *_MARKS):
            return False
        found = json_head(file).records
        if any(is_post(one) for page in found for one in (page, *_posts(page))):
            return True
        if any(is_topic(one) for page in found for one in objects_in(_list(page), "topics")):
            return True
        return any(is_page(page) for page in found)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        known = Known(reading.survey.near(file.place), self.tells(file))
        posts = Posts(known, reading.log)

        def said(piece: Piece) -> Said | Several | list[Several] | None:
            found = record(piece.value)
            if is_post(found):
                return posts.post(found, piece.above[-1] if piece.above else {})
            if piece.path == "topics":
                return posts.listed(found)
            if piece.path == "users":
                return posts.user(found)
            if _list(found):
                topics, users = list_in(_list(found), "topics"), list_in(found, "users")
                return [Several("users", users, {}), Several("topics", topics, {})]
            listed = list_in(object_in(found, "post_stream"), "posts")
            if listed:
                return Several("posts", listed, found)
            if isinstance(found.get("latest_posts"), list):
                return Several("posts", list_in(found, "latest_posts"), {})
            raise BadRecord("is no post or topic of Discourse, expected post_number", "")

        yield from read_json(file, reading, self.name, said)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold topics or posts."""
        path = named(shown)
        return path.suffix.lower() in _SUFFIXES and bool(_TELLING.search(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the forum's host, whose usernames are whose, and who wrote which post."""
        if not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream):
                page = piece.value if isinstance(piece.value, dict) else {}
                for one in (page, *_posts(page), *objects_in(page, "users"), *_named(page)):
                    host = host_in(one)
                    if host:
                        yield Told("discourse.site", "own", host)
                    yield from topic_tells(one)


def _list(page: dict[str, Any]) -> dict[str, Any]:
    return object_in(page, "topic_list")


def _named(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The accounts that a topic's details show with their avatars."""
    yield object_in(page, "details", "created_by")
    yield from objects_in(object_in(page, "details"), "participants")


def _posts(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from objects_in(object_in(page, "post_stream"), "posts")
    yield from objects_in(page, "latest_posts")
