"""Mattermost: answers of its API, bulk exports of a server, and compliance exports.

The API gives pages of posts (``order`` and ``posts``), lists of posts, users, channels, members of
channels and reactions. A bulk export is a file of lines, each with its type. Each post, reply
included, user, channel and reaction is a record.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.batches.gather import gather
from ingest.json.fields import id_in, object_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.mattermost.bulk import Bulk, is_line
from ingest.mattermost.compliance import (
    is_compliance,
    is_xml,
    records_of_csv,
    records_of_xml,
    tells_of_csv,
)
from ingest.mattermost.posts import Posts, is_channel, is_member, is_post, is_reaction, is_user
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Mattermost"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_TELLING = re.compile(r"mattermost|user|member|channel|post|import|export|data", re.IGNORECASE)
_GROUP = re.compile(r"[\w.-]{1,64}(?:, ?[\w.-]{1,64}){1,10}")
_DIRECT = re.compile(r"([a-z0-9]{8,32})__([a-z0-9]{8,32})")


class Mattermost:
    """Reads answers of the Mattermost API and bulk exports; each post, user, ... is a record."""

    name = "mattermost"
    meaning = "Mattermost: API pages, bulk export, compliance exports (CSV, Actiance XML)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds posts, users, channels or lines of a bulk export."""
        if file.suffix not in _SUFFIXES:
            return is_compliance(file)
        head = json_head(file)
        listed = object_in(head.whole, "posts")
        found = [*head.records, *(one for one in listed.values() if isinstance(one, dict))]
        return any(is_line(one) or _is_ours(one) for one in found[:40])

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        known = Known(reading.survey.near(file.place), self.tells(file))
        posts, bulk = Posts(known), Bulk(reading.log)
        if file.suffix not in _SUFFIXES:
            warnings: list[str] = []
            read = records_of_csv(file, known, posts, warnings.append)
            found = records_of_xml(file, known) if is_xml(file) else read
            yield from gather(found, self.name, reading, warnings=warnings)
            return

        def said(piece: Piece) -> Said | Several | None:
            found = record(piece.value)
            if is_line(found):
                return bulk.said(found)
            listed = found.get("posts")
            if isinstance(listed, dict) and not piece.path:
                return Several("posts", list(listed.values()), {})
            return _one(found, posts)

        yield from read_json(file, reading, self.name, said)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may list users, channels or posts."""
        return named(shown).is_like(_TELLING, (*_SUFFIXES, ".csv"))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose ids are whose, who is in a direct channel, and who wrote what is answered."""
        if file.suffix == ".csv":
            yield from tells_of_csv(file)
            return
        if not self.recognises(file) or any(is_line(one) for one in json_head(file).records):
            return
        for found in _listed(file):
            yield from _told(found)


def _told(found: dict[str, Any]) -> Iterator[Told]:
    own = id_in(found, "id")
    if is_post(found):
        if not id_in(found, "root_id"):
            yield Told("mattermost.author", own, id_in(found, "user_id"))
    elif is_user(found):
        yield Told("mattermost.user", id_in(found, "username").lower(), own)
        yield Told("mattermost.email", text_in(found, "email").lower(), own)
        if found.get("is_bot") is True:
            yield Told("mattermost.bot", own, own)
    elif is_channel(found):
        both = _DIRECT.fullmatch(id_in(found, "name"))
        sort = id_in(found, "type")
        if both and sort == "D":
            yield Told("mattermost.direct", own, f"{both[1]} {both[2]}")
        group = _GROUP.fullmatch(text_in(found, "display_name")) if sort == "G" else None
        if group:
            yield Told("mattermost.group", own, group[0].lower().replace(",", " "))


def _one(found: dict[str, Any], posts: Posts) -> Said | None:
    if is_post(found):
        return posts.post(found)
    if is_reaction(found):
        return posts.reaction(found)
    if is_member(found):
        return posts.member(found)
    if is_user(found):
        return posts.user(found)
    if is_channel(found):
        return posts.channel(found)
    reason = "is no post, user, channel or reaction of Mattermost, expected user_id and create_at"
    raise BadRecord(reason, str(found)[:200])


def _is_ours(found: dict[str, Any]) -> bool:
    is_one = is_post(found) or is_user(found) or is_channel(found)
    return is_one or is_reaction(found) or is_member(found)


def _listed(file: File) -> Iterator[dict[str, Any]]:
    with file.path.open("rb") as stream:
        for piece in pieces(stream):
            if isinstance(piece.value, dict):
                listed = object_in(piece.value, "posts")
                yield from (one for one in listed.values() if isinstance(one, dict))
                yield piece.value
