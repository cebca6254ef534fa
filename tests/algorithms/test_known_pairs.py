"""What was said of a pair is said again while nothing of the pair is new, and only then."""

from dataclasses import replace

import numpy as np

from algorithms.known.pairs import OWN_COLUMNS, FormerPairs
from algorithms.known.seals import Seals
from algorithms.liveness.memory import Memory
from algorithms.ties import ties
from algorithms.weakening import Pairs, weakening
from graph.timeline import Timeline
from tests.worlds import DAY

_KEYS = np.arange(11, 2000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
_STRANGE = 77.0


def _log(*more: tuple[float, int, int]) -> Timeline:
    """Four pairs in touch every three days up to day 400, and further rows: day, source, target."""
    rows = [(float(day), 2 * k, 2 * k + 1) for k in range(4) for day in range(0, 400, 3)]
    # the first pair is seen a year before day 400 and the days after it, the others are not
    rows = [row for row in rows if row[1] == 0 or not 33 <= row[0] <= 60]
    at, source, target = (np.array(one) for one in zip(*sorted([*rows, *more]), strict=True))
    return Timeline.of(
        9, source=source, target=target, at=(at * DAY).astype(np.int64),
        interaction=np.arange(len(at)),
    )  # fmt: skip


def _judged(log: Timeline, day: float, before: FormerPairs | None) -> tuple[Pairs, Memory]:
    weight, as_of = np.ones(len(log)), round(day * DAY)
    by_row = (log.at // DAY * 100 + log.source + log.target).astype(np.uint64)
    memory = Memory(Seals(log, weight, _KEYS, by_row * _KEYS[0]), None, before)
    known = ties(log, weight, as_of=as_of, half_life=30 * DAY)
    return weakening(log, weight, known, as_of=as_of, memory=memory), memory


def _before(log: Timeline, day: float) -> FormerPairs:
    """What was said on a day, but for a usual gap that nobody has."""
    found, memory = _judged(log, day, None)
    columns = {name: getattr(found, name) for name in OWN_COLUMNS}
    columns["usual_gap"] = np.full(len(found), _STRANGE)
    both = np.arange(0, 2 * len(found), 2)
    return FormerPairs(round(day * DAY), both, both + 1, memory.pair_seals, columns)


def _taken(log: Timeline, day: float, before: FormerPairs) -> list[bool]:
    found, _ = _judged(log, day, before)
    anew, _ = _judged(log, day, None)
    taken = found.usual_gap == _STRANGE
    for name in OWN_COLUMNS:
        same = slice(None) if name != "usual_gap" else ~taken
        assert getattr(found, name)[same].tobytes() == getattr(anew, name)[same].tobytes(), name
    return [bool(one) for one in taken]


def test_only_pairs_of_whom_something_is_new_are_looked_at_again() -> None:
    before = _before(_log(), 399)

    assert _taken(_log(), 399, before) == [True, True, True, True]
    assert _taken(_log((399.5, 3, 2)), 400, before) == [True, False, True, True]
    assert _taken(_log((7.5, 4, 5)), 399, before) == [True, True, False, True]  # late
    assert _taken(_log((398.5, 0, 8)), 399, before)[0] is True  # whatever else the two do


def test_a_year_that_holds_less_of_a_pair_is_looked_back_on_again() -> None:
    before = _before(_log(), 399)

    assert _taken(_log(), 410, before) == [False, True, True, True]


def test_of_a_later_moment_or_of_others_nothing_is_taken() -> None:
    before = _before(_log(), 399)

    assert not any(_taken(_log(), 398, before))
    gone = replace(before, a=before.a - 1, b=np.full(4, -1))
    assert not any(_taken(_log(), 399, gone))
    columns = {name: column[::-1] for name, column in before.columns.items()}
    swapped = FormerPairs(before.as_of, before.a[::-1], before.b[::-1], before.seal[::-1], columns)
    assert all(_taken(_log(), 399, swapped))
