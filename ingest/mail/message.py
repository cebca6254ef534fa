"""Mail messages: one RFC 822 header becomes an interaction and what it says about people.

The header is cut into its fields as the standard library's older interface (`compat32`) does, and
their values are read with that library (`getaddresses`, `decode_header`, `parsedate_tz`): its newer
interface raises on hostile input. Bodies are only read where somebody listens
(`ingest.mail.bodies`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import lru_cache

from graph.batch import Rejected
from graph.model import Fact, Interaction, Kind, Receiver, Role
from graph.people.identity import clean
from ingest.heard.topic_words import subject_topic
from ingest.mail.addresses import Named, account, addresses, cut_short, decoded, names_only
from ingest.mail.bodies import MOST_BODY, body_text
from ingest.mail.bulk import BULK_NAMES, BULK_VALUES, is_bulk, is_discussed
from ingest.mail.dates import date_in
from ingest.mail.folders import is_in_drafts, is_in_junk
from ingest.mail.gmail_labels import is_chat, is_draft, is_put_aside
from ingest.mail.gmail_threads import begun
from ingest.mail.header_bytes import header_codec, header_text, is_undecided
from ingest.mail.ids import mail_id, own_id, parent_id, thread_id
from ingest.mail.initials import are_of
from ingest.mail.list_writers import list_addresses, writer
from ingest.role_addresses import LIST, kind_of
from ingest.source import BadRecord, File, Reading

__all__ = [
    "END_OF_HEAD", "MOST_HEAD", "Letter", "Letters", "author", "fields", "most_body",
    "shows_receivers",
]  # fmt: skip

Header = Mapping[str, Sequence[str]]
"""The fields of a mail by name, in lower case."""

END_OF_HEAD = re.compile(rb"\n\r?\n")
MOST_HEAD = 2**22  # bytes of one message's header

# What reading hostile input may raise; each costs one record, never the file.
_UNREADABLE = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip

_DRAFT = "is a draft that was not sent, expected mail that was sent or received"
_RECEIVERS = {"to": Role.TO, "cc": Role.CC, "bcc": Role.BCC}
_SENDERS = ("from", "sender", "return-path")
_WANTED = (
    {"date", "received", "message-id", "in-reply-to", "references", "x-gmail-labels", "x-unsent",
     "reply-to", "sensitivity", "subject", "x-gm-thrid", "x-mozilla-draft-info",
     "x-original-from", "x-uniform-type-identifier"}
    | {*_RECEIVERS, *_SENDERS, *BULK_NAMES, *BULK_VALUES}
)  # fmt: skip
_FIELD = re.compile(
    rb"\n(%b)[ \t]*:(.*(?:\n[ \t].*)*)" % "|".join(sorted(_WANTED)).encode(), re.IGNORECASE
)
_NOT_FOR_ALL = ("private", "personal", "company-confidential")  # RFC 2156
_MOST_FOUND = 200  # characters of what is rejected
_MOST_BYTES = 2**16  # of one field
_MOST_ADDRESS_BYTES = 2**20  # 40,000 recipients, all counted
_LIST_ADDRESS = re.compile(r"<\s*mailto:([^<>?\s]+@[^<>?\s]+)", re.IGNORECASE)
_ENVELOPE_SENDER = re.compile(r"From (\S+(?: at \S+)?)\s")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: the interaction, what it says about people, whether it names no receivers."""

    interaction: Interaction
    facts: tuple[Fact, ...] = ()
    is_unaddressed: bool = False

    def answering(self, author: str) -> "Letter":
        """The same as a message to the author it replies to; to oneself it reaches nobody."""
        if author == self.interaction.sender:
            return self
        reached = (Receiver(author),)
        return replace(self, interaction=replace(self.interaction, receivers=reached))


@lru_cache(maxsize=1)  # several ask about one message in turn
def fields(head: bytes) -> Header:
    r"""Cut a header into the fields that matter, unfolded, by name in lower case.

    >>> fields(b"To: ann@x.example,\n bob@x.example\nX-Mailer: none\n")
    {'to': ['ann@x.example, bob@x.example']}
    """
    found: dict[str, list[str]] = {}
    codec = "" if head.isascii() and b"\x1b" not in head else header_codec(head)
    for name, value in _FIELD.findall(b"\n" + head.replace(b"\r", b"")):
        key = name.decode().lower()
        if not (key == "received" and key in found):  # the first is the last hop; that is enough
            found.setdefault(key, []).append(_unfolded(key, value, codec))
    return found


def _unfolded(key: str, value: bytes, codec: str) -> str:
    most = _MOST_ADDRESS_BYTES if key in _RECEIVERS else _MOST_BYTES
    if len(value) > most:  # cut where an address or an id ends
        value = value[:most].rpartition(b"," if key in _RECEIVERS else b" ")[0]
    value = value.replace(b"\n", b"").strip()
    return header_text(value, codec) if codec else value.decode()


class Letters:
    """Reads the messages of one file, and remembers that it has warned about a missing zone."""

    def __init__(self, file: File, reading: Reading) -> None:
        self.shown = file.shown
        self.reading = reading
        self.near = reading.survey.near(file.place)
        self.is_draft, self.is_junk = is_in_drafts(file.place), is_in_junk(file.place)
        self.most_body = most_body(reading)
        self.warnings: list[str] = []
        self._warned = self._is_unsure = False

    def letter(
        self, place: str, head: bytes, envelope: str = "", body: bytes = b""
    ) -> Letter | Rejected:
        """Make an interaction of a message's header, or say why it is none; never raises.

        *envelope* is the "From " line that an mbox puts before each message, *body* the beginning
        of what follows the header, where it is to be listened to.
        """
        try:
            return self._letter(place, head, envelope, body)
        except BadRecord as error:
            return Rejected(place, str(error), error.found[:_MOST_FOUND])
        except _UNREADABLE as error:
            reason = f"cannot be read as mail ({type(error).__name__}), expected RFC 5322"
            return Rejected(place, reason, head[:_MOST_FOUND].decode("latin-1"))

    def _letter(self, place: str, head: bytes, envelope: str, body: bytes) -> Letter:
        header = fields(head)
        if not (self._is_unsure or head.isascii()) and is_undecided(head):
            self._is_unsure = True
            self.warnings.append(
                f"{place}: nothing tells in which encoding a header is written, it is read as "
                f"Windows-1252, as all such ones of {self.shown}; letters of names may be wrong"
            )
        if not header:
            raise BadRecord("no mail header, expected lines such as 'From: ann@x.example'")
        labels = header.get("x-gmail-labels", ())
        if self.is_draft or is_draft(labels) or _is_unsent(header):
            raise BadRecord(_DRAFT)
        log = self.reading.log
        sender, name = _sender(header, envelope, log)
        at = self._at(place, header, envelope)
        reached = {role: addresses(header.get(key, ())) for key, role in _RECEIVERS.items()}
        if not any(reached.values()):
            reached[Role.TO] = names_only(header.get("to", ()), log)
        own, parent, thread = own_id(header), parent_id(header), thread_id(header)
        if parent is None and own is not None and "x-gm-thrid" in header:
            thread, parent = begun(self.near, header, own) or (thread, parent)
        is_unaddressed = _RECEIVERS.keys().isdisjoint(header)
        is_answer = parent is not None and (is_unaddressed or is_discussed(header))
        if is_answer:  # then it is to one, not to the list
            reached = _without_lists(reached, header)
        if parent is not None:  # whom it hides, as "undisclosed-recipients:;" does, it may answer
            is_unaddressed = not any(reached.values())
        is_automatic = is_bulk(header, sender, by_list=not is_answer)
        is_automatic = is_automatic or self.is_junk or is_put_aside(labels)
        interaction = Interaction(
            at=at,
            kind=Kind.MESSAGE if is_chat(labels) else Kind.EMAIL,
            channel="chat" if is_chat(labels) else "email",
            sender=sender,
            receivers=_receivers(reached),
            id=mail_id(own),
            thread=mail_id(thread),
            in_reply_to=mail_id(parent),
            topics=() if is_chat(labels) else _subject(header),
            is_bulk=is_automatic,
            text=body_text(head, body) if body and not is_automatic else None,
        )
        people = [(sender, name), *(named for part in reached.values() for named in part)]
        return Letter(
            interaction,
            tuple(_facts(people, header, at)),
            is_unaddressed=is_unaddressed,
        )

    def _at(self, place: str, header: Header, envelope: str) -> datetime:
        def zone() -> tzinfo:
            return self._zone(place)

        dates = [*header.get("date", ()), _envelope_date(envelope)]
        dates += [text.rpartition(";")[2] for text in header.get("received", ())]
        for text in dates:
            at = date_in(text, zone) if text else None
            if at:
                return at
        found = next(filter(None, dates), "")
        reason = "has no date" if not found else f"date {clean(found)[:80]!r} cannot be read"
        raise BadRecord(
            f"{reason}, expected such as 'Date: Thu, 01 Nov 2001 11:19:12 +0100'", found
        )

    def _zone(self, place: str) -> tzinfo:
        if self.reading.zone is None and not self._warned:
            self._warned = True
            self.warnings.append(
                f"{place}: a date has no zone and is read as UTC, "
                f"as all such dates of {self.shown}; --zone names another"
            )
        return self.reading.zone_or_utc()


def most_body(reading: Reading) -> int:
    """Give how many bytes of a mail's body are wanted: none where nobody listens to mail."""
    return MOST_BODY if reading.listen and reading.listen.hears("email") else 0


def shows_receivers(head: bytes) -> bool:
    """Say whether a header names receivers at all, be it that it hides them."""
    return not _RECEIVERS.keys().isdisjoint(fields(head))


def author(head: bytes, envelope: str = "") -> tuple[str, str] | None:
    r"""Give a message's id and who wrote it, where both say so beyond this file, or None.

    >>> author(b"From: ann at x.example (Ann)\nMessage-ID: <1@x.example>\n")
    ('mail:1@x.example', 'email:ann@x.example')
    """
    header = fields(head)
    own = mail_id(own_id(header))
    try:
        sender, _ = _sender(header, envelope, None)
    except _UNREADABLE:
        return None
    return (own, sender) if own and sender.startswith("email:") else None


def _facts(people: list[Named], header: Header, at: datetime) -> Iterator[Fact]:
    for identity, name in people:
        if name:
            yield Fact(identity, "seen_name", name, at)
        kind = kind_of(identity)
        if kind:
            yield Fact(identity, "kind", "person" if are_of(identity, name) else kind)
    for identity in _lists(header):
        yield Fact(identity, "kind", LIST)


def _sender(header: Header, envelope: str, log: str | None) -> Named:
    written_by = writer(header)
    if written_by:
        return written_by
    for key in _SENDERS:
        found = addresses(header.get(key, ())[:1])
        if found:
            return found[0]
    written = header.get("from", ())[:1]
    hidden = _ENVELOPE_SENDER.match(envelope)
    found = names_only(written, log) or addresses([hidden[1]] if hidden else [])
    if found:
        return found[0]
    text = decoded(next(iter(written), ""))
    masked = cut_short(text)
    if masked:
        return account(masked[0], log), masked[1]
    name = clean(text)
    if not name:
        raise BadRecord("has no sender, expected such as 'From: ann@x.example'")
    return account(name, log), ""


def _receivers(reached: dict[Role, list[Named]]) -> tuple[Receiver, ...]:
    roles: dict[str, Role] = {}
    for role, people in reached.items():
        for identity, _ in people:
            roles.setdefault(identity, role)
    return tuple(Receiver(identity, role) for identity, role in roles.items())


def _without_lists(reached: dict[Role, list[Named]], header: Header) -> dict[Role, list[Named]]:
    lists = set(list_addresses(header))
    return {
        role: [one for one in people if one[0] not in lists] for role, people in reached.items()
    }


def _lists(header: Header) -> Iterator[str]:
    """The addresses of lists that say so themselves; a List-Id alone is a name, not an address."""
    for value in header.get("list-post", ()):
        for address in _LIST_ADDRESS.findall(value):
            yield from (identity for identity, _ in addresses([address]))
    for identity, _ in addresses(header.get("x-beenthere", ())):
        yield identity


def _is_unsent(header: Header) -> bool:
    """Whether Outlook, Thunderbird or Apple Mail marked it as one that is still written."""
    is_apples = header.get("x-uniform-type-identifier") == ["com.apple.mail-draft"]
    return header.get("x-unsent") == ["1"] or "x-mozilla-draft-info" in header or is_apples


def _subject(header: Header) -> tuple[str, ...]:
    if "subject" not in header or header.get("sensitivity", [""])[0].lower() in _NOT_FOR_ALL:
        return ()
    return subject_topic(decoded(header["subject"][0]))


def _envelope_date(envelope: str) -> str:
    found = re.search(r"\s((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*)", envelope)
    return found[1] if found and "Mon Sep 17 00:00:00 2001" not in found[1] else ""
