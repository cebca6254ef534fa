"""Dates of a table's column: months by name in many languages, days or months first.

``15 mars 2009`` is read in eleven languages; ``3/14/24, 3:27 PM`` is American, and numbers without
AM or PM are read by the column: one that somewhere has a first number above twelve has days first.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo

from ingest.dates import moment_or_none
from ingest.rows.columns import plain
from ingest.source import BadRecord

__all__ = ["Dates", "folded", "is_date", "month_of"]

_LONGEST = 80
_MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan gen ene sty january januar janvier enero gennaio janeiro stycznia januari",
            "feb fev fevr lut februar fevrier febrero febbraio fevereiro lutego februari",
            "mar mars marz maart mrt marzo marco marca maerz mrz",
            "apr avr abr kwi avril abril aprile kwietnia",
            "may mai maj maja mayo maggio mag mei maio",
            "jun juin giu cze juni junio giugno junho czerwca",
            "jul juil lug lip juli juillet julio luglio julho lipca",
            "aug aout ago sie august augusti augustus agosto sierpnia",
            "sep sept set wrz september septembre septiembre settembre setembro wrzesnia",
            "oct okt ott out paz oktober octobre octubre ottobre outubro pazdziernika october",
            "nov lis november novembre noviembre novembro listopada",
            "dec dez dic gru december dezember decembre diciembre dicembre grudnia desember des",
        ),
        1,
    )
    for stem in stems.split()
}
_WORDS = re.compile(r"(\d{1,2})\.?(?: de)? ([^\W\d]{3,12})\.?,?(?: de)? (\d{4})")
_SAVED = re.compile(r"(\d{1,2})-([^\W\d]{3,12})\.?-(\d{4}|\d\d)")  # by a spreadsheet program
_SLASHED = re.compile(
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)"
    r"(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ([AaPp])\.?[Mm]\.?)?)?"
)


class Dates:
    """Reads the dates of one column; *cells* show whether days or months come first."""

    def __init__(self, cells: Iterable[str]) -> None:
        first = second = 0
        self.is_american = False
        for cell in cells:
            found = _SLASHED.fullmatch(" ".join(cell.split()))
            if found:
                first, second = max(first, int(found[1])), max(second, int(found[2]))
                is_dotted = "." in found[0][:6]
                first = max(first, 13) if is_dotted else first
                self.is_american |= bool(found[7]) or (len(found[3]) == 2 and not is_dotted)
        self.days_first = first > 12 >= second
        self.months_first = second > 12 >= first or (self.is_american and not self.days_first)

    def moment(self, cell: str, zone: tzinfo) -> datetime:
        """Read a date; a BadRecord says what was expected."""
        found = self.read(cell, zone)
        if found is None:
            what = f"date {cell[:_LONGEST]!r} cannot be read" if cell else "has no date"
            raise BadRecord(
                f"{what}, expected such as 15 Mar 2009 or 2026-03-01 09:30:00 UTC", cell
            )
        return found

    def read(self, cell: str, zone: tzinfo) -> datetime | None:
        """Read a date, or give None."""
        cell = " ".join(cell[:_LONGEST].split())
        try:
            words = _WORDS.fullmatch(cell) or _SAVED.fullmatch(cell)
            if words:
                month = _MONTHS.get(folded(words[2])) or _MONTHS.get(folded(words[2])[:3])
                year = int(words[3]) + (2000 if len(words[3]) == 2 else 0)
                if month:
                    return datetime(year, month, int(words[1]), tzinfo=UTC)
            slashed = _SLASHED.fullmatch(cell)
            if slashed:
                return self._slashed(slashed, zone)
        except (ValueError, OverflowError):
            return None
        return moment_or_none(cell, zone)

    def _slashed(self, found: re.Match[str], zone: tzinfo) -> datetime | None:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if not (self.days_first or self.months_first):
            return None
        day, month = (first, second) if self.days_first else (second, first)
        hour = int(found[4] or 0)
        if found[7]:
            hour = hour % 12 + (12 if found[7] in "Pp" else 0)
        whole = year + 2000 if year < 100 else year
        clock = (hour, int(found[5] or 0), int(found[6] or 0))
        at = datetime(whole, month, day, *clock, tzinfo=zone if found[4] else UTC)
        return at.astimezone(UTC)


def is_date(cell: str) -> bool:
    """Say whether a cell is a date, if only one whose day and month nothing tells apart.

    >>> is_date("15 mars 2009"), is_date("3/4/24"), is_date("Ann")
    (True, True, False)
    """
    return Dates(()).read(cell, UTC) is not None or bool(_SLASHED.fullmatch(cell))


def month_of(word: str) -> int | None:
    """The number of a month by its name or its first letters, in a dozen languages.

    >>> month_of("Mär"), month_of("października"), month_of("Di")
    (3, 10, None)
    """
    return _MONTHS.get(folded(word))


def folded(word: str) -> str:
    """Give a word without accents and capitals, as names of columns and months are compared.

    >>> folded("Prénom"), folded("février")
    ('prenom', 'fevrier')
    """
    bare = unicodedata.normalize("NFKD", word[:_LONGEST].replace("\u0142", "l"))
    return plain("".join(one for one in bare if not unicodedata.combining(one)))
