"""What people are called at a moment: of all names told of their identities, the one that held.

    declared, and holds then       the latest, of equals the longest, then the first by letter
    seen by then                   the last one seen by then, as far as first and last times tell
    seen later only                the first of them
    declared, and ended before     the last of them
    declared later only            the first of them

A declared name without a date is as old as anything dated of its record, and holds from there; one
of which nothing is dated holds always. What is no name at all (`graph.people.real_names`) comes
after whatever is one. Without a moment, all has begun.

Cost: linear in the names told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.people.real_names import is_name

__all__ = ["called", "called_at"]

_EVER = 2**63 - 1
_DECLARED, _SEEN = "name", "seen_name"
_Rank = tuple[int, int, int, str]


@dataclass(frozen=True, slots=True)
class _Name:
    value: str
    is_seen: bool
    since: int | None  # of a name seen, when first
    until: int | None  # and when last, or None where that is the same
    begun: int  # of a declared name, when its record did

    def rank(self, at: int) -> _Rank:
        """Where it stands among the names of a person; the smallest is the one."""
        since = self.since or 0
        if self.is_seen:
            last = min(since if self.until is None else self.until, at)
            return (1, -last, *self._order()) if since <= at else (2, since, *self._order())
        if self.begun > at:
            return 4, self.begun, *self._order()
        ended = self.until is not None and self.until <= at
        return (3, -(self.until or 0), *self._order()) if ended else (0, -since, *self._order())

    def _order(self) -> tuple[int, str]:
        return -len(self.value), self.value


def called(
    facts: pa.Table, person_of: Mapping[str, int], count: int, *, at: int | None = None
) -> list[str | None]:
    """Give the names of persons 0 .. count - 1, each identity being that of the person told.

    >>> facts = pa.table({
    ...     "subject": ["email:ann@x.example", "hubspot:7"], "name": ["seen_name", "name"],
    ...     "value": ["Ann Smith", "Ann Brown"], "since": [2010, 2026],
    ...     "until": pa.array([None, None], pa.int64())})
    >>> both = {"email:ann@x.example": 0, "hubspot:7": 0}
    >>> called(facts, both, 1, at=2011), called(facts, both, 1, at=2026), called(facts, both, 1)
    (['Ann Smith'], ['Ann Brown'], ['Ann Brown'])
    """
    names: dict[int, list[_Name]] = {}
    for person, name in _names(facts, person_of):
        names.setdefault(person, []).append(name)
    moment = _EVER - 1 if at is None else at
    return [_best(names[k], moment) if k in names else None for k in range(count)]


def called_at(
    facts: pa.Table,
    identities: pa.Array,
    person_of: NDArray[np.int32],
    now: pa.Array,
    *,
    at: int,
) -> pa.Array:
    """Give the names of all persons at a moment, who are called *now* as told without one.

    Only those are looked at of whom something begins after the moment, or has ended.
    """
    if not len(facts):
        return now
    later = pc.greater(pc.fill_null(facts.column("since"), 0), at)
    until = pc.fill_null(facts.column("until"), _EVER)
    is_seen = pc.equal(facts.column("name"), _SEEN)  # until when says when it was seen last
    between = pc.and_(is_seen, pc.and_(pc.greater(until, at), pc.less(until, _EVER)))
    ended = pc.and_not(pc.less_equal(until, at), is_seen)
    moved = pc.unique(facts.column("subject").filter(pc.or_(later, pc.or_(ended, between))))
    places = pc.index_in(moved, identities)
    persons = np.unique(person_of[places.drop_null().to_numpy()])
    if not len(persons):
        return now
    number = np.full(len(now), -1, np.int64)
    number[persons] = np.arange(len(persons))
    subjects = facts.column("subject").combine_chunks()
    place = pc.index_in(subjects, identities).fill_null(-1).to_numpy()
    concerned = np.where(place < 0, -1, number[person_of[place]])
    mine = np.flatnonzero(concerned >= 0)
    numbers = dict(zip(subjects.take(pa.array(mine)).to_pylist(), concerned[mine].tolist(),
                       strict=True))  # fmt: skip
    names = called(facts.take(pa.array(mine)), numbers, len(persons), at=at)
    found = np.array(now.to_pylist(), dtype=object)
    found[persons] = names
    return pa.array(found, pa.string())


def _names(facts: pa.Table, person_of: Mapping[str, int]) -> Iterable[tuple[int, _Name]]:
    columns = [facts.column(one).to_pylist() for one in ("subject", "name", "value", "since",
                                                         "until")]  # fmt: skip
    rows = [row for row in zip(*columns, strict=True) if row[0] in person_of]
    record: dict[str, int] = {}
    for subject, name, _, since, _ in rows:
        if name != _SEEN and since is not None:
            record[subject] = min(record.get(subject, since), since)
    for subject, name, value, since, until in rows:
        if name in (_DECLARED, _SEEN):
            begun = since if since is not None else record.get(subject, -_EVER)
            yield person_of[subject], _Name(value, name == _SEEN, since, until, begun)


def _best(names: list[_Name], at: int) -> str:
    if len(names) == 1:
        return names[0].value
    return min(names, key=lambda one: (not is_name(one.value), *one.rank(at))).value
