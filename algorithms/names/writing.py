"""Name writing: what the letters of a name tell apart and its sound does not.

    王伟 and 王威              are both Wang Wei, and two people
    陈大伟 and 陳大偉          are one name in simplified and in traditional characters
    Văn Hùng and Văn Hưng      are both Van Hung, and two people; Van Hung may be either

Chinese characters are simplified where only GB 2312 has them, traditional where only Big5 has,
and Japanese or rare where neither has. Vietnamese is known by letters that no other language has.

Cost: linear in the length of the name; the last 100,000 are remembered.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from algorithms.names.east_asian import east_asian_readings

__all__ = ["APART", "VARIANT", "Writing", "compared", "writing"]

APART, VARIANT = "apart", "variant"
_ASIDE = re.compile(r"[(\[{<（【].*")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]{2,6}")
_BLANKS = re.compile(r"[\s·・]+")
_VIETNAMESE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SIMPLIFIED, _TRADITIONAL, _BOTH, _NEITHER = range(4)


class Writing(NamedTuple):
    """How a name is written: its characters, or its words each with its tone at the end."""

    script: str
    parts: tuple[str, ...]


@lru_cache(maxsize=100_000)
def writing(text: str) -> Writing | None:
    """Give how a name is written, where that says more than its sound.

    >>> writing("王 伟 (Sales)").parts, writing("Ann Smith")
    (('王', '伟'), None)
    >>> writing("Thủy Trần") == writing("THUỶ TRẦN")
    True
    """
    if text.isascii():
        return None
    text = unicodedata.normalize("NFC", _ASIDE.sub("", text)).strip()
    if _HAN.fullmatch(_BLANKS.sub("", text)):
        return Writing("han", tuple(_BLANKS.sub("", text)))
    if _VIETNAMESE.search(text):
        return Writing("vietnamese", tuple(map(_toned, re.findall(r"[^\W\d_]+", text.lower()))))
    return None


def compared(ones: Iterable[Writing], others: Iterable[Writing]) -> str:
    """Say whether two people write a name that sounds alike apart, or maybe apart, or not at all.

    >>> of = lambda one, other: compared([writing(one)], [writing(other)])
    >>> of("王伟", "王威"), of("陈大伟", "陳大偉"), of("渡辺 健", "渡邉 健"), of("王伟", "李娜")
    ('apart', '', 'variant', '')
    >>> of("Nguyễn Văn Hùng", "Nguyễn Văn Hưng"), of("Nguyễn Thủy", "Nguyễn Thuỷ")
    ('apart', '')
    """
    pairs = [(one, other) for one in ones for other in others if one.script == other.script]
    found = [_compared_han(*pair) if pair[0].script == "han" else _toned_apart(*pair)
             for pair in pairs]  # fmt: skip
    told = [one for one in found if one is not None]
    if not told or "" in told:
        return ""
    return VARIANT if VARIANT in told else APART


def _compared_han(one: Writing, other: Writing) -> str | None:
    """Compare two names in Chinese characters; None where they do not sound alike."""
    if one.parts == other.parts:
        return ""
    readings = map(east_asian_readings, ("".join(one.parts), "".join(other.parts)))
    if len(one.parts) != len(other.parts) or set(next(readings)).isdisjoint(next(readings)):
        return None
    pairs = [(a, b) for a, b in zip(one.parts, other.parts, strict=True) if a != b]
    sorts = [frozenset((_sort(a), _sort(b))) for a, b in pairs]
    if all(sort == {_SIMPLIFIED, _TRADITIONAL} for sort in sorts):
        return ""
    habits = [{_sort(a) for a in name.parts} - {_BOTH} for name in (one, other)]
    is_one_habit = habits[0] == habits[1] and len(habits[0]) == 1 and _NEITHER not in habits[0]
    may_be_one = {frozenset((_BOTH, _TRADITIONAL)), frozenset((_SIMPLIFIED, _TRADITIONAL))}
    is_variant = all(_NEITHER in sort or sort in may_be_one for sort in sorts)
    return VARIANT if is_variant and not is_one_habit else APART


@cache
def _sort(character: str) -> int:
    simplified, traditional = (_has(codec, character) for codec in ("gb2312", "big5"))
    if simplified:
        return _BOTH if traditional else _SIMPLIFIED
    return _TRADITIONAL if traditional else _NEITHER


def _has(codec: str, character: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _toned_apart(one: Writing, other: Writing) -> str | None:
    """Compare two Vietnamese names by the words that are alike but for their marks."""
    left, right = list(one.parts), list(other.parts)
    for word in one.parts:
        if word in right:
            left.remove(word)
            right.remove(word)
    alike = {_bare(word): word for word in left}
    met = [(alike[_bare(word)], word) for word in right if _bare(word) in alike]
    if not met:
        return None if left and right else ""
    return VARIANT if any(a == _bare(a) or b == _bare(b) for a, b in met) else APART


def _toned(word: str) -> str:
    """Put the tone behind the word, for habits differ where it stands: hoà is hòa."""
    parts = unicodedata.normalize("NFD", word)
    tones = "".join(part for part in parts if part in _TONES)
    plain = "".join(part for part in parts if part not in _TONES)
    if not tones:
        return word
    return unicodedata.normalize("NFC", plain) + tones


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(part for part in parts if not unicodedata.combining(part))
