"""Silence: whose it is when two people are no longer in touch as usual.

Four explanations are weighed for each pair that is silent for longer than its patience p, by what
each leaves unexplained (`deficits`, in nats; less is better):

    tie           what the absences of both people and of both organizations tell
    person        2 + outside(the person's absence),  and what the others tell
    organization  3.5 + outside(the organization's absence),  and what the others tell;
                  1 instead of 3.5 where it was as quiet at that time of an earlier year
    data          0.5 + 2 * (heard days / p - 1/2),  where a feed of theirs was out for half of p

    outside(absence) = 2 * max(0, heard days of the silence outside it / p - 1/2)

An absence that explains a person also explains what their organization tells of it, not of its
other people. The smallest wins; its confidence is its share of exp(-cost) over the four. A fact
that says somebody has left decides, where the pair has been silent since.

Edges: somebody with one tie only cannot be told from that tie: it is called the tie, and the
confidence is small where there is little else to go by. A pair whose heard days are within its
patience is a matter of data alone.

Cost: O(1) for each overdue pair beside `initiative` and `absences`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.absence.departures import Departures
from algorithms.absence.initiative import Initiative
from algorithms.absence.sides import Side, organizations_of, people_of
from algorithms.feeds.coverage import Coverage
from algorithms.rows.pair_rows import PairRows
from algorithms.weakening import Pairs
from graph.moments import DAY

__all__ = ["KINDS_OF_SILENCE", "LEVELS", "Overdue", "Silences", "overdue_pairs", "silences"]

LEVELS = ("none", "tie", "person", "organization", "data")
KINDS_OF_SILENCE = ("broke off", "away", "left", "closed", "season", "stopped feed")
_TIE, _PERSON, _ORGANIZATION, _DATA = 1, 2, 3, 4
_BROKE_OFF, _AWAY, _LEFT, _CLOSED, _SEASON, _STOPPED = range(6)
_OUTSIDE = 2.0
_CERTAIN = 5.0
_RECURRING = 1.0
_BEFOREHAND = {_PERSON: 2.0, _ORGANIZATION: 3.5, _DATA: 0.5}

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Silences:
    """One row for each overdue pair, in the order of pairs.

    ``pair`` is a position among the pairs; ``level`` one in ``LEVELS``, ``kind`` one in
    ``KINDS_OF_SILENCE``. ``person``, ``organization`` and ``feed`` are -1 where it is not theirs.
    ``since`` is the first day of it, microseconds. ``observed`` and ``expected`` are what the one
    it is attributed to brought since the pair's last contact, and would have: the pair itself for
    a tie.
    """

    pair: Ints
    level: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    person: NDArray[np.int32]
    organization: NDArray[np.int32]
    feed: NDArray[np.int16]
    since: Ints
    confidence: Floats
    observed: Floats
    expected: Floats

    def __len__(self) -> int:
        return len(self.pair)


@dataclass(frozen=True)
class Overdue:
    """Pairs to be judged: positions in rows, when they were last in touch, what they may be silent.

    ``last_at`` is in microseconds; ``patience``, ``usual_gap`` and ``heard`` in days, the last one
    being the days since ``last_at`` in which their feeds worked; ``shares`` are those of their
    contacts by the coverage's stopped feeds.
    """

    pair: Ints
    last_at: Ints
    patience: Floats
    usual_gap: Floats
    heard: Floats
    shares: NDArray[np.float32]


def silences(
    rows: PairRows,
    overdue: Overdue,
    initiative: Initiative,
    coverage: Coverage,
    organization: NDArray[np.int32],
    gone: Departures,
) -> Silences:
    """Say whose silence it is, for every overdue pair.

    *organization* is where each person belongs, -1 for nowhere.
    """
    both = (rows.a[overdue.pair].astype(np.int64), rows.b[overdue.pair].astype(np.int64))
    silent = np.maximum((initiative.as_of - overdue.last_at) / DAY, 1e-9)
    by = (initiative.by_a[overdue.pair], initiative.by_b[overdue.pair])
    people = [people_of(initiative, who, own, silent) for who, own in zip(both, by, strict=True)]
    groups = [organizations_of(initiative, organization, who, silent) for who in both]
    lost = _lost(coverage, overdue, initiative.as_of)
    costs = _costs(overdue, people, groups, silent, lost)
    _by_fact(costs, gone, both, overdue)
    best = np.argmin(costs, axis=0)
    likely = 1 / np.exp(costs.min(axis=0) - costs).sum(axis=0)
    return _told(best, likely, overdue, [*people, *groups], lost, gone)


@dataclass(frozen=True)
class _Lost:
    """What outages took of each pair's silence: days, and of the feed that took most of it."""

    days: Floats
    feed: Ints
    since: Ints
    likely: Floats


def _lost(coverage: Coverage, overdue: Overdue, as_of: int) -> _Lost:
    count = len(overdue.pair)
    days, most = np.zeros(count), np.zeros(count)
    feed, since, likely = np.full(count, -1), np.zeros(count, np.int64), np.zeros(count)
    for outage in coverage.outages:
        over = np.minimum(as_of, outage.until) - np.maximum(overdue.last_at, outage.since)
        part = np.maximum(over, 0) / DAY * overdue.shares[:, coverage.stopped.index(outage.feed)]
        days += part
        is_more = part > most
        most = np.where(is_more, part, most)
        feed = np.where(is_more, outage.feed, feed)
        since = np.where(is_more, outage.since, since)
        likely = np.where(is_more, outage.confidence, likely)
    return _Lost(days, feed, since, likely)


def _costs(
    overdue: Overdue, people: list[Side], groups: list[Side], silent: Floats, lost: _Lost
) -> Floats:
    """What each explanation leaves unexplained: tie, person a, b, organization of a, b, data."""
    is_one = (groups[0].who == groups[1].who) & (groups[0].who >= 0)
    by_person = [side.lacks.against for side in people]
    by_group = [groups[0].lacks.against, np.where(is_one, 0.0, groups[1].lacks.against)]
    others = by_group[0] + by_group[1]
    heard = overdue.heard / silent

    def outside(side: Side, beforehand: Floats | float) -> Floats:
        left = (silent - side.lacks.days) * heard / overdue.patience
        cost = beforehand + _OUTSIDE * np.maximum(left - 0.5, 0.0)
        return np.where(side.lacks.days > 0, cost, np.inf)

    person = _BEFOREHAND[_PERSON]
    group = [np.where(g.recurs, _RECURRING, _BEFOREHAND[_ORGANIZATION]) for g in groups]
    left_over = [
        np.where(one.lacks.days > 0, 1 - all_.lacks.days / np.maximum(one.lacks.days, 1e-9), 0.0)
        for one, all_ in zip(people, groups, strict=True)
    ]  # of a person's absence, what their organization's does not explain
    unexplained = [
        one * np.clip(part, 0.0, 1.0) for one, part in zip(by_person, left_over, strict=True)
    ]
    within = overdue.heard / overdue.patience
    is_lost = (lost.days >= overdue.patience / 2) | ((lost.days > 0) & (within <= 1))
    data = np.where(within <= 1, -_CERTAIN, _BEFOREHAND[_DATA] + _OUTSIDE * (within - 0.5))
    return np.stack(
        [
            by_person[0] + by_person[1] + others,
            outside(people[0], person) + by_person[1] + others,
            outside(people[1], person) + by_person[0] + others,
            outside(groups[0], group[0])
            + unexplained[0]
            + np.where(is_one, unexplained[1], by_person[1])
            + by_group[1],
            np.where(
                is_one,
                np.inf,
                outside(groups[1], group[1]) + unexplained[1] + by_person[0] + by_group[0],
            ),
            np.where(is_lost, data + by_person[0] + by_person[1] + others, np.inf),
        ]
    )


def _by_fact(costs: Floats, gone: Departures, both: tuple[Ints, Ints], overdue: Overdue) -> None:
    """Let facts decide: somebody whose affiliation ended, and a silence that is no older."""
    stated = np.flatnonzero(gone.is_stated)
    if not len(stated):
        return
    person = gone.person[stated]
    order = np.argsort(person)
    for k in (0, 1):
        place = np.clip(np.searchsorted(person[order], both[k]), 0, len(stated) - 1)
        at = stated[order][place]
        is_stated = gone.person[at] == both[k]
        before = (gone.since[at] - overdue.last_at) / DAY
        holds = is_stated & (before <= overdue.patience)
        costs[1 + k] = np.where(holds, np.minimum(costs[1 + k], -_CERTAIN), costs[1 + k])


def _told(
    best: NDArray[np.intp],
    likely: Floats,
    overdue: Overdue,
    sides: list[Side],
    lost: _Lost,
    gone: Departures,
) -> Silences:
    """Put what was decided in words' codes: *sides* are the people a, b and organizations a, b."""
    count = len(best)
    level = np.array([_TIE, _PERSON, _PERSON, _ORGANIZATION, _ORGANIZATION, _DATA], np.uint8)[best]
    kind = np.full(count, _BROKE_OFF, np.uint8)
    since = (overdue.last_at // DAY + 1) * DAY
    observed, expected = np.zeros(count), overdue.heard / overdue.usual_gap
    who = np.full((2, count), -1, np.int64)
    for k, side in enumerate(sides):
        here = np.flatnonzero(best == k + 1)
        who[k // 2, here] = side.who[here]
        since[here] = side.since[here]
        observed[here], expected[here] = side.lacks.observed[here], side.lacks.expected[here]
        kind[here] = np.where(side.recurs[here], _SEASON, _CLOSED) if k >= 2 else _AWAY
    left = {
        int(p): (int(at), bool(d))
        for p, at, d in zip(gone.person, gone.since, gone.kind, strict=True)
    }
    for place in np.flatnonzero(level == _PERSON):
        first_day, is_left = left.get(int(who[0, place]), (0, False))
        if is_left:
            kind[place], since[place] = _LEFT, first_day
    data = best == len(sides) + 1
    kind[data], since[data] = _STOPPED, lost.since[data]
    observed[data], expected[data] = 0.0, lost.days[data] / overdue.usual_gap[data]
    return Silences(
        pair=overdue.pair,
        level=level,
        kind=kind,
        person=who[0].astype(np.int32),
        organization=who[1].astype(np.int32),
        feed=np.where(data, lost.feed, -1).astype(np.int16),
        since=since,
        confidence=np.where(data, likely * lost.likely, likely),
        observed=observed,
        expected=expected,
    )


def overdue_pairs(
    pairs: Pairs, coverage: Coverage, shares: NDArray[np.float32], *, quiet_days: float = 180.0
) -> Overdue:
    """Find the pairs to be judged: silent for longer than their patience, by the calendar.

    Those that have been dormant for longer than *quiet_days* are left out, and those that are
    listed otherwise are in; *shares* are those of all pairs.
    """
    silent = (pairs.as_of - pairs.last_at) / DAY
    is_long = silent > pairs.patience
    is_old = silent > 4 * pairs.patience + quiet_days
    pair = np.flatnonzero(is_long & ~is_old)
    last_at = pairs.last_at[pair]
    return Overdue(
        pair=pair,
        last_at=last_at,
        patience=pairs.patience[pair],
        usual_gap=pairs.usual_gap[pair],
        heard=coverage.heard(shares[pair], last_at, pairs.as_of),
        shares=shares[pair],
    )
