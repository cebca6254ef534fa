"""Rocket.Chat: answers of its API, and exports of its collections.

Pages and lists of messages, users and rooms. A direct room's number is made of the two in it, so
that a message there is to the other one, and of a live chat is told who visits and who serves; a
reply is to the author of the thread; a post that names people mentions them. Reactions name users
by their usernames and have no time of their own. A person is ``rocketchat:ID``, or
``rocketchat:@ann`` where only a username is told.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Kind
from graph.moments import micros
from graph.people.identity import clean
from ingest.accounts import Introduced, Known, profile, reached
from ingest.batches.gather import Record, gather
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, is_true, list_in, object_in, objects_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, read_json
from ingest.named import named
from ingest.rocketchat.export import Exported, is_exported
from ingest.rocketchat.page import is_page, messages_of_page
from ingest.role_addresses import BOT
from ingest.source import BadRecord, File, Reading
from ingest.text.written import hashtags
from ingest.told import Told

__all__ = ["RocketChat"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_PAGES = (".html", ".htm")
_LISTS = ("messages", "users", "members", "channels", "groups", "ims", "rooms", "update")
_TELLING = re.compile(r"rocket|user|member|channel|group|room|ims|message", re.IGNORECASE)
_EVERYBODY = frozenset({"all", "here"})
_WRITTEN = frozenset({"", "e2e", "discussion-created"})
_ROOMS = frozenset({"c", "p", "d", "l", "t", "v"})
_REASON = "same Rocket.Chat account: the verified address in its profile"
_MOST = 1_000


class RocketChat:
    """Reads answers of the Rocket.Chat API; each message, user and room is a record."""

    name = "rocketchat"
    meaning = "Rocket.Chat: API pages, exported lists and rooms (messages, users; JSON, HTML)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds messages, users or rooms."""
        if file.suffix in _PAGES:
            return is_page(file.head)
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        found = [*head.records]
        for name in _LISTS:
            found += list(objects_in(head.whole, name))[:20]
        return any(
            _is_message(one) or _is_user(one) or _is_room(one) or is_exported(one) for one in found
        )

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        known = Known(reading.survey.near(file.place), self.tells(file))
        room, exported = _Messages(known), Exported(file, known, reading.log)
        if is_page(file.head):
            yield from gather(_of_page(file, exported), self.name, reading)
            return

        def said(piece: Piece) -> Said | None:
            found = record(piece.value)
            inner = object_in(found, "message") or object_in(found, "user")
            if not piece.path and (_is_message(inner) or _is_user(inner)):
                found = inner
            elif piece.is_around:
                return None
            if _is_message(found):
                return room.message(found)
            if _is_room(found):
                return _room(found)
            if _is_user(found):
                return _user(found)
            if is_exported(found):
                return exported.message(found, _WRITTEN)
            reason = "is no message, user or room of Rocket.Chat, expected _id, rid, ts and u"
            raise BadRecord(reason, str(found)[:200])

        yield from read_json(file, reading, self.name, said, into=_into(file))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may list users, rooms or messages."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose usernames are whose, who is a bot, and who wrote what is answered."""
        if file.suffix in _PAGES or not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream, _into(file)):
                if isinstance(piece.value, dict):
                    yield from _told(piece.value)


def _of_page(file: File, exported: Exported) -> Iterator[Record]:
    """The messages of a room in HTML."""
    for line, found in messages_of_page(file.path):
        place = f"{file.shown}:{line}"
        try:
            yield place, exported.message(found, _WRITTEN)
        except BadRecord as error:
            yield place, Rejected(place, str(error), error.found)


def _into(file: File) -> tuple[str, ...]:
    """The lists of a page; a message by itself lists the channels that it names."""
    return () if any(map(_is_message, json_head(file).records)) else _LISTS


def _told(found: dict[str, Any]) -> Iterator[Told]:
    if _is_message(found):
        author = object_in(found, "u")
        yield Told("rocketchat.author", id_in(found, "_id"), id_in(author, "_id"))
        for one in (author, *objects_in(found, "mentions")):
            if id_in(one, "_id"):
                yield Told("rocketchat.user", id_in(one, "username"), id_in(one, "_id"))
    elif _is_user(found):
        yield Told("rocketchat.user", id_in(found, "username"), id_in(found, "_id"))
        if text_in(found, "type") == "bot":
            yield Told("rocketchat.bot", id_in(found, "_id"), "bot")
    elif _is_room(found) and text_in(found, "t") == "d":
        listed = [clean(one) for one in list_in(found, "uids")[:9] if isinstance(one, str)]
        if any(listed):
            yield Told("rocketchat.direct", id_in(found, "_id"), " ".join(filter(None, listed)))
    elif _is_room(found) and text_in(found, "t") == "l":
        visitor, agent = (id_in(object_in(found, one), "_id") for one in ("v", "servedBy"))
        if visitor:
            yield Told("rocketchat.live", id_in(found, "_id"), f"{visitor} {agent}".strip())


def _is_message(found: dict[str, Any]) -> bool:
    has_text = "msg" in found or "t" in found or "attachments" in found
    return {"_id", "rid", "ts", "u"} <= found.keys() and has_text


def _is_user(found: dict[str, Any]) -> bool:
    marks = ("emails", "type", "roles", "utcOffset", "statusConnection")
    is_named = "_id" in found and "username" in found and "rid" not in found
    return is_named and sum(mark in found for mark in marks) > 1


def _is_room(found: dict[str, Any]) -> bool:
    marks = ("msgs", "usersCount", "usernames", "uids", "_updatedAt", "u")
    is_typed = "_id" in found and found.get("t") in _ROOMS if _plain(found.get("t")) else False
    return is_typed and "rid" not in found and any(mark in found for mark in marks)


def _plain(value: object) -> bool:
    return isinstance(value, str)


def _moment(value: Any) -> datetime:  # noqa: ANN401  # JSON holds anything
    """A date as text or number, or as an export of the database writes it."""
    return moment_in(_plain_date(value))


def _plain_date(value: Any) -> Any:  # noqa: ANN401
    """What stands in ``{"$date": ...}``, and in ``{"$date": {"$numberLong": ...}}``."""
    for name in ("$date", "$numberLong"):
        value = value.get(name) if isinstance(value, dict) else value
    return value


class _Messages:
    """Reads the messages of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def _named(self, name: str) -> str:
        return f"rocketchat:{self.known.value('rocketchat.user', name) or f'@{name}'}"

    def message(self, found: dict[str, Any]) -> Said:
        author, at = object_in(found, "u"), _moment(found.get("ts"))
        user, number, handle = id_in(author, "_id"), id_in(found, "_id"), id_in(author, "username")
        if not (user or handle) or not number:
            raise BadRecord("names no author, expected u and _id", number)
        sender = f"rocketchat:{user}" if user else self._named(handle)
        is_bot = user == "rocket.cat" or self.known.value("rocketchat.bot", user) != ""
        kind = BOT if is_bot else ""
        name = text_in(author, "name")
        facts = self._introduced.said(sender, at, name=name, handle=handle, kind=kind)
        sort = text_in(found, "t")
        if sort == "rm":
            own = f"rocketchat:{number}#deleted"
            return [Interaction(at, Kind.ACTIVITY, "rocketchat", sender, id=own), *facts]
        number, revision = _version(found, number)
        own = f"rocketchat:{number}"
        if sort not in _WRITTEN:
            return [Interaction(at, Kind.ACTIVITY, "rocketchat", sender, id=own), *facts]
        thread = id_in(found, "tmid")
        means, to, named = self._reached(found, user, thread, sender)
        message = Interaction(
            at=at,
            kind=means,
            channel="rocketchat",
            sender=sender,
            receivers=reached(sender, to, named),
            id=own,
            thread=f"rocketchat:{thread or number}",
            in_reply_to=f"rocketchat:{thread}" if thread else None,
            topics=hashtags(text_in(found, "msg")),
            revision=revision,
            is_bulk=is_bot or bool(found.get("bot")),
            text=text_in(found, "msg"),
        )
        return [message, *self._reactions(found, message), *facts]

    def _reached(
        self, found: dict[str, Any], user: str, thread: str, sender: str
    ) -> tuple[Kind, list[str], list[str]]:
        others = self._direct(id_in(found, "rid"), user)
        if others is not None:
            return Kind.MESSAGE, [f"rocketchat:{one}" for one in others if one], []
        named = [
            f"rocketchat:{id_in(one, '_id')}"
            if id_in(one, "_id")
            else self._named(id_in(one, "username"))
            for one in list(objects_in(found, "mentions"))[:_MOST]
            if id_in(one, "_id", "username") and text_in(one, "type") != "team"
            and id_in(one, "_id", "username") not in _EVERYBODY
        ]  # fmt: skip
        if thread:
            author = self.known.value("rocketchat.author", thread)
            return Kind.REPLY, [f"rocketchat:{author}"] if author else [], named
        is_mention = any(one != sender for one in named)
        return Kind.MENTION if is_mention else Kind.POST, [], named

    def _direct(self, room: str, user: str) -> list[str] | None:
        """Who else is in a direct room, or None: its number begins or ends with the author's."""
        listed = self.known.value("rocketchat.direct", room)
        if listed:
            return listed.split()
        visitor, _, agent = self.known.value("rocketchat.live", room).partition(" ")
        if visitor:
            return [agent] if user == visitor else [visitor]
        if len(user) < 6 or len(room) <= len(user):  # too short to prove it
            return None
        if room.startswith(user):
            return [room.removeprefix(user)]
        return [room.removesuffix(user)] if room.endswith(user) else None

    def _reactions(self, found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
        names = [
            clean(name)[:200]
            for one in object_in(found, "reactions").values()
            if isinstance(one, dict)
            for name in list_in(one, "usernames")[:_MOST]
            if isinstance(name, str) and clean(name)
        ]
        for name in dict.fromkeys(names[:_MOST]):
            reactor = self._named(name)
            yield Interaction(
                at=message.at,
                kind=Kind.REACTION,
                channel="rocketchat",
                sender=reactor,
                receivers=reached(reactor, [message.sender]),
                id=f"{message.id}#reaction/{reactor.removeprefix('rocketchat:')}",
                in_reply_to=message.id,
            )


def _version(found: dict[str, Any], number: str) -> tuple[str, int]:
    """Whose version a message is: what was edited is kept, hidden, under its former wording."""
    edited = moment_or_none(_plain_date(found.get("editedAt")))
    revision = max(micros(edited) // 1000, 1) if edited else 0
    if is_true(found, "_hidden") and id_in(found, "parent"):
        return id_in(found, "parent"), max(revision - 1, 0)
    return number, revision


def _user(found: dict[str, Any]) -> Said:
    own = id_in(found, "_id")
    if not own:
        raise BadRecord("has no _id", str(found)[:200])
    verified = [one for one in objects_in(found, "emails") if is_true(one, "verified")]
    return profile(
        f"rocketchat:{own}",
        reason=_REASON,
        name=text_in(found, "name") or text_in(found, "username"),
        handle=text_in(found, "username"),
        email=text_in(verified[0], "address") if verified else "",
        is_bot=text_in(found, "type") == "bot" or own == "rocket.cat",
    )


def _room(found: dict[str, Any]) -> Said | None:
    creator, name = id_in(object_in(found, "u"), "_id"), text_in(found, "fname", "name")
    if not creator or not name or text_in(found, "t") == "d":
        return None
    return [Fact(f"rocketchat:{creator}", "created_channel", name[:200])]
