"""Moments: the one way between dates and the microseconds that everything is kept in."""

from datetime import UTC, datetime, timedelta

__all__ = ["DAY", "iso", "micros", "moment"]

DAY = 86_400_000_000  # microseconds
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(at: datetime) -> int:
    """Give microseconds since the epoch, exactly.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    passed = at - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def moment(at: int) -> datetime:
    """Give the date of a number of microseconds since the epoch, in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def iso(at: int) -> str:
    """Write a moment as it stands in every answer, microseconds only where there are any.

    >>> iso(0), iso(1)
    ('1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000001Z')
    """
    return moment(at).isoformat().replace("+00:00", "Z")
