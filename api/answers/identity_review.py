"""Pairs of identities that may be one person, for people to decide; the likeliest first.

Each comes with its reasons, with who the two are, and with what they would have together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.answers.identity_parts import places_of, seen
from api.computing.run import Run

__all__ = ["Suggested", "decided_items", "suggested"]


@dataclass(frozen=True)
class Suggested:
    """One suggestion of a run: the two identities, their persons, how sure, and why."""

    a: str
    b: str
    people: tuple[int, int]
    score: float
    reasons: tuple[str, ...]


def suggested(run: Run, verdict: str) -> list[Suggested]:
    """The suggestions with a verdict, likeliest first, whose two are not one person by now."""

    def found() -> list[Suggested]:
        history = run.history
        table = history.suggested.filter(pc.equal(history.suggested.column("verdict"), verdict))
        places = [
            pc.index_in(table.column(side).combine_chunks(), history.identities).to_pylist()
            for side in ("a", "b")
        ]
        person_of = history.people.person_of
        listed: dict[tuple[int, int], Suggested] = {}
        for row, a, b in zip(table.to_pylist(), *places, strict=True):
            people = (int(person_of[a]), int(person_of[b]))
            one = Suggested(row["a"], row["b"], people, row["score"], tuple(row["reasons"]))
            if people[0] != people[1]:
                listed.setdefault((min(people), max(people)), one)
        return list(listed.values())

    return run.once(("suggested", verdict), found)


def decided_items(run: Run, chosen: list[Suggested], first: int) -> list[dict[str, Any]]:
    """Tell suggestions with their sides, ranked from *first* on."""
    people = sorted({person for one in chosen for person in one.people})
    when = dict(zip(people, seen(run, [places_of(run, one) for one in people]), strict=True))
    around = {person: _contacts(run, person) for person in people}
    items = []
    for k, one in enumerate(chosen):
        left, right = one.people
        items.append(
            {
                "rank": first + k,
                "a": {**_side(run, one.a, left, around[left]), **when[left].row()},
                "b": {**_side(run, one.b, right, around[right]), **when[right].row()},
                "score": one.score,
                "reasons": list(one.reasons),
                "together": _together(run, one.people, around),
            }
        )
    return items


def _side(run: Run, identity: str, person: int, contacts: NDArray[np.integer]) -> dict[str, Any]:
    places = places_of(run, person)
    return {
        "identity": identity,
        "person": run.person(person),
        "identities": [run.history.identities[place].as_py() for place in places],
        "contacts": len(contacts),
        "rank": int(run.person_column("rank")[person]) or None,
    }


def _together(
    run: Run, people: tuple[int, int], around: dict[int, NDArray[np.integer]]
) -> dict[str, Any]:
    """What one person would have who is both: contacts, and strength of ties to others."""
    one, other = (np.setdiff1d(around[person], people) for person in people)
    a, b = run.pair_column("a"), run.pair_column("b")
    mine = np.isin(a, people) ^ np.isin(b, people)
    return {
        "contacts": len(np.union1d(one, other)),
        "shared_contacts": len(np.intersect1d(one, other)),
        "strength": float(np.sum(run.pair_strength(np.flatnonzero(mine)))),
        "are_in_touch": bool(np.isin(people[1], around[people[0]])),
    }


def _contacts(run: Run, person: int) -> NDArray[np.integer]:
    a, b = run.pair_column("a"), run.pair_column("b")
    return np.unique(np.concatenate([b[a == person], a[b == person]]))
