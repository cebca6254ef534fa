"""Values of Neo4j as JSON has them, written as Neo4j's own Query API writes them.

Integers that a browser would round are text, and so are numbers that JSON does not have.
"""

import base64
import math
import re
from collections.abc import Callable
from typing import Any

from neo4j import graph, spatial, time

__all__ = ["as_json"]

_EXACT = 2**53  # beyond it a browser's numbers have gaps
_ZEROS = re.compile(r"(\.\d*?)0+(?=$|[+-])")
_AXES = {2: "POINT", 3: "POINT Z"}


def as_json(value: Any) -> Any:  # noqa: ANN401 - whatever a statement returns
    """Write one value of a row.

    >>> as_json([1, 2**53 + 1, float("nan"), b"a"])
    [1, '9007199254740993', 'NaN', 'YQ==']
    """
    for kinds, write in _WRITTEN:
        if isinstance(value, kinds):
            return write(value)
    return str(value)


def _whole(value: int) -> int | str:
    return value if abs(value) <= _EXACT else str(value)


def _float(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"


def _properties(value: graph.Entity) -> dict[str, Any]:
    return {name: as_json(one) for name, one in value.items()}


def _labelled(value: graph.Node) -> dict[str, Any]:
    return {
        "elementId": value.element_id,
        "labels": sorted(value.labels),
        "properties": _properties(value),
    }


def _relationship(value: graph.Relationship) -> dict[str, Any]:
    start, end = value.nodes
    return {
        "elementId": value.element_id,
        "startNodeElementId": None if start is None else start.element_id,
        "endNodeElementId": None if end is None else end.element_id,
        "type": value.type,
        "properties": _properties(value),
    }


def _path(value: graph.Path) -> list[Any]:
    steps: list[Any] = [as_json(value.start_node)]
    for step, end in zip(value.relationships, value.nodes[1:], strict=True):
        steps += [as_json(step), as_json(end)]
    return steps


def _point(value: spatial.Point) -> str:
    numbers = " ".join(str(float(one)) for one in value)
    return f"SRID={value.srid};{_AXES[len(value)]} ({numbers})"


def _moment(value: time.DateTime | time.Time) -> str:
    return _ZEROS.sub(_without_zeros, value.iso_format()).replace("+00:00", "Z")


def _without_zeros(found: re.Match[str]) -> str:
    return found[1].removesuffix(".")


# The first that fits counts: a truth value is an integer too, a point a tuple.
_WRITTEN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    ((type(None), bool, str), lambda value: value),
    (int, _whole),
    (float, _float),
    (graph.Node, _labelled),
    (graph.Relationship, _relationship),
    (graph.Path, _path),
    (spatial.Point, _point),
    ((time.Duration, time.Date), lambda value: value.iso_format()),
    ((time.DateTime, time.Time), _moment),
    (dict, lambda value: {name: as_json(one) for name, one in value.items()}),
    ((list, tuple), lambda value: [as_json(one) for one in value]),
    ((bytes, bytearray), lambda value: base64.b64encode(value).decode()),
)
