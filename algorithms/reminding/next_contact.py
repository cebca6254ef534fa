"""Next contact: whom to write to next, by value, by loss, and by how much somebody can do.

For every pair of one of ours and another person,

    value = strength_before * (1 + influence + stake)
    loss  = 1 - p_contact                       the probability of losing them
    gain  = 1 - pressure                        what one more message still adds (`pressure`)
    score = value * loss * gain

``influence`` (0 to 1) is that of the other person, ``stake`` the share of valued organizations that
are worth less, 0 where no value is known. A pair has its turn from its *due* day on: when silence
leaves its own rhythm, as `phase` dates it; where no usual gap is known, 30 days after the last
contact. Pairs that are due within the next week and have been silent for at least one usual gap
compete, and those in which ours writes to the void: there the pressure is the loss, if that is
larger, since our own messages are no sign of life of theirs, and the gain is that of another way,
1. Pairs dormant for more than 90 days, and those that ran one way only, do not compete.

    reach(p) = median, over those of the last 12 weeks in which p reached anybody, of the people
               whom p reached
    room(p)  = min(ceil(reach(p)), max(3, ceil(reach(p) / 4)))      suggestions for p, at most

so that a list is a quarter of what its owner does in a week anyhow, or three people where that is
less, never more than they reach; nobody who reached nobody for 12 weeks is asked to write. People
are handed out from the highest score down, each to the first owner with room: the declared one,
then whose tie is strongest now.

    turnover(p) = (ties opened + ties closed in those 12 weeks) / ties open

Open ties are those not dormant; a keeper has little turnover, an explorer much.

Cost: O(m) for the rows of 12 weeks, O(k log k) for k pairs that compete.

References
----------
Miritello, G., Lara, R., Cebrian, M., Moro, E. "Limited communication capacity unveils strategies
for human interaction." Scientific Reports 3:1950 (2013): a finite number of open ties a person.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.rhythm.phase import NEVER, STATES
from algorithms.weakening import Pairs
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = [
    "AHEAD_DAYS",
    "LEAST",
    "SHARE",
    "WEEKS",
    "Capacity",
    "capacity",
    "due_at",
    "handed_out",
    "lost",
    "turns",
]

SHARE = 0.25
"""Of the people somebody reaches in a week, how many a list may ask to be written to."""
LEAST = 3
"""And how many it may ask for however few that is, if they reach as many."""
WEEKS = 12
"""From how many weeks before the moment reach and turnover are read."""
AHEAD_DAYS = 7
"""Pairs whose turn comes within so many days compete."""
_NO_RHYTHM_DAYS = 30.0  # a pair without a usual gap is due after so many
_WEEK = 7 * DAY
_DORMANT = STATES.index("dormant")

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Capacity:
    """One row for each person asked about, in their order."""

    reach: Floats
    room: Ints
    open_ties: Ints
    opened: Ints
    closed: Ints

    @property
    def turnover(self) -> Floats:
        """Ties opened and closed over ties open; NaN for those without any."""
        found = np.full(len(self.open_ties), np.nan)
        changed = self.opened + self.closed
        np.divide(changed, self.open_ties, out=found, where=self.open_ties > 0)
        return found


def capacity(
    timeline: Timeline,
    weight: Floats,
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    pairs: Pairs,
    first_at: Ints,
    *,
    of: NDArray[np.integer],
) -> Capacity:
    """Find what each of some people usually do in a week, and may be asked to do in the next.

    Parameters
    ----------
    timeline, weight
        What happened, and what each row of it weighs.
    ends, pairs, first_at
        The two people of every pair, how the pair stands, and its first interaction.
    of
        The numbers of the people asked about, each once.

    Examples
    --------
    Ann wrote to four people in the last seven days, and to three in the seven before:

    >>> from algorithms.ties import ties
    >>> from algorithms.weakening import weakening
    >>> timeline = Timeline.of(5, source=[0] * 8, target=[1, 2, 3, 4] * 2, at=np.arange(8) * DAY)
    >>> now, one = {"as_of": 9 * DAY}, np.ones(8)
    >>> known = ties(timeline, one, half_life=30 * DAY, **now)
    >>> found = capacity(timeline, one, (known.a, known.b), weakening(timeline, one, known, **now),
    ...                  known.pair_first_at, of=np.array([0, 1]))
    >>> found.reach, found.room, found.open_ties, found.opened
    (array([3.5, 0. ]), array([3, 0]), array([4, 1]), array([4, 1]))
    """
    place = np.full(timeline.people, -1)
    place[of] = np.arange(len(of))
    reach = _reach(timeline, weight, place, len(of), pairs.as_of)
    since = pairs.as_of - WEEKS * _WEEK
    is_open = pairs.state != _DORMANT
    was_closed = ~is_open & (pairs.dormant_at > since)
    was_opened = first_at > since
    open_ties, opened, closed = (
        _of_ends(ends, mask, place, len(of)) for mask in (is_open, was_opened, was_closed)
    )
    room = np.minimum(np.ceil(reach), np.maximum(LEAST, np.ceil(SHARE * reach)))
    return Capacity(reach, room.astype(np.int64), open_ties, opened, closed)


def _reach(timeline: Timeline, weight: Floats, place: Ints, count: int, as_of: int) -> Floats:
    """The median number of people reached in the weeks that had any; 0 for none."""
    low, high = np.searchsorted(timeline.at, [as_of - WEEKS * _WEEK, as_of], "right")
    row = np.arange(low, high)
    row = row[(weight[row] > 0) & (place[timeline.source[row]] >= 0)]
    who = place[timeline.source[row]]
    week = (as_of - timeline.at[row]) // _WEEK
    met = np.unique((who * WEEKS + week) * timeline.people + timeline.target[row])
    reached = np.bincount(met // max(timeline.people, 1), minlength=count * WEEKS)
    ordered = np.sort(reached.reshape(count, WEEKS), axis=1)
    weeks = np.count_nonzero(ordered, axis=1)
    first = WEEKS - weeks  # those without anybody stand first
    low, high = first + (weeks - 1) // 2, first + weeks // 2
    low, high = np.minimum(low, WEEKS - 1), np.minimum(high, WEEKS - 1)
    each = np.arange(count)
    return np.asarray((ordered[each, low] + ordered[each, high]) / 2, np.float64)


def _of_ends(
    ends: tuple[NDArray[np.int32], NDArray[np.int32]],
    mask: NDArray[np.bool_],
    place: Ints,
    count: int,
) -> Ints:
    found = np.zeros(count, np.int64)
    for end in ends:
        who = place[end[mask]]
        found += np.bincount(who[who >= 0], minlength=count)
    return found


def due_at(pairs: Pairs) -> Ints:
    """Give the moment by which each pair should be in touch again (microseconds).

    It is the day on which silence leaves the pair's own rhythm, also for those that were thinning
    out before.
    """
    is_known = ~np.isnan(pairs.patience)
    wait = np.where(is_known, pairs.patience, _NO_RHYTHM_DAYS) * DAY
    own = pairs.last_at + np.round(wait).astype(np.int64)
    is_dated = (pairs.cools_at < NEVER) & (pairs.cools_at > pairs.last_at)
    return np.where(is_known & is_dated, pairs.cools_at, own)


def turns(pairs: Pairs) -> NDArray[np.bool_]:
    """Mark the pairs whose turn it is: due within a week, and silent for one usual gap."""
    is_soon = due_at(pairs) <= pairs.as_of + AHEAD_DAYS * DAY
    return np.asarray(is_soon & ~(pairs.elapsed < pairs.usual_gap))


def lost(pairs: Pairs) -> Floats:
    """Give the probability that each pair is lost: 1 - p_contact, always known.

    Where the log is too short to learn from it is one half after twice the pair's patience.
    """
    wait = np.where(np.isnan(pairs.patience), _NO_RHYTHM_DAYS, pairs.patience)
    fallback = 1 - np.exp2(-pairs.elapsed / (2 * wait))
    found: Floats = np.where(np.isnan(pairs.p_contact), fallback, 1 - pairs.p_contact)
    return found


def handed_out(
    theirs: NDArray[np.integer], ours: NDArray[np.integer], room: NDArray[np.integer]
) -> NDArray[np.intp]:
    """Hand people out to those with room, and give the positions that were chosen, in order.

    Position k says that ``ours[k]`` may write to ``theirs[k]``; the positions of one person stand
    together, the preferred first; ``room`` is by ``ours``, of which -1 always has room.

    Two people know the first; the one who is preferred has room for one only:

    >>> handed_out(np.array([7, 7, 8, 8, 9]), np.array([0, 1, 0, 1, 0]), np.array([1, 5]))
    array([0, 3])
    """
    left = room.tolist()
    chosen: list[int] = []
    last = -1
    for k, (them, us) in enumerate(zip(theirs.tolist(), ours.tolist(), strict=True)):
        if them == last or (us >= 0 and left[us] <= 0):
            continue
        if us >= 0:
            left[us] -= 1
        chosen.append(k)
        last = them
    return np.array(chosen, np.intp)
