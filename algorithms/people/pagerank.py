"""PageRank: how much of everybody's attention ends up at somebody, and from whom it comes.

    r_i = (1 - d) / n  +  d * ( sum over j of  r_j * s_ji / s_j  +  D / n )

s_ji is the strength of the tie from j to i, s_j all that j sends, D the rank of those who send
nothing, shared out evenly; d is the damping. Think of a letter that is handed on: at each step its
holder passes it to one of those they write to, in proportion, and with probability 1 - d it starts
again at somebody picked at random. PageRank is the share of time the letter spends with each.

Directed from sender to receiver, over all ties. The values sum to 1; nobody has 0, people without
a tie have the least. Each sender's ties are scaled by their own strongest, so that old corners of
a long log keep their proportions. Iterated from the even distribution until the absolute changes
sum to less than the tolerance (1e-10), which takes at most log(tolerance / 2) / log(d) rounds.

Large networks, from 10,000 ties on, are solved instead: what those who send nothing hold begins
again as everything does, so it only scales the values, which are in proportion to y = q + d * sum
over j of y_j * s_ji / s_j, q_i = 1 / n. It ends when one more round by the formula above would
change the values by less than the tolerance in sum.

People are always taken in one order, and no thread changes a byte.

Cost: O(n + m) a round, some 120 to 150 rounds at the defaults.

References
----------
Brin, S., Page, L. "The anatomy of a large-scale hypertextual Web search engine." 1998.
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.network.fixed_point import fixed_point
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["pagerank", "shared_attention"]

Floats = NDArray[np.float64]

_SOLVED_FROM = 10_000  # ties; fewer take the rounds of the definition


def pagerank(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Share out attention along the ties until it settles.

    Ann writes to Bob, Bob to nobody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(2, source=[0], target=[1], at=[0])
    >>> seen = projection(ties(timeline, np.ones(1), as_of=0, half_life=10))
    >>> pagerank(seen).values.round(6)
    array([0.350877, 0.649123])
    """
    return shared_attention("pagerank", projection, np.ones(projection.people), options)


def shared_attention(
    name: str, projection: Projection, restart: NDArray[np.float64], options: Options
) -> Scores:
    """Share out attention that begins, and begins again, in proportion to *restart*.

    So does what comes to those who write to nobody. Someone whom no walk from there reaches has 0.
    """
    n, damping, tolerance = projection.people, options.damping, options.tolerance
    parameters = {"damping": damping, "tolerance": tolerance}
    if n == 0:
        return Scores(name, np.zeros(0), parameters)
    order, table = projection.received.order, projection.received.table
    begun = restart[order] / restart.sum()
    if table.nnz < _SOLVED_FROM:
        is_silent = (np.bincount(projection.source, minlength=n) == 0)[order]
        rank, has_settled = _rounds(table, begun, is_silent, damping, tolerance)
    else:
        table = sparse.csr_array((damping * table.data, table.indices, table.indptr), table.shape)
        # half: what is left over here is up to twice as much by the formula, beside all values
        rank, has_settled = fixed_point(
            table, begun, tolerance=tolerance / 2, rounds=_most_rounds(damping, tolerance)
        )
    values = np.empty(n)
    values[order] = rank / rank.sum()
    return Scores(name, values, parameters, has_converged=has_settled)


def _rounds(
    table: sparse.csr_array,
    begun: Floats,
    is_silent: NDArray[np.bool_],
    damping: float,
    tolerance: float,
) -> tuple[Floats, bool]:
    """Take rounds of the formula until they change less than the tolerance."""
    rank, change = begun.copy(), math.inf
    for _ in range(_most_rounds(damping, tolerance)):
        again = 1 - damping + damping * rank[is_silent].sum()
        after = table @ rank
        after *= damping
        after += again * begun
        rank -= after
        change = float(np.abs(rank, out=rank).sum())
        rank = after
        if change < tolerance:
            break
    return rank, change < tolerance


def _most_rounds(damping: float, tolerance: float) -> int:
    """Bound the rounds: the change is at most 2 at first and shrinks by the damping each time."""
    if damping == 0 or tolerance >= 2:
        return 2
    return math.ceil(math.log(tolerance / 2) / math.log(damping)) + 2
