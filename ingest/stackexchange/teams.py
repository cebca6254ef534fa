"""Stack Overflow for Teams and Enterprise: pages of version 3 of their interface.

There names are written together (``questionId``), an owner is an account of the team, and each
object has one ``id``. They become what version 2 says of the same. Numbers are those of one team,
whose address (``stackoverflowteams.com/c/TEAM``) or host is the site.
"""

import re
from typing import Any

from ingest.json.fields import id_in, object_in, objects_in, text_in

__all__ = ["is_team", "of_team", "site_of_team"]

_SITE = re.compile(
    r"https?://(stackoverflowteams\.com/c/[\w-]{1,100}|[\w.-]{3,200}?)(?:/c/([\w-]{1,100}))?"
    r"/(?:questions|q|a|answers|users)/\d"
)
_MARKS = frozenset({"id", "owner", "creationDate", "webUrl"})


def is_team(found: dict[str, Any]) -> bool:
    """Say whether an object is a question or an answer of a team."""
    if not found.keys() >= _MARKS or not site_of_team(found):
        return False
    return "questionId" in found or {"title", "answerCount"} <= found.keys()


def site_of_team(found: dict[str, Any]) -> str:
    """Give the site of an object by its address.

    >>> site_of_team({"webUrl": "https://stackoverflowteams.com/c/acme/questions/7"})
    'stackoverflowteams.com/c/acme'
    >>> site_of_team({"webUrl": "https://acme.stackenterprise.co/questions/7"})
    'acme.stackenterprise.co'
    """
    shown = _SITE.match(text_in(found, "webUrl")[:2_000])
    if shown is None:
        return ""
    return f"{shown[1]}/c/{shown[2]}".lower() if shown[2] else shown[1].lower()


def of_team(found: dict[str, Any]) -> dict[str, Any]:
    """An object of a team as version 2 has it."""
    owner = object_in(found, "owner")
    one: dict[str, Any] = {
        "owner": {"user_id": owner.get("id"), "display_name": text_in(owner, "name")},
        "creation_date": found["creationDate"],
        "last_edit_date": found.get("lastEditDate"),
        "score": found.get("score"),
        "body": text_in(found, "bodyMarkdown", "body"),
    }
    if "questionId" in found:
        return one | {"answer_id": found["id"], "question_id": found["questionId"]}
    tags = [id_in(tag, "name") for tag in objects_in(found, "tags")]
    return one | {"question_id": found["id"], "title": text_in(found, "title"), "tags": tags}
