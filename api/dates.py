"""Dates as they are written in questions."""

from datetime import UTC, datetime, tzinfo

from graph.errors import Misuse
from graph.moments import micros

__all__ = ["moment_told"]

_FIRST, _LAST = micros(datetime(1, 1, 1, tzinfo=UTC)), micros(datetime(9999, 12, 31, tzinfo=UTC))


def moment_told(text: str, zone: tzinfo | None) -> int:
    """Read a day, which is its first moment, or a date; one without a zone takes *zone*, else UTC.

    >>> moment_told("1970-01-02", None), moment_told("1970-01-01T01:00:00+01:00", None)
    (86400000000, 0)
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(
            f"{text!r} is no moment; write 2026-03-01, 2026-03-01T09:30:00Z, or now"
        ) from None
    found = micros(at if at.tzinfo else at.replace(tzinfo=zone or UTC))
    if not _FIRST <= found <= _LAST:
        raise Misuse(f"{text!r} lies outside the years 1 to 9999")
    return found
