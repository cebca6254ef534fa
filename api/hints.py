"""Hints: which name was meant, where one was written that does not exist."""

from collections.abc import Sequence

from rapidfuzz import process

__all__ = ["hint"]


def hint(name: str, names: Sequence[str]) -> str:
    """Give the end of a message: the closest name, else all there are.

    >>> hint("reactoin", ["reaction", "reply"]), hint("xyz", ["reply", "call"])
    ("; did you mean 'reaction'?", '; there are call, reply')
    """
    close = process.extractOne(name, names, score_cutoff=60)
    return f"; did you mean {close[0]!r}?" if close else f"; there are {', '.join(sorted(names))}"
