"""Who took over from somebody who left is who is in touch with the contact more than before."""

import numpy as np

from algorithms.absence.handed_over import successors
from algorithms.rows.pair_rows import pair_rows
from tests.worlds import DAY, timeline_of

ANN, BOB, CID, EVE = 0, 1, 2, 3  # Ann leaves on day 100; Bob is a colleague; Eve is a stranger
LEFT = 100


def successor(*rows: tuple[int, int, float], as_of: int = 190) -> int:
    """Who took Ann's place with Cid, whom she wrote to every five days; -1 for nobody."""
    weekly = [(ANN, CID, float(day)) for day in range(0, LEFT, 5)]
    timeline = timeline_of(4, *sorted([*weekly, *rows], key=lambda row: row[2]))
    pairs = pair_rows(timeline, np.ones(len(timeline)), as_of=as_of * DAY)
    number = np.flatnonzero((pairs.a == ANN) & (pairs.b == CID))
    found = successors(
        timeline,
        pairs,
        number,
        np.array([ANN]),
        np.array([LEFT * DAY]),
        np.array([5.0]),
        np.array([0, 0, 1, -1], np.int32),
        as_of=as_of * DAY,
    )
    return int(found[0])


def test_a_colleague_who_writes_half_as_often_has_taken_over() -> None:
    assert successor(*((BOB, CID, float(day)) for day in range(LEFT, 190, 10))) == BOB


def test_a_colleague_who_writes_as_before_has_not() -> None:
    assert successor(*((BOB, CID, float(day)) for day in range(0, 190, 5))) == -1


def test_a_few_days_more_than_before_may_be_chance() -> None:
    often = [(BOB, CID, float(day)) for day in range(0, 190, 4)]
    more = [(BOB, CID, float(day)) for day in (121, 133, 145, 157, 169)]

    assert successor(*often, *more) == -1


def test_who_is_no_colleague_takes_over_nothing() -> None:
    assert successor(*((EVE, CID, float(day)) for day in range(LEFT, 190, 5))) == -1


def test_one_message_is_no_succession() -> None:
    assert successor((BOB, CID, 130.0)) == -1
    assert successor() == -1
