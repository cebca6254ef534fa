"""The messages of a mailbox: where one ends and the next begins, and where many may be cut apart.

The file is read in blocks and only headers are kept, with the beginning of a body where somebody
wants it, so memory does not grow with the file or with any message in it. A body line that begins
with "From " is quoted by honest writers (mboxo, mboxrd); for the others a separator must also carry
a date and be followed by a header.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from ingest.mail.message import END_OF_HEAD, MOST_HEAD
from ingest.source import File

__all__ = ["Part", "begins_with_message", "cut", "parts"]

_BLOCK = 2**20
_MUCH = 2**20  # bytes that are kept, from which on messages are a part
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


@dataclass(slots=True)
class Part:
    """One message of a mailbox: where it begins, that "From " line, and its header."""

    line: int
    begins: int = 0
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


def parts(file: BinaryIO, most_body: int = 0, *, begins: int = 0, line: int = 1) -> Iterator[Part]:
    """Split a mailbox into its messages, lazily; text before the first one is a part as well.

    Of each body at most *most_body* bytes are kept. What is read *begins* at a byte and a line of
    the file, which is where a message begins.
    """
    part = Part(line, begins, most_body=most_body)
    data, at = b"\n\n", 2  # as after a blank line; what lies before *at* has been dealt with
    base = begins - 2  # the byte of the file that data begins with
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
                envelope = separator[0].decode("latin-1").strip()
                part = Part(line, base + found + 1, envelope, most_body=most_body)
                line += 1
                at = separator.end()
            found = data.find(b"\nFrom ", at - 1 if separator else found + 1)
        # a separator may begin in this block and end in the next one
        edge = max(at, len(data) if is_last else found if found >= 0 else len(data) - 5)
        part.take(data, at, edge)
        line += data.count(b"\n", at, edge)
        kept = max(edge - 3, 0)  # enough to see a blank line before a separator
        data, at, base = data[kept:], edge - kept, base + kept
    if part.envelope or part.head.strip():
        yield part


def _separator(data: bytes, found: int) -> re.Match[bytes] | None:
    before = data[max(found - 2, 0) : found]
    is_after_blank = before.endswith(b"\n") or before == b"\n\r"
    return (_AFTER_BLANK if is_after_blank else _AFTER_TEXT).match(data, found + 1)


def begins_with_message(head: bytes) -> bool:
    """Say whether some first bytes of a file begin with the separator of a mailbox."""
    text = b"\n\n" + head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return _separator(text, 1) is not None


def cut(file: File, most_body: int) -> Iterator[File]:
    """Cut a mailbox into parts of a megabyte of what is kept of its messages, in order.

    Cost: the mailbox is read once; what is left out of long messages costs no memory.
    """
    follows, kept = 0, 0
    pieces: list[Part] = []
    with file.path.open("rb") as stream:
        for part in parts(stream, most_body):
            if kept >= _MUCH:
                yield _part(file, pieces, follows, part.begins)
                follows, kept, pieces = follows + len(pieces), 0, []
            kept += len(part.head) + len(part.body)
            pieces.append(part)
        yield _part(file, pieces, follows, stream.tell())


def _part(file: File, pieces: list[Part], follows: int, ends: int) -> File:
    if not pieces:
        return file
    return replace(
        file,
        head=b"",
        is_whole=False,
        begins=pieces[0].begins,
        ends=ends,
        lines=pieces[0].line - 1,
        follows=follows,
        count=len(pieces),
        pieces=tuple(pieces),
    )
