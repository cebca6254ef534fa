"""Initiative: on which days each person reached out, and to how many.

A person is there while they send, not while others write to them: mail goes on reaching those who
left. So what counts is, for every day, how many others somebody *wrote to or called* on it (to one
person five times is once, as with active days). Invitations stand in calendars whether people come
or not, so meetings count only in a log that has next to nothing else.

Only the last 800 days before ``as_of`` are read. Cost: O(m) for m rows in them.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from algorithms.absence.absences import Remembered
from algorithms.feeds.coverage import Coverage
from algorithms.rows.pair_rows import PairRows
from graph.model import KINDS, Kind
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["PRESENT", "SPAN", "Initiative", "initiative"]

SPAN = 800  # days that are read: two years, so that a season is seen to recur
PRESENT = 400  # of them, those in which people are judged
_MEETING = KINDS.index(Kind.MEETING)
_MOSTLY_MEETINGS = 0.9  # share of a log's rows, from which on they count

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Initiative:
    """How many others each person reached out to on each day, and how often each pair's two did.

    ``reached`` is a row of days for each person, the last of them that of ``as_of``; ``by_a`` and
    ``by_b`` are the days on which each pair's two reached out to each other. ``feeds`` is a row for
    each person: the share of their contacts by each of the coverage's stopped feeds, whose days of
    outage are ``out``: a row of days for each feed. ``weekday`` is the log's share of each day,
    the mean being 1.
    """

    as_of: int
    first_day: int
    reached: csr_array
    by_a: Ints
    by_b: Ints
    feeds: NDArray[np.float64]
    out: NDArray[np.float64]
    weekday: NDArray[np.float64]

    @cached_property
    def absences(self) -> Remembered:
        """The absences of people, as far as anybody asked about them."""
        return Remembered(len(self.feeds))


def initiative(timeline: Timeline, rows: PairRows, coverage: Coverage, *, as_of: int) -> Initiative:
    """Find who reached out, and when.

    Ann wrote to Bob on two days, on one of them twice:

    >>> from algorithms.feeds.coverage import coverage
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0, 0], target=[1, 1, 1], at=[0, 1, 2 * DAY])
    >>> rows = pair_rows(timeline, np.ones(3), as_of=2 * DAY)
    >>> found = initiative(timeline, rows, coverage(timeline.at), as_of=2 * DAY)
    >>> found.reached.sum(axis=1), found.by_a, found.by_b
    (array([2, 0]), array([2]), array([0]))
    """
    first_day = as_of // DAY - SPAN + 1
    position = np.flatnonzero(timeline.at[rows.row] >= first_day * DAY)
    position = position[_counts(timeline, rows.row[position])]
    row = rows.row[position]
    pair = rows.pair[position].astype(np.int64)
    person = timeline.source[row].astype(np.int64)
    day = timeline.at[row] // DAY - first_day
    is_a = person == rows.a[pair]
    new = _first_of_day(pair, day, is_a)
    person, day, pair, is_a = person[new], day[new], pair[new], is_a[new]
    shape = (timeline.people, SPAN)
    feeds = np.zeros((timeline.people, len(coverage.stopped)))
    total = np.maximum(np.bincount(person, minlength=timeline.people), 1)
    part = coverage.carries[:, list(coverage.stopped)] / coverage.carries.sum(1, keepdims=True)
    for k in range(len(coverage.stopped)):
        share = part[coverage.way[row[new]], k]
        feeds[:, k] = np.bincount(person, weights=share, minlength=timeline.people) / total
    by_day = np.bincount((first_day + day) % 7, minlength=7).astype(np.float64)
    return Initiative(
        as_of=as_of,
        first_day=first_day,
        reached=_summed(person, day, shape),
        by_a=np.bincount(pair[is_a], minlength=len(rows)),
        by_b=np.bincount(pair[~is_a], minlength=len(rows)),
        feeds=feeds,
        out=_out(coverage, first_day),
        weekday=np.maximum(by_day * 7 / max(by_day.sum(), 1.0), 0.02),
    )


def _counts(timeline: Timeline, row: NDArray[np.integer]) -> NDArray[np.bool_]:
    is_meeting = timeline.kind[row] == _MEETING
    if is_meeting.mean() >= _MOSTLY_MEETINGS if len(row) else False:
        return np.ones(len(row), bool)
    return np.asarray(~is_meeting)


def _first_of_day(pair: Ints, day: Ints, is_a: NDArray[np.bool_]) -> Ints:
    """Give the first row of each pair, day and direction; rows are in order of pair and time."""
    found = []
    for way in (True, False):
        place = np.flatnonzero(is_a == way)
        key = pair[place] * SPAN + day[place]
        found.append(place[np.diff(key, prepend=-1) != 0])
    return np.sort(np.concatenate(found))


def _out(coverage: Coverage, first_day: int) -> NDArray[np.float64]:
    """Mark the days on which each stopped feed was out."""
    found = np.zeros((len(coverage.stopped), SPAN))
    start = (first_day + np.arange(SPAN)) * DAY
    for outage in coverage.outages:
        is_out = (start >= outage.since) & (start < outage.until)
        found[coverage.stopped.index(outage.feed), is_out] = 1.0
    return found


def _summed(person: Ints, day: Ints, shape: tuple[int, int]) -> csr_array:
    """Count how many others each person reached on each day."""
    found = csr_array((np.ones(len(person), np.int32), (person, day)), shape=shape)
    found.sum_duplicates()
    return found
