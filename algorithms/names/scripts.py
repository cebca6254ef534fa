"""Scripts: which alphabet a letter is from, and which Latin letter it could be taken for.

Words wholly in one script are honest; a word that mixes Latin with Greek or Cyrillic letters, or
borrows the wide or styled forms of Latin ones, wants to be read as something it is not.

The letters are those of Unicode's list of confusable characters, with a few more that look alike
in the fonts of mail programs.

Cost: a look-up for each letter.

References
----------
Unicode Technical Standard 39, "Unicode Security Mechanisms".
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii
from confusable_homoglyphs import confusables

__all__ = ["borrowed", "is_mixed", "latin_look"]

_ALSO = dict(zip("кмтвнпгиьшηκτωχβμπςεσᴏ", "kmtbhnrubwnktwxbunceoo", strict=True))
_SCRIPTS = (
    ("latin", 0x41, 0x24F), ("latin", 0x1E00, 0x1EFF), ("greek", 0x370, 0x3FF),
    ("greek", 0x1F00, 0x1FFF), ("cyrillic", 0x400, 0x52F), ("armenian", 0x530, 0x58F),
    ("styled", 0xFF21, 0xFF5A), ("styled", 0x1D400, 0x1D7FF), ("styled", 0x2100, 0x214F),
    ("cherokee", 0x13A0, 0x13FF), ("cherokee", 0xAB70, 0xABBF), ("lisu", 0xA4D0, 0xA4FF),
    ("coptic", 0x2C80, 0x2CFF), ("georgian", 0x10A0, 0x10FF), ("phonetic", 0x250, 0x2AF),
)  # fmt: skip
_STRANGE = frozenset({"styled", "cherokee", "lisu", "coptic", "phonetic"})


@lru_cache(maxsize=10_000)
def _script(letter: str) -> str:
    code = ord(letter)
    if not letter.isalpha():
        return ""
    return next((name for name, low, high in _SCRIPTS if low <= code <= high), "other")


def is_mixed(word: str) -> bool:
    """Say whether a word mixes alphabets that are never mixed, or uses styled Latin letters.

    >>> [is_mixed(word) for word in ("Анна", "Αnna", "Müller", "ａnn", "山田さん")]
    [False, True, False, True, False]
    """
    if word.isascii():
        return False
    found = {_script(letter) for letter in word} - {""}
    return bool(found & _STRANGE) or len(found - {"other"}) > 1


def borrowed(text: str) -> tuple[str, ...]:
    """Give the letters of a text that are not Latin ones but look so.

    >>> borrowed("аcme"), borrowed("acme")
    (('а',), ())
    """
    return tuple(
        dict.fromkeys(
            letter
            for letter in text
            if not letter.isascii() and _script(letter) != "latin" and _look(letter) != letter
        )
    )


def latin_look(text: str) -> str:
    """Write a text with the Latin letters that its letters could be taken for, small.

    >>> latin_look("асmе"), latin_look("Müller"), latin_look("Ａnn")
    ('acme', 'muller', 'ann')
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_look, text)).lower()


@lru_cache(maxsize=10_000)
def _look(letter: str) -> str:
    if letter.isascii():
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if plain.isascii():
        return plain
    if _script(letter) == "latin":
        return anyascii(letter)
    base = unicodedata.normalize("NFD", letter)[0]
    for one in (letter, base, base.lower()):
        if one in _ALSO:
            return _ALSO[one]
        listed = confusables.confusables_data.get(one, ())
        found = sorted(other["c"] for other in listed if other["c"].isascii())
        letters = [other for other in found if other.isalnum() and len(other) == 1]
        if letters:
            return str(letters[-1])
    return letter
