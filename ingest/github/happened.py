"""What happened on GitHub, before it is judged: a payload, who acted, where; and what it tells.

A payload, an event, a page and an archive all become this. What it tells of accounts is heard
before anything is read: the numbers of logins, who wrote which comment, who opened what.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.told import Told

__all__ = ["ASKED", "Happened", "accounts_in", "sort_of"]

ASKED = {"assigned": "assignee", "review_requested": "requested_reviewer"}
"""What asks somebody for something, and under which name they stand."""

_SUBJECTS = ("issue", "pull_request", "discussion")
_MOST = 200
_LONGEST = 300  # characters of a title


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: its payload, who acted, where, and what the event says of itself."""

    payload: dict[str, Any]
    actor: dict[str, Any]
    project: str
    owner: dict[str, Any]
    sort: str
    at: Any
    number: str

    @property
    def action(self) -> str:
        """What was done."""
        return text_in(self.payload, "action")

    @property
    def subject(self) -> dict[str, Any]:
        """The issue, change or discussion it is about."""
        for name in _SUBJECTS:
            found = object_in(self.payload, name)
            if found:
                return found
        return {}

    @property
    def place(self) -> str | None:
        """The id of what it is about; issues, changes and discussions share their numbers."""
        number = id_in(self.subject, "number") or id_in(self.payload, "number")
        return f"github:{self.project.lower()}#{number}" if number else None


def accounts_in(found: Happened) -> Iterator[Told]:
    """What an event tells of accounts: their numbers, and which of them wrote a comment."""
    comment = object_in(found.payload, "comment")
    people = [
        found.actor,
        found.owner,
        object_in(found.subject, "user"),
        object_in(comment, "user"),
    ]
    people += [object_in(found.payload, name) for name in (*ASKED.values(), "member")]
    for name in ("assignees", "requested_reviewers"):
        people += list(objects_in(found.subject, name))[:_MOST]
    for one in people:
        login, number = id_in(one, "login").lower(), id_in(one, "id")
        if login and number and login != "ghost":
            yield Told("github.login", login, number)
    owner = id_in(found.owner, "id") or id_in(found.owner, "login").lower()
    if owner and found.project and text_in(found.owner, "type") == "User":
        yield Told("github.owner", found.project.lower(), owner)
    if found.place and found.action == "opened" and not comment:
        author = object_in(found.subject, "user") or found.actor
        opened = id_in(author, "id") or id_in(author, "login").lower()
        if opened and id_in(author, "login").lower() != "ghost":
            yield Told("github.opened", found.place, opened)
        title = text_in(found.subject, "title")
        if title:
            yield Told("github.title", found.place, title[:_LONGEST])
    author = object_in(comment, "user")
    number = id_in(author, "id")
    if number and id_in(comment, "id") and id_in(author, "login").lower() != "ghost":
        sort = sort_of(found, comment)
        has_more = id_in(object_in(comment, "reactions"), "total_count") not in ("", "0")
        if sort in ("review_comment", "discussion_comment") or has_more:
            yield Told("github.author", f"{sort}/{id_in(comment, 'id')}", number)


def sort_of(found: Happened, comment: dict[str, Any]) -> str:
    """What a comment is on, for each sort has numbers of its own."""
    if "submitted_at" in comment:
        return "review"
    sorts = {
        "issue": "comment",
        "pull_request": "review_comment",
        "discussion": "discussion_comment",
    }
    about = next((name for name in _SUBJECTS if object_in(found.payload, name)), "")
    return sorts.get(about, "commit_comment")
