"""Exchanges: the conversations that the contacts of two people fall into, and who began each.

A new exchange begins with the first contact of a pair, and after a silence of

    gap between UTC days  >  max(7, usual gap)  days

so that a pair that writes once a quarter is not said to start anew every time. Whoever the first
contact of an exchange came from began it; one that begins with a meeting was begun by nobody, and
so was one whose first moment holds contacts of both sides, as in a log that knows days only.

All interactions that count as of the moment are read, both directions together, live or not.

Cost: O(m) for m rows in (pair, time) order.

References
----------
Eckmann, J.-P., Moses, E., Sergi, D. "Entropy of dialogues creates coherent structures in e-mail
traffic." PNAS 101 (2004).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.cadence import rhythm
from algorithms.rows.contacts import Contacts, contacts, in_known_order
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.pieces import pieces
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["LEAST_SILENCE", "Begun", "beginnings", "begun", "chunks", "silences"]

LEAST_SILENCE = 7  # days that two people may always leave between, within one exchange
_CHUNK = 1 << 20  # contacts at a time: bounds the memory, and never depends on the machine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Begun:
    """How many exchanges of each pair a began, and how many b."""

    by_a: Ints
    by_b: Ints


def begun(timeline: Timeline, rows: PairRows) -> Begun:
    """Count the exchanges that each of the two began, pair by pair.

    Ann wrote on day 0, Bob answered; on day 20 Bob wrote, on day 90 Ann did.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 1, 1, 0], target=[1, 0, 0, 1],
    ...                        at=[0, DAY, 20 * DAY, 90 * DAY])
    >>> begun(timeline, pair_rows(timeline, np.ones(4), as_of=99 * DAY))
    Begun(by_a=array([2]), by_b=array([1]))
    """
    silence, found = silences(timeline, rows), in_known_order(contacts(timeline, rows))
    counted = []
    for begin, end in chunks(found):
        part = found.part(begin, end)
        begins = beginnings(part, silence[begin:end])
        counted.append([np.bincount(part.pair[begins & (part.way == way)], minlength=end - begin)
                        for way in (1, -1)])  # fmt: skip
    by_a, by_b = zip(*counted, strict=True)
    return Begun(np.concatenate(by_a), np.concatenate(by_b))


def silences(timeline: Timeline, rows: PairRows) -> Floats:
    """Give the days that each pair may be silent within one exchange."""
    found: Floats = np.fmax(rhythm(timeline, rows).usual_gap, LEAST_SILENCE)
    return found


def beginnings(found: Contacts, silence: Floats) -> NDArray[np.bool_]:
    """Mark the contacts that begin an exchange."""
    day = found.at // DAY
    begins = np.diff(day, prepend=day[:1]) > silence[found.pair]
    begins[found.start[:-1]] = True
    return np.asarray(begins)


def chunks(found: Contacts) -> Iterator[tuple[int, int]]:
    """Cut the pairs where so many contacts are together; a pair is never cut. At least one part."""
    yield from list(pieces(found.start, _CHUNK)) or [(0, 0)]
