"""Outbound pressure: how hard somebody writes to another who does not answer any more.

A pair's last contacts that came from one side only are *unanswered*: those after the last one that
came from the other side, or that both took part in. Each of them was due an answer by now as far
as the other usually has answered after so long, and asks the less of the other the more people it
reached:

    due      = sum over unanswered messages of  F(age) / size
    F(age)   = (answers of theirs that took at most age + min(1, age / 7 days)) / (answers + 1)
    usual    = max(1, (messages before + 2) / (answers + 1))     messages that go into one answer
    pressure = 1 - 2 ** -(due / usual)

so that it is one half when as many messages as usually bring an answer have brought none, and
halves what is missing to 1 with every further such lot. From one half on it is *pressing*; from
three quarters on, with at least 3 messages, it is writing *to the void*. Whoever was answered last,
or met, or was written to at that very moment, has none (0). Messages before are counted by 1 / size
as well; what an answer is, and how long it took, is as for their responses: within the exchange.

Of a person over all of their pairs:

    share unanswered = runs of theirs that were not answered within the exchange / runs of theirs

Undefined for those who wrote nothing that had its time; what goes to the void has had it.

Cost: O(m log m) for m rows in (pair, time) order, nearly all of it sorting the response times.

References
----------
Kooti, F. et al. "Evolution of conversations in the age of email overload." WWW 2015: how soon
people answer, and that what is not answered soon is seldom answered at all.
"""

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.responses import runs
from algorithms.rhythm.exchanges import LEAST_SILENCE, beginnings, chunks, silences
from algorithms.rows.contacts import Contacts, contacts, in_known_order
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["PRESSING", "VOID", "Pressure", "pressure", "pressures", "unanswered_share"]

PRESSING = 0.5
"""From here on what usually brings an answer has brought none."""
VOID = 0.75
"""From here on somebody is writing to the void."""
_LEAST_MESSAGES = 3
_NO_ANSWER_YET = 2  # messages that a first answer may take

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Pressure:
    """One row for each pair.

    ``by`` is 1 where a writes without answer, -1 where b does, 0 where neither; ``unanswered`` how
    many messages, the first of them ``since`` (microseconds, -1 for none); ``heard_at`` is the last
    contact before, -1 where there was none. ``runs_a`` counts runs of a that had their time,
    ``answered_a`` those of them that b answered; likewise of b.
    """

    by: NDArray[np.int8]
    unanswered: Ints
    since: Ints
    heard_at: Ints
    due: Floats
    usual: Floats
    pressure: Floats
    runs_a: Ints
    runs_b: Ints
    answered_a: Ints
    answered_b: Ints

    @property
    def is_void(self) -> NDArray[np.bool_]:
        """Where somebody is writing to the void."""
        return _is_void(self.pressure, self.unanswered)


def _is_void(value: Floats, unanswered: Ints) -> NDArray[np.bool_]:
    return (value >= VOID) & (unanswered >= _LEAST_MESSAGES)


def pressure(timeline: Timeline, rows: PairRows) -> Pressure:
    """Find the pressure in each pair, as of the last row of the log that counts.

    Ann wrote on six days in a row and Bob has never answered; Cleo answered Ann at once:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(3, source=[0, 0, 0, 0, 0, 0, 0, 2], target=[1, 1, 1, 1, 1, 1, 2, 0],
    ...                        at=np.array([0, 1, 2, 3, 4, 5, 20, 20.5]) * DAY)
    >>> found = pressure(timeline, pair_rows(timeline, np.ones(8), as_of=21 * DAY))
    >>> found.by, found.unanswered, found.pressure.round(2), found.is_void
    (array([ 1, -1], dtype=int8), array([6, 1]), array([0.88, 0.  ]), array([ True, False]))
    """
    return pressures(timeline, rows, as_of=rows.until)


def pressures(timeline: Timeline, rows: PairRows, *, as_of: int) -> Pressure:
    """Find the pressure in each pair as of a moment (microseconds): waiting goes on in silence.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, DAY])
    >>> rows = pair_rows(timeline, np.ones(2), as_of=DAY)
    >>> [float(pressures(timeline, rows, as_of=day * DAY).pressure[0].round(2)) for day in (1, 90)]
    [0.05, 0.5]
    """
    silence, found = silences(timeline, rows), in_known_order(contacts(timeline, rows))
    share = _asked(timeline, rows)
    parts = []
    for begin, end in chunks(found):
        part = share[found.start[begin] : found.start[end]]
        parts.append(_pressure(found.part(begin, end), part, silence[begin:end], as_of))
    names = [field.name for field in fields(Pressure)]
    return Pressure(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def unanswered_share(found: Pressure, rows: PairRows, people: int) -> Floats:
    """Give the share of what each person wrote that was not answered, over all their pairs.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(3, source=[0, 1, 0], target=[1, 0, 2], at=[0, 1, 2])
    >>> rows = pair_rows(timeline, np.ones(3), as_of=90 * DAY)
    >>> unanswered_share(pressures(timeline, rows, as_of=90 * DAY), rows, 3)
    array([0.5, 1. , nan])
    """
    written = np.bincount(rows.a, found.runs_a, people) + np.bincount(rows.b, found.runs_b, people)
    answered = np.bincount(rows.a, found.answered_a, people)
    answered = answered + np.bincount(rows.b, found.answered_b, people)
    share = np.full(people, np.nan)
    np.divide(written - answered, written, out=share, where=written > 0)
    return share


def _asked(timeline: Timeline, rows: PairRows) -> Floats:
    """How much each contact asks of the other: one over how many it reached; as `contacts`."""
    interaction = timeline.interaction[rows.row]
    is_second = np.diff(interaction, prepend=interaction[:1] - 1) == 0
    is_second[rows.first] = False
    share: Floats = 1 / np.maximum(timeline.size[rows.row], 1)[~is_second]
    return share


class _Trailing(NamedTuple):
    """The unanswered messages of each pair: they stand at ``start[k] : end[k]``."""

    way: NDArray[np.int8]
    start: Ints
    end: Ints


def _pressure(found: Contacts, share: Floats, silence: Floats, as_of: int) -> Pressure:
    pairs = len(found)
    last = found.start[1:] - 1
    is_over = as_of // DAY - found.at[last] // DAY > silence
    read = runs(found, beginnings(found, silence), is_over)
    group = 2 * read.pair + (1 - read.side)  # by who wrote: a 0, b 1
    written = np.bincount(group[read.is_settled], minlength=2 * pairs)
    answered = np.bincount(group[read.is_answered], minlength=2 * pairs)

    trailing = _trailing(found)
    writes = trailing.way != 0
    mine = 2 * np.arange(pairs) + (trailing.way == -1)
    usual = _usual(found, share, trailing, answered[mine])
    count = np.where(writes, trailing.end - trailing.start, 0)
    message = _spans(trailing.start[writes], count[writes])
    whose = np.repeat(np.flatnonzero(writes), count[writes])
    age = as_of - found.at[message]
    within = _at_most(read.wait[read.is_answered], group[read.is_answered], age, mine[whose])
    awaited = (within + np.minimum(1.0, age / (LEAST_SILENCE * DAY))) / (answered[mine[whose]] + 1)
    due = np.asarray(np.bincount(whose, awaited * share[message], pairs), np.float64)
    value = 1 - np.exp2(-due / usual)
    written[mine] += _is_void(value, count) & ~is_over
    before = np.maximum(trailing.start - 1, 0)
    has_before = writes & (trailing.start > found.start[:-1])
    return Pressure(
        by=trailing.way,
        unanswered=count,
        since=np.where(writes, found.at[np.minimum(trailing.start, last)], -1),
        heard_at=np.where(has_before, found.at[before], np.where(writes, -1, found.at[last])),
        due=due,
        usual=usual,
        pressure=value,
        runs_a=written[0::2],
        runs_b=written[1::2],
        answered_a=answered[0::2],
        answered_b=answered[1::2],
    )


def _trailing(found: Contacts) -> _Trailing:
    """Find where the last contacts of one way begin, pair by pair."""
    begins = np.diff(found.way, prepend=found.way[:1]) != 0
    begins[found.start[:-1]] = True
    place = np.where(begins, np.arange(len(found.way)), 0)
    start = np.maximum.reduceat(place, found.start[:-1]) if len(found) else found.start[:-1]
    return _Trailing(found.way[found.start[1:] - 1], start, found.start[1:])


def _usual(found: Contacts, share: Floats, trailing: _Trailing, answers: Ints) -> Floats:
    """How many messages of the writer's usually go into one answer, at least one."""
    place = np.arange(len(found.way))
    pair = found.pair
    is_before = (place < trailing.start[pair]) & (found.way == trailing.way[pair])
    before = np.bincount(pair[is_before], share[is_before], len(found))
    return np.asarray(np.maximum(1.0, (before + _NO_ANSWER_YET) / (answers + 1)))


def _spans(start: Ints, count: Ints) -> Ints:
    """The positions ``start[k] .. start[k] + count[k] - 1`` of all k, one after another."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    return np.asarray(np.arange(total) + np.repeat(start - (ends - count), count), np.int64)


def _at_most(value: Ints, group: Ints, asked: Ints, asked_group: Ints) -> Ints:
    """How many values of its group are at most what is asked, for each that is asked."""
    values, n = len(value), len(value) + len(asked)
    is_asked = np.arange(n) >= values
    everything, groups = np.concatenate([value, asked]), np.concatenate([group, asked_group])
    order: Ints = np.lexsort((is_asked, everything, groups))
    below = np.cumsum(~is_asked[order])
    known = np.searchsorted(groups[order], asked_group, "left")
    before = np.concatenate([np.zeros(1, np.int64), below])[known]
    place = np.empty(n, np.int64)
    place[order] = np.arange(n)
    return np.asarray(below[place[values:]] - before, np.int64)
