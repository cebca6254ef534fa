"""A back-test for a terminal: what the model adds, half-lives, thresholds, and the leak check."""

from collections.abc import Callable, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from api.commands.tables import console, head, share, table

__all__ = ["backtest_page"]

_QUESTIONS = {
    "silent": "Who falls silent for {} days",
    "weakened": "Who is in touch less than half as much in the next {} days",
    "recontact": "Who is in touch again within {} days",
}


def backtest_page(answer: dict[str, Any]) -> RenderableType:
    """Put the page together."""
    parts: list[RenderableType] = []
    if answer["shortfall"] is None:
        parts += [_judged(answer), Text(_sum(answer), "bold"), Text("")]
    else:
        parts += [Text(answer["shortfall"]["text"], "bold"), Text(head(answer), "dim"), Text("")]
    return Group(*parts, *_half_life(answer), Text(""), *_thresholds(answer), *_leak(answer))


def _judged(answer: dict[str, Any]) -> Table:
    """The model and every rule; in a narrow window the columns that say least are left out."""
    title = _QUESTIONS[answer["label"]].format(answer["horizon_days"])
    is_narrow = console().width < _NARROW
    columns = [name for name in _COLUMNS if not (is_narrow and name in _IF_WIDE)]
    shown = [name.format(answer["list_length"]) for name in columns]
    found = table(
        f"{title}: model and plain rules on {answer['cases']:,} past cases",
        "", *(f">{name}" for name in shown),
        caption=_caption(answer),
    )  # fmt: skip
    for one in (answer["model"], *answer["rules"]):
        cells = (_COLUMNS[name](one) for name in columns)
        found.add_row(one["name"], *cells, style="bold" if one["name"] == "model" else "")
    return found


def _caption(answer: dict[str, Any]) -> str:
    cuts = answer["judged_cuts"]
    span = f"{len(cuts)} cuts, {cuts[0][:10]} to {cuts[-1][:10]}, refitted before each"
    sample = answer["pairs_share"]
    sampled = f"; a sample of {100 * sample:.1f} % of the pairs" if sample < 1 else ""
    return f"{share(answer['share'])} of the cases were so; {span}{sampled}\n{head(answer)}"


def _sum(answer: dict[str, Any]) -> str:
    best = next((one for one in answer["rules"] if one["name"] == answer["best_rule"]), None)
    if best is None:
        return ""
    low, adds = best["model_adds_low"], best["model_adds"]
    told = f"The model adds {adds:+.3f} AUC to the best rule, {best['name']} ({_range(best)})"
    is_sure = low is not None and low > 0
    return f"{told}{'.' if is_sure else ': within what chance explains.'}"


def _half_life(answer: dict[str, Any]) -> list[RenderableType]:
    found = answer["half_life"]
    use = answer["in_use"]
    default, current = use["half_life_days_default"], found["current"]
    if found["learned"] is None:
        return [
            Text(
                "Half-life: too few pairs came back, or stayed away, to learn one; "
                f"{current:g} days in use, {default:g} by default"
            )
        ]
    if found["is_flat"]:
        return [
            Text(
                f"Half-life: none is better than another, {found['best_low']:g} to "
                f"{found['best_high']:g} days; {current:g} in use, {default:g} by default"
            )
        ]
    told = [
        Text(
            f"Half-life: {found['learned']:g} days is best (AUC {_of(found['auc'])}; as good: "
            f"{found['best_low']:g} to {found['best_high']:g}; count {_of(found['count_auc'])}, "
            f"recency {_of(found['recency_auc'])}); {current:g} in use, {default:g} by default"
        )
    ]
    return [*told, *(Text(f"  {_segment(one)}") for one in found["segments"])]


def _segment(one: dict[str, Any]) -> str:
    if one["learned"] is None:
        return f"{one['segment']}: too few cases"
    return (
        f"{one['segment']}: {one['learned']:g} days (as good: {one['best_low']:g} "
        f"to {one['best_high']:g})"
    )


def _thresholds(answer: dict[str, Any]) -> list[RenderableType]:
    found = answer["thresholds"]
    why = Text(f"Warn at {found['factor']:g} times a pair's patience: {found['why']}.")
    if not any(one["entered_a_week"] for one in found["factors"]):
        return [why, Text("")]  # nothing but dashes
    grid = table("When to warn: at risk after so many times a pair's patience", ">times",
                 ">pairs a week", ">right", ">found", "")  # fmt: skip
    for one in found["factors"]:
        marks = [
            word
            for word, factor in (("in use", found["current"]), ("best", found["factor"]))
            if factor == one["factor"]
        ]
        grid.add_row(f"{one['factor']:g}", _of(one["entered_a_week"], 1), share(one["precision"]),
                     share(one["recall"]), ", ".join(marks))  # fmt: skip
    return [grid, why, Text("")]


def _leak(answer: dict[str, Any]) -> list[RenderableType]:
    found = answer["leak_check"]
    if found is None:
        return []
    word = "nothing leaks" if found["has_passed"] else "SOMETHING LEAKS: the figures are no good"
    return [
        Text(f"Shuffled future: AUC {_of(found['auc'])} over {found['shuffles']} shuffles, {word}")
    ]


def _of(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _adds(one: dict[str, Any]) -> str:
    return "–" if one["model_adds"] is None else f"{one['model_adds']:+.3f}"


def _range(one: dict[str, Any]) -> str:
    low, high = one["model_adds_low"], one["model_adds_high"]
    return "no interval" if low is None else f"90 %: {low:+.3f} to {high:+.3f}"


_NARROW = 100
_COLUMNS: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "AUC": lambda one: _of(one["auc"]),
    "90 %": lambda one: f"{_of(one['auc_low'], 2)}-{_of(one['auc_high'], 2)}",
    "model adds": lambda one: "" if one["name"] == "model" else _adds(one),
    "avg precision": lambda one: _of(one["average_precision"]),
    "Brier": lambda one: _of(one["brier"]),
    "calib. error": lambda one: _of(one["calibration_error"]),
    "right of {}": lambda one: share(one["list_precision"]),
    "found": lambda one: share(one["list_recall"]),
    "days ahead": lambda one: _of(one["lead_days"], 0),
}
_IF_WIDE = ("90 %", "avg precision", "days ahead")
