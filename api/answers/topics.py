"""Which topics there are: their people, volume, tone, and how each stands against before."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.topics.talk import Mentions, TopicFigures, takers, topic_figures
from api.answers.ranking import number
from api.computing.topic_log import KINDS, THREAD, TopicLog, kind_of, shown_name
from graph.errors import Misuse
from graph.moments import DAY, iso

__all__ = ["BY", "RECENT_DAYS", "Span", "Standing", "check", "label", "standing", "topic_items"]

BY = ("volume", "people", "rising", "tone")
"""What topics may be ordered by."""

RECENT_DAYS = 28
"""Days that are compared with as many before, where no span is asked for."""

_PEOPLE_OF_THREAD = 3  # a thread of two is a dialogue
_VOICES_OF_PHRASE, _VOLUME_OF_PHRASE = 2, 3  # a phrase of one, or said twice, is chance
_DOUBT = 2.0  # toned interactions of no tone that a mean is drawn to, where topics are in its order
_LOOKED_AT = 50  # interactions of a thread in which a name for it is looked for

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Span:
    """The moments asked about: from ``since`` (None: from the beginning) up to ``until``."""

    since: int | None
    until: int

    @property
    def recent(self) -> tuple[int, int]:
        """The days that are compared with as many before them: after the first moment."""
        return (
            self.until - RECENT_DAYS * DAY if self.since is None else self.since - 1
        ), self.until

    def holds(self, at: Ints) -> Flags:
        """Mark the moments that lie in it."""
        found = at <= self.until
        return found if self.since is None else found & (at >= self.since)

    def told(self) -> dict[str, Any]:
        """What answers say of it."""
        since, until = self.recent
        return {
            "since": None if self.since is None else iso(self.since),
            "until": iso(until),
            "recent_days": round((until - since) / DAY, 6),
        }


@dataclass(frozen=True)
class Standing:
    """How topics stand in a span: the stored ones first, then threads; ``order`` is the list."""

    log: TopicLog
    stored: pa.Array
    threads: pa.Array
    figures: TopicFigures
    people: Ints
    voices: Ints
    order: Ints
    left_out: int

    def topic(self, place: int) -> str:
        """What a topic is called in answers."""
        if place < len(self.stored):
            return shown_name(self.stored[place].as_py())
        return f"{THREAD}:{self.threads[place - len(self.stored)].as_py()}"


def check(kind: str | None, by: str) -> None:
    """Say which kinds and orders there are, where another is asked for."""
    if kind is not None and kind not in KINDS:
        raise Misuse(f"no kind of topic is called {kind!r}; there are {', '.join(KINDS)}")
    if by not in BY:
        raise Misuse(f"topics are not ordered by {by!r}; there are {', '.join(BY)}")


def standing(log: TopicLog, kind: str | None, by: str, span: Span, among: Flags | None) -> Standing:
    """Find how the topics of a kind (None: of every kind) stand, and put them in order.

    *among* marks people: only what one of them took part in counts.
    """
    stored, threads, every = _mentions(log, kind)
    is_asked = np.ones(len(log), bool) if among is None else _with(log, among)
    mine = every if among is None else every.among(is_asked)
    inside = mine.among(span.holds(log.at))
    figures = _figures(log, inside, span)
    if span.since is not None:
        moved = _figures(log, mine, span)
        figures = replace(figures, recent=moved.recent, before=moved.before)
    everybody = len(log.run.history.people)
    people = takers(inside, *log.taking_part, everybody)
    voices = takers(inside, np.arange(len(log) + 1), log.sender, everybody)
    is_listed, left_out = _listed(log, (len(stored), stored, kind), inside, people, voices)
    order = _ordered(by, figures, people, np.flatnonzero(is_listed))
    return Standing(log, stored, threads, figures, people, voices, order, left_out)


def topic_items(found: Standing, *, offset: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """List topics in their order. Also gives how many there are."""
    items = []
    for rank, place in enumerate(found.order[offset : offset + limit].tolist(), offset + 1):
        topic, figures = found.topic(place), found.figures
        first = int(figures.first[place])
        items.append(
            {
                "rank": rank,
                "topic": topic,
                "kind": kind_of(topic),
                "name": label(found.log, topic, first),
                "people": int(found.people[place]),
                "voices": int(found.voices[place]),
                **told(found.log, figures, place),
            }
        )
    return items, len(found.order)


def told(log: TopicLog, figures: TopicFigures, place: int) -> dict[str, Any]:
    """The figures of one topic that has interactions."""
    recent, before = int(figures.recent[place]), int(figures.before[place])
    return {
        "interactions": int(figures.volume[place]),
        "first_at": iso(int(log.at[figures.first[place]])),
        "last_at": iso(int(log.at[figures.last[place]])),
        "recent": recent,
        "before": before,
        "change": recent - before,
        "tone": number(float(figures.tone[place])),
        "toned": int(figures.toned[place]),
    }


def label(log: TopicLog, topic: str, first: int) -> str:
    """What people call a topic; a thread goes by its first subject, else its first topic."""
    if kind_of(topic) != THREAD:
        return topic.partition(":")[2]
    _, code = log.thread
    mine = np.flatnonzero(code == code[first])[:_LOOKED_AT]
    table = log.run.history.log
    said: list[str] = []
    if "topics" in table.column_names:
        column = table.column("topics")
        said = [one for k in mine for one in column[int(log.row[k])].as_py() or ()]
    subjects = [one for one in said if kind_of(one) == "subject"]
    for one in (*subjects, *said):
        return shown_name(one).partition(":")[2]
    person = int(log.sender[mine[0]])
    who = log.run.person(person)["name"] if person >= 0 else None
    return f"begun {iso(int(log.at[mine[0]]))[:10]}" + (f" by {who}" if who else "")


def _figures(log: TopicLog, mentions: Mentions, span: Span) -> TopicFigures:
    half_life = log.run.half_life
    return topic_figures(mentions, log.at, log.sentiment, recent=span.recent, half_life=half_life)


def _mentions(log: TopicLog, kind: str | None) -> tuple[pa.Array, pa.Array, Mentions]:
    """The topics of a kind, threads behind the stored ones, and what is about each.

    Where every kind is asked for, threads that a stored topic tells of are left out.
    """
    none = pa.array([], pa.string())
    if kind == THREAD:
        return none, log.thread[0], log.threads
    stored = log.mentions
    if kind is not None:
        wanted = stored.topic[_is_kind(log.names, kind)[stored.topic]]
        kept = _is_kind(log.names, kind)[stored.topic]
        return log.names, none, Mentions(stored.topics, wanted, stored.interaction[kept])
    ids, code = log.thread
    has_topic = np.zeros(len(ids) + 1, bool)
    has_topic[code[stored.interaction]] = True  # what has no thread is looked up at the end
    bare = log.threads.among(~has_topic[code] & (code >= 0))
    both = Mentions(
        stored.topics + len(ids),
        np.concatenate([stored.topic, bare.topic + stored.topics]),
        np.concatenate([stored.interaction, bare.interaction]),
    )
    return log.names, ids, both


def _is_kind(names: pa.Array, kind: str) -> Flags:
    begins = {one: pc.starts_with(names, f"{one}:") for one in KINDS[1:4]}
    if kind in begins:
        return np.asarray(begins[kind].to_numpy(zero_copy_only=False))
    told_otherwise = [one.to_numpy(zero_copy_only=False) for one in begins.values()]
    return np.asarray(~np.logical_or.reduce(told_otherwise))


def _with(log: TopicLog, among: Flags) -> Flags:
    """Mark the interactions that one of the people marked took part in."""
    start, person = log.taking_part
    takes = np.append(among, [False])[person]  # nobody, -1, looks at the end
    if not len(log):
        return np.zeros(0, bool)
    return np.asarray(np.logical_or.reduceat(takes, start[:-1]))


def _listed(
    log: TopicLog,
    asked: tuple[int, pa.Array, str | None],
    inside: Mentions,
    people: Ints,
    voices: Ints,
) -> tuple[Flags, int]:
    """Mark the topics that are worth a line, and count those that only machines speak of."""
    stored, names, _ = asked
    volume = np.bincount(inside.topic, minlength=inside.topics)
    plain = inside.topic[~log.is_bulk[inside.interaction]]
    is_spoken = (voices > 1) | ((voices == 1) & (np.bincount(plain, minlength=inside.topics) > 0))
    is_listed = (volume > 0) & is_spoken
    left_out = int(np.count_nonzero((volume > 0) & ~is_spoken))
    is_listed[stored:] &= people[stored:] >= _PEOPLE_OF_THREAD
    is_phrase = np.zeros(inside.topics, bool)
    is_phrase[:stored] = _is_kind(names, "phrase")
    is_listed[:stored] &= ~_is_name(log, names)
    is_listed &= ~is_phrase | ((voices >= _VOICES_OF_PHRASE) & (volume >= _VOLUME_OF_PHRASE))
    return is_listed, left_out


def _is_name(log: TopicLog, names: pa.Array) -> Flags:
    """Mark the phrases that are nothing but somebody's name."""
    people = pc.utf8_lower(log.run.history.people.name.drop_null())
    known = pc.binary_join_element_wise("phrase", people, ":")
    return np.asarray(pc.is_in(names, value_set=known).to_numpy(zero_copy_only=False))


def _ordered(by: str, figures: TopicFigures, people: Ints, topics: Ints) -> Ints:
    """Put topics in order; those that are equal as they came up in the log."""
    volume, people = -figures.volume[topics], -people[topics]
    if by == "tone":
        topics = topics[figures.toned[topics] > 0]
        toned = figures.toned[topics]
        key = figures.tone[topics] * toned / (toned + _DOUBT)
        return topics[np.lexsort((topics, -toned, key))]
    keys = {
        "volume": (topics, people, volume),
        "people": (topics, volume, people),
        "rising": (topics, -figures.recent[topics], -figures.rise[topics]),
    }
    return topics[np.lexsort(keys[by])]
