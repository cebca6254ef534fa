"""Between days: the network on its way from one day to another, one kind of change at a time.

A measure of the whole network has no parts that are its own: what a newcomer adds depends on who
is there already. It can be said though what each step of a stated way adds:

    people going   those who will have gone are taken away with their ties
    fading         all who were there, seen from the second day, with nothing new
    own            and what the person asked about did since, with those who were there
    others         and what the others who were there did since
    people coming  and everything with those who came: the second day itself

The values of a measure along this way differ from step to step by its parts, which so add up to
the difference between the two days; in another order the parts would be others.

Somebody comes who has a live pair on the second day and none on the first, and goes who has one
on the first and none on the second.

Cost: one table of ties a step, O(m) for m rows.

References
----------
Shapley, L. S. "A value for n-person games." 1953: what the mean over all orders would be; one
stated order costs five measurements instead of 120.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection, projection
from algorithms.ties import ties
from graph.timeline import Timeline

__all__ = ["WAY", "between_days"]

WAY = ("people going", "fading", "own", "others", "people coming")
"""The steps in their order."""

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


def between_days(
    timeline: Timeline,
    weight: Floats,
    ego: int,
    *,
    days: tuple[int, int],
    half_life: int,
    live_threshold: float = 1 / 64,
    coming: Marks,
    going: Marks,
) -> Iterator[tuple[str, Projection]]:
    """Give the network after each step but the last, which is the second day itself.

    Parameters
    ----------
    timeline, weight
        What happened, and what each row of it weighs on the second day.
    ego
        Whose own doings are a step of their own.
    days, half_life
        The first and the second day, and the half-life, in microseconds.
    live_threshold
        The strength from which a pair counts as live.
    coming, going
        Who came and who went between them.

    Examples
    --------
    Ann and Bob wrote on day 0; then Ann wrote again, and Cleo turned up.

    >>> timeline = Timeline.of(3, source=[0, 0, 2], target=[1, 1, 0], at=[0, 10, 10])
    >>> came = np.array([False, False, True])
    >>> found = between_days(timeline, np.ones(3), 0, days=(0, 10), half_life=10,
    ...                      coming=came, going=np.zeros(3, bool))
    >>> [(step, len(seen.a)) for step, seen in found]
    [('people going', 1), ('fading', 1), ('own', 1), ('others', 1)]
    """
    since, until = days
    if since >= until:
        raise ValueError(f"the first day {since!r} must lie before the second {until!r}")
    counts = np.flatnonzero((weight > 0) & (timeline.at <= until))
    last = int(timeline.at[counts[-1]]) if len(counts) else until
    steps = _rows_of_steps(timeline, ego, since, coming, going)
    for step, kept in zip(WAY[:-1], steps, strict=True):
        found = ties(timeline, weight * kept, as_of=until, half_life=half_life)
        seen = projection(found, live_threshold=live_threshold)
        if step != WAY[0] and len(found.a):  # that one is still seen from the first day
            live = found.pair_strength(last) >= live_threshold
            seen = replace(seen, live=live, last_at=last / 1000)
        yield step, seen


def _rows_of_steps(
    timeline: Timeline, ego: int, since: int, coming: Marks, going: Marks
) -> tuple[Marks, Marks, Marks, Marks]:
    """Give the rows that have happened after each step but the last, as if in this order."""
    source, target = timeline.source, timeline.target
    is_before = timeline.at <= since
    is_own = (source == ego) | (target == ego)
    among = coming.copy()
    among[ego] = False  # whoever is asked about comes by their own doing
    with_coming = among[source] | among[target]
    with_going = going[source] | going[target]
    return (
        is_before & ~with_going,
        is_before,
        is_before | (is_own & ~with_coming),
        ~with_coming | is_before,
    )
