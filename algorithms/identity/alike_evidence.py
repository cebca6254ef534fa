"""Alike evidence: pairs of whom the same is known have the same evidence, gathered once.

What is gathered of two people hangs on how they are called, on how large an organization they
share is, on whether their addresses followed each other, and on what both have: a user name, a
telephone, a mailbox. Of a hundred Ann Smiths in a hundred firms every two are alike, but for those
who have something in common, who are looked at one by one.

Cost: what `algorithms.identity.evidence` costs, for each kind of pair; a look-up for each pair, as
columns where each of the two has one user name, one mailbox and one organization at most.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from algorithms.identity.evidence import BestName, Evidence, best_name, evidence, is_numbered
from algorithms.identity.in_use import in_use, in_use_words
from algorithms.identity.profiles import Profile
from algorithms.identity.score import score
from algorithms.identity.shared_counterparts import Shared
from algorithms.names.rarity import Rarity
from graph.arrays import distinct

__all__ = ["AlikeEvidence", "Weighed"]

T = TypeVar("T")
Weighed = tuple[Evidence, float]
"""What speaks for two people being one, apart from counterparts, and their score by it."""
_NOTHING = Shared()


@dataclass(frozen=True, slots=True)
class _Traits:
    """What makes one person unlike others; ``called`` is the number of how they are called."""

    called: int
    is_named: bool
    is_numbered: bool
    is_plain: bool


@dataclass(frozen=True)
class _Columns:
    """The traits of those who are plain, in the order of ``root``; numbers stand for words."""

    root: NDArray[np.int64]
    is_plain: NDArray[np.bool_]
    is_named: NDArray[np.bool_]
    is_numbered: NDArray[np.bool_]
    called: NDArray[np.int64]
    user: NDArray[np.int64]
    box: NDArray[np.int64]
    organization: NDArray[np.int64]
    crowd: NDArray[np.int64]
    used: NDArray[np.int64]


class AlikeEvidence:
    """Evidence of pairs apart from counterparts, with the score that it gives."""

    def __init__(
        self,
        people: Mapping[int, Profile],
        rarity: Rarity,
        *,
        colleagues: Mapping[str, int],
        namesakes: frozenset[frozenset[str]],
    ) -> None:
        self._people = people
        self.rarity = rarity
        self.colleagues = colleagues
        self.namesakes = namesakes
        self._number: dict[Hashable, int] = {}
        self._traits: dict[int, _Traits] = {}
        self._best: dict[tuple[int, int], BestName] = {}
        self._alike: dict[Hashable, Weighed] = {}
        self._unlike: dict[tuple[int, int], Weighed] = {}

    def weighed(self, a: int, b: int) -> Weighed:
        """Give what speaks for two people being one, and their score by it."""
        first, second = self._traits_of(a), self._traits_of(b)
        if _have_one_thing(self._people[a], self._people[b]):
            if (a, b) not in self._unlike:
                self._unlike[a, b] = self._gathered(a, b)
            return self._unlike[a, b]
        belongs = self._belonging(a, b, is_named=first.is_named or second.is_named)
        numbered = first.is_numbered or second.is_numbered
        key = (first.called, second.called, belongs, numbered)
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = self._gathered(a, b)
        return found

    def of_pairs(self, pairs: Sequence[tuple[int, int]]) -> tuple[list[Weighed], NDArray[np.intp]]:
        """Weigh some pairs: those that are alike once, and the place of each pair among these."""
        both = np.array(pairs, np.int64).reshape(-1, 2)
        told = self._columns(distinct(both.ravel()))
        a, b = (np.searchsorted(told.root, both[:, k]) for k in (0, 1))
        is_plain = told.is_plain[a] & told.is_plain[b]
        is_plain &= (told.user[a] != told.user[b]) & (told.box[a] != told.box[b])
        rows, others = np.flatnonzero(is_plain), np.flatnonzero(~is_plain)
        kind = _kinds(told, a[rows], b[rows])
        _, first, of = np.unique(kind, return_index=True, return_inverse=True)
        place = np.empty(len(both), np.intp)
        place[rows] = of
        place[others] = len(first) + np.arange(len(others))
        each = np.concatenate([rows[first], others])
        return [self.weighed(*pairs[k]) for k in each.tolist()], place

    def _columns(self, roots: NDArray[np.int64]) -> _Columns:
        people = [self._people[root] for root in roots.tolist()]
        traits = [self._traits_of(root) for root in roots.tolist()]
        organizations = [min(one.organizations, default="") for one in people]
        code = {key: k for k, key in enumerate(sorted({*organizations, ""}))}
        crowd = {key: self.rarity.crowd(self.colleagues[key]) for key in code if key}
        never = (0, -1)
        return _Columns(
            root=roots,
            is_plain=np.array([one.is_plain for one in traits], bool),
            is_named=np.array([one.is_named for one in traits], bool),
            is_numbered=np.array([one.is_numbered for one in traits], bool),
            called=np.array([one.called for one in traits], np.int64),
            user=_numbered([one.handles for one in people], lambda one: (one.letters, one.digits)),
            box=_numbered([one.mailboxes for one in people], lambda one: one.key),
            organization=np.array([code[key] for key in organizations], np.int64),
            crowd=np.array([crowd.get(key, 0) for key in organizations], np.int64),
            used=np.array(
                [one.used.get(key, never) for one, key in zip(people, organizations, strict=True)],
                np.int64,
            ).reshape(-1, 2),
        )

    def _gathered(self, a: int, b: int) -> Weighed:
        one, other = self._people[a], self._people[b]
        called = (self._traits_of(a).called, self._traits_of(b).called)
        if called not in self._best:
            self._best[called] = best_name(one, other, self.rarity)
        found = evidence(
            one,
            other,
            self.rarity,
            colleagues=self.colleagues,
            namesakes=self.namesakes,
            shared=_NOTHING,
            best=self._best[called],
        )
        return found, score(found)

    def _belonging(self, a: int, b: int, *, is_named: bool) -> Hashable:
        """What counts of where two people belong: how many do, or how uses lie in time."""
        one, other = self._people[a], self._people[b]
        common = one.organizations & other.organizations
        if common:
            most = min(self.colleagues[organization] for organization in common)
            # a name may be the family's that the domain bears
            return self.rarity.crowd(most), frozenset(common) if is_named else None
        if not (one.organizations and other.organizations):
            return None
        found = in_use(one.used, other.used)
        return found.word if found else ""

    def _traits_of(self, root: int) -> _Traits:
        found = self._traits.get(root)
        if found is None:
            found = self._traits[root] = self._read(self._people[root])
        return found

    def _read(self, one: Profile) -> _Traits:
        # a name read twice from one user name is one object, and quick to look up as such
        users = tuple([(user.letters, id(user.name)) for user in one.handles])
        return _Traits(
            self._number.setdefault(
                (tuple(one.names), users, frozenset(one.written)), len(self._number)
            ),
            bool(one.names),
            any(map(is_numbered, one.mailboxes)),
            not one.phones
            and len(one.handles) <= 1
            and len(one.mailboxes) <= 1
            and len(one.organizations) <= 1,
        )


def _have_one_thing(one: Profile, other: Profile) -> bool:
    """Whether two people have a telephone, a mailbox or a user name with its digits in common."""
    if not one.phones.isdisjoint(other.phones):
        return True
    if any(box.key == its.key for box in one.mailboxes for its in other.mailboxes):
        return True
    return any(
        user.letters == its.letters and user.digits == its.digits
        for user in one.handles
        for its in other.handles
    )


def _numbered(listed: Sequence[list[T]], key: Callable[[T], Hashable]) -> NDArray[np.int64]:
    """Number the first of each list, equal ones alike; an empty one is like no other."""
    number: dict[Hashable, int] = {}
    found = (
        number.setdefault(key(told[0]), len(number)) if told else -1 - k
        for k, told in enumerate(listed)
    )
    return np.fromiter(found, np.int64, len(listed))


def _kinds(told: _Columns, a: NDArray[np.intp], b: NDArray[np.intp]) -> NDArray[np.int64]:
    """Give the same number to pairs of plain people who are alike, as `AlikeEvidence` tells it."""
    one, other = told.organization[a], told.organization[b]
    is_named = told.is_named[a] | told.is_named[b]
    most = int(told.crowd.max(initial=0)) + 4
    same = np.where(is_named, most + one, 4 + told.crowd[a])
    apart = np.where((one > 0) & (other > 0), 1 + in_use_words(told.used[a], told.used[b]), 0)
    belongs = np.where((one == other) & (one > 0), same, apart)
    called = told.called[a] * (int(told.called.max(initial=0)) + 1) + told.called[b]
    size = most + int(told.organization.max(initial=0)) + 1
    kind: NDArray[np.int64] = (called * size + belongs) * 2 + (
        told.is_numbered[a] | told.is_numbered[b]
    )
    return kind
