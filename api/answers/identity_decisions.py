"""Every decision about who is one person, the latest first, those taken back too."""

from typing import Any

import pyarrow as pa

from api.answers.identity_parts import date_told, decided_by, told
from api.computing.run import Run
from graph.people.decisions import last_decisions, reason_told

__all__ = ["decisions"]


def decisions(
    run: Run, table: pa.Table, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """List the decisions of a store's table, and say of each whether it holds. Also a count.

    What fails although nobody took it back is told by the run's history.
    """
    last = last_decisions(table)
    identities = run.history.identities
    failed = {
        (identities[one.a].as_py(), identities[one.b].as_py()): one.why
        for one in told(run).not_held
    }
    rows = sorted(table.to_pylist(), key=lambda row: (-row["at"], row["a"], row["b"]))
    items = []
    for row in rows[offset : offset + limit]:
        pair = (row["a"], row["b"])
        is_last = row["is_active"] == last[pair]["is_active"]
        why = failed.get(pair, "") if row["is_active"] and is_last else ""
        items.append(
            {
                "a": row["a"],
                "b": row["b"],
                "is_active": row["is_active"],
                "at": date_told(row["at"]),
                "by": decided_by(row),
                "reason": reason_told(row["reason"]),
                "holds": is_last and not why,
                "why_not": why or ("" if is_last else "decided otherwise later"),
            }
        )
    return items, len(rows)
