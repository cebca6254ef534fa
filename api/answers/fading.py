"""Which ties are weakening against their own rhythm: what is most being lost first."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.liveness.prior import P_FROM
from algorithms.rhythm.phase import NEVER, STATES
from algorithms.weakening_reasons import reasons
from api.answers.ranking import number, reason
from api.answers.silent import absent_of, silence_of, silence_reason
from api.computing.run import Run
from graph.moments import iso

__all__ = ["date", "pair_reasons", "pair_state", "weakening", "weakening_by_whom"]


def weakening(
    run: Run, *, among: NDArray[np.bool_] | None, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List weakening pairs, those between or with the people marked. Also gives how many."""
    listed = _listed(run, among)
    some = enumerate(listed[offset : offset + limit].tolist(), start=offset + 1)
    return [_item(run, place, pair) for place, pair in some], len(listed)


def weakening_by_whom(
    run: Run, *, among: NDArray[np.bool_] | None, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List weakening pairs, of those that one absent person left behind the first for all.

    ``more_of_theirs`` says for how many others it stands; ranks are those of the whole list. Also
    gives how many weaken in all.
    """
    listed = _listed(run, among)
    absent = absent_of(run, listed)
    others = np.bincount(absent[absent >= 0], minlength=1)
    items: list[dict[str, Any]] = []
    told = set[int]()
    for k, person in enumerate(absent.tolist()):
        if person in told:
            continue
        if len(items) == limit:
            break
        more = 0
        if person >= 0:
            told.add(person)
            more = int(others[person]) - 1
        items.append({**_item(run, k + 1, int(listed[k])), "more_of_theirs": more})
    return items, len(listed)


def _listed(run: Run, among: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    listed: NDArray[np.int64] = run.listed
    if among is None:
        return listed
    a, b = run.pair_column("a"), run.pair_column("b")
    found: NDArray[np.int64] = listed[among[a[listed]] | among[b[listed]]]
    return found


def _item(run: Run, rank: int, pair: int) -> dict[str, Any]:
    return {
        "rank": rank,
        "a": run.person(int(run.pair_column("a")[pair])),
        "b": run.person(int(run.pair_column("b")[pair])),
        **pair_state(run, pair),
        "reasons": pair_reasons(run, pair),
    }


def pair_reasons(run: Run, pair: int) -> list[dict[str, Any]]:
    """Say why a pair stands as it does, the most telling first; then whose silence it is."""
    first, *others = [reason(one) for one in reasons(run.pairs, pair)]
    found = silence_of(run, pair)
    return [first, *others] if found is None else [first, silence_reason(found), *others]


def pair_state(run: Run, pair: int) -> dict[str, Any]:
    """Say how a pair stands: its state, strength, rhythm and chance of contact."""
    pairs = run.pairs
    return {
        "state": STATES[int(pairs.state[pair])],
        "strength": float(pairs.strength[pair]),
        "strength_before": number(pairs.strength_before[pair]),
        "p_contact": number(pairs.p_contact[pair]),
        "p_low": number(pairs.p_low[pair]),
        "p_high": number(pairs.p_high[pair]),
        "p_from": P_FROM[int(pairs.p_from[pair])],
        "horizon_days": pairs.horizon_days,
        "last_at": iso(int(pairs.last_at[pair])),
        "usual_gap_days": number(pairs.usual_gap[pair]),
        "silence": number(pairs.silence[pair]),
        "silence_of": silence_of(run, pair),
    }


def date(at: int) -> str | None:
    """A date for an answer; none for what will not happen."""
    return None if at >= NEVER else iso(int(at))
