"""Seen again: what becomes of an interaction that a store has, or a batch holds, more than once.

For each interaction, over everything ever said about it:

- the highest revision wins; within it the largest content hash decides the fields,
- receivers of that revision are united, each with the strongest role and most telling status,
- its sources are united,
- what lost is kept aside.

Each step is a maximum or a union, so the order of arrival decides nothing, and every store that
calls this agrees with every other. Cost: O(r log r) for r rows of the interactions concerned.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

__all__ = ["Settled", "settle"]

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Settled:
    """What a store has to do: rows to insert, positions of kept rows to remove, rows to keep aside.

    ``new`` and ``corrected`` are the records that added something, and that changed something kept.
    """

    insert: pa.Table
    remove: Ints
    aside: pa.Table
    new: Ints
    corrected: Ints


def settle(kept: pa.Table, incoming: pa.Table) -> Settled:
    """Settle incoming rows against the rows a store keeps of the same interactions.

    Both tables have the columns of a store's rows: a batch's, plus ``sources`` (names joined by
    ``|``), with ``role`` and ``status`` as codes and ``record`` only meaningful in *incoming*.
    """
    rows = pa.concat_tables([kept, incoming])
    view = _View.of(rows, len(kept))
    top = view.top_version()
    result, sources = _result(rows, view, top)
    unchanged = _unchanged(rows, view, result, sources)

    columns = rows.take(pa.array(result.header))
    for name, values in (
        ("receiver", result.receiver),
        ("role", result.role),
        ("status", result.status),
        ("sources", pa.array(sources, pa.string())),
    ):
        place = columns.schema.get_field_index(name)
        array = values if isinstance(values, pa.Array) else pa.array(values)
        columns = columns.set_column(place, name, array.cast(columns.schema.field(name).type))
    new, corrected = _classes(view)
    lost = np.flatnonzero(~top & ~view.is_kept)
    removed = np.flatnonzero(~np.isin(np.arange(len(kept)), unchanged.kept_rows))
    return Settled(
        insert=columns.filter(pa.array(~unchanged.result)),
        remove=removed,
        aside=pa.concat_tables([kept.take(pa.array(removed)), rows.take(pa.array(lost))]),
        new=new,
        corrected=corrected,
    )


@dataclass(frozen=True)
class _View:
    """The rows' deciding columns, and the interaction each belongs to."""

    group: Ints
    groups: int
    receiver: Ints
    revision: Ints
    content: NDArray[np.uint64]
    role: Ints
    status: Ints
    record: Ints
    is_kept: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: pa.Table, kept: int) -> "_View":
        hi, lo = _numpy(rows, "key_hi"), _numpy(rows, "key_lo")
        order = np.lexsort((lo, hi))
        starts = np.ones(len(order), bool)
        starts[1:] = (np.diff(hi[order]) != 0) | (np.diff(lo[order]) != 0)
        group = np.empty(len(order), np.int64)
        group[order] = np.cumsum(starts) - 1
        return cls(
            group=group,
            groups=int(starts.sum()),
            receiver=_numpy(rows, "receiver").astype(np.int64),
            revision=_numpy(rows, "revision"),
            content=_numpy(rows, "content"),
            role=_numpy(rows, "role").astype(np.int64),
            status=_numpy(rows, "status").astype(np.int64),
            record=_numpy(rows, "record"),
            is_kept=np.arange(len(order)) < kept,
        )

    def latest(self) -> NDArray[np.bool_]:
        """The rows of each interaction's highest revision."""
        highest = np.full(self.groups, np.iinfo(np.int64).min)
        np.maximum.at(highest, self.group, self.revision)
        found: NDArray[np.bool_] = self.revision == highest[self.group]
        return found

    def top_version(self) -> NDArray[np.bool_]:
        """The rows whose revision and content win."""
        latest = self.latest()
        largest = np.zeros(self.groups, np.uint64)
        np.maximum.at(largest, self.group[latest], self.content[latest])
        found: NDArray[np.bool_] = latest & (self.content == largest[self.group])
        return found


@dataclass(frozen=True)
class _Result:
    """One row for each receiver of each interaction, as it stands after settling."""

    group: Ints
    header: Ints  # the row that the fields beside receiver, role and status come from
    receiver: Ints
    role: Ints
    status: Ints


def _result(rows: pa.Table, view: _View, top: NDArray[np.bool_]) -> tuple[_Result, list[str]]:
    latest = np.flatnonzero(view.latest())
    # an interaction that reached somebody did not reach nobody
    reached = np.zeros(view.groups, bool)
    reached[view.group[latest[view.receiver[latest] >= 0]]] = True
    latest = latest[(view.receiver[latest] >= 0) | ~reached[view.group[latest]]]

    order = latest[np.lexsort((view.receiver[latest], view.group[latest]))]
    group, receiver = view.group[order], view.receiver[order]
    first = np.flatnonzero(np.diff(group, prepend=-1) | np.diff(receiver, prepend=-2))
    header = np.full(view.groups, len(view.group))
    winners = np.flatnonzero(top)
    np.minimum.at(header, view.group[winners], winners)
    result = _Result(
        group=group[first],
        header=header[group[first]],
        receiver=receiver[first],
        role=np.minimum.reduceat(view.role[order], first),
        status=np.minimum.reduceat(view.status[order], first),
    )
    return result, _united_sources(rows, view, result.group)


def _united_sources(rows: pa.Table, view: _View, wanted: Ints) -> list[str]:
    """The union of source names of each wanted interaction, sorted, joined by ``|``."""
    encoded = pc.unique(rows.column("sources").combine_chunks())
    names: list[str] = encoded.to_pylist()
    code = pc.index_in(rows.column("sources"), encoded).to_numpy().astype(np.int64)
    if len(names) == 1:
        return names * len(wanted)
    distinct = np.unique(view.group * len(names) + code)
    united: dict[int, set[str]] = {}
    for value in distinct.tolist():
        united.setdefault(value // len(names), set()).update(names[value % len(names)].split("|"))
    return ["|".join(sorted(united[group])) for group in wanted.tolist()]


@dataclass(frozen=True)
class _Unchanged:
    result: NDArray[np.bool_]
    kept_rows: Ints


def _unchanged(rows: pa.Table, view: _View, result: _Result, sources: list[str]) -> _Unchanged:
    """Which rows already stand in the store exactly as they come out."""
    kept = np.flatnonzero(view.is_kept)
    place = {
        (group, receiver): k
        for k, (group, receiver) in enumerate(
            zip(result.group.tolist(), result.receiver.tolist(), strict=True)
        )
    }
    same = np.zeros(len(result.group), bool)
    kept_rows = []
    named = rows.column("sources").slice(0, len(kept)).to_pylist()
    for row in kept.tolist():
        k = place.get((int(view.group[row]), int(view.receiver[row])))
        if k is None:
            continue
        header = result.header[k]
        if (
            view.revision[row] == view.revision[header]
            and view.content[row] == view.content[header]
            and view.role[row] == result.role[k]
            and view.status[row] == result.status[k]
            and named[row] == sources[k]
        ):
            same[k] = True
            kept_rows.append(row)
    return _Unchanged(same, np.array(kept_rows, np.int64))


def _classes(view: _View) -> tuple[Ints, Ints]:
    """The records that add a receiver or an interaction, and those that change what was kept."""
    incoming = np.flatnonzero(~view.is_kept)
    # what an interaction is compared with: the store's version, else the batch's first record
    order = np.lexsort((np.where(view.is_kept, -1, view.record), view.group))
    base = order[np.flatnonzero(np.diff(view.group[order], prepend=-1))]
    base_of = base[view.group[incoming]]
    ahead = (view.revision[incoming] > view.revision[base_of]) | (
        (view.revision[incoming] == view.revision[base_of])
        & (view.content[incoming] > view.content[base_of])
    )
    before: dict[tuple[int, int], tuple[int, int]] = {}
    for row in np.flatnonzero(view.is_kept).tolist():
        before[(int(view.group[row]), int(view.receiver[row]))] = (
            int(view.role[row]),
            int(view.status[row]),
        )
    new, corrected = set(), set()
    for row, is_ahead, base_row in zip(
        incoming.tolist(), ahead.tolist(), base_of.tolist(), strict=True
    ):
        place = (int(view.group[row]), int(view.receiver[row]))
        answer = (int(view.role[row]), int(view.status[row]))
        if is_ahead:
            corrected.add(int(view.record[row]))
        elif view.revision[row] == view.revision[base_row] and place not in before:
            new.add(int(view.record[row]))
        elif view.is_kept[base_row] and view.revision[row] == view.revision[base_row]:
            was = before[place]
            if answer[0] < was[0] or answer[1] < was[1]:
                corrected.add(int(view.record[row]))
        before.setdefault(place, answer)
    return np.array(sorted(new - corrected), np.int64), np.array(sorted(corrected), np.int64)


def _numpy(rows: pa.Table, name: str) -> NDArray[Any]:
    return np.asarray(rows.column(name).to_numpy())
