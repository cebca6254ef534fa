"""Drawn logs: whole interactions, as many acquaintances, the same bytes again."""

import numpy as np
import pytest

from algorithms.uncertainty.resampling import Draw, resampled
from graph.timeline import Timeline
from tests.worlds import DAY, timeline_of

HALF_LIFE = 30 * DAY


def draws(
    timeline: Timeline, count: int, *, seed: int = 1, weight: np.ndarray | None = None
) -> list[Draw]:
    ready = resampled(
        timeline,
        np.ones(len(timeline)) if weight is None else weight,
        as_of=1000 * DAY,
        half_life=HALF_LIFE,
        live_threshold=1 / 64,
    )
    return [ready.draw(k, seed=seed) for k in range(count)]


def pairs_of(timeline: Timeline) -> set[tuple[int, int]]:
    low, high = (f(timeline.source, timeline.target) for f in (np.minimum, np.maximum))
    return set(zip(low.tolist(), high.tolist(), strict=True))


def strangers(people: int, pairs: int) -> Timeline:
    """Everybody met once: that many pairs of one note each."""
    dice = np.random.default_rng(3)
    low, high = np.triu_indices(people, 1)
    chosen = np.sort(dice.choice(len(low), pairs, replace=False))
    return Timeline.of(people, low[chosen], high[chosen], dice.integers(0, DAY, pairs))


def test_a_mail_to_three_comes_with_all_three_or_stays_away() -> None:
    letters = 60  # so many that no pair is rare
    timeline = Timeline.of(
        4, source=[0] * 3 * letters, target=[1, 2, 3] * letters,
        at=np.repeat(np.arange(letters) * DAY, 3), interaction=np.repeat(np.arange(letters), 3),
        size=[3] * 3 * letters,
    )  # fmt: skip

    for draw in draws(timeline, 20):
        by_receiver = [
            np.bincount((draw.timeline.at // DAY)[draw.timeline.target == k], minlength=letters)
            for k in (1, 2, 3)
        ]
        assert np.array_equal(by_receiver[0], by_receiver[1])
        assert np.array_equal(by_receiver[1], by_receiver[2])


def test_what_a_pair_adds_stays_the_same_on_average() -> None:
    timeline = timeline_of(3, *[(0, 1, k) for k in range(50)], *[(2, 1, k) for k in range(20)])

    totals = [np.bincount(one.timeline.source, one.weight, 3) for one in draws(timeline, 400)]

    # a Poisson sum of 50 has the standard deviation 7, its mean over 400 draws 0.35
    assert np.mean(totals, axis=0) == pytest.approx([50, 0, 20], abs=1.5)
    assert np.std(totals, axis=0)[0] == pytest.approx(50**0.5, rel=0.15)


def test_as_many_acquaintances_come_as_are_lost() -> None:
    timeline = strangers(120, 300)

    counts = [len(pairs_of(one.timeline)) for one in draws(timeline, 100)]

    # copies alone would leave 63 % of the pairs, 190; some new ones meet a pair that is there
    assert np.mean(counts) == pytest.approx(300, rel=0.06)
    assert np.std(counts) == pytest.approx(300**0.5, rel=0.3)


def test_everybody_keeps_about_as_many_senders() -> None:
    dice = np.random.default_rng(4)
    target = np.repeat(np.arange(40), np.arange(40) // 2)
    source = 40 + dice.permutation(len(target))
    timeline = Timeline.of(40 + len(target), source, target, np.arange(len(target)) * 1000)

    found = np.zeros(timeline.people)
    for one in draws(timeline, 200):
        both = np.unique(one.timeline.target.astype(np.int64) * timeline.people
                         + one.timeline.source)  # fmt: skip
        found += np.bincount(both // timeline.people, minlength=timeline.people)
    mean = (found / 200)[:40]
    assert np.corrcoef(mean, np.arange(40) // 2)[0, 1] > 0.99
    assert mean.sum() == pytest.approx(len(target), rel=0.2)


def test_a_pair_in_touch_every_day_is_not_sent_elsewhere() -> None:
    timeline = timeline_of(3, *[(0, 1, k) for k in range(60)], *[(1, 2, k) for k in range(60)])

    assert all(pairs_of(one.timeline) <= {(0, 1), (1, 2)} for one in draws(timeline, 50))


def test_a_meeting_that_goes_elsewhere_still_runs_both_ways() -> None:
    dice = np.random.default_rng(5)
    a, b = np.triu_indices(12, 1)
    chosen = dice.permutation(len(a))[:40]
    a, b = a[chosen], b[chosen]
    timeline = Timeline.of(
        12, np.stack([a, b], 1).ravel(), np.stack([b, a], 1).ravel(),
        np.repeat(np.arange(40) * DAY // 10, 2), interaction=np.repeat(np.arange(40), 2),
    )  # fmt: skip

    for draw in draws(timeline, 20):
        rows = draw.timeline
        there = sorted(zip(rows.at.tolist(), rows.source.tolist(), rows.target.tolist(),
                           strict=True))  # fmt: skip
        back = sorted(zip(rows.at.tolist(), rows.target.tolist(), rows.source.tolist(),
                          strict=True))  # fmt: skip
        assert there == back


def test_nobody_writes_to_oneself_and_time_is_in_order() -> None:
    for draw in draws(strangers(8, 28), 100):
        assert np.all(draw.timeline.source != draw.timeline.target)
        assert np.all(np.diff(draw.timeline.at) >= 0)
        assert np.all(draw.weight > 0)


def test_the_same_draw_is_the_same_to_the_byte_and_another_is_another() -> None:
    timeline = strangers(30, 100)
    one, again, other = draws(timeline, 1)[0], draws(timeline, 1)[0], draws(timeline, 2)[1]
    seed = draws(timeline, 1, seed=2)[0]

    assert one.timeline.source.tobytes() == again.timeline.source.tobytes()
    assert one.weight.tobytes() == again.weight.tobytes()
    assert other.timeline.source.tobytes() != one.timeline.source.tobytes()
    assert seed.timeline.source.tobytes() != one.timeline.source.tobytes()


def test_what_lies_after_the_moment_or_weighs_nothing_is_never_drawn() -> None:
    timeline = timeline_of(4, (0, 1, 1), (1, 2, 2), (2, 3, 2000))

    for draw in draws(timeline, 30, weight=np.array([1.0, 0.0, 1.0])):
        assert set(draw.timeline.at.tolist()) <= {DAY}
        assert not {2, 3} & set(draw.timeline.target.tolist())


def test_an_empty_log_is_drawn_empty() -> None:
    for timeline in (timeline_of(0), timeline_of(3), timeline_of(2, (0, 1, 5000))):
        assert [len(one.timeline) for one in draws(timeline, 2)] == [0, 0]


def test_weights_must_be_those_of_the_rows() -> None:
    with pytest.raises(ValueError, match="2 weights for 1 rows"):
        draws(timeline_of(2, (0, 1, 0)), 1, weight=np.ones(2))
