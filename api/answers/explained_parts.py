"""Parts of a measure that is a plain sum over somebody's ties: what each tie adds to it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from algorithms.changes.removal import surroundings
from algorithms.people.constraint import constraint_parts
from algorithms.projection import Projection
from api.computing.run import Run

__all__ = ["REST", "parts_of"]

Parts = tuple[NDArray[np.integer], NDArray[np.float64]]  # to whom a tie is, and what it adds

REST = {
    "pagerank": "the other ties, and what is shared out evenly among all",
}
"""What the parts leave over, where they leave anything."""

_DAMPING = "damping"


def parts_of(run: Run, by: str, ego: int) -> Parts | None:
    """Give what each tie adds to somebody's value, largest first; None where it is no such sum.

    Of everything but PageRank the parts add up to the value. PageRank has a rest besides.
    """
    if by == "pagerank":
        found = _pagerank(run, ego)
    elif by in _OF_TIES:
        found = _OF_TIES[by](surroundings(run.projection, ego), ego)
    else:
        return None
    who, part = found
    people, place = np.unique(who, return_inverse=True)
    total = np.zeros(len(people))
    np.add.at(total, place, part)
    order = np.argsort(-total, kind="stable")
    return people[order], total[order]


def _out(seen: Projection, ego: int) -> Parts:
    mine = seen.source == ego
    return seen.target[mine], seen.weight[mine]


def _in(seen: Projection, ego: int) -> Parts:
    mine = seen.target == ego
    return seen.source[mine], seen.weight[mine]


def _both(seen: Projection, ego: int) -> Parts:
    (one, out), (other, back) = _out(seen, ego), _in(seen, ego)
    return np.concatenate([one, other]), np.concatenate([out, back])


def _known(seen: Projection, ego: int) -> Parts:
    live = np.flatnonzero(seen.live & ((seen.a == ego) | (seen.b == ego)))
    who = np.where(seen.a[live] == ego, seen.b[live], seen.a[live])
    return who, np.ones(len(who))


def _turning(seen: Projection, ego: int) -> Parts:
    who = seen.source[(seen.target == ego) & seen.tie_is_live]
    return who, np.ones(len(who))


def _reached(seen: Projection, ego: int) -> Parts:
    who = seen.target[(seen.source == ego) & seen.tie_is_live]
    return who, np.ones(len(who))


def _constraining(seen: Projection, ego: int) -> Parts:
    origin, part = constraint_parts(seen)
    other = np.concatenate([seen.b, seen.a])
    mine = origin == ego
    return other[mine], part[mine]


def _pagerank(run: Run, ego: int) -> Parts:
    """What each of those who write to somebody hands on of their own attention."""
    found, seen = run.measures["pagerank"], run.projection
    shares = seen.transition.tocsc()[:, [ego]].tocoo()
    damping = float(found.parameters[_DAMPING])
    return shares.row, damping * found.values[shares.row] * shares.data


_OF_TIES: dict[str, Callable[[Projection, int], Parts]] = {
    "strength": _both,
    "in_strength": _in,
    "out_strength": _out,
    "degree": _known,
    "in_degree": _turning,
    "out_degree": _reached,
    "constraint": _constraining,
}
