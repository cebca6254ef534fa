"""How well one person behind many identities is found, against the planted truth.

Run as ``python -m tests.planted.people_judged SEED...`` for a table.
"""

import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from algorithms.identity.same_person import Suggestion, suggestions
from tests.planted.people_world import PeopleWorld, people_world

__all__ = ["HELD_OUT", "Judged", "judged"]

HELD_OUT = (101, 102, 103, 104)
"""Seeds that nothing was fitted to or looked at while weights were chosen."""


@dataclass(frozen=True)
class Judged:
    """Pairs of identities joined without a human, and what the review list would add."""

    joined: int
    right: int
    true: int
    reviewed: int
    found_by_review: int
    wrong: tuple[Suggestion, ...]

    @property
    def precision(self) -> float:
        """The share of joined pairs that are one person."""
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that are joined."""
        return self.right / self.true

    @property
    def recall_with_review(self) -> float:
        """The share of true pairs that are joined, or would be by one yes to each right pair."""
        return self.found_by_review / self.true


def judged(world: PeopleWorld, found: tuple[Suggestion, ...]) -> Judged:
    """Compare suggestions with the truth, over all pairs of the groups they make."""
    automatic = [one for one in found if one.verdict == "automatic"]
    review = [one for one in found if one.verdict == "review"]
    yes = [one for one in review if world.person[one.a] == world.person[one.b] >= 0]
    right, joined = _pairs(world, automatic)
    with_review, _ = _pairs(world, automatic + yes)
    wrong = tuple(one for one in automatic if world.person[one.a] != world.person[one.b])
    return Judged(joined, right, world.pairs(), len(review), with_review, wrong)


def _pairs(world: PeopleWorld, merged: list[Suggestion]) -> tuple[int, int]:
    """Right pairs and all pairs of people joined, each person as the stored merges have them."""
    parent: dict[int, int] = {}

    def top(one: int) -> int:
        while parent.get(one, one) != one:
            one = parent[one]
        return one

    for one in merged:
        low, high = sorted((top(one.a), top(one.b)))
        parent[high] = low
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for root in {one.a for one in merged} | {one.b for one in merged}:
        groups[top(root)].append(root)
    right = total = 0
    for group in groups.values():
        for a, b in combinations(group, 2):
            total += 1
            right += bool(world.person[a] == world.person[b] >= 0)
    return right, total


def main(seeds: list[int]) -> None:
    """Print a table."""
    for namesakes in (1.0, 3.0):
        for seed in seeds:
            world = people_world(seed, namesakes=namesakes)
            begun = time.process_time()
            found = suggestions(world.known)
            spent = time.process_time() - begun
            one = judged(world, found)
            sys.stdout.write(
                f"namesakes x{namesakes:.0f} seed {seed}: {len(world.known.identities)} "
                f"identities, {one.true} pairs, automatic {one.joined} "
                f"precision {one.precision:.4f} recall {one.recall:.3f}, review {one.reviewed}, "
                f"recall with review {one.recall_with_review:.3f}, {spent:.1f} s of CPU\n"
            )


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or list(HELD_OUT))
