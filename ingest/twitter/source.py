"""X, once Twitter: downloaded archives, and answers of its API in versions 1.1 and 2.

An archive is a folder (or a zip) of JavaScript files, each one array: tweets, likes, follows,
direct messages, and account.js, which says whose it is. The API gives tweets with their authors
(1.1), or pages of ids with the accounts beside them (2). Each tweet, like, follow, message and
account is a record.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from graph.batch import Batch
from ingest.batches.gather import Record
from ingest.json.chunks import chunks
from ingest.json.fields import id_in, list_in, object_in, objects_in, record, text_in
from ingest.json.head import Head, json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Answer, Said, Several, read_json, records_of
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told
from ingest.twitter.activity import PAYLOADS, activities_in, activity, is_activity, is_payload
from ingest.twitter.deliveries import delivered, is_delivery
from ingest.twitter.direct import direct, is_direct, unwrapped
from ingest.twitter.names import People, owner_of_account, owner_of_tweets
from ingest.twitter.notes import are_told_about, note, told_of
from ingest.twitter.pages import page as page_of
from ingest.twitter.pages import parted
from ingest.twitter.people import account, conversation, dm_v2, follow, private, user
from ingest.twitter.stream import after_notice, is_notice
from ingest.twitter.tweets import like, tweet, tweet_v2

__all__ = ["Twitter"]

_SUFFIXES = (".js", ".json", ".jsonl", ".ndjson", "")
_INTO = ("statuses", "results", "events", "users", *PAYLOADS)
_WRAPPED = {
    "tweet": ("id_str", "id", "full_text"),
    "like": ("tweetId",),
    "follower": ("accountId",),
    "following": ("accountId",),
    "blocking": ("accountId", "userLink"),
    "muting": ("accountId", "userLink"),
    "account": ("accountId", "username"),
    "dmConversation": ("conversationId", "messages"),
    "noteTweet": ("core",),
}
"""What an archive calls its records, and the members that each has, or the first that it may."""

_ANY = frozenset({"tweet", "blocking", "muting"})  # of which one of the members is enough
_SCRIPT = re.compile(r"window\.YTD\.(\w+)\.part\d+|Grailbird\.data\.(?:tweets|user)_\w+")
_KINDS = frozenset(
    """tweet tweets deleted_tweet deleted_tweets community_tweet note_tweet deleted_note_tweet
    like follower following block mute account direct_message direct_messages
    direct_message_group direct_messages_group
    """.split()  # noqa: SIM905
)
_TELLING = re.compile(
    r"account|manifest|(?:deleted-|community-)?tweets?(?:-part\d+)?", re.IGNORECASE
)
_V2 = ("edit_history_tweet_ids", "author_id", "conversation_id", "referenced_tweets")


class Twitter:
    """Reads archives of X accounts and answers of its API."""

    name = "x"
    meaning = "X/Twitter: downloaded archives (folder or zip), API 1.1 and 2"
    introduces_once = True

    def recognises(self, file: File) -> bool:
        """Say whether the file is part of an archive, or an answer of the API."""
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        script = _SCRIPT.fullmatch(head.script)
        if script:
            return script[1] is None or script[1] in _KINDS
        found = chain(_records(head), after_notice(file, head))
        return _is_page(head) or any(map(_is_record, found))

    def cut(self, file: File, _reading: Reading) -> Iterator[File]:
        """Cut a long file between its records: but for introductions, they stand alone."""
        return chunks(file)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        answers = _Answers(file, reading)
        yield from read_json(file, reading, self.name, answers.said, into=_INTO)

    def records(self, file: File, reading: Reading) -> Iterator[Record]:
        """Read every record of a file."""
        answers = _Answers(file, reading)
        return records_of(file, answers.said, _INTO)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may say whose archive it is."""
        path = named(shown)
        return path.suffix.lower() in (".js", ".json") and bool(_TELLING.fullmatch(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose archive it is: as the account says, or as replies to own tweets prove.

        Of tweets that are cut, or were edited, what others that name them must know.
        """
        head = json_head(file)
        for one in head.records:
            yield from owner_of_account(one)
        if any(object_in(one, "tweet") for one in head.records):
            with file.path.open("rb") as stream:
                yield from owner_of_tweets(_objects(stream))
            if are_told_about(file):
                with file.path.open("rb") as stream:
                    yield from told_of(_objects(stream))


def _objects(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    found = (piece.value for piece in pieces(stream))
    return (one for one in found if isinstance(one, dict))


class _Answers:
    """Reads the records of one file, whatever they are."""

    def __init__(self, file: File, reading: Reading) -> None:
        self.near = reading.survey.near(file.place)
        self.people = People(self.near, reading.log, reading.introduced_in(file))

    def said(self, piece: Piece) -> Answer:
        if piece.is_around:
            return None
        found = record(piece.value)
        if piece.path == "message":
            return private(found, piece.above[-1]["conversation"])
        if piece.path in ("data", "includes"):
            return self._beside(found, piece.above[-1])
        for name in _WRAPPED:
            inner = found.get(name)
            if isinstance(inner, dict):
                return self._wrapped(name, inner)
        around = self._around(found)
        return self._bare(found) if around is None else around

    def _around(self, found: dict[str, Any]) -> Answer:
        """What others lie in, if this is such: an event as it was delivered, a page, a payload."""
        if is_delivery(found):
            return delivered(found, self.people)
        page = page_of(found)
        if page is not None:
            return parted(page)
        return activities_in(found) if is_payload(found) else None

    def _wrapped(self, name: str, found: dict[str, Any]) -> Said | Several | None:
        if name == "tweet":
            return tweet(found, self.people)
        if name == "noteTweet":
            return note(found, self.people, self.near)
        if name == "like":
            return like(found, self.people)
        if name == "account":
            return account(found)
        if name == "dmConversation":
            around = {"conversation": conversation(found)}
            return Several("message", list_in(found, "messages"), around)
        return follow(name, found, self.people)

    def _bare(self, found: dict[str, Any]) -> Said:
        if _is_v1(found):
            return tweet(found, self.people)
        message = unwrapped(found)
        if is_direct(message):
            return direct(message, self.people)
        if is_activity(found):
            return activity(found, self.people)
        if any(name in found for name in _V2):
            beside = object_in(found, "author")
            users = {id_in(beside, "id"): beside} if beside else {}
            return tweet_v2(found, self.people, {}, users)
        if "screen_name" in found:
            return user(found, self.people)
        if is_notice(found):
            return []
        raise BadRecord("is no tweet, account or message of X", str(found)[:200])

    def _beside(self, found: dict[str, Any], page: dict[str, Any]) -> Said:
        if "event_type" in found or "dm_conversation_id" in found:
            return dm_v2(found)
        if "username" in found and "text" not in found:
            return user(found, self.people)
        authors = {number: self.people.person(author) for number, author in page["authors"].items()}
        return tweet_v2(found, self.people, authors, page["users"], page["first"])


def _is_page(head: Head) -> bool:
    """Say whether this is a page of version 2 (tweets, messages, accounts), or was delivered."""
    found = next(iter(head.records), {})
    is_recorded = re.match(r"https://api\.(?:twitter|x)\.com/", text_in(found, "uri")) is not None
    page = page_of(found)
    if page is None:
        return False
    data = list(objects_in(page, "data"))[:20]
    if is_recorded or is_delivery(found):
        return True
    if any(_is_v2(one) or "dm_conversation_id" in one for one in data):
        return True
    has_users = all({"id", "name", "username"} <= one.keys() for one in data) and bool(data)
    return has_users and "result_count" in object_in(page, "meta")


def _records(head: Head) -> Iterator[dict[str, Any]]:
    yield from head.records
    for name in _INTO:
        yield from list(objects_in(head.whole, name))[:20]


def _is_record(found: dict[str, Any]) -> bool:
    for name, members in _WRAPPED.items():
        inner = found.get(name)
        if isinstance(inner, dict) and len(found) == 1:
            there = [member in inner for member in members]
            if any(there) if name in _ANY else all(there):
                return True
    if is_direct(unwrapped(found)) or is_activity(found) or is_payload(found):
        return True
    return _is_v1(found) or _is_v2(found) or {"screen_name", "id_str"} <= found.keys()


def _is_v1(found: dict[str, Any]) -> bool:
    has_text = "full_text" in found or "text" in found
    is_numbered = "id_str" in found or {"id", "created_at"} <= found.keys()  # as before 2010
    return has_text and is_numbered and "screen_name" in object_in(found, "user")


def _is_v2(found: dict[str, Any]) -> bool:
    is_numbered = id_in(found, "id").isdigit() and "text" in found
    has_author = "author_id" in found and ("conversation_id" in found or "created_at" in found)
    return is_numbered and ("edit_history_tweet_ids" in found or has_author)
