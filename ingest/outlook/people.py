"""Who is who in Outlook's CSV files: the cards of contacts, and names without addresses.

A card is one person under all its addresses and its mobile number. What stands on the cards of
several people (a reception, a family's address), and addresses of nobody in particular (info@) make
nobody one person: they are kept as facts. A name in a calendar is the contact whom a card of the
same folder, or one above it, calls so, where only one is; else ``account:outlook/Ann Lee``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from graph.model import Fact, Merge
from graph.people.identity import clean, plain_email
from ingest.json.records import Said
from ingest.people.cells import employer
from ingest.people.phone_numbers import full_number
from ingest.role_addresses import kind_of
from ingest.source import BadRecord
from ingest.told import Near

__all__ = ["Cards", "Cells", "card_names", "named"]

_REASON = "same card of Outlook's contacts"
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # Japanese, Chinese, Korean
_LONGEST = 200
_MOST_NAMES = 200  # in one cell
_ADDRESS = re.compile(r"(?<![^\s<>()\"',;])[^\s<>()\"',;]+@[^\s<>()\"',;]+")
_TOPIC = "outlook.name."
_SEVERAL = re.compile(r";|:::")

Cells = Mapping[str, str]


def named(cell: str, near: Near, log: str | None) -> Iterator[tuple[str, str]]:
    """Give those whom a cell of names means: identities, each with the name as it is written.

    >>> list(named("Ann Lee; bob@x.example; Cy <cy@x.example>", Near(), None))[:2]
    [('account:outlook/Ann Lee', ''), ('email:bob@x.example', '')]
    """
    for text in _SEVERAL.split(cell)[:_MOST_NAMES]:
        name = clean(text)[:_LONGEST].strip("'\" ")
        if not name:
            continue
        address = _address(name)
        if address:
            yield address, _without(name)
            continue
        known = near.values(_TOPIC + _key(name))
        if len(known) == 1:
            yield next(iter(known)), name
        else:
            yield f"account:{log or 'outlook'}/{name}", ""


def card_names(cells: Cells) -> Iterator[str]:
    """Give the names a card goes by, as keys of sayings."""
    first, last = cells["first"], cells["last"]
    names = [cells["name"], f"{first} {last}", f"{last}, {first}"]
    names += [f"{first} {cells['middle']} {last}"]
    names += [_without(cells[f"shown{k}"]) for k in (1, 2, 3)]
    for key in dict.fromkeys(_key(name) for name in names):
        if len(key) > 2 and "@" not in key:
            yield _TOPIC + key


def _key(name: str) -> str:
    return clean(" ".join(name.casefold().split()))[:_LONGEST].strip(" ,")


def _without(name: str) -> str:
    """A name without the address that is written beside it."""
    bare = _ADDRESS.sub("", name).strip(" <>()'\"")
    return "" if plain_email(name) else bare


def _address(text: str) -> str:
    found = _ADDRESS.search(text)
    address = plain_email(clean(found[0])) if found else None
    return f"email:{address}" if address and len(address) <= 320 else ""


class Cards:
    """The cards of one file: which addresses stand on several of them."""

    def __init__(self, cards: Iterable[Cells]) -> None:
        met: dict[str, set[str]] = {}
        for cells in cards:
            for identity in self.identities(cells):
                met.setdefault(identity, set()).add(_key(f"{cells['first']} {cells['last']}"))
        self.shared = {identity for identity, names in met.items() if len(names) > 1}

    def identities(self, cells: Cells) -> list[str]:
        """All the addresses and the mobile number of a card, addresses first."""
        found = []
        for k in (1, 2, 3):
            # inside one organization Outlook writes no address, but may show it beside the name
            beside = cells[f"shown{k}"]
            parts = filter(None, map(str.strip, _SEVERAL.split(cells[f"email{k}"])))
            found += [_address(text) or _address(beside) for text in parts]
        found.append(full_number(cells["mobile"]))
        return [one for one in dict.fromkeys(found) if one]

    def own(self, cells: Cells) -> list[str]:
        """Those that are this person's alone."""
        return [
            one for one in self.identities(cells) if one not in self.shared and not kind_of(one)
        ]

    def said(self, cells: Cells) -> Said:
        """What a card says; a BadRecord where it says of nobody how to reach them."""
        everything, own = self.identities(cells), self.own(cells)
        if not everything:
            reason = "the card has no e-mail address and no mobile number such as +48 600 100 200"
            raise BadRecord(reason, " ".join(filter(None, cells.values()))[:_LONGEST])
        first = own[0] if own else everything[0]
        said: Said = [Merge(first, other, _REASON) for other in own[1:]]
        if own:
            said += self._about(first, cells, [one for one in everything if one not in own])
        said += [
            Fact(one, "kind", kind) for one in everything if (kind := kind_of(one)) is not None
        ]
        if not said:  # an address of several people, of whom nothing else is known
            said.append(Fact(first, "seen_name", _name(cells) or first.partition(":")[2]))
        return said

    def _about(self, first: str, cells: Cells, others: Sequence[str]) -> Iterator[Fact]:
        if name := _name(cells):
            yield Fact(first, "name", name)
        if cells["job"]:
            yield Fact(first, "title", cells["job"][:_LONGEST])
        if cells["company"]:
            organization = employer(cells["company"], first if first.startswith("email:") else "")
            yield Fact(first, "organization", organization)
            yield Fact(organization, "name", cells["company"][:_LONGEST])
        for column in ("phone", "home"):
            if cells[column]:
                yield Fact(first, "phone", cells[column][:_LONGEST])
        for one in others:
            scheme, _, value = one.partition(":")
            yield Fact(first, scheme, value)


def _name(cells: Cells) -> str:
    words = cells["first"], cells["middle"], cells["last"]
    if _FAMILY_FIRST.match(cells["last"]):
        words = words[::-1]
    name = " ".join(filter(None, words))
    return clean(name or cells["name"])[:_LONGEST]
