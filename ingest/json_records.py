"""JSON to records: whatever one piece of a file becomes, it is accounted for, and raises nothing.

A reader is given each piece and gives what it says. What it cannot read it refuses by a
`BadRecord`; what breaks it is rejected as well, with its place. A piece that is no record but the
wrapping of others (the rest of a page around its messages) is answered with None and not counted;
one that holds several records (a conversation) with `Several`, each of which is read in turn.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Merge
from ingest.gather import Record, gather
from ingest.json_pieces import Piece, pieces
from ingest.json_text import Damage
from ingest.source import BadRecord, File, Reading
from ingest.work_limit import FAILURES

__all__ = ["Said", "Several", "read_json"]

Said = list[Interaction | Fact | Merge]


@dataclass(frozen=True, slots=True)
class Several:
    """Records inside one piece: each value is read as a piece of this path."""

    path: str
    values: Iterable[Any]
    around: dict[str, Any]


Answer = Said | Several | list[Several] | None


def read_json(
    file: File,
    reading: Reading,
    source: str,
    said: Callable[[Piece], Answer],
    *,
    into: Collection[str] = (),
    warnings: list[str] | None = None,
) -> Iterator[Batch]:
    """Read a JSON file into batches, piece by piece; *into* as in `pieces`."""
    size = max(file.path.stat().st_size, 1)
    with file.path.open("rb") as stream:
        yield from gather(
            _records(file.shown, pieces(stream, into), said),
            source,
            reading,
            done=lambda: min(stream.tell() / size, 1.0),
            warnings=warnings,
        )


def _records(
    shown: str, found: Iterator[Piece], said: Callable[[Piece], Answer]
) -> Iterator[Record]:
    for piece in found:
        place = f"{shown}:record {piece.number} (byte {piece.at})"
        if piece.value.__class__ is Damage:
            yield place, Rejected(place, piece.value.reason, piece.value.found)
            continue
        answer = _answer(place, piece, said)
        if answer.__class__ is list and answer and isinstance(answer[0], Several):
            for several in answer:
                yield from _inner(place, piece, several, said)
        elif isinstance(answer, Several):
            yield from _inner(place, piece, answer, said)
        elif answer is not None:
            yield place, answer


def _inner(
    place: str, piece: Piece, several: Several, said: Callable[[Piece], Answer]
) -> Iterator[Record]:
    above = (*piece.above, several.around)
    for number, value in enumerate(several.values, 1):
        where = f"{place}, {several.path} {number}"
        inner = Piece(piece.at, number, several.path, value, above)
        answer = _answer(where, inner, said)
        if isinstance(answer, Several):  # which nobody would read
            raise TypeError(f"{several.path}: records inside records of a record")
        if answer is not None:
            yield where, answer


def _answer(place: str, piece: Piece, said: Callable[[Piece], Answer]) -> Any:  # noqa: ANN401
    """What a piece becomes, whatever it does to its reader."""
    try:
        return said(piece)
    except BadRecord as error:
        return Rejected(place, str(error), error.found)
    except FAILURES as error:
        reason = f"cannot be read ({type(error).__name__})"
        return Rejected(place, reason, str(piece.value)[:200])
