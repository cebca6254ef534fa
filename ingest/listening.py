"""Listening: what the text of a record adds to it, before the text is dropped.

A source hands over what was written as ``text`` of an interaction. `ingest.gather` lets the
listener of the reading, if there is one, add a tone and topics, and keeps the rest as it was.
"""

from typing import Protocol

from graph.model import Interaction

__all__ = ["Listener"]


class Listener(Protocol):
    """Adds to an interaction what its text tells: sentiment, sentiment_by, confidence, topics."""

    @property
    def rank(self) -> int:
        """How well it listens, from 1 to 200; what a higher one heard takes its place."""

    def hears(self, channel: str) -> bool:
        """Say whether it wants the texts of a channel; those it does not are not even decoded."""

    def listen(self, found: Interaction) -> Interaction:
        """Give the interaction with what its text adds; a tone that the source gave stays."""
