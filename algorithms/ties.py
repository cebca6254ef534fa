"""Ties: for every two people, the moment their relationship fades to one fresh interaction.

An interaction adds its weight to the tie when it happens. From then on that
contribution halves every *half-life*:

    strength_ij(t) = sum over k of  w_k * 2 ** -((t - t_k) / half_life),   t_k <= t

Kept as one date, which time alone never changes:

    fades_at_ij = half_life * log2( sum over k of  w_k * 2 ** (t_k / half_life) )
    strength_ij(t) = 2 ** ((fades_at_ij - t) / half_life)      from the last interaction on

A pair without an interaction has no tie. Weights of zero tie nobody. Contributions are summed
relative to the tie's own last interaction, so nothing underflows however old the log is. For a
moment before a tie's last interaction ask again with an earlier ``as_of``, or add up its
`contributions`.

Cost: O(m) time and memory for m interactions on a timeline that is indexed by pair, and one pass
of O(m) more for each further half-life.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous
time and eigenvector-based centralities." arXiv:1805.00193.
Cormode, G. et al. "Forward decay: a practical time decay model for streaming
systems." ICDE 2009.
Kossinets, G., Watts, D. J. "Empirical analysis of an evolving social network." Science 311
(2006): the mutual strength.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.rows.pair_rows import PairRows, pair_rows
from graph.timeline import Timeline

__all__ = ["Contributions", "Ties", "contributions", "ties", "ties_by_half_life", "ties_of_pairs"]

_MS = 1000.0  # microseconds in a millisecond

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Ties:
    """Directed ties in order (source, target), and the unordered pairs they belong to.

    ``fades_at`` is in milliseconds since the epoch (float), as are those of pairs, whose strength
    is the sum of both directions. ``first_at`` and ``last_at`` are microseconds. ``pair`` is the
    position of a tie's pair in ``a``, ``b`` (a < b, in order).
    """

    people: int
    half_life: int  # microseconds
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    fades_at: Floats
    first_at: NDArray[np.int64]
    last_at: NDArray[np.int64]
    count: NDArray[np.int32]
    pair: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    pair_fades_at: Floats
    pair_first_at: NDArray[np.int64]
    pair_last_at: NDArray[np.int64]
    pair_count: NDArray[np.int32]

    def strength(self, at: int) -> Floats:
        """Give the directed strengths at a moment (microseconds), from the last interaction on."""
        return self._left(self.fades_at, at)

    def pair_strength(self, at: int) -> Floats:
        """Give the strengths of pairs, both directions together, at a moment (microseconds)."""
        return self._left(self.pair_fades_at, at)

    def _left(self, fades_at: Floats, at: int) -> Floats:
        return np.exp2((fades_at - at / _MS) * (_MS / self.half_life))


@dataclass(frozen=True)
class Contributions:
    """What single interactions have left of a pair's strength; timeline rows, oldest first."""

    row: NDArray[np.integer]
    strength: Floats


def ties(timeline: Timeline, weight: Floats, *, as_of: int, half_life: int) -> Ties:
    """Find when every tie fades to one fresh interaction, seen from *as_of*.

    Parameters
    ----------
    timeline
        Who reached whom, and when; what lies after *as_of* has not happened yet.
    weight
        One weight for each row of the timeline, from the settings.
    as_of, half_life
        Microseconds: since the epoch (UTC), and for a contribution to halve.

    Raises
    ------
    ValueError
        Where a half-life is not positive, or weights and timeline differ in length.

    Examples
    --------
    Ann wrote to Bob twice, one half-life (ten) apart: at 10 one and a half are left.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10])
    >>> found = ties(timeline, np.array([1.0, 1.0]), as_of=10, half_life=10)
    >>> found.strength(10)
    array([1.5])
    """
    return ties_by_half_life(timeline, weight, as_of=as_of, half_lives=[half_life])[half_life]


def ties_by_half_life(
    timeline: Timeline, weight: Floats, *, as_of: int, half_lives: Sequence[int]
) -> dict[int, Ties]:
    """Find the ties for several half-lives (microseconds) at once: the rows are gathered only once.

    All of them share the same people, dates and counts; only when they fade differs.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10])
    >>> found = ties_by_half_life(timeline, np.ones(2), as_of=10, half_lives=[5, 10])
    >>> found[5].strength(10), found[10].strength(10)
    (array([1.25]), array([1.5]))
    """
    rows = pair_rows(timeline, weight, as_of=as_of)
    return ties_of_pairs(timeline, weight, rows, half_lives=half_lives)


def ties_of_pairs(
    timeline: Timeline, weight: Floats, rows: PairRows, *, half_lives: Sequence[int]
) -> dict[int, Ties]:
    """Find the ties of some pairs by their rows, for several half-lives (microseconds).

    >>> timeline = Timeline.of(3, source=[0, 1], target=[1, 2], at=[0, 10])
    >>> rows = pair_rows(timeline, np.ones(2), as_of=10)
    >>> ties_of_pairs(timeline, np.ones(2), rows, half_lives=[5])[5].target
    array([1, 2], dtype=int32)
    """
    for half_life in half_lives:
        if half_life <= 0:
            raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    forward = (timeline.source < timeline.target)[rows.row]
    at, weight = timeline.at[rows.row], weight[rows.row]
    sides = [_side(side, rows, at, weight) for side in (forward, ~forward)]

    shared, order = _shared(timeline.people, rows, at, sides)
    found = {}
    for half_life in half_lives:
        fades_at = [side.fades_at(half_life) for side in sides]
        found[half_life] = Ties(
            half_life=half_life,
            fades_at=np.concatenate(fades_at)[order],
            pair_fades_at=_added(len(rows), half_life, sides, fades_at),
            **shared,
        )
    return found


def contributions(
    timeline: Timeline,
    weight: Floats,
    between: tuple[int, int],
    *,
    as_of: int,
    half_life: int,
) -> Contributions:
    """Open the strength of one pair at a moment down to its interactions; the parts add up to it.

    The formula is w_k * 2 ** -((as_of - t_k) / half_life) for each, with *as_of* and *half_life* in
    microseconds. Strangers have none. Cost: O(interactions of the pair).

    >>> timeline = Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 10])
    >>> contributions(timeline, np.ones(2), (1, 0), as_of=20, half_life=10).strength
    array([0.25, 0.5 ])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    pair = timeline.pairs.find(*between)
    row = timeline.pairs.order[:0] if pair is None else timeline.pairs.rows(pair)
    row = row[(timeline.at[row] <= as_of) & (weight[row] > 0)]
    return Contributions(row, weight[row] * np.exp2((timeline.at[row] - as_of) / half_life))


@dataclass(frozen=True)
class _Side:
    """One direction of all pairs that have it: its rows' ages before its own last interaction."""

    pair: NDArray[np.int32]
    begin: NDArray[np.intp]
    first_at: NDArray[np.int64]
    last_at: NDArray[np.int64]
    count: NDArray[np.int32]
    age: NDArray[np.int64]
    weight: Floats

    def fades_at(self, half_life: int) -> Floats:
        """Sum what is left at the last interaction, and turn it into a date in milliseconds."""
        if len(self.begin) == 0:
            return np.zeros(0)
        left = self.age / -half_life
        np.exp2(left, out=left)
        left *= self.weight
        total = np.add.reduceat(left, self.begin)
        found: Floats = (self.last_at + half_life * np.log2(total)) / _MS
        return found


def _side(is_in: NDArray[np.bool_], rows: PairRows, at: NDArray[np.int64], weight: Floats) -> _Side:
    """Take one direction out of rows in (pair, time) order."""
    pair, at, weight = rows.pair[is_in], at[is_in], weight[is_in]
    begin = np.flatnonzero(np.diff(pair, prepend=-1))
    count = np.diff(begin, append=len(pair))
    last = at[begin + count - 1]
    return _Side(
        pair=pair[begin],
        begin=begin,
        first_at=at[begin],
        last_at=last,
        count=count.astype(np.int32),
        age=np.repeat(last, count) - at,
        weight=weight,
    )


def _shared(
    people: int, rows: PairRows, at: NDArray[np.int64], sides: list[_Side]
) -> tuple[dict[str, Any], NDArray[np.intp]]:
    """Give what does not depend on the half-life, and the order of the ties of both sides."""
    a_to_b, b_to_a = sides
    source = np.concatenate([rows.a[a_to_b.pair], rows.b[b_to_a.pair]])
    target = np.concatenate([rows.b[a_to_b.pair], rows.a[b_to_a.pair]])
    order = np.argsort(source.astype(np.int64) * people + target, kind="stable")

    def joined(name: str) -> NDArray:  # type: ignore[type-arg]
        return np.concatenate([getattr(side, name) for side in sides])[order]

    shared = {
        "people": people,
        "source": source[order],
        "target": target[order],
        "first_at": joined("first_at"),
        "last_at": joined("last_at"),
        "count": joined("count"),
        "pair": joined("pair"),
        "a": rows.a,
        "b": rows.b,
        "pair_first_at": at[rows.first],
        "pair_last_at": at[rows.last],
        "pair_count": np.diff(rows.start).astype(np.int32),
    }
    return shared, order


def _added(pairs: int, half_life: int, sides: list[_Side], fades_at: list[Floats]) -> Floats:
    """Add both directions of every pair: the larger date, moved by what the smaller one adds."""
    each = np.full((2, pairs), -np.inf)
    for way, side in enumerate(sides):
        each[way, side.pair] = fades_at[way]
    high, low = each.max(axis=0), each.min(axis=0)
    halvings = (low - high) * (_MS / half_life)
    added: Floats = high + np.log1p(np.exp2(halvings)) / np.log(2) * (half_life / _MS)
    return added
