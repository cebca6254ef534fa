"""Telegram: chats exported by Telegram Desktop, and updates that a bot was sent.

An export is one chat (``messages``) or all of them (``chats.list.messages``), with the owner's
contacts; the Bot API gives pages of updates. Each message, contact and update is a record.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.json.fields import object_in, objects_in, record, text_in
from ingest.json.head import Head, json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.source import BadRecord, File, Reading
from ingest.telegram.bot import Updates, is_update
from ingest.telegram.chats import CHATS, Chats, contact, owner
from ingest.telegram.ids import account, author, is_old, partners, room_of

__all__ = ["Telegram"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_INTO = (
    "messages",
    "chats.list.messages",
    "left_chats.list.messages",
    "contacts.list",
    "result",
)
_OLD = re.compile(rb'"(?:from|actor)_id"\s*:\s*\d')
_MARKS = frozenset({"from_id", "actor_id", "text_entities", "date_unixtime"})


class Telegram:
    """Reads chats exported by Telegram Desktop, and updates of the Bot API."""

    name = "telegram"
    meaning = "Telegram: Desktop exports (result.json: one chat or all), Bot API updates"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds exported chats, or updates of a bot."""
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        updates = [*head.records, *list(objects_in(head.whole, "result"))[:20]]
        return any(is_update(one) for one in updates) or _is_export(head)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        warnings: list[str] = []
        owner_here = _owner_of_chat(file)
        found_partners = _partners(file, owner_here) if _OLD.search(file.head) else {}
        chats = Chats(reading, file.shown, warnings, owner_here, found_partners)
        updates = Updates()

        def said(piece: Piece) -> Said | Several | None:
            found = record(piece.value)
            if is_update(found):
                return updates.update(found)
            if piece.path.endswith("messages"):
                return chats.message(found, piece.above)
            if piece.path == "contacts.list":
                return contact(found)
            if object_in(found, "personal_information"):
                return owner(object_in(found, "personal_information"))
            if piece.is_around or text_in(found, "type") in CHATS:
                return None
            raise BadRecord("is no message or update of Telegram", str(found)[:200])

        yield from read_json(file, reading, self.name, said, into=_INTO, warnings=warnings)


def _is_export(head: Head) -> bool:
    whole = head.whole
    if text_in(whole, "type") in CHATS and "messages" in whole:
        return "id" in whole or any(_is_message(one) for one in objects_in(whole, "messages"))
    listed = list(objects_in(object_in(whole, "chats"), "list"))[:20]
    if any(text_in(one, "type") in CHATS and "messages" in one for one in listed):
        return True
    people = list(objects_in(object_in(whole, "contacts"), "list"))[:20]
    return any("user_id" in one and "phone_number" in one for one in people) or (
        "personal_information" in whole and "contacts" in whole and "about" in whole
    )


def _is_message(found: dict[str, Any]) -> bool:
    return "id" in found and "date" in found and bool(_MARKS & found.keys())


def _partners(file: File, owner_here: str) -> dict[str, str]:
    with file.path.open("rb") as stream:
        return partners(pieces(stream, _INTO), account(owner_here))


def _owner_of_chat(file: File) -> str:
    """Whose export of one personal chat this is: of the other one of the two who write in it."""
    whole = json_head(file).whole
    if text_in(whole, "type") != "personal_chat":
        return ""
    for one in objects_in(whole, "messages"):
        writer, other = author(one), account(room_of(whole, is_old=is_old(one)))
        if writer and writer != other:
            return writer.removeprefix("telegram:")
    return ""
