"""Instagram: the data one downloads, in its forms from before 2020 to those of today.

A download is a folder (or a zip) of JSON: posts, comments, likes, followers, and a folder for each
conversation. Lists stand under a name (``relationships_followers``) or bare, in a file that has
the name (followers_1.json). personal_information.json says whose it is, else the name of the whole
(``instagram-ann.lee-2025-06-01-a1b2``). Each entry is a record. Answers of the Graph API about
business accounts are read as well (`ingest.instagram.graph`).
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from graph.batch import Batch
from graph.model import Fact, Interaction, Kind, Receiver
from ingest.dates import moment_in, moment_or_none
from ingest.instagram.entries import TOPICS, entry, owner_of, topic_of
from ingest.instagram.graph import by_id, is_graph, opened, said_of
from ingest.json.fields import id_in, list_in, objects_in, record, text_in
from ingest.json.head import Head, json_head
from ingest.json.pieces import Piece
from ingest.json.records import Said, Several, read_json
from ingest.meta.messages import (
    Conversation,
    is_conversation,
    people_of,
    platform_within,
    thread_of,
)
from ingest.meta.names import (
    Names,
    conversation_tells,
    participants_tell,
    platform_of,
    root_of,
    root_tells,
)
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.text.written import mended
from ingest.told import Told

__all__ = ["Instagram"]

_SUFFIXES = (".json", "")
_FORMS = ("string_list_data", "string_map_data", "label_values")
_PAIRS = ("media_likes", "comment_likes", "media_comments")
_RELATIONS = ("followers", "following", "blocked_users", "close_friends")
_ROOT = re.compile(r"instagram-([A-Za-z0-9._]{1,30})-\d{4}-\d\d-\d\d(?:-|\.zip|$)")
_TELLING = re.compile(
    r"personal_information|message_\d+|followers(?:_\d+)?|following|liked_posts|post_comments(?:_\d+)?",
    re.IGNORECASE,
)


class Instagram:
    """Reads Instagram's downloads; each entry and message is a record."""

    name = "instagram"
    explained_by = ("instagram", "facebook")
    meaning = "Instagram: downloaded data (JSON, folder or zip), old and new; Graph API"

    def recognises(self, file: File) -> bool:
        """Say whether the file is part of a download."""
        return file.suffix in _SUFFIXES and bool(_sort(file, json_head(file)))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        head = json_head(file)
        sort = "messages" if is_conversation(head) else _sort(file, head)
        into: tuple[str, ...] = ()
        if sort == "messages":
            into = ("messages",)
        elif sort == "lists":
            into = tuple(_lists(head))
        elif sort == "graph":
            into = ("data",)
        yield from read_json(
            file, reading, self.name, _Entries(file, reading, head, sort).said, into=into
        )

    def root(self, file: File) -> Path | None:
        """Give the folder of the whole download, where a file is in one of its folders."""
        return root_of(file)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may say whose download it is."""
        path = named(shown)
        return path.suffix.lower() == ".json" and bool(_TELLING.fullmatch(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose download it is, who is in conversations, and that it is Instagram's."""
        head = json_head(file)
        sort = _sort(file, head)
        if sort == "messages":
            yield from participants_tell(file, people_of(head.whole))
            yield conversation_tells(file, thread_of(head, ""), "instagram")
        for profile in list(objects_in(head.whole, "profile_user"))[:1] if sort else ():
            handle, name, _ = owner_of(profile)
            for key, value in (("handle", handle), ("name", name)):
                if value:
                    yield root_tells(file, "instagram.owner", key, value)
        handle, above = _root_named(file)
        if sort and handle:
            yield Told("instagram.owner", "root", handle, above=above)
        platform = root_tells(file, "meta.platform", "of", "instagram")
        if sort and platform.above:
            yield platform


def _root_named(file: File) -> tuple[str, int]:
    """The handle that the name of the whole download says, and how many folders up that is."""
    parts = PurePosixPath(file.place or file.shown).parts[:-1]
    for above, part in enumerate(reversed(parts)):
        found = _ROOT.match(part)
        if found:
            return found[1].lower(), above
    return "", 0


class _Entries:
    """Reads the records of one file, whatever they are."""

    def __init__(self, file: File, reading: Reading, head: Head, sort: str) -> None:
        self.names = Names("instagram", reading.survey.near(file.place), reading.log)
        self.sort = sort
        self.topic = topic_of(PurePosixPath(file.shown).stem)
        folder = PurePosixPath(file.place or file.shown).parent.name
        self.conversation = Conversation(self.names, head, folder)

    def said(self, piece: Piece) -> Said | Several | list[Several] | None:
        if piece.is_around:
            return None
        if piece.path in _PAIRS:
            return self._pair(piece.value, piece.path)
        found = record(piece.value)
        if self.sort == "messages":
            return self.conversation.said(found)
        if self.sort in ("relations", "old messages", "graph"):
            return self._otherwise(piece, found)
        topic = TOPICS.get(piece.path) or self.topic
        if not topic:
            raise BadRecord("is no entry of a list that is known", str(found)[:200])
        return entry(found, topic, self.names)

    def _otherwise(self, piece: Piece, found: dict[str, Any]) -> Said | Several | list[Several]:
        """What is written otherwise: by the Graph API, and before 2020."""
        if self.sort == "graph":
            if piece.path == "graph":
                return said_of(found, piece.above[-1], self.names)
            return [one for each in by_id(found) or [found] for one in opened(each)]
        if self.sort == "relations":
            return self._relation(found) if piece.path else self._relations(found)
        if piece.path:
            return self._old_message(found, piece.above[-1])
        around = {"people": [one for one in list_in(found, "participants") if one]}
        return Several("conversation", list_in(found, "conversation"), around)

    def _relations(self, found: dict[str, Any]) -> list[Several]:
        """Lists of before 2020: moments by handle."""
        records: list[dict[str, Any]] = []
        for name in _RELATIONS:
            inside = found.get(name)
            for who, at in inside.items() if isinstance(inside, dict) else ():
                records.append({"relation": name, "who": who, "at": at})
        return [Several("relation", records, {})]

    def _relation(self, found: dict[str, Any]) -> Said:
        other, since = self.names.handle(id_in(found, "who")), moment_or_none(found.get("at"))
        if not other:
            raise BadRecord("names nobody, expected a handle", str(found)[:200])
        if found["relation"] == "followers":
            return [Fact(other, "follows", self.names.owner, since)]
        word = {"following": "follows", "blocked_users": "blocks"}.get(found["relation"])
        return [Fact(self.names.owner, word or "close_friend", other, since)]

    def _pair(self, value: object, path: str) -> Said:
        """An entry of before 2020: moment and handle, with the text of a comment between."""
        if not isinstance(value, list):
            return entry(record(value), TOPICS[path], self.names)
        texts = [one if isinstance(one, str) else "" for one in value]
        if len(texts) < 2:
            raise BadRecord("is no moment and handle", str(value)[:200])
        form = {
            "title": texts[-1],
            "string_list_data": [
                {"timestamp": texts[0], "value": texts[1] if len(texts) > 2 else ""}
            ],
        }
        return entry(form, TOPICS[path], self.names)

    def _old_message(self, found: dict[str, Any], around: dict[str, Any]) -> Said:
        """A message of before 2020, between handles."""
        sender = self.names.handle(id_in(found, "sender"))
        if not sender:
            raise BadRecord("names no sender, expected sender", str(found)[:200])
        people = [self.names.handle(id_in({"one": one}, "one")) for one in around["people"][:500]]
        at = moment_in(found.get("created_at"))
        reached = [one for one in dict.fromkeys(people) if one not in ("", sender)]
        within = sorted(one.partition("@")[2] for one in {sender, *reached})
        thread = "instagram:" + "/".join(within)[:500]
        return [
            Interaction(
                at=at,
                kind=Kind.MESSAGE,
                channel="instagram",
                sender=sender,
                receivers=tuple(Receiver(one) for one in reached),
                thread=thread,
                text=mended(text_in(found, "text")),
            )
        ]


def _sort(file: File, head: Head) -> str:
    """What a file holds; "" where it is none of Instagram's."""
    if is_conversation(head):
        return "messages" if (platform_of(file) or platform_within(head)) == "instagram" else ""
    if any(True for _ in _lists(head)):
        return "lists"
    listed = [*head.records, *list(objects_in(head.whole, "data"))[:20], *by_id(head.whole)]
    if any(map(is_graph, listed)):
        return "graph"
    stem = PurePosixPath(file.shown).stem
    if stem == "connections" and any(_is_moments(head.whole.get(name)) for name in _RELATIONS):
        return "relations"
    bare = head.records if isinstance(head.value, list) else []
    if stem == "messages" and any({"participants", "conversation"} <= one.keys() for one in bare):
        return "old messages"
    return "bare" if topic_of(stem) and any(_is_entry(one, topic_of(stem)) for one in bare) else ""


def _lists(head: Head) -> Iterator[str]:
    """The names of lists of a download in a file."""
    for name, inside in head.whole.items():
        if name not in TOPICS or not isinstance(inside, list):
            continue
        is_named = name.startswith(("relationships_", "likes_", "comments_", "story_", "ig_"))
        if name in _PAIRS:
            if any(isinstance(one, list) and len(one) in (2, 3) for one in inside[:20]):
                yield name
        elif (is_named and not inside) or any(
            isinstance(one, dict) and _is_entry(one, TOPICS[name]) for one in inside[:20]
        ):
            yield name


def _is_moments(found: object) -> bool:
    """Whether an object gives moments by handle."""
    if not isinstance(found, dict):
        return False
    values = list(found.values())[:20]
    return bool(values) and all(moment_or_none(one) is not None for one in values)


def _is_entry(found: dict[str, Any], topic: str) -> bool:
    if topic == "post":
        media = next(objects_in(found, "media"), found)
        is_dated = "creation_timestamp" in media or "taken_at" in found
        return is_dated and ("uri" in media or "path" in found)
    return any(isinstance(found.get(form), list | dict) for form in _FORMS)
