"""What became of a strength is told in parts, and the parts add up to the difference."""

import numpy as np
import pytest

from algorithms.changes.strength_change import STRENGTH_PARTS, strength_change
from algorithms.ties import contributions, ties
from graph.timeline import Timeline
from tests.worlds import DAY


def random_log(seed: int) -> tuple[Timeline, np.ndarray]:
    """A log of seven people over a year, with weights from faint to huge."""
    draw = np.random.default_rng(seed)
    source = draw.integers(0, 7, 150)
    target = (source + draw.integers(1, 7, 150)) % 7
    at = np.sort(draw.integers(0, 365 * DAY, 150))
    return Timeline.of(7, source, target, at), draw.lognormal(0, 2, 150)


def by_hand(timeline: Timeline, weight: np.ndarray, at: int, half_life: float) -> np.ndarray:
    """Strengths of all pairs of seven people, one interaction after the other."""
    found = np.zeros((7, 7))
    for source, target, moment, added in zip(
        timeline.source, timeline.target, timeline.at, weight, strict=True
    ):
        if moment <= at:
            found[min(source, target), max(source, target)] += added * 2.0 ** (
                (moment - at) / half_life
            )
    return found[np.triu_indices(7, 1)]


@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_random_changes_add_up(seed: int) -> None:
    draw = np.random.default_rng(1_000 + seed)
    timeline, weight = random_log(seed)
    first, second = np.sort(draw.integers(30 * DAY, 400 * DAY, 2)).tolist()
    then, now = (int(days * DAY) for days in draw.lognormal(3, 1, 2))
    was_known = draw.random(150) < 0.9
    before = by_hand(timeline, weight * was_known, first, then)
    corrected = by_hand(timeline, weight, first, then)
    configured = by_hand(timeline, 2 * weight, first, now)
    after = by_hand(timeline, 2 * weight, second, now)

    found = strength_change(
        before, corrected, configured, after,
        days=(second - first) / DAY, half_life_days=now / DAY,
    )  # fmt: skip

    total = sum(found.parts().values())
    assert np.abs(total - (after - before)).max() <= 1e-9 * max(1.0, np.abs(after).max())
    is_new = (timeline.at > first) & (timeline.at <= second)
    new = by_hand(timeline, 2 * weight * is_new, second, now)
    np.testing.assert_allclose(found.new, new, rtol=1e-9, atol=1e-9)
    assert np.all(found.fading <= 1e-12)
    np.testing.assert_allclose(found.change, after - before)


def test_a_thousand_random_explanations_add_up_to_the_strength() -> None:
    checked = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        timeline, weight = random_log(seed)
        now = {"as_of": int(draw.integers(50, 500)) * DAY}
        half_life = int(10 ** draw.uniform(-0.5, 3) * DAY)
        known = ties(timeline, weight, half_life=half_life, **now)
        strength = known.pair_strength(now["as_of"])
        for k in range(len(known.a)):
            pair = (int(known.b[k]), int(known.a[k]))
            parts = contributions(timeline, weight, pair, half_life=half_life, **now)
            assert abs(parts.strength.sum() - strength[k]) <= 1e-9 * max(1.0, strength[k])
            checked += 1

    assert checked >= 1_000


def test_only_time_passing_only_fades() -> None:
    same, after = np.array([8.0]), np.array([2.0])
    found = strength_change(same, same, same, after, days=60, half_life_days=30)

    parts = {name: float(part[0]) for name, part in found.parts().items()}
    assert parts == {"corrections": 0, "configuration": 0, "fading": -6, "new": 0}
    assert tuple(parts) == STRENGTH_PARTS


def test_days_that_run_backwards_are_refused() -> None:
    none = np.zeros(1)
    with pytest.raises(ValueError, match="negative"):
        strength_change(none, none, none, none, days=-1, half_life_days=30)
