"""Shapes: what a picture is made of, in points from the top left, and axes to put them on."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Axes", "Line", "Mark", "Shape", "Words"]

INK, DIM, GRID = "#1b1f24", "#5b6470", "#d9dee4"

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A line through points; dashed where it only guides the eye."""

    points: tuple[Point, ...]
    colour: str
    width: float = 2.0
    is_dashed: bool = False


@dataclass(frozen=True)
class Mark:
    """A filled box, or a disc where it is round, around its middle."""

    middle: Point
    size: Point
    colour: str
    is_round: bool = True


@dataclass(frozen=True)
class Words:
    """A line of text: at its left end, middle or right end."""

    text: str
    at: Point
    anchor: str = "start"
    size: float = 12.0
    colour: str = INK
    is_bold: bool = False


Shape = Line | Mark | Words


@dataclass(frozen=True)
class Axes:
    """A frame with two scales; *low* and *high* are (x, y), x may be logarithmic."""

    left: float
    top: float
    width: float
    height: float
    low: Point
    high: Point
    is_log: bool = False
    shapes: list[Shape] = field(default_factory=list)

    def place(self, x: float, y: float) -> Point:
        """Give the point of two values."""
        scale: Callable[[float], float] = math.log if self.is_log else float
        share = (scale(x) - scale(self.low[0])) / (scale(self.high[0]) - scale(self.low[0]))
        up = (y - self.low[1]) / (self.high[1] - self.low[1])
        return self.left + share * self.width, self.top + (1 - up) * self.height

    def grid(self, xs: list[float], ys: list[float], name_x: str, name_y: str) -> None:
        """Draw the lines of both scales with their numbers, and what they are."""
        bottom = self.top + self.height
        for x in xs:
            at, _ = self.place(x, self.low[1])
            self.shapes.append(Line(((at, self.top), (at, bottom)), GRID, 1))
            self.shapes.append(Words(f"{x:g}", (at, bottom + 18), "middle", colour=DIM))
        for y in ys:
            _, at = self.place(self.low[0], y)
            self.shapes.append(Line(((self.left, at), (self.left + self.width, at)), GRID, 1))
            self.shapes.append(Words(f"{y:g}", (self.left - 8, at + 4), "end", colour=DIM))
        middle = self.left + self.width / 2
        self.shapes.append(Words(name_x, (middle, bottom + 40), "middle"))
        self.shapes.append(Words(name_y, (self.left - 38, self.top - 12)))

    def line(self, values: list[Point], colour: str, *, is_dashed: bool = False) -> None:
        """Draw a line through pairs of values."""
        points = tuple(self.place(x, y) for x, y in values)
        self.shapes.append(Line(points, colour, 1.5 if is_dashed else 2.5, is_dashed))
