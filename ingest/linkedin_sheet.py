"""LinkedIn's CSV files: where their header is, what its columns are in several languages, dates.

Before the header of Connections.csv stand some lines of notes. Columns differ by the year, and
their names by the language; where a connection's columns are called in a language not known here,
the addresses of profiles show which is which. ``15 mars 2009`` is read in eleven languages;
``3/14/24, 3:27 PM`` is American, and numbers without AM or PM are read by the column: one that
somewhere has a first number above twelve has days first.
"""

import codecs
import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from io import StringIO
from pathlib import PurePosixPath
from types import MappingProxyType

from ingest.columns import plain
from ingest.dates import moment_or_none
from ingest.sheet import Sheet
from ingest.source import BadRecord, File

__all__ = ["Dates", "Table", "table_of"]

_MOST_NOTES = 40
_LONGEST = 80
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "first": "firstname vorname prenom nombre nome voornaam imie fornavn fornamn givenname",
        "last": "lastname nachname nom apellidos apellido cognome sobrenome apelido achternaam"
        " nazwisko efternavn etternavn efternamn surname familyname",
        "url": "url profileurl publicurl profilurl urldelprofil urldelperfil urldoperfil",
        "email": "emailaddress email emailadresse adresseemail courriel direcciondecorreo"
        " direcciondecorreoelectronico correoelectronico indirizzoemail enderecodeemail"
        " emailadres adresemail epostadress epostadresse mailadresse",
        "company": "company companyname unternehmen firma entreprise empresa azienda societa"
        " bedrijf organisatie virksomhed foretag bedrift organization organisation currentcompany",
        "position": "position poste cargo posizione qualifica functie stanowisko stilling"
        " befattning jobtitle title puesto currentposition",
        "connected": "connectedon connectedat dateconnected connectiondate verbundenam vernetztam"
        " verknupftam kontaktseit connectele connexionle datedeconnexion relationdepuis"
        " conectadoel fechadeconexion contactodesde collegatoil datadicollegamento conectadoem"
        " datadeconexao dataconexao ligadoem verbondenop geconnecteerdop connectiesinds polaczono"
        " datapolaczenia nawiazanokontakt forbundetden forbindelsesdato anslutenden kontaktsedan",
        "conversation": "conversationid",
        "conversation_title": "conversationtitle",
        "from": "from",
        "sender_url": "senderprofileurl",
        "to": "to",
        "recipient_urls": "recipientprofileurls recipientprofileurl",
        "date": "date",
        "subject": "subject",
        "content": "content",
        "folder": "folder",
        "draft": "ismessagedraft",
        "sent": "sentat",
        "message": "message",
        "direction": "direction",
        "inviter": "inviterprofileurl",
        "invitee": "inviteeprofileurl",
        "headline": "headline",
        "maiden": "maidenname",
        "confirmed": "confirmed",
        "primary": "primary",
        "updated": "updatedon",
        "endorsed": "endorsementdate",
        "skill": "skillname",
        "endorser_first": "endorserfirstname",
        "endorser_last": "endorserlastname",
        "endorser_url": "endorserpublicurl endorserprofileurl endorserpublicprofileurl",
        "endorsee_first": "endorseefirstname",
        "endorsee_last": "endorseelastname",
        "endorsee_url": "endorseepublicurl endorseeprofileurl endorseepublicprofileurl",
        "created": "creationdate",
        "text": "text",
        "status": "status",
        "share": "sharelink",
        "commentary": "sharecommentary",
        "link": "link",
        "type": "type",
        "option": "optiontext",
        "started": "startedon",
        "finished": "finishedon",
        "fullname": "fullname",
    }
)
_FIELDS = {word: field for field, words in _NAMES.items() for word in words.split()}
_SORTS = (
    ("messages", {"conversation", "from", "date", "sender_url"}),
    ("messages", {"conversation", "conversation_title", "from", "date"}),
    ("messages", {"from", "to", "date", "subject", "content", "direction", "folder"}),
    ("invitations", {"inviter", "invitee"}),
    ("connections", {"first", "connected"}),
    ("connections", {"last", "connected"}),
    ("profile", {"first", "last", "headline", "maiden"}),
    ("emails", {"email", "confirmed", "primary", "updated"}),
    ("endorsements", {"endorsed", "skill", "endorser_first"}),
    ("endorsements", {"endorsed", "skill", "endorsee_first"}),
    ("shares", {"date", "share", "commentary"}),
)
_BY_NAME = (  # too common without the name
    ("invitations", {"from", "to", "sent", "direction"}),
    ("recommendations_given", {"first", "last", "text", "created"}),
    ("recommendations_received", {"first", "last", "text", "created"}),
    ("comments", {"date", "link", "message"}),
    ("reactions", {"date", "type", "link"}),
    ("instantreposts", {"date", "link"}),
    ("votes", {"date", "link", "option"}),
    ("positions", {"company", "position", "started", "finished"}),
    ("member_follows", {"date", "status", "fullname"}),
)
_ESCAPED = frozenset({"comments"})  # where a quotation mark in a text follows a backslash
_POSITIONS = {
    7: ("first", "last", "url", "email", "company", "position", "connected"),
    6: ("first", "last", "email", "company", "position", "connected"),
}
_PROFILE = re.compile(r"https?://(?:[a-z]{2,3}\.)?linkedin\.com/in/\S+", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Table:
    """A file of LinkedIn: what it lists, how it is written, and which column is which."""

    sort: str
    sheet: Sheet
    columns: Mapping[str, int]


def table_of(file: File) -> Table | None:
    """Find the header among the first lines; None for what is no file of LinkedIn."""
    text, encoding = _text(file.head)
    stream = StringIO(text, newline="")
    lines = [line for _, line in zip(range(_MOST_NOTES), stream, strict=False)]
    for skip, line in enumerate(lines):
        for delimiter in ",;\t":
            cells = _cells(line, delimiter)
            names = _columns(cells)
            sort = _sort(set(names), PurePosixPath(file.shown).stem)
            if sort:
                escape = "\\" if sort in _ESCAPED else None
                return Table(sort, Sheet(cells, delimiter, encoding, skip, escape), names)
            places = _POSITIONS.get(len(cells), ())
            if "url" in places and skip + 1 < len(lines):
                after = _cells(lines[skip + 1], delimiter)
                if len(after) == len(cells) and _PROFILE.fullmatch(after[2]):
                    if _PROFILE.fullmatch(cells[2]) or not _is_date(after[6]):
                        continue
                    found = {name: k for k, name in enumerate(places)}
                    return Table("connections", Sheet(cells, delimiter, encoding, skip), found)
    return None


def _columns(cells: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for k, cell in enumerate(cells):
        field = _FIELDS.get(_folded(cell))
        if field:
            found.setdefault(field, k)
    return found


def _sort(names: set[str], stem: str) -> str:
    """What a file with these columns lists; a log of other origin has no such columns."""
    if "connected" in names and not names & {"url", "email", "company", "position"}:
        return ""
    called = stem.lower().replace(" ", "_")
    named = [one for one in _BY_NAME if called.startswith(one[0])]
    return next((sort for sort, needed in (*_SORTS, *named) if needed <= names), "")


def _folded(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word[:_LONGEST].replace("\u0142", "l"))
    return plain("".join(one for one in bare if not unicodedata.combining(one)))


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    found = [cell.strip().strip("\ufeff") for cell in cells[:100]]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)


def _text(head: bytes) -> tuple[str, str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace"), "utf-16"
    if b"\0" in head:
        return "", "utf-8-sig"
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head), "utf-8-sig"
    except UnicodeDecodeError:
        return head.decode("latin-1"), "latin-1"


def _is_date(cell: str) -> bool:
    return Dates(()).read(cell, UTC) is not None or bool(_SLASHED.fullmatch(cell))


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
                month = _MONTHS.get(_folded(words[2])) or _MONTHS.get(_folded(words[2])[:3])
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
