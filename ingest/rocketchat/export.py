"""Messages of one room as Rocket.Chat exports them: text, username and moment, one a line.

They have no ids: the same line in two exports is one message. The file of a direct room is named
after the ids of the two in it; there a message is to the other one, as far as the accounts beside
it or the writers in the file tell who that is. In other rooms a message mentions those it names.
Names that the export has replaced (``User_2``) are accounts of that download alone.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from graph.model import Interaction, Kind
from ingest.accounts import Known, reached
from ingest.dates import moment_in
from ingest.json.fields import id_in, text_in
from ingest.json.pieces import pieces
from ingest.json.records import Said
from ingest.rocketchat.page import is_page, messages_of_page
from ingest.source import BadRecord, File
from ingest.text.written import handles, hashtags

__all__ = ["Exported", "is_exported"]

_ALL = frozenset({"msg", "username", "ts", "attachments", "type"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_HALF = r"[A-Za-z0-9]{17}|rocket\.cat"
_DIRECT = re.compile(f"({_HALF})({_HALF})")
_REPLACED = re.compile(r"User_\d{1,6}")
_EVERYBODY = frozenset({"all", "here"})


def is_exported(found: dict[str, Any]) -> bool:
    """Say whether an object is a line of such an export.

    >>> is_exported({"msg": "hi", "username": "ann", "ts": "2024-03-15T15:44:41.889Z"})
    True
    """
    is_whole = {"username", "ts"} <= found.keys() <= _ALL and ("msg" in found or len(found) > 2)
    return is_whole and _MOMENT.fullmatch(text_in(found, "ts")) is not None


class Exported:
    """Reads the lines of one file."""

    def __init__(self, file: File, known: Known, log: str | None) -> None:
        self._file, self._known = file, known
        self._log = log or "rocketchat"
        self._both = _DIRECT.fullmatch(PurePosixPath(file.shown).stem)
        self._writers: list[str] | None = None

    def message(self, found: dict[str, Any], written: frozenset[str]) -> Said:
        """What a line says; *written* are the types of messages that somebody wrote."""
        name, text = id_in(found, "username"), text_in(found, "msg")
        if not name:
            raise BadRecord("names no author, expected username", text[:80])
        sender = self._person(name)
        is_written = text_in(found, "type") in written
        to, named, kind = [], [], Kind.ACTIVITY
        if is_written and self._both:
            to, kind = [self._other(name, sender)], Kind.MESSAGE
        elif is_written:
            named = [self._person(one) for one in handles(text) if one not in _EVERYBODY]
            kind = Kind.MENTION if any(one != sender for one in named) else Kind.POST
        return [
            Interaction(
                at=moment_in(found.get("ts")),
                kind=kind,
                channel="rocketchat",
                sender=sender,
                receivers=reached(sender, to, named),
                topics=hashtags(text) if is_written else (),
                text=text if is_written else None,
            )
        ]

    def _person(self, name: str) -> str:
        if _REPLACED.fullmatch(name):
            return f"account:{self._log}/{name}"
        return f"rocketchat:{self._known.value('rocketchat.user', name) or f'@{name.lower()}'}"

    def _other(self, name: str, sender: str) -> str:
        """Whom a message in a room of two is to; "" where nothing tells."""
        halves = [f"rocketchat:{half}" for half in self._both.groups()] if self._both else []
        if sender in halves:
            return next((one for one in halves if one != sender), "")
        if self._writers is None:
            self._writers = _writers(self._file.path, self._file.head)
        others = [one for one in self._writers if one != name]
        return self._person(others[0]) if len(others) == 1 else ""


def _writers(path: Path, head: bytes) -> list[str]:
    """The first few who write in a file, in their order."""
    found: dict[str, None] = {}
    for name in _authors(path, is_html=is_page(head)):
        found[name] = None
        if len(found) > 2:
            break
    return [one for one in found if one]


def _authors(path: Path, *, is_html: bool) -> Iterator[str]:
    if is_html:
        yield from (one["username"] for _, one in messages_of_page(path))
        return
    with path.open("rb") as stream:
        for piece in pieces(stream):
            if isinstance(piece.value, dict) and is_exported(piece.value):
                yield id_in(piece.value, "username")
