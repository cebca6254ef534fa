"""Calls as the interfaces of telephone systems give them: pages of JSON, one call a record.

RingCentral, Zoom Phone, Aircall, Twilio, Dialpad, and Microsoft Teams (its call records and its
calls into the telephone network). Each becomes what a row of a log would say. A number of its own
makes a call the same one in every page.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from graph.model import Interaction, Kind, Role
from graph.people.identity import clean, plain_email
from ingest.accounts import Introduced, reached
from ingest.calls.sides import side
from ingest.dates import moment_in, moment_or_none
from ingest.json.fields import id_in, object_in, objects_in, text_in
from ingest.json.records import Said
from ingest.source import BadRecord

__all__ = ["INTO", "met", "row_of"]

INTO = ("records", "call_logs", "calls", "items", "data", "value")
"""The arrays that pages hold calls in."""

Found = dict[str, Any]
_MOST = 1_000


def row_of(found: Found) -> dict[str, str] | None:
    """What a log would say of a call; None for what is no call of any of them."""
    return next((row(found) for marks, row in _SHAPES if marks <= found.keys()), None)


def _key(system: str, own: str) -> str:
    return f"{system}:{own}" if own else ""


def _party(found: Found, name: str) -> tuple[str, str]:
    one = object_in(found, name)
    number = text_in(one, "phoneNumber", "extensionNumber")
    return number, text_in(one, "name")


def _ringcentral(found: Found) -> dict[str, str]:
    (caller, first), (called, second) = _party(found, "from"), _party(found, "to")
    return {
        "id": _key("ringcentral", id_in(found, "id")), "date": text_in(found, "startTime"),
        "duration": text_in(found, "duration"), "sort": text_in(found, "direction"),
        "status": text_in(found, "result"), "from": caller, "to": called,
        "fromname": first, "toname": second, "medium": text_in(found, "type"),
    }  # fmt: skip


def _zoom(found: Found) -> dict[str, str]:
    sides = {
        name: text_in(found, f"{who}_did_number", f"{who}_number", f"{who}_ext_number")
        for name, who in (("from", "caller"), ("to", "callee"))
    }
    ours = "caller" if text_in(found, "direction") == "outbound" else "callee"
    return {
        "id": _key("zoom", id_in(found, "call_id", "call_history_uuid", "id")),
        "date": text_in(found, "date_time", "start_time"), "duration": text_in(found, "duration"),
        "sort": text_in(found, "direction"), "status": text_in(found, "result", "call_result"),
        "fromname": text_in(found, "caller_name"), "toname": text_in(found, "callee_name"),
        "agentmail": text_in(found, f"{ours}_email"), "agent": text_in(found, f"{ours}_name")
        if text_in(found, f"{ours}_email") else "", **sides,
    }  # fmt: skip


def _aircall(found: Found) -> dict[str, str]:
    user, contact = object_in(found, "user"), object_in(found, "contact")
    name = f"{text_in(contact, 'first_name')} {text_in(contact, 'last_name')}".strip()
    is_missed = bool(text_in(found, "missed_call_reason")) or not found.get("answered_at")
    return {
        "id": _key("aircall", id_in(found, "id")), "date": text_in(found, "started_at"),
        "connected": text_in(found, "answered_at"), "ended": text_in(found, "ended_at"),
        "sort": text_in(found, "direction"), "status": "missed" if is_missed else "answered",
        "external": text_in(found, "raw_digits"), "externalname": name,
        "internal": text_in(object_in(found, "number"), "digits"),
        "agent": text_in(user, "name"), "agentmail": text_in(user, "email"),
    }  # fmt: skip


def _twilio(found: Found) -> dict[str, str]:
    return {
        "id": _key("twilio", id_in(found, "sid")), "date": text_in(found, "start_time"),
        "duration": text_in(found, "duration"), "sort": text_in(found, "direction"),
        "status": text_in(found, "status"), "from": text_in(found, "from"),
        "to": text_in(found, "to"),
    }  # fmt: skip


def _dialpad(found: Found) -> dict[str, str]:
    target, contact = object_in(found, "target"), object_in(found, "contact")
    return {
        "id": _key("dialpad", id_in(found, "call_id")), "date": text_in(found, "date_started"),
        "connected": text_in(found, "date_connected"), "ended": text_in(found, "date_ended"),
        "sort": text_in(found, "direction"),
        "external": text_in(found, "external_number"), "externalname": text_in(contact, "name"),
        "internal": text_in(found, "internal_number"), "agent": text_in(target, "name"),
        "agentmail": text_in(target, "email"),
    }  # fmt: skip


def _teams_phone(found: Found) -> dict[str, str]:
    sort = text_in(found, "callType").lower()
    is_out = "out" in sort.replace("route", "")
    user = text_in(found, "userPrincipalName")
    return {
        "id": _key("teams", id_in(found, "id")), "date": text_in(found, "startDateTime"),
        "duration": text_in(found, "duration"), "sort": "outgoing" if is_out else "incoming",
        "from": text_in(found, "callerNumber") or (user if is_out else ""),
        "to": text_in(found, "calleeNumber") or ("" if is_out else user),
        "agent": text_in(found, "userDisplayName"), "agentmail": user,
    }  # fmt: skip


_SHAPES: tuple[tuple[set[str], Callable[[Found], dict[str, str]]], ...] = (
    ({"sessionId", "startTime", "direction", "from", "to"}, _ringcentral),
    ({"caller_number", "direction", "date_time"}, _zoom),
    ({"caller_name", "callee_name", "direction", "date_time"}, _zoom),
    ({"caller_did_number", "callee_did_number", "direction", "start_time"}, _zoom),
    ({"raw_digits", "direction", "started_at"}, _aircall),
    ({"sid", "from", "to", "direction", "start_time", "account_sid"}, _twilio),
    ({"call_id", "date_started", "external_number", "direction"}, _dialpad),
    ({"callType", "calleeNumber", "startDateTime", "userPrincipalName"}, _teams_phone),
)


def met(found: Found, introduced: Introduced) -> Said | None:
    """A call record of Teams: a call of two, or a meeting of all who took part; None for others."""
    if not {"startDateTime", "endDateTime", "modalities"} <= found.keys():
        return None
    listed = [found.get("organizer"), *objects_in(found, "participants")]
    people: dict[str, str] = {}
    for one in listed[:_MOST]:
        for user in (object_in({"p": one}, "p", "user"), object_in({"p": one}, "p", "phone")):
            own, name = id_in(user, "id"), clean(text_in(user, "displayName"))
            email = plain_email(text_in(user, "userPrincipalName"))
            if email or own.startswith("+"):
                people.setdefault(f"email:{email}" if email else side(own).identity, name)
            elif own:
                people.setdefault(f"account:teams/{own}", name)
    if not people:
        raise BadRecord("names nobody who took part, expected organizer and participants", "")
    first, *others = people
    at, ends = moment_in(found.get("startDateTime")), moment_or_none(found.get("endDateTime"))
    length = ends - at if ends and ends > at else timedelta(0)
    is_group = text_in(found, "type").lower() == "groupcall" or len(others) > 1
    receivers = reached(first, others)
    if is_group:
        receivers = tuple(type(one)(one.identity, Role.ATTENDEE) for one in receivers)
    said: Said = [
        Interaction(
            at, Kind.MEETING if is_group else Kind.CALL, "teams", first, receivers,
            _key("teams", id_in(found, "id")) or None, duration=length or None,
        )
    ]  # fmt: skip
    for who, name in people.items():
        said += introduced.said(who, at, name=name) if name else []
    return said
