"""Mail headers that are not plain ASCII: the encoding that a message's raw headers are written in.

Old and careless programs write names and subjects as they are, without RFC 2047. A field that is
UTF-8 is read so; of the others all are taken together, for one name is little to tell by:

    the charset that the message declares for its text, where it is none of Western Europe
    else what they are found to be in (`ingest.text.encodings`)
    else what the message declares, else Windows-1252, as undecidable

Japanese in escapes (ISO-2022-JP) is ASCII to the eye, and read as what it is.
"""

import re
from functools import lru_cache

from ingest.mail.charsets import declared_in
from ingest.text.encodings import encoding_found

__all__ = ["header_codec", "header_text", "is_undecided"]

_CONTENT_TYPE = re.compile(
    rb"^content-type[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE | re.MULTILINE
)
_WESTERN = frozenset({"cp1252", "iso8859-15", "utf-8"})
_ESCAPE = b"\x1b"


def header_codec(head: bytes) -> str:
    r"""Give the codec for those fields of a header that are not UTF-8.

    >>> header_codec("From: Ольга Смирнова <o@x.example>\n".encode("koi8_r"))
    'koi8_u'
    """
    return _codec(head)[0]


def is_undecided(head: bytes) -> bool:
    r"""Say whether nothing tells what a header is written in.

    >>> is_undecided(b"From: Erd\xf5s <e@x.example>\n"), is_undecided(b"From: e@x.example\n")
    (True, False)
    """
    return not _codec(head)[1]


def header_text(value: bytes, codec: str) -> str:
    r"""Read one field.

    >>> header_text("山田".encode("iso2022_jp"), "cp1252"), header_text(b"Zo\xc3\xab", "cp1252")
    ('山田', 'Zoë')
    """
    if _ESCAPE in value and encoding_found(value) not in (None, "utf-8"):
        return value.decode(encoding_found(value) or "", "replace")
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode(codec, "replace")


@lru_cache(maxsize=256)
def _codec(head: bytes) -> tuple[str, bool]:
    lines = [line for line in head.split(b"\n") if not (line.isascii() or _is_utf8(line))]
    if not lines:
        return "cp1252", True
    raw = b"\n".join(line.partition(b":")[2] or line for line in lines)
    content_type = _CONTENT_TYPE.search(head)
    declared = declared_in(content_type[1].decode("latin-1")) if content_type else None
    if declared and not _reads(raw, declared):
        declared = None
    if declared and declared not in _WESTERN:
        return declared, True
    found = encoding_found(raw) or declared
    return (found, True) if found else ("cp1252", False)


def _is_utf8(line: bytes) -> bool:
    return _reads(line, "utf-8")


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except ValueError:
        return False
    return True
