"""Ties: for every two people, the moment their relationship fades to one fresh interaction.

An interaction adds its weight to the tie when it happens. From then on that
contribution halves every *half-life*:

    strength_ij(t) = sum over k of  w_k * 2 ** -((t - t_k) / half_life),   t_k <= t

Kept as one date, which time alone never changes:

    fades_at_ij = half_life * log2( sum over k of  w_k * 2 ** (t_k / half_life) )
    strength_ij(t) = 2 ** ((fades_at_ij - t) / half_life)      from the last interaction on

A pair without an interaction has no tie. Weights of zero tie nobody.

Cost: O(m) time and memory for m interactions on a timeline that is indexed by pair.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous
time and eigenvector-based centralities." arXiv:1805.00193.
Cormode, G. et al. "Forward decay: a practical time decay model for streaming
systems." ICDE 2009.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.timeline import Timeline

__all__ = ["Ties", "ties"]

_MS = 1000.0  # microseconds in a millisecond


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
    fades_at: NDArray[np.float64]
    first_at: NDArray[np.int64]
    last_at: NDArray[np.int64]
    count: NDArray[np.int32]
    pair: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    pair_fades_at: NDArray[np.float64]
    pair_first_at: NDArray[np.int64]
    pair_last_at: NDArray[np.int64]
    pair_count: NDArray[np.int32]

    def strength(self, at: int) -> NDArray[np.float64]:
        """Give the directed strengths at a moment (microseconds), from their last interaction on."""
        return np.exp2((self.fades_at - at / _MS) * (_MS / self.half_life))

    def pair_strength(self, at: int) -> NDArray[np.float64]:
        """Give the strengths of pairs, both directions together, at a moment (microseconds)."""
        return np.exp2((self.pair_fades_at - at / _MS) * (_MS / self.half_life))


def ties(timeline: Timeline, weight: NDArray[np.float64], *, as_of: int, half_life: int) -> Ties:
    """Find when every tie fades to one fresh interaction, seen from *as_of*.

    Parameters
    ----------
    timeline
        Who reached whom, and when; what lies after *as_of* has not happened yet.
    weight
        One weight for each row of the timeline, from the settings.
    as_of, half_life
        Microseconds: since the epoch (UTC), and for a contribution to halve.

    Examples
    --------
    Ann wrote to Bob twice, one half-life (ten) apart: at 10 one and a half are left.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10])
    >>> found = ties(timeline, np.array([1.0, 1.0]), as_of=10, half_life=10)
    >>> found.strength(10)
    array([1.5])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    index = timeline.pairs
    pair_of_row = np.repeat(np.arange(len(index.a), dtype=np.int32), np.diff(index.start))
    order = index.order
    kept = (timeline.at[order] <= as_of) & (weight[order] > 0)
    if not kept.all():
        order, pair_of_row = order[kept], pair_of_row[kept]
    forward = timeline.source[order] < timeline.target[order]
    at, w = timeline.at[order], weight[order]

    first = np.flatnonzero(np.diff(pair_of_row, prepend=-1))
    number = pair_of_row[first]  # positions in the whole index, renumbered densely below
    a, b = index.a[number], index.b[number]
    sides = [_side(np.flatnonzero(side), at, w, first, half_life) for side in (forward, ~forward)]
    return _joined(timeline.people, half_life, a, b, sides)


def _side(
    row: NDArray[np.intp],
    at: NDArray[np.int64],
    weight: NDArray[np.float64],
    first: NDArray[np.intp],
    half_life: int,
) -> dict[str, NDArray]:  # type: ignore[type-arg]
    """Sum one direction of every pair: rows are in (pair, time) order."""
    pair = (np.searchsorted(first, row, "right") - 1).astype(np.int32)
    begin = np.flatnonzero(np.diff(pair, prepend=-1))
    count = np.diff(begin, append=len(row))
    at, weight = at[row], weight[row]
    last = at[begin + count - 1] if len(begin) else at[:0]
    left = weight * np.exp2((at - np.repeat(last, count)) / half_life)
    total = np.add.reduceat(left, begin) if len(begin) else left
    return {
        "pair": pair[begin],
        "fades_at": (last + half_life * np.log2(total)) / _MS,
        "first_at": at[begin],
        "last_at": last,
        "count": count.astype(np.int32),
    }


def _joined(
    people: int,
    half_life: int,
    a: NDArray[np.int32],
    b: NDArray[np.int32],
    sides: list[dict[str, NDArray]],  # type: ignore[type-arg]
) -> Ties:
    """Put both directions into one list of ties, and add them up into pairs."""
    forward, backward = sides
    both = {name: np.concatenate([forward[name], backward[name]]) for name in forward}
    source = np.concatenate([a[forward["pair"]], b[backward["pair"]]])
    target = np.concatenate([b[forward["pair"]], a[backward["pair"]]])
    order = np.argsort(source.astype(np.int64) * people + target, kind="stable")

    scale = _MS / half_life
    each = np.full((2, len(a)), -np.inf)
    first = np.full(len(a), np.iinfo(np.int64).max)
    last = np.full(len(a), np.iinfo(np.int64).min)
    count = np.zeros(len(a), np.int32)
    for row, side in enumerate(sides):
        pair = side["pair"]
        each[row, pair] = side["fades_at"]
        first[pair] = np.minimum(first[pair], side["first_at"])
        last[pair] = np.maximum(last[pair], side["last_at"])
        count[pair] += side["count"]
    high, low = each.max(axis=0), each.min(axis=0)
    pair_fades_at = high + np.log1p(np.exp2((low - high) * scale)) / np.log(2) / scale
    return Ties(
        people=people,
        half_life=half_life,
        source=source[order],
        target=target[order],
        fades_at=both["fades_at"][order],
        first_at=both["first_at"][order],
        last_at=both["last_at"][order],
        count=both["count"][order],
        pair=both["pair"][order],
        a=a,
        b=b,
        pair_fades_at=pair_fades_at,
        pair_first_at=first,
        pair_last_at=last,
        pair_count=count,
    )
