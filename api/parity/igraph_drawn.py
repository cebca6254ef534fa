"""igraph: a projection as it keeps people, ties and pairs."""

from functools import cached_property

import igraph
import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection

__all__ = ["InIgraph"]

Floats = NDArray[np.float64]
Chosen = NDArray[np.bool_]


class InIgraph:
    """A projection as igraph keeps it, made anew: nothing of ours is shared but the columns."""

    def __init__(self, seen: Projection) -> None:
        self.seen = seen
        self.all_ties = np.ones(len(seen.source), np.bool_)
        self.all_pairs = np.ones(len(seen.a), np.bool_)

    def _ties(self, chosen: Chosen) -> igraph.Graph:
        ends = (self.seen.source[chosen].tolist(), self.seen.target[chosen].tolist())
        return igraph.Graph(self.seen.people, list(zip(*ends, strict=True)), directed=True)

    def _pairs(self, chosen: Chosen) -> igraph.Graph:
        ends = (self.seen.a[chosen].tolist(), self.seen.b[chosen].tolist())
        return igraph.Graph(self.seen.people, list(zip(*ends, strict=True)))

    @cached_property
    def ties(self) -> igraph.Graph:
        """All ties."""
        return self._ties(self.all_ties)

    @cached_property
    def live_ties(self) -> igraph.Graph:
        """The ties of live pairs."""
        return self._ties(self.seen.tie_is_live)

    @cached_property
    def strong_ties(self) -> igraph.Graph:
        """Ties of which 1/16 of a fresh interaction is left at the last interaction."""
        left = np.exp2((self.seen.fades_at - self.seen.last_at) / self.seen.half_life)
        return self._ties(left >= 1 / 16)

    @cached_property
    def pairs(self) -> igraph.Graph:
        """All pairs."""
        return self._pairs(self.all_pairs)

    @cached_property
    def live(self) -> igraph.Graph:
        """The live pairs."""
        return self._pairs(self.seen.live)

    def by_live_pair(self, found: Floats) -> Floats:
        """Lay what was found of live pairs out over all pairs."""
        values = np.full(len(self.seen.a), np.nan)
        values[self.seen.live] = found
        return values
