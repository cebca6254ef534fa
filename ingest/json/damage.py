"""Where JSON is cut short or damaged, in words that say what to do.

A file is looked at value by value, for many hold one a line. What nearly is JSON (NaN, control
characters in strings) passes, as it does in reading.

Cost: one reading of the file up to 8 MB; of a larger one only the end is looked at, where a
download that broke off ends in the middle of a value.
"""

import io
import json
import re
from pathlib import Path

import orjson

from ingest.json.text import as_utf8
from ingest.source import File

__all__ = ["json_damage"]

_MUCH = 2**23  # bytes
_TAIL = 4_096
_SCRIPT = re.compile(r"\s*(?:(?:var|let|const)\s+)?[\w.$\"'\[\]]{1,200}\s*=\s*(?=[\[{])")
_BLANK = re.compile(r"[\s\x1e;]*")  # RS begins a record of a JSON text sequence, ; ends a script
_DECODER = json.JSONDecoder(strict=False)
_SHOWN = 20  # characters
_TOLD = {
    "expected a string key": 'a name in double quotes (") is expected',
    "expected a JSON value": "a value is expected",
    "invalid literal": "a value is expected",
    "expected a colon": "a colon is expected",
    "expected ',' or '}'": "a comma or a closing } is expected",
    "expected ',' or ']'": "a comma or a closing ] is expected",
    "trailing comma": "a value is expected after the comma",
}


def json_damage(file: File) -> str | None:
    """Say where the JSON of a file is cut short or damaged; None where it is whole.

    >>> torn = b'{"members": ["U1", "U'
    >>> json_damage(File(Path(), "a.json", torn, is_whole=True))
    'cut short: it ends at line 1, column 21, in the middle of a value; export or download it again'
    """
    if not file.is_whole and file.path.stat().st_size > _MUCH:
        return _at_the_end(file.path)
    stream = io.BytesIO(file.head) if file.is_whole else file.path.open("rb")
    with stream:
        text = as_utf8(stream).read(2 * _MUCH).decode("utf-8", "replace")
    return _in(text)


def _in(text: str) -> str | None:
    script = _SCRIPT.match(text)
    place = _after_blank(text, script.end() if script else 0)
    while place < len(text):
        try:
            _, end = _DECODER.raw_decode(text, place)
        except RecursionError:
            return "nested too deep to be read"
        except ValueError:
            return _why(text, place)
        place = _after_blank(text, end)
    return None


def _after_blank(text: str, place: int) -> int:
    found = _BLANK.match(text, place)
    return found.end() if found else place


def _why(text: str, place: int) -> str:
    """Ask the other reader, which says where what stands is none, about the value at a place."""
    try:
        orjson.loads(text[place:].encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        if "end of data" in error.msg:
            return _cut_short(_where(text, len(text.rstrip())))
        at = place + error.pos
        what = error.msg.partition(": line")[0]
        told = next((told for said, told in _TOLD.items() if said in what), what)
        shown = " ".join(text[at : at + _SHOWN].split())
        hint = " (what Python prints is no JSON)" if shown.startswith("'") else ""
        return (
            f"damaged at {_where(text, at + 1)}: {told}, {shown!r} stands there{hint}; "
            "mend it there, or export it again"
        )
    return "damaged; export it again"


def _where(text: str, count: int) -> str:
    """The line and the column of the last of so many characters."""
    line = text.count("\n", 0, count) + 1
    return f"line {line:,}, column {count - text.rfind(chr(10), 0, count) - 1:,}"


def _at_the_end(path: Path) -> str | None:
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(size - _TAIL)
        tail = stream.read().rstrip(b" \t\r\n\0;")
    if tail[-1:] in (b"}", b"]", b""):
        return None
    return _cut_short(f"byte {size:,}")


def _cut_short(where: str) -> str:
    return f"cut short: it ends at {where}, in the middle of a value; export or download it again"
