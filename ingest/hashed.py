"""What is hashed of an interaction: the text that its key or its content is made of.

    sender US at US kind US channel US duration US thread US in_reply_to US sentiment US topics
    US is_bulk [US sentiment_by US confidence]

joined with the unit separator US (`graph.keys`), with what was heard in the text where it is.
"""

from datetime import timedelta

from graph.keys import digest_of
from graph.model import Interaction

__all__ = ["NO_CONTENT", "content_of", "hashed_text", "length_of", "own_text"]

NO_CONTENT = bytes(8)
"""Of an interaction whose key covers all of it."""

_ONE = (1).to_bytes(8, "little")


def own_text(found: Interaction, at: int) -> str:
    """What is hashed of an interaction without what was heard in its text."""
    return hashed_text(
        found, at, found.sentiment, found.sentiment_by, found.confidence, found.topics
    )


def hashed_text(
    found: Interaction,
    at: int,
    sentiment: float | None,
    by: str | None,
    confidence: float | None,
    topics: tuple[str, ...],
) -> str:
    """The fields of an interaction beside its receivers, as they are hashed."""
    length = None if found.duration is None else length_of(found.duration)
    fixed = (
        f"{found.sender}\x1f{at}\x1f{found.kind}\x1f{found.channel}\x1f{length}\x1f{found.thread}"
        f"\x1f{found.in_reply_to}\x1f{sentiment}\x1f{','.join(topics)}\x1f{found.is_bulk}"
    )
    return fixed if by is None and confidence is None else f"{fixed}\x1f{by}\x1f{confidence}"


def content_of(fixed: str) -> bytes:
    """The hash of what an id may hold differently next time; never 0."""
    low = digest_of(fixed)[:8]
    return low if low != NO_CONTENT else _ONE


def length_of(duration: timedelta) -> int:
    """Give a duration in microseconds."""
    return duration // timedelta(microseconds=1)
