"""Identities: who is one person by what was decided and by evidence, from what a store holds.

    facts, merges ─► merges that hold ─► user names that platforms tell of ─┐
    facts, log ─► what is known ────────────────────────────────────────────┴► suggestions
    suggestions ─► automatic ones ─► groups of identities

A pure function of the log, facts, merges and settings, so it does not depend on the order of
arrival, and what was known then gives what was one person then. A log of bare accounts of which
nothing is told suggests nobody, and costs a look at its identities. Of more than 100,000 identities
only those are compared of which something is told (a name, a user name, an organization, a phone),
or that are written in letters which can deceive: an address alone proves too little for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.identity.same_person import VERSION, Counterparts, Known, Suggestion, compared
from api.log.identifying import Identifying
from api.log.uses import in_time_table, used, with_further_uses
from graph.arrays import distinct
from graph.people.joining import Told, told_groups
from graph.people.user_names import Bearing, borne_names

__all__ = [
    "SUGGESTED", "VERSION", "Identified", "automatic_pairs", "identified", "still_suggested",
]  # fmt: skip

SUGGESTED = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("score", pa.float64()),
        ("verdict", pa.string()),
        ("reasons", pa.list_(pa.string())),
    ]
)
"""Columns of the table of suggestions: two identities, smaller first; the likeliest pair first.

The verdict is "source" (a platform says whose a user name is), "automatic", "review" or
"look-alike".
"""

_FACTS = {
    "name": "names",
    "seen_name": "names",
    "handle": "handles",
    "organization": "organizations",
    "phone": "phones",
}
_MANY = 100_000  # identities, beyond which addresses alone are not compared
_MOST_TOLD = 50  # names, handles and so on of one identity that are compared
_MOST_REACHED = 50  # an interaction that reached more says nothing about who knows whom


@dataclass(frozen=True)
class Identified:
    """The group of each identity, by its smallest place, and what is suggested.

    ``in_time`` are the pairs of whom it was asked when their addresses were in use.
    """

    root: NDArray[np.int32]
    suggested: pa.Table
    in_time: pa.Table


def identified(
    identities: pa.Array,
    merges: pa.Table,
    facts: pa.Table,
    log: pa.Table,
    how: Identifying,
) -> Identified:
    """Say who is one person; *log* holds places of identities as senders and receivers."""
    told = told_groups(identities, merges, facts, most_members=how.most_members)
    count = len(identities)
    if not len(facts) and _are_bare(identities):
        return Identified(told.groups.roots(count), SUGGESTED.empty_table(), in_time_table())
    names = identities.to_pylist()
    borne = _borne(identities, names, facts, log, told)
    places = _compared(identities, facts)
    if not len(places):
        return Identified(told.groups.roots(count), _table(borne, names), in_time_table())
    known = _known_of(identities, told, facts, log)
    part = known if len(places) == count else known.part(places)
    both = compared(part, automatic_above=how.above, most_members=how.most_members)
    found, place = both.suggestions, places.tolist()
    if part is not known:
        found = tuple(replace(one, a=place[one.a], b=place[one.b]) for one in found)
    found = tuple(one for one in found if not _is_gone(names[one.a], names[one.b]))
    judged = [_judged(one, told, names, how) for one in found]
    suggested = _table(_with(borne, judged), names)
    return Identified(told.groups.roots(count), suggested, in_time_table(both.in_time, place))


def _borne(
    identities: pa.Array, names: list[str], facts: pa.Table, log: pa.Table, told: Told
) -> list[Suggestion]:
    """Join user names with the accounts that platforms say they are of; else ask a human."""
    groups, found = told.groups, []
    for one in borne_names(identities, facts, log, groups.find):
        owner = groups.find(one.name)
        if not one.is_known and owner in map(groups.find, one.bearers):  # somebody has decided
            continue
        for bearer in one.bearers:
            is_apart = (min(one.name, bearer), max(one.name, bearer)) in told.apart
            if is_apart or groups.are_apart(one.name, bearer):
                continue
            if one.name in told.kinds and not _are_alike(one.name, bearer, told, names):
                continue
            if one.is_known:
                groups.join(one.name, bearer)
            found.append(_of_bearing(one, bearer, "source" if one.is_known else "review"))
    return found


def _of_bearing(one: Bearing, bearer: int, verdict: str) -> Suggestion:
    a, b = sorted((one.name, bearer))
    # of several claimants at most one is right, or somebody whom nothing tells of
    score = 1.0 if one.is_known else 1.0 / (1 + len(one.bearers))
    return Suggestion(a, b, score, verdict, (one.reason,))


def _with(borne: list[Suggestion], judged: list[Suggestion]) -> list[Suggestion]:
    """Both lists as one, the likeliest first; a pair that stands in both once."""
    said = {(one.a, one.b): one for one in borne}
    both = []
    for one in judged:
        other = said.pop((one.a, one.b), None)
        if other is None:
            both.append(one)
        else:
            reasons = (*other.reasons, *one.reasons)
            both.append(replace(one, verdict=other.verdict, reasons=reasons))
    return sorted([*both, *said.values()], key=lambda one: -one.score)


def automatic_pairs(suggested: pa.Table) -> list[tuple[str, str]]:
    """Give the pairs that were made one person and that nobody decided on, in order."""
    joined = pc.is_in(suggested.column("verdict"), pa.array(["automatic", "source"]))
    chosen = suggested.filter(joined)
    return list(zip(chosen.column("a").to_pylist(), chosen.column("b").to_pylist(), strict=True))


def _known_of(identities: pa.Array, told: Told, facts: pa.Table, log: pa.Table) -> Known:
    """Put together what is known of identities before they are compared."""
    found = _told_of(identities, facts)
    return Known(
        identities=identities.to_pylist(),
        root=told.groups.roots(len(identities)),
        names=found["names"],
        kinds=told.kinds,
        organizations=found["organizations"],
        handles=found["handles"],
        phones=found["phones"],
        apart=told.apart,
        counterparts=_counterparts(log, len(identities)),
        used=used(log, identities),
    )


def still_suggested(
    told: tuple[pa.Array, pa.Table, pa.Table],
    before: tuple[pa.Table, pa.Table, pa.Table],
    grew: tuple[pa.Table, pa.Table],
    how: Identifying,
) -> pa.Table | None:
    """Give what `identified` suggests of a longer log, where that is what it did but for dates.

    Else None. *told* has not changed: the identities, merges and facts. *before* are the log, what
    was suggested and the pairs laid beside each other in time; *grew* are the rows of further
    interactions, and the log with them.

    Of a log it reads who was in touch with whom, when addresses of two organizations were in use,
    and when user names were spoken of.
    """
    identities, merges, facts = told
    log, suggested, in_time = before
    came, after = grew
    if not _have_been_in_touch(log, came, len(identities)):
        return None
    find = told_groups(identities, merges, facts, most_members=how.most_members).groups.find
    named = [borne_names(identities, facts, one, find) for one in (log, after)]
    if named[0] != named[1]:
        return None
    return with_further_uses(suggested, in_time, identities, before=log, came=came, after=after)


def _have_been_in_touch(before: pa.Table, came: pa.Table, count: int) -> bool:
    """Whether all whose contact further rows tell of were in touch in the log before."""
    new = distinct(_contact_codes(came, count))
    known = _contact_codes(before, count)
    if not len(new) or not len(known):
        return not len(new)
    place = np.minimum(np.searchsorted(new, known), len(new) - 1)
    is_met = np.zeros(len(new), bool)
    is_met[place[new[place] == known]] = True
    return bool(is_met.all())


def _judged(one: Suggestion, told: Told, names: list[str], how: Identifying) -> Suggestion:
    """Join two where nobody has to be asked; else leave them for review."""
    if one.verdict != "automatic":
        return one
    groups = told.groups
    is_small = groups.size(one.a) + groups.size(one.b) <= how.most_members
    is_same = groups.find(one.a) == groups.find(one.b)
    are_alike = _are_alike(one.a, one.b, told, names)
    is_free = are_alike and (is_small or is_same) and not groups.are_apart(one.a, one.b)
    if not (how.automatic and is_free):
        return replace(one, verdict="review")
    groups.join(one.a, one.b)
    return one


def _are_alike(a: int, b: int, told: Told, names: list[str]) -> bool:
    """Whether both are persons, or both are none."""
    return told.is_no_person(a, names[a]) == told.is_no_person(b, names[b])


def _table(found: list[Suggestion], names: list[str]) -> pa.Table:
    return pa.table(
        {
            "a": [names[one.a] for one in found],
            "b": [names[one.b] for one in found],
            "score": [float(one.score) for one in found],
            "verdict": [one.verdict for one in found],
            "reasons": [list(one.reasons) for one in found],
        },
        schema=SUGGESTED,
    )


def _is_gone(*identities: str) -> bool:
    """Whether one of two is what is left of an account that was deleted."""
    return any("[deleted]" in one or one == "github:ghost" for one in identities)


def _compared(identities: pa.Array, facts: pa.Table) -> NDArray[np.int64]:
    """The places of the identities that are worth comparing: of a small log, all."""
    if len(identities) <= _MANY:
        return np.arange(len(identities))
    telling = pc.is_in(facts.column("name"), pa.array(list(_FACTS)))
    subjects = pc.unique(facts.column("subject").filter(telling))
    is_odd = pc.or_(
        pc.invert(pc.string_is_ascii(identities)), pc.match_substring(identities, "xn--")
    )
    chosen = pc.or_(pc.is_in(identities, subjects), is_odd)
    return np.flatnonzero(chosen.to_numpy(zero_copy_only=False))


def _are_bare(identities: pa.Array) -> bool:
    """Whether there are accounts of one log and nothing else."""
    return bool(pc.all(pc.starts_with(identities, "account:")).as_py() in (True, None))


def _told_of(identities: pa.Array, facts: pa.Table) -> Mapping[str, dict[int, tuple[str, ...]]]:
    """Names, handles, organizations and phones told of each place, each once, by letter."""
    found: dict[str, dict[int, set[str]]] = {word: {} for word in set(_FACTS.values())}
    if len(facts):
        wanted = facts.filter(pc.is_in(facts.column("name"), pa.array(list(_FACTS))))
        places = pc.index_in(wanted.column("subject").combine_chunks(), identities).to_pylist()
        names, values = (wanted.column(word).to_pylist() for word in ("name", "value"))
        for place, name, value in zip(places, names, values, strict=True):
            if place is not None:
                found[_FACTS[name]].setdefault(place, set()).add(value)
    return {
        word: {place: tuple(sorted(said)[:_MOST_TOLD]) for place, said in sorted(told.items())}
        for word, told in found.items()
    }


def _counterparts(log: pa.Table, count: int) -> Counterparts:
    """Who was in touch with whom, in small circles, in either direction."""
    met = distinct(_contact_codes(log, count))
    both = distinct(np.concatenate([met, met % count * count + met // count]) if count else met)
    start = np.searchsorted(both, np.arange(count + 1, dtype=np.int64) * count)
    place = both % count if count else both
    return Counterparts(start=start.astype(np.int64), other=place.astype(np.int32))


def _contact_codes(log: pa.Table, count: int) -> NDArray[np.int64]:
    """The smaller times *count* and the larger of two in touch, for each row that says so."""
    sender, receiver, is_bulk = (
        log.column(name).to_numpy() for name in ("sender", "receiver", "is_bulk")
    )
    keys = [log.column(name).to_numpy() for name in ("key_hi", "key_lo")]
    begins = np.ones(len(log), bool)
    if len(log):
        begins[1:] = (keys[0][1:] != keys[0][:-1]) | (keys[1][1:] != keys[1][:-1])
    which = np.cumsum(begins) - 1
    is_small = (np.bincount(which) <= _MOST_REACHED)[which] if len(log) else begins
    rows = (receiver >= 0) & (receiver != sender) & ~is_bulk.astype(bool) & is_small
    one, other = sender[rows].astype(np.int64), receiver[rows].astype(np.int64)
    return np.asarray(np.minimum(one, other) * count + np.maximum(one, other))
