"""Facebook's Graph API: posts, comments, reactions and conversations, with ids of people.

A person is ``facebook:ID``. A comment is to the author of the comment it answers, else of the post
it stands under; those tagged in it are mentioned. A reaction has no time, and gets that of what it
is about. Who wrote is told only to those who may know it: without ``from`` it is rejected.
"""

from collections.abc import Iterator
from typing import Any

from graph.model import Fact, Interaction, Kind, Receiver, Role
from ingest.dates import moment_in
from ingest.json.fields import id_in, list_in, object_in, objects_in, text_in
from ingest.json.records import Said, Several
from ingest.meta.names import name_of
from ingest.source import BadRecord
from ingest.text.written import hashtags

__all__ = ["INSIDE", "Graph", "asked_by_ids", "is_graph"]

_MOST = 500
INSIDE = ("comments", "reactions", "likes", "messages")
_NO_FROM = "names no author, expected from (it is given only to those with permission)"


def is_graph(found: dict[str, Any]) -> bool:
    """Say whether an object is a post, comment or message of the Graph API."""
    if not id_in(found, "id") or "created_time" not in found:
        return False
    author = object_in(found, "from")
    has_author = {"id", "name"} <= author.keys() or "id" in author
    own = id_in(found, "id").replace("_", "")
    is_own = own.isdigit() or own.startswith(("m", "t"))
    if has_author and is_own:
        return True
    marks = {"message", "story", "permalink_url", "attachments", "message_tags", "shares"}
    return "_" in id_in(found, "id") and own.isdigit() and bool(marks & found.keys())


def asked_by_ids(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Give what an answer holds that was asked for by ids (``?ids=``); none of another answer.

    >>> asked_by_ids({"9_1": {"id": "9_1"}, "9_2": {"id": "9_2"}}), asked_by_ids({"id": "9_1"})
    ([{'id': '9_1'}, {'id': '9_2'}], [])
    """
    inside = {number: one for number, one in found.items() if isinstance(one, dict)}
    is_by_ids = any(id_in(one, "id") == number for number, one in inside.items())
    return list(inside.values()) if is_by_ids else []


class Graph:
    """Reads the objects of one file, and remembers who wrote what may be answered."""

    def __init__(self) -> None:
        self._authors: dict[str, str] = {}

    def opened(self, found: dict[str, Any]) -> list[Several]:
        """An object and all that stands inside it, as records of their own."""
        records: list[Several] = []
        nowhere: dict[str, Any] = {}
        left = [(one, nowhere) for one in reversed(asked_by_ids(found) or [found])]
        while left:
            one, within = left.pop()
            own = {
                "id": id_in(one, "id"),
                "author": id_in(object_in(one, "from"), "id"),
                "at": one.get("created_time"),
                "thread": within.get("thread") or id_in(one, "id"),
            }
            is_only_around = within is nowhere and any(name in one for name in INSIDE)
            if "created_time" in one or not is_only_around:
                bare = {name: value for name, value in one.items() if name not in INSIDE}
                records.append(Several("graph", [bare], within))
            for name in ("reactions", "likes"):
                reacted = list_in(object_in(one, name), "data")
                records.append(Several("reaction", reacted, own))
            around = own if "created_time" in one else {}
            inside = [
                *list_in(object_in(one, "comments"), "data"),
                *list_in(object_in(one, "messages"), "data"),
            ]
            left += [(each, around) for each in reversed(inside) if isinstance(each, dict)]
            bad = [each for each in inside if not isinstance(each, dict)]
            records.append(Several("graph", bad, around))
        return records

    def said(self, found: dict[str, Any], within: dict[str, Any]) -> Said:
        """What a post, comment or message says."""
        author = object_in(found, "from")
        sender = _person(author)
        if not sender:
            raise BadRecord(_NO_FROM, id_in(found, "id"))
        own = id_in(found, "id")
        if len(self._authors) < 1_000_000:
            self._authors[own] = sender
        to = list(objects_in(object_in(found, "to"), "data"))[:_MOST]
        tagged = list(_tagged(found))
        kind, receivers, parent = self._reached(found, within, own)
        is_message = bool(to) and own.startswith(("m_", "m.", "aW"))
        if is_message:
            kind, receivers = Kind.MESSAGE, [Receiver(one) for one in map(_person, to) if one]
        else:
            tagged = [*to, *tagged]
        there = {sender, *(one.identity for one in receivers)}
        for one in dict.fromkeys(map(_person, tagged)):
            if one and one not in there:
                receivers.append(Receiver(one, Role.MENTIONED))
        if kind is Kind.POST and receivers:
            kind = Kind.MENTION
        people = [author, *to, *tagged]
        first = own.partition("_")[0] if kind in (Kind.COMMENT, Kind.REPLY) else ""
        return [
            Interaction(
                at=moment_in(found.get("created_time")),
                kind=kind,
                channel="facebook",
                sender=sender,
                receivers=tuple(one for one in receivers if one.identity != sender),
                id=f"facebook:{own}" if own else None,
                thread=f"facebook:{within.get('thread') or first or own}",
                in_reply_to=f"facebook:{parent}" if parent else None,
                topics=hashtags(text_in(found, "message")),
                text=text_in(found, "message"),
            ),
            *_names(people, found),
        ]

    def _reached(
        self, found: dict[str, Any], within: dict[str, Any], own: str
    ) -> tuple[Kind, list[Receiver], str]:
        """What an object is, whom it is to, and what it answers."""
        above = id_in(within, "id")
        parent = object_in(found, "parent")
        number = id_in(parent, "id")
        is_comment = bool(above or number or "comment_count" in found or "can_remove" in found)
        if not is_comment:
            return Kind.POST, [], ""
        to = _person(object_in(parent, "from")) or self._authors.get(number, "")
        if not to and not number:
            to = f"facebook:{within['author']}" if within.get("author") else ""
        # an answer stands inside a comment, whose id has two parts, or names it as its parent
        is_reply = bool(number) or (within.get("thread") or "") not in ("", above)
        kind = Kind.REPLY if is_reply else Kind.COMMENT
        first = own.partition("_")[0] if "_" in own else ""
        return kind, [Receiver(to)] if to else [], number or above or first

    def reaction(self, found: dict[str, Any], within: dict[str, Any]) -> Said:
        """A reaction or a like: who, and what about."""
        sender = _person(found)
        if not sender:
            raise BadRecord("names nobody who reacted, expected id", str(found)[:200])
        if not within.get("id"):
            raise BadRecord("is a reaction that does not say what it is about", str(found)[:200])
        author = f"facebook:{within['author']}" if within.get("author") else ""
        return [
            Interaction(
                at=moment_in(found.get("created_time") or within.get("at")),
                kind=Kind.REACTION,
                channel="facebook",
                sender=sender,
                receivers=(Receiver(author),) if author not in ("", sender) else (),
                id=f"facebook:{within['id']}#reaction/{id_in(found, 'id')}",
                thread=f"facebook:{within.get('thread') or within['id']}",
                in_reply_to=f"facebook:{within['id']}",
            ),
            *_names([found], {}),
        ]


def _person(found: dict[str, Any]) -> str:
    number = id_in(found, "id")
    return f"facebook:{number}" if number else ""


def _tagged(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("message_tags", "with_tags", "story_tags"):
        inside = found.get(name)
        listed: list[Any] = []
        if isinstance(inside, list):
            listed = inside
        elif isinstance(inside, dict):  # by where they stand in the text: {"0": [...]}
            listed = [one for value in inside.values() for one in _listed(value)]
        for one in listed[:_MOST]:
            if isinstance(one, dict) and text_in(one, "type") in ("", "user", "page"):
                yield one


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(people: list[dict[str, Any]], found: dict[str, Any]) -> Iterator[Fact]:
    try:
        at = moment_in(found.get("created_time"))
    except BadRecord:
        at = None
    for one in people:
        identity, name = _person(one), name_of(one.get("name"))
        if identity and name:
            yield Fact(identity, "seen_name", name, at)
