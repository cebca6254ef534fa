"""Conversations as Facebook, Messenger and Instagram export them: whom each message reaches.

A message is to all who take part; a reaction to it goes from who reacted to who wrote, at its own
time where it has one. A call has its length where that is told; one was missed where the export
says so, in a field or in words. Who joined, left or took a message back is an activity, and so is
a line that only says that somebody reacted. In a
conversation of two the names and the moment are the id of a message, so that the exports of both
sides say the same.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from graph.model import Interaction, Kind, Receiver
from ingest.calls.missed import says_missed
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import count_in, id_in, is_true, list_in, object_in, objects_in, text_in
from ingest.json.head import Head
from ingest.json.records import Said
from ingest.meta.names import Names, is_gone, name_of
from ingest.meta.notices import is_notice
from ingest.source import BadRecord
from ingest.text.written import hashtags, mended

__all__ = ["Conversation", "is_conversation", "people_of", "platform_within", "thread_of"]

_JOINING = frozenset({"Subscribe", "Unsubscribe", "subscribe", "unsubscribe"})
_MOST = 1_000
_MOST_REACTIONS = 500
_LONGEST = 7 * 86_400  # seconds of a call
_FEW = 20
_SENT_ALONG = ("photos", "videos", "audio_files", "gifs", "files")
_PLACE = re.compile(r"^your_(?:activity_across_)?(facebook|instagram)(?:_activity)?/")
_FACEBOOK_PAGE = re.compile(
    r"https?://(?:www\.|m\.|web\.)?(?:facebook|messenger)\.com/|https?://fb\."
)
_OF_INSTAGRAM = frozenset(
    {"original_content_owner", "profile_share_username", "profile_share_name"}
)


def is_conversation(head: Head) -> bool:
    """Say whether a file holds a conversation: people, and messages with sender and moment."""
    found = head.whole
    messages = list(objects_in(found, "messages"))[:20]
    if "participants" not in found:
        return False
    if not messages:
        return "messages" in found and ("thread_path" in found or "threadName" in found)
    first = messages[0]
    if "from" in first or "created_time" in first:
        return False
    return {"sender_name", "timestamp_ms"} <= first.keys() or {
        "senderName",
        "timestamp",
    } <= first.keys()


def people_of(found: dict[str, Any]) -> list[str]:
    """The names of those who take part."""
    named = [
        text_in(one, "name") if isinstance(one, dict) else one
        for one in list_in(found, "participants")[:_MOST]
    ]
    return [name for name in map(name_of, named) if name]


def platform_within(head: Head) -> str:
    """Say by its first messages whose conversation it is; "" where they show neither, or both.

    The places of what was sent along name the platform, as do those who have left and, on one of
    the two only, what a shared post is told with, stickers and shared pages.
    """
    found = {_platform_of_name(one) for one in people_of(head.whole)}
    for message in list(objects_in(head.whole, "messages"))[:_MOST]:
        found.add(_platform_of_name(name_of(message.get("sender_name"))))
        share = object_in(message, "share")
        if not _OF_INSTAGRAM.isdisjoint(share):
            found.add("instagram")
        if "senderName" in message or "sticker" in message or "ip" in message:
            found.add("facebook")
        if _FACEBOOK_PAGE.match(text_in(share, "link")):
            found.add("facebook")
        for name in _SENT_ALONG:
            for one in list(objects_in(message, name))[:_FEW]:
                found.update(_PLACE.findall(text_in(one, "uri").lower())[:1])
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _platform_of_name(name: str) -> str:
    """The platform that those who have left are called after."""
    lowered = name.lower() if name and is_gone(name) else ""
    return next((one for one in ("instagram", "facebook") if one in lowered), "")


def thread_of(head: Head, folder: str) -> str:
    """The name of a conversation, which all of its files share."""
    return id_in(head.whole, "thread_path", "threadName") or folder


class Conversation:
    """Reads the messages of one file."""

    def __init__(self, names: Names, head: Head, folder: str) -> None:
        self.names = names
        self.people = people_of(head.whole)
        self.thread = thread_of(head, folder)
        if len(self.people) == 2 and not any(map(is_gone, self.people)):
            self.thread = "/".join(sorted(self.people))

    def said(self, found: dict[str, Any]) -> Said:
        """What a message says."""
        if "sender_name" not in found and "senderName" not in found:
            raise BadRecord("names no sender, expected sender_name", str(found)[:200])
        written = found.get("timestamp_ms", found.get("timestamp"))
        at = moment_in(written)
        name = name_of(found.get("sender_name", found.get("senderName")))
        sender = self.names.person(name, self.thread)
        kind, length = _kind(found)
        own = f"{self.names.platform}:{self.thread}/{id_in({'at': written}, 'at')}/{name}"
        people = dict.fromkeys(self.names.person(one, self.thread) for one in self.people)
        reached = tuple(Receiver(one) for one in people if one != sender)
        text = text_in(found, "content", "text")
        message = Interaction(
            at=at,
            kind=kind,
            channel=self.names.platform,
            sender=sender,
            receivers=() if kind is Kind.ACTIVITY else reached,
            id=own,
            duration=length,
            thread=f"{self.names.platform}:{self.thread}",
            topics=hashtags(mended(text)) if kind is Kind.MESSAGE else (),
            text=mended(text) if kind is Kind.MESSAGE else None,
        )
        return [message, *self._reactions(found, message), *self.names.left(sender)]

    def _reactions(self, found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
        seen: set[str] = set()
        for one in list(objects_in(found, "reactions"))[:_MOST_REACTIONS]:
            name = name_of(one.get("actor"))
            if not name or name in seen:
                continue
            seen.add(name)
            reactor = self.names.person(name, self.thread)
            yield Interaction(
                at=moment_or_none(one.get("timestamp")) or message.at,
                kind=Kind.REACTION,
                channel=message.channel,
                sender=reactor,
                receivers=() if reactor == message.sender else (Receiver(message.sender),),
                id=f"{message.id}#reaction/{name}",
                thread=message.thread,
                in_reply_to=message.id,
            )


def _kind(found: dict[str, Any]) -> tuple[Kind, timedelta | None]:
    """What a message is; a call that was missed has a length of nothing, one not told none."""
    length = count_in(found, "call_duration")
    is_missed = found.get("missed")
    if length is not None or is_missed is not None or text_in(found, "type").lower() == "call":
        if length and is_missed is not True:
            return Kind.CALL, timedelta(seconds=min(length, _LONGEST))
        is_told = is_missed is True or says_missed(mended(text_in(found, "content", "text")))
        return Kind.CALL, timedelta(0) if is_told else None
    if is_true(found, "is_unsent") or is_true(found, "isUnsent"):
        return Kind.ACTIVITY, None
    if is_notice(mended(text_in(found, "content", "text"))):
        return Kind.ACTIVITY, None
    if text_in(found, "type") in _JOINING or object_in(found, "users"):
        return Kind.ACTIVITY, None
    return Kind.MESSAGE, None
