"""Ties of pairs of whom nothing is new are those of before, and equal to all added up."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from algorithms.known.pairs import FormerPairs
from algorithms.known.seals import Seals
from algorithms.known.ties import PAIR_COLUMNS, TIE_COLUMNS, FormerTies, known_ties
from algorithms.liveness.memory import Memory
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.ties import Ties, ties_by_half_life
from graph.timeline import Timeline
from tests.worlds import DAY

_PEOPLE = 8
_HALF_LIVES = [30 * DAY, 7 * DAY]
_KEYS = np.arange(11, 99, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)

_Rows = list[tuple[int, int, int]]  # day, source, target
_ROW = st.tuples(st.integers(0, 60), st.integers(0, _PEOPLE - 1), st.integers(0, _PEOPLE - 1))
_ROWS = st.lists(_ROW.filter(lambda row: row[1] != row[2]), min_size=1, max_size=40)


def _log(rows: _Rows) -> Timeline:
    at, source, target = (np.array(one) for one in zip(*sorted(rows), strict=True))
    return Timeline.of(
        _PEOPLE, source=source, target=target, at=at * DAY, interaction=np.arange(len(at))
    )


def _seals(log: Timeline, weight: NDArray[np.float64]) -> Seals:
    by_row = (log.at // DAY * 100 + log.source * 10 + log.target).astype(np.uint64)
    return Seals(log, weight, _KEYS, by_row * _KEYS[0])


def _found(log: Timeline, day: int, former: FormerTies | None) -> tuple[Ties, dict[int, object]]:
    weight = np.ones(len(log))
    memory = Memory(_seals(log, weight), ties=former)
    found = known_ties(
        log, weight, as_of=day * DAY, half_lives=_HALF_LIVES, former=former,
        unchanged=memory.unchanged,
    )  # fmt: skip
    return found[0], dict(found[1])


def _former(log: Timeline, day: int) -> FormerTies:
    weight, as_of = np.ones(len(log)), day * DAY
    by = ties_by_half_life(log, weight, as_of=as_of, half_lives=_HALF_LIVES)
    one = by[_HALF_LIVES[0]]
    rows: PairRows = pair_rows(log, weight, as_of=as_of)
    seal = _seals(log, weight).of_pairs(rows)
    columns = {name: getattr(one, name) for name in PAIR_COLUMNS}
    pairs = FormerPairs(as_of, one.a.astype(np.int64), one.b.astype(np.int64), seal, columns)
    return FormerTies(
        pairs, one.source.astype(np.int64), one.target.astype(np.int64), one.pair,
        {name: getattr(one, name) for name in TIE_COLUMNS},
        {half_life: found.fades_at for half_life, found in by.items()},
    )  # fmt: skip


def _check(log: Timeline, day: int, former: FormerTies) -> None:
    (ours, fades_at), (anew, all_fades_at) = _found(log, day, former), _found(log, day, None)
    for field in fields(Ties):
        one, other = (np.asarray(getattr(found, field.name)) for found in (ours, anew))
        assert one.dtype == other.dtype, field.name
        assert one.tobytes() == other.tobytes(), field.name
    assert [np.asarray(fades_at[half_life]).tobytes() for half_life in _HALF_LIVES] == [
        np.asarray(all_fades_at[half_life]).tobytes() for half_life in _HALF_LIVES
    ]


@settings(max_examples=120, deadline=None)
@given(_ROWS, st.lists(_ROW.filter(lambda row: row[1] != row[2]), max_size=5), st.integers(0, 60))
def test_whatever_came_the_ties_are_those_of_the_whole_log(
    rows: _Rows, more: _Rows, day: int
) -> None:
    _check(_log(rows + more), 60, _former(_log(rows), day))


@settings(max_examples=120, deadline=None)
@given(_ROWS, st.lists(_ROW.filter(lambda row: row[1] != row[2]), max_size=9), st.integers(0, 60))
def test_of_a_log_that_is_continued_only_what_came_is_looked_at(
    rows: _Rows, more: _Rows, day: int
) -> None:
    log = _log([*rows, *(row for row in more if row[0] > day)])
    former, known = _former(_log(rows), day), int(np.searchsorted(log.at, day * DAY, "right"))
    unknown = replace(former.pairs, seal=former.pairs.seal * np.uint64(0), rows=known)
    _check(log, 60, replace(former, pairs=unknown))


def test_only_ties_of_whom_something_is_new_are_added_up_again() -> None:
    rows = [(day, 2 * k, 2 * k + 1) for k in range(4) for day in (1, 5, 9)]
    former = _former(_log(rows), 10)
    strange = {name: column + 1000 for name, column in former.columns.items()}
    found, _ = _found(_log([*rows, (11, 3, 2)]), 20, replace(former, columns=strange))

    assert found.source.tolist() == [0, 2, 3, 4, 6]
    assert found.count.tolist() == [1003, 3, 1, 1003, 1003]
    assert found.pair.tolist() == [0, 1, 1, 2, 3]
    assert found.pair_count.tolist() == [3, 4, 3, 3]


@pytest.mark.parametrize("gone", [0, 3])
def test_people_who_are_gone_or_stand_in_another_order_take_nothing_away(gone: int) -> None:
    rows = [(day, k, k + 1) for k in range(7) for day in (1, 5, 9)]
    former = _former(_log(rows), 10)
    person = np.arange(_PEOPLE)
    person[gone] = -1
    left = replace(
        former,
        source=person[former.source],
        target=person[former.target],
        pairs=replace(former.pairs, a=person[former.pairs.a], b=person[former.pairs.b]),
    )
    _check(_log(rows), 12, left)
    turned = replace(former, source=former.source[::-1], target=former.target[::-1])
    _check(_log(rows), 12, replace(turned, pair=former.pair[::-1]))
