"""Folding: the phase of every pair, kept from flapping, as a function of its log alone.

On each of its active days, at the first contact of the day, a pair looks like the first of these
that holds:

    revived   one of its last 3 gaps was so long that it had been dormant
    new       fewer than 5 active days, or known for at most 30 days
    cooling   thinned out: within its patience it was at most half as strong as at its highest in
              the year, and its gaps are at least 1.5 times what they were
    growing   at least 3 active days more in the last window than in the one before, and momentum
              of at least 0.4 between them; window = max(14 days, 3 usual gaps, 2 long gaps), and
              both windows lived through but for one usual gap
    steady    none of these

and silence between them makes it cooling, at risk, dormant at the dates of
`algorithms.rhythm.phase`. Its *phase* follows what it looks like, oldest day first, with one rule:
**a state lasts for at least one usual gap** (as it was when the state began, or as it is if that is
longer). So who is in touch again one hour after having cooled goes on cooling until a contact one
usual gap later; dates that would come too soon wait. Only being dormant is told at once, and its
end: revived.

Contacts later on the same day move the dates, not the phase.

Cost: O(active days) + O(longest pair) array steps: all pairs take their k-th active day together.

References
----------
`measures.md` M10 and M19. Miritello, G. et al. "Limited communication capacity unveils strategies
for human interaction." Scientific Reports 3:1950 (2013): guard periods against hasty endings.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.appearance import NO_END, Appearance, appearances
from algorithms.rhythm.heard import Heard
from algorithms.rhythm.phase import NEVER, STATES, Phases, Thresholds
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.pieces import pieces
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["folded"]

_NEW, _GROWING, _STEADY, _COOLING, _AT_RISK, _DORMANT, _REVIVED = range(len(STATES))
_CHUNK = 1 << 20  # rows at a time: bounds the memory, and never depends on the machine

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Held:
    """What a pair carries from one active day to the next: one row for each pair.

    ``since`` is when its state began, on its own clock, and ``lost`` how far that was behind then.
    """

    state: NDArray[np.uint8]
    since: Ints
    hold: Ints
    lost: Ints


def folded(
    timeline: Timeline, rows: PairRows, strength: Floats, heard: Heard, *, thresholds: Thresholds
) -> Phases:
    """Find every pair's phase at its last interaction, and when silence would change it.

    Parameters
    ----------
    timeline, rows
        What happened, pair by pair.
    strength
        The strength of its pair just after each of the rows (`algorithms.rhythm.running`).
    heard
        The active days of the pairs on their own clocks (`algorithms.rhythm.heard`).
    thresholds
        Where states change.

    Examples
    --------
    Every week; then silent for 20 days, and in touch again: one contact does not end the cooling.

    >>> from algorithms.rhythm.heard import heard_days
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> at = np.append(np.arange(9) * 7, 76) * DAY
    >>> timeline = Timeline.of(2, source=[0] * 10, target=[1] * 10, at=at)
    >>> rows = pair_rows(timeline, np.ones(10), as_of=99 * DAY)
    >>> found = folded(timeline, rows, np.ones(10), heard_days(timeline, rows),
    ...                thresholds=Thresholds())
    >>> STATES[found.phase[0]], found.since // DAY, found.at_risk_at // DAY
    ('cooling', array([70]), array([104]))
    """
    parts = []
    for piece in pieces(rows.start, _CHUNK):
        look = appearances(timeline, rows, strength, heard, piece, thresholds)
        parts.append(_dates(look, _fold(look)))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else None
    if columns is None:
        never = np.zeros(0, np.int64)
        return Phases(np.zeros(0, np.uint8), never, np.zeros(0), never, never, never)
    phase, since, patience, last, *waits = columns
    cools_at, at_risk_at, dormant_at = (heard.after(last, wait) for wait in waits)
    return Phases(phase, since, patience, cools_at, at_risk_at, dormant_at)


def _fold(look: Appearance) -> _Held:
    """Take all pairs through their active days, the k-th of each at once."""
    first = look.start[:-1]
    length = np.diff(look.start)
    order = np.argsort(-length, kind="stable")
    begin = first[order]
    still = np.searchsorted(-length[order], -np.arange(1, length.max() + 1), "right")
    held = _Held(
        state=look.looks[begin],
        since=look.at[begin],
        hold=np.zeros(len(begin), np.int64),
        lost=look.lost[begin],
    )
    for k in range(1, len(still)):
        day = begin[: still[k]] + k
        stirs = (look.looks[day] != held.state[: len(day)]) | look.was_silent[day]
        pair = np.flatnonzero(stirs)
        if len(pair):
            _step(look, held, pair, day[pair])
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return _Held(held.state[back], held.since[back], held.hold[back], held.lost[back])


def _step(look: Appearance, held: _Held, pair: Ints, day: Ints) -> None:
    """Take some pairs from their active day before to one on which something may change."""
    state, since, hold = held.state[pair], held.since[pair], held.hold[pair]
    before, now = day - 1, look.at[day]
    last, usual, fell = look.last[before], look.usual[before], np.zeros(len(day), bool)
    for code, silence in ((_COOLING, look.patience), (_AT_RISK, look.at_risk)):
        date = np.maximum(last + silence[before], since + np.maximum(hold, usual))
        falls = (date < now) & (state != code) & (state != _AT_RISK)
        state = np.where(falls, np.uint8(code), state)
        since, hold = np.where(falls, date, since), np.where(falls, usual, hold)
        fell |= falls
    usual_before, usual = usual, look.usual[day]
    was_dormant = now - last > look.dormant[before]
    wanted = np.where(was_dormant, np.uint8(_REVIVED), look.looks[day])
    lasted = now - since >= np.maximum.reduce([hold, usual_before, usual])
    changes = was_dormant | lasted & (wanted != state)
    held.state[pair] = np.where(changes, wanted, state)
    held.since[pair] = np.where(changes, now, since)
    held.hold[pair] = np.where(changes, usual, hold)
    held.lost[pair[fell]] = look.lost[before[fell]]
    held.lost[pair[changes]] = look.lost[day[changes]]


def _dates(look: Appearance, held: _Held) -> tuple[NDArray[np.generic], ...]:
    """Give phase, beginning, patience and last contact, and how long until each change."""
    day = look.start[1:] - 1
    last, patience, dormant = look.last[day], look.patience[day], look.dormant[day]
    usual = look.usual[day]
    held_for = held.since + np.maximum(held.hold, usual) - last
    is_cooling, is_at_risk = held.state == _COOLING, held.state == _AT_RISK
    cools = np.where(is_cooling | is_at_risk, 0, np.maximum(patience, held_for))
    at_risk = np.maximum(look.at_risk[day], np.where(is_cooling, held_for, cools + usual))
    at_risk = np.where(is_at_risk, 0, at_risk)
    is_known = patience < NO_END
    return (
        held.state,
        held.since + held.lost,
        np.where(is_known, patience / DAY, np.nan),
        last + look.lost[day],
        np.where(is_known, np.minimum(cools, dormant), NEVER),
        np.where(is_known, np.minimum(at_risk, dormant), NEVER),
        dormant,
    )
