"""Stance: whether somebody speaks well or badly to those concerned, on average and lately.

    stance_i = sum over k of  d_k * sentiment_k / sum over k of  d_k
    d_k      = weight_k * 2 ** -((t_i - t_k) / half_life)

over the interactions k that i sent and whose sentiment (-1 to 1) is known; t_i is i's last such
interaction, so that the stance of long silent people stays what it was. It lies between -1 and 1.
Somebody of whom no sentiment is known has no stance (NaN): silence is not neutrality.

What ties nobody says something as well: posts that reach no one in particular count by 1 each. And
what somebody declared in a rating (a survey, a review) goes before how their words sound: who rated
within the year before their last such interaction has the stance of those ratings alone, by the
same formula with a weight of 1 each.

Cost: O(m) for m rows of the timeline and statements beside it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["NO_STATEMENTS", "Stance", "Statements", "rows_concerning", "stance"]

_RATINGS_HOLD = 365 * DAY


@dataclass(frozen=True)
class Statements:
    """What people said beside their ties: who, when (microseconds), in what tone.

    ``is_rating`` marks answers to surveys and reviews.
    """

    person: NDArray[np.int32]
    at: NDArray[np.int64]
    sentiment: NDArray[np.float64]
    is_rating: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.at)

    def only(self, wanted: NDArray[np.bool_]) -> "Statements":
        """Give some of them."""
        return Statements(
            self.person[wanted], self.at[wanted], self.sentiment[wanted], self.is_rating[wanted]
        )


NO_STATEMENTS = Statements(
    np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.bool_)
)


@dataclass(frozen=True)
class Stance:
    """Stance of everybody, -1 to 1 or NaN, and from how many interactions it was read.

    ``has_rated`` marks those whose stance is that of their ratings; None where nobody's is.
    """

    values: NDArray[np.float64]
    interactions: NDArray[np.int64]
    has_rated: NDArray[np.bool_] | None = None


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
    beside: Statements = NO_STATEMENTS,
) -> Stance:
    """Give the decayed mean sentiment of what everybody sent in the rows marked, and said beside.

    ``weight`` and ``rows`` are one value for each row of the timeline; ``as_of`` and ``half_life``
    are microseconds.

    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 10], sentiment=[-1, 0.5])
    >>> stance(timeline, np.ones(2), np.ones(2, bool), as_of=10, half_life=10).values
    array([ 0., nan])

    Then she rated them badly, which goes before all of that:

    >>> rated = Statements(np.array([0]), np.array([10]), np.array([-0.75]), np.array([True]))
    >>> stance(timeline, np.ones(2), np.ones(2, bool), as_of=10, half_life=10, beside=rated).values
    array([-0.75,   nan])
    """
    if half_life <= 0:
        raise ValueError(f"half_life must be positive, not {half_life!r} microseconds")
    end = int(np.searchsorted(timeline.at, as_of, "right"))
    said = rows[:end] & ~np.isnan(timeline.sentiment[:end]) & (weight[:end] > 0)
    row, people = np.flatnonzero(said), timeline.people
    beside = beside.only(beside.at <= as_of)
    person = np.concatenate([timeline.source[row], beside.person])
    at = np.concatenate([timeline.at[row], beside.at])
    tone = np.concatenate([timeline.sentiment[row].astype(np.float64), beside.sentiment])
    last_at = np.full(people, np.iinfo(np.int64).min)
    np.maximum.at(last_at, person, at)
    is_rating = np.concatenate([np.zeros(len(row), np.bool_), beside.is_rating])
    is_rating &= last_at[person] - at <= _RATINGS_HOLD
    has_rated = np.bincount(person[is_rating], minlength=people) > 0
    left = np.concatenate([weight[row], np.ones(len(beside))])
    left *= np.exp2((at - last_at[person]) / half_life) * (is_rating | ~has_rated[person])
    total = np.bincount(person, left, people)
    signed = np.bincount(person, left * tone, people)
    values = np.divide(signed, total, out=np.full(people, np.nan), where=total > 0)
    return Stance(values, _counted(timeline, row, beside, is_rating, has_rated), has_rated)


def _counted(
    timeline: Timeline,
    row: NDArray[np.intp],
    beside: Statements,
    is_rating: NDArray[np.bool_],
    has_rated: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Count the interactions that everybody's stance was read from."""
    people = timeline.people
    rated = np.bincount(beside.person[is_rating[len(row) :]], minlength=people)
    _, first = np.unique(timeline.interaction[row], return_index=True)
    heard = np.bincount(timeline.source[row][first], minlength=people)
    heard += np.bincount(beside.person, minlength=people)
    return np.asarray(np.where(has_rated, rated, heard), np.int64)
