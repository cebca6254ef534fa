"""The charts as a picture: PNG, twice as fine as it is shown, for a slide or a report."""

import math
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from api.plots.charts import HEIGHT, WIDTH, charts
from api.plots.shapes import Line, Mark, Point, Shape, Words

__all__ = ["picture"]

_SCALE = 2
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_DASH, _GAP = 5.0, 4.0


def picture(answer: dict[str, Any]) -> bytes:
    """Draw the charts."""
    fine = 2 * _SCALE  # drawn finer still and made smaller, so that slanted lines are smooth
    image = Image.new("RGB", (round(WIDTH * fine), round(HEIGHT * fine)), "white")
    pen = ImageDraw.Draw(image)
    for shape in charts(answer):
        _draw(pen, shape, fine)
    image = image.resize((round(WIDTH * _SCALE), round(HEIGHT * _SCALE)), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    if isinstance(shape, Words):
        font = ImageFont.load_default(shape.size * scale)
        at = (shape.at[0] * scale, shape.at[1] * scale)
        thick = round(0.4 * scale) if shape.is_bold else 0
        pen.text(at, shape.text, shape.colour, font, _ANCHORS[shape.anchor], stroke_width=thick)
    elif isinstance(shape, Line):
        parts = _dashes(shape.points) if shape.is_dashed else [shape.points]
        for points in parts:
            scaled = [(x * scale, y * scale) for x, y in points]
            pen.line(scaled, shape.colour, round(shape.width * scale), joint="curve")
    else:
        _mark(pen, shape, scale)


def _mark(pen: ImageDraw.ImageDraw, shape: Mark, scale: float) -> None:
    (x, y), (width, height) = shape.middle, shape.size
    box = (
        (x - width / 2) * scale,
        (y - height / 2) * scale,
        (x + width / 2) * scale,
        (y + height / 2) * scale,
    )
    if shape.is_round:
        pen.ellipse(box, shape.colour)
    else:
        pen.rectangle(box, shape.colour)


def _dashes(points: tuple[Point, ...]) -> list[tuple[Point, Point]]:
    """Cut a straight line into dashes."""
    (x, y), (to_x, to_y) = points[0], points[-1]
    length = math.hypot(to_x - x, to_y - y)

    def at(way: float) -> Point:
        share = min(way, length) / length
        return x + (to_x - x) * share, y + (to_y - y) * share

    count = int(length // (_DASH + _GAP)) + 1 if length else 0
    return [(at(k * (_DASH + _GAP)), at(k * (_DASH + _GAP) + _DASH)) for k in range(count)]
