"""Addresses that are no person's: what the part before the @ says about who answers there.

``noreply@`` and ``mailer-daemon@`` are machines, ``info@`` and ``support@`` are read by whoever
is on duty. The names are those of RFC 2142 and their common relatives in a few languages.
"""

import re
from functools import lru_cache

__all__ = ["BOT", "LIST", "RESOURCE", "SHARED_MAILBOX", "kind_of"]

BOT = "bot"
LIST = "list"
RESOURCE = "resource"
SHARED_MAILBOX = "shared mailbox"

_END = r"(?:[-._=\d].*)?"
_BOT = re.compile(
    rf"(?:.*[-._])?(?:no|do[-._]?not|dont)[-._]?(?:reply|respond|answer){_END}"
    rf"|(?:bounces?|notifications?|newsletters?){_END}"
    r"|(?:.*[-._])?mailer[-._]?daemon|postmaster|notify|daemon|nobody|cron|majordomo|listserv|mailman"
    r"|auto[-._]?(?:mated|reply|confirm|responder|mailer)"
)
_SHARED = frozenset(
    """
    info information contact contactus hello hi office reception frontdesk enquiries inquiries
    enquiry inquiry admin administrator administration webmaster hostmaster root abuse noc security
    privacy legal compliance dpo sales presales marketing press media pr events partners support
    help helpdesk servicedesk service services customerservice customercare customersupport care
    feedback billing invoice invoices invoicing accounts accounting accountspayable
    accountsreceivable ap ar finance payroll payments orders order purchasing procurement shop
    store jobs careers recruiting recruitment hr people team staff all everyone
    kontakt buero vertrieb verkauf einkauf buchhaltung rechnung rechnungen bewerbung personal
    biuro sekretariat faktury kadry handlowy ventas comercial facturacion contacto compras
    ventes commercial comptabilite facturation accueil vendite amministrazione acquisti
    """.split()  # noqa: SIM905  # a list of a hundred quoted words is harder to read
)
_TOO_LONG = 320  # longer than any address that was ever delivered


def kind_of(identity: str) -> str | None:
    """Say what kind of correspondent an address plainly is, or None for what may be a person.

    >>> kind_of("email:no-reply@x.example"), kind_of("email:Info@x.example".lower())
    ('bot', 'shared mailbox')
    >>> kind_of("email:ann.smith@x.example")
    """
    if not identity.startswith("email:") or len(identity) > _TOO_LONG:
        return None
    local = identity[len("email:") :].partition("@")[0].partition("+")[0]
    letters = local.rstrip("0123456789")
    found = _kind(letters)
    return found if found is None or letters == local else _kind(local)


@lru_cache(maxsize=50_000)
def _kind(local: str) -> str | None:
    """Say what a part before the @ is; one that is nothing is nothing with digits after it."""
    if _BOT.fullmatch(local):
        return BOT
    if re.sub(r"[-._]", "", local) in _SHARED:
        return SHARED_MAILBOX
    return None
