"""Why an interaction counts what it counts, in a line: its row of the table, and what follows."""

import numpy as np

from algorithms.reason import plural
from algorithms.weighing.table import MISSED_CALL
from algorithms.weighing.weights import Weighed, Weighting, weighed
from api.computing.run import Run
from graph.model import KINDS, MUTUAL
from graph.timeline import Timeline

__all__ = ["because", "length_text", "weight_told"]

_DAY = 24 * 60


def weight_told(run: Run, row: int) -> dict[str, object]:
    """Take the weight of a row of the timeline apart: its length, the factors, and the reason."""
    timeline, weighting = run.history.timeline, run.settings.weighting()
    found = weighed(timeline, row, weighting)
    seconds = float(timeline.seconds[row])
    return {
        "minutes": None if np.isnan(seconds) else seconds / 60,
        "factors": {
            "row": found.rule.key,
            "base": found.base,
            "length": found.length,
            "size": found.by_size,
            "answer": found.answer,
        },
        "because": because(timeline, row, weighting, found),
    }


def because(timeline: Timeline, row: int, weighting: Weighting, found: Weighed) -> str:
    """Say why a row has its weight.

    >>> timeline = Timeline.of(
    ...     2, [0, 0], [1, 1], [0, 1], kind=[2, 0], seconds=[2520, np.nan], size=[1, 40]
    ... )
    >>> for row in range(2):
    ...     print(because(timeline, row, Weighting(), weighed(timeline, row, Weighting())))
    call of 42 minutes: 2 x 1.79
    email to 40: 1 / 40^0.7
    """
    kind = KINDS[timeline.kind[row]]
    minutes, size = float(timeline.seconds[row]) / 60, int(timeline.size[row])
    is_set = ", as set" if found.rule.origin == "setting" else ""
    over = "" if found.rule.channel is None else f" over {found.rule.channel}"
    noun, product = f"{kind}{over}", f"{found.base:g}"
    if found.rule.kind == MISSED_CALL:
        noun = f"{MISSED_CALL}{over}"
        if minutes > 0:
            noun = f"{kind}{over} of {length_text(minutes)}, no more than a missed one"
    elif minutes > 0 and weighting.typical_minutes.get(kind, 0) > 0:
        noun += f" of {length_text(minutes)}"
        product += "" if minutes >= _DAY else f" x {found.length:.3g}"
    if size > 1:
        noun += f" with {size} others" if kind in MUTUAL else f" to {size}"
        power = 1.0 if kind in MUTUAL else weighting.size_exponent
        product += f" / {size}" + ("" if power == 1 else f"^{power:g}")
    if found.answer != 1:
        noun += ", not accepted by both"
        product += f" x {found.answer:g}"
    return f"{noun}{is_set}: {product}"


def length_text(minutes: float) -> str:
    """Say how long something took.

    >>> length_text(0.25), length_text(1), length_text(95.4), length_text(150), length_text(2880)
    ('15 seconds', '1 minute', '95 minutes', '2.5 hours', 'a day or more')
    """
    if minutes < 1:
        return plural(round(minutes * 60), "second")
    if minutes < 119.5:
        return plural(round(minutes), "minute")
    return f"{minutes / 60:.3g} hours" if minutes < _DAY else "a day or more"
