"""Rating mapping: a file that says which columns of a table of answers are what, and the scale."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.errors import Misuse
from ingest.ratings.columns import Asked, Columns, columns_in
from ingest.ratings.scales import scale_named

__all__ = ["RatingMapping", "is_rating_mapping", "rating_mapping"]

_KEYS = ("score", "scale", "by", "who", "at", "about", "comment", "id", "date")


@dataclass(frozen=True, slots=True)
class RatingMapping:
    """The table ``[ratings]`` of a mapping: names of columns, and a scale."""

    score: str
    scale: str
    by: str = "csat"
    who: str = ""
    at: str = ""
    about: str = ""
    comment: str = ""
    id: str = ""
    date: str = ""

    def has(self, name: str) -> bool:
        """Say whether a column is named here."""
        return name in (self.score, self.who, self.at, self.about, self.comment, self.id)

    def missing(self, names: Sequence[str]) -> list[str]:
        """Give the columns named here that a table does not have."""
        named = (self.score, self.who, self.at, self.about, self.comment, self.id)
        return [name for name in named if name and name not in names]

    def columns(self, names: Sequence[str]) -> Columns | None:
        """Give the columns of a table with these names; None where the answer is not there."""
        by = self.scale if self.scale in ("nps", "stars") else self.by
        scale = scale_named(self.scale, by)
        usual = columns_in([*names, "nps"])  # by their names, whatever is asked
        if self.score not in names or (usual is None and self.at not in names):
            return None
        base = usual or Columns((), list(names).index(self.at))
        asked = Asked(list(names).index(self.score), self.score, by, scale)
        found: dict[str, Any] = {}
        for field, name in (("email", self.who), ("at", self.at), ("about", self.about),
                            ("comment", self.comment), ("own", self.id)):  # fmt: skip
            if name in names:
                found[field] = list(names).index(name)
        return Columns(
            (asked,), found.get("at", base.at), found.get("email", base.email), base.number,
            base.name, found.get("comment", base.comment), found.get("about", base.about),
            found.get("own", base.own), None, base.platform,
        )  # fmt: skip


def is_rating_mapping(path: Path) -> bool:
    """Say whether a mapping is for a table of answers."""
    try:
        return "ratings" in tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def rating_mapping(path: Path) -> RatingMapping:
    """Read a mapping; a Misuse says what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("ratings", {})
    except (OSError, ValueError) as error:
        raise Misuse(f"{path} cannot be read as TOML: {error}") from error
    if not isinstance(table, dict) or not all(isinstance(one, str) for one in table.values()):
        raise Misuse(f'{path}: [ratings] must have texts, such as score = "CSAT"')
    for key in table:
        if key not in _KEYS:
            raise Misuse(f"{path}: [ratings] knows no {key!r}; there are {', '.join(_KEYS)}")
    for key in ("score", "scale"):
        if not table.get(key):
            raise Misuse(f"{path}: [ratings] has no {key}, expected such as {key} = "
                         + ('"CSAT"' if key == "score" else '"1-5"'))  # fmt: skip
    if scale_named(table["scale"], table.get("by", "csat")) is None:
        raise Misuse(f"{path}: scale = {table['scale']!r} is none; such as nps, stars, 1-5, 5-1")
    if table.get("date", "") not in ("", "dmy", "mdy"):
        raise Misuse(f"{path}: date = {table['date']!r} is none of dmy and mdy")
    return RatingMapping(**table)
