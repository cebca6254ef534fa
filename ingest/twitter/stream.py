"""Streams of API 1.1: what stands between the tweets, and a stream that begins with it.

A notice (a tweet was deleted, many more were not sent, whom the listener follows) tells of no
contact: it is counted and ties nobody. What was deleted was said all the same, as in archives.
"""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ingest.json.head import Head
from ingest.json.pieces import pieces
from ingest.source import File

__all__ = ["after_notice", "is_notice"]

_NOTICES = frozenset(
    """delete scrub_geo limit status_withheld user_withheld disconnect warning friends friends_str
    """.split()  # noqa: SIM905
)
_MOST = 1_000  # notices in a row, of those that the beginning of a file holds


def is_notice(found: dict[str, Any]) -> bool:
    """Say whether a record of a stream is no tweet, but about the stream or its tweets.

    >>> is_notice({"delete": {"status": {"id": 1, "user_id": 2}}}), is_notice({"text": "hi"})
    (True, False)
    """
    return len(found) == 1 and not _NOTICES.isdisjoint(found)


def after_notice(file: File, head: Head) -> Iterator[dict[str, Any]]:
    """Give the first records behind the notices that a stream begins with; none elsewhere."""
    if not is_notice(head.whole):
        return
    found = (piece.value for piece in islice(pieces(io.BytesIO(file.head)), _MOST))
    yield from islice((one for one in found if isinstance(one, dict) and not is_notice(one)), 1)
