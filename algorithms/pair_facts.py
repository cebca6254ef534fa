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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from algorithms.bg_nbd import BgNbd, bg_nbd
from algorithms.cadence import cadence
from algorithms.contacts import contacts
from algorithms.pair_rows import PairRows
from algorithms.sampled_pairs import sampling_order
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = ["FACTS", "Fact", "Known", "PairFacts", "facts_at", "fitted_bg_nbd"]

_MOST_FITTED = 5_000  # pairs that BG/NBD is fitted to
_LEAST_REPEATED = 10

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Fact(NamedTuple):
    """A number said of a pair: its name, what it is, the words it is given in, its usual spread."""

    name: str
    meaning: str
    words: str
    spread: float


FACTS: tuple[Fact, ...] = (
    Fact("elapsed", "days since the last contact (log)", "how long they have been silent", 1.0),
    Fact("elapsed_short", "the same, up to a sixth of the horizon", "a silence of few days", 0.3),
    Fact("elapsed_long", "the same, beyond a horizon", "a silence longer than the horizon", 1.3),
    Fact("silence", "days since the last contact over the mean gap (log)",
         "how long the silence is for these two", 1.3),
    Fact("usual_gap", "usual gap between active days (log)", "how often they are in touch", 1.2),
    Fact("active_days", "days with a contact so far (log)", "on how many days they were in touch",
         0.8),
    Fact("count", "contacts so far (log)", "how many contacts they had", 0.9),
    Fact("age", "days since the first contact (log)", "how long they have known each other", 0.7),
    Fact("burstiness", "how uneven the gaps are, -1 to 1", "how uneven their rhythm is", 0.35),
    Fact("recent", "contacts in the last horizon (log)", "how much they wrote lately", 1.0),
    Fact("before", "contacts in the horizon before that (log)", "how much they wrote before", 1.0),
    Fact("decayed_third", "decayed active days, half-life a third of the horizon (log)",
         "on how many days they were in touch lately", 0.5),
    Fact("decayed_triple", "decayed active days, half-life three horizons (log)",
         "on how many days they were in touch for a while", 0.6),
    Fact("balance", "contacts of the quieter side over those of the other", "whether both write",
         0.3),
    Fact("unanswered", "contacts in a row from one side up to now (log)", "writing in vain", 0.6),
    Fact("bg_nbd", "log odds of a contact within the horizon by BG/NBD",
         "what their rate of contact lets expect", 2.0),
    Fact("busier", "contacts of the busier one with others lately (log)",
         "what the busier one does with others", 1.0),
    Fact("quieter", "contacts of the quieter one with others lately (log)",
         "what the quieter one does with others", 1.0),
    Fact("trend_busier", "the higher of the two people's activity trends (log)",
         "whether one of them is rising", 1.0),
    Fact("trend_quieter", "the lower of the two people's activity trends (log)",
         "whether one of them is falling silent everywhere", 1.0),
)  # fmt: skip
"""Every fact; the spread is the scale that a model's ridge measures its coefficient by."""

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


@dataclass(frozen=True)
class Known:
    """The contacts of every pair in time order, and the rows of everybody: what facts read."""

    at: Ints
    way: NDArray[np.int8]
    start: Ints
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    people: int
    row_at: Ints  # of all that counts, oldest first
    row_source: NDArray[np.int32]
    row_target: NDArray[np.int32]
    order: NDArray[np.intp]  # in which pairs are sampled

    @classmethod
    def of(cls, timeline: Timeline, rows: PairRows, counts: NDArray[np.bool_]) -> "Known":
        """Read the contacts of pairs from a timeline, of which these rows count."""
        found = contacts(timeline, rows)
        row = slice(None) if counts.all() else counts
        row_at = timeline.at[row]
        began = found.at[found.start[:-1]]
        return cls(
            at=found.at,
            way=found.way,
            start=found.start,
            a=rows.a,
            b=rows.b,
            people=timeline.people,
            row_at=row_at,
            row_source=timeline.source[row],
            row_target=timeline.target[row],
            order=sampling_order(began, int(row_at[0]) if len(row_at) else 0),
        )

    def count_until(self, at: int) -> Ints:
        """Count the contacts of every pair up to a moment."""
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(self.at <= at)])
        found: Ints = before[self.start[1:]] - before[self.start[:-1]]
        return found

    def is_lately(self, at: int, count: Ints, days: float, gaps: float) -> NDArray[np.bool_]:
        """Say which pairs were in touch within so many days, or so many of their own mean gaps."""
        found: NDArray[np.bool_] = count > 0
        if not found.any():
            return found
        first = self.at[np.minimum(self.start[:-1], len(self.at) - 1)]
        last = self.at[np.maximum(self.start[:-1] + count - 1, 0)]
        own = (last - first) / np.maximum(count - 1, 1) * gaps
        found &= at - last <= np.maximum(own, days * DAY)
        return found


@dataclass(frozen=True)
class _Own:
    """The contacts of the pairs asked for up to a moment, one pair after the other."""

    at: Ints
    way: NDArray[np.int8]
    start: Ints
    pair: Ints

    @classmethod
    def of(cls, known: Known, pair: NDArray[np.integer], count: Ints) -> "_Own":
        start = np.concatenate([np.zeros(1, np.int64), np.cumsum(count)])
        number = np.repeat(np.arange(len(pair)), count)
        place = np.arange(start[-1]) - start[number] + known.start[pair][number]
        return cls(known.at[place], known.way[place], start, number)


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
    """
    counts = (known.count_until(at) if count is None else count)[pair]
    own = _Own.of(known, pair, counts)
    now = np.full(len(pair), at) if until is None else np.minimum(until, at)
    first, last = own.at[own.start[:-1]], own.at[own.start[1:] - 1]
    elapsed = np.maximum(now - last, 0) / DAY
    age = np.maximum(now - first, 0) / DAY
    day = (own.at // DAY).astype(np.int32)
    is_new = np.diff(day, prepend=-1) != 0
    is_new[own.start[:-1]] = True
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_new)])
    day_start, days = before[own.start], day[is_new]
    rhythm = cadence(days, day_start[:-1], day_start[1:])
    active = np.diff(day_start)
    span = (days[day_start[1:] - 1] - days[day_start[:-1]]).astype(np.float64)
    mean_gap = np.where(active > 1, span / np.maximum(active - 1, 1), np.maximum(age, 1))
    usual = np.where(np.isnan(rhythm.usual_gap), mean_gap, rhythm.usual_gap)
    horizon = horizon_days * DAY
    recent, earlier = (
        _counted(own, (own.at > at - (k + 1) * horizon) & (own.at <= at - k * horizon))
        for k in (0, 1)
    )
    chance = np.full(len(pair), np.nan)
    if model is not None:
        today = (now // DAY).astype(np.float64)
        since = days[day_start[:-1]]
        chance = model.contact(active - 1, span, np.maximum(today - since, span), horizon_days)
    day_of = own.pair[is_new]
    ago = (at // DAY - days).astype(np.float64)
    values = {
        "elapsed": np.log1p(elapsed),
        "elapsed_short": np.log1p(np.minimum(elapsed, horizon_days / 6)),
        "elapsed_long": np.log1p(np.maximum(elapsed - horizon_days, 0)),
        "silence": np.log((elapsed + 0.5) / (mean_gap + 0.5)),
        "usual_gap": np.log(usual),
        "active_days": np.log(active),
        "count": np.log(counts),
        "age": np.log1p(age),
        "burstiness": _burstiness(days, day_start),
        "recent": np.log1p(recent),
        "before": np.log1p(earlier),
        **{
            f"decayed_{name}": np.log1p(
                np.bincount(day_of, np.exp2(-ago / (horizon_days * share)), len(pair))
            )
            for name, share in (("third", 1 / 3), ("triple", 3.0))
        },
        **_direction(own),
        "bg_nbd": _log_odds(chance),
        **_people(known, pair, at, horizon, recent),
    }
    return PairFacts(
        values=np.stack([values[fact.name] for fact in FACTS]),
        active_days=active.astype(np.int32),
        count=counts,
        usual_gap=rhythm.usual_gap,
        mean_gap=mean_gap,
        elapsed_days=elapsed,
        bg_nbd=chance,
        recent=recent,
        before=earlier,
    )


def fitted_bg_nbd(known: Known, *, at: int, count: Ints | None = None) -> BgNbd | None:
    """Fit BG/NBD to the active days of the pairs known by a moment, at most 5,000 of them.

    None where fewer than 10 of them were in touch on a second day.
    """
    count = known.count_until(at) if count is None else count
    pair = known.order[count[known.order] > 0][:_MOST_FITTED]
    if len(pair) == 0:
        return None
    own = _Own.of(known, pair, count[pair])
    day = own.at // DAY
    is_new = np.diff(day, prepend=-1) != 0
    is_new[own.start[:-1]] = True
    before = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_new)])
    first, last = day[own.start[:-1]], day[own.start[1:] - 1]
    repeated = np.diff(before[own.start]) - 1
    if np.count_nonzero(repeated) < _LEAST_REPEATED:
        return None
    return bg_nbd(repeated, last - first, at // DAY - first)


def _counted(own: _Own, is_in: NDArray[np.bool_]) -> Ints:
    found = np.concatenate([np.zeros(1, np.int64), np.cumsum(is_in)])
    return np.diff(found[own.start])


def _burstiness(days: NDArray[np.int32], start: Ints) -> Floats:
    """Kim and Jo's burstiness of the gaps between active days; 0 below two gaps."""
    pairs = len(start) - 1
    gap = np.diff(days, prepend=0).astype(np.float64)
    gap[start[:-1]] = 0
    number = np.repeat(np.arange(pairs), np.diff(start))
    n = np.maximum(np.diff(start) - 1, 1)
    mean = np.bincount(number, gap, pairs) / n
    off = np.where(gap > 0, gap - mean[number], 0.0)
    ratio = np.sqrt(np.bincount(number, off**2, pairs) / n) / np.maximum(mean, 1e-12)
    more, less = np.sqrt(n + 1), np.sqrt(np.maximum(n - 1, 0))
    found = (more * ratio - less) / ((more - 2) * ratio + less + 1e-12)
    return np.where(n >= 2, np.clip(found, -1, 1), 0.0)


def _direction(own: _Own) -> dict[str, Floats]:
    forth, back = (_counted(own, own.way == sign) for sign in (1, -1))
    both = _counted(own, own.way == 0)
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
