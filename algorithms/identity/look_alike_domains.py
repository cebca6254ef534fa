"""Look-alike domains: mail domains that could be taken for another one of the same log.

    acme.example = аcme.example (Cyrillic а) = acrne.example = acme.example with 0 for o, 1 for l
    acne.example, one letter away, where acme.example is ten times as common

Domains written in another alphabet are read from their form in ASCII (``xn--``).

Cost: linear in the addresses; each rare domain is compared with the common ones.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from algorithms.identity.known_identities import Known
from algorithms.names.scripts import borrowed, latin_look

__all__ = ["Domains", "plain_domain"]

_TRICKS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("5", "s"))
_MUCH_COMMONER = 10
_LONG_ENOUGH = 5  # letters of a label in which one slip is no other word
_MOST_COMMON = 200


@lru_cache(maxsize=50_000)
def plain_domain(domain: str) -> str:
    """Give a domain in the letters that people see.

    >>> plain_domain("xn--cme-5cd.example") == "аcme.example"
    True
    """
    if "xn--" not in domain:
        return domain
    labels = []
    for label in domain.split("."):
        try:
            shown = label[4:].encode().decode("punycode") if label.startswith("xn--") else label
        except (UnicodeError, OverflowError):
            shown = label
        labels.append(shown)
    return ".".join(labels)


def _look(domain: str) -> str:
    text = latin_look(plain_domain(domain))
    for written, seen in _TRICKS:
        text = text.replace(written, seen)
    return text


@dataclass
class Domains:
    """The mail domains of a log, how many addresses each has, and which look alike."""

    addresses: list[tuple[int, str, str]] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    _alike: dict[str, list[str]] = field(default_factory=dict)
    _common: list[tuple[str, str, str]] = field(default_factory=list)
    _place: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, identities: Sequence[str]) -> "Domains":
        """Count the domains of all addresses."""
        found = cls()
        for place, identity in _emails(identities):
            local, _, domain = identity[len("email:") :].rpartition("@")
            found.addresses.append((place, local, domain))
            found.count[domain] += 1
            found.first.setdefault(domain, place)
        for domain in sorted(found.count):
            found._alike.setdefault(_look(domain), []).append(domain)
        common = sorted(found.count, key=lambda one: (-found.count[one], one))[:_MOST_COMMON]
        common = [one for one in common if found.count[one] >= _MUCH_COMMONER]
        found._common = [(one, *_label(one)) for one in common]
        return found

    def is_much_commoner(self, one: str, other: str) -> bool:
        """Say whether a domain has ten times as many addresses as another."""
        return self.count[one] >= _MUCH_COMMONER * self.count[other]

    def find(self, local: str, domain: str) -> int | None:
        """Give the place of an address, or None."""
        if not self._place:
            for place, written, where in reversed(self.addresses):
                if written.isascii():
                    self._place[written, where] = place
        return self._place.get((local, domain))

    def of_same_name(self, known: Known, place: int, domain: str) -> int | None:
        """Give the first at a domain who bears a name of somebody else."""
        names = set(known.names.get(place, ()))
        if not names:
            return None
        return next(
            (
                other
                for other, _, where in self.addresses
                if where == domain and not names.isdisjoint(known.names.get(other, ()))
            ),
            None,
        )

    def resembled(self, domain: str) -> tuple[str | None, str]:
        """Give the domain that one looks like, if it does, and what deceives."""
        rank = self._honesty(domain)
        alike = [one for one in self._alike[_look(domain)] if self._honesty(one) < rank]
        if alike:
            real = min(alike, key=self._honesty)
            return real, self.letters(plain_domain(domain), real, domain)
        label, rest = _label(domain)
        for real, other, same in self._common:
            if not self.is_much_commoner(real, domain):  # nor is any after it
                break
            if rest == same and _is_slip(label, other):
                return real, f"{domain} is one letter away from {real}, which is far commoner."
        return None, ""

    def _honesty(self, domain: str) -> tuple[int, int, int, str]:
        """Rank domains that look alike: the least deceiving one first."""
        plain = plain_domain(domain)
        odd = sum(not letter.isascii() for letter in plain)
        return (odd, -self.count[domain], len(_look(domain)) != len(domain), domain)

    @staticmethod
    def letters(text: str, like: str, shown: str | None = None) -> str:
        """Say which letters of a text are not those of what it looks like."""
        odd = borrowed(text) or tuple(
            dict.fromkeys(letter for letter in text if not letter.isascii())
        )
        if odd:
            told = ", ".join(f"{one} ({unicodedata.name(one, 'unnamed')})" for one in odd)
            word, verb = (
                ("letters", "are not those") if len(odd) > 1 else ("letter", "is not the one")
            )
            return f"In {shown or text} the {word} {told} {verb} of {like}."
        tricks = [f"{a} for {b}" for a, b in _TRICKS if text.count(a) > like.count(a)]
        return f"{shown or text} has {', '.join(tricks) or 'letters'} where {like} does not."


def _emails(identities: Sequence[str]) -> Iterator[tuple[int, str]]:
    from_place = bisect_left(identities, "email:")
    for place in range(from_place, bisect_left(identities, "email;")):
        yield place, identities[place]


def _label(domain: str) -> tuple[str, str]:
    label, _, rest = domain.partition(".")
    return label, rest


def _is_slip(label: str, other: str) -> bool:
    if min(len(label), len(other)) < _LONG_ENOUGH or label == other:
        return False
    if OSA.distance(label, other, score_cutoff=1) != 1:
        return False
    return "".join(filter(str.isalpha, label)) != "".join(filter(str.isalpha, other))
