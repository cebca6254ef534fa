"""What happened to an issue or a change, one after the other, and what is told of it by the way.

Events of issues and timelines: whoever acts is the actor, but for two words, "mentioned" and
"subscribed", whose actor is whom the text of another names; who assigned or asked to review stands
beside. Stars, forks and reactions do not say themselves where they were made: the file's name does,
where it is kept as it stood in the address (``repos/OWNER/NAME/stargazers.json``). Each becomes
what an event would tell of it; those inside answers of GraphQL are turned into the same.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.github.global_ids import number_of
from ingest.github.happened import Happened
from ingest.json.fields import id_in, object_in, objects_in, text_in

__all__ = [
    "NOBODY",
    "Around",
    "around",
    "beside",
    "beside_graph",
    "is_beside",
    "root_of",
    "stars_in",
]

_ADDRESS = re.compile(
    r"(?:^|/)repos/([^/]{1,100}/[^/]{1,100})(?:/(issues|pulls|comments)(?:/(comments))?/(\d{1,20}))?"
    r"(?=/)"
)
_OF_PERSON = re.compile(r"(?:^|/)users/([^/]{1,100})/starred")
_OF_EVENT = re.compile(
    r"https?://(?:api\.[^/]{1,200}|[^/]{1,200}/api/v3)/repos/([^/]{1,100}/[^/]{1,100})/issues/events/\d+"
)
_OF_COMMIT = re.compile(
    r"https?://(?:api\.[^/]{1,200}|[^/]{1,200}/api/v3)/repos/([^/]{1,100}/[^/]{1,100})/"
    r"(?:git/)?commits/\w{7,64}"
)
_SHOWN = re.compile(
    r"https?://[^/]{1,200}/([^/]{1,100}/[^/]{1,100})/(?:issues|pull|discussions)/\d"
)
_GHOST = {"login": "ghost"}
_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = frozenset(
    """assigned unassigned closed reopened merged mentioned subscribed unsubscribed referenced
    cross-referenced labeled unlabeled milestoned demilestoned renamed locked unlocked pinned
    unpinned review_requested review_request_removed review_dismissed head_ref_deleted
    head_ref_restored head_ref_force_pushed base_ref_changed connected disconnected transferred
    converted_to_discussion convert_to_draft ready_for_review marked_as_duplicate
    unmarked_as_duplicate added_to_project moved_columns_in_project removed_from_project
    comment_deleted deployed user_blocked
    """.split()  # noqa: SIM905
)
_ON = {
    "issue": ("issue", False),
    "pull_request": ("pull_request", False),
    "comment": ("issue", True),
    "review_comment": ("pull_request", True),
}
"""What stands beside what was reacted to, and whether that was a comment."""
_EMOJI = frozenset(
    """+1 -1 laugh confused heart hooray rocket eyes
    THUMBS_UP THUMBS_DOWN LAUGH CONFUSED HEART HOORAY ROCKET EYES""".split()  # noqa: SIM905
)
NOBODY = frozenset({"mentioned", "subscribed", "unsubscribed"})
"""Events whose actor did nothing: another's text names them, or they are told from now on."""


@dataclass(frozen=True, slots=True)
class Around:
    """Where a file's records were made, as its name says: a repository, and what in it."""

    project: str = ""
    sort: str = ""
    number: str = ""
    person: str = ""


def around(place: str) -> Around:
    """Read where a file is from as the address that it was got from.

    >>> around("/x/repos/acme/tool/issues/7/timeline.json")
    Around(project='acme/tool', sort='issue', number='7', person='')
    >>> around("/x/repos/acme/tool/issues/comments/7/reactions.json")
    Around(project='acme/tool', sort='comment', number='7', person='')
    """
    found = _ADDRESS.search(place)
    if found is None:
        person = _OF_PERSON.search(place)
        return Around(person=person[1] if person else "")
    project, first, is_comment, number = found.groups()
    sort = {"issues": "issue", "pulls": "pull_request", "comments": "commit_comment"}.get(first)
    if is_comment:
        sort = {"issues": "comment", "pulls": "review_comment"}.get(first)
    return Around(project, sort or "", number or "")


def root_of(place: str) -> Path | None:
    """Give the folder in which such addresses begin; None where a file is kept otherwise.

    >>> str(root_of("/x/repos/acme/tool/stargazers.json")), root_of("/x/stargazers.json")
    ('/x', None)
    """
    found = _ADDRESS.search(place) or _OF_PERSON.search(place)
    return Path(place[: found.start()] or "/") if found else None


def is_beside(found: dict[str, Any]) -> bool:
    """Say whether an object is an event of an issue, a star, a fork, a reaction or a commit."""
    return (
        _is_event(found)
        or _is_star(found)
        or _is_fork(found)
        or _is_reaction(found)
        or _is_commit(found)
    )


def _is_event(found: dict[str, Any]) -> bool:
    if not text_in(found, "event") or "created_at" not in found or "actor" not in found:
        return False
    if _OF_EVENT.match(text_in(found, "url")):  # whatever it is called: there are more every year
        return True
    return found["event"] in _WORDS and not found.keys().isdisjoint(("node_id", "source"))


def _is_star(found: dict[str, Any]) -> bool:
    is_whose = "login" in object_in(found, "user") or "full_name" in object_in(found, "repo")
    return is_whose and "starred_at" in found


def _is_fork(found: dict[str, Any]) -> bool:
    is_named = "/" in text_in(found, "full_name") and "login" in object_in(found, "owner")
    return is_named and found.get("fork") is True and "forks_url" in found


def _is_reaction(found: dict[str, Any]) -> bool:
    is_one = text_in(found, "content") in _EMOJI and "created_at" in found
    is_deleted = "user" in found and found["user"] is None
    return is_one and (is_deleted or "login" in object_in(found, "user"))


def _is_commit(found: dict[str, Any]) -> bool:
    inner = object_in(found, "commit") or found
    is_dated = "date" in object_in(inner, "author") and "sha" in found and "parents" in found
    return is_dated and _OF_COMMIT.match(text_in(found, "url")) is not None


def beside(found: dict[str, Any], where: Around) -> Happened:
    """What such an object tells, as an event would."""
    if _is_event(found):
        return _event(found, where)
    if _is_commit(found):
        return _commit(found)
    if _is_fork(found):
        parent = object_in(found, "parent")
        owner = object_in(parent, "owner")
        project, at = id_in(parent, "full_name") or where.project, found.get("created_at")
        return Happened(
            {"forkee": found}, object_in(found, "owner"), project, owner, "Fork", at, ""
        )
    user = object_in(found, "user")
    if "starred_at" in found:
        return _star(found, user, where)
    payload: dict[str, Any] = {"reaction": found}
    name, is_comment = _ON.get(where.sort, ("", True))
    if name:
        payload[name] = {"number": "" if is_comment else where.number}
    if is_comment and where.number:
        payload["comment"] = {"id": where.number}
    return Happened(payload, user, where.project, {}, "", found.get("created_at"), "")


def _star(found: dict[str, Any], user: dict[str, Any], where: Around) -> Happened:
    """A star: of a list of a repository's, or of what one account has starred."""
    repository = object_in(found, "repo")
    project = id_in(repository, "full_name") or where.project
    owner = object_in(repository, "owner")
    if not user and where.person:
        user = {"login": where.person}
    return Happened(found, user, project, owner, "Watch", found["starred_at"], "")


def _event(found: dict[str, Any], where: Around) -> Happened:
    address = _OF_EVENT.match(text_in(found, "url")[:2_000])
    issue = object_in(found, "issue") or object_in(found, "pull_request")
    if not issue and where.sort in ("issue", "pull_request"):
        issue = {"number": where.number}
    word = text_in(found, "event")
    payload = {
        "action": word,
        "issue": issue,
        "issue_event": number_of(found) or id_in(found, "id", "node_id"),
    }
    for name in ("assignee", "requested_reviewer", "label", "milestone"):
        if object_in(found, name):
            payload[name] = found[name]
    by = {"assigned": "assigner", "review_requested": "review_requester"}.get(word, "")
    actor = object_in(found, by) or object_in(found, "actor") or _GHOST
    project = address[1] if address else text_in(found, "project") or where.project
    return Happened(payload, actor, project, {}, "", found.get("created_at"), "")


def _commit(found: dict[str, Any]) -> Happened:
    """A commit: by the account that GitHub knows by the address, else by the address."""
    inner = object_in(found, "commit")
    written = object_in(inner or found, "author")
    account = object_in(found, "author") if inner else {}
    project = (_OF_COMMIT.match(text_in(found, "url")[:2_000]) or ["", ""])[1]
    payload = {"commit": {"sha": id_in(found, "sha"), "by": written}}
    return Happened(payload, account, project, {}, "", written.get("date"), "")


def beside_graph(found: dict[str, Any], one: dict[str, Any]) -> list[dict[str, Any]]:
    """Reactions to an object of GraphQL, and what happened to it, as REST has them."""
    listed: list[dict[str, Any]] = []
    shown = _SHOWN.match(text_in(one, "html_url")[:2_000])
    for reaction in _nodes(found, "reactions"):
        user = object_in(reaction, "user")
        if text_in(reaction, "content") in _EMOJI and user and "createdAt" in reaction:
            at = {"created_at": reaction["createdAt"], "user": _person(user)}
            listed.append({"content": reaction["content"], "about": one} | at)
    for event in _nodes(found, "timelineItems"):
        word = _WORD.sub("_", text_in(event, "__typename").removesuffix("Event")).lower()
        if word not in _WORDS or "createdAt" not in event or "actor" not in event:
            continue
        listed.append({
            "event": word,
            "project": shown[1] if shown else "",
            "node_id": id_in(event, "id"),
            "created_at": event["createdAt"],
            "actor": _person(object_in(event, "actor")),
            "assignee": _person(object_in(event, "assignee")),
            "requested_reviewer": _person(object_in(event, "requestedReviewer")),
            "label": object_in(event, "label"),
            "milestone": {"title": text_in(event, "milestoneTitle")},
            "issue": {"number": one.get("number"), "html_url": one.get("html_url")},
        })  # fmt: skip
    return listed


def stars_in(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The stars of a repository of GraphQL, as REST has them."""
    by = object_in(found, "owner")
    owner = _person(by) | {"type": text_in(by, "__typename")} if by else {}
    repository = {"full_name": id_in(found, "nameWithOwner"), "owner": owner}
    edges = objects_in(object_in(found, "stargazers"), "edges")
    return [
        {"starred_at": at, "user": _person(object_in(edge, "node")), "repo": repository}
        for edge in edges
        if (at := text_in(edge, "starredAt"))
    ]


def _person(found: dict[str, Any]) -> dict[str, Any]:
    if not id_in(found, "login"):
        return {}
    is_bot = text_in(found, "__typename") == "Bot"
    login = id_in(found, "login") + ("[bot]" if is_bot else "")
    return {"login": login, "id": number_of(found), "type": "Bot" if is_bot else ""}


def _nodes(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    inner = object_in(found, name)
    return [
        *objects_in(inner, "nodes"),
        *(object_in(edge, "node") for edge in objects_in(inner, "edges")),
    ]
