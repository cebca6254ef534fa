"""The two charts of a back-test: reliability of the probabilities, and AUC by half-life."""

from typing import Any

from api.plots.shapes import DIM, INK, Axes, Mark, Shape, Words

__all__ = ["HEIGHT", "WIDTH", "charts"]

WIDTH, HEIGHT = 1060.0, 520.0
_BLUE, _ORANGE, _PALE = "#1f5fbf", "#c2570c", "#e6eef9"
_LABELS = {
    "silent": "silent for {} days",
    "weakened": "in touch less than half as much within {} days",
    "recontact": "in touch again within {} days",
}
_DAYS = [1.0, 3, 10, 30, 90, 365]


def charts(answer: dict[str, Any]) -> list[Shape]:
    """Draw both charts beside each other."""
    return [*_reliability(answer), *_half_life(answer)]


def _reliability(answer: dict[str, Any]) -> list[Shape]:
    axes = Axes(70, 100, 380, 340, (0, 0), (1, 1))
    question = _LABELS[answer["label"]].format(answer["horizon_days"])
    axes.grid([0, 0.2, 0.4, 0.6, 0.8, 1], [0, 0.2, 0.4, 0.6, 0.8, 1],
              "what was said", "what happened")  # fmt: skip
    axes.shapes.append(Words("Reliability", (32, 34), size=18, is_bold=True))
    axes.line([(0, 0), (1, 1)], DIM, is_dashed=True)
    model, bins = answer["model"], answer["reliability"]
    if model is None or not bins:
        axes.shapes.append(Words("too little history", (260, 270), "middle", colour=DIM))
        return axes.shapes
    told = (
        f"P({question}), {answer['cases']:,} past cases: "
        f"calibration error {model['calibration_error']:.3f}, Brier {model['brier']:.3f}"
    )
    axes.shapes.append(Words(told, (32, 58), colour=DIM))
    most = max(one["cases"] for one in bins)
    axes.line([(one["said"], one["happened"]) for one in bins], _BLUE)
    for one in bins:
        size = 6 + 8 * (one["cases"] / most) ** 0.5
        axes.shapes.append(Mark(axes.place(one["said"], one["happened"]), (size, size), _BLUE))
    return axes.shapes


def _half_life(answer: dict[str, Any]) -> list[Shape]:
    found = answer["half_life"]
    known = [one for one in found["curve"] if one["auc"] is not None]
    title = Words("Half-life", (532, 34), size=18, is_bold=True)
    if not known:
        return [title, Words("too few pairs to learn one", (780, 270), "middle", colour=DIM)]
    values = [one["auc"] for one in known] + [found["count_auc"], found["recency_auc"]]
    low, high, steps = _nice(min(values), max(values))
    days = [one["half_life_days"] for one in known]
    axes = Axes(580, 100, 420, 340, (min(days), low), (max(days), high), is_log=True)
    left, top = axes.place(found["best_low"], high)
    right, bottom = axes.place(found["best_high"], low)
    shade = Mark(((left + right) / 2, (top + bottom) / 2),
                 (max(right - left, 3), bottom - top), _PALE, is_round=False)  # fmt: skip
    axes.shapes.append(shade)
    axes.grid([one for one in _DAYS if min(days) <= one <= max(days)], steps,
              "half-life in days", "AUC: who is in touch again")  # fmt: skip
    told = (
        f"best {found['learned']:g} days; as good, shaded: {found['best_low']:g} to "
        f"{found['best_high']:g}; in use {found['current']:g}"
    )
    axes.shapes.extend([title, Words(told, (532, 58), colour=DIM)])
    for name, word in (("count_auc", "count"), ("recency_auc", "recency")):
        axes.line([(min(days), found[name]), (max(days), found[name])], _ORANGE, is_dashed=True)
        at = axes.place(max(days), found[name])
        axes.shapes.append(Words(word, (at[0] - 4, at[1] - 5), "end", colour=_ORANGE))
    axes.line([(one["half_life_days"], one["auc"]) for one in known], _BLUE)
    axes.shapes.append(Mark(axes.place(found["learned"], found["auc"]), (12, 12), _BLUE))
    _in_use(axes, found)
    return axes.shapes


def _in_use(axes: Axes, found: dict[str, Any]) -> None:
    """Mark the half-life in use, where the chart holds it."""
    if axes.low[0] <= found["current"] <= axes.high[0]:
        x, low = axes.place(found["current"], axes.low[1])
        axes.line([(found["current"], axes.low[1]), (found["current"], axes.high[1])], INK,
                  is_dashed=True)  # fmt: skip
        axes.shapes.append(Words("in use", (x + 4, low - 6), colour=INK))


def _nice(low: float, high: float) -> tuple[float, float, list[float]]:
    """Give limits and steps in round numbers around some values."""
    step = next(one for one in (0.01, 0.02, 0.05, 0.1, 0.2) if (high - low) / one <= 8 or one > 0.1)
    first, last = int(low / step + 1e-9), int(-(-(high + step / 4) // step))
    marks = [round(number * step, 6) for number in range(first, last + 1)]
    return marks[0], marks[-1], marks
