"""The parts of a change, in words: why somebody, or a tie, is not what it was."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from algorithms.changes.strength_change import STRENGTH_PARTS
from api.answers.changes_seen import Between, PairChanges

__all__ = ["MEANING", "PEOPLE_PARTS", "changed", "of_pairs", "total_parts"]

PEOPLE_PARTS = (
    "corrections",
    "configuration",
    "people going",
    "fading",
    "new",
    "people coming",
)
"""The parts of what several ties are worth together, in their order."""

_ROUNDING = 1e-9

MEANING: Mapping[str, str] = {
    "corrections": "merges, and what came in late about the time before",
    "configuration": "another half-life or other weights",
    "people going": "ties to those who have no live tie any more",
    "fading": "what was there has faded",
    "new": "new interactions",
    "people coming": "with those who had no live tie before",
    "own": "their own new interactions",
    "others": "new interactions among others",
}


def changed(before: float, after: float, parts: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """Two values, their difference, and the parts that add up to it."""
    return {
        "before": before,
        "after": after,
        "change": after - before,
        "parts": [
            {"part": name, "change": value, "text": f"{MEANING[name]}: {_signed(value)}"}
            for name, value in parts
        ],
    }


def _signed(value: float) -> str:
    """A change with its sign, as print has it; a rounding is none."""
    if abs(value) < _ROUNDING:
        return "0"
    return f"{value:+.4g}".replace("-", "\N{MINUS SIGN}")


def of_pairs(found: PairChanges, k: int) -> dict[str, Any]:
    """What became of one pair."""
    parts = [(name, float(found.of.parts()[name][k])) for name in STRENGTH_PARTS]
    return changed(float(found.of.before[k]), float(found.of.after[k]), parts)


def total_parts(
    between: Between, *, before: float | None, chosen: np.ndarray | slice, ego: int | None = None
) -> dict[str, Any]:
    """What became of several pairs together.

    *before* is what they were worth as it was known then, where that is another sum than theirs.
    Those who came and went are the others of somebody's ties, or either end where nobody is asked
    about.
    """
    found = between.pairs
    a, b, of = found.a[chosen], found.b[chosen], found.of
    corrections = float(np.sum(of.corrections[chosen]))
    if before is None:
        before = float(np.sum(of.before[chosen]))
    else:
        corrections += float(np.sum(of.before[chosen])) - before
    fading, new = of.fading[chosen], of.new[chosen]
    coming, going = (_either(marks, a, b, ego) for marks in (between.coming, between.going))
    after = float(np.sum(of.after[chosen]))
    parts = [
        ("corrections", corrections),
        ("configuration", float(np.sum(of.configuration[chosen]))),
        ("people going", float(np.sum(fading[going]))),
        ("fading", float(np.sum(fading[~going]))),
        ("new", float(np.sum(new[~coming]))),
        ("people coming", float(np.sum(new[coming]))),
    ]
    return changed(before, after, parts)


def _either(marks: np.ndarray, a: np.ndarray, b: np.ndarray, ego: int | None) -> np.ndarray:
    if ego is None:
        return np.asarray(marks[a] | marks[b])
    return np.asarray((marks[a] & (a != ego)) | (marks[b] & (b != ego)))
