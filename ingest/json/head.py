"""The beginning of a JSON file, as far as its first bytes tell: enough to say whose it is.

The first value is read even where the first bytes end in the middle of it: what is open there is
closed after its last whole member.
"""

import codecs
import io
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson

from ingest.json.scan import COMMA, OPENING, Scanner
from ingest.json.text import Damage, as_utf8, value_of
from ingest.source import HEAD, File

__all__ = ["Head", "json_head", "mentions", "whole"]

_SCRIPT = re.compile(rb"\s*(?:(?:var|let|const)\s+)?([\w.$\"'\[\]]{1,200})\s*=\s*(?=[\[{])")
_BLANK = b" \t\r\n\x1e"
_CLOSER = {ord("{"): b"}", ord("["): b"]"}
_MOST = 20
_WHOLE = 65_000  # bytes: a file that is shorter is there as a whole
_ENOUGH = 2**14
_MUCH = 2**23  # bytes, above which values are not all held at once


@dataclass(frozen=True, slots=True)
class Head:
    """The first value of a file, cut where the first bytes end, and the script's variable."""

    value: Any = None
    script: str = ""

    @property
    def records(self) -> list[dict[str, Any]]:
        """The first objects: the value itself, or those of an array."""
        found = self.value if isinstance(self.value, list) else [self.value]
        return [one for one in found[:_MOST] if isinstance(one, dict)]

    @property
    def whole(self) -> dict[str, Any]:
        """The value, where it is an object; else an empty one."""
        return self.value if isinstance(self.value, dict) else {}


def json_head(file: File) -> Head:
    """Read the beginning of a file; of what is no JSON the value is None.

    >>> from pathlib import Path
    >>> json_head(File(Path(), "t.js", b'window.YTD.tweets.part0 = [{"tweet": {"id": "1", "te'))
    Head(value=[{'tweet': {'id': '1'}}], script='window.YTD.tweets.part0')
    """
    return _read(file.head)


def mentions(file: File, *keys: str) -> bool:
    """Say whether one of a few keys may be in the first 16 kB of a file: asked before it is read.

    >>> from pathlib import Path
    >>> mentions(File(Path(), "t.json", b'{"sender": 1}'), "actor", "sender")
    True
    """
    head = file.head[:_ENOUGH]
    if b"\0" in head[:4]:  # in UTF-16, or 32
        return True
    return any(b'"%b"' % key.encode() in head for key in keys)


def whole(file: File) -> Any:  # noqa: ANN401  # JSON holds anything
    """Give the one value that a file is; None where it is not there as a whole, or is not one."""
    if not file.is_whole or len(file.head) > _MUCH:
        return None
    return _remembered(file.head) if len(file.head) < HEAD else _whole(file.head)


def _whole(head: bytes) -> Any:  # noqa: ANN401
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(head.removeprefix(codecs.BOM_UTF8))
    return None


_remembered = lru_cache(maxsize=4)(_whole)


@lru_cache(maxsize=4)
def _read(head: bytes) -> Head:
    text = as_utf8(io.BytesIO(head)).read(len(head) or 1).lstrip(_BLANK)
    found = _SCRIPT.match(text)
    script = found[1].decode("latin-1") if found else ""
    text = text[found.end() :] if found else text
    if text[:1] not in (b"{", b"["):
        return Head(script=script)
    value = _first(text)
    return Head(None if isinstance(value, Damage) else value, script)


def _first(text: bytes) -> Any:  # noqa: ANN401  # JSON holds anything
    """The first value of a text, or as much of it as there is."""
    if len(text) < _WHOLE:
        value = _remembered(text)
        return _closed(text) if value is None else value
    value = _closed(text[:_ENOUGH])
    inside = value.values() if isinstance(value, dict) else [value]
    if any(isinstance(one, list) and len(one) > 1 for one in inside):
        return value
    return _closed(text)


def _closed(text: bytes) -> Any:  # noqa: ANN401
    """The first value, where need be with what is open closed after the last whole member."""
    marks = Scanner().scan(text, 0)
    is_end = (marks.level == 0) & (marks.byte != COMMA)
    is_end[:1] = False
    if is_end.any():
        return value_of(text[: int(marks.place[is_end.argmax()]) + 1])
    opened: list[int] = []
    for byte in marks.byte[marks.byte != COMMA].tolist():
        if byte in OPENING:
            opened.append(byte)
        elif opened:
            opened.pop()
    last = int(marks.place[-1])
    cut = last if marks.byte[-1] == COMMA else last + 1
    return value_of(text[:cut] + b"".join(_CLOSER[one] for one in reversed(opened)))
