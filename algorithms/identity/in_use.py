"""In use: whether addresses at two organizations followed each other, or were in use at once.

    after     the one was last written from before the other was first, a year before at most
    beside    both were written from over a quarter of a year or more

Somebody who changes organizations writes from one address and then from another; two people of one
name write from both at a time. It is weak evidence, for many write from two addresses, and few are
written from in all of a log.

Cost: the organizations of one times those of the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY, iso

__all__ = ["WORDS", "InUse", "Span", "Spans", "add_use", "in_use", "in_use_words"]

_LONGEST_GAP = 366 * DAY
_QUARTER = 91 * DAY

Span = tuple[int, int]
Spans = Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class InUse:
    """How the uses of addresses at two organizations lie in time, as a word and a sentence."""

    word: str
    sentence: str


def add_use(spans: dict[str, Span], organization: str, used: Span) -> None:
    """Add when an address at an organization was in use to the others that are there.

    >>> spans = {"org:x.example": (3, 5)}
    >>> add_use(spans, "org:x.example", (4, 9))
    >>> spans
    {'org:x.example': (3, 9)}
    """
    first, last = spans.get(organization, used)
    spans[organization] = (min(first, used[0]), max(last, used[1]))


def in_use(a: Spans, b: Spans) -> InUse | None:
    """Say how the uses of two people's addresses lie, by organization; None where it is unclear.

    >>> day = 86_400_000_000
    >>> new = {"org:new.example": (45 * day, 90 * day)}
    >>> found = in_use({"org:old.example": (0, 30 * day)}, new)
    >>> found.word, found.sentence  # doctest: +NORMALIZE_WHITESPACE
    ('after', 'The address at old.example was in use until 1970-01-31, the one at new.example from
    1970-02-15 on.')
    """
    pairs = [(one, other) for one in sorted(a) for other in sorted(b) if one != other]
    found = [_of(one, a[one], other, b[other]) for one, other in pairs]
    words = {"" if one is None else one.word for one in found}
    return found[0] if len(words) == 1 else None


WORDS = ("", "after", "beside")
"""What `in_use_words` numbers."""


def in_use_words(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the number of the word for each of many pairs of uses, rows of first and last.

    Where one ends before it begins, an address was never in use.

    >>> day = 86_400_000_000
    >>> old, new = np.array([[0, 30 * day]] * 2), np.array([[45 * day, 90 * day], [0, -1]])
    >>> [WORDS[k] for k in in_use_words(old, new)]
    ['after', '']
    """
    is_used = (a[:, 0] <= a[:, 1]) & (b[:, 0] <= b[:, 1])
    is_later = (b[:, 0] < a[:, 0]) | ((b[:, 0] == a[:, 0]) & (b[:, 1] < a[:, 1]))
    first, second = np.where(is_later[:, None], b, a), np.where(is_later[:, None], a, b)
    gap = second[:, 0] - first[:, 1]
    is_after = (gap >= 0) & (gap <= _LONGEST_GAP)
    is_beside = np.minimum(first[:, 1], second[:, 1]) - second[:, 0] >= _QUARTER
    word: NDArray[np.int64] = np.where(is_used, np.where(is_after, 1, np.where(is_beside, 2, 0)), 0)
    return word


def _of(one: str, first: tuple[int, int], other: str, second: tuple[int, int]) -> InUse | None:
    if second < first:
        one, first, other, second = other, second, one, first
    here, there = one.removeprefix("org:"), other.removeprefix("org:")
    if 0 <= second[0] - first[1] <= _LONGEST_GAP:
        return InUse(
            "after",
            f"The address at {here} was in use until {_day(first[1])}, "
            f"the one at {there} from {_day(second[0])} on.",
        )
    begins, ends = second[0], min(first[1], second[1])
    if ends - begins >= _QUARTER:
        return InUse(
            "beside",
            f"The addresses at {here} and {there} were in use at one time, "
            f"from {_day(begins)} to {_day(ends)}.",
        )
    return None


def _day(at: int) -> str:
    return iso(at)[:10]
