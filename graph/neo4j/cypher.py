"""Cypher of a power user, read-only: one statement in, rows of plain values out.

Layers, each of which would do alone for most of what must not happen:

1. its words (`graph.cypher.guard`): what says that it writes, administers or reaches elsewhere;
2. the server's plan for it (`graph.cypher.plan`), asked for before it is run;
3. a session that may only read, which the server itself enforces;
4. a transaction that is rolled back, whatever happened in it;
5. limits: time on the server, rows and bytes here, memory by the server's
   ``db.memory.transaction.max``.

The statement is sent as it is, never as a part of a query of ours, with one exception: to have it
planned the word ``EXPLAIN`` and a line end are put before it. They cannot grow together with
anything in it, and nothing in a statement ends before its own beginning; should a server run it all
the same, then by layers 3 to 5.
"""

import json
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Literal

import neo4j

from graph.cypher.guard import check_words
from graph.cypher.plan import check_plan
from graph.cypher.queryable import Answer, Limits
from graph.errors import Misuse
from graph.neo4j.flaws import told_of, too_long
from graph.neo4j.server import Server
from graph.neo4j.values import as_json

__all__ = ["cypher", "guarded"]

_PLANNED = "EXPLAIN\n"
_FETCH = 100  # rows on their way at once: what a limit of bytes may be exceeded by
_GRACE = 3.0  # seconds: a server looks every two for what has run out of time


def cypher(server: Server, text: str, parameters: Mapping[str, Any], limits: Limits) -> Answer:
    """Answer one statement; see `graph.cypher.queryable` for the promises."""
    check_words(text)
    return guarded(server, text, parameters, limits)


def guarded(server: Server, text: str, parameters: Mapping[str, Any], limits: Limits) -> Answer:
    """Answer a statement whose words were looked at: all layers from the plan on.

    Whoever asks gets an answer in time even if the server does not: a parser that ran out of stack,
    a regular expression that has no end. The line is then left to the driver, which gives it up.
    """
    given: Future[Answer] = Future()

    def work() -> None:
        try:
            given.set_result(_answer(server, text, parameters, limits))
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            given.set_exception(error)

    threading.Thread(target=work, name="cypher", daemon=True).start()
    try:
        return given.result(limits.seconds + _GRACE)
    except TimeoutError:
        raise too_long(limits) from None


def _answer(server: Server, text: str, parameters: Mapping[str, Any], limits: Limits) -> Answer:
    begun = time.perf_counter()
    with server.session(reading=True, fetch_size=_FETCH) as session, told_of(text, limits):
        transaction = session.begin_transaction(timeout=limits.seconds)
        try:
            planned = _run(transaction, _PLANNED + text, parameters).consume()
            check_plan(planned.query_type, planned.plan)
            result = _run(transaction, text, parameters)
            columns = tuple(result.keys())
            rows, truncated = _rows(result, limits)
        finally:
            transaction.close()  # rolls back
    return Answer(columns, rows, truncated, time.perf_counter() - begun)


def _run(transaction: neo4j.Transaction, text: str, parameters: Mapping[str, Any]) -> neo4j.Result:
    try:
        return transaction.run(_literal(text), dict(parameters))
    except (TypeError, ValueError, OverflowError) as error:  # nothing was sent
        raise Misuse(f"a parameter cannot be sent: {error}") from error


def _literal(text: str) -> Any:  # noqa: ANN401 - the driver asks for a literal
    """Pass the one text that is not ours: a power user's whole statement."""
    return text


def _rows(
    result: neo4j.Result, limits: Limits
) -> tuple[tuple[tuple[Any, ...], ...], Literal["rows", "bytes"] | None]:
    rows: list[tuple[Any, ...]] = []
    size = 0
    for record in result:
        if len(rows) == limits.rows:
            return tuple(rows), "rows"
        row = tuple(as_json(value) for value in record.values())
        size += len(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace"))
        if size > limits.bytes:
            return tuple(rows), "bytes"
        rows.append(row)
    return tuple(rows), None
