"""A long JSON array, cut between its records: so that several processes may read one file.

How one record ends and the next one begins, up to its first key, is taken from the first two, and
where these bytes are found again the text is cut, every few megabytes. Each chunk is an array of
its own, with the place at which it begins and how many records should come before it. Whoever reads
one has to see that it is JSON of just so many records: then, and only then, was it cut where a
record ends, and what comes next begins where one begins.

Nothing is cut where the text is another thing than one array of objects, be it assigned by a script
or not; and no further than it is plain: what is left is one last part that is read from the file.

Cost: a search for a few bytes, a gigabyte or so a second; memory of two chunks.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from ingest.json.scan import COMMA, Scanner
from ingest.source import File

__all__ = ["LONG", "chunks"]

LONG = 2**21
"""Bytes from which a file is cut."""

_CHUNK = 2**20
_BEGINNING = re.compile(rb"\s*(?:[\w.]{1,200}\s*=\s*)?\[")
_BETWEEN = re.compile(rb"\}\s{0,100},\s{0,100}\{\s{0,100}\"[^\"\\]{1,100}\"")
_BLANK = b" \t\r\n;"


def chunks(file: File) -> Iterator[File]:
    """Cut a file into parts whose ``head`` is a whole array; a part without one is the rest."""
    mark = codecs.BOM_UTF8
    found = _BEGINNING.match(file.head, len(mark) if file.head.startswith(mark) else 0)
    between = _between(file.head, found.end() - 1) if found else None
    if found is None or between is None:
        yield file
        return
    with file.path.open("rb") as stream:
        stream.seek(found.end())
        yield from _cut(stream, file, found.end(), between)


def _between(head: bytes, opening: int) -> bytes | None:
    """What stands between the first two records of an array."""
    marks = Scanner().scan(head[opening:], opening)
    commas = marks.place[(marks.level == 1) & (marks.byte == COMMA)][:1]
    found = _BETWEEN.match(head, head.rfind(b"}", 0, int(commas[0]))) if len(commas) else None
    return found[0] if found else None


def _cut(stream: BinaryIO, file: File, begins: int, between: bytes) -> Iterator[File]:
    comma = between.index(b",")
    kept, follows = b"", 0
    while len(kept) <= 2 * _CHUNK:
        block = stream.read(_CHUNK)
        text = kept + block if block else (kept + block).rstrip(_BLANK)
        end = text.rfind(between)
        if not block:
            if text.endswith(b"]"):
                yield _part(file, text[:-1], begins, follows, text.count(between) + 1)
                return
            break
        if end < 0:
            kept = text
            continue
        part = text[: end + comma]
        count = part.count(between) + 1
        yield _part(file, part, begins, follows, count)
        kept = text[end + comma + 1 :]
        follows += count
        begins += len(part) + 1
    yield replace(file, head=b"", begins=begins, follows=follows, is_whole=False)


def _part(file: File, text: bytes, begins: int, follows: int, count: int) -> File:
    return replace(
        file,
        head=b"[%b]" % text,
        is_whole=True,
        begins=begins,
        ends=begins + len(text),
        follows=follows,
        count=count,
    )
