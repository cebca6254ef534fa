"""Instagram's Graph API, as business accounts are read: media with comments and answers to them.

A person is ``instagram:@handle``. A comment is to whose media it is on, an answer to who wrote the
comment. Handles are given only where they are asked for (``fields=username,comments{username}``).
"""

import re
from typing import Any

from graph.model import Interaction, Kind, Receiver
from ingest.dates import moment_in
from ingest.json.fields import id_in, list_in, object_in, text_in
from ingest.json.records import Said, Several
from ingest.meta.names import Names
from ingest.source import BadRecord
from ingest.text.written import hashtags

__all__ = ["by_id", "is_graph", "opened", "said_of"]

_ID = re.compile(r"1[78]\d{15}")
_MEDIA = ("media_type", "media_product_type")
_INSIDE = ("comments", "replies", "children")
_NO_AUTHOR = "names no author, expected username (it is given only where fields ask for it)"


def is_graph(found: dict[str, Any]) -> bool:
    """Say whether an object is a medium or a comment of the Graph API."""
    if not (_ID.fullmatch(id_in(found, "id")) and "timestamp" in found):
        return False
    is_comment = "text" in found and bool(_handle(found))
    return is_comment or any(name in found for name in _MEDIA)


def by_id(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The objects of an answer that gives each under its number."""
    listed = [one for key, one in found.items() if isinstance(one, dict) and key in one.values()]
    return [one for one in listed if is_graph(one)] if len(listed) == len(found) else []


def opened(found: dict[str, Any]) -> list[Several]:
    """An object and the comments and answers inside it, as records of their own."""
    records: list[Several] = []
    left: list[tuple[dict[str, Any], dict[str, Any]]] = [(found, {})]
    while left:
        one, above = left.pop()
        bare = {name: value for name, value in one.items() if name not in _INSIDE}
        records.append(Several("graph", [bare], above))
        around = {"id": id_in(one, "id"), "author": _handle(one)}
        around["thread"] = above.get("thread") or around["id"]
        inside = [
            each for name in _INSIDE[:2] for each in list_in(object_in(one, name), "data")
        ]  # fmt: skip
        left += [(each, around) for each in reversed(inside) if isinstance(each, dict)]
        bad = [each for each in inside if not isinstance(each, dict)]
        records.append(Several("graph", bad, around))
    return records


def said_of(found: dict[str, Any], above: dict[str, Any], names: Names) -> Said:
    """What a medium or a comment says, and whom it is to by what it stands in."""
    own, sender = id_in(found, "id"), names.handle(_handle(found))
    if not sender:
        raise BadRecord(_NO_AUTHOR, own)
    parent = (
        id_in(above, "id") or id_in(found, "parent_id") or id_in(object_in(found, "media"), "id")
    )
    is_media = any(name in found for name in _MEDIA)
    is_answer = "parent_id" in found or above.get("thread", parent) != parent
    kind = Kind.POST if is_media else Kind.REPLY if is_answer else Kind.COMMENT
    to = names.handle(text_in(above, "author"))
    text = text_in(found, "caption", "text")
    return [
        Interaction(
            at=moment_in(found.get("timestamp")),
            kind=kind,
            channel="instagram",
            sender=sender,
            receivers=(Receiver(to),) if to not in ("", sender) else (),
            id=f"instagram:{own}" if own else None,
            thread=f"instagram:{above.get('thread') or parent or own}",
            in_reply_to=f"instagram:{parent}" if parent and not is_media else None,
            topics=hashtags(text),
            text=text,
        )
    ]


def _handle(found: dict[str, Any]) -> str:
    for one in (found, object_in(found, "from"), object_in(found, "owner")):
        if text_in(one, "username"):
            return text_in(one, "username")
    return ""
