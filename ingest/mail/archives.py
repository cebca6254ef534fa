"""Lists and their archives: files tell each other who wrote what, so that answers find their way.

A reply in one month of an archive answers a message of another, and an answer to a list alone,
kept in a file of its own, one that stands in the next file. So before anything is read, these tell
the authors of messages, by Message-ID; ids are the same in all folders, so that holds everywhere:

- a mailbox whose first messages mostly lack To, Cc and Bcc, for every message in it,
- a message in a file of its own that came by a list, names no receivers, or never travelled (it has
  no Received line: one's own copy of what one wrote to a list).

Cost: such files are read twice, and an id and an address of each such message are kept.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from ingest.mail.bulk import is_discussed
from ingest.mail.message import author, fields, shows_receivers
from ingest.source import File, Reading
from ingest.told import Told

__all__ = [
    "MOST_AUTHORS", "authors_told", "came_by_list", "hides_receivers", "is_own_copy", "told_author",
]  # fmt: skip

MOST_AUTHORS = 1_000_000
"""The most that archives tell, so that what other files have to say still finds room."""

_TOPIC = "mail.author"


def hides_receivers(heads: Iterable[bytes]) -> bool:
    r"""Say whether most of these headers name no receivers, as in the archive of a list.

    >>> hides_receivers([b"From: ann at x.example\n", b"From: bob at x.example\n"])
    True
    >>> hides_receivers([b"From: ann@x.example\nTo: bob@x.example\n"]), hides_receivers([])
    (False, False)
    """
    shown = [shows_receivers(head) for head in heads]
    return 2 * sum(shown) < len(shown)


def came_by_list(head: bytes) -> bool:
    r"""Say whether a message came by a list that its readers write to.

    >>> came_by_list(b"To: talk@x.example\nList-Post: <mailto:talk@x.example>\n")
    True
    """
    return is_discussed(fields(head))


def is_own_copy(head: bytes) -> bool:
    r"""Say whether a message never travelled, as what mail programs keep of what was sent.

    >>> is_own_copy(b"To: talk@x.example\n"), is_own_copy(b"Received: by x.example\n")
    (True, False)
    """
    return "received" not in fields(head)


def authors_told(file: File, heads: Iterable[tuple[bytes, str]]) -> Iterator[Told]:
    """Tell who wrote each message, given its header and the "From " line before it."""
    above = len(PurePosixPath(file.place).parents)
    for head, envelope in heads:
        found = author(head, envelope)
        if found:
            yield Told(_TOPIC, *found, above=above)


def told_author(file: File, reading: Reading) -> Callable[[str], str | None]:
    """Give what answers, for the id of a message, with the author whom any file told."""
    near = reading.survey.near(file.place)
    return lambda own: near.value(_TOPIC, own)
