"""What is hashed of an interaction: the text that its key or its content is made of.

    sender US at US kind US channel US duration US thread US in_reply_to US sentiment US topics
    US is_bulk [US sentiment_by US confidence]

joined with the unit separator US (`graph.keys`), with what was heard in the text where it is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph.keys import SEPARATOR, digest_of

__all__ = ["NO_CONTENT", "content_of", "hashed_texts"]

NO_CONTENT = bytes(8)
"""Of an interaction whose key covers all of it."""

_ONE = (1).to_bytes(8, "little")
_HASHED = (
    "sender", "at", "kind", "channel", "duration", "thread", "in_reply_to", "sentiment", "topics",
    "is_bulk", "sentiment_by", "confidence",
)  # fmt: skip


def hashed_texts(columns: Mapping[str, Sequence[Any]]) -> list[str]:
    """Write what is hashed of each of many interactions, whose fields are columns.

    Moments and durations are in microseconds.
    """
    us = SEPARATOR
    return [
        f"{sender}{us}{at}{us}{kind}{us}{channel}{us}{duration}{us}{thread}{us}{parent}{us}{tone}"
        f"{us}{','.join(topics)}{us}{is_bulk}"
        + ("" if by is None and confidence is None else f"{us}{by}{us}{confidence}")
        for (
            sender, at, kind, channel, duration, thread, parent, tone, topics, is_bulk, by,
            confidence,
        ) in zip(*(columns[name] for name in _HASHED), strict=True)
    ]  # fmt: skip


def content_of(fixed: str) -> bytes:
    """The hash of what an id may hold differently next time; never 0."""
    low = digest_of(fixed)[:8]
    return low if low != NO_CONTENT else _ONE
