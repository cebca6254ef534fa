"""What a tie would be without some of its interactions: strength, place, state, chance."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.reason import plural
from algorithms.rhythm.phase import STATES
from algorithms.ties import Contributions, ties
from algorithms.weakening import Pairs, weakening
from api.answers.explained_chance import alone, chance_of, still_there
from api.answers.explained_rows import interaction_id
from api.answers.ranking import number
from api.computing.run import Run
from graph.errors import UnknownName
from graph.model import KINDS

__all__ = ["without_some"]

_SIZES = (1, 3)  # so many of the largest are left out

_WORDS = {"email": "mail", "message": "message", "call": "call", "meeting": "meeting"}


@dataclass(frozen=True)
class _Stand:
    """How a pair stands by some of its interactions; the state is none where nothing tells it."""

    strength: float
    rank: int | None
    state: str | None
    p_contact: float


def without_some(
    run: Run, found: Contributions, pair: int, chosen: tuple[str, ...] = ()
) -> list[dict[str, Any]]:
    """Leave out the largest interactions, or those chosen by their ids, and say what would be."""
    which = run.history.timeline.interaction[found.row]
    known, place = np.unique(which, return_inverse=True)
    total = np.bincount(place, found.strength, len(known))
    if chosen:
        sets = [_named(run, known, chosen)]
    else:
        order = known[np.argsort(-total, kind="stable")]
        sets = [order[:size] for size in _SIZES if size <= len(order)]
    now = _stand(run, found, pair, np.ones(len(which), bool))
    return [_told(run, found, now, which, left_out, pair) for left_out in sets]


def _named(run: Run, known: NDArray[np.integer], ids: tuple[str, ...]) -> NDArray[np.integer]:
    """The interactions of a pair that have these ids."""
    by_id = {interaction_id(run, int(one)): int(one) for one in known}
    for one in ids:
        if one not in by_id:
            raise UnknownName(
                f"no interaction of these two is called {one!r}; the ids stand in the last column "
                "of tieline explain A B"
            )
    return np.unique(np.array([by_id[one] for one in ids]))


def _told(
    run: Run,
    found: Contributions,
    now: _Stand,
    which: NDArray[np.integer],
    left_out: NDArray[np.integer],
    pair: int,
) -> dict[str, Any]:
    kept = ~np.isin(which, left_out)
    then = _stand(run, found, pair, kept)
    timeline = run.history.timeline
    kinds = {str(KINDS[k]) for k in np.unique(timeline.kind[found.row[~kept]]).tolist()}
    word = _WORDS.get(kinds.pop(), "interaction") if len(kinds) == 1 else "interaction"
    return {
        "left_out": [interaction_id(run, int(one)) for one in left_out],
        "strength": then.strength,
        "change": then.strength - now.strength,
        "rank": then.rank,
        "rank_before": now.rank,
        "state": then.state,
        "state_before": now.state,
        "p_contact": number(then.p_contact),
        "p_contact_before": number(now.p_contact),
        "text": _words(run, now, then, len(left_out), word),
    }


def _words(run: Run, now: _Stand, then: _Stand, count: int, word: str) -> str:
    this = f"without this {word}" if count == 1 else f"without these {plural(count, word)}"
    if then.rank is None:
        return f"{this} there would be no tie"
    said = [f"strength {then.strength:.4g} instead of {now.strength:.4g}"]
    if then.rank != now.rank:
        said.append(f"rank {then.rank:,} instead of {now.rank:,} among all ties")
    if then.state not in (None, now.state):
        said.append(f"{then.state} instead of {now.state}")
    chances = [f"{100 * one.p_contact:.0f} %" for one in (then, now)]
    if not np.isnan(then.p_contact) and chances[0] != chances[1]:
        said.append(
            f"{chances[0]} likely to be in touch within {plural(run.pairs.horizon_days, 'day')} "
            f"instead of {chances[1]}"
        )
    return f"{this}: {', '.join(said)}"


def _stand(run: Run, found: Contributions, pair: int, kept: NDArray[np.bool_]) -> _Stand:
    """How a pair stands by the interactions kept."""
    if not kept.any():
        return _Stand(0.0, None, None, float("nan"))
    strength = float(np.sum(found.strength[kept]))
    others = np.delete(run.pair_strength(), pair)
    rank = 1 + int(np.count_nonzero(others > strength))
    pairs = run.pairs
    if kept.all():
        return _Stand(strength, rank, STATES[int(pairs.state[pair])], float(pairs.p_contact[pair]))
    row = np.sort(found.row[kept])
    judged = _judged(run, row)
    elapsed = float(judged.elapsed[0])
    if row[-1] == found.row.max():
        elapsed = float(pairs.elapsed[pair])
    mine = alone(run, found.row, elapsed, int(judged.active_days[0]), found.row[~kept])
    state = STATES[int(judged.state[0])] if _is_judged_alike(run, found, pair) else None
    there, _ = still_there(run, pair)
    return _Stand(strength, rank, state, chance_of(run, mine)[0] * there)


def _is_judged_alike(run: Run, found: Contributions, pair: int) -> bool:
    """Whether the state of a pair follows from its own rows, and not also from others' outages."""
    return int(_judged(run, np.sort(found.row)).state[0]) == int(run.pairs.state[pair])


def _judged(run: Run, row: NDArray[np.integer]) -> Pairs:
    """Judge the rhythm of two people by these rows alone."""
    timeline = run.history.timeline
    low = int(min(timeline.source[row[0]], timeline.target[row[0]]))
    is_low = timeline.source[row] == low
    two = replace(
        timeline.chosen(row),
        people=2,
        source=np.where(is_low, 0, 1).astype(np.int32),
        target=np.where(is_low, 1, 0).astype(np.int32),
    )
    weight = run.weight[row]
    known = ties(two, weight, as_of=run.as_of, half_life=run.half_life)
    return weakening(
        two,
        weight,
        known,
        as_of=run.as_of,
        horizon_days=run.pairs.horizon_days,
        thresholds=run.pairs.thresholds,
    )
