"""Whom a message answers: archives without To and Cc say it only by naming the parent message.

A list archive (Pipermail's months) shows who wrote and which message was replied to, but not to
whom. There a reply reaches the author of its parent, where the parent stands in the same file;
else, and where nothing is replied to, it reaches nobody. What the files of one load tell each other
about who wrote what (`ingest.mail.archives`) comes first.

Cost: O(1) a message; the memory is bounded, so a parent more than 100,000 messages away is missed.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from graph.batch import Rejected
from ingest.batches.gather import Record
from ingest.mail.message import Letter

__all__ = ["answered"]

_REMEMBERED = 100_000  # authors, by the id of what they wrote
_WAITING = 10_000  # replies that came before their parent


def answered(
    letters: Iterable[tuple[str, Letter | Rejected]],
    told: Callable[[str], str | None] = lambda _parent: None,
) -> Iterator[Record]:
    """Give each letter as a record, in file order but for replies that precede their parent.

    *told* gives the author of a message of any file of the load by its id, or None.
    """
    authors: OrderedDict[str, str] = OrderedDict()
    waiting: OrderedDict[str, list[tuple[str, Letter]]] = OrderedDict()
    held = 0
    for place, letter in letters:
        if isinstance(letter, Rejected):
            yield place, letter
            continue
        own, parent = letter.interaction.id, letter.interaction.in_reply_to
        if own is not None:
            _remember(authors, own, letter.interaction.sender)
        if not letter.is_unaddressed or parent is None:
            yield _record(place, letter)
        elif author := told(parent) or authors.get(parent):
            yield _record(place, letter.answering(author))
        else:
            waiting.setdefault(parent, []).append((place, letter))
            held += 1
        for early, reply in waiting.pop(own, []) if own is not None else []:
            held -= 1
            yield _record(early, reply.answering(letter.interaction.sender))
        if held > _WAITING:
            _, given_up = waiting.popitem(last=False)
            held -= len(given_up)
            yield from (_record(early, reply) for early, reply in given_up)
    for replies in waiting.values():
        yield from (_record(early, reply) for early, reply in replies)


def _remember(authors: OrderedDict[str, str], own: str, author: str) -> None:
    authors[own] = author
    if len(authors) > _REMEMBERED:
        authors.popitem(last=False)


def _record(place: str, letter: Letter) -> Record:
    return place, [letter.interaction, *letter.facts]
