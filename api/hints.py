"""Hints: which name was meant, where one was written that does not exist."""

from collections.abc import Sequence

from rapidfuzz import process

__all__ = ["closest", "hint"]


def closest(name: str, names: Sequence[str]) -> str | None:
    """Give the name that was probably meant, or None.

    >>> closest("reveiw", ["review", "accept"]), closest("ann@x.example", ["review", "accept"])
    ('review', None)
    """
    found = process.extractOne(name, names, score_cutoff=60)
    return str(found[0]) if found else None


def hint(name: str, names: Sequence[str]) -> str:
    """Give the end of a message: the closest name, else all there are.

    >>> hint("reactoin", ["reaction", "reply"]), hint("xyz", ["reply", "call"])
    ("; did you mean 'reaction'?", '; there are call, reply')
    """
    close = closest(name, names)
    return f"; did you mean {close!r}?" if close else f"; there are {', '.join(sorted(names))}"
