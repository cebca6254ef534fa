"""Rating columns: which column of a table holds the answer, who gave it, when, and about what.

Columns are known by their names, as the exports of survey tools and of shops for applications have
them. An answer's column says by its name what was asked (NPS, CSAT, CES, stars); "score", "rating"
and "response" alone say it only beside a column that does ("survey type"), or in the export of a
shop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.ratings.scales import NPS, STARS, Scale, scale_in
from ingest.ratings.words import (
    ABOUT,
    CHANGED,
    COMMENTS,
    DATES,
    DELIGHTED,
    EMAIL,
    NAMES,
    NUMBERS,
    OWN,
    PLAIN,
    REASON,
    SHOPS,
    SORTS,
    WHO,
    ZENDESK,
)

__all__ = ["Asked", "Columns", "columns_in"]

_STARS = re.compile(r"\bstars?\b")
_NPS = re.compile(
    r"\bnps\b|net promoter|\brecommend\b|weiterempfehl|\brecommander|recomendar|recomendaria"
    r"|recomiende|raccomand|consiglier|aanbevelen|aanraden|polec[ia]|rekommendera|anbefal"
)
_CES = re.compile(r"\bces\b|customer effort|\beasy (?:was|is|did)\b|\beffort score\b")
_CSAT = re.compile(
    r"\bcsat\b|\bsatisfaction\b|\bsatisfied\b|zufrieden|\bsatisfait|\bsatisfech|\bsatisfeit"
    r"|soddisfatt|soddisfazione|satisfacci[o\u00f3]n|tevreden|zadowol"
)
_NOT_ASKED = re.compile(
    r"\b(?:group|category|segment|type|date|time|at|id|comments?|reason|why|feedback|text|count"
    r"|average|avg|trend|label|bucket|url|link|status|sent|name|email|question)\b"
)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")  # createdAt
_NO_CELL = re.compile(r"\b(?:status|sent|opened|delivered|date|time|id|type|consent|opt)\b")
_FIRST_NAMES = ("first name", "recipient first name", "vorname", "pr\u00e9nom", "imi\u0119")
_LAST_NAMES = ("last name", "recipient last name", "nachname", "nom", "nazwisko")
_PREVIEWS = ("status", "response type")

_MOST_SHORT = 40  # characters: a longer name is a question as it was asked


@dataclass(frozen=True, slots=True)
class Asked:
    """One column of answers: what is asked, on which scale, if that is known."""

    column: int
    name: str
    by: str
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands in a row; ``platform`` is whose ids and names they are."""

    asked: tuple[Asked, ...]
    at: int
    email: int | None = None
    number: int | None = None
    name: int | None = None
    comment: int | None = None
    about: int | None = None
    own: int | None = None
    sort: int | None = None
    platform: str = "survey"
    last: int | None = None
    preview: int | None = None
    is_delighted: bool = False
    changed: int | None = None


def columns_in(names: Sequence[str], questions: Sequence[str] = ()) -> Columns | None:
    """Find the columns of a table of answers by their names; None for any other table.

    *questions* are what a second header has below the names.

    >>> columns_in(["Email", "NPS", "Date"]).asked[0].by
    'nps'
    >>> columns_in(["from", "to", "rating", "time"]) is None
    True
    """
    plain = [_plain(name) for name in names]
    at = _first(plain, DATES)
    if at is None or {"from", "to"} <= set(plain) or {"source", "target"} <= set(plain):
        return None
    sort = _first(plain, SORTS)
    platform = next((shop for shop, marks in SHOPS.items() if set(marks) & set(plain)), "survey")
    platform = "zendesk" if set(plain) >= ZENDESK else platform
    shown = [*questions, *[""] * (len(names) - len(questions))]
    asked = tuple(
        found
        for k, one in enumerate(names)
        if k != at and (found := _asked(k, one, shown[k], sort is not None, platform))
    )
    email, number, name = (_first(plain, words) for words in (WHO, NUMBERS, NAMES))
    comment, about = _first(plain, COMMENTS), _first(plain, ABOUT)
    if not asked:
        asked = _beside_a_group(plain, names, at)
    taken = {at, *(one.column for one in asked)}
    email = _matching(plain, EMAIL, taken) if email is None else email
    comment = _matching(plain, REASON, taken) if comment is None else comment
    own, last = _first(plain, OWN), None
    if name is None:
        name, last = _first(plain, _FIRST_NAMES), _first(plain, _LAST_NAMES)
    beside = (email, number, name, comment, about, own)
    if not asked or all(k is None for k in beside):
        return None
    changed = _first(plain, CHANGED)
    preview = _first(plain, _PREVIEWS) if "distribution channel" in plain else None
    is_delighted = set(plain) >= DELIGHTED and bool({"person", "person id"} & set(plain))
    return Columns(
        asked, at, email, number, name, comment, about, own, sort, platform, last, preview,
        is_delighted, changed if own is not None and changed != at else None,
    )  # fmt: skip


def _beside_a_group(plain: Sequence[str], names: Sequence[str], at: int) -> tuple[Asked, ...]:
    """A score whose group stands beside it: promoters and detractors are those of an NPS."""
    groups = ("nps category", "nps group", "nps type", "nps segment", "promoter type")
    if not set(groups) & set(plain):
        return ()
    k = _first(plain, ("score", "rating", "answer", "response"))
    return () if k is None or k == at else (Asked(k, names[k], "nps", NPS),)


def _matching(plain: Sequence[str], pattern: re.Pattern[str], taken: set[int]) -> int | None:
    found = (k for k, one in enumerate(plain) if k not in taken and pattern.search(one))
    return next((k for k in found if not _NO_CELL.search(plain[k])), None)


def _asked(k: int, name: str, question: str, has_sort: bool, platform: str) -> Asked | None:
    plain, shown = _plain(name), question or name
    if platform == "zendesk":
        return Asked(k, name, "csat", None) if plain == "score" else None
    if plain in ("stars", "im rating") or (platform != "survey" and plain == "rating"):
        return Asked(k, name, "stars", STARS)
    if plain in PLAIN:
        return Asked(k, shown, "", None) if has_sort else None
    if len(name) <= _MOST_SHORT and _NOT_ASKED.search(plain):
        return None
    return _question(k, f"{name} {question}", shown)


def _question(k: int, written: str, shown: str) -> Asked | None:
    """What a name or a question asks, if it is one of the four."""
    words = _plain(written)
    if _NPS.search(words):
        told = scale_in(written, "csat")
        is_other = told is not None and (told.worst, told.best) != (0, 10)
        return None if is_other else Asked(k, shown, "nps", NPS)
    for by, pattern in (("stars", _STARS), ("ces", _CES), ("csat", _CSAT)):
        if pattern.search(words):
            return Asked(k, shown, by, scale_in(written, by))
    return None


def _first(plain: Sequence[str], words: Sequence[str]) -> int | None:
    return next((plain.index(word) for word in words if word in plain), None)


def _plain(name: str) -> str:
    apart = _CAMEL.sub(" ", name[:300])
    plain = " ".join(re.sub(r"[\W_]+", " ", apart.lower()).split())
    return plain.removesuffix(" utc") if plain else "token" if name == "#" else ""
