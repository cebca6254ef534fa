"""Person score: the probability that two people are one, from what speaks for and against it.

    score = 1 / (1 + exp(-(w0 + w1 * x1 + w2 * x2 + ...)))

A logistic model of few, readable features. Its weights were fitted once, by
`python -m tests.planted.people_fit`, on planted worlds whose seeds are used for nothing else;
that command prints what it gives today, and a test holds that to 0.2 of what stands here.

Cost: a dozen multiplications.

References
----------
Fellegi, I. P., Sunter, A. B. "A theory for record linkage." JASA 64 (1969).
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from algorithms.identity.evidence import Evidence
from algorithms.names.agreement import CONSONANTS, SHORT, SLIP, SOUND
from algorithms.names.writing import APART

__all__ = ["WEIGHTS", "features", "score"]

WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "always": 0.06,
        "surprise": 0.67,
        "surprise among colleagues": 0.23,
        "initial": -0.52,
        "single": -0.36,
        "by handle": -0.15,
        "short form": 0.21,
        "other spelling": -0.27,
        "slip": -1.01,
        "contradicting names": -6.00,
        "written apart": -4.00,
        "no name": -3.54,
        "same organization": 0.34,
        "other organization": -2.29,
        "one after the other": 0.75,
        "at one time": -0.50,
        "same user name": 0.16,
        "telling user name": 2.84,
        "shared counterparts": 5.50,
        "shared with colleagues": 1.50,
        "telephone": 4.00,
    }
)
"""How much each feature adds to the logarithm of the odds."""

_MOST_SHARED = 3.0


def features(found: Evidence) -> dict[str, float]:
    """Give the features of evidence, by the names of the weights."""
    extent = found.name.extent if found.name else ""
    ways = found.name.ways() if found.name else frozenset()
    colleagues, surprise = found.organization in ("same", "family"), found.surprise()
    shared = min(found.shared.weight, _MOST_SHARED)
    return {
        "always": 1.0,
        "surprise": surprise,
        "surprise among colleagues": surprise * (found.organization == "same"),
        "initial": float(extent == "initial"),
        "single": float(extent == "single"),
        "by handle": float(found.by_handle),
        "short form": float(SHORT in ways),
        "other spelling": float(SOUND in ways or CONSONANTS in ways),
        "slip": float(SLIP in ways),
        "contradicting names": float(found.differ),
        "written apart": float(found.written == APART),
        "no name": float(found.name is None and not found.differ),
        "same organization": float(found.organization == "same"),
        "other organization": float(found.organization == "other"),
        "one after the other": float(found.in_use == "after"),
        "at one time": float(found.in_use == "beside"),
        "same user name": float(bool(found.handle) and not found.is_telling),
        "telling user name": float(found.is_telling),
        "shared counterparts": 0.0 if colleagues else shared,
        "shared with colleagues": shared if colleagues else 0.0,
        "telephone": float(found.phone),
    }


def score(found: Evidence) -> float:
    """Give the probability that two people are one; one mailbox is one person."""
    if found.mailbox and not found.differ:
        return 0.9999
    logit = 0.0
    for name, value in features(found).items():
        if value:
            logit += WEIGHTS[name] * value
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
