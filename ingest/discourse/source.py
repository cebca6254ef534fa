"""Discourse: topics with their posts, lists of posts and of topics, as a forum's addresses give.

``/t/ID.json`` is one topic and its posts, ``/posts.json`` the latest posts of all, ``/latest.json``
a list of topics; webhooks bring one post, topic, like or account at a time. Each post, action and
account is a record, and each topic of a list.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.batches.gather import Record, gather
from ingest.discourse.actions import (
    account,
    account_tells,
    accounts_of,
    action,
    is_account,
    is_action,
    like,
)
from ingest.discourse.archive import LINES, archive_tells, archived, owner_of, table_of
from ingest.discourse.posts import Posts, host_in, is_page, is_post, is_topic, topic_tells
from ingest.json.fields import list_in, object_in, objects_in, record
from ingest.json.head import json_head, mentions
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.named import named
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Discourse"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_CSV = ".csv"
_LISTS = ("latest_posts", "private_posts", "user_actions")
_MEMBERS = ("members", "owners")  # of a group
_WRAPPED = ("post", "topic", "like", "user")  # by a webhook, one at a time
_MARKS = ("post_number", "posters", "archetype", "avatar_template", "acting_username")
_TELLING = re.compile(
    r"discourse|topic|post|forum|latest|user|webhook|action|like|preferences|member|directory|chat|(?<![\d-])\d+(?![\d-])",
    re.IGNORECASE,
)


class Discourse:
    """Reads topics, posts and lists of topics of a Discourse forum."""

    name = "discourse"
    meaning = "Discourse: topics with posts, lists (.json pages), webhooks, accounts, user archives"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds topics or posts."""
        if file.suffix == _CSV:
            return accounts_of(file) is not None or table_of(file) is not None
        if file.suffix not in _SUFFIXES or not mentions(file, *_MARKS):
            return False
        found = json_head(file).records
        if any(is_post(one) for page in found for one in (page, *_posts(page))):
            return True
        if any(_is_more(one) for page in found for one in (page, *_around(page))):
            return True
        if any(is_topic(one) for page in found for one in objects_in(_list(page), "topics")):
            return True
        return any(is_page(page) for page in found)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        known = Known(reading.survey.near(file.place), self.tells(file))
        posts = Posts(known, reading.log)
        if file.suffix == _CSV:
            yield from gather(_table(file, posts), self.name, reading)
            return

        def said(piece: Piece) -> Said | Several | list[Several]:
            found = record(piece.value)
            one = _one(found, piece, posts)
            several = _several(found) if one is None else []
            if one is None and not several:
                raise BadRecord("is no post or topic of Discourse, expected post_number", "")
            return several if one is None else one

        yield from read_json(file, reading, self.name, said)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold topics or posts."""
        return named(shown).is_like(_TELLING, (*_SUFFIXES, _CSV))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the forum's host, whose usernames are whose, and who wrote which post."""
        if not self.recognises(file):
            return
        if file.suffix == _CSV:
            yield from _table_tells(file)
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream):
                page = piece.value if isinstance(piece.value, dict) else {}
                inside = (*_posts(page), *objects_in(page, "users"), *_named(page))
                if "user" in page and named(file.shown).stem == "preferences":
                    yield from owner_of(page)
                for one in (page, *inside, *_around(page)):
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
    for name in _LISTS[:2]:
        yield from objects_in(page, name)
    yield object_in(page, "post")
    yield object_in(page, "like", "post")


def _around(page: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a webhook wraps, and the actions of a user."""
    yield from (object_in(page, name) for name in _WRAPPED)
    yield object_in(page, "like", "user")
    yield from objects_in(page, "user_actions")
    for name in _MEMBERS:
        yield from objects_in(page, name)
    yield from (object_in(one, "user") for one in objects_in(page, "directory_items"))


def _is_more(found: dict[str, Any]) -> bool:
    is_like = is_post(object_in(found, "post")) and "username" in object_in(found, "user")
    return is_action(found) or is_account(found) or is_like or _is_begun(found)


def _one(found: dict[str, Any], piece: Piece, posts: Posts) -> Said | None:
    """What one record says; None for a page of several."""
    if is_post(found):
        return posts.post(found, piece.above[-1] if piece.above else {})
    if is_action(found):
        return action(found, posts)
    if piece.path == "topics":
        return posts.listed(found)
    if piece.path == "users" or is_account(found):
        return account(found, posts)
    return _webhook(found, posts)


def _several(found: dict[str, Any]) -> list[Several]:
    """The records of a page, those of a topic with the topic around them."""
    if _list(found):
        topics, users = list_in(_list(found), "topics"), list_in(found, "users")
        return [Several("users", users, {}), Several("topics", topics, {})]
    listed = list_in(object_in(found, "post_stream"), "posts")
    if listed:
        return [Several("posts", listed, found)]
    lists = (found[name] for name in _LISTS if isinstance(found.get(name), list))
    accounts = [*(list_in(found, name) for name in _MEMBERS), _listed_users(found)]
    return [
        *(Several("posts", one, {}) for one in lists),
        *(Several("users", one, {}) for one in accounts if one),
    ]


def _listed_users(found: dict[str, Any]) -> list[Any]:
    """The accounts of a forum's directory."""
    return [object_in(one, "user") for one in objects_in(found, "directory_items")]


def _webhook(found: dict[str, Any], posts: Posts) -> Said | None:
    """What a webhook tells: of a topic only who began it, for its first post has an own one."""
    if is_post(object_in(found, "post")):
        return posts.post(object_in(found, "post"), {})
    if _is_more(object_in(found, "like")):
        return like(object_in(found, "like"), posts)
    if is_account(object_in(found, "user")):
        return account(object_in(found, "user"), posts)
    topic = object_in(found, "topic")
    if not _is_begun(topic):
        return None
    number = object_in(topic, "created_by").get("id")
    return posts.listed({**topic, "posters": [{"user_id": number}]})


def _is_begun(topic: dict[str, Any]) -> bool:
    """Whether an object is a topic as a webhook has it."""
    return {"archetype", "created_by", "posts_count"} <= topic.keys()


def _sheet(file: File) -> Sheet | None:
    return accounts_of(file) or table_of(file)


def _table_tells(file: File) -> Iterator[Told]:
    sheet = _sheet(file)
    if sheet is None:
        return
    tells = account_tells if accounts_of(file) is not None else archive_tells
    for row in sheet.settled(file.path).rows(file.path, lines=LINES):
        if not row.trouble:
            yield from tells(dict(zip(sheet.names, row.cells, strict=False)))


def _table(file: File, posts: Posts) -> Iterator[Record]:
    """The rows of a table of accounts, of an archive, or of a chat."""
    sheet = _sheet(file)
    if sheet is None:
        return iter(())
    is_accounts = accounts_of(file) is not None

    def said(row: Row) -> Said:
        cells = dict(zip(sheet.names, row.cells, strict=False))
        return account(cells, posts) if is_accounts else archived(cells, posts, file.place)

    rows = sheet.settled(file.path).rows(file.path, lines=LINES)
    return row_records(file.shown, rows, said)
