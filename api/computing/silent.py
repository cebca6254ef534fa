"""What a run says of silence: coverage of the feeds, departures, and whose each silence is.

    history ─► coverage ─► weakening ─► overdue pairs ─► silences        facts, log ─► departures

Kept as tables of the run, from which every answer is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from algorithms.absence.departures import Departures, confirmed, departures
from algorithms.absence.handed_over import successors
from algorithms.absence.initiative import initiative
from algorithms.absence.silence import KINDS_OF_SILENCE, Silences, overdue_pairs, silences
from algorithms.feeds.coverage import Coverage
from algorithms.feeds.outages import NEVER, OUTAGES
from algorithms.liveness.prior import P_FROM
from algorithms.rows.pair_rows import pair_rows
from algorithms.weakening import Pairs, weakening_order
from api.log.ended import ended_affiliations, last_organization
from api.log.history import History
from graph.moments import DAY
from graph.people.organization import Belonging

__all__ = ["Silent", "judged", "silent", "silent_tables"]

_LEFT = KINDS_OF_SILENCE.index("left")
_DEPARTURE = P_FROM.index("departure")
_SURE = 0.5  # from which on it is a departure that makes a chance what it is


@dataclass(frozen=True)
class Silent:
    """Coverage, departures, and whose each silence is.

    ``successor`` is -1 where there is none; ``is_inside`` where a departed one's silence is towards
    a colleague.
    """

    coverage: Coverage
    gone: Departures
    told: Silences
    successor: NDArray[np.int32]
    is_inside: NDArray[np.bool_]


def silent(
    history: History,
    weight: NDArray[np.float64],
    pairs: Pairs,
    coverage: Coverage,
    belongs: Belonging,
) -> Silent:
    """Say whose silence it is, as of the moment of *pairs*."""
    timeline, as_of = history.timeline, pairs.as_of
    rows = pair_rows(timeline, weight, as_of=as_of)
    seen = initiative(timeline, rows, coverage, as_of=as_of)
    gone = departures(seen, ended_affiliations(history, as_of=as_of))
    organization = last_organization(history, belongs, gone)
    overdue = overdue_pairs(pairs, coverage, coverage.shares(timeline, rows))
    told = silences(rows, overdue, seen, coverage, organization, gone)
    both = np.stack([rows.a[told.pair], rows.b[told.pair]], axis=1)
    gone = confirmed(gone, told.person, both)
    left = np.flatnonzero(told.kind == _LEFT)
    successor = np.full(len(told), -1, np.int32)
    successor[left] = successors(
        timeline,
        rows,
        told.pair[left],
        told.person[left],
        told.since[left],
        pairs.usual_gap[told.pair[left]],
        organization,
        as_of=as_of,
    )
    home = organization[both]
    is_inside = (
        (told.kind == _LEFT)
        & (told.confidence >= _SURE)
        & (home[:, 0] == home[:, 1])
        & (home[:, 0] >= 0)
    )
    return Silent(coverage, gone, told, successor, is_inside)


def judged(
    pairs: Pairs, found: Silent, a: NDArray[np.int32], b: NDArray[np.int32]
) -> tuple[Pairs, NDArray[np.intp]]:
    """Give the pairs with chances that know of departures and outages, and the weakening list.

    Nobody is in touch with who has left: the chance falls by how sure that is. Where much of a
    silence was not heard, the interval of the chance is as much wider. A pair whose other one a
    colleague took over is not in the list, nor is one of a departed person with a colleague: one
    departure is told once, and the list is for ties that somebody could still hold.
    """
    gone = np.zeros(int(max(a.max(initial=0), b.max(initial=0))) + 1)
    left = found.gone.kind == 1
    gone[found.gone.person[left]] = found.gone.confidence[left]
    there = 1 - np.maximum(gone[a], gone[b])
    silence = np.maximum((pairs.as_of - pairs.last_at) / DAY, 1e-9)
    unheard = np.clip(1 - pairs.elapsed / silence, 0.0, 1.0)
    unheard[(pairs.as_of - pairs.last_at) < DAY] = 0.0
    chance = pairs.p_contact * there
    by_departure = (there <= 1 - _SURE) & ~np.isnan(chance)
    known = replace(
        pairs,
        p_contact=chance,
        p_from=np.where(by_departure, _DEPARTURE, pairs.p_from).astype(np.uint8),
        p_low=pairs.p_low * there * (1 - unheard),
        p_high=np.minimum(pairs.p_high + (1 - pairs.p_high) * unheard, 1.0) * there,
        loss=np.where(there < 1, pairs.strength_before * (1 - chance), pairs.loss),
    )
    handed = np.zeros(len(pairs), bool)
    handed[found.told.pair[(found.successor >= 0) | found.is_inside]] = True
    listed = weakening_order(known)
    return known, listed[~handed[listed]]


def silent_tables(found: Silent) -> Mapping[str, pa.Table]:
    """Give the tables that a run keeps of it."""
    told, gone, coverage = found.told, found.gone, found.coverage
    outages = coverage.outages
    columns = {
        name: getattr(told, name)
        for name in (
            "pair", "level", "kind", "person", "organization", "feed", "since", "confidence",
            "observed", "expected",
        )
    }  # fmt: skip
    return {
        "silences": pa.table({**columns, "successor": found.successor}),
        "departures": pa.table(
            {
                name: getattr(gone, name)
                for name in ("person", "since", "kind", "confidence", "is_stated")
            }
        ),
        "feeds": pa.table(
            {
                "name": pa.array(coverage.feeds, pa.string()),
                "channel": pa.array(coverage.channels, pa.string()),
            }
        ),
        "outages": pa.table(
            {
                "feed": pa.array([one.feed for one in outages], pa.int32()),
                "since": pa.array([one.since for one in outages], pa.int64()),
                "until": pa.array([one.until for one in outages], pa.int64()),
                "kind": pa.array([OUTAGES.index(one.kind) for one in outages], pa.int8()),
                "missing": pa.array([one.missing for one in outages], pa.float64()),
                "confidence": pa.array([one.confidence for one in outages], pa.float64()),
            }
        ),
        "volume": _monthly(coverage),
    }


def _monthly(coverage: Coverage) -> pa.Table:
    """Give what every feed brought in each month, and on how many of its days it worked."""
    days = coverage.first_day + np.arange(coverage.volume.shape[1])
    months, place = np.unique(
        days.astype("datetime64[D]").astype("datetime64[M]"), return_inverse=True
    )
    feed, month, count, silent_days, out_days = [], [], [], [], []
    for f, volume in enumerate(coverage.volume):
        out = np.zeros(len(days), bool)
        for one in coverage.outages:
            if one.feed == f:
                out |= (days * DAY >= one.since) & (days * DAY < min(one.until, NEVER))
        feed.append(np.full(len(months), f))
        month.append(months.astype("datetime64[us]").astype(np.int64))
        count.append(np.bincount(place, weights=volume, minlength=len(months)).astype(np.int64))
        silent_days.append(np.bincount(place, weights=volume == 0, minlength=len(months)))
        out_days.append(np.bincount(place, weights=out, minlength=len(months)))
    joined = [
        np.concatenate([np.zeros(0), *part]) for part in (feed, month, count, silent_days, out_days)
    ]
    names = ("feed", "month", "interactions", "silent_days", "days_out")
    return pa.table({n: c.astype(np.int64) for n, c in zip(names, joined, strict=True)})
