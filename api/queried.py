"""Free questions in Cypher, as every face gives their answers."""

import threading
from collections.abc import Mapping
from typing import Any

from api.engine import Engine
from api.named import named, named_queries
from graph.cypher.queryable import Limits, queryable
from graph.errors import Busy, Misuse
from graph.neo4j.described import DESCRIBED

__all__ = ["LONGEST_SECONDS", "MOST_ROWS", "described", "listed", "queried"]

MOST_ROWS = 100_000
"""Rows that may be asked for at once."""
LONGEST_SECONDS = 600
"""Seconds that a question may be given."""

_AT_ONCE = threading.BoundedSemaphore(4)  # a server keeps the rest of its threads for other answers


def queried(
    engine: Engine,
    text: str | None,
    parameters: Mapping[str, Any],
    limits: Limits,
    *,
    name: str | None = None,
) -> dict[str, Any]:
    """Answer a statement, or the named query *name*, from the engine's store."""
    if (text is None) == (name is None):
        raise Misuse("ask either a query or the name of one (tieline cypher --named lists them)")
    if name is not None:
        query = named(name)
        text, parameters = query.text, query.filled(parameters)
    store = queryable(engine.store())
    if not _AT_ONCE.acquire(blocking=False):
        raise Busy("too many questions in Cypher at once; ask again in a moment")
    try:
        found = store.cypher(str(text), parameters, limits)
    finally:
        _AT_ONCE.release()
    return {
        "columns": list(found.columns),
        "rows": [list(row) for row in found.rows],
        "truncated": found.is_truncated,
        "truncated_by": found.truncated,
        "seconds": round(found.seconds, 3),
    }


def listed() -> dict[str, Any]:
    """List the named queries."""
    return {
        "items": [
            {
                "name": one.name,
                "question": one.question,
                "read_it": one.read_it,
                "parameters": [
                    {
                        "name": parameter.name,
                        "meaning": parameter.meaning,
                        "default": parameter.default,
                        "is_needed": parameter.is_needed,
                    }
                    for parameter in one.parameters
                ],
                "query": one.text,
            }
            for one in named_queries()
        ]
    }


def described() -> dict[str, Any]:
    """List the published schema, a line for each label, relationship and property."""
    return {
        "items": [
            {"pattern": one.pattern, "property": one.name or None, "meaning": one.meaning}
            for one in DESCRIBED
        ]
    }
