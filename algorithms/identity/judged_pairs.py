"""Judged pairs: the pairs worth comparing, with their evidence, their score and their reasons.

Pairs that are unlikely by all else and have no counterpart in common are set aside at once: a
score below `_RIVAL` makes nobody one, and is listed nowhere.

Cost: linear in the pairs asked about; most are only looked up
(`algorithms.identity.alike_evidence`).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from algorithms.identity.alike_evidence import AlikeEvidence, Weighed
from algorithms.identity.evidence import Evidence
from algorithms.identity.joined_people import Joined
from algorithms.identity.known_identities import Known
from algorithms.identity.likely_pairs import likely_pairs
from algorithms.identity.profiles import Profile
from algorithms.identity.reasons import reasons
from algorithms.identity.score import score
from algorithms.identity.shared_counterparts import Shared, SharedCounterparts
from algorithms.identity.two_people import NEVER, company_of_both, numbered_of_one, why_two
from algorithms.names.agreement import EXACT, SLIP
from algorithms.names.handles import handle
from algorithms.names.rarity import Rarity
from algorithms.names.spelling import sound

__all__ = ["InTime", "JudgedPairs"]

_NOTHING = Shared()
_RIVAL = 0.5  # who is as likely as that may be the same person, too,
_RIVALRY = 100  # unless the odds of the other are so many times better
_MOST_ALONE = 0.001  # others of that name, where nothing but the name agrees
_MOST_BESIDE = 0.05  # others of that name, where two organizations had one of them at one time
_MAKE_UP = ((0.5, 2.0), (1.0, 8.0))  # shared counterparts, and so many others of that name

_Rivals = Mapping[int, list[tuple[int, float]]]


class InTime(NamedTuple):
    """Two people at two organizations, and the addresses by which each is at one."""

    a: int
    b: int
    of_a: tuple[int, ...]
    of_b: tuple[int, ...]


class JudgedPairs:
    """Pairs of people and what speaks for their being one.

    ``pairs`` are those worth comparing, ``likely`` those of them that may be one person.
    """

    def __init__(self, known: Known, people: Mapping[int, Profile]) -> None:
        self.known = known
        self.people = people
        self.pairs = likely_pairs(people)
        self.likely = self.pairs
        read = [one.read_as() for one in people.values()]
        self.alike = AlikeEvidence(
            people,
            Rarity.of({name for names in read for name in names}, people=sum(map(bool, read))),
            colleagues=Counter(key for one in people.values() for key in one.organizations),
            namesakes=_namesakes(people),
        )
        self._apart = _apart(known)
        self._kinds, self._kind = self.alike.of_pairs(self.pairs)
        self._weighed: dict[tuple[int, int], Weighed] = {}
        self._evidence: dict[tuple[int, int], Evidence] = {}
        self._bare_judged: dict[tuple[int, int], tuple[float, str]] = {}
        self._shared: SharedCounterparts | None = None
        self._nothing: frozenset[tuple[int, int]] = frozenset()
        self._judged: dict[tuple[int, int], tuple[float, str]] = {}
        self._rivalled: set[tuple[int, int]] = set()
        self._asked_besides: set[tuple[int, int]] = set()

    def count_counterparts(self, root: NDArray[np.int32]) -> None:
        """From now on, take counterparts for the people that *root* says."""
        told = self.known.counterparts
        self._shared = SharedCounterparts(told, root) if told is not None else None
        touched = np.zeros(len(self.pairs), bool)
        if self._shared is not None:
            touched = self._shared.some(self.pairs, lambda one: self.people[one].members)
        is_likely = np.array([chance >= _RIVAL for _, chance in self._kinds], bool)
        worth = np.flatnonzero(touched | is_likely[self._kind]).tolist()
        self.likely = [self.pairs[k] for k in worth]
        self._weighed = {self.pairs[k]: self._kinds[self._kind[k]] for k in worth}
        self._evidence = {}
        self._nothing = frozenset(self.pairs[k] for k in worth if not touched[k])
        self._judged = {}

    def joined(self, found: Joined) -> NDArray[np.int32]:
        """Give the root of each identity, with the groups that were found."""
        instead = np.arange(len(self.known.root), dtype=np.int32)
        for root, first in found.first.items():
            instead[root] = first
        joined: NDArray[np.int32] = instead[self.known.root]
        return joined

    def evidence(self, a: int, b: int) -> Evidence:
        """Give what speaks for two people being one."""
        found = self._evidence.get((a, b))
        if found is None:
            found = self._evidence[a, b] = self._with_shared(a, b)
        return found

    def _with_shared(self, a: int, b: int) -> Evidence:
        found, _ = self._bare(a, b)
        if self._shared is None or found.differ or (a, b) in self._nothing:
            return found
        one, other = self.people[a], self.people[b]
        shared = self._shared.shared((a, one.members), (b, other.members))
        return replace(found, shared=shared) if shared != _NOTHING else found

    def _bare(self, a: int, b: int) -> Weighed:
        found = self._weighed.get((a, b))
        if found is None:  # a rival of one of two, or one of a group that they would join
            self._asked_besides.add((a, b))
            found = self.alike.weighed(a, b)
        return found

    def judged(self, a: int, b: int) -> tuple[float, str]:
        """Give the score of two people and what says that they are two."""
        if (a, b) not in self._judged:
            if (a, b) in self._apart:
                self._judged[a, b] = (0.0, NEVER)
            else:
                found = self.evidence(a, b)
                bare, chance = self._bare(a, b)
                if found is bare:  # as in the round before
                    self._judged[a, b] = self._alone(a, b, found, chance)
                else:
                    self._judged[a, b] = self._scored(a, b, found, score(found))
        return self._judged[a, b]

    def _alone(self, a: int, b: int, found: Evidence, chance: float) -> tuple[float, str]:
        if (a, b) not in self._bare_judged:
            self._bare_judged[a, b] = self._scored(a, b, found, chance)
        return self._bare_judged[a, b]

    def _scored(self, a: int, b: int, found: Evidence, chance: float) -> tuple[float, str]:
        why = why_two(self.people[a], self.people[b], found)
        if not why and chance >= _RIVAL:
            why = self._why_namesakes(self.people[a], self.people[b], found)
        return 0.0 if why == NEVER else chance, why

    def _why_namesakes(self, a: Profile, b: Profile, found: Evidence) -> str:
        """Say why two may be colleagues of one name: an address is numbered, as a second one's.

        Or they have addresses at one company and are in touch with people of their own: whoever
        has two addresses there is written to at both. Or they bear a common name at two
        organizations at one time.
        """
        counted = self._shared
        if counted is None or found.mailbox or found.phone or found.is_telling:
            return ""
        numbered = numbered_of_one(a, b)
        if numbered:
            return f"{numbered} is numbered, as of a second of that name."
        if found.in_use == "beside" and found.expected > _MOST_BESIDE:
            return "Two organizations had one at one time, and others may be called so."
        common = company_of_both(a, b)
        if not common:
            return ""
        fewest = min(len(counted.of(one.root, one.members)) for one in (a, b))
        return _why_two_addresses(common, found.shared.count, fewest)

    def is_certain(self, a: int, b: int, most_namesakes: float) -> bool:
        """Say whether more than a likely name speaks for it."""
        found = self.evidence(a, b)
        if found.mailbox:
            return True
        if found.name is None or found.name.extent == "single":
            return False
        ways = found.name.ways()
        if SLIP in ways and EXACT not in ways:  # Zhu Xiaojing, Zhou Xiaoping
            return False
        is_alone = not found.shared.count and found.organization != "same"
        most = _MOST_ALONE if is_alone else most_namesakes
        if found.is_telling or found.phone or found.expected <= most:
            return True
        shared = found.shared.weight
        return SLIP not in ways and any(
            shared >= weight and found.expected <= most for weight, most in _MAKE_UP
        )

    def sure(self, above: float, most_namesakes: float) -> list[tuple[int, int]]:
        """Give the pairs that need no human, the surest first."""
        listed = []
        rivals: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for a, b in self.likely:
            probability, why = self.judged(a, b)
            if probability >= _RIVAL:
                rivals[a].append((b, _odds(probability)))
                rivals[b].append((a, _odds(probability)))
            if probability >= above and not why and self.is_certain(a, b, most_namesakes):
                listed.append((-round(probability, 9), a, b))
        self._rivalled = {(a, b) for _, a, b in listed if self._has_rival(a, b, rivals)}
        return [(a, b) for _, a, b in sorted(listed) if (a, b) not in self._rivalled]

    def _has_rival(self, a: int, b: int, rivals: _Rivals) -> bool:
        """Whether one of two may be a third person, who is not the other."""
        if self.evidence(a, b).mailbox:
            return False
        least = _odds(self.judged(a, b)[0]) / _RIVALRY
        return any(
            rival not in (a, b) and odds > least and self.judged(*sorted((rival, other)))[1]
            for one, other in ((a, b), (b, a))
            for rival, odds in rivals[one]
        )

    def in_time(self) -> tuple[InTime, ...]:
        """Give the pairs asked about whose evidence hangs on when addresses were in use."""
        are_apart = np.array([found.organization == "other" for found, _ in self._kinds], bool)
        pairs = {self.pairs[k] for k in np.flatnonzero(are_apart[self._kind]).tolist()}
        pairs |= {two for two in self._asked_besides if self._bare(*two)[0].organization == "other"}
        return tuple(InTime(a, b, self._addresses(a), self._addresses(b)) for a, b in sorted(pairs))

    def _addresses(self, root: int) -> tuple[int, ...]:
        names = self.known.identities
        return tuple(one for one in self.people[root].members if names[one].startswith("email:"))

    def reasons(self, a: int, b: int, *, refused: str = "") -> tuple[str, ...]:
        """Say in sentences what speaks for and against it."""
        found, (_, why) = self.evidence(a, b), self.judged(a, b)
        if (a, b) in self._rivalled:
            refused = "One of them may as well be a third person of that name."
        return reasons(self.people[a], self.people[b], found, why or refused)


def _why_two_addresses(company: str, shared: int, fewest: int) -> str:
    if not shared:
        return f"They are two addresses at {company}, and nobody is in touch with both."
    if 2 * shared >= fewest:
        return ""
    return f"They are two addresses at {company}, in touch with different people for the most part."


def _odds(chance: float) -> float:
    return chance / max(1 - chance, 1e-12)


def _apart(known: Known) -> Collection[tuple[int, int]]:
    roots = ((int(known.root[a]), int(known.root[b])) for a, b in known.apart)
    return frozenset((min(pair), max(pair)) for pair in roots)


def _namesakes(people: Mapping[int, Profile]) -> frozenset[frozenset[str]]:
    """Names that two people are known to have: two members of a workspace, asmith and asmith2."""
    seen: defaultdict[tuple[frozenset[str], str], set[str]] = defaultdict(set)
    for profile in people.values():
        if not profile.names:
            continue
        places = {(where, str(profile.root)) for where in profile.workspaces}
        for box in profile.mailboxes:
            read = handle(box.local)
            places.add((f"{read.letters if read else ''}@{box.domain}", box.key))
        for words in {frozenset(map(sound, name.words)) for name in profile.names}:
            for place, who in places:
                seen[words, place].add(who)
    return frozenset(words for (words, _), who in seen.items() if len(who) > 1)
