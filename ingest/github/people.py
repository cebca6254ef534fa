"""Accounts of GitHub, by their numbers: logins change hands.

A person is ``github:ID``. Who is only named in a text is ``github:login`` unless an event of
the same folder gives the number. ``[bot]`` and the type Bot are bots; ``ghost`` stands for all
accounts that were deleted, so nobody is tied by it. Teams (``@org/team``), code and quotes name
nobody.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.accounts import Introduced, Known, profile
from ingest.json.fields import id_in, text_in
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.source import BadRecord
from ingest.text.written import handles
from ingest.told import Told

__all__ = ["GHOST", "People", "account_tells", "is_bot"]

GHOST = "github:ghost"
"""All accounts that were deleted."""

_GHOST_ID = "10137"
_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){0,38}")
_SILENT = re.compile(
    r"```.{0,20000}?(?:```|\Z)|`[^`\n]{0,500}`|^>[^\n]*|@[\w-]+/[\w-]+", re.MULTILINE | re.DOTALL
)
_LONGEST = 20_000


def is_bot(found: dict[str, Any]) -> bool:
    """Say whether an account is a bot's.

    >>> is_bot({"login": "dependabot[bot]"}), is_bot({"login": "ann", "type": "User"})
    (True, False)
    """
    return text_in(found, "login").endswith("[bot]") or text_in(found, "type") == "Bot"


def account_tells(found: dict[str, Any]) -> Iterator[Told]:
    """Tell the number of an account's login."""
    login, number = id_in(found, "login").lower(), id_in(found, "id")
    if login and number and login != "ghost":
        yield Told("github.login", login, number)


class People:
    """The accounts of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def account(self, found: dict[str, Any]) -> str:
        """Give the identity of an account, "" where there is none."""
        login, number = id_in(found, "login").lower(), id_in(found, "id")
        if login == "ghost" or number == _GHOST_ID:
            return GHOST
        if not number:
            return self.named(login) if login else ""
        return f"github:{number}"

    def named(self, login: str) -> str:
        """Give somebody known by the login alone."""
        return f"github:{self.known.value('github.login', login.lower()) or login.lower()}"

    def known_by(self, told: str) -> str:
        """Give somebody by the number or the login that another record told."""
        return f"github:{told}" if told.isdigit() else self.named(told)

    def profile(self, found: dict[str, Any]) -> Said:
        """What a profile, or a line of a list of accounts, says."""
        identity = self.account(found)
        if not identity or identity == GHOST:
            raise BadRecord("is an account of nobody, expected login and id", str(found)[:200])
        return profile(
            identity,
            reason="same GitHub account: its profile has the address",
            name=text_in(found, "name"),
            handle=text_in(found, "login"),
            email=text_in(found, "email"),
            is_bot=is_bot(found),
        )

    def told(self, found: dict[str, Any], at: datetime) -> Said:
        """What is told of an account by the way."""
        identity = self.account(found)
        if not identity or identity == GHOST:
            return self._introduced.said(identity, at, kind="deleted") if identity else []
        kind, handle = BOT if is_bot(found) else "", text_in(found, "login")
        name = text_in(found, "name")
        return self._introduced.said(identity, at, name=name, handle=handle, kind=kind)

    def mentioned(self, text: str) -> Iterator[str]:
        """Give whom a text names, as far as a login can be."""
        if "@" not in text:
            return
        for login in handles(_SILENT.sub(" ", text[:_LONGEST])):
            if _LOGIN.fullmatch(login) and login != "ghost":
                yield self.named(login)
