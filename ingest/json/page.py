"""Pages of APIs as tables: an object that holds one array of records, and little else.

OData 2 writes ``{"d": {"results": [...]}}``, OData 4 ``{"value": [...]}``, Oracle and others
``{"items": [...], "count": 25, "hasMore": true}``. Dates of OData 2, ``/Date(1583020800000)/``, are
turned into ``2020-03-01T00:00:00Z``; what it says of a record as such, ``__metadata``, is left out.
"""

import re
from typing import Any

from ingest.dates import moment_or_none

__all__ = ["begin_of_page", "plain_record", "records_of_page"]

_HOLDERS = ("value", "results", "result", "items", "data", "records", "rows")
_BEGIN = re.compile(
    r'\s*\{\s*(?:"d"\s*:\s*\{\s*)?'
    r'(?:"[^"]{1,60}"\s*:\s*(?:"(?:[^"\\]|\\.){0,2000}"|[\w.+-]{1,40})\s*,\s*){0,12}'
    rf'"(?:{"|".join(_HOLDERS)}|d)"\s*:\s*\[\s*(?=\{{)'
)
_DATE = re.compile(r"/Date\(-?\d{1,16}(?:[+-]\d{4})?\)/")


def begin_of_page(text: str) -> int | None:
    """Where the first record of a page begins; None where a text is no page.

    >>> begin_of_page('{"d": {"results": [{"a": 1}]}}'), begin_of_page('{"a": 1}')
    (19, None)
    """
    found = _BEGIN.match(text)
    return found.end() if found else None


def records_of_page(found: Any) -> list[Any]:  # noqa: ANN401
    """The records of a page, or the array that is none.

    >>> records_of_page({"d": {"results": [{"a": 1}]}}), records_of_page([{"a": 1}])
    ([{'a': 1}], [{'a': 1}])
    """
    if isinstance(found, list):
        return found
    if not isinstance(found, dict):
        return []
    inner = found.get("d", found)
    if isinstance(inner, dict):
        inner = next((inner[one] for one in _HOLDERS if isinstance(inner.get(one), list)), [])
    return inner if isinstance(inner, list) else []


def plain_record(record: Any) -> Any:  # noqa: ANN401
    """A record without the ways of OData 2.

    >>> plain_record({"__metadata": {}, "At": "/Date(1583020800000)/"})
    {'At': '2020-03-01T00:00:00Z'}
    """
    if isinstance(record, dict):
        return {key: plain_record(one) for key, one in record.items() if key != "__metadata"}
    if isinstance(record, list):
        return [plain_record(one) for one in record]
    if isinstance(record, str) and _DATE.fullmatch(record):
        at = moment_or_none(record)
        return at.isoformat().replace("+00:00", "Z") if at else record
    return record
