"""Charsets as mail declares them: the codec that reads what programs truly write under a name.

Programs say ``iso-8859-1`` of what Windows writes, ``gb2312`` of signs that only GB18030 has,
``ks_c_5601-1987`` of Windows' Korean. So a name is read as the largest set that goes by it, as
browsers do (WHATWG Encoding). Names that say nothing (``us-ascii``, ``unknown-8bit``) and unknown
ones are no declaration: then the text itself has to tell (`ingest.text.encodings`).
"""

import codecs
import re
from functools import lru_cache

from ingest.text.encodings import decoded_text, encoding_found

__all__ = ["codec_of", "declared_in", "read"]

_WIDER = {
    "iso8859-1": "cp1252", "latin-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "big5": "big5hkscs", "cp950": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext", "iso2022_jp_1": "iso2022_jp_ext", "iso8859-9": "cp1254",
    "iso8859-11": "cp874", "tis-620": "cp874", "koi8-r": "koi8_u",
}  # fmt: skip
_NAMES = {
    "x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gb18030", "x-euc-jp": "euc_jp",
    "x-euc-kr": "cp949", "windows-949": "cp949", "windows-874": "cp874", "iso-8859-8-i": "cp1255",
    "iso-8859-8": "cp1255", "x-windows-949": "cp949", "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman", "x-mac-cyrillic": "mac_cyrillic", "x-x-big5": "big5hkscs",
    "cn-gb": "gb18030", "cn-big5": "big5hkscs", "koi8-ru": "koi8_u", "koi": "koi8_r",
    "win-1251": "cp1251", "x-cp1251": "cp1251", "x-cp1250": "cp1250", "cp-850": "cp850",
    "dos-866": "cp866", "ibm866": "cp866", "utf8mb4": "utf-8", "unicode-1-1-utf-7": "utf-7",
    "ks_c_5601-1989": "cp949", "iso-2022-jp-ms": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
}  # fmt: skip
_LONG = 1_000  # bytes: what is shorter was not cut
_SAYS_NOTHING = frozenset({"ascii"})
_DECLARED = re.compile(r"charset\*?\s*=\s*\"?(?:[\w-]*'\w*')?([\w.:+-]{2,40})", re.IGNORECASE)


@lru_cache(maxsize=512)
def codec_of(charset: str) -> str | None:
    """Give the codec for a declared charset; None where the name says nothing.

    >>> codec_of("ISO-8859-1"), codec_of("x-sjis"), codec_of("us-ascii"), codec_of("x-none")
    ('cp1252', 'cp932', None, None)
    """
    name = charset.strip().lower()
    try:
        found = codecs.lookup(_NAMES.get(name, name)).name
        "".join(b"a".decode(found))  # some make no text of bytes
    except (LookupError, ValueError, TypeError, AssertionError):
        return None
    return None if found in _SAYS_NOTHING else _WIDER.get(found, found)


def declared_in(content_type: str) -> str | None:
    """Give the codec that a Content-Type declares, or None.

    >>> declared_in('text/plain; charset="KOI8-R"'), declared_in("text/plain")
    ('koi8_u', None)
    """
    found = _DECLARED.search(content_type)
    return codec_of(found[1]) if found else None


def read(data: bytes, codec: str | None) -> str:
    r"""Read a text as its declared codec says, unless that cannot be, or nothing was declared.

    >>> read("Привет, Ольга".encode("cp1251"), None), read(b"Zo\xeb", "utf-8")
    ('Привет, Ольга', 'Zoë')
    """
    if codec is None or (codec == "utf-8" and b"\x1b" in data):
        return decoded_text(data)
    try:
        return data.decode(codec)
    except ValueError as error:
        start = getattr(error, "start", 0)
        if start >= len(data) - 4 and start > _LONG:  # a letter that was cut
            return data[:start].decode(codec, "replace")
    # of a few signs that the codec has not the rest is what it says
    kept = data.decode(codec, "replace")
    is_mostly = kept.count("\ufffd") * 20 < sum(byte >= 0x80 for byte in data)
    return (
        kept
        if is_mostly and codec != "utf-8"
        else data.decode(
            encoding_found(data) or ("cp1252" if codec == "utf-8" else codec), "replace"
        )
    )
