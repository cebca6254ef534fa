"""JSON as it comes: other encodings, values that are nearly JSON, and why others are none.

A value is read by orjson. What that refuses is read once more by the standard library, which takes
unpaired surrogates, control characters in strings and NaN (read as null); bytes that are no UTF-8
become replacement characters. What is refused by both is damaged.
"""

import codecs
import json
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import orjson

__all__ = ["MOST_RECORD", "Bytes", "Damage", "as_utf8", "value_of"]

MOST_RECORD = 32 * 2**20  # bytes of one record
_MOST_LENIENT = 2**21
_SHOWN = 200
_CUT = 12  # bytes: a word or an escape that is cut
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32 = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}
_MOST_PLACE = 2**20


class Bytes(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Read the next bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A piece of JSON that is none: why, what stands there, and where in it reading stopped.

    ``is_early`` says that nothing was wrong with it up to its end.
    """

    reason: str
    found: str = ""
    at: int = 0
    is_early: bool = False


def as_utf8(file: BinaryIO) -> Bytes:
    """Give a file's text as UTF-8 without a byte order mark, whatever it begins with."""
    head = file.read(4)
    for marks in (_UTF32, _UTF16):
        for mark, encoding in marks.items():
            if head.startswith(mark):
                file.seek(len(mark))
                return _Recoded(file, encoding)
    if head[:2] in (b"[\x00", b"{\x00"):
        file.seek(0)
        return _Recoded(file, "utf-16-le")
    if head[:2] in (b"\x00[", b"\x00{"):
        file.seek(0)
        return _Recoded(file, "utf-16-be")
    file.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
    return file


class _Recoded:
    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.is_over = False

    def read(self, size: int = -1, /) -> bytes:
        while not self.is_over:
            block = self.file.read(size)
            self.is_over = not block
            text = self.decoder.decode(block, final=self.is_over)
            if text:
                return text.encode("utf-8", "replace")
        return b""


def value_of(text: bytes) -> Any:  # noqa: ANN401  # JSON holds anything
    r"""Read one JSON value, or give the damage.

    >>> value_of(b'{"a": NaN, "b": "\xff"}')
    {'a': None, 'b': '\ufffd'}
    >>> value_of(b'{"a": nul, "b": "c", "d": 1}').reason
    'is no JSON (unexpected character at byte 6)'
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if not error.doc and text:  # not UTF-8
            mended = bytes(text).decode("utf-8", "replace").encode()
            return value_of(mended) if mended != text else _lenient(text, error)
        return _lenient(text, error)


def _lenient(text: bytes, error: orjson.JSONDecodeError) -> Any:  # noqa: ANN401
    shown = bytes(text[:_SHOWN]).decode("utf-8", "replace")
    is_early = "end of data" in error.msg
    if is_early or len(text) > _MOST_LENIENT:
        what = "it ends too early" if is_early else error.msg.partition(":")[0]
        return Damage(f"is no JSON ({what})", shown, _byte(error), is_early)
    try:
        return json.loads(
            bytes(text).decode("utf-8", "replace"), strict=False, parse_constant=lambda _: None
        )
    except json.JSONDecodeError as found:
        at = len(found.doc[: found.pos].encode("utf-8", "replace"))
        is_early = found.msg.startswith("Unterminated") or len(text) - at <= _CUT
        what = "it ends too early" if is_early else f"unexpected character at byte {at}"
        return Damage(f"is no JSON ({what})", shown, at, is_early)
    except RecursionError:
        return Damage("is nested too deep", shown)
    except ValueError as found:  # a number of thousands of digits
        return Damage(f"is no JSON ({str(found).partition(';')[0]})", shown)


def _byte(error: orjson.JSONDecodeError) -> int:
    if error.pos > _MOST_PLACE:
        return error.pos
    return len(error.doc[: error.pos].encode("utf-8", "replace"))
