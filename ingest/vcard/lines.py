r"""The text of a vCard file, cut into cards: versions 2.1, 3.0 and 4.0, one after the other.

A line may be folded: what follows begins with a blank, which versions 3.0 and 4.0 add and 2.1 keeps
as it was; and quoted-printable text goes on after an "=" at the end of its line. Values of 2.1 name
their charset; others are UTF-8, else what Windows wrote. A card that is not closed costs itself
only, a picture of 50 MB is passed over, and memory does not grow with the file.

References
----------
vCard 2.1 (versit, 1996), RFC 2426 (3.0), RFC 6350 (4.0).
"""

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from ingest.mail.charsets import codec_of, read

__all__ = ["Card", "Line", "cards", "components"]

_WANTED = frozenset(
    {
        "FN", "N", "NICKNAME", "EMAIL", "TEL", "ORG", "TITLE", "BDAY", "ANNIVERSARY", "UID", "KIND",
        "X-ABLABEL", "X-ABSHOWAS", "X-ABDATE", "X-ANNIVERSARY", "X-ADDRESSBOOKSERVER-KIND",
        "X-EVOLUTION-ANNIVERSARY",
    }
)  # fmt: skip
_PIECE = 2**16
_MOST_BYTES = 2**16  # of one line, unfolded
_MOST_LINES = 2_000  # of one card that are wanted
_LINE = re.compile(
    rb"(?:([\w-]{1,80})\.)?([A-Za-z][\w-]{0,80})((?:;(?:[^\";:]|\"[^\"]*\")*)*):(.*)", re.DOTALL
)
_PARAMETER = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_OLD = re.compile(rb"VERSION[ \t]*:[ \t]*2", re.IGNORECASE)
_SOFT = re.compile(rb"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]", re.IGNORECASE)
_CHARSET = re.compile(
    r"utf-?(?:8|16)|(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-?|cp)\d{3,4}|koi8-[ru]"
    r"|shift_jis|euc-(?:jp|kr)|iso-2022-jp|gb(?:2312|k|18030)|big5|macintosh",
    re.IGNORECASE,
)
_PARTS = re.compile(r"((?:[^\\;]|\\.?)*)(?:;|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\;,:nN])")


class Line(NamedTuple):
    """One property: ``item1.EMAIL;type=HOME:ann@x.example``; its types are in small letters."""

    group: str
    name: str
    types: frozenset[str]
    parameters: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Card:
    """One card: the line it begins on and its properties; ``problem`` says why it is no good."""

    line: int
    lines: list[Line] = field(default_factory=list)
    problem: str = ""

    def first(self, name: str) -> str:
        """The first value of a name that is not empty, or ""."""
        return next((one.value for one in self.lines if one.name == name and one.value), "")

    def all(self, *names: str) -> list[Line]:
        """Every property of these names, in the order of the card."""
        return [one for one in self.lines if one.name in names]


def components(value: str) -> list[str]:
    r"""Cut a value at its semicolons, and take off what protects those that are meant.

    >>> components("Smith;Ann\\; dear;;Dr.\\, MD")
    ['Smith', 'Ann; dear', '', 'Dr., MD']
    """
    cut = [found[1] for found in _PARTS.finditer(value)]
    if len(cut) > 1 and not value.endswith(";"):
        cut.pop()  # what the end of the text matches once more
    return [_ESCAPED.sub(lambda one: " " if one[1] in "nN" else one[1], part) for part in cut]


def cards(file: BinaryIO) -> Iterator[Card]:
    """Give the cards of a file in its order, lazily; one inside another is passed over."""
    current: Card | None = None
    inside = 0  # of cards in the card, as 2.1 puts an assistant's
    after = b""
    for number, line in _unfolded(file):
        mark = line[:80].strip().upper().replace(b" ", b"")
        if mark == b"BEGIN:VCARD":
            if current is not None and after.startswith(b"AGENT"):
                inside += 1
            else:
                yield from _broken(current, "the next one")
                current, inside = Card(number), 0
        elif mark == b"END:VCARD" and inside:
            inside -= 1
        elif mark == b"END:VCARD" and current is not None:
            yield current
            current = None
        elif current is not None and not inside and len(current.lines) < _MOST_LINES:
            found = _property(line)
            if found is not None:
                current.lines.append(found)
        after = mark
    yield from _broken(current, "the end of the file")


def _broken(card: Card | None, where: str) -> Iterator[Card]:
    if card is not None:
        card.problem = f"has no END:VCARD before {where}"
        yield card


def _property(line: bytes) -> Line | None:
    cut = _LINE.fullmatch(line)
    name = cut[2].upper().decode("ascii", "replace") if cut else ""
    if cut is None or name not in _WANTED:
        return None
    types: set[str] = set()
    parameters: dict[str, str] = {}
    for written in _PARAMETER.findall(cut[3].decode("latin-1")):
        key, is_named, value = written.partition("=")
        key, value = key.strip().upper(), value.replace('"', "").strip()
        if is_named and key != "TYPE":
            parameters.setdefault(key, value)
        else:
            types.update(one.strip().lower() for one in (value if is_named else key).split(","))
    if "quoted-printable" in types:
        parameters["ENCODING"] = "QUOTED-PRINTABLE"
    group = (cut[1] or b"").decode("ascii", "replace").lower()
    return Line(group, name, frozenset(types), parameters, _text(cut[4], parameters))


def _text(value: bytes, parameters: Mapping[str, str]) -> str:
    if parameters.get("ENCODING", "").upper() in ("QUOTED-PRINTABLE", "Q"):
        value = quopri.decodestring(value)
    charset = parameters.get("CHARSET", "")
    return read(value, codec_of(charset) if _CHARSET.fullmatch(charset) else None).strip()


def _unfolded(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Join folded lines; one that is longer than a line may be keeps its beginning."""
    number, started = 0, 0
    parts = bytearray()
    is_old, at_start = False, True
    while piece := file.readline(_PIECE):
        if at_start:
            number += 1
            piece = piece.removeprefix(b"\xef\xbb\xbf") if number == 1 else piece
            if parts[-1:] == b"=" and _SOFT.match(parts):
                del parts[-1:]
                piece = piece.lstrip(b" \t")
            elif parts and piece[:1] in (b" ", b"\t"):
                piece = piece if is_old else piece[1:]
            else:
                if parts:
                    is_old = bool(_OLD.match(parts)) or (is_old and parts[:5].upper() != b"BEGIN")
                    yield started, bytes(parts)
                parts, started = bytearray(), number
        at_start = piece.endswith(b"\n")
        if len(parts) < _MOST_BYTES:
            parts += piece.rstrip(b"\r\n") if at_start else piece
    if parts:
        yield started, bytes(parts)
