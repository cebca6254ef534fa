r"""Keys: 128-bit numbers that stand for ids, the same in every store and every run.

An interaction's key is the MD5 of its id's text. Where a source has no ids, it is the MD5
of the row's content and its number among identical rows of the file:

    source US sender US receiver US at US kind US channel US ... US number

joined with the unit separator US (\x1f). SQL readers write the same expression with
``md5_number(concat_ws(chr(31), ...))``. MD5 serves as a stable fingerprint here, not as a seal.
"""

import hashlib

__all__ = ["SEPARATOR", "digest_of", "key_of", "key_text"]

SEPARATOR = "\x1f"
_LOW = (1 << 64) - 1


def digest_of(text: str) -> bytes:
    """Give the key of a text that is written already: the low half first, then the high one."""
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()


def key_of(*parts: object) -> tuple[int, int]:
    """Give the two halves of the key of an id or of a row's content.

    >>> key_of("<a@x.example>")
    (14831339647516224631, 13153558554022146392)
    """
    text = SEPARATOR.join(str(part) for part in parts)
    number = int.from_bytes(digest_of(text), "little")
    return number >> 64, number & _LOW


def key_text(hi: int, lo: int) -> str:
    """Write a key as the id of an interaction whose source has none.

    >>> key_text(1, 2)
    'h:00000000000000010000000000000002'
    """
    return f"h:{hi:016x}{lo:016x}"
