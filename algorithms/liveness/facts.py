"""Pair facts: what is known of a pair and of its two people at a moment, as numbers for a model.

Recency, rhythm, volume, momentum, direction, and what the two people do elsewhere: each fact is one
plain sentence in `FACTS`, and a logarithm or a share, so that no pair outweighs all others. Times
are in days, windows in horizons, so that slow and quick logs read alike. Nothing after the moment
is read. Which of the two is called a and which b changes nothing.

Every value is finite: where a pair is too young for a fact (a gap of somebody who met once) the
fact says what is nearest to it, and a count of active days beside it says how little that is.

Cost: O(m) for the m contacts of the pairs that are asked for, and of everybody within two horizons.

References
----------
Gilbert, E., Karahalios, K. "Predicting tie strength with social media." CHI 2009: recency, tenure.
Raeder, T. et al. "Predictors of short-term decay of cell phone contacts in a large scale
communication network." Social Networks 33 (2011): volume, reciprocity, age.
Navarro, H. et al. "Temporal patterns behind the strength of persistent ties." EPJ Data Science 6:31
(2017): elapsed over mean gap, burstiness.
Miritello, G. et al. "Limited communication capacity unveils strategies for human interaction."
Scientific Reports 3:1950 (2013): what the two people do elsewhere.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.bg_nbd import BgNbd, bg_nbd
from algorithms.liveness.fact_table import FACTS, Fact
from algorithms.rhythm.cadence import ActiveDays, cadence
from algorithms.rhythm.known_contacts import Known, Own
from graph.moments import DAY

__all__ = ["FACTS", "Fact", "Known", "PairFacts", "facts_at", "fitted_bg_nbd"]

_MOST_FITTED = 5_000  # pairs that BG/NBD is fitted to
_LEAST_REPEATED = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_PLACE = {fact.name: k for k, fact in enumerate(FACTS)}


@dataclass(frozen=True)
class PairFacts:
    """One column of ``values`` for each pair asked for, one row for each of `FACTS`.

    ``usual_gap`` is NaN below 5 active days, ``bg_nbd`` where the model could not be fitted.
    """

    values: Floats
    active_days: NDArray[np.int32]
    count: Ints
    usual_gap: Floats
    mean_gap: Floats
    elapsed_days: Floats
    bg_nbd: Floats
    recent: Ints
    before: Ints

    def __len__(self) -> int:
        return len(self.count)

    def named(self, name: str) -> Floats:
        """Give one fact of all pairs."""
        found: Floats = self.values[_PLACE[name]]
        return found

    def part(self, kept: NDArray[np.integer] | NDArray[np.bool_]) -> "PairFacts":
        """Take the pairs at some positions."""
        rest = {name: one[kept] for name, one in vars(self).items() if name != "values"}
        return PairFacts(values=self.values[:, kept], **rest)

    @staticmethod
    def joined(parts: "list[PairFacts]") -> "PairFacts":
        """Put parts together, in their order; at least one."""
        return PairFacts(
            **{
                name: np.concatenate([getattr(one, name) for one in parts], axis=-1)
                for name in vars(parts[0])
            }
        )


def facts_at(
    known: Known,
    pair: NDArray[np.integer],
    *,
    at: int,
    horizon_days: int,
    model: BgNbd | None,
    until: Ints | None = None,
    count: Ints | None = None,
) -> PairFacts:
    """Give the facts of pairs as of a moment; each of them was in touch by then.

    Parameters
    ----------
    known, pair
        The contacts of a log, and the numbers of the pairs asked for.
    at
        Microseconds since the epoch; what came later is not read.
    horizon_days
        The length of a window.
    model
        A BG/NBD model fitted to what was known at that moment.
    until
        Up to when the log tells of each of these pairs, where it stops before *at*.
    count
        What `Known.count_until` gives for the moment, where it is at hand.

    Examples
    --------
    Ann wrote to Bob on two days, the last of them three days ago:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from graph.timeline import Timeline
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 4 * DAY])
    >>> known = Known.of(timeline, pair_rows(timeline, np.ones(2), as_of=7 * DAY), np.ones(2, bool))
    >>> found = facts_at(known, np.array([0]), at=7 * DAY, horizon_days=21, model=None)
    >>> found.elapsed_days, found.mean_gap, np.exp(found.named("active_days")).round(6)
    (array([3.]), array([4.]), array([2.]))
    """
    counts = (known.count_until(at) if count is None else count)[pair]
    own = Own.of(known, pair, counts)
    now = np.full(len(pair), at) if until is None else np.minimum(until, at)
    days, horizon = own.days, horizon_days * DAY
    rhythm = cadence(days.day, days.start[:-1], days.start[1:])
    elapsed = np.maximum(now - own.at[own.start[1:] - 1], 0) / DAY
    age = np.maximum(now - own.at[own.start[:-1]], 0) / DAY
    mean_gap = _mean_gap(days, age)
    ago = now[own.pair] - own.at
    recent = own.counted(ago < horizon)
    before = own.counted(ago < 2 * horizon) - recent
    chance = _chance(days, now, model, horizon_days)
    values = {
        **_silence(elapsed, mean_gap, horizon_days),
        "usual_gap": np.log(np.where(np.isnan(rhythm.usual_gap), mean_gap, rhythm.usual_gap)),
        "active_days": np.log(rhythm.active_days),
        "count": np.log(counts),
        "age": np.log1p(age),
        "burstiness": _burstiness(days),
        "recent": np.log1p(recent),
        "before": np.log1p(before),
        "decayed_third": _decayed(days, now, horizon_days / 3),
        "decayed_triple": _decayed(days, now, horizon_days * 3),
        **_direction(own),
        "bg_nbd": _log_odds(chance),
        **_people(known, pair, at, horizon, recent),
    }
    return PairFacts(
        values=np.stack([values[fact.name] for fact in FACTS]),
        active_days=rhythm.active_days,
        count=counts,
        usual_gap=rhythm.usual_gap,
        mean_gap=mean_gap,
        elapsed_days=elapsed,
        bg_nbd=chance,
        recent=recent,
        before=before,
    )


def fitted_bg_nbd(known: Known, *, at: int, count: Ints | None = None) -> BgNbd | None:
    """Fit BG/NBD to the active days of the pairs known by a moment, at most 5,000 of them.

    None where fewer than 10 of them were in touch on a second day.

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> from graph.timeline import Timeline
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 4 * DAY])
    >>> known = Known.of(timeline, pair_rows(timeline, np.ones(2), as_of=7 * DAY), np.ones(2, bool))
    >>> fitted_bg_nbd(known, at=7 * DAY) is None
    True
    """
    count = known.count_until(at) if count is None else count
    pair = known.order[count[known.order] > 0][:_MOST_FITTED]
    if len(pair) == 0:
        return None
    days = Own.of(known, pair, count[pair]).days
    repeated = np.diff(days.start) - 1
    if np.count_nonzero(repeated) < _LEAST_REPEATED:
        return None
    return bg_nbd(repeated, days.last - days.first, at // DAY - days.first)


def _chance(days: ActiveDays, now: Ints, model: BgNbd | None, horizon_days: int) -> Floats:
    """Give P(at least one contact) by BG/NBD; NaN without a model."""
    repeated = np.diff(days.start) - 1
    if model is None:
        return np.full(len(repeated), np.nan)
    span = (days.last - days.first).astype(np.float64)
    age = np.maximum(now // DAY - days.first, span)
    return model.contact(repeated, span, age, horizon_days)


def _mean_gap(days: ActiveDays, age: Floats) -> Floats:
    """Give the mean days between active days; with one of them, the days since, at least one."""
    span = (days.last - days.first).astype(np.float64)
    gaps = np.diff(days.start) - 1
    return np.where(gaps > 0, span / np.maximum(gaps, 1), np.maximum(age, 1))


def _silence(elapsed: Floats, mean_gap: Floats, horizon_days: int) -> dict[str, Floats]:
    return {
        "elapsed": np.log1p(elapsed),
        "elapsed_short": np.log1p(np.minimum(elapsed, horizon_days / 6)),
        "elapsed_long": np.log1p(np.maximum(elapsed - horizon_days, 0)),
        "silence": np.log((np.minimum(elapsed, mean_gap) + 0.5) / (mean_gap + 0.5)),
        "overdue": np.log((np.maximum(elapsed, mean_gap) + 0.5) / (mean_gap + 0.5)),
    }


def _decayed(days: ActiveDays, now: Ints, half_life_days: float) -> Floats:
    count = np.diff(days.start)
    ago = np.repeat(now // DAY, count) - days.day
    pair = np.repeat(np.arange(len(count)), count)
    return np.log1p(np.bincount(pair, np.exp2(ago / -half_life_days), len(count)))


def _burstiness(days: ActiveDays) -> Floats:
    """Kim and Jo's burstiness of the gaps between active days; 0 below two gaps."""
    count = np.diff(days.start)
    gap = np.diff(days.day, prepend=0).astype(np.float64)
    gap[days.start[:-1]] = 0
    pair = np.repeat(np.arange(len(count)), count)
    n = np.maximum(count - 1, 1)
    mean = np.bincount(pair, gap, len(count)) / n
    off = np.where(gap > 0, gap - mean[pair], 0.0)
    ratio = np.sqrt(np.bincount(pair, off**2, len(count)) / n) / np.maximum(mean, 1e-12)
    more, less = np.sqrt(n + 1), np.sqrt(np.maximum(n - 1, 0))
    found = (more * ratio - less) / ((more - 2) * ratio + less + 1e-12)
    return np.where(count > 2, np.clip(found, -1, 1), 0.0)


def _direction(own: Own) -> dict[str, Floats]:
    forth, back = (own.counted(own.way == sign) for sign in (1, -1))
    both = own.counted(own.way == 0)
    balance = (np.minimum(forth, back) + both) / np.maximum(np.maximum(forth, back) + both, 1)
    # the last contact that came from the other side, or from both
    side = own.way[own.start[1:] - 1]
    is_other = (own.way != side[own.pair]) | (own.way == 0)
    place = np.where(is_other, np.arange(len(own.way)), -1)
    latest = np.maximum.reduceat(place, own.start[:-1])
    run = own.start[1:] - 1 - np.maximum(latest, own.start[:-1] - 1)
    return {"balance": balance, "unanswered": np.log1p(run)}


def _people(
    known: Known, pair: NDArray[np.integer], at: int, horizon: int, recent: Ints
) -> dict[str, Floats]:
    """Say what the two people do with others, and how that moves."""
    steps = np.searchsorted(known.row_at, [at - 2 * horizon, at - horizon, at], "right")
    earlier, lately = (
        np.bincount(known.row_source[low:high], minlength=known.people)
        + np.bincount(known.row_target[low:high], minlength=known.people)
        for low, high in ((steps[0], steps[1]), (steps[1], steps[2]))
    )
    trend = np.log1p(lately) - np.log1p(earlier)
    a, b = known.a[pair], known.b[pair]
    others = [np.log1p(np.maximum(lately[end] - recent, 0)) for end in (a, b)]
    return {
        "busier": np.maximum(*others),
        "quieter": np.minimum(*others),
        "trend_busier": np.maximum(trend[a], trend[b]),
        "trend_quieter": np.minimum(trend[a], trend[b]),
    }


def _log_odds(chance: Floats) -> Floats:
    held = np.clip(np.nan_to_num(chance, nan=0.5), 1e-6, 1 - 1e-6)
    return np.asarray(np.log(held) - np.log1p(-held))
