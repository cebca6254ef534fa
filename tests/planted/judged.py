"""What is said of a planted world, held against what was planted."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from algorithms.absence.departures import Departures, confirmed, departures
from algorithms.absence.initiative import initiative
from algorithms.absence.silence import LEVELS, Silences, overdue_pairs, silences
from algorithms.feeds.coverage import Coverage, coverage
from algorithms.rhythm.phase import STATES
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening
from graph.moments import DAY
from graph.timeline import Timeline
from tests.planted.world import FEEDS, FIRST, Change, World, until

__all__ = ["Judged", "judge"]


@dataclass(frozen=True)
class Judged:
    world: World
    covered: Coverage
    pairs: Pairs
    numbers: dict[tuple[int, int], int]
    told: Silences
    gone: Departures

    def of(self, pair: tuple[int, int]) -> tuple[str, int, int, float] | None:
        """The level, person and organization that a pair's silence is attributed to."""
        place = np.flatnonzero(self.told.pair == self.numbers.get(pair, -1))
        if not len(place):
            return None
        k = int(place[0])
        told = self.told
        return (
            LEVELS[told.level[k]], int(told.person[k]), int(told.organization[k]),
            float(told.confidence[k]),
        )  # fmt: skip

    def state(self, pair: tuple[int, int]) -> str:
        return STATES[self.pairs.state[self.numbers[pair]]]

    def is_right(self, pair: tuple[int, int]) -> bool:
        """Whether the silence of a pair is attributed to a change that befell it."""
        said = self.of(pair)
        level, person, organization, _ = said or ("none", -1, -1, 0.0)
        who = {"person": person, "organization": organization}.get(level)
        return any(
            change.level == level and (who is None or who == change.who)
            for change in self.world.changes
            if pair in change.pairs
        )

    def is_by(self, change: Change, pair: tuple[int, int]) -> bool:
        """Whether a pair is overdue, and was within its patience when the change befell it."""
        if self.of(pair) is None:
            return False
        k = self.numbers[pair]
        before = FIRST + change.since - self.pairs.last_at[k] / DAY
        return bool(before <= self.pairs.patience[k])

    def at_risk(self) -> set[tuple[int, int]]:
        """The pairs that are at risk or dormant."""
        return {p for p in self.numbers if self.state(p) in ("at risk", "dormant")}

    def fell_at_risk_in_an_outage(self, unharmed: World) -> set[tuple[int, int]]:
        """The pairs that became at risk in an outage, and would not have without it."""
        change = next(c for c in self.world.changes if c.level == "data")
        before, after = (
            judge(until(self.world, day)).at_risk() for day in (change.since, change.until)
        )
        return after - before - judge(until(unharmed, change.until)).at_risk() - self._elsewhere()

    def _elsewhere(self) -> set[tuple[int, int]]:
        """The pairs that were never seen in the feed that was out."""
        change = next(c for c in self.world.changes if c.level == "data")
        met = self.world.feed == change.who
        ends = np.sort(np.stack([self.world.source[met], self.world.target[met]], axis=1), axis=1)
        return set(self.numbers) - set(map(tuple, ends.tolist()))

    def tally(self) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
        """Count changes, those attributed right, pairs that are overdue, and those right."""
        changes: Counter[str] = Counter()
        right: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        pairs_right: Counter[str] = Counter()
        for change in self.world.changes:
            judged = [p for p in change.pairs if self.is_by(change, p)]
            good = [self.is_right(p) for p in judged]
            pairs[change.what] += len(good)
            pairs_right[change.what] += sum(good)
            if change.what in ("ended", "gap"):
                changes[change.what] += 1
                right[change.what] += self._outage_found(change)
            elif good:
                changes[change.what] += 1
                right[change.what] += sum(good) * 2 > len(good)
        return changes, right, pairs, pairs_right

    def _outage_found(self, change: Change) -> bool:
        return any(
            one.feed == change.who and abs(one.since // DAY - FIRST - change.since) <= 3
            for one in self.covered.outages
        )


def judge(world: World, *, half_life: int = 30 * DAY) -> Judged:
    timeline = Timeline.of(world.people, world.source, world.target, world.at)
    weight = np.ones(len(timeline))
    covered = coverage(world.at, way=world.feed, feeds=FEEDS, as_of=world.as_of)
    found = ties(timeline, weight, as_of=world.as_of, half_life=half_life)
    pairs = weakening(timeline, weight, found, as_of=world.as_of, coverage=covered)
    rows = pair_rows(timeline, weight, as_of=world.as_of)
    seen = initiative(timeline, rows, covered, as_of=world.as_of)
    gone = departures(seen)
    overdue = overdue_pairs(pairs, covered, covered.shares(timeline, rows))
    told = silences(rows, overdue, seen, covered, world.organization, gone)
    gone = confirmed(gone, told.person, np.stack([rows.a[told.pair], rows.b[told.pair]], axis=1))
    numbers = {(int(a), int(b)): k for k, (a, b) in enumerate(zip(rows.a, rows.b, strict=True))}
    return Judged(world, covered, pairs, numbers, told, gone)
