"""Numbers in GitHub's global ids: GraphQL names by them what REST and webhooks name by a number.

    MDEyOklzc3VlQ29tbWVudDE=                  until 2021: 012:IssueComment1 in base64
    RRE_lADOTFWU5M8AAAABIsCXZM8AAAAGgPLoMw    since: an array in base64, its last is the number

The array is MessagePack's: of 0, the repository, what it is in, and itself.
"""

import base64
import binascii
import re
from typing import Any

from ingest.json.fields import id_in

__all__ = ["number_in", "number_of"]

_LONGEST = 200
_NEW = re.compile(r"[A-Z]{1,8}[a-z]?_([\w-]{2,})")
_OLD = re.compile(rb"\d{2,4}:[A-Za-z]{2,60}(\d{1,20})")
_ARRAY = 0x90  # and its length in the lower half
_PLAIN = 0x80  # below it a byte is a number
_WIDTHS = {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}


def number_of(found: dict[str, Any]) -> str:
    """The number of an object, as any of its ids tells it; "" where none does.

    >>> number_of({"id": "MDQ6VXNlcjU4MzIzMQ=="})
    '583231'
    """
    told = id_in(found, "databaseId") or id_in(found, "fullDatabaseId")
    own = id_in(found, "id")
    return told or (own if own.isdigit() else number_in(own) or number_in(id_in(found, "node_id")))


def number_in(global_id: str) -> str:
    """The number that a global id holds; "" where it holds none.

    >>> number_in("RRE_lADOTFWU5M8AAAABIsCXZM8AAAAGgPLoMw"), number_in("MDQ6VXNlcjE=")
    ('27933206579', '1')
    """
    if len(global_id) > _LONGEST:
        return ""
    new = _NEW.fullmatch(global_id)
    text = new[1] if new else global_id
    try:
        told = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return ""
    if new:
        return _last(told)
    old = _OLD.fullmatch(told)
    return old[1].decode() if old else ""


def _last(told: bytes) -> str:
    """The last of an array of numbers; "" where it is anything else."""
    count, place, found = told[0] - _ARRAY, 1, ""
    if not 0 < count < 16:
        return ""
    for _ in range(count):
        first = told[place : place + 1]
        if not first:
            return ""
        width = _WIDTHS.get(first[0], 0)
        if first[0] >= _PLAIN and not width:
            return ""
        body = told[place + 1 : place + 1 + width] if width else first
        if len(body) != (width or 1):
            return ""
        found, place = str(int.from_bytes(body, "big")), place + 1 + width
    return found if place == len(told) else ""
