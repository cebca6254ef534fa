"""Stack Exchange's dumps: Posts.xml, Comments.xml and Users.xml of a site, one row a line.

A row becomes what the interface would say of it. The site is the name of a folder above
(``datascience.stackexchange.com``), else the log's name. A dump does not tell whom a comment
answers, so it is to the author of what it stands under. Votes, badges and histories tell of nobody
or nothing new, and are left out.

Cost: a line at a time, of which a megabyte is read at most.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import Any

from ingest.source import File

__all__ = ["dumped", "is_dump", "rows", "site_above"]

_OPENED = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(posts|comments|users)>\s*<row Id=")
_ATTRIBUTE = re.compile(r'([A-Za-z]{1,40})="([^"]*)"')
_HOST = re.compile(r"((?:[a-z0-9-]+\.)+(?:com|net|org|io))(?:\.7z|\.zip|\.tar\.gz)?", re.IGNORECASE)
_LONGEST = 2**20
_SORTS = {"1": "question_id", "2": "answer_id"}


def is_dump(file: File) -> bool:
    """Say whether a file is one of the three tables of a dump."""
    return (
        file.suffix == ".xml" and _OPENED.match(file.head.removeprefix(b"\xef\xbb\xbf")) is not None
    )


def _table(file: File) -> str:
    found = _OPENED.match(file.head.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode() if found else ""


def site_above(file: File) -> str:
    """Give the host that a folder above is called by, or ""."""
    parts = PurePosixPath(file.place or file.shown).parts[:-1]
    named = (_HOST.fullmatch(part) for part in reversed(parts))
    return next((found[1].lower() for found in named if found), "")


def rows(file: File) -> Iterator[tuple[int, str, dict[str, str] | None]]:
    """Read the rows with their lines and the table they stand in; None for one that is damaged."""
    table = _table(file)
    with file.path.open("rb") as stream:
        number = 0
        while line := stream.readline(_LONGEST):
            number += 1
            text = line.decode("utf-8", "replace").strip()
            is_cut = not line.endswith(b"\n") and len(line) == _LONGEST
            while is_cut and (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
                pass
            at = text.find("<row ")
            if at < 0:
                continue
            is_whole = text.endswith(("/>", "</row>", f"</{table}>")) and not is_cut
            cells = {name: unescape(value) for name, value in _ATTRIBUTE.findall(text[at:])}
            yield number, table, cells if is_whole else None


def dumped(table: str, row: dict[str, str]) -> dict[str, Any]:
    """A row as the interface would have it; of a post that is neither one its type."""
    owner = {
        "user_id": row.get("OwnerUserId") or row.get("UserId"),
        "display_name": row.get("OwnerDisplayName") or row.get("UserDisplayName") or "",
    }
    found: dict[str, Any] = {"creation_date": row.get("CreationDate"), "owner": owner}
    if table == "users":
        return {"user_id": row.get("Id"), "display_name": row.get("DisplayName", "")}
    if table == "comments":
        found |= {"comment_id": row.get("Id"), "post_id": row.get("PostId")}
        return found | {"body": row.get("Text", "")}
    number = _SORTS.get(row.get("PostTypeId", ""), "post_id")
    found |= {number: row.get("Id"), "body": row.get("Body", "")}
    found["last_edit_date"] = row.get("LastEditDate")
    if number == "answer_id":
        found["question_id"] = row.get("ParentId")
    tags = re.split(r"[<>|]+", row.get("Tags", ""))
    return found | {"title": row.get("Title", ""), "tags": [one for one in tags if one]}
