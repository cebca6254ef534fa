"""Lines: any text file as UTF-8 in which every record is one line and every line has its number.

Most files are that already and are only looked over once, at the speed of memory. Others are copied
with their line numbers kept: another encoding is turned into UTF-8, a line break inside a quoted
field becomes a blank (the lines it took stay behind empty), and a line that nothing can be made
of is replaced by a mark, the reason and its beginning, so that it is rejected and nothing else is.
"""

import codecs
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from graph.errors import BadMapping
from ingest.table.quoted import Quoting
from ingest.text.lines_encoding import CALLED, lines_encoding

__all__ = ["FLAW", "LINE_LIMIT", "SEPARATOR", "Lines", "joined", "surveyed"]

FLAW = "\x1a"
"""Stands first in a line that was replaced; its reason and its beginning follow."""

SEPARATOR = "\x1f"
"""Stands between the reason and the beginning of a line that was replaced."""

LINE_LIMIT = 4 * 2**20  # bytes
_CHUNK = 2**18  # small enough for a processor's own memory: a chunk is looked at many times
_WINDOW = 2**16  # a line break in every window bounds the longest line
_ODD = (b"\x00", b"\x1a", b"\x1e")  # NUL, and two characters that are needed as marks
_BLANKED = bytes.maketrans(b"\x00\x1a\x1e\r", b"    ")
_SHOWN = 200  # characters of a flawed line that are kept
_LINES_OF_A_FIELD = 500


@dataclass(frozen=True)
class Lines:
    """UTF-8 text of *count* lines, none longer than *longest* bytes.

    Quotes with a blank beside them may stand inside a field, or around one with blanks about it.
    """

    path: Path
    count: int
    longest: int
    has_quotes: bool
    has_spaced_quotes: bool = False
    has_flaws: bool = False
    warnings: tuple[str, ...] = ()


@dataclass
class _Survey:
    is_utf8: bool = True
    is_odd: bool = False  # bytes that must not stand in plain lines
    has_quotes: bool = False
    has_spaced_quotes: bool = False
    breaks: int = 0
    returns: int = 0  # carriage returns without a line feed
    pairs: int = 0  # carriage returns with one
    longest: int = 2 * _WINDOW
    ends_open: bool = False

    def lines(self, path: Path) -> Lines:
        count = self.breaks + self.ends_open
        return Lines(path, count, self.longest, self.has_quotes, self.has_spaced_quotes)


def surveyed(
    path: Path, folder: Path, encoding: str, *, is_certain: bool, shown: str, quote: str = '"'
) -> Lines:
    """Look a file over and, where it needs it, copy it into *folder* as plain lines.

    *encoding* is what its beginning says or, then certain, its mapping. An encoding nobody knows
    is a BadMapping.
    """
    mark = quote.encode() or b'"'
    warnings: tuple[str, ...] = ()
    returns = False
    if codecs_name(encoding, shown) == "utf-8":
        survey = _survey(path, mark)
        if survey.is_utf8 and not survey.is_odd and survey.longest <= LINE_LIMIT:
            return survey.lines(path)
        returns = survey.returns > 0 and survey.breaks == 0
        if not survey.is_utf8 and not is_certain:
            encoding = lines_encoding(path)
    if codecs_name(encoding, shown) != "utf-8" and not is_certain and "utf" not in encoding:
        warning = (
            f"{shown} is not UTF-8 and was read as {CALLED.get(encoding, encoding)}; if names "
            'look wrong, name the encoding in a mapping: encoding = "..."'
        )
        warnings = (warning,)
    copy = folder / "lines.txt"
    with path.open("rb") as file, copy.open("wb") as out:
        has_flaws = _copy(_texts(file, encoding, by_returns=returns), out)
    return replace(_survey(copy, mark).lines(copy), has_flaws=has_flaws, warnings=warnings)


def codecs_name(encoding: str, shown: str) -> str:
    """Give the one name of an encoding."""
    try:
        return codecs.lookup(encoding.removesuffix("-sig")).name
    except LookupError as error:
        raise BadMapping(f"{shown}: no encoding is called {encoding!r}, such as utf-8") from error


def joined(lines: Lines, flawed: Iterable[int], quoting: Quoting, folder: Path) -> Lines:
    """Copy lines so that a record over several lines stands on its first one.

    *flawed* are the numbers, from 0, of the lines in which a quoted field does not end. Those that
    do not end properly later either are replaced by a mark, by themselves.
    """
    wanted = set(flawed)
    copy = folder / "records.txt"
    has_flaws = lines.has_flaws
    with lines.path.open("rb") as file, copy.open("wb") as out:
        numbered = _Ahead(file)
        for number, line in numbered:
            if number not in wanted:
                out.write(line)
                continue
            record, taken = quoting.record(line, numbered.following())
            if record is None:
                reason = "a quoted field does not end; expected a closing quote before a delimiter"
                out.write(_flaw(reason, line))
                has_flaws = True
            else:
                out.write(record + b"\n" * (taken + 1))
                numbered.skip(taken)
    return replace(
        _survey(copy, quoting.quote.encode()).lines(copy),
        has_flaws=has_flaws,
        warnings=lines.warnings,
    )


class _Ahead:
    """Numbered lines of a file, and a look at those that follow."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.waiting: deque[bytes] = deque()
        self.number = -1

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while line := (self.waiting.popleft() if self.waiting else self.file.readline()):
            self.number += 1
            yield self.number, line

    def following(self) -> Iterator[bytes]:
        for k in range(_LINES_OF_A_FIELD):
            if k == len(self.waiting):
                line = self.file.readline()
                if not line:
                    return
                self.waiting.append(line)
            yield self.waiting[k]

    def skip(self, lines: int) -> None:
        for _ in range(lines):
            self.waiting.popleft()
        self.number += lines


def _survey(path: Path, quote: bytes) -> _Survey:
    survey = _Survey()
    decoder = codecs.getincrementaldecoder("utf-8")()
    run, last = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            survey.is_odd = survey.is_odd or any(byte in chunk for byte in _ODD)
            if quote in chunk:
                survey.has_quotes = True
                around = last + chunk
                survey.has_spaced_quotes |= b" " + quote in around or quote + b" " in around
            survey.breaks += chunk.count(b"\n")
            joint = last + chunk if last == b"\r" else chunk
            survey.returns += _lone_returns(joint)
            survey.pairs += joint.count(b"\r\n")
            run = _longest(chunk, run, survey)
            if survey.is_utf8 and not (chunk.isascii() and decoder.getstate()[0] == b""):
                survey.is_utf8 = _decodes(decoder, chunk)
            last = chunk[-1:]
    survey.returns += last == b"\r"
    survey.is_utf8 = survey.is_utf8 and decoder.getstate()[0] == b""
    is_mixed = 0 < survey.pairs < survey.breaks  # DuckDB reads one kind of line end only
    survey.is_odd = survey.is_odd or survey.returns > 0 or is_mixed
    survey.ends_open = last not in (b"", b"\n")
    return survey


def _lone_returns(chunk: bytes) -> int:
    """Count carriage returns without a line feed; one at the end belongs to the next chunk."""
    if b"\r" not in chunk:
        return 0
    return chunk.count(b"\r") - chunk.count(b"\r\n") - chunk.endswith(b"\r")


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _longest(chunk: bytes, run: int, survey: _Survey) -> int:
    """Bound the longest line so far; give how long the last one is already."""
    for at in range(0, len(chunk), _WINDOW):
        end = min(at + _WINDOW, len(chunk))
        first = chunk.find(b"\n", at, end)
        if first < 0:
            run += end - at
        else:
            survey.longest = max(survey.longest, run + first - at + 1)
            run = end - chunk.rfind(b"\n", at, end)
    survey.longest = max(survey.longest, run)
    return run


def _texts(file: IO[bytes], encoding: str, *, by_returns: bool) -> Iterator[tuple[str, str]]:
    """Give every line as text, and the reason if nothing can be made of it."""
    wide = codecs_name(encoding, "").startswith(("utf-16", "utf-32"))
    if wide or by_returns:
        newline = None if by_returns else "\n"
        reader = io.TextIOWrapper(file, encoding, errors="replace", newline=newline)
        while text := reader.readline(LINE_LIMIT):
            size = len(text)
            while not text.endswith("\n") and (more := reader.readline(LINE_LIMIT)):
                size += len(more)
                text = text[:_SHOWN] + more[-1:]
            yield text, _reason(size, encoding, is_damaged="\ufffd" in text)
        reader.detach()  # the file is its opener's to close
        return
    while line := file.readline(LINE_LIMIT):
        size = len(line)
        while not line.endswith(b"\n") and (rest := file.readline(LINE_LIMIT)):
            size += len(rest)
            line = line[:_SHOWN] + rest[-1:]
        text = line.decode(encoding, errors="replace")
        yield text, _reason(size, encoding, is_damaged="\ufffd" in text)


def _reason(size: int, encoding: str, *, is_damaged: bool) -> str:
    if size >= LINE_LIMIT:
        return f"a line of {size} characters, expected fewer than {LINE_LIMIT}"
    return f"the line is not {encoding.upper()} text" if is_damaged else ""


def _copy(texts: Iterable[tuple[str, str]], out: IO[bytes]) -> bool:
    """Write lines as UTF-8; say whether any was replaced."""
    has_flaws = False
    for text, reason in texts:
        line = text.encode("utf-8", errors="replace")
        has_flaws = has_flaws or bool(reason)
        out.write(_flaw(reason, line) if reason else _unmarked(line))
    return has_flaws


def _unmarked(line: bytes) -> bytes:
    """Take out the characters that serve as marks, and carriage returns."""
    return line.rstrip(b"\r\n").translate(_BLANKED) + b"\n"


def _flaw(reason: str, line: bytes) -> bytes:
    shown = line.decode("utf-8", errors="replace").replace(SEPARATOR, " ")[:_SHOWN].encode()
    return FLAW.encode() + reason.encode() + SEPARATOR.encode() + _unmarked(shown)
