"""Gmail's conversations: which message began the one that an answer without References belongs to.

Every mail of a Takeout carries X-GM-THRID, the number of its conversation, and its number of its
own in the "From " line, `From 1848707889910060830@xxx ...`; numbers grow with time. So each such
mailbox tells, for every conversation, its lowest number with that message's id and thread. A mail
that names no parent then belongs to that thread, and answers that message where its subject says
that it answers one. What References say goes before, for other mailboxes hold the same mail, and
number its conversation otherwise.

A mail without a Message-ID is in no thread: nobody could name it. Where the first message of a
conversation was deleted, the next one stands for it.

Cost: such mailboxes are read twice, but only for five fields of each header, and three short texts
are kept of each conversation.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ingest.heard.topic_words import is_answer
from ingest.mail.addresses import decoded
from ingest.mail.ids import own_id, thread_id
from ingest.source import File
from ingest.told import Near, Told

__all__ = ["are_of_gmail", "begun", "threads_told"]

_TOPIC = "mail.gmail-thread"
_NUMBER = re.compile(r"From (\d{1,20})(?:-\d+)?@")
_FIELDS = ("x-gm-thrid", "message-id", "in-reply-to", "references")
_FIELD = re.compile(
    rb"\n(%b)[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)" % "|".join(_FIELDS).encode(), re.IGNORECASE
)
_MOST = 2**16  # bytes of one field
_THREAD = re.compile(r"[0-9A-Fa-f]{1,20}")
_Header = Mapping[str, Sequence[str]]


def are_of_gmail(heads: Iterable[bytes]) -> bool:
    r"""Say whether any of these headers carries the number of a conversation.

    >>> are_of_gmail([b"X-GM-THRID: 1848707889910060830\n"]), are_of_gmail([b"To: a@x.example\n"])
    (True, False)
    """
    return any(b"x-gm-thrid:" in head.lower() for head in heads)


def threads_told(file: File, heads: Iterable[tuple[bytes, str]]) -> Iterator[Told]:
    """Tell of each message's conversation that it is in it; the lowest number will be kept."""
    above = len(PurePosixPath(file.place).parents)
    for head, envelope in heads:
        number = _NUMBER.match(envelope)
        header = _fields(head) if number else {}
        conversation, own, thread = _conversation(header), own_id(header), thread_id(header)
        if number and conversation and own and thread:
            yield Told(_TOPIC, conversation, f"{int(number[1]):020} {own} {thread}", above=above)


def begun(near: Near, header: _Header, own: str) -> tuple[str, str | None] | None:
    """Give the thread of a message that names no parent, and the one it answers, if it says so.

    None where it began its conversation itself, or where nothing is told of that.
    """
    told = near.value(_TOPIC, _conversation(header) or "")
    _, first, thread = told.split(" ") if told else ("", own, own)
    if first == own:
        return None
    says_so = is_answer(decoded(next(iter(header.get("subject", ())), "")))
    return thread, first if says_so else None


def _conversation(header: _Header) -> str | None:
    value = next(iter(header.get("x-gm-thrid", ())), "").strip()
    return value if _THREAD.fullmatch(value) else None


def _fields(head: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in _FIELD.findall(b"\n" + head.replace(b"\r", b"")):
        text = value[:_MOST].replace(b"\n", b"").strip().decode("latin-1")
        found.setdefault(name.lower().decode(), []).append(text)
    return found
