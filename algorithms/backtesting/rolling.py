"""Rolling: at each past cut, what model and rules would have said then, and what happened.

    cut 1   cut 2   cut 3  |  cut 4   cut 5          the first 60 % of the cuts only to fit
    ├─ fitted on these ────┤  judged
    ├─ fitted on these ───────────────┤  judged      refitted before each judged cut

Before a cut only cases are used whose whole horizon lies before it, so that no answer is known
earlier than it was. The plain rules get their probabilities from the very same cases.

Where cases are too few for a model, what stands in for it is judged: the prior of pairs of equal
silence and active days. A cut before which nothing was known is left out, also for the rules.

On a large log only so many pairs are judged, always the same ones, that there are at most 300,000
cases; what is known of people still comes from the whole log. Cuts are thinned to 64.

Cost: that of the cases of each cut, and of one fit for each judged cut.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.backtesting.half_life import decayed
from algorithms.backtesting.rules import RULES, calibrated, rule_scores
from algorithms.liveness.cuts import Cases, Protocol, cases_of, cuts
from algorithms.liveness.facts import Known, PairFacts
from algorithms.liveness.learning import fitted
from algorithms.liveness.prior import contact_prior
from algorithms.rows.pair_rows import PairRows, pair_rows
from algorithms.rows.sampled_pairs import of_pairs, sampled_pairs
from graph.moments import DAY
from graph.timeline import Timeline

__all__ = [
    "MODEL",
    "Arrays",
    "Keep",
    "Log",
    "Reporting",
    "Rolled",
    "Schedule",
    "joined_cases",
    "rolled",
    "schedule",
]

MODEL = "model"
"""The name under which the model stands beside the rules."""

_MOST_CUTS = 64
_MOST_CASES = 300_000

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]
Keep = Callable[[str, Callable[[], Arrays]], Arrays]
"""Gives what was kept under a name, or else makes it and keeps it."""
Reporting = Callable[[str, float], None]
"""Told what is being done, and how far it is, from 0 to 1."""


@dataclass(frozen=True)
class Log:
    """What is judged: a timeline, its weights, its rows, and up to when it tells of each pair."""

    timeline: Timeline
    weight: Floats
    rows: PairRows
    told: Ints | None = None

    @property
    def first(self) -> int:
        """The moment of the first row that counts; 0 where there is none."""
        return int(self.timeline.at[self.rows.row.min()]) if len(self.rows) else 0

    def of(self, pair: NDArray[np.integer]) -> "Log":
        """Take some pairs alone, by their numbers."""
        told = None if self.told is None else self.told[pair]
        return Log(self.timeline, self.weight, of_pairs(self.rows, pair), told)

    @property
    def known(self) -> Known:
        """Read the contacts of these pairs, with what everybody does in the whole log."""
        counts = (self.weight > 0) & (self.timeline.at <= self.rows.until)
        return Known.of(self.timeline, self.rows, counts)


@dataclass(frozen=True)
class Schedule:
    """When one stands where: all cuts, how many of them are only fitted to, which pairs.

    ``share`` is that of the pairs that can be cases.
    """

    cuts: Ints
    fitting: int
    pairs: Ints
    share: float

    @property
    def judged_cuts(self) -> Ints:
        """The cuts that are judged, oldest first."""
        return self.cuts[self.fitting :]


@dataclass(frozen=True)
class Rolled:
    """The judged cases of all cuts, with scores and probabilities by name, `MODEL` among them.

    The rules are named as in `algorithms.backtesting.rules`.
    """

    cut: Ints
    pair: NDArray[np.int32]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    last_at: Ints
    answer: NDArray[np.bool_]
    score: Mapping[str, Floats]
    probability: Mapping[str, Floats]

    def __len__(self) -> int:
        return len(self.answer)


def schedule(log: Log, protocol: Protocol) -> Schedule:
    """Say at which moments one stands, and which pairs are judged."""
    at = cuts(log.first, log.rows.until, protocol)
    at = at[:: -max(1, -(-len(at) // _MOST_CUTS))][::-1]
    fitting = int(protocol.fitting_share * len(at))
    able = np.flatnonzero(np.diff(log.rows.start) >= protocol.least_interactions)
    most = _MOST_CASES // max(len(at), 1)
    pairs = sampled_pairs(log.timeline, log.rows, able, most)
    return Schedule(at, fitting, pairs, len(pairs) / max(len(able), 1))


def rolled(
    log: Log,
    protocol: Protocol,
    plan: Schedule,
    *,
    half_life: int,
    best_half_life: int | None,
    keep: Keep,
    report: Reporting,
) -> Rolled:
    """Stand at every judged cut; half-lives in microseconds.

    *keep* is asked for the figures of each cut, so that what was interrupted goes on from there.
    """
    half_lives = {"decay": half_life}
    if best_half_life is not None:
        half_lives["decay, best half-life"] = best_half_life
    lazily = _Lazily(log, protocol, plan, half_lives)
    parts = []
    for number, cut in enumerate(plan.judged_cuts.tolist()):
        report(f"standing at cut {number + 1} of {len(plan.judged_cuts)}",
               number / max(len(plan.judged_cuts), 1))  # fmt: skip
        parts.append(keep(f"cut-{cut}", partial(lazily.judged, cut)))
    return _joined(parts)


class _Lazily:
    """The cases of each cut, found when first asked for and once only."""

    def __init__(
        self, log: Log, protocol: Protocol, plan: Schedule, half_lives: Mapping[str, int]
    ) -> None:
        self._log = log
        self._judged = log.of(plan.pairs)
        self._protocol = protocol
        self._plan = plan
        self._half_lives = half_lives
        self._cases: dict[int, Cases] = {}
        self._scores: dict[int, dict[str, Floats]] = {}

    @cached_property
    def _everybody(self) -> Known:
        return self._log.known

    @cached_property
    def _known(self) -> Known:
        return self._judged.known

    def judged(self, cut: int) -> Arrays:
        """What was said at a cut, and what happened."""
        before = [c for c in self._plan.cuts.tolist() if c + self._protocol.horizon <= cut]
        now = self._at(cut)
        known = [self._at(one) for one in before]
        answer = np.concatenate([np.zeros(0, np.bool_), *(one.answer for one in known)])
        found: Arrays = {
            "cut": now.cut,
            "pair": now.pair,
            "a": now.a,
            "b": now.b,
            "last_at": now.cut - np.round(now.facts.elapsed_days * DAY).astype(np.int64),
            "answer": now.answer,
        }
        chance = self._chance(known, now, cut)
        found |= {f"score {MODEL}": chance, f"probability {MODEL}": chance}
        for name, score in self._scores[cut].items():
            earlier = np.concatenate([np.zeros(0), *(self._scores[one][name] for one in before)])
            found[f"score {name}"] = score
            found[f"probability {name}"] = calibrated(earlier, answer, score)
        return found

    def _chance(self, known: list[Cases], now: Cases, cut: int) -> Floats:
        """Give the model's probability; that of the prior where there were too few cases."""
        if not sum(len(one) for one in known):
            return np.full(len(now), np.nan)
        model = fitted(joined_cases(known), self._protocol)
        if not model.is_fitted:
            log = self._log
            rows = pair_rows(log.timeline, log.weight, as_of=cut)
            counts = (log.weight > 0) & (log.timeline.at <= cut)
            prior = contact_prior(
                Known.of(log.timeline, rows, counts),
                as_of=cut,
                horizon_days=self._protocol.horizon_days,
            )
            model = replace(model, priors=prior)
        return model.probability(now.facts)

    def _at(self, cut: int) -> Cases:
        if cut not in self._cases:
            log = self._judged
            found = cases_of(
                self._known,
                np.array([cut]),
                self._protocol,
                told=log.told,
                all_pairs=self._everybody,
            )
            decays = {
                name: decayed(log.timeline, log.weight, log.rows, cut, found.pair, half_life=days)
                for name, days in self._half_lives.items()
            }
            self._cases[cut] = found
            self._scores[cut] = rule_scores(found, decays, label=self._protocol.label)
        return self._cases[cut]


def joined_cases(parts: list[Cases]) -> Cases:
    """Put the cases of several cuts together, at least one, in their order."""
    columns = {
        name: np.concatenate([getattr(one, name) for one in parts])
        for name in ("cut", "pair", "a", "b", "answer")
    }
    return Cases(facts=PairFacts.joined([one.facts for one in parts]), **columns)


def _joined(parts: list[Arrays]) -> Rolled:
    """Put the judged cuts together, but those before which nothing was known."""
    parts = [one for one in parts if not np.isnan(one[f"probability {MODEL}"]).any()]
    names = [MODEL, *(rule.name for rule in RULES)]
    names = [name for name in names if parts and f"score {name}" in parts[0]]

    def whole(key: str, kind: type) -> NDArray[Any]:
        return np.concatenate([np.zeros(0, kind), *(one[key] for one in parts)])

    return Rolled(
        cut=whole("cut", np.int64),
        pair=whole("pair", np.int32),
        a=whole("a", np.int32),
        b=whole("b", np.int32),
        last_at=whole("last_at", np.int64),
        answer=whole("answer", np.bool_),
        score={name: whole(f"score {name}", np.float64) for name in names},
        probability={name: whole(f"probability {name}", np.float64) for name in names},
    )
