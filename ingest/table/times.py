r"""Times: the ways in which tables write a moment, as SQL that turns millions of them into micros.

Read without being told: ISO 8601 with or without a zone (``2026-03-01T09:30:00Z``, ``2026-03-01
09:30``, ``2026-03-01``, ``2026/03/01``), months in English (``15 Mar 2009``, ``Mar 15, 2009 9:30
PM``, ``Wed Oct 19 20:07:25 +0000 2022``, RFC 2822), numbers since 1970 in seconds, milliseconds,
microseconds or nanoseconds by their size, and ``31/01/2009`` or ``01/31/2009`` where the whole
table leaves no doubt which. Anything else needs the mapping's ``time_format``.

A time of day that a zone skips in spring is read with the offset before the change, one that comes
twice in autumn is the first of the two: the ``fold=0`` of `datetime`. No moment lies before the
year 1000, and numbers below 10**8 (March 1973, in seconds) are not taken for dates unasked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from graph.moments import DAY, micros, moment
from ingest.source import BadRecord
from ingest.table.sql import text

__all__ = [
    "EXPECTED",
    "MACROS",
    "Clock",
    "Layers",
    "date_of",
    "is_slashed",
    "moment_of",
    "shifted",
    "slashed_parts",
]

EXPECTED = "a date such as 2026-03-01T09:30:00Z or 2026-03-01 09:30"

_FIRST = micros(datetime(1000, 1, 1, tzinfo=UTC))
_LAST = micros(datetime(9999, 12, 31, tzinfo=UTC))
_FACTORS = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1, "relative_s": 1_000_000}

_HOUR = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"
_DAY = r"\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2})"
_ISO = rf"{_DAY}(?:(?:[Tt]| +){_HOUR})?"
_ISO_ZONED = rf"{_DAY}(?:[Tt]| +){_HOUR} ?(?:[Zz]|UTC|GMT|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)"
_NUMBER = r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_SLASHED = r"(\d{1,2})[/-](\d{1,2})[/-]\d{4}(?:,? +\d.*)?"
_DOTTED = r"\d{1,2}\.\d{1,2}\.\d{4}(?:,? +\d.*)?"
_WORDS = r"(?:[A-Za-z]{3,9}\.?,? +)?(?:\d{1,2}[ -]+[A-Za-z]{3,9}|[A-Za-z]{3,9} +\d{1,2})[ ,-].*"
_WEEKDAY = r"^(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]*\.?,? +"
_ZONE = (
    r"(:\d\d(?:\.\d+)?(?: ?[AaPp][Mm])?) ?"
    r"(GMT|UTC?|Z|[+-](?:0\d|1[0-4]):?[0-5]\d)(?: \([^)]*\))?( \d{4})?$"
)
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
_MONTHS = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y", "%d-%b-%Y", "%d-%B-%Y")


def _formats(days: Sequence[str], *more: str) -> str:
    formats = [day + hour for day in days for hour in _CLOCKS]
    return "[" + ", ".join(text(one) for one in (*formats, *more)) + "]"


MACROS = rf"""
-- seconds, milliseconds, microseconds or nanoseconds by size
CREATE OR REPLACE TEMP MACRO since_1970(d) AS try_cast(CASE
    WHEN d < 100000000 THEN NULL
    WHEN d < 100000000000 THEN d * 1000000
    WHEN d < 100000000000000 THEN d * 1000
    WHEN d < 100000000000000000 THEN d
    ELSE d::HUGEINT // 1000 END AS BIGINT);
CREATE OR REPLACE TEMP MACRO digits_since_1970(x) AS CASE
    WHEN length(x) BETWEEN 9 AND 11 THEN try_cast(x AS BIGINT) * 1000000
    WHEN length(x) BETWEEN 12 AND 14 THEN try_cast(x AS BIGINT) * 1000
    WHEN length(x) BETWEEN 15 AND 17 THEN try_cast(x AS BIGINT)
    WHEN length(x) BETWEEN 18 AND 20 THEN (try_cast(x AS HUGEINT) // 1000)::BIGINT END;
-- '2026-03-01 09:30:00' and '2026-03-01T09:30:00Z', by far the commonest, without a pattern
CREATE OR REPLACE TEMP MACRO is_usual(x) AS x LIKE '____-__-__ __:__:__'
    OR x LIKE '____-__-__T__:__:__' OR x LIKE '____-__-__T__:__:__Z';
CREATE OR REPLACE TEMP MACRO iso_plain(x) AS replace(replace(upper(x), '/', '-'), ',', '.');
CREATE OR REPLACE TEMP MACRO iso_local(x) AS epoch_us(try_cast(iso_plain(x) AS TIMESTAMP));
CREATE OR REPLACE TEMP MACRO iso_zoned(x) AS epoch_us(try_cast(
    regexp_replace(regexp_replace(iso_plain(x), ' ?(Z|UTC|GMT)$', '+00'), ' ([+-])', '\1')
    AS TIMESTAMPTZ));
-- a date in words or by numbers, without weekday, commas and zone
CREATE OR REPLACE TEMP MACRO unzoned(x) AS regexp_replace(x, {text(_ZONE)}, '\1\3');
CREATE OR REPLACE TEMP MACRO bare_date(x) AS trim(regexp_replace(
    replace(regexp_replace(unzoned(x), {text(_WEEKDAY)}, ''), ',', ' '), ' +', ' ', 'g'));
CREATE OR REPLACE TEMP MACRO zone_of(x) AS regexp_extract(x, {text(_ZONE)}, 2);
CREATE OR REPLACE TEMP MACRO offset_of(z) AS CASE WHEN z[1] IN ('+', '-')
    THEN (z[2:3]::BIGINT * 3600 + right(z, 2)::BIGINT * 60)
        * CASE WHEN z[1] = '-' THEN -1000000 ELSE 1000000 END
    ELSE 0 END;
CREATE OR REPLACE TEMP MACRO spelled(x, formats) AS
    epoch_us(try_strptime(bare_date(x), formats)) - offset_of(zone_of(x));
"""
"""Statements that a connection runs once before any of this module's SQL."""


@dataclass(frozen=True)
class Clock:
    """How a table writes its moments, as far as it is known.

    ``epoch`` is where a relative clock starts (microseconds, UTC); ``day_first`` says how to read
    01/02/2009, None that nobody knows.
    """

    time_format: str | None = None
    epoch: int = 0
    day_first: bool | None = None


Layers = list[dict[str, str]]
"""Columns by name and SQL; each layer names those of the layers before it."""


def moment_of(value: str, type_: str, clock: Clock) -> Layers:
    """Write the SQL that reads the column *value*, of a DuckDB type, as a moment.

    The last layers have ``moment``, in microseconds and NULL where it is unreadable, and
    ``is_local``. Text needs a column ``is_usual`` beside it: the macro of that name.
    """
    layers: Layers = []
    is_local = "false"
    if clock.time_format in _FACTORS:
        number = value if type_ != "VARCHAR" else _number(value)
        factor = _FACTORS[clock.time_format]
        since = f"try_cast({number} AS DECIMAL(28, 6)) * {factor}"
        at = f"{clock.epoch} + try_cast({since} AS BIGINT)"
    elif type_.startswith(("TIMESTAMP", "DATE")):
        at = f"CASE WHEN isfinite({value}) THEN epoch_us({value}) END"
        is_local = "false" if "ZONE" in type_ else "true"
    elif type_ != "VARCHAR":
        layers.append({"time_number": f"try_cast({value} AS DECIMAL(28, 6))"})
        at = "since_1970(time_number)"
    elif clock.time_format is not None:
        is_local = str("%z" not in clock.time_format and "%Z" not in clock.time_format).lower()
        at = f"epoch_us(try_strptime({value}, {text(clock.time_format)}))"
    else:
        usual = f"CASE WHEN is_usual THEN epoch_us(try_cast({value} AS TIMESTAMP)) END"
        layers.append({"usual_moment": usual})
        at, is_local = _any(value, clock.day_first), _is_local(value)
    layers.append({"any_moment": at, "is_local": is_local})
    within = f"any_moment BETWEEN {_FIRST} AND {_LAST}"
    layers.append({"moment": f"CASE WHEN {within} THEN any_moment END"})
    return layers


def _number(value: str) -> str:
    return f"CASE WHEN regexp_full_match({value}, {text(_NUMBER)}) THEN {value} END"


def _any(value: str, day_first: bool | None) -> str:
    days = {True: _formats(["%d/%m/%Y"]), False: _formats(["%m/%d/%Y"])}
    slashed = f"replace({value}, '-', '/')"  # its zone, if any, was written with a minus: refused
    by_day = f"spelled({slashed}, {days[day_first]})" if day_first is not None else "NULL"
    cases = (
        (f"usual_moment % {DAY} = 0 AND {value}[12:13] = '24'", "NULL"),  # hours end at 23
        ("is_usual", "usual_moment"),
        (_matches(value, _ISO), f"iso_local({value})"),
        (_matches(value, _ISO_ZONED), f"iso_zoned({value})"),
        (_matches(value, "[1-9][0-9]*"), f"digits_since_1970({value})"),
        (_matches(value, _NUMBER), f"since_1970(try_cast({value} AS DECIMAL(28, 6)))"),
        (_matches(value, _SLASHED), by_day),
        (_matches(value, _DOTTED), f"spelled({value}, {_formats(['%d.%m.%Y'])})"),
        (
            _matches(value, _WORDS),
            f"spelled({value}, {_formats(_MONTHS, '%b %d %H:%M:%S %Y')})",
        ),
    )
    return "CASE " + " ".join(f"WHEN {test} THEN {at}" for test, at in cases) + " END"


def _is_local(value: str) -> str:
    zoned = f"{_matches(value, _ISO_ZONED)} OR {_matches(value, _NUMBER)} OR zone_of({value}) <> ''"
    return (
        f"CASE WHEN is_usual THEN NOT ends_with({value}, 'Z') WHEN {zoned} THEN false ELSE true END"
    )


def _matches(value: str, pattern: str) -> str:
    return f"regexp_full_match({value}, {text(pattern)})"


def is_slashed(value: str) -> str:
    """SQL: a day and a month by numbers, in an order that only the whole table can tell."""
    return _matches(value, _SLASHED)


def slashed_parts(value: str) -> tuple[str, str]:
    """SQL of the first and the second number of such a date."""
    first, second = (f"regexp_extract({value}, {text(_SLASHED)}, {k})" for k in (1, 2))
    return f"try_cast({first} AS INTEGER)", f"try_cast({second} AS INTEGER)"


def shifted(local: str, zone: tzinfo, low: int, high: int) -> str:
    """SQL that turns local microseconds between *low* and *high* into UTC.

    >>> from zoneinfo import ZoneInfo
    >>> winter = micros(datetime(2026, 1, 1, tzinfo=UTC))
    >>> shifted("m", ZoneInfo("Europe/Warsaw"), winter, winter)
    'm - 3600000000'
    """
    changes = _changes(zone, low, high)

    def branch(first: int, last: int) -> str:
        if first == last:
            return f"{changes[first][1]}"
        middle = (first + last + 1) // 2
        before, after = branch(first, middle - 1), branch(middle, last)
        return f"CASE WHEN {local} < {changes[middle][0]} THEN {before} ELSE {after} END"

    return f"{local} - {branch(0, len(changes) - 1)}"


def _changes(zone: tzinfo, low: int, high: int) -> list[tuple[int, int]]:
    """From which local moment on which offset holds; the first holds from the beginning."""
    changes = [(low, _offset(zone, low))]
    at = low
    while at < high:
        then = min(at + 2 * DAY, high)  # no zone changes twice within two days
        offset = _offset(zone, then)
        if offset != changes[-1][1]:
            before, after = at, then
            while after - before > 1:
                middle = (before + after) // 2
                if _offset(zone, middle) == offset:
                    after = middle
                else:
                    before = middle
            changes.append((after, offset))
        at = then
    return changes


def _offset(zone: tzinfo, local: int) -> int:
    offset = moment(local).replace(tzinfo=zone).utcoffset()
    return (offset or timedelta(0)) // timedelta(microseconds=1)


def date_of(value: str, zone: tzinfo) -> datetime:
    """Read one date of a small table; a BadRecord says what was expected.

    >>> date_of("2026-03-01", UTC).isoformat(), date_of("15 Mar 2009", UTC).isoformat()
    ('2026-03-01T00:00:00+00:00', '2009-03-15T00:00:00+00:00')
    """
    for form in (None, "%d %b %Y", "%d %B %Y", "%d.%m.%Y"):
        try:
            at = _read(value.strip(), form)
        except ValueError:
            continue
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=zone).astimezone(UTC)
    raise BadRecord(f"the date is not readable, expected {EXPECTED}", value)


def _read(value: str, form: str | None) -> datetime:
    return datetime.strptime(value, form) if form else datetime.fromisoformat(value)  # noqa: DTZ007
