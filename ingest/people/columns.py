"""Columns of people and organization files, recognised by their plain names.

Case, blanks, underscores and other punctuation do not count. A file that says who reached whom and
when is a log, as is one with several columns about an activity (``ActivityNumber``,
``ActivityStartDate``), and never taken for a list of people.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ingest.people.labels import in_english
from ingest.rows.columns import plain, recognised

__all__ = ["ListColumns", "is_known", "organization_columns", "people_columns"]

_EMAIL = re.compile(
    r"(?:work|business|private|personal|home|primary|secondary|other|second|alternate|alternative"
    r"|company|corporate|office|additional|former|old|previous|contact|person|employee|user)?"
    r"(?:emails?|mails?|emailaddress(?:es)?|mailaddress|emailid)[1-9]?"
)
_PHONE = re.compile(
    r"(?:work|business|private|personal|home|office|mobile|cell|other|primary)?"
    r"(?:phone|phones|phonenumber|telephone|telephonenumber|tel|mobile|mobilenumber|cell)[1-9]?"
)
_SCHEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "slack": ("slack", "slackid", "slackuser", "slackuserid"),
        "x": ("x", "xhandle", "twitter", "twitterhandle", "xtwitter"),
        "github": ("github", "githubuser", "githubusername", "githublogin"),
        "reddit": ("reddit", "reddituser", "redditusername"),
        "linkedin": ("linkedin", "linkedinurl", "linkedinprofile"),
        "crm": ("crm", "crmid"),
        "": ("identity", "identities", "account", "accounts", "username", "login"),
    }
)
_WEAK = frozenset({"x", "crm", "address"})  # alone they say too little: they stand elsewhere too

_PEOPLE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("name", "fullname", "displayname", "personname", "contactname", "employeename"),
        "first": ("firstname", "givenname", "forename"),
        "last": ("lastname", "surname", "familyname"),
        "title": ("title", "jobtitle", "position", "jobposition"),
        "organization": (
            "organization", "organisation", "company", "companyname", "employer",
            "organizationname", "organisationname", "accountname", "org", "firm",
        ),
        "reports_to": (
            "reportsto", "reportstoid", "reportstoemail", "manager", "manageremail", "managerid",
            "managername", "supervisor", "supervisoremail", "supervisorid", "linemanager", "boss",
        ),
        "kind": ("kind",),
        "since": (
            "since", "startdate", "start", "validfrom", "hiredate", "hiredon", "hiredat",
            "dateofhire", "joined", "joinedon", "startedon", "employedsince", "from",
        ),
        "until": (
            "until", "enddate", "end", "validto", "validuntil", "left", "lefton", "leftat",
            "leavingdate", "terminationdate", "endedon",
        ),
        "id": (
            "employeeid", "employeenumber", "employeeno", "personid", "staffid", "personnelnumber",
            "id",
        ),
    }
)  # fmt: skip
_ONLY_PEOPLE = frozenset({"first", "last", "title", "reports_to"})  # organizations have a name too
_SEGMENTS = ("segment", "segments")
_OWNER_OF = ("ownerof", "owns")
_UNITS = ("department", "team", "division", "unit", "businessunit")

_ORGANIZATIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "domain": (
            "domain", "domains", "companydomain", "maildomain", "emaildomain", "webdomain",
            "website", "websiteurl", "companywebsite",
        ),
        "name": ("name", "companyname", "organizationname", "organisationname", "company"),
        "owner": ("owner", "owneremail", "accountowner", "accountmanager", "companyowner"),
    }
)  # fmt: skip
_ABOUT_ORGANIZATIONS = frozenset(
    {"type", "industry", "sector", "country", "tier", "employees", *_SEGMENTS}
)


@dataclass(frozen=True, slots=True)
class ListColumns:
    """Where things stand in a row.

    ``one`` are the fields of which there is one; ``identities`` come in the order of preference,
    each with its scheme ("" for identities as they are written); ``units`` and ``others`` come with
    the name of their fact.
    """

    one: Mapping[str, int]
    identities: tuple[tuple[int, str], ...] = ()
    segments: tuple[int, ...] = ()
    owner_of: tuple[int, ...] = ()
    units: tuple[tuple[int, str], ...] = ()
    others: tuple[tuple[int, str], ...] = ()

    @property
    def is_by_id(self) -> bool:
        """Whether people go by the numbers of this very file."""
        return [position for position, _ in self.identities] == [self.one.get("id")]


def is_known(name: str) -> bool:
    """Say whether a column's name is any that lists of people or organizations have."""
    word = in_english(name)
    return word in _WORDS or _scheme(word) is not None


def people_columns(names: Sequence[str]) -> ListColumns | None:
    """Recognise a list of people; None for any other table.

    >>> found = people_columns(["Name", "E-mail", "Company"])
    >>> found.one, found.identities
    ({'name': 0, 'organization': 2}, ((1, 'email'),))
    """
    words = [in_english(name) for name in names]
    if _is_log(names):
        return None
    schemes = {k: scheme for k, word in enumerate(words) if (scheme := _scheme(word)) is not None}
    if "email" in schemes.values() and "address" in words:
        del schemes[words.index("address")]  # where they live
    one = _one(words, _PEOPLE, taken=schemes)
    if one.get("until") is None and "from" in words and "to" in words:
        one["until"] = words.index("to")
    about = (set(one) - {"id", "since", "until"}) | {*_SEGMENTS, *_OWNER_OF, *_UNITS} & set(words)
    if "email" not in schemes.values() and not about & _ONLY_PEOPLE and organization_columns(names):
        return None
    if not schemes and "id" in one and "reports_to" in one:
        schemes = {one["id"]: "account"}
    if not _is_people({words[k] for k in schemes}, about, len(schemes) == len(words)):
        return None
    ordered = sorted(schemes.items(), key=lambda item: item[1] not in ("email", "address"))
    return _completed(names, words, one, tuple(ordered))


def organization_columns(names: Sequence[str]) -> ListColumns | None:
    """Recognise a list of organizations: a domain, no e-mail address, and something about them."""
    words = [plain(name) for name in names]
    if _is_log(names) or any(_EMAIL.fullmatch(word) for word in words):
        return None
    one = _one(words, _ORGANIZATIONS, taken={})
    if "domain" not in one or not (len(one) > 1 or _ABOUT_ORGANIZATIONS & set(words)):
        return None
    return _completed(names, words, one, ())


def _is_log(names: Sequence[str]) -> bool:
    is_of_activities = sum(plain(name).startswith("activity") for name in names) > 1
    return is_of_activities or {"receiver", "at"} <= set(recognised(names))


def _is_people(identities: set[str], about: set[str], is_all: bool) -> bool:
    if not identities:
        return False
    if identities <= _WEAK:
        return bool(about & {"name", "first", "last"}) and len(about) > 1
    return bool(about) or len(identities) > 1 or (is_all and "email" in identities)


def _scheme(word: str) -> str | None:
    if _EMAIL.fullmatch(word):
        return "email"
    if word == "address":
        return "address"
    if _PHONE.fullmatch(word):
        return "phone"
    return next((scheme for scheme, known in _SCHEMES.items() if word in known), None)


def _one(
    words: Sequence[str], fields: Mapping[str, tuple[str, ...]], taken: Mapping[int, str]
) -> dict[str, int]:
    place = {word: k for k, word in reversed(list(enumerate(words))) if k not in taken}
    found = {}
    for name, candidates in fields.items():
        known = next((word for word in candidates if word in place), None)
        if known is not None:
            found[name] = place[known]
    return found


def _completed(
    names: Sequence[str],
    words: Sequence[str],
    one: dict[str, int],
    identities: tuple[tuple[int, str], ...],
) -> ListColumns:
    segments = tuple(k for k, word in enumerate(words) if word in _SEGMENTS)
    owner_of = tuple(k for k, word in enumerate(words) if word in _OWNER_OF)
    units = tuple((k, word) for k, word in enumerate(words) if word in _UNITS)
    # the number of a person in this very file stays readable as a fact
    used = {k for name, k in one.items() if name != "id"} | {k for k, _ in identities}
    used |= {*segments, *owner_of, *(k for k, _ in units)}
    others = tuple((k, name or f"column {k + 1}") for k, name in enumerate(names) if k not in used)
    return ListColumns(one, identities, segments, owner_of, units, others)


_WORDS = frozenset(
    word
    for fields in (_PEOPLE, _ORGANIZATIONS)
    for candidates in fields.values()
    for word in candidates
) | {*_SEGMENTS, *_OWNER_OF, *_UNITS, *_ABOUT_ORGANIZATIONS}
