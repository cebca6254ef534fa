"""A log after small changes: some rows are lost, as many are new, all moments are a little off."""

import numpy as np

from graph.timeline import Timeline

_HOUR = 3_600_000_000


def perturbed(timeline: Timeline, share: float, seed: int) -> Timeline:
    """Lose a share of all rows at random, and add as many.

    Half of the new ones join who was in touch before, half anybody to anybody, by how much they
    write and are written to; every moment is up to an hour earlier or later.
    """
    rng = np.random.default_rng(seed)
    rows = len(timeline)
    count = max(1, round(rows * share))
    stays = np.ones(rows, bool)
    stays[rng.choice(rows, count, replace=False)] = False
    like = rng.integers(rows, size=count)
    source, target = timeline.source[like], timeline.target[like].copy()
    target[: count // 2] = timeline.target[rng.integers(rows, size=count // 2)]
    new = source != target
    at = np.concatenate([timeline.at[stays], timeline.at[rng.integers(rows, size=count)][new]])
    at = np.minimum(at + rng.integers(-_HOUR, _HOUR, len(at)), timeline.at.max())
    order = np.argsort(at, kind="stable")
    return Timeline.of(
        timeline.people,
        np.concatenate([timeline.source[stays], source[new]])[order],
        np.concatenate([timeline.target[stays], target[new]])[order],
        at[order],
    )
