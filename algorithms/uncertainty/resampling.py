"""Resampling: other logs that the same habits could have left, drawn from the one that is there.

Whole interactions are drawn again: a mail to five people comes or stays away with all its
receivers. Each interaction is repeated as often as a Poisson number of mean 1 says (0, 1, 2, ...
times), at its own moment; so a busy pair stays busy, and recent stays recent.

That alone forgets too many acquaintances: a pair seen once is gone in 37 % of the drawn logs, and
nobody new ever comes. Fresh logs of the same habits hold as many new acquaintances as they lack
old ones (Good's argument about species). So a copy too many of a rare pair goes elsewhere:

    P(an extra copy goes elsewhere) = exp(1 - n) / n        for a pair of n recent interactions

which replaces, on average, exactly what is lost: exp(-n) pairs lost, 1 / e * n extra copies. The
copies that go elsewhere exchange senders with one another, or receivers, by the toss of a coin:
everybody keeps, on average, as many senders and receivers as they had. Some go to anybody who was
there lately, half a copy's worth for each person (Jeffreys' prior for a rate), so that also those
whom nobody wrote to can be written to. Recent is what a single note needs to keep a pair live.

Deterministic: draw number k of a seed is the same whatever the order in which things arrived,
since interactions are numbered by time and id. A log of one interaction is drawn empty sometimes.

Cost: O(m log m) once and for each draw, m rows.

References
----------
Good, I. J. "The population frequencies of species and the estimation of population parameters."
Biometrika 40 (1953).
Chao, A. et al. "Rarefaction and extrapolation with Hill numbers." Ecological Monographs 84 (2014):
a bootstrap that holds the unseen.
Hanley, J., MacGibbon, B. "Creating non-parametric bootstrap samples using Poisson frequencies."
Computer Methods and Programs in Biomedicine 83 (2006).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.timeline import Timeline

__all__ = ["Draw", "Resampled", "resampled"]

_STRANGERS = 0.5  # of a copy, for each person

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Draw:
    """A drawn log, and the weight of each of its rows."""

    timeline: Timeline
    weight: NDArray[np.float64]


@dataclass(frozen=True)
class Resampled:
    """A log made ready to be drawn from: its rows, and which contact each of them belongs to.

    A contact is one pair in one interaction: one row for a mail, two for a meeting. ``order`` lists
    the rows contact by contact, from ``start``; ``first`` is a row of each. ``is_recent`` marks the
    contacts that would still keep their pair live.
    """

    timeline: Timeline
    weight: NDArray[np.float64]
    contact: Ints
    order: NDArray[np.intp]
    start: Ints
    first: NDArray[np.intp]
    goes_elsewhere: NDArray[np.float64]
    is_recent: NDArray[np.bool_]

    def draw(self, number: int, *, seed: int) -> Draw:
        """Give one of the logs that the same habits could have left.

        >>> two = Timeline.of(3, source=[0, 1], target=[1, 2], at=[0, 5])
        >>> log = resampled(two, np.ones(2), as_of=9, half_life=10, live_threshold=1 / 64)
        >>> [len(log.draw(k, seed=1).timeline) for k in range(4)]
        [3, 1, 2, 0]
        """
        dice = np.random.default_rng([seed, number])
        rows = self.timeline
        interactions = int(rows.interaction.max()) + 1 if len(rows) else 0
        times = dice.poisson(1.0, interactions)[rows.interaction[self.first]]
        away = dice.binomial(np.maximum(times - 1, 0), self.goes_elsewhere)
        copy = np.repeat(np.arange(len(self.first)), away)
        source, target = self._elsewhere(copy, dice)
        weight = self.weight * (times - away)[self.contact]
        kept = np.flatnonzero(weight > 0)
        row, of = self._rows_of(copy)
        is_forward = rows.source[row] == rows.source[self.first[copy]][of]
        moved_source = np.where(is_forward, source[of], target[of])
        moved_target = np.where(is_forward, target[of], source[of])
        at = np.concatenate([rows.at[kept], rows.at[row]])
        in_time = np.argsort(at, kind="stable")
        drawn = Timeline.of(
            rows.people,
            np.concatenate([rows.source[kept], moved_source])[in_time],
            np.concatenate([rows.target[kept], moved_target])[in_time],
            at[in_time],
        )
        return Draw(drawn, np.concatenate([weight[kept], self.weight[row]])[in_time])

    def _rows_of(self, copy: Ints) -> tuple[NDArray[np.intp], Ints]:
        """The rows of contacts, and which of the contacts each of them belongs to."""
        length = self.start[copy + 1] - self.start[copy]
        of = np.repeat(np.arange(len(copy)), length)
        begun = np.cumsum(length) - length
        return self.order[np.arange(len(of)) - begun[of] + self.start[copy][of]], of

    def _elsewhere(
        self, copy: Ints, dice: np.random.Generator
    ) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Between whom the copies that go elsewhere are: one end stays, the other is exchanged."""
        rows = self.timeline
        source, target = rows.source[self.first[copy]], rows.target[self.first[copy]]
        ends = (source.copy(), target.copy())
        there = self._there_lately
        strange = _STRANGERS * len(there)
        share = strange / max(strange + float(self.goes_elsewhere.sum()), 1.0)
        side = dice.random(len(copy)) < 0.5
        for is_target, end in enumerate(ends):
            those = dice.permutation(np.flatnonzero(side == bool(is_target)))
            end[those] = np.roll(end[those], 1)
            anybody = those[dice.random(len(those)) < share]
            end[anybody] = dice.choice(there, len(anybody)) if len(anybody) else end[anybody]
        to_oneself = ends[0] == ends[1]
        return np.where(to_oneself, source, ends[0]), np.where(to_oneself, target, ends[1])

    @property
    def recent(self) -> int:
        """How many interactions would still keep a pair live, had there been no other."""
        lately = self.first[self.is_recent]
        return len(np.unique(self.timeline.interaction[lately]))

    @property
    def _there_lately(self) -> NDArray[np.int32]:
        lately = self.first[self.is_recent]
        return np.unique(
            np.concatenate([self.timeline.source[lately], self.timeline.target[lately]])
        )


def resampled(
    timeline: Timeline,
    weight: NDArray[np.float64],
    *,
    as_of: int,
    half_life: int,
    live_threshold: float,
) -> Resampled:
    """Make the log up to a moment ready to be drawn from.

    *as_of* and *half_life* in microseconds; rows of weight 0 tie nobody and are left out.

    >>> two = Timeline.of(3, source=[0, 1], target=[1, 2], at=[0, 5])
    >>> log = resampled(two, np.ones(2), as_of=4, half_life=10, live_threshold=1 / 64)
    >>> len(log.timeline), log.goes_elsewhere
    (1, array([1.]))
    """
    if len(weight) != len(timeline):
        raise ValueError(f"{len(weight)} weights for {len(timeline)} rows of the timeline")
    row = np.flatnonzero((timeline.at <= as_of) & (weight > 0))
    kept = _rows(timeline, row)
    people = max(timeline.people, 1)
    low = np.minimum(kept.source, kept.target).astype(np.int64)
    pair = _codes(low * people + np.maximum(kept.source, kept.target))
    contact = kept.interaction.astype(np.int64) * (int(pair.max(initial=0)) + 1) + pair
    order = np.argsort(contact, kind="stable")
    start = np.flatnonzero(np.diff(contact[order], prepend=-1))
    number = np.zeros(len(row), np.int64)
    number[order] = np.repeat(np.arange(len(start)), np.diff(start, append=len(row)))
    first = order[start]
    ago = (kept.at[-1] - kept.at[first]) / half_life if len(row) else np.zeros(0)
    is_recent = ago <= -np.log2(live_threshold)  # a pair of many has no copy that goes elsewhere
    met = np.bincount(pair[first], is_recent)[pair[first]] if len(row) else np.zeros(0)
    met = np.maximum(met, 1.0)
    return Resampled(
        timeline=kept,
        weight=weight[row],
        contact=number,
        order=order,
        start=np.append(start, len(row)),
        first=first,
        goes_elsewhere=np.where(is_recent, np.exp(1.0 - met) / met, 0.0),
        is_recent=is_recent,
    )


def _rows(timeline: Timeline, row: NDArray[np.intp]) -> Timeline:
    """Some rows of a timeline, their interactions numbered from 0."""
    return Timeline.of(
        timeline.people,
        timeline.source[row],
        timeline.target[row],
        timeline.at[row],
        interaction=_codes(timeline.interaction[row]),
    )


def _codes(values: NDArray[np.integer]) -> Ints:
    """Number values from 0 in their order."""
    found: Ints = np.unique(values, return_inverse=True)[1].astype(np.int64)
    return found
