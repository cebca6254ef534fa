"""Who goes by which identities: each with its names and dates, and what made them one person."""

from typing import Any

import numpy as np

from api.answers.identity_parts import joined_by, names_told, places_of, seen
from api.computing.run import Run

__all__ = ["identities_of", "with_several"]


def with_several(run: Run, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List those who go by several identities, most first. Also gives how many they are."""
    count = np.bincount(run.history.people.person_of, minlength=len(run.history.people))
    several = np.flatnonzero(count > 1)
    order = several[np.argsort(-count[several], kind="stable")]
    chosen = order[offset : offset + limit].tolist()
    return [identities_of(run, person) for person in chosen], len(order)


def identities_of(run: Run, person: int) -> dict[str, Any]:
    """Say by which identities somebody goes, and who decided that they are one person."""
    places = places_of(run, person)
    names = names_told(run, places)
    when = seen(run, [[place] for place in places])
    return {
        "person": run.person(person),
        "identities": [
            {
                "identity": run.history.identities[place].as_py(),
                "names": names[place],
                **when[k].row(),
            }
            for k, place in enumerate(places)
        ],
        "joined_by": joined_by(run, places),
    }
