"""The dated reasons to write to somebody: birthdays, renewals, reminders, follow-ups."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.reminding.occasions import Dated, Occasion, Unread, kind_of_fact, occasions
from api.answers.next_ours import Owners, Sides, holding
from api.computing.run import Run
from graph.moments import iso

__all__ = ["About", "dated", "listed", "occasion_item", "unread_items"]

_REAL = 10  # people that a contact reached at most, to be one: a note to more settles nothing
_UNREAD = 100

Contacts = dict[int, NDArray[np.int64]]


class About:
    """Whom occasions are about: persons by their number, organizations by a number below -1."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._keys: list[str] = []

    def subject(self, person: int, key: str) -> int:
        """The number that stands for a person, or for an organization."""
        if person >= 0:
            return person
        if key not in self._numbers:
            self._keys.append(key)
            self._numbers[key] = -1 - len(self._keys)
        return self._numbers[key]

    def organization(self, subject: int) -> str | None:
        """The organization that a number stands for; None for persons."""
        return self._keys[-2 - subject] if subject < -1 else None


def dated(run: Run, sides: Sides) -> tuple[list[Occasion], list[Unread], About]:
    """Find the occasions of everybody who may be written to, and of organizations."""
    facts, about = holding(run), About()
    codes = np.unique(run.belonging.organization[sides.others])
    known = {run.belonging.keys[code] for code in codes.tolist() if code >= 0}
    found = []
    for k, name in enumerate(facts.name):
        person, subject = int(facts.person[k]), facts.subject[k]
        if kind_of_fact(name) is None:
            continue
        if not (sides.others[person] if person >= 0 else subject in known):
            continue
        number = about.subject(person, subject)
        found.append(Dated(number, name, facts.value[k], facts.since[k]))
    contacts = _contacts(run, sides, about, {one.subject for one in found})
    told, unread = occasions(found, contacts, as_of=run.as_of)
    return told, unread, about


def _contacts(run: Run, sides: Sides, about: About, subjects: set[int]) -> Contacts:
    """When the subjects were really in touch with those who write, oldest first.

    What ties nobody is no contact, nor is what went to more than a few.
    """
    if not subjects:
        return {}
    code_of = {key: code for code, key in enumerate(run.belonging.keys)}
    number_of = np.full(len(code_of) + 1, -1)
    is_asked = np.zeros(len(run.history.people), bool)
    for number in subjects:
        key = about.organization(number)
        if key is None:
            is_asked[number] = True
        else:
            number_of[code_of[key]] = number
    group = number_of[run.belonging.organization]
    timeline = run.history.timeline
    until = int(np.searchsorted(timeline.at, run.as_of, "right"))
    source, target = timeline.source[:until], timeline.target[:until]
    is_real = (run.weight[:until] > 0) & (timeline.size[:until] <= _REAL)
    is_real &= sides.writers[source] != sides.writers[target]
    row = np.flatnonzero(is_real)
    other = np.where(sides.writers[source[row]], target[row], source[row])
    at = timeline.at[row]
    return _by(np.where(is_asked[other], other, -1), at) | _by(group[other], at)


def _by(key: NDArray[np.integer], at: NDArray[np.int64]) -> Contacts:
    """The moments of each key, in their order; -1 is none."""
    order = np.argsort(key, kind="stable")
    order = order[key[order] != -1]
    keys, first = np.unique(key[order], return_index=True)
    ends = np.append(first, len(order))[1:]
    of = at[order]
    return {int(k): of[b:e] for k, b, e in zip(keys, first, ends, strict=True)}


def listed(
    run: Run,
    told: tuple[list[Occasion], list[Unread], About],
    owners: Owners,
    *,
    offset: int,
    limit: int,
) -> tuple[list[dict[str, Any]], int]:
    """List occasions, overdue ones first. Also gives how many."""
    found, _, about = told
    items = []
    for place, one in enumerate(found[offset : offset + limit], start=offset + 1):
        subject, key = one.fact.subject, about.organization(one.fact.subject)
        mine = owners.organization.get(key, ()) if key else owners.of(run, subject)
        items.append(
            {
                "rank": place,
                "person": run.person(subject) if key is None else None,
                "organization": key or run.person(subject)["organization"],
                "owner": run.person(mine[0]) if mine else None,
                **occasion_item(one),
            }
        )
    return items, len(found)


def occasion_item(one: Occasion) -> dict[str, Any]:
    """An occasion as answers show it."""
    return {
        "kind": one.kind,
        "state": one.state,
        "due": str(one.due),
        "days": one.days,
        "done_at": None if one.done_at is None else iso(one.done_at),
        "fact": one.fact.name,
        "value": one.fact.value,
        "text": one.text,
    }


def unread_items(run: Run, told: tuple[list[Occasion], list[Unread], About]) -> list[Any]:
    """The facts that mean an occasion and hold no date, the first hundred."""
    _, unread, about = told
    return [
        {
            "subject": about.organization(one.fact.subject)
            or run.person(one.fact.subject)["identity"],
            "name": one.fact.name,
            "value": one.fact.value,
            "reason": one.reason,
        }
        for one in unread[:_UNREAD]
    ]
