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

from graph.model import Fact, Interaction, Kind, Receiver, Role
from graph.people.identity import clean
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.slack.names import Names
from ingest.source import BadRecord, NotAlone
from ingest.text.written import hashtags

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
    """Reads the messages of one file, and remembers who wrote what may be replied to.

    Of those who are *introduced* names and kinds have been told.
    """

    def __init__(self, names: Names, introduced: set[str] | None = None) -> None:
        self.names = names
        self._authors: OrderedDict[str, str] = OrderedDict()
        self._introduced = set() if introduced is None else introduced

    def said(self, found: dict[str, Any], channel: str) -> Said:
        """What a message says; *channel* is "" where only the message itself may name it."""
        if not self.names.team:
            self.names.learn(found)
        subtype = found.get("subtype")
        if subtype == "message_changed" and isinstance(found.get("message"), dict):
            found = found["message"] | {"channel": found.get("channel")}
            subtype = found.get("subtype")
        written, at = _stamp(found)
        if "channel" in found:
            channel = id_in(found, "channel") or channel
        if subtype in ("tombstone", "message_deleted"):
            return self._deleted(found, at, channel, written)
        if subtype == "huddle_thread" and (call := self._huddle(found, at, channel, written)):
            return [call]
        sender, facts = self._author(found, at)
        self._remember(written, sender)
        own = f"slack:{channel}/{written}" if channel else f"{sender}@{written}"
        if not subtype or subtype in _CONTACTS:
            said = self._contact(found, at, sender, own, channel, written)
            return [*said, *facts] if facts else said
        if subtype == "file_comment":
            return [self._commented(found, at, sender, own), *facts]
        return [Interaction(at, Kind.ACTIVITY, "slack", sender, id=own), *facts]

    def _contact(
        self,
        found: dict[str, Any],
        at: datetime,
        sender: str,
        own: str,
        channel: str,
        written: str,
    ) -> Said:
        thread = (id_in(found, "thread_ts") if "thread_ts" in found else "") or written
        is_reply = thread != written
        parent = self._parent(found, thread) if is_reply else None
        text = found.get("text")
        text = text if isinstance(text, str) else ""
        kind, reached = self._reached(found, text, sender, channel, parent, is_reply=is_reply)
        edited = found.get("edited")
        beginning = own
        if is_reply:
            beginning = f"slack:{channel}/{thread}" if channel else f"{parent or sender}@{thread}"
        message = Interaction(
            at=at,
            kind=kind,
            channel="slack",
            sender=sender,
            receivers=reached,
            id=own,
            thread=beginning,
            in_reply_to=beginning if is_reply and (parent or channel) else None,
            topics=hashtags(text),
            revision=_revision(edited) if edited else 0,
            is_bulk=self._is_automatic(found),
            text=text,
        )
        if found.get("reactions"):
            return [message, *self._reactions(found, message)]
        return [message]

    def _reached(
        self,
        found: dict[str, Any],
        text: str,
        sender: str,
        channel: str,
        parent: str | None,
        *,
        is_reply: bool,
    ) -> tuple[Kind, tuple[Receiver, ...]]:
        members, is_direct = self.names.members(channel)
        if is_direct:
            return Kind.MESSAGE, self._receivers(members, Role.TO, sender)
        mentioned: tuple[Receiver, ...] = ()
        users = _mentioned(found, text)
        if users:
            mentioned = self._receivers(users, Role.MENTIONED, sender)
        if is_reply:
            to = () if parent in (None, sender) else (Receiver(str(parent)),)
            return Kind.REPLY, (*to, *(one for one in mentioned if one.identity != parent))
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
        author = self.names.person(user) if user else self._authors.get(thread)
        if author is None and self.names.is_part:
            raise NotAlone
        return author

    def _reactions(self, found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
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
        if user:
            identity = self.names.person(user, id_in(found, "user_team"))
            if identity in self._introduced:
                return identity, []
            is_bot = self.names.is_bot(user)
            if not (is_bot or "user_profile" in found):
                return identity, []
            profile = object_in(found, "user_profile")
            name = text_in(profile, "real_name", "display_name")
            return identity, self._introduction(identity, name, at, is_bot=is_bot)
        bot = id_in(found, "bot_id") or id_in(object_in(found, "bot_profile"), "id")
        shown = id_in(found, "username")
        if not (bot or shown):
            raise BadRecord("names no author, expected user or bot_id", text_in(found, "ts"))
        identity = self.names.bot(bot) if bot else self.names.person(f"@{shown}")
        if identity in self._introduced:
            return identity, []
        name = shown or text_in(object_in(found, "bot_profile"), "name")
        return identity, self._introduction(identity, name, at, is_bot=True)

    def _introduction(self, identity: str, name: str, at: datetime, *, is_bot: bool) -> Said:
        """A name and a kind, told once a file."""
        shown = clean(name[:_LONGEST])
        if shown or is_bot:
            self._introduced.add(identity)
        said: Said = [Fact(identity, "seen_name", shown, at)] if shown else []
        return [*said, Fact(identity, "kind", BOT)] if is_bot else said

    def _is_automatic(self, found: dict[str, Any]) -> bool:
        if found.get("subtype") == "bot_message":
            return True
        user = id_in(found, "user")
        if not user or self.names.is_bot(user):
            return True
        return bool(found.get("bot_id")) and not self.names.is_person(user)

    def _commented(self, found: dict[str, Any], at: datetime, sender: str, own: str) -> Interaction:
        owner = id_in(object_in(found, "file"), "user")
        to = self._receivers([owner] if owner else [], Role.TO, sender)
        return Interaction(at, Kind.COMMENT, "slack", sender, to, own)

    def _huddle(
        self, found: dict[str, Any], at: datetime, channel: str, written: str
    ) -> Interaction | None:
        """A huddle that is over, as a call of who began it with all who came."""
        room = object_in(found, "room")
        starter = id_in(room, "created_by")
        listed = list_in(room, "participant_history") or list_in(room, "participants")
        users = [id_in({"id": one}, "id") for one in listed[:_MOST_NAMED]]
        if not starter:
            return None
        sender = self.names.person(starter)
        begins, ends = moment_or_none(room.get("date_start")), moment_or_none(room.get("date_end"))
        own = f"slack:{channel}/{written}" if channel else f"{sender}@{written}"
        return Interaction(
            at=begins or at,
            kind=Kind.CALL,
            channel="slack",
            sender=sender,
            receivers=self._receivers(filter(None, users), Role.TO, sender),
            id=own,
            duration=ends - begins if begins and ends and ends > begins else None,
        )

    def _deleted(self, found: dict[str, Any], at: datetime, channel: str, written: str) -> Said:
        """What is left of a deleted message: it was there, and its author is not told."""
        sender = self.names.person(id_in(found, "user") or "USLACKBOT")
        own = f"slack:{channel}/{written}" if channel else f"{sender}@{written}"
        kind: Said = [Fact(sender, "kind", BOT)] if sender.endswith("USLACKBOT") else []
        return [Interaction(at, Kind.ACTIVITY, "slack", sender, id=f"{own}#deleted"), *kind]

    def _remember(self, written: str, author: str) -> None:
        self._authors[written] = author
        if len(self._authors) > _REMEMBERED:
            self._authors.popitem(last=False)


def _stamp(found: dict[str, Any]) -> tuple[str, datetime]:
    """The id of a message in its channel, and the moment that it is."""
    written = found.get("ts")
    usual = TS.fullmatch(written) if isinstance(written, str) and written.isascii() else None
    if usual is None:
        told = id_in(found, "ts")
        return told, _moment(told)
    return usual[0], _EPOCH + timedelta(0, int(usual[1]), int(usual[2]))


def _moment(written: str) -> datetime:
    found = TS.fullmatch(written)
    if found is None:
        return moment_in(written or None)
    return _EPOCH + timedelta(seconds=int(found[1]), microseconds=int(found[2]))


def _revision(edited: Any) -> int:  # noqa: ANN401  # JSON holds anything
    found = TS.fullmatch(id_in(edited, "ts")) if isinstance(edited, dict) else None
    return int(found[1]) if found else 0


def _mentioned(found: dict[str, Any], text: str) -> list[str]:
    users = [one.upper() for one in _MENTION.findall(text)] if "<@" in text else []
    blocks = found.get("blocks")
    if blocks.__class__ is list:
        _add_users(blocks, users, _DEEPEST)
    return list(dict.fromkeys(users))[:_MOST_NAMED] if users else users


def _add_users(blocks: Any, users: list[str], deepest: int) -> None:  # noqa: ANN401
    for block in blocks:
        if block.__class__ is not dict:
            continue
        inner = block.get("elements")
        if inner.__class__ is list:
            if deepest:
                _add_users(inner, users, deepest - 1)
        elif block.get("type") == "user":
            user = id_in(block, "user_id")
            if user:
                users.append(user.upper())
