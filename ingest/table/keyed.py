"""Keyed rows: checked rows become interactions with keys, one row for each receiver reached.

    with an id          key = md5(id), and content = md5 of what the id may hold differently
    grouped             key = md5(table, log, sender, second, kind, channel), content likewise
    otherwise           key = md5(table, log, sender, receivers, at, kind, channel, role, status,
                                  duration, thread, in_reply_to, sentiment, topics)

joined by the unit separator, with nothing for what a row does not say, so that a table says the
same whether its kind stands in a column or in a mapping; where a table says what gave a sentiment
and how sure it is, both are joined last. Rows that are alike are numbered later.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.keys import SEPARATOR
from graph.model import Kind, Role, Status
from ingest.mapping import TableMapping
from ingest.table.checked import Checked
from ingest.table.everyone import Named
from ingest.table.sql import text

__all__ = ["Keying", "keyed"]

_BESIDE = ("duration", "thread", "in_reply_to", "sentiment", "topics")
_OF_SENTIMENT = ("sentiment_by", "confidence")
_LOW = 2**64 - 1
_UNITS = {"second": 1_000_000, "minute": 60_000_000}

_Part = tuple[str, str]
"""What is the same for all rows, and then SQL of what differs, if anything does."""


@dataclass(frozen=True)
class Keying:
    """What the rows of one table have in common, beside their SQL.

    ``moment`` is the SQL of a row's moment in UTC and ``latest`` the last one that is not ahead of
    the clock. ``is_wide`` where receivers stand in several columns, or rows may reach nobody.
    """

    checked: Checked
    mapping: TableMapping
    log: str | None
    moment: str
    latest: int
    is_wide: bool
    named: Named

    def same(self, name: str) -> str | None:
        """The kind, channel, role or status of all rows, None where it differs by row."""
        if name in self.checked.fields:
            return None
        mapping = self.mapping
        kind = mapping.kind or Kind.MESSAGE
        words = {
            "kind": kind,
            "channel": mapping.channel or kind,
            "role": self.checked.roles[0] if len(self.checked.roles) == 1 else Role.TO,
            "status": mapping.constants.get("status", Status.NONE),
        }
        return str(words[name])

    def word(self, name: str) -> str:
        """The SQL of a row's kind, channel, role or status."""
        same = self.same(name)
        return f"p.{name}" if same is None else text(same)

    @property
    def is_ahead(self) -> str:
        """SQL: dated more than a day ahead of the clock, and no meeting."""
        return f"({self.moment} > {self.latest} AND {self.word('kind')} <> {text(Kind.MEETING)})"


def keyed(keying: Keying) -> str:
    """Write the SELECT of the keyed rows of ``checked_rows`` p and the identities ``who``.

    It gives ``line``, ``key``, ``content`` (where it may not be 0), ``moment``, ``sender`` and
    ``receiver`` by number, words that differ by row, and what else the table says.
    """
    return _wide(keying) if keying.is_wide else _narrow(keying)


def _narrow(keying: Keying) -> str:
    """One receiver column, in which every row names somebody."""
    sender, receiver = "s.num", "r.num"
    s, r = ("", "s.canon"), ("", "r.whole" if keying.named.has_lists else "r.canon")
    members = "r.members" if keying.named.has_lists else "1"
    single = "s.members = 1" if keying.named.has_lists else "true"
    if keying.mapping.undirected:
        s, r = ("", "least(s.canon, r.canon)"), ("", "greatest(s.canon, r.canon)")
        sender, receiver = "least(s.num, r.num)", "greatest(s.num, r.num)"
        single += " AND r.members = 1" if keying.named.has_lists else ""
    elif keying.named.prefix is not None:  # rows then need only the numbers of their names
        s, r = (keying.named.prefix, "p.sender_cell"), (keying.named.prefix, "p.receiver_cell_0")
    outputs = _outputs(keying, s, r, members) | {"sender": sender, "receiver": receiver}
    return (
        f"SELECT {_listed(outputs)} FROM checked_rows p "
        f"JOIN who s ON {_found(keying, 's', 'sender_cell')} "
        f"JOIN who r ON {_found(keying, 'r', 'receiver_cell_0')} "
        f"WHERE p.flaw IS NULL AND NOT {keying.is_ahead} AND {single}"
    )


def _wide(keying: Keying) -> str:
    """Several receiver columns, or rows that reach nobody: receivers are listed, then unfolded."""
    roles = keying.checked.roles
    own = "p.role" if "role" in keying.checked.fields else text(roles[0])
    lists = [
        f"list_transform(coalesce(w{k}.numbers, []), lambda n: {{'num': n, 'role': {role}}})"
        for k, role in enumerate([own, *map(text, roles[1:])])
    ]
    wholes = ["coalesce(w0.whole, '')"] + [
        f"coalesce({text(f'{SEPARATOR}{roles[k]}{SEPARATOR}')} || w{k}.whole, '')"
        for k in range(1, len(roles))
    ]
    columns = range(len(roles))
    joins = " ".join(
        f"LEFT JOIN everyone w{k} ON {_found(keying, f'w{k}', f'receiver_cell_{k}')}"
        for k in columns
    )
    known = " AND ".join(f"(p.receiver_cell_{k} IS NULL OR w{k}.k IS NOT NULL)" for k in columns)
    everybody = lists[0] if len(lists) == 1 else f"list_concat({', '.join(lists)})"
    nobody = f"[{{'num': -1, 'role': {text(Role.TO)}}}]"
    outputs = _outputs(keying, ("", "s.canon"), ("", " || ".join(wholes)), f"len({everybody})")
    outputs.pop("role", None)
    outputs["sender"] = "s.num"
    outputs["receivers"] = f"CASE WHEN len({everybody}) = 0 THEN {nobody} ELSE {everybody} END"
    rows = (
        f"SELECT {_listed(outputs)} FROM checked_rows p "
        f"JOIN who s ON {_found(keying, 's', 'sender_cell')} {joins} "
        f"WHERE p.flaw IS NULL AND NOT {keying.is_ahead} AND s.members = 1 AND {known}"
    )
    return (
        "SELECT * EXCLUDE (receivers, reached), reached.num AS receiver, reached.role AS role "
        f"FROM (SELECT *, unnest(receivers) AS reached FROM ({rows}))"
    )


def _found(keying: Keying, who: str, cell: str) -> str:
    """SQL: the names in a cell are those of a row of *who*; an empty cell names nobody."""
    if not keying.named.is_hashed:
        return f"{who}.k = p.{cell}"
    return f"{who}.h = CASE WHEN p.{cell} IS NOT NULL THEN hash(p.{cell}) END"


def _listed(outputs: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in outputs.items())


def _outputs(keying: Keying, sender: _Part, receivers: _Part, members: str) -> dict[str, str]:
    """What a row says, by name, beside the numbers of who and whom."""
    fields = keying.checked.fields
    key = f"md5_number({_key(keying, sender, receivers)})"
    content = f"greatest({_content(keying, sender)}, 1::UBIGINT)"
    outputs = {"line": "p.line", "key": key}
    if "id" in fields:
        own_id = f"{text(keying.log + ':')} || p.id" if keying.log else "p.id"
        outputs["key"] = f"CASE WHEN p.id IS NULL THEN {key} ELSE md5_number({own_id}) END"
        outputs["id"] = own_id
        outputs["content"] = f"CASE WHEN p.id IS NULL AND {members} = 1 THEN 0 ELSE {content} END"
    elif keying.mapping.group:
        outputs["content"] = content
    elif keying.is_wide or keying.named.has_lists:
        outputs["content"] = f"CASE WHEN {members} <= 1 THEN 0 ELSE {content} END"
    outputs["moment"] = _moment(keying)
    outputs |= {name: f"p.{name}" for name in fields if name not in ("id", "topics")}
    if "topics" in fields:
        listed = "TRY(from_json(p.topics, '[\"VARCHAR\"]'))"
        split = r"string_split_regex(p.topics, '\s*[;,]\s*')"
        outputs["topics"] = f"CASE WHEN p.topics[1] = '[' THEN {listed} ELSE {split} END"
    return outputs


def _key(keying: Keying, sender: _Part, receivers: _Part) -> str:
    start = [("table", ""), (keying.log or "", ""), sender]
    moment = ("", f"({_moment(keying)})")
    if keying.mapping.group:
        return _joined(*start, moment, *_words(keying, "kind", "channel"))
    words = _words(keying, "kind", "channel", "role", "status")
    return _joined(*start, receivers, moment, *words, *_beside(keying))


def _content(keying: Keying, sender: _Part) -> str:
    words = _words(keying, "kind", "channel")
    joined = _joined(sender, ("", f"({_moment(keying)})"), *words, *_beside(keying))
    return f"(md5_number({joined}) & {_LOW})::UBIGINT"


def _words(keying: Keying, *names: str) -> list[_Part]:
    return [(keying.same(name) or "", "" if keying.same(name) else f"p.{name}") for name in names]


def _beside(keying: Keying) -> list[_Part]:
    """What else a row says, as it stands in a key."""
    exact = {name: f"round(p.{name} * 1000000)::BIGINT" for name in ("sentiment", "confidence")}
    fields = keying.checked.fields
    told = _OF_SENTIMENT if any(name in fields for name in _OF_SENTIMENT) else ()
    return [
        ("", f"({exact.get(name, f'p.{name}')})::VARCHAR") if name in fields else ("", "")
        for name in (*_BESIDE, *told)
    ]


def _moment(keying: Keying) -> str:
    """A row's moment, or that of its group: the beginning of its second or minute."""
    unit = next((_UNITS[word] for word in keying.mapping.group if word in _UNITS), 1)
    m = keying.moment
    return m if unit == 1 else f"{m} - (({m} % {unit}) + {unit}) % {unit}"


def _joined(*parts: _Part) -> str:
    """SQL of the parts joined by the separator; NULL counts as nothing."""
    pieces: list[str] = []
    constant = ""
    for k, (same, differing) in enumerate(parts):
        constant += (SEPARATOR if k else "") + same
        if differing:
            pieces += [text(constant), differing]
            constant = ""
    return f"concat({', '.join([*pieces, text(constant)])})"
