"""Who is who on LinkedIn: by the address of their profile, else by mail, else by name.

A person is ``linkedin:SLUG`` of ``linkedin.com/in/SLUG``; without one the mail address says who it
is, without either the name: ``account:linkedin/Ann Smith``. "LinkedIn Member" is whoever has left,
a tombstone of each conversation. Whose export it is say its invitations, where what went out is
the owner's, its profile, under which name one wrote, or that one is in nearly all conversations.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from graph.model import Fact
from graph.people.identity import clean, plain_email
from ingest.json.records import Said
from ingest.linkedin.writers import shared
from ingest.role_addresses import BOT, kind_of
from ingest.told import Near, Told

__all__ = ["People", "common", "email_of", "named_tells", "profile_of"]

_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/([^/?#\s]{1,200})/?.*", re.IGNORECASE
)
_GONE = re.compile(
    r"linkedin (?:member|user)|linkedin-(?:mitglied|nutzer(?:in)?|lid|medlem|gebruiker)"
    r"|membre (?:de )?linkedin|utilisateur linkedin|(?:usuario|miembro) de linkedin"
    r"|utente linkedin|membro d[io] linkedin|usu\u00e1rio do linkedin"
    r"|u\u017cytkownik linkedin|cz\u0142onek linkedin",
    re.IGNORECASE,
)
_LONGEST = 200
_MOST_THREADS = 300


def profile_of(address: str) -> str:
    """Give the identity that the address of a profile is, or "" where it is none.

    >>> profile_of("https://www.linkedin.com/in/Ann-Smith-1a/?trk=x")
    'linkedin:ann-smith-1a'
    """
    found = _PROFILE.fullmatch(address.strip()[:1_000])
    name = clean(unquote(found[1])).lower() if found else ""
    return f"linkedin:{name}" if name else ""


def common(near: Near) -> str:
    """The one profile that is in nearly all conversations, of which there are several."""
    threads = sorted(set(near.values("linkedin.thread").values()))[:_MOST_THREADS]
    return shared(thread.split(" ") for thread in threads)


def named_tells(name: str, profile: str) -> Iterator[Told]:
    """Tell under which profile somebody of a name wrote."""
    if name and profile:
        yield Told(f"linkedin.named {name.casefold()}", profile, "1")


def _written_by(near: Near, name: str) -> str:
    """The one profile under which somebody of that name wrote; "" where none or several did."""
    found = near.values(f"linkedin.named {name.casefold()}") if name else {}
    return next(iter(found)) if len(found) == 1 else ""


class People:
    """The people of one file, and whose export it is."""

    def __init__(self, near: Near, log: str | None) -> None:
        name = near.value("linkedin.owner", "name") or ""
        told = near.value("linkedin.owner", "id") or common(near) or _written_by(near, name)
        self.owner_name = name
        self.owner = told or (f"account:linkedin/{name}" if name else "")
        if not self.owner and log:
            self.owner = f"account:{log}"

    def person(self, name: str, address: str, email: str = "", within: str = "") -> str:
        """Give somebody by profile, address or name; "" where there is nothing."""
        found = profile_of(address)
        if found:
            return found
        if email and not kind_of(email):
            return email
        name = clean(name)[:_LONGEST]
        if _GONE.fullmatch(name) or (not name and within):
            return f"account:linkedin/[deleted]/{within}"
        if name and name == self.owner_name and self.owner:
            return self.owner
        return f"account:linkedin/{name}" if name else ""

    def introduced(self, identity: str, name: str, at: datetime) -> Said:
        """What a message tells of somebody by the way."""
        name = clean(name)[:_LONGEST]
        if "[deleted]/" in identity:
            return [Fact(identity, "kind", "deleted")]
        if identity == "account:linkedin/LinkedIn":
            return [Fact(identity, "kind", BOT)]
        return [Fact(identity, "seen_name", name, at)] if name and identity else []


def email_of(cell: str) -> str:
    """Give a mail address as an identity, or "" where it is none."""
    found = plain_email(clean(cell)[:_LONGEST])
    return f"email:{found}" if found else ""
