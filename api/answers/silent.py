"""Whose silence it is, in words and numbers; how well the feeds were heard; who has left."""

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from algorithms.absence.departures import DEPARTURES
from algorithms.absence.silence import KINDS_OF_SILENCE, LEVELS
from algorithms.feeds.outages import NEVER, OUTAGES
from algorithms.reason import percent, plural
from api.answers.ranking import number
from api.computing.run import Run
from graph.moments import DAY, iso

__all__ = ["absent_of", "coverage_told", "departures_told", "silence_of", "silence_reason"]

_ACTIVE = 180 * DAY  # ties that were in touch so lately before somebody fell silent


def silence_of(run: Run, pair: int) -> dict[str, Any] | None:
    """Say whose silence a pair's is; None where the two are not overdue."""
    told, places = _silences(run)
    k = int(np.searchsorted(places, pair))
    if k >= len(places) or places[k] != pair:
        return None
    row = {name: told.column(name)[k].as_py() for name in told.column_names}
    return {
        "level": LEVELS[row["level"]],
        "kind": KINDS_OF_SILENCE[row["kind"]],
        "person": run.person(row["person"]) if row["person"] >= 0 else None,
        "organization": _organization(run, row["organization"]),
        "feed": _feed(run, row["feed"]),
        "since": iso(row["since"]),
        "confidence": row["confidence"],
        "observed": row["observed"],
        "expected": number(row["expected"]),
        "successor": run.person(row["successor"]) if row["successor"] >= 0 else None,
        "text": _text(run, row, pair),
    }


def absent_of(run: Run, pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give whose absence explains the silence of each pair, as a number of a person, else -1."""
    told, silent = _silences(run)
    by_person = told.column("level").to_numpy() == LEVELS.index("person")
    whose = np.where(by_person, told.column("person").to_numpy(), -1).astype(np.int64)
    place = np.minimum(np.searchsorted(silent, pairs), max(len(silent) - 1, 0))
    if not len(silent):
        return np.full(len(pairs), -1, np.int64)
    return np.where(silent[place] == pairs, whose[place], -1)


def _silences(run: Run) -> tuple[pa.Table, NDArray[np.integer]]:
    """The silences of all overdue pairs, and which pair each is of, in order."""
    told = run.once("silences", lambda: run.columns.table("silences"))
    return told, run.once("silent pairs", lambda: np.asarray(told.column("pair").to_numpy()))


def silence_reason(found: dict[str, Any]) -> dict[str, Any]:
    """Give the reason that a list shows for whose silence it is."""
    return {
        "text": found["text"],
        "measure": "silence_of",
        "value": found["confidence"],
        "percentile": None,
    }


def coverage_told(run: Run) -> dict[str, Any]:
    """Say of every feed what it brought in each month, and when it was not heard from."""
    outages = run.columns.table("outages").to_pylist()
    volume = run.columns.table("volume").to_pylist()
    names = run.columns.table("feeds").to_pylist()
    items = []
    for k, feed in enumerate(names):
        months = [one for one in volume if one["feed"] == k]
        items.append(
            {
                "feed": feed["name"],
                "channel": feed["channel"],
                "interactions": sum(one["interactions"] for one in months),
                "outages": [_outage(one) for one in outages if one["feed"] == k],
                "periods": [
                    {
                        "since": iso(one["month"]),
                        "interactions": one["interactions"],
                        "silent_days": one["silent_days"],
                        "days_out": one["days_out"],
                    }
                    for one in months
                ],
            }
        )
    return {"items": items}


def departures_told(run: Run) -> list[dict[str, Any]]:
    """List who has left or is away, the latest first."""
    found = run.columns.table("departures").to_pylist()
    found.sort(key=lambda one: (-one["since"], one["person"]))
    items = []
    for one in found:
        silent, all_ = _ties(run, one["person"], one["since"])
        items.append(
            {
                "person": run.person(one["person"]),
                "kind": DEPARTURES[one["kind"]],
                "since": iso(one["since"]),
                "confidence": one["confidence"],
                "is_stated": one["is_stated"],
                "silent_ties": silent,
                "ties": all_,
            }
        )
    return items


def _text(run: Run, row: dict[str, Any], pair: int) -> str:
    level, day = LEVELS[row["level"]], iso(row["since"])[:10]
    sure = f"{percent(row['confidence'])} sure"
    if level == "person":
        name = _name(run, row["person"])
        silent, all_ = _ties(run, row["person"], row["since"])
        word = {"left": "has left: ", "away": "is away: "}[KINDS_OF_SILENCE[row["kind"]]]
        to_all = f"all {all_} of their ties" if silent == all_ else f"{silent} of {all_} ties"
        if all_ == 1:
            to_all = "their only tie" if silent else "none of their ties"
        after = (
            f"; {_name(run, row['successor'])} keeps in touch now" if row["successor"] >= 0 else ""
        )
        return f"{name} {word}silent towards {to_all} since {day} ({sure}){after}"
    came = row["observed"]
    numbers = f"{plural(round(came), 'contact')} where {row['expected']:.0f} were usual"
    if level == "organization":
        group = _organization(run, row["organization"])
        again = ", as at that time of an earlier year" if row["kind"] == 4 else ""
        return f"all of {group} has been quiet since {day}{again}: {numbers} ({sure})"
    if level == "data":
        return f"{_feed(run, row['feed'])} has not been heard from since {day}: no silence ({sure})"
    a, b = (int(run.pair_column(name)[pair]) for name in ("a", "b"))
    both = f"{_name(run, a)} and {_name(run, b)}"
    return f"it is this tie: {both} go on with others, no word between them since {day} ({sure})"


def _ties(run: Run, person: int, since: int) -> tuple[int, int]:
    """Count somebody's ties that had a rhythm and were alive then: those silent since, and all."""
    a, b, last_at = (run.pair_column(name) for name in ("a", "b", "pair_last_at"))
    own = np.flatnonzero(((a == person) | (b == person)) & (last_at >= since - _ACTIVE))
    own = own[~np.isnan(run.pair_column("usual_gap")[own])]
    patience = run.pair_column("patience")[own] * DAY
    return int(np.count_nonzero(run.as_of - last_at[own] > np.maximum(patience, 7 * DAY))), len(own)


def _outage(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": OUTAGES[one["kind"]],
        "since": iso(one["since"]),
        "until": None if one["until"] >= NEVER else iso(one["until"]),
        "missing": one["missing"],
        "confidence": one["confidence"],
    }


def _name(run: Run, person: int) -> str:
    found = run.person(person)
    return str(found["name"] or found["identity"].split(":", 1)[-1])


def _organization(run: Run, code: int) -> str | None:
    return None if code < 0 else str(run.columns.table("organizations").column("key")[code])


def _feed(run: Run, code: int) -> str | None:
    return None if code < 0 else str(run.columns.table("feeds").column("name")[code])
