"""Seen again: what becomes of an interaction that a store has, or a batch holds, more than once.

For each interaction, over everything ever said about it:

- the highest revision wins; within it what reached somebody beats what reached nobody, for who
  knows whom it was to knows what it was; then a tone that the source gave beats one that a scorer
  heard in the text, and that beats none; a later scorer beats an earlier one; then the largest
  content hash decides the fields,
- receivers of that revision are united, each with the strongest role and most telling status;
  who reached somebody did not reach nobody,
- its sources are united,
- what lost is kept aside.

Each step is a maximum or a union, so the order of arrival decides nothing, and every store that
calls this agrees with every other. Only the counting looks at the order: what a record did is
judged by what the records before it had said, wherever batches were cut.

Cost: O(r log r) for r rows of the interactions concerned; about 5 s for a million new rows about
a million kept ones.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.arrays import distinct, ranks

__all__ = ["Settled", "settle"]

_TOLD = 512  # ``heard`` where the source gave the tone and nothing more was heard
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Settled:
    """What a store has to do.

    Rows to ``insert``, positions of kept rows to ``remove`` (and keep aside), incoming rows that
    ``lost`` (to keep aside), and the records that are ``new`` or that ``corrected`` what was known.
    """

    insert: pa.Table
    remove: Ints
    lost: pa.Table
    new: Ints
    corrected: Ints


def settle(kept: pa.Table, incoming: pa.Table) -> Settled:
    """Settle incoming rows against the rows a store keeps of the same interactions.

    Both tables have the columns of a store's rows: a batch's, with ``role`` and ``status`` as codes
    and ``sources`` (names joined by ``|``). ``record`` is -1 in *kept*.
    """
    rows = pa.concat_tables([kept, incoming])
    view = _View.of(rows, len(kept))
    result = _result(view)
    sources, told, source = _united_sources(rows, view)
    same = _unchanged(view, result, told, source)

    is_new = np.ones(len(result.group), bool)
    is_new[same.result] = False
    columns = rows.take(pa.array(result.header[is_new]))
    for name, values in (
        ("receiver", pa.array(result.receiver[is_new])),
        ("role", pa.array(result.role[is_new])),
        ("status", pa.array(result.status[is_new])),
        ("sources", sources.take(pa.array(source[result.group[is_new]]))),
    ):
        place = columns.schema.get_field_index(name)
        columns = columns.set_column(place, name, values.cast(columns.schema.field(name).type))
    new, corrected = _classes(view)
    return Settled(
        insert=columns,
        remove=np.flatnonzero(~same.kept),
        lost=rows.take(pa.array(np.flatnonzero(~view.is_top & ~view.is_kept))),
        new=new,
        corrected=corrected,
    )


@dataclass(frozen=True)
class _View:
    """The deciding columns of the rows, and the interaction (``group``) each belongs to."""

    group: Ints
    receiver: Ints
    revision: Ints
    content: NDArray[np.uint64]  # in the order in which contents win
    role: Ints
    status: Ints
    record: Ints
    is_kept: Flags

    @classmethod
    def of(cls, rows: pa.Table, kept: int) -> "_View":
        return cls(
            group=ranks(_numpy(rows, "key_hi"), _numpy(rows, "key_lo")),
            receiver=_numpy(rows, "receiver").astype(np.int64),
            revision=_numpy(rows, "revision"),
            content=_standing(rows),
            role=_numpy(rows, "role").astype(np.int64),
            status=_numpy(rows, "status").astype(np.int64),
            record=_numpy(rows, "record"),
            is_kept=np.arange(len(rows)) < kept,
        )

    @cached_property
    def by_group(self) -> Ints:
        """The rows, group by group."""
        return np.argsort(self.group, kind="stable")

    @cached_property
    def start(self) -> Ints:
        """Where each group starts in ``by_group``."""
        return np.flatnonzero(np.diff(self.group[self.by_group], prepend=-1))

    @cached_property
    def is_latest(self) -> Flags:
        """The rows of each interaction's highest revision."""
        return np.asarray(self.revision == self.largest(self.revision)[self.group], bool)

    @cached_property
    def is_top(self) -> Flags:
        """The rows whose revision and content win."""
        standing = ranks(self.receiver >= 0, self.content)
        best = self.largest(np.where(self.is_latest, standing, -1))[self.group]
        is_winner = self.content == _of_rank(standing, self.content)[best]
        return np.asarray(self.is_latest & is_winner, bool)

    def largest(self, values: NDArray[Any]) -> NDArray[Any]:
        """The largest value of each group."""
        return np.maximum.reduceat(values[self.by_group], self.start)


@dataclass(frozen=True)
class _Result:
    """One row for each receiver of each interaction, as it stands after settling."""

    group: Ints
    header: Ints  # the row that the fields beside receiver, role and status come from
    receiver: Ints
    role: Ints
    status: Ints


def _result(view: _View) -> _Result:
    reaches = view.largest(np.where(view.is_latest, view.receiver, -1))[view.group] >= 0
    row = np.flatnonzero(view.is_latest & ((view.receiver >= 0) | ~reaches))
    row = row[np.lexsort((view.receiver[row], view.group[row]))]
    group, receiver = view.group[row], view.receiver[row]
    first = np.flatnonzero((np.diff(group, prepend=-1) != 0) | (np.diff(receiver, prepend=-2) != 0))
    winner = view.by_group[view.is_top[view.by_group]]
    header = winner[np.flatnonzero(np.diff(view.group[winner], prepend=-1))]
    return _Result(
        group=group[first],
        header=header[group[first]],
        receiver=receiver[first],
        role=np.minimum.reduceat(view.role[row], first),
        status=np.minimum.reduceat(view.status[row], first),
    )


def _united_sources(rows: pa.Table, view: _View) -> tuple[pa.Array, Ints, Ints]:
    """All sets of sources, sorted and joined; which one each row has, and each group comes to."""
    told = rows.column("sources").combine_chunks().dictionary_encode()
    sets = [set(text.split("|")) for text in told.dictionary.to_pylist()]
    names = sorted(set().union(*sets))
    # one bit for each name, in as many 64-bit words as that takes
    bits = np.zeros((len(sets), len(names) // 64 + 1), np.uint64)
    for k, members in enumerate(sets):
        for name in members:
            place = names.index(name)
            bits[k, place // 64] |= np.uint64(1 << place % 64)
    united = np.bitwise_or.reduceat(bits[told.indices.to_numpy()][view.by_group], view.start)
    of_group = ranks(*united.T)
    example = np.zeros(int(of_group.max()) + 1, np.int64)
    example[of_group] = np.arange(len(of_group))
    texts = [
        "|".join(name for k, name in enumerate(names) if int(word[k // 64]) >> k % 64 & 1)
        for word in united[example]
    ]
    joined = pa.array(texts, pa.string())
    before = pc.fill_null(pc.index_in(told.dictionary, joined), -1).to_numpy()
    return joined, before[told.indices.to_numpy()], of_group


@dataclass(frozen=True)
class _Same:
    """What comes out of settling exactly as the store has it: rows of the result, kept rows."""

    result: Ints
    kept: Flags


def _unchanged(view: _View, result: _Result, told: Ints, source: Ints) -> _Same:
    kept = np.flatnonzero(view.is_kept)
    # one number for each (interaction, receiver); those of the result are in order
    width = int(view.receiver.max(initial=0)) + 2
    place = np.searchsorted(
        result.group * width + result.receiver, view.group[kept] * width + view.receiver[kept]
    )
    at = np.minimum(place, len(result.group) - 1)
    header = result.header[at]
    same = (
        (result.group[at] == view.group[kept])
        & (result.receiver[at] == view.receiver[kept])
        & (view.revision[kept] == view.revision[header])
        & (view.content[kept] == view.content[header])
        & (view.role[kept] == result.role[at])
        & (view.status[kept] == result.status[at])
        & (told[kept] == source[view.group[kept]])
    )
    return _Same(at[same], same)


def _classes(view: _View) -> tuple[Ints, Ints]:
    """The records that add an interaction or a receiver, and those that change what was known.

    What is kept counts as said before every record. A record with a higher revision than all before
    it, or another content that wins, corrects; one of the same revision corrects if it gives a
    stronger role or a more telling status, and is new if it adds a receiver; all else is known.
    """
    content, revision = ranks(view.content), ranks(view.revision)
    version = ranks(revision, view.receiver >= 0, content)
    earlier = _Earlier.of(view.group, view.record)
    highest = earlier.best(np.maximum, version)
    is_first = highest == _NOTHING
    is_other = (_of_rank(version, revision)[highest] != revision) | (
        _of_rank(version, content)[highest] != content
    )
    is_ahead = ~is_first & (version > highest) & is_other

    # what was said of the same receiver in the same revision
    same = _Earlier.of(ranks(view.group, revision, view.receiver), view.record)
    role, status = same.best(np.minimum, view.role), same.best(np.minimum, view.status)
    is_same = ~is_first & ~is_ahead & (revision == earlier.best(np.maximum, revision))
    is_added = is_same & (role == _NOTHING) & (view.receiver >= 0)
    is_stronger = is_same & (role != _NOTHING) & ((view.role < role) | (view.status < status))

    incoming = ~view.is_kept
    corrected = distinct(view.record[incoming & (is_ahead | is_stronger)])
    new = distinct(view.record[incoming & (is_first | is_added)])
    return np.setdiff1d(new, corrected, assume_unique=True), corrected


_NOTHING = -1


def _of_rank(rank: Ints, values: NDArray[Any]) -> NDArray[Any]:
    """The value that each rank stands for, where it is a rank by that value, too."""
    found = np.zeros(int(rank.max(initial=0)) + 1, values.dtype)
    found[rank] = values
    return found


@dataclass(frozen=True)
class _Earlier:
    """What the earlier records of each row's group had to say."""

    order: Ints  # by group, then record
    group: Ints  # in that order
    unit: Ints  # where each record of each group starts: its rows do not see each other

    @classmethod
    def of(cls, group: Ints, record: Ints) -> "_Earlier":
        said = group * (int(record.max(initial=0)) + 2) + record + 1
        order = np.argsort(said)
        return cls(order, group[order], np.flatnonzero(np.diff(said[order], prepend=-1)))

    def best(self, better: np.ufunc, value: Ints) -> Ints:
        """The best value (0 or more) that earlier records had, or ``_NOTHING``.

        Groups stand on a ladder whose steps are wider than any value, so that one running maximum
        (or, on a ladder that descends, minimum) starts anew at each group.
        """
        step = (int(value.max(initial=0)) + 1) * (1 if better is np.maximum else -1)
        rung = self.group * step
        running = better.accumulate(value[self.order] + rung) - rung
        starts = np.diff(self.group[self.unit], prepend=-1) != 0
        before = np.where(starts, _NOTHING, running[self.unit - 1])
        found = np.empty_like(value)
        found[self.order] = np.repeat(before, np.diff(self.unit, append=len(value)))
        return found


def _standing(rows: pa.Table) -> NDArray[np.uint64]:
    """Number the contents as they win: by what is known of the tone, then by their hash."""
    content = _numpy(rows, "content")
    sentiment, heard = rows.column("sentiment"), rows.column("heard")
    if sentiment.null_count == len(rows) and heard.null_count == len(rows):
        return np.asarray(content, np.uint64)
    told = np.where(sentiment.is_valid().to_numpy(), _TOLD, 0)
    known = np.where(heard.is_valid().to_numpy(), heard.fill_null(0).to_numpy(), told)
    return ranks(known, content).astype(np.uint64)


def _numpy(rows: pa.Table, name: str) -> NDArray[Any]:
    return np.asarray(rows.column(name).to_numpy())
