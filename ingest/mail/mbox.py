"""Mailboxes: many messages in one file, each after a line that begins with "From "."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from graph.batch import Batch, Rejected
from ingest.batches.gather import gather
from ingest.mail.answered import answered
from ingest.mail.archives import MOST_AUTHORS, authors_told, hides_receivers, told_author
from ingest.mail.gmail_threads import are_of_gmail, threads_told
from ingest.mail.mbox_parts import begins_with_message, cut, parts
from ingest.mail.message import Letter, Letters, most_body
from ingest.named import named
from ingest.source import File, Reading
from ingest.told import Told

__all__ = ["Mbox"]

_SUFFIXES = (".mbox", ".mbx", ".mboxrd")
_MAY_BE_ARCHIVES = ("", ".txt", *_SUFFIXES)


class Mbox:
    """Reads a mailbox in any of the mbox dialects, and Pipermail's monthly archives."""

    name = "mbox"
    meaning = "mailboxes: mbox, mboxrd, Thunderbird, Google Takeout, Pipermail months"
    most_told = MOST_AUTHORS
    told_as = "mail"
    introduces_once = False

    def recognises(self, file: File) -> bool:
        """Say whether the file is a mailbox: by its suffix, or a "From " line before a header."""
        return file.suffix in _SUFFIXES or begins_with_message(file.head)

    def cut(self, file: File, reading: Reading) -> Iterator[File]:
        """Cut a long mailbox between its messages.

        An answer that names no receivers, and whose parent stands in another part, reaches its
        author when all is read (`graph.keeping.answers`).
        """
        return cut(file, most_body(reading))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every message's header into batches."""
        letters = Letters(file, reading)
        with io.BytesIO(file.head) if file.is_whole else file.path.open("rb") as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(file.begins)
            yield from gather(
                answered(_records(file, stream, letters), told_author(file, reading)),
                self.name,
                reading,
                done=lambda: min(stream.tell() / max(size, 1), 1.0),
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


def _records(
    file: File, stream: BinaryIO, letters: Letters
) -> Iterator[tuple[str, Letter | Rejected]]:
    found = file.pieces or parts(stream, letters.most_body, begins=file.begins, line=file.lines + 1)
    for number, part in enumerate(found, file.follows + 1):
        place = f"{letters.shown}:message {number} (line {part.line})"
        yield place, letters.letter(place, part.head, part.envelope, part.body)
