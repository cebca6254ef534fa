"""Shuffled future: a check that nothing known later has slipped into what is said earlier.

At a cut, what follows is exchanged between the pairs that are cases there: everything that happens
to pair k after the cut now happens to pair pi(k), pi a permutation. The past stays as it was. Then
all is done again, from the log on: the facts of the cases, their answers, the fit on the earlier
cuts (shuffled likewise, each by a permutation of its own) and the judgement on the later ones. If
facts or fit saw anything of the future, they would still find it there, and

    AUC = 0.5

would fail. An answer travels with the future it was read from: whether that was "fewer than half"
is asked of the pair it came from, else a pair's own count would honestly foretell it. AUC is taken
within each cut: between cuts answers may differ honestly, by season. The last eight cuts are used,
or the eight with the most cases where those hold few. Those with about half of the cases are fitted
to and the rest judged, then the other way round (of what is shuffled, nothing is earlier). With
fewer than 1,000 cases a shuffle is the mean of up to four. Of a large log, the rows of some pairs.

Cost: that of the cases of eight cuts and of two fits, for each shuffle.

References
----------
Kaufman, S., Rosset, S., Perlich, C. "Leakage in data mining: formulation, detection, and
avoidance." KDD 2011.
Ojala, M., Garriga, G. "Permutation tests for studying classifier performance." Journal of Machine
Learning Research 11 (2010).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from algorithms.backtesting.rolling import Arrays, Keep, Log, Reporting, Schedule, joined_cases
from algorithms.liveness.cuts import Cases, Protocol, cases
from algorithms.liveness.judging import Judge
from algorithms.liveness.learning import fitted
from algorithms.rows.pair_rows import pair_rows
from algorithms.rows.sampled_pairs import sampled_pairs

__all__ = ["SHUFFLES", "LeakCheck", "leak_check", "with_shuffled_future"]

SHUFFLES = 20
_CUTS = 8
_ENOUGH = 500  # cases beside those of the largest cut
_FEW = 1000  # cases, below which a shuffle is repeated, at most so many times
_TIMES = 4
_MOST_ROWS = 50_000
_TOLERANCE = 0.02

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CasesOf = Callable[[Log, int, Protocol], Cases]


@dataclass(frozen=True)
class LeakCheck:
    """The mean AUC over the shuffles, which must be one half, and that of each of them."""

    auc: float
    by_shuffle: tuple[float, ...]
    cases: int
    cuts: int

    @property
    def has_passed(self) -> bool:
        """Whether the mean lies within 0.02 of one half."""
        return abs(self.auc - 0.5) <= _TOLERANCE


def leak_check(
    log: Log,
    protocol: Protocol,
    plan: Schedule,
    *,
    shuffles: int = SHUFFLES,
    seed: int,
    keep: Keep,
    report: Reporting,
    cases_of: CasesOf | None = None,
) -> LeakCheck | None:
    """Shuffle the future so many times; None where no cut has both answers.

    *cases_of* finds the cases of a cut in a log: `algorithms.liveness.cuts.cases`, unless a test
    wants to see a leak found.
    """
    find = cases_of or _cases_of
    small = _small(log)
    known = _recent_cases(small, protocol, plan, find)
    fitting = _fitting(known)
    found: list[float] = []
    for number in range(shuffles):
        report(f"shuffled future {number + 1} of {shuffles}", number / shuffles)
        shuffle = partial(_shuffled, small, protocol, known, fitting, find, [seed, number])
        found.append(float(keep(f"shuffle-{number}", shuffle)["auc"][0]))
    if not found or np.isnan(found).all():
        return None
    cases_seen = sum(len(one) for one in known)
    return LeakCheck(float(np.nanmean(found)), tuple(found), cases_seen, len(known))


def with_shuffled_future(
    log: Log, cut: int, pair: NDArray[np.integer], goes_to: NDArray[np.integer]
) -> Log:
    """Give what follows a cut in each of some pairs to another of them.

    >>> from graph.timeline import Timeline
    >>> timeline = Timeline.of(4, source=[0, 2, 1], target=[1, 3, 0], at=[0, 1, 9])
    >>> log = Log(timeline, np.ones(3), pair_rows(timeline, np.ones(3), as_of=9))
    >>> found = with_shuffled_future(log, 5, np.array([0, 1]), np.array([1, 0]))
    >>> found.timeline.source, found.timeline.target
    (array([0, 2, 3], dtype=int32), array([1, 3, 2], dtype=int32))
    """
    rows = log.rows
    moves_to = np.arange(len(rows))
    moves_to[pair] = goes_to
    owner = moves_to[rows.pair]
    row = rows.row
    is_later = log.timeline.at[row] > cut
    is_forward = log.timeline.source[row] < log.timeline.target[row]
    source, target = log.timeline.source.copy(), log.timeline.target.copy()
    moved = row[is_later]
    low, high = rows.a[owner][is_later], rows.b[owner][is_later]
    source[moved] = np.where(is_forward[is_later], low, high)
    target[moved] = np.where(is_forward[is_later], high, low)
    timeline = replace(log.timeline, source=source, target=target)
    return Log(timeline, log.weight, pair_rows(timeline, log.weight, as_of=rows.until), log.told)


def _recent_cases(log: Log, protocol: Protocol, plan: Schedule, find: CasesOf) -> list[Cases]:
    """Give the cases of the last eight cuts, oldest first; of the fullest where these hold few."""
    found: list[Cases] = []
    for cut in plan.cuts[::-1].tolist():
        fewest = sum(len(one) for one in found) - max((len(one) for one in found), default=0)
        if len(found) >= _CUTS and fewest >= _ENOUGH:
            break
        found.append(find(log, cut, protocol))
    fullest = sorted(found, key=len, reverse=True)[:_CUTS]
    return sorted((one for one in fullest if len(one)), key=lambda one: int(one.cut[0]))


def _fitting(known: list[Cases]) -> int:
    """Give how many cuts are fitted to, so that these hold about half of the cases."""
    total = np.cumsum([len(one) for one in known])
    if len(known) < 2:
        return 0
    return int(np.clip(np.searchsorted(total, total[-1] / 2) + 1, 1, len(known) - 1))


def _shuffled(
    log: Log,
    protocol: Protocol,
    known: list[Cases],
    fitting: int,
    find: CasesOf,
    seed: list[int],
) -> Arrays:
    """Do everything once with the future of every cut shuffled; a few times with few cases."""
    dice = np.random.default_rng(seed)
    times = int(np.clip(-(-_FEW // max(sum(len(one) for one in known), 1)), 1, _TIMES))
    found = []
    for _ in range(times):
        drawn = _drawn(log, protocol, known, find, dice)
        early, late = drawn[:fitting], drawn[fitting:]
        found += [_auc(early, late, protocol), _auc(late, early, protocol)]
    has_any = not np.isnan(found).all()
    return {"auc": np.array([np.nanmean(found) if has_any else np.nan])}


def _drawn(
    log: Log,
    protocol: Protocol,
    known: list[Cases],
    find: CasesOf,
    dice: np.random.Generator,
) -> list[Cases]:
    """Give the cases of every cut anew, its future shuffled between the pairs that are cases."""
    drawn = []
    for one in known:
        cut, place = int(one.cut[0]), dice.permutation(len(one))
        altered = with_shuffled_future(log, cut, one.pair, one.pair[place])
        seen = find(altered, cut, protocol)
        answer = np.empty(len(one), np.bool_)
        answer[place] = one.answer  # the future of case k, and its answer, went to case place[k]
        drawn.append(replace(seen, answer=answer[np.searchsorted(one.pair, seen.pair)]))
    return drawn


def _cases_of(log: Log, cut: int, protocol: Protocol) -> Cases:
    at = np.array([cut])
    return cases(log.timeline, log.weight, log.rows, at, protocol, told=log.told)


def _small(log: Log) -> Log:
    """Keep the rows of every so manieth pair, where there are many."""
    every = -(-len(log.rows.row) // _MOST_ROWS)
    if every <= 1:
        return log
    pair = sampled_pairs(
        log.timeline, log.rows, np.arange(len(log.rows)), -(-len(log.rows) // every)
    )
    row = np.sort(log.of(pair).rows.row)
    timeline = log.timeline.chosen(row)
    weight = log.weight[row]
    rows = pair_rows(timeline, weight, as_of=log.rows.until)
    return Log(timeline, weight, rows, None if log.told is None else log.told[pair])


def _auc(known: list[Cases], judged: list[Cases], protocol: Protocol) -> float:
    """Fit to some cuts and judge within each of the others."""
    model = fitted(joined_cases(known), protocol) if known else None
    if model is None or not model.is_fitted:
        return float("nan")
    total = worth = 0.0
    for now in judged:
        yes = int(now.answer.sum())
        part = yes * (len(now) - yes) / max(len(now), 1)
        if part:
            total += part * Judge(now.answer).auc(model.probability(now.facts))
            worth += part
    return total / worth if worth else float("nan")
