"""Which encoding a text is written in that does not say so: KOI8-R, Shift-JIS, Windows-1250, ...

Text that is UTF-8, or ISO-2022 by its escapes, proves it. For all others each encoding is tried
that a language is found in (`alphabets.txt`), and judged by what would then stand there:

    value of a letter     1.0 for the commonest of the language, to 0.4 for its rarest
                          -1 for what it has not, for a capital after a small letter, and for a
                          sign in the middle of a word
    value of an encoding  the mean over all that is not ASCII, a sign of two bytes counting twice

The best one is taken if its mean is at least 0.4 and that of every other which reads otherwise is
lower by 0.25 / n (at least 0.04) for n different bytes; else it is undecidable, and None. What is
seldom met has 0.6 / n less. A few bytes, as those of one name, decide between alphabets, seldom
between languages of one: "Erdõs" is "Erdős" as well.

Cost: some milliseconds for the 4,000 bytes that are looked at, nothing for ASCII and UTF-8.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["decoded_text", "encoding_found", "unmarked_utf16"]

_MOST = 4_000
_ZEROS = 0.3  # of the upper bytes of a text with few letters beyond Latin-1
_LEAST, _APART, _ALONE, _RARE = 0.4, 0.04, 0.25, 0.6
_SELDOM = frozenset({
    "cp1257", "cp850", "cp852", "cp866", "mac_roman", "mac_cyrillic", "iso8859_5", "iso8859_6",
    "iso8859_7", "iso8859_8", "cp874",
})  # fmt: skip
_ASIAN = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\$\([DOPQ]|\([IJ])")
_KOREAN_ESCAPE = b"\x1b$)C"
_BESIDE = frozenset(  # quotation marks, dashes, signs, what ends sentences in East Asia
    "\u00ab\u00bb\u201e\u201c\u201d\u201a\u2018\u2019\u2013\u2014\u2026\u2022\u20ac\u2116"
    "\u00b0\u00a7\u00a9\u00ae\u00b7\u00a0\u3001\u3002\uff0c\uff01\uff1f\uff1a\uff1b\u300c"
    "\u300d\uff08\uff09\u30fb\u3000"
)
_CONTROL = re.compile("[\x80-\x9f]")
_FINAL, _LEADING = (
    frozenset("\u05da\u05dd\u05df\u05e3\u05e5\u03c2"),
    frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44"),
)
_APOSTROPHES = frozenset("\u2019\u00b4'")


@dataclass(frozen=True)
class _Language:
    encodings: tuple[str, ...]
    values: dict[str, float]
    is_latin: bool


def encoding_found(data: bytes) -> str | None:
    r"""Give the encoding of a text as Python calls it, or None where that cannot be decided.

    >>> encoding_found("Добрый день, Иван".encode("koi8_r")), encoding_found(b"Erd\xf5s")
    ('koi8_r', None)
    """
    if data.isascii():
        if _KOREAN_ESCAPE in data:
            return "iso2022_kr"
        return "iso2022_jp_ext" if _ESCAPES.search(data) else "utf-8"
    if _is_utf8(data):
        return "utf-8"
    return _found(_sample(data))


def decoded_text(data: bytes, otherwise: str = "cp1252") -> str:
    r"""Read a text in the encoding it is found to be in, or in another where that is undecidable.

    >>> decoded_text("田中さん、こんにちは".encode("shift_jis")), decoded_text(b"Erd\xf5s")
    ('田中さん、こんにちは', 'Erdõs')
    """
    return data.decode(encoding_found(data) or otherwise, "replace")


@lru_cache(maxsize=10_000)
def _found(sample: bytes) -> str | None:
    if not sample:
        return None
    count = max(sum(byte >= 0x80 for byte in set(sample)), 1)
    best: dict[str, tuple[float, str]] = {}  # by what it reads
    for encoding, languages in _by_encoding().items():
        text = _read(sample, encoding)
        if text is None:
            continue
        value = max(_value(text, encoding, one) for one in languages)
        value -= _RARE / count if encoding in _SELDOM else 0.0
        if text not in best or value > best[text][0]:
            best[text] = (value, encoding)
    ranked = sorted(best.values(), reverse=True)
    if not ranked or ranked[0][0] < _LEAST:
        return None
    second = ranked[1][0] if ranked[1:] else -1.0
    is_clear = ranked[0][0] - second >= max(_APART, _ALONE / count)
    return ranked[0][1] if is_clear else None


def _sample(data: bytes) -> bytes:
    """The first words that are not ASCII, up to some size."""
    found: list[bytes] = []
    length = 0
    for line in data.splitlines():
        if line.isascii():
            continue
        found.append(line)
        length += len(line)
        if length > _MOST:
            break
    return b"\n".join(found)[: 2 * _MOST]


def _is_utf8(data: bytes) -> bool:
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)  # the last letter may be cut
    except UnicodeDecodeError:
        return False
    return not text.isascii()


def _read(data: bytes, encoding: str) -> str | None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def _value(text: str, encoding: str, language: _Language) -> float:
    weight = total = 0.0
    is_asian = encoding in _ASIAN
    before, high = " ", 0
    for place, sign in enumerate(text):
        if sign.isascii():
            before, high = sign, 0
            continue
        bytes_ = 2.0 if is_asian else 1.0
        value = language.values.get(sign)
        if value is None:
            value = _unlisted(sign, encoding) if is_asian else _other(text, place, before, language)
        if is_asian and (_is_small(before) or _is_small(text[place + 1 : place + 2])):
            value = -0.5
        if not is_asian and sign.isupper() and before.islower():
            value = -1.0
        high = high + 1 if sign.isalpha() else 0
        if high and not is_asian and _is_odd(text, place, before, high, language):
            value = -1.0
        total += bytes_ * value
        weight += bytes_
        before = sign
    found = total / weight if weight else 0.0
    if is_asian or language.is_latin:
        return found
    if len({sign for sign in text if not sign.isascii()}) < 2:  # one letter over and over
        return -1.0
    return found if _is_cased(text) else found - 0.15


def _is_small(sign: str) -> bool:
    return sign.isascii() and sign.islower()


def _is_odd(text: str, place: int, before: str, high: int, language: _Language) -> bool:
    """Whether a letter is in odd company: most of a Latin word's are ASCII, of others none is.

    Some Hebrew and Greek forms only end a word, some Thai vowels never do.
    """
    after = text[place + 1 : place + 2]
    if before.isdigit() or after.isdigit():
        return True
    if language.is_latin:
        return high > 3
    if (text[place] in _FINAL and after.isalpha()) or (
        text[place] in _LEADING and not after.isalpha()
    ):
        return True
    return any(one.isascii() and one.isalpha() for one in (before, after))


def _is_cased(text: str) -> bool:
    """Whether letters are large and small, where there are such: names and sentences have both."""
    high = [one for one in text if not one.isascii()]
    small, large = (any(map(kind, high)) for kind in (str.islower, str.isupper))
    return small == large


def _other(text: str, place: int, before: str, language: _Language) -> float:
    """The value of what is no letter of a language."""
    sign = text[place]
    small = language.values.get(sign.lower()) if not language.is_latin else None
    if small is not None:  # a capital
        return -1.0 if before.islower() else small
    after = text[place + 1 : place + 2]
    inside = before.isalpha() and after.isalpha()
    if sign in _BESIDE and (not inside or sign in _APOSTROPHES):
        return 0.1
    return -1.0


def _unlisted(sign: str, encoding: str) -> float:
    """The value of a sign by its place in the encoding: common ones come first."""
    if sign in _BESIDE:
        return 0.5
    told = sign.encode(encoding)
    lead = told[0]
    if encoding == "cp932":
        return 0.45 if len(told) == 2 and 0x88 <= lead <= 0x97 else -0.5
    if encoding == "euc_jp":
        return 0.45 if len(told) == 2 and 0xB0 <= lead <= 0xCF else -0.5
    if encoding == "gb18030":
        return 0.4 if len(told) == 2 and 0xB0 <= lead <= 0xD7 and told[1] >= 0xA1 else -0.5
    if encoding == "big5hkscs":
        return 0.4 if len(told) == 2 and 0xA4 <= lead <= 0xC6 else -0.5
    return 0.4 if len(told) == 2 and 0xB0 <= lead <= 0xC8 and told[1] >= 0xA1 else -0.5


@cache
def _by_encoding() -> dict[str, list[_Language]]:
    found: dict[str, list[_Language]] = {}
    for line in files("ingest.text").joinpath("alphabets.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        _, encodings, letters = line.split(" ", 2)
        order = list(dict.fromkeys(letters))
        is_asian = encodings.split(",")[0] in _ASIAN
        values = {
            one: 1.0 if is_asian else 1.0 - 0.6 * k / len(order) for k, one in enumerate(order)
        }
        is_latin = "LATIN" in unicodedata.name(order[0])
        language = _Language(tuple(encodings.split(",")), values, is_latin)
        for encoding in language.encodings:
            found.setdefault(encoding, []).append(language)
    return found


def unmarked_utf16(head: bytes) -> str | None:
    """Give UTF-16 with its order of bytes, where a text without a mark is in it, by its zeros.

    >>> unmarked_utf16("a,b".encode("utf-16-le")), unmarked_utf16(b"a,b"), unmarked_utf16(bytes(9))
    ('utf-16-le', None, None)
    """
    first, second = head[::2], head[1::2]
    if 0 not in head:
        return None
    if second.count(0) > _ZEROS * len(second) and 0 not in first:
        return "utf-16-le"
    return "utf-16-be" if first.count(0) > _ZEROS * len(first) and 0 not in second else None
