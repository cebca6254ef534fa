"""Which facts hold at a moment: those that have begun, and have not ended.

A source may tell first that something holds, and in a later export that it has ended: a deal that
was lost, or deleted. Both stay in the log. What is told to have ended has ended, whichever of them
came first: the open one of the same subject, name, value and beginning says no more then.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["holding", "without_ended"]

_FIRST, _LAST = -(2**63), 2**63 - 1
_BETWEEN, _SEEN = "\x1f", "seen_name"


def holding(facts: pa.Table, as_of: int) -> pa.Table:
    """Give the facts that hold at a moment (microseconds since 1970); open ends hold always."""
    since = pc.fill_null(facts.column("since"), _FIRST)
    begun = facts.filter(pc.less_equal(since, as_of))
    held = without_ended(begun)
    until = pc.fill_null(held.column("until"), _LAST)
    return held.filter(pc.greater(until, as_of))


def without_ended(facts: pa.Table) -> pa.Table:
    """Give the facts without open ones whose end is told.

    >>> facts = pa.table({"subject": ["org:x"] * 3, "name": ["deal"] * 3,
    ...     "value": ["Renewal", "Renewal", "New"], "since": pa.array([1, 1, 1], pa.int64()),
    ...     "until": pa.array([None, 5, None], pa.int64())})
    >>> without_ended(facts).select(["value", "until"]).to_pylist()
    [{'value': 'Renewal', 'until': 5}, {'value': 'New', 'until': None}]
    """
    is_open = pc.is_null(facts.column("until"))
    is_seen = pc.equal(facts.column("name"), _SEEN)  # whose end is when it was seen last
    ended = facts.filter(pc.invert(pc.or_(is_open, is_seen)))
    if not len(ended):
        return facts
    is_asked = pc.and_(is_open, pc.is_in(facts.column("subject"), ended.column("subject")))
    asked = np.flatnonzero(is_asked.to_numpy())
    is_told = pc.is_in(_keys(facts.take(pa.array(asked))), _keys(ended)).to_numpy()
    stays = np.ones(len(facts), bool)
    stays[asked[is_told]] = False
    return facts.filter(pa.array(stays))


def _keys(facts: pa.Table) -> pa.ChunkedArray:
    """What two statements share that differ in their end only."""
    since = pc.fill_null(facts.column("since").cast(pa.string()), "")
    parts = (facts.column(name).cast(pa.string()) for name in ("subject", "name", "value"))
    return pc.binary_join_element_wise(*parts, since, _BETWEEN)
