"""What happened on GitHub: whom a comment, a review, an issue, a star is to.

A comment and a review are to the author of the issue, the change or the discussion; one that
answers another comment is to its author, where that is told. Those named in a text, asked to
review or given an issue are mentioned. A star and a fork are reactions to the owner, where that is
a person. Anything else (labels, pushes, closings, removals) happened, but was no contact.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver
from graph.moments import micros
from ingest.accounts import reached
from ingest.dates import moment_in, moment_or_none
from ingest.github_people import GHOST, People, is_bot
from ingest.json_fields import id_in, object_in, objects_in, text_in
from ingest.json_records import Said
from ingest.source import BadRecord
from ingest.told import Told
from ingest.topic_words import subject_topic

__all__ = ["Happened", "accounts_in", "said"]

_SUBJECTS = ("issue", "pull_request", "discussion")
_WRITTEN = frozenset({"", "created", "edited", "submitted", "opened"})
_ASKED = {"assigned": "assignee", "review_requested": "requested_reviewer"}
_TIMES = ("updated_at", "submitted_at", "closed_at", "created_at")
_MOST = 200
_MICROS = 1_000_000


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


def said(found: Happened, people: People) -> Said:
    """What one event says."""
    if not people.account(found.actor):
        raise BadRecord("names nobody, expected sender or actor", found.number)
    comment = object_in(found.payload, "comment") or object_in(found.payload, "review")
    is_opened = found.subject and found.action in ("opened", "created", "edited")
    if comment and found.action in _WRITTEN and found.action != "opened":
        return _comment(found, comment, people)
    if is_opened and not comment and found.sort not in ("Watch", "Fork"):
        return _opened(found, people)
    if found.action in _ASKED and object_in(found.payload, _ASKED[found.action]):
        return _asked(found, people)
    if "starred_at" in found.payload or "forkee" in found.payload or found.sort == "Watch":
        return _liked(found, people)
    return _other(found, comment, people)


def accounts_in(found: Happened) -> Iterator[Told]:
    """What an event tells of accounts: their numbers, and which of them wrote a comment."""
    comment = object_in(found.payload, "comment")
    people = [
        found.actor,
        found.owner,
        object_in(found.subject, "user"),
        object_in(comment, "user"),
    ]
    people += [object_in(found.payload, name) for name in (*_ASKED.values(), "member")]
    for name in ("assignees", "requested_reviewers"):
        people += list(objects_in(found.subject, name))[:_MOST]
    for one in people:
        login, number = id_in(one, "login").lower(), id_in(one, "id")
        if login and number and login != "ghost":
            yield Told("github.login", login, number)
    author = object_in(comment, "user")
    number = id_in(author, "id")
    if number and id_in(comment, "id") and id_in(author, "login").lower() != "ghost":
        sort = _sort(found, comment)
        if sort in ("review_comment", "discussion_comment"):
            yield Told("github.author", f"{sort}/{id_in(comment, 'id')}", number)


def _sort(found: Happened, comment: dict[str, Any]) -> str:
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


def _author(found: Happened, written: dict[str, Any], people: People) -> dict[str, Any]:
    """Who wrote something; whoever acted, where it does not say."""
    author = object_in(written, "user")
    return author if people.account(author) else found.actor


def _comment(found: Happened, comment: dict[str, Any], people: People) -> Said:
    author = _author(found, comment, people)
    at = moment_in(comment.get("submitted_at") or comment.get("created_at") or found.at)
    sort = _sort(found, comment)
    number, parent = id_in(comment, "id"), id_in(comment, "in_reply_to_id", "parent_id")
    sender, to = people.account(author), people.account(object_in(found.subject, "user"))
    answered = people.known.value("github.author", f"{sort}/{parent}")
    to = f"github:{answered}" if answered else to
    message = Interaction(
        at=at,
        kind=Kind.REPLY if answered else Kind.COMMENT,
        channel="github",
        sender=sender,
        receivers=_receivers(sender, [to], text_in(comment, "body"), people),
        id=_id(found, sort, number),
        thread=found.place or _commit(found, comment),
        in_reply_to=_id(found, sort, parent) if parent else found.place,
        topics=subject_topic(text_in(found.subject, "title")),
        revision=_revision(comment, at),
        is_bulk=is_bot(author),
        text=text_in(comment, "body"),
    )
    return [message, *_people(found, at, people, author)]


def _opened(found: Happened, people: People) -> Said:
    subject, author = found.subject, _author(found, found.subject, people)
    at, sender = moment_in(subject.get("created_at") or found.at), people.account(author)
    named = [
        people.account(one)
        for name in ("assignees", "requested_reviewers")
        for one in list(objects_in(subject, name))[:_MOST]
    ]
    receivers = _receivers(sender, [], text_in(subject, "body"), people, named)
    message = Interaction(
        at=at,
        kind=Kind.MENTION if receivers else Kind.POST,
        channel="github",
        sender=sender,
        receivers=receivers,
        id=found.place,
        thread=found.place,
        topics=(*_labels(subject), *subject_topic(text_in(subject, "title"))),
        revision=_revision(subject, at) if found.action == "edited" else 0,
        is_bulk=is_bot(author),
        text=text_in(subject, "body"),
    )
    return [message, *_people(found, at, people, author)]


def _asked(found: Happened, people: People) -> Said:
    """Somebody was given an issue, or asked to review."""
    whom = object_in(found.payload, _ASKED[found.action])
    at, sender = _moment(found, found.subject), people.account(found.actor)
    receivers = _receivers(sender, [], "", people, [people.account(whom)])
    message = Interaction(
        at=at,
        kind=Kind.MENTION if receivers else Kind.ACTIVITY,
        channel="github",
        sender=sender,
        receivers=receivers,
        id=f"{found.place}#{found.action}/{people.account(whom)[7:]}/{micros(at) // _MICROS}"
        if found.place
        else None,
        thread=found.place,
        is_bulk=is_bot(found.actor),
    )
    return [message, *_people(found, at, people, whom)]


def _liked(found: Happened, people: People) -> Said:
    """A star or a fork: to the owner, where that is a person rather than an organization."""
    sender, fork = people.account(found.actor), object_in(found.payload, "forkee")
    written = found.payload.get("starred_at") or fork.get("created_at") or found.at
    if written is None and text_in(found.payload, "action") == "deleted":
        return _facts(found, people)
    owner = people.account(found.owner) if text_in(found.owner, "type") == "User" else ""
    sort = "fork" if fork else "star"
    at = moment_in(written)
    message = Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="github",
        sender=sender,
        receivers=_receivers(sender, [owner], "", people),
        id=f"github:{found.project.lower()}#{sort}/{sender[7:]}",
        is_bulk=is_bot(found.actor),
    )
    return [message, *_people(found, at, people)]


def _other(found: Happened, comment: dict[str, Any], people: People) -> Said:
    written = comment or found.subject
    if found.at is None and not any(name in written for name in _TIMES):
        return _facts(found, people)
    at = _moment(found, written)
    own = f"github:event/{found.number}" if found.number else None
    if comment and found.action == "deleted":
        own = f"{_id(found, _sort(found, comment), id_in(comment, 'id'))}#deleted"
    sender = people.account(found.actor)
    bulk = is_bot(found.actor)
    message = Interaction(
        at, Kind.ACTIVITY, "github", sender, id=own, thread=found.place, is_bulk=bulk
    )
    return [message, *_people(found, at, people)]


def _facts(found: Happened, people: People) -> Said:
    """What has no date of its own: that somebody is a member of a repository, and the like."""
    whom = object_in(found.payload, "member") or found.actor
    identity = people.account(whom)
    if not identity or not found.project:
        raise BadRecord("has no date, expected created_at", found.action)
    return [Fact(identity, "repository", found.project.lower()[:200])]


def _people(found: Happened, at: datetime, people: People, *others: dict[str, Any]) -> Said:
    said: Said = []
    for one in (found.actor, *others, object_in(found.subject, "user")):
        said += people.told(one, at) if one else []
    return said


def _receivers(
    sender: str, to: list[str], text: str, people: People, named: list[str] | None = None
) -> tuple[Receiver, ...]:
    if sender == GHOST:
        return ()
    everybody = [*(named or []), *people.mentioned(text)]
    whom = [one for one in to if one != GHOST]
    return reached(sender, whom, [one for one in everybody if one != GHOST])


def _id(found: Happened, sort: str, number: str) -> str | None:
    if not number:
        return None
    return f"github:{found.project.lower()}/{sort}/{number}"


def _commit(found: Happened, comment: dict[str, Any]) -> str | None:
    commit = id_in(comment, "commit_id")
    return f"github:{found.project.lower()}@{commit}" if commit else None


def _moment(found: Happened, written: dict[str, Any]) -> datetime:
    dated = next((written[name] for name in _TIMES if written.get(name)), None)
    return moment_in(found.at or dated)


def _revision(written: dict[str, Any], at: datetime) -> int:
    """What is edited is later than it was made, by so many seconds."""
    changed = moment_or_none(written.get("updated_at"))
    return max((micros(changed) - micros(at)) // _MICROS, 0) if changed else 0


def _labels(subject: dict[str, Any]) -> tuple[str, ...]:
    names = [id_in(one, "name").lower() for one in list(objects_in(subject, "labels"))[:_MOST]]
    return tuple(dict.fromkeys(filter(None, names)))
