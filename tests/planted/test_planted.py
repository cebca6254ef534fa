"""What happened in planted worlds is told right: who fell silent, since when, and why.

The seeds here were never looked at while the method was made: that was done on the seeds 0 to 12.
"""

from collections import Counter
from typing import Any

import pytest

from graph.moments import DAY
from tests.planted.judged import Judged, judge
from tests.planted.world import FIRST, world

SMALL: dict[str, Any] = {"ours": 20, "customers": 6}
SIZES: tuple[dict[str, Any], ...] = (
    {},
    {"ours": 80, "customers": 30, "noise": 0.5},
    {"ours": 20, "customers": 6, "noise": 0.1},
)
OUTAGES = ("none", "ended", "gap")
KINDS = ("departure", "leave", "season", "break", "ended", "gap")


@pytest.fixture(scope="module")
def few() -> dict[tuple[int, str], Judged]:
    return {(s, o): judge(world(s, outage=o, **SMALL)) for s in (1000, 1001) for o in OUTAGES}


def test_nine_in_ten_changes_are_attributed_right(few: dict[tuple[int, str], Judged]) -> None:
    changes, right = _tallied(list(few.values()))

    for kind in KINDS:
        assert right[kind] >= 0.9 * changes[kind], (kind, right[kind], changes[kind])


def test_departures_are_dated_within_their_rhythm(few: dict[tuple[int, str], Judged]) -> None:
    """The first day without somebody is the day after they last wrote: late by a gap at most."""
    for judged in few.values():
        since = dict(zip(judged.gone.person.tolist(), judged.gone.since.tolist(), strict=True))
        for change in judged.world.changes:
            if change.what == "departure" and change.who in since:
                assert abs(since[change.who] // DAY - FIRST - change.since) <= 7, change.who


def test_nobody_becomes_at_risk_while_a_feed_is_out(few: dict[tuple[int, str], Judged]) -> None:
    for (seed, outage), judged in few.items():
        if outage != "none" and seed == 1000:  # each costs two more; the proof asks them all
            unharmed = world(seed, **SMALL)
            assert judged.fell_at_risk_in_an_outage(unharmed) == set()


def test_no_outage_is_claimed_where_there_is_none(few: dict[tuple[int, str], Judged]) -> None:
    for (_, outage), judged in few.items():
        assert len(judged.covered.outages) == (outage != "none")


def test_those_who_are_there_have_not_left(few: dict[tuple[int, str], Judged]) -> None:
    for judged in few.values():
        silent = {c.who for c in judged.world.changes if c.level == "person"}
        closed = {c.who for c in judged.world.changes if c.level == "organization"}
        wrong = [
            person
            for person in judged.gone.person.tolist()
            if person not in silent and int(judged.world.organization[person]) not in closed
        ]
        assert len(wrong) <= 1


@pytest.mark.proof
@pytest.mark.parametrize("size", SIZES)
def test_nine_in_ten_of_each_kind_in_worlds_of_every_size(size: dict[str, Any]) -> None:
    worlds = []
    for seed in range(2000, 2008):
        unharmed = world(seed, **size)
        for outage in OUTAGES:
            judged = judge(world(seed, outage=outage, **size))
            if outage != "none":
                assert judged.fell_at_risk_in_an_outage(unharmed) == set()
            worlds.append(judged)

    changes, right = _tallied(worlds)

    for kind in KINDS:
        assert right[kind] >= 0.9 * changes[kind], (kind, right[kind], changes[kind])


def _tallied(worlds: list[Judged]) -> tuple[Counter[str], Counter[str]]:
    changes: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for judged in worlds:
        counted = judged.tally()
        changes.update(counted[0])
        right.update(counted[1])
    return changes, right
