"""Brokerage: how much of somebody's contact is worth its effort, and whether one contact rules it.

    efficiency_i = effective_size_i / n_i
    hierarchy_i  = sum over j of x_ij * ln(x_ij)  /  (N_i * ln(N_i)),     x_ij = c_ij * N_i / C_i

Efficiency reads live pairs: n_i is their number, and the effective size says how many of them are
left when contacts who know each other count as partly the same. 1 where no two contacts know each
other, 1 / n_i where all of them do. Without a live pair it is undefined.

Hierarchy reads all pairs, with their strengths, as constraint does: c_ij is the part of the
constraint C_i of i that contact j answers for, N_i the number of contacts. It is Coleman's and
Theil's index of how unevenly the parts fall: 0 where they are equal, whether small or large, 1
where all constraint comes from one contact. It is 1 less the entropy of the parts over the largest
there could be, and rounded to 1e-12, so that parts equal but for a rounding give 0. With fewer than
two contacts there is nothing to compare, and it is undefined.

A high constraint with a low hierarchy is a closed circle of equals; with a high one, a contact
through whom everything goes. Time alone changes neither measure.

Cost: that of listing the triangles.

References
----------
Burt, R. S. "Structural Holes." Harvard University Press, 1992, chapter 2.
"""

import numpy as np

from algorithms.options import DEFAULT, Options
from algorithms.people.constraint import constraint_parts, effective_size
from algorithms.people.degree import degree
from algorithms.projection import Projection
from algorithms.scores import Scores

__all__ = ["efficiency", "hierarchy"]

_GRAIN = 2.0**40


def efficiency(projection: Projection, *, options: Options = DEFAULT) -> Scores:
    """Give the share of each person's contacts that is left when those who know each other merge.

    Ann knows Bob, Cleo and Dan; Bob and Cleo know each other.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(5, source=[0, 0, 0, 1], target=[1, 2, 3, 2], at=[0] * 4)
    >>> seen = projection(ties(timeline, np.ones(4), as_of=0, half_life=10))
    >>> efficiency(seen).values.round(3)
    array([0.778, 0.5  , 0.5  , 1.   ,   nan])
    """
    known = degree(projection, options=options).values
    left = effective_size(projection, options=options).values
    return Scores("efficiency", left / np.where(known > 0, known, np.nan))


def hierarchy(projection: Projection, *, options: Options = DEFAULT) -> Scores:  # noqa: ARG001
    """Give how far one contact answers for all of somebody's constraint, from 0 to 1.

    Ann knows Bob and Cleo, who do not know each other, and Bob twice as well: their parts of her
    constraint are 4/9 and 1/9.

    >>> from graph.timeline import Timeline
    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0, 0], target=[1, 1, 2], at=[0, 0, 0])
    >>> seen = projection(ties(timeline, np.ones(3), as_of=0, half_life=10))
    >>> hierarchy(seen).values.round(3)
    array([0.278,   nan,   nan])
    """
    people = projection.people
    who, part = constraint_parts(projection)
    contacts = np.bincount(who, minlength=people)
    mean = np.bincount(who, part, people) / np.maximum(contacts, 1)
    times = part / mean[who]
    logs = np.log(times, out=np.zeros(len(times)), where=times > 0)  # nothing times its log is 0
    values = np.full(people, np.nan)
    has_some = contacts > 1
    most = contacts[has_some] * np.log(contacts[has_some])
    values[has_some] = np.bincount(who, times * logs, people)[has_some] / most
    return Scores("hierarchy", np.round(values * _GRAIN) / _GRAIN + 0.0)  # no -0.0
