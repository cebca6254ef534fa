"""Reddit's copy of one's own data: tables of posts, comments, private messages and chats.

Whose data it is says ``statistics.csv``, the name of the folder (``export_NAME_20260301``), that
one name is in all messages, or ``--log``. A comment tells the number of what it answers and not
whose that is: it reaches somebody only where another file tells. A message is from and to whom it
says; a line of a chat is to all who write in that chat. Votes, saved posts and the like tell no
dates and are left out. Ids are those of the interface, so that both say the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from graph.batch import Batch, Rejected
from graph.model import Interaction, Kind, Receiver
from graph.people.identity import clean
from ingest.batches.gather import Record, gather
from ingest.dates import moment_in
from ingest.json.records import Said
from ingest.reddit.things import Authors, said_by
from ingest.rows.records import row_records
from ingest.rows.sheet import Row, Sheet, sheet_of
from ingest.source import BadRecord, File, Reading
from ingest.told import Near, Told

__all__ = ["export_of", "export_tells", "read_export"]

_SORTS = (
    ("comments", {"id", "permalink", "date", "subreddit", "link", "parent"}),
    ("posts", {"id", "permalink", "date", "subreddit", "url"}),
    ("messages", {"id", "permalink", "thread_id", "date", "from", "to"}),
    ("chats", {"message_id", "created_at", "username", "message", "channel_url"}),
    ("statistics", {"statistic", "value"}),
)
_COLUMNS = frozenset(name for _, names in _SORTS for name in names) - {"id", "date", "value"}
_POST = re.compile(r"(?:https?://[\w.]{1,40})?/(?:r|u|user)/[\w-]{1,50}/comments/([0-9a-z]{1,13})")
_FOLDER = re.compile(r"export_([\w-]{3,20})_\d{8}(?:\..*)?")
_NAME = re.compile(r"[\w-]{3,20}")
_NO_OWNER = (
    "says not whose it is: load it together with statistics.csv or messages.csv, or name the "
    "owner with --log"
)
_MOST = 100_000  # rows that are looked at for who takes part


def export_of(file: File) -> tuple[str, Sheet] | None:
    """Say what a table of such a copy lists, and how it is written; None for any other table."""
    if file.suffix != ".csv":
        return None
    try:
        sheet = sheet_of(file, lambda name: name.strip().lower() in _COLUMNS)
    except OSError:
        return None
    names = set() if sheet is None else {name.strip().lower() for name in sheet.names}
    sort = next((one for one, needed in _SORTS if needed <= names), "")
    if sort == "statistics" and PurePosixPath(file.shown).stem.lower() != "statistics":
        return None
    return (sort, sheet) if sort and sheet is not None else None


def export_tells(file: File) -> Iterator[Told]:
    """Tell whose data it is, and who takes part in which chat."""
    found = export_of(file)
    if found is None:
        return
    sort, sheet = found
    inside: set[str] | None = None
    for count, row in enumerate(sheet.settled(file.path).rows(file.path)):
        cells = _cells(sheet, row)
        if count > _MOST:
            break
        if sort == "statistics" and cells.get("statistic", "").lower() == "account name":
            yield Told("reddit.owner", "name", cells["value"])
        elif sort == "chats" and cells.get("username"):
            key = f"{cells['channel_url']}\n{cells['username']}"
            yield Told("reddit.chat", key, cells["username"])
        elif sort == "messages":
            both = {cells.get("from", ""), cells.get("to", "")}
            inside = both if inside is None else inside & both
    names = sorted(one for one in inside or () if _NAME.fullmatch(one))
    if len(names) == 1:
        yield Told("reddit.owner", "common", names[0])


def read_export(file: File, reading: Reading, authors: Authors) -> Iterator[Batch]:
    """Read every row of a table into batches."""
    found = export_of(file)
    if found is None or found[0] == "statistics":
        reason = "is no table of Reddit's, expected the columns of comments.csv or messages.csv"
        yield from gather([(file.shown, Rejected(file.shown, reason))], "reddit", reading)
        return
    sort, sheet = found
    near = reading.survey.near(file.place)
    rows = _Rows(_owner(file, reading, near), near, authors)
    yield from gather(_records(file, sheet, rows.of(sort)), "reddit", reading)


def _records(
    file: File, sheet: Sheet, said: Callable[[Mapping[str, str]], Said]
) -> Iterator[Record]:
    rows = sheet.settled(file.path).rows(file.path)
    return row_records(file.shown, rows, lambda row: said(_cells(sheet, row)))


def _cells(sheet: Sheet, row: Row) -> Mapping[str, str]:
    names = (name.strip().lower() for name in sheet.names)
    return dict(zip(names, (cell.strip() for cell in row.cells), strict=False))


def _owner(file: File, reading: Reading, near: Near) -> str:
    """Whose data it is; "" where nothing tells."""
    told = near.value("reddit.owner", "name")
    if not told:
        folders = PurePosixPath(file.place or file.shown).parts[:-1]
        named = (_FOLDER.fullmatch(one) for one in reversed(folders))
        told = next((one[1] for one in named if one), "") or near.value("reddit.owner", "common")
    return f"reddit:{told}" if told else f"account:{reading.log}" if reading.log else ""


class _Rows:
    """Reads the rows of one table."""

    def __init__(self, owner: str, near: Near, authors: Authors) -> None:
        self._owner = owner
        self._authors = authors
        self._chats: dict[str, list[str]] = {}
        for key, name in sorted(near.values("reddit.chat").items()):
            self._chats.setdefault(key.partition("\n")[0], []).append(name)

    def of(self, sort: str) -> Callable[[Mapping[str, str]], Said]:
        """Give what reads a row of a table."""
        return {
            "comments": self.comment,
            "posts": self.post,
            "messages": self.message,
            "chats": self.chat,
        }[sort]

    def _thing(self, row: Mapping[str, str], kind: str) -> dict[str, str]:
        if not self._owner:
            raise BadRecord(_NO_OWNER)
        if not row["id"]:
            raise BadRecord("has no id", str(row)[:200])
        name = row["id"] if row["id"].startswith(kind) else f"{kind}_{row['id']}"
        at = moment_in(row["date"]).timestamp()
        author = self._owner.removeprefix("reddit:")
        return {"name": name, "author": author, "created_utc": repr(at), **_of(row, "subreddit")}

    def _own(self, said: Said) -> Said:
        """What the interface would say, where the owner is known by another name than Reddit's."""
        if self._owner.startswith("reddit:"):
            return said
        return [replace(one, sender=self._owner) for one in said if isinstance(one, Interaction)]

    def comment(self, row: Mapping[str, str]) -> Said:
        """A comment of the owner's."""
        post = _POST.match(row["link"]) or _POST.match(row["permalink"])
        parent = row["parent"].rpartition("/")[2]
        thing = self._thing(row, "t1") | {"body": row.get("body", ""), "parent_id": parent}
        if post:
            thing["link_id"] = f"t3_{post[1]}"
            thing["parent_id"] = parent or thing["link_id"]
        return self._own(said_by(thing, self._authors))

    def post(self, row: Mapping[str, str]) -> Said:
        """A post of the owner's."""
        words = {"title": row.get("title", ""), "selftext": row.get("body", "")}
        return self._own(said_by(self._thing(row, "t3") | words, self._authors))

    def message(self, row: Mapping[str, str]) -> Said:
        """A private message, from and to whom it says; a community is nobody."""
        thing = {
            "name": f"t4_{row['id'].removeprefix('t4_')}",
            "author": row["from"] if _NAME.fullmatch(row["from"]) else "",
            "dest": row["to"],
            "subject": row.get("subject", ""),
            "body": row.get("body", ""),
            "first_message": row["thread_id"],
            "created_utc": repr(moment_in(row["date"]).timestamp()),
        }
        board = row["from"].removeprefix("/").removeprefix("r/").removeprefix("#")
        if not thing["author"] and board != row["from"]:
            thing["subreddit"] = board
        if not row["id"]:
            raise BadRecord("has no id", str(row)[:200])
        return said_by(thing, self._authors)

    def chat(self, row: Mapping[str, str]) -> Said:
        """A line of a chat, to all others who write in it."""
        name, room = row["username"], row["channel_url"]
        if not name:
            raise BadRecord("names no author, expected username", str(row)[:200])
        others = [one for one in self._chats.get(room, ()) if one != name]
        own, parent = row["message_id"], row.get("thread_parent_message_id", "")
        place = f"reddit:chat/{clean(room)[:150]}"
        return [
            Interaction(
                at=moment_in(row["created_at"]),
                kind=Kind.MESSAGE,
                channel="reddit",
                sender=f"reddit:{name}",
                receivers=tuple(Receiver(f"reddit:{one}") for one in others),
                id=f"{place}/{own}" if own else None,
                thread=place,
                in_reply_to=f"{place}/{parent}" if parent else None,
                text=row["message"],
            )
        ]


def _of(row: Mapping[str, str], name: str) -> dict[str, str]:
    return {name: row[name]} if row.get(name) else {}
