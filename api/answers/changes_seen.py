"""The first and the second day of a comparison, with everybody under the numbers of the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.changes.strength_change import StrengthChange, strength_change
from api.answers.ranking import ranked_values
from api.computing.run import Run
from api.log.history import History
from graph.moments import DAY
from graph.people.persons import Persons

__all__ = ["Between", "Meant", "PairChanges", "Seen", "numbers_in", "seen"]

Meant = Mapping[int, int]
"""By which of their identities people are meant: their number, its position."""

_NOBODY: Meant = MappingProxyType({})

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Seen:
    """What was said on a day: strengths of pairs, and everybody's value of a measure.

    People have the numbers of their own history; ``number`` gives them for those of the second day,
    -1 for who was not there.
    """

    people: int
    a: Ints
    b: Ints
    strength: Floats
    values: Floats
    number: Ints

    def strength_of(self, a: Ints, b: Ints) -> Floats:
        """Strengths of pairs by the numbers of the second day; 0 for strangers."""
        one, other = self.number[a].astype(np.int64), self.number[b].astype(np.int64)
        wanted = np.minimum(one, other) * self.people + np.maximum(one, other)
        held = self.a.astype(np.int64) * self.people + self.b
        if not len(held):
            return np.zeros(len(a))
        place = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
        is_there = (held[place] == wanted) & (one >= 0) & (other >= 0)
        return np.where(is_there, self.strength[place], 0.0)

    def value_of(self, person: int) -> float:
        """Somebody's value, by the number of the second day; NaN for none."""
        mine = int(self.number[person])
        return float(self.values[mine]) if mine >= 0 else float("nan")

    def total_of(self, person: int) -> float:
        """The strength of all of somebody's ties together."""
        mine = int(self.number[person])
        is_theirs = (self.a == mine) | (self.b == mine)
        return float(np.sum(self.strength[is_theirs])) if mine >= 0 else 0.0


def seen(run: Run, by: str, later: History, meant: Meant = _NOBODY) -> Seen:
    """See a run with the numbers of another history."""
    people = run.history.people
    same = run.history is later
    number = np.arange(len(people), dtype=np.int32)
    return Seen(
        people=len(people),
        a=run.pair_column("a"),
        b=run.pair_column("b"),
        strength=run.pair_strength(),
        values=ranked_values(run, by),
        number=number if same else numbers_in(run.history.identities, people, later, meant),
    )


def numbers_in(identities: pa.Array, people: Persons, later: History, meant: Meant) -> Ints:
    """For everybody of a later history, the number of whoever they were then.

    That is who held the identity that is *meant* of them, else their smallest.
    """
    person_of = later.people.person_of
    _, held = np.unique(person_of, return_index=True)
    for person, place in meant.items():
        held[person] = place
    wanted = later.identities.take(pa.array(held))
    place = pc.fill_null(pc.index_in(wanted, value_set=identities), -1).to_numpy()
    nobody = np.append(people.person_of, np.int32(-1))
    found: Ints = nobody[place].astype(np.int32)
    return found


@dataclass(frozen=True)
class Between:
    """Two days: the first as it was known then, by what is known now, and as configured now.

    ``was_other`` says whether what was known then differs from what is known now.
    """

    by: str
    known: Seen
    was_other: bool
    then: Run
    alike: Run
    now: Run

    @property
    def days(self) -> float:
        """How many days lie between."""
        return (self.now.as_of - self.then.as_of) / DAY

    @cached_property
    def there(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Who had a live pair on the first day, and who has one on the second."""
        before, after = (run.measures["degree"].values > 0 for run in (self.alike, self.now))
        return before, after

    @property
    def coming(self) -> NDArray[np.bool_]:
        """Who has a live pair now and had none then."""
        before, after = self.there
        return np.asarray(after & ~before)

    @property
    def going(self) -> NDArray[np.bool_]:
        """Who had a live pair then and has none now."""
        before, after = self.there
        return np.asarray(before & ~after)

    @cached_property
    def pairs(self) -> "PairChanges":
        """What became of every pair."""
        return _pair_changes(self)


@dataclass(frozen=True)
class PairChanges:
    """Pairs in order (a, b), by the numbers of the second day, and what became of each."""

    a: Ints
    b: Ints
    of: StrengthChange


def _pair_changes(between: Between) -> PairChanges:
    """Split what became of every pair that was there at any step."""
    history = between.now.history
    known, runs = between.known, (between.then, between.alike, between.now)
    count = len(history.people)
    keys = [run.pair_column("a").astype(np.int64) * count + run.pair_column("b") for run in runs]
    keys.append(_renumbered(known, count))
    key = np.unique(np.concatenate(keys))
    a, b = (key // count).astype(np.int32), (key % count).astype(np.int32)
    before = known.strength_of(a, b)
    corrected, configured, after = (
        seen(run, between.by, history).strength_of(a, b) for run in runs
    )
    days, half_life = between.days, between.now.half_life / DAY
    return PairChanges(
        a,
        b,
        strength_change(before, corrected, configured, after, days=days, half_life_days=half_life),
    )


def _renumbered(known: Seen, count: int) -> NDArray[np.int64]:
    """The pairs known then whose two are two people now, by the numbers of now."""
    now_of = np.full(known.people, -1, np.int64)
    there = np.flatnonzero(known.number >= 0)[::-1]  # the first of several stays
    now_of[known.number[there]] = there
    a, b = now_of[known.a], now_of[known.b]
    low, high = np.minimum(a, b), np.maximum(a, b)
    kept = (low >= 0) & (low != high)
    return np.asarray(low[kept] * count + high[kept])
