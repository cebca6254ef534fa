"""Meetup's GraphQL answers, which its interface has given since 2021, as its pages were before.

A gathering has ``dateTime`` and ``title``, its hosts are called ``eventHosts`` or ``hosts``, and
who answers stands in ``rsvps`` (before 2024 ``tickets``), each a ``node`` of an ``edge``. What it
is called is turned into what it was called; nothing else is judged here.
"""

import re
from datetime import timedelta
from typing import Any

from ingest.json.fields import id_in, is_true, list_in, object_in, objects_in, text_in

__all__ = ["answers", "gatherings_in"]

_LENGTH = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d{1,5}S)?)?")
_CALLED_OFF = ("CANCELLED", "CANCELLED_PERM")
_RESPONSES = {"YES": "yes", "ATTENDED": "yes", "NO": "no", "WAITLIST": "waitlist"}
_ANSWERS = ("rsvps", "tickets")
_MOST = 20_000


def gatherings_in(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The gatherings anywhere in an answer, as the pages had them.

    >>> one = {"id": "7", "title": "Go", "dateTime": "2024-03-01T18:30-05:00", "duration": "PT2H"}
    >>> [(each["name"], each["duration"]) for each in gatherings_in({"data": {"event": one}})]
    [('Go', 7200000)]
    """
    listed: list[dict[str, Any]] = []
    left: list[Any] = [found]
    while left and len(listed) < _MOST:
        value = left.pop()
        if isinstance(value, list):
            left += reversed(value)
        elif isinstance(value, dict):
            if {"id", "title", "dateTime"} <= value.keys():
                listed.append(_gathering(value))
                continue
            left += [one for one in reversed(value.values()) if isinstance(one, dict | list)]
    return listed


def _gathering(found: dict[str, Any]) -> dict[str, Any]:
    people = [
        *objects_in(found, "eventHosts"),
        *objects_in(found, "hosts"),
        object_in(found, "host"),
    ]
    hosts = [
        {"id": id_in(one, "memberId", "id"), "name": text_in(one, "name")} for one in people if one
    ]
    length = _LENGTH.fullmatch(text_in(found, "duration"))
    days, hours, minutes = (int(one or 0) for one in length.groups()) if length else (0, 0, 0)
    is_off = text_in(found, "status").upper() in _CALLED_OFF
    return {
        "id": _bare(found),
        "name": text_in(found, "title"),
        "time": found.get("dateTime"),
        "group": object_in(found, "group"),
        "event_hosts": hosts,
        "duration": int(timedelta(days=days, hours=hours, minutes=minutes).total_seconds()) * 1_000,
        "status": "cancelled" if is_off else "",
        "created": found.get("createdAt") or found.get("createdTime") or found.get("dateTime"),
        "answered": [one for name in _ANSWERS for one in _nodes(found, name)],
    }


def answers(gathering: dict[str, Any]) -> list[dict[str, Any]]:
    """Who answered that they come, or not, as the pages had it."""
    about = {name: gathering[name] for name in ("id", "name", "time")}
    return [
        {
            "member": {
                "id": id_in(object_in(one, "member") or object_in(one, "user"), "id"),
                "name": text_in(object_in(one, "member") or object_in(one, "user"), "name"),
                "event_context": {"host": is_true(one, "isHost")},
            },
            "response": _RESPONSES.get(text_in(one, "status").upper(), ""),
            "event": about,
            "created": one.get("createdAt") or one.get("updated") or one.get("updatedAt")
            or gathering["created"],
        }
        for one in gathering["answered"]
    ]  # fmt: skip


def _bare(found: dict[str, Any]) -> str:
    """A number without what its sort adds: "304587!chp" is the gathering 304587."""
    return id_in(found, "id").partition("!")[0]


def _nodes(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    inner = object_in(found, name)
    edges = [object_in(one, "node") for one in objects_in(inner, "edges")]
    listed = [one for one in list_in(found, name) if isinstance(one, dict)]
    return [one for one in (*edges, *objects_in(inner, "nodes"), *listed) if one]
