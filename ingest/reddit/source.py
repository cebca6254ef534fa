"""Reddit: listings, comment trees and dumps, as its API gives them and as others keep them.

Read alike are a page of things (``Listing``), the two pages of a thread, what "load more comments"
brings, recorded answers one a line (``{"uri": ..., "response": ...}``), and flat things one a line,
as in Pushshift dumps. Each post, comment, message and account is a record, also those deep in a
tree. Where a tree is incomplete (``more``), a warning says how many comments are missing.

What is told alike in files beside each other (comments here, posts there) tells who is answered.
The tables of "request a copy of your data" are read by `ingest.reddit.export`.

Cost: a file is looked through three times, for its order does not say who wrote what is answered.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, text_in
from ingest.json.head import Head, json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.named import named
from ingest.reddit.export import export_of, export_tells, read_export
from ingest.reddit.things import Authors, kind_of_thing, said_by, thing_tells
from ingest.source import BadRecord, File, Reading
from ingest.told import Near, Told

__all__ = ["Reddit"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_CSV = ".csv"
_FLAT = ("data", "comments", "submissions", "inbox")  # lists of what others have gathered
_INTO = ("data.children", "json.data.things", *_FLAT)
_TELLING = re.compile(
    r"reddit|thread|comment|post|submission|listing|thing|more|dump|(?<![a-z])R[CS](?![a-z])"
    r"|messages?(?:_archive)?(?:_\d+)?|chat_history(?:_\d+)?|statistics",
    re.IGNORECASE,
)
_TYPES = frozenset({"t1", "t2", "t3", "t4"})
_FIRST = 200_000  # things that are looked at before any is read
_MOST_MISSING = 100_000
_DEEPEST = 2_000


class Reddit:
    """Reads pages, threads and dumps of Reddit; each thing is a record."""

    name = "reddit"
    meaning = "Reddit: API listings, comment trees, messages, dumps, a copy of one's data (CSV)"
    most_told = 500_000

    def recognises(self, file: File) -> bool:
        """Say whether the file holds things of Reddit."""
        if file.suffix == _CSV:
            return _is_table(file)
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        gathered = (one for name in _FLAT for one in list(objects_in(head.whole, name))[:20])
        return any(map(_is_reddit, _records(head))) or any(map(_is_thing, gathered))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every thing of a file into batches; what is missing is a warning at the end."""
        near = reading.survey.near(file.place)
        if file.suffix == _CSV:
            yield from read_export(file, reading, Authors(near))
            return
        tree = _Tree(near)
        tree.look(file)
        yield from read_json(file, reading, self.name, tree.said, into=_INTO)
        missing = tree.missing()
        if missing:
            warning = (
                f"{file.shown}: {missing:,} comments are not in the file, which only says that "
                "there are more; answers to them reach nobody"
            )
            yield Batch(self.name, 0, warnings=(warning,))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may say who wrote what others answer."""
        return named(shown).is_like(_TELLING, (*_SUFFIXES, _CSV))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell who wrote the first things of a file, and whose data a table is."""
        if file.suffix == _CSV:
            yield from export_tells(file)
            return
        if not self.recognises(file):
            return
        for thing in _first(file):
            yield from thing_tells(_inner(thing))


def _is_table(file: File) -> bool:
    """Whether a table holds records of a copy of one's data, and not only says whose it is."""
    found = export_of(file)
    return found is not None and found[0] != "statistics"


def _first(file: File) -> Iterator[dict[str, Any]]:
    """The first things of a file, without those that only say that there are more."""
    count = 0
    with file.path.open("rb") as stream:
        for piece in pieces(stream, _INTO):
            for thing in _things(piece.value) if not piece.is_around else ():
                count += 1
                if kind_of_thing(_inner(thing)) in _TYPES and text_in(thing, "kind") != "more":
                    yield thing
            if count > _FIRST:
                return


class _Tree:
    """The things of one file: who wrote them, and which of them are missing."""

    def __init__(self, near: Near) -> None:
        self.authors = Authors(near)
        self._missing: set[str] = set()
        self._uncounted: dict[str, int] = {}
        self._answered: set[str] = set()

    def look(self, file: File) -> None:
        """Remember who wrote the first things of a file."""
        for thing in _first(file):
            inner = _inner(thing)
            self.authors.learn(inner)
            self._answered.add(id_in(inner, "parent_id"))

    def said(self, piece: Piece) -> Said | Several | None:
        if piece.is_around:
            return None
        if piece.path == "thing":
            return self._thing(piece.value)
        things = list(_things(piece.value))
        if len(things) == 1:
            return self._thing(things[0])
        if things or _is_page(piece.value):
            return Several("thing", things, {})
        raise BadRecord("is no thing of Reddit, expected kind and data", str(piece.value)[:200])

    def _thing(self, thing: dict[str, Any]) -> Said | None:
        if text_in(thing, "kind") == "more":
            self._more(_inner(thing))
            return None
        return said_by(_inner(thing), self.authors)

    def _more(self, found: dict[str, Any]) -> None:
        """Note what is behind "load more comments" and "continue this thread"."""
        listed = [id_in({"id": one}, "id") for one in list_in(found, "children")]
        ids = {f"t1_{one.removeprefix('t1_')}" for one in listed if one}
        if len(self._missing) < _MOST_MISSING:
            self._missing |= ids
            if not ids:
                self._uncounted[id_in(found, "parent_id")] = count_in(found, "count") or 1

    def missing(self) -> int:
        """How many comments are known to be missing, at least."""
        followed = self._uncounted.keys() & self._answered
        uncounted = sum(self._uncounted[one] for one in self._uncounted.keys() - followed)
        return uncounted + sum(not self.authors.knows(one) for one in self._missing)


def _things(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # JSON holds anything
    """The things in a value, each before what answers it; pages and wrappings are opened."""
    left: list[tuple[Any, int]] = [(value, 0)]
    while left:
        found, depth = left.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(found, list):
            left += [(one, depth + 1) for one in reversed(found)]
        elif isinstance(found, dict):
            inside = _inside(found)
            if inside is None:
                yield found
                inside = object_in(_inner(found), "replies")
                if "data" not in inside:
                    continue
            left.append((inside, depth + 1))


def _inside(found: dict[str, Any]) -> Any:  # noqa: ANN401  # JSON holds anything
    """What a wrapping or a page holds; None for a thing."""
    if "uri" in found and "response" in found:
        return found["response"]
    if isinstance(found.get("json"), dict):
        return list_in(object_in(found, "json", "data"), "things")
    if text_in(found, "kind") == "Listing" or isinstance(
        object_in(found, "data").get("children"), list
    ):
        if text_in(found, "kind") == "more":
            return None
        return list_in(object_in(found, "data"), "children")
    return None


def _inner(thing: dict[str, Any]) -> dict[str, Any]:
    """What a thing holds, with its type, whether it is wrapped or flat."""
    inner, kind = thing.get("data"), text_in(thing, "kind")
    if not isinstance(inner, dict):
        return thing
    if kind in ("t1", "t3", "t4") and "name" not in inner and "id" in inner:
        return {**inner, "name": f"{kind}_{id_in(inner, 'id')}"}
    if kind == "t2":
        return {"link_karma": None, **inner}
    return inner


def _is_page(value: Any) -> bool:  # noqa: ANN401  # JSON holds anything
    """A page, a wrapping or a list, which may be empty."""
    return isinstance(value, list) or (isinstance(value, dict) and _inside(value) is not None)


def _records(head: Head) -> Iterator[dict[str, Any]]:
    found = head.value if isinstance(head.value, list) else [head.value]
    yield from (one for one in found[:20] if isinstance(one, dict))


def _is_reddit(found: dict[str, Any]) -> bool:
    if text_in(found, "uri").startswith(("https://oauth.reddit.com/", "https://www.reddit.com/")):
        return "response" in found
    if text_in(found, "kind") == "Listing":
        children = list_in(object_in(found, "data"), "children")
        kinds = {text_in(one, "kind") for one in children if isinstance(one, dict)}
        after = object_in(found, "data")
        return bool(kinds & (_TYPES | {"more"})) or (not children and "after" in after)
    inside = list_in(object_in(found, "json", "data"), "things")
    if any(isinstance(one, dict) and _is_reddit(one) for one in inside[:20]):
        return True
    return _is_thing(found)


def _is_thing(found: dict[str, Any]) -> bool:
    inner = _inner(found)
    if "created_utc" not in inner:
        return False
    kind = kind_of_thing(inner)
    if text_in(found, "kind") in _TYPES:
        return True
    has_place = "subreddit" in inner or "subreddit_id" in inner
    if kind == "t1":
        return "author" in inner and (has_place or "link_id" in inner)
    return kind == "t3" and "author" in inner and has_place
