"""Together: what the measures of pairs say of two people, and which channels they meet in."""

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.channel_mix import channel_mix
from algorithms.pairs.measured import over_time
from algorithms.pairs.measures import PAIR_MEASURES, PairMeasure
from algorithms.projection import Projection
from algorithms.rows.pair_rows import PairRows
from algorithms.ties import Contributions
from api.answers.ranking import number
from api.computing.run import Run
from graph.model import KINDS

__all__ = ["channels", "kinds", "together"]

_HOUR = 3_600_000_000  # microseconds
# these need no more of the network than the contacts of the two
_PLACE = tuple(
    one
    for one in PAIR_MEASURES
    if one.name in ("overlap", "embeddedness", "local_bridge", "pair_reciprocity")
)
_OTHER = {"_a": "_b", "_b": "_a"}
_TURNED = {"started_by_a": 1.0, "direction_balance": 0.0}  # seen by b it is this, less the value


def together(run: Run, ego: int, alter: int, rows: NDArray[np.integer]) -> dict[str, float | None]:
    """Measure two people who were in touch in these *rows* of the timeline.

    ``_a`` and ``_b`` in the names are the two as they were asked for; times are in hours.
    """
    if not len(rows):
        return {}
    a, b = min(ego, alter), max(ego, alter)
    seen = _around(run.projection, a, b)
    (pair,) = np.flatnonzero((seen.a == a) & (seen.b == b)).tolist()
    found = {one.name: float(one.function(seen).values[pair]) for one in _PLACE}
    one, other = np.array([[a], [b]], np.int32)
    until = round(run.projection.last_at * 1_000)
    own = PairRows(np.sort(rows), np.array([0, len(rows)]), one, other, until)
    found |= {k: float(s.values[0]) for k, s in over_time(run.history.timeline, own).items()}
    told = (one for one in PAIR_MEASURES if one.name in found)
    return dict(_as_asked(one, found[one.name], is_turned=ego > alter) for one in told)


def channels(run: Run, rows: NDArray[np.integer]) -> dict[str, float]:
    """Give the share of each channel among the interactions behind these rows of the timeline."""
    history = run.history
    first = history.starts[np.unique(history.timeline.interaction[rows])]
    return channel_mix(history.log.column("channel").take(first).to_pylist())


def kinds(run: Run, found: Contributions) -> dict[str, float]:
    """Give the share of each kind in the strength of two people."""
    left = np.bincount(run.history.timeline.kind[found.row], found.strength, len(KINDS))
    total = float(left.sum())
    order = np.argsort(-left, kind="stable").tolist()
    return {str(KINDS[k]): float(left[k]) / total for k in order if left[k] > 0}


def _around(projection: Projection, a: int, b: int) -> Projection:
    """The pairs and ties of two people only."""
    return projection.part(np.isin(projection.a, (a, b)) | np.isin(projection.b, (a, b)))


def _as_asked(measure: PairMeasure, value: float, *, is_turned: bool) -> tuple[str, float | None]:
    """Name and value with the two in the order asked for."""
    name = measure.name
    if is_turned and name in _TURNED:
        return name, number(_TURNED[name] - value)
    if is_turned and name[-2:] in _OTHER:
        name = name[:-2] + _OTHER[name[-2:]]
    if measure.unit == "microseconds":
        return f"{name}_hours", number(value / _HOUR)
    return name, number(value)
