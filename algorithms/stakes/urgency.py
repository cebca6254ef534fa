"""Urgency: who is waiting for an answer from us, how long, and in what tone.

A message that asks for an answer (e-mail, message, reply, comment, mention) from somebody who is
not one of us to one of us is *open* until, later,

- one of us writes to them in the same thread, or
- one of those who received it calls or meets them, or,
- where it belongs to no thread, one of those who received it reaches them in any way.

The open messages of one person in one thread make one open thread; those without a thread make one
together. A thread presses by the age of its first open message, by that of its last, and by its
tone, the mean sentiment of its open messages (none counts as neutral):

    waiting  = 1 - 2 ** -(age of the first / patience)               half after 3 days
    lapse    = 2 ** -(max(0, age of the last - lapse) / lapse)       given up: halves every 30 days
    pressure = waiting * lapse * (1 + harshness * max(0, -tone))     up to three times as much

    urgency_i = 1 - 2 ** -(sum of the pressures of i's open threads)

It lies between 0 (nothing is open) and 1: one neutral thread comes to 0.46 after ten days, two to
0.71, one in the worst tone to 0.85. Messages older than eleven lapses are left out; a thread of
them could weigh 0.001 at most, 0.003 in the worst tone. We ourselves have urgency 0: to see who
waits within one house, pass the people it is about as ``own``. Unlike strength, urgency does
depend on the moment it is asked for.

Cost: O(m log m) for the m rows of the last eleven months between us and others.

References
----------
Mitchell, R. K., Agle, B. R., Wood, D. J. "Toward a theory of stakeholder identification and
salience." Academy of Management Review 22 (1997): urgency is a claim that calls for attention.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.model import KINDS, Kind
from graph.timeline import Timeline

__all__ = ["Patience", "Urgency", "urgency"]

_DAY = 86_400_000_000  # microseconds
_LAPSES_KEPT = 11

_ASKS = np.isin(KINDS, [Kind.EMAIL, Kind.MESSAGE, Kind.REPLY, Kind.COMMENT, Kind.MENTION])
_TALKS = np.isin(KINDS, [Kind.CALL, Kind.MEETING, Kind.CONTACT])

Rows = NDArray[np.intp]
Column = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Patience:
    """How waiting turns into urgency; times in microseconds."""

    patience: int = 3 * _DAY
    lapse: int = 30 * _DAY
    harshness: float = 2.0

    def __post_init__(self) -> None:
        if self.patience <= 0 or self.lapse <= 0 or self.harshness < 0:
            raise ValueError(f"patience and lapse must be positive, harshness not negative: {self}")


@dataclass(frozen=True)
class Urgency:
    """Urgency of everybody, 0 to 1, and the open threads it comes from.

    ``open_threads`` counts them, ``oldest`` is the age of the one that waits longest (microseconds,
    0 where nothing is open), ``tone`` their mean sentiment (NaN where none is known).
    """

    values: NDArray[np.float64]
    open_threads: NDArray[np.int64]
    oldest: NDArray[np.int64]
    tone: NDArray[np.float64]


def urgency(
    timeline: Timeline,
    own: NDArray[np.bool_],
    *,
    as_of: int,
    rows: NDArray[np.bool_] | None = None,
    patience: Patience | None = None,
) -> Urgency:
    """Find who waits for us at a moment, and how urgently.

    Parameters
    ----------
    timeline
        Everything that happened; what lies after *as_of* has not happened yet.
    own
        Marks our own people: those who are asked and who could answer.
    as_of
        Microseconds since the epoch.
    rows
        Marks the rows of the timeline that may open a thread (those on a topic); None takes all.
    patience
        The figures of the formula.

    Examples
    --------
    Ann (0) wrote to us (1) three days ago and waits; Bob (2) was answered.

    >>> timeline = Timeline.of(3, source=[0, 2, 1], target=[1, 1, 2],
    ...                        at=[0, 0, _DAY], thread=[7, 8, 8])
    >>> found = urgency(timeline, np.array([False, True, False]), as_of=3 * _DAY)
    >>> found.values.round(4), found.open_threads
    (array([0.2929, 0.    , 0.    ]), array([1, 0, 0]))
    """
    patience = patience or Patience()
    begin = np.searchsorted(timeline.at, as_of - _LAPSES_KEPT * patience.lapse, "left")
    end = np.searchsorted(timeline.at, as_of, "right")
    from_us, to_us = own[timeline.source[begin:end]], own[timeline.target[begin:end]]
    asks = ~from_us & to_us & _ASKS[timeline.kind[begin:end]]
    if rows is not None:
        asks &= rows[begin:end]
    asked = np.flatnonzero(asks) + begin
    answers = np.flatnonzero(from_us & ~to_us) + begin
    still_open = asked[~_is_answered(timeline, asked, answers)]
    return _pressing(timeline, still_open, as_of, patience)


def _is_answered(timeline: Timeline, asked: Rows, answers: Rows) -> NDArray[np.bool_]:
    """Say of each row that asks whether its interaction was answered later, in any of the ways."""
    waits = np.zeros(timeline.people, np.bool_)
    waits[timeline.source[asked]] = True
    answers = answers[waits[timeline.target[answers]]]
    by_thread = timeline.thread, timeline.thread
    by_receiver = timeline.target, timeline.source

    is_answered = np.zeros(len(asked), np.bool_)
    has_thread = timeline.thread[asked] >= 0
    in_thread, without = asked[has_thread], asked[~has_thread]
    talks = answers[_TALKS[timeline.kind[answers]]]
    replies = answers[timeline.thread[answers] >= 0]
    is_answered[has_thread] = _has_later(timeline, in_thread, replies, *by_thread)
    is_answered[has_thread] |= _has_later(timeline, in_thread, talks, *by_receiver)
    is_answered[~has_thread] = _has_later(timeline, without, answers, *by_receiver)
    # one receiver's answer answers the interaction for all it reached
    _, number = np.unique(timeline.interaction[asked], return_inverse=True)
    return np.asarray(np.bincount(number, is_answered) > 0)[number]


def _has_later(
    timeline: Timeline, asked: Rows, answers: Rows, of_question: Column, of_answer: Column
) -> NDArray[np.bool_]:
    """Say of each row that asks whether whoever sent it got a later answer with the same value."""
    if len(asked) == 0 or len(answers) == 0:
        return np.zeros(len(asked), np.bool_)
    people = np.int64(timeline.people)
    key = of_answer[answers] * people + timeline.target[answers]
    wanted = of_question[asked] * people + timeline.source[asked]
    order = np.argsort(key, kind="stable")  # rows stay in time order: the last of a key is latest
    key, at = key[order], timeline.at[answers[order]]
    place = np.searchsorted(key, wanted, "right") - 1
    found: NDArray[np.bool_] = (place >= 0) & (key[place] == wanted)
    return found & (at[place] > timeline.at[asked])


def _pressing(timeline: Timeline, still_open: Rows, as_of: int, patience: Patience) -> Urgency:
    """Gather the open rows into threads, and the threads into what presses for each person."""
    _, one_row = np.unique(timeline.interaction[still_open], return_index=True)
    still_open = still_open[one_row]
    order = np.lexsort((timeline.thread[still_open], timeline.source[still_open]))
    still_open = still_open[order]
    person, thread = timeline.source[still_open], timeline.thread[still_open]
    is_first = np.ones(len(person), np.bool_)
    is_first[1:] = (person[1:] != person[:-1]) | (thread[1:] != thread[:-1])
    first = np.flatnonzero(is_first)
    last = np.append(first[1:], len(person))[: len(first)] - 1

    age, age_of_last = (as_of - timeline.at[still_open[row]] for row in (first, last))
    tone = _mean(timeline.sentiment[still_open], np.cumsum(is_first) - 1, len(first))
    waiting = 1 - np.exp2(-age / patience.patience)
    lapse = np.exp2(-np.maximum(age_of_last - patience.lapse, 0) / patience.lapse)
    anger = np.maximum(-np.nan_to_num(tone), 0)
    pressure = waiting * lapse * (1 + patience.harshness * anger)
    people, who = timeline.people, person[first]
    oldest = np.zeros(people, np.int64)
    np.maximum.at(oldest, who, age)
    return Urgency(
        values=1 - np.exp2(-np.bincount(who, pressure, people)),
        open_threads=np.bincount(who, minlength=people),
        oldest=oldest,
        tone=_mean(tone, who, people),
    )


def _mean(
    values: NDArray[np.floating], group: NDArray[np.integer], groups: int
) -> NDArray[np.float64]:
    """Give the mean of the known values of each group, NaN where none is known."""
    known = ~np.isnan(values)
    count = np.bincount(group[known], minlength=groups)
    total = np.bincount(group[known], values[known].astype(np.float64), groups)
    found = np.full(groups, np.nan)
    np.divide(total, count, out=found, where=count > 0)
    return found
