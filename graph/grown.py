"""Growing a log: what a store holds more than before is merged into columns that are sorted.

Sorting ten million rows for the sake of a hundred thousand would be a waste, and so would be to
unfold them again. What comes out is the very log, timeline and index that sorting everything would
give. Where what is new changes what was there (a further receiver of a known interaction, a column
or a word never seen before, a conversation that began earlier), the answer is None.

Cost: O(n) copies for n rows, and O(m log n) for the m new ones.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.arrays import distinct
from graph.timeline import PairIndex, Timeline, is_constant, repeated

__all__ = ["Places", "grown_index", "grown_log", "grown_starts", "grown_timeline", "places"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """Where new rows come among old ones: ``before[k]`` old rows stand before new row k."""

    before: Ints
    old: int

    @property
    def are_last(self) -> bool:
        """Whether all that is new comes after all that is old."""
        return len(self.before) == 0 or int(self.before[0]) == self.old

    @property
    def new(self) -> Ints:
        """The positions that the new rows get."""
        return self.before + np.arange(len(self.before))

    def moved(self, rows: NDArray[Any]) -> NDArray[Any]:
        """Give the positions that old rows get."""
        if self.are_last:
            return rows
        shift = np.cumsum(np.bincount(self.before, minlength=self.old + 1))[: self.old]
        return np.asarray(rows + shift[rows].astype(rows.dtype))

    def merged(self, old: NDArray[Any], new: NDArray[Any]) -> NDArray[Any]:
        """Put new values among old ones."""
        if self.are_last:
            return np.concatenate([old, new.astype(old.dtype, copy=False)])
        return np.insert(old, self.before, new)


def places(old: pa.Table, new: pa.Table) -> Places | None:
    """Find where new rows of a log come, by time, then key; None where an interaction is known."""
    at, more = (table.column("at").to_numpy() for table in (old, new))
    low, high = np.searchsorted(at, more, "left"), np.searchsorted(at, more, "right")
    found = low.astype(np.int64)
    tied = np.flatnonzero(low < high)
    if len(tied):
        among = _among_equals(old, new, tied, low[tied], high[tied])
        if among is None:
            return None
        found[tied] = among
    return Places(found, len(at))


def _among_equals(old: pa.Table, new: pa.Table, tied: Ints, low: Ints, high: Ints) -> Ints | None:
    """Find where those new rows come that are of the same moments as the old rows low to high."""
    first, end = distinct(low), distinct(high)  # the stretches of equal moments
    count = end - first
    before = np.cumsum(count) - count
    rows = np.repeat(first - before, count) + np.arange(count.sum())
    stood, come = (
        [_column(table, name, chosen) for name in ("at", "key_hi", "key_lo")]
        for table, chosen in ((old, rows), (new, tied))
    )
    both = [np.concatenate(pair) for pair in zip(stood, come, strict=True)]
    order = np.lexsort(both[::-1])
    is_new = order >= len(rows)
    is_same = np.all([np.diff(column[order]) == 0 for column in both], axis=0)
    if np.any(is_same & (is_new[1:] != is_new[:-1])):
        return None
    passed = np.empty(len(tied), np.int64)
    passed[order[is_new] - len(rows)] = np.cumsum(~is_new)[is_new]
    return np.asarray(low + passed - before[np.searchsorted(first, low)])


def _column(table: pa.Table, name: str, rows: Ints) -> NDArray[Any]:
    return np.asarray(table.column(name).to_numpy()[rows])


def grown_log(old: pa.Table, new: pa.Table, where: Places) -> pa.Table | None:
    """Merge new rows into a log; None where it would get another column or word."""
    if not set(new.column_names) <= set(old.column_names):
        return None
    columns = {}
    for field in old.schema:
        if field.name not in new.column_names:
            columns[field.name] = _nothing(field, len(new))
        elif pa.types.is_dictionary(field.type):
            known = old.column(field.name).chunk(0).dictionary
            told = new.column(field.name).combine_chunks()
            place = pc.index_in(told.dictionary, known)
            if place.null_count:
                return None
            code = place.take(told.indices)
            columns[field.name] = pa.DictionaryArray.from_arrays(code.cast(pa.int32()), known)
        else:
            columns[field.name] = new.column(field.name).cast(field.type)
    more = pa.table(columns, schema=old.schema)
    if where.are_last:  # the old rows stay where they are
        return pa.concat_tables([old, more])
    first = int(where.before[0])  # what stands before it stays as it is
    tail = pa.concat_tables([old.slice(first), more]).combine_chunks()
    rows = np.arange(len(tail), dtype=np.int64)
    order = np.insert(rows[: where.old - first], where.before - first, rows[where.old - first :])
    return pa.concat_tables([old.slice(0, first), tail.take(pa.array(order))]).combine_chunks()


def _nothing(field: pa.Field, rows: int) -> pa.Array:
    """What stands in a column of which the new rows say nothing."""
    if field.name == "content":
        return pa.array(np.zeros(rows, np.uint64))
    return pa.nulls(rows, field.type)


def grown_starts(old: Ints, new: Ints, where: Places) -> tuple[Ints, Places]:
    """Merge the first rows of interactions; also gives where the new interactions come."""
    among = Places(np.searchsorted(old[:-1], where.before[new[:-1]], "left"), len(old) - 1)
    first = among.merged(where.moved(old[:-1]), where.new[new[:-1]])
    return np.append(first, where.old + len(where.before)), among


def grown_timeline(
    old: Timeline, new: Timeline, interactions: Places, person: NDArray[np.int32]
) -> tuple[Timeline, Places]:
    """Merge the timelines of old and new interactions; *person* renumbers the old one's people."""
    come = interactions.before[new.interaction]
    where = Places(np.searchsorted(old.interaction, come, "left"), len(old))
    number = interactions.new.astype(np.int32)[new.interaction]
    moved = interactions.moved(old.interaction)
    columns: dict[str, Any] = {
        "source": where.merged(person[old.source], new.source),
        "target": where.merged(person[old.target], new.target),
        "interaction": where.merged(moved, number),
    }
    for name in ("at", "kind", "status", "size", "thread", "sentiment"):
        columns[name] = where.merged(getattr(old, name), getattr(new, name))
    columns["seconds"] = _merged(old.seconds, new.seconds, where)
    if len(old.channels) == 1:
        columns["channel"] = repeated(old.channel.dtype.type(0), len(old) + len(new))
    else:
        code = np.array([old.channels.index(word) for word in new.channels], old.channel.dtype)
        columns["channel"] = where.merged(old.channel, code[new.channel])
    return replace(old, people=new.people, **columns), where


def _merged(old: NDArray[Any], new: NDArray[Any], where: Places) -> NDArray[Any]:
    """Merge columns, where both say nothing into one that says nothing."""
    if is_constant(old) and is_constant(new):
        return repeated(np.float32(np.nan), len(old) + len(new))
    return where.merged(old, new)


def grown_index(
    old: PairIndex, new: Timeline, where: Places, person: NDArray[np.int32]
) -> PairIndex:
    """Merge the new rows of a timeline into the index of the old one."""
    people = np.int64(max(new.people, 1))
    code = person[old.a] * people + person[old.b]
    low = np.minimum(new.source, new.target).astype(np.int64)
    more = low * people + np.maximum(new.source, new.target)
    order = np.lexsort((np.arange(len(more)), more))
    more, row = more[order], where.new[order]
    each = distinct(more)
    at = np.searchsorted(code, each)
    is_new = code[np.minimum(at, len(code) - 1)] != each if len(code) else np.ones(len(each), bool)
    each, at = each[is_new], at[is_new]
    codes = np.insert(code, at, each)
    stood = np.arange(len(code)) + np.cumsum(np.bincount(at, minlength=len(code) + 1))[:-1]
    came = np.searchsorted(codes, more)
    count = np.bincount(came, minlength=len(codes))
    count[stood] += np.diff(old.start)
    rows = where.moved(old.order)
    if where.are_last:
        ends = old.start[np.searchsorted(code, more, "right")]
    else:
        total = np.int64(where.old + len(row))
        ends = np.searchsorted(
            np.repeat(stood, np.diff(old.start)) * total + rows, came * total + row
        )
    merged = np.insert(rows, ends, row.astype(rows.dtype))
    return PairIndex(
        order=merged.astype(np.int32 if len(merged) < 2**31 else np.int64),
        start=np.concatenate([np.zeros(1, np.int64), np.cumsum(count)]),
        a=(codes // people).astype(np.int32),
        b=(codes % people).astype(np.int32),
    )
