"""Feeds: which source brought which interaction, so that a source that stops is seen to stop.

A feed is a channel (email, slack, calendar, ...). Where several sources bring one channel, as two
mail readers do, each of them is a feed of that channel: ``email by mbox``, ``email by eml``. The
name of a source is that of the reader, and of the account where it has one, never that of a file:
a log cut into monthly files is one feed. Interactions that tie nobody count too: a mailbox in
which only newsletters arrive is working.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from algorithms.feeds.coverage import Coverage, coverage
from api.log.history import History

__all__ = ["coverage_of"]


@dataclass(frozen=True)
class _Ways:
    """Every combination of channel and sources in a log, and which one each interaction came."""

    way: NDArray[np.int64]
    channel: list[str]
    sources: list[list[str]]


def coverage_of(history: History, *, as_of: int) -> Coverage:
    """Find when every feed of a log was heard from, as of a moment (microseconds)."""
    first = history.starts[:-1]
    ways = _ways(history.log, first)
    pairs = sorted(
        {(c, s) for c, names in zip(ways.channel, ways.sources, strict=True) for s in names}
    )
    several = {c for c, _ in pairs if sum(other == c for other, _ in pairs) > 1}
    carries = np.zeros((len(ways.channel), len(pairs)), bool)
    for k, (channel, names) in enumerate(zip(ways.channel, ways.sources, strict=True)):
        for name in names:
            carries[k, pairs.index((channel, name))] = True
    return coverage(
        history.at[first],
        way=ways.way,
        feeds=[f"{c} by {s}" if c in several else c for c, s in pairs],
        channels=[c for c, _ in pairs],
        carries=carries,
        way_of_row=ways.way[history.timeline.interaction].astype(np.int32),
        as_of=as_of,
    )


def _ways(log: pa.Table, first: NDArray[np.int64]) -> _Ways:
    channel, channels = _coded(log, "channel", first)
    sources, joined = _coded(log, "sources", first)
    found, way = np.unique(channel * len(joined) + sources, return_inverse=True)
    at = found.tolist()
    return _Ways(
        way=way,
        channel=[channels[k // len(joined)] for k in at],
        sources=[joined[k % len(joined)].split("|") for k in at],
    )


def _coded(
    log: pa.Table, name: str, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], list[str]]:
    """Give the words of a column as numbers at some rows, and the words in order."""
    column = log.column(name).combine_chunks()
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(pc.fill_null(column, ""))
    words = [word or "" for word in column.dictionary.to_pylist()]
    codes = column.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)[rows]
    words = [*words, ""]
    listed = sorted(set(words))
    place = np.array([listed.index(word) for word in words], np.int64)
    return place[codes], listed
