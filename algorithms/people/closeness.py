"""Closeness: how few steps away everybody else is.

    harmonic   closeness_i = sum over j of 1 / d_ij  / (n - 1)                     (default)
    classic    closeness_i = r_i / (n - 1)  *  r_i / sum over reached j of d_ij    (Wasserman-Faust)

d_ij is the length of the shortest path, 1 / d_ij = 0 where there is none, r_i the number of people
that i reaches, n the number of people who have a pair at all. Both lie between 0 and 1, where 1 is
a direct contact to everybody. Harmonic means the same in a network of several components, which is
why it is the default.

A step over a live pair counts one. By strength, a step over any pair counts the more the weaker it
is, and the strongest pair is one step long; which share of the pairs is at the largest cost is told
beside the values.

Who has no pair reaches nobody: harmonic 0; classic has no distance to average and is undefined.
Large graphs are sampled: distances to some of the people, the pivots, stand for the distances to
all. In hops the direct contacts are known without a search, so that pivots stand for the others
only. How far distances vary is never taken as less than one more pivot, unlike all that were drawn,
would make it: pivots that all see the same do not make an estimate exact.

Cost: in hops O(n / 64 * m * depth) exact and O(pivots / 64 * m * depth) sampled: 64 searches run at
once, one bit each. In strength O(starts * (m + n log n)), 1 s a pivot at 2.7 million pairs.

References
----------
Marchiori, M., Latora, V. "Harmony in the small-world." Physica A 285 (2000).
Wasserman, S., Faust, K. "Social network analysis." 1994, p. 201.
Then, M. et al. "The more the merrier: efficient multi-source graph traversal." VLDB 2014.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from algorithms.network.neighbours import Neighbours
from algorithms.network.sampling import sample
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["closeness"]

Floats = NDArray[np.float64]

_BITS = 64
_ROWS = 8  # starts whose distances to everybody are held at once
_GRAIN = 2.0**36  # inverse hops are rounded to this, so that sums are exact and equals stay equal


def closeness(
    projection: Projection,
    *,
    options: Options = DEFAULT,
    kind: Literal["harmonic", "classic"] = "harmonic",
) -> Scores:
    """Give how near each person is to everybody, from 0 to 1.

    Ann knows Bob, Bob knows Cleo; Dan knows nobody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> closeness(seen).values
    array([0.75, 1.  , 0.75, 0.  ])
    >>> closeness(seen, kind="classic").values.round(3)
    array([0.667, 1.   , 0.667,   nan])
    """
    if kind not in ("harmonic", "classic"):
        raise ValueError(f"kind must be 'harmonic' or 'classic', not {kind!r}")
    by_hops = options.paths == "hops"
    near = projection.live_neighbours if by_hops else projection.neighbours
    drawn = sample(np.sort(near.person), len(near.neighbour) // 2, options)
    parameters = {"kind": kind, "paths": options.paths} | drawn.parameters
    if not by_hops:
        parameters["capped"] = projection.capped
    values = np.full(projection.people, 0.0 if kind == "harmonic" else np.nan)
    if drawn.of == 0:
        return Scores("closeness", values, parameters)

    place = near.place_of(drawn.starts)
    others = np.full(len(near), float(len(place)))
    others[place] -= 1  # nobody is a start for themselves
    if by_hops:
        sums = _by_hops(near, place)
        seen = _Seen.all_alike(sums, others, 1.0)
        if not drawn.is_exact:
            seen = _Seen.beside_contacts(sums, others, near, place)
    else:
        length = (projection.cost / 16).take(near.pair)  # both ways: nothing is turned round
        nearest = np.minimum.reduceat(length, near.start[:-1])
        seen = _Seen.all_alike(_by_costs(length, near, place), others, nearest)
    found, variance = (_harmonic if kind == "harmonic" else _classic)(seen)
    values[near.person] = found
    return Scores("closeness", values, parameters, error=drawn.error(variance))


@dataclass(frozen=True)
class _Sums:
    """Over the starts that a place reaches: how many, their distances, inverses, and squares."""

    reached: Floats
    distance: Floats
    distance_squared: Floats
    inverse: Floats
    inverse_squared: Floats

    @classmethod
    def zeros(cls, n: int) -> "_Sums":
        return cls(*(np.zeros(n) for _ in range(5)))

    def add(self, count: Floats | float, distance: Floats | float, inverse: Floats | float) -> None:
        """Add so many starts at that distance to every place."""
        np.add(self.reached, count, out=self.reached)
        np.add(self.distance, count * distance, out=self.distance)
        np.add(self.distance_squared, count * distance**2, out=self.distance_squared)
        np.add(self.inverse, count * inverse, out=self.inverse)
        np.add(self.inverse_squared, count * inverse**2, out=self.inverse_squared)


def _by_hops(near: Neighbours, place: NDArray[np.int32]) -> _Sums:
    """Search from 64 starts at once: one bit of a word for each, passed on to all neighbours."""
    sums = _Sums.zeros(len(near))
    for begin in range(0, len(place), _BITS):
        chunk = place[begin : begin + _BITS]
        met = np.zeros(len(near), np.uint64)
        met[chunk] = np.uint64(1) << np.arange(len(chunk), dtype=np.uint64)
        fresh, distance = met.copy(), 0
        while fresh.any():
            distance += 1
            fresh = np.bitwise_or.reduceat(fresh[near.neighbour], near.start[:-1]) & ~met
            met |= fresh
            count = np.bitwise_count(fresh).astype(np.float64)
            sums.add(count, distance, np.round(_GRAIN / distance) / _GRAIN)
    return sums


def _by_costs(length: Floats, near: Neighbours, place: NDArray[np.int32]) -> _Sums:
    """Search from a few starts at a time, a step to each neighbour being so long."""
    sums = _Sums.zeros(len(near))
    matrix = sparse.csr_array((length, near.neighbour, near.start), (len(near), len(near)))
    for begin in range(0, len(place), _ROWS):
        for distance in dijkstra(matrix, indices=place[begin : begin + _ROWS]):
            is_reached = np.isfinite(distance) & (distance > 0)
            distance[~is_reached] = 1.0
            sums.add(is_reached.astype(np.float64), distance, 1 / distance)
    return sums


@dataclass(frozen=True)
class _Seen:
    """What is known of the distances of each place, and from how many starts.

    ``known`` is the share of all others that are one step away, and need no start; ``sums`` are
    over the ``count`` starts that stand for the ``rest``. ``spread`` turns the variance of these
    into that of the whole over all starts; ``unlike`` is how much one more start would count in it,
    nobody knows where: out of reach, or ``nearest``, as near as anybody of the rest can be.
    """

    sums: _Sums
    count: Floats
    known: Floats | float
    rest: Floats | float
    spread: Floats | float
    unlike: Floats | float
    nearest: Floats | float

    @classmethod
    def all_alike(cls, sums: _Sums, others: Floats, nearest: Floats | float) -> "_Seen":
        """Starts stand for everybody."""
        unlike = 1 / (others + 1)
        return cls(sums, others, known=0.0, rest=1.0, spread=1.0, unlike=unlike, nearest=nearest)

    @classmethod
    def beside_contacts(
        cls, sums: _Sums, others: Floats, near: Neighbours, place: NDArray[np.int32]
    ) -> "_Seen":
        """Starts in direct contact are left out, and all direct contacts counted instead."""
        is_start = np.zeros(len(near), np.bool_)
        is_start[place] = True
        met = np.add.reduceat(is_start[near.neighbour], near.start[:-1], dtype=np.float64)
        sums.add(-met, 1.0, 1.0)
        count, known = others - met, near.degree / (len(near) - 1)
        rest = 1 - known
        spread = rest**2 * len(place) / np.maximum(count, 1)
        return cls(sums, count, known, rest, spread, unlike=1 / (count + 1), nearest=2.0)

    def mean(self, total: Floats, near: float, unseen: float) -> tuple[Floats, Floats]:
        """Give the mean over the rest, *unseen* without a start, and that over all others."""
        found = np.full(len(total), unseen)
        np.divide(total, self.count, out=found, where=self.count > 0)
        return found, np.asarray(self.known * near + self.rest * found)


def _harmonic(seen: _Seen) -> tuple[Floats, Floats]:
    """Give the mean inverse distance to the others, and its variance over the starts."""
    rest, mean = seen.mean(seen.sums.inverse, near=1.0, unseen=0.5)
    variance = seen.sums.inverse_squared - seen.count * rest**2
    variance = np.maximum(variance, 0) / np.maximum(seen.count - 1, 1)
    unlike = np.maximum(1 / seen.nearest - rest, rest)  # as near as can be, or out of reach
    return mean, seen.spread * (variance + seen.unlike * unlike**2)


def _classic(seen: _Seen) -> tuple[Floats, Floats]:
    """Give share reached over mean distance, and its variance by linearising the ratio."""
    sums, many = seen.sums, np.maximum(seen.count, 1)
    rest, share = seen.mean(sums.reached, near=1.0, unseen=1.0)
    far, mean = seen.mean(sums.distance, near=1.0, unseen=2.0)
    safe = np.where(mean > 0, mean, 1.0)  # no start reached: a share of 0, and so a value of 0
    found = share**2 / safe
    slope, fall = 2 * share / safe, (share / safe) ** 2
    spread = rest * (1 - rest)
    spread_distance = np.maximum(sums.distance_squared / many - far**2, 0)
    together = far * (1 - rest)  # a distance is counted only where the start is reached
    variance = slope**2 * spread + fall**2 * spread_distance - 2 * slope * fall * together
    closest = slope * (1 - rest) - fall * (seen.nearest - far)
    out_of_reach = fall * far - slope * rest
    unlike = np.maximum(np.abs(closest), np.abs(out_of_reach))
    return found, seen.spread * (np.maximum(variance, 0) + seen.unlike * unlike**2)
