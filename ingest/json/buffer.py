"""The part of a JSON text that is being read: its bytes, the marks in them, and how to go on.

Whoever reads says from where on bytes are still needed; all before that is let go.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.json.scan import COMMA, Marks, Scanner
from ingest.json.text import MOST_RECORD, Bytes, Damage, value_of

__all__ = ["Buffer", "Resumed"]

_BLOCK = 2**18
_FIRST_CHECK = 2**18  # bytes of one record, after which it is asked whether it is damaged
_BEGINNING = re.compile(r"[\s,\]}]\s*(?=\{)")
_WINDOW = 2**18  # bytes that are searched at a time for the next whole record
_TRIED = 300  # beginnings in a window
_decode = json.JSONDecoder(strict=False).raw_decode


_TOO_LONG = Damage(f"a record of more than {MOST_RECORD // 2**20} MB")
_ENDED = Damage("the file ends inside a record")


@dataclass(frozen=True, slots=True)
class Resumed:
    """A record does not end; reading goes on at the beginning of another one."""

    damage: Damage
    at: int


class Buffer:
    """Text from a place on, with its marks; ``at`` is the place after the last mark given."""

    def __init__(self, source: Bytes, head: bytes) -> None:
        self.at = 0
        self._source = source
        self._bytes = bytearray()
        self._base = 0
        self._scanner = Scanner()
        self._marks = Marks(np.zeros(0, np.int64), np.zeros(0, np.uint8), np.zeros(0, np.int64))
        self._first = 0  # of the marks that were not given yet
        self._check = _FIRST_CHECK
        self._keys: frozenset[str] = frozenset()
        self._take(head)

    @property
    def end(self) -> int:
        """The place after the last byte read so far."""
        return self._base + len(self._bytes)

    def text(self, start: int, stop: int) -> bytes:
        """The bytes between two places that are still kept."""
        return bytes(self._bytes[max(start - self._base, 0) : max(stop - self._base, 0)])

    def next(self, level: int, needed: int) -> tuple[int, int, int] | None:
        """Give place, byte and level of the next mark that is not deeper; None at the end."""
        while True:
            marks = self._marks
            levels = marks.level[self._first :]
            hit = int(np.argmax(levels <= level)) if len(levels) else 0
            if len(levels) and levels[hit] <= level:
                k = self._first + hit
                self._first = k + 1
                self.at = int(marks.place[k]) + 1
                return int(marks.place[k]), int(marks.byte[k]), int(marks.level[k])
            self._first = len(marks.level)
            keep = needed if self.end - needed < MOST_RECORD else self.end
            if not self._read(keep):
                self.at = self.end
                return None

    def ends(self, level: int, most: int = 0) -> tuple[NDArray[np.int64], bool]:
        """Where the values of an array end, as far as it was read, and whether it is closed."""
        marks = self._marks
        level_of, byte = marks.level[self._first :], marks.byte[self._first :]
        if most:  # a single value: up to its own closing bracket
            hits = np.flatnonzero((level_of == level) & (byte != COMMA))[:1]
            if len(hits):
                self._first += int(hits[0]) + 1
                return marks.place[self._first - 1 : self._first] + 1, True
            self._first = len(marks.level)
            return hits, False
        hits = np.flatnonzero((level_of < level) | ((level_of == level) & (byte == COMMA)))
        closing = np.flatnonzero(level_of[hits] < level)
        if len(closing):
            hits = hits[: closing[0] + 1]
        places = marks.place[self._first + hits]
        self._first = self._first + int(hits[-1]) + 1 if len(hits) else len(marks.level)
        return places, bool(len(closing))

    def grown(self, start: int, level: int) -> Damage | Resumed | None:
        """Read on, keeping what is needed from *start*: None where there was more.

        At the end of the text that is the damage which a record is that begins there; where a
        record does not end as it should, it is where reading goes on.
        """
        size = self.end - start
        if size < _FIRST_CHECK:
            self._check = _FIRST_CHECK
        if size < self._check and self._read(start):
            return None
        is_over = size < self._check
        self._check = max(self._check, size) * 4
        value = value_of(self.text(start, self.end)) if size < MOST_RECORD else _TOO_LONG
        if isinstance(value, Damage) and not value.is_early:
            again = self._resumption_anywhere(start + value.at)
            if again is not None:
                self.restart(again, level)
                return Resumed(value, again)
            return value
        return _ENDED if is_over or not self._read(start) else None

    def learn(self, value: Any) -> None:  # noqa: ANN401
        """Remember what a good record looks like."""
        if isinstance(value, dict) and value:
            self._keys = frozenset(value)

    def restart(self, at: int, level: int) -> None:
        """Go on at a place as if so many brackets were open there."""
        rest = self.text(at, self.end)
        self._scanner = Scanner(level)
        self._bytes, self._base = bytearray(rest), at
        self._marks, self._first = self._scanner.scan(rest, at), 0
        self.at = at
        self._check = _FIRST_CHECK

    def resumption(self, at: int, stop: int) -> int | None:
        """Where between two places another record begins, or None."""
        text = self.text(at, stop).decode("utf-8", "surrogateescape")
        for found in list(_BEGINNING.finditer(text))[:_TRIED]:
            if self._is_record(text, found.end()):
                return at + len(text[: found.end()].encode("utf-8", "surrogateescape"))
        return None

    def _resumption_anywhere(self, at: int) -> int | None:
        while True:
            while self.end - at < _WINDOW and self._read(at):
                pass
            found = self.resumption(at, min(at + _WINDOW, self.end))
            if found is not None:
                return found
            if self.end - at <= _WINDOW:
                return None
            at += _WINDOW // 2

    def _is_record(self, text: str, at: int) -> bool:
        try:
            value, _ = _decode(text, at)
        except (ValueError, RecursionError):
            return False
        if not isinstance(value, dict) or not value:
            return False
        return not self._keys or 2 * len(self._keys & value.keys()) >= len(value)

    def _read(self, needed: int) -> bool:
        """Read another block; what lies before the place *needed* is let go."""
        block = self._source.read(_BLOCK)
        if not block:
            return False
        drop = min(max(needed - self._base, 0), len(self._bytes))
        del self._bytes[:drop]
        self._base += drop
        self._take(block)
        return True

    def _take(self, block: bytes) -> None:
        offset = self.end
        self._bytes += block
        fresh = self._scanner.scan(block, offset)
        kept = self._marks
        if self._first < len(kept.level):
            old = slice(self._first, None)
            fresh = Marks(
                np.append(kept.place[old], fresh.place),
                np.append(kept.byte[old], fresh.byte),
                np.append(kept.level[old], fresh.level),
            )
        self._marks, self._first = fresh, 0
