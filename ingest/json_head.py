"""The beginning of a JSON file, as far as its first bytes tell: enough to say whose it is.

The first value is read even where the first bytes end in the middle of it: what is open there is
closed after its last whole member.
"""

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ingest.json_scan import COMMA, OPENING, Scanner
from ingest.json_text import Damage, as_utf8, value_of
from ingest.source import File

__all__ = ["Head", "json_head"]

_SCRIPT = re.compile(rb"\s*(?:(?:var|let|const)\s+)?([\w.$\"'\[\]]{1,200})\s*=\s*(?=[\[{])")
_BLANK = b" \t\r\n\x1e"
_CLOSER = {ord("{"): b"}", ord("["): b"]"}
_MOST = 20


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
    marks = Scanner().scan(text, 0)
    closed = (marks.level == 0) & (marks.byte != COMMA)
    closed[0] = False
    if closed.any():
        return value_of(text[: int(marks.place[closed.argmax()]) + 1])
    opened: list[int] = []
    cut, closers = 1, _CLOSER[text[0]]
    for place, byte in zip(marks.place.tolist(), marks.byte.tolist(), strict=True):
        if byte in OPENING:
            opened.append(byte)
            cut, closers = place + 1, b"".join(_CLOSER[one] for one in reversed(opened))
        elif byte == COMMA:
            cut, closers = place, b"".join(_CLOSER[one] for one in reversed(opened))
        elif opened:
            opened.pop()
            cut, closers = place + 1, b"".join(_CLOSER[one] for one in reversed(opened))
    return value_of(text[:cut] + closers)
