"""Stance: whether somebody speaks well or badly to those concerned, on average and lately.

    stance_i = sum over k of  d_k * sentiment_k / sum over k of  d_k
    d_k      = weight_k * 2 ** -((t_i - t_k) / half_life)

over the interactions k that i sent and whose sentiment (-1 to 1) is known; t_i is i's last such
interaction, so that the stance of long silent people stays what it was. It lies between -1 and 1.
Somebody of whom no sentiment is known has no stance (NaN): silence is not neutrality.

Cost: O(m) for m rows of the timeline.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.timeline import Timeline

__all__ = ["Stance", "rows_concerning", "stance"]


@dataclass(frozen=True)
class Stance:
    """Stance of everybody, -1 to 1 or NaN, and from how many interactions it was read."""

    values: NDArray[np.float64]
    interactions: NDArray[np.int64]


def rows_concerning(
    timeline: Timeline, concerned: NDArray[np.bool_], own: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark what was said to the concerned, by anybody, and by the concerned to our own people.

    >>> timeline = Timeline.of(3, source=[0, 1, 2], target=[1, 2, 0], at=[0, 0, 0])
    >>> rows_concerning(timeline, np.array([False, True, False]), np.array([False, False, True]))
    array([ True,  True, False])
    """
    to_them = concerned[timeline.target]
    return to_them | (concerned[timeline.source] & own[timeline.target])


def stance(
    timeline: Timeline,
    weight: NDArray[np.float64],
    rows: NDArray[np.bool_],
    *,
    as_of: int,
    half_life: int,
) -> Stance:
    """Give the decayed mean sentiment of what everybody sent in the rows marked.

    ``weight`` and ``rows`` are one value for each row of the timeline; ``as_of`` and ``half_life``
    are microseconds.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10], sentiment=[-1, 0.5])
    >>> stance(timeline, np.ones(2), np.ones(2, bool), as_of=10, half_life=10).values
    array([ 0., nan])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    end = int(np.searchsorted(timeline.at, as_of, "right"))
    said = rows[:end] & ~np.isnan(timeline.sentiment[:end]) & (weight[:end] > 0)
    row = np.flatnonzero(said)
    person, at, people = timeline.source[row], timeline.at[row], timeline.people
    last_at = np.full(people, np.iinfo(np.int64).min)
    np.maximum.at(last_at, person, at)
    left = weight[row] * np.exp2((at - last_at[person]) / half_life)
    total = np.bincount(person, left, people)
    signed = np.bincount(person, left * timeline.sentiment[row], people)
    values = np.divide(signed, total, out=np.full(people, np.nan), where=total > 0)
    _, first = np.unique(timeline.interaction[row], return_index=True)
    return Stance(values, np.bincount(person[first], minlength=people))
