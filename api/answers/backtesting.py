"""A back-test as it is told: figures of the model and of each rule, half-lives, thresholds."""

import math
from dataclasses import fields
from typing import Any

from algorithms.backtesting.backtest import Backtest
from algorithms.backtesting.factors import Choice
from algorithms.backtesting.figures import DRAWS, Figures
from algorithms.backtesting.half_life import Curve
from algorithms.backtesting.shuffled import LeakCheck
from algorithms.liveness.judging import Reliability
from algorithms.rhythm.phase import Thresholds
from graph.moments import DAY, iso

__all__ = ["backtest_answer"]

Answer = dict[str, Any]


def backtest_answer(found: Backtest) -> Answer:
    """Tell a back-test; what is undefined is none."""
    asked = found.asked
    protocol = asked.protocol
    return {
        "label": protocol.label,
        "horizon_days": protocol.horizon_days,
        "list_length": asked.list_length,
        "precision_asked": asked.precision,
        "protocol": {
            "step_days": protocol.step_days,
            "active_within_days": protocol.active_within_days,
            "least_interactions": protocol.least_interactions,
            "fitting_share": protocol.fitting_share,
            "draws": DRAWS,
            "interval": 0.9,
        },
        "cases": found.cases,
        "share": _number(found.share),
        "pairs_share": _number(found.pairs_share),
        "cuts": [iso(cut) for cut in found.cuts],
        "judged_cuts": [iso(cut) for cut in found.judged_cuts],
        "shortfall": None
        if found.shortfall is None
        else {"text": str(found.shortfall), **_numbers(vars(found.shortfall))},
        "model": None if found.model is None else _figures(found.model),
        "rules": [_figures(one) for one in found.rules],
        "best_rule": _best_rule(found),
        "reliability": [_bin(one) for one in found.reliability],
        "half_life": _half_life(found),
        "thresholds": _choice(found.choice),
        "leak_check": None if found.leak is None else _leak(found.leak),
    }


def _figures(found: Figures) -> Answer:
    told: Answer = {"name": found.name, "meaning": found.meaning}
    for name in ("auc", "average_precision", "brier", "calibration_error"):
        figure = getattr(found, name)
        told[name] = _number(figure.value)
        told[f"{name}_low"] = _number(figure.low)
        told[f"{name}_high"] = _number(figure.high)
    return {
        **told,
        "calibration_error_even": _number(found.even_calibration_error),
        "list_precision": _number(found.list_precision),
        "list_recall": _number(found.list_recall),
        "lead_days": _number(found.lead_days),
        "model_adds": _number(found.adds.value),
        "model_adds_low": _number(found.adds.low),
        "model_adds_high": _number(found.adds.high),
    }


def _best_rule(found: Backtest) -> str | None:
    known = [one for one in found.rules if not math.isnan(one.auc.value)]
    return max(known, key=lambda one: one.auc.value).name if known else None


def _bin(found: Reliability) -> Answer:
    return _numbers(vars(found))


def _half_life(found: Backtest) -> Answer:
    curve = found.curve
    return {
        "current": found.asked.half_life / DAY,
        "learned": None if curve is None else curve.best,
        "is_flat": curve is not None and curve.is_flat,
        "best_low": None if curve is None else curve.low,
        "best_high": None if curve is None else curve.high,
        "auc": None if curve is None else _number(curve.best_auc),
        "count_auc": None if curve is None else _number(curve.count_auc),
        "recency_auc": None if curve is None else _number(curve.recency_auc),
        "cases": 0 if curve is None else curve.cases,
        "curve": [] if curve is None else _points(curve),
        "segments": [
            {
                "segment": name,
                "learned": None if own is None else own.best,
                "best_low": None if own is None else own.low,
                "best_high": None if own is None else own.high,
                "auc": None if own is None else _number(own.best_auc),
                "cases": 0 if own is None else own.cases,
            }
            for name, own in found.segments.items()
        ],
    }


def _points(curve: Curve) -> list[Answer]:
    return [
        {"half_life_days": days, "auc": _number(auc)}
        for days, auc in zip(curve.half_lives, curve.auc, strict=True)
    ]


def _choice(found: Choice) -> Answer:
    default = Thresholds()
    return {
        "default": default.at_risk,
        "current": found.current,
        "factor": found.factor,
        "why": found.why,
        "learned": {
            field.name: getattr(found.thresholds, field.name)
            for field in fields(found.thresholds)
            if getattr(found.thresholds, field.name) != getattr(default, field.name)
        },
        "factors": [
            {
                "factor": one.factor,
                "entered": one.entered,
                "entered_a_week": _number(one.entered_a_week),
                "precision": _number(one.precision),
                "recall": _number(one.recall),
            }
            for one in found.factors
        ],
    }


def _leak(found: LeakCheck) -> Answer:
    return {
        "auc": _number(found.auc),
        "shuffles": len(found.by_shuffle),
        "by_shuffle": [_number(one) for one in found.by_shuffle],
        "cases": found.cases,
        "cuts": found.cuts,
        "has_passed": found.has_passed,
    }


def _numbers(values: dict[str, Any]) -> Answer:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float | None) -> float | None:
    """A number, or none where it is undefined; whole ones stay whole."""
    return None if value is None or math.isnan(value) else value
