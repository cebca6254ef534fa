"""Left out: why a file that no source reads was left out, in words that say what to do.

A file is looked at as far as its first bytes go, in this order: what only explains other
files; empty; a workbook; documentation; pictures, sound and other bytes; pages and
XML; JSON, by its keys; settings; a table, by its columns; else text. Nothing here decides whether a
file is read, and no damage in a file raises: what cannot be told apart is called text or bytes.

Cost: the first 64 kB of the file, or its first line where that is longer (up to 8 MB).
"""

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from graph.errors import EngineError
from ingest.files.survey import Telling
from ingest.files.unpacked import DOCUMENTS
from ingest.json.damage import json_damage
from ingest.json.head import Head, json_head
from ingest.mapping import TableMapping
from ingest.outlook.columns import is_mail
from ingest.people.job_lists import JOBS, is_of_jobs
from ingest.rows.columns import REQUIRED, recognised
from ingest.source import File, Source
from ingest.table.layout import Layout, encoding_of, layout_of

__all__ = ["SORTS", "LeftOut", "left_out"]

SORTS: Mapping[str, str] = MappingProxyType(
    {
        "table": "tables whose columns no source knows (--mapping FILE reads them, --explain "
        "begins one)",
        "json": "JSON of a shape that no source knows",
        "damaged": "JSON that is cut short or damaged",
        "companion": "files that explain others and tell of no contact",
        "documentation": "documentation",
        "settings": "settings",
        "office": "documents and mail files of programs that save as CSV or .eml too",
        "page": "web pages and XML",
        "media": "pictures, sound and film",
        "binary": "neither text nor a kind of bytes that a source knows",
        "text": "text that is neither mail, calendar, JSON nor a table",
        "empty": "empty files",
    }
)
"""The sorts of files that no source reads, and what each is called before its count."""

_DOCUMENTATION = re.compile(
    r"(readme|licen[cs]e|copying|notice|changelog|changes|authors|contributing)", re.IGNORECASE
)
_PROSE = frozenset({".md", ".rst", ".adoc"})
_WORKBOOK = "a workbook of Numbers: export it as .xlsx or CSV"
_PAGE_SAID = (
    "a web page (HTML); where it is an export, ask for JSON instead, as Facebook, Instagram, "
    "Telegram and Rocket.Chat offer, or for the messages that Microsoft Graph gives of Teams"
)
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "media", "a picture (PNG)"),
    (b"\xff\xd8\xff", "media", "a picture (JPEG)"),
    (b"GIF8", "media", "a picture (GIF)"),
    (b"RIFF", "media", "a picture, sound or film (RIFF)"),
    (b"OggS", "media", "sound or film (Ogg)"),
    (b"ID3", "media", "sound (MP3)"),
    (b"%PDF", "office", "a PDF; what it was made from may be exported as CSV"),
    (b"\xd0\xcf\x11\xe0", "office", "an old Office file or Outlook .msg; save it as CSV or .eml"),
    (
        b"!BDN",
        "office",
        (
            "an Outlook data file (.pst, .ost): save its messages as .eml, or import it into "
            "Thunderbird and load its mbox; of Teams load the messages that Microsoft Graph gives"
        ),
    ),
    (b"{\\rtf", "office", "a text document (RTF)"),
    (b"\x28\xb5\x2f\xfd", "binary", "packed by zstd; unpack it first (zstd -d --long=31)"),
    (b"7z\xbc\xaf\x27\x1c", "binary", "packed by 7-Zip; unpack it first"),
    (b"Rar!", "binary", "packed by RAR; unpack it first"),
    (b"\xfd7zXZ", "binary", "packed by xz; unpack it first"),
    (b"BZh", "binary", "packed by bzip2; unpack it first"),
    (b"SQLite format 3", "binary", "a database (SQLite); export its tables as CSV"),
)
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(!doctype html|html|\?xml|svg|[a-z])", re.IGNORECASE)
_HTML = re.compile(rb"<(!doctype html|html|head|body)", re.IGNORECASE)
_SETTING = re.compile(r"\s*(\[[\w.\- ]+\]|[\w.\-]+\s*=.*|[#;!].*)")
_SETTINGS = frozenset({".properties", ".ini", ".toml", ".cfg", ".conf", ".yaml", ".yml"})
_JSON = frozenset({".json", ".jsonl", ".ndjson", ".js"})
_OPENING = re.compile(rb"""\s*(?:[\w.]+\s*=\s*)?(?:\{\s*"|\[\s*["{\[])""")
_DATED = re.compile(r"\W?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")
_DAMAGED = (EngineError, OSError, ValueError, LookupError, RecursionError, csv.Error)
_PAGING = frozenset({"ok", "response_metadata", "paging", "cursor", "next", "total", "count"})
_MOST = 8  # names that are told
_HOW = "say which is what with --mapping FILE; tieline load --explain begins one"
_EVEN = 0.9  # the share of lines of one width that makes a table
_SAID = 60  # characters of a name

_UNDATED = (
    "Outlook's CSV of mail, which says who wrote to whom and not when, so no column is known as "
    "date; save the messages as .eml files, or import them into Thunderbird and load its mbox"
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that no source reads: its name, what sort it is of (``SORTS``), and the reason."""

    path: str
    sort: str
    reason: str


def left_out(file: File, sources: Sequence[Source] = ()) -> LeftOut:
    """Say why a file that none of the *sources* reads is left out.

    >>> from pathlib import Path
    >>> left_out(File(Path("picture"), "logo.png", bytes([137]) + b"PNG")).reason
    'a picture (PNG)'
    >>> left_out(File(Path("page"), "a.html", b"<!DOCTYPE html><p>")).sort
    'page'
    """
    sort, reason = _why(file, sources)
    return LeftOut(file.shown, sort, reason)


def _why(file: File, sources: Sequence[Source]) -> tuple[str, str]:
    if telling := _telling(file, sources):
        what = f"it only explains other files ({telling})"
        with suppress(*_DAMAGED):
            if file.suffix in _JSON and (damage := json_damage(file)):
                return "damaged", f"{what}; {damage}"
        return "companion", what
    for look in (_empty, _packed, _written, _bytes, _page, _json, _settings, _table):
        with suppress(*_DAMAGED):
            if found := look(file):
                return found
    return _text(file)


def _telling(file: File, sources: Sequence[Source]) -> str:
    """The source that hears from this file about others."""
    for source in sources:
        with suppress(*_DAMAGED):
            if not (isinstance(source, Telling) and source.may_tell(file.shown)):
                continue
            if next(iter(source.tells(file)), None) is not None:
                return source.name
    return ""


def _empty(file: File) -> tuple[str, str] | None:
    if not file.head:
        return "empty", "it is empty"
    if not file.head.removeprefix(b"\xef\xbb\xbf").strip(b"\0 \t\r\n"):
        return "empty", "it begins with nothing but blanks"
    return None


def _packed(file: File) -> tuple[str, str] | None:
    if file.suffix not in DOCUMENTS or file.head[:2] != b"PK":
        return None
    if file.suffix == ".numbers":
        return "office", _WORKBOOK
    return "office", f"a document ({file.suffix}); save what it shows as CSV"


def _written(file: File) -> tuple[str, str] | None:
    name = PurePosixPath(file.shown)
    if name.suffix.lower() in _PROSE or _DOCUMENTATION.fullmatch(name.stem):
        return "documentation", "documentation, no data"
    return None


def _bytes(file: File) -> tuple[str, str] | None:
    for magic, sort, reason in _MAGIC:
        if file.head.startswith(magic):
            return sort, reason
    if file.head[4:8] == b"ftyp":
        return "media", "a picture, sound or film (MP4)"
    return ("binary", SORTS["binary"]) if encoding_of(file.head) is None else None


def _page(file: File) -> tuple[str, str] | None:
    if not _PAGE.match(file.head):
        return None
    return "page", _PAGE_SAID if _HTML.search(file.head[:1_000]) else "XML"


def _json(file: File) -> tuple[str, str] | None:
    head = json_head(file)
    known = None if head.value is None else _of_json(head, file)
    if not _is_meant_as_json(file):
        return known
    damage = json_damage(file)
    if damage is None:
        return known
    keys = f" with the keys {_told(list(head.records[0]))}" if any(head.records[:1]) else ""
    return "damaged", f"JSON{keys}, {damage}"


def _is_meant_as_json(file: File) -> bool:
    """Whether it begins as nothing but JSON does: with a quote, or a bracket, in a bracket."""
    return _OPENING.match(file.head.removeprefix(b"\xef\xbb\xbf")) is not None or (
        file.suffix in _JSON and file.head.lstrip()[:1] in (b"{", b"[")
    )


def _settings(file: File) -> tuple[str, str] | None:
    lines = _lines(file)[:20]
    if file.suffix in _SETTINGS or (lines and all(_SETTING.fullmatch(line) for line in lines)):
        return "settings", "settings, no data"
    return None


def _table(file: File) -> tuple[str, str] | None:
    layout = layout_of(file, TableMapping())
    lines = _lines(file)
    is_prose = layout.delimiter == "," and file.suffix != ".csv"
    is_prose &= all(line.count(",") == f"{line} ".count(", ") for line in lines)
    if layout.form != "delimited" or is_prose or lines[0].lstrip().startswith("{"):
        return None
    if layout.has_header and is_of_jobs(layout.names, file.head):
        return "companion", JOBS
    return ("table", _of_table(layout)) if _is_even(layout, lines) else None


def _text(file: File) -> tuple[str, str]:
    lines = _lines(file)
    if file.suffix in _JSON or (lines and lines[0].lstrip().startswith("{")):
        return "json", "it is called JSON, or begins like it, and cannot be read as such"
    if lines and all(len(line.split()) == 1 for line in lines):
        return "text", "a list of single values, one a line"
    if 2 * sum(_DATED.match(line) is not None for line in lines) > len(lines):
        return "text", "text of dated lines, such as a log or a chat saved as text"
    return "text", SORTS["text"]


def _lines(file: File) -> list[str]:
    """The first lines that are not empty."""
    text = file.head.decode(encoding_of(file.head) or "latin-1", errors="replace")
    return [line for line in text.removeprefix("\ufeff").splitlines() if line.strip()][:1_000]


def _of_json(head: Head, file: File) -> tuple[str, str]:
    """What the first value holds, by its keys."""
    named = f"the variable {head.script} of " if head.script else ""
    value: Any = head.value
    if not value:
        return "empty", f"{named}JSON that holds nothing"
    within = {key: one for key, one in head.whole.items() if isinstance(one, list | dict)}
    if within and not any(within.values()) and file.path.stat().st_size <= len(file.head):
        keys = _told(list(within))
        return "empty", f"{named}a page of JSON without records: {keys} holds nothing"
    own = {key: one for key, one in head.whole.items() if key not in _PAGING}
    if own and all(_is_plain_list(one) for one in own.values()):
        keys = _told(list(own))
        return "companion", f"JSON that lists ids or words under {keys}, and tells of no contact"
    if head.records:
        keys = _told(list(head.records[0]))
        with suppress(EngineError, OSError):
            if layout_of(file, TableMapping()).form in ("json", "ndjson"):
                return "json", f"{named}JSON records with the keys {keys}; {_HOW}"
        return "json", f"{named}JSON of a shape no source knows, with the keys {keys}"
    return "json", f"{named}JSON of a shape no source knows: a list of plain values"


def _is_plain_list(value: Any) -> bool:  # noqa: ANN401  # JSON holds anything
    """Whether a value is a list of words or numbers, and not empty."""
    return isinstance(value, list) and bool(value) and not isinstance(value[0], dict | list)


def _is_even(layout: Layout, lines: Sequence[str]) -> bool:
    """Say whether lines are as even as those of a table: prose has blanks and commas, too."""
    if len(layout.names) < 2:
        return False
    body = [line for line in lines if line[:1] not in ("#", "%")]
    if layout.delimiter == " ":
        even = sum(len(line.split()) == len(layout.names) for line in body)
    else:
        even = len(layout.sample) + layout.has_header
        body = body[: even + sum(line.count(layout.delimiter) == 0 for line in body)]
    return even >= _EVEN * len(body)


def _of_table(layout: Layout) -> str:
    if not layout.has_header:
        first = _told(layout.sample[0]) if layout.sample else "none"
        width = len(layout.names)
        few = ", too few for who, whom and the date, which a contact has" if width < 3 else ""
        return f"a table of {width} columns without a header, its first row {first}{few}; {_HOW}"
    if is_mail(layout.names):
        return _UNDATED
    known = recognised(layout.names)
    missing = [{"at": "date"}.get(name, name) for name in REQUIRED if name not in known]
    lacks = f"no column is known as {' or '.join(missing)}; " if missing else ""
    return f"a table with the columns {_told(layout.names)}; {lacks}{_HOW}"


def _told(names: Sequence[Any]) -> str:
    """Give the first names, each cut to a line."""
    shown = [repr(" ".join(str(name).split())[:_SAID]) for name in names[:_MOST]]
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(shown) + more
