"""Held since: from which moment on a group has held together, by ties that have not ended since.

A pair inside the group has been live without a break since one of its interactions: the last one
before which its strength had fallen below the threshold (or which was its first).

    since_p = the last t_k of pair p with  strength_p just before t_k < threshold

Take the pairs inside the group in the order of these moments, the oldest first. The group has held
since the moment of the pair that links members who hold more than half of it: members among whom
more than half of all strength inside the group lies, counted at both ends. So neither somebody who
came last week makes a group young, nor two old friends among newcomers make it old.

A group without live pairs inside has no such moment (``NEVER``), nor has one whose live pairs fall
apart into parts of half its strength at most. One that was there when the log begins is as old as
its log.

Cost: O(r log r) for the r interactions of the pairs inside, at most log(p) searches for connected
parts in each group of p pairs.

References
----------
Palla, G., Barabasi, A.-L., Vicsek, T. "Quantifying social group evolution." Nature 446 (2007): a
community's age.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.groups.membership import Groups
from algorithms.projection import Projection
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import of_pairs
from graph.timeline import Timeline

__all__ = ["NEVER", "held_since", "live_since"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = int(np.iinfo(np.int64).min)
"""What stands for no moment."""

_HALF = 0.5 * (1 + 1e-9)  # a rounding more than half is half
_FEW = 5_000  # pairs inside


def held_since(
    projection: Projection,
    groups: Groups,
    timeline: Timeline,
    rows: PairRows,
    *,
    of: NDArray[np.integer],
    half_life: int,
    live_threshold: float,
) -> Ints:
    """Say since when some groups have held together, in microseconds; ``NEVER`` for no moment.

    Parameters
    ----------
    projection, groups
        The pairs as they are seen, and who is in which group.
    timeline, rows
        The interactions of the same pairs, in the same order.
    of
        The numbers of the groups asked about.
    half_life, live_threshold
        Those the projection was made with: microseconds, and the strength from which on a pair is
        live.

    Examples
    --------
    Ann and Bob wrote at 0 and at 10; Cleo joined them at 8.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1, 0], target=[1, 2, 1], at=[0, 8, 10])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=10, half_life=10))
    >>> rows = pair_rows(timeline, np.ones(3), as_of=10)
    >>> everybody = Groups.of_labels(np.zeros(3, int))
    >>> held_since(seen, everybody, timeline, rows, of=np.array([0]), half_life=10,
    ...            live_threshold=1 / 64)
    array([0])
    """
    if len(rows) != len(projection.a):
        raise ValueError(f"rows of {len(rows)} pairs, but {len(projection.a)} are looked at")
    inside = _inside(projection, groups, of)
    pair = np.unique(np.concatenate([np.zeros(0, np.intp), *inside]))
    since = live_since(timeline, of_pairs(rows, pair), half_life, live_threshold)
    found = np.full(len(of), NEVER, np.int64)
    for place, mine in enumerate(inside):
        if len(mine):
            ends = projection.a[mine], projection.b[mine]
            began = since[np.searchsorted(pair, mine)]
            found[place] = _more_than_half(*ends, projection.pair_weight[mine], began)
    return found


def live_since(timeline: Timeline, rows: PairRows, half_life: int, live_threshold: float) -> Ints:
    """Say since when each pair has been live without a break, if it is live at all.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0, 1], target=[1, 1, 0], at=[0, 900, 910])
    >>> live_since(timeline, pair_rows(timeline, np.ones(3), as_of=910), 10, 1 / 64)
    array([900])
    """
    at, position = timeline.at[rows.row], np.arange(len(rows.row))
    first = np.repeat(rows.first, np.diff(rows.start))
    strength = _strength_after(at, first, rows.weights, half_life)
    before = np.zeros(len(at))  # just before each interaction
    before[1:] = strength[:-1] * np.exp2(np.minimum(-np.diff(at), 0) / half_life)
    begins = (position == first) | (before < live_threshold)
    last = np.maximum.reduceat(np.where(begins, position, 0), rows.first) if len(at) else position
    found: Ints = at[last].astype(np.int64)
    return found


def _strength_after(at: Ints, first: Ints, weight: Floats, half_life: int) -> Floats:
    """Give the strength of its pair just after each interaction.

    Each round adds what as many interactions before those added so far have left, so that nothing
    overflows, however long the log.
    """
    strength, step, position = weight.astype(np.float64), 1, np.arange(len(at))
    longest = int((position - first).max(initial=0))
    while step <= longest:
        later = np.flatnonzero(position - first >= step)
        faded = np.exp2((at[later - step] - at[later]) / half_life)
        added = strength[later - step] * faded
        strength[later] += added
        step *= 2
    return strength


def _inside(
    projection: Projection, groups: Groups, of: NDArray[np.integer]
) -> list[NDArray[np.intp]]:
    """The live pairs between members of each of some groups."""
    label = groups.label
    if label is None:
        return [_between(projection, groups.members(int(k))) for k in of]
    group = label[projection.a]
    pair = np.flatnonzero((group == label[projection.b]) & (group >= 0) & projection.live)
    pair = pair[np.argsort(group[pair], kind="stable")]
    low, high = (np.searchsorted(group[pair], of, side) for side in ("left", "right"))
    return [pair[i:j] for i, j in zip(low.tolist(), high.tolist(), strict=True)]


def _between(projection: Projection, people: NDArray[np.int32]) -> NDArray[np.intp]:
    is_member = np.zeros(projection.people, bool)
    is_member[people] = True
    return np.flatnonzero(is_member[projection.a] & is_member[projection.b] & projection.live)


def _more_than_half(a: NDArray[np.int32], b: NDArray[np.int32], weight: Floats, began: Ints) -> int:
    """The first moment at which pairs that began until then link more than half of the strength."""
    person, place = np.unique(np.concatenate([a, b]), return_inverse=True)
    one, other = place[: len(a)], place[len(a) :]
    held = np.bincount(one, weight, len(person)).astype(np.float64)
    held += np.bincount(other, weight, len(person))
    if len(a) <= _FEW:
        return _joined(one, other, held, began)
    moments = np.unique(began)
    low, high = 0, len(moments)  # what stands at the end links all that are linked at all
    while low < high:
        middle = (low + high) // 2
        if _largest_part(one, other, held, began <= moments[middle]) > _HALF * held.sum():
            high = middle
        else:
            low = middle + 1
    return int(moments[low]) if low < len(moments) else NEVER


def _joined(one: NDArray[np.intp], other: NDArray[np.intp], held: Floats, began: Ints) -> int:
    """The same for few pairs, one after the other: sorting them takes less than each search."""
    part, holds, half = list(range(len(held))), held.tolist(), _HALF * float(held.sum())
    for k in np.argsort(began, kind="stable").tolist():
        first, second = _part_of(part, int(one[k])), _part_of(part, int(other[k]))
        if first != second:
            part[second] = first
            holds[first] += holds[second]
            if holds[first] > half:
                return int(began[k])
    return NEVER


def _part_of(part: list[int], person: int) -> int:
    while part[person] != person:
        part[person] = part[part[person]]
        person = part[person]
    return person


def _largest_part(
    one: NDArray[np.intp], other: NDArray[np.intp], held: Floats, is_there: NDArray[np.bool_]
) -> float:
    """The strength that the members of the largest connected part hold."""
    ends = one[is_there], other[is_there]
    shape = (len(held), len(held))
    joined = sparse.coo_array((np.ones(len(ends[0]), np.int8), ends), shape)
    count, part = sparse.csgraph.connected_components(joined, directed=False)
    return float(np.bincount(part, held, count).max())
