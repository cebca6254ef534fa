"""Name rarity: how many other people of this log would agree with a name by chance.

    expected = people * share(given) * share(family) * ... over the words that agree

The share of a word is how often it occurs among the different names of this very log, the names
at hand set aside; where a word is common in its language, at least its share there
(`common_names.txt`), so that a small log does not take every John Smith for one. A word and its
short form count together, an initial counts as all words that begin with it, and a sound as all
words that sound so. Given and family names go by language: the share of a word is at least its
share among the names that keep company with the other, so that Layla Shaheen is not rare where
few names are Arabic.

Cost: linear in the names; a look-up for each word asked about, and each agreement once.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from algorithms.names.agreement import INITIAL, Agreement, agreement
from algorithms.names.person import PersonName
from algorithms.names.spelling import sound

__all__ = ["Rarity"]

_FEWEST_NAMES = 300  # a small log does not show how rare a word is
_FEWEST_PEOPLE = 1_000
_FEWEST_COLLEAGUES = 50
_FEWEST_NEAR = 20
_FEW_COMPANIONS = 3
_MOST_COMPANIONS = 6
_MOST_NAMES = 20

Names = tuple[PersonName, ...]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often words occur among the different names of a log, and how many people it has."""

    people: int
    names: int
    count: Counter[str]
    beginning: Counter[str]
    companions: dict[str, list[str]]
    _near: dict[str, tuple[int, Counter[str]]] = field(default_factory=dict)
    _chance: dict[Agreement, float] = field(default_factory=dict)
    _best: dict[tuple[Names, Names], Agreement | None] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[PersonName], *, people: int) -> "Rarity":
        """Count the words of different names.

        >>> names = [PersonName(("ann", "wasik")), PersonName(("ann", "smith"))]
        >>> rarity = Rarity.of(names, people=2)
        >>> rarity.share("zygmunt") < rarity.share("smith")
        True
        """
        different = {frozenset(map(sound, name.words)) for name in names if len(name.words) > 1}
        count = Counter(word for words in different for word in words)
        beginning = Counter[str]()
        for word, times in count.items():
            beginning[word[0]] += times
        beside: dict[str, set[str]] = {}
        for words in different:
            for word in words:
                beside.setdefault(word, set()).update(words - {word})
        companions = {word: sorted(others) for word, others in beside.items()}
        return cls(people, len(different), count, beginning, companions)

    def share(self, word: str) -> float:
        """Give the share of people who have a word in their name; of an initial, who begin so."""
        names = max(self.names, _FEWEST_NAMES)
        if len(word) == 1:
            total = sum(self.beginning.values())
            return max(0.03, self.beginning[sound(word)[0]] / total if total else 0.0)
        heard = sound(word)
        seen = max(self.count[heard] - 1, 0) + 0.5
        return max(seen / names, _common().get(heard, 0.0))

    def expected(self, agreed: Agreement, *, among: int | None = None) -> float:
        """Give how many other people would agree as well by chance, of all or *among* some."""
        chance = self._chance.get(agreed)
        if chance is None:
            chance = self._chance[agreed] = self._chance_of(agreed)
        return self.crowd(among) * chance

    def crowd(self, among: int | None) -> int:
        """Give how many people are counted with, in all or *among* some."""
        people = max(self.people, _FEWEST_PEOPLE)
        return people if among is None else min(people, max(among, _FEWEST_COLLEAGUES))

    def rarest(self, found: Iterable[Agreement]) -> Agreement:
        """Give the agreement by which fewest others would agree as well."""
        listed = list(found)
        if len(listed) == 1:
            return listed[0]
        return min(listed, key=lambda one: (self.expected(one), one.extent, sorted(one.pairs)))

    def best(self, names: Names, others: Names) -> Agreement | None:
        """Give the rarest agreement of names, or None where they contradict each other."""
        if (names, others) not in self._best:
            told = [self._agreed(one, other) for one in names for other in others]
            agreed = [one for one in told if one.extent != "differ"]
            self._best[names, others] = self.rarest(agreed) if agreed else None
        return self._best[names, others]

    def _agreed(self, one: PersonName, other: PersonName) -> Agreement:
        """How two names agree; where both are of characters read in two ways, the commoner way.

        山口太郎 is Yamaguchi Taro, a common name, and as Shan Koutailang nobody's: who agrees in
        the characters agrees in both, and all who bear the common one would as well.
        """
        found = agreement(one, other)
        if not (one.read_else and other.read_else) or found.extent == "differ":
            return found
        else_read = agreement(PersonName(one.read_else), PersonName(other.read_else))
        if else_read.extent == "differ" or self.expected(else_read) <= self.expected(found):
            return found
        return else_read

    def _chance_of(self, agreed: Agreement) -> float:
        shares = [self._of_pair(one, other) for one, other, _ in sorted(agreed.pairs)]
        pairs = [(one, other) for one, other, way in sorted(agreed.pairs) if way != INITIAL]
        for words in zip(*pairs, strict=True) if len(pairs) > 1 else ():
            first, second = map(sound, words[:2])  # a slip is no rarer than what was meant
            shares[0] = max(shares[0], self._beside(second, first))
            shares[1] = max(shares[1], self._beside(first, second))
        return math.prod(shares)

    def _of_pair(self, one: str, other: str) -> float:
        share = self.share(one)
        if other != one and len(one) > 1 and sound(other) != sound(one):
            share += self.share(other)
        return min(1.0, share)

    def _beside(self, word: str, other: str) -> float:
        """The share of *other* among names of the language that a word is from.

        That language is known by the company that the word keeps: names that share a part with a
        name it stands in. A rare word keeps too little company to say.
        """
        if word not in self._near:
            self._near[word] = self._company(word)
        total, near = self._near[word]
        return max(near[other] - 1, 0) / total if total > _FEWEST_NEAR else 0.0

    def _company(self, word: str) -> tuple[int, Counter[str]]:
        near: Counter[str] = Counter()
        beside = self.companions.get(word, ())
        if len(beside) <= _FEW_COMPANIONS:
            return 0, near
        total = 0
        for companion in beside[:_MOST_COMPANIONS]:
            for family in self.companions[companion][:_MOST_NAMES]:
                if family != word:
                    found = self.companions[family][:_MOST_NAMES]
                    near.update(found)
                    total += len(found)
        return total, near


@cache
def _common() -> dict[str, float]:
    found: dict[str, float] = {}
    lines = (files("algorithms.names") / "common_names.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            word, permille = line.split()
            heard = sound(word)
            found[heard] = max(found.get(heard, 0.0), int(permille) / 1000)
    return found
