"""GitHub's events of before 2015, as GH Archive has them: people by login, comments by number.

There the actor is a name with attributes beside it, and most payloads hold numbers only. Whose an
issue is tells the event that opened it; a text is not told. They are turned into what events have
said since.
"""

import re
from typing import Any

from ingest.github.happened import Happened
from ingest.json.fields import id_in, object_in, text_in

__all__ = ["is_old", "old"]

_PLACE = re.compile(r"/(?:issues|pull)/(?:issue/)?(\d{1,20})(?:[#/].*)?$")


def is_old(found: dict[str, Any]) -> bool:
    """Say whether an object is an event of before 2015."""
    actor, sort = found.get("actor"), text_in(found, "type")
    if not isinstance(actor, str) or not sort.endswith("Event") or "created_at" not in found:
        return False
    return "owner" in object_in(found, "repository") or "actor_attributes" in found


def old(found: dict[str, Any]) -> Happened:
    """An event of before 2015 as those of today."""
    repository, attributes = object_in(found, "repository"), object_in(found, "actor_attributes")
    owner, name = id_in(repository, "owner"), id_in(repository, "name")
    actor = {
        "login": id_in(found, "actor"),
        "type": text_in(attributes, "type"),
        "name": text_in(attributes, "name"),
    }
    sort = text_in(found, "type").removesuffix("Event")
    is_person = owner and not text_in(repository, "organization")
    return Happened(
        _payload(found, sort, actor),
        actor,
        f"{owner}/{name}" if owner and name else "",
        {"login": owner, "type": "User"} if is_person else {},
        sort,
        found.get("created_at"),
        "",
    )


def _payload(found: dict[str, Any], sort: str, actor: dict[str, Any]) -> dict[str, Any]:
    payload, at = object_in(found, "payload"), found.get("created_at")
    place = _PLACE.search(text_in(found, "url")[:2_000])
    number = id_in(payload, "number") or (place[1] if place else "")
    about: dict[str, Any] = {"number": number} if number else {}
    if sort == "Issues" and not object_in(payload, "issue"):
        opened = {"user": actor, "created_at": at} if payload.get("action") == "opened" else {}
        return {"action": payload.get("action"), "issue": about | opened}
    if sort == "Fork":
        return {"forkee": {"id": payload.get("forkee"), "created_at": at}}
    comment = object_in(payload, "comment")
    if sort in ("IssueComment", "CommitComment", "PullRequestReviewComment"):
        bare = {"id": payload.get("comment_id"), "commit_id": payload.get("commit")}
        told = {"user": actor, "created_at": at} | (comment or bare)
        subject = {"IssueComment": "issue", "CommitComment": ""}.get(sort, "pull_request")
        return {"action": "created", "comment": told} | ({subject: about} if subject else {})
    return payload
