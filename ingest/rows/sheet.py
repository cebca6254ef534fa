"""Sheet: a small table of text, read row by row: its delimiter, encoding, header and rows.

For files of people and organizations, which have a header and hundreds or thousands of rows; logs
of interactions are read as columns elsewhere. UTF-8 and UTF-16 are read as such, what is neither in
the encoding that it is found to be in (`ingest.text.encodings`), as Latin-1 where that is
undecidable. Rows that hold nothing are no records.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import TextIO

from graph.people.identity import clean
from ingest.source import File
from ingest.text.encodings import encoding_found, unmarked_utf16
from ingest.text.lines_encoding import CALLED

__all__ = ["Row", "Sheet", "is_title", "sheet_of", "text_and_encoding"]

_HEAD = 65_536
_DELIMITERS = ",;\t|"
_CHUNK = 2**20
_MOST_COLUMNS = 1_000
_MOST_LOOKED_AT, _LONGEST_LINE = 1_000, 4_000  # lines for their encoding, and bytes of each
_MOST_LINES = 200  # of one row: more come from a quotation mark that is never closed
_BREAKS = re.compile(r"[\r\n\t]+")  # part words, which `clean` would join
_HAS_TWO = re.compile(r'[^\s",;|][\s"]*[,;\t|][\s",;|]*[^\s",;|]')  # cells that hold something
_TITLE = re.compile(r'(?:"[^"]*"|[^",;\t|]*)([,;\t|])\1+\s*')
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins at, its cells (as many as columns), or why it is unreadable."""

    line: int
    cells: tuple[str, ...] = ()
    trouble: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a table is written; ``skip`` counts the lines before the header.

    ``escape`` is what stands before a quotation mark that is part of a text, where it is not
    doubled.
    """

    names: tuple[str, ...]
    delimiter: str
    encoding: str
    skip: int
    escape: str | None = None

    def settled(self, path: Path) -> "Sheet":
        """The same with the encoding that the whole file has, not only its beginning."""
        if self.encoding.startswith("utf-16"):
            return self
        found = _encoding(path)
        return self if found == self.encoding else self._as(found)

    def _as(self, encoding: str) -> "Sheet":
        told = (name.encode(self.encoding, "replace") for name in self.names)
        names = tuple(name.decode(encoding, "replace").removeprefix("\ufeff") for name in told)
        return replace(self, names=names, encoding=encoding)

    def warning(self, shown: str) -> list[str]:
        """Say that the encoding was told by the letters alone, or by nothing; else nothing."""
        if self.encoding.startswith("utf"):
            return []
        if self.encoding in ("latin-1", "cp1252"):
            return [f"{shown}: not UTF-8, read as Latin-1; letters beyond it may be wrong"]
        called = CALLED.get(self.encoding, self.encoding)
        return [f"{shown}: not UTF-8, read as {called}, which its letters speak for"]

    def as_windows(self) -> "Sheet":
        """The same where Latin-1 stands for what Windows writes in western Europe.

        The two differ in signs that Latin-1 has not: Š, œ, €, dashes, the quotation marks of Word.
        """
        return self._as("cp1252") if self.encoding == "latin-1" else self

    def rows(self, path: Path, *, lines: int = _MOST_LINES) -> Iterator[Row]:
        """Read the rows in file order; short ones are filled with empty cells.

        A row of more *lines* is taken for a quotation mark that is never closed.
        """
        width = len(self.names)
        with path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            for _ in range(self.skip):
                stream.readline()
            for line, found in self._records(stream, lines):
                if isinstance(found, str):
                    yield Row(line, trouble=found)
                    continue
                cells = [clean(_BREAKS.sub(" ", cell)) for cell in found]
                if any(cells[width:]):
                    wide = f"{len(cells)} cells where the header has {width} columns"
                    yield Row(line, trouble=wide, found=self.delimiter.join(found)[:200])
                elif any(cells):
                    yield Row(line, (*cells[:width], *[""] * (width - len(cells))))

    def _records(self, stream: TextIO, most: int) -> Iterator[tuple[int, list[str] | str]]:
        # strict: a stray quotation mark is an error of its row instead of swallowing the next ones
        reader = csv.reader(stream, delimiter=self.delimiter, escapechar=self.escape, strict=True)
        is_header = True
        while True:
            before = reader.line_num
            found: list[str] | str
            try:
                found = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                found = f"the row cannot be read: {error}"
            lines = reader.line_num - before
            if lines > most or (lines > 1 and isinstance(found, str)):
                found = f"a quotation mark is not closed, {lines:,} lines were taken for one row"
            if not is_header:
                yield self.skip + before + 1, found
            is_header = False


def sheet_of(file: File, known: Callable[[str], bool]) -> Sheet | None:
    """Look at the first bytes; None for what has no header of which a column is *known*.

    Of the delimiters the one that shows most known columns is taken.
    """
    head = file.head or _head(file.path)
    text, encoding = text_and_encoding(head)
    skip, body = _body(text)
    if not body or body.lstrip()[:1] in ("{", "[", "<"):
        return None
    found: list[tuple[int, int, int, str, tuple[str, ...]]] = []
    for k, delimiter in enumerate(_DELIMITERS):
        names = _header(body, delimiter, is_whole=len(head) < _HEAD)
        count = sum(map(known, names))
        if count:
            found.append((count, len(names), -k, delimiter, names))
    if not found:
        return None
    *_, delimiter, names = max(found)
    return Sheet(names, delimiter, encoding, skip)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_HEAD)


def text_and_encoding(head: bytes, otherwise: str | None = None) -> tuple[str, str]:
    """Read the first bytes of a table; also gives the encoding.

    What is neither UTF-8 nor UTF-16 is read as *otherwise*, or else as what it is found to be in.
    """
    if head.startswith(_UTF16):
        return head.decode("utf-16", "replace"), "utf-16"
    if b"\0" in head:
        unmarked = unmarked_utf16(head)
        return (head.decode(unmarked, "replace"), unmarked) if unmarked else ("", "utf-8-sig")
    try:
        # not final: the last letter may be cut in two
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head), "utf-8-sig"
    except UnicodeDecodeError:
        encoding = otherwise or _found(head)
        return head.decode(encoding, "replace"), encoding


def _found(data: bytes) -> str:
    found = encoding_found(data)
    return "latin-1" if found in (None, "utf-8") else found or ""


def _encoding(path: Path) -> str:
    """UTF-8 if the whole file is, else what its first lines that are none are found to be in."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        with path.open("rb") as stream:
            lines = (line for line in iter(lambda: stream.readline(_LONGEST_LINE), b"")
                     if not line.isascii())  # fmt: skip
            return _found(b"".join(islice(lines, _MOST_LOOKED_AT)))
    return "utf-8-sig"


def is_title(line: str, below: Iterable[str]) -> bool:
    """Say whether a line is a title above a table: one cell and empty ones, or empty ones only.

    So spreadsheets write it. So they write a list in one column, too: no line *below* has more.

    >>> is_title("Calls of January,,,", ["date,from,to,"]), is_title("email,,", ["a@x.example,,"])
    (True, False)
    """
    return _TITLE.fullmatch(line) is not None and any(_HAS_TWO.search(one) for one in below)


def _body(text: str) -> tuple[int, str]:
    """Skip empty lines, comments, titles, and the line that names a spreadsheet's delimiter."""
    skip = 0
    stream = StringIO(text, newline="")
    for line in stream:
        is_comment = line[:1] in "#%" and line[:2] not in ("#,", "#;", "#\t")  # a column's name
        is_above = is_comment or line.lower().startswith("sep=")
        if line.strip() and not (is_above or is_title(line, _below(text, skip + 1))):
            return skip, line + stream.read()
        skip += 1
    return skip, ""


def _below(text: str, skip: int) -> Iterator[str]:
    """The lines after so many; nothing is split before somebody asks, for few headers look so."""
    yield from text.splitlines()[skip:_MOST_LOOKED_AT]


def _header(body: str, delimiter: str, *, is_whole: bool) -> tuple[str, ...]:
    """The names of the columns; none where there are too many, or the line does not end."""
    stream = StringIO(body, newline="")
    try:
        names = next(csv.reader(stream, delimiter=delimiter), [])
    except csv.Error:
        return ()
    if len(names) > _MOST_COLUMNS or not (is_whole or stream.read(1)):
        return ()
    found = [clean(name) for name in names]
    while len(found) > 1 and not found[-1]:  # every line ends with a delimiter
        found.pop()
    return tuple(found)
