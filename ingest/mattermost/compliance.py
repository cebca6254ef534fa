"""Compliance exports of Mattermost: posts.csv, a channel's CSV, and the XML for Actiance.

A row of the CSV is a post as the API gives it, in other words, and is read as one: by its ids it is
the very post of the API. Who was in a channel, came or went is a fact. A former wording is an older
revision of its post, a row of a deletion leaves a mark, and lines of attached files belong to the
post above. The XML names people by their addresses, and who is in a conversation before what is
said in it; of threads it tells nothing.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graph.batch import Rejected
from graph.model import Fact, Interaction, Kind
from graph.people.identity import plain_email
from ingest.accounts import Introduced, Known, profile, reached
from ingest.batches.gather import Record
from ingest.dates import moment_in
from ingest.json.records import Said
from ingest.mattermost.posts import EVERYBODY, Posts
from ingest.role_addresses import BOT
from ingest.rows.columns import plain
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet, sheet_of
from ingest.source import BadRecord, File
from ingest.text.found_in import found_in
from ingest.text.written import handles, hashtags
from ingest.told import Told
from ingest.work_limit import FAILURES

__all__ = ["is_compliance", "is_xml", "records_of_csv", "records_of_xml", "tells_of_csv"]

_NEEDED = {"postcreationtime", "userid", "useremail", "postid", "postmessage", "posttype"}
_STAYING = ("enter", "leave", "previously-joined")
_FILES = ("attachment", "deleted attachment")
_DELETED, _FORMER = "delete ", "editedoriginalmsg"
_REASON = "same Mattermost account: the address in its compliance export"
_ROOT = re.compile(rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?<FileDump\b")
_PART = re.compile(
    r'<(?:Conversation Perspective="(?P<named>[^"]{0,1000})"[^>]{0,200}>'
    r"|RoomID>(?P<room>[^<]{0,1000})</RoomID>"
    r"|(?P<kind>ParticipantEntered|ParticipantLeft|Message)>(?P<inner>.{0,1000000}?)</(?P=kind)>)",
    re.DOTALL,
)
_CELL = re.compile(r"<(\w{1,40})>([^<]{0,1000000})</\1>")
_MOST_KEPT = 2**21
_FEW = 8  # members of a group whom a message is for


def sheet_told(file: File) -> Sheet | None:
    """The table of a compliance export; None for any other."""
    if file.suffix != ".csv":
        return None
    try:
        sheet = sheet_of(file, lambda name: plain(name) in _NEEDED)
    except OSError:
        return None
    return sheet if sheet and set(map(plain, sheet.names)) >= _NEEDED else None


def is_xml(file: File) -> bool:
    """Say whether a file is an export for Actiance."""
    head = file.head.removeprefix(b"\xef\xbb\xbf")
    return file.suffix == ".xml" and _ROOT.match(head) is not None and b"<Conversation" in head


def is_compliance(file: File) -> bool:
    """Say whether a file is an export of either form."""
    return is_xml(file) or sheet_told(file) is not None


def _cells(sheet: Sheet, row: Row) -> dict[str, str]:
    return dict(zip(map(plain, sheet.names), row.cells, strict=False))


def tells_of_csv(file: File) -> Iterator[Told]:
    """Tell whose ids are whose, who is in a direct channel, who wrote what, what was edited."""
    sheet = sheet_told(file)
    for row in sheet.settled(file.path).rows(file.path) if sheet else ():
        found = _cells(sheet, row) if sheet and not row.trouble else {}
        user, channel = found.get("userid", ""), found.get("channelid", "")
        if not user:
            continue
        yield Told("mattermost.user", _handle(found).lower(), user)
        yield Told("mattermost.email", (plain_email(found["useremail"]) or ""), user)
        if found.get("usertype") == "bot":
            yield Told("mattermost.bot", user, user)
        if not found.get("repliedtopostid") and not found.get("parentpostid"):
            yield Told("mattermost.author", found["postid"], user)
        yield Told("mattermost.edited", found.get("editedbypostid", ""), "1")
        sort, both = found.get("channeltype"), found.get("channelname", "").split("__")
        if sort == "direct" and len(both) == 2 and all(both):
            yield Told("mattermost.direct", channel, " ".join(both))
        elif sort == "group":
            listed = found.get("channeldisplayname", "").replace(",", " ").lower().split()
            yield Told("mattermost.group", channel, " ".join(listed[: _FEW + 3]))


def records_of_csv(
    file: File, known: Known, posts: Posts, warn: Callable[[str], None]
) -> Iterator[Record]:
    """Read one row at a time."""
    sheet = sheet_told(file)
    if sheet is None:
        yield file.shown, Rejected(file.shown, "is no compliance export of Mattermost")
        return
    sheet = sheet.settled(file.path)
    for line in sheet.warning(file.shown):
        warn(line)
    rows = _Rows(sheet, known, posts)
    wanted = (row for row in sheet.rows(file.path) if row.trouble or not rows.is_file(row))
    yield from row_records(file.shown, wanted, rows.said)


def _handle(found: dict[str, str]) -> str:
    return found.get("username", "")


@dataclass
class _Rows:
    sheet: Sheet
    known: Known
    posts: Posts
    introduced: set[str] = field(default_factory=set)
    above: tuple[str, str, str] = ("", "", "")  # id, text and moment of the post before

    def is_file(self, row: Row) -> bool:
        return _cells(self.sheet, row).get("posttype") in _FILES

    def said(self, row: Row) -> Said:
        found = _cells(self.sheet, row)
        user, at = found["userid"], moment_in(found["postcreationtime"])
        if not user:
            raise BadRecord("names no author, expected User Id", found["postid"])
        if found["posttype"] in _STAYING:
            since = at if found["posttype"] == "enter" else None
            said: Said = []
            if found["posttype"] != "leave":
                channel = found.get("channelid") or found.get("channelname", "")
                said.append(Fact(f"mattermost:{user}", "channel", channel, since))
            return said + self._introduced(found) or [Fact(f"mattermost:{user}", "kind", "person")]
        if self._is_deletion(found):
            mark = Interaction(
                moment_in(self.above[2]), Kind.ACTIVITY, "mattermost", f"mattermost:{user}",
                id=f"mattermost:{found['postid']}#deleted",
            )  # fmt: skip
            return [mark]
        self.above = (found["postid"], found["postmessage"], found["postcreationtime"])
        return self.posts.post(self._post(found)) + self._introduced(found)

    def _is_deletion(self, found: dict[str, str]) -> bool:
        own, text, _ = self.above
        is_said = found["postmessage"] == f"{_DELETED}{text}"
        return bool(own) and found["postid"] == own and is_said

    def _post(self, found: dict[str, str]) -> dict[str, Any]:
        """The row as the API would have it."""
        former = found.get("editedbypostid") or ""
        is_edited = not former and self.known.value("mattermost.edited", found["postid"])
        return {
            "id": former or found["postid"], "create_at": found["postcreationtime"],
            "user_id": found["userid"], "channel_id": found.get("channelid", ""),
            "message": found["postmessage"],
            "root_id": found.get("repliedtopostid") or found.get("parentpostid") or "",
            "type": found["posttype"] if found["posttype"] != "message" else "",
            "edit_at": 1 if is_edited else 0,
            "props": {"from_bot": found.get("usertype") == "bot"},
        }  # fmt: skip

    def _introduced(self, found: dict[str, str]) -> Said:
        """Who somebody is, once a file."""
        user = found["userid"]
        if user in self.introduced:
            return []
        self.introduced.add(user)
        return profile(
            f"mattermost:{user}", reason=_REASON, handle=_handle(found),
            email=found["useremail"], is_bot=found.get("usertype") == "bot",
        )  # fmt: skip


@dataclass
class _Talk:
    """One conversation of the XML, as far as it was read."""

    named: str = ""
    room: str = ""
    members: dict[str, None] = field(default_factory=dict)

    @property
    def is_for_all(self) -> bool:
        """Whether what is said is for all in it: a direct one, or a group of few."""
        sort = self.room.partition(" - ")[0].strip().lower()
        return sort == "direct" or (sort == "group" and len(self.members) <= _FEW)


def records_of_xml(file: File, known: Known) -> Iterator[Record]:
    """Read one part of a conversation at a time: who came, what was said, who went."""
    xml, number = _Xml(known), 0
    for found in found_in(file.path, _PART, longest=_MOST_KEPT):
        number += found["kind"] is not None
        place = f"{file.shown}:part {number}"
        said = xml.said(found)
        if said is not None:
            yield place, Rejected(place, *said) if isinstance(said, tuple) else said


class _Xml:
    def __init__(self, known: Known) -> None:
        self.known, self.talk = known, _Talk()
        self._introduced = Introduced()

    def said(self, found: re.Match[str]) -> Said | tuple[str, str] | None:
        """What one part says, or why it says nothing; None where it only opens what follows."""
        if found["named"] is not None:
            self.talk = _Talk(html.unescape(found["named"]))
            return None
        if found["room"] is not None:
            self.talk.room = html.unescape(found["room"])
            return None
        cells = {name: html.unescape(text) for name, text in _CELL.findall(found["inner"])}
        try:
            return self._part(found["kind"], cells)
        except BadRecord as error:
            return str(error), error.found
        except FAILURES as error:
            return f"cannot be read ({type(error).__name__})", found["inner"][:200]

    def _part(self, kind: str, cells: dict[str, str]) -> Said:
        who = self._person(cells.get("LoginName", "") or cells.get("CorporateEmailID", ""))
        at = moment_in(cells.get("DateTimeUTC"))
        machine = BOT if cells.get("UserType", "").lower() == BOT else ""
        if kind != "Message":
            if kind == "ParticipantEntered" and not machine:
                self.talk.members[who] = None
            name = self.talk.room or self.talk.named
            return [Fact(who, "channel", name[:200]), *self._introduced.said(who, at, kind=machine)]
        return [self._message(who, cells, is_bulk=bool(machine)),
                *self._introduced.said(who, at, kind=machine)]  # fmt: skip

    def _message(self, who: str, cells: dict[str, str], *, is_bulk: bool) -> Interaction:
        number, text = cells.get("MessageId", ""), cells.get("Content", "")
        at, updated = moment_in(cells.get("DateTimeUTC")), cells.get("UpdatedType", "").lower()
        key = cells.get("EditedNewMsgId") if updated == _FORMER else number
        own = f"mattermost:{key}" if key else None
        if "deleted" in updated and own:
            return Interaction(at, Kind.ACTIVITY, "mattermost", who, id=f"{own}#deleted")
        names = [one for one in handles(text) if one not in EVERYBODY]
        named = [f"mattermost:{self.known.value('mattermost.user', one) or f'@{one}'}"
                 for one in names]  # fmt: skip
        to = list(self.talk.members) if self.talk.is_for_all else []
        plainly = Kind.MENTION if any(one != who for one in named) else Kind.POST
        return Interaction(
            at, Kind.MESSAGE if to else plainly, "mattermost", who,
            reached(who, to, [] if to else named), own, thread=own, topics=hashtags(text),
            revision=int(updated == "editednewmsg"), is_bulk=is_bulk, text=text,
        )  # fmt: skip

    def _person(self, login: str) -> str:
        address = plain_email(login)
        if address is None:
            raise BadRecord("names nobody, expected LoginName with an address", login[:200])
        own = self.known.value("mattermost.email", address)
        return f"mattermost:{own}" if own else f"email:{address}"
