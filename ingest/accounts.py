"""Accounts of platforms: what is told of people by the way, what a profile proves, who is reached.

A name or a handle beside a message is told once a file. A profile with an address proves the two
to be one person, unless it is a bot's or a role's. What one file says about ids (who is called
what, who wrote what) is heard before it is read, so that what comes later explains what came
before.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from graph.model import Fact, Merge, Receiver, Role
from graph.people.identity import clean, plain_email
from ingest.json.records import Said
from ingest.role_addresses import BOT, kind_of
from ingest.told import Near, Told

__all__ = ["Introduced", "Known", "profile", "reached"]

_LONGEST = 200
_MOST_TOLD = 500_000  # sayings of one file about itself
_MOST_REACHED = 1_000


class Known:
    """What is told about ids: by the file itself first, then by those around it."""

    def __init__(self, near: Near, told: Iterable[Told] = ()) -> None:
        self.near = near
        self._own: dict[tuple[str, str], str] = {}
        for one in islice(told, _MOST_TOLD):
            key = (one.topic, one.key)
            self._own[key] = min(self._own.get(key, one.value), one.value)

    def value(self, topic: str, key: str) -> str:
        """Give what is told, or ""."""
        own = self._own.get((topic, key))
        return own if own is not None else self.near.value(topic, key) or ""


class Introduced:
    """Names, handles and kinds of those that a file speaks of, each told once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str, str]] = set()

    def said(
        self,
        identity: str,
        at: datetime | None,
        *,
        name: str = "",
        handle: str = "",
        kind: str = "",
    ) -> Said:
        """What is new about somebody.

        >>> known = Introduced()
        >>> [one.value for one in known.said("telegram:8", None, name="Ann", handle="ann")]
        ['Ann', '@ann']
        >>> known.said("telegram:8", None, name="Ann")
        []
        """
        said: Said = []
        shown = f"@{handle.removeprefix('@')}" if clean(handle) else ""
        for word, written in (("seen_name", name), ("handle", shown), ("kind", kind)):
            value = clean(written[:_LONGEST])
            if value and (identity, word, value) not in self._told:
                self._told.add((identity, word, value))
                said.append(Fact(identity, word, value, at if word == "seen_name" else None))
        return said


def profile(
    identity: str,
    *,
    reason: str,
    name: str = "",
    handle: str = "",
    title: str = "",
    email: str = "",
    phone: str = "",
    is_bot: bool = False,
) -> Said:
    """What a profile says; an address in it is a merge, for the *reason* given.

    >>> profile("mattermost:8tb", reason="in its profile", email="info@x.example")[-1].value
    'info@x.example'
    """
    said: Said = [Fact(identity, "kind", BOT if is_bot else "person")]
    shown = f"@{handle.removeprefix('@')}" if clean(handle) else ""
    for word, written in (("name", name), ("handle", shown), ("title", title), ("phone", phone)):
        value = clean(written[:_LONGEST])
        if value:
            said.append(Fact(identity, word, value))
    address = plain_email(clean(email[:_LONGEST]))
    if address and (is_bot or kind_of(f"email:{address}")):
        said.append(Fact(identity, "email", address))
    elif address:
        said.append(Merge(identity, f"email:{address}", reason))
    return said


def reached(sender: str, to: Iterable[str], mentioned: Iterable[str] = ()) -> tuple[Receiver, ...]:
    """Those an interaction is to, then those it names besides; each once, never the sender.

    >>> found = reached("x:1", ["x:2", ""], ["x:2", "x:1", "x:3"])
    >>> [(one.identity, str(one.role)) for one in found]
    [('x:2', 'to'), ('x:3', 'mentioned')]
    """
    roles: dict[str, Role] = {}
    for role, people in ((Role.TO, to), (Role.MENTIONED, mentioned)):
        for identity in islice(people, _MOST_REACHED):
            if identity and identity != sender:
                roles.setdefault(identity, role)
    return tuple(Receiver(identity, role) for identity, role in roles.items())
