"""The dates that mail carries: a Date header, a Received line, the "From " line of an mbox."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_tz

from ingest.rows.column_dates import month_of

__all__ = ["date_in"]

_MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}  # fmt: skip
# "Thu, 1 Nov 2001 11:19:12 +0100", as nearly all mail writes it; the rest goes the slow way
_USUAL = re.compile(
    r"\s*(?:[A-Za-z]{3},\s*)?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d)"
    r" ([+-])(\d\d)([0-5]\d)"
)
_ZONE = re.compile(
    r"\d[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)?\s*\(?(?:([+-])(\d\d):?([0-5]\d)|([A-Za-z]+))"
)
_TRANSLATED = re.compile(r"\b(\d\d?)\.? (?:de )?([^\W\d]{3,12})\.? (?:de )?(\d{4})\b")
_FAILURES = (ValueError, OverflowError, TypeError, IndexError, KeyError, AttributeError)
_COMMENT = re.compile(r"\([^()]*\)")
# Zones that mail programs wrote and the standard library takes for UTC; ambiguous ones (IST)
# stay UTC, as RFC 5322 asks of a zone nobody knows.
_ZONES = {
    "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1, "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2,
    "SAST": 2, "EEST": 3, "MSK": 3, "MSD": 4, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10,
    "AEDT": 11, "NZST": 12, "NZDT": 13, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3,
}  # fmt: skip


def date_in(text: str, zone: Callable[[], tzinfo]) -> datetime | None:
    """Read a date of mail, or give None; *zone* is asked only where the text names none.

    >>> date_in("Thu Nov  1 11:19:12 2001", lambda: UTC)
    datetime.datetime(2001, 11, 1, 11, 19, 12, tzinfo=datetime.timezone.utc)
    """
    usual = _USUAL.match(text)
    try:
        return _usual(*usual.groups()) if usual else _any(text[:200], zone)
    except _FAILURES:
        english = _in_english(text[:200])
    try:
        return _any(english, zone) if english else None
    except _FAILURES:
        return None


def _in_english(text: str) -> str:
    """The date with its month in English, without the weekday, where a program translated both.

    >>> _in_english("Di, 5 Mär 2024 10:00:00 +0100"), _in_english("5 Foo 2024")
    ('5 Mar 2024 10:00:00 +0100', '')
    """
    found = _TRANSLATED.search(text)
    number = month_of(found[2]) if found else None
    if found is None or number is None or found[2][:3].title() in _MONTHS:
        return ""
    return f"{found[1]} {list(_MONTHS)[number - 1]} {found[3]}{text[found.end() :]}"


def _usual(
    day: str, month: str, year: str, hour: str, minute: str, second: str, *zone: str
) -> datetime:
    local = datetime(
        int(year),
        _MONTHS[month],
        int(day),
        int(hour),
        int(minute),
        min(int(second), 59),
        tzinfo=UTC,
    )
    return local - _offset(*zone)


def _any(text: str, zone: Callable[[], tzinfo]) -> datetime | None:
    parsed = parsedate_tz(_COMMENT.sub(" ", text))
    if parsed is None:
        iso = datetime.fromisoformat(text.strip())
        return (iso if iso.tzinfo else iso.replace(tzinfo=zone())).astimezone(UTC)
    year, month, day, hour, minute, second = parsed[:6]
    if 100 <= year < 1000:  # RFC 5322, 4.5.1: programs that wrote the years since 1900
        year += 1900
    local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    named = _ZONE.search(text)
    if named is None:
        # in UTC at once: what is kept must not depend on how a zone was written
        return local.replace(tzinfo=zone()).astimezone(UTC)
    if named[1]:
        return local - _offset(*named.group(1, 2, 3))
    hours = _ZONES.get(named[4].upper())
    return local - (timedelta(hours=hours) if hours else timedelta(seconds=parsed[9] or 0))


def _offset(sign: str, hours: str, minutes: str) -> timedelta:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset >= timedelta(days=1):
        raise ValueError(offset)
    return -offset if sign == "-" else offset
