"""The encoding of a log's lines that are not UTF-8, where nobody named it.

A file of which any line beyond ASCII is UTF-8 is UTF-8 with damaged lines, and those are rejected.
Else its letters tell (`ingest.text.encodings`); where they leave it open and all of them stand
alone in words of ASCII, as accents do in western Europe, it is Windows-1252; else it is taken for
UTF-8, so that its lines are rejected and nothing is guessed.
"""

import re
from pathlib import Path

from ingest.text.encodings import encoding_found

__all__ = ["CALLED", "lines_encoding"]

CALLED = {"cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1252": "Windows-1252",
          "cp1253": "Windows-1253", "cp1254": "Windows-1254", "cp1257": "Windows-1257",
          "cp932": "Shift-JIS", "cp949": "EUC-KR", "koi8_r": "KOI8-R", "koi8_u": "KOI8-U",
          "big5hkscs": "Big5", "gb18030": "GB18030", "euc_jp": "EUC-JP"}  # fmt: skip
"""What people call an encoding, by its codec."""

_LONGEST = 4_000  # bytes of a line that are looked at
_MOST = 1_000  # lines
# Letters beyond ASCII of Western European texts, in Windows-1252.
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœšúùûüýžßÀÁÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØŒŠÚÛÜŽ".encode("cp1252"))


def lines_encoding(path: Path) -> str:
    """Give the codec for a file that is not UTF-8 as a whole."""
    lines: list[bytes] = []
    is_western = True
    with path.open("rb") as file:
        while line := file.readline(_LONGEST):
            if line.isascii():
                continue
            if _is_utf8(line):
                return "utf-8"
            is_western = is_western and _has_western_letters(line)
            if len(lines) < _MOST:
                lines.append(line)
    found = encoding_found(b"".join(lines))
    if found is not None and found != "utf-8":
        return found
    return "cp1252" if is_western else "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_western_letters(line: bytes) -> bool:
    for k, byte in enumerate(line):
        if byte >= 0x80:
            beside = line[max(k - 1, 0) : k] + line[k + 1 : k + 2]
            if byte not in _WESTERN or not beside.isascii() or not re.search(rb"[A-Za-z]", beside):
                return False
    return True
