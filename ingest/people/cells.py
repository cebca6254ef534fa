"""Cells of people and organization files: identities, organizations, dates."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from graph.people.identity import SCHEMES, canonical, domain_of
from graph.people.mail_domains import organization_of_domain
from ingest.source import BadRecord

__all__ = [
    "employer",
    "has_scheme",
    "identities_in",
    "identity_in",
    "is_name",
    "moment_in",
    "organization_in",
    "parts",
    "slug",
]

_ANGLED = re.compile(r"[^<>]*<([^<>\s]+@[^<>\s]+)>")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]+)")
_EXTENSION = re.compile(r"(?<!\s)\s*(?:ext\b|x|#).*", re.IGNORECASE)
_PROFILE = re.compile(
    r"(?:https?://)?(?:www\.)?[a-z]+\.com/(?:u(?:ser)?/)?([^/?#]+)/?", re.IGNORECASE
)
_DIGITS = re.compile(r"[0-9]")
_ROUNDED = re.compile(r"[0-9]E\+?[0-9]", re.IGNORECASE)  # by a spreadsheet: 4.86E+10
_FEWEST_DIGITS = 3
_LONGEST = 200  # characters of the name of an organization
_FOREVER = 9999  # the year by which personnel systems mean an open end


def parts(cell: str, separators: str = ";") -> list[str]:
    """The parts of a cell that are not empty."""
    if not any(separator in cell for separator in separators):  # as nearly all
        return [cell] if cell else []
    return [part for part in map(str.strip, re.split(f"[{separators}]", cell)) if part]


def identities_in(cell: str, scheme: str, log: str | None) -> Iterator[str]:
    """The identities of a cell, of the scheme its column has; a BadRecord names what is none."""
    for part in parts(cell):
        commas = parts(part, ",")
        is_list = len(commas) > 1 and all("@" in one for one in commas)
        for text in commas if is_list else [part]:
            found = identity_in(text, scheme, log)
            if found:
                yield found


def identity_in(text: str, scheme: str, log: str | None = None) -> str | None:
    """One identity of a scheme; an ``address`` that is no e-mail address is none.

    >>> identity_in("Ann <Ann@X.Example>", "email"), identity_in("@ann", "x")
    ('email:ann@x.example', 'x:ann')
    """
    angled = _ANGLED.fullmatch(text)
    text = angled[1] if angled else text
    try:
        if has_scheme(text) or scheme in ("", "account"):
            return canonical(text, log=log)
        if scheme == "address":
            found = canonical(text)
            return found if found.startswith("email:") else None
        return canonical(f"{scheme}:{_value(text, scheme)}")
    except ValueError as error:
        raise BadRecord(str(error), text) from error


def has_scheme(text: str) -> bool:
    """Whether a cell says itself what kind of identity it is.

    >>> has_scheme("slack:T1/U7"), has_scheme("Team: North")
    (True, False)
    """
    scheme, colon, _ = text.partition(":")
    return bool(colon) and scheme.lower() in (*SCHEMES, "mailto")


def _value(text: str, scheme: str) -> str:
    if scheme == "phone":
        number = _EXTENSION.sub("", text)
        if len(_DIGITS.findall(number)) < _FEWEST_DIGITS or _ROUNDED.search(number):
            raise ValueError(f"{text!r} is not a phone number")
        return number
    if scheme in ("x", "github", "reddit"):
        profile = _PROFILE.fullmatch(text)
        return (profile[1] if profile else text).removeprefix("@").removeprefix("u/")
    return text


def organization_in(cell: str, identities: Iterable[str] = ()) -> str | None:
    """The organization that a cell means: a domain's, else that of its row's company address.

    >>> organization_in("https://www.acme.example/")
    'org:acme.example'
    >>> organization_in("Acme", ["email:ann@mail.acme.example"])
    'org:acme.example'
    """
    if is_name(cell):
        domains = filter(None, map(domain_of, identities))
        return next(filter(None, map(organization_of_domain, domains)), None)
    host = _host(cell)
    if cell.lower().startswith("org:"):
        return f"org:{host}"
    return organization_of_domain(host) or f"org:{host}"


def employer(company: str, email: str) -> str:
    """Give the organization of a company's name: its mail domain's where that has the name.

    >>> employer("Acme Inc.", "email:ann@acme.example"), employer("Acme", "email:ann@old.example")
    ('org:acme.example', 'org:acme')
    """
    name = slug(company)[:_LONGEST]
    found = organization_in("?", [email]) if email else None
    if found:
        label = found.removeprefix("org:").partition(".")[0].replace("-", "")
        if len(label) > 2 and label in name.replace("-", ""):
            return found
    return f"org:{name}"


def is_name(cell: str) -> bool:
    """Whether a cell has the name of an organization, and neither its key nor its domain.

    >>> is_name("Acme & Sons"), is_name("acme.example"), is_name("org:acme")
    (True, False, False)
    """
    host = _host(cell)
    return not (host and cell.lower().startswith("org:")) and not _DOMAIN.fullmatch(host)


@lru_cache(maxsize=10_000)  # few firms employ many
def _host(cell: str) -> str:
    lowered = cell.lower()
    if lowered.startswith("org:"):
        return lowered[4:].strip()
    host = re.sub(r"^[a-z]+://", "", lowered.removeprefix("@"))
    return re.split(r"[/?#:]", host)[0].removeprefix("www.").rstrip(".")


def slug(name: str) -> str:
    """A name in small letters and digits, joined by hyphens.

    >>> slug("Sołtys i Synowie, Sp. z o.o.")
    'sołtys-i-synowie-sp-z-o-o'
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-") or name


def moment_in(cell: str, zone: Callable[[], tzinfo]) -> datetime | None:
    """A date as it stands in a cell; *zone* is asked where a time of day names none.

    A whole day begins at midnight in it. None for the year 9999, which means an open end. A
    BadRecord says what is no date.
    """
    try:
        at = datetime.fromisoformat(cell)
        if at.year == _FOREVER:
            return None
        return (at if at.tzinfo else at.replace(tzinfo=zone())).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        reason = f"date {cell!r} is not ISO 8601, such as 2026-03-01 or 2026-03-01T09:30:00Z"
        raise BadRecord(reason, cell) from error
