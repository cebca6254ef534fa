"""GitHub: payloads of webhooks, events of its API and of GH Archive, pages of its interfaces.

A payload names the sender and the repository; an event wraps the same payload with its actor. Each
is a record, whatever happened: a comment, an issue, a review, a star, a push. Of pages each issue,
change, discussion, comment, review and account is one.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.github.activity import said
from ingest.github.happened import Happened, accounts_in
from ingest.github.old import is_old, old
from ingest.github.pages import inside, is_account, is_page, page, reaction
from ingest.github.people import People, account_tells
from ingest.github.timeline import Around, around, beside, is_beside, root_of
from ingest.json.fields import id_in, object_in, objects_in, record, text_in
from ingest.json.head import Head, json_head, mentions
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["GitHub"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_MARKS = ("actor", "sender", "site_admin", "starred_at", "starredAt")
_ADDRESSES = (b"github", b"/api/v3/")  # that pages are full of
_FEW = 5
_NOWHERE = Around()
_TELLING = re.compile(
    r"github|event|payload|webhook|issue|pull|pr|comment|review|star|fork|member|user|discussion|timeline|reaction|commit"
    r"|\d{4}-\d\d(?!-\d\d$)",  # as the archives of an hour are called; a whole day is Slack's
    re.IGNORECASE,
)


class GitHub:
    """Reads payloads of GitHub's webhooks and events of its API."""

    name = "github"
    meaning = "GitHub: webhook payloads, events, GH Archive, REST and GraphQL pages, gh's JSON"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds payloads, events, or pages."""
        if file.suffix not in _SUFFIXES or not _may_be(file):
            return False
        head = json_head(file)
        found = [*head.records, *list(objects_in(head.whole, "items"))[:20], *_slurped(head)]
        if any(_happened(one) is not None or is_account(one) for one in found):
            return True
        return any(map(inside, head.records[:_FEW]))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        people = People(Known(reading.survey.near(file.place), self.tells(file)))
        where = around(file.place)

        def told(piece: Piece) -> Said | Several | None:
            if piece.is_around:
                return None
            if isinstance(piece.value, list) and not piece.above:
                return Several("page", piece.value, {"data": None})
            found = record(piece.value)
            happened = _happened(found, where)
            if happened is not None:
                return said(happened, people)
            if is_account(found):
                return people.profile(found)
            objects = inside(found) if not piece.above else []
            if objects:
                return Several("object", objects, {"data": None})
            raise BadRecord("is no event, payload or page of GitHub", str(found)[:200])

        yield from read_json(file, reading, self.name, told, into=("items",))

    def root(self, file: File) -> Path | None:
        """Give the folder in which pages are kept under names like their addresses."""
        return root_of(file.place)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold payloads, events or pages."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the numbers of logins, and who wrote what others answer."""
        if not self.recognises(file):
            return
        where = around(file.place)
        with file.path.open("rb") as stream:
            for piece in pieces(stream, ("items",)):
                listed = piece.value if isinstance(piece.value, list) else [piece.value]
                for found in listed:
                    yield from _told(found, where) if isinstance(found, dict) else ()


def _told(found: dict[str, Any], where: Around) -> Iterator[Told]:
    happened = _happened(found, where)
    if happened is not None:
        yield from accounts_in(happened)
    elif is_account(found):
        yield from account_tells(found)
    else:
        for one in inside(found):
            inner = _happened(one, where)
            yield from accounts_in(inner) if inner else ()


def _slurped(head: Head) -> Iterator[dict[str, Any]]:
    """The first records of pages that stand in one list, as ``gh api --slurp`` gives them."""
    pages = head.value[:_FEW] if isinstance(head.value, list) else []
    for page_of in pages:
        if isinstance(page_of, list):
            yield from (one for one in page_of[:20] if isinstance(one, dict))


def _may_be(file: File) -> bool:
    """Whether a file may be GitHub's: asked of every JSON file, before it is read."""
    return mentions(file, *_MARKS) or any(one in file.head for one in _ADDRESSES)


def _happened(found: dict[str, Any], where: Around = _NOWHERE) -> Happened | None:
    """What an object says that happened; None where it is none of those that say so."""
    if _is_event(found):
        return _event(found)
    if _is_payload(found):
        return _payload(found)
    if is_page(found):
        return page(found)
    if is_beside(found):
        return reaction(found) if "about" in found else beside(found, where)
    return old(found) if is_old(found) else None


def _is_event(found: dict[str, Any]) -> bool:
    actor, repository = object_in(found, "actor"), object_in(found, "repo")
    is_named = "login" in actor and "/" in text_in(repository, "name")
    return is_named and text_in(found, "type").endswith("Event") and "created_at" in found


def _is_payload(found: dict[str, Any]) -> bool:
    sender, repository = object_in(found, "sender"), object_in(found, "repository")
    is_about = "full_name" in repository or "login" in object_in(found, "organization")
    return "login" in sender and "id" in sender and is_about


def _event(found: dict[str, Any]) -> Happened:
    repository = object_in(found, "repo")
    return Happened(
        object_in(found, "payload"),
        object_in(found, "actor"),
        id_in(repository, "name"),
        {},
        text_in(found, "type").removesuffix("Event"),
        found.get("created_at"),
        id_in(found, "id"),
    )


def _payload(found: dict[str, Any]) -> Happened:
    repository = object_in(found, "repository")
    name = id_in(repository, "full_name") or id_in(object_in(found, "organization"), "login")
    owner = object_in(repository, "owner")
    return Happened(found, object_in(found, "sender"), name, owner, "", None, "")
