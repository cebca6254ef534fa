"""Who is to be written to next, and by whom: the best first, as far as writers have room."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.reminding.next_contact import Capacity, capacity, handed_out, turns
from algorithms.reminding.occasions import Occasion
from algorithms.rhythm.phase import STATES
from api.answers.next_occasions import About
from api.answers.next_ours import Owners, Sides
from api.answers.next_pairs import Known, worth
from api.answers.next_ways import Instead, Near, instead
from api.computing.run import Run
from graph.moments import DAY

__all__ = ["OPEN", "Choice", "choices", "room_of"]

OPEN = ("due", "overdue")
"""Occasions in these states join the list."""
_RECENT = 90 * DAY  # a dormant pair competes for so long
_NOBODY = -1
_HEIRS = 5

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody to write to: ``k`` is the position of the pair it comes from, -1 for none.

    ``owner`` is who writes, -1 where nobody of ours knows them; ``own_k`` the position of the
    owner's pair with them.
    """

    theirs: int
    k: int
    owner: int
    own_k: int
    value: float
    loss: float
    gain: float
    occasion: Occasion | None
    instead: Instead | None
    is_declared: bool
    is_heir: bool = False

    @property
    def score(self) -> float:
        """What the list is ordered by."""
        return self.value * self.loss * self.gain


def room_of(run: Run, sides: Sides) -> tuple[Ints, Capacity]:
    """Who writes, and how much each of them can."""
    who = np.flatnonzero(sides.writers)
    ends = (run.pair_column("a"), run.pair_column("b"))
    found = capacity(
        run.history.timeline, run.weight, ends, run.pairs, run.ties.pair_first_at, of=who
    )
    return who, found


def choices(
    run: Run,
    sides: Sides,
    known: Known,
    owners: Owners,
    dated: tuple[list[Occasion], About],
    room: Ints,
) -> tuple[list[Choice], int]:
    """Choose whom to write to, the highest score first. Also gives for how many was no room.

    *room* is by person.
    """
    near = Near(run, sides, known)
    best = _competing(run, sides, known, near)
    best |= _with_occasion(run, sides, known, owners, best, dated)
    ids = run.history.people.id.take(np.array(list(best), np.int64)).to_pylist()
    order = sorted(zip(best.values(), ids, strict=True), key=lambda one: (-one[0].score, one[1]))
    by_theirs = _Writers(run, sides, known, owners, near)
    ways = [way for one, _ in order for way in by_theirs.of(one)]
    theirs = np.array([way.theirs for way in ways], np.int64)
    ours = np.array([way.owner for way in ways], np.int64)
    chosen = handed_out(theirs, ours, room)
    return [ways[k] for k in chosen.tolist()], len(order) - len(chosen)


def _competing(run: Run, sides: Sides, known: Known, near: Near) -> dict[int, Choice]:
    """The best pair of everybody whose turn it is, by rhythm."""
    pairs = run.pairs
    is_due = turns(pairs)[known.pair]
    long_ago = pairs.state[known.pair] == STATES.index("dormant")
    long_ago &= pairs.dormant_at[known.pair] < run.as_of - _RECENT
    enough = pairs.active_days[known.pair] > 1
    competes = known.is_mutual & (is_due | known.is_void) & ~long_ago & enough
    if sides.me is None:
        competes &= ~_handed_over(run, sides, known, is_due | known.is_void)
    else:
        competes &= known.ours == sides.me
    gain = np.where(known.is_void, 1.0, 1 - known.pressure)  # void: another way is not worn out
    loss = np.where(known.is_void, np.maximum(known.loss, known.pressure), known.loss)
    score = known.value * loss * gain
    place = np.flatnonzero(competes & (score > 0))
    place = place[np.lexsort((known.pair[place], -score[place]))]
    found: dict[int, Choice] = {}
    for k in place.tolist():
        them = int(known.theirs[k])
        if them in found:
            continue
        way = instead(run, known, near, k) if known.is_void[k] else None
        if way is not None and not way.is_any:
            continue  # nothing but one more mail to the void
        found[them] = Choice(
            them, k, int(known.ours[k]), k, float(known.value[k]), float(loss[k]),
            float(gain[k]), None, way, is_declared=False,
        )  # fmt: skip
    return found


def _handed_over(
    run: Run, sides: Sides, known: Known, is_due: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Pairs whose other one is kept by a colleague: as strong a tie, within its rhythm."""
    kept = np.zeros(len(run.history.people))
    is_kept = ~is_due & known.is_mutual & sides.writers[known.ours]
    np.maximum.at(kept, known.theirs[is_kept], known.strength[is_kept])
    return np.asarray(kept[known.theirs] >= np.maximum(known.strength, 1e-300))


def _with_occasion(
    run: Run,
    sides: Sides,
    known: Known,
    owners: Owners,
    best: dict[int, Choice],
    dated: tuple[list[Occasion], About],
) -> dict[int, Choice]:
    """People who have an occasion that is due, or whose organization has; dates cannot wait."""
    found: dict[int, Choice] = {}
    occasions, about = dated
    multiple = worth(run)
    for one in occasions:
        if one.state not in OPEN:
            continue
        them, k = _meant(run, known, about, one.fact.subject)
        if them == _NOBODY or them in found:
            continue
        before = float(known.value[k] / multiple[them]) if k >= 0 else 0.0
        value = max(before, 1.0) * float(multiple[them])
        mine = owners.of(run, them)
        ours = int(known.ours[k]) if k >= 0 else _NOBODY
        if sides.me is not None and ours != sides.me and sides.me not in mine:
            continue
        way = best[them].instead if them in best else None
        found[them] = Choice(them, k, ours, k, value, 1.0, 1.0, one, way, is_declared=False)
    return found


def _meant(run: Run, known: Known, about: About, subject: int) -> tuple[int, int]:
    """Whom an occasion means, and the pair with them; of an organization, who is worth most."""
    key = about.organization(subject)
    mask = known.theirs == subject if key is None else run.belonging.people_of([key])[known.theirs]
    place = np.flatnonzero(mask)
    if not len(place):
        return (subject if key is None else _NOBODY), _NOBODY
    best = place[np.lexsort((known.pair[place], -known.value[place]))][0]
    return int(known.theirs[best]), int(best)


class _Writers:
    """Who of ours may write to somebody, the preferred first."""

    def __init__(self, run: Run, sides: Sides, known: Known, owners: Owners, near: Near) -> None:
        self._run, self._sides, self._known, self._owners = run, sides, known, owners
        self._near = near
        self._heirs: dict[int, list[int]] = {}
        self._order = np.lexsort((known.pair, -known.strength, known.theirs))
        self._theirs = known.theirs[self._order]

    def of(self, one: Choice) -> list[Choice]:
        """The same choice by everybody who may write, the preferred first."""
        known, writers = self._known, self._sides.writers
        low, high = np.searchsorted(self._theirs, [one.theirs, one.theirs + 1])
        pairs = {int(known.ours[k]): int(k) for k in self._order[low:high][::-1]}
        declared = self._owners.of(self._run, one.theirs)
        near = [us for us in reversed(pairs) if writers[us]]
        candidates = list(dict.fromkeys([*declared, *near]))
        if self._sides.me is not None:
            candidates = [self._sides.me]
        if not candidates:
            candidates = self._in_organization(one.theirs)
        heirs = [] if candidates or one.k < 0 else self._nearest(int(known.ours[one.k]))
        candidates = candidates or heirs or [_NOBODY]
        return [
            Choice(
                one.theirs, one.k, us, pairs.get(us, _NOBODY), one.value, one.loss, one.gain,
                one.occasion, one.instead, is_declared=us in declared, is_heir=us in heirs,
            )
            for us in candidates
        ]  # fmt: skip

    def _in_organization(self, theirs: int) -> list[int]:
        """Those of ours who have a live tie with somebody of the organization, strongest first."""
        near = self._near.of(int(self._run.belonging.organization[theirs]))
        return list(dict.fromkeys(self._known.ours[near].tolist()))

    def _nearest(self, ours: int) -> list[int]:
        """Those of ours who write and were nearest to one who does not any more."""
        if ours not in self._heirs:
            a, b = self._run.pair_column("a"), self._run.pair_column("b")
            pair = np.concatenate([np.flatnonzero(a == ours), np.flatnonzero(b == ours)])
            other = np.where(a[pair] == ours, b[pair], a[pair])
            pair, other = pair[self._sides.writers[other]], other[self._sides.writers[other]]
            fades_at = self._run.pair_column("pair_fades_at")[pair]
            order = np.lexsort((other, -fades_at))[:_HEIRS]
            self._heirs[ours] = [int(one) for one in other[order]]
        return self._heirs[ours]
