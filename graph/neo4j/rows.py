"""Rows of the log as Neo4j keeps them, and back: one relationship for each receiver reached.

    (:Identity)-[:INTERACTED {...}]->(:Identity)      who was reached
    (:Identity)-[:POSTED]->(:Post {...})              what reached no one in particular

Both bear the same properties, listed by ``PROPERTIES``. They travel as columns: as many lists as
there are properties, each as long as there are rows. What the rest tells is not written: a key
that the id gives, a first revision, the hash of what the key covers.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.batch import INTERACTED, OPTIONAL
from graph.digest import row_hash
from graph.keys import key_of
from graph.model import KINDS, ROLES, STATUSES

__all__ = [
    "CREATE_POSTS",
    "CREATE_ROWS",
    "PROPERTIES",
    "READ",
    "ROWS",
    "columns_of",
    "keys_of",
    "row_hashes",
    "row_keys",
    "rows_of",
    "seconds",
    "signed",
    "size_of",
    "texts_of",
    "told_keys",
    "unsigned",
]

Ints = NDArray[np.int64]
_LONGEST = 1_000  # characters of an id that an index takes
_SPELLED = re.compile("h:[0-9a-f]{32}")  # the id of an interaction whose source has none

ROWS = pa.schema(
    [
        ("record", pa.int64()),
        *(
            (name, INTERACTED.field(name).type)
            for name in ("key_hi", "key_lo", "at", "is_bulk", "revision", "content", *OPTIONAL)
        ),
        ("kind", pa.uint8()),
        ("channel", pa.string()),
        ("sender", pa.int32()),
        ("receiver", pa.int32()),
        ("role", pa.uint8()),
        ("status", pa.uint8()),
        ("sources", pa.string()),
    ]
)
"""Rows with the store's numbers of identities, codes for words, and sources joined by ``|``."""

PROPERTIES = """{
    key: $key[k], id: $id[k], long_id: $long_id[k], seq: $seq,
    at: datetime({epochSeconds: $at_s[k], nanosecond: $at_n[k]}),
    arrived_at: datetime({epochSeconds: $arrived_s, nanosecond: $arrived_n}),
    kind: $kind[k], channel: $channel[k], role: $role[k], status: $status[k], size: $size[k],
    duration: $duration[k], thread: $thread[k], in_reply_to: $in_reply_to[k],
    sentiment: $sentiment[k], sentiment_by: $sentiment_by[k], confidence: $confidence[k],
    heard: $heard[k], topics: $topics[k], sources: $sources[k], is_bulk: $is_bulk[k],
    revision: $revision[k], content: $content[k], hash_hi: $hash_hi[k], hash_lo: $hash_lo[k],
    key_hi: $key_hi[k], key_lo: $key_lo[k]}"""

# Rows come pair by pair, so that both ends are looked up once, and always in the same order.
CREATE_ROWS = f"""
    UNWIND range(0, size($a) - 1) AS p
    MATCH (a:Identity {{key: $a[p]}}) MATCH (b:Identity {{key: $b[p]}})
    UNWIND range($start[p], $start[p + 1] - 1) AS k
    CREATE (a)-[:INTERACTED {PROPERTIES}]->(b)"""
CREATE_POSTS = f"""
    UNWIND range(0, size($a) - 1) AS p
    MATCH (a:Identity {{key: $a[p]}})
    UNWIND range($start[p], $start[p + 1] - 1) AS k
    CREATE (a)-[:POSTED]->(:Post {PROPERTIES})"""

# A list comprehension keeps nulls in their place, where collect() would drop them.
READ = """
    [i IN rows | i.key_hi] AS key_hi, [i IN rows | i.key_lo] AS key_lo,
    [i IN rows | i.at.epochSeconds] AS at_s, [i IN rows | i.at.nanosecond] AS at_n,
    [i IN rows | i.kind] AS kind, [i IN rows | i.channel] AS channel, [i IN rows | i.role] AS role,
    [i IN rows | i.status] AS status, [i IN rows | i.is_bulk] AS is_bulk,
    [i IN rows | i.sources] AS sources, [i IN rows | coalesce(i.revision, 0)] AS revision,
    [i IN rows | coalesce(i.content, 0)] AS content, [i IN rows | i.id] AS id,
    [i IN rows | i.long_id] AS long_id, [i IN rows | i.duration] AS duration,
    [i IN rows | i.thread] AS thread, [i IN rows | i.in_reply_to] AS in_reply_to,
    [i IN rows | i.sentiment] AS sentiment, [i IN rows | i.sentiment_by] AS sentiment_by,
    [i IN rows | i.confidence] AS confidence, [i IN rows | i.heard] AS heard,
    [i IN rows | i.topics] AS topics,
    [i IN rows | i.size] AS size"""


def columns_of(
    rows: pa.Table, names: pa.Array, size: Ints, *, in_order: bool = False
) -> dict[str, Any]:
    """Write rows as the parameters of ``CREATE_ROWS`` and ``CREATE_POSTS``, pair by pair.

    *names* are the identities by number; *size* is how many others each row's interaction reached.
    With *in_order* the rows stay in theirs.
    """
    sender, receiver = _ints(rows, "sender"), _ints(rows, "receiver")
    if not in_order:
        both = np.minimum(sender, receiver), np.maximum(sender, receiver)
        order = np.lexsort((receiver, sender, both[1], both[0]))
        rows, size = rows.take(pa.array(order)), size[order]
        sender, receiver = sender[order], receiver[order]
    changes = (np.diff(sender, prepend=-2) != 0) | (np.diff(receiver, prepend=-2) != 0)
    start = np.flatnonzero(changes)
    at_s, at_n = seconds(_ints(rows, "at"))
    hi, lo = row_hashes(rows, names)
    key_hi, key_lo = _unsigned(rows, "key_hi"), _unsigned(rows, "key_lo")
    content, revision = _unsigned(rows, "content"), _ints(rows, "revision")
    texts, long = texts_of(rows)
    by_id = keys_of(texts, long)
    is_odd = (by_id[0] != key_hi) | (by_id[1] != key_lo)
    return {
        "a": names.take(pa.array(sender[start])).to_pylist(),
        "b": names.take(pa.array(np.maximum(receiver[start], 0))).to_pylist(),
        "start": [*start.tolist(), len(rows)],
        "key": row_keys(rows, names, texts),
        "id": texts,
        "long_id": long,
        "at_s": at_s.tolist(),
        "at_n": at_n.tolist(),
        "size": size.tolist(),
        "key_hi": _only(signed(key_hi), is_odd),
        "key_lo": _only(signed(key_lo), is_odd),
        "content": _only(signed(content), content != 0),
        "revision": _only(revision.tolist(), revision != 0),
        "hash_hi": _only(signed(hi), content != 0),
        "hash_lo": _only(signed(lo), content != 0),
        "kind": _words(_ints(rows, "kind"), KINDS),
        "role": _words(_ints(rows, "role"), ROLES),
        "status": _words(_ints(rows, "status"), STATUSES),
        "sources": _split(rows.column("sources").to_pylist()),
        **{
            name: rows.column(name).to_pylist()
            for name in ("channel", "is_bulk", "duration", "thread", "in_reply_to", "sentiment",
                         "topics", "sentiment_by", "confidence", "heard")
        },
    }  # fmt: skip


def rows_of(found: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Read rows from the columns of a query that returned ``READ`` and both ends by number."""
    at = np.array(found["at_s"], np.int64) * 1_000_000 + np.array(found["at_n"], np.int64) // 1000
    key_hi, key_lo = told_keys(found)
    own = key_texts(key_hi, key_lo)
    ids = [
        None if text == by_key else long or text
        for text, long, by_key in zip(found["id"], found["long_id"], own, strict=True)
    ]
    columns = {
        "record": np.full(len(at), -1, np.int64),
        "key_hi": key_hi,
        "key_lo": key_lo,
        "at": at,
        "content": unsigned(found["content"]),
        "id": ids,
        "kind": _codes(found["kind"], KINDS),
        "role": _codes(found["role"], ROLES),
        "status": _codes(found["status"], STATUSES),
        "sources": ["|".join(sorted(names)) for names in found["sources"]],
        **{
            name: found[name]
            for name in ("channel", "sender", "receiver", "is_bulk", "revision", "duration",
                         "thread", "in_reply_to", "sentiment", "topics", "sentiment_by",
                         "confidence", "heard")
        },
    }  # fmt: skip
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in ROWS})


def texts_of(rows: pa.Table) -> tuple[list[str], list[str | None]]:
    """Give the id of each row as it is indexed, and in full where that is too long for an index."""
    own = key_texts(_unsigned(rows, "key_hi"), _unsigned(rows, "key_lo"))
    ids = rows.column("id").to_pylist()
    texts = [
        (one if len(one) <= _LONGEST else f"{one[:_LONGEST]}...{by_key}") if one else by_key
        for one, by_key in zip(ids, own, strict=True)
    ]
    return texts, [one if one and len(one) > _LONGEST else None for one in ids]


def told_keys(
    found: Mapping[str, Sequence[Any]],
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Read the keys of interactions: as they were written, or as their ids give them."""
    key_hi, key_lo = keys_of(found["id"], found["long_id"])
    for half, name in ((key_hi, "key_hi"), (key_lo, "key_lo")):
        told = [(k, value) for k, value in enumerate(found[name]) if value is not None]
        if told:
            place, values = zip(*told, strict=True)
            half[list(place)] = unsigned(values)
    return key_hi, key_lo


def keys_of(
    ids: Sequence[str], long_ids: Sequence[str | None]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Give the keys that ids stand for: what one spells out, else the MD5 of its text.

    >>> keys_of(["h:00000000000000010000000000000002", "<a@x.example>"], [None, None])
    (array([                   1, 14831339647516224631], dtype=uint64),
     array([                   2, 13153558554022146392], dtype=uint64))
    """
    halves = [
        (int(text[2:18], 16), int(text[18:], 16))
        if _SPELLED.fullmatch(text)
        else key_of(long or text)
        for text, long in zip(ids, long_ids, strict=True)
    ]
    both = np.array(halves, np.uint64).reshape(-1, 2)
    return both[:, 0].copy(), both[:, 1].copy()


def row_keys(rows: pa.Table, names: pa.Array, texts: Sequence[str]) -> list[str]:
    """Give the key of each row: its interaction's id and whom it reached."""
    receiver = rows.column("receiver").to_pylist()
    every = names.to_pylist()
    return [
        f"{text} # {every[who] if who >= 0 else ''}"
        for text, who in zip(texts, receiver, strict=True)
    ]


def row_hashes(
    rows: pa.Table, names: pa.Array
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:  # fmt: skip
    """Give each row's hash (`graph.digest`): its key, where that covers all of it."""
    hi, lo = _unsigned(rows, "key_hi").copy(), _unsigned(rows, "key_lo").copy()
    odd = np.flatnonzero(_unsigned(rows, "content") != 0)
    if len(odd):
        some = rows.take(pa.array(odd)).to_pydict()
        for place, k in enumerate(odd.tolist()):
            who = some["receiver"][place]
            hi[k], lo[k] = row_hash(
                some["key_hi"][place], some["key_lo"][place],
                names[who].as_py() if who >= 0 else None,
                some["role"][place], some["status"][place], some["revision"][place],
                some["content"][place], some["sources"][place],
            )  # fmt: skip
    return hi, lo


def size_of(rows: pa.Table) -> Ints:
    """Count the others that each row's interaction reached, without those who declined."""
    key = np.stack([_unsigned(rows, "key_hi"), _unsigned(rows, "key_lo")])
    _, group = np.unique(key, axis=1, return_inverse=True)
    receiver = _ints(rows, "receiver")
    counts = (receiver >= 0) & (receiver != _ints(rows, "sender"))
    counts &= _ints(rows, "status") != STATUSES.index("declined")
    group = group.reshape(-1)
    return np.bincount(group, counts, minlength=1).astype(np.int64)[group]


def seconds(moments: Ints) -> tuple[Ints, Ints]:
    """Split microseconds since the epoch into whole seconds and nanoseconds."""
    return moments // 1_000_000, moments % 1_000_000 * 1000


def signed(values: NDArray[np.uint64]) -> list[int]:
    """Write 64 bits as the signed integers that Neo4j has."""
    return [int(value) for value in values.view(np.int64).tolist()]


def unsigned(values: Sequence[int]) -> NDArray[np.uint64]:
    """Read 64 bits from signed integers."""
    return np.array(values, np.int64).view(np.uint64)


def key_texts(hi: NDArray[np.uint64], lo: NDArray[np.uint64]) -> list[str]:
    """Write keys as ids, all at once.

    >>> key_texts(np.array([1], np.uint64), np.array([2], np.uint64))
    ['h:00000000000000010000000000000002']
    """
    digits = binascii.hexlify(np.stack([hi, lo], axis=1).astype(">u8").tobytes()).decode()
    return ["h:" + digits[start : start + 32] for start in range(0, len(digits), 32)]


def _codes(words: Sequence[str], coded: Sequence[str]) -> list[int]:
    code = {str(word): k for k, word in enumerate(coded)}
    return [code[word] for word in words]


def _words(codes: Ints, coded: Sequence[Enum]) -> list[str]:
    words = [str(word.value) for word in coded]
    return [words[code] for code in codes.tolist()]


def _split(texts: Sequence[str]) -> list[list[str]]:
    parts = {text: text.split("|") for text in set(texts)}
    return [parts[text] for text in texts]


def _ints(rows: pa.Table, name: str) -> Ints:
    return np.asarray(rows.column(name).to_numpy(), np.int64)


def _unsigned(rows: pa.Table, name: str) -> NDArray[np.uint64]:
    return np.asarray(rows.column(name).to_numpy(), np.uint64)


def _only(values: list[int], wanted: NDArray[np.bool_]) -> list[int | None]:
    told = zip(values, wanted.tolist(), strict=True)
    return [value if is_wanted else None for value, is_wanted in told]
