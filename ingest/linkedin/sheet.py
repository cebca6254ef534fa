"""LinkedIn's CSV files: where their header is, and what its columns are in several languages.

Before the header of Connections.csv stand some lines of notes. Columns differ by the year, and
their names by the language; where a connection's columns are called in a language not known here,
the addresses of profiles show which is which.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import PurePosixPath
from types import MappingProxyType

from ingest.rows.column_dates import folded, is_date
from ingest.rows.sheet import Sheet, text_and_encoding
from ingest.source import File

__all__ = ["Table", "table_of"]

_MOST_NOTES = 40
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


@dataclass(frozen=True, slots=True)
class Table:
    """A file of LinkedIn: what it lists, how it is written, and which column is which."""

    sort: str
    sheet: Sheet
    columns: Mapping[str, int]


def table_of(file: File) -> Table | None:
    """Find the header among the first lines; None for what is no file of LinkedIn."""
    text, encoding = text_and_encoding(file.head, "latin-1")
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
                    if _PROFILE.fullmatch(cells[2]) or not is_date(after[6]):
                        continue
                    found = {name: k for k, name in enumerate(places)}
                    return Table("connections", Sheet(cells, delimiter, encoding, skip), found)
    return None


def _columns(cells: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for k, cell in enumerate(cells):
        field = _FIELDS.get(folded(cell))
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


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return ()
    found = [cell.strip().strip("\ufeff") for cell in cells[:100]]
    while len(found) > 1 and not found[-1]:
        found.pop()
    return tuple(found)
