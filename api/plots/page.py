"""The charts as a page of its own: one file of HTML, with a table of the very numbers beside."""

from html import escape
from typing import Any

from api.plots.charts import HEIGHT, WIDTH, charts
from api.plots.shapes import Line, Mark, Shape, Words

__all__ = ["page"]

_STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:1100px;color:#1b1f24;
padding:0 1rem}svg{width:100%;height:auto}table{border-collapse:collapse;margin:1rem 0}
th,td{padding:.25rem .8rem;text-align:right;border-bottom:1px solid #d9dee4}
th:first-child,td:first-child{text-align:left}caption{text-align:left;font-weight:600}
div{overflow-x:auto}@media(max-width:40rem){svg{min-width:40rem}}"""  # a telephone scrolls it


def page(answer: dict[str, Any]) -> str:
    """Write the page: nothing in it is fetched from elsewhere."""
    title = f"Back-test: {answer['label']}, {answer['horizon_days']} days"
    about = f"as of {answer['as_of']}, run {answer['run']}"
    short = answer["shortfall"]
    told = f"<p><strong>{escape(short['text'])}</strong></p>" if short else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>{escape(title)}</h1><p>{escape(about)}</p>{told}\n{_svg(charts(answer))}\n"
        f"{_figures(answer)}\n{_bins(answer)}\n{_curve(answer)}\n</body></html>\n"
    )


def _svg(shapes: list[Shape]) -> str:
    inner = "\n".join(_drawn(shape) for shape in shapes)
    return (
        f'<div><svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        'aria-label="reliability of the probabilities, and AUC by half-life; '
        'the numbers stand in the tables below" '
        f'font-family="system-ui,sans-serif">\n{inner}\n</svg></div>'
    )


def _drawn(shape: Shape) -> str:
    if isinstance(shape, Words):
        weight = ' font-weight="600"' if shape.is_bold else ""
        return (
            f'<text x="{shape.at[0]:.1f}" y="{shape.at[1]:.1f}" text-anchor="{shape.anchor}" '
            f'font-size="{shape.size:g}" fill="{shape.colour}"{weight}>{escape(shape.text)}</text>'
        )
    if isinstance(shape, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
        dashes = ' stroke-dasharray="5 4"' if shape.is_dashed else ""
        return (
            f'<polyline points="{points}" fill="none" stroke="{shape.colour}" '
            f'stroke-width="{shape.width:g}"{dashes}/>'
        )
    return _mark(shape)


def _mark(shape: Mark) -> str:
    (x, y), (width, height) = shape.middle, shape.size
    if shape.is_round:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{width / 2:.1f}" fill="{shape.colour}"/>'
    return (
        f'<rect x="{x - width / 2:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}" fill="{shape.colour}"/>'
    )


def _figures(answer: dict[str, Any]) -> str:
    names = ("auc", "auc_low", "auc_high", "average_precision", "brier", "calibration_error")
    rows = [
        [one["name"], *(one[name] for name in names), one["model_adds"]]
        for one in (answer["model"], *answer["rules"])
        if one is not None
    ]
    columns = ["", "AUC", "low", "high", "average precision", "Brier", "calibration error",
               "model adds"]  # fmt: skip
    return _table("Model and rules", columns, rows)


def _bins(answer: dict[str, Any]) -> str:
    rows = [[one["cases"], one["said"], one["happened"]] for one in answer["reliability"]]
    return _table("Reliability", ["cases", "said", "happened"], rows)


def _curve(answer: dict[str, Any]) -> str:
    rows = [[one["half_life_days"], one["auc"]] for one in answer["half_life"]["curve"]]
    return _table("Half-life", ["days", "AUC"], rows)


def _table(title: str, columns: list[str], rows: list[list[Any]]) -> str:
    if not rows:
        return ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in columns)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>" for row in rows
    )
    caption = f"<caption>{escape(title)}</caption>"
    return f"<div><table>{caption}<tr>{heads}</tr>\n{body}</table></div>"


def _cell(value: object) -> str:
    if value is None:
        return "–"  # noqa: RUF001 - a dash for people
    if isinstance(value, float):
        return f"{value:g}" if value == round(value) else f"{value:.3f}"
    return escape(str(value))
