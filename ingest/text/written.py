"""Text as platforms spoil it: mended encodings, HTML entities, and who is mentioned in it."""

import html
import re
from collections.abc import Iterator

__all__ = ["handles", "hashtags", "mended", "unescaped"]

_MOST = 20_000  # characters that are looked through
_LATIN = re.compile("[\x80-\xff]")
_HANDLE = re.compile(r"(?<![\w@/&.])[@\uff20](\w(?:[\w.-]{0,99}\w)?)(?!@)")
_HASHTAG = re.compile(r"(?<![\w&/#])[#\uff03](\w{1,100})")


def mended(text: str) -> str:
    r"""Put UTF-8 right that was read as Latin-1, as Facebook and Instagram write it.

    Text that is anything else is left alone.

    >>> mended("Gonz\u00c3\u00a1lez"), mended("Gonz\u00e1lez"), mended("Gonz\u0142ez \u00c3")
    ('González', 'González', 'Gonzłez Ã')
    """
    if text.isascii() or not _LATIN.search(text):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def unescaped(text: str) -> str:
    """Turn HTML entities into what they stand for.

    >>> unescaped("carbon capture &amp; utilization")
    'carbon capture & utilization'
    """
    return html.unescape(text) if "&" in text else text


def handles(text: str) -> Iterator[str]:
    """Give the names after an ``@``, in lower case, each once, in their order.

    An address is no mention, nor is what stands in a link.

    >>> list(handles("@Ann, @bob.b and (@ann) wrote to c@x.example"))
    ['ann', 'bob.b']
    """
    if "@" in text or "\uff20" in text:
        yield from dict.fromkeys(name.lower() for name in _HANDLE.findall(text[:_MOST]))


def hashtags(text: str) -> tuple[str, ...]:
    """Give the hashtags of a text in lower case, each once, in their order; numbers are none.

    >>> hashtags("#Python and #python, #1 &#39;")
    ('python',)
    """
    if "#" not in text and "\uff03" not in text:
        return ()
    found = (name.lower() for name in _HASHTAG.findall(text[:_MOST]) if not name.isdigit())
    return tuple(dict.fromkeys(found))
