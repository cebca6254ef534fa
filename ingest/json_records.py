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
        yield from _record(f"{shown}:record {piece.number} (byte {piece.at})", piece, said)


def _record(place: str, piece: Piece, said: Callable[[Piece], Answer]) -> Iterator[Record]:
    if isinstance(piece.value, Damage):
        yield place, Rejected(place, piece.value.reason, piece.value.found)
        return
    try:
        answer = said(piece)
    except BadRecord as error:
        yield place, Rejected(place, str(error), error.found)
    except FAILURES as error:
        reason = f"cannot be read ({type(error).__name__})"
        yield place, Rejected(place, reason, str(piece.value)[:200])
    else:
        if isinstance(answer, Several):
            answer = [answer]
        for several in answer or ():
            if not isinstance(several, Several):
                yield place, answer  # type: ignore[misc]  # a list is of one sort
                return
            above = (*piece.above, several.around)
            for number, value in enumerate(several.values, 1):
                inner = Piece(piece.at, number, several.path, value, above)
                yield from _record(f"{place}, {several.path} {number}", inner, said)
