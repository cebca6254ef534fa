"""Google Chat: what a Google Takeout holds of it (``Google Chat/Groups/*/messages.json``).

A folder is a conversation of two (``DM ...``) or a space; group_info.json beside the messages says
who is in it. In a conversation of at most eight a message is to all of them; in a larger one to the
author of the topic it answers, and to those it mentions. People go by their addresses, where none
is told by name (``account:googlechat/Ann Smith``). Reactions name people and have no time: they
have that of the message. Former conversations of Hangouts stand there in the same form.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from graph.batch import Batch
from graph.model import Fact, Interaction, Kind
from graph.people.identity import clean, plain_email
from ingest.accounts import Introduced, reached
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, list_in, object_in, objects_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece
from ingest.json.records import Said, read_json
from ingest.named import named
from ingest.role_addresses import BOT
from ingest.rows.column_dates import Dates
from ingest.source import BadRecord, File, Reading
from ingest.text.written import hashtags
from ingest.told import Told

__all__ = ["GoogleChat"]

_FEW = 8
_MOST, _REMEMBERED = 1_000, 100_000
_LONGEST = 200
_HERE = "googlechat.members"
_WORDS = re.compile(r"(\d{1,2})\.?(?: de)? ([^\W\d]{3,12})\.?,?(?: de)? (\d{4})")
_SIGNS = re.compile(
    r"(\d{4}) ?[\u5e74\ub144] ?(\d{1,2}) ?[\u6708\uc6d4] ?(\d{1,2}) ?[\u65e5\uc77c]"
)
_CLOCK = re.compile(r"\b(\d{1,2}:\d\d(?::\d\d)?) UTC$")


class GoogleChat:
    """Reads the conversations of a Takeout; each message, list of members, and owner is one."""

    name = "googlechat"
    meaning = "Google Chat: conversations and spaces of a Google Takeout (JSON, folder or zip)"

    def recognises(self, file: File) -> bool:
        """Say whether a file holds messages, members, or who exported."""
        if file.suffix != ".json":
            return False
        whole = json_head(file).whole
        listed = list(objects_in(whole, "messages"))[:20]
        return any(map(_is_message, listed)) or _is_group(whole) or _is_owner(whole)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        told = reading.survey.near(file.place).values(_HERE)
        messages = _Messages([f"email:{one}" for one in sorted(told)])

        def said(piece: Piece) -> Said | None:
            found = record(piece.value)
            if not piece.path and _is_group(found):
                return _members(found)
            if not piece.path and _is_owner(found):
                return _owner(object_in(found, "user"))
            return None if piece.is_around else messages.message(found)

        yield from read_json(file, reading, self.name, said, into=("messages",))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file lists the members of a conversation."""
        return named(shown).stem == "group_info"

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who is in a conversation of a few."""
        whole = json_head(file).whole
        if not _is_group(whole):
            return
        emails = [plain_email(text_in(one, "email")) for one in objects_in(whole, "members")]
        if len(emails) <= _FEW:
            yield from (Told(_HERE, one, "1") for one in emails if one)


def _is_message(found: dict[str, Any]) -> bool:
    return "created_date" in found and ("creator" in found or "message_id" in found)


def _is_group(found: dict[str, Any]) -> bool:
    return any("user_type" in one for one in list(objects_in(found, "members"))[:20])


def _is_owner(found: dict[str, Any]) -> bool:
    return "membership_info" in found and "user_type" in object_in(found, "user")


def _person(found: dict[str, Any]) -> str:
    email = plain_email(clean(text_in(found, "email")[:_LONGEST]))
    name = clean(text_in(found, "name")[:_LONGEST])
    return f"email:{email}" if email else f"account:googlechat/{name}" if name else ""


def _owner(found: dict[str, Any]) -> Said:
    who, name = _person(found), clean(text_in(found, "name")[:_LONGEST])
    if not who:
        raise BadRecord("names nobody, expected name and email", str(found)[:200])
    return [Fact(who, "kind", "person"), *([Fact(who, "name", name)] if name else [])]


def _members(found: dict[str, Any]) -> Said:
    """Who is in a conversation."""
    room = clean(text_in(found, "name")[:_LONGEST])
    said: Said = []
    for one in list(objects_in(found, "members"))[:_MOST]:
        who, name = _person(one), clean(text_in(one, "name")[:_LONGEST])
        if not who:
            continue
        said += [Fact(who, "kind", BOT)] if _is_bot(one) else []
        said += [Fact(who, "name", name)] if name else []
        said += [Fact(who, "channel", room)] if room else []
    if not said:
        raise BadRecord("names nobody in the conversation, expected members", str(found)[:200])
    return said


def _is_bot(found: dict[str, Any]) -> bool:
    return text_in(found, "user_type").lower() == BOT


class _Messages:
    """Reads the messages of one conversation, and remembers who began which topic."""

    def __init__(self, members: list[str]) -> None:
        self.members = members
        self._authors: OrderedDict[str, str] = OrderedDict()
        self._introduced = Introduced()

    def message(self, found: dict[str, Any]) -> Said:
        """What a message says, with its reactions."""
        creator = object_in(found, "creator")
        sender, number = _person(creator), clean(text_in(found, "message_id")[:_LONGEST])
        if not sender:
            raise BadRecord("names no author, expected creator", number)
        at, is_bot = moment_in(_written(found, "created_date")), _is_bot(creator)
        facts = self._introduced.said(
            sender, at, name=text_in(creator, "name"), kind=BOT if is_bot else ""
        )
        own = f"googlechat:{number}" if number else None
        if text_in(found, "message_state") == "DELETED" or "deletion_metadata" in found:
            gone = f"{own}#deleted" if own else None
            return [Interaction(at, Kind.ACTIVITY, "googlechat", sender, id=gone), *facts]
        topic = id_in(found, "topic_id")
        first = self._first(number, topic, sender)
        kind, to, mentioned = self._reached(found, sender, first)
        said = Interaction(
            at, kind, "googlechat", sender, reached(sender, to, mentioned), own,
            thread=f"googlechat:{topic}" if topic else None,
            in_reply_to=_beginning(number, topic) if kind is Kind.REPLY else None,
            topics=hashtags(text_in(found, "text")), revision=_revision(found),
            is_bulk=is_bot, text=text_in(found, "text") or None,
        )  # fmt: skip
        return [said, *_reactions(found, said), *facts]

    def _first(self, number: str, topic: str, sender: str) -> str:
        """Who began the topic that a message answers; "" for one that begins its own."""
        parts = number.split("/")
        is_first = len(parts) > 2 and parts[-1] == parts[-2]
        if topic and (is_first or topic not in self._authors):
            self._authors.setdefault(topic, sender)
            if len(self._authors) > _REMEMBERED:
                self._authors.popitem(last=False)
            return ""
        return self._authors.get(topic, "")

    def _reached(
        self, found: dict[str, Any], sender: str, first: str
    ) -> tuple[Kind, list[str], list[str]]:
        if self.members:
            return Kind.MESSAGE, self.members, []
        mentioned = [
            _person(object_in(one, "user_mention_metadata", "user"))
            for one in list(objects_in(found, "annotations"))[:_MOST]
        ]
        mentioned = [one for one in mentioned if one and one != sender]
        if first:
            return Kind.REPLY, [first], mentioned
        return Kind.MENTION if mentioned else Kind.POST, [], mentioned


def _beginning(number: str, topic: str) -> str | None:
    """The message that began a topic, whose number ends as the topic is called."""
    room = number.partition("/")[0]
    return f"googlechat:{room}/{topic}/{topic}" if room != number else None


def _written(found: dict[str, Any], name: str) -> str:
    """A date, which Google writes in the language of the account, as one that can be read.

    >>> _written({"d": "lundi 2 mars 2026 \u00e0 09:05:00 UTC"}, "d")
    '2026-03-02 09:05:00 UTC'
    """
    text = " ".join(text_in(found, name)[:_LONGEST].split())  # narrow blanks before AM and PM, too
    if moment_or_none(text) is not None:
        return text
    words, signs, clock = _WORDS.search(text), _SIGNS.search(text), _CLOCK.search(text)
    day = signs and f"{signs[1]}-{signs[2]}-{signs[3]}"
    if words and day is None:
        read = Dates(()).read(f"{words[1]} {words[2]} {words[3]}", UTC)
        day = read.date().isoformat() if read else None
    return f"{day} {clock[1]} UTC" if day and clock else text


def _revision(found: dict[str, Any]) -> int:
    changed = moment_or_none(_written(found, "updated_date"))
    return int(changed.timestamp()) if changed else 0


def _reactions(found: dict[str, Any], message: Interaction) -> Iterator[Interaction]:
    emails = [
        plain_email(one)
        for reaction in list(objects_in(found, "reactions"))[:_MOST]
        for one in list_in(reaction, "reactor_emails")[:_MOST]
        if isinstance(one, str)
    ]
    for one in dict.fromkeys(filter(None, emails)):
        who = f"email:{one}"
        yield Interaction(
            message.at, Kind.REACTION, "googlechat", who, reached(who, [message.sender]),
            f"{message.id}#reaction/{one}" if message.id else None, in_reply_to=message.id,
        )  # fmt: skip
