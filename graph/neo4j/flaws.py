"""What a server finds wrong with a power user's statement, said with its place and a hint."""

import contextlib
import re
from collections.abc import Iterator

from neo4j import exceptions

from graph.cypher.place import marked
from graph.cypher.queryable import Limits
from graph.errors import EngineError, Misuse, Refused, TooMuch

__all__ = ["told_of", "too_long"]

_PLACE = re.compile(r"\s*\(line (\d+), column (\d+) \(offset: \d+\)\).*", re.DOTALL)
_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "StackOverFlowError")
_ENDED = ("TransactionTimedOut", "TransactionTerminated", "Terminated")
_FAMILIES = ("Statement", "Procedure", "Request")


@contextlib.contextmanager
def told_of(text: str, limits: Limits) -> Iterator[None]:
    """Say what the server answers about a statement; other errors of the driver pass through."""
    try:
        yield
    except exceptions.Neo4jError as error:
        found = _said(error, text, limits)
        if found is None:
            raise
        raise found from error


def too_long(limits: Limits) -> TooMuch:
    """Say that a question took all the time it had, and how it gets more."""
    return TooMuch(
        f"the question was ended after {limits.seconds:g} seconds, its limit; ask for less, or "
        "allow more (--timeout, timeout_seconds; the server's own: db.transaction.timeout)"
    )


def _said(error: exceptions.Neo4jError, text: str, limits: Limits) -> EngineError | None:
    _, kind, family, title = (*str(error.code or "").split(".", 3), "", "", "", "")[:4]
    if title.startswith(_ENDED):
        return too_long(limits)
    if title in _MEMORY:
        return TooMuch(
            "the question needs more memory than the server gives to one transaction "
            "(db.memory.transaction.max), so it was ended; ask for less"
        )
    if title == "AccessMode":
        return Refused("the statement is refused: it writes, and a question only reads")
    if kind == "ClientError" and family in _FAMILIES:
        return Misuse(_flaw(str(error.message or title), text))
    return None


def _flaw(message: str, text: str) -> str:
    """What is wrong, and where; the server counts a line that was put before the statement."""
    hint = _PLACE.sub("", message).strip()
    place = _PLACE.search(message)
    if place is None:
        return hint
    line, column = max(int(place[1]) - 1, 1), int(place[2])
    shown = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[line - 1 : line]
    for before in "".join(shown)[: column - 1]:
        column -= before > "\uffff"  # which the server counts as two
    return f"{hint}\n{marked(text, line, column)}"
