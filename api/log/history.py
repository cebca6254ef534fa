"""History: the whole log as a snapshot keeps it, made from a store or mapped from disk."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.groups.community_ids import person_keys
from api.log.identifying import Identifying
from api.log.identities import identified
from graph.people.persons import Persons, persons
from graph.snapshot import Columns
from graph.store import Contents
from graph.timeline import PairIndex, Timeline, is_constant, repeated
from graph.unfold import interaction_starts, unfold

__all__ = ["FORMAT", "History"]

FORMAT = 9
"""Version of the tables below; a snapshot of another one is rebuilt."""

_TIMELINE = (
    "at",
    "source",
    "target",
    "kind",
    "status",
    "size",
    "interaction",
    "thread",
    "sentiment",
)
# kept apart: somebody new moves the places of all, and of the log nothing else
_ENDS = ("sender", "receiver")
# those that say the same of all rows are not written: what stands there instead
_CONSTANT: Mapping[str, np.generic] = {"channel": np.uint8(0), "seconds": np.float32(np.nan)}


@dataclass(frozen=True)
class History:
    """The log, its persons and its timeline.

    ``log`` holds one row for each receiver of each interaction, in the store's order; ``starts`` is
    the first row of each interaction, and the number of rows. ``facts`` and ``merges`` are sorted.
    ``suggested`` is who may be one person besides, with why: those of whom it is certain are one.
    ``in_time`` are those of whom it was asked whose address followed whose.
    """

    identities: pa.Array
    people: Persons
    log: pa.Table
    starts: NDArray[np.int64]
    timeline: Timeline
    facts: pa.Table
    merges: pa.Table
    suggested: pa.Table
    in_time: pa.Table

    @classmethod
    def of(
        cls, contents: Contents, *, max_receivers: int, identifying: Identifying | None = None
    ) -> Self:
        """Make the history of a store's contents."""
        who = identified(
            contents.identities,
            contents.merges,
            contents.facts,
            contents.interacted,
            identifying or Identifying(),
        )
        people = persons(contents.identities, contents.merges, contents.facts, who.root)
        starts = interaction_starts(contents.interacted)
        timeline = unfold(contents.interacted, people, starts, max_receivers=max_receivers)
        return cls(
            identities=contents.identities,
            people=people,
            log=contents.interacted,
            starts=starts,
            timeline=timeline,
            facts=contents.facts,
            merges=contents.merges,
            suggested=who.suggested,
            in_time=who.in_time,
        )

    @classmethod
    def mapped(cls, columns: Columns) -> Self:
        """Map a history from a snapshot's folder; nothing is copied."""
        people = columns.table("people")
        identities = columns.table("identities")
        return cls(
            identities=_array(identities, "key"),
            people=Persons(
                person_of=_numpy(identities, "person"),
                id=_array(people, "id"),
                identity=_array(people, "identity"),
                name=_array(people, "name"),
                kind=_array(people, "kind"),
                is_person=_array(people, "is_person").to_numpy(zero_copy_only=False),
            ),
            log=_log(columns),
            starts=_numpy(columns.table("starts"), "row"),
            timeline=_timeline(columns, len(people)),
            facts=columns.table("facts"),
            merges=columns.table("merges"),
            suggested=columns.table("suggested"),
            in_time=columns.table("in_time"),
        )

    def tables(self) -> dict[str, pa.Table]:
        """Give the tables that a snapshot keeps."""
        return dict(self.made_tables())

    def made_tables(self) -> Iterator[tuple[str, pa.Table]]:
        """Give them one after the other, what takes long to make after what takes long to write."""
        told = [name for name in _CONSTANT if not is_constant(getattr(self.timeline, name))]
        names = (*_TIMELINE, *told)
        yield "log", self.log.drop_columns(list(_ENDS))
        yield "timeline", pa.table({name: getattr(self.timeline, name) for name in names})
        yield "log_ends", self.log.select(_ENDS)
        yield "starts", pa.table({"row": self.starts})
        yield "identities", pa.table({"key": self.identities, "person": self.people.person_of})
        people = ("id", "identity", "name", "kind", "is_person")
        yield "people", pa.table({name: getattr(self.people, name) for name in people})
        yield "facts", self.facts
        yield "merges", self.merges
        yield "suggested", self.suggested
        yield "in_time", self.in_time
        index = self.timeline.pairs
        yield "rows_by_pair", pa.table({"order": index.order})
        yield "pairs_of_rows", pa.table({"start": index.start[:-1], "a": index.a, "b": index.b})

    @cached_property
    def at(self) -> NDArray[np.int64]:
        """The moment of each row of the log, in order."""
        return _numpy(self.log, "at")

    @cached_property
    def people_keys(self) -> NDArray[np.uint64]:
        """Hashes of who people are, whatever their numbers; all ids have one length."""
        ids = self.people.id
        width = len(ids[0].as_py()) if len(ids) else 1
        letters = ids.cast(pa.binary(width)).buffers()[1]
        return person_keys(np.frombuffer(letters, f"S{width}", len(ids)))

    def digest(self, as_of: int) -> str:
        """Give the digest of the log up to a moment, of who is one person, and of all facts.

        What was decided about people and made no difference is outside it.
        """
        rows = int(np.searchsorted(self.at, as_of, "right"))
        sums = [
            int(np.add.reduce(_numpy(self.log, name)[:rows], dtype=np.uint64))
            for name in ("row_hi", "row_lo")
        ]
        seal = hashlib.sha256(f"{rows}|{sums[0]}|{sums[1]}".encode())
        for column in (*self._joined().columns, *self.facts.columns):
            seal.update(repr(column.type).encode())
            for value in column.to_pylist():
                seal.update(repr(value).encode() + b"\x1f")
        return seal.hexdigest()[:32]

    def heard_of(self, as_of: int) -> NDArray[np.bool_] | None:
        """Mark who had been heard of by a moment; None where everybody had.

        That is who wrote or was written to by then, and who is told of by a fact that holds from
        then or before, or from a day nobody said.
        """
        rows = int(np.searchsorted(self.at, as_of, "right"))
        in_touch = np.zeros(len(self.identities) + 1, np.bool_)  # the last place is nobody's
        for name in _ENDS:
            in_touch[_numpy(self.log, name)[:rows]] = True
        heard = np.zeros(len(self.people), np.bool_)
        heard[self.people.person_of[in_touch[:-1]]] = True
        if heard.all():
            return None
        since = self.facts.column("since")
        dated = self.facts.filter(pc.fill_null(pc.less_equal(since, as_of), fill_value=True))
        told = [chunk for name in ("subject", "value") for chunk in dated.column(name).chunks]
        if len(dated):  # to look up no one would take as long as to look up many
            is_told = pc.is_in(self.identities, pc.unique(pa.chunked_array(told)))
            heard[self.people.person_of[is_told.to_numpy(zero_copy_only=False)]] = True
        return None if heard.all() else heard

    def _joined(self) -> pa.Table:
        """The identities of those who go by several, each with its person's smallest."""
        person_of = self.people.person_of
        place = np.flatnonzero(np.bincount(person_of)[person_of] > 1)
        first = np.full(len(self.people), len(person_of))
        np.minimum.at(first, person_of[place], place)
        smallest = self.identities.take(pa.array(first[person_of[place]]))
        return pa.table({"identity": self.identities.take(pa.array(place)), "person": smallest})


def _log(columns: Columns) -> pa.Table:
    """Put the log together, its columns in the store's order."""
    found, ends = columns.table("log"), columns.table("log_ends")
    place = found.schema.get_field_index("role")
    for name in reversed(_ENDS):
        found = found.add_column(place, ends.schema.field(name), ends.column(name))
    return found


def _timeline(columns: Columns, people: int) -> Timeline:
    """Map the timeline and its index by pair."""
    kept, words = columns.table("timeline"), columns.table("log").column("channel")
    constant = {
        name: repeated(value, len(kept))
        for name, value in _CONSTANT.items()
        if name not in kept.column_names
    }
    found = Timeline(
        people=people,
        channels=tuple(words.chunk(0).dictionary.to_pylist()) if words.num_chunks else (),
        **constant,
        **{name: _numpy(kept, name) for name in kept.column_names},
    )
    pairs = columns.table("pairs_of_rows")
    index = PairIndex(
        order=_numpy(columns.table("rows_by_pair"), "order"),
        start=np.append(_numpy(pairs, "start"), len(kept)),
        a=_numpy(pairs, "a"),
        b=_numpy(pairs, "b"),
    )
    found.__dict__["pairs"] = index  # what Timeline.pairs would find by sorting
    return found


def _numpy(table: pa.Table, name: str) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy())


def _array(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
