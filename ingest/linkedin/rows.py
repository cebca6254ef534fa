"""Rows of LinkedIn's files: connections, messages, invitations, the profile, its addresses.

A connection is no contact but a state that both agreed to: it is a dated fact, beside those about
the person. A message is to all its recipients, an invitation a message from who invites, or, if
nothing was written, an activity. So are drafts; what is sponsored, or lies in the spam folder, is
bulk.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from graph.model import Fact, Interaction, Kind, Merge, Receiver
from graph.people.identity import clean
from ingest.heard.topic_words import subject_topic
from ingest.json.records import Said
from ingest.linkedin.people import People, email_of, profile_of
from ingest.linkedin.writers import NOBODY, Writers
from ingest.people.cells import employer
from ingest.role_addresses import kind_of
from ingest.rows.column_dates import Dates
from ingest.source import BadRecord

__all__ = ["READERS", "Cells", "Rows", "recipients"]

_MOST = 500
_EAST = timezone(timedelta(hours=12))
_SPONSORED = ("sponsored", "gesponsert", "sponsoris", "patrocinad", "sponsorizzat", "sponsorowan")
_NO_OWNER = (
    "says not whose it is: load it together with Profile.csv, Invitations.csv or messages.csv, or "
    "name the owner with --log"
)


class Cells:
    """One row by the names of its columns."""

    def __init__(self, columns: Mapping[str, int], cells: tuple[str, ...]) -> None:
        self._columns = columns
        self._cells = cells

    def __getitem__(self, name: str) -> str:
        """The cell of a column, "" where there is none."""
        place = self._columns.get(name)
        return self._cells[place] if place is not None and place < len(self._cells) else ""


def recipients(row: Cells, writers: Writers = NOBODY) -> list[tuple[str, str]]:
    """Names and addresses of whom a message is to: in pairs where there are as many of both.

    Where no address is told, who wrote under a name in the same file has it.
    """
    addresses = [one.strip() for one in row["recipient_urls"].replace(",", ";").split(";")]
    addresses = [one for one in addresses if profile_of(one)][:_MOST]
    if len(addresses) == 1:
        return [(row["to"], addresses[0])]
    names = writers.names_in(row["to"])[:_MOST]
    if not addresses:
        return [(name, writers.address_of(name, row["conversation"])) for name in names]
    if len(names) != len(addresses):
        names = [""] * len(addresses)
    return list(zip(names, addresses, strict=True))


class Rows:
    """Reads the rows of one file."""

    def __init__(
        self,
        people: People,
        dates: Dates,
        zone: Callable[[], tzinfo],
        writers: Writers = NOBODY,
    ) -> None:
        self.people = people
        self.writers = writers
        self.dates = dates
        self._zone = zone

    def owner(self) -> str:
        """Give whose export it is; a BadRecord where nothing tells."""
        if not self.people.owner:
            raise BadRecord(_NO_OWNER)
        return self.people.owner

    def at(self, cell: str) -> datetime:
        """Read a moment, in the zone of the load where it names none."""
        found = self.dates.read(cell, UTC)
        other = self.dates.read(cell, _EAST) if found else None
        is_naive = found != other  # the time of day names no zone
        return self.dates.moment(cell, self._zone() if is_naive else UTC)

    def connected(self, row: Cells) -> Said:
        """Somebody one is connected with."""
        name = clean(f"{row['first']} {row['last']}")[:200]
        email = email_of(row["email"])
        identity = self.people.person(name, row["url"], email)
        if not identity:
            raise BadRecord("names nobody, expected a name, an address or a profile")
        written = row["connected"]
        since = self.dates.moment(written, UTC) if written else None
        said: Said = [Fact(identity, "name", name)] if name else []
        if since:
            said.append(Fact(identity, "connected_on", since.date().isoformat()))
        if self.people.owner:
            said.append(Fact(self.people.owner, "connected", identity, since))
        if row["company"]:
            key = employer(row["company"][:200], email)
            said += [Fact(identity, "organization", key), Fact(key, "name", row["company"][:200])]
        if row["position"]:
            said.append(Fact(identity, "title", row["position"][:200]))
        if email and email != identity:
            if kind_of(email):
                said.append(Fact(identity, "email", email.removeprefix("email:")))
            else:
                reason = "same LinkedIn connection: its row has the address"
                said.append(Merge(identity, email, reason))
        return said

    def message(self, row: Cells) -> Said:
        """A message, to all its recipients."""
        thread = row["conversation"][:200]
        sender = self.people.person(row["from"], row["sender_url"], within=thread)
        if not sender:
            raise BadRecord("names no sender, expected FROM or SENDER PROFILE URL")
        at = self.at(row["date"])
        reached: dict[str, str] = {}
        for name, address in recipients(row, self.writers):
            other = self.people.person(name, address, within=thread if name else "")
            if other not in ("", sender):
                reached.setdefault(other, name)
        is_draft = row["draft"].lower() in ("yes", "true", "1")
        title = row["conversation_title"].lower()
        interaction = Interaction(
            at=at,
            kind=Kind.ACTIVITY if is_draft else Kind.MESSAGE,
            channel="linkedin",
            sender=sender,
            receivers=() if is_draft else tuple(map(Receiver, reached)),
            thread=f"linkedin:{thread}" if thread else None,
            topics=() if is_draft else subject_topic(row["subject"]),
            is_bulk=row["folder"].lower() == "spam"
            or any(word in title for word in _SPONSORED)
            or sender == "account:linkedin/LinkedIn",
            text=None if is_draft else row["content"],
        )
        said: Said = [interaction, *self.people.introduced(sender, row["from"], at)]
        for other, name in reached.items():
            said += self.people.introduced(other, name, at)
        return said

    def invitation(self, row: Cells) -> Said:
        """An invitation, from who sent it."""
        is_own = row["direction"].lower() == "outgoing"
        sender = self.people.person(row["from"], row["inviter"])
        receiver = self.people.person(row["to"], row["invitee"])
        if not sender and is_own:
            sender = self.owner()
        if not receiver and not is_own:
            receiver = self.owner()
        if not sender or not receiver:
            raise BadRecord("names not both who invites and whom, expected From and To")
        at = self.at(row["sent"])
        kind = Kind.MESSAGE if row["message"] else Kind.ACTIVITY
        return [
            Interaction(at, kind, "linkedin", sender, (Receiver(receiver),), text=row["message"]),
            *self.people.introduced(sender, row["from"], at),
            *self.people.introduced(receiver, row["to"], at),
        ]

    def profile(self, row: Cells) -> Said:
        """Whose export it is."""
        name = clean(f"{row['first']} {row['last']}")[:200]
        if not name:
            raise BadRecord("names nobody, expected First Name and Last Name")
        identity = self.people.owner or f"account:linkedin/{name}"
        said: Said = [Fact(identity, "kind", "person"), Fact(identity, "name", name)]
        if row["headline"]:
            said.append(Fact(identity, "title", row["headline"][:200]))
        return said

    def email(self, row: Cells) -> Said:
        """An address of whose export it is."""
        found, owner = email_of(row["email"]), self.owner()
        if not found:
            raise BadRecord("has no address", row["email"][:200])
        is_confirmed = row["confirmed"].lower() in ("yes", "true", "1")
        if kind_of(found) or not is_confirmed:
            return [Fact(owner, "email", found.removeprefix("email:"))]
        return [Merge(owner, found, "same LinkedIn account: its export has the address")]


READERS: Mapping[str, Callable[[Rows, Cells], Said]] = {
    "connections": Rows.connected,
    "messages": Rows.message,
    "invitations": Rows.invitation,
    "profile": Rows.profile,
    "emails": Rows.email,
}
"""How the rows of each sort of file are read."""
