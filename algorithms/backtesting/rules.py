"""Rules: what one would do without a model, each one number of a pair, to hold the model against.

    days since last        the longer, the likelier silent
    fixed 30, fixed 90     longer than so many days: yes or no
    count                  the fewer contacts, the likelier silent
    decay                  the less decayed strength is left, with the half-life of the settings
    decay, best            the same with the half-life learned from the whole log: with hindsight,
                           so this rule is flattered
    elapsed over mean gap  days since the last contact over the mean gap between active days
    elapsed over usual gap the same over the median of the last gaps (the mean where none is known)
    BG/NBD                 1 - P(at least one contact within the horizon)

For re-contact all of them are turned round. A rule is no probability; to compare its Brier score
and calibration error with the model's, it is given one by a curve that never falls,

    p(s) = isotonic fit of the share of answers in up to 30 bins of s, straight between bins

made, before each judged cut, from the cases whose answers were known by then. AUC, average
precision and the list are those of the rule itself.

Cost: O(n log n) for n cases.

References
----------
Fader, P., Hardie, B., Lee, K. "Counting your customers the easy way." Marketing Science 24 (2005).
Zadrozny, B., Elkan, C. "Transforming classifier scores into accurate multiclass probability
estimates." KDD 2002: isotonic calibration.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.cuts import Cases
from algorithms.liveness.facts import PairFacts

__all__ = ["RULES", "Rule", "calibrated", "rule_scores"]

_BINS = 30

Floats = NDArray[np.float64]


class Rule(NamedTuple):
    """A plain rule: its name, and what it goes by."""

    name: str
    meaning: str


RULES: tuple[Rule, ...] = (
    Rule("days since last", "the longer since the last contact, the likelier silent"),
    Rule("fixed 30 days", "silent from 30 days without contact on"),
    Rule("fixed 90 days", "silent from 90 days without contact on"),
    Rule("count", "the fewer contacts so far, the likelier silent"),
    Rule("decay", "the less decayed strength is left, the likelier silent"),
    Rule("decay, best half-life", "the same with the half-life learned from the whole log"),
    Rule("elapsed over mean gap", "days since the last contact over the pair's mean gap"),
    Rule("elapsed over usual gap", "days since the last contact over the pair's usual gap"),
    Rule("BG/NBD", "1 - P(a contact within the horizon) of the plain model of rates"),
)


def rule_scores(cases: Cases, decays: Mapping[str, Floats], *, label: str) -> dict[str, Floats]:
    """Give every rule's score of every case: the higher, the likelier what the label says.

    *decays* holds the decayed strength of the cases, in halvings, under the names of the rules.
    """
    facts = cases.facts
    found = {
        **_of_facts(facts),
        **{name: -strength for name, strength in decays.items()},
    }
    sign = -1.0 if label == "recontact" else 1.0
    return {rule.name: sign * found[rule.name] for rule in RULES if rule.name in found}


def _of_facts(facts: PairFacts) -> dict[str, Floats]:
    elapsed, mean_gap = facts.elapsed_days, np.maximum(facts.mean_gap, 0.5)
    usual_gap = np.where(np.isnan(facts.usual_gap), mean_gap, facts.usual_gap)
    return {
        "days since last": elapsed,
        "fixed 30 days": (elapsed > 30).astype(np.float64),
        "fixed 90 days": (elapsed > 90).astype(np.float64),
        "count": -facts.count.astype(np.float64),
        "elapsed over mean gap": elapsed / mean_gap,
        "elapsed over usual gap": elapsed / usual_gap,
        "BG/NBD": 1 - np.nan_to_num(facts.bg_nbd, nan=0.5),
    }


def calibrated(score: Floats, answer: NDArray[np.bool_], now: Floats) -> Floats:
    """Turn scores into probabilities by how cases with such scores ended before.

    >>> before, answer = np.array([1.0, 1, 1, 1, 5, 5, 5, 5]), np.arange(8) > 4
    >>> calibrated(before, answer, np.array([0.0, 1, 3, 5])).round(3)
    array([0.075, 0.075, 0.375, 0.675])
    """
    if len(score) == 0:
        return np.full(len(now), np.nan)
    share = float(answer.mean())
    ordered = np.sort(score)
    middle = np.searchsorted(ordered, score, "left") + np.searchsorted(ordered, score, "right")
    _, place = np.unique(middle * _BINS // (2 * len(score)), return_inverse=True)
    cases = np.bincount(place)
    centre = np.bincount(place, score) / cases
    # one case of the usual share in every bin: a few cases never make a certainty
    happened = (np.bincount(place, answer) + share) / (cases + 1)
    weights = np.asarray(cases + 1.0, np.float64)
    found: Floats = np.interp(now, centre, _never_falling(happened, weights))
    return found


def _never_falling(values: Floats, weights: Floats) -> Floats:
    """The nearest values, by weighted squares, that never fall: neighbours that do are pooled.

    scipy has this, in a part that takes a sixth of a second to import, for at most 30 values.
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many values
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        mean, much, many = value, weight, 1
        while pools and pools[-1][0] >= mean:
            before, weighing, count = pools.pop()
            mean = (before * weighing + mean * much) / (weighing + much)
            much, many = weighing + much, count + many
        pools.append((mean, much, many))
    means, _, counts = zip(*pools, strict=True)
    return np.repeat(np.array(means), counts)
