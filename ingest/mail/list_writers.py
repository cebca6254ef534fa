"""Who wrote what a list sends in its own name: "Ann Lee via talk <talk@lists.x.example>".

Since mail domains forbid others to send for them, lists put their own address into From, and the
writer's into X-Original-From (Google Groups) or Reply-To (Mailman). That is believed only where
From says "via" and a header says that a list sent it; where it stays open who wrote, it is the
list.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from graph.people.identity import plain_email
from ingest.mail.addresses import Named, addresses

__all__ = ["list_addresses", "writer"]

_VIA = re.compile(r"['\"]?(.+?)['\"]?\s+(?:via|vía|über|tramite|przez|через)\s+\S.*", re.IGNORECASE)
_LISTS = frozenset({"list-id", "list-post", "mailing-list", "x-mailing-list", "x-beenthere"})
_WRITERS = ("x-original-from", "reply-to")
_ADDRESS = re.compile(r"[^\s<>:,;\"]+@[^\s<>:,;?\"]+")


def writer(header: Mapping[str, Sequence[str]]) -> Named | None:
    """Give who wrote a message that a list sent in its own name, or None.

    >>> header = {"from": ["Ann Lee via talk <talk@x.example>"], "list-id": ["<talk.x.example>"]}
    >>> writer(header | {"reply-to": ["Ann Lee <ann@y.example>, talk@x.example"]})
    ('email:ann@y.example', 'Ann Lee')
    """
    shown = addresses(header.get("from", ())[:1])
    via = _VIA.fullmatch(shown[0][1]) if shown else None
    if via is None or _LISTS.isdisjoint(header):
        return None
    lists = {shown[0][0], *list_addresses(header)}
    for key in _WRITERS:
        found = [one for one in addresses(header.get(key, ())) if one[0] not in lists]
        if len(found) > 1:
            found = [one for one in found if one[1].casefold() == via[1].casefold()]
        if len(found) == 1:
            return found[0][0], found[0][1] or via[1]
    return None


def list_addresses(header: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Give the addresses that a list says are its own."""
    for key in ("list-post", "mailing-list", "x-mailing-list", "x-beenthere"):
        for value in header.get(key, ()):
            found = (plain_email(text) for text in _ADDRESS.findall(value))
            yield from (f"email:{address}" for address in found if address)
