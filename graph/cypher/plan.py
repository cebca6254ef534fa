"""The second of the guards before Cypher of a power user: what the server plans to do.

The kind of a statement alone does not protect: the server calls it a reading to load a file, to
list settings or to end somebody's transaction. So every operator of the plan is looked at.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.cypher.guard import PROCEDURES
from graph.errors import Refused

__all__ = ["check_plan"]

_KINDS = {"rw": "it writes", "w": "it writes", "s": "it is about the server or its schema"}
_OPERATORS = {
    "LoadCSV": "it reads files or addresses from the server's machine",
    "Show": "it tells about the server, and a question is about the graph",
    "Terminate": "it ends other transactions",
    "Transaction": "it commits as it goes, and a question keeps nothing",
    "AdministrationCommand": "it administers the server",
}
_PROCEDURE = re.compile(r"[\w.]+")


def check_plan(kind: str | None, plan: Mapping[str, Any] | None) -> None:
    """Refuse a statement of a *kind* other than ``r``, or with a step that is no reading."""
    for operator, details in _steps(plan or {}):
        for start, why in _OPERATORS.items():
            if operator.startswith(start):
                raise Refused(f"the statement is refused: {why} ({operator})")
        if operator.startswith("ProcedureCall"):
            named = _PROCEDURE.match(details)
            if named is None or named[0] not in PROCEDURES:
                name = named[0] if named else details
                raise Refused(
                    f"the procedure {name} is refused: it is none of those that only read"
                )
    if kind != "r" or not plan:
        why = _KINDS.get(kind or "", "the server does not say that it only reads")
        raise Refused(f"the statement is refused: {why}, and a question only reads")


def _steps(plan: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    waiting = [plan]
    while waiting:
        step = waiting.pop()
        details = str(step.get("args", {}).get("Details", ""))
        yield str(step.get("operatorType", "")).partition("@")[0], details
        waiting += step.get("children", ())
