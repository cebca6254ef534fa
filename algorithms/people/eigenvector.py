"""Eigenvector centrality: to be close to people who are themselves close to people who count.

    x_i = sum over j of  s_ij * x_j  / value          the largest x is 1

s_ij is the strength of the pair of i and j, both directions together, value the largest eigenvalue
of the table of all pairs. Everybody's score is in proportion to the scores of those they have to do
with, weighed by how much they have to do with them.

Read on all pairs of the largest component only: the most people; among components of as many the
one with most strength, among equals the one that holds the smallest number. Between people whom
nothing joins scores cannot be compared, so that everybody outside it is undefined; without a pair
that is everybody. Inside it the vector is unique and positive (what is smaller than the least float
is 0), also where people fall into two halves (bipartite): the search looks for the largest
eigenvalue, and minus that one does not disturb it.

The search begins with the even vector and ends when one more round of the formula would change the
values by less than the tolerance in sum, with the sum taken as 1, or after 2,000 rounds, not
converged. Plain rounds then bring the smallest values into proportion to those that they hang on.

Cost: O(n + m) a round, some 50 to 200 rounds.

References
----------
Bonacich, P. "Factoring and weighting approaches to status scores and clique identification."
Journal of Mathematical Sociology 2 (1972).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from algorithms.network.leading_vector import in_proportion, leading_vector
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores, nine_digits

__all__ = ["eigenvector", "largest_component"]


def eigenvector(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Give how much each person has to do with people who count, as a share of the most.

    Ann knows Bob, Bob knows Cleo, all equally well; Dan and Eve know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 1, 3], target=[1, 2, 4], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> eigenvector(seen).values.round(4)
    array([0.7071, 1.    , 0.7071,    nan,    nan])
    """
    is_inside = largest_component(projection)
    people = int(is_inside.sum())
    values = np.full(projection.people, np.nan)
    parameters = {"tolerance": options.tolerance, "component": people}
    if people == 0:
        return Scores("eigenvector", values, parameters)

    person = _by_pairs(projection, is_inside)
    times = _table(projection, person).__matmul__
    found = leading_vector(times, people, tolerance=options.tolerance)
    inside = in_proportion(times, found.values, tolerance=options.tolerance)
    values[person] = inside / inside.max()
    return Scores("eigenvector", values, parameters, has_converged=found.has_converged)


def largest_component(projection: Projection) -> NDArray[np.bool_]:
    """Say who is in the component of all pairs with the most people; nobody without a pair."""
    n, a, b = projection.people, projection.a, projection.b
    if len(a) == 0:
        return np.zeros(n, np.bool_)
    joined = sparse.csr_array((np.ones(len(a), np.int8), (a, b)), (n, n))
    component = connected_components(joined, directed=False)[1]
    size = np.bincount(component)
    strength = np.bincount(component[a], projection.pair_weight, len(size)).astype(np.float64)
    first = np.empty(len(size), np.intp)
    first[component[::-1]] = np.arange(n)[::-1]  # written last, and so kept: the smallest
    best = np.lexsort((first, -nine_digits(strength), -size))[0]
    return np.asarray(component == best)


def _by_pairs(projection: Projection, is_inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Give those inside, most pairs first: see `algorithms.network.products`."""
    count = np.bincount(projection.a, minlength=projection.people)
    count += np.bincount(projection.b, minlength=projection.people)
    person = np.flatnonzero(is_inside)
    return np.asarray(person[np.argsort(-count[person], kind="stable")])


def _table(projection: Projection, person: NDArray[np.intp]) -> sparse.csr_array:
    """Lay out the strengths of the pairs among some people, both ways, in their order."""
    place = np.full(projection.people, -1, np.int32)
    place[person] = np.arange(len(person), dtype=np.int32)
    kept = place[projection.a] >= 0
    a, b = place[projection.a[kept]], place[projection.b[kept]]
    ends = (np.concatenate([a, b]), np.concatenate([b, a]))
    weight = np.tile(projection.pair_weight[kept], 2)
    return sparse.csr_array((weight, ends), (len(person), len(person)))
