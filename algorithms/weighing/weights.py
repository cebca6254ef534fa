"""Weights: what one interaction adds to a tie when it happens.

An interaction that reaches ``size`` others counts, on each of them,

    w * length / size ** 0.7              a note to forty is not forty notes
    w * length / size * share             a meeting or contact ties all who took part, both ways

``w`` is that of its kind and channel (`algorithms.weighing.table`). ``length`` is 1 but for calls
and meetings of known length (`algorithms.weighing.durations`); no call counts less than a missed
one. ``share`` is 1 where both accepted, one half where either has not answered or only tentatively.

Cost: O(m) for m rows of the timeline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.weighing.durations import TYPICAL_MINUTES, length_factor
from algorithms.weighing.table import DEFAULT_WEIGHTS, MISSED_CALL, Rule, rule_for
from graph.model import KINDS, MUTUAL, STATUSES, Kind, Status
from graph.timeline import Timeline, is_constant

__all__ = ["DEFAULT_WEIGHTS", "Weighed", "Weighting", "weighed", "weights"]

_NOTHING_SET: Mapping[str, float] = MappingProxyType({})
_IS_MUTUAL = np.array([kind in MUTUAL for kind in KINDS])
_CALL = KINDS.index(Kind.CALL)


@dataclass(frozen=True, slots=True)
class Weighting:
    """How interactions are weighed: what was set of the table, and the three rules beside it.

    ``given`` are weights by ``kind`` or ``kind/channel``; the others are as usual.
    """

    given: Mapping[str, float] = field(default_factory=lambda: _NOTHING_SET)
    size_exponent: float = 0.7
    unanswered_share: float = 0.5
    typical_minutes: Mapping[str, float] = field(default_factory=lambda: TYPICAL_MINUTES)

    def rule(self, kind: str, channel: str) -> Rule:
        """Find the row of the table that speaks for a kind over a channel."""
        return rule_for(self.given, kind, channel)

    def missed(self, channel: str) -> float:
        """Give what a missed call counts: no more than a call."""
        call = self.rule(Kind.CALL, channel).weight
        return min(self.rule(MISSED_CALL, channel).weight, call)

    def typical(self) -> NDArray[np.float64]:
        """Give the usual minutes by the code of each kind; 0 where lengths do not count."""
        return np.array([self.typical_minutes.get(kind, 0.0) for kind in KINDS])

    def share(self) -> NDArray[np.float64]:
        """Give what each answer to a meeting leaves of it, by its code."""
        found = np.ones(len(STATUSES))
        for status in (Status.TENTATIVE, Status.UNANSWERED):
            found[STATUSES.index(status)] = self.unanswered_share
        found[STATUSES.index(Status.DECLINED)] = 0.0
        return found

    def exponent(self) -> NDArray[np.float64]:
        """Give the power of the size that divides, by the code of each kind."""
        return np.where(_IS_MUTUAL, 1.0, self.size_exponent)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weight of one row, as the product of what made it."""

    rule: Rule
    base: float
    length: float
    by_size: float
    answer: float

    @property
    def weight(self) -> float:
        """The product."""
        return self.base * self.length * self.by_size * self.answer


def weights(timeline: Timeline, weighting: Weighting) -> NDArray[np.float64]:
    """Give the weight of every row of the timeline.

    >>> timeline = Timeline.of(3, source=[0, 0], target=[1, 2], at=[0, 0], size=[2, 2])
    >>> weights(timeline, Weighting()).round(4)
    array([0.6156, 0.6156])
    """
    kind, exponent = timeline.kind, weighting.exponent()
    found = _by_table(timeline, weighting)
    _by_length(found, timeline, weighting)
    grouped = np.flatnonzero(timeline.size > 1)  # the rest needs no power
    found[grouped] /= timeline.size[grouped] ** exponent[kind[grouped]]
    found *= np.where(_IS_MUTUAL[kind], weighting.share()[timeline.status], 1.0)
    return found


def weighed(timeline: Timeline, row: int, weighting: Weighting) -> Weighed:
    """Take the weight of one row apart.

    >>> timeline = Timeline.of(2, [0], [1], [0], kind=[KINDS.index(Kind.CALL)], seconds=[900])
    >>> found = weighed(timeline, 0, Weighting())
    >>> found.rule.key, found.base, found.length, found.weight
    ('call', 2.0, 1.5, 3.0)
    """
    kind = int(timeline.kind[row])
    channel = timeline.channels[int(timeline.channel[row])]
    rule, missed = weighting.rule(KINDS[kind], channel), weighting.missed(channel)
    seconds = timeline.seconds[row : row + 1]
    length = float(length_factor(_minutes(seconds, kind), weighting.typical()[kind])[0])
    base = rule.weight
    if kind == _CALL and (seconds[0] == 0 or base * length < missed):
        rule, base, length = weighting.rule(MISSED_CALL, channel), missed, 1.0
    size = float(max(int(timeline.size[row]), 1))
    share = float(weighting.share()[timeline.status[row]]) if _IS_MUTUAL[kind] else 1.0
    return Weighed(rule, base, length, 1 / size ** float(weighting.exponent()[kind]), share)


def _by_table(timeline: Timeline, weighting: Weighting) -> NDArray[np.float64]:
    channels = timeline.channels or ("",)
    table = np.array([[weighting.rule(kind, one).weight for one in channels] for kind in KINDS])
    if np.all(table == table[:, :1]):
        return np.asarray(table[:, 0][timeline.kind])
    place: NDArray[np.int64] = timeline.kind * np.int64(len(channels)) + timeline.channel
    return np.asarray(table.ravel()[place])


def _by_length(found: NDArray[np.float64], timeline: Timeline, weighting: Weighting) -> None:
    """Lengthen or shorten what the table says, in place."""
    if is_constant(timeline.seconds) and np.all(np.isnan(timeline.seconds[:1])):
        return
    typical = weighting.typical()
    counts = typical > 0
    counts[_CALL] = True
    row = np.flatnonzero(counts[timeline.kind] & ~np.isnan(timeline.seconds))
    kind = timeline.kind[row]
    found[row] *= length_factor(_minutes(timeline.seconds[row], kind), typical[kind])
    call = row[kind == _CALL]
    least = np.array([weighting.missed(channel) for channel in timeline.channels or ("",)])
    found[call] = np.maximum(found[call], least[timeline.channel[call]])


def _minutes(seconds: NDArray[Any], kind: NDArray[np.uint8] | int) -> NDArray[np.float64]:
    """Lengths, of which only a call's may be nothing; that of others is then not known."""
    is_told = (seconds > 0) | (np.asarray(kind) == _CALL)
    return np.where(is_told, seconds.astype(np.float64) / 60, np.nan)
