"""The network on its way from one day to another changes one thing at a time."""

import numpy as np
import pytest

from algorithms.changes.between_days import WAY, between_days
from algorithms.people.degree import degree
from algorithms.projection import projection
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.worlds import DAY

# 0 ann, 1 bob, 2 cid, 3 dan, 4 eve: dan goes, eve comes
LOG = [
    (0, 1, 0), (1, 2, 0), (2, 3, 0),
    (0, 2, 40), (1, 2, 41), (4, 0, 42), (2, 4, 43),
]  # fmt: skip
SINCE, UNTIL = 10 * DAY, 50 * DAY


def world() -> Timeline:
    source, target, day = zip(*LOG, strict=True)
    return Timeline.of(5, source, target, [one * DAY for one in day])


def way(ego: int) -> dict[str, list[float]]:
    marks = np.eye(5, dtype=bool)
    steps = between_days(
        world(), np.ones(len(LOG)), ego, days=(SINCE, UNTIL), half_life=5 * DAY,
        coming=marks[4], going=marks[3],
    )  # fmt: skip
    return {step: degree(seen).values.tolist() for step, seen in steps}


def test_each_step_adds_what_it_is_called_by() -> None:
    found = way(ego=0)

    assert tuple(found) == WAY[:-1]
    assert found["people going"] == [1, 2, 1, 0, 0]  # as on the first day, but without dan
    assert found["fading"] == [0, 0, 0, 0, 0]  # six half-lives later nothing is live
    assert found["own"] == [1, 0, 1, 0, 0]  # ann wrote to cid
    assert found["others"] == [1, 1, 2, 0, 0]  # bob did, too; eve is not there yet


def test_whoever_comes_themselves_comes_by_their_own_doing() -> None:
    found = way(ego=4)

    assert found["own"] == [1, 0, 1, 0, 2]
    assert found["others"] == [2, 1, 3, 0, 2]


def test_with_nobody_coming_the_last_step_is_the_second_day() -> None:
    nobody = np.zeros(5, bool)
    *_, (step, seen) = between_days(
        world(), np.ones(len(LOG)), 0, days=(SINCE, UNTIL), half_life=5 * DAY,
        coming=nobody, going=nobody,
    )  # fmt: skip
    whole = projection(ties(world(), np.ones(len(LOG)), as_of=UNTIL, half_life=5 * DAY))

    assert step == "others"
    for name in ("source", "target", "fades_at", "live", "last_at"):
        np.testing.assert_array_equal(getattr(seen, name), getattr(whole, name))


def test_days_must_be_in_order() -> None:
    nobody = np.zeros(5, bool)
    with pytest.raises(ValueError, match="must lie before"):
        next(
            between_days(
                world(), np.ones(len(LOG)), 0, days=(UNTIL, SINCE), half_life=DAY,
                coming=nobody, going=nobody,
            )
        )  # fmt: skip
