"""Look-ups: from what somebody types to a person, an organization, a segment or a topic.

A person is found by id (any former one too), by identity, by bare address or account, or by a name
that only one person has. What is not found is answered with the closest, or with
all there are where they are few; what is ambiguous with the choices, by id.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import process

from api.log.history import History
from graph.errors import AmbiguousName, UnknownName
from graph.people.identity import SCHEMES, canonical, person_ids
from graph.people.organization import Belonging

__all__ = ["Target", "Topics", "identity_place", "person_number", "target"]

_PERSON_ID = re.compile(r"p_[a-z2-7]{16}")
_CHOICES = 5
_FEW = 12
_FUZZY = 200_000  # names compared at most when looking for the closest


@dataclass(frozen=True, slots=True)
class Target:
    """What a question is about: ``kind`` is organization, segment, person or topic."""

    kind: str
    name: str

    def __str__(self) -> str:
        prefix = {"organization": ""}.get(self.kind, f"{self.kind}:")
        return f"{prefix}{self.name}"


class Topics(Protocol):
    """What topics are called (`api.names.topic_names`)."""

    def exactly(self, text: str) -> list[str]:
        """The tags that are written just so."""

    def meant(self, text: str) -> list[str]:
        """The topics of any kind that plain words may mean."""

    def resolved(self, text: str) -> str:
        """Give the topic meant, or say which there are."""

    def shown(self) -> list[str]:
        """Names to look for the closest among."""


def person_number(history: History, text: str) -> int:
    """Give the number of the person meant, or an ``UnknownName`` or ``AmbiguousName``."""
    value = text.strip()
    if _PERSON_ID.fullmatch(value):
        found = _by_id(history, value)
        if found is not None:
            return found
        raise UnknownName(f"no person has the id {value!r}; list them with: tieline people")
    found = _by_identity(history, value)
    if found is not None:
        return found
    matches = _by_name(history, value)
    if len(matches) == 1:
        return matches[0]
    if matches:
        choices = ", ".join(_choice(history, k) for k in matches[:_CHOICES])
        more = f" and {len(matches) - _CHOICES} more" if len(matches) > _CHOICES else ""
        raise AmbiguousName(
            f"{len(matches)} people are called {value!r}: {choices}{more}; use an id or an identity"
        )
    raise UnknownName(f"no person is known as {value!r}{_closest(value, _names(history))}")


def target(history: History, belonging: Belonging, topics: Topics, text: str) -> Target:
    """Give what ``--of`` means: ``org:``, ``segment:``, ``topic:``, ``person:`` or a bare word."""
    scheme, colon, rest = text.strip().partition(":")
    rest = rest.strip()
    if colon and scheme == "org":
        return Target("organization", _among(f"org:{rest.lower()}", belonging.keys, "organization"))
    if colon and scheme == "segment":
        return Target("segment", _among(rest, belonging.segments, "segment"))
    if colon and scheme == "topic":
        return Target("topic", topics.resolved(rest))
    if colon and scheme == "person":
        number = person_number(history, rest)
        return Target("person", history.people.id[number].as_py())
    return _bare(history, belonging, topics, text.strip())


def _bare(history: History, belonging: Belonging, topics: Topics, text: str) -> Target:
    """A word without a prefix, where only one thing has it."""
    found = [Target("segment", name) for name in belonging.segments if name == text]
    found += [Target("topic", name) for name in topics.exactly(text)]
    word = text.lower()
    for key, name in zip(belonging.keys, belonging.name, strict=True):
        domain = key.removeprefix("org:")
        if word in (domain, domain.partition(".")[0], (name or "").lower()):
            found.append(Target("organization", key))
    try:
        number = person_number(history, text)
    except AmbiguousName:
        if not found:
            raise
    except UnknownName:
        pass
    else:
        found.append(Target("person", history.people.id[number].as_py()))
    if not found:  # a subject that is called as somebody is would be in the way of them
        found = [Target("topic", name) for name in topics.meant(text)]
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousName(f"{text!r} may mean {', '.join(str(one) for one in found)}; say which")
    known = [*belonging.keys, *belonging.segments, *topics.shown()]
    raise UnknownName(
        f"nothing is known as {text!r}{_closest(text, known)}; "
        "say org:..., segment:..., topic:... or person:..."
    )


def _among(name: str, known: Iterable[str], what: str) -> str:
    known = list(known)
    if name in known:
        return name
    folded = [one for one in known if one.lower() == name.lower()]
    if len(folded) == 1:
        return folded[0]
    raise UnknownName(f"no {what} is called {name!r}{_closest(name, known) or _all_of(known)}")


def _closest(text: str, known: list[str]) -> str:
    close = process.extract(text, known[:_FUZZY], limit=3, score_cutoff=65)
    return f"; closest: {', '.join(repr(one[0]) for one in close)}" if close else ""


def _all_of(known: list[str]) -> str:
    """What could have been written, where that is a short list."""
    if not known:
        return "; there is none yet"
    return f"; there are {', '.join(sorted(known))}" if len(known) <= _FEW else ""


def _choice(history: History, number: int) -> str:
    """An id, and an identity by which a human can tell who it is."""
    person_id, identity = history.people.id[number], history.people.identity[number]
    return f"{person_id.as_py()} ({identity.as_py()})"


def _by_id(history: History, value: str) -> int | None:
    found = pc.index(history.people.id, pa.scalar(value)).as_py()
    if found >= 0:
        return int(found)
    # a former id, from before a merge: that of another identity of the person
    person_of = history.people.person_of
    merged = np.flatnonzero(np.bincount(person_of)[person_of] > 1)
    identities = history.identities.take(pa.array(merged)).to_pylist()
    for k, former in zip(merged.tolist(), person_ids(identities), strict=True):
        if former == value:
            return int(person_of[k])
    return None


def _by_identity(history: History, value: str) -> int | None:
    place = identity_place(history, value)
    return None if place is None else int(history.people.person_of[place])


def identity_place(history: History, value: str) -> int | None:
    """Give the position of the identity that somebody typed, or None where it is none."""
    candidates = []
    scheme = value.partition(":")[0].lower()
    try:
        candidates.append(canonical(value))
    except ValueError:
        return None
    if scheme not in SCHEMES:
        candidates.append(value)
    for identity in candidates:
        found = pc.index(history.identities, pa.scalar(identity)).as_py()
        if found >= 0:
            return int(found)
    return None


def _by_name(history: History, value: str) -> list[int]:
    lowered = pc.utf8_lower(history.people.name)
    same = pc.fill_null(pc.equal(lowered, value.lower()), fill_value=False)
    return [int(k) for k in np.flatnonzero(same.to_numpy(zero_copy_only=False))]


def _names(history: History) -> list[str]:
    names: list[str] = history.people.name.drop_null().slice(0, _FUZZY).to_pylist()
    names += history.identities.slice(0, max(_FUZZY - len(names), 0)).to_pylist()
    return names
