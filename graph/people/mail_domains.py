"""Mail domains: which organization one speaks for, if it is none where anybody gets an address."""

from functools import cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

__all__ = ["organization_of_domain"]


@cache
def organization_of_domain(domain: str) -> str | None:
    """Give the organization a mail domain speaks for, or None for free mail.

    >>> organization_of_domain("mail.acme.example"), organization_of_domain("gmail.com")
    ('org:acme.example', None)
    """
    if domain in _free_mail():
        return None
    registrable = _suffixes().privatesuffix(domain)
    return None if not registrable or registrable in _free_mail() else f"org:{registrable}"


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _free_mail() -> frozenset[str]:
    return frozenset((files("graph.people") / "freemail.txt").read_text("utf-8").split())
