"""Real names: whether what stands where a name should stand is one at all.

Systems write something there when they have nothing, or hide what they have:

    digests and ids     48bc893fcbc0a33e..., 1B2M2Y8AsgTpgAmY7PhCfg==, UUIDs, U7QK2, 4f3a-9c21
    stand-ins           Unknown User, Deleted, n/a, test, LinkedIn Member, 未知用户, аноним
    addresses           ann@x.example, https://x.example

None of these says who somebody is, so two who share one share nothing. In doubt it is a name: a
stand-in is one only where every word is (Jennifer Null and Christopher Guest are people), and what
is written in another alphabet, or in one word, is judged by these lists alone.

Cost: linear in the length of the text; the last 200,000 are remembered.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["is_name", "is_stand_in"]

_LONGEST = 200
_APART = re.compile(r"[\s\d_.,;:!?()\[\]{}<>«»\"'`/\\|*#&+=~·•\u2010-\u2015-]+")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|\S+://\S+|www\.\S+")
_DIGEST = re.compile(
    r"(?:0x)?[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)
_BASE64 = re.compile(
    r"[\w+/-]{16,}={1,2}|(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[A-Za-z\d+/]{20,}", re.ASCII
)
_TOKEN = re.compile(r"[A-Za-z\d-]{5,}")
_SIDES = re.compile(r"(?<=\d)(?=[A-Za-z])|(?<=[A-Za-z])(?=\d)")
_LONG_ID = 12
_DIGITS_OF_ID = 4
_ONE_LETTER = re.compile(r"(\w)\1{2,}")


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(one for one in parts if not unicodedata.combining(one))


@dataclass(frozen=True)
class _Listed:
    """Words that stand in for a name alone, those and what stands beside them, whole texts."""

    alone: frozenset[str]
    beside: frozenset[str]
    whole: frozenset[str]

    def has(self, word: str) -> bool:
        """Whether a word says nothing; one without blanks may be two such words."""
        return word in self.beside or self.is_two(word)

    def is_two(self, word: str) -> bool:
        """Whether a word of another alphabet is two that are listed."""
        if word.isascii():
            return False
        halves = ((word[:k], word[k:]) for k in range(1, len(word)))
        both = (pair for pair in halves if self.beside.issuperset(pair))
        return any(not self.alone.isdisjoint(pair) for pair in both)


@cache
def _listed() -> _Listed:
    found: dict[str, list[str]] = {}
    part = found.setdefault("", [])
    for line in (files("graph.people") / "no_names.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            part = found.setdefault(line[1:].partition(":")[0].strip(), [])
        else:
            part.append(_folded(line))
    alone = frozenset(word for line in found["alone"] for word in line.split())
    beside = frozenset(word for line in found["beside"] for word in line.split())
    return _Listed(
        alone, alone | beside, frozenset(" ".join(_words(one)) for one in found["whole"])
    )


def _words(folded: str) -> list[str]:
    return [word for word in _APART.split(folded) if word]


@lru_cache(maxsize=200_000)
def is_name(text: str) -> bool:
    """Say whether a text may be what somebody is called.

    >>> [is_name(one) for one in ("Suharto", "Nguyễn", "王小龙", "สมชาย", "Jennifer Null")]
    [True, True, True, True, True]
    >>> [is_name(one) for one in ("Unknown User", "n/a", "1B2M2Y8AsgTpgAmY7PhCfg==", "未知用户")]
    [False, False, False, False]
    """
    text = text[:_LONGEST].strip()
    if not any(map(str.isalpha, text)) or _ADDRESS.fullmatch(text):
        return False
    if text == "NA" or is_stand_in(text):
        return False
    parts = [part.strip("()[]{}<>\"',;") for part in text.split()]
    if any(_DIGEST.fullmatch(part) or _BASE64.fullmatch(part) for part in parts):
        return False
    telling = [part for part in parts if any(map(str.isalpha, part))]
    return not all(_is_id(part) or is_stand_in(part) for part in telling)


def is_stand_in(text: str) -> bool:
    """Say whether a text only stands where a name should, or a user name does.

    >>> is_stand_in("Deleted User #5"), is_stand_in("guest17"), is_stand_in("Christopher Guest")
    (True, True, False)
    """
    return _only_stands_there(text[:_LONGEST].rstrip("0123456789"))  # which end no word


@lru_cache(maxsize=200_000)
def _only_stands_there(text: str) -> bool:
    words, listed = _words(_folded(text)), _listed()
    if not words:
        return False
    if " ".join(words) in listed.whole:
        return True
    if len(words) == 1 and _ONE_LETTER.fullmatch(words[0]):
        return True
    says_it = any(word in listed.alone or listed.is_two(word) for word in words)
    return says_it and all(map(listed.has, words))


def _is_id(token: str) -> bool:
    """Whether letters and digits take turns or digits are many, as in no name: 4f3a9c, U7QK2."""
    if not _TOKEN.fullmatch(token):
        return False
    plain = token.replace("-", "")
    digits = sum(map(str.isdigit, plain))
    is_long = len(plain) >= _LONG_ID and digits >= _DIGITS_OF_ID
    return is_long or len(_SIDES.findall(plain)) > 1
