"""JSON of any size, piece by piece: the records of arrays, lines, pages and wrapped scripts.

Read alike are an array of records, one record a line, values one after the other, JavaScript that
assigns an array (``window.YTD.tweets.part0 = [...]``), and records inside the arrays of an
object that are named, such as ``messages`` or ``chats.list.messages``. Memory does not grow with
the file, but with its largest record, of which 32 MB are read at most.

Where text is damaged, what came before stays, the damage is one piece with its place, and reading
goes on where the next record begins: at the next object that parses and has keys like those of the
records before. An array that ends early gives what it has.

Cost: O(n) for n bytes; each damage costs another look at the text up to the next whole record.
"""

import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from ingest.json.buffer import Buffer
from ingest.json.scan import COMMA, OPENING
from ingest.json.text import MOST_RECORD, Bytes, Damage, as_utf8, value_of

__all__ = ["Piece", "pieces", "pieces_in"]

_BLANK = b" \t\r\n\x1e\xef\xbb\xbf"
_ASSIGNED = re.compile(rb"\s*(?:(?:var|let|const)\s+)?[\w.$\"'\[\]]{1,200}\s*=\s*")
_ARRAY = ord("[")
_HEAD = 2**16


class Piece(NamedTuple):
    """One value: where it begins, its number, the path of the array it stands in, and what it is.

    ``above`` holds the objects around it, outermost first, with what stood in them before it.
    ``value`` is a `Damage` where the text is none. An object around named arrays is a piece as
    well, after them, without them; it ``is_around`` records, rather than one itself.
    """

    at: int
    number: int
    path: str
    value: Any
    above: tuple[dict[str, Any], ...] = ()
    is_around: bool = False


def pieces(file: BinaryIO, into: Collection[str] = ()) -> Iterator[Piece]:
    r"""Read JSON into pieces; *into* names the arrays inside objects whose records are pieces.

    >>> import io
    >>> text = b'{"team": "T1", "messages": [{"ts": 1}, {"ts": 2}]}'
    >>> [(piece.path, piece.value) for piece in pieces(io.BytesIO(text), ["messages"])]
    [('messages', {'ts': 1}), ('messages', {'ts': 2}), ('', {'team': 'T1'})]
    >>> [piece.value for piece in pieces(io.BytesIO(b'window.YTD.a.part0 = [{"a": 1}, {"a": 2}];'))]
    [{'a': 1}, {'a': 2}]
    """
    return pieces_in(as_utf8(file), into)


def pieces_in(text: Bytes, into: Collection[str] = ()) -> Iterator[Piece]:
    """Read JSON that is UTF-8 into pieces."""
    reading = _Reading(frozenset(into))
    head = text.read(_HEAD)
    found = reading.lines(head, text) if _is_lines(head) else reading.document(head, text)
    for number, (at, path, value, above, is_around) in enumerate(found, 1):
        yield Piece(at, number, path, value, above, is_around)


_Found = tuple[int, str, Any, tuple[dict[str, Any], ...], bool]


def _is_lines(head: bytes) -> bool:
    """Say whether every line is a value: the first one is, and another follows."""
    first, end, rest = head.lstrip(_BLANK).partition(b"\n")
    if not end or first[:1] not in (b"{", b"[") or rest.lstrip(_BLANK)[:1] not in (b"{", b"["):
        return False
    return not isinstance(value_of(first.strip()), Damage)


@dataclass
class _Reading:
    into: frozenset[str]
    is_damaged: bool = False  # of which fragments may follow, that are no damage of their own

    def lines(self, head: bytes, text: Bytes) -> Iterator[_Found]:
        """Read one value a line."""
        at, kept, is_over = 0, head, False
        while not is_over:
            block = text.read(2**18)
            is_over = not block
            lines = (kept + block).split(b"\n")
            kept = b"" if is_over else lines.pop()
            for line in lines:
                if line.strip(_BLANK):
                    yield from self._line(at, line)
                at += len(line) + 1
            if len(kept) > MOST_RECORD:
                yield at, "", _too_long(kept), (), False
                at += len(kept)
                kept = b""

    def _line(self, at: int, line: bytes) -> Iterator[_Found]:
        value = value_of(line.strip(_BLANK))
        if isinstance(value, list) and not self.into:
            yield from ((at, "", one, (), False) for one in value)
        elif isinstance(value, dict) and self.into:
            yield from self._unfolded(at, value, "", ())
        else:
            yield at, "", value, (), False

    def _unfolded(
        self, at: int, value: dict[str, Any], path: str, above: tuple[dict[str, Any], ...]
    ) -> Iterator[_Found]:
        own: dict[str, Any] = {}
        around = (*above, own)
        for key, inner in value.items():
            inside = f"{path}.{key}" if path else key
            if isinstance(inner, dict) and self._leads_into(inside):
                yield from self._unfolded(at, inner, inside, around)
            elif isinstance(inner, list) and self._leads_into(inside):
                for one in inner:
                    if isinstance(one, dict) and self._leads_deeper(inside):
                        yield from self._unfolded(at, one, inside, around)
                    else:
                        yield at, inside, one, around, False
            else:
                own[key] = inner
        yield at, path, own, above, len(own) < len(value)

    def _leads_into(self, path: str) -> bool:
        return path in self.into or self._leads_deeper(path)

    def _leads_deeper(self, path: str) -> bool:
        return any(name.startswith(f"{path}.") for name in self.into)

    def document(self, head: bytes, text: Bytes) -> Iterator[_Found]:
        """Read values one after the other, whatever stands between them."""
        buffer = Buffer(text, head)
        start = 0
        while True:
            mark = buffer.next(0, start)
            if mark is None:
                break
            place, byte, level = mark
            if byte in OPENING and level == 0:
                yield from self._between(start, buffer.text(start, place))
                if byte == _ARRAY:
                    yield from self._elements(buffer, place + 1, 1, "", ())
                elif self.into:
                    yield from self._members(buffer, place + 1, 1, "", ())
                else:
                    yield from self._whole(buffer, place)
            else:
                yield from self._between(start, buffer.text(start, place))
            start = buffer.at
        yield from self._between(start, buffer.text(start, buffer.end))

    def _between(self, at: int, text: bytes) -> Iterator[_Found]:
        """What stands between values is a damage, unless it is nothing or a script's."""
        rest = text.strip(_BLANK + b",;]}")
        if rest and not self.is_damaged and not _ASSIGNED.fullmatch(rest):
            self.is_damaged = True
            shown = rest[:200].decode("utf-8", "replace")
            yield at, "", Damage("text that is no JSON record", shown), (), False

    def _whole(self, buffer: Buffer, start: int) -> Iterator[_Found]:
        """One value at the top, of which the opening bracket has been read."""
        yield from self._elements(buffer, start, 0, "", (), most=1)

    def _elements(
        self,
        buffer: Buffer,
        start: int,
        level: int,
        path: str,
        above: tuple[dict[str, Any], ...],
        most: int = 0,
    ) -> Iterator[_Found]:
        """The values of an array from *start* on, whose commas have this level."""
        if path and self._leads_deeper(path):
            yield from self._objects(buffer, start, level, path, above)
            return
        while True:
            ends, is_closed = buffer.ends(level, most)
            if len(ends):
                again = yield from self._values(buffer, start, ends, path, above, level)
                start = int(ends[-1]) + (not most) if again is None else again
            else:
                grown = buffer.grown(start, level)
                if grown is None:
                    continue
                if isinstance(grown, Damage):
                    yield from self._last(buffer, start, path, above)
                    return
                yield start, path, grown.damage, above, False
                self.is_damaged = True
                start = again = grown.at
            buffer.at = start
            if most or (again is None and is_closed):
                return

    def _values(
        self,
        buffer: Buffer,
        start: int,
        ends: NDArray[np.int64],
        path: str,
        above: tuple[dict[str, Any], ...],
        level: int,
    ) -> Generator[_Found, None, int | None]:
        """Values that end at the given places; gives where to go on after a damage, if there."""
        starts = np.append(start, ends[:-1] + 1).tolist()
        try:
            values = orjson.loads(b"[%b]" % buffer.text(start, int(ends[-1])))
        except orjson.JSONDecodeError:
            values = None
        if values is not None and len(values) == len(ends):
            for at, value in zip(starts, values, strict=True):
                yield at, path, value, above, False
            buffer.learn(values[-1])
            self.is_damaged = False
            return None
        for at, end in zip(starts, ends.tolist(), strict=True):
            text = buffer.text(at, end)
            if not text.strip(_BLANK):
                continue
            value = value_of(text)
            if not (self.is_damaged and _is_fragment(text, value)):
                yield at, path, value, above, False
                self.is_damaged = isinstance(value, Damage)
            if isinstance(value, Damage):
                again = buffer.resumption(at + value.at, end)
                if again is not None:
                    buffer.restart(again, level)
                    return again
            else:
                buffer.learn(value)
        return None

    def _last(
        self, buffer: Buffer, start: int, path: str, above: tuple[dict[str, Any], ...]
    ) -> Iterator[_Found]:
        """What is left of an array that does not end."""
        rest = buffer.text(start, buffer.end).strip(_BLANK)
        buffer.at = buffer.end
        if rest:
            value = value_of(rest)
            if isinstance(value, Damage):
                value = Damage("the file ends inside a record", value.found)
            yield start, path, value, above, False

    def _objects(
        self, buffer: Buffer, start: int, level: int, path: str, above: tuple[dict[str, Any], ...]
    ) -> Iterator[_Found]:
        """The objects of an array that have arrays of their own to be read."""
        while (mark := buffer.next(level, start)) is not None:
            place, byte, at_level = mark
            start = buffer.at
            if at_level < level:
                return
            if byte in OPENING and byte != _ARRAY:
                yield from self._members(buffer, place + 1, level + 1, path, above)
                start = buffer.at

    def _members(
        self, buffer: Buffer, start: int, level: int, path: str, above: tuple[dict[str, Any], ...]
    ) -> Iterator[_Found]:
        """What an object holds: the records of its named arrays, and then the rest of it."""
        own: dict[str, Any] = {}
        around = (*above, own)
        begin, kept, is_around = start, 0, False
        while (mark := buffer.next(level, start)) is not None:
            place, byte, at_level = mark
            if byte in OPENING and at_level == level:
                inside = _key(path, buffer.text(start, place))
                if inside and self._leads_into(inside):
                    is_around = True
                    if byte == _ARRAY:
                        yield from self._elements(buffer, place + 1, level + 1, inside, around)
                    else:
                        yield from self._members(buffer, place + 1, level + 1, inside, around)
                    start = buffer.at
                continue
            if byte != COMMA and at_level == level:
                continue  # the end of a member that is read whole
            member = buffer.text(start, place).strip(_BLANK)
            kept += len(member)
            if member and kept < MOST_RECORD:
                value = value_of(b"{%b}" % member)
                if isinstance(value, dict):
                    own.update(value)
                else:
                    yield start, path, value, above, False
            start = buffer.at
            if at_level < level:
                break
        else:
            yield begin, path, Damage("the file ends inside a record"), above, False
        yield begin, path, own, above, is_around


def _key(path: str, text: bytes) -> str | None:
    """The path of a member whose value begins after *text*."""
    key = value_of(text.strip(_BLANK).removesuffix(b":").strip(_BLANK) or b"null")
    if not isinstance(key, str):
        return None
    return f"{path}.{key}" if path else key


def _is_fragment(text: bytes, value: Any) -> bool:  # noqa: ANN401  # JSON holds anything
    """Say whether this is a member that lost the object around it, rather than a record."""
    return not isinstance(value, dict | list) and text.lstrip(_BLANK)[:1] not in (b"{", b"[")


def _too_long(text: bytes) -> Damage:
    shown = bytes(text[:200]).decode("utf-8", "replace")
    return Damage(f"a record of more than {MOST_RECORD // 2**20} MB", shown)
