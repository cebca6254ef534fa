"""Microsoft Teams: messages of chats and channels, chats and users, as Microsoft Graph gives them.

A message in a chat of two is to the other one, whose id stands in that of the chat; one in a group
of at most eight whose members another file tells, to all of them. In a channel a reply reaches the
author of what it answers, a message that names people mentions them, and any other reaches nobody
in particular. A call that ended is a call of two, or a meeting of all who took part. Reactions have
a time of their own. A person is ``account:teams/GUID``; an address in the lists of users and
members makes the two one person.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from graph.batch import Batch
from graph.model import Fact, Interaction, Kind, Receiver, Role
from graph.people.identity import clean
from ingest.accounts import Introduced, Known, profile, reached
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, object_in, objects_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, read_json
from ingest.named import named
from ingest.role_addresses import BOT
from ingest.source import BadRecord, File, Reading
from ingest.text.html import without_markup
from ingest.text.written import hashtags
from ingest.told import Told

__all__ = ["Teams"]

_INTO = ("value", "messages", "replies")
_SUFFIXES = (".json", ".jsonl", ".ndjson")
_TELLING = re.compile(r"teams|chat|member|user|message|channel|graph|export|page", re.IGNORECASE)
_GUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OF_TWO = re.compile(rf"19:({_GUID})_({_GUID})@unq\.gbl\.spaces", re.IGNORECASE)
_LENGTH = re.compile(
    r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?"
)
_REASON = "same account of Teams: the address in its directory"
_FEW, _MOST = 8, 1_000


class Teams:
    """Reads pages of Microsoft Graph; each message, chat, member and user is a record."""

    name = "teams"
    meaning = "Microsoft Teams: messages, chats, members and users (Graph API pages, JSON)"

    def recognises(self, file: File) -> bool:
        """Say whether the first records are messages or chats of Teams."""
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        inner = (one for name in _INTO for one in list(objects_in(head.whole, name))[:20])
        return any(_is_message(one) or _is_chat(one) for one in (*head.records, *inner)) or (
            _is_users(head.whole)
        )

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        messages = _Messages(Known(reading.survey.near(file.place), self.tells(file)))

        def said(piece: Piece) -> Said | None:
            found = record(piece.value)
            if _is_message(found):
                return messages.message(found)
            if _is_chat(found):
                return _chat(found)
            if piece.is_around:
                return None
            if _is_user(found):
                return _user(found)
            raise BadRecord("is no message, chat or user of Teams", str(found)[:200])

        yield from read_json(file, reading, self.name, said, into=_INTO)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold messages or the members of chats."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who wrote what may be answered, and who is in chats of a few."""
        if not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream, _INTO):
                found = piece.value if isinstance(piece.value, dict) else {}
                if _is_message(found):
                    who = id_in(_sender(found), "id")
                    if who and not id_in(found, "replyToId"):
                        yield Told("teams.author", _own(found), who)
                elif _is_chat(found):
                    ids = [id_in(one, "userId") for one in objects_in(found, "members")]
                    if 1 < len(ids) <= _FEW and all(ids):
                        yield Told("teams.members", id_in(found, "id"), " ".join(sorted(ids)))


def _is_message(found: dict[str, Any]) -> bool:
    return {"messageType", "createdDateTime", "body"} <= found.keys() and "from" in found


def _is_chat(found: dict[str, Any]) -> bool:
    return "chatType" in found and "members" in found


def _is_user(found: dict[str, Any]) -> bool:
    return {"displayName", "userPrincipalName"} <= found.keys()


def _is_users(whole: dict[str, Any]) -> bool:
    context = text_in(whole, "@odata.context")
    listed = list(objects_in(whole, "value"))[:20]
    return "graph.microsoft.com" in context and any(map(_is_user, listed))


def _sender(found: dict[str, Any]) -> dict[str, Any]:
    return object_in(found, "from", "user") or object_in(found, "from", "application")


def _where(found: dict[str, Any]) -> str:
    """The chat or the channel that a message stands in."""
    return id_in(found, "chatId") or id_in(object_in(found, "channelIdentity"), "channelId")


def _own(found: dict[str, Any], name: str = "id") -> str:
    number = id_in(found, name)
    return f"{_where(found)}/{number}" if number else ""


def _person(found: dict[str, Any], name: str = "id") -> str:
    own = id_in(found, name)
    return f"account:teams/{own}" if own else ""


def _user(found: dict[str, Any]) -> Said:
    who = _person(found)
    if not who:
        raise BadRecord("a user without id", str(found)[:200])
    email = text_in(found, "mail") or text_in(found, "userPrincipalName")
    return profile(who, reason=_REASON, name=text_in(found, "displayName"),
                   title=text_in(found, "jobTitle"), email=email)  # fmt: skip


def _chat(found: dict[str, Any]) -> Said:
    """Who is in a chat."""
    said: Said = []
    topic = clean(text_in(found, "topic")[:200])
    for one in list(objects_in(found, "members"))[:_MOST]:
        who = _person(one, "userId")
        if who:
            name, email = text_in(one, "displayName"), text_in(one, "email")
            said += profile(who, reason=_REASON, name=name, email=email)
            said += [Fact(who, "channel", topic)] if topic else []
    if not said:
        raise BadRecord("a chat of nobody, expected members with userId", id_in(found, "id"))
    return said


class _Messages:
    """Reads the messages of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def message(self, found: dict[str, Any]) -> Said:
        """What a message says, with its reactions; or the call that it tells of."""
        at, own = moment_in(found.get("createdDateTime")), _own(found)
        key = f"teams:{own}" if own else None
        detail = object_in(found, "eventDetail")
        if detail:
            return self._event(detail, at, key)
        writer = _sender(found)
        sender = _person(writer)
        if not sender:
            raise BadRecord("names no author, expected from", own)
        is_bot = bool(object_in(found, "from", "application"))
        kind = BOT if is_bot else ""
        name = text_in(writer, "displayName")
        facts = self._introduced.said(sender, at, name=name, kind=kind)
        if text_in(found, "deletedDateTime") or text_in(found, "messageType") != "message":
            mark = f"{key}#deleted" if text_in(found, "deletedDateTime") and key else key
            return [Interaction(at, Kind.ACTIVITY, "teams", sender, id=mark), *facts]
        means, to, mentioned = self._reached(found, sender)
        root = _own(found, "replyToId")
        text = text_in(object_in(found, "body"), "content")
        said = Interaction(
            at, means, "teams", sender, reached(sender, to, mentioned), key,
            thread=f"teams:{root or own}" if own else None,
            in_reply_to=f"teams:{root}" if root else None,
            topics=hashtags(without_markup(text)), revision=_revision(found), is_bulk=is_bot,
            text=text or None,
        )  # fmt: skip
        return [said, *_reactions(found, said), *facts]

    def _reached(self, found: dict[str, Any], sender: str) -> tuple[Kind, list[str], list[str]]:
        room = id_in(found, "chatId")
        both = _OF_TWO.fullmatch(room)
        members = list(both.groups()) if both else self.known.value("teams.members", room).split()
        if members:
            return Kind.MESSAGE, [f"account:teams/{one}" for one in members], []
        mentioned = [
            _person(object_in(one, "mentioned", "user"))
            for one in list(objects_in(found, "mentions"))[:_MOST]
        ]
        mentioned = [one for one in mentioned if one and one != sender]
        root = _own(found, "replyToId")
        if root:
            author = self.known.value("teams.author", root)
            return Kind.REPLY, [f"account:teams/{author}"] if author else [], mentioned
        return Kind.MENTION if mentioned else Kind.POST, [], mentioned

    def _event(self, detail: dict[str, Any], at: datetime, key: str | None) -> Said:
        """A call that ended, with all who took part; anything else that happened to a chat."""
        users = [object_in(detail, "initiator", "user")]
        users += [
            object_in(one, "participant", "user")
            for one in list(objects_in(detail, "callParticipants"))[:_MOST]
        ]
        names = {_person(one): text_in(one, "displayName") for one in users if _person(one)}
        if not names:
            raise BadRecord(
                "an event of nobody, expected initiator", text_in(detail, "@odata.type")
            )
        first, *others = names
        facts = [one for who in names for one in self._introduced.said(who, at, name=names[who])]
        if not text_in(detail, "@odata.type").endswith("callEndedEventMessageDetail"):
            return [Interaction(at, Kind.ACTIVITY, "teams", first, id=key), *facts]
        length = _length(text_in(detail, "callDuration"))
        is_group = len(others) > 1 or text_in(detail, "callEventType") == "meeting"
        role = Role.ATTENDEE if is_group else Role.TO
        return [
            Interaction(
                at - (length or timedelta(0)), Kind.MEETING if is_group else Kind.CALL, "teams",
                first, tuple(Receiver(one, role) for one in others), key, duration=length,
            ),
            *facts,
        ]  # fmt: skip


def _length(text: str) -> timedelta | None:
    """The length of ``PT1M44S``; None where there is none."""
    found = _LENGTH.fullmatch(text)
    if not text or found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _revision(found: dict[str, Any]) -> int:
    changed = moment_or_none(found.get("lastEditedDateTime"))
    return int(changed.timestamp()) if changed else 0


def _reactions(found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
    first: dict[str, datetime] = {}
    for one in list(objects_in(found, "reactions"))[:_MOST]:
        who = _person(object_in(one, "user", "user"))
        at = moment_or_none(one.get("createdDateTime")) or message.at
        if who:
            first[who] = min(first.get(who, at), at)
    for who, at in first.items():
        yield Interaction(
            at, Kind.REACTION, "teams", who, reached(who, [message.sender]),
            f"{message.id}#reaction/{who[14:]}" if message.id else None, in_reply_to=message.id,
        )  # fmt: skip
