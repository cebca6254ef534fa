"""Contact chances: P(in touch within the horizon) of every pair of a log, and where it comes from.

    model           at least 5 active days, and in touch lately as the model's cases were
    segment prior   else, where the pair's segment has cases enough of its own
    prior           else: what pairs of equal silence and active days did in this log
    none            nothing at all is known: no probability

The interval is that of the calibration bin, or of the cases that the prior was counted from. A
silence is counted in the days that the pair's feeds were heard.

Cost: O(m) for the m contacts of the pairs that the model speaks of, in chunks of 200,000 pairs.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.facts import Known, facts_at
from algorithms.liveness.learning import Liveness
from algorithms.liveness.prior import P_FROM, Chances, PairSegments
from algorithms.rhythm.cadence import LEAST_ACTIVE_DAYS
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import of_pairs
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["contact_chances"]

_CHUNK = 200_000

Floats = NDArray[np.float64]


def contact_chances(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    model: Liveness | None,
    *,
    as_of: int,
    elapsed_days: Floats,
    active_days: NDArray[np.integer],
    segments: PairSegments | None = None,
) -> Chances:
    """Give the chance of every pair of these rows, for the model learned as of the same moment.

    A model that was learned for ``silent`` or ``recontact``; *elapsed_days* are those heard since
    the last contact, *segments* those that the model was learned with.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0], target=[1], at=[0])
    >>> rows = pair_rows(timeline, np.ones(1), as_of=DAY)
    >>> contact_chances(timeline, np.ones(1), rows, None, as_of=DAY, elapsed_days=np.ones(1),
    ...                 active_days=np.ones(1, np.int32)).p
    array([nan])
    """
    none = np.full(len(rows), np.nan)
    if model is None:
        return Chances(none, none, none, np.zeros(len(rows), np.uint8))
    if model.priors is None:
        found = Chances(none.copy(), none.copy(), none.copy(), np.zeros(len(rows), np.uint8))
    else:
        found = model.priors.chances(elapsed_days, active_days, segments)
    if not model.is_fitted:
        return found
    speaks = _modelled_pairs(timeline, rows, model, elapsed_days, active_days)
    counts = (weight > 0) & (timeline.at <= as_of)
    for begin in range(0, len(speaks), _CHUNK):
        pair = speaks[begin : begin + _CHUNK]
        known = Known.of(timeline, of_pairs(rows, pair), counts)
        last = timeline.at[rows.row[rows.last[pair]]]
        facts = facts_at(
            known,
            np.arange(len(pair)),
            at=as_of,
            horizon_days=model.horizon_days,
            model=model.bg_nbd,
            until=last + np.round(elapsed_days[pair] * DAY).astype(np.int64),
        )
        p = model.probability(facts)
        low, high = model.interval(p)
        if model.label == "silent":
            p, low, high = 1 - p, 1 - high, 1 - low
        found.p[pair], found.low[pair], found.high[pair] = p, low, high
        found.origin[pair] = P_FROM.index("model")
    return found


def _modelled_pairs(
    timeline: Timeline,
    rows: PairRows,
    model: Liveness,
    elapsed_days: Floats,
    active_days: NDArray[np.integer],
) -> NDArray[np.intp]:
    """Give the numbers of the pairs that a model speaks of."""
    protocol = model.protocol
    count = np.diff(rows.start)
    able = (active_days >= LEAST_ACTIVE_DAYS) & (count >= protocol.least_interactions)
    pair = np.flatnonzero(able)
    first, last = (timeline.at[rows.row[place[pair]]] for place in (rows.first, rows.last))
    own = (last - first) / DAY / np.maximum(count[pair] - 1, 1) * protocol.active_within_gaps
    is_lately = elapsed_days[pair] <= np.maximum(own, protocol.active_within_days)
    return np.asarray(pair[is_lately])
