"""Described: what is said of a measure of people or of pairs, for the API, the CLI and the docs."""

from dataclasses import dataclass
from math import inf
from typing import ClassVar

__all__ = ["Described"]


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a measure says, how it is made, between which values it lies.

    ``more`` finishes the sentence "a high value says that ..."; ``undefined`` says who has no
    value, empty where everybody has one; ``unit`` what the values count, empty for plain numbers;
    ``is_sampled`` whether large graphs are estimated. ``is_kept`` says that every run holds it; the
    others are made when somebody asks for them.
    """

    of: ClassVar[str]
    name: str
    meaning: str
    formula: str
    low: float
    high: float
    more: str
    undefined: str = ""
    largest_first: bool = True
    unit: str = ""
    is_sampled: bool = False
    is_kept: bool = False

    def row(self) -> dict[str, str | float | bool | None]:
        """Give what is said about the measure, with no limit as None."""
        return {
            "name": self.name,
            "of": self.of,
            "meaning": self.meaning,
            "formula": self.formula,
            "low": None if self.low == -inf else self.low,
            "high": None if self.high == inf else self.high,
            "more": self.more,
            "undefined": self.undefined or None,
            "unit": self.unit or None,
            "largest_first": self.largest_first,
            "is_sampled": self.is_sampled,
            "is_kept": self.is_kept,
        }
