"""Dates as platforms write them, one at a time: ISO 8601 in its dialects, numbers, words.

Numbers, as such or as text, are seconds, milliseconds, microseconds or nanoseconds since 1970 by
their size. ``2020-10-22T21:03:23.000+0000``, ``2026-08-01 02:00:00 UTC``, ``Wed Oct 19 20:07:25
+0000 2022``, ``15 Mar 2009`` and ``Tue, 15 Nov 1994 12:45:26 GMT`` are read; months are English.
``31.01.2009 9:30`` and ``31.01.09`` are, for where points are written the day comes first;
``31/01/2009`` is not: nobody knows which number is the day. OData 2 writes
``/Date(1583020800000)/``.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any

from ingest.source import BadRecord

__all__ = ["EXPECTED", "moment_in", "moment_or_none"]

EXPECTED = "expected such as 2026-03-01T09:30:00Z or 1772357400"

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,9})?")
_CLOCK = r"(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?([AaPp])\.?[Mm]\.?)?"
_OFFSET = r"(?: ?(Z|z|UTC|GMT|UT|[+-]\d\d(?::?\d\d)?)(?: ?\([^)]{0,40}\))?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d\d?)[-/.](\d\d?)(?:(?:[Tt]|,? +){_CLOCK}{_OFFSET})?")
_DOTTED = re.compile(
    rf"(\d\d?)\.(\d\d?)\.(\d{{4}}|\d\d)\.?(?:,? +(?:um |kl\.? ?)?{_CLOCK}{_OFFSET})?"
)
_ASCTIME = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? +)?([A-Za-z]{{3}}) +(\d\d?) +{_CLOCK}{_OFFSET} (\d{{4}})"
)
_DAY_MONTH = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? +)?(\d\d?)[ -]([A-Za-z]{{3}})[a-z]*\.?,?[ -](\d{{4}})"
    rf"(?:,?(?: at)? +{_CLOCK}{_OFFSET})?"
)
_MONTH_DAY = re.compile(
    rf"(?:[A-Za-z]{{3,9}},? +)?([A-Za-z]{{3}})[a-z]*\.? +(\d\d?),? +(\d{{4}})"
    rf"(?:,?(?: at)? +{_CLOCK}{_OFFSET})?"
)
_ODATA = re.compile(
    r"\\?/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/"
)  # milliseconds, the offset for show
_SIZES = ((10**11, 1), (10**14, 10**3), (10**17, 10**6), (10**20, 10**9))
_LEAST = 10**8  # seconds: March 1973
_LONGEST = 80


def moment_in(value: Any, zone: tzinfo = UTC) -> datetime:  # noqa: ANN401  # JSON holds anything
    """Read a date; a BadRecord says what was expected.

    >>> moment_in("2020-10-22T21:03:23.000+0000").isoformat()
    '2020-10-22T21:03:23+00:00'
    >>> moment_in(1772357400000).isoformat(), moment_in("1661329438.011539").isoformat()
    ('2026-03-01T09:30:00+00:00', '2022-08-24T08:23:58.011539+00:00')
    >>> moment_in("Wed Oct 19 20:07:25 +0000 2022").isoformat()
    '2022-10-19T20:07:25+00:00'
    """
    found = moment_or_none(value, zone)
    if found is None:
        shown = str(value)[:_LONGEST]
        what = f"date {shown!r} cannot be read" if value not in (None, "") else "has no date"
        raise BadRecord(f"{what}, {EXPECTED}", shown)
    return found


def moment_or_none(value: Any, zone: tzinfo = UTC) -> datetime | None:  # noqa: ANN401
    """Read a date, or give None where there is none that can be read."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        value = repr(value) if isinstance(value, int) and abs(value) < 10**20 else f"{value:.6f}"
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    try:
        return _read(value.strip(), zone)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=4_096)
def _offset(text: str) -> tzinfo | None:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 15 or minutes > 59:
        raise ValueError(text)
    length = timedelta(hours=hours, minutes=minutes)
    return timezone(-length if text[0] == "-" else length)


def _read(text: str, zone: tzinfo) -> datetime | None:
    if _NUMBER.fullmatch(text):
        return _since_1970(text)
    if found := _ISO.fullmatch(text):
        year, month, day, *clock = found.groups()
        return _made(year, int(month), day, clock, zone)
    if found := _ODATA.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(found[1]))
    if found := _DOTTED.fullmatch(text):
        day, month, year, *clock = found.groups()
        if len(year) == 2:
            year = f"{19 if int(year) >= 70 else 20}{year}"
        return _made(year, int(month), day, clock, zone)
    if found := _ASCTIME.fullmatch(text):
        name, day, *clock, year = found.groups()
    elif found := _DAY_MONTH.fullmatch(text):
        day, name, year, *clock = found.groups()
    elif found := _MONTH_DAY.fullmatch(text):
        name, day, year, *clock = found.groups()
    else:
        return None
    number = _MONTHS.get(name.lower())
    return _made(year, number, day, clock, zone) if number else None


def _made(
    year: str, month: int, day: str, clock: list[str | None], zone: tzinfo
) -> datetime | None:
    hour, minute, second, fraction, half, offset = clock
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in "Pp" else 0)
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    at = datetime(
        int(year), month, int(day), hours, int(minute or 0), min(int(second or 0), 59), micro,
        tzinfo=_offset(offset) if offset else zone,
    )  # fmt: skip
    return at.astimezone(UTC) if at.year >= 1000 else None


def _since_1970(text: str) -> datetime | None:
    whole, _, fraction = text.partition(".")
    number = int(whole)
    for most, factor in _SIZES:
        if number < most:
            if number < _LEAST * factor and factor == 1:
                return None
            micro = number * 10**6 // factor
            if factor == 1:
                micro += int(fraction[:6].ljust(6, "0"))
            elif factor == 10**3 and fraction:
                micro += int(fraction[:3].ljust(3, "0"))
            return _EPOCH + timedelta(microseconds=micro)
    return None
