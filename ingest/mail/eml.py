"""Single messages: one file each, as mail programs save them and as a Maildir keeps them."""

import re
from collections.abc import Iterator

from graph.batch import Batch
from ingest.batches.gather import Record, Warned, gather
from ingest.mail.answered import answered
from ingest.mail.archives import (
    MOST_AUTHORS,
    authors_told,
    came_by_list,
    hides_receivers,
    is_own_copy,
    told_author,
)
from ingest.mail.bodies import MOST_BODY
from ingest.mail.message import END_OF_HEAD, MOST_HEAD, Letters
from ingest.named import named
from ingest.source import HEAD, File, Reading
from ingest.told import Told

__all__ = ["Eml"]

_SUFFIXES = (".eml", ".emlx")
_MAILDIR = ("cur", "new")
_IN_MAILDIR = re.compile(r".+[:;!]2,[A-Za-z]*|\d{9,11}\.\w{1,80}\.[^/]{1,255}")
# Two of these, one of them a strong one, make a header: other formats have lines like "Date:" too.
_STRONG = frozenset({"from", "received", "return-path", "message-id", "delivered-to"})
_KNOWN = _STRONG | {
    "to", "cc", "bcc", "date", "subject", "sender", "reply-to", "in-reply-to", "references",
}  # fmt: skip


class Eml:
    """Reads one message a file."""

    name = "eml"
    meaning = "single messages: .eml, .emlx, the files of a Maildir"
    most_told = MOST_AUTHORS
    told_as = "mail"
    tells_by_folder = True  # as a Maildir names its files

    def recognises(self, file: File) -> bool:
        """Say whether the file is one message: by its suffix, or a mail header at its start."""
        return file.suffix in _SUFFIXES or _is_header(file.head.removeprefix(b"\xef\xbb\xbf"))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read the message's header into a batch of one record."""
        yield from gather(self.records(file, reading), self.name, reading)

    def records(self, file: File, reading: Reading) -> Iterator[Record]:
        """Read the message's header, and the beginning of what follows it."""
        head = file.head if self.is_enough(file) else _beginning(file)
        letters = Letters(file, reading)
        letter = letters.letter(
            file.shown, *_head_of(file, head), _body_of(head, letters.most_body)
        )
        for place, found in answered([(file.shown, letter)], told_author(file, reading)):
            told = found if isinstance(found, list) else [found]
            yield place, [*map(Warned, letters.warnings), *told]

    def is_enough(self, file: File) -> bool:
        """Say whether all that is read of the message stands in the file's first bytes."""
        end = END_OF_HEAD.search(file.head.lstrip(b"\r\n"))
        return file.is_whole or (end is not None and end.end() + MOST_BODY < HEAD)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file is one message."""
        bare = shown.removesuffix(".gz")
        above, _, name = bare.rpartition("/")
        in_maildir = above.rpartition("/")[2] in _MAILDIR or _IN_MAILDIR.fullmatch(name) is not None
        return named(bare).suffix.lower() in _SUFFIXES or in_maildir or name.isdigit()  # as in MH

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who wrote the message, for answers to a list that name it in other files."""
        if self.recognises(file):
            head, envelope = _head_of(file, file.head)
            if hides_receivers([head]) or came_by_list(head) or is_own_copy(head):
                yield from authors_told(file, [(head, envelope)])


def _beginning(file: File) -> bytes:
    with file.path.open("rb") as stream:
        return stream.read(MOST_HEAD)


def _head_of(file: File, head: bytes) -> tuple[bytes, str]:
    """The header, and the "From " line before it where there is one."""
    if file.suffix == ".emlx":  # begins with the number of bytes
        head = head.partition(b"\n")[2]
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    envelope = ""
    if head.startswith(b"From "):
        line, _, head = head.partition(b"\n")
        envelope = line.decode("latin-1")
    end = END_OF_HEAD.search(head)
    return head[: end.start() + 1] if end else head, envelope


def _body_of(data: bytes, most: int) -> bytes:
    """The beginning of what follows the header, where there is one."""
    end = END_OF_HEAD.search(data.lstrip(b"\r\n")) if most else None
    return data.lstrip(b"\r\n")[end.end() : end.end() + most] if end else b""


def _is_header(head: bytes) -> bool:
    names = set()
    for line in head.lstrip(b"\r\n").split(b"\n"):
        if not line.strip():
            break
        if line[:1] in (b" ", b"\t"):
            continue
        name, colon, _ = line.partition(b":")
        if not colon or len(name) > 80 or b" " in name.strip():
            return False
        names.add(name.strip().lower().decode("latin-1"))
    return len(names & _KNOWN) >= 2 and not names.isdisjoint(_STRONG)
