"""The table of weights, and what of this log each of its rows applies to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process

from algorithms.weighing.table import MISSED_CALL, USUAL, Rule, rule_for, split
from api.computing.run import Run
from graph.model import KINDS, STATUSES, Kind, Status
from graph.timeline import Timeline

__all__ = ["Seen", "counted", "seen_in", "weights_told"]

_CALL = KINDS.index(Kind.CALL)
_SORTS = (*(str(kind) for kind in KINDS), MISSED_CALL)
_MISSED = len(KINDS)


@dataclass(frozen=True)
class Seen:
    """What a log holds of every sort over every channel: an array each, sorts by channels."""

    channels: tuple[str, ...]
    interactions: NDArray[np.int64]
    tying: NDArray[np.int64]
    strength: NDArray[np.float64]

    def cells(self) -> list[tuple[str, str]]:
        """Name each place: a sort, and a channel."""
        return [(sort, channel) for sort in _SORTS for channel in self.channels]


def weights_told(run: Run) -> dict[str, Any]:
    """Give every row with its reason and where it comes from, and what it applies to."""
    weighting, seen = run.settings.weighting(), seen_in(run, run.weight)
    total = float(seen.strength.sum())
    cells = [
        (place, rule_for(weighting.given, sort, channel))
        for place, (sort, channel) in enumerate(seen.cells())
    ]
    items = []
    for rule in _rules(weighting.given):
        places = [place for place, other in cells if other.key == rule.key]
        items.append({**_row(rule, weighting.given), **counted(seen, places, total)})
    return {
        "size_exponent": weighting.size_exponent,
        "unanswered_share": weighting.unanswered_share,
        "typical_minutes": {f"{kind}": m for kind, m in weighting.typical_minutes.items()},
        "rules": _texts(run),
        "items": items,
        "seen": [
            {
                "kind": _SORTS[place // len(seen.channels)],
                "channel": seen.channels[place % len(seen.channels)],
                "row": rule.key,
                "weight": rule.weight,
                **counted(seen, [place], total),
            }
            for place, rule in cells
            if seen.interactions.ravel()[place]
        ],
        "warnings": _warnings(run, seen),
    }


def _rules(given: Mapping[str, float]) -> list[Rule]:
    """Every row: the usual ones as they stand or as set, then what else was set."""
    usual = [rule_for({rule.key: given[rule.key]}, rule.kind, rule.channel or "")
             if rule.key in given else rule for rule in USUAL]  # fmt: skip
    known = {rule.key for rule in USUAL}
    more = [key for key in sorted(given) if key not in known]
    return [*usual, *(rule_for({key: given[key]}, split(key)[0], split(key)[1] or "")
                      for key in more)]  # fmt: skip


def _row(rule: Rule, given: Mapping[str, float]) -> dict[str, Any]:
    usual = {one.key: one.weight for one in USUAL}.get(rule.key)
    is_overruled = rule.origin == "default" and rule.channel is not None and rule.kind in given
    return {
        "row": rule.key,
        "kind": f"{rule.kind}",
        "channel": rule.channel,
        "weight": rule.weight,
        "default": usual,
        "origin": rule.origin,
        "overruled_by": f"{rule.kind}" if is_overruled else None,
        "why": rule.why,
    }


def counted(seen: Seen, places: list[int], total: float) -> dict[str, Any]:
    """Say how much of the log some places are, *total* being all its strength."""
    strength = float(seen.strength.ravel()[places].sum())
    return {
        "interactions": int(seen.interactions.ravel()[places].sum()),
        "tying": int(seen.tying.ravel()[places].sum()),
        "share": strength / total if total else 0.0,
    }


def seen_in(run: Run, weight: NDArray[np.float64]) -> Seen:
    """Count the interactions up to the run's moment, and add up what is left of them.

    *weight* is that of every row of the timeline.
    """
    history, timeline = run.history, run.history.timeline
    channels = timeline.channels or ("",)
    cells = len(_SORTS) * len(channels)
    until = int(np.searchsorted(timeline.at, run.as_of, "right"))
    place = _places(timeline)[:until]
    first = np.flatnonzero(np.diff(timeline.interaction[:until], prepend=-1))
    left = np.exp2((timeline.at[:until] - timeline.at[until - 1 : until]) / run.half_life)
    left *= weight[:until]
    begins = history.starts[:-1]
    begins = begins[history.at[begins] <= run.as_of]
    logged = _logged(run)[begins]
    shape = (len(_SORTS), len(channels))
    return Seen(
        channels,
        np.bincount(logged, minlength=cells).reshape(shape),
        np.bincount(place[first], minlength=cells).reshape(shape),
        np.bincount(place, left, minlength=cells).reshape(shape).astype(np.float64),
    )


def _places(timeline: Timeline) -> NDArray[np.int64]:
    """The cell of each row of the timeline."""
    sort = timeline.kind.astype(np.int64)
    sort[(timeline.kind == _CALL) & (timeline.seconds == 0)] = _MISSED
    return sort * max(len(timeline.channels), 1) + timeline.channel


def _logged(run: Run) -> NDArray[np.int64]:
    """The cell of each row of the log."""
    log, channels = run.history.log, run.history.timeline.channels
    kind = log.column("kind").to_numpy()
    missed = log.column("status").to_numpy() == STATUSES.index(Status.UNANSWERED)
    if "duration" in log.column_names:
        missed |= log.column("duration").fill_null(-1).to_numpy() == 0
    sort = np.where((kind == _CALL) & missed, _MISSED, kind.astype(np.int64))
    code = log.column("channel").combine_chunks().indices.to_numpy()
    return np.asarray(sort * max(len(channels), 1) + code)


def _texts(run: Run) -> list[str]:
    """The rules beside the table, in sentences."""
    weighting = run.settings.weighting()
    typical = ", ".join(
        f"{kind} {minutes:g}" for kind, minutes in weighting.typical_minutes.items() if minutes
    )
    power, share = weighting.size_exponent, weighting.unanswered_share
    return [
        f"a note to forty is not forty notes: it counts weight / size^{power:g} on each",
        "a meeting or contact ties all who took part, both ways: weight / size on each",
        f"who has not accepted a meeting counts {share:g} of that, who declined nothing",
        f"what reached more than {run.settings.max_receivers} ties nobody, nor does what is bulk",
        f"length counts 2 m / (m + usual), m in minutes, usual being {typical or 'of no kind'}",
        "so a usual one counts once, none twice; not known, or a day and more, counts as usual",
        "no call counts less than a missed one, and a missed one no more than a call",
        "what is set wins over what is usual; of each, the row of a channel over its kind's",
    ]


def _warnings(run: Run, seen: Seen) -> list[str]:
    """Rows that were set for channels that the log does not have."""
    found = []
    for key in sorted(run.settings.weights):
        _, channel = split(key)
        if channel is None or channel in seen.channels:
            continue
        close = process.extractOne(channel, seen.channels, score_cutoff=60)
        hint = f"did you mean {close[0]!r}?" if close else f"it has {', '.join(seen.channels)}"
        found.append(f"{key}: nothing in this log came over {channel!r}; {hint}")
    return found
