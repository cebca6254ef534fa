"""What people have in common: organizations, segments, departments, teams and topics, as groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.groups.membership import Groups
from api.answers.concern import topics
from api.computing.run import Run
from graph.people.holding import holding

__all__ = ["Trait", "Traits", "traits"]

_STATED = ("department", "team")  # facts about people that say where they belong

Rows = tuple[NDArray[np.integer], NDArray[np.integer]]


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that people have in common, such as a segment."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class Traits:
    """Every trait, and who has it."""

    trait: tuple[Trait, ...]
    groups: Groups


def traits(run: Run) -> Traits:
    """Find what people have in common at the run's moment."""
    found: list[Trait] = []
    person: list[NDArray[np.integer]] = [np.zeros(0, np.int64)]
    code: list[NDArray[np.integer]] = [np.zeros(0, np.int64)]
    for named, (who, which) in (_organizations(run), _segments(run), *_facts(run), _topics(run)):
        person.append(who)
        code.append(which + len(found))
        found += named
    people = len(run.history.people)
    groups = Groups.of_pairs(people, len(found), np.concatenate(person), np.concatenate(code))
    return Traits(tuple(found), groups)


def _organizations(run: Run) -> tuple[list[Trait], Rows]:
    belonging = run.belonging
    named = [
        Trait("organization", key, name or key.removeprefix("org:"))
        for key, name in zip(belonging.keys, belonging.name, strict=True)
    ]
    person = np.flatnonzero(belonging.organization >= 0)
    return named, (person, belonging.organization[person])


def _segments(run: Run) -> tuple[list[Trait], Rows]:
    table = run.columns.table("segments")
    names = table.column("name").combine_chunks().dictionary_encode()
    named = [Trait("segment", f"segment:{name}", name) for name in names.dictionary.to_pylist()]
    return named, (table.column("person").to_numpy(), names.indices.to_numpy())


def _facts(run: Run) -> Iterator[tuple[list[Trait], Rows]]:
    """Departments and teams that files state, those that hold at the run's moment."""
    facts, history = run.history.facts, run.history
    wanted = facts.filter(pc.is_in(facts.column("name"), pa.array(_STATED)))
    wanted = holding(wanted, run.as_of)
    if not len(wanted):  # to look for nobody would take as long as for somebody
        return
    place = pc.fill_null(pc.index_in(wanted.column("subject"), history.identities), -1).to_numpy()
    for name in _STATED:
        mine = (place >= 0) & pc.equal(wanted.column("name"), name).to_numpy()
        values = wanted.column("value").filter(pa.array(mine)).combine_chunks().dictionary_encode()
        named = [Trait(name, f"{name}:{value}", value) for value in values.dictionary.to_pylist()]
        yield named, (history.people.person_of[place[mine]], values.indices.to_numpy())


def _topics(run: Run) -> tuple[list[Trait], Rows]:
    """Topics, and who took part in them while a single note is still live."""
    names = topics(run).tags()  # what a subject or a deal is called names no group
    named = [Trait("topic", f"topic:{name}", name) for name in names]
    if not names:
        return named, (np.zeros(0, np.int64), np.zeros(0, np.int64))
    history, timeline = run.history, run.history.timeline
    lately = run.as_of - int(run.half_life * -log2(run.settings.live_threshold))
    begin, end = np.searchsorted(history.at, [lately, run.as_of], "right").tolist()
    column = history.log.column("topics").slice(begin, end - begin).combine_chunks()
    code = pc.index_in(pc.list_flatten(column), pa.array(names))
    said = pa.array(np.flatnonzero(pc.is_valid(code).to_numpy(zero_copy_only=False)))
    row = begin + pc.list_parent_indices(column).take(said).to_numpy()
    interaction = np.searchsorted(history.starts, row, "right") - 1
    about = np.unique(interaction * len(names) + code.take(said).to_numpy())
    interaction, topic = np.divmod(about, len(names))  # in order of interaction
    rows = slice(*np.searchsorted(timeline.at, [lately, run.as_of], "right"))
    low = np.searchsorted(interaction, timeline.interaction[rows], "left")
    many = np.searchsorted(interaction, timeline.interaction[rows], "right") - low
    which = topic[np.repeat(low - np.cumsum(many) + many, many) + np.arange(many.sum())]
    ends = [np.repeat(one[rows], many) for one in (timeline.source, timeline.target)]
    return named, (np.concatenate(ends), np.tile(which, 2))
