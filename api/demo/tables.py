"""Tables: calls, chat, CRM and people as CSV and NDJSON, with plainly named columns."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

from api.demo.bulk import INFO, NEWS, ROBOT, SUPPORT
from api.demo.company import Company, Member
from api.demo.social import Post
from api.demo.story import DAYS, MOVED, MOVED_TEAM, OWN, PRIVATE_ADDRESS, THREE_IDENTITIES
from api.demo.talks import Call, Chat, Note
from api.demo.workdays import Workdays

__all__ = ["activities", "calls", "chat", "companies", "contacts", "people", "social"]


def _csv(header: str, rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return file.getvalue().encode()


def _ndjson(rows: Iterable[dict[str, object]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _utc(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def calls(taken: Iterable[Call], workdays: Workdays) -> bytes:
    """The telephone's log: numbers, and local times with their offset."""

    def rows() -> Iterator[Sequence[object]]:
        for call in sorted(taken, key=lambda call: (call.at, call.caller.phone, call.callee.phone)):
            offset = workdays.offset("Europe/Warsaw", workdays.day_of(call.at))
            local = datetime.fromtimestamp(call.at, timezone(timedelta(seconds=offset)))
            sides = (call.caller.is_own, call.callee.is_own)
            direction = "internal" if all(sides) else "outbound" if sides[0] else "inbound"
            yield call.caller.phone, call.callee.phone, local.isoformat(), call.seconds, direction

    return _csv("caller,callee,started_at,duration_seconds,direction", rows())


def chat(said: Iterable[Chat]) -> bytes:
    """The chat's export: one message a line; a room's message reaches those it mentions."""
    return _ndjson(
        {
            "id": f"C{number:06d}",
            "at": _utc(line.at),
            "sender": line.sender.slack,
            "recipients": [member.slack for member in line.recipients],
            "kind": "message",
            "channel": "slack",
            "thread": line.thread,
            "text": line.text,
        }
        for number, line in enumerate(sorted(said, key=lambda line: (line.at, line.thread)))
    )


def social(posts: Iterable[Post]) -> bytes:
    """The public posts: mentions, replies, and posts to nobody in particular."""
    return _ndjson(
        {
            "id": post.id,
            "at": _utc(post.at),
            "sender": post.sender,
            "recipients": list(post.recipients),
            "kind": post.kind,
            "channel": "x",
            "thread": post.thread,
        }
        for post in sorted(posts, key=lambda post: (post.at, post.id))
    )


def activities(notes: Iterable[Note]) -> bytes:
    """The CRM's activities: who of ours noted a contact with whom, about which deal."""
    rows = (
        (
            f"A{number:05d}",
            _utc(note.at),
            note.owner.email,
            note.contact.email,
            "activity",
            "crm",
            note.deal,
        )
        for number, note in enumerate(sorted(notes, key=lambda note: (note.at, note.deal)))
    )
    return _csv("id,at,sender,recipient,kind,channel,deal", rows)


def companies(company: Company) -> bytes:
    """The CRM's companies."""
    rows = [(firm.domain, firm.name, firm.segment) for firm in company.firms]
    return _csv("domain,name,segment", [(OWN, "Arboris", "own"), *rows])


def contacts(company: Company) -> bytes:
    """The CRM's contacts, each with all the identities it is known by."""
    rows = (
        (m.name, m.email, m.phone, m.handle, m.domain, m.title, m.segment)
        for members in company.contacts.values()
        for m in members
    )
    return _csv("name,email,phone,x,company,title,segment", rows)


def people(company: Company, workdays: Workdays) -> bytes:
    """The list of employees: identities in one row are one person; a move makes a second row."""
    header = (
        "name,email,private_email,phone,slack,x,title,organization,department,team,reports_to,"
        "since,until,kind"
    )
    moved = DAYS - MOVED
    rows: list[Sequence[object]] = []
    for member in company.employees:
        spells = [(member.since, member.until)]
        if member.team == MOVED_TEAM and member.since < moved < member.until:
            spells = [(member.since, moved), (moved, member.until)]
        rows += [_person(company, member, workdays, *spell) for spell in spells]
    for box, kind in (
        (INFO, "shared mailbox"),
        (SUPPORT, "shared mailbox"),
        (NEWS, "list"),
        (ROBOT, "bot"),
    ):
        rows.append(
            (box.name, box.email, "", "", "", "", "", f"org:{OWN}", "", "", "", "", "", kind)
        )
    return _csv(header, rows)


def _person(
    company: Company, member: Member, workdays: Workdays, since: int, until: int
) -> Sequence[object]:
    private = PRIVATE_ADDRESS if member.name == THREE_IDENTITIES else ""
    left: date | str = workdays.date_of(until) if until <= DAYS else ""
    return (
        member.name, member.email, private, member.phone, member.slack, member.handle,
        member.title, f"org:{OWN}", company.department(member, since), member.team,
        company.boss(member, since), workdays.date_of(since), left, "person",
    )  # fmt: skip
