"""Katz: who is reached by many walks along the ties, long ones counting less.

    x_i = 1 + alpha * sum over j of  s_ji * x_j          katz_i = x_i / largest x
    alpha = 1 / (2 * sigma)

s_ji is the strength of the tie from j to i, sigma the largest singular value of the table of all
ties, found as for hubs and authorities. Everybody starts with 1 and hands on alpha times what they
have, by the strength of their ties: x_i adds up the walks that end at i, each step costing alpha.

sigma is never below the largest eigenvalue of the ties, beyond which the sum would not be finite,
and equal to it where every tie is answered in kind: alpha then is half of what is still finite.
Unlike the eigenvalue it is above 0 wherever there is a tie, also where no walk comes back. It
grows with the strengths, so that multiplying all of them by one factor changes nothing.

Directed from sender to receiver, over all ties. Whoever nobody writes to has the least, 1 / largest
x, and without any tie all have 1. Each round at least halves what is left, so that it takes at most
log2(1 / tolerance) + 2 rounds until the changes sum to less than the tolerance times all values.

Cost: O(n + m) a round, 36 rounds at the defaults after those that find sigma.

References
----------
Katz, L. "A new status index derived from sociometric analysis." Psychometrika 18 (1953).
"""

import math

import numpy as np

from algorithms.network.products import product_with
from algorithms.options import DEFAULT, Options
from algorithms.people.hits import leading_authorities, table_of_ties
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["katz"]


def katz(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Add up the walks that reach each person, as a share of the most that reach anybody.

    Ann writes to Bob, Bob to Cleo, equally often: one walk reaches Bob, two reach Cleo. Each step
    costs a half, so that Bob has 1.5 and Cleo 1.75.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 1], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> katz(seen).values * 1.75
    array([1.  , 1.5 , 1.75])
    """
    outgoing = table_of_ties(projection)
    walks = np.ones(projection.people)
    if outgoing.nnz == 0:
        return Scores("katz", walks, {"alpha": 0.0, "tolerance": options.tolerance})
    found = leading_authorities(projection, outgoing, tolerance=options.tolerance)
    alpha = 0.5 / math.sqrt(found.strength)
    times = product_with((alpha * outgoing.T).tocsr())
    change = walks.copy()
    has_settled = False
    for _ in range(_most_rounds(options.tolerance)):
        change = times(change)  # what walks one step longer add; never negative
        walks += change
        has_settled = bool(change.sum() < options.tolerance * walks.sum())
        if has_settled:
            break
    return Scores(
        "katz",
        walks / walks.max(),
        {"alpha": alpha, "tolerance": options.tolerance},
        has_converged=has_settled and found.has_converged,
    )


def _most_rounds(tolerance: float) -> int:
    """Bound the rounds: what walks add halves in length each, and all values sum to n or more."""
    return max(math.ceil(-math.log2(tolerance)), 0) + 2
