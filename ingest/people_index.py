"""Who is in a list of people: what a manager's name or number means, and what several share.

A number or a mailbox that rows of different people have in common, such as a reception's, makes
nobody one person.
"""

from collections.abc import Iterable, Sequence

from graph.identity import SCHEMES, canonical
from ingest.people_cells import identities_in, identity_in
from ingest.people_columns import ListColumns
from ingest.role_addresses import kind_of
from ingest.sheet import Row
from ingest.source import BadRecord

__all__ = ["PeopleIndex", "full_name", "identities_of"]

_SEVERAL = ""  # stands for more than one, where only one would be an answer


class PeopleIndex:
    """The people of one file by number, name and identity."""

    def __init__(self, columns: ListColumns, rows: Iterable[Row], log: str | None) -> None:
        self._columns = columns
        self._log = log
        self._by_id: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self._owner: dict[str, tuple[str, str]] = {}  # the first row's first identity and name
        self._shared: set[str] = set()
        for row in rows:
            self._add(row)

    def is_shared(self, identity: str) -> bool:
        """Whether rows that mean different people have this identity."""
        return identity in self._shared

    def own_first(self, identities: Sequence[str]) -> list[str]:
        """The identities of a row, those before the others that no other row's person has."""
        return sorted(identities, key=self.is_shared)

    def person(self, text: str) -> str | None:
        """The identity that a manager's cell means; None where nobody, or several, go by it."""
        written, colon, _ = text.partition(":")
        if "@" in text or text.startswith("+") or (colon and written.lower() in SCHEMES):
            try:
                found = identity_in(text, "", self._log)
            except BadRecord:
                return None
            return found if "@" not in text or not (found or "").startswith("account:") else None
        by_id = self._by_id.get(text)
        if by_id is not None:
            return by_id or None
        by_name = self._by_name.get(_plain(text))
        if by_name is not None:
            return by_name or None
        bare = canonical(text, log=self._log)
        return bare if bare in self._owner or self._columns.is_by_id else None

    def _add(self, row: Row) -> None:
        if row.trouble:
            return
        try:
            identities = identities_of(row, self._columns, self._log)
        except BadRecord:
            return
        if not identities:
            return
        first, name = identities[0], full_name(row, self._columns)
        number = self._columns.one.get("id")
        if number is not None and row.cells[number]:
            _only(self._by_id, row.cells[number], first)
        if name:
            _only(self._by_name, _plain(name), first)
        for identity in identities:
            owner, called = self._owner.setdefault(identity, (first, _plain(name)))
            differs = bool(name and called) and called != _plain(name)
            if differs and (owner != first or kind_of(identity)):
                self._shared.add(identity)


def identities_of(row: Row, columns: ListColumns, log: str | None) -> list[str]:
    """The identities of a row, e-mail addresses first; a BadRecord names what is none."""
    return list(
        dict.fromkeys(
            identity
            for position, scheme in columns.identities
            for identity in identities_in(row.cells[position], scheme, log)
        )
    )


def full_name(row: Row, columns: ListColumns) -> str:
    """The name of a row's person: as it stands, else the first name and the last."""
    one = columns.one
    if "name" in one and row.cells[one["name"]]:
        return row.cells[one["name"]]
    return " ".join(row.cells[one[part]] for part in ("first", "last") if part in one).strip()


def _only(known: dict[str, str], key: str, identity: str) -> None:
    if known.setdefault(key, identity) != identity:
        known[key] = _SEVERAL


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
