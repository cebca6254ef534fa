"""GitHub's pages: what its REST and GraphQL interfaces and its command line give, as what happened.

An issue, a change or a discussion in a page was opened by its author; a comment or a review in a
page says by an address what it is on. Objects of GraphQL and of ``gh`` (``author``, ``createdAt``)
are read as those of REST (``user``, ``created_at``); what stands inside them as if it stood alone.
Numbers are those at the end of addresses, so that a page and a webhook tell of the same comment.
"""

import re
from typing import Any

from ingest.github.global_ids import number_of
from ingest.github.happened import Happened
from ingest.github.timeline import beside_graph, stars_in
from ingest.json.fields import id_in, object_in, objects_in, text_in

__all__ = ["inside", "is_account", "is_page", "page", "reaction"]

_GHOST = {"login": "ghost"}
_REST = re.compile(
    r"https?://(?:api\.[^/]{1,200}|[^/]{1,200}/api/v3)/repos/([^/]{1,100}/[^/]{1,100})(?:/|$)"
)
_SHOWN = re.compile(
    r"https?://[\w.-]{0,100}github[\w.-]{1,100}/([^/]{1,100}/[^/]{1,100})/(issues|pull|discussions|commit)/(\w{1,64})"
    r"(?:/files|/changes)?(?:#(issuecomment-|discussion_r|r|discussioncomment-|pullrequestreview-"
    r"|commitcomment-)(\d{1,20}))?$"
)
_NUMBER = re.compile(r"/(?:issues|pulls)/(\d{1,20})$")
_ACCOUNT = frozenset({"login", "id", "type"})
_PROFILE = frozenset({"site_admin", "followers_url", "public_repos", "node_id"})
_MOST = 20_000  # objects of one answer
_KEPT = frozenset(
    {"issue", "pull_request", "issue_comment", "pull_request_review", "commit_comment",
     "pull_request_review_comment"}
)  # fmt: skip
_PASSED = ("author", "labels", "assignees", "editor", "milestone", "reviewRequests", "replyTo",
           "reactions")  # fmt: skip


def is_account(found: dict[str, Any]) -> bool:
    """Say whether an object is an account, as lists of members and profiles have them."""
    return found.keys() >= _ACCOUNT and bool(_PROFILE & found.keys()) and "user" not in found


def is_page(found: dict[str, Any]) -> bool:
    """Say whether an object is an issue, a change, a comment or a review of the REST interface.

    So are those of the archive that an account or an organization is given of itself.
    """
    found = _of_archive(found)
    if "user" not in found or not ("created_at" in found or "submitted_at" in found):
        return False
    return bool(_project(found)) and (_is_comment(found) or {"number", "title"} <= found.keys())


def page(found: dict[str, Any]) -> Happened:
    """An object of a page, as an event would tell of it."""
    found = _of_archive(found)
    author = object_in(found, "user") or _GHOST
    shown = _SHOWN.match(text_in(found, "html_url"))
    at = found.get("submitted_at") or found.get("created_at")
    if not _is_comment(found):
        is_change = "head" in found or "pull_request" in found or (shown and shown[2] == "pull")
        sort = "discussion" if shown and shown[2] == "discussions" else ""
        sort = sort or ("pull_request" if is_change else "issue")
        payload = {"action": "opened", sort: found}
    else:
        payload = {"action": "created", "comment": found}
        about = "issue" if "issue_url" in found else "pull_request"
        if "discussion_url" in found:
            about = "discussion"
        number = _number(found)
        if number:
            payload[about] = {"number": number}
    return Happened(payload, author, _project(found), {}, "", at, "")


def reaction(found: dict[str, Any]) -> Happened:
    """A reaction of an answer of GraphQL, which knows what it is about."""
    about = page(found["about"])
    payload = {**about.payload, "action": "", "reaction": found}
    at = found.get("created_at")
    return Happened(payload, object_in(found, "user"), about.project, {}, "", at, "")


def _of_archive(found: dict[str, Any]) -> dict[str, Any]:
    """An object of an archive as one of REST: there people and places are addresses."""
    address, user = text_in(found, "url")[:2_000], found.get("user")
    shown = _SHOWN.match(address)
    if text_in(found, "type") not in _KEPT or shown is None or isinstance(user, dict):
        return found
    login = user.rpartition("/")[2] if isinstance(user, str) else ""
    one = found | {"html_url": address, "user": {"login": login} if login else None}
    if shown[5] is None:
        return one | {"number": shown[3]} if "title" in found else found
    on = address.partition("#")[0].replace("/pull/", "/pulls/")
    name = {"issuecomment-": "issue_url", "commitcomment-": ""}.get(shown[4], "pull_request_url")
    return one | {"id": shown[5]} | ({name: on} if name else {})


def _is_comment(found: dict[str, Any]) -> bool:
    if "submitted_at" in found and "pull_request_url" in found:
        return True
    is_on = any(name in found for name in ("issue_url", "pull_request_url", "discussion_url"))
    return "body" in found and "title" not in found and (is_on or "commit_id" in found)


def _project(found: dict[str, Any]) -> str:
    for name in ("repository_url", "issue_url", "pull_request_url", "url"):
        address = _REST.match(text_in(found, name)[:2_000])
        if address:
            return address[1]
    shown = _SHOWN.match(text_in(found, "html_url")[:2_000])
    return shown[1] if shown else ""


def _number(found: dict[str, Any]) -> str:
    for name in ("issue_url", "pull_request_url"):
        address = _NUMBER.search(text_in(found, name)[:2_000])
        if address:
            return address[1]
    shown = _SHOWN.match(text_in(found, "html_url")[:2_000])
    return shown[3] if shown and shown[2] != "commit" else ""


def inside(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The issues, changes, discussions, comments and reviews in an answer, each as REST has it.

    >>> answer = {"number": 7, "title": "x", "url": "https://github.com/a/b/issues/7",
    ...           "author": {"login": "ann"}, "createdAt": "2026-03-02T09:00:00Z"}
    >>> [(one["number"], one["user"]["login"]) for one in inside({"data": {"nodes": [answer]}})]
    [(7, 'ann')]
    """
    listed: list[dict[str, Any]] = []
    left: list[tuple[Any, str]] = [(found, "")]
    while left and len(listed) < _MOST:
        value, above = left.pop()
        if isinstance(value, list):
            left += [(one, above) for one in reversed(value)]
        elif isinstance(value, dict):
            if "nameWithOwner" in value:
                listed += stars_in(value)
            one = value if is_page(value) else _of_graph(value, above)
            if one:
                listed.append(one)
                listed += beside_graph(value, one) if one is not value else []
                above = text_in(one, "html_url").partition("#")[0] or above
            left += [
                (inner, above)
                for name, inner in reversed(value.items())
                if name not in _PASSED and one is not value and isinstance(inner, dict | list)
            ]
    return listed


def _of_graph(found: dict[str, Any], above: str) -> dict[str, Any]:
    """An object of GraphQL as one of REST; empty where it is neither a subject nor a comment."""
    at = text_in(found, "submittedAt") or text_in(found, "createdAt")
    if "author" not in found or not at:
        return {}
    address = text_in(found, "url")[:2_000]
    shown = _SHOWN.match(address) or _SHOWN.match(above)
    if shown is None:
        return {}
    is_subject = "number" in found and "title" in found
    number = (_SHOWN.match(address) or {5: None})[5]
    one: dict[str, Any] = {
        "id": number or number_of(found) or found.get("id"),
        "user": _account(found.get("author")),
        "body": text_in(found, "body", "bodyText"),
        "created_at": at,
        "updated_at": found.get("lastEditedAt"),
        "html_url": address or above,
    }
    if is_subject:
        return one | {
            "number": found.get("number"),
            "title": text_in(found, "title"),
            "labels": _nodes(found, "labels"),
            "assignees": [_account(each) for each in _nodes(found, "assignees")],
        }
    place = f"{above or address.partition('#')[0]}".replace("/pull/", "/pulls/")
    names = {"issues": "issue_url", "pull": "pull_request_url", "discussions": "discussion_url"}
    name = "issue_url" if (shown[4] or "") == "issuecomment-" else names.get(shown[2], "")
    if not name:
        return {}
    one[name] = place
    if "submittedAt" in found:
        one["submitted_at"] = at
    answered = object_in(found, "replyTo")
    if answered:
        parent = _SHOWN.match(text_in(answered, "url"))
        one["in_reply_to_id"] = (parent and parent[5]) or number_of(answered)
    return one


def _account(found: Any) -> dict[str, Any] | None:  # noqa: ANN401  # JSON holds anything
    """An author; bots have no mark of their name."""
    if not isinstance(found, dict) or not id_in(found, "login"):
        return None
    login, is_bot = id_in(found, "login"), found.get("is_bot") is True
    is_bot = is_bot or text_in(found, "__typename") == "Bot"
    login = login.removeprefix("app/").removesuffix("[bot]") + ("[bot]" if is_bot else "")
    return {
        "login": login,
        "id": number_of(found),
        "name": text_in(found, "name"),
        "type": "Bot" if is_bot else "",
    }


def _nodes(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects of a list, or of a connection's nodes."""
    inner = object_in(found, name)
    return list(objects_in(inner, "nodes") if inner else objects_in(found, name))
