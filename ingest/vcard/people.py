r"""Whose card it is: what a vCard says of a person or an organization.

A card is one person under all its addresses and its mobile numbers, where those begin with + or 00.
What stands on the cards of several people of the same folder (a family's address, a reception), and
addresses of nobody in particular (info@) make nobody one person: they are kept as facts. Cards with
one UID are of one person, whatever they are called. The card of a company is no person: its
addresses are shared mailboxes. Birthdays and anniversaries are kept as `YYYY-MM-DD`, or `MM-DD`
where the year is left out, which Apple writes as 1604.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from graph.model import Fact, Merge
from graph.people.identity import clean, plain_email
from ingest.json.records import Said
from ingest.people.cells import employer
from ingest.people.phone_numbers import full_number
from ingest.role_addresses import SHARED_MAILBOX, kind_of
from ingest.source import BadRecord
from ingest.told import Near
from ingest.vcard.lines import Card, Line, components

__all__ = ["Owners", "day_of_year", "identities", "is_of_nobody", "owner_key", "topic_of"]

_REASON = "same vCard"
_LONGEST = 200
_FEWEST_DIGITS = 3
_MOST = 100  # addresses, or numbers, of one card
_NOBODY = frozenset({"group", "location", "device", "application", "room", "resource"})
_MOBILE = frozenset({"cell", "iphone", "mobile", "x-mobile"})
_OTHERS = frozenset(
    {"home", "work", "fax", "pager", "main", "other", "bbs", "modem", "car", "isdn"}
)
_DAY = re.compile(
    r"(?:(?P<year>\d{4})-?|--)(?P<month>\d\d)-?(?P<day>\d\d)(?:[T ].*)?", re.IGNORECASE | re.DOTALL
)
_NO_YEAR = "1604"
_ANNIVERSARIES = ("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY")


def topic_of(identity: str) -> str:
    """Give the topic under which cards tell whose an identity is."""
    return f"vcard.on.{identity}"


def is_of_nobody(card: Card) -> bool:
    """Say whether a card is a group of others, a place or a machine."""
    kind = (card.first("KIND") or card.first("X-ADDRESSBOOKSERVER-KIND")).lower()
    return kind in _NOBODY


def identities(card: Card) -> list[str]:
    """Give the addresses of a card and its mobile numbers, addresses first, each once.

    >>> from ingest.vcard.lines import Line
    >>> said = [("TEL", "cell", "+48 600 100 200"), ("TEL", "work", "+48 22 1"),
    ...         ("EMAIL", "home", "Ann@X.example")]
    >>> lines = [Line("", name, frozenset({sort}), {}, value) for name, sort, value in said]
    >>> identities(Card(1, lines))
    ['email:ann@x.example', 'phone:+48600100200']
    """
    addresses = (plain_email(_address(one.value)) for one in card.all("EMAIL")[:_MOST])
    found = [f"email:{one}" for one in addresses if one and len(one) <= 320]
    found += filter(None, (_mobile(card, one) for one in card.all("TEL")[:_MOST]))
    return list(dict.fromkeys(found))


def owner_key(card: Card) -> str:
    """Give what two cards of one person share: the UID, else the name in small letters."""
    uid = clean(card.first("UID")).lower().removeprefix("urn:uuid:")
    return (uid or _name(card).casefold() or _company(card).casefold())[:_LONGEST]


def day_of_year(value: str, *, left_out: str = _NO_YEAR) -> str:
    """Give a day as files of people write it, or "" where it is none.

    >>> day_of_year("19800517"), day_of_year("--05-17"), day_of_year("1604-05-17")
    ('1980-05-17', '05-17', '05-17')
    >>> day_of_year("1980-05-17T00:00:00Z"), day_of_year("circa 1800"), day_of_year("1980-13-40")
    ('1980-05-17', '', '')
    """
    found = _DAY.fullmatch(value.strip()[:_LONGEST])
    if found is None:
        return ""
    year = "" if found["year"] in (None, left_out, _NO_YEAR, "0000") else found["year"]
    try:
        day = date(int(year or 2000), int(found["month"]), int(found["day"]))
    except ValueError:
        return ""
    return day.isoformat() if year else day.isoformat()[5:]


class Owners:
    """Whose the identities of some cards are, those in the same folder included."""

    def __init__(self, cards: Iterable[Card], near: Near) -> None:
        self.near = near
        self._owner: dict[str, str] = {}
        self._shared: set[str] = set()
        for card in cards:
            key = owner_key(card)
            for one in [] if card.problem or is_of_nobody(card) else identities(card):
                if self._owner.setdefault(one, key) != key:
                    self._shared.add(one)

    def is_shared(self, identity: str) -> bool:
        """Say whether it stands on the cards of several people."""
        return identity in self._shared or len(self.near.values(topic_of(identity))) > 1

    def said(self, card: Card) -> Said:
        """What a card says; a BadRecord where it says of nobody how to reach them."""
        everything = identities(card)
        if not everything:
            reason = "the card has no e-mail address and no mobile number such as +48 600 100 200"
            raise BadRecord(reason, _name(card) or _company(card))
        if _is_company(card):
            return list(_of_company(card, everything))
        own = [one for one in everything if not self.is_shared(one) and not kind_of(one)]
        said: Said = [Merge(own[0], other, _REASON) for other in own[1:]]
        if own:
            said += _about(own[0], card, [one for one in everything if one not in own])
        said += [Fact(one, "kind", kind) for one in everything if (kind := kind_of(one))]
        if not said:  # nothing else is known, or the address is that of several people
            shown = everything[0].partition(":")[2]
            said += [Fact(everything[0], "seen_name", _name(card) or shown)]
        return said


def _about(first: str, card: Card, others: Sequence[str]) -> Iterator[Fact]:
    title, company = clean(components(card.first("TITLE"))[0])[:_LONGEST], _company(card)
    if name := _name(card):
        yield Fact(first, "name", name)
    for nickname in filter(None, map(clean, card.first("NICKNAME").split(",")[:5])):
        yield Fact(first, "nickname", nickname[:_LONGEST])
    if title:
        yield Fact(first, "title", title)
    if company:
        organization = employer(company, first if first.startswith("email:") else "")
        yield Fact(first, "organization", organization)
        yield Fact(organization, "name", company)
    yield from (Fact(first, name, day) for name, day in _days(card))
    numbers = (_number(one) for one in card.all("TEL")[:_MOST] if not _mobile(card, one))
    for number in dict.fromkeys(numbers):
        if sum(map(str.isdigit, number)) >= _FEWEST_DIGITS:
            yield Fact(first, "phone", number)
    parted = (other.partition(":") for other in others)
    yield from (Fact(first, scheme, value) for scheme, _, value in parted)


def _of_company(card: Card, everything: Sequence[str]) -> Iterator[Fact]:
    company = _company(card) or _name(card)
    for one in everything:
        yield Fact(one, "kind", kind_of(one) or SHARED_MAILBOX)
    if company:
        organization = employer(company, everything[0])
        yield Fact(everything[0], "organization", organization)
        yield Fact(organization, "name", company)


def _is_company(card: Card) -> bool:
    is_said = card.first("X-ABSHOWAS").upper() == "COMPANY" or card.first("KIND").lower() == "org"
    is_named = any(map(clean, components(card.first("N"))[:3]))
    return is_said or (not is_named and _company(card) != "" and _name(card) == _company(card))


def _days(card: Card) -> Iterator[tuple[str, str]]:
    labels = {one.group: one.value for one in card.all("X-ABLABEL") if one.group}
    found = [("birthday", one) for one in card.all("BDAY")]
    found += [("anniversary", one) for one in card.all(*_ANNIVERSARIES)]
    found += [
        ("anniversary", one)
        for one in card.all("X-ABDATE")
        if "anniversary" in labels.get(one.group, "").lower()
    ]
    for name in ("birthday", "anniversary"):
        days = (
            day_of_year(one.value, left_out=one.parameters.get("X-APPLE-OMIT-YEAR", _NO_YEAR))
            for said, one in found
            if said == name
        )
        if day := next(filter(None, days), ""):
            yield name, day


def _name(card: Card) -> str:
    """The name as it is shown, else put together; an address is no name."""
    family, given, middle, *_ = [*components(card.first("N")), "", "", ""]
    shown = " ".join(components(card.first("FN")))
    for name in (shown, " ".join(filter(None, (given, middle, family)))):
        found = clean(name)[:_LONGEST].strip()
        if found and "@" not in found:
            return found
    return ""


def _company(card: Card) -> str:
    return clean(components(card.first("ORG"))[0])[:_LONGEST].strip()


def _address(value: str) -> str:
    text = clean(components(value[: 2 * _LONGEST])[0])
    return text.partition(":")[2] if text.lower().startswith("mailto:") else text


def _number(line: Line) -> str:
    """A number as it is written; those of 4.0 may be `tel:+1-201-555-0123;ext=5`."""
    text = clean(line.value[:_LONGEST])
    if text.lower().startswith("tel:"):
        text = text[len("tel:") :].partition(";")[0]
    return text


def _mobile(card: Card, line: Line) -> str:
    """A number that is one person's, in its international form; any other says too little."""
    label = next(
        (one.value for one in card.all("X-ABLABEL") if one.group and one.group == line.group), ""
    )
    sorts = {*line.types, clean(label).strip("_$!<>").lower()}
    if _MOBILE.isdisjoint(sorts) and not _OTHERS.isdisjoint(sorts):
        return ""
    return full_number(_number(line))
