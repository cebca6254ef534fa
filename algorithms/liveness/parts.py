"""Parts of a chance: what makes it likely, or unlikely, that two people are in touch again.

A model adds up log odds, L = L0 + sum of parts, and the chance is 1 / (1 + exp(-L)). Readers want
points of probability. Each part is given its share of the way from the chance of an average pair,
with L0, to the chance of these two:

    points_i = part_i * (p - p0) / (L - L0)

the Aumann-Shapley value: the one way to share out a function of a sum that treats equal log odds
alike and whose parts add up, p = p0 + sum of points.

Facts that belong together are given together, for they say nearly the same: silence itself is in a
dozen of them. So the facts of a rhythm, of volume, of rate are taken as they were at the last
contact, and all that has happened to them since belongs to the silence, which has what the days
without a contact did to the chance. What the two do with others is taken as it is now.

An average pair is one with all facts as they are on average in the cases the model was fitted to.

Cost: O(number of facts) for a pair.

References
----------
Aumann, R. J., Shapley, L. S. "Values of Non-Atomic Games." Princeton, 1974.
Sundararajan, M., Taly, A., Yan, Q. "Axiomatic attribution for deep networks." ICML 2017.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from algorithms.liveness.facts import PairFacts
from algorithms.liveness.learning import Liveness
from algorithms.reason import percent, plural

__all__ = ["THEMES", "ChanceParts", "ThemePart", "chance_parts"]

THEMES = {
    "silence": ("elapsed", "elapsed_short", "elapsed_long", "silence", "overdue"),
    "lately": ("recent", "before", "decayed_third", "decayed_triple"),
    "history": ("active_days", "count", "age"),
    "rhythm": ("usual_gap", "burstiness"),
    "answers": ("balance", "unanswered"),
    "rate": ("bg_nbd",),
    "elsewhere": ("busier", "quieter", "trend_busier", "trend_quieter"),
}
"""Which facts belong together, and under which name."""

_MOVING = tuple(
    name for theme in ("lately", "history", "rhythm", "answers", "rate") for name in THEMES[theme]
)
"""What silence alone moves, beside the facts that are called after it."""

_QUIET = -1.0  # log of contacts lately over those before, from which on somebody is quiet
_SAME = 1e-6  # log odds so close to the average that the slope is read off instead


@dataclass(frozen=True, slots=True)
class ThemePart:
    """What facts that belong together add: in words, in log odds and in points, 1 being 100 %.

    ``facts`` gives the log odds and the points of each by name; those of the silence may be named
    in another theme as well, there with what they were at the last contact.
    """

    theme: str
    text: str
    log_odds: float
    points: float
    facts: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class ChanceParts:
    """A chance of contact, that of an average pair, and what makes the difference, most first."""

    p: float
    average: float
    parts: tuple[ThemePart, ...]


def chance_parts(
    model: Liveness, facts: PairFacts, at_last: PairFacts | None = None, k: int = 0
) -> ChanceParts:
    """Split the chance of contact of pair *k* into the parts of its facts.

    The model was learned for ``silent`` or ``recontact`` and is fitted; the parts add up to
    ``p - average``. *at_last* are the facts of the same pairs as of their last contact.

    One fact alone: a silence of a week where half a week is the average.

    >>> from algorithms.liveness.cuts import Protocol
    >>> from algorithms.liveness.facts import Known, facts_at
    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from graph.timeline import Timeline
    >>> timeline, day = Timeline.of(2, source=[0], target=[1], at=[0]), 86_400_000_000
    >>> known = Known.of(timeline, pair_rows(timeline, np.ones(1), as_of=0), np.ones(1, bool))
    >>> week = facts_at(known, np.zeros(1, int), at=7 * day, horizon_days=21, model=None)
    >>> model = Liveness("silent", 21, cases=99, share=0.5, since=0, until=0, intercept=0.0,
    ...     coefficients={"elapsed": 1.0}, centre={"elapsed": np.log1p(3.5)}, shift=0.0,
    ...     stretch=1.0, bins=(), bg_nbd=None, priors=None, figures={}, protocol=Protocol())
    >>> found = chance_parts(model, week)
    >>> found.average, round(found.p, 3), found.parts[0].text, round(found.parts[0].points, 3)
    (0.5, 0.36, 'a silence of 7 days', -0.14)
    """
    if not model.is_fitted or model.label == "weakened":
        raise ValueError(f"a {model.label} model of {model.cases} cases tells no chance of contact")
    sign = -1.0 if model.label == "silent" else 1.0
    start = sign * (model.shift + model.stretch * model.intercept)
    slopes = {name: sign * model.stretch * one for name, one in model.coefficients.items()}
    now = {name: float(facts.named(name)[k]) for name in slopes}
    before = facts if at_last is None else at_last
    then = now | {name: float(before.named(name)[k]) for name in _MOVING if name in slopes}
    themes: dict[str, list[tuple[str, float]]] = {theme: [] for theme in (*THEMES, "other")}
    for name, slope in slopes.items():
        themes[_theme(name)].append((name, slope * (then[name] - model.centre[name])))
        if now[name] != then[name]:
            themes["silence"].append((name, slope * (now[name] - then[name])))
    added = [part for found in themes.values() for _, part in found]
    odds = math.fsum([start, *added])
    average, p = _chance(start), _chance(odds)
    slope = p * (1 - p) if abs(odds - start) < _SAME else (p - average) / (odds - start)
    parts = []
    for theme, mine in themes.items():
        if mine:
            together = math.fsum(part for _, part in mine)
            each = tuple((name, part, part * slope) for name, part in mine)
            is_now = theme in ("silence", "elsewhere")
            text = _told(theme, facts if is_now else before, k, model.horizon_days)
            parts.append(ThemePart(theme, text, together, together * slope, each))
    parts.sort(key=lambda part: -abs(part.points))
    return ChanceParts(p, average, tuple(parts))


def _theme(name: str) -> str:
    return next((theme for theme, names in THEMES.items() if name in names), "other")


def _chance(odds: float) -> float:
    if odds >= 0:
        return 1 / (1 + math.exp(-odds))
    return math.exp(odds) / (1 + math.exp(odds))


def _told(theme: str, facts: PairFacts, k: int, horizon_days: int) -> str:
    """Say in words and numbers what the facts of a theme are for a pair."""
    said = _TOLD.get(theme)
    return "other facts" if said is None else said(facts, k, horizon_days)


def _silence(facts: PairFacts, k: int, _days_ahead: int) -> str:
    elapsed, usual = float(facts.elapsed_days[k]), float(facts.mean_gap[k])
    within = f", within their mean gap of {_days(usual)}" if 1 <= elapsed < usual else ""
    return f"a silence of {_days(elapsed)}{within}"


def _lately(facts: PairFacts, k: int, days_ahead: int) -> str:
    lately = plural(int(facts.recent[k]), "contact")
    before = f"{int(facts.before[k])} in the {days_ahead} before"
    span = "day" if days_ahead == 1 else f"{days_ahead} days"
    return f"{lately} in the {span} up to their last, {before}"


def _history(facts: PairFacts, k: int, _days_ahead: int) -> str:
    count, days = int(facts.count[k]), int(facts.active_days[k])
    age = _days(float(np.expm1(facts.named("age")[k])))
    return f"{plural(count, 'contact')} on {plural(days, 'day')} in {age}"


def _rhythm(facts: PairFacts, k: int, _days_ahead: int) -> str:
    return f"usually in touch every {_days(float(np.exp(facts.named('usual_gap')[k])))}"


def _rate(facts: PairFacts, k: int, _days_ahead: int) -> str:
    known = "" if np.isnan(facts.bg_nbd[k]) else f": {percent(float(facts.bg_nbd[k]))}"
    return f"what their rate of contact let expect at their last{known}"


def _elsewhere(facts: PairFacts, k: int, _days_ahead: int) -> str:
    if facts.named("trend_quieter")[k] <= _QUIET:
        return "one of the two has grown quiet with everybody"
    return "what the two do with others"


def _answers(facts: PairFacts, k: int, _days_ahead: int) -> str:
    balance = float(facts.named("balance")[k])
    in_a_row = round(float(np.expm1(facts.named("unanswered")[k])))
    side = "only one side writes" if balance == 0 else "both write"
    if in_a_row > 1 and balance > 0:
        return f"both write, the last {in_a_row} from one side"
    return side


def _days(days: float) -> str:
    shown = round(days, 1) if days < 10 else round(days)
    return f"{shown:g} day" + ("" if shown == 1 else "s")


_TOLD: dict[str, Callable[[PairFacts, int, int], str]] = {
    "silence": _silence,
    "lately": _lately,
    "history": _history,
    "rhythm": _rhythm,
    "answers": _answers,
    "rate": _rate,
    "elsewhere": _elsewhere,
}
