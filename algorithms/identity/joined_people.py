"""Joined people: pairs are joined, surest first, as long as all of them fit together.

Two groups are joined when every person of one may be every person of the other: no pair of them
is known to be two, none needs a human's word, each is likely at least (`_FLOOR`), and together they
have no more identities than a person is let have without a human. So no chain of likely pairs ends
in an unlikely one, and what is refused is left for review.

Cost: for each pair joined, the product of the sizes of its groups.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

__all__ = ["Joined", "joined_people"]

_FLOOR = 0.5


@dataclass
class Joined:
    """Groups of people found to be one; ``of`` gives the group of somebody by its smallest."""

    members: dict[int, list[int]] = field(default_factory=dict)
    first: dict[int, int] = field(default_factory=dict)
    refused: dict[tuple[int, int], str] = field(default_factory=dict)

    def of(self, root: int) -> int:
        """Give the smallest of the group somebody is in."""
        return self.first.get(root, root)

    def group(self, root: int) -> list[int]:
        """Give the group somebody is in."""
        return self.members.get(self.of(root), [root])


def joined_people(
    sure: Iterable[tuple[int, int]],
    judged: Callable[[int, int], tuple[float, str]],
    size: Callable[[int], int],
    *,
    most_members: int,
) -> Joined:
    """Join the pairs that are sure, in their order.

    ``judged`` gives the score of any two and what says that they are two; ``size`` the number of
    identities of one person.

    >>> sure = [(0, 1), (1, 2)]
    >>> found = joined_people(sure, lambda a, b: (0.999, ""), lambda k: 1, most_members=2)
    >>> found.group(0), found.refused
    ([0, 1], {(1, 2): 'Together they would have 3 identities, more than 2: a human decides.'})
    """
    found = Joined()
    for a, b in sure:
        first, second = found.group(a), found.group(b)
        if found.of(a) == found.of(b):
            continue
        total = sum(map(size, first + second))
        if total > most_members:
            found.refused[a, b] = (
                f"Together they would have {total} identities, more than {most_members}: "
                "a human decides."
            )
        elif not all(
            _fit(*judged(min(one, other), max(one, other))) for one in first for other in second
        ):
            found.refused[a, b] = "Somebody found to be one of the two does not fit the other."
        else:
            joined = sorted(first + second)
            found.members[joined[0]] = joined
            found.first.update(dict.fromkeys(joined, joined[0]))
    return found


def _fit(score: float, why_two: str) -> bool:
    return score >= _FLOOR and not why_two
