"""Interactions laid down as columns, some hundreds at once, with what is heard in their texts.

What interactions say is taken apart for many together, one column after the other: Python does so
in half the time it takes for one interaction after the other.

What is heard in the text of a record (`ingest.listening`) is no part of its key, so that a record
without an id stays the same one whoever listens; of its content it is, with ``heard`` saying how
well it was heard: 512 where the source gave a tone, 256 where one was heard, none for neither, and
the listener's rank in any case.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain, count
from operator import attrgetter
from typing import Any

import numpy as np
import pyarrow as pa

from graph.batch import INTERACTED
from graph.keys import SEPARATOR, digest_of
from graph.model import Interaction, Receiver
from graph.moments import micros
from ingest.batches.hashed import NO_CONTENT, content_of, hashed_texts
from ingest.heard.topic_words import kept_topics
from ingest.listening import Heard, Listener
from ingest.source import Reading

__all__ = ["LaidDown", "Seen"]

Seen = dict[bytes, int]
"""How often a record without an id was told in its file."""

_AT_ONCE, _CHARACTERS = 500, 2**21  # interactions that wait, and their texts
_BY_SOURCE, _BY_EAR = 512, 256
_WORDS = ("kind", "channel", "role", "status")
_OF_RECEIVERS = {"receiver", "role", "status"}
_TYPES = {one.name: one.type for one in INTERACTED}
_FIELDS = {
    "at": "at", "kind": "kind._value_", "channel": "channel", "sender": "sender",
    "receivers": "receivers", "id": "id", "duration": "duration", "thread": "thread",
    "in_reply_to": "in_reply_to", "sentiment": "sentiment", "topics": "topics",
    "revision": "revision", "is_bulk": "is_bulk", "sentiment_by": "sentiment_by",
    "confidence": "confidence",
}  # fmt: skip
_SAID = attrgetter(*_FIELDS.values())
_RECEIVED = attrgetter("identity", "role._value_", "status._value_")
_NOBODY = (Receiver(""),)
_MICROSECOND = timedelta(microseconds=1)


class LaidDown:
    """The interactions of a batch in the making."""

    def __init__(self, source: str, reading: Reading) -> None:
        self.rows = 0
        self.identities = _numbers()
        self._source = source
        self._listen = reading.listen
        self._topics_from = reading.topics_from
        self._waiting: list[tuple[int, Seen, Interaction]] = []
        self._characters = 0  # of the texts of what is waiting
        self._words = {name: _numbers() for name in _WORDS}
        self._columns: defaultdict[str, list[Any]] = defaultdict(list)
        self._reached: list[int] = []  # how many rows each takes

    def add(self, record: int, found: Interaction, seen: Seen) -> None:
        """Take an interaction of a record; *seen* numbers those of its file that have no id."""
        self.rows += len(found.receivers) or 1
        self._waiting.append((record, seen, found))
        if found.text:
            self._characters += len(found.text)
        if len(self._waiting) >= _AT_ONCE or self._characters >= _CHARACTERS:
            self._lay()

    def table(self) -> pa.Table:
        """Give a row for each receiver; what all of an interaction share is repeated for them."""
        self._lay()
        if not self._reached:
            return INTERACTED.empty_table()
        columns = self._columns
        halves = np.frombuffer(b"".join(columns.pop("key")), "<u8").reshape(-1, 2)
        found = {"key_hi": halves[:, 1], "key_lo": halves[:, 0]}
        found["content"] = np.frombuffer(b"".join(columns.pop("content")), "<u8")
        found |= {name: self._column(name, values) for name, values in columns.items()}
        if self.rows > len(self._reached):
            shared = np.repeat(np.arange(len(self._reached)), self._reached)
            for name in found.keys() - _OF_RECEIVERS:
                found[name] = found[name].take(shared)
        return pa.table([found[name] for name in INTERACTED.names], schema=INTERACTED)

    def _lay(self) -> None:
        """Lay down what is waiting."""
        if not self._waiting:
            return
        records, seen, waiting = zip(*self._waiting, strict=True)
        has_text, self._waiting, self._characters = self._characters > 0, [], 0
        said = {"record": records, **_said(waiting)}
        said["key"], is_covered = self._keys(said, seen)
        said["heard"] = [None] * len(waiting)
        if self._listen is not None and has_text:
            _hear(self._listen, waiting, said)
        texts = zip(hashed_texts(said), is_covered, said["heard"], strict=True)
        said["content"] = [
            NO_CONTENT if covered and well is None else content_of(_with(text, well))
            for text, covered, well in texts
        ]
        said["topics"] = list(map(self._kept, said["topics"]))
        said["sender"] = list(map(self.identities.__getitem__, said["sender"]))
        self._reach(said.pop("receivers"), said)
        for name, values in said.items():
            words = self._words.get(name)
            self._columns[name] += values if words is None else map(words.__getitem__, values)

    def _keys(
        self, said: dict[str, Sequence[Any]], seen: Sequence[Seen]
    ) -> tuple[list[bytes], list[bool]]:
        """The keys, and which of them cover the whole of their interaction.

        Those without an id are made of what is said, with a number among identical ones.
        """
        ids = said["id"]
        if None not in ids:
            return list(map(digest_of, ids)), [False] * len(ids)
        keys, is_covered = [], []
        for own, text, receivers, times in zip(
            ids, hashed_texts(said), said["receivers"], seen, strict=True
        ):
            if own is not None:
                keys.append(digest_of(own))
                is_covered.append(False)
                continue
            reached = sorted(f"{one.identity}|{one.role}|{one.status}" for one in receivers)
            base = SEPARATOR.join((self._source, text, *reached))
            former = digest_of(base)
            times[former] += 1
            keys.append(digest_of(f"{base}{SEPARATOR}{times[former]}"))
            is_covered.append(len(reached) <= 1)
        return keys, is_covered

    def _reach(self, receivers: Sequence[tuple[Receiver, ...]], said: dict[str, Any]) -> None:
        """Number the receivers, with their roles and answers; -1 where nobody was reached."""
        reached = [one or _NOBODY for one in receivers]
        self._reached += map(len, reached)
        names, said["role"], said["status"] = zip(
            *map(_RECEIVED, chain.from_iterable(reached)), strict=True
        )
        who = self.identities
        said["receiver"] = [who[name] if name else -1 for name in names]

    def _kept(self, topics: tuple[str, ...]) -> list[str] | None:
        """Of an interaction's topics those that are wanted; its key is made of all of them."""
        if not topics:
            return None
        kept = topics if self._topics_from is None else kept_topics(topics, self._topics_from)
        return list(kept) or None

    def _column(self, name: str, values: list[Any]) -> pa.Array:
        words = self._words.get(name)
        if words is None:
            return pa.array(values, _TYPES[name])
        number = pa.array(values, _TYPES[name].index_type)
        return pa.DictionaryArray.from_arrays(number, pa.array(list(words), pa.string()))


def _said(waiting: Sequence[Interaction]) -> dict[str, Sequence[Any]]:
    """What interactions say, a column for each field; moments and lengths in microseconds."""
    said: dict[str, Sequence[Any]] = dict(
        zip(_FIELDS, zip(*map(_SAID, waiting), strict=True), strict=True)
    )
    said["at"] = list(map(micros, said["at"]))
    lengths = said["duration"]
    said["duration"] = [None if one is None else one // _MICROSECOND for one in lengths]
    return said


def _hear(listen: Listener, waiting: Sequence[Interaction], said: dict[str, Sequence[Any]]) -> None:
    """Add what is heard in the texts to what is said."""
    names = ("sentiment", "sentiment_by", "confidence", "topics", "heard")
    told = zip(*(said[name] for name in names), strict=True)
    rows = [
        own if heard is None else (*heard[:4], listen.rank + _how(heard))
        for own, heard in zip(told, listen.hear(waiting), strict=True)
    ]
    said.update(zip(names, zip(*rows, strict=True), strict=True))


def _how(heard: Heard) -> int:
    return _BY_EAR if heard.by_ear else 0 if heard.sentiment is None else _BY_SOURCE


def _with(text: str, well: int | None) -> str:
    return text if well is None else f"{text}{SEPARATOR}{well}"


def _numbers() -> defaultdict[str, int]:
    """Texts numbered as they are first met."""
    return defaultdict(count().__next__)
