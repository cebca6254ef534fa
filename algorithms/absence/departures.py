"""Departures: who has left or is away, since which day, and how sure that is.

    away    stopped reaching out to everybody, lately
    left    so for 35 days or more, or by a fact: their last affiliation has ended

The date is the first day without them: the day after they last wrote to or called anybody (what
others write to them changes nothing), or the day the affiliation ended, whichever is known. The
evidence is that of an open absence (`absences`), G; a departure costs 4 of it beforehand, so

    confidence = 1 / (1 + exp(4 - G)),       0.99 at least where a fact says it and they are silent

Those who came back were on leave: `absences` keeps that, and nobody is listed as departed for it.
Somebody with too little of a rhythm is never said to have left.

Cost: that of `absences` for each person who, against their rate, reached out to nobody for a week.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from algorithms.absence.absences import Absences, absences
from algorithms.absence.initiative import PRESENT, Initiative
from graph.moments import DAY

__all__ = ["DEPARTURES", "LEFT_DAYS", "Departures", "confirmed", "departures", "person_absences"]

DEPARTURES = ("away", "left")
LEFT_DAYS = 35
_BEFOREHAND = 4.0
_LIKELY = 0.5
_BY_FACT = 0.99
_QUIET_DAYS = 7
_LEAST_DAYS = 4
_MISSING = 3.0

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Departures:
    """One row for each person who is away or has left, in the order of people.

    ``since`` is the first day without them, in microseconds; ``kind`` a position in
    ``DEPARTURES``; ``is_stated`` where a fact says it.
    """

    person: NDArray[np.int32]
    since: Ints
    kind: NDArray[np.uint8]
    confidence: NDArray[np.float64]
    is_stated: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.person)


def person_absences(initiative: Initiative, people: NDArray[np.integer]) -> Absences:
    """Find the absences of some people, read from the last 400 days; each once, whoever asks."""
    return initiative.absences.of(people, lambda new: _person_absences(initiative, new))


def _person_absences(initiative: Initiative, people: NDArray[np.integer]) -> Absences:
    counts = initiative.reached[people, -PRESENT:] if len(people) else initiative.reached[:0]
    first_day = initiative.first_day + initiative.reached.shape[1] - PRESENT
    return absences(
        counts,
        initiative.weekday,
        first_day,
        initiative.feeds[people],
        initiative.out[:, -PRESENT:],
    )


def departures(initiative: Initiative, ended: Mapping[int, int] | None = None) -> Departures:
    """Find who has left or is away as of the moment that *initiative* is of.

    *ended* is when the last affiliation of a person ended, in microseconds, for those who have had
    one and have none any more.

    >>> from algorithms.feeds.coverage import coverage
    >>> from algorithms.absence.initiative import initiative
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from graph.timeline import Timeline
    >>> day = np.arange(200)
    >>> timeline = Timeline.of(
    ...     3, source=day % 2, target=np.full(200, 2), at=np.where(day % 2, day, day / 2) * DAY
    ... )
    >>> rows = pair_rows(timeline, np.ones(200), as_of=200 * DAY)
    >>> seen = initiative(timeline, rows, coverage(timeline.at), as_of=200 * DAY)
    >>> found = departures(seen)
    >>> found.person, found.since // DAY, DEPARTURES[found.kind[0]]
    (array([0], dtype=int32), array([100]), 'left')
    """
    stated = dict(ended or {})
    people = np.union1d(_quiet(initiative), np.array(sorted(stated), np.int64)).astype(np.int64)
    found = person_absences(initiative, people)
    gain = found.open_gain
    confidence = 1 / (1 + np.exp(_BEFOREHAND - gain))
    first = (initiative.first_day + initiative.reached.shape[1] - PRESENT + found.open_since) * DAY
    until = np.array([stated.get(int(k), -1) for k in people], np.int64)
    is_silent = found.open_since < PRESENT
    reached_lately = _last_day(initiative, people) * DAY > until + 7 * DAY
    is_stated = (until >= 0) & ~reached_lately
    confidence = np.where(is_stated, np.maximum(confidence, _BY_FACT), confidence)
    since = np.where(is_stated & ~is_silent, until, first)
    is_left = is_stated | (initiative.as_of - since >= LEFT_DAYS * DAY)
    kept = is_stated | (is_silent & (confidence >= _LIKELY))
    return Departures(
        person=people[kept].astype(np.int32),
        since=since[kept],
        kind=is_left[kept].astype(np.uint8),
        confidence=confidence[kept],
        is_stated=is_stated[kept],
    )


def _last_day(initiative: Initiative, people: Ints) -> Ints:
    """Give the last day on which each person reached out, -1 for none that was read."""
    counts = initiative.reached
    day = np.full(counts.shape[0], -1, np.int64)
    person = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    np.maximum.at(day, person, counts.indices)
    return np.where(day[people] < 0, -1, initiative.first_day + day[people])


def _quiet(initiative: Initiative) -> Ints:
    """Those whose last seven days, at least, lack three of the days on which they reach out."""
    counts = initiative.reached[:, -PRESENT:].tocsr()
    counts.sort_indices()
    active = np.diff(counts.indptr)
    person = np.flatnonzero(active >= _LEAST_DAYS)
    first = counts.indices[counts.indptr[person]]
    last = counts.indices[counts.indptr[person + 1] - 1]
    missing = (PRESENT - 1 - last) * active[person] / (last - first + 1)
    found: Ints = person[(PRESENT - 1 - last >= _QUIET_DAYS) & (missing >= _MISSING)]
    return found.astype(np.int64)


def confirmed(
    gone: Departures, person: NDArray[np.integer], pairs: NDArray[np.integer]
) -> Departures:
    """Keep those whose silence is their own: a fact says it, or half of their silent pairs do.

    *person* is whose silence each overdue pair's is, -1 for not a person's; *pairs* are the two
    people of each, one row a pair. A customer whose only contact with us left has not left.

    >>> two = Departures(np.array([0, 1], np.int32), np.array([5, 6]), np.ones(2, np.uint8),
    ...                  np.ones(2), np.zeros(2, bool))
    >>> confirmed(two, np.array([0, 0]), np.array([[0, 1], [0, 2]])).person
    array([0], dtype=int32)
    """
    most = int(max(gone.person.max(initial=0), pairs.max(initial=0))) + 1
    silent = np.bincount(pairs.ravel(), minlength=most)
    own = np.bincount(person[person >= 0], minlength=most)
    is_own = (own[gone.person] > 0) & (2 * own[gone.person] >= silent[gone.person])
    kept = gone.is_stated | is_own
    return Departures(*(getattr(gone, field.name)[kept] for field in fields(gone)))
