"""States of real pairs, first contact to last: none comes back within a usual gap."""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from algorithms.rhythm.phase import STATES, Thresholds
from algorithms.ties import ties
from algorithms.weakening import weakening
from graph.timeline import Timeline
from tests.algorithms.logs import collegemsg, manufacturing
from tests.algorithms.pair_rhythm import PairRhythm
from tests.worlds import DAY

WORDS = ("cooling", "at risk", "dormant")


class Change(NamedTuple):
    """A state, since when, and the usual gap just before and just after it began."""

    since: int
    state: str
    before: float
    after: float


def life(at: list[int], until: int) -> list[Change]:
    """Every state of a pair with these contacts (microseconds), up to a moment."""
    rhythm = PairRhythm(30 * DAY, Thresholds())
    found = [Change(at[0], "new", 0, 0)]
    moments = sorted(set(at))
    counted = Counter(at)
    for k, moment in enumerate(moments):
        before = rhythm.usual_gap
        for _ in range(counted[moment]):
            rhythm.add(moment, 1.0)
        found += changed(found, [(moment, rhythm.phase)], before, rhythm.usual_gap)
        end = moments[k + 1] if k + 1 < len(moments) else until
        dates = zip(rhythm.dates(), WORDS, strict=True)
        silent = [(date, word) for date, word in dates if moment < date < end]
        found += changed(found, silent, rhythm.usual_gap, rhythm.usual_gap)
    return found


def changed(
    so_far: list[Change], states: list[tuple[int, str]], before: float, after: float
) -> list[Change]:
    found = [so_far[-1]]
    for moment, word in states:
        if word != found[-1].state:
            found.append(Change(moment, word, np.nan_to_num(before), np.nan_to_num(after)))
    return found[1:]


def lives(timeline: Timeline, every: int) -> list[list[Change]]:
    index, until = timeline.pairs, int(timeline.at[-1])
    return [life(timeline.at[index.rows(k)].tolist(), until) for k in range(0, len(index.a), every)]


def judged(found: list[list[Change]]) -> Counter[str]:
    """Count changes, states that ended within a usual gap, and those that came back within one."""
    counts: Counter[str] = Counter()
    for states in found:
        counts["changes"] += len(states) - 1
        for one, other in pairwise(states):
            gap = max(one.after, other.before, other.after) * DAY
            is_short = other.since - one.since < round(gap)
            counts["short"] += is_short
            counts[f"{one.state} to {other.state}"] += is_short
        for one, other, third in zip(states, states[1:], states[2:], strict=False):
            gap = max(other.after, third.before, third.after) * DAY
            counts["back"] += one.state == third.state and third.since - other.since < round(gap)
    return counts


@pytest.mark.parametrize("every", [23, pytest.param(1, marks=pytest.mark.proof)])
def test_on_real_logs_only_dormancy_and_its_end_come_within_a_usual_gap(
    shared: Path, every: int
) -> None:
    for timeline in collegemsg(shared), manufacturing(shared):
        counts = judged(lives(timeline, every))

        assert counts["changes"] > 400
        assert counts["back"] == 0
        assert counts["short"] == sum(
            count for word, count in counts.items() if word.endswith((" to dormant", " to revived"))
        )


def test_on_real_logs_one_contact_at_a_time_ends_where_the_whole_log_does(shared: Path) -> None:
    timeline = manufacturing(shared)
    end = int(timeline.at[-1])
    weight = np.ones(len(timeline))
    known = ties(timeline, weight, as_of=end, half_life=30 * DAY)
    found = weakening(timeline, weight, known, as_of=end)

    for k in range(0, len(found), 37):
        rhythm = PairRhythm(30 * DAY, Thresholds())
        for moment in timeline.at[timeline.pairs.rows(k)].tolist():
            rhythm.add(moment, 1.0)
        assert rhythm.state(end) == STATES[found.state[k]]
        dates = (found.cools_at[k], found.at_risk_at[k], found.dormant_at[k])
        assert rhythm.dates() == dates
