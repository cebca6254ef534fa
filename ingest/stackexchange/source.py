"""Stack Exchange: pages of its API, and dumps, with questions, answers, comments and users.

An answer is a reply to who asked; a comment is to the author of the question or answer it stands
under, and one that names another user in it answers them instead. What somebody wrote whose account
is gone has a tombstone of its own (``stackexchange:SITE/deleted/answer/13``). A person is
``stackexchange:SITE/ID``: numbers are those of one site, whose host stands in the links. Community,
whose number is -1, is a program. A comment that does not say what it is on is on the answer of that
number, where one is told, else on the question.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from graph.batch import Batch, Rejected
from graph.model import Interaction, Kind
from graph.people.identity import clean
from ingest.accounts import Introduced, Known, profile, reached
from ingest.batches.gather import Record, gather
from ingest.dates import moment_in, moment_or_none
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import id_in, list_in, object_in, objects_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.named import named
from ingest.role_addresses import BOT
from ingest.source import BadRecord, File, Reading
from ingest.stackexchange.dump import dumped, is_dump, rows, site_above
from ingest.stackexchange.teams import is_team, of_team, site_of_team
from ingest.text.written import unescaped
from ingest.told import Told

__all__ = ["StackExchange"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_TELLING = re.compile(r"stack|question|answer|comment|post|page", re.IGNORECASE)
_SORTS = (("comment", "comment_id"), ("answer", "answer_id"), ("question", "question_id"))
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_ROOT = re.compile(r"/q(?:uestions)?/(\d{1,15})(?:/|$)")
_COMMUNITY = "community"
_MOST = 1_000


class StackExchange:
    """Reads pages of the Stack Exchange API; each question, answer, ... is a record."""

    name = "stackexchange"
    meaning = "Stack Exchange, Stack Overflow, Teams: API pages, dumps (posts, comments, users)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds questions, answers, comments or users of a site."""
        if is_dump(file):
            return True
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        found = [*head.records, *list(objects_in(head.whole, "items"))[:20]]
        return any(_sort(one) or _is_user(one) or is_team(one) for one in found)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        near = reading.survey.near(file.place)
        posts = _Posts(Known(near, self.tells(file)), _site_of(file) or reading.log or "")
        if is_dump(file):
            yield from gather(_of_dump(file, posts), self.name, reading)
            return

        def said(piece: Piece) -> Said | list[Several] | None:
            found = record(piece.value)
            if piece.is_around:
                return None
            found = of_team(found) if is_team(found) else found
            if _sort(found):
                inside = _inside(found) if piece.path in ("", "items") else []
                if inside:
                    return [Several("alone", [found], {}), *inside]
                return posts.post(found)
            if _is_user(found):
                return posts.user(found)
            raise BadRecord("is no question, answer or comment of Stack Exchange", str(found)[:200])

        yield from read_json(file, reading, self.name, said, into=("items",))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold questions or answers."""
        return named(shown).is_like(_TELLING, (*_SUFFIXES, ".xml"))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who wrote the questions and answers that others answer."""
        if not self.recognises(file):
            return
        site = _site_of(file)
        if is_dump(file):
            for _, table, row in rows(file):
                if table == "posts" and row is not None:
                    yield from _told(dumped(table, row), site)
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream, ("items",)):
                if isinstance(piece.value, dict):
                    found = piece.value
                    yield from _told(of_team(found) if is_team(found) else found, site)


def _told(found: dict[str, Any], site: str) -> Iterator[Told]:
    sort, author = _sort(found), id_in(object_in(found, "owner"), "user_id")
    if author and sort in ("question", "answer"):
        yield Told("stackexchange.author", f"{site}/{sort}/{_number(found, sort)}", author)
    if sort == "answer" and id_in(found, "question_id"):
        key = f"{site}/answer/{_number(found, sort)}"
        yield Told("stackexchange.question", key, id_in(found, "question_id"))
    for one in objects_in(found, "answers"):
        if _sort(one) == "answer":
            yield from _told(one, site)


def _inside(found: dict[str, Any]) -> list[Several]:
    """The answers and comments that stand in a question or an answer; comments hold none."""
    if _sort(found) == "comment":
        return []
    is_question = _sort(found) == "question"
    answers = list_in(found, "answers") if is_question else []
    listed = [("answers", answers), ("comments", list_in(found, "comments"))]
    listed += [
        (f"comments of answer {number}", list_in(one, "comments"))
        for number, one in enumerate(answers, 1)
        if isinstance(one, dict)
    ]
    return [Several(name, values, {}) for name, values in listed if values]


def _sort(found: dict[str, Any]) -> str:
    """What an object is: a comment, an answer, a question, or "" for none of them."""
    if "creation_date" not in found or not ("owner" in found or "score" in found):
        return ""
    if "post_id" in found and "comment_id" not in found:
        sort = text_in(found, "post_type")
        return sort if sort in ("question", "answer") else ""
    return next((sort for sort, name in _SORTS if name in found), "")


def _number(found: dict[str, Any], sort: str) -> str:
    return id_in(found, f"{sort}_id", "post_id")


def _is_user(found: dict[str, Any]) -> bool:
    return {"user_id", "display_name", "user_type", "reputation"} <= found.keys()


def _site_of(file: File) -> str:
    """The host that the first links of a file name."""
    if is_dump(file):
        return site_above(file)
    head = json_head(file)
    for one in (*head.records, *list(objects_in(head.whole, "items"))[:20]):
        if is_team(one):
            return site_of_team(one)
        for link in (text_in(object_in(one, "owner"), "link"), text_in(one, "link")):
            host = _host(link)
            if host:
                return host
    return ""


def _host(link: str) -> str:
    try:
        host = (urlsplit(link[:2000]).hostname or "").lower()
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) and len(host) < _MOST else ""


class _Posts:
    """Reads the records of one file."""

    def __init__(self, known: Known, site: str) -> None:
        self.known = known
        self._site = site
        self._introduced = Introduced()

    def _person(self, found: dict[str, Any]) -> str:
        number = id_in(found, "user_id")
        if str(found.get("user_id")) == "-1":
            number = _COMMUNITY
        site = _host(text_in(found, "link")) or self._site
        if not number:
            return ""
        return f"stackexchange:{site}/{number}" if site else f"stackexchange:{number}"

    def _id(self, sort: str, number: str) -> str:
        place = f"{self._site}/{sort}" if self._site else sort
        return f"stackexchange:{place}/{number}"

    def _author(self, sort: str, number: str) -> str:
        told = self.known.value("stackexchange.author", f"{self._site}/{sort}/{number}")
        return self._person({"user_id": told}) if told else ""

    def post(self, found: dict[str, Any]) -> Said:
        sort, at = _sort(found), moment_in(found.get("creation_date"))
        owner, number = object_in(found, "owner"), _number(found, sort)
        sender = self._person(owner)
        if not number:
            raise BadRecord("has no number", str(found)[:200])
        is_gone = not sender
        sender = sender or self._id("deleted", f"{sort}/{number}")
        kind, to, parent = self._reached(found, sort)
        tags = [clean(one)[:100] for one in list_in(found, "tags")[:_MOST] if isinstance(one, str)]
        root = self._root(found, sort, parent)
        edited = moment_or_none(found.get("last_edit_date"))
        message = Interaction(
            at=at,
            kind=kind,
            channel="stackexchange",
            sender=sender,
            receivers=reached(sender, [to]),
            id=self._id(sort, number),
            thread=self._id("question", root) if root else parent,
            in_reply_to=parent,
            topics=(
                *(dict.fromkeys(filter(None, tags)) if sort == "question" else ()),
                *subject_topic(unescaped(text_in(found, "title"))),
            ),
            revision=int(edited.timestamp()) if edited else 0,
            is_bulk=sender.endswith(f"/{_COMMUNITY}"),
            text=text_in(found, "body_markdown", "body"),
        )
        name, what = unescaped(text_in(owner, "display_name")), "deleted" if is_gone else ""
        what = BOT if message.is_bulk else what
        return [message, *self._introduced.said(sender, at, name=name, kind=what)]

    def _root(self, found: dict[str, Any], sort: str, parent: str | None) -> str:
        """The question that everything here is about, where that is told; "" where it is not."""
        own = id_in(found, "question_id") or (_number(found, sort) if sort == "question" else "")
        if own or parent is None:
            return own
        under, number = parent.rsplit("/", 2)[1:]
        if under == "question":
            return number
        told = self.known.value("stackexchange.question", f"{self._site}/answer/{number}")
        link = _ROOT.search(text_in(found, "link")[:2_000])
        return told or (link[1] if link else "")

    def other(self, found: dict[str, Any]) -> Said:
        """A post that is neither question nor answer, such as what explains a tag."""
        at, number = moment_in(found.get("creation_date")), id_in(found, "post_id")
        sender = self._person(object_in(found, "owner")) or self._id("deleted", f"post/{number}")
        return [
            Interaction(at, Kind.ACTIVITY, "stackexchange", sender, id=self._id("post", number))
        ]

    def _reached(self, found: dict[str, Any], sort: str) -> tuple[Kind, str, str | None]:
        """How it reaches whom, and the id of what it stands under."""
        if sort == "question":
            return Kind.POST, "", None
        if sort == "answer":
            link = _ROOT.search(text_in(found, "link")[:2_000])
            root = id_in(found, "question_id") or (link[1] if link else "")
            if not root:
                return Kind.REPLY, "", None
            return Kind.REPLY, self._author("question", root), self._id("question", root)
        under, post = text_in(found, "post_type"), id_in(found, "post_id")
        if under not in ("question", "answer"):
            under = "answer" if self._author("answer", post) else "question"
        answered = self._person(object_in(found, "reply_to_user"))
        to = answered or self._author(under, post)
        return (Kind.REPLY if answered else Kind.COMMENT), to, self._id(under, post)

    def user(self, found: dict[str, Any]) -> Said:
        identity = self._person(found)
        if not identity:
            raise BadRecord("has no user_id", str(found)[:200])
        name, is_bot = unescaped(text_in(found, "display_name")), identity.endswith(_COMMUNITY)
        return profile(identity, reason="", name=name, is_bot=is_bot)


def _of_dump(file: File, posts: _Posts) -> Iterator[Record]:
    for line, table, row in rows(file):
        place = f"{file.shown}:{line}"
        if row is None:
            yield place, Rejected(place, "the row is not closed")
            continue
        found = dumped(table, row)
        read = posts.user if table == "users" else posts.post if _sort(found) else posts.other
        try:
            yield place, read(found)
        except BadRecord as error:
            yield place, Rejected(place, str(error), error.found)
