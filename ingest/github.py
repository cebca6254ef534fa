"""GitHub: payloads of webhooks, and events of the Events API and of GH Archive.

A payload names the sender and the repository; an event wraps the same payload with its actor. Each
is a record, whatever happened: a comment, an issue, a review, a star, a push.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.github_activity import Happened, accounts_in, said
from ingest.github_people import People
from ingest.json_fields import id_in, object_in, record, text_in
from ingest.json_head import json_head, mentions
from ingest.json_pieces import Piece, pieces
from ingest.json_records import Said, read_json
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["GitHub"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_TELLING = re.compile(
    r"github|event|payload|webhook|issue|pull|comment|review|star|fork|member|discussion|\d{4}-\d\d",
    re.IGNORECASE,
)


class GitHub:
    """Reads payloads of GitHub's webhooks and events of its API."""

    name = "github"
    meaning = "GitHub: webhook payloads, Events API, GH Archive (issues, comments, reviews, stars)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds payloads or events."""
        if file.suffix not in _SUFFIXES or not mentions(file, "actor", "sender"):
            return False
        return any(_is_event(one) or _is_payload(one) for one in json_head(file).records)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every event of a file into batches."""
        people = People(Known(reading.survey.near(file.place), self.tells(file)))

        def told(piece: Piece) -> Said:
            found = record(piece.value)
            if _is_event(found):
                return said(_event(found), people)
            if _is_payload(found):
                return said(_payload(found), people)
            raise BadRecord("is no event or payload of GitHub, expected sender", str(found)[:200])

        yield from read_json(file, reading, self.name, told)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold payloads or events."""
        path = named(shown)
        return path.suffix.lower() in _SUFFIXES and bool(_TELLING.search(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the numbers of logins, and who wrote the comments that others answer."""
        if not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream):
                if isinstance(piece.value, dict):
                    found = piece.value
                    happened = _event(found) if _is_event(found) else _payload(found)
                    yield from accounts_in(happened)


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
