"""Sentiment trend: whether the tone between two people is getting better or worse.

The line of least squares through the sentiments (-1 to 1) of their interactions over time, each
counting half as much every 90 days before the last of them:

    sentiment_trend = 90 days * sum w (t - mean t) (s - mean s) / sum w (t - mean t) ** 2,
                      w = 2 ** -((last t - t) / 90 days),   means weighted by w

It is by how much the tone rises (above 0) or falls within 90 days, cut off at the -2 and 2 between
which a tone can change at all. Interactions without a sentiment tell nothing; a meeting is one.
Undefined are pairs with fewer than 5 that have one, and those whose have them within a week. Time
that passes after the last one changes nothing.

Cost: O(m) for m rows in (pair, time) order.

References
----------
Gilbert, E., Karahalios, K. "Predicting tie strength with social media." CHI 2009: the tone of what
is said belongs to the strength of a tie.
"""

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.scores import PairScores
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["HALF_LIFE_DAYS", "LEAST_SPAN_DAYS", "LEAST_TONES", "MOST", "sentiment_trend"]

HALF_LIFE_DAYS = 90.0
LEAST_TONES = 5
LEAST_SPAN_DAYS = 7.0
MOST = 2.0
_ROUNDING = 1e-12

Floats = NDArray[np.float64]


def sentiment_trend(timeline: Timeline, rows: PairRows) -> PairScores:
    """Tell for every pair how its tone changes within 90 days.

    Ann and Bob sounded a little worse every ten days:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0] * 5, target=[1] * 5, at=np.arange(5) * 10 * DAY,
    ...                        sentiment=[0.75, 0.5, 0.25, 0.0, -0.25])
    >>> sentiment_trend(timeline, pair_rows(timeline, np.ones(5), as_of=99 * DAY)).values.round(2)
    array([-2.])
    """
    values = np.full(len(rows), np.nan)
    pair, at, tone = _tones(timeline, rows)
    if len(pair) == 0:
        return PairScores("sentiment_trend", values)
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    count = np.diff(first, append=len(pair))
    which = np.repeat(np.arange(len(first)), count)
    day = (at - at[first][which]) / DAY
    span = day[first + count - 1]
    weight = np.exp2((day - span[which]) / HALF_LIFE_DAYS)
    total = np.add.reduceat(weight, first)

    def apart(values: Floats) -> Floats:
        """Give values less their weighted mean."""
        found: Floats = values - (np.add.reduceat(weight * values, first) / total)[which]
        return found

    day, tone = apart(day), apart(tone)
    tone[np.abs(tone) < _ROUNDING] = 0.0  # one and the same tone: its mean is rounded
    spread = np.add.reduceat(weight * day**2, first)
    known = np.flatnonzero((count >= LEAST_TONES) & (span >= LEAST_SPAN_DAYS))
    together = np.add.reduceat(weight * day * tone, first)
    slope = HALF_LIFE_DAYS * together[known] / spread[known]
    values[pair[first[known]]] = np.clip(slope, -MOST, MOST)
    return PairScores("sentiment_trend", values)


def _tones(
    timeline: Timeline, rows: PairRows
) -> tuple[NDArray[np.int32], NDArray[np.int64], Floats]:
    """Give pair, moment and sentiment of the interactions that have one, each once."""
    has_tone = np.flatnonzero(~np.isnan(timeline.sentiment[rows.row]))
    pair, row = rows.pair[has_tone], rows.row[has_tone]
    interaction = timeline.interaction[row]
    is_new = (np.diff(pair, prepend=-1) != 0) | (np.diff(interaction, prepend=-1) != 0)
    pair, row = pair[is_new], row[is_new]
    return pair, timeline.at[row], timeline.sentiment[row].astype(np.float64)
