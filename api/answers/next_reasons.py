"""Why somebody is to be written to next: every number of the formula, in words."""

from dataclasses import replace
from typing import Any

import numpy as np

from algorithms.absence.departures import DEPARTURES
from algorithms.pairs.pressure import PRESSING
from algorithms.reason import Reason, percent, plural
from algorithms.reminding.next_contact import Capacity
from algorithms.weakening_reasons import reasons as reasons_of_pair
from api.answers.next_choice import Choice
from api.answers.next_pairs import OURS, THEIRS, Known
from api.answers.next_ways import Instead
from api.answers.ranking import number
from api.computing.run import Run
from graph.model import KINDS
from graph.moments import DAY, iso, moment

__all__ = ["instead_item", "pressure_item", "reasons"]


def reasons(
    run: Run, known: Known, one: Choice, capacity: Capacity, place: int, *, is_me: bool
) -> list[Reason]:
    """Say why, the most telling first; *place* is that of the owner in *capacity*, or -1."""
    found = []
    if one.occasion is not None:
        found.append(Reason(one.occasion.text, "occasion", float(one.occasion.days)))
    if one.k >= 0:
        found += _of_pair(run, known, one, is_me=is_me)
    found.append(_value(run, known, one))
    found += _owner(run, known, one)
    if place >= 0:
        reach, room = float(capacity.reach[place]), int(capacity.room[place])
        name = _name(run, one.owner)
        people = "1 person" if reach == 1 else f"{reach:g} people"
        text = f"{name} reaches {people} a week: {room} in this list at most"
        found.append(Reason(text, "reach", reach))
    return found


def _of_pair(run: Run, known: Known, one: Choice, *, is_me: bool) -> list[Reason]:
    k, pair = one.k, int(known.pair[one.k])
    silence, *others = reasons_of_pair(run.pairs, pair)
    ours = int(known.ours[k])
    if one.owner != ours:  # whoever writes now never had this rhythm
        silence = replace(silence, text=f"with {_once_near(run, ours)}: {silence.text}")
    found = [silence]
    if one.own_k >= 0 and known.presses[one.own_k] != 0:
        found.append(_unanswered(run, known, one.own_k, is_me=is_me))
    due, day = int(known.due_at[k]), moment(int(known.due_at[k])).date()
    late = (run.as_of - due) / DAY
    if one.occasion is None:
        text = f"write by {day}, when silence leaves their rhythm"
        if late > 0:
            text = f"was to be written to by {day}, {plural(int(np.ceil(late)), 'day')} ago"
        found.append(Reason(text, "due_at", due / 1000))
        if np.isnan(run.pairs.p_contact[pair]):
            text = f"{percent(one.loss)} likely to be lost, by the length of the silence"
            found.append(Reason(text, "loss", one.loss))
    return found + [other for other in others if other.measure in ("p_contact", "pace")]


def _value(run: Run, known: Known, one: Choice) -> Reason:
    influence = float(np.nan_to_num(run.influence.values[one.theirs]))
    before = 0.0
    if one.k >= 0:
        before = float(np.nan_to_num(run.pairs.strength_before[known.pair[one.k]]))
    counted = before if one.occasion is None else max(before, 1.0)
    multiple = one.value / counted if counted else 1.0
    stake = max(multiple - 1 - influence, 0.0)
    text = (
        f"worth {one.value:.1f}: strength {counted:.1f} at its highest, influence {influence:.2f}"
    )
    if stake > 1e-9:
        text += f", worth more to us than {percent(stake)} of those whose value is known"
    return Reason(text, "value", one.value)


def _owner(run: Run, known: Known, one: Choice) -> list[Reason]:
    if one.owner < 0:
        text = "nobody of ours who could write knows them: they need somebody new"
        return [Reason(text, "owner", 0.0)]
    name = _name(run, one.owner)
    if one.is_declared:
        return [Reason(f"{name} is their owner", "owner", 1.0)]
    if one.k < 0 or int(known.ours[one.k]) == one.owner:
        return []
    other = _name(run, int(known.ours[one.k]))
    if one.own_k >= 0:
        strength = float(known.strength[one.own_k])
        text = f"{name} has a tie of strength {strength:.1f}; {other} has stood nearest to them"
        return [Reason(text, "strength", strength)]
    text = f"{other} has stood nearest to them, and {name} knows colleagues of theirs"
    if one.is_heir:
        text = f"only {other} knew them, and {name} was nearest to {other}"
    return [Reason(text, "owner", 0.0)]


def _once_near(run: Run, person: int) -> str:
    """Name whose rhythm with somebody it was, and whether they are still there."""
    gone = run.once("departed", lambda: run.columns.table("departures").to_pylist())
    kind = next((DEPARTURES[one["kind"]] for one in gone if one["person"] == person), None)
    ended = {None: "", "left": ", who has left", "away": ", who is away"}[kind]
    return f"{_name(run, person)}{ended}"


def _name(run: Run, person: int) -> str:
    found = run.person(person)
    return str(found["name"] or found["identity"].partition(":")[2])


def _unanswered(run: Run, known: Known, k: int, *, is_me: bool) -> Reason:
    count = int(known.found.unanswered[k])
    if known.presses[k] == THEIRS:
        since = moment(int(known.found.since[k])).date()
        times = "once" if count == 1 else f"{count} times"
        return Reason(
            f"they wrote {times} since {since} without an answer", "waiting", float(count)
        )
    return Reason(pressure_text(run, known, k, is_me=is_me), "pressure", float(known.pressure[k]))


def pressure_text(run: Run, known: Known, k: int, *, is_me: bool = False) -> str:
    """Say how often somebody has written in vain, against how the other usually answers."""
    found = known.found
    writer = "you have" if is_me else f"{_name(run, int(known.ours[k]))} has"
    count, heard = int(found.unanswered[k]), int(found.heard_at[k])
    times = "once" if count == 1 else f"{count} times"
    if heard < 0:
        first = moment(int(found.since[k])).date()
        told = f"{writer} written {times} since {first}, and they were never heard from"
    else:
        day = moment(heard).date()
        told = f"{writer} written {times} since they were last heard from on {day}"
    share, median = _habit(run, known, k)
    if share is not None:
        told += f"; they usually answer {percent(share)}"
        if median is not None:
            told += f", half of it within {_duration(median)}"
    if not known.is_void[k]:
        return told
    return f"{told}: {'you are ' if is_me else ''}writing to the void"


def _habit(run: Run, known: Known, k: int) -> tuple[float | None, float | None]:
    """The share of messages that who is written to usually answers, and their median in days."""
    found = known.responses(run, k)
    side = "b" if known.found.by[k] == 1 else "a"
    share = float(getattr(found, f"answered_share_{side}")[0])
    days = float(getattr(found, f"response_median_{side}")[0]) / DAY
    return number(share), number(days)


def _duration(days: float) -> str:
    if days >= 1:
        return plural(round(days), "day")
    hours = days * 24
    return plural(round(hours), "hour") if hours >= 1 else "an hour"


def pressure_item(run: Run, known: Known, k: int, *, is_me: bool) -> dict[str, Any]:
    """The outbound pressure of one of ours on somebody, as answers show it; *k* is -1 for none."""
    nothing = {
        "value": 0.0,
        "state": "none",
        "unanswered": 0,
        "since": None,
        "heard_at": None,
        "answered_share": None,
        "answer_days": None,
        "text": "nothing of ours is without an answer",
    }
    if k < 0:
        return nothing
    heard = int(known.found.heard_at[k])
    nothing["heard_at"] = iso(heard) if heard >= 0 else None
    if known.presses[k] != OURS:
        return nothing
    value = float(known.pressure[k])
    share, median = _habit(run, known, k)
    state = "void" if known.is_void[k] else "pressing" if value >= PRESSING else "waiting"
    return {
        "value": value,
        "state": state,
        "unanswered": int(known.found.unanswered[k]),
        "since": iso(int(known.found.since[k])),
        "heard_at": nothing["heard_at"],
        "answered_share": share,
        "answer_days": median,
        "text": pressure_text(run, known, k, is_me=is_me),
    }


def instead_item(run: Run, way: Instead | None) -> dict[str, Any] | None:
    """Another way than one more mail, as answers show it."""
    if way is None or not way.is_any:
        return None
    told, kind = [], None
    if way.kind >= 0:
        kind = str(KINDS[way.kind])
        day = moment(way.kind_at).date()
        told.append(f"try {'an' if kind == 'email' else 'a'} {kind}: there was one on {day}")
    if way.person >= 0:
        told.append(f"{'or ' if told else ''}write to {_name(run, way.person)} there")
    return {
        "kind": kind,
        "kind_at": iso(way.kind_at) if way.kind >= 0 else None,
        "person": run.person(way.person) if way.person >= 0 else None,
        "text": ", ".join(told),
    }
