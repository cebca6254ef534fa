"""PageRank: how much of everybody's attention ends up at somebody, and from whom it comes.

    r_i = (1 - d) / n  +  d * ( sum over j of  r_j * s_ji / s_j  +  D / n )

s_ji is the strength of the tie from j to i, s_j all that j sends, D the rank of those who send
nothing, shared out evenly; d is the damping. Think of a letter that is handed on: at each step its
holder passes it to one of those they write to, in proportion, and with probability 1 - d it starts
again at somebody picked at random. PageRank is the share of time the letter spends with each.

Directed from sender to receiver, over all ties. The values sum to 1; nobody has 0, people without
a tie have the least. Each sender's ties are scaled by their own strongest, so that old corners of
a long log keep their proportions.

What those who write to nobody hold begins again as everything does, so it only scales the values:
they are in proportion to y_i = q_i + d * sum over j of y_j * s_ji / s_j, q_i = 1 / n. Iterated from
y = q until a round adds less than the tolerance (1e-10) of all, which takes at most
log(tolerance * (1 - d)) / log(d) rounds; values only grow, so that each is right in proportion. A
round brings up to eight parts of the people up to date, two at a time and side by side; each two
read what those before have found, which saves one round in six. How many threads there are changes
nothing. People are taken in the order of how many write to them: sums of equal length run through
a processor two to three times as fast.

Cost: O(n + m) a round, about 105 rounds at the defaults.

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
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["pagerank", "shared_attention"]

Floats = NDArray[np.float64]
_Run = Callable[..., Any]

_MOST_PARTS, _AT_ONCE = 8, 2  # never depend on the machine: parts decide how sums are rounded
_TIES_OF_A_PART = 100_000  # fewer are done before the next part is called
_SIDE_BY_SIDE = 1_000_000  # ties; of fewer a part is done before a second thread has begun


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
    parts = _parts(projection, order, damping)
    begun = restart[order] / restart.sum()
    values = begun.copy()
    has_settled = False
    with _threads(len(projection.source)) as run:
        for _ in range(_most_rounds(damping, tolerance)):
            added = sum(
                _brought_up(values, begun, parts[k : k + _AT_ONCE], run)
                for k in range(0, len(parts), _AT_ONCE)
            )
            has_settled = bool(added < tolerance * values.sum())
            if has_settled:
                break
    rank = np.empty(n)
    rank[order] = values / values.sum()
    return Scores(name, rank, parameters, has_converged=has_settled)


@dataclass(frozen=True)
class _Part:
    """Some people, one after the other, and what each of them gets of what everybody has."""

    where: slice
    shares: sparse.csr_array


def _parts(projection: Projection, order: NDArray[np.intp], damping: float) -> list[_Part]:
    """Cut the people, in order, into parts that about as many ties lead to."""
    incoming = projection.transition.T.tocsr()[order]
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    incoming.indices = place[incoming.indices]
    incoming.data *= damping
    parts = min(1 + incoming.nnz // _TIES_OF_A_PART, _MOST_PARTS)
    cuts = np.searchsorted(incoming.indptr, np.arange(1, parts) * incoming.nnz / parts)
    bounds = np.concatenate([[0], cuts, [len(order)]]).tolist()
    return [_Part(slice(a, b), incoming[a:b]) for a, b in pairwise(bounds)]


@contextmanager
def _threads(ties: int) -> Iterator[_Run]:
    """Give what runs a function over some parts: side by side where that is worth it."""
    if ties < _SIDE_BY_SIDE:
        yield map
        return
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        yield threads.map


def _brought_up(values: Floats, begun: Floats, parts: list[_Part], run: _Run) -> float:
    """Bring some parts up to date, all from what was known before; give by how much they grew."""

    def after(part: _Part) -> Floats:
        found: Floats = part.shares @ values
        found += begun[part.where]
        return found

    added = 0.0
    for part, found in zip(parts, list(run(after, parts)), strict=True):
        added += float((found - values[part.where]).sum())
        values[part.where] = found
    return added


def _most_rounds(damping: float, tolerance: float) -> int:
    """Bound the rounds: what is missing is at most 1 / (1 - d) at first and shrinks by d each."""
    least = tolerance * (1 - damping)
    if damping == 0 or least >= 1:
        return 2
    return math.ceil(math.log(least) / math.log(damping)) + 2
