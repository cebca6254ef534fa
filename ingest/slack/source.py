"""Slack: exports of a workspace, and answers of its Web API.

An export is a folder (or a zip) with users.json, channels.json, groups.json, dms.json, mpims.json
and a folder for each channel, in which each day is a file. The Web API gives pages of messages
(conversations.history, conversations.replies), users (users.list) and channels.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from graph.batch import Batch
from ingest.batches.gather import Record
from ingest.json.chunks import chunks
from ingest.json.fields import id_in, record
from ingest.json.head import Head, json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, read_json, records_of
from ingest.named import named
from ingest.slack.messages import TS, Messages
from ingest.slack.names import Names, channel_tells, is_channel, is_user, user_tells
from ingest.slack.people import change, channel, user
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Slack"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_INTO = ("messages", "messages.matches", "members", "channels", "groups", "ims")
_LISTS = frozenset({"users", "org_users", "channels", "groups", "dms", "mpims", "integration_logs"})
_OTHERS = frozenset({"canvases", "lists", "file_conversations", "huddle_transcripts"})
_TELLING = re.compile(r"user|member|channel|group|dms|mpims|conversation|ims\b", re.IGNORECASE)
_NO_MESSAGE = ("it is no message, user or channel of Slack", "expected ts, or id and profile")


class Slack:
    """Reads Slack exports and pages of the Web API; each message, user and channel is a record."""

    name = "slack"
    meaning = "Slack: workspace exports (folder or zip) and Web API pages"
    introduces_once = True

    def recognises(self, file: File) -> bool:
        """Say whether the file holds Slack's messages, users or channels."""
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        stem = named(file.shown).stem
        if head.value == []:
            return stem in _LISTS | _OTHERS
        if stem in _OTHERS:
            return all(re.fullmatch(r"F[A-Z0-9]{6,}", id_in(one, "id")) for one in head.records)
        return any(_is_slack(one) for one in _records(head))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        yield from read_json(file, reading, self.name, _reader(file, reading), into=_into(file))

    def cut(self, file: File, _reading: Reading) -> Iterator[File]:
        """Cut a long file between its messages, where each says itself what it answers."""
        return chunks(file)

    def records(self, file: File, reading: Reading) -> Iterator[Record]:
        """Read every record of a file; what is left of one is read knowing what stands before."""
        if file.follows and not file.count:
            whole = replace(file, begins=0, follows=0)
            return islice(self.records(whole, reading), file.follows, None)
        return records_of(file, _reader(file, reading), _into(file))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may list users or channels."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the teams of users, and the ids and members of channels."""
        if not self.recognises(file):
            return
        yield from user_tells(one for one in _listed(file) if is_user(one))
        for one in _listed(file):
            if is_channel(one):
                yield from channel_tells(one)


def _into(file: File) -> tuple[str, ...]:
    """The arrays of a page; a channel by itself has a list of members that is its own."""
    is_bare = file.count > 0 or any(map(is_channel, json_head(file).records))
    return () if is_bare else _INTO


def _reader(file: File, reading: Reading) -> Callable[[Piece], Said | None]:
    """Give what reads the pieces of one file."""
    near, place = reading.survey.near(file.place), file.place or file.shown
    names = Names(near, place, reading.log, is_part=file.count > 0)
    messages = Messages(names, reading.introduced_in(file))
    is_other = named(file.shown).stem in _OTHERS

    def said(piece: Piece) -> Said | None:
        if is_other:
            return None
        if not piece.path:
            return _top(piece, messages, names.channel)
        return _one(record(piece.value), messages, _channel_of(piece, names))

    return said


def _top(piece: Piece, messages: Messages, folder: str) -> Said | None:
    """A record of a bare list, or what a page holds beside lists of records."""
    found = record(piece.value)
    for name, is_one in (("user", is_user), ("channel", is_channel)):
        inner = found.get(name)
        if isinstance(inner, dict) and is_one(inner):
            return _one(inner, messages, "")
    return None if piece.is_around else _one(found, messages, folder)


def _one(found: dict[str, Any], messages: Messages, folder: str) -> Said | None:
    if "ts" in found:
        return messages.said(found, folder)
    if is_user(found):
        return user(found, messages.names)
    if is_channel(found):
        return channel(found, messages.names)
    if _is_change(found):
        return change(found, messages.names)
    raise BadRecord(", ".join(_NO_MESSAGE), str(found)[:200])


def _channel_of(piece: Piece, names: Names) -> str:
    """The channel of a page, where the page or its file says it."""
    for around in reversed(piece.above):
        found = around.get("channel")
        own = id_in(found, "id") if isinstance(found, dict) else id_in(around, "channel")
        if own:
            return names.near.value("slack.channel", own) or own
    return ""


def _records(head: Head) -> Iterator[dict[str, Any]]:
    yield from head.records
    for name in _INTO:
        inner = head.whole.get(name)
        if isinstance(inner, list):
            yield from (one for one in inner[:20] if isinstance(one, dict))
    for name in ("user", "channel"):
        inner = head.whole.get(name)
        if isinstance(inner, dict):
            yield inner


def _is_slack(found: dict[str, Any]) -> bool:
    written = found.get("ts")
    if isinstance(written, str) and TS.fullmatch(written):
        return found.get("type") == "message" or bool({"user", "bot_id", "subtype"} & found.keys())
    return is_user(found) or is_channel(found) or _is_change(found)


def _is_change(found: dict[str, Any]) -> bool:
    return "change_type" in found and "user_id" in found and "date" in found


def _listed(file: File) -> Iterator[dict[str, Any]]:
    with file.path.open("rb") as stream:
        for piece in pieces(stream, _into(file)):
            if isinstance(piece.value, dict):
                yield piece.value
                for name in ("user", "channel"):
                    inner = piece.value.get(name)
                    if not piece.path and isinstance(inner, dict):
                        yield inner
