"""Handles: user names and what stands before the @, read as names.

    ann.smith, smith_ann, AnnSmith       two words, as a name has
    a.smith                              an initial and a word
    asmith, smitha, annsmith84           one piece, compared with what a name would give

Digits at the end are kept beside the letters: annsmith84 twice is more than annsmith twice.

Cost: linear in the length of the handle.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from algorithms.names.person import PersonName
from algorithms.names.spelling import folded

__all__ = ["Handle", "handle", "pieces_of_name"]

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_LONGEST = 64


class Handle(NamedTuple):
    """A handle as written, its letters and digits, and the name that its parts make, if any."""

    text: str
    letters: str
    digits: str
    name: PersonName | None


def handle(text: str) -> Handle | None:
    """Read a handle; None where it has no letters.

    >>> handle("@Ann_Smith84")
    Handle(text='ann_smith84', letters='annsmith', digits='84', \
name=PersonName(words=('ann', 'smith'), initials=(), generation='', is_abjad=False, read_else=()))
    >>> handle("asmith2").letters, handle("asmith2").name, handle("12345")
    ('asmith', None, None)
    """
    text = text.removeprefix("@")[:_LONGEST]
    stem = text.rstrip("0123456789")  # ann.smith17 is read as ann.smith was
    read = _read(stem)
    if read is None:
        return None
    letters, digits, name = read
    return Handle(text.lower(), letters, digits + text[len(stem) :], name)


@lru_cache(maxsize=200_000)
def _read(text: str) -> tuple[str, str, PersonName | None] | None:
    """Give the letters and digits of a handle, and the name that its parts make."""
    parts = [folded(part) for part in _PARTS.findall(_CAMEL.sub("_", text))]
    parts = [part for part in parts if part]
    if not parts or sum(map(len, parts)) < 2:
        return None
    words = tuple(part for part in parts if len(part) > 1)
    initials = tuple(part for part in parts if len(part) == 1)
    named = len(parts) > 1 and len(words) > 0
    name = PersonName(words[:4], initials[:3]) if named else None
    return "".join(parts), "".join(_DIGITS.findall(text)), name


def pieces_of_name(name: PersonName) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Give the one-piece handles a name makes: letters, "full" or "initial", and its two words.

    >>> [piece for piece, _, _ in pieces_of_name(PersonName(("ann", "smith")))]
    ['annsmith', 'asmith', 'smitha', 'smithann', 'sann', 'anns']
    """
    words = name.words
    for first in words:
        for second in words:
            if first is not second:
                yield first + second, "full", (first, second)
                yield first[0] + second, "initial", (first[0], second)
                yield second + first[0], "initial", (first[0], second)
    if len(words) == 1:
        for initial in name.initials:
            yield initial + words[0], "initial", (initial, words[0])
            yield words[0] + initial, "initial", (initial, words[0])
