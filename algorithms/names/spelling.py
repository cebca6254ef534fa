"""Spelling: one written form for names that people write in several alphabets and ways.

    folded("Wąsik") = "wasik"        letters of any script in plain Latin ones, small, nothing else
    sound("Yuliya") = sound("Julia") the usual ways of spelling one word in Latin letters
    skeleton("Muhammad") = "mhmd"    consonants only, as Arabic and Hebrew write; the scripts of
                                     India leave out one vowel, too

A sound brings some different words together too; what that costs is seen in how often it occurs.
Chinese, Japanese and Korean names are read in `algorithms.names.east_asian`.

Cost: linear in the length of the text.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

__all__ = ["folded", "is_abjad", "skeleton", "sound"]

_OTHER = re.compile(r"[^a-z0-9]+")
_GREEK = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("μπ", "b"), ("ντ", "nt"), ("γγ", "ng"))
_GREEK_LETTER = re.compile("[\u0370-\u03ff]")
_ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0900-\u0dff]")
_ARTICLE = re.compile(r"\b\u0627\u0644(?=\w{3})")
_SOUNDS = (
    ("shch", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("sz", "s"),
    ("cz", "c"), ("zh", "z"), ("rz", "z"), ("ph", "f"), ("th", "t"), ("kh", "h"), ("gh", "g"),
    ("dj", "j"), ("ck", "k"), ("ch", "c"), ("x", "ks"), ("q", "k"), ("w", "v"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("eo", "u"), ("eu", "u"), ("ue", "u"), ("oe", "o"), ("ae", "a"),
    ("tz", "ts"), ("y", "i"), ("j", "i"),
)  # fmt: skip
_DOUBLE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeiouyw]")


@lru_cache(maxsize=200_000)
def folded(text: str) -> str:
    """Give a word in small plain letters.

    >>> folded("Wąsik"), folded("Щукин"), folded("Παπαδόπουλος"), folded("O'Neill")
    ('wasik', 'shchukin', 'papadopoulos', 'oneill')
    """
    if not text.isascii():
        text = _ARTICLE.sub("", unicodedata.normalize("NFKC", text))
        if _GREEK_LETTER.search(text):
            text = _without_accents(text.lower())
            for written, said in _GREEK:
                text = text.replace(written, said)
        text = anyascii(text)
    return _OTHER.sub("", text.lower())


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """Give a folded word as it is said, roughly.

    >>> sound("yuliya") == sound("julia"), sound("sergey") == sound("sergei")
    (True, True)
    >>> sound("mueller") == sound("muller"), sound("smith") == sound("smyth")
    (True, True)
    """
    said = word
    for written, instead in _SOUNDS:
        if written in said:
            said = said.replace(written, instead)
    return _DOUBLE.sub(r"\1", said) or word


def skeleton(word: str) -> str:
    """Give the consonants of a folded word.

    >>> skeleton("muhammad"), skeleton("mhmd"), skeleton("mohammed")
    ('mhmd', 'mhmd', 'mhmd')
    """
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", sound(word)))


def is_abjad(text: str) -> bool:
    """Say whether a text is in a script that leaves vowels out: Arabic, Hebrew, those of India."""
    return _ABJAD.search(text) is not None
