"""Ended affiliations: who had one and has none any more, and where those who left belonged."""

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.absence.departures import Departures
from api.log.history import History
from api.log.where import belonging_of
from graph.moments import DAY
from graph.people.holding import without_ended
from graph.people.organization import Belonging

__all__ = ["ended_affiliations", "last_organization"]

_EVER = int(np.iinfo(np.int64).max)


def ended_affiliations(history: History, *, as_of: int) -> dict[int, int]:
    """Give when the last affiliation of a person ended, for those who have none as of a moment."""
    facts = without_ended(
        history.facts.filter(pc.equal(history.facts.column("name"), "organization"))
    )
    if not len(facts):
        return {}
    place = pc.index_in(facts.column("subject"), history.identities).to_pylist()
    rows = zip(
        place, facts.column("since").to_pylist(), facts.column("until").to_pylist(), strict=True
    )
    last: dict[int, int] = {}
    for at, since, until in rows:
        if at is None or (since is not None and since > as_of):
            continue
        person = int(history.people.person_of[at])
        last[person] = max(last.get(person, 0), _EVER if until is None else until)
    return {person: until for person, until in last.items() if until <= as_of}


def last_organization(history: History, belongs: Belonging, gone: Departures) -> NDArray[np.int32]:
    """Give where everybody belongs, those who left where they did the day before they did."""
    found = belongs.organization.copy()
    lost = np.flatnonzero(found[gone.person] < 0)
    if len(lost):
        for day in np.unique(gone.since[lost]).tolist()[-50:]:
            before = belonging_of(history, as_of=day - DAY)
            code = {key: k for k, key in enumerate(belongs.keys)}
            for person in gone.person[lost[gone.since[lost] == day]].tolist():
                key = before.organization[person]
                found[person] = code.get(before.keys[key], -1) if key >= 0 else -1
    return found
