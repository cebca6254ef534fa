"""Small random logs, and every measure of them, for relations that hold whatever the log."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import strategies as st
from numpy.typing import NDArray

from algorithms.measures import MEASURES
from algorithms.pairs.measured import measure_pairs
from algorithms.pairs.measures import PAIR_MEASURES
from algorithms.projection import Projection, projection
from algorithms.rhythm.exchanges import begun
from algorithms.rows.pair_rows import pair_rows
from algorithms.ties import ties
from graph.timeline import Timeline
from tests.worlds import DAY

__all__ = [
    "NAMES",
    "PAIR_NAMES",
    "Log",
    "Row",
    "has_equal_parts",
    "logs",
    "of_pairs",
    "of_people",
    "one_outcome",
    "projected",
    "same",
    "same_pairs",
]

Row = tuple[int, int, int, float]


@dataclass(frozen=True)
class Log:
    """Interactions (source, target, moment, weight), people's groups, and whence one looks."""

    people: int
    rows: tuple[Row, ...]
    group: tuple[int, ...]
    as_of: int
    half_life: int = 30 * DAY

    def but(self, **other: object) -> "Log":
        return replace(self, **other)  # type: ignore[arg-type]


def _timeline(log: Log) -> tuple[Timeline, NDArray[np.float64]]:
    source, target, at, weight = zip(*log.rows, strict=True) if log.rows else ((), (), (), ())
    order = np.argsort(np.array(at, np.int64), kind="stable")
    return Timeline.of(log.people, source, target, at), np.array(weight, np.float64)[order]


def projected(log: Log) -> Projection:
    timeline, weight = _timeline(log)
    group = np.array(log.group, np.int32)
    found = ties(timeline, weight, as_of=log.as_of, half_life=log.half_life)
    began = begun(timeline, pair_rows(timeline, weight, as_of=log.as_of)) if log.rows else None
    return replace(projection(found, community=group, organization=group), exchanges=began)


def of_people(log: Log) -> dict[str, NDArray[np.float64]]:
    """Every measure of people."""
    seen = projected(log)
    return {one.name: one.function(seen).values for one in MEASURES}


def of_pairs(log: Log) -> dict[str, dict[tuple[int, int], float]]:
    """Every measure of pairs, by the two people."""
    timeline, weight = _timeline(log)
    seen = projected(log)
    found = measure_pairs(seen, timeline, pair_rows(timeline, weight, as_of=log.as_of))
    pairs = list(zip(seen.a.tolist(), seen.b.tolist(), strict=True))
    return {name: dict(zip(pairs, one.values.tolist(), strict=True)) for name, one in found.items()}


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Up to eight people and forty interactions, at moments that are all different."""
    people = draw(st.integers(2, 8))
    ends = st.tuples(st.integers(0, people - 1), st.integers(0, people - 1))
    drawn = draw(
        st.lists(
            st.tuples(
                ends.filter(lambda two: two[0] != two[1]),
                st.integers(0, 400),
                st.sampled_from([0.25, 1.0, 1.0, 2.0, 3.0]),
            ),
            max_size=40,
            unique_by=lambda row: row[1],
        )
    )
    rows = tuple((a, b, quarter * (DAY // 4), weight) for (a, b), quarter, weight in drawn)
    group = tuple(draw(st.lists(st.integers(-1, 2), min_size=people, max_size=people)))
    return Log(people, rows, group, as_of=100 * DAY + DAY)


NAMES = [one.name for one in MEASURES]
PAIR_NAMES = [one.name for one in PAIR_MEASURES]


def same(
    found: Mapping[str, NDArray[np.float64]],
    expected: Mapping[str, NDArray[np.float64]],
    names: set[str],
) -> None:
    """Each of these measures of people has these values; spectral ones to what they settle at."""
    for name in NAMES:
        if name in names:
            given = pytest.approx(expected[name], rel=1e-6, abs=1e-8, nan_ok=True)
            assert found[name] == given, name


def same_pairs(
    found: Mapping[str, Mapping[tuple[int, int], float]],
    expected: Mapping[str, Mapping[tuple[int, int], float]],
    names: set[str],
) -> None:
    for name in PAIR_NAMES:
        if name in names:
            assert found[name] == pytest.approx(expected[name], rel=1e-9, abs=1e-12, nan_ok=True), (
                name
            )


def leading(log: Log) -> tuple[float, float]:
    """The two largest singular values of the ties: what hubs and authorities hang on."""
    seen = projected(log)
    table = np.zeros((seen.people, seen.people))
    table[seen.source, seen.target] = seen.weight
    first, second = np.linalg.svd(table, compute_uv=False)[:2]
    return float(first), float(second)


def one_outcome(log: Log) -> None:
    """Leave out logs in which the two are nearly equal: on which side they fall is a rounding."""
    first, second = leading(log)
    assume(second < first * (1 - 1e-3) or second > first * (1 - 1e-12))


def has_equal_parts(log: Log) -> bool:
    """Say whether parts share the lead: by how even their authorities are, not their hubs."""
    first, second = leading(log)
    return second > first * (1 - 1e-3)
