"""Two-step reach: how many people somebody gets to through at most one person they know.

    two_step_reach_i = number of j other than i at one or two steps over live pairs from i

Every person counts once, however many ways lead to them. Whoever knows few people can reach far
when one of those few is well connected; somebody without a live pair reaches nobody, which is a
count of 0 and not a gap.

The count is exact. Steps through the twenty best connected people (of those with more than a
thousand live pairs) are not walked, as there would be d * d of them through someone with d pairs.
Instead each person carries one bit for each hub they know: j is reached through a hub where i and j
have a bit in common, and how many people have a bit in common with a set of hubs is looked up in
one table over all sets. The remaining steps are taken in chunks of flat memory, and only people met
there who share no hub with i are added. People with one single contact are added up, not walked.
In small networks without hubs igraph walks; large ones are walked by two threads, each of which
counts what it would count alone.

Cost: O(sum of d * d over all people but the hubs) time, O(n + m) memory.

References
----------
Gould, R. V., Fernandez, R. M. "Structures of mediation." Sociological Methodology 19 (1989).
Borgatti, S., Jones, C., Everett, M. "Network measures of social capital." Connections 21 (1998).
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from algorithms.network.neighbours import Neighbours
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.rows.pieces import pieces
from algorithms.scores import Scores

__all__ = ["two_step_reach"]

_HUBS = 20  # whose sets are counted in a table of 2 ** 20
_HUB_FROM = 1000  # live pairs
_CHUNK = 1_000_000  # steps walked together

Ints = NDArray[np.int64]


def two_step_reach(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count the people within two steps of each person.

    Ann knows Bob, Bob knows Cleo, Cleo knows Dan; Eve knows nobody.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 1, 2], target=[1, 2, 3], at=[0] * 3)
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> two_step_reach(seen).values
    array([2., 3., 3., 2., 0.])
    """
    near = projection.live_neighbours
    if projection.is_small and int(near.degree @ near.degree.astype(np.int64)) <= _CHUNK:
        reached = projection.live_graph.neighborhood_size(order=2, mindist=1)
        return Scores("two_step_reach", np.array(reached, np.float64))
    values = np.zeros(projection.people)
    if len(near):
        values[near.person] = _within_two_steps(near)
    return Scores("two_step_reach", values)


def _within_two_steps(near: Neighbours) -> Ints:
    """Count by place; those who know one single person are added up, not walked."""
    n, degree = len(near), near.degree
    ones = np.ones(len(near.neighbour), np.bool_)
    pairs = sparse.csr_array((ones, near.neighbour, near.start), (n, n))
    is_tip = degree == 1
    inner = np.flatnonzero(~is_tip)
    core = pairs[inner][:, inner].tocsr()
    tips = (degree[inner] - np.diff(core.indptr)).astype(np.int64)

    found = np.zeros(n, np.int64)
    found[is_tip] = degree[near.neighbour[near.start[:-1][is_tip]]]
    found[inner] = tips + core @ tips + _around(core)
    return found


def _around(core: sparse.csr_array) -> Ints:
    """Count the others within two steps of each, some of which lead through hubs."""
    n, degree = core.shape[0], np.diff(core.indptr)
    hubs = np.argsort(-degree, kind="stable")[:_HUBS]
    hubs = hubs[degree[hubs] > _HUB_FROM]
    known = np.zeros(n, np.int32)  # a bit for each hub that somebody is next to
    for bit, hub in enumerate(hubs):
        known[core.indices[core.indptr[hub] : core.indptr[hub + 1]]] |= 1 << bit
    is_walked = np.ones(n, np.bool_)
    is_walked[hubs] = False
    return _sharing(known, len(hubs)) + _walked(core, is_walked, known) - 1  # not oneself


def _sharing(known: NDArray[np.int32], bits: int) -> Ints:
    """Count for everybody the people, also themselves, who know one of the hubs they know.

    They are all but those whose hubs lie within the other ones; sums over subsets, bit by bit.
    """
    within = np.bincount(known, minlength=1 << bits)
    for bit in range(bits):
        halves = within.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    others = ((1 << bits) - 1) ^ known
    found: Ints = len(known) - within[others]
    return found


def _walked(core: sparse.csr_array, is_walked: NDArray[np.bool_], known: NDArray[np.int32]) -> Ints:
    """Count whom everybody meets in two steps around the hubs, also themselves, less the sharers.

    The sharers are those who know a hub that one knows.
    """
    stay = sparse.eye_array(core.shape[0], dtype=np.bool_, format="csr")
    first = (core + stay).tocsr()
    has_hubs = not is_walked.all()
    second = _around_hubs(core, is_walked) + stay if has_hubs else core

    def others(piece: tuple[int, int]) -> Ints:
        begin, end = piece
        met = first[begin:end] @ second
        count: Ints = np.diff(met.indptr).astype(np.int64)
        if not has_hubs:
            count[count == 0] = 1  # without neighbours, nobody leads back to oneself
            return count
        shared = np.repeat(known[begin:end], count) & known[met.indices]
        found: Ints = np.add.reduceat(shared == 0, met.indptr[:-1], dtype=np.int64)
        return found

    steps = first @ np.diff(second.indptr).astype(np.int64)
    parts = list(pieces(np.concatenate([[0], np.cumsum(steps)]), _CHUNK))
    if len(parts) <= 1:
        return np.concatenate([np.zeros(0, np.int64), *map(others, parts)])
    with ThreadPoolExecutor(2) as threads:
        return np.concatenate(list(threads.map(others, parts)))


def _around_hubs(core: sparse.csr_array, is_walked: NDArray[np.bool_]) -> sparse.csr_array:
    """Leave out the steps that hubs take."""
    kept = np.repeat(is_walked, np.diff(core.indptr))
    found = sparse.csr_array((kept, core.indices, core.indptr), core.shape, copy=True)
    found.eliminate_zeros()
    return found
