"""Archives of lists, which show no receivers: their files tell each other who wrote what.

A reply in one month answers a message of another. So before anything is read, each mailbox of a
load whose first messages mostly lack To, Cc and Bcc tells the author of every message in it, by
Message-ID; ids are the same in all folders, so the sayings hold everywhere.

Cost: such files are read twice, and an id and an address of each message are kept.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from ingest.message import author, shows_receivers
from ingest.source import File, Reading
from ingest.told import Told

__all__ = ["MOST_AUTHORS", "authors_told", "hides_receivers", "told_author"]

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
