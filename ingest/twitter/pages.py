"""Pages of X's API 2: records beside what they name, accounts and other tweets."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from ingest.json.fields import id_in, object_in, objects_in
from ingest.json.records import Several
from ingest.twitter.tweets import versions

__all__ = ["page", "parted"]

_NONE: Mapping[str, str] = MappingProxyType({})


def page(found: dict[str, Any]) -> dict[str, Any] | None:
    """Give a page of version 2, also inside a recorded request; None where this is none."""
    if isinstance(found.get("response"), dict) and "uri" in found:
        found = found["response"]
    if "data" in found or ("meta" in found and "result_count" in object_in(found, "meta")):
        return found
    return None


def parted(found: dict[str, Any], authors: Mapping[str, str] = _NONE) -> list[Several]:
    """Give the records of a page, and what it says beside them for all of them.

    *authors* are of tweets that are not in it, by their numbers.
    """
    includes = object_in(found, "includes")
    data, tweets = list(objects_in(found, "data")), list(objects_in(includes, "tweets"))
    users = list(_profiles(includes))
    numbered = ((one, id_in(one, "id_str", "id")) for one in (*tweets, *data))
    edits = [(one, versions(one, own) or [id_in(one, "id")]) for one, own in numbered]
    own = {number: id_in(one, "author_id") for one, numbers in edits for number in numbers}
    around = {
        "authors": {**authors, **own},
        "first": {number: numbers[0] for _, numbers in edits for number in numbers[1:]},
        "users": {id_in(one, "id"): one for one in users},
    }
    listed = found.get("data")
    records = listed if isinstance(listed, list) else data
    return [Several("data", records, around), Several("includes", [*tweets, *users], around)]


def _profiles(includes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The accounts beside the records; events of activities put each into a ``data``."""
    for one in objects_in(includes, "users"):
        yield object_in(one, "data") or one
