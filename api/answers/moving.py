"""Who rises and who falls: people ranked by the change of their rank between two moments."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.changes.movement import Movement, movement
from algorithms.scores import ranks
from api.answers.moving_reasons import SAME, moving_reasons
from api.answers.ranking import is_largest_first, number, ranked_values, ranking_of
from api.computing.analysis import CHANGE_DAYS
from api.computing.run import Run
from graph.moments import iso

__all__ = ["DEFAULT_DAYS", "lately_moved", "moving"]

DEFAULT_DAYS = CHANGE_DAYS
"""The other moment lies so many days before, unless said otherwise."""

_LISTED = 100  # newcomers, and leavers, at most

Ranks = NDArray[np.int64]


def moving(
    now: Run,
    then: Run,
    *,
    by: str,
    upwards: bool,
    among: NDArray[np.bool_] | None,
    offset: int,
    limit: int,
) -> tuple[dict[str, Any], tuple[list[dict[str, Any]], int]]:
    """Rank people by how far they rose (or fell) in a ranking since another moment.

    Gives what is said beside the list (newcomers, and those who are gone), and the list with its
    length. Both runs are of one log, so people have the same numbers in both. Somebody is there at
    a moment if they have a live pair then.
    """
    (rank_then, shared_then), (rank_now, shared_now) = (
        _ranks_of_those_there(run, by, among) for run in (then, now)
    )
    moved = _moved(then, now, by, (rank_then, rank_now))
    order = moved.order(upwards=upwards)
    place = ranks(np.abs(moved.rise[order]))
    sharing = np.bincount(place)
    value_then, value_now = ranked_values(then, by), ranked_values(now, by)
    items = [
        {
            "rank": int(place[k]),
            "tied_with": int(sharing[place[k]]) - 1,
            "person": now.person(person),
            "rank_then": int(rank_then[person]),
            "tied_then": int(shared_then[rank_then[person]]) - 1,
            "rank_now": int(rank_now[person]),
            "tied_now": int(shared_now[rank_now[person]]) - 1,
            "change": int(moved.places[person]),
            "rise": float(moved.rise[person]),
            "value_then": number(value_then[person]),
            "value_now": number(value_now[person]),
            "reasons": moving_reasons(then, now, by, person, upwards=upwards),
        }
        for k, person in enumerate(order[: offset + limit].tolist())
        if k >= offset
    ]
    told = {
        "since": iso(then.as_of),
        "by": by,
        "new_total": int(np.count_nonzero((rank_then == 0) & (rank_now > 0))),
        "new": _only(now, rank_now, rank_then),
        "gone_total": int(np.count_nonzero((rank_now == 0) & (rank_then > 0))),
        "gone": _only(then, rank_then, rank_now),
    }
    return told, (items, len(order))


def _moved(then: Run, now: Run, by: str, rank: tuple[Ranks, Ranks]) -> Movement:
    """Compare two rankings; a value that differs by no more than a computation does is the same."""
    before, after = (ranked_values(run, by) for run in (then, now))
    size = np.maximum(np.abs(before), np.abs(after))
    after = np.where(np.abs(after - before) <= SAME * size, before, after)
    sign = 1 if is_largest_first(by) else -1
    places = (
        ranks(np.where(there > 0, sign * values, np.nan))
        for there, values in zip(rank, (before, after), strict=True)
    )
    return movement(*places)


def _ranks_of_those_there(
    run: Run, by: str, among: NDArray[np.bool_] | None
) -> tuple[Ranks, Ranks]:
    """Everybody's rank, 0 for those without a live pair, and how many share each rank.

    A count of 0 is there before somebody is.
    """
    found = ranking_of(run, by, among)
    return np.where(run.measures["degree"].values > 0, found, 0), np.bincount(found)


def lately_moved(run: Run) -> tuple[Movement, Ranks, Ranks]:
    """The movement in influence in the four weeks before a run, with the ranks then and now.

    Read from the run itself, which holds the change of everybody who had influence at both moments.
    """
    change, now = run.person_column("change"), run.person_column("rank").astype(np.int64)
    then = np.where(np.isnan(change), 0, now + np.nan_to_num(change)).astype(np.int64)
    return movement(then, now), then, now


def _only(run: Run, here: Ranks, there: Ranks) -> list[dict[str, Any]]:
    """Those who have a rank in one run and none in the other, the first ranks first."""
    who = np.flatnonzero((here > 0) & (there == 0))
    who = who[np.argsort(here[who], kind="stable")][:_LISTED]
    return [{"rank": int(here[k]), "person": run.person(k)} for k in who.tolist()]
