"""Backups of a phone by "SMS Backup & Restore": its log of calls, and its texts, as XML.

A text goes from who wrote it to whom; the phone's owner is named with --log. In a text to several
the first part names all of them. What was never sent (drafts, what waits or failed) is refused; who
sends from a word instead of a number, or a number of a few digits, is a machine.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.batch import Rejected
from graph.model import Interaction, Kind
from graph.people.identity import canonical, clean
from ingest.accounts import Introduced, reached
from ingest.batches.gather import Record
from ingest.calls.sides import Side, side
from ingest.dates import moment_in
from ingest.json.records import Said
from ingest.role_addresses import BOT
from ingest.source import BadRecord, File, Reading
from ingest.text.found_in import found_in

__all__ = ["backed_up_calls", "is_backup", "is_machine", "is_texts", "texts"]

_SORTS = {"1": "incoming", "2": "outgoing", "3": "missed", "4": "voicemail", "5": "rejected",
          "6": "blocked"}  # fmt: skip
_CALL = re.compile(r"<call\s([^<>]{1,4000})>")
_VALUE = r"""(?:"[^"]{0,200000}"|'[^']{0,200000}')"""
_TEXT = re.compile(
    rf"<(?P<kind>sms|mms|addr|part)(?P<cells>(?:\s+[\w:.-]{{1,40}}={_VALUE})*)\s*/?>|</(?P<end>mms)>"
)
_ATTRIBUTE = re.compile(rf"([\w:.-]{{1,40}})=({_VALUE})")
_MOST_KEPT, _MOST = 2**20, 100
_RECEIVED, _SENT, _FROM = "1", "2", "137"
_SELF = "insert-address-token"
_NO_OWNER = "a phone's backup does not say whose it is: name the owner with --log"


def is_backup(file: File) -> bool:
    """Say whether a file is a backup of calls."""
    head = file.head[:4096]
    return b"<calls" in head and re.search(rb"<call\s[^<>]{0,2000}duration=", head) is not None


def is_texts(file: File) -> bool:
    """Say whether a file is a backup of texts."""
    head = file.head
    return b"<smses" in head[:4096] and re.search(rb"<[sm]ms\s[^<>]{0,4000}date=", head) is not None


def _cells(written: str) -> dict[str, str]:
    return {name: html.unescape(value[1:-1]) for name, value in _ATTRIBUTE.findall(written)}


def backed_up_calls(file: File) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the calls with their numbers."""
    for number, found in enumerate(found_in(file.path, _CALL, longest=_MOST_KEPT), 1):
        cells = _cells(found[1])
        yield number, {
            "date": cells.get("date", ""), "duration": cells.get("duration", ""),
            "sort": _SORTS.get(cells.get("type", ""), ""), "number": cells.get("number", ""),
            "name": cells.get("contact_name", "").strip("()"),
        }  # fmt: skip


@dataclass
class _Long:
    """A text to several, or with pictures, which comes in parts."""

    cells: dict[str, str]
    texts: list[str] = field(default_factory=list)
    writer: str = ""


def texts(file: File, reading: Reading) -> Iterator[Record]:
    """Read one text at a time."""
    owner = canonical(reading.log) if reading.log and clean(reading.log) else ""
    read, number, long = _Texts(owner), 0, None
    for found in found_in(file.path, _TEXT, longest=_MOST_KEPT):
        kind, cells = found["kind"], _cells(found["cells"] or "")
        if kind in ("addr", "part") and long is not None:
            if kind == "part" and cells.get("ct", "").startswith("text/plain"):
                long.texts.append(cells.get("text", ""))
            elif kind == "addr" and cells.get("type") == _FROM:
                long.writer = cells.get("address", "")
            continue
        place = f"{file.shown}:text {number + 1}"
        if long is not None:
            number, place = number + 1, f"{file.shown}:text {number + 1}"
            yield place, read.said(place, long)
            long = None
        if kind == "mms":
            long = _Long(cells)
        elif kind == "sms":
            number += 1
            place = f"{file.shown}:text {number}"
            cells |= {"msg_box": cells.get("type", "")}
            yield place, read.said(place, _Long(cells, [cells.get("body", "")]))
    if long is not None:
        place = f"{file.shown}:text {number + 1}"
        yield place, read.said(place, long)


class _Texts:
    def __init__(self, owner: str) -> None:
        self.owner = owner
        self._introduced = Introduced()

    def said(self, place: str, found: _Long) -> Said | Rejected:
        """One text, or why it is none."""
        try:
            return self._text(found)
        except BadRecord as error:
            return Rejected(place, str(error), error.found)

    def _text(self, found: _Long) -> Said:
        at, box = moment_in(found.cells.get("date")), found.cells.get("msg_box", "")
        if box not in (_RECEIVED, _SENT):
            raise BadRecord("is a text that was never sent or received", box)
        if not self.owner:
            raise BadRecord(_NO_OWNER)
        listed = [one for one in found.cells.get("address", "").split("~") if one != _SELF]
        name = found.cells.get("contact_name", "") if len(listed) == 1 else ""
        others = [_other(one, name) for one in listed[:_MOST]]
        if not others:
            raise BadRecord("names nobody, expected address", "")
        sender, to = Side(self.owner), others
        if box == _RECEIVED:
            wrote = found.writer if found.writer not in ("", _SELF) else listed[0]
            sender = _other(wrote, name)
            to = [Side(self.owner), *(one for one in others if one.identity != sender.identity)]
        is_bot = box == _RECEIVED and is_machine(sender.identity)
        said: Said = [
            Interaction(
                at, Kind.MESSAGE, "sms", sender.identity,
                reached(sender.identity, [one.identity for one in to]),
                is_bulk=is_bot, text="\n".join(found.texts) or None,
            )
        ]  # fmt: skip
        kind = BOT if is_bot else ""
        for one in (sender, *to):
            of_machine = kind if one is sender else ""
            if one.name or of_machine:
                said += self._introduced.said(one.identity, at, name=one.name, kind=of_machine)
        return said


def _other(address: str, name: str) -> Side:
    """Whom an address means: a number, or the word that a machine sends from."""
    written = clean(address[:60])
    if written and not any(map(str.isdigit, written)) and "@" not in written:
        return Side(f"account:phone/{written}")
    return side(written, "" if name.startswith("(") else name)


def is_machine(identity: str) -> bool:
    """Say whether a sender is a machine: it has a word for its number, or a few digits."""
    number = identity.removeprefix("account:phone/")
    return number != identity and (not number.isdigit() or len(number) < 7)
