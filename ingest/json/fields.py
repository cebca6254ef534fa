"""Careful looks into JSON of unknown shape: what is not what it should be is as good as absent.

Exports write numbers as text, null for what is empty, one object where a list is meant. Each look
gives a value of one sort, so that nobody who reads a record has to ask what it is.
"""

import math
from collections.abc import Iterator
from typing import Any

from graph.people.identity import clean
from ingest.source import BadRecord

__all__ = [
    "count_in", "id_in", "is_true", "list_in", "object_in", "objects_in", "record", "text_in",
]  # fmt: skip

_LONGEST_ID = 200
_TRUE = ("true", "1", "t")
_MOST_DIGITS = 15  # of a float that still says which whole number was meant


def record(value: Any) -> dict[str, Any]:  # noqa: ANN401  # JSON holds anything
    """Give a record as an object; a BadRecord says that it is none."""
    if isinstance(value, dict):
        return value
    raise BadRecord("is no JSON object, expected {...}", str(value)[:200])


def text_in(found: dict[str, Any], *names: str) -> str:
    """Give the first text there is under these names, as it stands; "" where there is none.

    >>> text_in({"text": None, "full_text": "hi"}, "text", "full_text"), text_in({"n": 3}, "n")
    ('hi', '3')
    """
    for name in names:
        value = found.get(name)
        if isinstance(value, str):
            if value:
                return value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            return _digits(value)
    return ""


def id_in(found: dict[str, Any], *names: str) -> str:
    """Give the first id there is under these names as clean text; 0, "", -1 and null are none.

    >>> id_in({"id": 1169246717864136705}, "id_str", "id"), id_in({"id": "-1"}, "id")
    ('1169246717864136705', '')
    """
    for name in names:
        value = found.get(name)
        if value.__class__ is str:
            if value.isalnum() and value.isascii() and len(value) <= _LONGEST_ID:
                if value != "0":
                    return str(value)
                continue
            value = clean(value)[:_LONGEST_ID]
        elif value.__class__ is int or value.__class__ is float:
            value = _digits(value)
        else:
            continue
        if value not in ("", "0", "-1"):
            return value
    return ""


def count_in(found: dict[str, Any], name: str) -> int | None:
    """Give a whole number, written as one or as text.

    >>> count_in({"retweet_count": "12"}, "retweet_count"), count_in({}, "retweet_count")
    (12, None)
    """
    text = text_in(found, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def object_in(found: dict[str, Any], *path: str) -> dict[str, Any]:
    """Give the object at the end of a path; empty where there is none."""
    value: Any = found
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def list_in(found: dict[str, Any], name: str) -> list[Any]:
    """Give a list; empty where there is none."""
    value = found.get(name)
    return value if isinstance(value, list) else []


def objects_in(found: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """Give the objects of a list, or the one object that stands in its place.

    >>> list(objects_in({"to": [{"id": 1}, None]}, "to")), list(objects_in({"to": {"id": 1}}, "to"))
    ([{'id': 1}], [{'id': 1}])
    """
    value = found.get(name)
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def is_true(found: dict[str, Any], name: str) -> bool:
    """Say whether a member is true, as a word or a text: the 1 of a CSV file, the t of a database.

    >>> is_true({"deleted": "true"}, "deleted"), is_true({"deleted": 0}, "deleted")
    (True, False)
    """
    value = found.get(name)
    return value is True or value == 1 or (isinstance(value, str) and value.lower() in _TRUE)


def _digits(value: float) -> str:
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else ""
    if not math.isfinite(value) or abs(value) >= 10**_MOST_DIGITS:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
