"""Intercom: conversations with customers, and the contacts and admins in them.

The API gives a conversation with its parts, lists of conversations, contacts and admins; warehouses
hold them as tables. Each first message, part, contact and admin is a record. What a customer writes
is to the admin who wrote last, else to the first who answers, else to the one it is assigned to;
what an admin or a bot writes is to the customers; a note is internal. Being assigned, opened and
closed is no contact. A person is ``intercom:ID`` for a contact and ``intercom:admin/ID`` for an
admin; an account and the address in its record are one.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from graph.model import Interaction, Kind, Merge
from graph.people.identity import clean, plain_email
from ingest.accounts import Introduced, profile, reached
from ingest.crm.people import emails_in
from ingest.crm.records import Row, read_rows
from ingest.dates import moment_in, moment_or_none
from ingest.intercom.companies import company, employers, is_company, names
from ingest.intercom.records import around_of, is_account, is_conversation, is_part, unwrapped
from ingest.intercom.tables import SUFFIXES, is_known, is_table, record_of, tells, together
from ingest.json.fields import count_in, id_in, list_in, object_in, objects_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, Several, read_json
from ingest.named import named
from ingest.ratings.scales import STARS
from ingest.role_addresses import BOT, kind_of
from ingest.source import BadRecord, File, Reading
from ingest.told import Near, Told

__all__ = ["Intercom"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_INTO = ("conversations", "contacts", "users", "admins", "data")
_COMPANIES = ("companies",)  # of a list of them; in a contact they are its own
_REASON = "same Intercom account: the address in its record"
_WRITTEN = frozenset({"comment", "quick_reply", "note", "note_and_reopen"})
_BY_MACHINE = frozenset({"automated", "campaigns", "campaigns_initiated", "operator_initiated"})
_SORTS = {
    "user": "",
    "lead": "",
    "contact": "",
    "admin": "admin/",
    "bot": "admin/",
    "team": "team/",
}
_REMEMBERED = 100_000
_TELLING = re.compile(r"intercom|conversation|compan", re.IGNORECASE)


class Intercom:
    """Reads conversations, contacts and admins of Intercom; each part is a record."""

    name = "intercom"
    meaning = "Intercom: conversations with their parts, contacts, admins (API, warehouse tables)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds conversations, contacts or admins of Intercom."""
        if file.suffix in SUFFIXES:
            return is_table(file)
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        found = [*head.records]
        for name in _into(file):
            found += list(objects_in(head.whole, name))[:20]
        return any(
            is_conversation(one) or is_account(one) or is_part(one) or is_company(one)
            for one in map(unwrapped, found)
        )

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may hold conversations whose parts stand elsewhere."""
        return named(shown).is_like(_TELLING, (*_SUFFIXES, *SUFFIXES))

    def tells(self, file: File) -> Iterator[Told]:
        """Tell what companies are called, and who is in conversations that lack their parts."""
        if file.suffix in SUFFIXES:
            yield from tells(file)
            return
        head = json_head(file)
        inner = (one for name in ("data", *_COMPANIES) for one in objects_in(head.whole, name))
        first = [unwrapped(one) for one in (*head.records, *inner)]
        is_bare = any(is_conversation(one) and "conversation_parts" not in one for one in first)
        if not (is_bare or any(map(is_company, first))):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream, _into(file)):
                found = unwrapped(piece.value) if isinstance(piece.value, dict) else {}
                if is_company(found):
                    yield from names(found)
                elif is_conversation(found):
                    around, own = around_of(found), id_in(found, "id")
                    yield Told("intercom.customers", own, " ".join(around["customers"])[:300])
                    yield Told("intercom.admin", own, around["admin"])

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        people = _People(reading.survey.near(file.place))
        if file.suffix in SUFFIXES:

            def of_row(row: Row) -> Said | None:
                found = record_of(row, file.shown)
                return None if found is None else people.of_table(found)

            yield from read_rows(file, reading, self.name, of_row, into=(), known=is_known)
            return

        def said(piece: Piece) -> Said | list[Several] | None:
            found = record(piece.value)
            if piece.path in ("first", "parts"):
                return people.part(found, piece.above[-1])
            if piece.is_around:
                return None
            found = unwrapped(found)
            if is_part(found):
                return people.part(found, people.around(id_in(found, "conversation_id")))
            if is_conversation(found):
                return _parted(found)
            if is_account(found):
                return people.account(found)
            if is_company(found):
                return company(found)
            expected = "is no conversation, contact, company or admin of Intercom"
            raise BadRecord(expected, str(found)[:200])

        yield from read_json(file, reading, self.name, said, into=_into(file))


def _into(file: File) -> tuple[str, ...]:
    """The arrays of a page; one record by itself has parts of such names that are its own."""
    head = json_head(file)
    if text_in(head.whole, "type") == "company.list":
        return _COMPANIES
    found = head.records
    is_one = any(is_conversation(unwrapped(one)) or unwrapped(one) is not one for one in found)
    return () if is_one else _INTO


def _parted(found: dict[str, Any]) -> list[Several]:
    """The first message and the parts of a conversation, each with whom it is to."""
    first = object_in(found, "source") or object_in(found, "conversation_message")
    around = around_of(found)
    parts = list_in(object_in(found, "conversation_parts"), "conversation_parts")
    return [Several("first", [first | {"is_first": True}], around), Several("parts", parts, around)]


class _People:
    """Reads the records of one file; names and addresses are told once each."""

    def __init__(self, near: Near) -> None:
        self._near = near
        self._around: dict[str, dict[str, Any]] = {}
        self._introduced = Introduced()
        self._merged: set[tuple[str, str]] = set()
        self._within = together(near, "intercom.within")
        self._works = together(near, "intercom.works")

    def of_table(self, found: dict[str, Any]) -> Said:
        """A record that stands in a table; what others say of it is told by the tables beside."""
        if is_part(found):
            # rows are in no order, so who wrote last is not known: whoever answered first is
            around = self.around(id_in(found, "conversation_id")) | {"former": ""}
            return self.part(found, around)
        if is_conversation(found):
            known = self.around(id_in(found, "id"))
            told = {name: known[name] for name in ("customers", "admin")}
            first = object_in(found, "source") | {"is_first": True}
            return self.part(first, around_of(found) | told)
        if text_in(found, "type") == "company":
            return company(found)
        listed = [{"id": one} for one in self._works.get(id_in(found, "id"), ())]
        return self.account(found | {"companies": listed})

    def around(self, own: str) -> dict[str, Any]:
        """What is known around a part that stands by itself."""
        if own not in self._around:
            if len(self._around) >= _REMEMBERED:
                del self._around[next(iter(self._around))]
            around = around_of({"id": own})
            told = (self._near.value("intercom.customers", own) or "").split()
            around["customers"] = told or [f"intercom:{one}" for one in self._within.get(own, ())]
            answered = (self._near.value("intercom.answered", own) or "").rpartition(" ")[2]
            admin = answered or self._near.value("intercom.assigned", own) or ""
            around["admin"] = self._near.value("intercom.admin", own) or (
                f"intercom:admin/{admin}" if admin else ""
            )
            self._around[own] = around
        return self._around[own]

    def part(self, found: dict[str, Any], around: dict[str, Any]) -> Said:
        """The first message of a conversation, or one of its parts."""
        is_first = found.get("is_first") is True
        author = object_in(found, "author")
        sort, number = text_in(author, "type"), id_in(author, "id")
        if sort not in _SORTS or not number:
            raise BadRecord("names no author, expected author.type and author.id", sort)
        sender = f"intercom:{_SORTS[sort]}{number}"
        at = moment_in(around["created_at"] if is_first else found.get("created_at"))
        facts = self._author(sender, author, at)
        for one in around["people"] if is_first else ():
            who = f"intercom:{_SORTS.get(text_in(one, 'type'), '')}{id_in(one, 'id')}"
            facts += self._author(who, one, at) if id_in(one, "id") else []
        own, place = id_in(found, "id"), f"intercom:conversation/{around['id']}"
        is_customer = _SORTS[sort] == ""
        means = text_in(found, "part_type")
        is_written = is_first or means in _WRITTEN or bool(text_in(found, "body"))
        is_note = means.startswith("note")
        if is_customer and sender not in around["customers"]:
            around["customers"].append(sender)
        is_open = is_customer and not around["former"]  # whom it is to may yet change
        to = [around["former"] or around["admin"]] if is_customer else around["customers"]
        kind = Kind.MESSAGE if is_written else Kind.ACTIVITY
        if is_first and text_in(found, "type") == "phone_call":
            kind = Kind.CALL
        receivers = reached(sender, to) if is_written and not is_note else ()
        if is_written and sort == "admin" and not is_note:
            around["former"] = sender
        message = Interaction(
            at=at,
            kind=Kind.POST if is_note else kind,
            channel="intercom",
            sender=sender,
            receivers=receivers,
            id=place if is_first else f"{place}/{own}" if own else None,
            thread=place,
            in_reply_to=place if is_written and not is_first else None,
            topics=around["topics"] if is_written else (),
            revision=around["updated_at"] if is_open and is_written else 0,
            is_bulk=sort == "bot" or text_in(found, "delivered_as") in _BY_MACHINE,
            text=text_in(found, "body") if is_written else None,
        )
        rated = _rated(around) if is_first else []
        return [message, *facts, *rated]

    def _author(self, identity: str, found: dict[str, Any], at: Any) -> Said:  # noqa: ANN401
        is_bot = text_in(found, "type") == "bot"
        name, kind = text_in(found, "name"), BOT if is_bot else ""
        said = self._introduced.said(identity, at, name=name, kind=kind)
        address = plain_email(clean(text_in(found, "email")[:200])) or ""
        is_person = bool(address) and not is_bot and not kind_of(f"email:{address}")
        if is_person and (identity, address) not in self._merged:
            self._merged.add((identity, address))
            said.append(Merge(identity, f"email:{address}", _REASON))
        return said

    def account(self, found: dict[str, Any]) -> Said:
        """A contact or an admin."""
        number, sort = id_in(found, "id"), text_in(found, "type")
        if not number:
            raise BadRecord("has no id", str(found)[:200])
        identity = f"intercom:{'admin/' if sort == 'admin' else ''}{number}"
        said = profile(
            identity,
            reason=_REASON,
            name=text_in(found, "name"),
            title=text_in(found, "job_title"),
            email=text_in(found, "email"),
            phone=text_in(found, "phone"),
        )
        emails = emails_in(text_in(found, "email")[:200])
        return [*said, *employers(identity, found, emails, self._near)]


def _rated(around: dict[str, Any]) -> Said:
    """What the customer thought of the conversation, one to five, where they said so."""
    rating = around["rating"]
    stars, at = count_in(rating, "rating"), moment_or_none(rating.get("created_at"))
    told = object_in(rating, "contact") or object_in(rating, "customer")
    who = f"intercom:{id_in(told, 'id')}" if id_in(told, "id") else ""
    who = who or next(iter(around["customers"]), "")
    if stars is None or not 1 <= stars <= 5 or at is None or not who:
        return []
    place = f"intercom:conversation/{around['id']}"
    return [
        Interaction(
            at, Kind.RATING, "intercom", who, id=f"{place}#rating", thread=place,
            sentiment=STARS.value(stars), sentiment_by="csat", confidence=1.0,
            topics=around["topics"], text=text_in(rating, "remark"),
        )
    ]  # fmt: skip
