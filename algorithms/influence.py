"""Influence: who carries weight, as a stated mix of five measures that everybody can check.

    influence_i = sum over measures m of  share_m * percentile_m(i)

| measure      | share | says                                                            |
|--------------|-------|-----------------------------------------------------------------|
| counterparts | 1/4   | with how many people contact runs both ways                     |
| in_degree    | 1/4   | how many people turn to them                                    |
| pagerank     | 1/4   | how much of the attention reaches them, and from whom           |
| closeness    | 1/8   | how few steps away everybody is (reach)                         |
| betweenness  | 1/8   | how often others meet only through them (brokerage)             |

A percentile is the share of people with less, equal ones counting half; so influence lies between
0 and 1, half of the people stand above and half below one half, and no single huge mailbox can
outweigh everything else. Three quarters rest on what passes between people directly, one quarter
on their place on the paths between others. The evidence is
in docs/influence-study.md.

Only persons with at least one live pair have influence; everybody else has none, which is not 0.
Values equal to nine digits share their place, so that rounding decides no rank. Where a measure is
undefined for somebody, the shares of the rest are scaled up. Influence depends on who else is
there: it compares people of one run, not across runs.

Cost: one sort of the people per measure, O(n log n).

References
----------
Freeman, L. C. "Centrality in social networks: conceptual clarification." Social Networks 1 (1979):
being known by many, reach and brokerage are three things.
Krackhardt, D. "Cognitive social structures." Social Networks 9 (1987): whom managers ask for
advice, one of the two networks with known seniority that it was chosen on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from algorithms.projection import Projection
from algorithms.reason import Reason, percent, top_share
from algorithms.scores import Scores, percentiles

__all__ = ["SHARES", "Influence", "influence", "influence_reasons", "people_with_live_pairs"]

SHARES: Mapping[str, float] = MappingProxyType(
    {
        "counterparts": 0.25,
        "in_degree": 0.25,
        "pagerank": 0.25,
        "closeness": 0.125,
        "betweenness": 0.125,
    }
)

_SAID = {
    "pagerank": "{} of all attention ends with them, counting whom it comes from",
    "betweenness": "connects groups that would otherwise not meet: on {} of shortest paths",
}

_DROPPED_BITS = 21  # of a float's 52; the 31 that stay are nine decimal digits


@dataclass(frozen=True)
class Influence(Scores):
    """Influence of everybody, the percentiles it is the mean of, and the measures behind those.

    ``error`` is how far a value can be off because some of its measures are sampled: their shares.
    """

    parts: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    measures: Mapping[str, Scores] = field(default_factory=dict)

    @cached_property
    def percentile(self) -> NDArray[np.float64]:
        """The share of people with less influence, from 0 to 1; NaN for those who have none."""
        return percentiles(self.values)

    @cached_property
    def people(self) -> int:
        """How many people have influence at all."""
        return int(np.count_nonzero(~np.isnan(self.values)))


def people_with_live_pairs(
    projection: Projection, *, is_person: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Mark those whom influence is about: persons with at least one live pair.

    ``is_person`` leaves out lists, bots and shared mailboxes; None takes everybody for a person.
    """
    found = np.zeros(projection.people, np.bool_)
    found[projection.a[projection.live]] = True
    found[projection.b[projection.live]] = True
    return found if is_person is None else found & is_person


def influence(
    scores: Mapping[str, Scores],
    *,
    among: NDArray[np.bool_],
    shares: Mapping[str, float] = SHARES,
) -> Influence:
    """Mix the percentiles of several measures into one influence, among the people marked.

    Parameters
    ----------
    scores
        The measures by name; those that ``shares`` does not name are left aside.
    among
        Whom to compare: `people_with_live_pairs`.
    shares
        How much each measure counts; they are scaled to a sum of one.

    Examples
    --------
    Two measures that count the same; the third person is a mailing list.

    >>> count = Scores("in_degree", np.array([9.0, 2.0, 99.0, 2.0]))
    >>> reach = Scores("closeness", np.array([3.0, 5.0, 9.0, 4.0]))
    >>> found = influence({"in_degree": count, "closeness": reach},
    ...                   among=np.array([True, True, False, True]),
    ...                   shares={"in_degree": 1, "closeness": 1})
    >>> found.values.round(4)
    array([0.5   , 0.5833,    nan, 0.4167])
    """
    total = sum(shares.values())
    if not shares or min(shares.values()) < 0 or total <= 0:
        raise ValueError(f"shares must not be negative and not all 0, not {dict(shares)!r}")
    missing = [name for name in shares if name not in scores]
    if missing:
        raise ValueError(f"influence needs {', '.join(missing)}: given are {', '.join(scores)}")
    used = {name: scores[name] for name in shares}
    parts = {
        name: percentiles(np.where(among, _nine_digits(measured.values), np.nan))
        for name, measured in used.items()
    }
    share = {name: weight / total for name, weight in shares.items()}
    return Influence(
        measure="influence",
        values=_mix(parts, share, len(among)),
        parameters={f"share_{name}": weight for name, weight in share.items()},
        has_converged=all(measured.has_converged for measured in used.values()),
        error=sum(share[name] for name, measured in used.items() if measured.error > 0),
        parts=parts,
        measures=used,
    )


def _mix(
    parts: Mapping[str, NDArray[np.float64]], share: Mapping[str, float], people: int
) -> NDArray[np.float64]:
    """Give the mean of the parts by share, over those defined for a person."""
    sum_of_parts, sum_of_shares = np.zeros(people), np.zeros(people)
    for name, part in parts.items():
        is_defined = ~np.isnan(part)
        sum_of_parts += np.where(is_defined, share[name] * part, 0.0)
        sum_of_shares += np.where(is_defined, share[name], 0.0)
    mixed = np.full(people, np.nan)
    np.divide(sum_of_parts, sum_of_shares, out=mixed, where=sum_of_shares > 0)
    return _nine_digits(mixed)


def _nine_digits(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to nine significant digits, in binary: two who differ by rounding only are equal."""
    bits = np.asarray(values, np.float64).view(np.int64)
    half = np.int64(1 << (_DROPPED_BITS - 1))
    return ((bits + half) & np.int64(-1 << _DROPPED_BITS)).view(np.float64)


def influence_reasons(found: Influence, person: int, *, limit: int = 3) -> list[Reason]:
    """Say why somebody has influence: the measures they stand highest in, strongest first.

    Only measures in which they belong to the upper half are reasons; where there is none, the
    best one is given, among equals one of which they have any. Nobody without influence has one.

    >>> alone = Scores("in_degree", np.array([4.0, 1.0]))
    >>> found = influence({"in_degree": alone}, among=np.ones(2, bool), shares={"in_degree": 1})
    >>> influence_reasons(found, 0)[0].text
    '4 people turn to them (top 50 %)'
    """
    if np.isnan(found.values[person]):
        return []
    standing = {name: float(part[person]) for name, part in found.parts.items()}
    value = {name: float(found.measures[name].values[person]) for name in standing}
    by_strength = sorted(
        standing, key=lambda name: (-np.nan_to_num(standing[name], nan=-1.0), value[name] == 0)
    )
    strong = [name for name in by_strength if standing[name] > 0.5] or by_strength[:1]
    reasons = []
    for name in strong[:limit]:
        is_high = standing[name] > 0.5
        top = top_share(standing[name], found.people) if is_high else "not in the upper half"
        told = f"{_said(name, value[name])} ({top})"
        reasons.append(Reason(told, name, value[name], standing[name]))
    return reasons


def _said(name: str, value: float) -> str:
    """Say one measure of one person in words."""
    if name in ("counterparts", "in_degree"):
        is_many = value > 1
        who = (
            f"{value:.0f} people turn" if is_many else f"{'1 person' if value else 'nobody'} turns"
        )
        answered = f" and {'are' if is_many else 'is'} answered" if name == "counterparts" else ""
        return f"{who} to them{answered}"
    if name == "closeness" and value > 0:  # a mean of inverse steps, so a harmonic mean of steps
        return f"{1 / value:.1f} steps from everybody on average"
    if name in _SAID:
        return _SAID[name].format(percent(value))
    return f"{name} {value:.4g}"
