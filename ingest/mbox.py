"""Mailboxes: many messages in one file, each after a line that begins with "From ".

The file is read in blocks and only headers are kept, with the first 32 kB of a body where somebody
listens, so memory does not grow with the file or with any message in it. A body line that begins
with "From " is quoted by honest writers (mboxo, mboxrd); for the others a separator must also carry
a date and be followed by a header.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from graph.batch import Batch, Rejected
from ingest.answered import answered
from ingest.archives import MOST_AUTHORS, authors_told, hides_receivers, told_author
from ingest.gather import gather
from ingest.gmail_threads import are_of_gmail, threads_told
from ingest.message import END_OF_HEAD, MOST_HEAD, Letter, Letters
from ingest.named import named
from ingest.source import File, Reading
from ingest.told import Told

__all__ = ["Mbox", "Part", "parts"]

_BLOCK = 2**20
_LINE = 2_000  # bytes: no separator and the line after it are longer

_HEADER = rb"[!-9;-~]{1,80}[ \t]*:"
_KNOWN = (
    rb"(?i:from|to|cc|date|subject|message-id|received|return-path|delivered-to|reply-to|sender"
    rb"|in-reply-to|references|mime-version|content-type|status|x-[a-z0-9-]+|envelope-to)[ \t]*:"
)
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# Either as C's asctime writes it, after any sender, or after one word and in any order.
_DATED = (
    rb"(?:[^\n]{0,300}?%b[ \t]+%b[ \t]+\d\d?[ \t]+\d\d?:\d\d"
    rb"|[^\s]+[ \t]+(?=%b\b|\d)(?=[^\n]*\d\d?:\d\d)(?=[^\n]*(?:%b|\d-\d\d-))"
    rb"(?=[^\n]*\b(?:19|20)\d\d\b))[^\n]{0,500}\n"
) % (_DAY, _MONTH, _DAY, _MONTH)
_UNDATED = rb"(?:[^\s@]{1,300}@[^\s@]{1,300}|-|MAILER-DAEMON)[ \t]*\r?\n"
_AFTER_BLANK = re.compile(
    rb"From (?:%b(?=%b|>From )|%b(?=%b))" % (_DATED, _HEADER, _UNDATED, _KNOWN)
)
_AFTER_TEXT = re.compile(rb"From %b(?=%b)" % (_DATED, _KNOWN))
_SUFFIXES = (".mbox", ".mbx", ".mboxrd")
_MAY_BE_ARCHIVES = ("", ".txt", *_SUFFIXES)


@dataclass(slots=True)
class Part:
    """One message of a mailbox: the line it begins on, that "From " line, and its header."""

    line: int
    envelope: str = ""
    head: bytes = b""
    is_whole: bool = False
    body: bytes = b""
    most_body: int = 0

    def take(self, data: bytes, start: int, stop: int) -> None:
        """Keep what belongs to the header, and of the rest as much as is wanted."""
        if self.is_whole:
            self._take_body(data, start, stop)
            return
        if self.head:  # a header that spans blocks: rare, so it may cost a copy
            data, start, stop = self.head + data[start:stop], 0, len(self.head) + stop - start
        end = END_OF_HEAD.search(data, start, stop)
        until = min(end.start() + 1 if end else stop, start + MOST_HEAD)
        self.head = data[start:until]
        self.is_whole = bool(end) or len(self.head) == MOST_HEAD
        if end:
            self._take_body(data, end.end(), stop)

    def _take_body(self, data: bytes, start: int, stop: int) -> None:
        left = self.most_body - len(self.body)
        if left > 0:
            self.body += data[start : min(stop, start + left)]


def parts(file: BinaryIO, most_body: int = 0) -> Iterator[Part]:
    """Split a mailbox into its messages, lazily; text before the first one is a part as well.

    Of each body at most *most_body* bytes are kept.
    """
    part = Part(line=1, most_body=most_body)
    data, at = b"\n\n", 2  # as after a blank line; what lies before *at* has been dealt with
    line = 1
    is_last = False
    while not is_last:
        block = file.read(_BLOCK)
        is_last = not block
        data += block
        found = data.find(b"\nFrom ", max(at - 1, 0))
        while found >= 0 and (is_last or len(data) - found > 2 * _LINE):
            separator = _separator(data, found)
            if separator:
                part.take(data, at, found + 1)
                if part.envelope or part.head.strip():
                    yield part
                line += data.count(b"\n", at, found + 1)
                part = Part(line, separator[0].decode("latin-1").strip(), most_body=most_body)
                line += 1
                at = separator.end()
            found = data.find(b"\nFrom ", at - 1 if separator else found + 1)
        # a separator may begin in this block and end in the next one
        edge = max(at, len(data) if is_last else found if found >= 0 else len(data) - 5)
        part.take(data, at, edge)
        line += data.count(b"\n", at, edge)
        cut = max(edge - 3, 0)  # enough to see a blank line before a separator
        data, at = data[cut:], edge - cut
    if part.envelope or part.head.strip():
        yield part


def _separator(data: bytes, found: int) -> re.Match[bytes] | None:
    before = data[max(found - 2, 0) : found]
    is_after_blank = before.endswith(b"\n") or before == b"\n\r"
    return (_AFTER_BLANK if is_after_blank else _AFTER_TEXT).match(data, found + 1)


class Mbox:
    """Reads a mailbox in any of the mbox dialects, and Pipermail's monthly archives."""

    name = "mbox"
    meaning = "mailboxes: mbox, mboxrd, Thunderbird, Google Takeout, Pipermail months"
    most_told = MOST_AUTHORS

    def recognises(self, file: File) -> bool:
        """Say whether the file is a mailbox: by its suffix, or a "From " line before a header."""
        head = b"\n\n" + file.head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
        return file.suffix in _SUFFIXES or _separator(head, 1) is not None

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every message's header into batches."""
        letters = Letters(file, reading)
        size = max(file.path.stat().st_size, 1)
        with file.path.open("rb") as stream:
            yield from gather(
                answered(_records(stream, letters), told_author(file, reading)),
                self.name,
                reading,
                done=lambda: min(stream.tell() / size, 1.0),
                warnings=letters.warnings,
            )

    def may_tell(self, shown: str) -> bool:
        """Say by the name whether a file may be a list's archive, or Gmail's."""
        return named(shown.removesuffix(".gz")).suffix.lower() in _MAY_BE_ARCHIVES

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who wrote the messages of a list's archive, and what began Gmail's threads."""
        if not self.recognises(file):
            return
        first = list(parts(io.BytesIO(file.head)))
        is_gmail = are_of_gmail(part.head for part in first)
        if is_gmail or hides_receivers(part.head for part in first if part.is_whole):
            tell = threads_told if is_gmail else authors_told
            with file.path.open("rb") as stream:
                yield from tell(file, ((part.head, part.envelope) for part in parts(stream)))


def _records(stream: BinaryIO, letters: Letters) -> Iterator[tuple[str, Letter | Rejected]]:
    for number, part in enumerate(parts(stream, letters.most_body), 1):
        place = f"{letters.shown}:message {number} (line {part.line})"
        yield place, letters.letter(place, part.head, part.envelope, part.body)
