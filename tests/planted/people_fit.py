"""The fit of the weights in `algorithms.person_score`, on planted worlds used for nothing else.

Run as ``python -m tests.planted.people_fit``: prints each weight, and beside it the one in use.
"""

import sys

import numpy as np
from numpy.typing import NDArray

from algorithms.judged_pairs import JudgedPairs
from algorithms.person_clusters import clusters
from algorithms.person_profiles import profiles
from algorithms.person_score import WEIGHTS, features
from algorithms.two_people import NEVER
from tests.planted.people_world import PeopleWorld, people_world

__all__ = ["FITTED_ON", "HELD", "fitted", "rows"]

FITTED_ON = ((11, 1.0), (12, 1.0), (13, 1.0), (14, 3.0), (15, 3.0))
HELD = {
    "contradicting names": -6.0,
    "shared counterparts": 3.0,
    "shared with colleagues": 1.5,
    "telephone": 4.0,
}
"""Not fitted, but set: planted people share less by chance than real ones may, and no telephones."""
_RIDGE = 1.0
_STEPS = 40


def rows(world: PeopleWorld) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the features of the pairs worth comparing, and whether they are one person."""
    people = profiles(world.known)
    pairs = JudgedPairs(world.known, people)
    pairs.count_counterparts(world.known.root)
    found = clusters(
        pairs.sure(0.99, 0.05), pairs.judged, lambda one: len(people[one].members), most_members=12
    )
    pairs.count_counterparts(pairs.joined(found))
    values, is_one = [], []
    for a, b in pairs.pairs:
        told = pairs.evidence(a, b)
        if pairs.judged(a, b)[1] != NEVER and not told.mailbox:
            values.append([features(told)[name] for name in WEIGHTS])
            is_one.append(world.person[a] == world.person[b] >= 0)
    return np.array(values), np.array(is_one)


def fitted() -> dict[str, float]:
    """Fit the weights by Newton's method with a small ridge."""
    found = [rows(people_world(seed, namesakes=namesakes)) for seed, namesakes in FITTED_ON]
    x, y = np.vstack([one for one, _ in found]), np.concatenate([one for _, one in found])
    weight = np.array([HELD.get(name, 0.0) for name in WEIGHTS])
    is_free = np.array([name not in HELD for name in WEIGHTS])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weight, -30, 30)))
        free = x[:, is_free]
        slope = free.T @ (y - chance) - _RIDGE * weight[is_free]
        bend = (free * (chance * (1 - chance))[:, None]).T @ free + _RIDGE * np.eye(free.shape[1])
        step = np.linalg.solve(bend, slope)
        weight[is_free] += step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(WEIGHTS, weight.tolist(), strict=True))


if __name__ == "__main__":
    for name, value in fitted().items():
        sys.stdout.write(f'        "{name}": {value:.2f},  # {WEIGHTS[name]}\n')
