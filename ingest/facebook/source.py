"""Facebook: the information one downloads, and answers of its Graph API.

A download is a folder (or a zip) of JSON: comments, reactions, posts, friends, a folder for each
conversation, and a profile that says whose it is; lists are called ``comments`` or ``comments_v2``
by the year. Each entry is a record. Conversations of Messenger on their own are read as well.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from graph.batch import Batch
from ingest.facebook.export import (
    actor_in,
    befriended,
    entry,
    labelled,
    poster_of,
    profile,
    profile_name,
)
from ingest.facebook.graph import INSIDE, Graph, asked_by_ids, is_graph
from ingest.json.fields import list_in, object_in, objects_in, record
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
    platform_beside,
    platform_of,
    root_of,
    root_tells,
)
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Facebook"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_LISTS = (
    "comments", "group_comments", "reactions", "status_updates", "group_posts",
    "wall_posts_sent_to_you", "posts",
)  # fmt: skip
_PEOPLE = (
    "friends", "followers", "following", "sent_requests", "received_requests",
    "sent_friend_requests", "received_friend_requests",
)  # fmt: skip
_VERSION = re.compile(r"_v\d$")
_LABELLED = re.compile(r"posts_on_other_pages")  # of lists of labels, the one that tells of contact
_UNTOLD = (
    "nothing in this conversation or beside it says whether it is Facebook's or Instagram's, so it "
    "was read as Facebook's; if it is the other's: --as instagram, or load the whole download"
)
_SAID = frozenset({"post", "comment", "reaction", "update_timestamp", "backdated_timestamp"})
_TELLING = re.compile(
    r"profile_information|message_\d+|(?:your_)?(?:group_)?comments.*|posts_and_comments"
    r"|(?:your_)?likes_and_reactions.*|reactions.*",
    re.IGNORECASE,
)


class Facebook:
    """Reads Facebook's downloads and Graph API; each entry and message is a record."""

    name = "facebook"
    explained_by = ("facebook", "instagram")
    meaning = "Facebook: downloaded information (JSON, folder or zip), Messenger, Graph API"

    def recognises(self, file: File) -> bool:
        """Say whether the file is part of a download, or an answer of the Graph API."""
        if file.suffix not in _SUFFIXES:
            return False
        sort = _sort(json_head(file), named(file.shown).stem)
        is_other = sort == "messages" and _platform(file, json_head(file)) == "instagram"
        return bool(sort) and not is_other

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        head = json_head(file)
        sort = _sort(head, named(file.shown).stem)
        if sort == "graph":
            into: tuple[str, ...] = ("data",) if "data" in head.whole else ()
        elif sort == "messages":
            into = ("messages",)
        else:
            into = tuple(path for path, _ in _listed(head))
        entries = _Entries(file, reading, head, sort)
        warnings = [f"{file.shown}: {_UNTOLD}"] if entries.is_untold else None
        yield from read_json(file, reading, self.name, entries.said, into=into, warnings=warnings)

    def root(self, file: File) -> Path | None:
        """Give the folder of the whole download, where a file is in one of its folders."""
        return root_of(file)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may say whose download it is."""
        path = named(shown)
        return path.suffix.lower() == ".json" and bool(_TELLING.fullmatch(path.stem))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose download it is: its profile, who comments, who is in conversations."""
        head = json_head(file)
        sort = _sort(head, named(file.shown).stem)
        if sort == "messages":
            yield from participants_tell(file, people_of(head.whole))
            if _platform(file, head) == "facebook":
                yield conversation_tells(file, thread_of(head, ""), "facebook")
        elif sort == "profile" and profile_name(head.whole):
            yield root_tells(file, "facebook.owner", "name", profile_name(head.whole))
        elif sort == "export":
            for path, found in _listed(head):
                if not path.startswith("wall_posts"):
                    for name in {actor_in(one) for one in found} - {""}:
                        yield root_tells(file, "facebook.actor", name, name)


class _Entries:
    """Reads the records of one file, whatever they are."""

    def __init__(self, file: File, reading: Reading, head: Head, sort: str) -> None:
        near = reading.survey.near(file.place)
        platform = "facebook" if sort != "messages" else _platform(file, head)
        platform = platform or platform_beside(near, thread_of(head, ""))
        self.is_untold = not platform
        self.names = Names(platform, near, reading.log)
        self.sort = sort
        self.graph = Graph()
        self.poster = poster_of(head.records if isinstance(head.value, list) else [], self.names)
        folder = PurePosixPath(file.place or file.shown).parent.name
        self.conversation = Conversation(self.names, head, folder)

    def said(self, piece: Piece) -> Said | Several | list[Several] | None:
        if piece.is_around:
            return None
        found = record(piece.value)
        if self.sort == "graph":
            return self._graph(piece, found)
        if self.sort == "messages":
            return self.conversation.said(found)
        return self._exported(piece, found)

    def _exported(self, piece: Piece, found: dict[str, Any]) -> Said:
        if self.sort == "labelled":
            return labelled(found, self.names)
        if _profile(found):
            return profile(found)
        topic = _VERSION.sub("", piece.path.partition(".")[0])
        if topic in _PEOPLE:
            return befriended(found, self.names, topic)
        return entry(found, self.names, topic, self.poster)

    def _graph(self, piece: Piece, found: dict[str, Any]) -> Said | list[Several] | None:
        within = piece.above[-1] if piece.path in ("graph", "reaction") else {}
        if piece.path == "reaction":
            return self.graph.reaction(found, within)
        is_around = any(isinstance(found.get(name), dict) for name in INSIDE)
        if piece.path != "graph" and (is_around or asked_by_ids(found)):
            return self.graph.opened(found)
        if "created_time" not in found and not piece.path:
            if {"paging", "summary", "data", "error"} & found.keys() or not found:
                return None
            raise BadRecord("is no post, comment or message of Facebook", str(found)[:200])
        return self.graph.said(found, within)


def _platform(file: File, head: Head) -> str:
    """Whose conversation a file holds, as its place says, else its messages."""
    return platform_of(file) or platform_within(head)


def _sort(head: Head, stem: str) -> str:
    """What a file holds: messages, graph, profile, export, ...; "" where it is not Facebook's."""
    if is_conversation(head):
        return "messages"
    if _profile(head.whole):
        return "profile"
    graph = [*head.records, *list(objects_in(head.whole, "data"))[:20], *asked_by_ids(head.whole)]
    inside = [
        one
        for found in graph
        for name in ("messages", "comments")
        for one in list(objects_in(object_in(found, name), "data"))[:5]
    ]
    if any(is_graph(one) for one in (*graph, *inside)):
        return "graph"
    if any(_is_listed(path, found) for path, found in _listed(head)):
        return "export"
    bare = head.records if isinstance(head.value, list) else []
    if any(map(_is_told, bare)):
        return "export"
    is_labelled = any(isinstance(one.get("label_values"), list) for one in bare)
    return "labelled" if is_labelled and _LABELLED.search(stem) else ""


def _profile(found: dict[str, Any]) -> bool:
    return any("full_name" in object_in(found, name, "name") for name in ("profile_v2", "profile"))


def _listed(head: Head) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The lists of a download's file, by path, with their first entries."""
    for key, value in head.whole.items():
        topic = _VERSION.sub("", key)
        if topic not in _LISTS and topic not in _PEOPLE:
            continue
        inner = value.get("activity_log_data") if isinstance(value, dict) else None
        path, listed = (f"{key}.activity_log_data", inner) if inner is not None else (key, value)
        if isinstance(listed, list):
            yield path, [one for one in listed[:20] if isinstance(one, dict)]


def _is_listed(path: str, found: list[dict[str, Any]]) -> bool:
    """Whether a list is one of a download: an empty one only where its name has a version."""
    key = path.partition(".")[0]
    if not found:
        return bool(_VERSION.search(key))
    if _VERSION.sub("", key) in _PEOPLE:
        is_versioned = bool(_VERSION.search(key))
        return any(
            "name" in one
            and ("timestamp" in one or is_versioned)
            and len(one) <= 4
            and "id" not in one
            for one in found
        )
    return any(map(_is_told, found))


def _is_told(found: dict[str, Any]) -> bool:
    """Whether an entry has a moment in seconds, and data of a comment, a reaction or a post."""
    at = found.get("timestamp")
    if not isinstance(at, int) or isinstance(at, bool) or "id" in found:
        return False
    data = [one for one in list_in(found, "data") if isinstance(one, dict)]
    if any(_SAID & one.keys() for one in data):
        return True
    return "attachments" in found and isinstance(found.get("data"), list)
