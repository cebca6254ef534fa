"""Decisions about who is one person: which of them hold, and which of them count in a digest.

Decisions about two identities stand in the order of their dates, on one date a merge before its
undo. The last one holds. What was taken back again leaves no trace in the digest of a store:

    merged, undone                  counts for nothing, as if neither had been
    undone, never merged before     the two are kept apart: the first such decision counts
    undone, merged                  counts as merged, by the merges since the last undo
    undone, merged, undone          counts as before the merge: kept apart

A decision that a person took by hand says so at the beginning of its reason, wherever it is kept.
"""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["BY_HAND", "counting", "is_by_hand", "last_decisions", "named", "reason_told"]

BY_HAND = "by hand: "
"""How the reason of a decision begins that no source told."""

Pair = tuple[str, str]


def is_by_hand(reason: str) -> bool:
    """Whether a person decided, and no source.

    >>> is_by_hand("by hand: she said so"), is_by_hand("same row of a people file")
    (True, False)
    """
    return reason.startswith(BY_HAND)


def reason_told(reason: str) -> str:
    """Give a reason as it was given.

    >>> reason_told("by hand: she said so")
    'she said so'
    """
    return reason.removeprefix(BY_HAND)


def last_decisions(merges: pa.Table) -> dict[Pair, dict[str, Any]]:
    """Give the decision that holds for each pair; an undo wins on the same date."""
    holds: dict[Pair, dict[str, Any]] = {}
    for row in merges.to_pylist():
        pair = (row["a"], row["b"])
        if pair not in holds or _place(row) > _place(holds[pair]):
            holds[pair] = row
    return holds


def counting(merges: pa.Table) -> pa.Table:
    """Give the decisions that count in a digest.

    >>> rows = [("a", "b", 1, True), ("a", "b", 2, False), ("a", "c", 3, False)]
    >>> names = ["a", "b", "at", "is_active"]
    >>> table = pa.table([pa.array(column) for column in zip(*rows)], names)
    >>> counting(table).to_pylist()
    [{'a': 'a', 'b': 'c', 'at': 3, 'is_active': False}]
    """
    undone = merges.filter(pc.invert(merges.column("is_active")))
    if not len(undone):
        return merges
    pairs = set(_pairs(undone))
    touched = pc.is_in(merges.column("a"), pc.unique(undone.column("a").combine_chunks()))
    place = pc.indices_nonzero(touched).to_pylist()
    rows: dict[Pair, list[tuple[int, bool, int]]] = {}
    some = merges.take(pa.array(place, pa.int64()))
    for k, pair, at, is_active in zip(
        place,
        _pairs(some),
        some.column("at").to_pylist(),
        some.column("is_active").to_pylist(),
        strict=True,
    ):
        if pair in pairs:
            rows.setdefault(pair, []).append((at, not is_active, k))
    void = [k for decided in rows.values() for k in _void(sorted(decided))]
    kept = sorted(set(range(len(merges))).difference(void))
    return merges.take(pa.array(kept, pa.int64()))


def named(merges: pa.Table) -> list[pa.Array]:
    """Give the identities that merges name, as far as these count and were not taken back."""
    kept = counting(merges)
    kept = kept.filter(kept.column("is_active"))
    return [*kept.column("a").chunks, *kept.column("b").chunks]


def _void(decided: list[tuple[int, bool, int]]) -> Iterable[int]:
    """Those decisions about one pair, in order, that leave no trace."""
    if not decided[-1][1]:  # merged: by what was told since the last undo
        last = max(k for k, (_, is_undo, _) in enumerate(decided) if is_undo)
        return [row for _, _, row in decided[: last + 1]]
    kept = 1 if decided[0][1] else 0
    return [row for _, _, row in decided[kept:]]


def _pairs(table: pa.Table) -> Iterable[Pair]:
    return zip(table.column("a").to_pylist(), table.column("b").to_pylist(), strict=True)


def _place(row: dict[str, Any]) -> tuple[int, bool]:
    return row["at"], not row["is_active"]
