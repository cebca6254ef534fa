"""Answers of HubSpot that hold associations alone (versions 3 and 4): who is linked to what.

One record has the object it is *from* and all it is *to*; the answer about one object names only
what it is to, so the object's number is looked for in the name of the file, as it stood in the
address. What sort of things are linked is told by the number of the association's type, by its
name (``contact_to_company``), else by the words in the name of the file. Labels are roles.

References
----------
HubSpot, "Associations v4", the table of association type ids.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graph.model import Fact
from ingest.crm.people import word_in
from ingest.crm.records import Row
from ingest.hubspot.associations import NO_ROLE, is_plain
from ingest.hubspot.names import Names
from ingest.json.fields import id_in, list_in, object_in, objects_in
from ingest.json.records import Said
from ingest.source import BadRecord
from ingest.told import Told

__all__ = [
    "Associated",
    "associated_in",
    "holds_associations",
    "said_of_associated",
    "tells_of_associated",
]

_TO_CONTACT = {
    "company": (280, 2), "deal": (3,), "call": (194,), "email": (198,), "meeting": (200,),
    "note": (202,), "task": (204,), "communication": (81,), "postal": (453,),
}  # fmt: skip
_TO_COMPANY = {
    "contact": (279, 1), "deal": (341, 5), "call": (182,), "email": (186,), "meeting": (188,),
    "note": (190,), "task": (192,), "communication": (87,), "postal": (459,),
}  # fmt: skip
_TO_DEAL = {
    "contact": (4,), "company": (342, 6), "call": (206,), "email": (210,), "meeting": (212,),
    "note": (214,), "task": (216,), "communication": (85,), "postal": (457,),
}  # fmt: skip
_FROM_CONTACT = {
    "call": 193, "email": 197, "meeting": 199, "note": 201, "task": 203, "communication": 82,
    "postal": 454,
}  # fmt: skip
_FROM_COMPANY = {
    "call": 181, "email": 185, "meeting": 187, "note": 189, "task": 191, "communication": 88,
    "postal": 460,
}  # fmt: skip
_FROM_DEAL = {
    "call": 205, "email": 209, "meeting": 211, "note": 213, "task": 215, "communication": 86,
    "postal": 458,
}  # fmt: skip
_PRIMARY = (1, 2, 5, 6)
_NAMED = re.compile(r"([a-z]+?)s?_to_(?:primary_)?([a-z]+?)s?(?:_unlabell?ed)?")
_WORD = re.compile(r"contact|compan(?:y|ies)|deal|call|email|meeting|note|task|communication")
_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d{2,20}(?![A-Za-z0-9])")
_ACTIVITIES = frozenset(_FROM_DEAL)
_MOST = 500


def _types() -> dict[int, tuple[str, str]]:
    """The kinds of the two ends of each association that HubSpot defines."""
    found: dict[int, tuple[str, str]] = {}
    for end, begins in (("contact", _TO_CONTACT), ("company", _TO_COMPANY), ("deal", _TO_DEAL)):
        found |= {number: (one, end) for one, numbers in begins.items() for number in numbers}
    for begin, ends in (
        ("contact", _FROM_CONTACT), ("company", _FROM_COMPANY), ("deal", _FROM_DEAL),
    ):  # fmt: skip
        found |= {number: (begin, one) for one, number in ends.items()}
    return found


_TYPES = _types()


@dataclass(frozen=True, slots=True)
class Associated:
    """Two objects of HubSpot and how the first stands to the second."""

    kinds: tuple[str, str]
    ids: tuple[str, str]
    label: str = ""
    is_primary: bool = True

    def turned(self, first: str) -> "Associated":
        """The same seen from the end that is of a kind, if the other one is not."""
        if self.kinds[0] == first:
            return self
        return Associated(self.kinds[::-1], self.ids[::-1], self.label, self.is_primary)


def holds_associations(row: Row) -> bool:
    """Say whether a record holds associations alone."""
    raw = row.raw or {}
    if isinstance(raw.get("from"), dict) and id_in(object_in(raw, "from"), "id"):
        listed = list_in(raw, "to")
        return bool(listed) and all(isinstance(one, dict) and _is_end(one) for one in listed[:20])
    return _is_end(raw) and ("toObjectId" in raw or len(raw) == 2)


def _is_end(found: dict[str, Any]) -> bool:
    if "toObjectId" in found:
        return isinstance(found.get("associationTypes"), list)
    return "id" in found and _NAMED.fullmatch(word_in(found, "type").lower()) is not None


def associated_in(row: Row, shown: str) -> Iterator[Associated]:
    """Give the links that a record of a file tells; none where it does not say from what."""
    raw = row.raw or {}
    numbers = list(dict.fromkeys(_NUMBER.findall(shown)))
    begin = id_in(object_in(raw, "from"), "id") or (numbers[0] if len(numbers) == 1 else "")
    ends = [raw] if _is_end(raw) else list(objects_in(raw, "to"))
    for one in ends[:10_000]:
        end, kinds, is_primary = id_in(one, "toObjectId", "id"), _kinds(one), _is_primary(one)
        kinds = kinds or _kinds_named(shown)
        if begin and end and kinds:
            yield Associated(kinds, (begin, end), _label(one), is_primary)


def _numbers(found: dict[str, Any]) -> list[int]:
    kinds = list(objects_in(found, "associationTypes"))
    ours = (
        one for one in kinds if word_in(one, "category", "associationCategory") != "USER_DEFINED"
    )
    told = (id_in(one, "typeId", "associationTypeId") for one in ours)
    return [int(one) for one in told if one.isdigit() and len(one) < 10]


def _kinds(found: dict[str, Any]) -> tuple[str, str] | None:
    named = _NAMED.fullmatch(word_in(found, "type").lower())
    if named:
        first, second = (one.replace("companie", "company") for one in named.groups())
        return first, second
    return next((_TYPES[one] for one in _numbers(found) if one in _TYPES), None)


def _kinds_named(shown: str) -> tuple[str, str] | None:
    """The kinds of both ends, where the name of a file has the words for exactly two."""
    words = [one.replace("ies", "y") for one in _WORD.findall(shown.lower())]
    found = list(dict.fromkeys(words))
    return (found[0], found[1]) if len(found) == 2 else None


def _is_primary(found: dict[str, Any]) -> bool:
    """Whether a link is the one that counts where an object has several of a kind."""
    if "toObjectId" not in found:
        return "unlabel" not in word_in(found, "type").lower()
    return any(one in _PRIMARY for one in _numbers(found))


def _label(found: dict[str, Any]) -> str:
    labels = [word_in(one, "label") for one in objects_in(found, "associationTypes")]
    return next((one for one in labels if not is_plain(one)), "")


def tells_of_associated(row: Row, shown: str) -> Iterator[Told]:
    """What associations tell of activities, deals and contacts."""
    for link in associated_in(row, shown):
        kinds = frozenset(link.kinds)
        activity = next(iter(kinds & _ACTIVITIES), "")
        one = link.turned(activity or ("deal" if "deal" in kinds else "contact"))
        first, second = one.ids
        if activity and "contact" in kinds:
            yield Told(f"hubspot.about {first}", second, "1")
        elif activity and "deal" in kinds:
            yield Told(f"hubspot.deals {first}", second, "1")
        elif kinds == {"deal", "contact"}:
            yield Told(f"hubspot.parts {first}", second, one.label or NO_ROLE)
        elif kinds == {"deal", "company"}:
            yield Told(f"hubspot.firms {first}", second, "1")
        elif kinds == {"contact", "company"}:
            yield Told(f"hubspot.employer {first}", second, "0" if one.is_primary else "1")


def said_of_associated(row: Row, names: Names, shown: str) -> Said:
    """What associations say by themselves: where people are, what they are concerned by."""
    found = list(associated_in(row, shown))
    if not found:
        expected = "keep the number of the object in the name of the file"
        raise BadRecord(f"associations that do not say from what; {expected}", str(row.raw)[:200])
    said: Said = []
    for link in found[:_MOST]:
        said += _said(link, names)
    if not said:
        raise BadRecord(
            "associations of no contact, no company, and no deal of any", str(row.raw)[:200]
        )
    return said


def _said(link: Associated, names: Names) -> Said:
    if frozenset(link.kinds) == {"contact", "company"}:
        who, where = link.turned("contact").ids
        word = "organization" if link.is_primary else "associated_with"
        return [Fact(f"hubspot:{who}", word, names.organization(where))]
    for kind in ("contact", "company"):
        if kind in link.kinds:
            one = link.turned(kind)
            subject = f"hubspot:{one.ids[0]}"
            subject = names.organization(one.ids[0]) if kind == "company" else subject
            return [Fact(subject, "concerned_by", f"{one.kinds[1]} {one.ids[1]}")]
    if "deal" not in link.kinds:
        return []
    deal = link.turned("deal")
    return [
        Fact(one, "concerned_by", f"{deal.kinds[1]} {deal.ids[1]}")
        for one in names.members(deal.ids[0])[:_MOST]
    ]
