"""Persons: which identities are one person, what they are called, and what kind they are.

Which identities are one person is decided in merges (`graph.people.joining`), or given. Persons are
numbered in the order of their smallest identity, so the numbers are a function of the log and the
merges, never of the order of arrival.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.people.called import called
from graph.people.identity import person_ids
from graph.people.joining import NOT_PERSONS, told_groups
from graph.people.mail_domains import organization_of_domain

__all__ = ["NOT_PERSONS", "Persons", "persons"]

Known = tuple[NDArray[np.integer], pa.Array]
"""Sorted places of identities, and the pseudonym of whoever has that one as the smallest."""


@dataclass(frozen=True)
class Persons:
    """Persons 0 .. n-1 and the identities they go by.

    ``person_of`` gives the person of each identity (in sorted order). ``id`` is the pseudonym,
    ``identity`` the one to show: the smallest address at an organization, for a private one is
    nobody's business, else the smallest address, else the smallest. ``name`` may be null,
    ``is_person`` is False for shared mailboxes, lists and bots, named in ``kind``.
    """

    person_of: NDArray[np.int32]
    id: pa.Array
    identity: pa.Array
    name: pa.Array
    kind: pa.Array
    is_person: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.id)


def persons(
    identities: pa.Array,
    merges: pa.Table,
    facts: pa.Table,
    root: NDArray[np.integer] | None = None,
    *,
    known: Known | None = None,
) -> Persons:
    """Make the persons of sorted identities, by the merges that hold and the facts known.

    *root* is, where it is known, the smallest identity of each identity's person; *known* are the
    pseudonyms that need not be computed again.
    """
    count = len(identities)
    place = {}
    if len(facts):
        place = {key: k for k, key in enumerate(identities.to_pylist())}
    if root is None:
        root = told_groups(identities, merges, facts).groups.roots(count)
    is_first = root == np.arange(count)
    number = np.cumsum(is_first, dtype=np.int64) - 1
    person_of = number[root].astype(np.int32)

    first = np.flatnonzero(is_first)
    smallest = identities.take(pa.array(first))
    shown = _shown(identities, person_of, first)
    name = _names(facts, place, person_of, len(first))
    kind = pa.array(_kinds(facts, place, person_of, len(first)), pa.string())
    is_none = pc.is_in(kind, pa.array(sorted(NOT_PERSONS)))
    return Persons(
        person_of=person_of,
        id=_ids(smallest, first, known),
        identity=shown,
        name=pa.array(name, pa.string()),
        kind=kind,
        is_person=pc.invert(is_none).to_numpy(zero_copy_only=False),
    )


def _ids(smallest: pa.Array, first: NDArray[np.intp], known: Known | None) -> pa.Array:
    """Give the pseudonyms of persons by their smallest identities, at these places."""
    if known is None or not len(known[0]):
        return pa.array(person_ids(smallest.to_pylist()), pa.string())
    places, ids = known
    found = np.minimum(np.searchsorted(places, first), len(places) - 1)
    is_new = places[found] != first
    new = person_ids(smallest.filter(pa.array(is_new)).to_pylist())
    found[is_new] = len(ids) + np.arange(len(new))
    return pa.concat_arrays([ids, pa.array(new, pa.string())]).take(pa.array(found))


def _shown(identities: pa.Array, person_of: NDArray[np.int32], first: NDArray[np.intp]) -> pa.Array:
    """An address at an organization stands above one of free mail, that above any handle."""
    if len(first) == len(identities):  # nobody has two
        return identities
    shown = first.copy()
    fit = np.zeros(len(first), np.int8)
    for k in np.flatnonzero(np.bincount(person_of)[person_of] > 1).tolist():
        person, found = person_of[k], _fit(identities[k].as_py())
        if found > fit[person]:
            shown[person], fit[person] = k, found
    return identities.take(pa.array(shown))


def _fit(identity: str) -> int:
    scheme, _, address = identity.partition(":")
    if scheme != "email":
        return 0
    return 1 if organization_of_domain(address.rpartition("@")[2]) is None else 2


def _names(
    facts: pa.Table, place: dict[str, int], person_of: NDArray[np.int32], count: int
) -> list[str | None]:
    """What they are called by all that is known, whenever that was."""
    if not len(facts):
        return [None] * count
    wanted = facts.filter(pc.is_in(facts.column("name"), pa.array(["name", "seen_name"])))
    subjects = pc.unique(wanted.column("subject")).to_pylist()
    numbers = {one: int(person_of[place[one]]) for one in subjects if one in place}
    return called(wanted, numbers, count)


def _kinds(
    facts: pa.Table, place: dict[str, int], person_of: NDArray[np.int32], count: int
) -> list[str]:
    """The declared kind; somebody named a person anywhere is one, else the first by letter."""
    said: dict[int, set[str]] = {}
    for subject, _, value, _ in _of(facts, "kind"):
        if subject in place:
            said.setdefault(int(person_of[place[subject]]), set()).add(value)
    kind = ["person"] * count
    for person, words in said.items():
        kind[person] = "person" if "person" in words else min(words)
    return kind


def _of(facts: pa.Table, *names: str) -> list[tuple[str, str, str, int | None]]:
    if not len(facts):
        return []
    wanted = facts.filter(pc.is_in(facts.column("name"), pa.array(names)))
    columns = [wanted.column(name).to_pylist() for name in ("subject", "name", "value", "since")]
    return list(zip(*columns, strict=True))
