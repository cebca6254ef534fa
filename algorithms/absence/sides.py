"""Sides: the two people of every overdue pair and their organizations, and what each lacks.

An organization counts as one where at least two of its people reached out to anybody; what it
brings is what they bring together. The two sides of a pair of colleagues share one.

Cost: O(400) for each person and organization of an overdue pair.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from algorithms.absence.absences import absences
from algorithms.absence.deficits import Deficits, Level, deficits
from algorithms.absence.departures import person_absences
from algorithms.absence.initiative import PRESENT, Initiative
from algorithms.feeds.outages import quiet_a_year_before
from graph.moments import DAY

__all__ = ["Side", "organizations_of", "people_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Side:
    """One of the two people of every pair, or their organizations: -1 in *who* for none.

    ``since`` is the first day, microseconds, of the absence that covers most of the silence;
    ``lasts`` whether it still does; ``recurs`` whether a year before was as quiet.
    """

    who: Ints
    lacks: Deficits
    since: Ints
    lasts: NDArray[np.bool_]
    recurs: NDArray[np.bool_]


def people_of(initiative: Initiative, who: Ints, by_pair: Ints, silent: Floats) -> Side:
    """Give one of the two people of every pair; *silent* is the pair's silence in days.

    *by_pair* is how many days they reached out to the other of the two.
    """
    people, row = np.unique(who, return_inverse=True)
    counts = initiative.reached[people, -PRESENT:] if len(people) else initiative.reached[:0]
    level = Level(
        counts, person_absences(initiative, people), _first_day(initiative), initiative.weekday
    )
    total = np.maximum(np.asarray(initiative.reached[people].sum(axis=1), np.float64), 1.0)
    return _side(initiative, level, who, row, np.minimum(by_pair / total[row], 1.0), silent)


def organizations_of(
    initiative: Initiative, organization: NDArray[np.int32], who: Ints, silent: Floats
) -> Side:
    """Give the organization of one of the two people of every pair, its other people's deficit."""
    total = np.asarray(initiative.reached.sum(axis=1), np.float64)
    members = np.bincount(
        organization[(total > 0) & (organization >= 0)],
        minlength=int(organization.max(initial=0)) + 1,
    )
    code = organization[who].astype(np.int64)
    code = np.where((code >= 0) & (members[np.maximum(code, 0)] >= 2), code, -1)
    codes = np.unique(code[code >= 0])
    row = np.where(code >= 0, np.searchsorted(codes, code), -1)
    grouped = _grouped(organization, codes)
    counts = csr_array(grouped @ initiative.reached)
    counts.sort_indices()
    size = np.maximum(np.asarray(grouped @ total, np.float64), 1.0)
    feeds = (grouped @ (initiative.feeds * total[:, None])) / size[:, None]
    lately = csr_array(counts[:, -PRESENT:])
    lately.sort_indices()
    found = absences(
        lately,
        initiative.weekday,
        _first_day(initiative),
        feeds,
        initiative.out[:, -PRESENT:],
    )
    level = Level(lately, found, _first_day(initiative), initiative.weekday)
    share = np.where(row >= 0, total[who] / size[np.maximum(row, 0)] if len(size) else 0.0, 0.0)
    side = _side(initiative, level, code, row, share, silent)
    return Side(side.who, side.lacks, side.since, side.lasts, _recurs(counts, row, side))


def _side(
    initiative: Initiative, level: Level, who: Ints, row: Ints, share: Floats, silent: Floats
) -> Side:
    end = (initiative.as_of + 1) / DAY - level.first_day
    lacks = deficits(level, row, end - silent, end, share)
    since = (level.first_day + lacks.since) * DAY
    lasts = (lacks.until >= PRESENT) & (lacks.days > 0)
    return Side(who, lacks, since, lasts, np.zeros(len(who), bool))


def _recurs(counts: csr_array, row: Ints, side: Side) -> NDArray[np.bool_]:
    """Whether the absence of each one's organization fell on a quiet time of the year before."""
    found = np.zeros(len(row), bool)
    lacking = np.flatnonzero((row >= 0) & (side.lacks.days > 0))
    before, each = counts.shape[1] - PRESENT, PRESENT + 1
    days = side.lacks.since[lacking] * each + side.lacks.until[lacking]
    keys, which = np.unique(row[lacking] * each**2 + days, return_inverse=True)
    recurs = np.zeros(len(keys), bool)
    volume, last = np.zeros(counts.shape[1], counts.dtype), -1
    for k, key in enumerate(keys.tolist()):
        of, since, until = key // each**2, key // each % each, key % each
        if of != last:
            volume[:] = 0
            part = slice(counts.indptr[of], counts.indptr[of + 1])
            volume[counts.indices[part]] = counts.data[part]
            last = of
        recurs[k] = quiet_a_year_before(volume, since + before, until + before)
    found[lacking] = recurs[which]
    return found


def _grouped(organization: NDArray[np.int32], codes: Ints) -> csr_array:
    """Give the matrix that sums people by their organizations."""
    person = np.flatnonzero(np.isin(organization, codes))
    row = np.searchsorted(codes, organization[person])
    ones = np.ones(len(person), np.int32)
    return csr_array((ones, (row, person)), shape=(len(codes), len(organization)))


def _first_day(initiative: Initiative) -> int:
    return initiative.first_day + int(initiative.reached.shape[1]) - PRESENT
