"""Contact prior: how likely pairs of whom little is known are in touch again, by what others did.

Standing at past moments one horizon apart, every pair falls into a class by its silence, in
horizons (up to 1/3, 1, 2, 4, 8, 16, more), and by its active days (1, 2 to 4, 5 and more). Of each
class one counts how often contact came within the horizon:

    prior = (came + 10 parent) / (cases + 10)

where the parent of a class is its silence whatever the active days, and the parent of those the
whole log. A segment has a class of its own where it has 50 cases in it; its parent is the log's.
Below 10 pairs that were ever a case there is no prior.

Cost: O(m) a moment for the m contacts of at most 50,000 pairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.calibration import wilson
from algorithms.liveness.cuts import LEAST_HEARD, DaysHeard
from algorithms.liveness.facts import Known
from graph.moments import DAY

__all__ = ["P_FROM", "Chances", "ContactPrior", "PairSegments", "contact_prior"]

P_FROM = ("none", "model", "segment prior", "prior", "departure")
"""Where a probability comes from; chances hold positions in here. A run knows of departures."""

_SILENCE = np.array([1 / 3, 1, 2, 4, 8, 16])  # horizons
_ACTIVE_DAYS = np.array([2, 5])
_WEIGHT = 10.0  # cases that a parent counts for
_OF_SEGMENT = 50  # cases from which on a segment has a class of its own
_MOMENTS = 6
_LEAST_PAIRS = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class PairSegments:
    """The segment of every pair: a position in the names, or -1 for none."""

    names: tuple[str, ...]
    code: NDArray[np.integer]

    @classmethod
    def of(
        cls,
        members: Mapping[str, NDArray[np.bool_]],
        a: NDArray[np.integer],
        b: NDArray[np.integer],
    ) -> "PairSegments":
        """Give each pair the smallest segment that one of the two is in; of equals the first.

        >>> found = PairSegments.of({"all": np.ones(3, bool), "one": np.arange(3) == 2},
        ...                         np.array([0, 0]), np.array([1, 2]))
        >>> found.names, found.code
        (('all', 'one'), array([0, 1], dtype=int32))
        """
        names = tuple(sorted(members))
        size = {name: int(np.count_nonzero(members[name])) for name in names}
        code = np.full(len(a), -1, np.int32)
        for k in sorted(range(len(names)), key=lambda k: (-size[names[k]], -k)):
            mask = members[names[k]]
            code[mask[a] | mask[b]] = k
        return cls(names, code)

    def part(self, pair: NDArray[np.integer]) -> "PairSegments":
        """Take the pairs at some positions."""
        return PairSegments(self.names, self.code[pair])


@dataclass(frozen=True)
class Chances:
    """P(contact) of pairs with its interval, and where it comes from (positions in `P_FROM`)."""

    p: Floats
    low: Floats
    high: Floats
    origin: NDArray[np.uint8]


@dataclass(frozen=True)
class ContactPrior:
    """Cases, and those that contact came of: by group (0 is the whole log), silence, active days.

    Group k + 1 is the segment called ``segments[k]``.
    """

    horizon_days: int
    segments: tuple[str, ...]
    cases: tuple[tuple[tuple[int, ...], ...], ...]
    came: tuple[tuple[tuple[int, ...], ...], ...]

    def chances(
        self,
        elapsed_days: Floats,
        active_days: NDArray[np.integer],
        segments: PairSegments | None = None,
    ) -> Chances:
        """Give the prior of pairs by their silence, active days and segment."""
        cases, came = np.array(self.cases, np.int64), np.array(self.came, np.int64)
        silence, days = _classes(elapsed_days, active_days, self.horizon_days)
        whole = came[0].sum() / max(cases[0].sum(), 1)
        by_silence = _drawn(came[0].sum(axis=1), cases[0].sum(axis=1), whole)
        of_log = _drawn(came[0], cases[0], by_silence[:, None])
        table = np.where(cases >= _OF_SEGMENT, _drawn(came, cases, of_log), of_log)
        table[0] = of_log
        group = np.zeros(len(silence), np.int64)
        if segments is not None:
            group = np.asarray(segments.code, np.int64) + 1
            group[cases[group, silence, days] < _OF_SEGMENT] = 0
        low, high = wilson(came, cases)
        low, high = np.minimum(low, table), np.maximum(high, table)
        place = (group * table.shape[1] + silence) * table.shape[2] + days
        origin = np.where(group > 0, P_FROM.index("segment prior"), P_FROM.index("prior"))
        p, low, high = (one.ravel()[place] for one in (table, low, high))
        return Chances(p, low, high, origin.astype(np.uint8))


def contact_prior(
    known: Known,
    *,
    as_of: int,
    horizon_days: int,
    segments: PairSegments | None = None,
    told: Ints | None = None,
    heard: DaysHeard | None = None,
) -> ContactPrior | None:
    """Count, at up to 6 past moments, what came of every pair; None below 10 of them.

    *told* is up to when the log tells of each pair; without *heard* every day is.
    """
    horizon = horizon_days * DAY
    names = () if segments is None else segments.names
    shape = (len(names) + 1, len(_SILENCE) + 1, len(_ACTIVE_DAYS) + 1)
    cases, came = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    new_day = np.diff(known.at // DAY, prepend=-1) != 0
    new_day[known.start[:-1]] = True
    most = 0
    for back in range(1, _MOMENTS + 1):
        cut = as_of - back * horizon
        count = known.count_until(cut)
        pair = np.flatnonzero(count if told is None else (count > 0) & (told >= cut + horizon))
        if heard is not None:
            pair = pair[heard(pair, cut, cut + horizon) >= LEAST_HEARD * horizon_days]
        most = max(most, len(pair))
        if len(pair) == 0:
            continue
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(new_day & (known.at <= cut))])
        days = (before[known.start[1:]] - before[known.start[:-1]])[pair]
        elapsed = (cut - known.at[known.start[:-1][pair] + count[pair] - 1]) / DAY
        is_met = known.count_until(cut + horizon)[pair] > count[pair]
        place = _classes(elapsed, days, horizon_days)
        own = None if segments is None else segments.code[pair]
        for group in range(shape[0]):
            is_in = slice(None) if group == 0 or own is None else own == group - 1
            where = place[0][is_in] * shape[2] + place[1][is_in]
            cases[group] += np.bincount(where, minlength=shape[1] * shape[2]).reshape(shape[1:])
            met = np.bincount(where, is_met[is_in], shape[1] * shape[2]).astype(np.int64)
            came[group] += met.reshape(shape[1:])
    if most < _LEAST_PAIRS:
        return None
    return ContactPrior(horizon_days, names, _tuples(cases), _tuples(came))


def _classes(
    elapsed_days: Floats, active_days: NDArray[np.integer], horizon_days: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    horizons = elapsed_days / horizon_days
    silence, days = np.zeros((2, len(horizons)), np.intp)
    for bound in _SILENCE:  # a few, so that this is quicker than to search them for every pair
        silence += horizons > bound
    for least in _ACTIVE_DAYS:
        days += active_days >= least
    return silence, days


def _drawn(came: Ints, cases: Ints, parent: Floats | float) -> Floats:
    return np.asarray((came + _WEIGHT * parent) / (cases + _WEIGHT))


def _tuples(table: Ints) -> tuple[tuple[tuple[int, ...], ...], ...]:
    return tuple(tuple(tuple(row) for row in one) for one in table.tolist())
