"""Front: records of its API and of connectors: messages, comments, conversations, people.

Pages (``_results``), lists, one record a line, and pairs of a collection's name and a record. Each
message, internal comment, teammate and contact is a record. Channels, inboxes, tags and teams hold
nobody and are passed over; a conversation is read for the last message it carries, something that
happened for the message or comment it is about. An export of messages as CSV has one a row.
"""

import re
from collections.abc import Iterator
from typing import Any

from graph.batch import Batch
from ingest.accounts import Known
from ingest.crm.records import first_rows, read_rows
from ingest.front.messages import Messages, sort_of
from ingest.front.rows import COLUMNS, Rows, is_row
from ingest.json.fields import id_in, list_in, object_in, record, text_in
from ingest.json.head import json_head
from ingest.json.pieces import Piece, pieces
from ingest.json.records import Said, read_json
from ingest.named import named
from ingest.rows.columns import plain
from ingest.source import BadRecord, File, Reading
from ingest.told import Told

__all__ = ["Front"]

_SUFFIXES = (".json", ".jsonl", ".ndjson", "")
_TELLING = re.compile(r"front|teammate|contact", re.IGNORECASE)
_TABLES = (".csv", ".tsv")
_PAIR = 2
_SILENT = frozenset({"cha", "inb", "tag", "tim", "rul", "lnk", "tpl", "msg_template"})
_COLUMNS = frozenset(map(plain, COLUMNS))


class Front:
    """Reads records of Front's API; each message, comment and person is one."""

    name = "front"
    meaning = "Front: messages, comments, conversations, people (API, events, exports as CSV)"

    def recognises(self, file: File) -> bool:
        """Say whether the file holds records of Front."""
        if file.suffix in _TABLES:
            return any(is_row(row.values) for row in first_rows(file, (), _COLUMNS.__contains__))
        if file.suffix not in _SUFFIXES:
            return False
        head = json_head(file)
        listed = head.value if isinstance(head.value, list) else [head.value]
        listed = [*listed[:20], *list_in(head.whole, "_results")[:20]]
        return any(sort_of(_unpaired(one)) for one in listed)

    def read(self, file: File, reading: Reading) -> Iterator[Batch]:
        """Read every record of a file into batches."""
        if file.suffix in _TABLES:
            rows = Rows(reading.zone_or_utc())
            known = _COLUMNS.__contains__
            yield from read_rows(file, reading, self.name, rows.said, into=(), known=known)
            return
        messages = Messages(Known(reading.survey.near(file.place), self.tells(file)))

        def said(piece: Piece) -> Said | None:
            if piece.is_around:
                return None
            found = record(_unpaired(piece.value))
            sort = sort_of(found)
            if not sort:
                raise BadRecord("is no record of Front, expected an id such as msg_...", "")
            return None if sort in _SILENT else messages.said(sort, found)

        yield from read_json(file, reading, self.name, said, into=("_results",))

    def may_tell(self, shown: str) -> bool:
        """Say by its name whether a file may list teammates."""
        return named(shown).is_like(_TELLING, _SUFFIXES)

    def tells(self, file: File) -> Iterator[Told]:
        """Tell whose usernames are whose."""
        if not self.recognises(file):
            return
        with file.path.open("rb") as stream:
            for piece in pieces(stream, ("_results",)):
                found = _unpaired(piece.value)
                for one in (found, object_in(found, "author")) if isinstance(found, dict) else ():
                    if sort_of(one) == "tea" or id_in(one, "id").startswith("tea_"):
                        yield Told("front.user", text_in(one, "username").lower(), id_in(one, "id"))


def _unpaired(value: Any) -> Any:  # noqa: ANN401  # JSON holds anything
    """A record, also where a connector writes it after the name of its collection."""
    is_pair = isinstance(value, list) and len(value) == _PAIR and isinstance(value[0], str)
    return value[1] if is_pair else value
