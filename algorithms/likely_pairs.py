"""Likely pairs: which two people are worth comparing at all.

Two people are compared when they have the same mailbox or telephone, a user name of the same
letters, two words of a name that sound alike (or are short forms of one name), an initial and a
word, a user name that the other's name would give, or, in one organization or where it is rare,
the one word that one of them is called. Where more than `_MOST` people share such a key it says
little, and only those of one organization are compared by it.

Cost: linear in the names; pairs grow with the square of `_MOST` at most for each key.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations, pairwise, product

from algorithms.handles import pieces_of_name
from algorithms.name_agreement import short_forms
from algorithms.person_names import PersonName
from algorithms.person_profiles import Profile
from algorithms.spelling import skeleton, sound

__all__ = ["likely_pairs"]

_MOST = 16
_MOST_SINGLE = 4
_SHORTEST_HANDLE = 3
_MOST_WORDS = 5


def likely_pairs(people: Mapping[int, Profile]) -> list[tuple[int, int]]:
    """Give the pairs to compare, each once, sorted."""
    found: set[tuple[int, int]] = set()
    for blocks in (_same(people), _two_words(people)):
        for key in blocks:
            found.update(_pairs(blocks[key], people, _MOST))
    single = _one_word(people)
    for key in single:
        found.update(_pairs(single[key], people, _MOST_SINGLE))
    found.update(_initials(people))
    found.update(_written_in_one(people))
    return sorted(found)


def _pairs(block: set[int], people: Mapping[int, Profile], most: int) -> Iterator[tuple[int, int]]:
    if len(block) < 2:
        return
    if len(block) <= most:
        yield from combinations(sorted(block), 2)
        return
    by_organization: defaultdict[str, list[int]] = defaultdict(list)
    for root in sorted(block):
        for key in people[root].organizations:
            by_organization[key].append(root)
    for group in by_organization.values():
        if len(group) <= most:
            yield from combinations(group, 2)


def _between(
    first: set[int], second: set[int], people: Mapping[int, Profile]
) -> Iterator[tuple[int, int]]:
    """Give the pairs of one from each side; of one organization only where there are many."""
    is_small = len(first) * len(second) <= _MOST
    if not is_small and len(first) * len(second) > _MOST**3:
        return
    for a, b in product(sorted(first), sorted(second)):
        if a != b and (is_small or not people[a].organizations.isdisjoint(people[b].organizations)):
            yield min(a, b), max(a, b)


def _same(people: Mapping[int, Profile]) -> dict[Hashable, set[int]]:
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for root, profile in people.items():
        for box in profile.mailboxes:
            found["mailbox", box.key].add(root)
        for phone in profile.phones:
            found["phone", phone].add(root)
        for handle in profile.handles:
            if len(handle.letters) > _SHORTEST_HANDLE:
                found["handle", handle.letters].add(root)
    return found


def _two_words(people: Mapping[int, Profile]) -> dict[Hashable, set[int]]:
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    has_abjad = any(name.is_abjad for one in people.values() for name in one.names)
    for root, profile in people.items():
        for name in profile.read_as():
            for a, b in combinations(_words(name), 2):
                for key in product(_keys(a), _keys(b)):
                    found[frozenset(key)].add(root)
                if has_abjad:
                    found["bare", frozenset((skeleton(a), skeleton(b)))].add(root)
    return found


def _words(name: PersonName) -> list[str]:
    """The words, and two that follow each other as one, as "xiao long" is "xiaolong"."""
    words = list(name.words[:_MOST_WORDS])
    if len(words) > 2:
        words += [a + b for a, b in pairwise(words)]
    return words


def _keys(word: str) -> list[str | int]:
    return [sound(word), *short_forms(word)]


def _one_word(people: Mapping[int, Profile]) -> dict[Hashable, set[int]]:
    """People called by one word, with all who have that word in their name."""
    wanted: set[str] = set()
    for profile in people.values():
        wanted.update(
            sound(name.words[0])
            for name in profile.read_as()
            if len(name.words) == 1 and not name.initials
        )
    found: defaultdict[Hashable, set[int]] = defaultdict(set)
    for root, profile in people.items():
        for name in profile.read_as():
            for word in name.words:
                if sound(word) in wanted:
                    found[sound(word)].add(root)
    return found


def _initials(people: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """A. Smith with everybody called Smith whose other word begins so."""
    short: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for root, profile in people.items():
        for name in profile.read_as():
            if len(name.words) == 1:
                for initial in name.initials:
                    short[sound(name.words[0]), initial].add(root)
    long: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for root, profile in people.items():
        for name in profile.read_as():
            for a, b in product(name.words, name.words + name.initials):
                key = (sound(a), b[0])
                if a is not b and key in short:
                    long[key].add(root)
    for key, roots in short.items():
        yield from _between(roots, long[key], people)


def _written_in_one(people: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """User names of one piece with the names that would give them."""
    pieces: defaultdict[str, set[int]] = defaultdict(set)
    for root, profile in people.items():
        for handle in profile.handles:
            if handle.name is None and len(handle.letters) > _SHORTEST_HANDLE:
                pieces[handle.letters].add(root)
    fitting: defaultdict[str, set[int]] = defaultdict(set)
    for root, profile in people.items():
        for name in profile.read_as():
            for piece, _, _ in pieces_of_name(name):
                if piece in pieces:
                    fitting[piece].add(root)
    for piece, roots in fitting.items():
        yield from _between(roots, pieces[piece], people)
