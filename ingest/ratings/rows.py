"""Rows of answers: one row of a table becomes one rating for each question answered in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from graph.model import Fact, Interaction, Kind
from graph.people.identity import canonical, clean
from ingest.dates import moment_in, moment_or_none
from ingest.json.records import Said
from ingest.ratings.columns import Asked, Columns
from ingest.ratings.mapping import RatingMapping
from ingest.ratings.scales import NPS, STARS, Scale, value_of
from ingest.source import BadRecord, Reading

__all__ = ["RatingRows", "day_order"]

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(.*)", re.DOTALL)
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")  # where points are written the day comes first
_UNANSWERED = frozenset(
    {
        "",
        "offered",
        "unoffered",
        "not offered",
        "not surveyed",
        "n/a",
        "null",
        "none",
        "-",
        "not answered",
    }
)
_MOST_TOPIC = 120
_ANONYMOUS = "/anonymous"  # all of a platform whom nothing names
_UNNAMED = frozenset(
    {
        "", "anonymous", "anonym", "anonyme", "an\u00f3nimo", "an\u00f4nimo", "anonimo", "anoniem",
        "anonimowy", "unknown", "n/a", "a google user", "google user",
    }
)  # fmt: skip
_LEAST_ID = 6  # characters: shorter ones count the rows of one file
_SORTS = {"nps": NPS, "enps": NPS, "stars": STARS}
_DELIGHTED = {
    "csat": Scale("csat", 1, 5), "ces": Scale("ces", 1, 5), "smileys": Scale("csat", 1, 5),
    "thumbs": Scale("csat", 0, 1),
}  # fmt: skip
_PREVIEW = frozenset({"survey preview", "preview", "1", "survey test", "2"})
_ZONED = re.compile(
    r"(.*\d(?: [AaPp]\.?[Mm]\.?)?) ?(?:(GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?|([A-Z]{3,4}))"
)
_ZONES = {
    "GMT": 0, "UTC": 0, "WET": 0, "WEZ": 0, "BST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "OEZ": 2, "EEST": 3, "OESZ": 3, "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6,
    "MST": -7, "PDT": -7, "PST": -8, "JST": 9,
}  # fmt: skip


class RatingRows:
    """Reads the rows of one table; ``order`` says which number of a date is the day, if any."""

    def __init__(self, columns: Columns, reading: Reading, mapping: RatingMapping | None) -> None:
        self.columns = columns
        self.zone = reading.zone_or_utc()
        self.platform = clean(reading.log or "")[:100] or columns.platform
        self.order = mapping.date if mapping else ""
        self._least_id = _LEAST_ID if columns.platform == "survey" else 1

    def said(self, cells: Sequence[str]) -> Said:
        """What a row says: a rating a question, and the name of who answered.

        Where one of several answers is on no known scale, the others count.
        """
        columns = self.columns
        if columns.preview is not None and cells[columns.preview].strip().lower() in _PREVIEW:
            raise BadRecord("is a preview by those who made the survey, and no answer", "")
        answers = [(one, cells[one.column].strip()) for one in columns.asked]
        answers = [(one, cell) for one, cell in answers if cell.lower() not in _UNANSWERED]
        if not answers:
            raise BadRecord("was not answered, expected a score", "")
        at = self._at(cells[columns.at])
        sender, name = self._who(cells)
        own, about = self._own(cells), self._cell(cells, columns.about)
        comment = self._cell(cells, columns.comment)
        said: Said = []
        trouble: BadRecord | None = None
        for found, cell in answers:
            asked = self._settled(found, cells)
            try:
                value = value_of(cell, asked.scale, asked.name)
            except BadRecord as error:
                trouble = trouble or error
                continue
            said.append(
                Interaction(
                    at=at,
                    kind=Kind.RATING,
                    channel="survey" if asked.by != "stars" else "review",
                    sender=sender,
                    id=f"{own}#{asked.column}" if own and len(columns.asked) > 1 else own,
                    sentiment=value,
                    sentiment_by=asked.by,
                    confidence=1.0,
                    revision=self._revision(cells),
                    topics=_topics(about, asked),
                    text=None if said else comment or None,
                )
            )
        if trouble and not said:
            raise trouble
        if sender.endswith(_ANONYMOUS):
            return [*said, Fact(sender, "kind", "nobody")]
        return [*said, *([Fact(sender, "name", name)] if name else [])]

    def _settled(self, asked: Asked, cells: Sequence[str]) -> Asked:
        """What is asked in this row, where another column says it."""
        if asked.by or self.columns.sort is None:
            return asked if asked.by else replace(asked, by="survey")
        sort = re.sub(r"[^a-z]", "", cells[self.columns.sort].lower())
        if self.columns.is_delighted and sort in _DELIGHTED:
            return replace(asked, by=_DELIGHTED[sort].by, scale=_DELIGHTED[sort])
        for by in ("enps", "nps", "csat", "ces", "stars"):
            if sort.startswith(by) or (by == "stars" and sort in ("fivestar", "starfive", "star")):
                return replace(asked, by="nps" if by == "enps" else by, scale=_SORTS.get(by))
        words = {"netpromoter": "nps", "customersatisfaction": "csat", "customereffort": "ces"}
        found = next((by for word, by in words.items() if sort.startswith(word)), "survey")
        return replace(asked, by=found, scale=_SORTS.get(found))

    def _at(self, cell: str) -> datetime:
        cell = _with_offset(cell.strip())
        slashed = _SLASHED.fullmatch(cell)
        order = self.order or ("dmy" if _DOTTED.match(cell) else "")
        if slashed and order:
            first, second, year, rest = slashed.groups()
            day, month = (first, second) if order == "dmy" else (second, first)
            cell = f"{year}-{month}-{day}{rest}"
        elif slashed:
            raise BadRecord(
                f"date {cell[:40]!r} may be of two days, expected 2026-03-01, or a mapping with "
                '[ratings] and date = "dmy" or "mdy"',
                cell[:40],
            )
        return moment_in(cell, self.zone)

    def _who(self, cells: Sequence[str]) -> tuple[str, str]:
        """Who answered, and the name that is told of them."""
        columns = self.columns
        email, number = self._cell(cells, columns.email), self._cell(cells, columns.number)
        name = f"{self._cell(cells, columns.name)} {self._cell(cells, columns.last)}"
        name = clean(name)[:200].strip()
        name = "" if name.startswith("accounts/") else name  # the address of a review of Google's
        if "@" in email:
            try:
                return canonical(email.removeprefix("mailto:")), name
            except ValueError as error:
                raise BadRecord(str(error), email[:200]) from error
        named = clean(number or email)[:200] or name
        if named.lower() in _UNNAMED:
            return f"account:{self.platform}{_ANONYMOUS}", ""
        return f"account:{self.platform}/{named}", name if number or email else ""

    def _revision(self, cells: Sequence[str]) -> int:
        """When an answer that has a number was changed last, in seconds, where the row says so."""
        changed = moment_or_none(self._cell(cells, self.columns.changed))
        return int(changed.timestamp()) if changed and self._own(cells) else 0

    def _own(self, cells: Sequence[str]) -> str | None:
        own = clean(self._cell(cells, self.columns.own))[:200]
        return f"rating:{self.platform}/{own}" if len(own) >= self._least_id else None

    @staticmethod
    def _cell(cells: Sequence[str], column: int | None) -> str:
        return "" if column is None else cells[column].strip()


def _with_offset(cell: str) -> str:
    """A date with its zone as an offset: forms say GMT+2, or MESZ."""
    found = _ZONED.fullmatch(cell[:80])
    if found is None or (found[6] and found[6] not in _ZONES):
        return cell
    hours = _ZONES[found[6]] if found[6] else int(f"{found[3]}{found[4]}")
    return f"{found[1]}{'-' if hours < 0 else '+'}{abs(hours):02}:{found[5] or '00'}"


def _topics(about: str, asked: Asked) -> tuple[str, ...]:
    """What was asked about: the survey or the product, else the question itself."""
    topic = clean(about)[:_MOST_TOPIC].strip()
    question = clean(asked.name)[:_MOST_TOPIC].strip()
    if not topic and len(question.split()) > 3:
        topic = question
    return (topic,) if topic else ()


def day_order(dates: Iterable[str]) -> str:
    """Say which of two numbers is the day, where the dates of a file prove it.

    >>> day_order(["03/04/2024", "25/04/2024"]), day_order(["03/04/2024"])
    ('dmy', '')
    """
    found = [match for match in map(_SLASHED.fullmatch, map(str.strip, dates)) if match]
    is_dmy = any(int(match[1]) > 12 for match in found)
    is_mdy = any(int(match[2]) > 12 for match in found)
    return "" if is_dmy == is_mdy else "dmy" if is_dmy else "mdy"
