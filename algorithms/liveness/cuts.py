"""Cuts: past moments of a log at which one stands, and what became of every pair after them.

At a *cut* a pair is a case when it had enough interactions and the last of them was lately enough;
what is known of it are its facts (`pair_facts`), and the answer is what happened in the horizon:

    silent     no interaction in the horizon
    weakened   fewer than half of its own mean count over the last two windows of that length,
               only where that mean is at least 2
    recontact  at least one interaction in the horizon; pairs with two or more, however long ago

Nothing after a cut is read but the answer, BG/NBD's numbers and the people's activity included.
Cuts are ends of UTC days, counted from the first day of the log; the first one is a horizon after
its begin, the last has its whole horizon before the end. Those whose answers are known at a moment
lie whole steps after the log's begin, so that they stay where they are while the log grows, and
what is known at them stays known.

Cost: O(m) a cut for m rows, and the facts of the cases.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.facts import Known, PairFacts, facts_at, fitted_bg_nbd
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = [
    "LABELS",
    "LEAST_HEARD",
    "Cases",
    "DaysHeard",
    "Protocol",
    "cases",
    "cases_of",
    "cuts",
    "known_cuts",
]

LABELS = ("silent", "weakened", "recontact")
_LEAST_MEAN = 2  # a window's mean count, below which "fewer than half" says nothing
_MOST_CUTS = 120
_MOST_KNOWN_CUTS = 24
LEAST_HEARD = 0.9
"""The share of a horizon that must have been heard, for its silence to be an answer."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DaysHeard = Callable[[Ints, int, int], Floats]
"""Gives the days between two moments in which the feeds of some pairs (by number) were heard."""


@dataclass(frozen=True)
class Protocol:
    """What is asked of pairs, of which of them, and when.

    A pair is lately active within ``active_within_days``, or within so many of its own mean gaps.
    """

    label: str = "silent"
    horizon_days: int = 21
    step_days: int = 15
    active_within_days: int = 45
    least_interactions: int = 4
    fitting_share: float = 0.6
    active_within_gaps: float = 0.0

    def __post_init__(self) -> None:
        if self.label not in LABELS:
            raise ValueError(f"label must be one of {', '.join(LABELS)}, not {self.label!r}")
        if self.horizon_days < 1:
            raise ValueError(f"horizon_days must be at least 1, not {self.horizon_days!r}")

    @classmethod
    def for_horizon(cls, label: str = "silent", horizon_days: int = 21) -> "Protocol":
        """Give the protocol of a horizon: 21 days are 15, 45 and 4; 60 days are 60, 180 and 5.

        Step and recency lie on straight lines between the two, beyond them in proportion;
        5 interactions are asked for from 60 days on. Re-contact asks for 2, however long ago.

        >>> Protocol.for_horizon("silent", 60)
        Protocol(label='silent', horizon_days=60, step_days=60, active_within_days=180,
                 least_interactions=5, fitting_share=0.6, active_within_gaps=0.0)
        """
        share = (horizon_days - 21) / 39
        step, within = 15 + 45 * share, 45 + 135 * share
        if share < 0:
            step, within = horizon_days * 15 / 21, horizon_days * 45 / 21
        elif share > 1:
            step, within = float(horizon_days), horizon_days * 3.0
        found = cls(
            label=label,
            horizon_days=horizon_days,
            step_days=max(round(step), 1),
            active_within_days=max(round(within), 1),
            least_interactions=5 if horizon_days >= 60 else 4,
        )
        if label != "recontact":
            return found
        return replace(found, least_interactions=2, active_within_days=36_500)

    @property
    def horizon(self) -> int:
        """The horizon in microseconds."""
        return self.horizon_days * DAY


@dataclass(frozen=True)
class Cases:
    """One row for every eligible pair at every cut, in the order of cuts and pairs.

    ``cut`` is the moment, ``pair`` the pair's number among the rows asked.
    """

    cut: Ints
    pair: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    answer: NDArray[np.bool_]
    facts: PairFacts

    def __len__(self) -> int:
        return len(self.answer)

    def part(self, kept: NDArray[np.bool_] | NDArray[np.integer]) -> "Cases":
        """Take the cases at some positions."""
        rest = {name: one[kept] for name, one in vars(self).items() if name != "facts"}
        return Cases(facts=self.facts.part(kept), **rest)


def cuts(first: int, last: int, protocol: Protocol) -> Ints:
    """Give the cuts of a log from its first to its last moment (microseconds), oldest first.

    Of more than 120 every so manieth is taken.

    >>> cuts(0, 100 * DAY, Protocol()) // DAY
    array([20, 35, 50, 65])
    """
    begin = first // DAY * DAY + protocol.horizon - 1
    end = last - protocol.horizon
    number = (end - begin) // (protocol.step_days * DAY) + 1
    step = protocol.step_days * max(1, -(-number // _MOST_CUTS)) * DAY
    return np.arange(begin, end + 1, step, dtype=np.int64)


def known_cuts(first: int, as_of: int, protocol: Protocol) -> Ints:
    """Give the cuts whose answers are known at a moment: the last 24 of them, oldest first.

    They are whole steps after the first day of the log, wherever the moment lies.

    >>> known_cuts(0, 70 * DAY, Protocol()) // DAY
    array([14, 29, 44])
    """
    begin, step = first // DAY * DAY - 1, protocol.step_days * DAY
    known = (as_of - protocol.horizon - begin) // step
    number = np.arange(max(known - _MOST_KNOWN_CUTS, 0) + 1, known + 1, dtype=np.int64)
    return np.asarray(begin + number * step, np.int64)


def cases(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    at: Ints,
    protocol: Protocol,
    *,
    told: Ints | None = None,
) -> Cases:
    """Stand at every cut: which pairs are cases, what is known of them, and what came.

    Parameters
    ----------
    timeline, weight, rows
        The log, what its rows weigh, and the rows that count (`pair_rows`) up to its end.
    at
        The cuts, microseconds, oldest first.
    protocol
        What is asked.
    told
        Up to when the log tells of each pair; a case whose horizon reaches beyond is left out.

    Examples
    --------
    Four mails in four days; seen on day 3 and on day 30, the next came on day 40:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> at = np.array([0, 1, 2, 3, 40, 60]) * DAY
    >>> timeline = Timeline.of(2, source=[0] * 6, target=[1] * 6, at=at)
    >>> rows = pair_rows(timeline, np.ones(6), as_of=60 * DAY)
    >>> cases(timeline, np.ones(6), rows, np.array([3, 30]) * DAY, Protocol()).answer
    array([ True, False])
    """
    counts = (weight > 0) & (timeline.at <= rows.until)
    return cases_of(Known.of(timeline, rows, counts), at, protocol, told=told)


def cases_of(
    known: Known,
    at: Ints,
    protocol: Protocol,
    *,
    told: Ints | None = None,
    heard: DaysHeard | None = None,
    all_pairs: Known | None = None,
    bg_nbd: Callable[[int], BgNbd | None] | None = None,
) -> Cases:
    """Give the cases of some pairs (`cases`); BG/NBD is fitted to *all_pairs*, where given.

    A case of whose horizon less than nine tenths were *heard* is left out. *bg_nbd* gives the model
    of a cut, where it is known otherwise.
    """
    asked = [_asked_at(known, int(cut), protocol, told, heard) for cut in at]
    models = all_pairs or known
    empty = np.zeros(0, np.int64)
    facts = [facts_at(known, empty, at=0, horizon_days=protocol.horizon_days, model=None)]
    for cut, (pair, _) in zip(at.tolist(), asked, strict=True):
        if len(pair):
            model = fitted_bg_nbd(models, at=cut) if bg_nbd is None else bg_nbd(cut)
            facts.append(
                facts_at(known, pair, at=cut, horizon_days=protocol.horizon_days, model=model)
            )
    pair = np.concatenate([empty, *(one for one, _ in asked)])
    return Cases(
        cut=np.repeat(at, [len(one) for one, _ in asked]),
        pair=pair.astype(np.int32),
        a=known.a[pair],
        b=known.b[pair],
        answer=np.concatenate([np.zeros(0, np.bool_), *(answer for _, answer in asked)]),
        facts=PairFacts.joined(facts),
    )


def _asked_at(
    known: Known, cut: int, protocol: Protocol, told: Ints | None, heard: DaysHeard | None
) -> tuple[Ints, NDArray[np.bool_]]:
    """Give the pairs that are cases at a cut, and what came of them."""
    count = known.count_until(cut)
    horizon = protocol.horizon
    is_case = known.is_lately(cut, count, protocol.active_within_days, protocol.active_within_gaps)
    is_case &= count >= protocol.least_interactions
    if told is not None:
        is_case &= told >= cut + horizon
    pair = np.flatnonzero(is_case)
    if heard is not None:
        pair = pair[heard(pair, cut, cut + horizon) >= LEAST_HEARD * protocol.horizon_days]
    coming = (known.count_until(cut + horizon) - count)[pair]
    if protocol.label == "weakened":
        mean = (count - known.count_until(cut - 2 * horizon))[pair] / 2
        kept = mean >= _LEAST_MEAN
        return pair[kept], (coming < mean / 2)[kept]
    return pair, (coming > 0) == (protocol.label == "recontact")
