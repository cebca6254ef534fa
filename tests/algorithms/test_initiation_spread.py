"""How sure it is who begins conversations: from the conversations, each drawn as a whole."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from algorithms.people.initiation import initiation
from algorithms.projection import Projection, projection
from algorithms.rhythm.exchanges import Begun
from algorithms.scores import ranks
from algorithms.ties import ties
from algorithms.uncertainty.initiation_spread import initiation_spread
from algorithms.uncertainty.rank_intervals import rank_intervals
from tests.worlds import timeline_of

Ints = NDArray[np.int64]


def seen(people: int, a: Ints, b: Ints, by_a: Ints, by_b: Ints) -> Projection:
    """A projection of pairs (a < b) whose conversations were begun so often by either."""
    timeline = timeline_of(people, *((int(s), int(t), 0) for s, t in zip(a, b, strict=True)))
    found = projection(ties(timeline, np.ones(len(a)), as_of=0, half_life=10))
    order = np.lexsort((b, a))
    return replace(found, exchanges=Begun(by_a[order], by_b[order]))


def test_how_far_a_share_moves_is_what_drawn_conversations_say() -> None:
    """Against 200,000 draws of Beta(4, 2) and Beta(2, 4): three begun of four."""
    of = seen(2, np.array([0]), np.array([1]), np.array([3]), np.array([1]))
    dice = np.random.default_rng(3)

    for k, (begun, other, observed) in enumerate([(4, 2, 0.75), (2, 4, 0.25)]):
        drawn = dice.beta(begun, other, 200_000)
        far = np.sqrt(np.mean((drawn - observed) ** 2))
        assert initiation_spread(of).moves[k] == pytest.approx(far, rel=0.01)


def test_who_began_the_only_conversation_may_as_well_not_begin_the_next() -> None:
    one = seen(2, np.array([0]), np.array([1]), np.array([1]), np.array([0]))
    ten = seen(2, np.array([0]), np.array([1]), np.array([10]), np.array([0]))

    assert rank_intervals(initiation_spread(one)).high.tolist() == [2, 2]
    assert rank_intervals(initiation_spread(ten)).high.tolist() == [1, 2]


def test_whoever_is_left_out_has_no_interval_and_is_in_nobody_elses() -> None:
    one = seen(2, np.array([0]), np.array([1]), np.array([1]), np.array([0]))
    found = rank_intervals(initiation_spread(one, among=np.array([True, False])))

    assert (found.low.tolist(), found.high.tolist()) == ([1, 0], [1, 0])


@pytest.mark.parametrize("conversations", [0.7, 2, 6, 40])
@pytest.mark.parametrize("is_alike", [False, True])
def test_nine_in_ten_intervals_hold_the_true_rank(conversations: float, is_alike: bool) -> None:
    """Of people who begin by rates of their own; of those all alike one in eight is luck."""
    dice = np.random.default_rng(7)
    held: list[float] = []
    for _ in range(40):
        people = int(dice.integers(20, 70))
        likes = dice.normal(0.5, 0.02, people) if is_alike else dice.beta(2, 2, people)
        pair = np.unique(dice.integers(0, people, (4 * people, 2)), axis=0)
        a, b = pair[pair[:, 0] < pair[:, 1]].T
        contact = dice.gamma(1, 1, len(a)) * conversations * people / len(a) / 2
        begins_a, begins_b = likes[a] * (1 - likes[b]), likes[b] * (1 - likes[a])
        rate_a = contact * begins_a / (begins_a + begins_b)
        often = Begun(dice.poisson(rate_a), dice.poisson(contact - rate_a))
        of = seen(people, a, b, often.by_a, often.by_b)
        observed = initiation(of).values
        either = np.bincount(a, contact, people) + np.bincount(b, contact, people)
        begun = np.bincount(a, rate_a, people) + np.bincount(b, contact - rate_a, people)
        share = np.divide(begun, either, out=np.full(people, np.nan), where=either > 0)
        true = ranks(np.where(np.isnan(observed), np.nan, share))
        found = rank_intervals(initiation_spread(of))
        ranked = true > 0
        held.extend(((found.low <= true) & (true <= found.high))[ranked].tolist())

    assert np.mean(held) >= (0.87 if is_alike else 0.9)
