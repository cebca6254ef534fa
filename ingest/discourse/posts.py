"""Posts of Discourse: an answer names a number within its topic, and not whom it answers.

A post that answers another is a reply to its author; one that answers none is a comment to the
author of the topic; the first one is a post, or mentions those it names. Who is quoted is named
(and notified there), who is named in a quote is not. Messages go to all who
were invited. Likes are only counted, and tell of nobody. A person is ``discourse:HOST/ID``, for
numbers are those of one forum: its host stands in the addresses of avatars; else they stay
``discourse:ID``, or ``discourse:LOG/ID`` where the log is named. What somebody wrote whose account
is gone has a tombstone of its own (``discourse:HOST/deleted/TOPIC/NUMBER``).
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.model import Interaction, Kind
from ingest.accounts import Introduced, Known, reached
from ingest.dates import moment_in
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.source import BadRecord
from ingest.text.written import hashtags
from ingest.told import Told

__all__ = ["Posts", "host_in", "is_page", "is_post", "is_topic", "named_in", "topic_tells"]

_HOST = re.compile(r"(?:https?://[^/]{1,200})?/user_avatar/([a-z0-9.-]{3,120})/", re.IGNORECASE)
_MENTION = re.compile(r'<a class="mention"[^>]{0,300}>@([\w.-]{1,60})</a>')
_QUOTE = re.compile(r'<aside class="quote.{0,20000}?</aside>', re.DOTALL)
_QUOTED = re.compile(r'<aside class="quote[^>]{0,200}data-username="([\w.-]{1,60})"')
_REGULAR = (
    "",
    "1",
    "2",
    "4",
)  # posts, those of moderators, whispers; 3 is what was done to a topic
_LONGEST = 20_000
_MOST = 200


def is_post(found: dict[str, Any]) -> bool:
    """Say whether an object is a post."""
    return {"id", "post_number", "topic_id", "created_at", "username"} <= found.keys()


def is_topic(found: dict[str, Any]) -> bool:
    """Say whether an object is a topic of a list."""
    return {"id", "posters", "created_at", "slug", "posts_count"} <= found.keys()


def is_page(found: dict[str, Any]) -> bool:
    """Say whether an object is a topic with its posts, wherever in it they stand."""
    marks = {"archetype", "category_id", "details", "created_at"}
    return marks <= found.keys() and "created_by" in object_in(found, "details")


def host_in(found: dict[str, Any]) -> str:
    """Give the forum's host, as the address of an uploaded avatar has it.

    >>> host_in({"avatar_template": "/user_avatar/forum.x.example/ann/{size}/4_1.png"})
    'forum.x.example'
    """
    written = _HOST.match(text_in(found, "avatar_template")[:_LONGEST])
    return written[1].lower() if written else ""


def topic_tells(found: dict[str, Any]) -> Iterator[Told]:
    """What a post, a topic or a user tells of accounts and authors."""
    if is_post(found):
        author, topic = _own(found, "user_id"), id_in(found, "topic_id")
        if author:
            key = f"{topic}/{id_in(found, 'post_number')}"
            yield Told("discourse.author", key, author)
            yield Told("discourse.user", id_in(found, "username").lower(), author)
    elif "details" in found:
        details = object_in(found, "details")
        creator = _own(object_in(details, "created_by"), "id")
        if creator:
            yield Told("discourse.author", f"{id_in(found, 'id')}/1", creator)
    elif "username" in found and _own(found, "id"):
        yield Told("discourse.user", id_in(found, "username").lower(), _own(found, "id"))


def _own(found: dict[str, Any], name: str) -> str:
    """The number of an account; those of the forum itself are below 0."""
    value = found.get(name)
    if isinstance(value, str) and re.fullmatch(r"-\d{1,3}", value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and -1000 < value < 0:
        return f"system{-value}"
    return id_in(found, name)


def named_in(cooked: str) -> list[str]:
    """Give the usernames that a post mentions and quotes, as it is shown."""
    shown = cooked[:_LONGEST]
    return [*_MENTION.findall(_QUOTE.sub(" ", shown)), *_QUOTED.findall(shown)][:_MOST]


class Posts:
    """Reads the records of one file."""

    def __init__(self, known: Known, log: str | None) -> None:
        self.known = known
        site = known.value("discourse.site", "own") or log or ""
        self._site = f"discourse:{site}/" if site else "discourse:"
        self._introduced = Introduced()

    def post(self, found: dict[str, Any], topic: dict[str, Any]) -> Said:
        """What a post says; *topic* is the page around it, where there is one."""
        at, user = moment_in(found.get("created_at")), _own(found, "user_id")
        number, room = id_in(found, "post_number"), id_in(found, "topic_id")
        handle, own = id_in(found, "username"), id_in(found, "id")
        if not own or not room or not number:
            raise BadRecord("is no post of a topic, expected post_number and topic_id", own)
        gone = "" if user or handle else f"deleted/{room}/{number}"
        sender = self._named(handle) if handle and not user else f"{self._site}{user or gone}"
        place = f"{self._site}topic/{room}/{number}"
        is_bot = user.startswith("system")
        facts = self._introduced.said(
            sender,
            at,
            name=text_in(found, "name"),
            handle=handle,
            kind=BOT if is_bot else "deleted" if gone else "",
        )
        if found.get("deleted_at") or text_in(found, "post_type") not in _REGULAR:
            what = "#deleted" if found.get("deleted_at") else ""
            said = Interaction(at, Kind.ACTIVITY, "discourse", sender, id=place + what)
            return [said, *facts]
        kind, to, named = self._reached(found, topic, sender)
        answered = id_in(found, "reply_to_post_number")
        said = Interaction(
            at=at,
            kind=kind,
            channel="discourse",
            sender=sender,
            receivers=reached(sender, to, named),
            id=place,
            thread=f"{self._site}topic/{room}",
            in_reply_to=f"{self._site}topic/{room}/{answered or 1}" if number != "1" else None,
            topics=(
                *(_tags(topic) if number == "1" else hashtags(text_in(found, "raw"))),
                *subject_topic(text_in(topic, "title") or text_in(found, "topic_title")),
            ),
            revision=max((count_in(found, "version") or 1) - 1, 0),
            is_bulk=is_bot,
            text=text_in(found, "raw", "cooked"),
        )
        return [said, *facts]

    def person(self, number: str, name: str) -> str:
        """Give somebody by number, else by name; "" where there is neither."""
        return f"{self._site}{number}" if number else self._named(name) if name else ""

    def place(self, topic: str, number: str) -> str:
        """Give the id of a post by its topic and its number in it; "" where one is missing."""
        return f"{self._site}topic/{topic}/{number}" if topic and number else ""

    @staticmethod
    def number(found: dict[str, Any], name: str) -> str:
        """Give the number of an account; those of the forum itself are system1, ..."""
        return _own(found, name)

    def introduced(
        self, identity: str, at: datetime, found: dict[str, Any], name: str, handle: str
    ) -> Said:
        """What is told of somebody by the way, under these names."""
        known = self._introduced
        return known.said(identity, at, name=text_in(found, name), handle=id_in(found, handle))

    def _named(self, name: str) -> str:
        known = self.known.value("discourse.user", name.lower())
        return f"{self._site}{known or f'@{name.lower()}'}"

    def _reached(
        self, found: dict[str, Any], topic: dict[str, Any], sender: str
    ) -> tuple[Kind, list[str], list[str]]:
        named = [self._named(name) for name in named_in(text_in(found, "cooked"))]
        allowed_users = list(objects_in(object_in(topic, "details"), "allowed_users"))
        is_private = text_in(topic, "archetype") == "private_message"
        if is_private and allowed_users:
            allowed = allowed_users[:_MOST]
            return Kind.MESSAGE, [f"{self._site}{_own(one, 'id')}" for one in allowed
                                  if _own(one, "id")], named  # fmt: skip
        room, answered = id_in(found, "topic_id"), id_in(found, "reply_to_post_number")
        is_private = is_private or text_in(found, "topic_archetype") == "private_message"
        if answered:
            author = self.known.value("discourse.author", f"{room}/{answered}")
            handle = id_in(object_in(found, "reply_to_user"), "username")
            to = f"{self._site}{author}" if author else self._named(handle) if handle else ""
            return Kind.MESSAGE if is_private else Kind.REPLY, [to], named
        if id_in(found, "post_number") != "1":
            author = self.known.value("discourse.author", f"{room}/1")
            kind = Kind.MESSAGE if is_private else Kind.COMMENT
            return kind, [f"{self._site}{author}"] if author else [], named
        if is_private:
            return Kind.MESSAGE, [], named
        is_mention = any(one != sender for one in named)
        return Kind.MENTION if is_mention else Kind.POST, [], named

    def listed(self, found: dict[str, Any]) -> Said:
        """A topic of a list: that somebody began it; whom its posts are to is told by them."""
        first = next(iter(objects_in(found, "posters")), {})
        user, own = (
            _own(first, "user_id") or _own(object_in(first, "user"), "id"),
            id_in(found, "id"),
        )
        if not user or not own:
            raise BadRecord("names nobody who began it, expected posters", own)
        at = moment_in(found.get("created_at"))
        number = f"{self._site}topic/{own}#listed/{user}"
        sender = f"{self._site}{user}"
        topics = (*_tags(found), *subject_topic(text_in(found, "title")))
        return [Interaction(at, Kind.ACTIVITY, "discourse", sender, id=number, topics=topics)]


def _tags(found: dict[str, Any]) -> tuple[str, ...]:
    listed = list_in(found, "tags")[:_MOST]
    names = [id_in(one if isinstance(one, dict) else {"name": one}, "name") for one in listed]
    return tuple(dict.fromkeys(name.lower() for name in names if name))
