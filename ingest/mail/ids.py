"""The ids that tie mails together: a message's own, that of what it answers, that of its thread.

The thread goes by the first message that References name, else by the parent, else by the message
itself. In-Reply-To comes before the last of the References; it may hold prose, and an address
before the id.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.people.identity import clean

__all__ = ["mail_id", "own_id", "parent_id", "thread_id"]

_Header = Mapping[str, Sequence[str]]

_BRACKETED = re.compile(r"<([^<>]+)>")
_WORD = re.compile(r"[^\s<>()\"]+")


def own_id(header: _Header) -> str | None:
    """Give the Message-ID, or None.

    >>> own_id({"message-id": ["<1@x.example>"]}), own_id({})
    ('1@x.example', None)
    """
    return next(_ids(header.get("message-id")), None)


def parent_id(header: _Header) -> str | None:
    """Give the id of the message that is answered, or None.

    >>> parent_id({"in-reply-to": ["Your mail to ann@x.example of today <1@x.example>"]})
    '1@x.example'
    >>> parent_id({"references": ["<1@x.example> <2@x.example>"]})
    '2@x.example'
    """
    answered = header.get("in-reply-to", ())
    if answered and not answered[0].startswith("<"):
        answered = ["".join(f"<{one}>" for one in reversed(list(_ids(answered))))]
    references = reversed(list(_ids(header.get("references"))))
    return next(_ids(answered), None) or next(references, None)


def thread_id(header: _Header) -> str | None:
    """Give the id of the first message of the thread, as far as the header tells.

    >>> thread_id({"references": ["<1@x.example> <2@x.example>"], "message-id": ["<3@x.example>"]})
    '1@x.example'
    """
    return next(_ids(header.get("references")), None) or parent_id(header) or own_id(header)


def mail_id(message_id: str | None) -> str | None:
    """Give the id of an interaction that is a mail.

    >>> mail_id("1@x.example")
    'mail:1@x.example'
    """
    return f"mail:{message_id}" if message_id else None


def _ids(values: Iterable[str] | None) -> Iterator[str]:
    for value in values or ():
        words = (one for one in _WORD.findall(value) if "@" in one[1:-1])
        found = _BRACKETED.findall(value) or words
        yield from filter(None, (clean(text).replace(" ", "") for text in found))
