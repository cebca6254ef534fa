"""The fit of the weights in `algorithms.identity.score`, on planted worlds used for nothing else.

Run as ``python -m tests.planted.people_fit``: prints each weight, and beside it the one in use.
"""

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from algorithms.identity.joined_people import joined_people
from algorithms.identity.judged_pairs import JudgedPairs
from algorithms.identity.profiles import profiles
from algorithms.identity.score import WEIGHTS, features
from algorithms.identity.two_people import NEVER
from tests.planted.people_world import PeopleWorld, people_world

__all__ = ["FITTED_ON", "HELD", "fitted", "rows"]

FITTED_ON = ((11, 1.0), (12, 1.0), (14, 3.0))
HELD = {
    "contradicting names": -6.0,
    "written apart": -4.0,
    "one after the other": 0.75,
    "at one time": -0.5,
    "shared counterparts": 5.5,
    "shared with colleagues": 1.5,
    "telephone": 4.0,
}
"""Set, not fitted: planted people share less by chance than real ones, and have no telephones and
no dates."""
_RIDGE = 1.0


def rows(world: PeopleWorld) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Give the features of the pairs worth comparing, and whether they are one person."""
    people = profiles(world.known)
    pairs = JudgedPairs(world.known, people)
    pairs.count_counterparts(world.known.root)
    found = joined_people(
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
    """Fit the weights by likelihood, with a small ridge."""
    found = [rows(people_world(seed, namesakes=namesakes)) for seed, namesakes in FITTED_ON]
    x, y = np.vstack([one for one, _ in found]), np.concatenate([one for _, one in found])
    held = np.array([HELD.get(name, 0.0) for name in WEIGHTS])
    is_free = np.array([name not in HELD for name in WEIGHTS])
    given, free, sign = x @ held, x[:, is_free], np.where(y, 1.0, -1.0)

    def loss(weight: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (given + free @ weight)
        slope = -(sign * expit(-margin)) @ free + _RIDGE * weight
        return float(np.logaddexp(0, -margin).sum() + _RIDGE / 2 * weight @ weight), slope

    found_at = minimize(loss, np.zeros(int(is_free.sum())), jac=True, method="L-BFGS-B")
    weight = held.copy()
    weight[is_free] = found_at.x
    return dict(zip(WEIGHTS, weight.tolist(), strict=True))


if __name__ == "__main__":
    for name, value in fitted().items():
        sys.stdout.write(f'        "{name}": {value:.2f},  # {WEIGHTS[name]}\n')
