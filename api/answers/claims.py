"""Claims: what is declared about people that gives them a stake, as of a moment.

Affiliations, segments, reporting lines, account owners, parts in deals (decision maker of a
renewal, as a CRM says) and titles; facts count from when they begin until they end.
"""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.stakes.legitimacy import Claim, Legitimacy, legitimacy
from api.computing.run import Run
from api.names.lookup import Target
from graph.people.holding import holding

__all__ = ["declared_claims"]

People = NDArray[np.bool_]


def declared_claims(run: Run, target: Target, people: People, own: People) -> Legitimacy:
    """Give the claims to a target: its people and those of ours with a title, roles, segments."""
    claims = []
    if target.kind == "organization":
        claims.append(Claim("affiliation", target.name, people))
    for name, mask in run.belonging.segments.items():
        if mask.any():
            claims.append(Claim("segment", name, mask))
    if target.kind == "person":
        claims.append(Claim("reporting line", "theirs", _line(run, people)))
    if target.kind in ("organization", "segment"):
        claims.append(Claim("role", "account owner", _subjects(run, "owner_of", target.name)))
    if target.kind == "organization":
        claims += _roles_in_accounts(run, target.name)
    claims += _roles_in_deals(run, target, people)
    titled = _subjects(run, "title", None) & own
    if titled.any():
        claims.append(Claim("role", "by title", titled & ~people, worth=0.3))
    return legitimacy(len(people), claims)


def _roles_in_accounts(run: Run, organization: str) -> list[Claim]:
    """As what those of ours who are on the team of an account work for it."""
    found: dict[str, list[str]] = {}
    for fact in _standing(run, "account_role").select(["subject", "value"]).to_pylist():
        role, _, where = fact["value"].rpartition(": ")
        if where == organization:
            found.setdefault(role, []).append(fact["subject"])
    return [
        Claim("role", role, _people(run, pa.array(subjects)))
        for role, subjects in sorted(found.items())
    ]


def _roles_in_deals(run: Run, target: Target, people: People) -> list[Claim]:
    """What part whom has in the deals meant: the one asked about, or those of the people marked."""
    found: dict[str, list[str]] = {}
    for fact in _standing(run, "deal_role").select(["subject", "value"]).to_pylist():
        found.setdefault(fact["value"], []).append(fact["subject"])
    claims = []
    for value, subjects in sorted(found.items()):
        role, _, deal = value.partition(": ")
        holds = _people(run, pa.array(subjects))
        if target.kind == "topic":
            is_meant = target.name == f"deal:{deal}"
        elif target.kind == "segment":
            is_meant = target.name == f"deal {deal}"
        else:
            taking_part = run.belonging.segments.get(f"deal {deal}", holds)
            is_meant = bool((people & taking_part).any())
        if is_meant:
            claims.append(Claim("role", f"{role} of {deal}", holds))
    return claims


def _standing(run: Run, name: str) -> pa.Table:
    """The facts of one name that hold at the moment asked about."""
    facts = run.history.facts
    return holding(facts.filter(pc.equal(facts.column("name"), name)), run.as_of)


def _subjects(run: Run, name: str, value: str | None) -> People:
    """The people of whom a fact is stated."""
    wanted = _standing(run, name)
    if value is not None:
        wanted = wanted.filter(pc.equal(wanted.column("value"), value))
    return _people(run, wanted.column("subject"))


def _line(run: Run, people: People) -> People:
    """Those who report to the people marked, and those whom these report to."""
    lines = _standing(run, "reports_to")
    subject = _numbers(run, lines.column("subject"))
    boss = _numbers(run, lines.column("value"))
    known = (subject >= 0) & (boss >= 0)
    subject, boss = subject[known], boss[known]
    found = np.zeros(len(people), bool)
    found[subject[people[boss]]] = True
    found[boss[people[subject]]] = True
    return found & ~people


def _people(run: Run, keys: Any) -> People:  # noqa: ANN401 - an Arrow column of identities
    numbers = _numbers(run, keys)
    found = np.zeros(len(run.history.people), bool)
    found[numbers[numbers >= 0]] = True
    return found


def _numbers(run: Run, keys: Any) -> NDArray[np.int64]:  # noqa: ANN401
    place = pc.fill_null(pc.index_in(keys, run.history.identities), -1).to_numpy()
    return np.where(place >= 0, run.history.people.person_of[np.maximum(place, 0)], -1)
