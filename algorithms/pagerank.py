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

People are taken in the order of how many write to them: sums of equal length run through a
processor two to three times as fast. Large networks are taken in two halves side by side; every
sum is one person's, so that how many threads there are changes nothing.

Cost: O(n + m) a round, 146 rounds at the defaults.

References
----------
Brin, S., Page, L. "The anatomy of a large-scale hypertextual Web search engine." 1998.
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193.
"""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["pagerank", "shared_attention"]

Floats = NDArray[np.float64]

_SIDE_BY_SIDE = 1_000_000  # ties; half of fewer is done before a second thread has begun


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
    order = np.argsort(-np.bincount(projection.target, minlength=n), kind="stable")
    is_silent = (np.bincount(projection.source, minlength=n) == 0)[order]
    begun = restart[order] / restart.sum()
    rank = begun.copy()
    change = math.inf
    with _product(_incoming(projection, order)) as times:
        for _ in range(_most_rounds(damping, tolerance)):
            again = 1 - damping + damping * rank[is_silent].sum()
            after = times(rank)
            after *= damping
            after += again * begun
            rank -= after
            change = float(np.abs(rank, out=rank).sum())
            rank = after
            if change < tolerance:
                break
    values = np.empty(n)
    values[order] = rank / rank.sum()
    return Scores(name, values, parameters, has_converged=change < tolerance)


def _incoming(projection: Projection, order: NDArray[np.intp]) -> sparse.csr_array:
    """Lay out what each gets of what everybody has, people in some order."""
    incoming = projection.transition.T.tocsr()[order]
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    incoming.indices = place[incoming.indices]
    return incoming


@contextmanager
def _product(table: sparse.csr_array) -> Iterator[Callable[[Floats], Floats]]:
    """Give what multiplies a vector by a table, in two halves at once where it is large."""
    if table.nnz < _SIDE_BY_SIDE:
        yield table.__matmul__
        return
    middle = int(np.searchsorted(table.indptr, table.nnz / 2))
    halves = table[:middle], table[middle:]
    with ThreadPoolExecutor(2) as threads:
        yield lambda values: np.concatenate(list(threads.map(lambda half: half @ values, halves)))


def _most_rounds(damping: float, tolerance: float) -> int:
    """Bound the rounds: the change is at most 2 at first and shrinks by the damping each time."""
    if damping == 0 or tolerance >= 2:
        return 2
    return math.ceil(math.log(tolerance / 2) / math.log(damping)) + 2
