"""Files that are appended to: how far they are complete, and reading on from where reading ended.

Mailboxes, and tables of one record a line, may be read on: what was appended becomes a file of its
own, for a table with its header above it. That is only done where the records in it mean what they
would mean in the whole file; where they may not, the whole file is to be read:

- a message without an id is told from others like it by its number in the file, and one without
  To, Cc and Bcc may answer any message before it;
- a row without an id, too: its part of the table must be later than everything before it;
- days and months written by numbers are told apart by the whole column;
- an array of JSON, Parquet and text that is not UTF-8 have no parts.

A file that is being written ends anywhere. Lines end with a line end, messages with a blank line,
JSON with its bracket, an archive with its directory: what comes after the last of them is left.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from graph.errors import EngineError
from ingest.mail.mbox import Mbox
from ingest.mail.mbox_parts import parts
from ingest.mail.message import fields, shows_receivers
from ingest.mapping import TableMapping, read_mapping
from ingest.source import File, Reading, Source
from ingest.table.layout import Layout, layout_of
from ingest.table.plan import planned
from ingest.table.source import Table

__all__ = ["Opening", "appended", "complete_to", "first_part", "has_ends", "opening"]

WORTH = 2**20
"""Bytes from which on a file is worth being read on; smaller ones are read whole."""

_BLOCK = 2**16
_LINES = frozenset({".csv", ".tsv", ".ndjson", ".jsonl", ".log", ".txt"})
_JSON = frozenset({".json", ".js"})
_ENDS_OF_JSON = (b"]", b"}", b";")
_BLANK_LINES = (b"\n\n", b"\n\r\n")
# a line that begins a message: one in a body is not followed by a header
_SEPARATOR = re.compile(rb"\nFrom [^\n]{1,500}\n(?=[!-9;-~]{1,80}[ \t]*:|>From )")


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands above every part of a file that can be read on: ``head``, such as a header.

    ``is_by_time`` says that a part must be later than everything before it.
    """

    head: bytes = b""
    is_by_time: bool = False


def has_ends(file: File, source: Source | None) -> bool:
    """Say whether the records of a file have ends one can see: lines, or messages of a mailbox."""
    head = file.head
    is_text = not (head.lstrip()[:1] == b"[" or head.startswith((b"PAR1", b"PK")) or b"\0" in head)
    is_lined = file.suffix in _LINES or isinstance(source, Table)
    return isinstance(source, Mbox) or (is_text and is_lined)


def complete_to(file: File, source: Source | None, size: int) -> int:
    """Give how many of the first *size* bytes are complete; all of them where nobody can tell."""
    with file.path.open("rb") as stream:
        if has_ends(file, source):
            return _messages(stream, size) if isinstance(source, Mbox) else _lines(stream, size)
        if file.head[:4] == b"PK\x03\x04":
            return size if zipfile.is_zipfile(stream) else 0
        if file.suffix in _JSON or file.head.lstrip()[:1] == b"[":
            return size if _end(stream, size).rstrip().endswith(_ENDS_OF_JSON) else 0
    return size


def _end(stream: BinaryIO, size: int, most: int = _BLOCK) -> bytes:
    stream.seek(max(size - most, 0))
    return stream.read(min(size, most))


def _lines(stream: BinaryIO, size: int) -> int:
    at = size
    while at > 0:
        block = _end(stream, at)
        found = block.rfind(b"\n")
        if found >= 0:
            return at - len(block) + found + 1
        at -= len(block)
    return 0


def _messages(stream: BinaryIO, size: int) -> int:
    """Up to the last separator, unless the last message ends with a blank line."""
    if _end(stream, size, 4).endswith(_BLANK_LINES):
        return size
    at, data = size, b""
    while at > 0:
        block = _end(stream, at)
        at, data = at - len(block), block + data
        found = max((one.start() + 1 for one in _SEPARATOR.finditer(data)), default=0)
        if found:
            return at + found
    return 0


def opening(file: File, source: Source | None, reading: Reading) -> Opening | None:
    """Say what stands above a part of a file; None for one that is always read whole."""
    if isinstance(source, Mbox):
        return Opening()
    if isinstance(source, Table):
        with suppress(EngineError, OSError):
            return _of_table(file, reading)
    return None


def _of_table(file: File, reading: Reading) -> Opening | None:
    mapping = read_mapping(reading.mapping) if reading.mapping else TableMapping()
    layout = layout_of(file, mapping)
    if layout.form not in ("delimited", "ndjson") or layout.encoding.lower() not in _UTF8:
        return None
    plan = planned(layout, mapping, file.shown)
    column = plan.column("at")[0] if plan.column("at") else ""
    if mapping.time_format is None and _may_be_slashed(layout, column):
        return None
    head = b""
    if layout.form == "delimited" and layout.skip:
        lines = io.BytesIO(file.head).readlines()
        head = b"".join(lines[: layout.skip])
    return Opening(head, is_by_time=not plan.column("id"))


_UTF8 = ("utf-8", "utf8", "utf-8-sig")


def _may_be_slashed(layout: Layout, column: str) -> bool:
    """Whether dates may be written by numbers of which one cannot tell the day from the month."""
    if column not in layout.names:
        return True
    return not all(value[:4].isdigit() for value in layout.values(column))


def appended(
    file: File, source: Source | None, start: Opening, span: tuple[int, int], folder: Path
) -> File | None:
    """Make a file of the bytes of *span*; None where they cannot be understood by themselves.

    It is recognised and laid out as the whole file is, whose first bytes it shows.
    """
    begin, end = span
    part = _copied(file, start.head, span, folder)
    shown = f"{file.shown}/from byte {begin} of {Path(file.shown).name}"
    if end > begin and not _stands_alone(part, source):
        part.unlink(missing_ok=True)
        return None
    return replace(file, path=part, shown=shown)


def first_part(file: File, end: int, folder: Path) -> File:
    """Make a file of the first *end* bytes, so that what is being written after them is not read.

    It is shown by the name of the whole.
    """
    return replace(file, path=_copied(file, b"", (0, end), folder), head=file.head[:end])


def _copied(file: File, head: bytes, span: tuple[int, int], folder: Path) -> Path:
    begin, end = span
    part = folder / f"part-{begin}-{end}"
    with file.path.open("rb") as stream, part.open("wb") as into:
        into.write(head)
        stream.seek(begin)
        while begin < end and (block := stream.read(min(2**20, end - begin))):
            into.write(block)
            begin += len(block)
    return part


def _stands_alone(part: Path, source: Source | None) -> bool:
    if isinstance(source, Mbox):
        with part.open("rb") as stream:
            return all(_is_whole(one.head) for one in parts(stream))
    with part.open("rb") as stream:
        quotes = 0
        for block in _decodable(stream):
            if block is None:
                return False
            quotes += block.count('"')
    return quotes % 2 == 0


def _is_whole(head: bytes) -> bool:
    return shows_receivers(head) and bool(fields(head).get("message-id"))


def _decodable(stream: BinaryIO) -> Iterator[str | None]:
    while lines := stream.readlines(2**20):
        try:
            yield b"".join(lines).decode()
        except UnicodeDecodeError:
            yield None
