"""What happened on GitHub: whom a comment, a review, an issue, a star is to.

A comment and a review are to the author of the issue, the change or the discussion; one that
answers another comment is to its author, where that is told. Those named in a text, asked to
review or given an issue are mentioned. A star and a fork are reactions to the owner, where that is
a person. Anything else (labels, pushes, closings, removals) happened, but was no contact.
"""

from datetime import datetime
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver
from graph.moments import micros
from ingest.accounts import reached
from ingest.dates import moment_in, moment_or_none
from ingest.github.commits import committed
from ingest.github.happened import ASKED, Happened, sort_of
from ingest.github.people import GHOST, People, is_bot
from ingest.github.timeline import NOBODY
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["said"]

_WRITTEN = frozenset({"", "created", "edited", "submitted", "opened"})
_TIMES = ("updated_at", "submitted_at", "closed_at", "created_at")
_MOST = 200
_MICROS = 1_000_000
_CHANGES = {
    "closed": "", "reopened": "", "locked": "", "unlocked": "", "pinned": "", "unpinned": "",
    "transferred": "", "ready_for_review": "", "convert_to_draft": "",
    "labeled": "label", "unlabeled": "label", "milestoned": "milestone",
    "demilestoned": "milestone", "unassigned": "assignee",
    "review_request_removed": "requested_reviewer",
}  # fmt: skip
"""What webhooks, events and pages all tell of an issue, and what each is about."""
_CALLED = {"converted_to_draft": "convert_to_draft"}
_SHORT = {"thumbs_up": "+1", "thumbs_down": "-1"}
"""Reactions that REST calls otherwise than GraphQL."""


def said(found: Happened, people: People) -> Said:
    """What one event says."""
    if object_in(found.payload, "commit"):
        return committed(found, people)
    if not people.account(found.actor):
        raise BadRecord("names nobody, expected sender or actor", found.number)
    comment = object_in(found.payload, "comment") or object_in(found.payload, "review")
    if "reaction" in found.payload:
        return _reacted(found, comment, people)
    return _said(found, comment, people)


def _said(found: Happened, comment: dict[str, Any], people: People) -> Said:
    is_opened = found.subject and found.action in ("opened", "created", "edited")
    if comment and found.action in _WRITTEN and found.action != "opened":
        return _comment(found, comment, people)
    if is_opened and not comment and found.sort not in ("Watch", "Fork"):
        return _opened(found, people)
    if found.action in ASKED and object_in(found.payload, ASKED[found.action]):
        return _asked(found, people)
    if found.action in NOBODY and "issue_event" in found.payload:
        return _named(found, people)
    if "starred_at" in found.payload or "forkee" in found.payload or found.sort == "Watch":
        return _liked(found, people)
    return _other(found, comment, people)


def _author(found: Happened, written: dict[str, Any], people: People) -> dict[str, Any]:
    """Who wrote something; whoever acted, where it does not say."""
    author = object_in(written, "user")
    return author if people.account(author) else found.actor


def _comment(found: Happened, comment: dict[str, Any], people: People) -> Said:
    author = _author(found, comment, people)
    at = moment_in(comment.get("submitted_at") or comment.get("created_at") or found.at)
    sort = sort_of(found, comment)
    number, parent = id_in(comment, "id"), id_in(comment, "in_reply_to_id", "parent_id")
    sender, to = people.account(author), _opener(found, people)
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
        topics=subject_topic(_title(found, people)),
        revision=_revision(comment, at),
        is_bulk=is_bot(author),
        text=text_in(comment, "body"),
    )
    return [message, *_people(found, at, people, author)]


def _opener(found: Happened, people: People) -> str:
    """Who opened what a comment is on, where that or another event tells."""
    told = people.account(object_in(found.subject, "user"))
    if told or found.place is None:
        return told
    opened = people.known.value("github.opened", found.place)
    return people.known_by(opened) if opened else ""


def _title(found: Happened, people: People) -> str:
    own = text_in(found.subject, "title")
    return own or (people.known.value("github.title", found.place) if found.place else "")


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
    whom = object_in(found.payload, ASKED[found.action])
    at, sender = _moment(found, found.subject), people.account(found.actor)
    receivers = _receivers(sender, [], "", people, [people.account(whom)])
    message = Interaction(
        at=at,
        kind=Kind.MENTION if receivers else Kind.ACTIVITY,
        channel="github",
        sender=sender,
        receivers=receivers,
        id=_asking(found, people.account(whom)[7:], at) or _issue_event(found),
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
    if not found.owner:
        told = people.known.value("github.owner", found.project.lower())
        owner = people.known_by(told) if told else ""
    sort = "fork" if fork else "star"
    at = moment_in(written)
    message = Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="github",
        sender=sender,
        receivers=_receivers(sender, [owner], "", people),
        id=f"github:{found.project.lower()}#{sort}/{sender[7:]}" if found.project else None,
        is_bulk=is_bot(found.actor),
    )
    return [message, *_people(found, at, people)]


def _reacted(found: Happened, comment: dict[str, Any], people: People) -> Said:
    """A reaction: to the author of the comment, the issue or the change."""
    sort, number = sort_of(found, comment), id_in(comment, "id")
    to = people.account(object_in(comment, "user"))
    told = people.known.value("github.author", f"{sort}/{number}") if comment and not to else ""
    to = people.known_by(told) if told else to if comment else _opener(found, people)
    about = _id(found, sort, number) if comment else found.place
    at, sender = moment_in(found.at), people.account(found.actor)
    own = text_in(found.payload["reaction"], "content").lower()
    message = Interaction(
        at=at,
        kind=Kind.REACTION,
        channel="github",
        sender=sender,
        receivers=_receivers(sender, [to], "", people),
        id=f"{about}#{_SHORT.get(own, own)}/{sender[7:]}" if found.project and about else None,
        thread=found.place,
        in_reply_to=about if found.project else None,
        is_bulk=is_bot(found.actor),
    )
    return [message, *_people(found, at, people)]


def _named(found: Happened, people: People) -> Said:
    """Somebody a text names, or who is told of what follows: they did nothing, and it has no more.

    Whoever wrote that text has named them there.
    """
    login = id_in(found.actor, "login")
    return [Fact(people.account(found.actor), "handle", f"@{login}"[:_MOST])]


def _other(found: Happened, comment: dict[str, Any], people: People) -> Said:
    written = comment or found.subject
    if found.at is None and not any(name in written for name in _TIMES):
        return _facts(found, people)
    at = _changed_at(found)
    own = _change(found, at) or _issue_event(found)
    own = own or (f"github:event/{found.number}" if found.number else None)
    if comment and found.action == "deleted":
        own = f"{_id(found, sort_of(found, comment), id_in(comment, 'id'))}#deleted"
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


def _issue_event(found: Happened) -> str | None:
    number = id_in(found.payload, "issue_event")
    return f"github:issue_event/{number}" if number else None


def _asking(found: Happened, whom: str, at: datetime) -> str | None:
    if not found.place:
        return None
    return f"{found.place}#{found.action}/{whom}/{micros(at) // _MICROS}"


def _changed_at(found: Happened) -> datetime:
    """When something happened; what was closed says so itself, but for a later look at it."""
    closed = found.subject.get("closed_at") if found.action == "closed" else None
    if closed and "issue_event" not in found.payload:
        return moment_in(closed)
    return _moment(found, object_in(found.payload, "comment") or found.subject)


def _change(found: Happened, at: datetime) -> str | None:
    """The id of a change to an issue that its page tells as well as a webhook and an event.

    Of labels, milestones and people several may change in one second; a change that does not name
    its own goes by its number alone.
    """
    if found.place is None or object_in(found.payload, "comment"):
        return None
    action = _CALLED.get(found.action, found.action)
    if action not in _CHANGES:
        return None
    name = _CHANGES[action]
    inner = object_in(found.payload, name)
    what = id_in(inner, "name", "title", "login").lower() if name else ""
    if name and not what:
        return None
    return f"{found.place}#{action}/{what[:_MOST]}{'/' if what else ''}{micros(at) // _MICROS}"


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
