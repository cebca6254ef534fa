"""Meetup: gatherings of groups, and who said that they would come.

An event is a meeting of its hosts. Who answers that they come meets the host (of several, the one
whose number sorts first) at the time of the event: those who come do not all know each other, so
they are not tied among themselves. An answer of no is declined, a place on the waiting list is
tentative. Where no host is told, an answer reaches nobody. A person is ``meetup:ID``.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from graph.batch import Batch
from graph.model import Interaction, Kind, Receiver, Role, Status
from ingest.accounts import Introduced, Known
from ingest.batches.gather import gather
from ingest.dates import moment_in
from ingest.heard.topic_words import subject_topic
from ingest.json.fields import (
    count_in,
    id_in,
    is_true,
    list_in,
    object_in,
    objects_in,
    record,
    text_in,
)
from ingest.json.head import json_head, mentions
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.meetup.graph import answers, gatherings_in
from ingest.meetup.sheet import attended, sheet_at
from ingest.named import named
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Meetup"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_TELLING = re.compile(r"meetup|event|rsvp|attend|gathering|group|past|upcoming", re.IGNORECASE)
_COMMENTED = re.compile(r"/events/(\w{1,64})/comments/")
_ANSWERS = {"yes": Status.ACCEPTED, "no": Status.DECLINED, "waitlist": Status.TENTATIVE}
_OF_GRAPH = ("eventHosts", "hosts", "rsvps", "tickets", "going", "eventUrl", "urlname")
_MOST = 200
_LONGEST = 30 * 24 * 3_600_000  # milliseconds: a month


class Meetup:
    """Reads gatherings, answers to invitations and comments of Meetup's API."""

    name = "meetup"
    meaning = "Meetup: gatherings with hosts, RSVPs, comments (API, GraphQL); organizers' sheets"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds gatherings or answers to them."""
        if sheet_at(file) is not None:
            return True
        if file.suffix not in _SUFFIXES:
            return False
        found = json_head(file).records
        if any(_is_gathering(one) or _is_answer(one) or _is_comment(one) for one in found):
            return True
        is_graph = mentions(file, "dateTime") and mentions(file, *_OF_GRAPH)
        return is_graph and any(map(gatherings_in, found))

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        if file.suffix not in _SUFFIXES:
            warnings: list[str] = []
            records = attended(file, reading, warnings)
            yield from gather(records, self.name, reading, warnings=warnings)
            return
        gatherings = _Gatherings(Known(reading.survey.near(file.place), self.tells(file)))

        def said(piece: Piece) -> Said | list[Several]:
            found = record(piece.value)
            if _is_answer(found):
                return gatherings.answer(found)
            if piece.path == "comments" or _is_comment(found):
                return gatherings.comment(found, piece.above[-1] if piece.above else {})
            if not _is_gathering(found):
                listed = gatherings_in(found)
                if listed:
                    return _of_graph(listed)
                raise BadRecord("is no event or RSVP of Meetup, expected time or response", "")
            if piece.path == "alone":
                return gatherings.gathering(found)
            around = {"id": id_in(found, "id"), "time": found.get("time")}
            inside = [("rsvps", list_in(found, "rsvps")), ("comments", list_in(found, "comments"))]
            parts = [Several(name, values, around) for name, values in inside if values]
            return [Several("alone", [found], {}), *parts] if parts else gatherings.gathering(found)

        yield from read_json(file, reading, self.name, said)

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold gatherings."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell the hosts of gatherings, each by a number of its own."""
        if file.suffix not in _SUFFIXES or not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream):
                found = piece.value if isinstance(piece.value, dict) else {}
                listed = [found] if _is_gathering(found) else gatherings_in(found)
                for gathering in listed:
                    own = id_in(gathering, "id")
                    yield from _hosts(own, _hosting(gathering))
                    if own and text_in(gathering, "status") == "cancelled":
                        yield Told("meetup.off", own, "cancelled")
                graph = [one for each in listed if "answered" in each for one in answers(each)]
                for one in (found, *objects_in(found, "rsvps"), *graph):
                    member = object_in(one, "member")
                    if _is_answer(one) and is_true(object_in(member, "event_context"), "host"):
                        yield from _hosts(_of(one), [id_in(member, "id")])


def _of_graph(listed: list[dict[str, Any]]) -> list[Several]:
    """Gatherings of a GraphQL answer, and who answered; those whose host is not told are passed."""
    answered = [one for gathering in listed for one in answers(gathering)]
    hosted = [one for one in listed if one["event_hosts"] or not one["answered"]]
    return [Several("alone", hosted, {}), Several("rsvps", answered, {})]


def _hosts(own: str, hosts: list[str]) -> Iterator[Told]:
    """The first host is the one of the smallest number, whatever file tells it."""
    for host in hosts:
        if own and host:
            yield Told("meetup.host", own, host)


def _hosting(found: dict[str, Any]) -> list[str]:
    listed = (id_in(one, "id") for one in list(objects_in(found, "event_hosts"))[:_MOST])
    return list(dict.fromkeys(filter(None, listed)))


def _of(found: dict[str, Any]) -> str:
    return id_in(object_in(found, "event"), "id")


def _is_gathering(found: dict[str, Any]) -> bool:
    has_marks = {"id", "name", "time", "group"} <= found.keys()
    return has_marks and ("yes_rsvp_count" in found or "event_hosts" in found)


def _is_answer(found: dict[str, Any]) -> bool:
    return {"member", "response", "event"} <= found.keys() and "id" in object_in(found, "member")


def _is_comment(found: dict[str, Any]) -> bool:
    """Say whether this is of a page of comments, whose addresses name the gathering."""
    has_marks = {"id", "comment", "created", "member"} <= found.keys()
    return has_marks and _COMMENTED.search(text_in(found, "link")) is not None


class _Gatherings:
    """Reads the records of one file."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._introduced = Introduced()

    def gathering(self, found: dict[str, Any]) -> Said:
        """A gathering of its hosts; one that was called off, or that none hosts, ties nobody."""
        own, hosts = id_in(found, "id"), _hosting(found)
        at = moment_in(found.get("time"))
        facts: Said = []
        for one in list(objects_in(found, "event_hosts"))[:_MOST]:
            if id_in(one, "id"):
                identity = f"meetup:{id_in(one, 'id')}"
                facts += self._introduced.said(identity, at, name=text_in(one, "name"))
        if not hosts:
            raise BadRecord("names no host, expected event_hosts", own)
        is_off = text_in(found, "status") == "cancelled"
        length = timedelta(milliseconds=min(count_in(found, "duration") or 0, _LONGEST))
        others = () if is_off else tuple(f"meetup:{one}" for one in sorted(hosts)[1:])
        meeting = Interaction(
            at=moment_in(found.get("created")) if is_off else at,
            kind=Kind.ACTIVITY if is_off else Kind.MEETING,
            channel="meetup",
            sender=f"meetup:{min(hosts)}",
            receivers=tuple(Receiver(one, Role.ATTENDEE, Status.ACCEPTED) for one in others),
            id=f"meetup:{own}" if own else None,
            duration=length if length and not is_off else None,
            topics=subject_topic(text_in(found, "name", "title")),
            revision=_revision(found),
        )
        return [meeting, *facts]

    def answer(self, found: dict[str, Any]) -> Said:
        """What somebody answered: they and the host meet, or do not."""
        own, member = _of(found), object_in(found, "member")
        number = id_in(member, "id")
        if not own or not number:
            raise BadRecord("names nobody, expected member.id and event.id", number)
        identity, host = f"meetup:{number}", self.known.value("meetup.host", own)
        at = moment_in(object_in(found, "event").get("time"))
        said = moment_in(found.get("created") or found.get("updated"))
        facts = self._introduced.said(identity, said, name=text_in(member, "name"))
        status = _ANSWERS.get(text_in(found, "response"), Status.UNANSWERED)
        is_host = host == number or is_true(object_in(member, "event_context"), "host")
        own_id = f"meetup:{own}#rsvp/{number}"
        is_off = bool(self.known.value("meetup.off", own))
        if is_host or is_off or not host:
            alone = Interaction(said, Kind.ACTIVITY, "meetup", identity, id=own_id)
            return [alone, *facts]
        meeting = Interaction(
            at=at,
            kind=Kind.MEETING,
            channel="meetup",
            sender=f"meetup:{host}",
            receivers=(Receiver(identity, Role.ATTENDEE, status),),
            id=own_id,
            thread=f"meetup:{own}",
            topics=subject_topic(text_in(object_in(found, "event"), "name", "title")),
            revision=_revision(found),
        )
        return [meeting, *facts]

    def comment(self, found: dict[str, Any], gathering: dict[str, Any]) -> Said:
        """What somebody wrote under a gathering: to the host, unless it answers a comment."""
        member, own = object_in(found, "member"), id_in(found, "id")
        place = _COMMENTED.search(text_in(found, "link"))
        event = id_in(gathering, "id") or (place[1] if place else "")
        number = id_in(member, "id")
        if not number:
            raise BadRecord("names no author, expected member.id", own)
        identity, host = f"meetup:{number}", self.known.value("meetup.host", event)
        at = moment_in(found.get("created"))
        to = (Receiver(f"meetup:{host}"),) if host and host != number else ()
        said = Interaction(
            at=at,
            kind=Kind.COMMENT,
            channel="meetup",
            sender=identity,
            receivers=to,
            id=f"meetup:{event}/comment/{own}" if event and own else None,
            thread=f"meetup:{event}" if event else None,
            text=text_in(found, "comment"),
        )
        return [said, *self._introduced.said(identity, at, name=text_in(member, "name"))]


def _revision(found: dict[str, Any]) -> int:
    return max((count_in(found, "updated") or 0) - (count_in(found, "created") or 0), 0)
