"""Unfolding: from kept interactions to the timeline of who reached whom.

- *size* is how many distinct others an interaction reached, without the sender and those who
  declined, counted before any limit; a person reached under two identities counts once, with the
  more telling answer; rooms and other resources are not reached.
- What ties nobody is left out: bulk mail, self-mail, what reached nobody or more than the limit,
  and rows whose one end is a shared mailbox, a list or a bot.
- A meeting or contact becomes both directions of every pair of its participants.
- A call that the one called did not answer took no time, whatever its length says.

Cost: O(r log r) for r rows, O(r) where no interaction reached more than one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.model import KINDS, MUTUAL, STATUSES, Kind, Status
from graph.people.persons import Persons
from graph.timeline import Timeline, code_type, repeated

__all__ = ["interaction_starts", "unfold"]

_DECLINED = STATUSES.index(Status.DECLINED)
_ACCEPTED = STATUSES.index(Status.ACCEPTED)
_NONE = STATUSES.index(Status.NONE)
_UNANSWERED = STATUSES.index(Status.UNANSWERED)
_CALL = KINDS.index(Kind.CALL)
_IS_MUTUAL = np.array([kind in MUTUAL for kind in KINDS])
_SECOND = 1_000_000  # microseconds

Ints = NDArray[np.int64]


def interaction_starts(interacted: pa.Table) -> Ints:
    """Give the first row of each interaction, and the number of rows at the end."""
    hi = interacted.column("key_hi").to_numpy()
    lo = interacted.column("key_lo").to_numpy()
    starts = np.ones(len(lo) + 1, bool)
    starts[1:-1] = (np.diff(lo) != 0) | (np.diff(hi) != 0)
    if len(lo) == 0:
        return np.zeros(1, np.int64)
    return np.flatnonzero(starts)


@dataclass(frozen=True)
class _Reached:
    """Rows that reached a distinct other person: what remains of the log before the limits."""

    row: Ints
    interaction: NDArray[np.int32]
    sender: NDArray[np.int32]
    receiver: NDArray[np.int32]
    size: NDArray[np.int32]


def unfold(
    interacted: pa.Table, people: Persons, starts: Ints, *, max_receivers: int = 50
) -> Timeline:
    """Unfold a store's rows (in its one order) into a timeline over persons."""
    if max_receivers < 1:
        raise ValueError(f"max_receivers must be at least 1, not {max_receivers!r}")
    kind = interacted.column("kind").to_numpy()
    status = interacted.column("status").to_numpy()
    reached = _reached(interacted, people, starts, status)

    ties = reached.size <= max_receivers
    ties &= ~_taken(interacted.column("is_bulk").to_numpy(zero_copy_only=False), reached.row)
    mutual = ties & _taken(_IS_MUTUAL[kind], reached.row)
    one_way = np.flatnonzero(ties & ~mutual)
    parts = [
        _Part(
            one_way,
            _taken(reached.sender, one_way),
            _taken(reached.receiver, one_way),
            np.full(len(one_way), _NONE, np.uint8),
        ),
        *_both_ways(reached, mutual, status),
    ]
    place, source, target, answer = _joined(parts)
    kept = np.flatnonzero(people.is_person[source] & people.is_person[target])
    place, source, target, answer = (_taken(c, kept) for c in (place, source, target, answer))
    interaction = reached.interaction[place]
    if len(parts) > 1 or len(starts) - 1 < len(interacted):
        order = np.lexsort((target, source, interaction))
        place, source, target, answer, interaction = (
            column[order] for column in (place, source, target, answer, interaction)
        )
    row = reached.row[place]
    channels, channel = _channels(interacted)
    seconds = _seconds(interacted, kind, status)
    return Timeline(
        people=len(people),
        at=interacted.column("at").to_numpy()[row],
        source=source,
        target=target,
        kind=kind[row],
        status=answer,
        size=reached.size[place],
        interaction=interaction,
        thread=_threads(interacted)[row],
        sentiment=_sentiment(interacted)[row],
        channel=repeated(np.uint8(0), len(row)) if channel is None else channel[row],
        seconds=repeated(np.float32(np.nan), len(row)) if seconds is None else seconds[row],
        channels=channels,
    )


def _taken(column: NDArray[Any], row: NDArray[np.integer]) -> NDArray[Any]:
    """The rows of a column; *row* holds distinct places in order, so all of them are no copy."""
    return column if len(row) == len(column) else column[row]


@dataclass(frozen=True)
class _Part:
    """Rows of the timeline: positions in what was reached, both ends, and the weaker answer."""

    place: Ints
    source: NDArray[np.int32]
    target: NDArray[np.int32]
    answer: NDArray[np.uint8]


def _joined(parts: list[_Part]) -> tuple[NDArray[Any], ...]:
    if len(parts) == 1:
        only = parts[0]
        return only.place, only.source, only.target, only.answer
    names = ("place", "source", "target", "answer")
    return tuple(np.concatenate([getattr(part, name) for part in parts]) for name in names)


def _reached(
    interacted: pa.Table, people: Persons, starts: Ints, status: NDArray[np.uint8]
) -> _Reached:
    nobody = np.append(people.person_of, np.int32(-1))  # receiver -1 looks at the end
    person = nobody[interacted.column("receiver").to_numpy()]
    sender = people.person_of[interacted.column("sender").to_numpy()]
    counts = np.diff(starts)
    interaction = np.arange(len(counts), dtype=np.int32)
    if len(counts) < len(interacted):
        interaction = np.repeat(interaction, counts)
    is_reached = (person >= 0) & (person != sender)
    is_resource = pc.equal(people.kind, "resource").to_numpy(zero_copy_only=False)
    if is_resource.any():
        is_reached &= ~is_resource[person]
    row = np.flatnonzero(is_reached)
    if len(counts) < len(interacted):  # a person reached under two identities counts once,
        order = row[np.lexsort((status[row], person[row], interaction[row]))]
        first = np.diff(interaction[order], prepend=-1) | np.diff(person[order], prepend=-1)
        row = np.sort(order[first != 0])  # with the most telling of their answers
    declined = status == _DECLINED
    if declined.any():
        row = row[~declined[row]]
    reached = _taken(interaction, row)
    size = np.bincount(reached, minlength=len(counts)).astype(np.int32)
    return _Reached(
        row=row,
        interaction=reached,
        sender=_taken(sender, row),
        receiver=_taken(person, row),
        size=size[reached],
    )


def _both_ways(
    reached: _Reached, mutual: NDArray[np.bool_], status: NDArray[np.uint8]
) -> list[_Part]:
    """Every ordered pair of the participants of each meeting, meetings of one size together."""
    chosen = np.flatnonzero(mutual)
    parts = []
    for size in np.flatnonzero(np.bincount(reached.size[chosen])).tolist():
        rows = chosen[reached.size[chosen] == size].reshape(-1, size)
        first = rows[:, :1]
        person = np.hstack([reached.sender[first], reached.receiver[rows]])
        answers = status[reached.row[rows]]
        answers = np.where(answers == _NONE, _ACCEPTED, answers)
        answer = np.hstack([np.full_like(answers[:, :1], _ACCEPTED), answers])
        i, j = np.nonzero(~np.eye(size + 1, dtype=bool))
        # codes run from accepted to unanswered, so the larger one is the weaker answer
        weaker = np.maximum(answer[:, i], answer[:, j]).astype(np.uint8)
        place = np.repeat(first[:, 0], len(i))
        parts.append(_Part(place, person[:, i].ravel(), person[:, j].ravel(), weaker.ravel()))
    return parts


def _threads(interacted: pa.Table) -> NDArray[np.int32]:
    """A number for each conversation, in the order they begin; -1 for none."""
    if "thread" not in interacted.column_names:
        return np.full(len(interacted), -1, np.int32)
    encoded = interacted.column("thread").combine_chunks().dictionary_encode()
    number: NDArray[np.int32] = encoded.indices.fill_null(-1).to_numpy().astype(np.int32)
    return number


def _sentiment(interacted: pa.Table) -> NDArray[np.float32]:
    if "sentiment" not in interacted.column_names:
        return np.full(len(interacted), np.nan, np.float32)
    found: NDArray[np.float32] = interacted.column("sentiment").fill_null(np.nan).to_numpy()
    return found


def _channels(interacted: pa.Table) -> tuple[tuple[str, ...], NDArray[Any] | None]:
    """The words of the channels, and each row's; None where there is one for all."""
    if "channel" not in interacted.column_names:
        return ("",), None
    coded = interacted.column("channel").combine_chunks()
    words = tuple(coded.dictionary.to_pylist())
    if len(words) < 2:
        return words, None
    return words, coded.indices.to_numpy().astype(code_type(len(words)))


def _seconds(
    interacted: pa.Table, kind: NDArray[np.uint8], status: NDArray[np.uint8]
) -> NDArray[np.float32] | None:
    """How long each took, NaN for unknown; None where that is known of none."""
    missed = (kind == _CALL) & (status == _UNANSWERED)
    if "duration" in interacted.column_names:
        length = pc.cast(interacted.column("duration"), pa.float64(), safe=False)
        seconds = np.asarray(length.fill_null(np.nan).to_numpy() / _SECOND, np.float32)
    elif missed.any():
        seconds = np.full(len(kind), np.nan, np.float32)
    else:
        return None
    seconds[missed] = 0.0
    return seconds
