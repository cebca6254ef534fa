"""Who is in a list of people: what a manager's name or number means, and what several share.

A number or a mailbox that rows of different people have in common, such as a reception's, makes
nobody one person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.people.cells import (
    has_scheme,
    identities_in,
    identity_in,
    is_name,
    organization_in,
    slug,
)
from ingest.people.columns import ListColumns
from ingest.role_addresses import kind_of
from ingest.rows.sheet import Row
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
        self._met: dict[str, tuple[str, ...]] = {}  # first identities and names of their rows
        self._shared: set[str] = set()
        self._named: dict[str, Counter[str]] = {}  # organizations by the names rows give them
        for row in rows:
            self._add(row)

    def own(self, identities: Sequence[str]) -> list[str]:
        """The identities of a row that are its person's own, at least one of them.

        A team's mailbox beside an address of their own is not.
        """
        own = [one for one in identities if one not in self._shared] or [identities[0]]
        personal = [one for one in own if not kind_of(one)]
        return personal if any(one.startswith("email:") for one in personal) else own

    def organization(self, cell: str, identities: Sequence[str]) -> str:
        """The organization that a cell means in this row.

        A name whose row has no company address means what it mostly means in the file.
        """
        key = organization_in(cell, identities)
        if key is None:
            known = self._named.get(_plain(cell))
            key = min(known, key=lambda one: (-known[one], one)) if known else None
        return key or f"org:{slug(cell)}"

    def person(self, text: str) -> str | None:
        """The identity that a manager's cell means; None where nobody, or several, go by it."""
        try:
            found = identity_in(text, "", self._log) or ""
        except BadRecord:
            return None
        if "@" in text or has_scheme(text) or not found.startswith("account:"):
            is_broken = "@" in text and not has_scheme(text) and found.startswith("account:")
            return None if is_broken else found
        for known, key in ((self._by_id, text), (self._by_name, _plain(text))):
            if key in known:
                return known[key] or None
        return found if found in self._met or self._columns.is_by_id else None

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
        place = self._columns.one.get("organization")
        if place is not None and is_name(row.cells[place]):
            key = organization_in(row.cells[place], identities)
            if key:
                self._named.setdefault(_plain(row.cells[place]), Counter())[key] += 1
        number = self._columns.one.get("id")
        if number is not None and row.cells[number]:
            _only(self._by_id, row.cells[number], first)
        if name:
            _only(self._by_name, _plain(name), first)
        for identity in identities:
            self._meet(identity, first, _plain(name))

    def _meet(self, identity: str, first: str, name: str) -> None:
        """One more row has this identity: of somebody met with it before, or of another person."""
        met = self._met.setdefault(identity, (first, name))
        is_same = first in met or name in met or not (name and met[1])
        if not is_same:
            self._shared.add(identity)
        elif not (first in met and name in met):
            self._met[identity] = (*met, *(sign for sign in (first, name) if sign not in met))


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
