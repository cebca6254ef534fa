"""JSON to records: whatever one piece of a file becomes, it is accounted for, and raises nothing.

A reader is given each piece and gives what it says. What it cannot read it refuses by a
`BadRecord`; what breaks it is rejected as well, with its place. A piece that is no record but the
wrapping of others (the rest of a page around its messages) is answered with None and not counted;
one that holds several records (a conversation) with `Several`, each of which is read in turn.
"""

import io
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Merge
from ingest.batches.gather import Record, gather
from ingest.json.head import whole
from ingest.json.pieces import Piece, pieces, pieces_in
from ingest.json.text import Damage
from ingest.source import BadRecord, File, NotAlone, Reading
from ingest.work_limit import FAILURES

__all__ = ["Answer", "Said", "Several", "read_json", "records_of"]

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


def records_of(
    file: File, said: Callable[[Piece], Answer], into: Collection[str] = ()
) -> Iterator[Record]:
    """Read the records of a JSON file; one that is there as a whole is not opened again."""
    values = whole(file)
    if file.count and not (isinstance(values, list) and len(values) == file.count):
        raise NotAlone
    if isinstance(values, list):
        yield from _listed(file, values, said)
        return
    with io.BytesIO(file.head) if file.is_whole else file.path.open("rb") as stream:
        if file.is_whole or not file.begins:
            found = pieces(stream, into)
        else:
            stream.seek(file.begins)
            found = pieces_in(_Opened(stream), into)
        if file.begins:
            found = (_moved(one, file) for one in found)
        yield from _records(file.shown, found, said)


class _Opened:
    """What follows in an array, as an array."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._before = stream, b"["

    def read(self, size: int = -1, /) -> bytes:
        block = self._before + self._stream.read(size)
        self._before = b""
        return block


def _moved(piece: Piece, file: File) -> Piece:
    """A piece of a part of a file, which begins with a bracket that is not there."""
    at = max(piece.at + file.begins - 1, 0)
    return piece._replace(at=at, number=piece.number + file.follows)


class _Place:
    """Where in an array a record stands; that is only written out where it is asked for."""

    __slots__ = ("_begins", "_file", "number")

    def __init__(self, file: File) -> None:
        self.number = 0
        self._file = file
        self._begins: list[int] = []

    def __str__(self) -> str:
        file = self._file
        if not self._begins:
            self._begins = [piece.at for piece in pieces(io.BytesIO(file.head))]
        at = self._begins[self.number - 1] + (file.begins - 1 if file.begins else 0)
        return f"{file.shown}:record {self.number + file.follows} (byte {at})"


def _listed(file: File, values: list[Any], said: Callable[[Piece], Answer]) -> Iterator[Record]:
    """The records of an array that is there as a whole."""
    place = _Place(file)
    for number, value in enumerate(values, 1):
        place.number = number
        piece = Piece(0, number, "", value)
        answer = _answer(place, piece, said)
        if answer.__class__ is list and not (answer and isinstance(answer[0], Several)):
            yield place, answer
        else:
            yield from _told(str(place), piece, answer, said)


def _records(
    shown: str, found: Iterator[Piece], said: Callable[[Piece], Answer]
) -> Iterator[Record]:
    for piece in found:
        place = f"{shown}:record {piece.number} (byte {piece.at})"
        if piece.value.__class__ is Damage:
            yield place, Rejected(place, piece.value.reason, piece.value.found)
            continue
        answer = _answer(place, piece, said)
        if answer.__class__ is list and not (answer and isinstance(answer[0], Several)):
            yield place, answer
        else:
            yield from _told(place, piece, answer, said)


def _told(
    place: str, piece: Piece, answer: Answer | Rejected, said: Callable[[Piece], Answer]
) -> Iterator[Record]:
    """What a piece became that is more or less than one record."""
    if isinstance(answer, list):
        for several in answer:
            if isinstance(several, Several):
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


def _answer(place: object, piece: Piece, said: Callable[[Piece], Answer]) -> Any:  # noqa: ANN401
    """What a piece becomes, whatever it does to its reader."""
    try:
        return said(piece)
    except BadRecord as error:
        return Rejected(str(place), str(error), error.found)
    except FAILURES as error:
        reason = f"cannot be read ({type(error).__name__})"
        return Rejected(str(place), reason, str(piece.value)[:200])
