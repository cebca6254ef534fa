"""Stores that answer free questions in Cypher: what is asked, within which limits, what comes back.

A question only reads. Its text is the power user's own; everything that is of ours and crosses the
seam is in these types.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from graph.errors import Misuse
from graph.store import Store

__all__ = ["Answer", "Limits", "Queryable", "queryable"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one question may take; ``bytes`` counts its rows written as JSON."""

    rows: int = 1_000
    seconds: float = 30.0
    bytes: int = 32 * 2**20

    def __post_init__(self) -> None:
        for name in ("rows", "seconds", "bytes"):
            value = getattr(self, name)
            if not 0 < value < float("inf"):
                raise ValueError(f"{name} must be positive, not {value!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of one question, as values that JSON has; a column's name stands once.

    ``truncated`` says which limit left rows out, if any did.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: Literal["rows", "bytes"] | None
    seconds: float

    @property
    def is_truncated(self) -> bool:
        """Whether there were more rows than are here."""
        return self.truncated is not None


@runtime_checkable
class Queryable(Protocol):
    """A store that power users may ask in Cypher."""

    def cypher(self, text: str, parameters: Mapping[str, Any], limits: Limits) -> Answer:
        """Answer one statement that only reads; nothing it does is kept.

        ``Refused`` where it is more than a reading, ``Misuse`` where it is no Cypher, ``TooMuch``
        where it takes more time or memory than it may.
        """


def queryable(store: Store) -> Queryable:
    """Give a store as one that can be asked in Cypher, or say which kind can."""
    if isinstance(store, Queryable):
        return store
    raise Misuse(
        f"{store.url} is an embedded store, and Cypher is what a Neo4j store understands; "
        "use --store neo4j://HOST:7687 (tieline copy moves what is here)"
    )
