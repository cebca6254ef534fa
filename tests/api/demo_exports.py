"""The demo's exports as the standard library reads them, without any of our own sources."""

import csv
import json
import mailbox
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import IO

import icalendar
import recurring_ical_events

from api.demo import Truth

__all__ = ["Contact", "Demo", "contacts", "head_of", "mails", "rows", "same_person"]


@dataclass(frozen=True)
class Contact:
    """Who reached whom, and when; ``people`` are the sender and all reached, as identities."""

    at: datetime
    kind: str
    sender: str
    reached: tuple[str, ...]
    is_automatic: bool = False

    @property
    def people(self) -> frozenset[str]:
        return frozenset((self.sender, *self.reached))


@dataclass(frozen=True)
class Demo:
    """One built demo, and all that happened in it up to its end."""

    folder: Path
    truth: Truth
    seconds: float
    letters: list[Message]
    everything: list[Contact]

    @cached_property
    def happened(self) -> list[Contact]:
        """What lies before the end: all but planned meetings."""
        return [one for one in self.everything if one.at <= self.truth.clock]

    def between(self, begins: int, ends: int, *, of: str = "", to: str = "") -> list[Contact]:
        """Give what happened from so many days before the end to so many, with these people."""
        low, high = (self.truth.ends - timedelta(days=day) for day in (begins, ends))
        return [
            one
            for one in self.happened
            if low <= one.at.date() < high
            and (not of or self.is_with(one, of))
            and (not to or self.is_with(one, to))
        ]

    @staticmethod
    def is_with(contact: Contact, who: str) -> bool:
        """Say whether a person, or anybody of an organization, took part."""
        if who.startswith("org:"):
            return any(person.endswith(f"@{who[4:]}") for person in contact.people)
        return who in contact.people


def contacts(folder: Path, letters: Iterable[Message]) -> list[Contact]:
    """Read every dated contact of the exports once, people under their first address."""
    first = same_person(folder)

    def known(contact: Contact) -> Contact:
        reached = tuple(first.get(one, one) for one in contact.reached)
        sender = first.get(contact.sender, contact.sender)
        return Contact(contact.at, contact.kind, sender, reached, contact.is_automatic)

    found = [*_mail(letters), *_meetings(folder), *_calls(folder), *_lines(folder), *_notes(folder)]
    return sorted(map(known, found), key=lambda contact: contact.at)


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def same_person(folder: Path) -> dict[str, str]:
    """Give the company address of every other identity, as the people files declare them."""
    found: dict[str, str] = {}
    for name in ("people.csv", "crm/contacts.csv"):
        for row in rows(folder / name):
            identities = {
                f"email:{row.get('private_email')}",
                f"phone:{row.get('phone')}",
                row.get("slack"),
                row.get("x"),
            }
            found |= {one: f"email:{row['email']}" for one in identities if one}
    return found


def head_of(file: IO[bytes]) -> Message:
    """Read the header of a mail only."""
    return BytesHeaderParser().parse(file)


def mails(folder: Path) -> Iterator[Message]:
    """Give the header of every mail of every mailbox."""
    for path in sorted((folder / "mail").iterdir()):
        with closing(mailbox.mbox(path, factory=head_of)) as box:  # type: ignore[arg-type]
            yield from box


def _mail(letters: Iterable[Message]) -> Iterator[Contact]:
    known = set()
    for mail in letters:
        if mail["Message-ID"] in known:
            continue
        known.add(mail["Message-ID"])
        reached = getaddresses([*mail.get_all("To", []), *mail.get_all("Cc", [])])
        sender = getaddresses([mail["From"]])[0][1]
        yield Contact(
            parsedate_to_datetime(mail["Date"]).astimezone(UTC),
            "email",
            f"email:{sender}",
            tuple(f"email:{address}" for _, address in reached),
            bool(mail["List-Id"] or mail["Auto-Submitted"]),
        )


def _meetings(folder: Path) -> Iterator[Contact]:
    for path in sorted((folder / "calendar").iterdir()):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for meeting in recurring_ical_events.of(calendar).between(
            date(2000, 1, 1), date(2101, 1, 1)
        ):
            at = meeting["DTSTART"].dt
            guests = meeting.get("ATTENDEE", [])
            if not isinstance(at, datetime):
                continue
            yield Contact(
                at.astimezone(UTC),
                "meeting",
                str(meeting["ORGANIZER"]).replace("mailto:", "email:"),
                tuple(
                    str(guest).replace("mailto:", "email:")
                    for guest in (guests if isinstance(guests, list) else [guests])
                    if guest.params.get("CUTYPE") != "ROOM"
                    and guest.params.get("PARTSTAT") != "DECLINED"
                ),
            )


def _calls(folder: Path) -> Iterator[Contact]:
    for row in rows(folder / "calls.csv"):
        at = datetime.fromisoformat(row["started_at"]).astimezone(UTC)
        yield Contact(at, "call", f"phone:{row['caller']}", (f"phone:{row['callee']}",))


def _lines(folder: Path) -> Iterator[Contact]:
    for name in ("chat.ndjson", "social.ndjson"):
        for line in (folder / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            at = datetime.fromisoformat(row["at"])
            yield Contact(at, row["kind"], row["sender"], tuple(row["recipients"]))


def _notes(folder: Path) -> Iterator[Contact]:
    for row in rows(folder / "crm" / "activities.csv"):
        at = datetime.fromisoformat(row["at"])
        yield Contact(at, "activity", f"email:{row['sender']}", (f"email:{row['recipient']}",))
