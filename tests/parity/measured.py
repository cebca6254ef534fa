"""What the three libraries say of the three hundred graphs, and how far from ours it lies."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from algorithms.projection import Projection
from api.parity.comparison import Comparison, difference
from api.parity.table import COMPARISONS as OF_THE_COMMAND
from api.parity.table import NAMES
from tests.parity.graphs import AWKWARD, seen
from tests.parity.in_networkit import COMPARISONS as OF_NETWORKIT
from tests.parity.networkit_answers import networkit_answers

__all__ = ["COMPARISONS", "Found", "found", "shown"]

COMPARISONS = tuple(
    sorted((*OF_THE_COMMAND, *OF_NETWORKIT), key=lambda one: NAMES.index(one.measure))
)


@dataclass(frozen=True)
class Found:
    """What one comparison came to over all graphs."""

    graphs: int
    compared: int
    largest: float
    differing: tuple[str, ...]


@cache
def _drawn(drawn: Callable[[Projection], Any]) -> tuple[Any, ...]:
    return tuple(drawn(one) for one in seen())


@cache
def _ours(measure: str, form: str) -> tuple[np.ndarray, ...]:
    (one, *_) = (one for one in COMPARISONS if (one.measure, one.form) == (measure, form))
    return tuple(one.ours(projection) for projection in seen())


def _theirs(one: Comparison) -> tuple[np.ndarray | None, ...]:
    """What the library says of each graph; None where it is not asked."""
    if one in OF_NETWORKIT:
        return networkit_answers()[one.name]
    drawn = zip(seen(), _drawn(one.drawn), strict=True)
    return tuple(one.given(of) if one.can(projection) else None for projection, of in drawn)


@cache
def found(name: str) -> Found:
    """Compare on every graph on which the library has an answer."""
    (one,) = (one for one in COMPARISONS if one.name == name)
    differing, largest, graphs, compared = [], 0.0, 0, 0
    columns = (AWKWARD, _theirs(one), _ours(one.measure, one.form))
    for graph, theirs, ours in zip(*columns, strict=True):
        if theirs is None:
            continue
        apart = difference(ours, theirs, relative=one.relative, absolute=one.absolute)
        graphs, compared = graphs + 1, compared + apart.compared
        largest = max(largest, apart.absolute)
        if not apart.agrees:
            differing.append(graph.name)
    return Found(graphs, compared, largest, tuple(differing))


def shown(one: Comparison, largest: float) -> str:
    """Name the power of ten that a difference stays below, twice over: equal on every machine."""
    if one.absolute == one.relative == 0 and largest == 0:
        return "none"
    power = max(math.ceil(math.log10(2 * largest)), -12) if largest else -12
    return f"below 1e{power}"
