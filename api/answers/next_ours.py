"""Whose list of next contacts is asked for: who of ours writes, to whom, and who owns whom."""

import re
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.reminding.occasions import kind_of_fact
from api.computing.run import Run
from api.names.lookup import person_number
from graph.errors import AmbiguousName, Misuse, UnknownName
from graph.people.holding import holding as facts_holding

__all__ = ["WORTH", "Holding", "Owners", "Sides", "holding", "owners", "plain_name", "sides"]

OWNER = frozenset(
    {"owner", "owneremail", "accountowner", "accountmanager", "contactowner", "companyowner"}
)
OWNS = "owner_of"
WORTH = frozenset(
    {"value", "accountvalue", "customervalue", "contractvalue", "dealvalue", "revenue",
     "annualrevenue", "arr", "acv", "mrr"}
)  # fmt: skip

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Sides:
    """Who writes, and to whom they may.

    ``writers`` belong to us now, ``ever_ours`` also who did before; ``me`` is the only one asked
    for, or None. ``is_outward`` is False where colleagues are meant.
    """

    writers: Mask
    ever_ours: Mask
    others: Mask
    me: int | None
    is_outward: bool


@dataclass(frozen=True)
class Holding:
    """The facts that hold at a run's moment: columns of equal length, sorted as facts are."""

    subject: tuple[str, ...]
    name: tuple[str, ...]
    value: tuple[str, ...]
    since: tuple[int | None, ...]
    person: NDArray[np.int64]  # the number of the subject, -1 for organizations


def sides(run: Run, me: int | None, among: Mask | None) -> Sides:
    """Decide who writes to whom; a ``Misuse`` says that nobody is known to be ours.

    Lists go outward: to people who are, and were, none of ours. Colleagues are meant where *among*
    was asked for by name, and where the one asked for knows nobody outside.
    """
    people = run.history.people
    own = run.belonging.people_of(run.own) & people.is_person
    ever = _ever_ours(run, own)
    if me is None:
        if not own.any():
            raise Misuse("nobody is known to be ours; say whose list: --me WHO (me=WHO)")
        others = people.is_person & ~ever & ~_has_left(run)
        return Sides(own, ever, others if among is None else others & among, None, True)
    writers = np.zeros(len(people), bool)
    writers[me] = True
    everybody = people.is_person & ~_has_left(run) & ~writers
    outside = everybody & ~ever
    is_outward = among is None and bool(own[me]) and _knows(run, me, outside)
    others = outside if is_outward else everybody
    return Sides(writers, writers, others if among is None else others & among, me, is_outward)


def _knows(run: Run, me: int, them: Mask) -> bool:
    a, b = run.pair_column("a"), run.pair_column("b")
    return bool(np.any(them[b[a == me]]) or np.any(them[a[b == me]]))


def _ever_ours(run: Run, own: Mask) -> Mask:
    """Who belongs to us, or is known to have belonged to us before."""
    facts = run.history.facts
    named = pc.and_(
        pc.equal(facts.column("name"), "organization"),
        pc.is_in(facts.column("value"), pa.array(run.own, pa.string())),
    )
    found = own | run.belonging.people_of(run.own)
    place = _persons_of(run, facts.filter(named).column("subject"))
    found[place[place >= 0]] = True
    return found


def _has_left(run: Run) -> Mask:
    """Whose every affiliation that was declared has ended."""
    facts = run.history.facts
    stated = facts.filter(pc.equal(facts.column("name"), "organization")).column("subject")
    place = _persons_of(run, stated)
    found = np.zeros(len(run.history.people), bool)
    found[place[place >= 0]] = True
    return found & (run.belonging.organization < 0)


def plain_name(name: str) -> str:
    """A fact's name as it is compared: case and punctuation do not count.

    >>> plain_name("Account Owner")
    'accountowner'
    """
    return re.sub(r"[\W_]+", "", name.casefold())


def holding(run: Run) -> Holding:
    """Give the facts about owners, worth and dates that hold at the run's moment; found once."""
    return run.once("facts that hold", partial(_holding, run))


def _holding(run: Run) -> Holding:
    facts = run.history.facts
    names = pc.unique(facts.column("name")).to_pylist()
    wanted = [name for name in names if _is_wanted(name)]
    named = pc.is_in(facts.column("name"), pa.array(wanted, pa.string()))
    held = facts_holding(facts.filter(named), run.as_of)
    subject, name, value, first = (
        tuple(held.column(column).to_pylist()) for column in ("subject", "name", "value", "since")
    )
    return Holding(subject, name, value, first, _persons_of(run, held.column("subject")))


def _is_wanted(name: str) -> bool:
    return kind_of_fact(name) is not None or name == OWNS or plain_name(name) in (*OWNER, *WORTH)


def _persons_of(run: Run, subjects: pa.ChunkedArray) -> NDArray[np.int64]:
    place = pc.fill_null(pc.index_in(subjects, run.history.identities), -1).to_numpy()
    of = np.append(run.history.people.person_of, -1)
    return np.asarray(of[place], np.int64)


@dataclass(frozen=True)
class Owners:
    """Who is declared to look after whom: of each person and organization, people of ours."""

    person: dict[int, tuple[int, ...]]
    organization: dict[str, tuple[int, ...]]

    def of(self, run: Run, person: int) -> tuple[int, ...]:
        """Those who look after somebody: their own owners first, then their organization's."""
        code = int(run.belonging.organization[person])
        key = run.belonging.keys[code] if code >= 0 else ""
        found = (*self.person.get(person, ()), *self.organization.get(key, ()))
        return tuple(dict.fromkeys(found))


def owners(run: Run, sides: Sides) -> Owners:
    """Read the owners that files declare; names that nobody of ours has alone are left out."""
    facts = holding(run)
    people: dict[int, list[int]] = {}
    organizations: dict[str, list[int]] = {}
    for k, name in enumerate(facts.name):
        subject, value = facts.subject[k], facts.value[k]
        if name == OWNS and facts.person[k] >= 0:
            owned, owner = value, int(facts.person[k])
        elif plain_name(name) in OWNER:
            found = _number(run, value)
            if found is None:
                continue
            owned, owner = subject, found
        else:
            continue
        if not sides.writers[owner]:
            continue
        if owned.startswith("org:"):
            organizations.setdefault(owned, []).append(owner)
        elif (person := _number(run, owned)) is not None:
            people.setdefault(person, []).append(owner)
    return Owners(
        {key: tuple(dict.fromkeys(found)) for key, found in people.items()},
        {key: tuple(dict.fromkeys(found)) for key, found in organizations.items()},
    )


def _number(run: Run, text: str) -> int | None:
    try:
        return person_number(run.history, text)
    except (UnknownName, AmbiguousName):
        return None
