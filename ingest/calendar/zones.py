"""Time zones of calendars: by IANA, Windows or Outlook names, or as a file itself defines them."""

import re
import warnings
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from icalendar import Timezone
from icalendar.error import GloballyUniqueTZIDGuessed
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from ingest.work_limit import FAILURES, work_limit

__all__ = ["Zones"]

_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?([0-5]\d))?")
_SHOWN = re.compile(r"\((?:UTC|GMT)[^)]{0,10}\)\s*(.{1,200})")
_DOUBLED = re.compile(r"([A-Za-z]+/[A-Za-z_/]+)-?\d{1,3}")  # of a zone that was imported twice
_PLACES = {
    "eastern time": "America/New_York", "central time": "America/Chicago",
    "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
    "atlantic time": "America/Halifax", "arizona": "America/Phoenix", "alaska": "US/Alaska",
    "hawaii": "Pacific/Honolulu", "newfoundland": "America/St_Johns", "kyiv": "Europe/Kiev",
    "beijing": "Asia/Shanghai", "new delhi": "Asia/Kolkata", "chennai": "Asia/Kolkata",
    "osaka": "Asia/Tokyo", "canberra": "Australia/Sydney", "bern": "Europe/Zurich",
    "abu dhabi": "Asia/Dubai", "st. petersburg": "Europe/Moscow", "brasilia": "America/Sao_Paulo",
    "west central africa": "Africa/Lagos", "coordinated universal time": "Etc/UTC",
    "kamchatka standard time": "Asia/Kamchatka", "mid-atlantic standard time": "Etc/GMT+2",
    "edinburgh": "Europe/London", "islamabad": "Asia/Karachi", "wellington": "Pacific/Auckland",
}  # fmt: skip
_definition: Callable[[bytes], Any] = Timezone.from_ical
_REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"})
_CALLS = 200_000  # a definition that needs more is broken


class Zones:
    """Finds zones by the names of one file."""

    def __init__(self, definitions: Mapping[str, bytes] | None = None) -> None:
        self._definitions = definitions or {}
        self._found: dict[str, tzinfo | None] = {}

    def named(self, name: str) -> tzinfo | None:
        """Give the zone of a TZID, or None where nobody can say what it means.

        >>> Zones().named("W. Europe Standard Time"), Zones().named("/vendor.org/1/Asia/Tokyo")
        (zoneinfo.ZoneInfo(key='Europe/Berlin'), zoneinfo.ZoneInfo(key='Asia/Tokyo'))
        """
        if name not in self._found:
            self._found[name] = self._search(name)
        return self._found[name]

    def _search(self, name: str) -> tzinfo | None:
        plain = name.strip().strip("/")
        if plain.upper() in ("UTC", "Z", "GMT", "ETC/UTC", "TZONE://MICROSOFT/UTC"):
            return UTC
        known = _iana(plain) or _iana(WINDOWS_TO_OLSON.get(plain, ""))
        if known or name in self._definitions:
            return known or _defined(self._definitions[name])
        if shown := _SHOWN.fullmatch(plain):  # as Windows shows its zones to people
            known = _by_places(shown[1])
            if known or ("UTC" in plain[:5] and not _OFFSET.match(plain.lstrip("("))):
                return known or UTC
        if doubled := _DOUBLED.fullmatch(plain):
            return self.named(doubled[1])
        parts = plain.split("/")
        for start in range(1, len(parts)):
            known = _iana("/".join(parts[start:]))
            if known:
                return known
        offset = _OFFSET.search(plain)  # else as they are shown, without an offset before them
        return _fixed(offset[1], offset[2], offset[3] or "0") if offset else _by_places(plain)


def _by_places(text: str) -> tzinfo | None:
    """Give the zone of the first place or country's time that is named, such as Amsterdam."""
    for name in re.split(r"[,/]| and ", text):
        plain = name.partition("(")[0].strip().lower()
        found = _iana(_PLACES.get(plain, "")) or _iana(_cities().get(plain, ""))
        if found:
            return found
    return None


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, str]:
    """The zones by the cities in their names; of several that share one, none."""
    found: dict[str, str] = {}
    for name in sorted(available_timezones()):
        region, slash, city = name.partition("/")
        if slash and region in _REGIONS:
            key = city.rpartition("/")[2].replace("_", " ").lower()
            found[key] = "" if key in found else name
    return found


@lru_cache(maxsize=1_000)
def _iana(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None


def _defined(text: bytes) -> tzinfo | None:
    try:
        with work_limit(_CALLS), warnings.catch_warnings():
            # a definition whose dates name a vendor's zone: the library guesses as we do
            warnings.simplefilter("ignore", GloballyUniqueTZIDGuessed)
            moments, changes = _definition(text).get_transitions()
    except FAILURES:
        return None
    return _Defined(moments, [offset for offset, _, _ in changes]) if moments else None


class _Defined(tzinfo):
    """A zone as a file defines it: the moments (UTC) at which its offset changes."""

    def __init__(self, moments: Sequence[datetime], offsets: Sequence[timedelta]) -> None:
        self._moments = moments
        self._offsets = offsets
        both = list(zip(moments, offsets, [offsets[0], *offsets], strict=False))
        # on the wall: an hour that comes twice is first the old time's, one that is left out too
        self._first = [at + max(old, new) for at, new, old in both]
        self._second = [at + min(old, new) for at, new, old in both]

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """Give the offset at a time on the wall."""
        if dt is None:
            return None
        return self._at(self._second if dt.fold else self._first, dt)

    def fromutc(self, dt: datetime) -> datetime:
        """Give the time on the wall at a moment."""
        return dt + self._at(self._moments, dt)

    def dst(self, dt: datetime | None) -> None:
        """Nobody asks."""

    def tzname(self, dt: datetime | None) -> None:
        """Nobody asks."""

    def _at(self, changes: Sequence[datetime], dt: datetime) -> timedelta:
        return self._offsets[max(bisect_right(changes, dt.replace(tzinfo=None)) - 1, 0)]


def _fixed(sign: str, hours: str, minutes: str) -> tzinfo | None:
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset >= timedelta(days=1):
        return None
    return timezone(-offset if sign == "-" else offset)
