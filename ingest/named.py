"""The parts of a file's name that every source asks about: taken apart once for all of them."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Named", "named"]


class Named(NamedTuple):
    """The last part of a name without its last suffix, and that suffix, as `pathlib` has them."""

    stem: str
    suffix: str

    def is_like(self, words: re.Pattern[str], suffixes: Collection[str]) -> bool:
        """Say whether the suffix is one of these, and one of the words stands in the stem.

        >>> named("export/All_Contacts.CSV").is_like(re.compile("contact", re.I), (".csv",))
        True
        """
        return self.suffix.lower() in suffixes and bool(words.search(self.stem))


@lru_cache(maxsize=16)
def named(shown: str) -> Named:
    """Take the name of a file apart.

    >>> named("export/general/2026-03-01.json"), named("export/.hidden").suffix
    (Named(stem='2026-03-01', suffix='.json'), '')
    """
    name = shown[shown.rfind("/") + 1 :]
    dot = name.rfind(".")
    if 0 < dot < len(name) - 1:
        return Named(name[:dot], name[dot:])
    return Named(name, "")
