"""A reason: why somebody stands where they stand, in words and in the number behind them."""

import math
from dataclasses import dataclass

__all__ = ["Reason", "percent", "plural", "standing", "top_share"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, the measure and value it states, and how many stand below (0 to 1, or None)."""

    text: str
    measure: str
    value: float
    percentile: float | None = None


def top_share(percentile: float, people: int) -> str:
    """Say a percentile as the top so many percent of that many people, never rounding down.

    >>> top_share(percentile=0.9805, people=1000)  # the twentieth of a thousand
    'top 2 %'
    >>> top_share(percentile=11.5 / 12, people=12)  # the first of twelve
    'top 9 %'
    """
    place = (1 - percentile) * people + 0.5  # equal ones share the middle of their places
    return f"top {min(math.ceil(100 * place / people - 1e-9), 100)} %"


def percent(share: float) -> str:
    """Say a share as a percentage, finer near both ends, never as a false 0 or 100.

    >>> percent(0.62), percent(0.041), percent(0.0001), percent(0.99999)
    ('62 %', '4.1 %', 'less than 0.1 %', 'more than 99.9 %')
    """
    if 0 < share < 0.001:
        return "less than 0.1 %"
    if 0.999 < share < 1:
        return "more than 99.9 %"
    is_near_an_end = 0 < share < 0.0995 or 0.9905 < share < 1
    return f"{100 * share:.1f} %" if is_near_an_end else f"{100 * share:.0f} %"


def standing(behind: float, among: str, *, largest_first: bool) -> tuple[str, float]:
    """Say above, or below, how many somebody stands; also the share whose values are less.

    *behind* is the share of them who come after in a ranking.

    >>> standing(0.75, "the pairs", largest_first=True)
    ('above 75 % of the pairs', 0.75)
    >>> standing(0.75, "the pairs", largest_first=False)
    ('below 75 % of the pairs', 0.25)
    """
    side, below = ("above", behind) if largest_first else ("below", 1 - behind)
    return f"{side} {percent(behind)} of {among}", below


def plural(count: int, word: str, words: str | None = None) -> str:
    """Say how many, in the singular for one; *words* where the plural is no mere s.

    >>> plural(1, "thread"), plural(2_000, "thread"), plural(2, "identity", "identities")
    ('1 thread', '2,000 threads', '2 identities')
    """
    return f"{count:,} {word if count == 1 else words or word + 's'}"
