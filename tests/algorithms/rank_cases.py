"""Logs whose true ranking is known: people with rates of writing and of being written to.

A world says how often everybody writes to everybody else, and for how long they are seen. A log is
drawn from it: mails to one and to several people, answers, meetings. The true rank of a person is
the rank of the mean of the measure over many logs drawn from the same world.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from algorithms.influence import SHARES, Influence, influence, people_with_live_pairs
from algorithms.measures import MEASURES
from algorithms.projection import projection
from algorithms.scores import ranks
from algorithms.ties import ties
from algorithms.uncertainty.drawn_influence import drawn_influence
from algorithms.uncertainty.rank_intervals import RankIntervals, rank_intervals, spread
from algorithms.uncertainty.resampling import resampled
from algorithms.weighing.weights import Weighting, weights
from graph.timeline import Timeline
from tests.worlds import DAY

HALF_LIFE = 30 * DAY
RANKED = ("influence", "pagerank", "strength", "in_degree", "counterparts")
KINDS = ("heavy tails", "few", "near ties", "sparse", "departments", "busy")
LIVE = 1 / 64

_FUNCTIONS = {measure.name: measure.function for measure in MEASURES}
# interactions for each person, and the standard deviations of the logs of both rates
_SHAPES = {
    "heavy tails": (10, 30, 1.6, 1.6),
    "few": (2, 5, 0.8, 0.8),
    "near ties": (5, 30, 0.05, 0.05),
    "sparse": (0.8, 2, 1.0, 1.0),
    "departments": (8, 25, 0.7, 1.0),
    "busy": (30, 80, 1.0, 1.0),
}

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """How many interactions each person starts with each other one, on average, in ``span``."""

    rate: Floats
    span: int
    answered: float

    @property
    def people(self) -> int:
        return len(self.rate)


def world(kind: str, number: int) -> World:
    """Make a world of a kind: rates of writing and of attention, some acquaintances closer."""
    dice = np.random.default_rng([zlib.crc32(kind.encode()), number])
    n = int(dice.integers(25, 90))
    least, most, writing, attention = _SHAPES[kind]
    rate = np.outer(dice.lognormal(0, writing, n), dice.lognormal(0, attention, n))
    if kind in ("sparse", "departments", "busy"):
        department = dice.integers(0, 4, n)
        rate *= np.where(department[:, None] == department, 1.0, 0.1)
    if kind != "near ties":
        closeness = dice.gamma(0.7, 1.0, (n, n))
        rate *= dice.gamma(0.5, 2.0, (n, n)) * (closeness + closeness.T)
    np.fill_diagonal(rate, 0.0)
    rate *= dice.uniform(least, most) * n / rate.sum()
    return World(rate, int(dice.uniform(60, 200) * DAY), float(dice.choice([0.0, 0.4])))


def log(seen: World, dice: np.random.Generator) -> Timeline:
    """Draw a log: four in five interactions are mails to one person, the rest reach up to three."""
    source, target = np.nonzero(count := dice.poisson(seen.rate * 0.8 / (1 + seen.answered)))
    source, target = (np.repeat(end, count[source, target]) for end in (source, target))
    rows = [(int(s), int(t), k, 1) for k, (s, t) in enumerate(zip(source, target, strict=True))]
    numbers = len(rows)
    at = dice.integers(0, seen.span, numbers).tolist()
    for s, t, k, _ in list(rows):
        if dice.random() < seen.answered:
            rows.append((t, s, numbers, 1))
            at.append(min(at[k] + int(dice.integers(0, DAY)), seen.span))
            numbers += 1
    share = seen.rate / np.maximum(seen.rate.sum(1, keepdims=True), 1e-300)
    senders = np.repeat(np.arange(seen.people), dice.poisson(seen.rate.sum(1) * 0.2 / 3))
    for sender in senders.tolist():
        reached = np.unique(dice.choice(seen.people, 3, p=share[sender])).tolist()
        rows += [(sender, one, numbers, len(reached)) for one in reached]
        at.append(int(dice.integers(0, seen.span)))
        numbers += 1
    in_time = np.argsort(np.array(at, np.int64), kind="stable")
    place = np.argsort(in_time)
    columns = np.array(sorted((place[k], s, t, size) for s, t, k, size in rows)).reshape(-1, 4).T
    number, source, target, size = columns
    moments = np.sort(np.array(at, np.int64))[number]
    return Timeline.of(seen.people, source, target, moments, size=size, interaction=number)


def values(
    timeline: Timeline, weight: Floats, as_of: int, observed: Influence | None = None
) -> tuple[dict[str, Floats], Influence]:
    """What is ranked: influence (of a drawn log: against the one observed) and some measures."""
    seen = projection(ties(timeline, weight, as_of=as_of, half_life=HALF_LIFE), live_threshold=LIVE)
    scores = {name: _FUNCTIONS[name](seen) for name in {*SHARES, *RANKED} - {"influence"}}
    among = people_with_live_pairs(seen)
    now = influence(scores, among=among)
    found = {name: scores[name].values for name in RANKED if name != "influence"}
    if observed is None:
        return found | {"influence": now.values}, now
    return found | {"influence": drawn_influence(observed, scores, among=among)}, now


@cache
def means(kind: str, number: int, logs: int) -> dict[str, Floats]:
    """The mean of each measure over many logs of a world, where it is defined."""
    seen, dice = world(kind, number), np.random.default_rng([zlib.crc32(kind.encode()), number, 1])
    total = {name: np.zeros((2, seen.people)) for name in RANKED}
    for _ in range(logs):
        drawn = log(seen, dice)
        found, _ = values(drawn, weights(drawn, Weighting()), seen.span)
        for name, value in found.items():
            total[name] += np.array([np.nan_to_num(value), ~np.isnan(value)])
    return {name: both[0] / np.maximum(both[1], 1) for name, both in total.items()}


@dataclass(frozen=True)
class Case:
    """One log, and for each measure the ranks observed, the true ones, and the intervals."""

    rank: Mapping[str, NDArray[np.int64]]
    true_rank: Mapping[str, NDArray[np.int64]]
    intervals: Mapping[str, RankIntervals]


def case(kind: str, number: int, draw: int, *, draws: int, logs: int, level: float = 0.9) -> Case:
    """Draw a log of a world, and find everybody's intervals as they would be shown."""
    seen = world(kind, number)
    drawn = log(seen, np.random.default_rng([zlib.crc32(kind.encode()), number, 2, draw]))
    weight = weights(drawn, Weighting())
    observed, now = values(drawn, weight, seen.span)
    ready = resampled(drawn, weight, as_of=seen.span, half_life=HALF_LIFE, live_threshold=LIVE)
    again = [ready.draw(k, seed=1) for k in range(draws)]
    moved = [values(one.timeline, one.weight, seen.span, now)[0] for one in again]
    found, true_rank = {}, {}
    for name, value in observed.items():
        each = [one[name] for one in moved]
        of = spread(value, each.__getitem__, repetitions=draws, has_root=name != "influence")
        found[name] = rank_intervals(of, level=level)
        true_rank[name] = ranks(np.where(np.isnan(value), np.nan, means(kind, number, logs)[name]))
    return Case({n: ranks(v) for n, v in observed.items()}, true_rank, found)
