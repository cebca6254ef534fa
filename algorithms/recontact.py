"""Re-contact: how likely two people are in touch again soon, learned from this very log.

Standing at past days of the log, the last of them one horizon before ``as_of`` and the others one
horizon apart, every pair that had a usual gap then is a case: what was known of it, and whether it
was in touch within the horizon that followed. A logistic model of four plain facts is fitted to
these cases, all logarithms of days or of a number of days:

    log odds = c0 + c1 elapsed + c2 usual gap + c3 active days + c4 days since the first

Nothing after ``as_of`` is read, nor anything after a case's own day but the answer. The longer the
silence the smaller the probability: where a log says otherwise of ``c1`` it is set to 0. There is
no model (and no probability) below 200 cases, or with fewer than 20 of either answer; none for a
pair without a usual gap. It says how such pairs fared in this log, not what these two intend.

Cost: O(active days) for at most 12 past days and 50,000 pairs, every so manieth of a larger log.

References
----------
Raeder, T., Lizardo, O., Hachen, D., Chawla, N. "Predictors of short-term decay of cell phone
contacts in a large scale communication network." Social Networks 33 (2011): logistic is enough.
Fader, P., Hardie, B., Lee, K. "Counting your customers the easy way." Marketing Science 24 (2005):
recency, frequency and age carry what a history says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from algorithms.cadence import LEAST_ACTIVE_DAYS, ActiveDays, cadence

__all__ = ["FACTS", "Recontact", "recontact"]

FACTS = ("elapsed", "usual_gap", "active_days", "age")

_CUTS = 12
_MOST_PAIRS = 50_000
_LEAST_CASES = 200
_LEAST_OF_EACH = 20
_RIDGE = 1.0  # keeps a coefficient finite where a fact separates the answers
_STEPS = 50
_TOLERANCE = 1e-10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Recontact:
    """A fitted model: log odds = ``intercept`` + sum of ``coefficients`` times the ``FACTS``."""

    horizon_days: int
    cases: int
    share: float  # of the cases, in touch again within the horizon
    intercept: float
    coefficients: tuple[float, ...]

    def probability(self, days: ActiveDays, usual_gap: Floats, *, today: int) -> Floats:
        """Give P(at least one contact within the horizon) as of a day; NaN without a usual gap."""
        odds = np.full(len(usual_gap), np.nan)
        known = np.flatnonzero(~np.isnan(usual_gap))
        facts = _facts(
            today - days.last[known],
            usual_gap[known],
            np.diff(days.start)[known],
            today - days.first[known],
        )
        odds[known] = _log_odds(self.intercept, np.array(self.coefficients), facts)
        return np.asarray(expit(odds))


def recontact(days: ActiveDays, *, today: int, horizon_days: int = 21) -> Recontact | None:
    """Learn from the past how often pairs are in touch again; None where the past is too short.

    *days* holds nothing after *today*, a number of days since the epoch.
    """
    if horizon_days < 1:
        raise ValueError(f"horizon_days must be at least 1, not {horizon_days!r}")
    facts, answers = _cases(_sampled(days), today, horizon_days)
    contacted = int(np.count_nonzero(answers))
    few = min(contacted, len(answers) - contacted)
    if len(answers) < _LEAST_CASES or few < _LEAST_OF_EACH:
        return None
    intercept, coefficients = _fitted(facts, answers)
    if coefficients[0] > 0:
        facts[0] = 0.0
        intercept, coefficients = _fitted(facts, answers)
    return Recontact(
        horizon_days=horizon_days,
        cases=len(answers),
        share=contacted / len(answers),
        intercept=intercept,
        coefficients=tuple(float(value) for value in coefficients),
    )


def _sampled(days: ActiveDays) -> ActiveDays:
    """Keep the pairs that can ever be a case, or every so manieth of them."""
    count = np.diff(days.start)
    pairs = np.flatnonzero(count >= LEAST_ACTIVE_DAYS)
    pairs = pairs[:: max(1, -(-len(pairs) // _MOST_PAIRS))]
    is_kept = np.zeros(len(count), np.bool_)
    is_kept[pairs] = True
    start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count[pairs])])
    return ActiveDays(days.day[np.repeat(is_kept, count)], start)


def _cases(days: ActiveDays, today: int, horizon: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Stand at each past day: what was known of every pair with a rhythm, and what followed."""
    begin, stop = days.start[:-1], days.start[1:]
    facts, answers = [np.zeros((len(FACTS), 0))], [np.zeros(0, np.bool_)]
    for cut in range(1, _CUTS + 1):
        day = today - cut * horizon
        known = np.concatenate([np.zeros(1, np.int64), np.cumsum(days.day <= day)])
        end = begin + known[stop] - known[begin]
        pair = np.flatnonzero(end - begin >= LEAST_ACTIVE_DAYS)
        if len(pair) == 0:
            break
        first, ended = begin[pair], end[pair]
        following = days.day[np.minimum(ended, len(days.day) - 1)]
        answers.append((ended < stop[pair]) & (following <= day + horizon))
        usual_gap = cadence(days.day, first, ended).usual_gap
        elapsed, age = day - days.day[ended - 1], day - days.day[first]
        facts.append(_facts(elapsed, usual_gap, ended - first, age))
    return np.concatenate(facts, axis=1), np.concatenate(answers)


def _facts(
    elapsed: NDArray[np.integer],
    usual_gap: Floats,
    active_days: NDArray[np.integer],
    age: NDArray[np.integer],
) -> Floats:
    return np.stack([np.log1p(elapsed), np.log(usual_gap), np.log(active_days), np.log1p(age)])


def _log_odds(intercept: float, coefficients: Floats, facts: Floats) -> Floats:
    """Add up fact by fact, so that the order of additions never depends on threads."""
    found = np.full(facts.shape[1], intercept)
    for coefficient, fact in zip(coefficients, facts, strict=True):
        found += coefficient * fact
    return found


def _fitted(facts: Floats, answers: NDArray[np.bool_]) -> tuple[float, Floats]:
    """Fit by Newton's method on centred facts, with a small ridge on all but the intercept."""
    centre = facts.mean(axis=1)
    columns = np.vstack([np.ones(facts.shape[1]), facts - centre[:, None]])
    ridge = np.full(len(columns), _RIDGE)
    ridge[0] = 0.0
    share = answers.mean()
    found = np.zeros(len(columns))
    found[0] = np.log(share / (1 - share))
    for _ in range(_STEPS):
        expected = expit(_log_odds(0.0, found, columns))
        slope = (columns * (answers - expected)).sum(axis=1) - ridge * found
        weighted = columns * (expected * (1 - expected))
        curvature = np.stack([(weighted * column).sum(axis=1) for column in columns])
        step = np.linalg.solve(curvature + np.diag(ridge), slope)
        found += step
        if np.abs(step).max() < _TOLERANCE:
            break
    return float(found[0] - (found[1:] * centre).sum()), found[1:]
