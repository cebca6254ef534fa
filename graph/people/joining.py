"""Joining: which decisions make identities one person, which do not hold, and why not.

The last decision about two identities holds (`graph.people.decisions`), those taken by hand before
what sources told, but never where

- one of the two is a list, a shared mailbox, a bot or a resource (told so, or by its address:
  `graph.people.role_addresses`) and the other is not;
- it would join two that somebody said are two people, be it through others;
- sources alone would make more than ``most_members`` identities one person, and what these are
  called does not agree: an address in a hundred contacts is a hundred people. Of such a group only
  links hold whose two ends agree, and those between records of one system.

Cost: O(links), and O(1) where nothing was decided.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.people.decisions import is_by_hand, last_decisions
from graph.people.real_names import is_name
from graph.people.role_addresses import kind_of

__all__ = ["MOST_MEMBERS", "NOT_PERSONS", "Groups", "Told", "Unheld", "told_groups"]

MOST_MEMBERS = 12
"""Identities that sources or suggestions make one person, where nothing else is set."""
NOT_PERSONS = frozenset({"shared mailbox", "list", "bot", "resource", "nobody"})
"""Kinds that tie nobody and are ranked nowhere; "nobody" stands for all whom nothing names."""

Pair = tuple[int, int]
_NAMES = ("name", "seen_name")
_MOST_WORDS = 2  # that two names must share, where both have so many


@dataclass(frozen=True)
class Unheld:
    """A decision that does not hold: the places of the two, its date and reason, and why not."""

    a: int
    b: int
    at: int
    reason: str
    why: str


class Groups:
    """Places joined to groups, each known by its smallest; those kept apart are never joined."""

    def __init__(self, apart: Iterable[Pair] = ()) -> None:
        self._parent: dict[int, int] = {}
        self._size: dict[int, int] = {}
        self._others: dict[int, set[int]] = {}
        for a, b in apart:
            self._others.setdefault(a, set()).add(b)
            self._others.setdefault(b, set()).add(a)

    def find(self, place: int) -> int:
        """Give the smallest place of a group."""
        parent = self._parent
        while parent.get(place, place) != place:
            parent[place] = parent.get(parent[place], parent[place])
            place = parent[place]
        return place

    def size(self, place: int) -> int:
        """Count a group."""
        return self._size.get(self.find(place), 1)

    def are_apart(self, a: int, b: int) -> bool:
        """Whether joining two groups would join two that are kept apart."""
        low, high = self.find(a), self.find(b)
        return low != high and any(self.find(one) == high for one in self._others.get(low, ()))

    def join(self, a: int, b: int) -> None:
        """Make two groups one."""
        low, high = sorted((self.find(a), self.find(b)))
        if low == high:
            return
        self._size[low] = self.size(low) + self.size(high)
        self._parent[high] = low
        if high in self._others:
            self._others.setdefault(low, set()).update(self._others[high])

    def roots(self, count: int) -> NDArray[np.int32]:
        """Give the smallest place of the group of each of so many places."""
        root = np.arange(count, dtype=np.int32)
        for place in list(self._parent):
            root[place] = self.find(place)
        return root


@dataclass(frozen=True)
class Told:
    """What was decided, by places of sorted identities: groups, who is kept apart, what fails."""

    groups: Groups
    apart: frozenset[Pair] = frozenset()
    not_held: tuple[Unheld, ...] = ()
    kinds: Mapping[int, str] = field(default_factory=dict)

    def is_no_person(self, place: int, identity: str) -> bool:
        """Whether an identity is a list, a shared mailbox, a bot or a resource."""
        kind = self.kinds.get(place) or kind_of(identity) or "person"
        return kind in NOT_PERSONS


@dataclass(frozen=True)
class _Link:
    at: int
    a: int
    b: int
    reason: str


def told_groups(
    identities: pa.Array, merges: pa.Table, facts: pa.Table, *, most_members: int = MOST_MEMBERS
) -> Told:
    """Find the groups that decisions make of sorted identities."""
    if not len(merges):
        return Told(Groups(), kinds=_kinds_told(identities, facts))
    kinds = _kinds_told(identities, facts)
    links, apart = _decided(identities, merges)
    told = Told(Groups(apart), apart, kinds=kinds)
    failed: list[Unheld] = []
    fitting = []
    for link in links:
        why = _mixed(identities, told, link)
        if why:
            failed.append(Unheld(link.a, link.b, link.at, link.reason, why))
        else:
            fitting.append(link)
    by_hand = [link for link in fitting if is_by_hand(link.reason)]
    sources = [link for link in fitting if not is_by_hand(link.reason)]
    too_many = _disagreeing(identities, sources, facts, most_members)
    for link in (*by_hand, *sources):
        why = too_many.get((link.a, link.b), "") if not is_by_hand(link.reason) else ""
        if not why and told.groups.are_apart(link.a, link.b):
            why = "somebody said that two of these are not one person"
        if why:
            failed.append(Unheld(link.a, link.b, link.at, link.reason, why))
        else:
            told.groups.join(link.a, link.b)
    order = sorted(failed, key=lambda one: (one.a, one.b))
    return Told(told.groups, apart, tuple(order), kinds)


def _kinds_told(identities: pa.Array, facts: pa.Table) -> dict[int, str]:
    """What identities were told to be; somebody told a person is one, else the first by letter."""
    said: dict[int, set[str]] = {}
    for place, value in _told_of(identities, facts, "kind"):
        said.setdefault(place, set()).add(value)
    return {k: "person" if "person" in words else min(words) for k, words in said.items()}


def _decided(identities: pa.Array, merges: pa.Table) -> tuple[list[_Link], frozenset[Pair]]:
    """The links that hold by their dates, in order, and the pairs that are kept apart."""
    last = last_decisions(merges)
    named = pa.array([name for pair in last for name in pair], pa.string())
    places = iter(pc.index_in(named, identities).to_pylist())
    links, apart = [], set()
    for (_, decided), a, b in zip(last.items(), places, places, strict=True):
        if a is None or b is None or a == b:
            continue
        low, high = min(a, b), max(a, b)
        if decided["is_active"]:
            links.append(_Link(decided["at"], low, high, decided["reason"]))
        else:
            apart.add((low, high))
    return sorted(links, key=lambda one: (one.at, one.a, one.b)), frozenset(apart)


def _mixed(identities: pa.Array, told: Told, link: _Link) -> str:
    """Why a person and what is none are not merged, or ""."""
    ends = [(place, identities[place].as_py()) for place in (link.a, link.b)]
    other = [(place, one) for place, one in ends if told.is_no_person(place, one)]
    if len(other) != 1:
        return ""
    place, one = other[0]
    kind = told.kinds.get(place) or kind_of(one)
    return f"{one} is a {kind}, which is never one with a person"


def _disagreeing(
    identities: pa.Array, links: list[_Link], facts: pa.Table, most_members: int
) -> dict[Pair, str]:
    """The links that fail because they would make one person of too many of different names."""
    groups = Groups()
    for link in links:
        groups.join(link.a, link.b)
    large = [link for link in links if groups.size(link.a) > most_members]
    if not large:
        return {}
    members: dict[int, set[int]] = {}
    for link in large:
        members.setdefault(groups.find(link.a), set()).update((link.a, link.b))
    words: dict[int, set[str]] = {}
    for place, name in _told_of(identities, facts, *_NAMES):
        if is_name(name):
            words.setdefault(place, set()).update(_words(name))
    found = {}
    for link in large:
        of_group = members[groups.find(link.a)]
        if _is_one_name([words.get(place) for place in of_group]):
            continue
        if not _may_be_one(identities, link, words):
            found[(link.a, link.b)] = (
                f"it would make one person of {len(of_group):,} identities of different names"
            )
    return found


def _is_one_name(words: list[set[str] | None]) -> bool:
    named = [frozenset(one) for one in words if one]
    if not named:
        return False
    count = Counter(named)
    commonest = min(count, key=lambda one: (-count[one], sorted(one)))
    return all(_agree(one, commonest) for one in named)


def _may_be_one(identities: pa.Array, link: _Link, words: Mapping[int, set[str]]) -> bool:
    one, other = words.get(link.a), words.get(link.b)
    if one and other:
        return _agree(one, other)
    schemes = {identities[place].as_py().partition(":")[0] for place in (link.a, link.b)}
    return len(schemes) == 1 and schemes != {"email"}


def _agree(one: Iterable[str], other: Iterable[str]) -> bool:
    left, right = set(one), set(other)
    return len(left & right) >= min(_MOST_WORDS, len(left), len(right))


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return {word for word in re.split(r"[\W\d_]+", bare) if len(word) > 1}


def _told_of(identities: pa.Array, facts: pa.Table, *names: str) -> list[tuple[int, str]]:
    """Facts of these names as places of identities and values, in order."""
    if not len(facts):
        return []
    wanted = facts.filter(pc.is_in(facts.column("name"), pa.array(names)))
    places = pc.index_in(wanted.column("subject").combine_chunks(), identities).to_pylist()
    values = wanted.column("value").to_pylist()
    return [(k, value) for k, value in zip(places, values, strict=True) if k is not None]
