"""The projection: the weighted graph that every measure reads, at one moment.

Strengths are relative to the strongest tie, ``2 ** ((fades_at - ref) / half_life)`` with ``ref``
the largest ``fades_at``: time alone changes none of them, and nothing underflows in an old log.
A pair is *live* while its strength, at the log's last interaction up to ``as_of``, is at least
``live_threshold`` of a fresh one. Degree, hops, components, core number and communities read live
pairs only; else ten years of dead ties would count as edges.

Path costs are integers, one over the root of strength (Opsahl's alpha 0.5), so that equal costs tie
equally in every library:

    cost = clip(round(16 * 2 ** ((ref - fades_at) / (2 * half_life))), 16, 2 ** 24)

Cost: O(number of ties).

References
----------
Opsahl, T., Agneessens, F., Skvoretz, J. "Node centrality in weighted networks: generalizing degree
and shortest paths." Social Networks 32 (2010).
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import igraph
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.network.neighbours import Neighbours, neighbours
from algorithms.network.received import Received, received
from algorithms.network.spanning import Spanning, spanning
from algorithms.network.triangles import triangle_counts
from algorithms.rhythm.exchanges import Begun
from algorithms.ties import Ties

__all__ = ["Projection", "projection"]

_MS = 1000.0
_SMALL = 32_000  # live pairs; among so few, nobody has a core number above 252


@dataclass(frozen=True)
class Projection:
    """Directed ties in order (source, target), unordered pairs in order (a, b), people 0 .. n-1.

    ``fades_at`` in milliseconds; ``pair`` is the place of each tie's pair; ``live`` marks pairs.
    ``last_at`` is the moment that liveness is measured at: the last interaction up to ``as_of``.
    ``community`` and ``organization`` number the groups that people are in, -1 for none; None where
    nobody said, and measures that read groups are then undefined. So it is with ``exchanges``, the
    conversations that each of a pair began, in the order of the pairs. ``keys`` are hashes of who
    people are; where None, they are told apart by their numbers. ``heard_of`` marks who was known
    of at the moment, which all with a tie were; None where everybody was.
    """

    people: int
    half_life: float  # milliseconds
    last_at: float  # milliseconds since the epoch
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    fades_at: NDArray[np.float64]
    pair: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    pair_fades_at: NDArray[np.float64]
    live: NDArray[np.bool_]
    community: NDArray[np.int32] | None = None
    organization: NDArray[np.int32] | None = None
    exchanges: Begun | None = None
    keys: NDArray[np.uint64] | None = None
    heard_of: NDArray[np.bool_] | None = None

    @cached_property
    def known(self) -> "Projection":
        """The same ties, among those alone who had been heard of, numbered anew in their order."""
        heard = self.heard_of
        if heard is None:
            return self
        place = (np.cumsum(heard) - 1).astype(np.int32)
        groups = (self.community, self.organization)
        community, organization = (None if one is None else one[heard] for one in groups)
        return replace(
            self,
            people=int(np.count_nonzero(heard)),
            source=place[self.source],
            target=place[self.target],
            a=place[self.a],
            b=place[self.b],
            community=community,
            organization=organization,
            keys=None if self.keys is None else self.keys[heard],
            heard_of=None,
        )

    def of_all(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give values of the known in the order of everybody; NaN for who had not been heard of."""
        if self.heard_of is None:
            return values
        found = np.full(self.people, np.nan)
        found[self.heard_of] = values
        return found

    def part(self, pairs: NDArray[np.bool_]) -> "Projection":
        """Give some pairs and their ties among the same people, as strong as in the whole."""
        begun, ties = self.exchanges, pairs[self.pair]
        found = replace(
            self,
            source=self.source[ties],
            target=self.target[ties],
            fades_at=self.fades_at[ties],
            pair=(np.cumsum(pairs, dtype=np.int32) - 1)[self.pair[ties]],
            a=self.a[pairs],
            b=self.b[pairs],
            pair_fades_at=self.pair_fades_at[pairs],
            live=self.live[pairs],
            exchanges=None if begun is None else Begun(begun.by_a[pairs], begun.by_b[pairs]),
        )
        found.__dict__["ref"] = self.ref  # which it would else find anew, among fewer
        return found

    @cached_property
    def ref(self) -> float:
        """The largest ``fades_at`` of a pair: what relative strengths are relative to."""
        return float(self.pair_fades_at.max()) if len(self.pair_fades_at) else 0.0

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """Relative strength of each directed tie."""
        return np.exp2((self.fades_at - self.ref) / self.half_life)

    @cached_property
    def pair_weight(self) -> NDArray[np.float64]:
        """Relative strength of each pair, both directions together."""
        return np.exp2((self.pair_fades_at - self.ref) / self.half_life)

    @cached_property
    def cost(self) -> NDArray[np.int64]:
        """Integer path cost of each pair."""
        doublings = np.minimum((self.ref - self.pair_fades_at) / (2 * self.half_life), 40.0)
        return np.clip(np.round(16 * np.exp2(doublings)), 16, 2**24).astype(np.int64)

    @property
    def capped(self) -> float:
        """The share of pairs at the largest path cost: too faint to be told apart."""
        return float(np.mean(self.cost == 2**24)) if len(self.a) else 0.0

    @cached_property
    def transition(self) -> sparse.csr_array:
        """Each person's ties as shares of their own total; rows scaled by their own largest tie."""
        n = self.people
        count = np.bincount(self.source, minlength=n)
        start = np.concatenate([[0], np.cumsum(count)])
        has_ties = count > 0
        largest = np.full(n, -np.inf)
        if len(self.source):
            largest[has_ties] = np.maximum.reduceat(self.fades_at, start[:-1][has_ties])
        scaled = np.exp2((self.fades_at - largest[self.source]) / self.half_life)
        total = np.bincount(self.source, scaled, n)
        shares = scaled / total[self.source]
        return sparse.csr_array((shares, self.target, start.astype(np.int32)), (n, n))

    @cached_property
    def received(self) -> Received:
        """The same shares by who gets them, laid out to be added up many times."""
        return received(self.transition, self.live_neighbours.person)

    @cached_property
    def graph(self) -> igraph.Graph:
        """All pairs as an undirected igraph, edges in the order of the pairs."""
        return _graph(self.people, self.a, self.b)

    @cached_property
    def tie_is_live(self) -> NDArray[np.bool_]:
        """Which ties are those of live pairs."""
        return self.live[self.pair]

    @cached_property
    def live_row(self) -> NDArray[np.intp]:
        """Where the live pairs stand among all."""
        return np.flatnonzero(self.live)

    @cached_property
    def live_ends(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Who the two of each live pair are."""
        return self.a.take(self.live_row), self.b.take(self.live_row)

    @property
    def is_small(self) -> bool:
        """Whether so few pairs are live that drawing them in igraph costs less than it saves."""
        return len(self.live_row) <= _SMALL

    @cached_property
    def live_graph(self) -> igraph.Graph:
        """The live pairs as an undirected igraph, edges in the order of the pairs."""
        return _graph(self.people, *self.live_ends)

    @cached_property
    def neighbours(self) -> Neighbours:
        """Who shares a pair with whom, laid out for walking."""
        return neighbours(self.people, self.a, self.b)

    @cached_property
    def live_neighbours(self) -> Neighbours:
        """Who shares a live pair with whom, laid out for walking."""
        return neighbours(self.people, *self.live_ends)

    @cached_property
    def live_degree(self) -> NDArray[np.float64]:
        """How many people each one shares a live pair with; one array for all who read it."""
        return _counted(self.people, *self.live_ends)

    @cached_property
    def live_in_degree(self) -> NDArray[np.float64]:
        """How many people reached out to each one, of those; one array for all who read it."""
        return _counted(self.people, self.target[self.tie_is_live])

    @cached_property
    def live_out_degree(self) -> NDArray[np.float64]:
        """How many people each one reached out to, of those; one array for all who read it."""
        return _counted(self.people, self.source[self.tie_is_live])

    @cached_property
    def live_spanning(self) -> Spanning:
        """The tree along which the live pairs were walked."""
        return spanning(self.live_neighbours)

    @property
    def in_common(self) -> NDArray[np.int64]:
        """How many people share a live pair with both, for every live pair in order."""
        return self._closed[0]

    @property
    def joined_contacts(self) -> NDArray[np.float64]:
        """How many live pairs there are among the people that each one shares a live pair with."""
        return self._closed[1]

    @cached_property
    def _closed(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """How many triangles each live pair is a side of, and each one a corner of."""
        near = self.live_neighbours
        sides, corners = triangle_counts(near)
        return sides, near.of_people(corners, self.people)

    @cached_property
    def found(self) -> dict[Hashable, Any]:
        """What several measures need and one of them has found, each under a key of its own."""
        return {}


def projection(
    ties: Ties,
    *,
    live_threshold: float = 1 / 64,
    community: NDArray[np.int32] | None = None,
    organization: NDArray[np.int32] | None = None,
    keys: NDArray[np.uint64] | None = None,
    heard_of: NDArray[np.bool_] | None = None,
) -> Projection:
    """Make the projection of ties, seen from the log's own last interaction.

    >>> from graph.timeline import Timeline
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 1], target=[1, 1, 2], at=[0, 0, 10])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=10, half_life=10))
    >>> seen.a, seen.b, seen.pair_weight.round(6)
    (array([0, 1], dtype=int32), array([1, 2], dtype=int32), array([1., 1.]))
    """
    if not 0 < live_threshold <= 1:
        raise ValueError(f"live_threshold must lie in (0, 1], not {live_threshold!r}")
    last = int(ties.pair_last_at.max()) if len(ties.a) else 0
    live = ties.pair_strength(last) >= live_threshold
    return Projection(
        people=ties.people,
        half_life=ties.half_life / _MS,
        last_at=last / _MS,
        source=ties.source,
        target=ties.target,
        fades_at=ties.fades_at,
        pair=ties.pair,
        a=ties.a,
        b=ties.b,
        pair_fades_at=ties.pair_fades_at,
        live=live,
        community=community,
        organization=organization,
        keys=keys,
        heard_of=heard_of,
    )


def _counted(people: int, *ends: NDArray[np.int32]) -> NDArray[np.float64]:
    found = np.zeros(people)
    for end in ends:
        found += np.bincount(end, minlength=people)
    found.flags.writeable = False  # several measures give it as it is
    return found


def _graph(people: int, a: NDArray[np.int32], b: NDArray[np.int32]) -> igraph.Graph:
    # a list of tuples is what igraph takes in fastest: 0.5 s for 1.4 million, an array 2 s
    return igraph.Graph(n=people, edges=list(zip(a.tolist(), b.tolist(), strict=True)))
