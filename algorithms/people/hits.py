"""Hubs and authorities: who writes to those that count, and who is written to by those who do.

    hubs_i        = c * sum over j of  s_ij * authorities_j           each set sums to 1
    authorities_i = c * sum over j of  s_ji * hubs_j

s_ij is the strength of the tie from i to j, c whatever makes the sum 1 (the convention of networkx;
igraph makes the largest value 1). A good hub writes to good authorities, a good authority is
written to by good hubs: the leading pair of singular vectors of the table of ties.

Directed from sender to receiver, over all ties. The search begins with even authorities and ends
when one more round of the two formulas would change the authorities by less than the tolerance in
sum, or after 2,000 rounds, not converged. Plain rounds then bring the smallest values into
proportion.

Where the ties fall into parts that share neither hubs nor authorities, the part with the largest
singular value has everything and the others 0. Parts whose values are equal to nine digits share as
they do when even authorities are followed round by round: the more evenly a part is spread, the
more it gets. That outcome is always the same, where libraries give any mixture. Whoever writes to
nobody is no hub (0), whoever nobody writes to no authority (0); without a tie all are 0. In a log
whose strongest ties are far above the rest the values gather on few people.

Cost: O(n + m) a round, some 20 to 200 rounds, once for both and for katz.

References
----------
Kleinberg, J. "Authoritative sources in a hyperlinked environment." J. ACM 46 (1999).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from algorithms.network.leading_vector import LeadingVector, in_proportion, leading_vector
from algorithms.network.products import product_with
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["authorities", "both_ways", "hubs", "leading_authorities", "table_of_ties"]

Floats = NDArray[np.float64]

_EQUAL = 1e-9  # singular values nearer than this, relatively, are taken as equal


def hubs(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Share out how much each person writes to those whom the best hubs write to.

    Ann and Bob write to Cleo, Bob also to Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 1], target=[2, 2, 3], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> hubs(seen).values.round(3), authorities(seen).values.round(3)
    (array([0.382, 0.618, 0.   , 0.   ]), array([0.   , 0.   , 0.618, 0.382]))
    """
    found = authorities(projection, options=options)
    writing: Floats = table_of_ties(projection) @ found.values
    total = writing.sum()
    return replace(found, measure="hubs", values=writing / total if total > 0 else writing)


def authorities(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Share out how much each person is written to by those who write to the best authorities."""
    parameters = {"tolerance": options.tolerance}
    key = ("authorities", options.tolerance)
    if key in projection.found:
        known: Scores = projection.found[key]
        return known
    outgoing = table_of_ties(projection)
    if outgoing.nnz == 0:
        return Scores("authorities", np.zeros(projection.people), parameters)
    round_trip = both_ways(outgoing)
    found = leading_authorities(projection, outgoing, tolerance=options.tolerance)
    values = np.where(_is_leading(projection, outgoing, found.values), found.values, 0.0)
    values = in_proportion(round_trip, values, tolerance=options.tolerance)
    made = Scores("authorities", values, parameters, has_converged=found.has_converged)
    projection.found[key] = made
    return made


def leading_authorities(
    projection: Projection, outgoing: sparse.csr_array, *, tolerance: float
) -> LeadingVector:
    """Search for the leading authorities, once for all measures that read them.

    *outgoing* is the table of ties. Ann and Bob write to Cleo, Bob also to Dan.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 1, 1], target=[2, 2, 3], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> found = leading_authorities(seen, table_of_ties(seen), tolerance=1e-10)
    >>> round(found.strength, 6)
    2.618034
    """
    key = ("leading authorities", tolerance)
    if key not in projection.found:
        people = projection.people
        projection.found[key] = leading_vector(both_ways(outgoing), people, tolerance=tolerance)
    found: LeadingVector = projection.found[key]
    return found


def table_of_ties(projection: Projection) -> sparse.csr_array:
    """Lay out the relative strengths: one row a sender, one column a receiver."""
    n = projection.people
    count = np.bincount(projection.source, minlength=n)
    start = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return sparse.csr_array((projection.weight, projection.target, start), (n, n))


def both_ways(outgoing: sparse.csr_array) -> Callable[[Floats], Floats]:
    """Give one round of the two formulas, from authorities over hubs to authorities."""
    to_hubs, to_authorities = product_with(outgoing), product_with(outgoing.T.tocsr())
    return lambda authority: to_authorities(to_hubs(authority))


def _is_leading(
    projection: Projection, outgoing: sparse.csr_array, authority: Floats
) -> NDArray[np.bool_]:
    """Say which receivers are in a part with the largest singular value."""
    n, m = projection.people, len(projection.source)
    sides = (projection.source, projection.target + np.int32(n))
    joined = sparse.csr_array((np.ones(m, np.int8), sides), (2 * n, 2 * n))
    part = connected_components(joined, directed=False)[1]
    hub = outgoing @ authority
    parts = int(part.max()) + 1
    received = np.bincount(part[n:], authority**2, parts)
    sent = np.bincount(part[:n], hub**2, parts)
    square = np.zeros(parts)
    np.divide(sent, received, out=square, where=received > 0)
    return np.asarray((square >= square.max() * (1 - 2 * _EQUAL))[part[n:]])
