"""Dates such as 01/02/2026 in tables: which number is the day, told by the column, else asked.

An export writes its dates as its account's language does: 12/31/2025 in the United States,
31/12/2025 nearly everywhere else. A column of which one number is above 12 tells its order; one of
which none is takes the order of the other columns of the file, if these agree. Where nothing tells
it, such dates stay unread, the file has a warning that says what to do, and a mapping decides:

    [dates]
    order = "dmy"

In a column that shows both orders only dates that can be read in one way are read. A column is one
of dates where four of five of its cells are.

Cost: one look over the bytes of a file, and where it has such dates one over its rows.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import Misuse
from ingest.rows.sheet import Sheet

__all__ = ["Slashes", "is_dates_mapping", "order_told", "slashes_of"]

_DATE = re.compile(
    r"(?:[^\W\d]{2,12}\.?,? )?(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})"
    r"((?:,? |T)\s*\d{1,2}[:.]\d\d.{0,20})?"
)
_BYTES = re.compile(rb"(?<![\d/-])\d{1,2}([/-])\d{1,2}\1\d\d")
_ORDERS = ("dmy", "mdy")
_CHUNK = 2**20
_SHARE = 0.8


@dataclass(slots=True)
class _Column:
    dates: int = 0
    others: int = 0
    first: int = 0
    second: int = 0
    sample: str = ""

    def see(self, cell: str) -> None:
        found = _DATE.fullmatch(cell)
        if found is None:
            self.others += 1
            return
        self.dates += 1
        self.first, self.second = max(self.first, int(found[1])), max(self.second, int(found[3]))
        self.sample = self.sample or cell

    @property
    def is_dates(self) -> bool:
        return self.dates > 0 and self.dates >= _SHARE * (self.dates + self.others)

    @property
    def order(self) -> str:
        """What the column shows: an order, "both", or "" where it shows none."""
        if self.first > 12 and self.second > 12:
            return "both"
        return "dmy" if self.first > 12 else "mdy" if self.second > 12 else ""


@dataclass(frozen=True, slots=True)
class Slashes:
    """How a table writes such dates: the order of each column of them, "" where nothing tells."""

    orders: dict[int, str] = field(default_factory=dict)
    samples: dict[str, str] = field(default_factory=dict)

    def written(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """The cells of a row, with such dates as 2026-02-01 as far as their order is known.

        >>> Slashes({1: "dmy"}).written(("1/2/2026", "1/2/2026 9:30"))
        ('1/2/2026', '2026-02-01 9:30')
        """
        if not self.orders:
            return cells
        return tuple(
            _iso(cell, self.orders[k]) if k in self.orders else cell for k, cell in enumerate(cells)
        )

    def reason(self, found: str) -> str:
        """Why a date is not read that its table leaves open; "" for any other text."""
        if ("" not in self.samples and "both" not in self.samples) or not _DATE.fullmatch(found):
            return ""
        return (
            f"date {found[:40]!r} may be of two days, expected 2026-03-01, "
            'or a mapping with [dates] and order = "dmy" or "mdy"'
        )

    def warnings(self, shown: str) -> list[str]:
        """What to tell of a table's dates: how they were read, or what to do where nothing says."""
        said = {
            "dmy": "were read with the day first, as the numbers above 12 show",
            "mdy": "were read with the month first, as the numbers above 12 show",
            "both": "stand in a column that has days first and months first; those that may be of "
            'two days are not read: order = "dmy" or "mdy" under [dates] in a --mapping decides',
            "": "may be of two days and are not read: write "
            'order = "dmy" or "mdy" under [dates] in a file, and name it with --mapping',
        }
        return [
            f"{shown}: dates such as {self.samples[order]} {text}"
            for order, text in said.items()
            if order in self.samples
        ]


def _iso(cell: str, order: str) -> str:
    found = _DATE.fullmatch(cell)
    if found is None or not order:
        return cell
    first, second = int(found[1]), int(found[3])
    if order == "both":
        order = "dmy" if first > 12 else "mdy" if second > 12 else ""
    if not order:
        return cell
    day, month = (first, second) if order == "dmy" else (second, first)
    year = int(found[4])
    if len(found[4]) == 2:
        year += 2000 if year < 70 else 1900
    return f"{year:04}-{month:02}-{day:02}{(found[5] or '').replace(', ', ' ')}"


def slashes_of(sheet: Sheet, path: Path, told: str = "") -> Slashes:
    """Look over a table; *told* is the order that somebody named, which holds throughout."""
    if not sheet.encoding.startswith("utf-16") and not _has_any(path):
        return Slashes()
    columns = [_Column() for _ in sheet.names]
    for row in sheet.rows(path):
        for column, cell in zip(columns, row.cells, strict=False):
            if cell:
                column.see(cell)
    dated = {k: one for k, one in enumerate(columns) if one.is_dates}
    if told:
        return Slashes(dict.fromkeys(dated, told))
    shown = {one.order for one in dated.values()} - {""}
    of_file = next(iter(shown)) if len(shown) == 1 and shown <= {*_ORDERS} else ""
    orders = {k: one.order or of_file for k, one in dated.items()}
    return Slashes(orders, _samples(orders, dated))


def _samples(orders: dict[int, str], dated: dict[int, _Column]) -> dict[str, str]:
    found: dict[str, str] = {}
    for k, order in orders.items():
        found.setdefault(order, dated[k].sample)
    return found


def _has_any(path: Path) -> bool:
    with path.open("rb") as stream:
        kept = b""
        while block := stream.read(_CHUNK):
            if _BYTES.search(kept + block):
                return True
            kept = block[-16:]
    return False


def is_dates_mapping(path: Path) -> bool:
    """Say whether a mapping says nothing but how dates are written, and so is for any source."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8")).keys() == {"dates"}
    except (OSError, ValueError):
        return False


def order_told(path: Path | None) -> str:
    """The order that a mapping names, "" where it names none; a Misuse says what is wrong."""
    if path is None:
        return ""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("dates", {})
    except (OSError, ValueError) as error:
        raise Misuse(f"{path} cannot be read as TOML: {error}") from error
    order = table.get("order", "") if isinstance(table, dict) else table
    if table and order not in _ORDERS:
        raise Misuse(f'{path}: [dates] must have order = "dmy" or "mdy", found {order!r}')
    return str(order)
