"""The source protocol: recognise a file, read it into batches, refuse records with a reason.

A source never opens a store, never filters by what it finds interesting, never swallows: every
record becomes an interaction, a fact, a merge, or a ``Rejected``. Row-wise sources (mail,
calendars) yield records and let `ingest.batches.gather` make columns of them; table sources hand
over columns that were never rows in Python.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from graph.batch import Batch
from ingest.listening import Listener
from ingest.told import Survey

__all__ = ["HEAD", "BadRecord", "File", "NotAlone", "Reading", "Source"]


HEAD = 65_536
"""How many first bytes of a file are looked at before it is read."""


class BadRecord(ValueError):
    """A record that cannot become an interaction; the message says what was found and expected."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.found = found


class NotAlone(Exception):
    """A part of a file says too little without the rest, or was not cut between two records."""


@dataclass(frozen=True, slots=True)
class File:
    """A readable file: where its (unpacked) bytes are, and the name the user knows it by.

    ``shown`` is like ``export.zip/mail/inbox.mbox``. ``head`` holds the first 64 kB. ``place`` is
    where it truly lies, archives as folders: ``/home/ann/export.zip/mail/inbox.mbox``. A file that
    ``is_whole`` has all its bytes in ``head``, or all of a part. A part is of ``count`` records,
    which ``follows`` so many others, ``begins`` at a byte, after so many ``lines``, and ``ends``
    before another byte; one without a count goes on to the end of the file. ``pieces`` are what
    its source found in it when it was cut.
    """

    path: Path
    shown: str
    head: bytes = b""
    place: str = ""
    is_whole: bool = False
    begins: int = 0
    ends: int = 0
    lines: int = 0
    follows: int = 0
    count: int = 0
    pieces: tuple[Any, ...] = ()

    @property
    def suffix(self) -> str:
        """The last suffix of the name, in lower case, without that of a compression."""
        return _suffix(self.shown)


@lru_cache(maxsize=16)
def _suffix(shown: str) -> str:
    """That of the last file asked about is remembered, for every source asks."""
    name = shown[shown.rfind("/") + 1 :]
    suffixes = [] if name.endswith(".") else [f".{x}" for x in name.lower().lstrip(".").split(".")]
    suffixes = suffixes[1:]
    while suffixes and suffixes[-1] in (".gz", ".zip"):
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source may know besides the file.

    ``clock`` is the moment of loading: what is dated more than a day after it is rejected, calendar
    items excepted, and recurring ones are expanded to one year past it. ``zone`` is for dates
    without one; None means UTC with one warning a file. ``log`` names bare account names.
    ``mapping`` is a path to a table's mapping. ``batch_rows`` bounds a batch, in records.
    ``survey`` is what other files of an export tell about this one. ``listen`` is who hears tone
    and topics in what was written; None leaves texts unread. ``topics_from`` are the kinds of topic
    that are kept (tags, subjects, deals, phrases); None keeps all. ``introduced`` is who parts of
    files have told of by the way in this process, by the place of their file; None tells all again.
    """

    clock: datetime
    zone: tzinfo | None = None
    log: str | None = None
    mapping: Path | None = None
    batch_rows: int = 10_000_000
    max_message_bytes: int = 25 * 2**20
    folder: Path = field(default_factory=Path)  # for temporary files
    survey: Survey = field(default_factory=Survey)
    listen: Listener | None = None
    processes: int | None = None  # that read side by side; None means one for each core
    topics_from: frozenset[str] | None = None
    introduced: dict[str, set[Any]] | None = None

    def introduced_in(self, file: File) -> set[Any]:
        """Who need not be told of again: those that earlier parts of a file have told of here."""
        if self.introduced is None or file.count == 0:
            return set()
        return self.introduced.setdefault(file.place, set())

    def zone_or_utc(self) -> tzinfo:
        """The zone for dates without one."""
        return self.zone or UTC


class Source(Protocol):
    """One kind of file."""

    name: str
    """The word that ``--as`` takes."""

    meaning: str
    """One line for the docs: what it reads."""

    def recognises(self, file: File) -> bool:
        """Say whether the file is of this kind, from its name and first bytes; never raises."""

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read the file into batches, in file order, lazily, without exhausting memory."""
