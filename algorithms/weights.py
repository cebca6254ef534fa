"""Weights: what one interaction adds to a tie when it happens.

An interaction that reaches ``size`` others counts, on each of them,

    w_kind / size ** 0.7              a note to forty is not forty notes
    w_kind / size * share             a meeting or contact ties all who took part, both ways

``share`` is 1 where both accepted, one half where either has not answered or only tentatively.

Cost: O(m) for m rows of the timeline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from graph.model import KINDS, MUTUAL, STATUSES, Kind, Status
from graph.timeline import Timeline

__all__ = ["DEFAULT_WEIGHTS", "Weighting", "weights"]

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        Kind.EMAIL: 1.0,
        Kind.MESSAGE: 1.0,
        Kind.CALL: 2.0,
        Kind.MEETING: 3.0,
        Kind.CONTACT: 1.0,
        Kind.MENTION: 0.5,
        Kind.REPLY: 1.0,
        Kind.REACTION: 0.2,
        Kind.COMMENT: 0.7,
        Kind.POST: 0.0,
        Kind.ACTIVITY: 1.0,
    }
)


@dataclass(frozen=True, slots=True)
class Weighting:
    """The one table of weights: by kind, how size discounts, and what half an answer is worth."""

    by_kind: Mapping[str, float] = field(default_factory=lambda: DEFAULT_WEIGHTS)
    size_exponent: float = 0.7
    unanswered_share: float = 0.5


def weights(timeline: Timeline, weighting: Weighting) -> NDArray[np.float64]:
    """Give the weight of every row of the timeline.

    >>> timeline = Timeline.of(3, source=[0, 0], target=[1, 2], at=[0, 0], size=[2, 2])
    >>> weights(timeline, Weighting()).round(4)
    array([0.6156, 0.6156])
    """
    by_code = np.array([weighting.by_kind.get(kind, 0.0) for kind in KINDS])
    is_mutual = np.array([kind in MUTUAL for kind in KINDS])
    exponent = np.where(is_mutual, 1.0, weighting.size_exponent)
    share = np.ones(len(STATUSES))
    for status in (Status.TENTATIVE, Status.UNANSWERED):
        share[STATUSES.index(status)] = weighting.unanswered_share
    share[STATUSES.index(Status.DECLINED)] = 0.0

    kind = timeline.kind
    found = by_code[kind]
    grouped = np.flatnonzero(timeline.size > 1)  # the rest needs no power
    found[grouped] /= timeline.size[grouped] ** exponent[kind[grouped]]
    found *= np.where(is_mutual[kind], share[timeline.status], 1.0)
    return found
