"""Tone in answers: of a tie, of a person and of single interactions, with what gave it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.signed_strength import tones
from algorithms.ties import Contributions
from api.answers.said import said
from api.computing.run import Run
from graph.model import KINDS, Kind
from graph.moments import iso

__all__ = ["told_tone", "tone_of_person", "tone_of_tie"]

_BY_SOURCE = "source"  # what gave a tone of which nothing else is said
_NAMES = ("sentiment", "sentiment_by", "confidence")
_RATING = str(Kind.RATING)

Ints = NDArray[np.integer]


def told_tone(run: Run, first: int) -> dict[str, Any]:
    """Give the tone of one interaction by its first row in the log, and what gave it."""
    found = _told(run, np.array([first]))[0]
    return {name: found[name] for name in _NAMES}


def tone_of_tie(run: Run, ego: int, found: Contributions) -> dict[str, Any] | None:
    """Say how two people sound to each other; None where nothing between them has a tone."""
    timeline = run.history.timeline
    sentiment = timeline.sentiment[found.row]
    toned = found.row[~np.isnan(sentiment)]
    if not len(toned):
        return None
    split = tones(sentiment, found.strength, timeline.source[found.row] == ego)
    interactions = len(np.unique(timeline.interaction[found.row]))
    rows = _told(run, run.history.starts[np.unique(timeline.interaction[toned])])
    plus, minus = sum(split.positive), sum(split.negative)
    return {
        "positive_strength": plus,
        "negative_strength": minus,
        "positive_out": split.positive[0],
        "positive_in": split.positive[1],
        "negative_out": split.negative[0],
        "negative_in": split.negative[1],
        "mean": (plus - minus) / split.weight if split.weight else None,
        "share": len(rows) / interactions,
        **_summed(rows),
    }


def tone_of_person(run: Run, person: int) -> dict[str, Any] | None:
    """Say how somebody sounds in all they said, ratings too; None where nothing has a tone."""
    every = said(run)
    rows = _told(run, every.row[every.person == person])
    if not rows:
        return None
    return {
        "mean": _mean([row["sentiment"] for row in rows]),
        "ratings": sum(row["kind"] == _RATING for row in rows),
        "last": rows[-1]["sentiment"],
        **_summed(rows),
    }


def _summed(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all rows come to, and those of each source of tones; rows are in order of time."""
    by: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by.setdefault(row["sentiment_by"], []).append(row)
    return {
        "interactions": len(rows),
        "last_at": rows[-1]["at"],
        "confidence": _mean([row["confidence"] for row in rows]),
        "by": [
            {
                "sentiment_by": name,
                "interactions": len(some),
                "mean": _mean([row["sentiment"] for row in some]),
                "confidence": _mean([row["confidence"] for row in some]),
                "last_at": some[-1]["at"],
            }
            for name, some in sorted(by.items(), key=lambda one: (-len(one[1]), one[0]))
        ],
    }


def _told(run: Run, rows: Ints) -> list[dict[str, Any]]:
    """Rows of the log with their tone and what gave it."""
    log = run.history.log
    names = ["at", "kind", *(name for name in _NAMES if name in log.column_names)]
    found: list[dict[str, Any]] = log.select(names).take(rows).to_pylist()
    for row in found:
        row |= {"at": iso(row["at"]), "kind": str(KINDS[row["kind"]])}
        row |= {"sentiment_by": row.get("sentiment_by")}
        row |= {name: _as_told(row.get(name)) for name in ("sentiment", "confidence")}
        if row["sentiment"] is not None:
            row["sentiment_by"] = row["sentiment_by"] or _BY_SOURCE
    return found


def _as_told(value: float | None) -> float | None:
    """A number of 32 bits in the digits that it was told in."""
    return None if value is None else float(f"{value:.7g}")


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
