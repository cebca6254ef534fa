"""Updates that a Telegram bot was sent: messages of the chats it is in.

A reply is to the author of what it answers, which the update holds; a message in a private chat is
to the bot, whom no update names, unless the bot itself writes. Who is named by username is told by
the accounts seen before, else by the name alone.
"""

from collections.abc import Iterator
from typing import Any

from graph.model import Fact, Interaction, Kind
from ingest.accounts import Introduced, reached
from ingest.dates import moment_in
from ingest.json.fields import count_in, id_in, is_true, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT, LIST
from ingest.source import BadRecord
from ingest.text.written import handles, hashtags

__all__ = ["Updates", "is_update"]

_MESSAGES = ("message", "edited_message", "channel_post", "edited_channel_post")
_OTHERS = (
    "callback_query", "inline_query", "chosen_inline_result", "my_chat_member", "chat_member",
    "chat_join_request", "message_reaction", "poll_answer", "business_message",
)  # fmt: skip
_WRITTEN = (
    "text", "caption", "photo", "video", "voice", "audio", "document", "sticker", "animation",
    "location", "contact", "poll", "video_note", "venue", "dice",
)  # fmt: skip
_REMEMBERED = 100_000


def is_update(found: dict[str, Any]) -> bool:
    """Say whether an object is one update of the Bot API."""
    return "update_id" in found and any(name in found for name in (*_MESSAGES, *_OTHERS))


class Updates:
    """Reads the updates of one file."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._introduced = Introduced()

    def update(self, found: dict[str, Any]) -> Said:
        """What an update says."""
        for name in _MESSAGES:
            inner = object_in(found, name)
            if inner:
                return self._message(inner)
        for name in _OTHERS:
            inner = object_in(found, name)
            who = object_in(inner, "from") or object_in(inner, "user")
            if id_in(who, "id"):
                return self._other(inner, who)
        raise BadRecord("names nobody, expected message and from", id_in(found, "update_id"))

    def _other(self, found: dict[str, Any], who: dict[str, Any]) -> Said:
        if "date" not in found:  # a button pressed: that somebody is there, and no more
            return self._account(who) or [Fact(f"telegram:{id_in(who, 'id')}", "kind", "person")]
        at = moment_in(found.get("date"))
        said = self._account(who)
        sender = f"telegram:{id_in(who, 'id')}"
        return [Interaction(at, Kind.ACTIVITY, "telegram", sender), *said]

    def _message(self, found: dict[str, Any]) -> Said:
        at, chat = moment_in(found.get("date")), object_in(found, "chat")
        who, room, number = object_in(found, "from"), _room(chat), id_in(found, "message_id")
        through = object_in(found, "sender_chat")
        is_room = bool(through) or not who
        sender = _room_identity(through or chat) if is_room else f"telegram:{id_in(who, 'id')}"
        if not (_room(through or chat) if is_room else id_in(who, "id")):
            raise BadRecord("names no author, expected from", number)
        facts = self._account(who) if not is_room else self._introduced.said(
            sender, at, name=text_in(through or chat, "title"), kind=LIST
        )  # fmt: skip
        own = f"telegram:{room}/{number}" if room and number else None
        if not any(name in found for name in _WRITTEN):
            return [Interaction(at, Kind.ACTIVITY, "telegram", sender, id=own), *facts]
        parent = object_in(found, "reply_to_message")
        answered = id_in(parent, "message_id")
        facts += self._account(object_in(parent, "from"))
        kind, to, named = self._reached(found, chat, parent, sender)
        text = text_in(found, "text", "caption")
        return [
            Interaction(
                at=at,
                kind=kind,
                channel="telegram",
                sender=sender,
                receivers=reached(sender, to, named),
                id=own,
                thread=f"telegram:{room}/{answered or number}" if own else None,
                in_reply_to=f"telegram:{room}/{answered}" if room and answered else None,
                topics=hashtags(text),
                revision=count_in(found, "edit_date") or 0,
                is_bulk=is_room or is_true(who, "is_bot"),
                text=text,
            ),
            *facts,
        ]

    def _reached(
        self, found: dict[str, Any], chat: dict[str, Any], parent: dict[str, Any], sender: str
    ) -> tuple[Kind, list[str], list[str]]:
        answered = id_in(object_in(parent, "from"), "id")
        to = [f"telegram:{answered}"] if answered else []
        if text_in(chat, "type") == "private":
            other = id_in(chat, "id")
            return Kind.MESSAGE, to or ([f"telegram:{other}"] if other else []), []
        named = list(self._named(found))
        if parent:
            return Kind.REPLY, to, named
        is_mention = any(one != sender for one in named)
        return Kind.MENTION if is_mention else Kind.POST, [], named

    def _named(self, found: dict[str, Any]) -> Iterator[str]:
        for entity in (*objects_in(found, "entities"), *objects_in(found, "caption_entities")):
            if id_in(object_in(entity, "user"), "id"):
                yield f"telegram:{id_in(object_in(entity, 'user'), 'id')}"
        for name in handles(text_in(found, "text", "caption")):
            yield self._ids.get(name, f"telegram:@{name}")

    def _account(self, who: dict[str, Any]) -> Said:
        number, handle = id_in(who, "id"), text_in(who, "username")
        if not number:
            return []
        if handle and len(self._ids) < _REMEMBERED:
            self._ids[handle.lower()] = f"telegram:{number}"
        whole = f"{text_in(who, 'first_name')} {text_in(who, 'last_name')}".strip()
        kind = BOT if is_true(who, "is_bot") else ""
        identity = f"telegram:{number}"
        return self._introduced.said(identity, None, name=whole, handle=handle, kind=kind)


def _room(chat: dict[str, Any]) -> str:
    """The number of a chat; a group's is below 0, and that of a supergroup begins with -100."""
    value = chat.get("id")
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return str(value).removeprefix("-100").removeprefix("-") if is_number and value else ""


def _room_identity(chat: dict[str, Any]) -> str:
    return f"telegram:channel/{_room(chat)}"
