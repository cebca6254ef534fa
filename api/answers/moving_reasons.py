"""Why somebody rose or fell: the parts of the ranking that moved most, in words."""

from typing import Any

import numpy as np

from algorithms.influence import SHARES
from algorithms.reason import Reason, percent
from api.answers.ranking import INFLUENCE, reason
from api.computing.run import Run

__all__ = ["SAME", "is_same", "moving_reasons"]

SAME = 1e-9
"""Of a value: a difference below it is none."""

_MOST = 2
_COUNTED = {
    "in_degree": ("person turns to them", "people turn to them"),
    "counterparts": (
        "person turns to them and is answered",
        "people turn to them and are answered",
    ),
}
_SHARED = {
    "pagerank": "of all attention ends with them",
    "betweenness": "of shortest paths run through them",
}


def moving_reasons(
    then: Run, now: Run, by: str, person: int, *, upwards: bool
) -> list[dict[str, Any]]:
    """Give the measures whose percentiles moved a person most in this direction, most first."""
    if by != INFLUENCE:
        before, after = (float(run.measure(by).values[person]) for run in (then, now))
        return [reason(Reason(_changed(by, before, after, upwards=after > before), by, after))]
    moved: dict[str, float] = {}
    for name, share in SHARES.items():
        parts = [float(run.influence.parts[name][person]) for run in (then, now)]
        gain = share * (parts[1] - parts[0]) * (1 if upwards else -1)
        if gain > 0:  # not where it is undefined either
            moved[name] = gain
    found = []
    for name in sorted(moved, key=lambda one: -moved[one])[:_MOST]:
        before, after = (float(run.influence.measures[name].values[person]) for run in (then, now))
        text = _changed(name, before, after, upwards=upwards)
        found.append(Reason(text, name, after, float(now.influence.parts[name][person])))
    return [reason(one) for one in found]


def is_same(before: float, after: float) -> bool:
    """Whether two values differ by no more than a computation does.

    >>> is_same(0.197, 0.197 * (1 + 1e-12)), is_same(1e-12, 2e-12)
    (True, False)
    """
    return abs(after - before) <= SAME * max(abs(before), abs(after))


def _changed(name: str, before: float, after: float, *, upwards: bool) -> str:
    """Say how a measure changed; where the others moved more than somebody did, that as well."""
    if np.isnan(before) or np.isnan(after):
        return f"{name.replace('_', ' ')}: {_number(after)}, was {_number(before)}"
    text = _said(name, before, after)
    if is_same(before, after) or (after > before) != upwards:
        text += ": others lost more" if upwards else ": others gained more"
    return text


def _said(name: str, before: float, after: float) -> str:
    if name in _COUNTED:
        one, many = _COUNTED[name]
        count = round(abs(after - before))
        if not count:
            return f"as many as before, {after:.0f} {one if after == 1 else many}"
        more = "more" if after > before else "fewer"
        word = one.replace("person", f"{more} person") if count == 1 else f"{more} {many}"
        return f"{count} {word} ({after:.0f}, before {before:.0f})"
    if name in _SHARED:
        now, was = percent(after), percent(before)
        if is_same(before, after):
            return f"as before, {now} {_SHARED[name]}"
        if now == was:
            now, was = (f"{100 * value:.3g} %" for value in (after, before))
        return f"{now} {_SHARED[name]}, before {was}"
    if name == "closeness" and before > 0 and after > 0:
        digits = 1 if f"{1 / after:.1f}" != f"{1 / before:.1f}" else 2
        now, was = (f"{1 / value:.{digits}f}" for value in (after, before))
        return f"{now} steps from everybody on average, before {was}"
    return f"{name.replace('_', ' ')}: {_number(after)}, was {_number(before)}"


def _number(value: float) -> str:
    return "none" if np.isnan(value) else f"{value:.4g}"
