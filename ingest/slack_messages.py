"""Slack messages: whom each one reaches, which is not everybody who could read it.

A post to a channel reaches those it mentions; a reply, the author of the thread besides; a direct
or group message and a post to a channel of at most eight, all its members. Anything else in a
channel reaches nobody in particular. Reactions go from who reacted to the author, at the time of
the message, for they have none of their own; several of one person to one message are one.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.identity import clean
from graph.model import Fact, Interaction, Kind, Receiver, Role
from ingest.dates import moment_in
from ingest.json_fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json_records import Said
from ingest.role_addresses import BOT
from ingest.slack_names import Names
from ingest.source import BadRecord
from ingest.written import hashtags

__all__ = ["TS", "Messages"]

TS = re.compile(r"(\d{9,11})\.(\d{6})")
_MENTION = re.compile(r"<@([UWuw][A-Za-z0-9]{2,30})(?:\|[^>]{0,80})?>")
_CONTACTS = frozenset({"", "thread_broadcast", "file_share", "me_message", "bot_message"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DEEPEST = 8  # of rich text
_MOST_NAMED = 1_000
_REMEMBERED = 100_000
_LONGEST = 200


class Messages:
    """Reads the messages of one file, and remembers who wrote what may be replied to."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._authors: OrderedDict[str, str] = OrderedDict()
        self._introduced: set[tuple[str, str]] = set()

    def said(self, found: dict[str, Any], channel: str) -> Said:
        """What a message says; *channel* is "" where only the message itself may name it."""
        self.names.learn(found)
        inner = object_in(found, "message")
        if text_in(found, "subtype") == "message_changed" and inner:
            found = inner | {"channel": found.get("channel")}
        subtype, written = text_in(found, "subtype"), id_in(found, "ts")
        at = _moment(written)
        channel = id_in(found, "channel") or channel
        if subtype in ("tombstone", "message_deleted"):
            return self._deleted(found, at, channel, written)
        sender, facts = self._author(found, at)
        self._remember(written, sender)
        message = Interaction(
            at=at,
            kind=Kind.ACTIVITY,
            channel="slack",
            sender=sender,
            id=_id(channel, sender, written),
        )
        if subtype == "file_comment":
            owner = id_in(object_in(found, "file"), "user")
            return [self._commented(message, owner), *facts]
        if subtype not in _CONTACTS:
            return [message, *facts]
        return [*self._contact(found, message, channel, written), *facts]

    def _contact(
        self, found: dict[str, Any], message: Interaction, channel: str, written: str
    ) -> Iterator[Interaction]:
        thread = id_in(found, "thread_ts")
        is_reply = thread not in ("", written)
        kind, reached = self._reached(found, message.sender, channel, thread if is_reply else "")
        parent = self._parent(found, thread) if is_reply else None
        edited = id_in(object_in(found, "edited"), "ts")
        text = text_in(found, "text")
        yield Interaction(
            at=message.at,
            kind=kind,
            channel="slack",
            sender=message.sender,
            receivers=reached,
            id=message.id,
            thread=_id(channel, parent or message.sender, thread or written),
            in_reply_to=_id(channel, parent, thread) if is_reply and (parent or channel) else None,
            topics=hashtags(text),
            revision=int(edited.partition(".")[0]) if TS.fullmatch(edited) else 0,
            is_bulk=self._is_automatic(found),
        )
        yield from self._reactions(found, message)

    def _reached(
        self, found: dict[str, Any], sender: str, channel: str, thread: str
    ) -> tuple[Kind, tuple[Receiver, ...]]:
        members, is_direct = self.names.members(channel)
        if is_direct:
            return Kind.MESSAGE, self._receivers(members, Role.TO, sender)
        mentioned = self._receivers(_mentioned(found), Role.MENTIONED, sender)
        if thread:
            parent = self._parent(found, thread)
            to = () if parent in (None, sender) else (Receiver(str(parent)),)
            others = tuple(one for one in mentioned if one.identity != parent)
            return Kind.REPLY, (*to, *others)
        if mentioned:
            return Kind.MENTION, mentioned
        if members:
            return Kind.MESSAGE, self._receivers(members, Role.TO, sender)
        return Kind.POST, ()

    def _receivers(self, users: Iterable[str], role: Role, sender: str) -> tuple[Receiver, ...]:
        people = dict.fromkeys(self.names.person(user) for user in users)
        return tuple(Receiver(identity, role) for identity in people if identity != sender)

    def _parent(self, found: dict[str, Any], thread: str) -> str | None:
        """The author of the message that began a thread."""
        user = id_in(found, "parent_user_id") or id_in(object_in(found, "root"), "user")
        return self.names.person(user) if user else self._authors.get(thread)

    def _reactions(self, found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
        if "reactions" not in found:
            return
        users = [
            user
            for reaction in objects_in(found, "reactions")
            for user in list_in(reaction, "users")
            if isinstance(user, str) and clean(user)
        ]
        for user in dict.fromkeys(users[:_MOST_NAMED]):
            reactor = self.names.person(clean(user)[:_LONGEST])
            is_own = reactor == message.sender
            yield Interaction(
                at=message.at,
                kind=Kind.REACTION,
                channel="slack",
                sender=reactor,
                receivers=() if is_own else (Receiver(message.sender),),
                id=f"{message.id}#reaction/{clean(user)[:_LONGEST]}",
                in_reply_to=message.id,
            )

    def _author(self, found: dict[str, Any], at: datetime) -> tuple[str, Said]:
        user = id_in(found, "user") or id_in(object_in(found, "comment"), "user")
        bot = id_in(found, "bot_id") or id_in(object_in(found, "bot_profile"), "id")
        shown = id_in(found, "username")
        if user:
            identity = self.names.person(user, id_in(found, "user_team"))
            profile = object_in(found, "user_profile")
            name = text_in(profile, "real_name", "display_name")
            kind = BOT if self.names.is_bot(user) else ""
        elif bot or shown:
            identity = self.names.bot(bot) if bot else self.names.person(f"@{shown}")
            name = shown or text_in(object_in(found, "bot_profile"), "name")
            kind = BOT
        else:
            raise BadRecord("names no author, expected user or bot_id", text_in(found, "ts"))
        return identity, self._introduction(identity, clean(name[:_LONGEST]), kind, at)

    def _introduction(self, identity: str, name: str, kind: str, at: datetime) -> Said:
        """A name and a kind, told once a file."""
        if (identity, name) in self._introduced:
            return []
        self._introduced.add((identity, name))
        said: Said = [Fact(identity, "seen_name", name, at)] if name else []
        return [*said, Fact(identity, "kind", kind)] if kind else said

    def _is_automatic(self, found: dict[str, Any]) -> bool:
        user = id_in(found, "user")
        if text_in(found, "subtype") == "bot_message" or not user:
            return True
        if self.names.is_bot(user):
            return True
        return bool(found.get("bot_id")) and not self.names.is_person(user)

    def _commented(self, message: Interaction, owner: str) -> Interaction:
        to = self._receivers([owner] if owner else [], Role.TO, message.sender)
        return Interaction(message.at, Kind.COMMENT, "slack", message.sender, to, message.id)

    def _deleted(self, found: dict[str, Any], at: datetime, channel: str, written: str) -> Said:
        """What is left of a deleted message: it was there, and its author is not told."""
        sender = self.names.person(id_in(found, "user") or "USLACKBOT")
        own = f"{_id(channel, sender, written)}#deleted"
        kind: Said = [Fact(sender, "kind", BOT)] if sender.endswith("USLACKBOT") else []
        return [Interaction(at, Kind.ACTIVITY, "slack", sender, id=own), *kind]

    def _remember(self, written: str, author: str) -> None:
        self._authors[written] = author
        if len(self._authors) > _REMEMBERED:
            self._authors.popitem(last=False)


def _moment(written: str) -> datetime:
    found = TS.fullmatch(written)
    if found is None:
        return moment_in(written or None)
    return _EPOCH + timedelta(seconds=int(found[1]), microseconds=int(found[2]))


def _id(channel: str, author: str | None, written: str) -> str:
    """The id of a message: its time within its channel, else its time and its author."""
    if channel:
        return f"slack:{channel}/{written}"
    return f"{author}@{written}"


def _mentioned(found: dict[str, Any]) -> list[str]:
    text = text_in(found, "text")
    users = [one.upper() for one in _MENTION.findall(text)] if "<@" in text else []
    blocks = found.get("blocks")
    if isinstance(blocks, list):
        users += _users_in(blocks, _DEEPEST)
    return list(dict.fromkeys(users))[:_MOST_NAMED]


def _users_in(blocks: list[Any], deepest: int) -> Iterator[str]:
    for block in blocks:
        if not isinstance(block, dict):
            continue
        if block.get("type") == "user":
            user = id_in(block, "user_id")
            if user:
                yield user.upper()
        inner = block.get("elements")
        if isinstance(inner, list) and deepest:
            yield from _users_in(inner, deepest - 1)
