"""Records of Intercom: what each is, who is in a conversation, what connectors wrap around them."""

import re
from typing import Any

from ingest.heard.topic_words import subject_topic
from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, text_in

__all__ = ["MOST", "around_of", "is_account", "is_conversation", "is_part", "listed", "unwrapped"]

MOST = 500
"""Customers or companies that are read of one record."""

_MARKUP = re.compile(r"<[^<>]{0,200}>")


def is_conversation(found: dict[str, Any]) -> bool:
    """Say whether a record is a conversation, with its parts or, as in lists, without."""
    marks = {"conversation_parts", "statistics", "teammates", "admin_assignee_id", "assignee"}
    has_first = "source" in found or "conversation_message" in found
    is_typed = text_in(found, "type") in ("conversation", "")
    return (
        is_typed
        and has_first
        and bool(marks & found.keys())
        and {"id", "created_at"} <= found.keys()
    )


def is_part(found: dict[str, Any]) -> bool:
    """Whether a part of a conversation stands by itself, as connectors keep them."""
    return {"conversation_id", "part_type", "author", "created_at"} <= found.keys()


def is_account(found: dict[str, Any]) -> bool:
    """Say whether a record is a contact or an admin."""
    sort = text_in(found, "type")
    if sort == "admin":
        return "email" in found and ("away_mode_enabled" in found or "has_inbox_seat" in found)
    marks = ("workspace_id", "external_id", "pseudonym", "last_seen_at", "app_id")
    is_contact = sort in ("contact", "user", "lead") and "email" in found
    return is_contact and any(mark in found for mark in marks)


def around_of(found: dict[str, Any]) -> dict[str, Any]:
    """Who is in a conversation, and what holds for all of its parts."""
    first = object_in(found, "source") or object_in(found, "conversation_message")
    parts = list_in(object_in(found, "conversation_parts"), "conversation_parts")
    people = [*listed(found, "contacts", "contacts", "data"), object_in(found, "user")][:MOST]
    admins = [
        _admin(object_in(one, "author"), "id")
        for one in parts
        if isinstance(one, dict)
        and text_in(object_in(one, "author"), "type") == "admin"
        and text_in(one, "part_type") == "comment"
    ][:1]
    admins += [_admin(found, "admin_assignee_id"), _admin(object_in(found, "assignee"), "id")]
    admins += [_admin(one, "id") for one in listed(found, "teammates", "admins", "teammates")]
    title = text_in(found, "title") or text_in(first, "subject")
    return {
        "id": id_in(found, "id"),
        "created_at": found.get("created_at"),
        "topics": subject_topic(_MARKUP.sub(" ", title)),
        "customers": [f"intercom:{id_in(one, 'id')}" for one in people if id_in(one, "id")],
        "admin": next(filter(None, admins), ""),
        "people": [one for one in (*people, object_in(found, "assignee")) if "email" in one],
        "former": "",
        "updated_at": count_in(found, "updated_at") or 0,
        "rating": object_in(found, "conversation_rating"),
    }


def listed(found: dict[str, Any], name: str, *inner: str) -> list[dict[str, Any]]:
    """The objects of a list, or of one inside an object that says how many there are."""
    holder = object_in(found, name)
    if not holder:
        return list(objects_in(found, name))
    return [one for word in inner for one in objects_in(holder, word)]


def unwrapped(found: dict[str, Any]) -> dict[str, Any]:
    """A record without what connectors, or notifications, wrap around it."""
    if text_in(found, "type") == "notification_event":
        return object_in(found, "data", "item")
    for name in ("record", "_airbyte_data") if found.keys() & {"stream", "_airbyte_data"} else ():
        if object_in(found, name):
            return object_in(found, name)
    return found


def _admin(found: dict[str, Any], name: str) -> str:
    number = id_in(found, name)
    return f"intercom:admin/{number}" if number else ""
