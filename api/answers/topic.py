"""One topic: who carries it, since when, how much over time, in what tone, what goes with it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.topics.carriers import Carriers, carriers
from algorithms.topics.talk import Mentions, lifts, takers, topic_figures
from api.answers.explained_rows import interaction_id
from api.answers.ranking import number
from api.answers.topic_periods import periods
from api.answers.topics import Span, label, told
from api.computing.run import Run
from api.computing.topic_log import THREAD, TopicLog, kind_of, shown_name, stored_name
from graph.errors import UnknownName
from graph.model import KINDS
from graph.moments import iso

__all__ = ["About", "about", "carrying", "one_topic"]

_MOST = 10  # related topics, threads, groups, newest interactions
_FEWEST_TOGETHER = 2  # conversations; one is chance

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class About:
    """A topic and the interactions about it, in their order."""

    log: TopicLog
    topic: str  # as answers show it
    interaction: Ints
    span: Span
    carriers: Carriers


def about(log: TopicLog, stored: str, span: Span) -> About:
    """Find what was said about a topic in a span; an ``UnknownName`` where that is nothing."""
    topic = stored if kind_of(stored) == THREAD else shown_name(stored)
    every = _interactions(log, stored)
    interaction = every[span.holds(log.at[every])]
    if not len(interaction):
        when = f"up to {iso(span.until)}"
        when += "" if span.since is None else f", from {iso(span.since)} on"
        raise UnknownName(f"nothing was said about {topic!r} {when}; name another moment")
    start, person = log.taking_part
    begin = start[interaction] + 1  # the first is the sender
    many = start[interaction + 1] - begin
    place = np.repeat(np.arange(len(interaction)), many)
    rows = np.repeat(begin - np.cumsum(many) + many, many) + np.arange(int(many.sum()))
    found = carriers(
        log.at[interaction],
        log.sender[interaction],
        (place, person[rows]),
        half_life=log.run.half_life,
        exponent=log.run.settings.size_exponent,
    )
    return About(log, topic, interaction, span, found)


def one_topic(found: About, *, per: str | None) -> dict[str, Any]:
    """Say all that is known of a topic, but who carries it."""
    log, interaction = found.log, found.interaction
    first = int(interaction[0])
    mentions = Mentions(1, np.zeros(len(interaction), np.int64), interaction)
    moved = mentions
    if found.span.since is not None:
        every = _interactions(log, stored_name(found.topic))
        moved = Mentions(1, np.zeros(len(every), np.int64), every)
    asked = (log.at, log.sentiment)
    how: Any = {"recent": found.span.recent, "half_life": log.run.half_life}
    figures = told(log, topic_figures(mentions, *asked, **how), 0)
    moving = topic_figures(moved, *asked, **how)
    recent, before = int(moving.recent[0]), int(moving.before[0])
    length, told_periods = periods(log, interaction, per)
    return {
        "topic": found.topic,
        "kind": kind_of(found.topic),
        "name": label(log, found.topic, first),
        **found.span.told(),
        "people": len(found.carriers.person),
        "voices": int(np.count_nonzero(found.carriers.said)),
        **figures,
        "recent": recent,
        "before": before,
        "change": recent - before,
        "begun": _interaction(log, first),
        "per": length,
        "periods": told_periods,
        "organizations": _organizations(found),
        "segments": _segments(found),
        "related": _related(found),
        "threads": _threads(found),
        "newest": [_interaction(log, int(k)) for k in interaction[: -_MOST - 1 : -1]],
    }


def carrying(found: About, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List the people of a topic, who carries most first. Also gives how many there are."""
    run, log, who = found.log.run, found.log, found.carriers
    strength = _strength(run, found.interaction)
    items = []
    for k in range(offset, min(offset + limit, len(who.person))):
        person = int(who.person[k])
        items.append(
            {
                "rank": k + 1,
                "person": run.person(person),
                "part": float(who.part[k]),
                "said": int(who.said[k]),
                "reached": int(who.reached[k]),
                "strength": float(strength[person]),
                "first_at": iso(int(log.at[found.interaction[who.first[k]]])),
                "last_at": iso(int(log.at[found.interaction[who.last[k]]])),
            }
        )
    return items, len(who.person)


def _interactions(log: TopicLog, stored: str) -> Ints:
    if kind_of(stored) == THREAD:
        ids, code = log.thread
        place = pc.index(ids, pa.scalar(stored.partition(":")[2], ids.type)).as_py()
        return np.flatnonzero(code == place) if place >= 0 else np.zeros(0, np.int64)
    place = pc.index(log.names, pa.scalar(stored)).as_py()
    low, high = np.searchsorted(log.mentions.topic, [place, place + 1])
    return log.mentions.interaction[low:high]


def _strength(run: Run, interaction: Ints) -> NDArray[np.float64]:
    """The strength of everybody's ties, of the interactions about the topic alone."""
    timeline = run.history.timeline
    rows = np.flatnonzero(np.isin(timeline.interaction, interaction))
    left = run.weight[rows] * np.exp2((timeline.at[rows] - run.as_of) / run.half_life)
    return np.asarray(
        np.bincount(timeline.source[rows], left, minlength=timeline.people)
        + np.bincount(timeline.target[rows], left, minlength=timeline.people)
    )


def _interaction(log: TopicLog, place: int) -> dict[str, Any]:
    """One interaction, as evidence."""
    run, row, end = log.run, int(log.row[place]), int(log.row[place + 1])
    table = run.history.log
    sender = int(run.history.people.person_of[table.column("sender")[row].as_py()])
    reached = {one for one in table.column("receiver")[row:end].to_pylist() if one >= 0}
    return {
        "id": interaction_id(run, place),
        "at": iso(int(log.at[place])),
        "kind": str(KINDS[table.column("kind")[row].as_py()]),
        "channel": table.column("channel")[row].as_py(),
        "sender": run.person(sender),
        "reached": len(reached),
        "sentiment": number(float(log.sentiment[place])),
        "sources": table.column("sources")[row].as_py().split("|"),
    }


def _organizations(found: About) -> list[dict[str, Any]]:
    """Where those who carry it are, who carry most first."""
    run, who = found.log.run, found.carriers
    code = run.belonging.organization[who.person]
    known = np.flatnonzero(code >= 0)
    many = len(run.belonging.keys)
    part = np.bincount(code[known], who.part[known], minlength=many)
    people = np.bincount(code[known], minlength=many)
    order = [k for k in np.argsort(-part, kind="stable").tolist() if people[k]][:_MOST]
    return [
        {
            "id": run.belonging.keys[k],
            "name": run.belonging.name[k] or run.belonging.keys[k].removeprefix("org:"),
            "people": int(people[k]),
            "part": float(part[k]),
        }
        for k in order
    ]


def _segments(found: About) -> list[dict[str, Any]]:
    who = found.carriers
    told_of = [
        (name, int(np.count_nonzero(mask[who.person])), float(who.part[mask[who.person]].sum()))
        for name, mask in found.log.run.belonging.segments.items()
    ]
    told_of = sorted((one for one in told_of if one[1]), key=lambda one: (-one[2], one[0]))
    return [
        {"name": name, "people": people, "part": part} for name, people, part in told_of[:_MOST]
    ]


def _related(found: About) -> list[dict[str, Any]]:
    """Topics of the same conversations, by how much more often than by chance."""
    log, every = found.log, found.log.mentions
    topic = every.topics  # the one asked about once more, which a thread needs
    mentions = Mentions(
        topic + 1,
        np.append(every.topic, np.full(len(found.interaction), topic)),
        np.append(every.interaction, found.interaction),
    )
    others, together, lift = lifts(mentions, log.conversation, topic)
    names = [shown_name(one) for one in log.names.take(pa.array(others)).to_pylist()]
    fewest = 1 if kind_of(found.topic) == THREAD else _FEWEST_TOGETHER
    rows: list[dict[str, Any]] = [
        {
            "topic": name,
            "name": name.partition(":")[2],
            "conversations": int(many),
            "lift": float(up),
        }
        for name, many, up in zip(names, together.tolist(), lift.tolist(), strict=True)
        if many >= fewest and name != found.topic
    ]
    return sorted(rows, key=lambda one: (-one["lift"], -one["conversations"], one["topic"]))[:_MOST]


def _threads(found: About) -> list[dict[str, Any]]:
    """The threads in which it is talked of, those with most of it first."""
    log, mine = found.log, found.interaction
    ids, code = log.thread
    mine = mine[code[mine] >= 0]
    if kind_of(found.topic) == THREAD or not len(mine):
        return []
    threads, number_of = np.unique(code[mine], return_inverse=True)
    mentions = Mentions.of(len(threads), number_of, mine)
    volume = np.diff(mentions.start)
    people = takers(mentions, *log.taking_part, len(log.run.history.people))
    first, last = (
        mentions.interaction[mentions.start[:-1]],
        mentions.interaction[mentions.start[1:] - 1],
    )
    order = np.lexsort((first, -people, -volume))[:_MOST]
    return [
        {
            "topic": f"{THREAD}:{ids[int(threads[k])].as_py()}",
            "interactions": int(volume[k]),
            "people": int(people[k]),
            "first_at": iso(int(log.at[first[k]])),
            "last_at": iso(int(log.at[last[k]])),
        }
        for k in order.tolist()
    ]
