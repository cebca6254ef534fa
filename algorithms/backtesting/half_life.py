"""Half-life: how quickly a tie should fade, learned from who came back in this very log.

Standing at a past moment, every pair with two or more contacts is a case; the question is whether
it is in touch again within a horizon. For a half-life h its score is the decayed strength then,

    strength_h(cut) = sum over its interactions k of  w_k * 2 ** -((cut - t_k) / h)

and h is the better, the more often a pair that came back was the stronger of two: the AUC. It is
asked at ten moments of the last 40 % of the log, a half-life being for now, and for three horizons
(two thirds, once and one and a half times the one named), a half-life being for none of them alone.
Their AUC is averaged, each weighed by what it is worth, yes * no / (yes + no) cases. Half-lives are
tried on a grid from 1 day to 2 years, then between the best and its neighbours, three times.

The *flat top* is the run of half-lives around the best whose AUC is within 0.002 of it, or within
the standard error of their difference where that is larger (people drawn anew): to prefer one of
these to another would be reading noise. Beside it stand count (no decay at all) and recency.

None below 200 cases or with fewer than 20 of either answer; the same holds for each segment, whose
pairs are those with at least one person in it.

Cost: O(m) for each half-life, and O(n log n) for n pairs at each cut and half-life.

References
----------
Ahmad, W., Porter, M. A., Beguerisse-Diaz, M. "Tie-decay networks in continuous time and
eigenvector-based centralities." arXiv:1805.00193: the half-life is a parameter to be chosen.
Hanley, J., McNeil, B. "The meaning and use of the area under a receiver operating characteristic
(ROC) curve." Radiology 143 (1982).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.judging import Judge, drawn_weights
from algorithms.rhythm.running import running_strength
from algorithms.rows.contacts import contacts
from algorithms.rows.pair_rows import PairRows
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = [
    "GRID",
    "LEAST_CASES",
    "LEAST_OF_EACH",
    "Curve",
    "Standing",
    "decayed",
    "half_life",
    "recent_standings",
    "segment_pairs",
    "standing_at",
]

GRID = (
    1.0,
    2.0,
    3.0,
    5.0,
    7.0,
    10.0,
    14.0,
    21.0,
    30.0,
    45.0,
    60.0,
    90.0,
    135.0,
    180.0,
    365.0,
    730.0,
)
LEAST_CASES = 200
LEAST_OF_EACH = 20
_FLAT = 0.002  # AUC
_REFINED = 3  # times
_DRAWS = 30  # of people, for the error of a difference
_RECENT = 0.6  # the share of a log's time after which one stands
_MOMENTS = 10
_HORIZONS = (2 / 3, 1.0, 1.5)  # as shares of the one that is named

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Standing:
    """The pairs that are cases at one cut: who, what is known, and whether they came back.

    ``last`` is the position, among the rows, of each one's last row up to the cut.
    """

    cut: int
    pair: Ints
    last: Ints
    count: Ints
    elapsed_days: Floats
    answer: NDArray[np.bool_]

    def part(self, kept: NDArray[np.bool_]) -> "Standing":
        """Take the pairs at some positions."""
        columns = {name: one[kept] for name, one in vars(self).items() if name != "cut"}
        return Standing(self.cut, **columns)


@dataclass(frozen=True)
class Curve:
    """AUC by half-life in days, in order; the best, the flat top around it, and the plain rules."""

    half_lives: tuple[float, ...]
    auc: tuple[float, ...]
    best: float
    best_auc: float
    low: float
    high: float
    count_auc: float
    recency_auc: float
    cuts: int
    cases: int
    share: float

    @property
    def is_flat(self) -> bool:
        """Whether every half-life that was tried is as good as the best: none is learned then."""
        return self.low <= GRID[0] and self.high >= GRID[-1]


def standing_at(
    timeline: Timeline, rows: PairRows, cut: int, *, horizon_days: float, least: int = 2
) -> Standing:
    """Stand at a moment (microseconds): pairs with enough contacts, and who came back.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> log = Timeline.of(2, source=[0, 1, 0], target=[1, 0, 1], at=[0, DAY, 5 * DAY])
    >>> rows = pair_rows(log, np.ones(3), as_of=9 * DAY)
    >>> found = standing_at(log, rows, 3 * DAY, horizon_days=2)
    >>> found.count, found.elapsed_days, found.answer
    (array([2]), array([2.]), array([ True]))
    """
    at = timeline.at[rows.row]
    known = _until(at, rows, cut)
    coming = _until(at, rows, cut + round(horizon_days * DAY)) - known
    count = _contact_counts(timeline, rows, cut)
    pair = np.flatnonzero(count >= least)
    last = rows.first[pair] + known[pair] - 1
    return Standing(cut, pair, last, count[pair], (cut - at[last]) / DAY, coming[pair] > 0)


def recent_standings(timeline: Timeline, rows: PairRows, *, horizon_days: float) -> list[Standing]:
    """Stand at ten moments of the last 40 % of the rows' time, for each of the three horizons.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> log = Timeline.of(2, source=[0] * 101, target=[1] * 101, at=np.arange(101) * DAY)
    >>> rows = pair_rows(log, np.ones(101), as_of=100 * DAY)
    >>> [one.cut // DAY for one in recent_standings(log, rows, horizon_days=12)][::10]
    [60, 60, 60]
    """
    if len(rows) == 0:
        return []
    begin, end = int(timeline.at[rows.row.min()]), rows.until
    found = []
    for share in _HORIZONS:
        days = horizon_days * share
        last = end - round(days * DAY)
        first = begin + round(_RECENT * (end - begin))
        if first < last:
            cuts = [first + (last - first) * k // (_MOMENTS - 1) for k in range(_MOMENTS)]
            found += [standing_at(timeline, rows, cut, horizon_days=days) for cut in cuts]
    return found


def half_life(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    standings: Sequence[Standing],
    *,
    among: NDArray[np.bool_] | None = None,
    seed: int = 7,
) -> Curve | None:
    """Learn the half-life from who came back; None where too few did or did not.

    Parameters
    ----------
    timeline, weight, rows
        The log, what its rows weigh, and the rows that count (`pair_rows`) up to its end.
    standings
        The cases, as `recent_standings` or `standing_at` find them in these rows.
    among
        Marks the pairs to be judged; all of them otherwise.
    seed
        Where the drawing of people begins.
    """
    standings = _with_both(standings, among)
    answers = np.concatenate([np.zeros(0, np.bool_), *(one.answer for one in standings)])
    yes, cases = int(answers.sum()), len(answers)
    if cases < LEAST_CASES or min(yes, cases - yes) < LEAST_OF_EACH:
        return None

    def auc(days: float) -> float:
        return _over_cuts(standings, _scores(timeline, weight, rows, standings, days))

    found = _searched(auc)
    best = max(found, key=lambda days: (found[days], -days))
    low, high = _flat_top(timeline, weight, rows, standings, found, best, seed)
    tried = sorted(found)
    return Curve(
        half_lives=tuple(tried),
        auc=tuple(found[days] for days in tried),
        best=best,
        best_auc=found[best],
        low=low,
        high=high,
        count_auc=_over_cuts(standings, [one.count.astype(np.float64) for one in standings]),
        recency_auc=_over_cuts(standings, [-one.elapsed_days for one in standings]),
        cuts=len(standings),
        cases=cases,
        share=yes / cases,
    )


def decayed(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    cut: int,
    pair: NDArray[np.integer],
    *,
    half_life: int,
) -> Floats:
    """Give the strength of pairs at a moment, in halvings; half-life and moment in microseconds.

    Each of the pairs has a row by then.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> log = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 50])
    >>> rows = pair_rows(log, np.ones(2), as_of=50)
    >>> decayed(log, np.ones(2), rows, 20, np.array([0]), half_life=10)
    array([-2.])
    """
    at = timeline.at[rows.row]
    last = (rows.first + _until(at, rows, cut))[pair] - 1
    running = np.log2(running_strength(timeline, weight, rows, half_life=half_life)[last])
    found: Floats = running - (cut - at[last]) / half_life
    return found


def segment_pairs(
    rows: PairRows, people: Mapping[str, NDArray[np.bool_]]
) -> dict[str, NDArray[np.bool_]]:
    """Mark the pairs of each segment: those with at least one person in it."""
    return {name: mask[rows.a] | mask[rows.b] for name, mask in sorted(people.items())}


def _with_both(standings: Sequence[Standing], among: NDArray[np.bool_] | None) -> list[Standing]:
    """Keep the moments at which some came back and some did not."""
    found = standings if among is None else [one.part(among[one.pair]) for one in standings]
    return [one for one in found if 0 < one.answer.sum() < len(one.answer)]


def _searched(auc: Callable[[float], float]) -> dict[float, float]:
    """Try the grid, then half-lives between the best and its neighbours."""
    found = {days: auc(days) for days in GRID}
    for _ in range(_REFINED):
        tried = sorted(found)
        place = tried.index(max(found, key=lambda days: (found[days], -days)))
        for other in (place - 1, place + 1):
            if 0 <= other < len(tried):
                between = _rounded(float(np.sqrt(tried[place] * tried[other])))
                if between not in found:
                    found[between] = auc(between)
    return found


def _rounded(days: float) -> float:
    """Two digits are all that a half-life can bear."""
    return float(f"{days:.2g}")


def _scores(
    timeline: Timeline, weight: Floats, rows: PairRows, standings: Sequence[Standing], days: float
) -> list[Floats]:
    """Give, in halvings, the decayed strength of the cases of every cut."""
    running = np.log2(running_strength(timeline, weight, rows, half_life=round(days * DAY)))
    return [running[one.last] - one.elapsed_days / days for one in standings]


def _over_cuts(standings: Sequence[Standing], scores: Sequence[Floats]) -> float:
    """Average the AUC of the moments, each weighed by what it is worth."""
    alike = [np.ones(len(one.answer)) for one in standings]
    return float(_in_draws(standings, scores, [alike])[0])


def _in_draws(
    standings: Sequence[Standing], scores: Sequence[Floats], draws: Sequence[Sequence[Floats]]
) -> Floats:
    """Do so for each draw of people, which gives weights to the cases of every moment."""
    total, worth = np.zeros(len(draws)), np.zeros(len(draws))
    for number, (one, score) in enumerate(zip(standings, scores, strict=True)):
        weights = [draw[number] for draw in draws]
        auc = Judge(one.answer).ranked_in_draws(score, weights)[0]
        yes = np.array([weight[one.answer].sum() for weight in weights])
        no = np.array([weight[~one.answer].sum() for weight in weights])
        has_both = (yes > 0) & (no > 0)
        part = np.where(has_both, yes * no / np.where(has_both, yes + no, 1), 0.0)
        total += np.where(has_both, auc, 0.0) * part
        worth += part
    found: Floats = np.divide(total, worth, out=np.full(len(draws), np.nan), where=worth > 0)
    return found


def _flat_top(
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    standings: Sequence[Standing],
    found: dict[float, float],
    best: float,
    seed: int,
) -> tuple[float, float]:
    """Walk from the best half-life to both sides while the AUC is as good."""
    pair = np.concatenate([one.pair for one in standings])
    ends = np.cumsum([len(one.pair) for one in standings])[:-1]
    draws = [
        np.split(one, ends)
        for one in drawn_weights(rows.a[pair], rows.b[pair], draws=_DRAWS, seed=seed)
    ]

    def drawn(days: float) -> Floats:
        return _in_draws(standings, _scores(timeline, weight, rows, standings, days), draws)

    at_best: Floats | None = None
    tried = sorted(found)
    reached = []
    for side in (-1, 1):
        end, place = best, tried.index(best) + side
        while 0 <= place < len(tried):
            behind = found[best] - found[tried[place]]
            if behind > _FLAT:
                at_best = drawn(best) if at_best is None else at_best
                if behind > np.nanstd(at_best - drawn(tried[place])):
                    break
            end, place = tried[place], place + side
        reached.append(end)
    return reached[0], reached[1]


def _until(at: Ints, rows: PairRows, moment: int) -> Ints:
    """Count the rows of every pair up to a moment."""
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(at <= moment)])
    counts: Ints = before[rows.start[1:]] - before[rows.start[:-1]]
    return counts


def _contact_counts(timeline: Timeline, rows: PairRows, moment: int) -> Ints:
    """Count the contacts of every pair up to a moment: a meeting of both is one."""
    found = contacts(timeline, rows)
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(found.at <= moment)])
    counts: Ints = before[found.start[1:]] - before[found.start[:-1]]
    return counts
