"""Under which profile somebody wrote, for messages that name their receivers without one.

Exports of before 2022 have no column of the receivers' profiles. Whoever wrote in a conversation is
known there by name, and the owner, who is in all of them, in every one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Protocol

from graph.people.identity import clean

__all__ = ["NOBODY", "Writers", "shared"]

_BETWEEN = re.compile(
    r"\s*;\s*|,(?!\s)"
)  # a comma before a space is part of a name: "Ann Lee, PhD"
_OLD = re.compile(r"\s*[;,]\s*")  # before 2019, when there were no conversations
_MOST_COMMAS = 12  # within one name
_MOST_NAMES = 500
_NEARLY_ALL = 0.9  # of a few conversations it is not told who was in them


class _Row(Protocol):
    def __getitem__(self, name: str) -> str: ...


def shared(conversations: Iterable[Iterable[str]]) -> str:
    """The one who is in nearly all of several conversations, as only their owner can be."""
    counts: Counter[str] = Counter()
    several = 0
    for people in conversations:
        several += 1
        counts.update(set(people))
    found = [one for one, count in counts.items() if one and count >= _NEARLY_ALL * several]
    return found[0] if len(found) == 1 and several > 1 else ""


class Writers:
    """The names and profiles of whoever wrote in one file."""

    def __init__(self, rows: Iterable[_Row]) -> None:
        listed = [(row["conversation"], clean(row["from"]), row) for row in rows]
        is_old = bool(listed) and not any(place for place, _, _ in listed)
        self._between = _OLD if is_old else _BETWEEN
        self._names = {name for _, name, _ in listed if name}
        self._within: dict[tuple[str, str], set[str]] = defaultdict(set)
        inside: dict[str, set[str]] = defaultdict(set)
        for place, name, row in listed:
            inside[place].update((name, *self.names_in(row["to"])))
            if row["sender_url"]:
                self._within[place, name].add(row["sender_url"])
        self._owner = shared(inside.values())
        self._owners = {
            address
            for (_, name), addresses in self._within.items()
            for address in addresses
            if name == self._owner
        }

    def names_in(self, cell: str) -> list[str]:
        """The names in a cell of receivers, which have commas of their own."""
        parts, k = self._between.split(cell), 0
        found: list[str] = []
        while k < len(parts) and len(found) < _MOST_NAMES:
            longest = min(len(parts), k + _MOST_COMMAS)
            end = next(
                (to for to in range(longest, k, -1) if clean(",".join(parts[k:to])) in self._names),
                k + 1,
            )
            found.append(clean(",".join(parts[k:end])))
            k = end
        return [name for name in found if name]

    def address_of(self, name: str, conversation: str) -> str:
        """The profile under which somebody of that name wrote there, "" where none or several."""
        told = self._within.get((conversation, name), set())
        if not told and name and name == self._owner:
            told = self._owners
        return next(iter(told)) if len(told) == 1 else ""


NOBODY = Writers(())
"""Where the receivers' profiles are told."""
