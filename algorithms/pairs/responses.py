"""Responses: how soon two people answer each other, how often, and which of them starts.

The contacts of a pair fall into *exchanges*: a new one begins with the first contact, and after a
silence of more than a week, or of the pair's usual gap where that is longer. Within an exchange the
messages of one side up to the other's next are a *run*, and

    an answer     = the first message of the next run; it answers the whole run before it
    response time = at(answer) - at(first message of the run it answers)

so that reminders do not make a wait look short. A run that its exchange ends with was not answered,
however soon the next exchange begins; while the silence after it is not yet over, measured to the
log's last row, it is left out of every count. For either side of the pair

    response median, p90 = of the response times of its answers, told in hours
    answered share       = runs of the other side that it answered / runs of the other side
    started by a         = exchanges that a began / exchanges that one of the two began

A meeting runs both ways at once: it is contact, and so keeps an exchange going or begins one that
nobody started, but it neither waits nor answers. So it is with what both wrote at one moment, as in
a log that knows days only: nobody can tell which was the answer. All else that counts is read
alike: what went to many, and mails that want no answer, lower the answered share. Undefined where
there is nothing to divide by. Percentiles are interpolated linearly.

Cost: O(m log m) for m rows in (pair, time) order, nearly all of it sorting the response times.

References
----------
Eckmann, J.-P., Moses, E., Sergi, D. "Entropy of dialogues creates coherent structures in e-mail
traffic." PNAS 101 (2004): response times of pairs.
Kooti, F. et al. "Evolution of conversations in the age of email overload." WWW 2015: medians and
the share that is answered.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.exchanges import beginnings, chunks, silences
from algorithms.rows.contacts import Contacts, contacts, in_known_order
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["Responses", "Runs", "responses", "runs"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Responses:
    """One row for each pair; ``_a`` is said of the answers a gives, ``_b`` of those of b.

    Times in microseconds; ``answers_a`` and ``answers_b`` count what the times are read from,
    ``exchanges`` those that one of the two started.
    """

    response_median_a: Floats
    response_median_b: Floats
    response_p90_a: Floats
    response_p90_b: Floats
    answered_share_a: Floats
    answered_share_b: Floats
    started_by_a: Floats
    answers_a: Ints
    answers_b: Ints
    exchanges: Ints


def responses(timeline: Timeline, rows: PairRows) -> Responses:
    """Find how soon and how often the two of each pair answer, and who starts.

    Ann wrote on day 0 and again on day 1; Bob answered on day 3. On day 20 Bob wrote, in vain.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(3, source=[0, 0, 1, 1, 0], target=[1, 1, 0, 0, 2],
    ...                        at=[0, DAY, 3 * DAY, 20 * DAY, 99 * DAY])
    >>> found = responses(timeline, pair_rows(timeline, np.ones(5), as_of=99 * DAY))
    >>> found.response_median_b / DAY, found.answered_share_a, found.started_by_a
    (array([ 3., nan]), array([ 0., nan]), array([0.5, 1. ]))
    """
    silence, found = silences(timeline, rows), in_known_order(contacts(timeline, rows))
    parts = [
        _responses(found.part(begin, end), silence[begin:end], rows.until // DAY)
        for begin, end in chunks(found)
    ]
    names = [field.name for field in fields(Responses)]
    return Responses(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


@dataclass(frozen=True)
class Runs:
    """Runs of messages of one side, in the order of pairs and time.

    ``side`` is who is to answer, a (0) or b (1); ``wait`` until they did, where they did;
    ``is_settled`` where they did, or can no longer.
    """

    pair: NDArray[np.int32]
    side: NDArray[np.int64]
    wait: Ints
    is_answered: NDArray[np.bool_]
    is_settled: NDArray[np.bool_]


def _responses(found: Contacts, silence: Floats, today: int) -> Responses:
    pairs = len(found)
    begins = beginnings(found, silence)
    by_a, by_b = (
        np.bincount(found.pair[begins & (found.way == way)], minlength=pairs) for way in (1, -1)
    )
    is_over = today - found.at[found.start[1:] - 1] // DAY > silence
    read = runs(found, begins, is_over)

    group = 2 * read.pair + read.side
    settled = np.bincount(group[read.is_settled], minlength=2 * pairs)
    waits = _Waits.of(read.wait[read.is_answered], group[read.is_answered], 2 * pairs)
    median, p90 = waits.quantile(0.5), waits.quantile(0.9)
    share = _share(waits.count, settled)
    return Responses(
        response_median_a=median[0::2],
        response_median_b=median[1::2],
        response_p90_a=p90[0::2],
        response_p90_b=p90[1::2],
        answered_share_a=share[0::2],
        answered_share_b=share[1::2],
        started_by_a=_share(by_a, by_a + by_b),
        answers_a=waits.count[0::2],
        answers_b=waits.count[1::2],
        exchanges=by_a + by_b,
    )


def runs(found: Contacts, begins: NDArray[np.bool_], is_over: NDArray[np.bool_]) -> Runs:
    """Find the runs of exchanges that *begins* starts; *is_over* says of whose last one it is.

    Ann wrote twice, Bob answered.

    >>> found = Contacts(np.array([0, 5, 9]), np.array([1, 1, -1], np.int8), np.array([0, 3]))
    >>> read = runs(found, np.array([True, False, False]), np.array([False]))
    >>> read.side, read.wait[read.is_answered], read.is_answered, read.is_settled
    (array([1, 0]), array([9]), array([ True, False]), array([ True, False]))
    """
    number = np.cumsum(begins)
    message = np.flatnonzero(found.way)
    exchange, way = number[message], found.way[message]
    # a run begins with its exchange, or where the other side takes over
    is_new = (np.diff(exchange, prepend=0) != 0) | (np.diff(way, prepend=0) != 0)
    run, exchange = message[is_new], exchange[is_new]
    pair = found.pair[run]
    is_answered = np.diff(exchange, append=0) == 0
    is_last = exchange == number[found.start[1:] - 1][pair]
    return Runs(
        pair=pair,
        side=(found.way[run] == 1).astype(np.int64),
        wait=np.diff(found.at[run], append=0),
        is_answered=is_answered,
        is_settled=is_answered | ~is_last | is_over[pair],
    )


@dataclass(frozen=True)
class _Waits:
    """Waiting times, group by group, the shortest first."""

    wait: Ints
    first: Ints
    count: Ints

    @classmethod
    def of(cls, wait: Ints, group: NDArray[np.integer], groups: int) -> "_Waits":
        count = np.bincount(group, minlength=groups)
        return cls(wait[np.lexsort((wait, group))], np.cumsum(count) - count, count)

    def quantile(self, share: float) -> Floats:
        """Give the quantile of each group, interpolated linearly; NaN where a group is empty."""
        found = np.full(len(self.count), np.nan)
        known = np.flatnonzero(self.count)
        place = share * (self.count[known] - 1)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, self.count[known] - 1)
        low, high = self.wait[self.first[known] + below], self.wait[self.first[known] + above]
        found[known] = low + (high - low) * (place - below)
        return found


def _share(part: Ints, whole: Ints) -> Floats:
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found
