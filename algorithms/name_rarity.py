"""Name rarity: how many other people of this log would agree with a name by chance.

    expected = people * share(given) * share(family) * ... over the words that agree

The share of a word is how often it occurs among the different names of this very log, the names
at hand set aside; where a word is common in its language, at least its share there
(`common_names.txt`), so that a small log does not take every John Smith for one. A word and its
short form count together, an initial counts as all words that begin with it, and a sound as all
words that sound so. Words of a name are taken to be independent; they are not quite, which the
fitted weights of `algorithms.person_score` allow for.

Cost: linear in the names; a look-up for each word asked about.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from algorithms.name_agreement import Agreement
from algorithms.person_names import PersonName
from algorithms.spelling import sound

__all__ = ["Rarity"]

_FEWEST_NAMES = 300  # a small log does not show how rare a word is
_FEWEST_PEOPLE = 1_000
_FEWEST_COLLEAGUES = 50


@dataclass(frozen=True, slots=True)
class Rarity:
    """How often words occur among the different names of a log, and how many people it has."""

    people: int
    names: int
    count: Counter[str]
    beginning: Counter[str]

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
        return cls(people, len(different), count, beginning)

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
        people = max(self.people, _FEWEST_PEOPLE)
        if among is not None:
            people = min(people, max(among, _FEWEST_COLLEAGUES))
        number = float(people)
        for one, other, _ in sorted(agreed.pairs):
            share = self.share(one)
            if other != one and len(one) > 1:
                share += self.share(other) if sound(other) != sound(one) else 0.0
            number *= min(1.0, share)
        return number


@cache
def _common() -> dict[str, float]:
    found: dict[str, float] = {}
    lines = (files("algorithms") / "common_names.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("#"):
            word, permille = line.split()
            heard = sound(word)
            found[heard] = max(found.get(heard, 0.0), int(permille) / 1000)
    return found
