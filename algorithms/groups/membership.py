"""Groups: who is in which, for communities and for what is declared; a person may be in several.

Everything that is said of groups (cohesion, insularity, who has to do with whom, what members
share) reads this one form, so that a community, an organization and a segment are measured alike.
Groups are numbered 0 .. count-1. A group may be empty, a person in none.

    memberships = the number of (person, group) in all, at most one for each

Cost: O(memberships), a sort where groups are given as marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Groups"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Groups:
    """Memberships in the order of person, then group; each once."""

    people: int
    count: int
    person: Ints
    group: Ints

    def __len__(self) -> int:
        return self.count

    @classmethod
    def of_labels(cls, label: NDArray[np.integer], count: int | None = None) -> Self:
        """Make groups of one label for each person, -1 for none.

        >>> Groups.of_labels(np.array([1, -1, 0, 1])).size
        array([1, 2])
        """
        person = np.flatnonzero(label >= 0)
        groups = int(label.max(initial=-1)) + 1 if count is None else count
        if len(person) and int(label.max()) >= groups:
            raise ValueError(f"there are {groups} groups, but {label.max()} among the labels")
        return cls(len(label), groups, person.astype(np.int32), label[person].astype(np.int32))

    @classmethod
    def of_masks(cls, people: int, masks: Sequence[NDArray[np.bool_]]) -> Self:
        """Make groups of marks: one array of booleans for each group, as long as there are people.

        >>> marks = [np.array([True, True, False]), np.array([True, False, True])]
        >>> found = Groups.of_masks(3, marks)
        >>> found.person, found.group
        (array([0, 0, 1, 2], dtype=int32), array([0, 1, 0, 1], dtype=int32))
        """
        if any(mask.shape != (people,) for mask in masks):
            raise ValueError(f"every mask must mark {people} people")
        person = np.concatenate([np.zeros(0, np.intp), *map(np.flatnonzero, masks)])
        group = np.repeat(np.arange(len(masks)), [int(np.count_nonzero(mask)) for mask in masks])
        return cls.of_pairs(people, len(masks), person, group)

    @classmethod
    def of_pairs(
        cls, people: int, count: int, person: NDArray[np.integer], group: NDArray[np.integer]
    ) -> Self:
        """Make groups of (person, group) in any order; one that is told twice counts once."""
        key = np.sort(person.astype(np.int64) * max(count, 1) + group)
        key = key[np.diff(key, prepend=-1) > 0]
        who, where = np.divmod(key, max(count, 1))
        return cls(people, count, who.astype(np.int32), where.astype(np.int32))

    @cached_property
    def size(self) -> NDArray[np.int64]:
        """How many people are in each group."""
        return np.bincount(self.group, minlength=self.count)

    @cached_property
    def label(self) -> Ints | None:
        """The one group of each person, -1 for none; None where somebody is in several."""
        if len(self.person) and np.diff(self.person).min(initial=1) == 0:
            return None
        found = np.full(self.people, -1, np.int32)
        found[self.person] = self.group
        return found

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """One row for each person, one column for each group, 1 where the person is in it."""
        start = np.zeros(self.people + 1, np.int32)
        np.cumsum(np.bincount(self.person, minlength=self.people), out=start[1:])
        shape = (self.people, self.count)
        return sparse.csr_array((np.ones(len(self.group)), self.group, start), shape)

    @cached_property
    def _by_group(self) -> tuple[Ints, NDArray[np.int64]]:
        order = np.argsort(self.group, kind="stable")
        return self.person[order], np.concatenate([[0], np.cumsum(self.size)])

    def members(self, group: int) -> Ints:
        """Give the people of one group, by number."""
        person, start = self._by_group
        return person[start[group] : start[group + 1]]
