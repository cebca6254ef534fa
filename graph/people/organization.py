"""Organizations and segments: who belongs where at a moment.

What a file declares comes first: the affiliation that holds at the moment; somebody whose declared
affiliations have all ended belongs nowhere. Others, and those whose affiliations begin later only,
belong to the organization of their mail domain (the registrable part: ``mail.acme.example`` is
``org:acme.example``), unless it is a free-mail domain; of several addresses to that of the one in
use, of equals of the smallest. A segment holds for a person or for an organization and so for its
people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.people.holding import holding
from graph.people.mail_domains import organization_of_domain
from graph.people.persons import Persons

__all__ = ["Belonging", "belonging"]

_EVER_SINCE = -(2**63)


@dataclass(frozen=True)
class Belonging:
    """Who belongs where at one moment.

    ``organization`` is a position in ``keys`` for each person, -1 for nowhere; ``name`` may be
    None. ``segments`` marks the people of each segment.
    """

    keys: tuple[str, ...]
    name: tuple[str | None, ...]
    organization: NDArray[np.int32]
    is_declared: NDArray[np.bool_]
    segments: Mapping[str, NDArray[np.bool_]]

    def people_of(self, keys: Sequence[str]) -> NDArray[np.bool_]:
        """Mark the people of some organizations."""
        codes = [self.keys.index(key) for key in keys if key in self.keys]
        found: NDArray[np.bool_] = np.isin(self.organization, codes)
        return found

    def commonest(self) -> str | None:
        """Give the organization with most people; of equals the first by letter."""
        counts = np.bincount(self.organization[self.organization >= 0], minlength=len(self.keys))
        return self.keys[int(np.argmax(counts))] if len(self.keys) and counts.max() else None


def belonging(
    identities: pa.Array,
    people: Persons,
    facts: pa.Table,
    *,
    as_of: int,
    used_at: NDArray[np.int64] | None = None,
) -> Belonging:
    """Find who belongs where at a moment (microseconds).

    *used_at* says of each identity when it was last in use; larger is later.
    """
    held = holding(facts, as_of)
    place = _places(identities, held, facts)
    by_domain = _by_domain(identities, people, used_at)
    declared: dict[int, str] = {}
    begun = facts.filter(pc.less_equal(pc.fill_null(facts.column("since"), _EVER_SINCE), as_of))
    ever = {
        int(people.person_of[place[subject]])
        for subject, _ in _rows(begun, "organization")
        if subject in place
    }
    for subject, value in sorted(_rows(held, "organization"), reverse=True):
        if subject in place:
            declared[int(people.person_of[place[subject]])] = value
    names = dict(sorted(_rows(held, "name")))
    stated = [subject for subject, _ in _rows(held, "segment") if subject.startswith("org:")]

    named_domains = set(by_domain.dictionary.to_pylist())
    keys = tuple(sorted(named_domains | set(declared.values()) | set(stated)))
    code = {key: k for k, key in enumerate(keys)}
    recode = np.array([code[key] for key in by_domain.dictionary.to_pylist()] + [-1], np.int32)
    organization = recode[by_domain.indices.fill_null(len(recode) - 1).to_numpy()]
    is_declared = np.zeros(len(people), bool)
    for person in ever - declared.keys():  # all their affiliations have ended
        organization[person] = -1
    for person, value in declared.items():
        organization[person], is_declared[person] = code[value], True
    segments: dict[str, NDArray[np.bool_]] = {}
    for subject, value in sorted(_rows(held, "segment")):
        mask = segments.setdefault(value, np.zeros(len(people), bool))
        if subject in code:
            mask |= organization == code[subject]
        elif subject in place:
            mask[people.person_of[place[subject]]] = True
    return Belonging(
        keys, tuple(names.get(key) for key in keys), organization, is_declared, segments
    )


def _places(identities: pa.Array, *tables: pa.Table) -> dict[str, int]:
    """Where the subjects of organization and segment facts stand among the identities."""
    subjects = {
        subject
        for table in tables
        for name in ("organization", "segment")
        for subject, _ in _rows(table, name)
    }
    listed = sorted(subjects)
    found = pc.index_in(pa.array(listed, pa.string()), identities).to_pylist()
    return {key: k for key, k in zip(listed, found, strict=True) if k is not None}


def _rows(facts: pa.Table, name: str) -> list[tuple[str, str]]:
    wanted = facts.filter(pc.equal(facts.column("name"), name))
    return list(
        zip(wanted.column("subject").to_pylist(), wanted.column("value").to_pylist(), strict=True)
    )


def _by_domain(
    identities: pa.Array, people: Persons, used_at: NDArray[np.int64] | None
) -> pa.DictionaryArray:
    """The organization that each person's company address speaks for, of several the last used."""
    # of what is no address nothing is left, which is no domain; a fourth of extract_regex's time
    encoded = pc.replace_substring_regex(identities, r"^(?:email:.*@|.*)", "").dictionary_encode()
    organization = [organization_of_domain(text) for text in encoded.dictionary.to_pylist()]
    keys = sorted({key for key in organization if key})
    code = {key: k for k, key in enumerate(keys)}
    recode = np.array([code[key] if key else -1 for key in organization], np.int32)
    of_identity = recode[encoded.indices.to_numpy()]
    found = np.full(len(people), -1, np.int32)
    known = np.flatnonzero(of_identity >= 0)[::-1]  # the smallest identity is written last
    if used_at is not None:
        known = known[np.argsort(used_at[known], kind="stable")]
    found[people.person_of[known]] = of_identity[known]
    return pa.DictionaryArray.from_arrays(
        pa.array(found, mask=found < 0), pa.array(keys, pa.string())
    )
