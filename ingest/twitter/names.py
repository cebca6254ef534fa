"""Who is who on X: by the number of the account, which stays, and not by the handle, which changes.

A person is ``x:ID``; where only a handle is told, ``x:@handle`` in lower case. The archive of an
account does not say in each tweet who wrote it: account.js does, or, without it, a tweet that
replies to another one of the same file.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from graph.model import Fact
from graph.people.identity import clean
from ingest.json.fields import id_in, object_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.told import Near, Told

__all__ = ["People", "by_handle", "by_id", "moment_of_id", "owner_of_account", "owner_of_tweets"]

_HANDLE = re.compile(r"\w{1,30}")
_LONGEST = 200
_MOST_DIGITS = 20
_SNOWFLAKE = 10**14  # below, ids were counted; above, they hold the moment they were made
_FIRST = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=1288834974657)
_MOST_TWEETS = 5_000
_NO_OWNER = (
    "says not whose it is: the archive's account.js is missing; load it together with this file, "
    "or name the owner with --log"
)


def by_id(number: str) -> str:
    """Give the identity of an account's number, or "" if it is none."""
    is_number = number.isdigit() and number.isascii() and len(number) <= _MOST_DIGITS
    return f"x:{number}" if is_number else ""


def by_handle(handle: str) -> str:
    """Give the identity of a handle, or "" if it is none.

    >>> by_handle("@Ann_X"), by_handle("ann x")
    ('x:@ann_x', '')
    """
    name = handle.removeprefix("@")
    return f"x:@{name.lower()}" if _HANDLE.fullmatch(name) else ""


def moment_of_id(number: str) -> datetime:
    """Give the moment a tweet was made, which its number holds since November 2010.

    >>> moment_of_id("1582825767519809536").isoformat(timespec="seconds")
    '2022-10-19T20:07:25+00:00'
    """
    if not by_id(number) or int(number) < _SNOWFLAKE:
        raise BadRecord("has no date, and a number of before November 2010 tells none", number)
    return _FIRST + timedelta(milliseconds=min(int(number), 2**63) >> 22)


def owner_of_account(found: dict[str, Any]) -> Iterator[Told]:
    """What account.js and manifest.js tell."""
    account = object_in(found, "account") or object_in(found, "userInfo")
    number = id_in(account, "accountId")
    if by_id(number):
        yield Told("x.owner", "id", number)
    handle = id_in(account, "username", "userName").lower()
    if by_handle(handle):
        yield Told("x.owner", "handle", handle)


def owner_of_tweets(found: Iterable[dict[str, Any]]) -> Iterator[Told]:
    """Whose tweets these are: of whoever replies to a tweet of the same file."""
    own: set[str] = set()
    replied: dict[str, str] = {}
    for count, one in enumerate(found):
        tweet = object_in(one, "tweet")
        number, parent = id_in(tweet, "id_str"), id_in(tweet, "in_reply_to_status_id_str")
        author = id_in(tweet, "in_reply_to_user_id_str")
        own.add(number)
        if by_id(author) and parent:
            replied[parent] = author
        proof = author if parent in own else replied.get(number, "")
        if by_id(proof):
            yield Told("x.guess", "id", proof)
            return
        if count > _MOST_TWEETS:
            return


class People:
    """The people of one file; names and handles are told once each, by *introduced*."""

    def __init__(
        self, near: Near, log: str | None, introduced: set[tuple[str, str]] | None = None
    ) -> None:
        told = near.value("x.owner", "id") or near.value("x.guess", "id")
        self._owner = f"x:{told}" if told else f"account:{log}" if log else ""
        self.handle = near.value("x.owner", "handle") or ""
        self._near = near
        self._introduced = set() if introduced is None else introduced
        self._met: dict[tuple[Any, ...], str] = {}

    @property
    def owner(self) -> str:
        """Whose archive it is; a BadRecord where nothing tells."""
        if not self._owner:
            raise BadRecord(_NO_OWNER)
        return self._owner

    def first(self, number: str) -> str:
        """Give the number of a tweet before it was edited: answers name any version of it."""
        return (number and self._near.value("x.first", number)) or number

    def person(self, number: str, handle: str = "") -> str:
        """Give an account by its number, else by its handle; "" where it has neither."""
        found = by_id(number)
        if found or not handle:
            return found
        if self._owner and handle.lower() == self.handle:
            return self._owner
        return by_handle(handle)

    def mentioned(self, found: dict[str, Any]) -> str:
        """Give somebody a tweet names, in the form of any version of the API."""
        return self.person(
            id_in(found, "id_str", "id", "userId"), text_in(found, "screen_name", "username")
        )

    def met(self, found: dict[str, Any], at: datetime | None, said: Said) -> str:
        """Give somebody a tweet names; what is told of them by the way is added to *said*."""
        known = found.get("id_str"), found.get("screen_name"), found.get("name")
        is_plain = known[0].__class__ is known[1].__class__ is known[2].__class__ is str
        if is_plain and known in self._met:
            return self._met[known]
        identity = self.mentioned(found)
        if identity:
            said += self.introduced(identity, found, at)
            if is_plain and identity[2:] == known[0]:
                self._met[known] = identity
        return identity

    def introduced(self, identity: str, found: dict[str, Any], at: datetime | None) -> Said:
        """What is told of somebody by the way: a name and a handle, each once a file."""
        said: Said = []
        handle = text_in(found, "screen_name", "username", "userName")
        for word, written in (
            ("seen_name", text_in(found, "name")),
            ("handle", f"@{handle}" if by_handle(handle) and by_id(identity[2:]) else ""),
        ):
            if not written or (identity, written) in self._introduced:
                continue
            self._introduced.add((identity, written))
            value = clean(written[:_LONGEST])
            if value:
                said.append(Fact(identity, word, value, at))
        return said
