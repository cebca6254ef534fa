"""Google Voice: calls and texts of a Google Takeout (``Voice/Calls/*.html``), in any language.

What a page shows is in the language of the account, what it marks is not: the label ``#placed``,
``#received``, ``#missed``, ``#voicemail``, ``#recorded`` or ``#sms`` stands in an address, and who
exported stands in ``<abbr>`` where others stand in ``<span>``. Calls do not say whose line it is:
that is told by any text beside them, else by --log. In a group a text is to all who are named as
its members. Whoever sends from a number of a few digits is a machine; spam ties nobody.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from graph.batch import Batch, Rejected
from graph.model import Interaction, Kind
from graph.people.identity import canonical, clean
from ingest.accounts import Introduced, Known, reached
from ingest.batches.gather import Record, gather
from ingest.calls.phone_backup import is_machine
from ingest.calls.sides import Side, side
from ingest.dates import moment_in
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["GoogleVoice"]

_MOST = 64 * 2**20  # bytes of a page, which has a hundred texts at most
_PIECE = re.compile(
    r"""<div class="(?P<sort>message|haudio|participants)">"""
    r"""(?P<body>(?:(?!<div class="(?:message|tags)").){0,200000})""",
    re.DOTALL,
)
_WHO = re.compile(
    r"""href="tel:(?P<number>[^"]{0,60})"[^>]{0,100}>\s*"""
    r"""<(?P<mark>span|abbr) class="fn"[^>]{0,200}>(?P<name>[^<]{0,300})"""
)
_WHEN = re.compile(r"""class="(?:dt|published)" title="([^"]{10,40})\"""")
_LASTED = re.compile(
    r"""class="duration" title="PT(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?\""""
)
_LABEL = re.compile(r"""href="[^"]{0,100}/voice#(\w{1,20})\"""")
_WORDS = re.compile(r"""<q>(.*?)</q>|<span class="full-text">(.*?)</span>""", re.DOTALL)
_BREAK, _MARKUP = re.compile(r"<br\s*/?>"), re.compile(r"<[^<>]*>")
_MARKS = (b'class="hChatLog', b'class="haudio"')
_TO = re.compile(r"(?:^|/)([^/]{1,200}?) - [^/]{0,100}\d{4}-\d\d-\d\dT\d\d_\d\d_\d\dZ[^/]*$")
_LINE = "googlevoice.line"
_NO_OWNER = "does not say whose line it is, which a text beside it does: name it with --log"


@dataclass(frozen=True, slots=True)
class _Person:
    """One of those that a page names."""

    number: str
    name: str
    is_own: bool


class GoogleVoice:
    """Reads the pages of calls and texts; each call and each text is one record."""

    name = "googlevoice"
    meaning = "Google Voice: calls, voicemail and texts of a Google Takeout (HTML)"

    def recognises(self, file: File) -> bool:
        """Say whether a page is a call or a conversation."""
        is_page = file.suffix in (".html", ".htm") and any(one in file.head for one in _MARKS)
        return is_page and b'class="tel"' in file.head

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        known = Known(reading.survey.near(file.place), self.tells(file))
        own = known.value(_LINE, "own")
        log = canonical(reading.log) if reading.log and clean(reading.log) else ""
        page = _Page(file.shown, own or log, known)
        yield from gather(page.records(file), self.name, reading)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may tell whose line it is: texts do."""
        return shown.lower().endswith((".html", ".htm")) and _TO.search(shown) is not None

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose line it is, and the numbers of those whom a page names."""
        if not self.recognises(file):
            return
        for found in _WHO.finditer(file.head.decode("utf-8", "replace")):
            one = _person(found)
            identity = _identity(one)
            if one.is_own and identity:
                yield Told(_LINE, "own", identity)
            elif identity and one.name:
                yield Told("googlevoice.number", one.name, identity)


class _Page:
    def __init__(self, shown: str, owner: str, known: Known) -> None:
        self.shown, self.owner, self.known = shown, owner, known
        self._introduced = Introduced()
        self._members: dict[str, Side] = {}

    def records(self, file: File) -> Iterator[Record]:
        """Read one call, or one text after the other; who else takes part is heard first."""
        if file.path.stat().st_size > _MOST:
            reason = f"is larger than any page of Google Voice, expected {_MOST:,} bytes at most"
            yield file.shown, Rejected(file.shown, reason)
            return
        text = file.path.read_text(encoding="utf-8", errors="replace")
        pieces = list(_PIECE.finditer(text))
        for found in pieces:
            self._hear(found["body"])
        labels = set(_LABEL.findall(text))
        listed = (found for found in pieces if found["sort"] != "participants")
        for number, found in enumerate(listed, 1):
            place = f"{file.shown}:{number}"
            try:
                yield place, self._said(found["sort"], found["body"], labels)
            except BadRecord as error:
                yield place, Rejected(place, str(error), error.found)

    def _hear(self, body: str) -> None:
        for found in _WHO.finditer(body):
            one = _person(found)
            if not one.is_own and _identity(one):
                self._members.setdefault(_identity(one), Side(_identity(one), one.name))

    def _said(self, sort: str, body: str, labels: set[str]) -> Said:
        when = _WHEN.search(body)
        if when is None:
            raise BadRecord("has no date, expected title=", body[:80])
        people = [_person(found) for found in _WHO.finditer(body)]
        if sort == "message":
            return self._text(when[1], body, people, labels)
        if not self.owner:
            raise BadRecord(_NO_OWNER)
        return self._call(when[1], body, people, labels)

    def _text(self, when: str, body: str, people: list[_Person], labels: set[str]) -> Said:
        if not people:
            raise BadRecord("names nobody, expected who wrote it", body[:80])
        owner = _identity(people[0]) if people[0].is_own else self.owner
        if not (owner or self.owner):
            raise BadRecord(_NO_OWNER)
        own = Side(owner or self.owner)
        others = list(self._members.values()) or self._named()
        if people[0].is_own:
            return self._interaction(Kind.MESSAGE, when, own, others, body, labels)
        sender = _side(people[0])
        to = [own, *(one for one in others if one.identity != sender.identity)]
        return self._interaction(Kind.MESSAGE, when, sender, to, body, labels)

    def _named(self) -> list[Side]:
        """Whom the name of the file names, where nobody but its owner wrote."""
        found = _TO.search(self.shown)
        name = clean(found[1]) if found else ""
        if not name:
            raise BadRecord("names nobody whom it is to", self.shown[-80:])
        told = self.known.value("googlevoice.number", name)
        if told or not name.startswith("+"):
            return [Side(told or f"account:googlevoice/{name}", name)]
        return [side(name)]

    def _call(self, when: str, body: str, people: list[_Person], labels: set[str]) -> Said:
        if not people:
            raise BadRecord("names nobody, expected who called", body[:80])
        other, own = _side(people[0]), Side(self.owner)
        lasted = _LASTED.search(body)
        length = timedelta(seconds=0)
        if lasted and not labels & {"missed", "voicemail"}:
            hours, minutes, seconds = (int(part or 0) for part in lasted.groups())
            length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        sender, to = (own, other) if "placed" in labels else (other, own)
        is_told = lasted is not None or bool(labels & {"missed", "voicemail"})
        return self._interaction(
            Kind.CALL, when, sender, [to], body, labels, length if is_told else None
        )

    def _interaction(
        self,
        kind: Kind,
        when: str,
        sender: Side,
        to: list[Side],
        body: str,
        labels: set[str],
        length: timedelta | None = None,
    ) -> Said:
        at, is_bot = moment_in(when), is_machine(sender.identity)
        said: Said = [
            Interaction(
                at, kind, "sms" if kind is Kind.MESSAGE else "phone", sender.identity,
                reached(sender.identity, [one.identity for one in to]), duration=length,
                is_bulk=is_bot or "spam" in labels, text=_words(body),
            )
        ]  # fmt: skip
        for one in (sender, *to):
            mark = BOT if is_machine(one.identity) else ""
            said += self._introduced.said(one.identity, at, name=one.name, kind=mark)
        return said


def _person(found: re.Match[str]) -> _Person:
    name = clean(html.unescape(found["name"]))
    has_letters = any(map(str.isalpha, name))
    is_own = found["mark"] == "abbr"
    return _Person(
        html.unescape(found["number"]), name if has_letters and not is_own else "", is_own
    )


def _side(one: _Person) -> Side:
    """Whoever has neither number nor name cannot be told from others who hide theirs."""
    return side(one.number, one.name)


def _identity(one: _Person) -> str:
    try:
        return side(one.number).identity
    except BadRecord:
        return ""


def _words(body: str) -> str | None:
    found = _WORDS.search(body)
    text = _BREAK.sub("\n", (found[1] or found[2] or "") if found else "")
    return html.unescape(_MARKUP.sub("", text)).strip() or None
