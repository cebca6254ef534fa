"""Liveness: how likely two people are in touch again soon, learned from this very log.

Standing at past moments (`cuts`) whose answers are known by now, every pair that was in touch
lately is a case: its facts then (`pair_facts`), and what came of it. A logistic model is fitted:

    log odds = intercept + sum over facts of  coefficient * (fact - centre)
    calibrated log odds = shift + stretch * log odds

Each coefficient is drawn to what holds in every log: the longer the silence the smaller the chance;
the more days of contact lately, the more of them before, and the higher the rate (BG/NBD) the
larger; all others to 0. What draws counts for 20 cases, for more where there are few (100,000 /
cases): a short log is told by these five facts, a long one by itself. Beyond a pair's own mean gap
waiting alone never makes a contact likelier (`waiting`). Shift, stretch and the calibration bins
come from the last cuts, each foretold by what was known before it.

There is no model below 30 cases, or with fewer than 5 of either answer: then what pairs of equal
silence and active days did (`contact_prior`), if that is known of anybody.

Nothing after the moment is read, nor anything after a cut but its answer. Cuts stay where they are
while a log grows, and so do the pairs that are looked at, until they are twice as many; so what was
fitted once holds until the next cut is known, and need not be fitted again (`liveness_memory`).

Cost: O(m) for m contacts, at 24 past moments and of 40,000 pairs at most; seven fits of at most
30,000 cases.

References
----------
Raeder, T. et al. "Predictors of short-term decay of cell phone contacts in a large scale
communication network." Social Networks 33 (2011): logistic is enough.
Fader, P., Hardie, B., Lee, K. "Counting your customers the easy way." Marketing Science 24 (2005).
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from algorithms.liveness.bg_nbd import BgNbd
from algorithms.liveness.calibration import calibration_bins, platt
from algorithms.liveness.cuts import Cases, DaysHeard, Protocol, cases_of, known_cuts
from algorithms.liveness.facts import FACTS, Known, fitted_bg_nbd
from algorithms.liveness.judging import Judge
from algorithms.liveness.logistic import Logistic, logistic
from algorithms.liveness.memory import Memory
from algorithms.liveness.model import Liveness
from algorithms.liveness.prior import ContactPrior, PairSegments, contact_prior
from algorithms.liveness.waiting import waited
from algorithms.rows.pair_rows import PairRows
from algorithms.rows.sampled_pairs import of_pairs, steady_pairs
from graph.timeline import Timeline

__all__ = ["LEAST_CASES", "LEAST_OF_EACH", "Liveness", "fitted", "learned"]

LEAST_CASES = 30
LEAST_OF_EACH = 5
_MOST_PAIRS = 40_000  # that can be cases; at least half as many
_MOST_OF_ALL = 100_000  # that the prior counts
_MOST_CASES = 30_000
_HELD_BACK = 6  # cuts that the calibration is read from
_MOST_HELD_BACK = 10_000  # cases that each of them is foretold from
_RIDGE, _DRAWN = 20.0, 100_000.0

# what every log agrees on, in log odds of a contact for one usual spread of the fact
_EXPECTED = {
    "elapsed": -0.7, "decayed_third": 0.3, "decayed_triple": 0.2, "count": 0.1, "bg_nbd": 0.2
}  # fmt: skip
_SPREAD = np.array([fact.spread for fact in FACTS])

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def learned(  # noqa: PLR0913 - the log, what is asked of it, and what is known beside it
    timeline: Timeline,
    weight: Floats,
    rows: PairRows,
    *,
    as_of: int,
    protocol: Protocol,
    told: Ints | None = None,
    heard: DaysHeard | None = None,
    segments: PairSegments | None = None,
    memory: Memory | None = None,
) -> Liveness | None:
    """Learn from all cases whose horizon ended by a moment; None where nothing is known.

    Parameters
    ----------
    timeline, weight, rows
        The log, and its rows that count (`pair_rows`) up to *as_of*.
    as_of
        Microseconds since the epoch.
    protocol
        What is asked, and of which pairs.
    told
        Up to when the log tells of each pair, where it stops before *as_of*.
    heard
        How many days of a span the feeds of pairs were heard; without it all.
    segments
        The segment of each pair, for priors of their own.
    memory
        What was learned before, of which that is taken which would be learned again.

    Examples
    --------
    One pair's two mails teach nothing:

    >>> from algorithms.rows.pair_rows import pair_rows
    >>> timeline = Timeline.of(2, source=[0, 0], target=[1, 1], at=[0, 9])
    >>> rows = pair_rows(timeline, np.ones(2), as_of=9)
    >>> learned(timeline, np.ones(2), rows, as_of=9, protocol=Protocol()) is None
    True
    """
    if len(rows) == 0:
        return None
    counts = (weight > 0) & (timeline.at <= as_of)
    every, share = steady_pairs(timeline, rows, np.arange(len(rows)), _MOST_OF_ALL)
    all_pairs = Known.of(timeline, of_pairs(rows, every), counts)
    able = np.flatnonzero(np.diff(rows.start) >= protocol.least_interactions)
    able, able_share = steady_pairs(timeline, rows, able, _MOST_PAIRS)
    at = known_cuts(int(all_pairs.row_at[0]), as_of, protocol)
    steps = None if memory is None or min(share, able_share) < 0 else memory
    fit = partial(fitted_bg_nbd, all_pairs)

    def learn() -> Liveness:
        found = cases_of(
            _among_all(timeline, of_pairs(rows, able), all_pairs),
            at,
            protocol,
            told=None if told is None else told[able],
            heard=_of_these(heard, able),
            bg_nbd=lambda cut: fit(at=cut) if steps is None else steps.bg_nbd(cut, share, fit),
        )
        return fitted(found, protocol)

    is_plain = told is None and heard is None and len(at) > 0
    if steps is None or not is_plain:
        model = learn()
    else:
        model = steps.model(at, (share, able_share), protocol, learn)
    priors = contact_prior(
        all_pairs,
        as_of=as_of,
        horizon_days=protocol.horizon_days,
        segments=None if segments is None else segments.part(every),
        told=None if told is None else told[every],
        heard=_of_these(heard, every),
    )
    known = replace(model, bg_nbd=fit(at=as_of), priors=priors)
    return known if known.is_fitted or priors is not None else None


def _among_all(timeline: Timeline, rows: PairRows, all_pairs: Known) -> Known:
    """Read the contacts of some pairs; what everybody does is known, and is not copied again."""
    return replace(
        Known.of(timeline, rows, np.zeros(0, np.bool_)),
        row_at=all_pairs.row_at,
        row_source=all_pairs.row_source,
        row_target=all_pairs.row_target,
    )


def _of_these(heard: DaysHeard | None, pairs: Ints) -> DaysHeard | None:
    if heard is None:
        return None
    return lambda pair, since, until: heard(pairs[pair], since, until)


def fitted(
    known: Cases,
    protocol: Protocol,
    *,
    bg_nbd: BgNbd | None = None,
    priors: ContactPrior | None = None,
) -> Liveness:
    """Fit a model to cases whose answers are known; without coefficients where they are too few."""
    found = known.part(_in_order(known, _MOST_CASES))
    bare = Liveness(
        label=protocol.label,
        horizon_days=protocol.horizon_days,
        cases=len(known),
        share=float(known.answer.mean()) if len(known) else 0.0,
        since=int(known.cut.min()) if len(known) else 0,
        until=int(known.cut.max()) if len(known) else 0,
        intercept=0.0,
        coefficients={},
        centre={},
        shift=0.0,
        stretch=1.0,
        bins=(),
        bg_nbd=bg_nbd,
        priors=priors,
        figures={},
        protocol=protocol,
    )
    model = _model(found, protocol.label)
    if model is None:
        return bare
    odds, came, moments = _held_back(found, protocol)
    shift, stretch = platt(odds, came, moments=moments)
    chance = np.asarray(expit(shift + stretch * odds))
    names = [fact.name for fact in FACTS]
    return replace(
        bare,
        intercept=model.intercept,
        coefficients=dict(zip(names, model.coefficients, strict=True)),
        centre=dict(zip(names, model.centre, strict=True)),
        shift=shift,
        stretch=stretch,
        bins=calibration_bins(chance, came),
        figures=_figures(np.asarray(expit(odds)), came),
    )


def _in_order(known: Cases, most: int) -> NDArray[np.intp]:
    """Give at most so many cases, in an order that does not hang on how people are numbered."""
    values = known.facts.values
    order = np.lexsort((known.answer, known.cut, values[1], values[0], values[-1], values[-5]))
    return order[:: max(1, -(-len(order) // most))]


def _model(known: Cases, label: str) -> Logistic | None:
    came = int(np.count_nonzero(known.answer))
    if len(known) < LEAST_CASES or min(came, len(known) - came) < LEAST_OF_EACH:
        return None
    sign = 1 if label == "recontact" else -1
    expected = np.array([sign * _EXPECTED.get(fact.name, 0.0) for fact in FACTS])
    ridge = max(_RIDGE, _DRAWN / len(known))
    values = known.facts.values
    if label == "weakened":  # no chance of contact, and nothing that waiting could raise
        return logistic(values, known.answer, ridge=ridge, spread=_SPREAD, expected=expected)
    return waited(
        {fact.name: one for fact, one in zip(FACTS, values, strict=True)},
        known.answer,
        sign=sign,
        ridge=ridge,
        spread=_SPREAD,
        expected=expected,
    )


def _held_back(known: Cases, protocol: Protocol) -> tuple[Floats, NDArray[np.bool_], int]:
    """Foretell the last cuts, each from the cases that were known before it."""
    odds, came = [np.zeros(0)], [np.zeros(0, np.bool_)]
    for before, at in _rolling(known, protocol):
        model = _model(before, protocol.label)
        if model is not None:
            odds.append(model.log_odds(at.facts.values))
            came.append(at.answer)
    return np.concatenate(odds), np.concatenate(came), len(odds) - 1


def _rolling(known: Cases, protocol: Protocol) -> Iterator[tuple[Cases, Cases]]:
    for cut in np.unique(known.cut)[-_HELD_BACK:]:
        before = np.flatnonzero(known.cut + protocol.horizon <= cut)
        before = before[:: max(1, -(-len(before) // _MOST_HELD_BACK))]
        yield known.part(before), known.part(known.cut == cut)


def _figures(chance: Floats, came: NDArray[np.bool_]) -> dict[str, float]:
    if came.all() or not came.any():
        return {}
    judge = Judge(came)
    return {
        "cases": float(len(came)),
        "auc": judge.auc(chance),
        "brier": judge.brier(chance),
        "calibration_error": judge.calibration_error(chance),
    }
