"""Records handed over by HTTP: each becomes an interaction, or is refused with its reason.

    {"at": "2026-03-01T09:30:00Z", "kind": "email", "sender": "ann@x.example",
     "receivers": ["bob@y.example", {"identity": "cid@y.example", "role": "cc"}]}

JSON is read strictly: no NaN, no numbers in quotes, no unknown names. A body that cannot be read at
all is a ``Misuse``; a record that cannot is rejected, and the others are kept.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

import orjson
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from graph.batch import Rejected
from graph.errors import Misuse
from graph.model import Interaction, Kind, Receiver, Role, Status
from graph.moments import micros
from graph.people.identity import canonical, clean
from ingest.batches.gather import Record
from ingest.table.plan import CHANNELS

__all__ = ["InteractionIn", "records"]

_MAY_REACH_NOBODY = (
    Kind.POST, Kind.COMMENT, Kind.REACTION, Kind.ACTIVITY, Kind.MENTION, Kind.RATING,
)  # fmt: skip
_ROLES = {Kind.MEETING: Role.ATTENDEE, Kind.MENTION: Role.MENTIONED}
_FIRST, _LAST = micros(datetime(1000, 1, 1, tzinfo=UTC)), micros(datetime(9999, 12, 31, tzinfo=UTC))
_LONGEST = 36_525 * 86_400.0  # a duration of a hundred years, in seconds
_MOST_CHANNELS = 100  # in one body: they are kept as one-byte codes


def _moment(value: object) -> datetime:
    if not isinstance(value, str):
        raise ValueError("expected a text such as 2026-03-01T09:30:00Z")  # noqa: TRY004
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("not ISO 8601, such as 2026-03-01T09:30:00Z") from None
    if at.tzinfo is None:
        raise ValueError("no zone; end it with Z or with an offset such as +01:00")
    if not _FIRST <= micros(at) <= _LAST:
        raise ValueError("outside the years 1000 to 9999")
    return at


def _cleaned(value: str) -> str:
    found = clean(value)
    if not found:
        raise ValueError("empty; leave it out")
    return found


def _receiver(value: object) -> object:
    return {"identity": value} if isinstance(value, str) else value


Moment = Annotated[
    datetime,
    BeforeValidator(_moment, json_schema_input_type=str),
    Field(description="ISO 8601 with a zone. At most a day ahead of the clock, meetings excepted."),
]
Identity = Annotated[
    str,
    StringConstraints(max_length=1000),
    AfterValidator(canonical),
    Field(description="email:ann@x.example, phone:+48..., slack:T1/U7; a bare word is an account."),
]
Text = Annotated[str, StringConstraints(max_length=1000), AfterValidator(_cleaned)]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ReceiverIn(_In):
    """Whom an interaction reached, and how they took part."""

    identity: Identity
    role: Annotated[Role, Field(strict=False)] | None = Field(
        None, description="Default: to; in a meeting attendee, in a mention mentioned."
    )
    status: Annotated[Status, Field(strict=False)] = Status.NONE


class InteractionIn(_In):
    """One dated contact between a sender and the receivers it reached."""

    id: Text | None = Field(
        None,
        description="The source's own id: sent again, it is known or corrects. Without one, an "
        "equal record is known, so give one wherever there is one.",
    )
    at: Moment
    kind: Annotated[Kind, Field(strict=False)]
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9 _.-]{0,39}$")] | None = (
        Field(None, description="Where it took place: email, slack, x. Default: by the kind.")
    )
    sender: Identity
    receivers: list[
        Annotated[
            ReceiverIn, BeforeValidator(_receiver, json_schema_input_type=Identity | ReceiverIn)
        ]
    ] = Field(
        default_factory=list,
        max_length=10_000,
        description="Identities, or objects with role and status. Only posts, comments, "
        "reactions, activities, mentions and ratings may reach nobody.",
    )
    duration: float | None = Field(
        None, ge=0, le=_LONGEST, allow_inf_nan=False, description="Seconds."
    )
    thread: Text | None = None
    in_reply_to: Text | None = Field(None, description="The id of what this answers.")
    sentiment: float | None = Field(
        None, ge=-1, le=1, allow_inf_nan=False, description="Its tone, from bad to good."
    )
    sentiment_by: Annotated[Text, StringConstraints(max_length=100)] | None = Field(
        None, description="What gave the tone: nps, csat, stars, or a scorer with its version."
    )
    confidence: float | None = Field(
        None, ge=0, le=1, allow_inf_nan=False, description="How sure the tone is."
    )
    topics: list[Text] = Field(default_factory=list, max_length=100)
    revision: int = Field(
        0, ge=0, lt=2**62, description="The source's count of changes: the highest wins."
    )

    @model_validator(mode="after")
    def _has_a_tone(self) -> Self:
        for name in ("sentiment_by", "confidence"):
            if self.sentiment is None and getattr(self, name) is not None:
                raise ValueError(f"{name} is said of a sentiment, and there is none; give both")
        return self

    def interaction(self) -> Interaction:
        """Give it as the rest of the program knows it."""
        role = _ROLES.get(self.kind, Role.TO)
        return Interaction(
            at=self.at,
            kind=self.kind,
            channel=self.channel or CHANNELS.get(self.kind, str(self.kind)),
            sender=self.sender,
            receivers=tuple(
                Receiver(one.identity, one.role or role, one.status) for one in self.receivers
            ),
            id=self.id,
            duration=None if self.duration is None else timedelta(seconds=self.duration),
            thread=self.thread,
            in_reply_to=self.in_reply_to,
            sentiment=self.sentiment,
            sentiment_by=self.sentiment_by,
            confidence=self.confidence,
            topics=tuple(self.topics),
            revision=self.revision,
        )


def records(body: bytes, *, is_ndjson: bool) -> Iterator[Record]:
    """Read the records of a body in their order: a JSON list, or one object a line."""
    channels: set[str] = set()
    for number, value in enumerate(_lines(body) if is_ndjson else _list(body), start=1):
        place = f"record {number}"
        found = value if isinstance(value, Rejected) else _record(place, value)
        if isinstance(found, Interaction):
            channels.add(found.channel)
            if len(channels) > _MOST_CHANNELS:
                channels.discard(found.channel)
                found = Rejected(place, f"more than {_MOST_CHANNELS} channels in one body")
        yield place, found


def _list(body: bytes) -> list[Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Misuse(
            f"the body is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        ) from None
    if not isinstance(found, list):
        raise Misuse("the body is JSON but no list; write [{...}, ...], or NDJSON as its own type")
    return found


def _lines(body: bytes) -> Iterator[Any]:
    number = 0
    for line in body.split(b"\n"):
        if not line.strip():
            continue
        number += 1
        try:
            yield orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield Rejected(f"record {number}", f"not JSON: {error.msg}, column {error.colno}")


def _record(place: str, value: object) -> Interaction | Rejected:
    try:
        found = InteractionIn.model_validate(value)
    except ValidationError as error:
        return Rejected(place, "; ".join(_told(one) for one in error.errors()[:3]))
    if not found.receivers and found.kind not in _MAY_REACH_NOBODY:
        return Rejected(place, f"receivers: empty; expected whom the {found.kind} reached")
    return found.interaction()


def _told(flaw: Any) -> str:  # noqa: ANN401 - pydantic's own shape
    where = ".".join(str(part) for part in flaw["loc"])
    said = flaw["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else str(said)
