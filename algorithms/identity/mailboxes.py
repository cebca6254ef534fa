"""Mailboxes and accounts: what an identity says by itself.

    email:ann.smith+news@googlemail.com     is the mailbox annsmith@gmail.com
    slack:T1/U7                             is a member of the workspace slack:T1
    x:ann_x                                 is the user name ann_x on x

One member of a workspace is one person, so two members are two; a provider of mail, a social
platform and a customer system may know one person twice, which is for a human to say.

Cost: linear in the length of the identity.
"""

from typing import NamedTuple

from graph.people.mail_domains import organization_of_domain

__all__ = ["Mailbox", "account_of", "mailbox_of"]

_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_WORKSPACES = frozenset("slack mattermost rocketchat discourse stackexchange".split())  # noqa: SIM905
_NAMED = frozenset(
    """x github instagram reddit linkedin telegram facebook meetup discourse""".split()  # noqa: SIM905
)


class Mailbox(NamedTuple):
    """An address: the box it reaches, the part before the @ without tags, its domain."""

    key: str
    local: str
    domain: str
    organization: str | None


def mailbox_of(identity: str) -> Mailbox | None:
    """Give the mailbox of an address, None for other identities.

    >>> mailbox_of("email:ann.smith+news@googlemail.com").key
    'annsmith@gmail.com'
    >>> mailbox_of("email:ann.smith+news@acme.example").key
    'ann.smith@acme.example'
    """
    if not identity.startswith("email:"):
        return None
    local, _, domain = identity[len("email:") :].rpartition("@")
    local = local.partition("+")[0] or local
    domain = _DOTLESS.get(domain, domain)
    box = local.replace(".", "") if domain in _DOTLESS else local
    return Mailbox(f"{box}@{domain}", local, domain, organization_of_domain(domain))


def account_of(identity: str) -> tuple[str, bool, str]:
    """Give where an account is, whether that is a workspace of persons, and its user name.

    >>> account_of("slack:T1/U7"), account_of("x:ann_x"), account_of("x:12345")
    (('slack:T1', True, ''), ('x', False, 'ann_x'), ('x', False, ''))
    """
    scheme, _, value = identity.partition(":")
    site, slash, own = value.rpartition("/")
    place = f"{scheme}:{site}" if slash else scheme
    is_named = scheme in _NAMED and not own.isdigit()
    return place, scheme in _WORKSPACES, own.removeprefix("@") if is_named else ""
