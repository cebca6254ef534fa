"""Addresses that are no person's: what the part before the @ says about who answers there.

``noreply@`` and ``mailer-daemon@`` are machines, ``info@`` and ``support@`` are read by whoever
is on duty, and so are ``sales.emea@`` and ``info-de@``. The names are those of RFC 2142 and their
common relatives in some thirty languages (`graph.people.role_words`).
"""

import re
import unicodedata
from functools import lru_cache

from graph.people.role_words import PLACES, ROLES, UNANSWERED

__all__ = ["BOT", "LIST", "RESOURCE", "SHARED_MAILBOX", "kind_of"]

BOT = "bot"
LIST = "list"
RESOURCE = "resource"
SHARED_MAILBOX = "shared mailbox"

_END = r"(?:[-._=\d].*)?"
_BOT = re.compile(
    rf"(?:.*[-._])?(?:no|do[-._]?not|dont)[-._]?(?:reply|respond|answer){_END}"
    rf"|(?:bounces?|notifications?|newsletters?){_END}"
    r"|.+-(?:bounces|request|subscribe|unsubscribe)"
    r"|(?:.*[-._])?mailer[-._]?daemon|postmaster|notify|daemon|nobody|cron|majordomo|listserv|mailman"
    r"|auto[-._]?(?:mated|reply|confirm|responder|mailer)"
)
_FIRST = frozenset("info infos team helpdesk servicedesk kontakt newsletter".split())  # noqa: SIM905
_BESIDE = ROLES | PLACES
_SEPARATORS = re.compile(r"[-._]")
_SURELY_A_WORD = 4  # letters: ap12 are initials and a number
_TOO_LONG = 320  # longer than any address that was ever delivered


def kind_of(identity: str) -> str | None:
    """Say what kind of correspondent an address plainly is, or None for what may be a person.

    >>> kind_of("email:no-reply@x.example"), kind_of("email:Info@x.example".lower())
    ('bot', 'shared mailbox')
    >>> kind_of("email:info2@x.example"), kind_of("email:vendas@x.example")
    ('shared mailbox', 'shared mailbox')
    >>> kind_of("email:ann.smith@x.example"), kind_of("email:ap12@x.example")
    (None, None)
    """
    if not identity.startswith("email:") or len(identity) > _TOO_LONG:
        return None
    local = identity[len("email:") :].partition("@")[0].partition("+")[0]
    letters = local.rstrip("0123456789")
    found = _kind(letters)
    if found is None or letters == local:
        return found
    is_numbered = len(letters) >= _SURELY_A_WORD and len(local) - len(letters) <= 2
    return SHARED_MAILBOX if found == SHARED_MAILBOX and is_numbered else _kind(local)


@lru_cache(maxsize=50_000)
def _kind(local: str) -> str | None:
    """Say what a part before the @ is; one that is nothing is nothing with digits after it."""
    if _BOT.fullmatch(local):
        return BOT
    plain = _without_marks(local)
    if _SEPARATORS.sub("", plain) in UNANSWERED:
        return BOT
    return SHARED_MAILBOX if _is_role(plain) else None


def _is_role(local: str) -> bool:
    """Whether a part before the @ is a role, or one with a place or another beside it.

    >>> _is_role("sales.emea"), _is_role("it-support"), _is_role("info.berlin")
    (True, True, True)
    >>> _is_role("marta.sales"), _is_role("in.de")
    (False, False)
    """
    parts = [part for part in _SEPARATORS.split(local) if part]
    if "".join(parts) in ROLES:
        return True
    if len(parts) < 2:
        return False
    if parts[0] in _FIRST or parts[-1] == "team":
        return True
    return not ROLES.isdisjoint(parts) and _BESIDE.issuperset(parts)


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))
