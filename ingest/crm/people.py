"""What CRM systems say of people and companies, in facts that the rest of the product reads.

A contact's own address makes the two one person, because the record says so; not so the address of
a team or a machine, nor one that contacts of quite different names share. The organization of a
company is that of its website, else of its people's addresses, else of its name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from graph.model import Fact, Merge
from graph.people.identity import clean, plain_email
from graph.people.mail_domains import organization_of_domain
from ingest.json.fields import text_in
from ingest.json.records import Said
from ingest.mail.addresses import addresses
from ingest.people.cells import slug
from ingest.role_addresses import kind_of
from ingest.told import Near, Told

__all__ = [
    "EPOCH", "Profile", "addressed", "emails_in", "listed_addresses", "name_tells",
    "organization_of", "organization_of_account", "profile", "segment_of", "site_of", "word_in",
]  # fmt: skip

_LONGEST = 200
_MOST_NAMES = 30  # of one address, that are compared with each other
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LETTERS = str.maketrans("łøđı", "lodi")  # which are no letters with marks
_IN_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})
_HOST = re.compile(r"(?:[a-z]+://)?(?:www\.)?([^/?#:\s]+\.[^/?#:\s]+)")
_SEGMENTS = (
    (re.compile(r"customer|client|kunde|cliente", re.IGNORECASE), "customers"),
    (re.compile(r"partner|reseller|integrator|distributor", re.IGNORECASE), "partners"),
    (re.compile(r"prospect|opportunity|interessent", re.IGNORECASE), "prospects"),
    (re.compile(r"competitor|wettbewerb", re.IGNORECASE), "competitors"),
    (re.compile(r"vendor|supplier|lieferant", re.IGNORECASE), "suppliers"),
    (re.compile(r"investor", re.IGNORECASE), "investors"),
)


def word_in(found: dict[str, Any], *names: str) -> str:
    """The first text under these names, clean and of a bounded length; "null" is none."""
    text = clean(text_in(found, *names)[:_LONGEST])
    return "" if text.lower() in ("null", "none", "n/a", "--") else text


def emails_in(*texts: str) -> list[str]:
    """The addresses in cells, as identities.

    >>> emails_in("Ann@X.example; bob@x.example", "none")
    ['email:ann@x.example', 'email:bob@x.example']
    """
    found = [plain_email(clean(part)) for text in texts for part in re.split(r"[;,\s]+", text)]
    return list(dict.fromkeys(f"email:{one}" for one in found if one))


def listed_addresses(text: str) -> list[tuple[str, str]]:
    """The addresses of one field with the names beside them, whether parted by ; or a comma.

    >>> listed_addresses('"Smith, Ann" <ann@x.example>; bob@x.example')
    [('email:ann@x.example', 'Smith, Ann'), ('email:bob@x.example', '')]
    """
    return addresses([text.replace(">;", ">,").replace(";", ",") if ";" in text else text])


def site_of(text: str) -> str | None:
    """The organization that a website or a domain means.

    >>> site_of("https://www.acme.example/about"), site_of("Acme")
    ('org:acme.example', None)
    """
    found = _HOST.match(clean(text[:_LONGEST]).lower())
    return organization_of_domain(found[1]) if found else None


def organization_of(emails: Iterable[str], name: str, key: str | None = None) -> str | None:
    """The organization of somebody: the one known, that of their address, or of its name."""
    if key:
        return key
    domains = (email.rpartition("@")[2] for email in emails if email)
    found = next((one for domain in domains if (one := organization_of_domain(domain))), None)
    return found or (f"org:{slug(name)}" if name else None)


def organization_of_account(
    near: Near, system: str, account: str, name: str, emails: Iterable[str]
) -> str:
    """The organization of an account: by its website, its people's addresses, its name, its id.

    "" where none of them is told. ``system`` is what the topics of its files begin with.
    """
    key = None
    for topic in ("site", "domain"):
        key = key or (near.value(f"{system}.{topic}", account) if account else None)
    called = name or (near.value(f"{system}.called", account) if account else "") or ""
    found = organization_of(emails, called, key)
    return found or (f"org:{system}-{account}" if account else "")


def segment_of(text: str) -> str:
    """The segment that a kind of company means: those the product knows, else as it stands.

    >>> segment_of("Customer - Channel"), segment_of("Analyst")
    ('customers', 'analyst')
    """
    return next((word for known, word in _SEGMENTS if known.search(text)), text.lower())


@dataclass(frozen=True, slots=True)
class Profile:
    """What a record says of one person; ``since`` is when the record was made."""

    identity: str
    name: str = ""
    emails: tuple[str, ...] = ()
    organization: str | None = None
    title: str = ""
    department: str = ""
    phones: tuple[str, ...] = ()
    owner: str = ""
    reports_to: str = ""
    segments: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def profile(one: Profile, near: Near, reason: str) -> Said:
    """Say who somebody is: facts, and the address that is theirs."""
    who, dates = one.identity, (one.since, one.until)
    said: Said = [Fact(who, "kind", "person")]
    said += [Fact(who, "name", one.name)] if one.name else []
    for name, value in (
        ("organization", one.organization),
        ("title", one.title),
        ("department", one.department),
        ("reports_to", one.reports_to if one.reports_to != who else ""),
        ("owner", one.owner),
    ):
        if value:
            said.append(Fact(who, name, value, *dates))
    said += [Fact(who, "phone", phone) for phone in dict.fromkeys(one.phones) if phone]
    said += [Fact(who, "segment", segment, *dates) for segment in one.segments if segment]
    for email in one.emails:
        said.append(addressed(who, email, one.name, near, reason, one.since))
    return said


def addressed(
    who: str, email: str, name: str, near: Near, reason: str, at: datetime | None = None
) -> Fact | Merge:
    """An address is its owner's, unless a team, a machine or people of other names have it too."""
    told = sorted(near.values(f"crm.name {email}"))[:_MOST_NAMES]
    names = [set(key.split()) for key in told] + [_words(name)]
    is_shared = any(a and b and not a & b for a, b in combinations(names, 2))
    if kind_of(email) or is_shared:
        return Fact(who, "email", email.removeprefix("email:"))
    return Merge(who, email, reason, at or EPOCH)


def name_tells(emails: Iterable[str], name: str) -> Iterator[Told]:
    """Tell by which names an address goes, so that two people who share one stay two."""
    words = " ".join(sorted(_words(name)))
    if words:
        for email in emails:
            yield Told(f"crm.name {email}", words[:_LONGEST], "1")


def _words(name: str) -> set[str]:
    """The words of a name, those with marks also as they are typed where there are none.

    >>> sorted(_words("Jürgen Łoza"))
    ['juergen', 'jurgen', 'jürgen', 'loza', 'łoza']
    """
    words = {word for word in re.split(r"[\W\d_]+", name.casefold()) if len(word) > 1}
    return words if name.isascii() else words | {_bare(word) for word in words} | _spelt_out(words)


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.translate(_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _spelt_out(words: set[str]) -> set[str]:
    return {_bare(word.translate(_IN_TWO)) for word in words}
