"""The log as topics see it: what each interaction is about, who took part, in which conversation.

A name of a topic is what answers give and questions take: ``tag:pricing``, ``subject:kick-off``,
``deal:Acme renewal``, ``phrase:price list``, ``thread:ID``. In the log a tag stands without
``tag:``, and threads stand in a column of their own.

Cost: O(rows); read once for a run and remembered.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.topics.talk import Mentions
from api.computing.run import Run
from graph.model import STATUSES, Status

__all__ = [
    "KINDS",
    "TAG",
    "THREAD",
    "TopicLog",
    "kind_of",
    "shown_name",
    "stored_name",
    "topic_log",
]

Ints = NDArray[np.int64]

TAG, THREAD = "tag", "thread"
KINDS = (TAG, "subject", "deal", "phrase", THREAD)
"""The kinds of topics."""

_DECLINED = STATUSES.index(Status.DECLINED)
_STORED = KINDS[1:4]  # kinds that stored topics begin with


def kind_of(name: str) -> str:
    """Give the kind of a topic as it is stored or shown.

    >>> kind_of("pricing"), kind_of("tag:pricing"), kind_of("deal:Acme renewal")
    ('tag', 'tag', 'deal')
    """
    begin, colon, _ = name.partition(":")
    return begin if colon and begin in KINDS else TAG


def shown_name(stored: str) -> str:
    """Give the name that answers show for a stored topic.

    >>> shown_name("pricing"), shown_name("deal:Acme renewal")
    ('tag:pricing', 'deal:Acme renewal')
    """
    return stored if kind_of(stored) in _STORED else f"{TAG}:{stored}"


def stored_name(shown: str) -> str:
    """Give how the log writes a topic that an answer shows.

    >>> stored_name("tag:pricing"), stored_name("deal:Acme renewal")
    ('pricing', 'deal:Acme renewal')
    """
    return shown.removeprefix(f"{TAG}:")


@dataclass(frozen=True)
class TopicLog:
    """Interactions up to a moment, in the order of moments, and what they are about.

    ``row`` is the first row of each in the log, and the number of rows at the end.
    """

    run: Run
    row: Ints

    def __len__(self) -> int:
        return len(self.row) - 1

    @cached_property
    def at(self) -> Ints:
        """The moment of each interaction."""
        return self.run.history.at[self.row[:-1]]

    @cached_property
    def sentiment(self) -> NDArray[np.floating]:
        """The tone of each, NaN without one."""
        if "sentiment" not in self.run.history.log.column_names:
            return np.full(len(self), np.nan)
        return np.asarray(self._column("sentiment").fill_null(np.nan).to_numpy())

    @cached_property
    def is_bulk(self) -> NDArray[np.bool_]:
        """Whether each was sent by a machine or to a list."""
        found = self.run.history.log.column("is_bulk").to_numpy(zero_copy_only=False)
        return np.asarray(found[self.row[:-1]])

    @cached_property
    def sender(self) -> Ints:
        """Who said each; -1 for what is no person."""
        return self._people("sender")[self.row[:-1]]

    @cached_property
    def receiver(self) -> Ints:
        """Whom each row of the log reached; -1 for nobody, and for who declined."""
        status = self.run.history.log.column("status").slice(0, int(self.row[-1])).to_numpy()
        return np.where(status == _DECLINED, -1, self._people("receiver"))

    @cached_property
    def taking_part(self) -> tuple[Ints, Ints]:
        """Who took part in each: where its people start, and the people, its sender first."""
        start = self.row + np.arange(len(self.row))
        people = np.empty(int(start[-1]), np.int64)
        is_sender = np.zeros(len(people), bool)
        is_sender[start[:-1]] = True
        people[is_sender], people[~is_sender] = self.sender, self.receiver
        return start, people

    @cached_property
    def names(self) -> pa.Array:
        """The stored topics, in the order in which they come up."""
        return self._coded[0]

    @cached_property
    def mentions(self) -> Mentions:
        """Which interaction is about which stored topic."""
        names, topic, interaction = self._coded
        return Mentions.of(len(names), topic, interaction)

    @cached_property
    def thread(self) -> tuple[pa.Array, Ints]:
        """The ids of threads, and which each interaction belongs to, -1 for none."""
        if "thread" not in self.run.history.log.column_names:
            return pa.array([], pa.string()), np.full(len(self), -1, np.int64)
        coded = self._column("thread").dictionary_encode()
        return coded.dictionary, coded.indices.fill_null(-1).to_numpy().astype(np.int64)

    @cached_property
    def threads(self) -> Mentions:
        """Which interaction belongs to which thread."""
        ids, code = self.thread
        interaction = np.flatnonzero(code >= 0)
        return Mentions.of(len(ids), code[interaction], interaction)

    @cached_property
    def conversation(self) -> Ints:
        """A number for the thread of each interaction, or its own where it has none."""
        ids, code = self.thread
        return np.where(code >= 0, code, len(ids) + np.arange(len(self)))

    @cached_property
    def _coded(self) -> tuple[pa.Array, Ints, Ints]:
        if "topics" not in self.run.history.log.column_names:
            none = np.zeros(0, np.int64)
            return pa.array([], pa.string()), none, none
        column = self._column("topics")
        said = pc.list_flatten(column)
        interaction = pc.list_parent_indices(column).to_numpy()
        coded = said.dictionary_encode()
        code = coded.indices.fill_null(-1).to_numpy()
        return coded.dictionary, code[code >= 0], interaction[code >= 0]

    def _column(self, name: str) -> pa.Array:
        """A column of the log, one value for each interaction."""
        first = self.row[:-1]
        column = self.run.history.log.column(name).slice(0, int(self.row[-1]))
        is_each = len(first) == len(column)
        found = column if is_each else column.take(pa.array(first))
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def _people(self, name: str) -> Ints:
        people = self.run.history.people
        number = self.run.history.log.column(name).slice(0, int(self.row[-1])).to_numpy()
        person = np.append(np.where(people.is_person[people.person_of], people.person_of, -1), -1)
        return np.asarray(person[number], np.int64)  # -1 looks at the end


@lru_cache(maxsize=4)
def topic_log(run: Run) -> TopicLog:
    """Give the log up to the run's moment, as topics see it."""
    history = run.history
    rows = int(np.searchsorted(history.at, run.as_of, "right"))
    first = history.starts[:-1]
    return TopicLog(run, np.append(first[: np.searchsorted(first, rows)], rows))
