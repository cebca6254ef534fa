"""Constraint: how little room somebody has between the people they know.

    p_ij         = s_ij / sum over q of s_iq             s: strength of a pair, both directions
    constraint_i = sum over j of ( p_ij + sum over q of p_iq * p_qj ) ** 2

j runs over the people i has a pair with, q over those that both have one with. High where contact
is concentrated on few people who know each other; low for brokers, who join people that do not.
One contact alone gives 1, a triangle of equals 9/8; two contacts who above all have each other
bring it towards 2, which it never exceeds.

    effective_size_i = n_i - 2 * t_i / n_i

n_i being the live pairs of i and t_i the live pairs among those n_i people: how many contacts
remain when those who know each other count as partly the same. (This is Burt's measure without
strengths, in Borgatti's form; with strengths the libraries disagree about it.)

Constraint reads all pairs, each person's scaled by their own strongest; time alone changes nothing.
Someone without a pair (effective size: a live pair) is undefined.

Cost: that of listing the triangles.

References
----------
Burt, R. S. "Structural Holes." Harvard University Press, 1992.
Borgatti, S. "Structural holes: unpacking Burt's redundancy measures." Connections 20 (1997).
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.network.neighbours import Neighbours, in_order_of_people
from algorithms.network.triangles import Triangles, triangles
from algorithms.options import DEFAULT, Options
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["constraint", "constraint_parts", "effective_size"]

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


def constraint(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Give how far each person's contacts are few, concentrated and joined to each other.

    Ann knows Bob and Cleo equally well, who do not know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(4, source=[0, 0], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> constraint(seen).values
    array([0.5, 1. , 1. , nan])
    """
    origin, part = constraint_parts(projection)
    found = np.bincount(origin, part, projection.people)
    # whoever has a pair constrains, and is constrained, by more than nothing
    return Scores("constraint", np.where(found > 0, found, np.nan))


def constraint_parts(projection: Projection) -> tuple[Ints, Floats]:
    """Give how far each single contact constrains somebody: who, and c_ij, first all a, then all b.

    Ann knows Bob twice as well as Cleo; they do not know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 0], target=[1, 1, 2], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> who, part = constraint_parts(seen)
    >>> who, part.round(3)
    (array([0, 0, 1, 2], dtype=int32), array([0.444, 0.111, 1.   , 1.   ]))
    """
    people, a, b = projection.people, projection.a, projection.b
    near = in_order_of_people(people, a, b)
    share = _shares(projection, near)
    around = np.zeros(2 * len(a))  # what runs along an arc by way of third people
    for found in triangles(near):
        _run_along(around, share, a, found)
    return np.concatenate([a, b]), (share + around) ** 2


def _run_along(around: Floats, share: Floats, a: Ints, found: Triangles) -> None:
    """Add what runs along the arcs of some triangles, arcs being numbered as the shares are."""
    m = len(a)
    uv = found.uv + np.where(a.take(found.uv) == found.u, 0, m)
    uw = found.uw + np.where(a.take(found.uw) == found.u, 0, m)
    vw = found.vw + np.where(a.take(found.vw) == found.v, 0, m)
    vu, wu, wv = 2 * found.uv + m - uv, 2 * found.uw + m - uw, 2 * found.vw + m - vw
    s_uv, s_uw, s_vu, s_vw, s_wu, s_wv = (share.take(arc) for arc in (uv, uw, vu, vw, wu, wv))
    for arc, by_way in (
        (uw, s_uv * s_vw),
        (uv, s_uw * s_wv),
        (vw, s_vu * s_uw),
        (vu, s_vw * s_wu),
        (wv, s_wu * s_uv),
        (wu, s_wv * s_vu),
    ):
        np.add.at(around, arc, by_way)


def effective_size(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Count each person's contacts, less what they know of each other.

    Ann knows Bob, Cleo and Dan; Bob and Cleo know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 0, 0, 1], target=[1, 2, 3, 2], at=[0, 0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> effective_size(seen).values.round(3)
    array([2.333, 1.   , 1.   , 1.   ,   nan])
    """
    known = projection.live_degree
    values = np.full(projection.people, np.nan)
    np.divide(2 * projection.joined_contacts, known, out=values, where=known > 0)
    return Scores("effective_size", known - values)


def _shares(projection: Projection, near: Neighbours) -> Floats:
    """Give p_ij of every arc: first from a to b for all pairs, then from b to a."""
    people, fades_at = projection.people, projection.pair_fades_at
    largest = np.zeros(people)
    if len(near):
        largest[near.person] = np.maximum.reduceat(fades_at.take(near.pair), near.start[:-1])
    origin = np.concatenate([projection.a, projection.b]).astype(np.intp)
    shares = np.concatenate([fades_at, fades_at])
    shares -= largest.take(origin)
    shares /= projection.half_life
    np.exp2(shares, out=shares)
    shares /= np.bincount(origin, shares, people).take(origin)
    return shares
