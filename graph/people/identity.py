"""Identities in canonical form, and the pseudonyms that people go by.

An identity is ``scheme:value``: ``email:ann@x.example``, ``phone:+48600100200``, ``slack:T1/U7``;
a bare name in a log is ``account:86``, or ``account:LOG/86`` when the log is named. A person's
id is ``p_`` and 16 base32 characters of the SHA-256 of the smallest of their identities, which
keeps addresses out of URLs, logs and cursors.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

import numpy as np

__all__ = ["SCHEMES", "canonical", "clean", "domain_of", "person_id", "person_ids", "plain_email"]

SCHEMES = frozenset(
    """account email phone url crm discourse facebook front github instagram intercom linkedin
    mattermost meetup reddit rocketchat slack stackexchange telegram x
    dynamics eloqua hubspot salesforce zoho""".split()  # noqa: SIM905
)
_ADDRESS = re.compile(r"[^\s@<>\"(),;]+@[^\s@<>\"(),;]+")
_PHONE = re.compile(r"(?:\+|00)[0-9][0-9 ()./-]{5,}[0-9]")
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ALPHABET = np.array(list("abcdefghijklmnopqrstuvwxyz234567"))


def clean(text: str) -> str:
    r"""Drop control, invisible and unpaired characters, which no export could carry.

    >>> clean("Ann\x00 \u200bSmith ")
    'Ann Smith'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return " ".join(unicodedata.normalize("NFC", _UNWANTED.sub("", text)).split())


def canonical(text: str, *, log: str | None = None) -> str:
    """Give the one spelling of an identity; a ValueError says what is wrong with it.

    >>> canonical("MAILTO:Ann.Smith@X.Example")
    'email:ann.smith@x.example'
    >>> canonical("+48 600-100-200"), canonical("86"), canonical("86", log="hr")
    ('phone:+48600100200', 'account:86', 'account:hr/86')
    """
    value = clean(text)
    scheme, colon, rest = value.partition(":")
    scheme = scheme.lower()
    if colon and scheme == "mailto":
        value, scheme = rest.strip(), "email"
    elif colon and scheme in SCHEMES:
        value = rest.strip()
    else:
        scheme = ""
    if not value:
        raise ValueError("an identity is empty")
    if scheme in ("", "email"):
        found = plain_email(value)
        if found:
            return f"email:{found}"
        if scheme == "email":
            raise ValueError(f"{value!r} is not an e-mail address")
    if scheme == "phone" or (not scheme and _PHONE.fullmatch(value)):
        digits = re.sub(r"[^0-9]", "", value)
        return f"phone:+{digits.removeprefix('00') if not value.startswith('+') else digits}"
    if scheme and scheme != "account":
        return f"{scheme}:{value}"
    return f"account:{log}/{value}" if log and not scheme else f"account:{value}"


def plain_email(text: str) -> str | None:
    r"""Give an address in lower case with its domain in ASCII, or None if it is not one.

    >>> plain_email("<Dee@ours.exa\0mple>"), plain_email("Dee")
    ('dee@ours.example', None)
    """
    value = clean(text).removeprefix("<").removesuffix(">").strip(".'\" ")
    if not _ADDRESS.fullmatch(value):
        return None
    local, _, domain = value.lower().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode()
        except UnicodeError:
            return None
    return f"{local}@{domain.rstrip('.')}"


def domain_of(identity: str) -> str | None:
    """Give the mail domain of an identity, or None.

    >>> domain_of("email:ann@x.example"), domain_of("account:86")
    ('x.example', None)
    """
    if not identity.startswith("email:"):
        return None
    return identity.rpartition("@")[2] or None


def person_id(identity: str) -> str:
    """Give the pseudonym of the person whose smallest identity this is.

    >>> person_id("email:ann@x.example")
    'p_kua4wdtetv4xl6wj'
    """
    return person_ids([identity])[0]


def person_ids(identities: Iterable[str]) -> list[str]:
    """Give the pseudonyms of many identities, in their order."""
    sha256 = hashlib.sha256
    digests = b"".join([sha256(identity.encode()).digest()[:10] for identity in identities])
    bits = np.unpackbits(np.frombuffer(digests, np.uint8)).reshape(-1, 16, 5)
    letters = _ALPHABET[bits @ np.array([16, 8, 4, 2, 1], np.uint8)]
    return [f"p_{text}" for text in letters.view("U16")[:, 0].tolist()]
