"""Figures: what model and rules are worth on the same judged cases, with their intervals.

For each of them `algorithms.liveness.judging` gives AUC, average precision, Brier score and
calibration error, `algorithms.backtesting.shortlist` what a list of so many names at each cut would
have held. All are drawn on the same people in the same draws, so that the difference between the
model and a rule has an interval of its own, which is narrower than those of the two.

Cost: O(draws * n) for n cases and each of ten scores; at most 100,000 cases are drawn from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.backtesting.rolling import MODEL, Rolled
from algorithms.backtesting.rules import RULES
from algorithms.backtesting.shortlist import lead_days, listed, shortlist
from algorithms.liveness.cuts import Protocol
from algorithms.liveness.judging import Judge, drawn_weights, interval

__all__ = ["DRAWS", "Figure", "Figures", "figures"]

DRAWS = 200
_MOST_CASES = 100_000

Floats = NDArray[np.float64]
_NONE = float("nan")


@dataclass(frozen=True)
class Figure:
    """A number, and between which ones 90 % of the draws of people put it."""

    value: float
    low: float = _NONE
    high: float = _NONE


@dataclass(frozen=True)
class Figures:
    """What one score was worth; ``adds`` is the AUC that the model has more than this rule."""

    name: str
    meaning: str
    auc: Figure
    average_precision: Figure
    brier: Figure
    calibration_error: Figure
    even_calibration_error: float
    list_precision: float
    list_recall: float
    lead_days: float
    adds: Figure


def figures(
    judged: Rolled, protocol: Protocol, list_length: int, *, seed: int
) -> dict[str, Figures]:
    """Judge model and rules; the model first, under its name."""
    meanings = {MODEL: "the chance learned from the log itself", **dict(RULES)}
    drawn = _Draws(judged, seed)
    of_model = drawn.ranked(judged.score[MODEL])
    found = {}
    for name, score in judged.score.items():
        probability = judged.probability[name]
        judge = Judge(judged.answer)
        in_draws = of_model if name == MODEL else drawn.ranked(score)
        auc, precise = judge.ranked(score)
        share = listed(judged.cut, score, list_length)
        short = shortlist(share, judged.answer)
        more = interval(of_model[0] - in_draws[0])
        ahead = judge.auc(judged.score[MODEL]) - auc
        found[name] = Figures(
            name=name,
            meaning=meanings[name],
            auc=Figure(auc, *interval(in_draws[0])),
            average_precision=Figure(precise, *interval(in_draws[1])),
            brier=Figure(judge.brier(probability), *drawn.brier(probability)),
            calibration_error=Figure(
                judge.calibration_error(probability), *drawn.calibration_error(probability)
            ),
            even_calibration_error=judge.even_error(probability),
            list_precision=short.precision,
            list_recall=short.recall,
            lead_days=_lead(judged, share, protocol),
            adds=Figure(_NONE) if name == MODEL else Figure(ahead, *more),
        )
    return found


class _Draws:
    """The draws of people, made once for all scores; of very many cases every so manieth."""

    def __init__(self, judged: Rolled, seed: int) -> None:
        self._kept = slice(None, None, max(1, -(-len(judged) // _MOST_CASES)))
        a, b = judged.a[self._kept], judged.b[self._kept]
        self._judge = Judge(judged.answer[self._kept])
        self._weights = list(drawn_weights(a, b, draws=DRAWS, seed=seed))

    def ranked(self, score: Floats) -> Floats:
        return self._judge.ranked_in_draws(score[self._kept], self._weights)

    def brier(self, probability: Floats) -> tuple[float, float]:
        own = probability[self._kept]
        return interval(np.array([self._judge.brier(own, one) for one in self._weights]))

    def calibration_error(self, probability: Floats) -> tuple[float, float]:
        own = probability[self._kept]
        judge = self._judge
        return interval(np.array([judge.calibration_error(own, one) for one in self._weights]))


def _lead(judged: Rolled, share: Floats, protocol: Protocol) -> float:
    """Give the lead of a list about silence; none for other labels."""
    if protocol.label != "silent":
        return _NONE
    named = (share >= 0.5) & judged.answer
    return lead_days(
        judged.cut,
        judged.pair,
        judged.last_at,
        named,
        silent_days=protocol.active_within_days,
    )
