"""Rating columns: which column of a table holds the answer, who gave it, when, and about what.

Columns are known by their names, as the exports of survey tools and of shops for applications have
them. An answer's column says by its name what was asked (NPS, CSAT, CES, stars); "score", "rating"
and "response" alone say it only beside a column that does ("survey type"), or in the export of a
shop.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.rating_scales import NPS, STARS, Scale, scale_in

__all__ = ["Asked", "Columns", "columns_in"]

_WHO = (
    "email", "email address", "e mail", "e mail address", "person email", "recipientemail",
    "recipient email", "respondent email", "customer email", "contact email", "user email",
    "reviewer email", "requester email", "hs contact email", "contact",
)  # fmt: skip
_NUMBERS = (
    "contact id", "customer id", "user id", "requester id", "person id", "client id", "member id",
    "reviewer id", "consumer id", "consumer user id", "person", "hs contact id",
)  # fmt: skip
_NAMES = (
    "name", "full name", "person name", "reviewer name", "reviewer nickname", "reviewer", "author",
    "nickname", "user name", "customer name", "respondent name", "contact name", "respondent",
    "consumer name", "customer", "review username",
)  # fmt: skip
_DATES = (
    "responded at", "response date", "response time", "answered at", "submitted at", "submit date",
    "submission date", "completed at", "completion date", "recordeddate", "recorded date",
    "end date", "enddate", "review date", "review submit date and time", "review created utc",
    "review created", "hs submission timestamp", "created at", "created", "createdat",
    "created date", "submitted on", "submitted", "date", "date submitted", "datetime", "timestamp",
    "time", "response time utc", "date created", "updated at", "last modified", "at",
)  # fmt: skip
_COMMENTS = (
    "comment", "comments", "feedback", "review text", "review content", "review", "review body",
    "body", "verbatim", "remark", "answer text", "follow up", "additional comments", "text",
    "open ended response", "hs content", "content", "reason", "response text",
)  # fmt: skip
_ABOUT = (
    "survey", "survey name", "survey title", "campaign", "product", "product name", "app name",
    "package name", "app", "touchpoint", "questionnaire", "form", "form name", "location",
    "business unit name", "domain name", "hs survey name", "service", "title of survey",
)  # fmt: skip
_OWN = (
    "response id", "responseid", "respondent id", "survey response id", "rating id", "review id",
    "answer id", "submission id", "reference id", "token", "id",
)  # fmt: skip
_SORTS = ("survey type", "surveytype", "metric", "question type", "hs survey type", "type")
_PLAIN = ("score", "rating", "response", "value", "answer", "hs value", "hs response")
_SHOPS = {
    "googleplay": ("package name", "star rating"),
    "appstore": ("storefront", "app version", "territory", "reviewer nickname"),
    "trustpilot": ("review stars", "trustpilot", "consumer id"),
}  # whose ratings are stars
_ZENDESK = frozenset({"requester id", "ticket id", "score"})  # good or bad
_STARS = re.compile(r"\bstars?\b")
_NPS = re.compile(r"\bnps\b|net promoter|\brecommend\b")
_CES = re.compile(r"\bces\b|customer effort|\beasy (?:was|is|did)\b|\beffort score\b")
_CSAT = re.compile(r"\bcsat\b|\bsatisfaction\b|\bsatisfied\b")
_NOT_ASKED = re.compile(
    r"\b(?:group|category|segment|type|date|time|at|id|comments?|reason|why|feedback|text|count"
    r"|average|avg|trend|label|bucket|url|link|status|sent|name|email|question)\b"
)


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


def columns_in(names: Sequence[str], questions: Sequence[str] = ()) -> Columns | None:
    """Find the columns of a table of answers by their names; None for any other table.

    *questions* are what a second header has below the names.

    >>> columns_in(["Email", "NPS", "Date"]).asked[0].by
    'nps'
    >>> columns_in(["from", "to", "rating", "time"]) is None
    True
    """
    plain = [_plain(name) for name in names]
    at = _first(plain, _DATES)
    if at is None or {"from", "to"} <= set(plain) or {"source", "target"} <= set(plain):
        return None
    sort = _first(plain, _SORTS)
    platform = next((shop for shop, marks in _SHOPS.items() if set(marks) & set(plain)), "survey")
    platform = "zendesk" if set(plain) >= _ZENDESK else platform
    shown = [*questions, *[""] * (len(names) - len(questions))]
    asked = tuple(
        found
        for k, one in enumerate(names)
        if k != at and (found := _asked(k, one, shown[k], sort is not None, platform))
    )
    email, number, name = (_first(plain, words) for words in (_WHO, _NUMBERS, _NAMES))
    comment, about = _first(plain, _COMMENTS), _first(plain, _ABOUT)
    beside = (email, number, name, comment, about)
    if not asked or all(k is None for k in beside):
        return None
    own = _first(plain, _OWN)
    return Columns(asked, at, email, number, name, comment, about, own, sort, platform)


def _asked(k: int, name: str, question: str, has_sort: bool, platform: str) -> Asked | None:
    plain, shown = _plain(name), question or name
    if platform == "zendesk":
        return Asked(k, name, "csat", None) if plain == "score" else None
    if plain == "stars" or (platform != "survey" and plain == "rating"):
        return Asked(k, name, "stars", STARS)
    if plain in _PLAIN:
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
    plain = " ".join(re.sub(r"[\W_]+", " ", name[:300].lower()).split())
    return plain.removesuffix(" utc") if plain else "token" if name == "#" else ""
