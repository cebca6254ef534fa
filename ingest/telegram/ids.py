"""Numbers of Telegram: of people, of rooms, and what exports of before 2021 make of them.

Today an author is ``user123``, ``chat7`` or ``channel9`` and a chat's number is that of the person
or the room. Before, an author was a bare number, and the number of a chat that of a person and
2 ** 32, or that of a room and twice as much.
"""

import re
from collections.abc import Iterable
from typing import Any

from ingest.json.fields import id_in, object_in, text_in
from ingest.json.pieces import Piece

__all__ = ["account", "author", "is_old", "partners", "room_of"]

_PERSON = re.compile(r"(?:user)?(\d{1,20})")
_CHANNEL = re.compile(r"(?:channel|chat)(\d{1,20})")
_SHIFT = 2**32


def account(number: str) -> str:
    """Give the identity of who writes, or "" for who is not told.

    >>> account("user123"), account("channel9"), account("Ann")
    ('telegram:123', 'telegram:channel/9', '')
    """
    if found := _PERSON.fullmatch(number):
        return f"telegram:{found[1]}"
    found = _CHANNEL.fullmatch(number)
    return f"telegram:channel/{found[1]}" if found else ""


def is_old(found: dict[str, Any]) -> bool:
    """Say whether a message is of an export that writes authors as numbers.

    >>> is_old({"from_id": 123}), is_old({"actor_id": "user123"})
    (True, False)
    """
    return isinstance(found.get("from_id", found.get("actor_id")), int)


def author(found: dict[str, Any]) -> str:
    """Give the identity of who wrote a message, or did what it tells; "" where nobody is told.

    >>> author({"from_id": "user5123456789"}), author({"actor_id": 2**33 + 9})
    ('telegram:5123456789', 'telegram:channel/9')
    """
    number = id_in(found, "from_id", "actor_id")
    if is_old(found) and number.isdigit() and int(number) >= _SHIFT:
        sort = "channel" if int(number) >= 2 * _SHIFT else ""
        number = f"{sort}{int(number) % _SHIFT}"
    return account(number)


def room_of(chat: dict[str, Any], *, is_old: bool) -> str:
    """Give the number of a chat, as exports of today write it.

    >>> room_of({"id": 2**32 + 200}, is_old=True), room_of({"id": 5123456789}, is_old=False)
    ('200', '5123456789')
    """
    number = id_in(chat, "id")
    is_shifted = is_old and number.isdigit() and int(number) >= _SHIFT
    return str(int(number) % _SHIFT) if is_shifted else number


def partners(found: Iterable[Piece], owner: str) -> dict[str, str]:
    """Who else than the owner writes in each chat of two, in an export of before 2021."""
    writers: dict[str, set[str]] = {}
    for piece in found:
        chat = piece.above[-1] if piece.above else {}
        if not isinstance(piece.value, dict) or text_in(chat, "type") != "personal_chat":
            continue
        person = object_in(piece.above[0], "personal_information")
        who, mine = author(piece.value), account(id_in(person, "user_id")) or owner
        room = room_of(chat, is_old=is_old(piece.value))
        if mine and who and who != mine and is_old(piece.value):
            writers.setdefault(room, set()).add(who)
    return {room: next(iter(who)) for room, who in writers.items() if len(who) == 1}
