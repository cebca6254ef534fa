"""The values everything else speaks in: interactions, facts, merges, and their words.

An interaction is one dated contact; it is stored as it happened and carries no weight,
because weights are settings. A tie is computed from interactions and is not in this file.
"""

from dataclasses import Field, dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar, TypeVar, dataclass_transform

__all__ = [
    "KINDS",
    "MUTUAL",
    "ROLES",
    "STATUSES",
    "Fact",
    "Interaction",
    "Kind",
    "Merge",
    "Receiver",
    "Role",
    "Status",
]


class Kind(StrEnum):
    """What sort of contact an interaction is; the order is the stored code, so only append."""

    EMAIL = "email"
    MESSAGE = "message"
    CALL = "call"
    MEETING = "meeting"
    CONTACT = "contact"
    MENTION = "mention"
    REPLY = "reply"
    REACTION = "reaction"
    COMMENT = "comment"
    POST = "post"
    ACTIVITY = "activity"
    RATING = "rating"


class Role(StrEnum):
    """How a receiver took part, the strongest first: seen twice, the strongest role is kept."""

    TO = "to"
    ORGANIZER = "organizer"
    ATTENDEE = "attendee"
    OPTIONAL = "optional"
    CC = "cc"
    MENTIONED = "mentioned"
    BCC = "bcc"
    RESOURCE = "resource"


class Status(StrEnum):
    """What a receiver answered, the most telling first: seen twice, that one is kept."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    UNANSWERED = "unanswered"
    NONE = "none"


KINDS = tuple(Kind)
ROLES = tuple(Role)
STATUSES = tuple(Status)

# Contacts that tie all who took part, in both directions, instead of the sender to each receiver.
MUTUAL = frozenset({Kind.MEETING, Kind.CONTACT})


_Value = TypeVar("_Value")


class _HasFields:
    """Says to types that what the decorator below makes is a dataclass."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def _frozen_by_type(kind: type[_Value]) -> type[_Value]:
    """Make a dataclass that the type checker keeps anybody from changing, at no cost in a run.

    One that is frozen as it runs takes three times as long to make, and a load makes millions.
    """
    return dataclass(slots=True, unsafe_hash=True)(kind)


@_frozen_by_type
class Receiver(_HasFields):
    """One identity an interaction reached, and how it took part."""

    identity: str
    role: Role = Role.TO
    status: Status = Status.NONE


@_frozen_by_type
class Interaction(_HasFields):
    """One dated contact between a sender and the receivers it reached.

    ``at`` is aware. ``id`` is the source's own (a Message-ID, an event's UID and start); None
    means that the source has none and a hash of the content takes its place. ``revision`` is
    the source's own count of changes: the highest wins. ``is_bulk`` marks newsletters, lists and
    automated senders, which are kept but tie nobody.

    ``sentiment`` is the tone, from -1 to 1; ``sentiment_by`` says what gave it: a survey ("nps",
    "csat"), "stars", "source" (a field of the export), or a scorer with its version, and
    ``confidence``, from 0 to 1, how sure that is. ``text`` is what was written: it is read for tone
    and topics while records are gathered and then dropped, never kept, hashed or logged.
    """

    at: datetime
    kind: Kind
    channel: str
    sender: str
    receivers: tuple[Receiver, ...] = ()
    id: str | None = None
    duration: timedelta | None = None
    thread: str | None = None
    in_reply_to: str | None = None
    sentiment: float | None = None
    topics: tuple[str, ...] = ()
    revision: int = 0
    is_bulk: bool = False
    sentiment_by: str | None = None
    confidence: float | None = None
    text: str | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"at must carry a time zone, not {self.at!r}")


@_frozen_by_type
class Fact(_HasFields):
    """A dated statement about an identity or an organization.

    ``name`` is one of ``name``, ``seen_name`` (as written in a mail header; ``since`` is when it
    was first seen, ``until`` when last, None where that is the same), ``kind`` (person, shared
    mailbox, list, bot), ``organization`` (value ``org:acme.example``), ``segment``, ``reports_to``
    (value: an identity), ``title``, or any other word a source declares. ``subject`` is an identity
    (``email:ann@x.example``) or an organization (``org:x.example``). ``until`` is exclusive; None
    means open.
    """

    subject: str
    name: str
    value: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """The reversible decision that two identities are one person, with its reason."""

    a: str
    b: str
    reason: str
    at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    is_active: bool = True
