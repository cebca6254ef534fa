"""What the growth benchmark asks of tieline: one plain call for each measure of the tables."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.groups.communities import Communities, communities, described, rounds_for
from algorithms.groups.partition_search import best, live_pairs, searched
from algorithms.measures import MEASURES
from algorithms.network.sampling import sample
from algorithms.options import Options
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.people.personalised import personalised_pagerank
from algorithms.projection import Projection
from algorithms.rows.pair_rows import PairRows, pair_rows
from benchmarks.growth_search import AsGood, usual
from graph.timeline import Timeline

__all__ = ["OURS", "Given", "Library", "one_search"]

_COLUMNS = tuple(Projection.__dataclass_fields__)
_DRAWN = (
    "weight", "pair_weight", "cost", "transition", "received", "graph", "live_graph", "neighbours",
    "live_neighbours", "live_degree", "live_in_degree", "live_out_degree",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What every library starts from."""

    projection: Projection
    timeline: Timeline
    weight: NDArray[np.float64]
    as_of: int
    options: Options = field(default_factory=Options)
    modularity: float = 0.0  # of our communities: what others are searched for until they have it
    factor: float = 0.0  # of Katz, as we find it

    @property
    def pivots(self) -> list[int] | None:
        """The people that path measures start from; None where that is everybody."""
        near = self.projection.live_neighbours
        drawn = sample(np.sort(near.person), len(near.neighbour) // 2, self.options)
        return None if drawn.is_exact else drawn.starts.tolist()


@dataclass(frozen=True)
class Library:
    """A library: how it draws a graph, and its call for each measure, given what was drawn."""

    name: str
    draw: Callable[[Given], Any]
    calls: dict[str, Callable[[Any], Any]]


class _Anew:
    """Ours: a projection that is drawn, as theirs are, and of which no measure has been taken."""

    def __init__(self, given: Given) -> None:
        self.given = given
        drawn = Projection(**{one: getattr(given.projection, one) for one in _COLUMNS})
        for name in _DRAWN:
            getattr(drawn, name)
        self.known = vars(drawn).copy()
        self.rows: PairRows = pair_rows(given.timeline, given.weight, as_of=given.as_of)

    @property
    def seen(self) -> Projection:
        """The projection as it was drawn."""
        found = Projection(**{one: self.known[one] for one in _COLUMNS})
        vars(found).update(self.known)
        return found


def one_search(seen: Projection, seed: int) -> Communities:
    """Find communities by one seeded search, as in logs too large for several that agree."""
    pairs = live_pairs(seen)
    whole = searched(pairs, objective="modularity", resolution=1.0, alone=True)
    label = best(whole, [seed], rounds_for(len(pairs.a), alone=True))
    return described(seen, pairs, label[whole.spot], {"objective": "modularity", "resolution": 1.0})


def _searched(seen: Projection, seed: int) -> AsGood:
    begun = time.perf_counter()
    found = one_search(seen, seed)
    return AsGood(found, time.perf_counter() - begun)


def _ours() -> dict[str, Callable[[_Anew], Any]]:
    calls: dict[str, Callable[[_Anew], Any]] = {}
    for one in MEASURES:
        calls[one.name] = lambda at, of=one.function: of(at.seen, options=at.given.options)
    for two in PAIR_MEASURES:
        if two.reads == "projection":
            calls[two.name] = lambda at, of=two.function: of(at.seen)
        elif two.reads == "both":
            calls["signed_strength"] = lambda at, of=two.function: of(
                at.seen, at.given.timeline, at.rows
            )
        elif two.name not in ("response_p90_a", "answered_share_a", "response_median_b",
                              "response_p90_b", "answered_share_b", "started_by_a"):  # fmt: skip
            calls[two.name] = lambda at, of=two.function: of(at.given.timeline, at.rows)
    calls["communities"] = lambda at: communities(at.seen, options=at.given.options)
    calls["communities_as_good"] = lambda at: usual(lambda seed: _searched(at.seen, seed))
    calls["personalised_pagerank"] = lambda at: personalised_pagerank(at.seen, [0, 1, 2])
    return calls


OURS = Library("tieline", _Anew, _ours())
"""Every measure that it has is timed."""
