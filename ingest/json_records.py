"""JSON to records: whatever one piece of a file becomes, it is accounted for, and raises nothing.

A reader is given each piece and gives what it says. What it cannot read it refuses by a
`BadRecord`; what breaks it is rejected as well, with its place. A piece that is no record but the
wrapping of others (the rest of a page around its messages) is answered with None and not counted.
"""

from collections.abc import Callable, Collection, Iterator

from graph.batch import Batch, Rejected
from graph.model import Fact, Interaction, Merge
from ingest.gather import Record, gather
from ingest.json_pieces import Piece, pieces
from ingest.json_text import Damage
from ingest.source import BadRecord, File, Reading
from ingest.work_limit import FAILURES

__all__ = ["Said", "read_json"]

Said = list[Interaction | Fact | Merge]


def read_json(
    file: File,
    reading: Reading,
    source: str,
    said: Callable[[Piece], Said | None],
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
    shown: str, found: Iterator[Piece], said: Callable[[Piece], Said | None]
) -> Iterator[Record]:
    for piece in found:
        place = f"{shown}:record {piece.number} (byte {piece.at})"
        if isinstance(piece.value, Damage):
            yield place, Rejected(place, piece.value.reason, piece.value.found)
            continue
        try:
            one = said(piece)
        except BadRecord as error:
            yield place, Rejected(place, str(error), error.found)
        except FAILURES as error:
            reason = f"cannot be read ({type(error).__name__})"
            yield place, Rejected(place, reason, str(piece.value)[:200])
        else:
            if one is not None:
                yield place, one
