"""The timeline: who reached whom, and when, as columns sorted by time.

Persons are dense numbers in the order of their smallest identity, so the numbering is a
function of the log alone. One row says that one person reached one other: a mail to three people
is three rows, a meeting of three is six (both directions of each pair). What ties nobody
(newsletters, declined invitations, self-mail, more receivers than the limit) is not in here.
Rows are sorted by time, then by the interaction's key, then by source and target.

Columns that say the same of every row (one channel, no durations) are one value seen many times:
ten million rows of a mail log spend nothing on them. Beside others, a channel is a byte a row and a
duration four.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from graph.model import KINDS, STATUSES, Kind, Status

__all__ = ["PairIndex", "Timeline", "code_type", "is_constant", "repeated"]

Ints = NDArray[np.int64]
_NOT_ROWS = ("people", "channels")


def repeated(value: np.generic, rows: int) -> NDArray[Any]:
    """Give a column that says the same of every row, in the memory of one value.

    >>> column = repeated(np.uint8(3), 1_000_000)
    >>> len(column), column.strides
    (1000000, (0,))
    """
    return np.broadcast_to(value, (rows,))


def is_constant(column: NDArray[Any]) -> bool:
    """Say whether a column is known to say the same of every row.

    >>> is_constant(repeated(np.uint8(3), 9)), is_constant(np.zeros(9))
    (True, False)
    """
    return column.strides == (0,)


def code_type(words: int) -> type[np.unsignedinteger[Any]]:
    """Give the smallest type that codes of so many words fit.

    >>> code_type(256).__name__, code_type(257).__name__
    ('uint8', 'uint16')
    """
    return np.uint8 if words <= 1 << 8 else np.uint16 if words <= 1 << 16 else np.uint32


@dataclass(frozen=True)
class PairIndex:
    """The rows of a timeline, pair by pair: pairs in order (a, b) with a < b, rows in time order.

    ``order[start[k] : start[k + 1]]`` are the rows between ``a[k]`` and ``b[k]``, both directions.
    """

    order: NDArray[np.integer]
    start: Ints
    a: NDArray[np.int32]
    b: NDArray[np.int32]

    def rows(self, k: int) -> NDArray[np.integer]:
        """Give the rows of one pair, in time order."""
        return self.order[self.start[k] : self.start[k + 1]]

    def find(self, a: int, b: int) -> int | None:
        """Give the number of a pair, whichever way round it is asked, or None."""
        low, high = min(a, b), max(a, b)
        left = int(np.searchsorted(self.a, low, "left"))
        right = int(np.searchsorted(self.a, low, "right"))
        k = left + int(np.searchsorted(self.b[left:right], high))
        return k if k < right and self.b[k] == high else None


@dataclass(frozen=True)
class Timeline:
    """Columns of equal length, and how many people there are.

    ``kind`` and ``status`` are codes (positions in ``KINDS`` and ``STATUSES``); ``status`` is the
    weaker of the two answers in a meeting. ``size`` is how many others the interaction reached.
    ``interaction`` numbers the interactions in time order, equal for the rows of one. ``thread``
    is a number per conversation, -1 for none; ``sentiment`` is -1 to 1, NaN for none. ``channel``
    is a position in ``channels``. ``seconds`` is how long it took, NaN where that is not known; a
    call that was not answered took none.
    """

    people: int
    at: Ints  # microseconds since the epoch, UTC
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint8]
    status: NDArray[np.uint8]
    size: NDArray[np.int32]
    interaction: NDArray[np.int32]
    thread: NDArray[np.int32]
    sentiment: NDArray[np.float32]
    channel: NDArray[np.unsignedinteger[Any]]
    seconds: NDArray[np.float32]
    channels: tuple[str, ...] = ("",)

    @classmethod
    def of(
        cls,
        people: int,
        source: ArrayLike,
        target: ArrayLike,
        at: ArrayLike,
        *,
        channels: ArrayLike = ("",),
        **columns: ArrayLike,
    ) -> Self:
        """Make a timeline by hand: e-mails to one receiver each, unless columns say otherwise.

        >>> Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 10]).size
        array([1, 1], dtype=int32)
        """
        rows = len(np.asarray(at))
        given = {
            "kind": np.full(rows, KINDS.index(Kind.EMAIL)),
            "status": np.full(rows, STATUSES.index(Status.NONE)),
            "size": np.ones(rows),
            "interaction": np.arange(rows),
            "thread": np.full(rows, -1),
            "sentiment": np.full(rows, np.nan),
            "channel": np.zeros(rows),
            "seconds": np.full(rows, np.nan),
        } | columns
        words = tuple(np.asarray(channels).tolist())
        order = np.argsort(np.asarray(at), kind="stable")

        def column(values: ArrayLike, dtype: type) -> NDArray:  # type: ignore[type-arg]
            return np.asarray(values).astype(dtype)[order]

        return cls(
            people=people,
            at=column(at, np.int64),
            source=column(source, np.int32),
            target=column(target, np.int32),
            kind=column(given["kind"], np.uint8),
            status=column(given["status"], np.uint8),
            size=column(given["size"], np.int32),
            interaction=column(given["interaction"], np.int32),
            thread=column(given["thread"], np.int32),
            sentiment=column(given["sentiment"], np.float32),
            channel=column(given["channel"], code_type(len(words))),
            seconds=column(given["seconds"], np.float32),
            channels=words,
        )

    def __len__(self) -> int:
        return len(self.at)

    def chosen(self, rows: NDArray[np.integer] | NDArray[np.bool_]) -> Self:
        """Give some of the rows, in the order named; interactions keep their numbers.

        >>> Timeline.of(2, source=[0, 1], target=[1, 0], at=[0, 10]).chosen(np.array([1])).at
        array([10])
        """
        columns: dict[str, Any] = {
            name: _taken(getattr(self, name), rows) for name in self.columns()
        }
        return replace(self, **columns)

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Name the columns that have a value for each row."""
        return tuple(name for name in cls.__dataclass_fields__ if name not in _NOT_ROWS)

    @cached_property
    def pairs(self) -> PairIndex:
        """Index the rows by unordered pair; O(m log m), kept with the snapshot."""
        low = np.minimum(self.source, self.target).astype(np.int64)
        pair = low * self.people + np.maximum(self.source, self.target)
        pair, order = _in_order(pair, self.people**2)  # rows stay in time order inside a pair
        start = np.flatnonzero(np.diff(pair, prepend=-1, append=-1))
        if len(pair) == 0:
            start = np.zeros(1, np.int64)
        found = pair[start[:-1]]
        return PairIndex(
            order=order.astype(np.int32 if len(order) < 2**31 else np.int64),
            start=start,
            a=(found // max(self.people, 1)).astype(np.int32),
            b=(found % max(self.people, 1)).astype(np.int32),
        )


def _in_order(keys: Ints, most: int) -> tuple[Ints, Ints]:
    """Sort keys, all of them below *most*, and say where each of them stood; equals stay in order.

    Where a key and its place fit one number, sorting these takes half as long.
    """
    bits = np.uint64(max(len(keys) - 1, 0).bit_length())
    if most > 1 << (64 - int(bits)):
        order = np.argsort(keys, kind="stable")
        return keys[order], order
    both = keys.astype(np.uint64) << bits
    both |= np.arange(len(keys), dtype=np.uint64)
    both.sort()
    order = (both & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    both >>= bits
    return both.view(np.int64), order


def _taken(column: NDArray[Any], rows: NDArray[Any]) -> NDArray[Any]:
    if not is_constant(column):
        return np.asarray(column[rows])
    count = int(np.count_nonzero(rows)) if rows.dtype == np.bool_ else len(rows)
    return repeated(column[0], count) if len(column) else column[:0]
