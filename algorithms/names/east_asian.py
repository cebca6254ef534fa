"""East Asian names: Chinese, Korean and Japanese names, read in Latin letters.

The family name stands first and nothing separates it from the given one: 王小龙 is Wang Xiaolong,
김민수 is Kim Minsu, 山田太郎 is Yamada Taro. Chinese characters have a Japanese reading as well; it
is known for the names in `east_asian_names.txt`, so one text may give two readings.

Names are returned as words, the given name first. Readings of Cantonese are not known.

Cost: linear in the length of the name.
"""

import re
from functools import cache
from importlib.resources import files

from algorithms.names.spelling import folded

__all__ = ["east_asian_readings"]

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")


def east_asian_readings(text: str) -> tuple[tuple[str, ...], ...]:
    """Give the readings of a name as folded words, given name first; none for other names.

    >>> east_asian_readings("王小龙"), east_asian_readings("김민수")
    ((('xiaolong', 'wang'),), (('minsu', 'kim'),))
    >>> east_asian_readings("山田太郎")[0], east_asian_readings("Ann Smith")
    (('taro', 'yamada'), ())
    """
    if text.isascii() or not _EAST_ASIAN.search(text):
        return ()
    words = [word for word in re.split(r"[\s·・]+", text) if word]
    joined = "".join(words)
    if _HANGUL.fullmatch(joined):
        return (_korean(words, joined),)
    found = []
    japanese = _japanese(words, joined)
    if japanese:
        found.append(japanese)
    if _HAN.fullmatch(joined):
        found.append(_chinese(words, joined))
    elif not japanese:
        found.append(tuple(word for word in map(folded, reversed(words)) if word))
    return tuple(dict.fromkeys(reading for reading in found if reading))


def _korean(words: list[str], joined: str) -> tuple[str, ...]:
    family, given = (words[0], "".join(words[1:])) if len(words) > 1 else (joined[0], joined[1:])
    romanized = _table()["korean"].get(family, folded(family))
    return tuple(word for word in (folded(given), romanized) if word)


def _chinese(words: list[str], joined: str) -> tuple[str, ...]:
    if len(words) > 1:
        family, given = words[0], "".join(words[1:])
    else:
        cut = 2 if joined[:2] in _table()["compound"] and len(joined) > 2 else 1
        family, given = joined[:cut], joined[cut:]
    return tuple(word for word in (folded(given), folded(family)) if word)


def _japanese(words: list[str], joined: str) -> tuple[str, ...] | None:
    """The reading where both parts are known, or where what is not known is in kana."""
    family, given = _table()["family"], _table()["given"]
    cuts = [len(words[0])] if len(words) > 1 else range(1, len(joined))
    for cut in cuts:
        first, second = joined[:cut], joined[cut:]
        if first in family and (second in given or (second and _is_kana(second))):
            return given.get(second) or folded(second), family[first]
    return None


def _is_kana(text: str) -> bool:
    return all(_KANA.match(letter) for letter in text)


@cache
def _table() -> dict[str, dict[str, str]]:
    """Readings by sort: lines of ``sort written reading``."""
    found: dict[str, dict[str, str]] = {}
    text = (files("algorithms.names") / "east_asian_names.txt").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            sort, written, reading = line.split()
            found.setdefault(sort, {})[written] = reading
    return found
