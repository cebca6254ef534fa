"""Weights: what one interaction adds to a tie."""

from numpy.testing import assert_allclose

from algorithms.weights import Weighting, weights
from graph.model import KINDS, STATUSES, Kind, Status
from graph.timeline import Timeline


def test_a_note_to_forty_is_not_forty_notes() -> None:
    timeline = Timeline.of(2, [0], [1], [0], size=[40])

    assert_allclose(weights(timeline, Weighting()), 40**-0.7)


def test_a_meeting_of_five_ties_by_its_share_and_by_who_answered() -> None:
    # weight 3 over 4 others; one half where either has not answered; nothing once declined
    statuses = [Status.ACCEPTED, Status.TENTATIVE, Status.UNANSWERED, Status.DECLINED]
    timeline = Timeline.of(
        2,
        [0] * 4,
        [1] * 4,
        [0] * 4,
        size=[4] * 4,
        kind=[KINDS.index(Kind.MEETING)] * 4,
        status=[STATUSES.index(status) for status in statuses],
    )

    assert weights(timeline, Weighting()).tolist() == [0.75, 0.375, 0.375, 0.0]


def test_a_kind_without_a_weight_ties_nobody() -> None:
    timeline = Timeline.of(2, [0], [1], [0], kind=[KINDS.index(Kind.CALL)])

    assert weights(timeline, Weighting(by_kind={Kind.EMAIL: 1.0})).tolist() == [0.0]
