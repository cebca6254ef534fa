"""Next contacts: whom to write to next, who of ours should, and why."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from algorithms.pairs.pressure import unanswered_share
from algorithms.reminding.next_contact import SHARE, WEEKS, Capacity
from algorithms.reminding.occasions import Occasion, Unread
from algorithms.rhythm.phase import STATES
from api.answers.next_choice import OPEN, Choice, choices, room_of
from api.answers.next_occasions import About, dated, listed, occasion_item, unread_items
from api.answers.next_ours import Owners, Sides, owners, sides
from api.answers.next_pairs import Known, known_pairs
from api.answers.next_reasons import instead_item, pressure_item, reasons
from api.answers.next_ways import Near, instead
from api.answers.ranking import number, reason
from api.computing.run import Run
from graph.moments import DAY, iso, micros

__all__ = ["Plan", "next_contacts", "next_occasions", "plan"]

_SHOWN = 20  # owners, and people in the void, that are told
_LATELY = 90 * DAY  # who was last written to before is in nobody's void any more

Items = tuple[list[dict[str, Any]], int]


@dataclass(frozen=True)
class Plan:
    """What a list of next contacts is made of."""

    run: Run
    sides: Sides
    owners: Owners
    dated: tuple[list[Occasion], list[Unread], About]

    @cached_property
    def known(self) -> Known:
        """The pairs of ours with those they may write to."""
        occasions, _, about = self.dated
        always: set[int] = set()
        for one in occasions:
            subject = one.fact.subject
            if one.state in OPEN and about.organization(subject) is None:
                always.add(subject)
        return known_pairs(self.run, self.sides, sorted(always))

    @cached_property
    def near(self) -> Near:
        """Who of ours stands near which organization."""
        return Near(self.run, self.sides, self.known)

    @cached_property
    def capacity(self) -> tuple[NDArray[np.int64], Capacity]:
        """Who writes, and how much each of them can; who asks by name has room for one."""
        who, found = room_of(self.run, self.sides)
        if self.sides.me is not None:
            np.maximum(found.room, 1, out=found.room)
        return who, found

    @cached_property
    def chosen(self) -> tuple[list[Choice], int]:
        """Whom to write to, and for how many there was no room."""
        who, capacity = self.capacity
        room = np.zeros(len(self.run.history.people), np.int64)
        room[who] = capacity.room
        occasions, _, about = self.dated
        return choices(self.run, self.sides, self.known, self.owners, (occasions, about), room)


def plan(run: Run, me: int | None, among: NDArray[np.bool_] | None, key: object) -> Plan:
    """Give the plan of a question, made once for each *key*, which stands for who and whom."""
    return run.once.latest("next contacts", key, partial(_plan, run, me, among))


def _plan(run: Run, me: int | None, among: NDArray[np.bool_] | None) -> Plan:
    both = sides(run, me, among)
    return Plan(run, both, owners(run, both), dated(run, both))


def next_occasions(plan: Plan, *, offset: int, limit: int) -> tuple[dict[str, Any], Items]:
    """List the dated reasons to write, overdue ones first."""
    run = plan.run
    items = listed(run, plan.dated, plan.owners, offset=offset, limit=limit)
    return {**_asked(plan), "unread": unread_items(run, plan.dated)}, items


def next_contacts(plan: Plan, *, offset: int, limit: int) -> tuple[dict[str, Any], Items]:
    """List whom to write to next, what is most worth keeping first."""
    run, (chosen, beyond) = plan.run, plan.chosen
    who = plan.capacity[0]
    place = np.full(len(run.history.people) + 1, -1)
    place[who] = np.arange(len(who))
    items = [
        _item(plan, rank, one, int(place[one.owner]))
        for rank, one in enumerate(chosen[offset : offset + limit], start=offset + 1)
    ]
    void = _void(plan)
    told = {
        **_asked(plan),
        "share": SHARE,
        "weeks": WEEKS,
        "beyond_room": beyond,
        "owners": _owners(plan),
        "void_total": len(void),
        "void": [_in_void(plan, k) for k in void[:_SHOWN]],
        "unread": unread_items(run, plan.dated),
    }
    return told, (items, len(chosen))


def _asked(plan: Plan) -> dict[str, Any]:
    run, me = plan.run, plan.sides.me
    own = run.belonging.people_of(run.own)
    return {
        "me": None if me is None else run.person(me),
        "me_is_ours": None if me is None or not own.any() else bool(own[me]),
        "is_outward": plan.sides.is_outward,
    }


def _item(plan: Plan, rank: int, one: Choice, place: int) -> dict[str, Any]:
    run, known, (_, capacity) = plan.run, plan.known, plan.capacity
    pair = int(known.pair[one.k]) if one.k >= 0 else -1
    ours = int(known.ours[one.k]) if one.k >= 0 else -1
    due = _begins(one.occasion) if one.occasion else int(known.due_at[one.k])
    pairs, is_me = run.pairs, plan.sides.me is not None
    return {
        "rank": rank,
        "person": run.person(one.theirs),
        "owner": _person(run, one.owner),
        "held_by": _person(run, ours),
        "action": _action(one, ours, is_gone=ours >= 0 and not plan.sides.writers[ours]),
        "score": one.score,
        "value": one.value,
        "loss": one.loss,
        "gain": one.gain,
        "p_contact": number(pairs.p_contact[pair]) if pair >= 0 else None,
        "horizon_days": pairs.horizon_days,
        "due_at": iso(due),
        "last_at": iso(int(pairs.last_at[pair])) if pair >= 0 else None,
        "usual_gap_days": number(pairs.usual_gap[pair]) if pair >= 0 else None,
        "state": STATES[int(pairs.state[pair])] if pair >= 0 else None,
        "reasons": [reason(why) for why in reasons(run, known, one, capacity, place, is_me=is_me)],
        "pressure": pressure_item(run, known, one.own_k, is_me=is_me),
        "instead": instead_item(run, one.instead),
        "occasion": None if one.occasion is None else occasion_item(one.occasion),
    }


def _person(run: Run, number_: int) -> dict[str, Any] | None:
    return None if number_ < 0 else run.person(number_)


def _begins(one: Occasion) -> int:
    """The beginning of an occasion's day."""
    return micros(datetime.combine(one.due, time(), UTC))


def _action(one: Choice, ours: int, *, is_gone: bool) -> str:
    if one.instead is not None and one.instead.is_any:
        return "another channel" if one.instead.kind >= 0 else "another person"
    if is_gone or one.owner < 0 or (ours >= 0 and ours != one.owner and one.own_k < 0):
        return "hand over"
    return "write"


def _owners(plan: Plan) -> list[dict[str, Any]]:
    """Those who are asked to write: what they do in a week, and how much of it this is."""
    run, (who, capacity) = plan.run, plan.capacity
    asked = np.bincount(
        [one.owner for one in plan.chosen[0] if one.owner >= 0], minlength=len(run.history.people)
    )[who]
    order = np.lexsort((who, -asked))
    if plan.sides.me is None:
        order = order[asked[order] > 0]
    vain = unanswered_share(plan.known.found, plan.known.rows, len(run.history.people))
    return [
        {
            "person": run.person(int(who[k])),
            "suggested": int(asked[k]),
            "room": int(capacity.room[k]),
            "reach": float(capacity.reach[k]),
            "open_ties": int(capacity.open_ties[k]),
            "opened": int(capacity.opened[k]),
            "closed": int(capacity.closed[k]),
            "turnover": number(capacity.turnover[k]),
            "unanswered_share": number(vain[who[k]]),
        }
        for k in order[:_SHOWN].tolist()
    ]


def _void(plan: Plan) -> list[int]:
    """The pairs in which one of ours lately wrote to the void, what was worth most first."""
    known, run = plan.known, plan.run
    is_void = known.is_void & plan.sides.writers[known.ours]
    is_void &= run.pairs.last_at[known.pair] > run.as_of - _LATELY
    place = np.flatnonzero(is_void)
    order = np.lexsort((known.pair[place], -known.value[place]))
    return [int(k) for k in place[order]]


def _in_void(plan: Plan, k: int) -> dict[str, Any]:
    run, known = plan.run, plan.known
    way = instead(run, known, plan.near, k)
    return {
        "owner": run.person(int(known.ours[k])),
        "person": run.person(int(known.theirs[k])),
        "pressure": pressure_item(run, known, k, is_me=plan.sides.me is not None),
        "instead": instead_item(run, way),
    }
