"""Which ties and people carry somebody's value of a measure: by removal, and labelled as such."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.changes.removal import surroundings, without_person, without_tie
from algorithms.influence import SHARES, Influence, influence, people_with_live_pairs
from algorithms.projection import Projection
from algorithms.scores import Scores, ranks
from api.answers.ranking import INFLUENCE, is_largest_first, measure_named, number
from api.computing.analysis import options_of
from api.computing.run import Run

__all__ = ["carried_by"]

_MOST = 5  # of each kind, of the strongest
_FEWER = 3  # in a network where one measurement takes seconds
_MUCH = 1e7  # people times live pairs from which it does
_MANY_PAIRS = 200_000
_SAME = 1e-12  # of a value: a smaller difference is none
_ON_PATHS = frozenset(
    {
        "betweenness",
        "closeness",
        "classic_closeness",
        "betweenness_by_strength",
        "closeness_by_strength",
    }
)

Value = tuple[float, int | None]  # and the rank, where all others are measured as well


def carried_by(run: Run, by: str, ego: int, *, is_defined: bool) -> dict[str, Any]:
    """Remove the strongest ties of somebody, and the people they are to, one at a time.

    Gives what would be left of the value each time, the largest difference first; of what is not
    defined nothing is carried.
    """
    others = _strongest(run, ego) if is_defined else []
    held = _held(run, by)
    told: dict[str, Any] = {"by": "removal", "held": sorted(held), "ties": [], "people": []}
    if not others or by in held:
        return told
    before, tried = run.apart(_removed, by, ego, others)
    for kind, values in zip(("ties", "people"), tried, strict=True):
        found = [
            _told(run, other, before, after, is_tie=kind == "ties")
            for other, after in zip(others, values, strict=True)
        ]
        told[kind] = sorted(found, key=_size)
    return told


def _size(item: dict[str, Any]) -> float:
    change = item["change"]
    return -np.inf if change is None else -abs(change)


def _strongest(run: Run, ego: int) -> list[int]:
    a, b = run.pair_column("a"), run.pair_column("b")
    mine = np.flatnonzero((a == ego) | (b == ego))
    work = len(run.history.people) * np.count_nonzero(run.projection.live)
    most = _MOST if work < _MUCH else _FEWER
    order = np.argsort(-run.pair_strength(mine), kind="stable")[:most]
    found: list[int] = np.where(a[mine] == ego, b[mine], a[mine])[order].tolist()
    return found


def _held(run: Run, by: str) -> set[str]:
    """Measures that are not taken anew in a network of this size.

    Of those that are estimated in it a removal would drown in the error; and influence is wanted at
    once, so that attention, which takes seconds, is held there as well.
    """
    pairs = int(np.count_nonzero(run.projection.live))
    held: set[str] = set()
    if len(run.history.people) * float(pairs) > run.settings.exact_limit:
        held |= _ON_PATHS
    if by == INFLUENCE and pairs > _MANY_PAIRS:
        held |= {"pagerank"}
    return held & set(SHARES if by == INFLUENCE else (by,))


def _told(run: Run, other: int, before: Value, after: Value, *, is_tie: bool) -> dict[str, Any]:
    person = run.person(other)
    name = person["name"] or person["identity"].partition(":")[2]
    what = f"the tie to {name}" if is_tie else f"{name} and all their ties"
    known = not (np.isnan(before[0]) or np.isnan(after[0]))
    if known and abs(after[0] - before[0]) <= _SAME * abs(before[0]):
        after = before[0], after[1]
    now = "undefined" if np.isnan(after[0]) else f"{after[0]:.4g}"
    rank = ""
    if after[1] and before[1]:
        rank = f", rank {after[1]} instead of {before[1]}" if after[1] != before[1] else ""
    was = "undefined" if np.isnan(before[0]) else f"{before[0]:.4g}"
    same = now == was
    text = f"without {what}: {now}" + (", as it is" if same else f" instead of {was}") + rank
    return {
        "person": person,
        "without": number(after[0]),
        "change": after[0] - before[0] if known else None,
        "rank_without": after[1] or None,
        "text": text,
    }


def _removed(
    run: Run, by: str, ego: int, others: list[int]
) -> tuple[Value, tuple[list[Value], list[Value]]]:
    """Measure with everybody there, then without each tie and each person."""
    is_initiation = by != INFLUENCE and measure_named(by).needs_exchanges
    seen = run.with_exchanges if is_initiation else run.projection
    value = _influence_of(run, ego) if by == INFLUENCE else _measure_of(run, by, ego)
    if by != INFLUENCE and measure_named(by).is_local:
        seen = surroundings(seen, ego)
    ties = [value(without_tie(seen, ego, other)) for other in others]
    people = [value(without_person(seen, other)) for other in others]
    return value(seen), (ties, people)


def _measure_of(run: Run, by: str, ego: int) -> Callable[[Projection], Value]:
    measure, options = measure_named(by), options_of(run.settings)
    is_person = run.history.people.is_person

    def value(seen: Projection) -> Value:
        values = measure.scores(seen, options=options).values
        if measure.is_local:
            return float(values[ego]), None
        return _ranked(np.where(is_person, values, np.nan), ego, by)

    return value


def _influence_of(run: Run, ego: int) -> Callable[[Projection], Value]:
    options, held = options_of(run.settings), _held(run, INFLUENCE)
    is_person = run.history.people.is_person

    def value(seen: Projection) -> Value:
        scores: dict[str, Scores] = {
            name: run.measures[name]
            if name in held
            else measure_named(name).scores(seen, options=options)
            for name in SHARES
        }
        found: Influence = influence(
            scores, among=people_with_live_pairs(seen, is_person=is_person)
        )
        return _ranked(found.values, ego, INFLUENCE)

    return value


def _ranked(values: NDArray[np.float64], ego: int, by: str) -> Value:
    rank = ranks(values if is_largest_first(by) else -values)
    return float(values[ego]), int(rank[ego])
