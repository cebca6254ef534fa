"""Listening: what the text of a record adds to it, before the text is dropped.

A source hands over what was written as ``text`` of an interaction. `ingest.batches.gather` asks the
listener of the reading, if there is one, for tones and topics, of many interactions at once, and
keeps the rest as it was.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from graph.model import Interaction

__all__ = ["Heard", "Listener"]


class Heard(NamedTuple):
    """An interaction's tone and topics with what its text adds; a tone that the source gave stays.

    ``by_ear`` says that the tone was heard.
    """

    sentiment: float | None
    sentiment_by: str | None
    confidence: float | None
    topics: tuple[str, ...]
    by_ear: bool


class Listener(Protocol):
    """Adds to an interaction what its text tells: sentiment, sentiment_by, confidence, topics."""

    @property
    def rank(self) -> int:
        """How well it listens, from 1 to 200; what a higher one heard takes its place."""

    def hears(self, channel: str) -> bool:
        """Say whether it wants the texts of a channel; those it does not are not even decoded."""

    def hear(self, found: Sequence[Interaction]) -> Sequence[Heard | None]:
        """Give what there is of each with what its text adds; None where it adds nothing."""
