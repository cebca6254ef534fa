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

from algorithms.identity.profiles import Profile
from algorithms.names.agreement import short_forms
from algorithms.names.handles import pieces_of_name
from algorithms.names.person import PersonName
from algorithms.names.spelling import skeleton, sound

__all__ = ["likely_pairs"]

_MOST = 16
_MOST_SINGLE = 4
_SHORTEST_HANDLE = 3
_MOST_WORDS = 5

_Read = Mapping[int, list[PersonName]]  # what those are called of whom it is known


def likely_pairs(people: Mapping[int, Profile]) -> list[tuple[int, int]]:
    """Give the pairs to compare, each once, sorted."""
    found: set[tuple[int, int]] = set()
    read = {root: names for root, one in people.items() if (names := one.read_as())}
    for blocks in (_same(people), _two_words(read)):
        for block in blocks:
            found.update(_pairs(block, people, _MOST))
    for block in _one_word(read):
        found.update(_pairs(block, people, _MOST_SINGLE))
    found.update(_initials(read, people))
    found.update(_written_in_one(read, people))
    return sorted(found)


def _pairs(block: set[int], people: Mapping[int, Profile], most: int) -> Iterator[tuple[int, int]]:
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


def _same(people: Mapping[int, Profile]) -> Iterator[set[int]]:
    boxes, phones, handles = _Blocks(), _Blocks(), _Blocks()
    for root, profile in people.items():
        for box in profile.mailboxes:
            boxes.add(box.key, root)
        for phone in profile.phones:
            phones.add(phone, root)
        for handle in profile.handles:
            if len(handle.letters) > _SHORTEST_HANDLE:
                handles.add(handle.letters, root)
    for blocks in (boxes, phones, handles):
        yield from blocks.several()


def _two_words(read: _Read) -> Iterator[set[int]]:
    bearers: defaultdict[PersonName, list[int]] = defaultdict(list)
    for root, names in read.items():
        for name in names:
            bearers[name].append(root)
    found = _Blocks()
    has_abjad = any(name.is_abjad for name in bearers)  # no user name is
    for name, roots in bearers.items():
        for a, b in combinations(_words(name), 2):
            for key in product(_keys(a), _keys(b)):
                found.add(frozenset(key), *roots)
            if has_abjad:
                found.add(("bare", frozenset((skeleton(a), skeleton(b)))), *roots)
    yield from found.several()


class _Blocks:
    """People by what they share; most share nothing, and a set for each of them would be dear."""

    def __init__(self) -> None:
        self._first: dict[Hashable, int] = {}
        self._several: dict[Hashable, set[int]] = {}

    def add(self, key: Hashable, *roots: int) -> None:
        """Put people in a block."""
        first = self._first.setdefault(key, roots[0])
        if len(roots) > 1 or first != roots[0]:
            self._several.setdefault(key, {first}).update(roots)

    def several(self) -> Iterator[set[int]]:
        """Give the blocks of two people or more."""
        return iter(self._several.values())


def _words(name: PersonName) -> list[str]:
    """The words, and two that follow each other as one, as "xiao long" is "xiaolong"."""
    words = list(name.words[:_MOST_WORDS])
    if len(words) > 2:
        words += [a + b for a, b in pairwise(words)]
    return words


def _keys(word: str) -> list[str | int]:
    return [sound(word), *short_forms(word)]


def _one_word(read: _Read) -> Iterator[set[int]]:
    """People called by one word, with all who have that word in their name."""
    wanted: set[str] = set()
    for names in read.values():
        wanted.update(
            sound(name.words[0]) for name in names if len(name.words) == 1 and not name.initials
        )
    found = _Blocks()
    for root, names in read.items() if wanted else ():
        for name in names:
            for word in name.words:
                if sound(word) in wanted:
                    found.add(sound(word), root)
    yield from found.several()


def _initials(read: _Read, people: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """A. Smith with everybody called Smith whose other word begins so."""
    short: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for root, names in read.items():
        for name in names:
            if len(name.words) == 1:
                for initial in name.initials:
                    short[sound(name.words[0]), initial].add(root)
    long: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for root, names in read.items() if short else ():
        for name in names:
            for a, b in product(name.words, name.words + name.initials):
                key = (sound(a), b[0])
                if a is not b and key in short:
                    long[key].add(root)
    for key, roots in short.items():
        yield from _between(roots, long[key], people)


def _written_in_one(read: _Read, people: Mapping[int, Profile]) -> Iterator[tuple[int, int]]:
    """User names of one piece with the names that would give them."""
    pieces: defaultdict[str, set[int]] = defaultdict(set)
    for root, profile in people.items():
        for handle in profile.handles:
            if handle.name is None and len(handle.letters) > _SHORTEST_HANDLE:
                pieces[handle.letters].add(root)
    fitting: defaultdict[str, set[int]] = defaultdict(set)
    for root, names in read.items() if pieces else ():
        for name in names:
            for piece, _, _ in pieces_of_name(name):
                if piece in pieces:
                    fitting[piece].add(root)
    for piece, roots in fitting.items():
        yield from _between(roots, pieces[piece], people)
