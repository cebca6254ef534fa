"""Growing a history: the one before and what came since, instead of reading and sorting it all.

It is the very history that a reading of everything would give, or None where it could not be: where
decisions about who is one person changed, or kinds of people; where rows were replaced; where what
is new reaches into what was there (`graph.grown`). Then everything is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from api.log.history import History
from api.log.identifying import Identifying
from api.log.identities import automatic_pairs, identified, still_suggested
from graph.digest import Sums
from graph.grown import Places, grown_index, grown_log, grown_starts, grown_timeline, places
from graph.people.persons import Persons, persons
from graph.store import Newer
from graph.unfold import interaction_starts, unfold

__all__ = ["Grown", "grown"]

Numbers = NDArray[np.int32]


@dataclass(frozen=True)
class Grown:
    """A history that grew, and how many first rows each table shares with the one before."""

    history: History
    shared: Mapping[str, int]


def grown(
    before: History, newer: Newer, *, max_receivers: int, identifying: Identifying | None = None
) -> Grown | None:
    """Add what came since to a history; None where that takes reading everything."""
    if not newer.merges.equals(before.merges):
        return None
    identities, place = _identities(before, newer)
    rows = _placed(newer, identities)
    where = places(before.log, rows)
    old_log = _moved(before.log, place)
    log = None if where is None else grown_log(old_log, rows, where)
    if where is None or log is None or _sums(log) != newer.log:
        return None
    people, in_time = before.people, before.in_time
    how = identifying or Identifying()
    suggested = _still_suggested(before, newer, identities, (rows, log), how)
    if suggested is None:
        who = identified(identities, newer.merges, newer.facts, log, how)
        if automatic_pairs(who.suggested) != automatic_pairs(before.suggested):
            return None
        people = _people(before, newer, identities, place, who.root)
        suggested, in_time = who.suggested, who.in_time
    person = _renumbered(before, people, place)
    if person is None:
        return None
    first = interaction_starts(rows)
    starts, interactions = grown_starts(before.starts, first, where)
    came = unfold(rows, people, first, max_receivers=max_receivers)
    if "thread" in log.column_names:
        thread = _threads(log, where, first)
        if thread is None:
            return None
        came = replace(came, thread=thread[came.interaction])
    timeline, among = grown_timeline(before.timeline, came, interactions, person)
    vars(timeline)["pairs"] = grown_index(before.timeline.pairs, came, among, person)
    told = (newer.facts, newer.merges, suggested, in_time)
    found = History(identities, people, log, starts, timeline, *told)
    return Grown(found, _shared(before, found, where))


def _shared(before: History, now: History, where: Places) -> dict[str, int]:
    rows = int(where.before[0]) if len(where.before) else where.old
    shared = {"log": rows, "merges": len(now.merges)}
    if now.identities is not before.identities:  # which moves the places of those in touch
        return shared
    shared |= {"log_ends": rows, "identities": len(now.identities)}
    if now.people is before.people:
        shared |= {"people": len(now.people), "facts": len(now.facts)}
    return shared


def _identities(before: History, newer: Newer) -> tuple[pa.Array, Numbers]:
    """All identities, sorted, and the place that each former one has among them."""
    subjects = pc.unique(newer.facts.column("subject"))
    subjects = subjects.filter(pc.invert(pc.starts_with(subjects, "org:")))
    told = pc.unique(pa.concat_arrays([newer.names, subjects]))
    at, is_known = _stand(told, before.identities)
    if is_known.all():
        return before.identities, np.arange(len(before.identities), dtype=np.int32)
    new, at = told.filter(pa.array(~is_known)), at[~is_known]
    order = pc.sort_indices(new)
    new, at = new.take(order), at[order.to_numpy()]
    rows = np.arange(len(before.identities), dtype=np.int32)
    place = rows + np.cumsum(np.bincount(at, minlength=len(rows) + 1), dtype=np.int32)[: len(rows)]
    index = np.insert(rows, at, len(rows) + np.arange(len(new), dtype=np.int32))
    return pa.concat_arrays([before.identities, new]).take(pa.array(index)), place


def _stand(words: pa.Array, ordered: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where words stand in a sorted array, or would, and which of them are there."""
    place = pc.search_sorted(ordered, words).to_numpy().astype(np.int64)
    is_there = place < len(ordered)
    found = ordered.take(pa.array(place[is_there]))
    is_there[is_there] = pc.equal(found, words.filter(pa.array(is_there))).to_numpy(
        zero_copy_only=False
    )
    return place, is_there


def _still_suggested(
    before: History,
    newer: Newer,
    identities: pa.Array,
    grew: tuple[pa.Table, pa.Table],
    how: Identifying,
) -> pa.Table | None:
    """What is suggested where nothing came that could say who is one person: else None.

    That is somebody new, a fact, a new tie, or mail that says who followed whom.
    """
    if identities is not before.identities or not newer.facts.equals(before.facts):
        return None
    told = (identities, newer.merges, newer.facts)
    return still_suggested(told, (before.log, before.suggested, before.in_time), grew, how)


def _people(
    before: History, newer: Newer, identities: pa.Array, place: Numbers, root: Numbers
) -> Persons:
    if identities is before.identities and newer.facts.equals(before.facts):
        return before.people
    highest = np.maximum.accumulate(before.people.person_of)
    smallest = place[np.flatnonzero(np.diff(highest, prepend=-1))]  # identity of each person
    known = (smallest, before.people.id)
    return persons(identities, newer.merges, newer.facts, root, known=known)


def _renumbered(before: History, people: Persons, place: Numbers) -> Numbers | None:
    """Give the number that each person has now; None where somebody is of another kind now.

    None, too, where other identities are one person now.
    """
    former = before.people
    person = np.empty(len(former), np.int32)
    person[former.person_of] = people.person_of[place]
    same = people.kind.take(pa.array(person)).equals(former.kind)
    is_split = not np.array_equal(person[former.person_of], people.person_of[place])
    is_joined = bool((np.diff(person) <= 0).any())  # or else in another order
    return person if same and not is_split and not is_joined else None


def _placed(newer: Newer, identities: pa.Array) -> pa.Table:
    """The new rows, with places among all identities."""
    place = pc.search_sorted(identities, newer.names).to_numpy().astype(np.int32)  # all are there
    return _moved(newer.interacted, place)


def _moved(rows: pa.Table, place: Numbers) -> pa.Table:
    if np.array_equal(place, np.arange(len(place))):
        return rows
    nobody = np.append(place, np.int32(-1))  # where receiver -1 looks
    for name in ("sender", "receiver"):
        column = pa.array(nobody[rows.column(name).to_numpy()])
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return rows


def _sums(log: pa.Table) -> Sums:
    hi, lo = (
        int(np.sum(log.column(name).to_numpy(), dtype=np.uint64)) for name in ("row_hi", "row_lo")
    )
    return Sums(hi, lo, len(log))


def _threads(log: pa.Table, where: Places, first: NDArray[np.int64]) -> Numbers | None:
    """Number the conversation of each new interaction, all of them in the order they begin.

    None where new ones come before old ones, whose numbers would move, or where the rows of one
    interaction name several.
    """
    if not where.are_last:
        return None
    encoded = log.column("thread").combine_chunks().dictionary_encode()
    number = encoded.indices.fill_null(-1).to_numpy()[where.old :].astype(np.int32)
    of_each = np.asarray(number[first[:-1]])
    return of_each if np.array_equal(np.repeat(of_each, np.diff(first)), number) else None
