"""Dice: every choice of the demo company, drawn so that a seed gives the same bytes anywhere.

Only ``Random.random`` is promised by Python to give the same sequence in every version, so every
draw is made from it alone. Each subject (a person, a pair) throws dice of its own: changing one
part of the company leaves the others as they were.
"""

from collections.abc import Sequence
from math import exp, log
from random import Random
from typing import TypeVar

__all__ = ["Dice"]

T = TypeVar("T")


class Dice:
    """A stream of draws that depends on nothing but its subject.

    >>> Dice(7, "ann").whole(1, 6) == Dice(7, "ann").whole(1, 6)
    True
    """

    def __init__(self, *subject: object) -> None:
        self.draw = Random("/".join(map(str, subject))).random  # noqa: S311 - a story, not a secret

    def chance(self, share: float) -> bool:
        """Be true in this share of all throws."""
        return self.draw() < share

    def whole(self, low: int, high: int) -> int:
        """Give a whole number from *low* to *high*, both included."""
        return low + int(self.draw() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Give one of the items."""
        return items[int(self.draw() * len(items))]

    def several(self, items: Sequence[T], count: int) -> list[T]:
        """Give *count* different items, or all of them where there are fewer."""
        left = list(items)
        return [left.pop(int(self.draw() * len(left))) for _ in range(min(count, len(left)))]

    def wide(self, low: float, high: float) -> float:
        """Give a number from *low* to *high*, every doubling as likely as every other."""
        return low * exp(self.draw() * log(high / low))

    def wait(self, mean: float, regularity: int = 1) -> float:
        """Give a waiting time: regularity 1 is pure chance, 8 is nearly a clock (Erlang)."""
        product = 1.0
        for _ in range(regularity):
            product *= 1.0 - self.draw()
        return -mean / regularity * log(product)

    def number_of_tries(self, share: float, most: int) -> int:
        """Count throws until one fails that succeeds with this share: 1, 2, ... up to *most*."""
        count = 1
        while count < most and self.draw() < share:
            count += 1
        return count
