"""Cursors: where the next page of a list begins, in the very run that this page came from."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from api.computing.run import Run
from graph.errors import Misuse
from graph.moments import DAY, iso

__all__ = ["page"]


def page(
    run: Run, cursor: str | None, limit: int
) -> tuple[int, Callable[[tuple[list[Any], int]], dict[str, Any]]]:
    """Give the offset a cursor stands for, and what closes a page of items and their total."""
    offset = 0 if cursor is None else _offset(run, cursor)

    def close(found: tuple[list[Any], int]) -> dict[str, Any]:
        items, total = found
        after = offset + limit
        return {
            "run": run.name,
            "as_of": iso(run.as_of),
            "half_life_days": run.half_life / DAY,
            "items": items,
            "next": _written(run, after) if after < total else None,
        }

    return offset, close


def _written(run: Run, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{run.name} {offset}".encode()).decode().rstrip("=")


def _offset(run: Run, cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        name, _, offset = text.partition(" ")
        found = int(offset)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise Misuse(f"{cursor!r} is no cursor; take the one that the last page gave") from None
    if name != run.name or found < 0:
        raise Misuse(
            "the cursor belongs to another run, moment or half-life; begin again without it"
        )
    return found
