"""Contacts: the interactions of a pair, a meeting once."""

import numpy as np
import pytest

from algorithms.rows.contacts import Contacts, contacts
from algorithms.rows.pair_rows import pair_rows
from graph.timeline import Timeline


def of(timeline: Timeline, *, as_of: int = 10**18) -> Contacts:
    return contacts(timeline, pair_rows(timeline, np.ones(len(timeline)), as_of=as_of))


def test_a_meeting_of_three_is_one_contact_of_each_two() -> None:
    ends = [(a, b) for a in range(3) for b in range(3) if a != b]
    source, target = zip(*ends, strict=True)

    found = of(Timeline.of(3, source, target, [5] * 6, interaction=[7] * 6))

    assert found.at.tolist() == [5, 5, 5]
    assert found.way.tolist() == [0, 0, 0]
    assert found.start.tolist() == [0, 1, 2, 3]


def test_two_mails_that_cross_at_one_moment_are_two() -> None:
    found = of(Timeline.of(2, [0, 1], [1, 0], [5, 5]))

    assert found.way.tolist() == [1, -1]


def test_meetings_that_follow_each_other_in_two_pairs_stay_apart() -> None:
    # one mail to two receivers is the last of a pair and the first of the next
    found = of(Timeline.of(3, [1, 1], [0, 2], [5, 5], interaction=[0, 0]))

    assert found.way.tolist() == [-1, 1]
    assert found.start.tolist() == [0, 1, 2]


@pytest.mark.parametrize("people", [0, 1, 3])
def test_where_nothing_happened_there_are_none(people: int) -> None:
    found = of(Timeline.of(people, [], [], []))

    assert len(found) == 0
    assert found.at.tolist() == []


def test_pairs_can_be_taken_apart() -> None:
    timeline = Timeline.of(3, [0, 0, 2, 1], [1, 1, 1, 0], [0, 5, 6, 7])

    part = of(timeline).part(1, 2)

    assert part.at.tolist() == [6]
    assert part.way.tolist() == [-1]
    assert part.start.tolist() == [0, 1]
