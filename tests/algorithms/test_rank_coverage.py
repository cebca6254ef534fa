"""Nine in ten intervals hold the true rank, on logs whose true ranking is known.

A case is a drawn log and one person of it, drawn as well: anybody, and for the heads of the lists
somebody of the first ten. Found in a thousand cases of six kinds (anybody, first ten, width as a
share of the list): influence 0.94, 0.95, 0.63; pagerank 0.98, 0.95, 0.72; strength 0.94, 0.94,
0.54; in_degree 0.96, 0.97, 0.67; counterparts 0.97, 0.98, 0.84. Least sure are the first ten of
people who are all alike: 0.80 for influence, which is luck that no log tells from merit.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pytest

from tests.algorithms.rank_cases import KINDS, RANKED, Case, case

TOP = 10
PROMISED = 0.88


@dataclass
class Seen:
    """What became of cases: whether the interval held, for whom, and how wide it was."""

    anybody: list[bool] = field(default_factory=list)
    top: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    everybody: list[float] = field(default_factory=list)

    def add(self, found: Case, name: str, dice: np.random.Generator) -> None:
        rank, true, within = found.rank[name], found.true_rank[name], found.intervals[name]
        ranked = np.flatnonzero(rank)
        if not len(ranked):
            return
        held = (within.low <= true) & (true <= within.high)
        self.everybody.append(float(np.mean(held[ranked])))
        self.anybody.append(bool(held[dice.choice(ranked)]))
        self.top.append(bool(held[dice.choice(np.flatnonzero((rank > 0) & (rank <= TOP)))]))
        self.width.append(float(np.mean((within.high - within.low + 1)[ranked]) / len(ranked)))


def cases(count: int, *, logs_of_a_world: int, draws: int, logs: int) -> dict[str, dict[str, Seen]]:
    """Go through so many cases, each kind of world in turn; by kind and by measure."""
    found: dict[str, dict[str, Seen]] = defaultdict(lambda: defaultdict(Seen))
    dice = np.random.default_rng(20)
    for number in range(count):
        kind, turn = KINDS[number % len(KINDS)], number // len(KINDS)
        of = divmod(turn, logs_of_a_world)
        one = case(kind, *of, draws=draws, logs=logs)
        for name in RANKED:
            found[kind][name].add(one, name, dice)
    return found


def test_nine_in_ten_intervals_hold_the_true_rank() -> None:
    found = cases(24, logs_of_a_world=4, draws=24, logs=30)

    for name in RANKED:
        held = [one for by in found.values() for one in by[name].everybody]
        assert np.mean(held) >= PROMISED, (name, np.mean(held))


@pytest.mark.proof
def test_in_a_thousand_cases_the_intervals_hold_the_true_rank() -> None:
    found = cases(1000, logs_of_a_world=10, draws=60, logs=150)

    for name in RANKED:
        of = [by[name] for by in found.values()]
        anybody = np.mean([one for each in of for one in each.anybody])
        top = np.mean([one for each in of for one in each.top])
        width = np.mean([one for each in of for one in each.width])
        assert anybody >= PROMISED, name
        assert top >= PROMISED, name
        assert width < 0.9, name


@pytest.mark.proof
def test_intervals_of_busy_logs_are_narrow() -> None:
    """Thirty to eighty interactions a person say much more than two to five.

    Found: 0.43 of the width for strength, 0.64 to 0.69 for the others, 0.77 for counterparts (0.71
    of the list beside 0.92): more mail with the same people says nothing new of how many they are.
    """
    found = cases(120, logs_of_a_world=5, draws=60, logs=40)

    for name in RANKED:
        share = np.mean(found["busy"][name].width) / np.mean(found["few"][name].width)
        assert share < (0.85 if name == "counterparts" else 0.75), name
