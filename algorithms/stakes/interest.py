"""Interest: how much of somebody's relations, or of their talk, goes to a certain group or topic.

    interest_i = strength of i's pairs with the concerned / strength of all of i's pairs

and, for a topic, over the interactions k that somebody sent or received,

    interest_i = decayed weight of those on the topic / decayed weight of all

Both lie between 0 and 1 and do not change while nothing happens: all strengths fade alike. Each
person's strengths are taken relative to their own largest one, so that long silent people keep
their shares. Someone without any pair has no interest (NaN). Someone *touches* the concerned while
at least one pair with them is live, or the topic while what is left of its interactions is above
the same threshold; only they are candidates.

A member of the concerned group is treated as everybody else: what counts is the share that stays
within the group, the person themselves left out.

Cost: O(m) for m pairs, or m rows of the timeline.

References
----------
Mendelow, A. L. "Environmental scanning: the impact of the stakeholder concept." ICIS 1981: power
and interest as the two sides of a stakeholder.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from graph.model import KINDS, MUTUAL
from graph.timeline import Timeline

__all__ = ["Interest", "interest", "topic_interest"]

_IS_MUTUAL = np.array([kind in MUTUAL for kind in KINDS])


@dataclass(frozen=True)
class Interest:
    """Interest of everybody, whom it makes a candidate, and the counts to say it with.

    ``inside`` of ``overall`` are live counterparts among the concerned of all live counterparts,
    or interactions on the topic of all; ``unit`` says which.
    """

    values: NDArray[np.float64]
    touches: NDArray[np.bool_]
    inside: NDArray[np.int64]
    overall: NDArray[np.int64]
    unit: str


def interest(projection: Projection, concerned: NDArray[np.bool_]) -> Interest:
    """Give the share of everybody's pair strength that goes to the people marked.

    Ann (0) shares equal ties with Bob (1) and Cleo (2); Cleo is the one it is about.

    >>> from algorithms.projection import projection
    >>> from algorithms.ties import ties
    >>> timeline = Timeline.of(3, source=[0, 0], target=[1, 2], at=[0, 0])
    >>> seen = projection(ties(timeline, np.ones(2), as_of=0, half_life=10))
    >>> interest(seen, np.array([False, False, True])).values
    array([0.5, 0. , 0. ])
    """
    n = projection.people
    end = np.concatenate([projection.a, projection.b])
    other_is_concerned = concerned[np.concatenate([projection.b, projection.a])]
    fades_at = np.concatenate([projection.pair_fades_at, projection.pair_fades_at])
    is_live = np.concatenate([projection.live, projection.live])
    largest = np.full(n, -np.inf)
    np.maximum.at(largest, end, fades_at)
    strength = np.exp2((fades_at - largest[end]) / projection.half_life)
    inside = np.bincount(end[is_live & other_is_concerned], minlength=n)
    return Interest(
        values=_share(
            np.bincount(end, np.where(other_is_concerned, strength, 0.0), n),
            np.bincount(end, strength, n),
        ),
        touches=inside > 0,
        inside=inside,
        overall=np.bincount(end[is_live], minlength=n),
        unit="counterparts",
    )


def topic_interest(
    timeline: Timeline,
    weight: NDArray[np.float64],
    on_topic: NDArray[np.bool_],
    *,
    as_of: int,
    half_life: int,
    live_threshold: float = 1 / 64,
) -> Interest:
    """Give the share of everybody's interactions, by decayed weight, that are on a topic.

    ``weight`` and ``on_topic`` are one value for each row of the timeline; ``as_of`` and
    ``half_life`` are microseconds. Rows count for those they come from and for those they reach.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10])
    >>> topic_interest(timeline, np.ones(2), np.array([True, False]), as_of=10,
    ...                half_life=10).values.round(4)
    array([0.3333, 0.3333])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    n, rows = timeline.people, int(np.searchsorted(timeline.at, as_of, "right"))
    counts = weight[:rows] > 0
    on_topic = on_topic[:rows] & counts
    person, row, is_first = _rows_of_those_in(timeline, on_topic, counts)
    at, on = timeline.at[row], on_topic[row]
    last_at = np.full(n, timeline.at[0] if rows else 0)
    np.maximum.at(last_at, person, at)
    left = weight[row] * np.exp2((at - last_at[person]) / half_life)
    inside = np.bincount(person[on], left[on], n)
    values = _share(inside, np.bincount(person, left, n))
    is_active = np.zeros(n, np.bool_)
    for end in (timeline.source[:rows], timeline.target[:rows]):
        is_active[end[counts]] = True
    values[is_active & np.isnan(values)] = 0.0  # has interactions, but none on the topic
    end_of_log = timeline.at[rows - 1] if rows else 0
    return Interest(
        values=values,
        touches=inside * np.exp2((last_at - end_of_log) / half_life) >= live_threshold,
        inside=np.bincount(person[on & is_first], minlength=n),
        overall=np.bincount(person[is_first], minlength=n),
        unit="interactions",
    )


def _rows_of_those_in(
    timeline: Timeline, on_topic: NDArray[np.bool_], counts: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.intp], NDArray[np.bool_]]:
    """Give all rows of those who take part in the topic, once for each end that does.

    Also says which of these rows is the person's first in its interaction: a mail to three is one
    interaction for its sender, and all who meet are the source of some row already.
    """
    source, target = timeline.source[: len(on_topic)], timeline.target[: len(on_topic)]
    takes_part = np.zeros(timeline.people, np.bool_)
    takes_part[source[on_topic]] = True
    takes_part[target[on_topic]] = True
    sent = np.flatnonzero(takes_part[source] & counts)
    reached = np.flatnonzero(takes_part[target] & counts)
    interaction, sender = timeline.interaction[sent], source[sent]
    is_first = np.ones(len(sent), np.bool_)
    is_first[1:] = (interaction[1:] != interaction[:-1]) | (sender[1:] != sender[:-1])
    return (
        np.concatenate([sender, target[reached]]),
        np.concatenate([sent, reached]),
        np.concatenate([is_first, ~_IS_MUTUAL[timeline.kind[reached]]]),
    )


def _share(part: NDArray[np.number], whole: NDArray[np.number]) -> NDArray[np.float64]:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    np.minimum(found, 1.0, out=found)  # sums in two orders may differ in the last digit
    return found
