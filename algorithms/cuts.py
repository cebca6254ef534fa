"""Cuts: past moments of a log at which one stands, and what became of every pair after them.

At a *cut* a pair is a case when it had enough interactions and the last of them was lately enough;
what is known of it are its facts (`pair_facts`), and the answer is what happened in the horizon:

    silent     no interaction in the horizon
    weakened   fewer than half of its own mean count over the last two windows of that length,
               only where that mean is at least 2
    recontact  at least one interaction in the horizon; pairs with two or more, however long ago

Nothing after a cut is read but the answer, BG/NBD's numbers and the people's activity included.
The last cut has its whole horizon before the end of the log, the first one step after its begin.

Cost: O(m) a cut for m rows, and the facts of the cases.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from algorithms.bg_nbd import BgNbd
from algorithms.pair_facts import Known, PairFacts, facts_at, fitted_bg_nbd
from algorithms.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["LABELS", "Cases", "Protocol", "cases", "cuts"]

LABELS = ("silent", "weakened", "recontact")
_LEAST_MEAN = 2  # a window's mean count, below which "fewer than half" says nothing
_MOST_CUTS = 120
_MOST_PAIRS = 50_000  # that BG/NBD is fitted to

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Protocol:
    """What is asked of pairs, of which of them, and when."""

    label: str = "silent"
    horizon_days: int = 21
    step_days: int = 15
    active_within_days: int = 45
    least_interactions: int = 4
    fitting_share: float = 0.6

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
                 least_interactions=5, fitting_share=0.6)
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

    ``cut`` is the moment, ``pair`` the pair's number among the rows asked, ``models`` the BG/NBD
    numbers of each cut (by its moment).
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

    >>> day = 86_400_000_000
    >>> cuts(0, 100 * day, Protocol()) // day
    array([19, 34, 49, 64, 79])
    """
    step = protocol.step_days * DAY
    end = last - protocol.horizon
    if end - step < first:
        return np.zeros(0, np.int64)
    step *= -(-((end - first) // step) // _MOST_CUTS)
    return np.arange(end, first + protocol.step_days * DAY - 1, -step, dtype=np.int64)[::-1]


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
    """
    known = Known.of(timeline, rows)
    parts = [_cases_at(known, int(cut), protocol, told) for cut in at]
    empty = np.zeros(0, np.int64)
    if not parts:
        none = facts_at(known, empty, at=0, horizon_days=protocol.horizon_days, model=None)
        parts = [_of(known, 0, empty, np.zeros(0, np.bool_), none)]
    facts = PairFacts.joined([part.facts for part in parts])
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("cut", "pair", "a", "b", "answer")
    }
    return Cases(facts=facts, **columns)


def _cases_at(known: Known, cut: int, protocol: Protocol, told: Ints | None) -> Cases:
    count = known.count_until(cut)
    horizon = protocol.horizon
    last = known.at[np.maximum(known.start[:-1] + count - 1, 0)] if len(known.at) else count
    is_case = (count >= protocol.least_interactions) & (count > 0)
    is_case &= last >= cut - protocol.active_within_days * DAY
    if told is not None:
        is_case &= told >= cut + horizon
    pair = np.flatnonzero(is_case)
    coming = (known.count_until(cut + horizon) - count)[pair]
    if protocol.label == "weakened":
        mean = (count - known.count_until(cut - 2 * horizon))[pair] / 2
        kept = mean >= _LEAST_MEAN
        pair, answer = pair[kept], (coming < mean / 2)[kept]
    else:
        answer = (coming > 0) == (protocol.label == "recontact")
    facts = facts_at(
        known,
        pair,
        at=cut,
        horizon_days=protocol.horizon_days,
        model=_model_at(known, cut, count),
        count=count,
    )
    return _of(known, cut, pair, answer, facts)


def _model_at(known: Known, cut: int, count: Ints) -> BgNbd | None:
    pair = np.flatnonzero(count > 0)
    pair = pair[:: max(1, -(-len(pair) // _MOST_PAIRS))]
    return fitted_bg_nbd(known, pair, at=cut, count=count)


def _of(
    known: Known, cut: int, pair: Ints, answer: NDArray[np.bool_], facts: PairFacts
) -> Cases:
    return Cases(
        cut=np.full(len(pair), cut, np.int64),
        pair=pair.astype(np.int32),
        a=known.a[pair],
        b=known.b[pair],
        answer=answer,
        facts=facts,
    )
