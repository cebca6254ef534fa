"""The sides of a call: who called and who was called, in the ways that telephone systems say it.

A number, a number beside a name (``Hoehne, Info (831)``, ``"Ann" <8016>``), or the address of a
user. Where a log names the user of ours, they stand for the line that they share with others.
"""

import re
from dataclasses import dataclass

from graph.people.identity import canonical, clean, plain_email
from ingest.calls.words import plain, sorts_in
from ingest.dates import moment_or_none
from ingest.source import BadRecord

__all__ = ["Side", "side", "sides", "told"]

_DIGITS = re.compile(r"\(?[0-9][0-9 ()./-]{0,30}[0-9]")
_NAMED = re.compile(r"\s*\"?([^<>()\"]*[^\W\d][^<>()\"]*)\"?\s*[<(]([^<>()]{1,40})[>)]\s*")
_LINE = re.compile(r"(?:sips?|client):([^\s:;?]+).*", re.IGNORECASE)
_LONGEST = 60
_NOBODY = ("unknown", "null", "anonymous", "unavailable", "private", "restricted")
_YES, _NO = ("yes", "true", "ja", "oui", "si", "sim", "tak"), ("no", "false", "nein", "non", "nie")


@dataclass(frozen=True, slots=True)
class Side:
    """One identity, and the name beside it."""

    identity: str
    name: str = ""


def side(text: str, name: str = "") -> Side:
    """Read one side; a BadRecord says that it names nobody.

    A line of Internet telephony is an account, for its address need not be one of mail.

    >>> side("(713) 555-1212").identity, side("Hoehne, Info (831)")
    ('account:phone/7135551212', Side(identity='account:phone/831', name='Hoehne, Info'))
    >>> side("client:ann_lee").identity, side("sip:ann@acme.sip.example;transport=tls").identity
    ('account:phone/ann_lee', 'account:phone/ann@acme.sip.example')
    """
    written = clean(text[: 2 * _LONGEST])
    named = _NAMED.fullmatch(written)
    if named and any(one.isdigit() for one in named[2]):
        written, name = named[2].strip(), name or named[1].strip()
    if line := _LINE.fullmatch(written):
        number = line[1].partition("@")[0]
        if not number.startswith("+"):
            return Side(f"account:phone/{line[1].lower()}", _called(name))
        written = number  # the line of a telephone number at some provider
    email = plain_email(written) if "@" in written else None
    if email:
        return Side(f"email:{email}", _called(name))
    digits = re.sub(r"[^0-9]", "", written)
    if written.startswith(("+", "00")) and len(digits) > 6:  # a short one is a service's
        return Side(canonical(f"phone:{written}"), _called(name))
    if _DIGITS.fullmatch(written):
        return Side(f"account:phone/{digits}", _called(name))
    raise BadRecord("names no number, expected such as +48 600 100 200", written[:_LONGEST])


def _called(name: str) -> str:
    shown = clean(name)
    return "" if plain(shown) in _NOBODY or not any(map(str.isalpha, shown)) else shown


def sides(found: dict[str, str], owner: str, no_owner: str) -> tuple[Side, Side]:
    """Who called, and who was called."""
    sorts = sorts_in(found.get("sort", ""), found.get("status", ""))
    is_out = "out" in sorts
    ours = _ours(found)
    if found.get("from") and found.get("to"):
        caller = ours if ours and is_out else side(found["from"], found.get("fromname", ""))
        is_in = ours and "in" in sorts and not is_out
        called = ours if ours and is_in else side(found["to"], found.get("toname", ""))
        return caller, called
    if found.get("external"):
        other = side(found["external"], found.get("externalname", ""))
        ours = ours or (side(found["internal"]) if found.get("internal") else None)
    else:
        if not (owner or ours):
            raise BadRecord(no_owner)
        other = side(found.get("number", ""), found.get("name", ""))
    ours = ours or (Side(owner) if owner else None)
    if ours is None:
        raise BadRecord(no_owner)
    if not is_out and not sorts & {"in", "missed"}:
        raise BadRecord("has no direction, expected incoming, outgoing or missed", "")
    return (ours, other) if is_out else (other, ours)


def _ours(found: dict[str, str]) -> Side | None:
    """The user of ours, where the log names one."""
    name = clean(found.get("agent", "")[:_LONGEST])
    email = plain_email(clean(found.get("agentmail", "")[:200])) or plain_email(name)
    if email:
        return Side(f"email:{email}", "" if "@" in name else _called(name))
    shown = _called(name)
    return Side(f"account:phone/{shown}", shown) if shown else None


def told(found: dict[str, str]) -> dict[str, str]:
    """What a row says, in the words of a common log: a state, one date, and a length in seconds.

    >>> told({"answered": "No", "sort": "inbound"})["status"]
    'missed'
    >>> told({"connected": "2026-03-01 09:00:05", "ended": "2026-03-01 09:01:40"})["duration"]
    '95'
    """
    said = dict(found)
    answered = plain(found.get("answered", ""))
    if not said.get("status") and answered in (*_YES, *_NO):
        said["status"] = "answered" if answered in _YES else "missed"
    if found.get("utc"):
        said["date"], said["time"] = f"{found['utc']} UTC", ""
    if "ended" in found and "connected" in found and not said.get("duration"):
        begins, ends = (moment_or_none(found[one]) for one in ("connected", "ended"))
        if begins and ends and ends >= begins:
            said["duration"] = str(int((ends - begins).total_seconds()))
        elif ends and not found["connected"]:
            said["status"] = "missed"
    return said
