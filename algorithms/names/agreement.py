"""Name agreement: how two names agree, word by word.

Words agree when they are written alike, sound alike, are a name and its short form (Bob, Robert),
have the same consonants where one is in Arabic or Hebrew, or differ by one slip of the hand; an
initial agrees with a word that begins with it. Two names then agree

    full      in two words or more, and neither has a word that the other contradicts
    initial   in one word and an initial (A. Smith)
    single    in the only word that one of them has (Ann)
    differ    otherwise: Ann Smith and Peter Smith, John A. Smith and John B. Smith

The order of the words does not matter: families stand first in half of the world.

Cost: the product of the numbers of words, six at most each.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from algorithms.names.person import PersonName
from algorithms.names.spelling import folded, skeleton, sound

__all__ = [
    "CONSONANTS",
    "EXACT",
    "INITIAL",
    "SHORT",
    "SLIP",
    "SOUND",
    "Agreement",
    "agreement",
    "short_forms",
]

EXACT, SOUND, SHORT, CONSONANTS, SLIP, INITIAL = (
    "exact", "sound", "short", "consonants", "slip", "initial",
)  # fmt: skip
_ROUND = re.compile("[ou]")
_DOUBLED = re.compile("^[^aeiou]*[ou](?=[^ou]*[aei])")  # the short one at the beginning: Muhammad
_SHORT_NAME = 3  # letters: Ali has but one consonant
_LONG_ENOUGH = 5  # letters of a word in which one slip is no other name


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two names agree, and the pairs of words that do: (one, other, in what way)."""

    extent: str
    pairs: tuple[tuple[str, str, str], ...] = ()

    def ways(self) -> frozenset[str]:
        """Give the ways in which words agree."""
        return frozenset(way for _, _, way in self.pairs)


@lru_cache(maxsize=100_000)
def agreement(a: PersonName, b: PersonName) -> Agreement:
    """Say how two names agree.

    >>> agreement(PersonName(("bob", "smith")), PersonName(("smith", "robert"))).extent
    'full'
    >>> agreement(PersonName(("smith",), ("a",)), PersonName(("ann", "smith"))).extent
    'initial'
    >>> agreement(PersonName(("ann", "smith")), PersonName(("peter", "smith"))).extent
    'differ'
    """
    if a.generation and b.generation and a.generation != b.generation:
        return Agreement("differ")
    left, right = _joined(list(a.words), b.words), _joined(list(b.words), a.words)
    pairs: list[tuple[str, str, str]] = []
    for way in (EXACT, SOUND, SHORT, CONSONANTS, SLIP):
        if way != CONSONANTS or a.is_abjad != b.is_abjad:
            _take(left, right, way, pairs)
    full = len(pairs)
    first, second = list(a.initials), list(b.initials)
    _take_initials(first, second, left, right, pairs)
    contradicted = (left or first) and (right or second)
    return Agreement(_extent(a, b, full, len(pairs) - full, bool(contradicted)), tuple(pairs))


def _extent(a: PersonName, b: PersonName, full: int, initials: int, contradicted: bool) -> str:
    if not full or contradicted:
        return "differ"
    if full > 1:
        return "full"
    if initials:
        return "initial"
    is_single = any(len(name.words) == 1 and not name.initials for name in (a, b))
    return "single" if is_single else "differ"


def _joined(words: list[str], others: tuple[str, ...]) -> list[str]:
    """Write "xiao long" as "xiaolong" where the other name does."""
    for place in range(len(words) - 1):
        joined = words[place] + words[place + 1]
        if joined in others:
            return [*words[:place], joined, *words[place + 2 :]]
    return words


def _take(left: list[str], right: list[str], way: str, pairs: list[tuple[str, str, str]]) -> None:
    for word in list(left):
        other = next((one for one in right if _agree(word, one, way)), None)
        if other is not None:
            left.remove(word)
            right.remove(other)
            pairs.append((word, other, way))


def _agree(a: str, b: str, way: str) -> bool:
    if way == EXACT:
        return a == b
    if way == SOUND:
        return sound(a) == sound(b)
    if way == SHORT:
        return not short_forms(a).isdisjoint(short_forms(b))
    if way == CONSONANTS:
        return _agree_in_consonants(a, b)
    is_long = min(len(a), len(b)) >= _LONG_ENOUGH
    return is_long and a[0] == b[0] and a[-1] == b[-1] and OSA.distance(a, b, score_cutoff=1) == 1


def _agree_in_consonants(a: str, b: str) -> bool:
    """Whether words agree without their vowels, of which Arabic writes some as consonants.

    >>> _agree_in_consonants("mhmwd", "mahmoud"), _agree_in_consonants("ftmh", "fatima")
    (True, True)
    >>> _agree_in_consonants("hrby", "alharbi"), _agree_in_consonants("mhmwd", "muhammad")
    (True, False)
    """
    if skeleton(a) == skeleton(b):
        return len(skeleton(a)) > 1 or min(len(a), len(b)) <= _SHORT_NAME
    both = _consonants(a, b) & _consonants(b, a)
    return any(len(one) > 1 for one in both)


def _consonants(word: str, other: str) -> set[str]:
    """The consonants of a word, as they may be beside another way of writing it."""
    found = {skeleton(word)}
    if word[:2] in ("al", "el") and len(word) > _LONG_ENOUGH:  # an article
        found.add(skeleton(word[2:]))
    if "w" in word[1:] and _ROUND.search(_DOUBLED.sub("", other)):  # a long vowel
        found.add(skeleton(word[0] + word[1:].replace("w", "")))
    if word.endswith("h") and other.endswith("a"):  # a feminine end
        found.add(skeleton(word[:-1]))
    return found


def _take_initials(
    first: list[str],
    second: list[str],
    left: list[str],
    right: list[str],
    pairs: list[tuple[str, str, str]],
) -> None:
    for initials, words, others in ((first, right, second), (second, left, first)):
        for initial in list(initials):
            found = next((word for word in words if word[0] == initial), None)
            if found is None and initial in others:
                others.remove(initial)
            elif found is not None:
                words.remove(found)
                pairs.append((initial, found, INITIAL))
            else:
                continue
            initials.remove(initial)


def short_forms(word: str) -> frozenset[int]:
    """Give the numbers of the sets of given names that a word stands in.

    >>> short_forms("bob") & short_forms("robert") != frozenset()
    True
    """
    return _sets().get(word, frozenset())


@cache
def _sets() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    lines = (files("algorithms.names") / "nicknames.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if not line.startswith("#"):
            for word in line.split():
                found.setdefault(folded(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
